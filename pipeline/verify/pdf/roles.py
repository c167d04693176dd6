"""The structure types of PDF 1.7 and 2.0, and what each may hold. Used by structure_rules.

ISO 32000-1 14.8.4, ISO 32000-2 14.8.4, and the containment of ISO/TS 32005 for the types
our files use.
"""

from __future__ import annotations


def _names(*lines: str) -> frozenset[str]:
    return frozenset(name for line in lines for name in line.split())


LEVELS = frozenset(f"H{level}" for level in range(1, 100))
STANDARD_1 = _names(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private",
    "H H1 H2 H3 H4 H5 H6 P L LI Lbl LBody Table TR TH TD THead TBody TFoot",
    "Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP",
    "Figure Formula Form",
)
"""The types of PDF 1.7."""
STANDARD_2 = (
    (STANDARD_1 - {"H"})
    | LEVELS
    | _names("DocumentFragment Aside Title FENote Sub Em Strong Artifact")
)
"""The types of PDF 2.0, with those it has dropped and PDF/UA-2 still knows."""
DROPPED = _names("BlockQuote Note Code TOC TOCI Reference Quote Art Index BibEntry Private")
"""Types that PDF 2.0 has dropped; they stand in the namespace of PDF 1.7."""

_BLOCKS = LEVELS | _names(
    "Part Art Sect Div BlockQuote TOC Index P L Table Figure Formula Note FENote Aside",
    "NonStruct Private Form Title Caption Artifact",
)
_GROUPING = _BLOCKS - {"Caption"}
_INLINE = _names(
    "Span Quote Reference BibEntry Code Link Annot Ruby Warichu Em Strong Sub Figure Formula",
    "Form Lbl NonStruct Private Artifact Note FENote",
)
_ROWS = frozenset({"TR"})
_HOLDS = {
    "Document": _GROUPING,
    "Sect": _BLOCKS,
    "Part": _BLOCKS,
    "Art": _BLOCKS,
    "Aside": (_BLOCKS - {"Aside"}) | _INLINE,
    "BlockQuote": _BLOCKS | _INLINE,
    "TOC": _names("TOC TOCI Caption Part"),
    "TOCI": _names("P Reference Lbl Div TOC"),
    "L": _names("L LI Caption"),
    "LI": _names("Lbl LBody Div"),
    "LBody": (_BLOCKS | _INLINE) - {"Lbl", "Title"},
    "Table": _names("Caption THead TBody TFoot TR"),
    "THead": _ROWS,
    "TBody": _ROWS,
    "TFoot": _ROWS,
    "TR": _names("TH TD"),
    "Caption": (_BLOCKS | _INLINE) - {"Caption", "TOC", "Title"},
    "Note": _BLOCKS | _INLINE,
    "FENote": (_BLOCKS | _INLINE) - LEVELS,
    "P": _INLINE | {"L", "Table", "BlockQuote"},
    "Link": (_INLINE | {"P"}) - {"Link"},
    "Ruby": _names("RB RT RP"),
}
WITHOUT_CONTENT = _names("Document Sect Part Art TOC TOCI L LI Table THead TBody TFoot TR Ruby")
"""Types that hold no marks of their own."""
MAY_BE_EMPTY = _names("TD TH TR LBody Document")
"""No cell begins in a row that cells from above cover; the grid is checked apart."""


def allowed_in(role: str) -> frozenset[str] | None:
    """Return the types that an element may hold; None where anything may stand."""
    return _INLINE if role in LEVELS else _HOLDS.get(role)
