"""What content inherits, and how the element and frame of a block are made; for all of the plan."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.model.nodes import (
    Block,
    Note,
)
from pipeline.writers.pdf.draft import Draft, Surroundings
from pipeline.writers.pdf.flow import (
    Close,
    Frame,
    Open,
)
from pipeline.writers.pdf.lines import Look
from pipeline.writers.pdf.tags import (
    Annotation,
    Element,
    Leaf,
)


@dataclass(frozen=True, slots=True)
class Context:
    """Where inline content stands."""

    element: Element
    look: Look
    lang: str
    link: Annotation | None = None
    outside: Element | None = None
    """Around the link."""


def add_element(
    draft: Draft, role: str, node: Block | Note, around: Surroundings, name: bool = True
) -> Element:
    """Add the element of a block, with its language and id."""
    element = Element(role, lang=foreign(node.lang, around.lang))
    around.parent.children.append(element)
    if name:
        draft.expect(node.id, element)
    return element


def within(element: Element, node: Block, around: Surroundings) -> Surroundings:
    """Return what the blocks in an element inherit."""
    return replace(around, parent=element, lang=node.lang or around.lang, sole=False)


def framed(draft: Draft, frame: Frame, nodes: tuple[Block, ...], around: Surroundings) -> None:
    """Plan blocks with a frame around them."""
    draft.emit(Open(frame))
    draft.blocks(nodes, around)
    draft.emit(Close(frame))


def foreign(lang: str | None, outer: str) -> str | None:
    """Return a language where it differs from the one around."""
    return lang if lang != outer else None


def first_leaves(element: Element) -> list[Leaf]:
    """Return the first leaf of an element in reading order, if it has any."""
    stack: list[Element | Leaf | Annotation] = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, Leaf):
            return [node]
        if isinstance(node, Element):
            stack.extend(reversed(node.children))
    return []
