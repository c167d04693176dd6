"""What stands where a link leads, as its fact names it. Used by the facts and every verifier."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from pipeline.model.nodes import (
    CodeBlock,
    Details,
    Document,
    Inline,
    MathBlock,
    Note,
    Paragraph,
    Section,
    Term,
)
from pipeline.model.walk import AnyNode, children, descendants, one_line, plain

Names: TypeAlias = tuple[str, ...]


def target_text(text: str) -> str:
    """Return how a LINK fact names its target inside the document, from the text there."""
    return "#" + one_line(text)[:60].rstrip()


def targets(document: Document) -> dict[str, str]:
    """Return what stands at each id: the first text at or after it.

    Behind the last text of the report there is nothing, nor behind that of a note: what
    follows depends on where a format puts the notes.
    """
    found: dict[str, str] = {}
    apart: list[Document | Note] = [document]
    for story in apart:  # notes are added as they are met
        waiting: list[str] = []
        for names, text in _places(story, apart):
            waiting += names
            if one_line(text):
                found.update((name, target_text(text)) for name in waiting)
                waiting.clear()
        found.update((name, "#") for name in waiting)
    return found


def _places(story: Document | Note, apart: list[Document | Note]) -> Iterator[tuple[Names, str]]:
    """Yield the ids of a report or note with the text at each, if any; put notes in it apart."""

    def leaf(inlines: tuple[Inline, ...]) -> tuple[Names, str]:
        inner = (node.id for child in inlines for node in descendants(child))
        return tuple(name for name in inner if name is not None), plain(inlines)

    stack: list[AnyNode] = [story]
    while stack:
        node = stack.pop()
        if isinstance(node, Note) and node is not story:
            apart.append(node)
            continue
        if node.id is not None:
            yield (node.id,), ""
        match node:
            case Paragraph() | CodeBlock() | Term():
                yield leaf(node.children)
            case Section():
                yield leaf(node.title)
                stack.extend(reversed(node.children))
            case Details():
                yield leaf(node.summary)
                stack.extend(reversed(node.children))
            case MathBlock():
                yield (), node.text
            case Document():
                yield from map(leaf, (node.kicker, node.title, node.subtitle))
                stack.extend(reversed(node.children + node.notes))
            case _:
                stack.extend(reversed(children(node)))
