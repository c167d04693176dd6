"""What the walk fills: a flow of blocks with an open run of text. Between walk and sections."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias

from bs4.element import PageElement

from pipeline.diagnostics import Position
from pipeline.model.nodes import (
    Block,
    Direction,
    List,
    Paragraph,
    Section,
    Separator,
    Span,
    SpanKind,
)
from pipeline.reader.blocks.sections import Heading
from pipeline.reader.text.inlines import Atom, Format

Item: TypeAlias = Block | Heading


class State(NamedTuple):
    """What the walk knows at an element from the elements around it."""

    lang: str
    direction: Direction
    format: Format | None = None
    formats: int = 0
    """How many formats are around."""
    block_lang: str = ""
    """The language of the innermost block: of the paragraph that a text here belongs to."""
    block_direction: Direction = Direction.LEFT_TO_RIGHT
    at: Position | None = None
    """Where the innermost block begins."""
    depth: int = 0
    """How many structural elements (lists, cells, quotations …) are around."""
    lists: int = 0
    """How many of them are lists."""
    quotations: int = 0
    """How many inline quotations are around."""
    in_citation: bool = False
    """Whether a ``sup`` is around that holds citations only: its brackets are no text."""
    link: bool = False
    """Whether a link is around."""


@dataclass(slots=True)
class Flow:
    """The content of one container while it is read."""

    lang: str
    direction: Direction
    leaf: bool = False
    """Whether everything stays one run: a heading, a term, a summary."""
    preformatted: bool = False
    """Whether white space counts."""
    items: list[Item] = field(default_factory=list)
    run: list[Atom] = field(default_factory=list)
    run_state: State | None = None
    """The state in which the open run began."""


@dataclass(frozen=True, slots=True)
class Inside:
    """How the walk goes on inside an element that is no node of its own."""

    content: Iterable[PageElement]
    state: State
    block: bool = False
    """Whether a paragraph ends before and after it."""
    closing: str = ""
    """Text that the reader adds at the end (a quotation mark)."""


def with_marks(blocks: tuple[Block, ...], names: list[str]) -> tuple[Block, ...]:
    """Return blocks with some ids at the end of their last paragraph or after it as separators.

    A link to the very end of the report or of a note must arrive, though nothing stands there.
    """
    last = blocks[-1] if blocks else None
    match last:
        case Paragraph():
            marks = tuple(Span(SpanKind.PLAIN, (), id=name) for name in names)
            last = replace(last, children=last.children + marks)
        case Section():
            last = replace(last, children=with_marks(last.children, names))
        case List(items=[*items, item]):
            item = replace(item, children=with_marks(item.children, names))
            last = replace(last, items=(*items, item))
        case _:
            return (*blocks, *(Separator(id=name) for name in names))
    return (*blocks[:-1], last)
