"""A collapsed run of atoms to the inline nodes of the model, each in the formats around it.

After ``inlines``, which leaves the white space as it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.diagnostics import Position
from pipeline.model.nodes import (
    Abbreviation,
    Direction,
    Image,
    Inline,
    LineBreak,
    Link,
    NoteReference,
    Span,
    SpanKind,
    Text,
)
from pipeline.reader.text.inlines import Atom, BlockBreak, Expanded, Format, Linked, Mark, is_unseen


def tree(
    atoms: Iterable[Atom], lang: str, direction: Direction, at: Position | None
) -> tuple[Inline, ...]:
    """Build the nodes of a run whose block has this language and direction."""
    root = _Branch(None, lang, direction, at)
    branches = [root]
    for atom in atoms:
        path = atom.format.path() if atom.format is not None else []
        common = 0
        for branch, item in zip(branches[1:], path, strict=False):
            if branch.format is not item:
                break
            common += 1
        while len(branches) > common + 1:
            _close(branches)
        branches += [_Branch(f, f.lang, f.direction, f.at) for f in path[common:]]
        match atom.content:
            case Mark(id=name):
                branches[-1].parts.append(Span(SpanKind.PLAIN, (), id=name, at=branches[-1].at))
            case BlockBreak():
                pass
            case other:
                branches[-1].parts.append(other)
    while len(branches) > 1:
        _close(branches)
    return root.nodes()


class _Branch:
    """An open format and what has been put into it."""

    __slots__ = ("at", "direction", "format", "lang", "parts")

    def __init__(
        self, opened: Format | None, lang: str, direction: Direction, at: Position | None
    ) -> None:
        self.format = opened
        self.lang = lang
        self.direction = direction
        self.at = at
        self.parts: list[str | Inline] = []

    def nodes(self) -> tuple[Inline, ...]:
        """Return the parts with neighbouring strings joined to one ``Text``."""
        done: list[Inline] = []
        text: list[str] = []
        for part in self.parts:
            if isinstance(part, str):
                text.append(part)
                continue
            if text:
                done.append(Text("".join(text), at=self.at))
                text = []
            done.append(part)
        if text:
            done.append(Text("".join(text), at=self.at))
        return tuple(done)


_ONCE = frozenset(
    {SpanKind.PLAIN, SpanKind.EMPHASIS, SpanKind.STRONG, SpanKind.CODE, SpanKind.MARKED}
)
"""Formats that say nothing new inside one of their own kind."""


def _close(branches: list[_Branch]) -> None:
    branch = branches.pop()
    outer = branches[-1]
    made = branch.format
    if made is None or not branch.parts:
        return
    unsaid = _is_elsewhere if isinstance(made.meaning, Linked) else _is_unsaid
    if all(map(unsaid, branch.parts)):  # nothing is linked, deleted, told apart …
        outer.parts.extend(branch.parts)
        return
    lang = branch.lang if branch.lang != outer.lang else None
    direction = branch.direction if branch.direction is not outer.direction else None
    match made.meaning:
        case SpanKind.SUPERSCRIPT | SpanKind.SUBSCRIPT as kind:
            nodes = tuple(_raised(kind, branch.nodes(), made.at))
            if lang is not None or direction is not None:
                nodes = (Span(SpanKind.PLAIN, nodes, lang=lang, direction=direction, at=made.at),)
            outer.parts.extend(nodes)
        case SpanKind() as kind:
            inside = any(item.format and item.format.meaning is kind for item in branches)
            says_more = kind not in _ONCE or lang is not None or direction is not None
            if not says_more and (kind is SpanKind.PLAIN or inside):
                outer.parts.extend(branch.parts)
                return
            outer.parts.append(
                Span(kind, branch.nodes(), lang=lang, direction=direction, at=made.at)
            )
        case Linked(target, title):
            outer.parts.append(
                Link(branch.nodes(), target, title, lang=lang, direction=direction, at=made.at)
            )
        case Expanded(expansion):
            outer.parts.append(
                Abbreviation(branch.nodes(), expansion, lang=lang, direction=direction, at=made.at)
            )


def _raised(kind: SpanKind, nodes: tuple[Inline, ...], at: Position | None) -> Iterator[Inline]:
    """Yield nodes raised or lowered, which is said of the words; a citation is raised by itself.

    So a power is known as one whatever else is said of it: a link, emphasis, a note to it.
    """
    run: list[Inline] = []
    for node in (*nodes, None):
        match node:
            case Span(kind=SpanKind.SUPERSCRIPT | SpanKind.SUBSCRIPT):
                run.append(node)
                continue
            case Span() | Link() | Abbreviation():
                within: Inline | None = replace(
                    node, children=tuple(_raised(kind, node.children, at))
                )
            case NoteReference() | LineBreak() | None:
                within = node
            case _:
                run.append(node)
                continue
        if run:
            yield Span(kind, tuple(run), at=at)
            run = []
        if within is not None:
            yield within


def _is_elsewhere(part: str | Inline) -> bool:
    """Tell what a link around it does not lead from: places of ids, and citations, links too."""
    match part:
        case Span(children=children):
            return all(map(_is_elsewhere, children))
        case _:
            return isinstance(part, NoteReference)


def _is_unsaid(part: str | Inline) -> bool:
    """Tell what says nothing: places, white space, line ends, decorative pictures."""
    match part:
        case str():
            return is_unseen(part)
        case LineBreak() | Image(alternative="") | Span(children=()):
            return True
        case _:
            return False
