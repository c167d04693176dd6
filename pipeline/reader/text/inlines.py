"""Runs of text with their formats to inline nodes: white space, line breaks, nesting.

After ``walk``, which hands over atoms in reading order; nothing here knows HTML's elements.
An atom knows the formats around it as a chain, so that a format may go on over several
paragraphs and no depth of nesting needs recursion.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from bs4.element import NavigableString

from pipeline.diagnostics import Position
from pipeline.model.nodes import (
    Anchor,
    Direction,
    Image,
    LineBreak,
    Math,
    NoteReference,
    Ruby,
    Span,
    SpanKind,
    Url,
)
from pipeline.model.walk import single_spaces

_LINE_ENDS = re.compile("\r\n?|[\x0c\x85\u2028\u2029]")
"""Other characters that end a line; browsers show them as white space."""
_UNSEEN = re.compile(
    "[\\s\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]*"
)
"""White space (no-break space too), and characters that only steer how others are shown."""
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)
"""Control characters (what a terminal obeys), halves of characters, and no characters at all."""


@dataclass(frozen=True, slots=True)
class Linked:
    """The meaning of a link."""

    target: Url | Anchor
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Expanded:
    """The meaning of an abbreviation."""

    expansion: str


Meaning: TypeAlias = SpanKind | Linked | Expanded


@dataclass(frozen=True, slots=True, eq=False)
class Format:
    """One inline element around atoms; the same element is the same object."""

    outer: Format | None
    meaning: Meaning
    lang: str
    """The language inside, outright."""
    direction: Direction
    at: Position | None = None

    def path(self) -> list[Format]:
        """Return the formats from the outermost to this one."""
        found = []
        current: Format | None = self
        while current is not None:
            found.append(current)
            current = current.outer
        found.reverse()
        return found

    def depth(self) -> int:
        """Return how many formats are around the text, this one counted."""
        return len(self.path())


def reopened(around: Format | None, lang: str, direction: Direction) -> Format | None:
    """Return the formats around a block as they go on inside it: its language is theirs."""
    path = around.path() if around is not None else []
    if all(each.lang == lang and each.direction is direction for each in path):
        return around
    inside: Format | None = None
    for each in path:
        inside = replace(each, outer=inside, lang=lang, direction=direction)
    return inside


@dataclass(frozen=True, slots=True)
class Mark:
    """The place of an id that something points to."""

    id: str


@dataclass(frozen=True, slots=True)
class BlockBreak:
    """Where a block begins or ends in what must stay one run (a heading with ``div``)."""


Content: TypeAlias = (
    str | Mark | BlockBreak | LineBreak | Image | Math | NoteReference | Ruby | Span
)


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a run with the formats around it."""

    content: Content
    format: Format | None
    source: NavigableString | None = None
    """The text node it comes from, for the ledger."""


def cleaned(text: str) -> str:
    """Return text without the characters that mean nothing in a document."""
    if text.replace("\n", "").replace("\xa0", "").isprintable():
        return text  # almost always, and much faster to tell than to look for each character
    return _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text))


def collapsed(atoms: Iterable[Atom]) -> list[Atom]:
    """Collapse white space over a whole run as HTML renders it, and drop what is then empty.

    Leading and trailing space of a line go, also beside a ``LineBreak``; a no-break space is
    not white space. Block breaks become line breaks between content. Line breaks at either
    end are dropped (the last one ends its line and makes no empty one).
    """
    done: list[Atom] = []
    space = True  # whether a space here would stand at the beginning of a line or after one
    trailing: int | None = None  # index of the text that ends with a collapsible space
    seen = False  # whether there is anything but marks before
    waiting = False  # a block break, once there is something before and after it
    for atom in atoms:
        content = atom.content
        if isinstance(content, str):
            text = single_spaces(content)
            if space and text.startswith(" "):
                text = text[1:]
            if not text:
                continue
            if waiting:
                _break(done, trailing)
                waiting = False
            seen = True
            done.append(atom if text == content else replace(atom, content=text))
            space = text.endswith(" ")
            trailing = len(done) - 1 if space else None
        elif isinstance(content, Mark):
            done.append(atom)
        elif isinstance(content, BlockBreak):
            waiting = seen
            space = True
        elif isinstance(content, LineBreak):
            _trim(done, trailing)
            trailing = None
            waiting = False
            space = True
            if seen:
                done.append(atom)
        else:
            if waiting:
                _break(done, trailing)
                waiting = False
            seen = True
            done.append(atom)
            space = False
            trailing = None
    _trim(done, trailing)
    while True:
        last = next((i for i in reversed(range(len(done))) if not _is_mark(done[i])), None)
        if last is None or not isinstance(done[last].content, LineBreak):
            break
        del done[last]
        _trim(done, last - 1 if last and isinstance(done[last - 1].content, str) else None)
    return [atom for atom in done if atom.content != ""]


def _is_mark(atom: Atom) -> bool:
    return isinstance(atom.content, Mark) or atom.content == ""


def _break(done: list[Atom], trailing: int | None) -> None:
    _trim(done, trailing)
    if done and not isinstance(done[-1].content, LineBreak):
        done.append(Atom(LineBreak(), None))


def _trim(done: list[Atom], trailing: int | None) -> None:
    if trailing is not None:
        content = done[trailing].content
        if isinstance(content, str):
            done[trailing] = replace(done[trailing], content=content.removesuffix(" "))


def is_unseen(text: str) -> bool:
    """Tell whether nothing of a text is seen: white space, and what steers how others are shown."""
    return _UNSEEN.fullmatch(text) is not None


def is_blank(atoms: Iterable[Atom]) -> bool:
    """Tell whether a run shows nothing: white space, unseen characters, marks, breaks."""
    return all(
        is_unseen(content)
        if isinstance(content, str)
        else isinstance(content, (Mark, LineBreak, BlockBreak))
        for content in (atom.content for atom in atoms)
    )


def paragraphs(atoms: list[Atom]) -> Iterator[list[Atom]]:
    """Part a collapsed run where two or more line breaks stand together."""
    part: list[Atom] = []
    breaks: list[Atom] = []
    for atom in atoms:
        if isinstance(atom.content, LineBreak):
            breaks.append(atom)
            continue
        blank = isinstance(atom.content, str) and atom.content.isspace()
        if breaks and (blank or isinstance(atom.content, Mark)):
            # "br nbsp br" is a blank line as well
            breaks.append(atom)
            continue
        if sum(isinstance(item.content, LineBreak) for item in breaks) > 1:
            if part:
                yield part
            part = [item for item in breaks if isinstance(item.content, Mark)]
            part.append(_at_start(atom))
        else:
            part += [*breaks, atom]
        breaks = []
    part += [item for item in breaks if isinstance(item.content, Mark)]
    if part:
        yield part


def _at_start(atom: Atom) -> Atom:
    """Return an atom without the space that a no-break space had before it."""
    if isinstance(atom.content, str):
        return replace(atom, content=atom.content.removeprefix(" "))
    return atom


def single_breaks(atoms: list[Atom]) -> list[Atom]:
    """Return a collapsed run with one line break where several stand together."""
    done: list[Atom] = []
    for atom in atoms:
        if isinstance(atom.content, LineBreak) and done and isinstance(done[-1].content, LineBreak):
            continue
        done.append(atom)
    return done
