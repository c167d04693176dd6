"""Going through a document with the place in the source that a finding names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from pipeline.diagnostics import Position
from pipeline.model.nodes import Document
from pipeline.model.walk import AnyNode, children

N = TypeVar("N", bound=AnyNode)


def located(document: Document) -> Iterator[tuple[AnyNode, Position | None]]:
    """Yield every node in reading order, with its own place or that of what holds it."""
    stack: list[tuple[AnyNode, Position | None]] = [(document, None)]
    while stack:
        node, around = stack.pop()
        at = node.at or around
        yield node, at
        below = children(node)
        if below:
            stack.extend([(child, at) for child in reversed(below)])


def each(document: Document, kind: type[N]) -> Iterator[tuple[N, Position | None]]:
    """Yield the nodes of one class in reading order, each with its place."""
    return ((node, at) for node, at in located(document) if isinstance(node, kind))


def short(text: str, most: int = 60) -> str:
    """Return the beginning of a text for a message."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
