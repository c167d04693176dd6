"""What the plan gathers while it walks a document. Used by plan, inlines and table plans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.diagnostics import Diagnostic
from pipeline.model.nodes import Block, Direction, Note
from pipeline.options import NotePlacement, PdfProfile
from pipeline.strings import Strings
from pipeline.theme import Colour, Theme
from pipeline.writers.pdf.flow import BlockStyle, Entry, FlowItem, Label, Passage
from pipeline.writers.pdf.fonts import Fonts
from pipeline.writers.pdf.lines import Look
from pipeline.writers.pdf.pictures import Drawing, Paths
from pipeline.writers.pdf.styles import Styles
from pipeline.writers.pdf.tags import Annotation, Element, Leaf, Source


@dataclass(slots=True, eq=False)
class NoteDraft:
    """A note with what is known of it so far."""

    note: Note
    element: Element
    lang: str
    direction: Direction
    citations: list[Element] = field(default_factory=list)
    flow: list[FlowItem] = field(default_factory=list)
    placed: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a block inherits from those around it."""

    parent: Element
    lang: str
    direction: Direction
    style: BlockStyle
    look: Look
    sole: bool = False
    """The block is the only one of its parent, so a paragraph needs no ``P`` of its own."""
    aside: bool = False
    """Within an ``Aside``, which may not hold another."""
    note: bool = False
    """Within a note, which may not hold a heading in PDF 2.0."""
    whole: bool = False
    """Within a cell or a caption, whose words are told as one: no note is set there."""


@dataclass(slots=True, eq=False)
class Draft:
    """The growing plan: tree, flow and the relations between leaves."""

    theme: Theme
    styles: Styles
    strings: Strings
    profile: PdfProfile
    placement: NotePlacement
    fonts: Fonts
    width: float
    """Of the column, in points."""
    lang: str
    """Of the document."""
    levels: dict[int, int]
    """The level of the heading of each section, by ``id(section)``."""
    blocks: Callable[[tuple[Block, ...], Surroundings], None]
    """Plans blocks: how the parts of the plan call one another."""
    notes: dict[str, NoteDraft] = field(default_factory=dict)
    cited: list[str] = field(default_factory=list)
    """Notes met for the first time since the last block ended."""
    flow: list[FlowItem] = field(default_factory=list)
    links: dict[Leaf, Annotation] = field(default_factory=dict)
    drawings: dict[Leaf, Drawing] = field(default_factory=dict)
    citations: dict[Leaf, list[FlowItem]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    found: dict[str, tuple[Element, Leaf]] = field(default_factory=dict)
    """What stands at each id: the element, and the first leaf at or after its beginning."""
    waiting: list[tuple[str, Element | None]] = field(default_factory=list)
    newest: Leaf | None = None
    holder: Element | None = None
    """The element of the newest leaf."""
    open_links: list[tuple[Annotation, str]] = field(default_factory=list)
    pictures: dict[str, Drawing | None] = field(default_factory=dict)
    """The decoded images by name."""
    drawn: dict[tuple[str, float, Colour], Paths | Diagnostic] = field(default_factory=dict)
    """The formulas by MathML, size and colour."""
    label: Label | None = None
    """Waits for the first passage of a list item or note."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    tables: int = 0
    formulas: int = 0

    @property
    def modern(self) -> bool:
        """Whether the tags of PDF 2.0 may be used."""
        return self.profile is PdfProfile.UA2

    def leaf(self, element: Element, source: Source | None = None) -> Leaf:
        """Add a leaf to an element; what waits for a place begins here."""
        leaf = Leaf(element.role, source)
        element.children.append(leaf)
        self.newest, self.holder = leaf, element
        if self.waiting:
            for name, owner in self.waiting:
                self.found[name] = (owner or element, leaf)
            self.waiting.clear()
        return leaf

    def expect(self, name: str | None, element: Element | None = None) -> None:
        """Remember that something may point here: to the element, or to whatever is next."""
        if name is not None:
            self.waiting.append((name, element))

    def settle(self, element: Element, before: Leaf | None) -> None:
        """Let what waits at the end of an element be found there, not in what comes next.

        ``before`` was the newest leaf when the element began.
        """
        if self.newest is not None and self.newest is not before:
            for name, owner in self.waiting:
                self.found[name] = (owner or element, self.newest)
            self.waiting.clear()

    def close(self) -> None:
        """Let what waits at the end of the report be found at the last thing there is."""
        if self.holder is not None:
            self.settle(self.holder, None)

    def emit(self, item: FlowItem) -> None:
        """Add to the flow; a label that waits goes to a passage, else on a line of its own."""
        if self.label is not None:
            label, self.label = self.label, None
            if isinstance(item, Passage) and item.label is None:
                item.label = label
            else:
                self.flow.append(Passage((), self.styles.body(), label=label))
        self.flow.append(item)
