"""How each format holds each kind of fact, and what it cannot hold: the declared losses.

One table. ``compare`` leaves out what stands here as not carried and nothing else; the
statement prints what is lost and why, ``docs/proof.md`` the whole.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.verify.facts import Fact, FactKind


class Extent(enum.Enum):
    """How much of a kind of fact a format holds."""

    WHOLLY = "wholly"
    PARTLY = "partly"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Means:
    """How a format holds a kind of fact."""

    how: str
    """In the terms of the format, whatever the language of the reader."""
    extent: Extent = Extent.WHOLLY
    english: str = ""
    """What is lost, and why; a sentence."""
    french: str = ""
    touches: Callable[[Fact], bool] | None = None
    """Whether a fact of the kind loses something; None: each does, or may."""

    def leaves_out(self, fact: Fact) -> bool:
        """Tell whether a fact of the kind is not held, and so cannot be compared."""
        if self.touches is None:
            return self.extent is Extent.NOT
        return self.touches(fact)

    def why(self, language: str) -> str:
        """Return what is lost in English or, for a French tag, in French."""
        return self.french if language.partition("-")[0].lower() == "fr" else self.english


WORD_LEVELS = 9
"""Of headings and of lists."""
CHANGES = ("del", "ins")
"""The emphasis that plain text marks."""

_PDF = {
    FactKind.TITLE: Means("H1"),
    FactKind.HEADING: Means("H2 … H6"),
    FactKind.TEXT: Means("P, in the order of the tags"),
    FactKind.ITEM: Means("L, LI, Lbl"),
    FactKind.TERM: Means("L, Lbl"),
    FactKind.TABLE: Means("Table, TR"),
    FactKind.CELL: Means("TD, Headers, ColSpan, RowSpan"),
    FactKind.HEADER: Means("TH, Scope"),
    FactKind.CAPTION: Means("Caption"),
    FactKind.IMAGE: Means("Figure, Alt"),
    FactKind.LINK: Means("Link, OBJR"),
    FactKind.CITATION: Means("Reference, Link"),
    FactKind.NOTE: Means("Note or FENote"),
    FactKind.LANGUAGE: Means("Lang"),
    FactKind.EXPANSION: Means("E"),
    FactKind.EMPHASIS: Means("Em, Strong, Span by the role map"),
    FactKind.MATH: Means("Formula, Alt"),
    FactKind.CODE: Means("Code"),
}
_DOCX = {
    FactKind.TITLE: Means("Heading 1"),
    FactKind.HEADING: Means(
        "Heading 2 … Heading 9",
        Extent.PARTLY,
        "Word has nine levels; deeper headings are of the ninth.",
        "Word a neuf niveaux; les titres plus profonds sont du neuvième.",
        touches=lambda fact: int(fact.details[0]) > WORD_LEVELS,
    ),
    FactKind.TEXT: Means("w:p"),
    FactKind.ITEM: Means(
        "w:numPr",
        Extent.PARTLY,
        "Word has nine levels; deeper lists are of the ninth.",
        "Word a neuf niveaux; les listes plus profondes sont du neuvième.",
        touches=lambda fact: int(fact.details[0]) > WORD_LEVELS,
    ),
    FactKind.TERM: Means("style Definition Term"),
    FactKind.TABLE: Means("w:tbl"),
    FactKind.CELL: Means(
        "w:tc",
        Extent.PARTLY,
        "Word knows headers by position only: the rows at the top, the cells at the start.",
        "Word ne connaît les en-têtes que par leur position\u00a0: en haut, en début de ligne.",
    ),
    FactKind.HEADER: Means(
        "w:tblHeader, style Table Heading",
        Extent.PARTLY,
        "Whether a header cell heads its column or its row follows from its position.",
        "La position d’un en-tête dit seule s’il vaut pour sa colonne ou pour sa ligne.",
    ),
    FactKind.CAPTION: Means("style Caption"),
    FactKind.IMAGE: Means("wp:docPr, descr"),
    FactKind.LINK: Means("w:hyperlink"),
    FactKind.CITATION: Means("w:footnoteReference"),
    FactKind.NOTE: Means("w:footnote"),
    FactKind.LANGUAGE: Means("w:lang"),
    FactKind.EXPANSION: Means(
        "",
        Extent.NOT,
        "Word has no place for a long form; it stands in the text, once.",
        "Word n’a pas de place pour une forme développée; elle figure une fois dans le texte.",
    ),
    FactKind.EMPHASIS: Means("styles Emphasis, Strong …"),
    FactKind.MATH: Means(
        "m:oMath",
        Extent.PARTLY,
        "The signs of a formula are there; the words for reading it aloud have no place.",
        "Les signes d’une formule y sont; les mots pour la lire n’y ont pas de place.",
    ),
    FactKind.CODE: Means("style HTML Preformatted"),
}
_EPUB = {
    FactKind.TITLE: Means("h1"),
    FactKind.HEADING: Means("h2 … h6"),
    FactKind.TEXT: Means("p, in the order of the spine"),
    FactKind.ITEM: Means("ul, ol, start, value"),
    FactKind.TERM: Means("dl, dt"),
    FactKind.TABLE: Means("table, tr"),
    FactKind.CELL: Means("td, headers, colspan, rowspan"),
    FactKind.HEADER: Means("th, scope"),
    FactKind.CAPTION: Means("caption, figcaption"),
    FactKind.IMAGE: Means("img, alt"),
    FactKind.LINK: Means("a, href"),
    FactKind.CITATION: Means("doc-noteref"),
    FactKind.NOTE: Means("doc-endnotes"),
    FactKind.LANGUAGE: Means("lang, xml:lang"),
    FactKind.EXPANSION: Means("abbr, title"),
    FactKind.EMPHASIS: Means("em, strong, sub, sup, del, ins …"),
    FactKind.MATH: Means("math, alttext"),
    FactKind.CODE: Means("pre, code"),
}
_TEXT = {
    FactKind.TITLE: Means("Title:"),
    FactKind.HEADING: Means("[Section 1.1]"),
    FactKind.TEXT: Means("lines"),
    FactKind.ITEM: Means("- or the number, indented"),
    FactKind.TERM: Means("[Term]"),
    FactKind.TABLE: Means("[Table: 3 rows, 3 columns]"),
    FactKind.CELL: Means("West — Received: 211"),
    FactKind.HEADER: Means("[Row 2], [Column 2]"),
    FactKind.CAPTION: Means("[Caption], [Table: …]"),
    FactKind.IMAGE: Means(
        "[Image: …]",
        Extent.PARTLY,
        "The words for an image are there; the image itself is not.",
        "Les mots qui remplacent une image y sont; l’image elle-même n’y est pas.",
    ),
    FactKind.LINK: Means(
        "[link 1]",
        Extent.PARTLY,
        "A link within the report names its section, but not which words it is on.",
        "Un lien interne nomme sa section, mais non les mots sur lesquels il porte.",
        touches=lambda fact: fact.details[0].startswith("#"),
    ),
    FactKind.CITATION: Means("[note 1]"),
    FactKind.NOTE: Means("[Note 1]"),
    FactKind.LANGUAGE: Means(
        "[French: …], by option",
        Extent.PARTLY,
        "Another language is marked only where that is asked for: the marks would be read aloud.",
        "Une autre langue n’est marquée que sur demande\u00a0: les marques seraient lues.",
    ),
    FactKind.EXPANSION: Means(
        "",
        Extent.NOT,
        "Text has no place for a long form; it stands in brackets, once.",
        "Le texte n’a pas de place pour une forme développée; elle figure une fois entre crochets.",
    ),
    FactKind.EMPHASIS: Means(
        "[deleted: …], [inserted: …]",
        Extent.PARTLY,
        "Deletions and insertions are marked; other emphasis is lost, its words stay.",
        "Les suppressions et les ajouts sont marqués; les autres mises en relief se perdent.",
        touches=lambda fact: fact.details[0] not in CHANGES,
    ),
    FactKind.MATH: Means(
        "",
        Extent.NOT,
        "The words of a formula stay, in one line; that they are a formula is lost.",
        "Les mots d’une formule restent, sur une ligne; que c’est une formule se perd.",
    ),
    FactKind.CODE: Means("[Code]"),
}

MEANS = {"pdf": _PDF, "docx": _DOCX, "epub": _EPUB, "text": _TEXT}
"""By the name of the format, for every kind of fact."""


def carried(name: str) -> frozenset[FactKind]:
    """Return the kinds of fact that a format can hold, wholly or in part."""
    return frozenset(kind for kind, means in MEANS[name].items() if means.extent is not Extent.NOT)


@dataclass(frozen=True, slots=True)
class Loss:
    """What a format does not hold, or not wholly, of one document."""

    kind: FactKind
    means: Means
    facts: int
    """How many it touches."""


def losses(name: str, facts: Iterable[Fact]) -> tuple[Loss, ...]:
    """Return what a format does not hold of a document with these facts, by kind."""
    lost = {kind: means for kind, means in MEANS[name].items() if means.extent is not Extent.WHOLLY}
    counts: Counter[FactKind] = Counter()
    for fact in facts:
        means = lost.get(fact.kind)
        counts[fact.kind] += means is not None and (means.touches is None or means.touches(fact))
    return tuple(Loss(kind, lost[kind], counts[kind]) for kind in FactKind if counts[kind])
