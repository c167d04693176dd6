"""Where a block stands, and the questions that ``body`` asks of what stands there."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from pipeline.model.nodes import (
    Direction,
    Image,
    Math,
    Node,
    NoteReference,
    Paragraph,
)
from pipeline.model.walk import AnyNode, descendants
from pipeline.writers.docx.numbering import ListState


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: what it takes from the blocks around it."""

    language: str
    direction: Direction
    width: float
    """Room for the text, in points."""
    host: str = "BodyText"
    """Id of the style of a plain paragraph here."""
    around: tuple[str, ...] = ()
    """Ids of the styles of the blocks around, the outermost first, without the body's."""
    level: int = 1
    """Of the heading above."""
    depth: int = 0
    """How many lists are around."""
    indent: int = 0
    """How many levels of lists indent the text here."""
    outer: ListState | None = None
    lists_around: int = 0
    """How many lists go on behind the note here, and behind notes around it."""
    landscape: bool = False
    """Whether a wide table may have a page turned for it here."""
    in_note: bool = False

    def inside(self, host: str) -> Place:
        """Return the place inside a block whose plain paragraphs have a style."""
        return replace(self, host=host, around=(*self.around, host), indent=0, landscape=False)

    def entered(self, node: Node) -> Place:
        """Return the place with the language and direction of a node."""
        if node.lang is None and node.direction is None:
            return self
        return replace(
            self,
            language=node.lang or self.language,
            direction=node.direction or self.direction,
        )


def is_picture(node: Paragraph) -> bool:
    """Tell whether a paragraph holds pictures that exist and nothing else."""
    shown: list[AnyNode] = [
        inner
        for child in node.children
        for inner in descendants(child)
        if not isinstance(inner, Image)
        and (isinstance(inner, NoteReference | Math) or getattr(inner, "text", "").strip())
    ]
    return not shown and any(
        isinstance(inner, Image) and inner.asset is not None
        for child in node.children
        for inner in descendants(child)
    )


def is_right_to_left(text: str, direction: Direction) -> bool:
    """Tell whether a run takes the complex-script half of its properties (``w:rtl``).

    Word orders what stands in a run by it. The first strong letter decides; where there is
    none (digits, signs), the direction around does.
    """
    if text.isascii() and direction is Direction.LEFT_TO_RIGHT:
        return False
    for sign in text:
        match unicodedata.bidirectional(sign):
            case "R" | "AL":
                return True
            case "L":
                return False
            case _:
                pass
    return direction is Direction.RIGHT_TO_LEFT
