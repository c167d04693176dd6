"""What of a formula's elements is formula, and what each may be called. For its two forms."""

from __future__ import annotations

from typing import TypeAlias

from bs4 import Tag

from pipeline.reader.page.dom import MATHML, is_text
from pipeline.reader.text.inlines import cleaned

Part: TypeAlias = Tag | str
"""An element of MathML, or text that stands in none that is made for text."""

TOKENS = frozenset({"mi", "mn", "mo", "mtext", "ms"})
_DROPPED = frozenset(
    {"annotation", "annotation-xml", "script", "style", "maligngroup", "malignmark"}
)
_ROWS = frozenset(
    {"mrow", "mstyle", "merror", "mpadded", "mphantom", "menclose", "msqrt", "mfenced", "maction"}
)
"""What holds any number of parts."""
_COUNTS = {
    "mspace": 0,
    **dict.fromkeys(["mfrac", "mroot", "msub", "msup", "munder", "mover"], 2),
    **dict.fromkeys(["msubsup", "munderover"], 3),
}
_ROW_NAMES = frozenset({"mtr", "mlabeledtr"})


def parts(tag: Tag) -> list[Part]:
    """Return what an element that is no token holds, without space between elements.

    Annotations (LaTeX, a second markup) are left out, and ``semantics`` around one part.
    """
    found = []
    for content in _content(tag):
        part = content
        while isinstance(part, Tag) and part.name == "semantics" and len(_content(part)) == 1:
            (part,) = _content(part)
        found.append(part)
    return found


def _content(tag: Tag) -> list[Part]:
    found: list[Part] = []
    for node in tag.contents:
        if isinstance(node, Tag):
            if node.namespace != MATHML:
                found.append(node.get_text())
            elif node.name not in _DROPPED:
                found.append(node)
        elif is_text(node):
            found.append(str(node))
    return [part for part in found if isinstance(part, Tag) or cleaned(part).strip()]


def token_text(tag: Tag) -> str:
    """Return the text of a token; of HTML inside it, its text."""
    return "".join(
        node.get_text() if isinstance(node, Tag) else str(node)
        for node in tag.contents
        if (is_text(node) if not isinstance(node, Tag) else node.name not in _DROPPED)
    )


def name_of(tag: Tag, held: list[Part], outer: str) -> str:
    """Return what an element with these parts is called within an element of the name ``outer``.

    What is no element of MathML for presentation, or has too few parts or too many, is set as
    a row of its parts (MathML Core 3.2.1), and so it is one.
    """
    name = str(tag.name)
    if (
        name in TOKENS
        or name in _ROWS
        or _COUNTS.get(name) == len(held)
        or (name == "mtable" and held)
        or (name in _ROW_NAMES and outer == "mtable")
        or (name == "mtd" and outer in _ROW_NAMES)
        or (name in ("none", "mprescripts") and outer == "mmultiscripts" and not held)
        or (name == "mmultiscripts" and _is_paired(held))
    ):
        return name
    return "mrow"


def frames(part: Part, outer: str) -> tuple[str, ...]:
    """Return the elements that have to stand around a part, from the outside inwards."""
    name = part.name if isinstance(part, Tag) else ""
    cell = () if name == "mtd" else ("mtd",)
    text = ("mtext",) if isinstance(part, str) else ()
    if outer == "mtable":
        return () if name in _ROW_NAMES else ("mtr", *cell, *text)
    return (*cell, *text) if outer in _ROW_NAMES else text


def _is_paired(held: list[Part]) -> bool:
    """Tell whether a base has its scripts in pairs, those before it after ``mprescripts``."""
    names = [part.name if isinstance(part, Tag) else "" for part in held]
    marks = [place for place, name in enumerate(names) if name == "mprescripts"]
    if not names or names[0] in ("none", "mprescripts") or len(marks) > 1:
        return False
    behind = marks[0] if marks else len(names)
    return behind % 2 == 1 and (len(names) - behind) % 2 == len(marks)
