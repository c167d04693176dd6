"""What a caption may hold: words, but no section. Used by figures and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.diagnostics import Rule, Severity
from pipeline.model.nodes import (
    Block,
    Direction,
    Figure,
    Image,
    LineBreak,
    Link,
    Paragraph,
    Quote,
    Section,
    Separator,
    Span,
    Table,
    Text,
)
from pipeline.model.walk import descendants
from pipeline.reader.blocks.sections import within

EMPTY = Rule(
    "caption-empty",
    Severity.WARNING,
    "A caption has no text; what it holds stands before the table or in the figure.",
    "Give it text, or take the element away.",
    ("WCAG 2.2 1.3.1",),
)


def says_nothing(caption: tuple[Block, ...]) -> bool:
    """Tell whether blocks hold nothing but decorative pictures, if anything."""
    for block in caption:
        for node in descendants(block):
            match node:
                case Text(text=text) if not text.strip():
                    pass
                case Image(alternative="") | Separator() | LineBreak():
                    pass
                case Paragraph() | Quote() | Figure() | Span() | Link():
                    pass
                case _:
                    return False
    return True


def holds_table(block: Block) -> bool:
    """Tell whether a block of a caption is or holds a table."""
    return any(isinstance(node, Table) for node in descendants(block))


def without_sections(blocks: Iterable[Block], lang: str, direction: Direction) -> Iterator[Block]:
    """Yield the blocks of a caption in a language; headings are paragraphs, not sections."""
    for block in blocks:
        if not isinstance(block, Section):
            yield block
            continue
        yield Paragraph(
            block.title, id=block.id, at=block.at, lang=block.lang, direction=block.direction
        )
        own = block.lang or lang, block.direction or direction
        children = (within(child, *own, lang, direction) for child in block.children)
        yield from without_sections(children, lang, direction)
