"""The document model: what a report is, before any format. Read this file first.

The reader makes a ``Document``, the checks look at it, the writers render it, the
verifiers compare what they read back with it. All nodes are frozen values without
methods; a function that handles them matches on the class and ends with
``assert_never``, so that a forgotten node is a type error.

What the reader guarantees (``tests/model/test_invariants.py`` holds it to this):

- Inline content is a tuple of nodes, never a string with markup. No ``Text`` is empty, no
  two ``Text`` of the same parent stand side by side, and white space is collapsed as HTML
  does it (a no-break space is not white space), except inside ``Code`` and ``CodeBlock``,
  where it is kept and a line ends with a newline character.
- Every ``NoteReference.note`` is the id of one ``Note``; every ``Anchor.id`` of a
  ``Link`` is the id of one node. Ids are unique.
- Sections nest: a section inside another has a deeper level. Headings that skip a level in
  the source keep their level here; ``model.outline`` says what a reader is told instead.
- Every table is regular: the spans of its cells neither overlap nor leave its row group,
  and every slot of the grid belongs to a cell.
- Every visible character of the report is in a ``Text``, ``Math``, alternative or label of
  this tree, or the reader's ledger names the rule that left it out.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TypeAlias

from pipeline.diagnostics import Position


class Direction(enum.Enum):
    """The base direction of a passage, as HTML's ``dir``."""

    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What every node may carry beside its own fields."""

    at: Position | None = field(default=None, compare=False, repr=False)
    """Line and column in the source."""
    id: str | None = None
    """Only where something points here."""
    lang: str | None = None
    """BCP 47 tag, only where it differs from the parent's."""
    direction: Direction | None = None
    """Only where it differs from the parent's."""


# ---------------------------------------------------------------------------- inline content


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A run of characters; never empty."""

    text: str


@dataclass(frozen=True, slots=True)
class LineBreak(Node):
    """A forced line break inside a paragraph (``br``)."""


class SpanKind(enum.Enum):
    """What a stretch of inline content is, by its HTML element."""

    EMPHASIS = "em"
    STRONG = "strong"
    CODE = "code"
    SUBSCRIPT = "sub"
    SUPERSCRIPT = "sup"
    DELETED = "del"
    INSERTED = "ins"
    MARKED = "mark"
    QUOTED = "q"
    """An inline quotation; its quotation marks are in the text (the reader puts them there)."""
    PLAIN = "span"
    """Nothing but a carrier of a language, a direction or an id (then it may be empty)."""


@dataclass(frozen=True, slots=True)
class Span(Node):
    """A stretch of inline content with one meaning."""

    kind: SpanKind
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Url:
    """A target outside the document, absolute where the source's address is known."""

    address: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A target in the document: the id of a node."""

    id: str


@dataclass(frozen=True, slots=True)
class Link(Node):
    """A link; never inside another link."""

    children: tuple[Inline, ...]
    target: Url | Anchor
    title: str | None = None
    """The source's ``title``, where it says more than the text."""


@dataclass(frozen=True, slots=True)
class NoteReference(Node):
    """The place where a note is cited. What is shown is the label of the note."""

    note: str
    """Id of the ``Note``."""


@dataclass(frozen=True, slots=True)
class Abbreviation(Node):
    """A short form with its expansion (``abbr`` with a ``title``)."""

    children: tuple[Inline, ...]
    expansion: str


@dataclass(frozen=True, slots=True)
class Ruby(Node):
    """One base text with its reading (``ruby`` with ``rt``)."""

    children: tuple[Inline, ...]
    reading: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Math(Node):
    """A formula within a line."""

    mathml: str
    """One ``math`` element in the MathML namespace, well-formed XML."""
    text: str
    """The formula in linear words or signs: what is spoken or typed."""


@dataclass(frozen=True, slots=True)
class Asset:
    """The bytes of an image, as found in the source's folder."""

    name: str
    """File name without folders; unique in the document."""
    media_type: str
    """``image/png``, ``image/jpeg``, ``image/gif``, ``image/webp`` or ``image/svg+xml``."""
    data: bytes = field(repr=False)
    width: float
    """In CSS pixels; greater than zero."""
    height: float
    """In CSS pixels; greater than zero."""


@dataclass(frozen=True, slots=True)
class Image(Node):
    """An image within a line; a paragraph or figure may hold nothing else."""

    asset: Asset | None
    """None when the image could not be had; its alternative stands for it."""
    alternative: str | None
    """None: the source gives none (a fault, never repaired). Empty: decorative."""


Inline: TypeAlias = (
    Text | LineBreak | Span | Link | NoteReference | Abbreviation | Ruby | Math | Image
)


# ------------------------------------------------------------------------------------ blocks


@dataclass(frozen=True, slots=True)
class Section(Node):
    """A heading and what stands under it, up to the next heading of its level or higher."""

    level: int
    """As in the source, 1 to 6 (more with ``aria-level``)."""
    title: tuple[Inline, ...]
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Paragraph(Node):
    """A paragraph; its content is not empty."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Quote(Node):
    """A block quotation, with its attribution if the source has it inside."""

    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class CodeBlock(Node):
    """Preformatted text: white space and line ends (newline characters) count."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Separator(Node):
    """A thematic break (``hr``)."""


@dataclass(frozen=True, slots=True)
class MathBlock(Node):
    """A formula on a line of its own; fields as in ``Math``."""

    mathml: str
    text: str


class Numbering(enum.Enum):
    """The marks of a list; the values are those of PDF's ``ListNumbering``."""

    NONE = "None"
    DISC = "Disc"
    CIRCLE = "Circle"
    SQUARE = "Square"
    DECIMAL = "Decimal"
    LOWER_ALPHA = "LowerAlpha"
    UPPER_ALPHA = "UpperAlpha"
    LOWER_ROMAN = "LowerRoman"
    UPPER_ROMAN = "UpperRoman"


@dataclass(frozen=True, slots=True)
class ListItem(Node):
    """One item; ``model.labels`` gives the mark that is shown before it."""

    children: tuple[Block, ...]
    value: int | None = None
    """Where the source sets the number of this item."""


@dataclass(frozen=True, slots=True)
class List(Node):
    """A list; ordered when its numbering counts."""

    items: tuple[ListItem, ...]
    numbering: Numbering
    start: int = 1
    reversed: bool = False


@dataclass(frozen=True, slots=True)
class Term(Node):
    """A term of a definition list (``dt``)."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Definition(Node):
    """A definition (``dd``)."""

    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class DefinitionEntry(Node):
    """Terms that share definitions; one of the two may be empty."""

    terms: tuple[Term, ...]
    definitions: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class DefinitionList(Node):
    """Terms with their definitions (``dl``)."""

    entries: tuple[DefinitionEntry, ...]


@dataclass(frozen=True, slots=True)
class Details(Node):
    """Content behind a summary (``details``, a tab): always written out, in order.

    Where the summary is a heading the reader makes a ``Section`` of it instead.
    """

    summary: tuple[Inline, ...]
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Figure(Node):
    """One or more images (or a code block, a quotation …) with a caption."""

    children: tuple[Block, ...]
    caption: tuple[Block, ...] = ()
    description: Details | None = None
    """The long description that belongs to the image, with the words that open it."""


class CalloutKind(enum.Enum):
    """Why a passage stands apart; ``ASIDE`` when the source does not say."""

    ASIDE = "aside"
    NOTE = "note"
    INFORMATION = "information"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Callout(Node):
    """A passage set apart (alert, panel, aside). A heading in it is a ``Section`` in it."""

    kind: CalloutKind
    children: tuple[Block, ...]


class Scope(enum.Enum):
    """Which cells a header cell is for. AUTO: as HTML's algorithm finds by position."""

    AUTO = "auto"
    ROW = "row"
    COLUMN = "col"
    ROW_GROUP = "rowgroup"
    COLUMN_GROUP = "colgroup"


@dataclass(frozen=True, slots=True)
class Cell(Node):
    """A cell. ``model.grid`` says in which slots it stands and which headers it has."""

    children: tuple[Block, ...]
    header: Scope | None = None
    """None for a data cell (``td``)."""
    colspan: int = 1
    rowspan: int = 1
    headers: tuple[str, ...] = ()
    """Ids of header cells of this table, where the source names them."""
    abbreviation: str | None = None
    """A shorter name of a header cell (``abbr``)."""


@dataclass(frozen=True, slots=True)
class Row(Node):
    """The cells that begin in this row."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RowGroup(Node):
    """Rows that belong together (``tbody``)."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table(Node):
    """A data table; tables that only lay out a page are not here, but their content is."""

    bodies: tuple[RowGroup, ...]
    head: tuple[Row, ...] = ()
    foot: tuple[Row, ...] = ()
    caption: tuple[Block, ...] = ()
    columns: tuple[int, ...] = ()
    """Widths in columns of the column groups (``colgroup``), from the first column on."""
    summary: str | None = None
    """What the source says of the table's structure, not shown."""
    notes: tuple[Note, ...] = ()
    """Notes that the source keeps with the table."""


Block: TypeAlias = (
    Section
    | Paragraph
    | Quote
    | CodeBlock
    | Separator
    | MathBlock
    | List
    | DefinitionList
    | Details
    | Figure
    | Callout
    | Table
)


# ---------------------------------------------------------------------------------- document


@dataclass(frozen=True, slots=True)
class Note(Node):
    """A footnote or endnote; its ``id`` is set."""

    label: str
    """As the source shows it: ``1``, ``a``, ``*``."""
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The same report in another language."""

    lang: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the source says about itself. Dates are ISO 8601 (``2022-05-31``, ``2022``)."""

    title: str
    """In one line; never empty."""
    language: str
    """BCP 47 tag; never empty."""
    direction: Direction = Direction.LEFT_TO_RIGHT
    creators: tuple[str, ...] = ()
    publisher: str | None = None
    issued: str | None = None
    modified: str | None = None
    description: str | None = None
    subjects: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    """ISBN, catalogue number …, each with its scheme: ``ISBN 978-0-660-12345-6``."""
    address: str | None = None
    """Where the page is published (``rel=canonical``, ``--base``)."""
    editions: tuple[Edition, ...] = ()
    rights: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Node):
    """A whole report. The title is heading 1; sections stand under it."""

    metadata: Metadata
    title: tuple[Inline, ...]
    """The ``h1`` as shown; stacked lines are parted by ``LineBreak``. Never empty."""
    kicker: tuple[Inline, ...] = ()
    """A line above the title (the series or the section of the site)."""
    subtitle: tuple[Inline, ...] = ()
    """A line under the title that belongs to it (``hgroup``)."""
    children: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    """Notes that do not belong to a table, in the order of the source."""
