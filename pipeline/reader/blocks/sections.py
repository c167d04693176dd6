"""Headings and the blocks between them to nested sections. After a flow is filled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from pipeline.diagnostics import Position
from pipeline.model.nodes import Block, Direction, Inline, Node, Section

N = TypeVar("N", bound=Node)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that waits for its content; ``children`` where it is known (a ``details``)."""

    level: int
    title: tuple[Inline, ...]
    lang: str
    direction: Direction
    id: str | None = None
    at: Position | None = None
    children: tuple[Block, ...] | None = None


def nest(items: Iterable[Block | Heading], lang: str, direction: Direction) -> tuple[Block, ...]:
    """Return the blocks of a container of this language with its headings as sections.

    A heading ends the sections of its level and deeper ones. One with known content is a
    section of its own; what follows it belongs to the section around it.
    """
    root: list[Block] = []
    stack: list[tuple[Heading, list[Block]]] = []
    for each in items:
        item = _finished(each, lang, direction) if isinstance(each, Section) else each
        if not isinstance(item, Heading):
            (stack[-1][1] if stack else root).append(item)
            continue
        while stack and stack[-1][0].level >= item.level:
            _close(stack, root, lang, direction)
        stack.append((item, list(item.children or ())))
        if item.children is not None:
            _close(stack, root, lang, direction)
    while stack:
        _close(stack, root, lang, direction)
    return tuple(root)


def _finished(section: Section, lang: str, direction: Direction) -> Heading:
    """Return a section that was made elsewhere as a heading with its content."""
    return Heading(
        section.level,
        section.title,
        section.lang or lang,
        section.direction or direction,
        id=section.id,
        at=section.at,
        children=section.children,
    )


def _close(
    stack: list[tuple[Heading, list[Block]]],
    root: list[Block],
    lang: str,
    direction: Direction,
) -> None:
    heading, children = stack.pop()
    outer, siblings = (stack[-1][0], stack[-1][1]) if stack else (None, root)
    outer_lang = outer.lang if outer else lang
    outer_direction = outer.direction if outer else direction
    if heading.children is None:
        # The blocks were made for the container; here the section stands between.
        children = [
            child  # a section was made for the section around it
            if isinstance(child, Section)
            else within(child, lang, direction, heading.lang, heading.direction)
            for child in children
        ]
    section = Section(
        heading.level,
        heading.title,
        tuple(children),
        id=heading.id,
        at=heading.at,
        lang=heading.lang if heading.lang != outer_lang else None,
        direction=heading.direction if heading.direction is not outer_direction else None,
    )
    siblings.append(section)


def within(
    node: N, lang: str, direction: Direction, outer_lang: str, outer_direction: Direction
) -> N:
    """Return a node made for a parent of one language as the child of another parent."""
    if lang == outer_lang and direction is outer_direction:
        return node
    own = node.lang or lang
    own_direction = node.direction or direction
    return replace(
        node,
        lang=own if own != outer_lang else None,
        direction=own_direction if own_direction is not outer_direction else None,
    )
