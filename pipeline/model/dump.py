"""The document as text: ``pipeline show`` prints it, goldens keep it."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import fields

from pipeline.model.nodes import Anchor, Asset, Document, Edition, Metadata, Node, Text, Url

_HIDDEN = {"at", "children", "metadata"}
_SHARED = {item.name for item in fields(Node)}


def dump(document: Document) -> str:
    """Return one line for each node, children indented, places in the source left out."""
    return "".join(f"{'  ' * depth}{line}\n" for depth, line in _lines(document))


def _lines(document: Document) -> Iterator[tuple[int, str]]:
    yield 0, "Document"
    for item in fields(Metadata):
        value = getattr(document.metadata, item.name)
        if value not in (None, ()):
            yield 1, f"{item.name}: {_value(value)}"
    stack: list[tuple[int, Node | str]] = []
    _push(stack, document, 1)
    while stack:
        depth, current = stack.pop()
        if isinstance(current, str):
            yield depth, current
            continue
        yield depth, _head(current)
        _push(stack, current, depth + 1)


def _push(stack: list[tuple[int, Node | str]], node: Node, depth: int) -> None:
    """Put the parts of a node on the stack, the first on top; named parts get a heading."""
    parts: list[tuple[int, Node | str]] = []
    for item in fields(node):
        value = getattr(node, item.name)
        if isinstance(value, Node):
            value = (value,)
        if not (isinstance(value, tuple) and value and isinstance(value[0], Node)):
            continue
        inner = depth
        if item.name not in ("children", "items", "entries", "rows", "cells"):
            parts.append((depth, f"{item.name}:"))
            inner += 1
        parts.extend((inner, child) for child in value)
    stack.extend(reversed(parts))


def _head(node: Node) -> str:
    words = [repr(node.text) if isinstance(node, Text) else type(node).__name__]
    for item in sorted(fields(node), key=lambda one: one.name in _SHARED):  # its own first
        value = getattr(node, item.name)
        if item.name in _HIDDEN or value == item.default or isinstance(node, Text):
            continue
        if isinstance(value, Node) or (
            isinstance(value, tuple) and value and isinstance(value[0], Node)
        ):
            continue
        if value not in (None, ()):
            words.append(f"{item.name}={_value(value)}")
    return " ".join(words)


def _value(value: object) -> str:
    match value:
        case enum.Enum():
            return str(value.value)
        case Url(address):
            return address
        case Anchor(id=name):
            return f"#{name}"
        case Asset():
            size = f"{value.width:g} × {value.height:g}"
            return f"{value.name} ({value.media_type}, {size}, {len(value.data)} bytes)"
        case Edition():
            return f"{value.lang} {value.address}"
        case tuple():
            return ", ".join(_value(part) for part in value)
        case str():
            return repr(value)
        case _:
            return str(value)
