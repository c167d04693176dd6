"""Runs of text to lines of a given width. After plan, before compose.

``break_lines`` takes what a paragraph holds, as runs that know their leaf, and gives lines
whose pieces know where they came from. A piece carries the operators that draw it, so that
painting needs no font: it sets colour and place, and writes the operators in between.

All lengths are points. Lines are left aligned (right aligned from right to left) unless
asked otherwise, and nothing is hyphenated beyond the soft hyphens of the source. A single
run of plain words, which most of a report is, takes a quick way; ``atoms`` does the rest.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from math import fsum
from typing import TypeVar

from pipeline.model.nodes import Direction
from pipeline.writers.pdf.atoms import TOLERANCE, Kind, atoms_of, broken, lay
from pipeline.writers.pdf.breaks import holds, parts
from pipeline.writers.pdf.fonts import Fonts
from pipeline.writers.pdf.pieces import (
    Align,
    Box,
    Extent,
    Item,
    Line,
    Look,
    Piece,
    Placed,
    Run,
    heights_of,
    left_edge,
)
from pipeline.writers.pdf.shape import FontSet

__all__ = [
    "Align",
    "Box",
    "Extent",
    "Item",
    "Line",
    "Look",
    "Piece",
    "Placed",
    "Run",
    "break_lines",
    "extent",
]

L = TypeVar("L")

_LONG = 200
"""Longer words are not for the quick way: it would look at their parts on every line."""


def break_lines(
    items: Sequence[Item[L]],
    width: float,
    fonts: Fonts,
    *,
    direction: Direction = Direction.LEFT_TO_RIGHT,
    align: Align = Align.START,
    code: bool = False,
) -> tuple[Line[L], ...]:
    """Break the content of one leaf block into lines no wider than ``width``.

    ``code``: white space is kept as it is, at both ends of a line too. A box or a single
    character wider than ``width`` stands on a line of its own and sticks out.
    """
    if len(items) == 1 and not code and direction is Direction.LEFT_TO_RIGHT:
        (item,) = items
        if isinstance(item, Run):
            lines = _plain_lines(item, width, fonts, align)
            if lines is not None:
                return lines
    atoms = atoms_of(items, fonts, direction, code=code)
    return tuple(
        lay(line, width, fonts, direction, align) for line in broken(atoms, width, fonts, code=code)
    )


def extent(items: Sequence[Item[L]], fonts: Fonts, *, code: bool = False) -> Extent:
    """Measure the content of one leaf block without breaking it, for widths of columns."""
    if len(items) == 1 and not code:
        (item,) = items
        if isinstance(item, Run):
            found = _plain_extent(item, fonts)
            if found is not None:
                return found
    atoms = atoms_of(items, fonts, Direction.LEFT_TO_RIGHT, code=code)
    minimum = maximum = word = line = trailing = 0.0
    for atom in atoms:
        if atom.kind is Kind.WORD:
            word += atom.width
            line += trailing + atom.width
            trailing = 0.0
            continue
        minimum = max(minimum, word + (atom.hyphen if atom.kind is Kind.SOFT else 0.0))
        word = 0.0
        if atom.kind is Kind.SPACE:
            trailing += atom.width
        elif atom.kind is Kind.FORCED:
            maximum = max(maximum, line)
            line = trailing = 0.0
    return Extent(max(minimum, word), max(maximum, line))


def _plain_lines(
    run: Run[L], width: float, fonts: Fonts, align: Align
) -> tuple[Line[L], ...] | None:
    """Break a run of plain words; None where something in it is not plain."""
    words = _words_of(run.text)
    if words is None:
        return None
    look = run.look
    set_ = fonts.set(look.style)
    trailing = words[-1] == ""
    if trailing:
        words.pop()
    ends = list(accumulate(map(set_.words.__getitem__, words)))
    if ends[-1] < 0:
        return None
    scale = look.size / 1000
    space, blank = set_.space_width, set_.space.body
    room = (width + TOLERANCE) / scale + space
    body_of = set_.words.bodies.__getitem__
    before, after = set_.around(look.size, look.rise)
    above, below = heights_of(run)
    at_start = align is Align.START
    lines: list[Line[L]] = []
    count = len(words)
    start, offset, base = 0, run.offset, 0.0
    while start < count:
        end = bisect_right(ends, base + room, start)
        rest = None
        if end < count:
            word = words[end]
            if end - start > 1 and holds(words[end - 1], word):
                end -= 1
                word = words[end]
            if len(parts(word)) > 1:
                taken = ends[end - 1] if end > start else base
                cut = _cut(word, room - (taken - base), set_)
                if cut is not None:
                    part, rest = cut
                    words[end] = part
                    drawn_to = taken + set_.words[part]
                    end += 1
            if end == start:
                return None
        if rest is None:
            drawn_to = ends[end - 1]
        drawn = words[start:end]
        said = " ".join(drawn)
        body = blank.join(map(body_of, drawn))
        seen = moved = (drawn_to - base - space) * scale
        if (rest is None and end < count) or (trailing and end == count):
            said += " "
            body += blank
            moved += space * scale
        left = 0.0 if at_start else left_edge(width, seen, align, Direction.LEFT_TO_RIGHT)
        piece = Piece(run, offset, said, left, moved, before + body + after)
        lines.append(Line((piece,), seen, above, below))
        offset += len(said)
        start, base = end, drawn_to
        if rest is not None:
            start -= 1
            words[start] = rest
            base = ends[start] - set_.words[rest]
    return tuple(lines)


def _words_of(text: str) -> list[str] | None:
    """Part plain text at its spaces; None if there are others than single ones between words.

    A space at the end, as in entries of the contents, gives an empty word there.
    """
    if "  " in text or "\n" in text or "\t" in text or text[:1] in ("", " "):
        return None
    return text.split(" ")


def _cut(word: str, room: float, set_: FontSet) -> tuple[str, str] | None:
    """Break a word of several parts so that its first part fits."""
    if len(word) > _LONG:
        return None
    found = parts(word)
    best = None
    length, width = 0, 0.0
    for part, _ in found[:-1]:
        own = set_.words[part]
        if own < 0:
            return None
        length += len(part)
        width += own - set_.space_width
        if width + set_.space_width > room:
            break
        best = length
    if best is None or set_.words[word[:best]] < 0 or set_.words[word[best:]] < 0:
        return None
    return word[:best], word[best:]


def _plain_extent(run: Run[L], fonts: Fonts) -> Extent | None:
    words = _words_of(run.text)
    if words is None:
        return None
    if words[-1] == "":
        words.pop()
    set_ = fonts.set(run.look.style)
    scale, space = run.look.size / 1000, set_.space_width
    if len(words) == 1 and len(parts(words[0])) == 1:  # most cells of a table
        only = (set_.words[words[0]] - space) * scale
        return Extent(only, only) if only >= 0 else None
    widths = list(map(set_.words.__getitem__, words))
    if min(widths) < 0:
        return None
    widest = 0.0
    for word, width in zip(words, widths, strict=True):
        if width > widest:
            own = parts(word)
            if len(own) == 1:
                widest = width
                continue
            measured = [set_.words[part] for part, _ in own]
            if min(measured) < 0:
                return None
            widest = max(widest, *measured)
    return Extent((widest - space) * scale, (fsum(widths) - space) * scale)
