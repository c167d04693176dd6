"""Runs of text to lines of a given width. After plan, before compose.

``break_lines`` takes what a paragraph holds, as runs that know their leaf, and gives lines
whose pieces know where they came from. A piece carries the operators that draw it, so that
painting needs no font: it sets colour and place, and writes the operators in between.

All lengths are points. Lines are left aligned (right aligned from right to left) unless
asked otherwise, and nothing is hyphenated beyond the soft hyphens of the source.
"""

from __future__ import annotations

import enum
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeAlias, TypeVar, assert_never

from pipeline.model.nodes import Direction
from pipeline.theme import Colour
from pipeline.writers.pdf import bidi
from pipeline.writers.pdf.bidi import NEEDED, visual_order
from pipeline.writers.pdf.breaks import Break, clusters, parts
from pipeline.writers.pdf.fonts import Fonts, Style
from pipeline.writers.pdf.shape import FontSet, Shaped, kern, show, show_around

L = TypeVar("L")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a run is drawn; share one object among the runs that look the same."""

    style: Style
    size: float
    colour: Colour
    rise: float = 0.0
    """Above the baseline; below it when negative."""
    underline: bool = False
    strike: bool = False
    background: Colour | None = None
    language: str | None = None
    """BCP 47, for the forms that a language prefers."""


@dataclass(frozen=True, slots=True, eq=False)
class Run(Generic[L]):
    """A stretch of text with one look that belongs to one leaf.

    A newline character is a forced line break; it is drawn as a space (in code as a
    newline) so that copied text keeps its words apart. A run of nothing but one isolate
    character (U+2066 to U+2069) directs what stands between and is not drawn.
    """

    text: str
    look: Look
    leaf: L
    offset: int = 0
    """Of the first character in the leaf's text."""


@dataclass(frozen=True, slots=True, eq=False)
class Box(Generic[L]):
    """Something in a line that is not text: an image, a drawn formula."""

    width: float
    above: float
    """From the baseline up."""
    below: float
    """From the baseline down."""
    leaf: L


Item: TypeAlias = Run[L] | Box[L]


@dataclass(frozen=True, slots=True, eq=False)
class Piece(Generic[L]):
    """A stretch of a line from one run, drawn in one go."""

    run: Run[L]
    offset: int
    """Of the first character in the leaf's text."""
    text: str
    """What it says, in logical order, with the space at its end."""
    x: float
    """From the left edge of the line."""
    width: float
    """With the space at its end."""
    operators: bytes
    """Text operators to write between ``BT`` and ``ET`` after colour and position: they set
    font, size, spacing and rise, and set rise and spacing back to 0. They may hold balanced
    marked content (``/Span <</ActualText …>>``, ``/ReversedChars``) within."""


@dataclass(frozen=True, slots=True, eq=False)
class Placed(Generic[L]):
    """A box in a line."""

    box: Box[L]
    x: float


@dataclass(frozen=True, slots=True, eq=False)
class Line(Generic[L]):
    """One line; its pieces stand in logical (reading) order."""

    pieces: tuple[Piece[L] | Placed[L], ...]
    width: float
    """Of what is seen: a space at the end does not count."""
    above: float
    """The highest point over the baseline of what stands in it."""
    below: float
    """The lowest point under the baseline, as a positive number."""


class Align(enum.Enum):
    """Where a line stands in its width; START is left, or right from right to left."""

    START = "start"
    CENTRE = "centre"
    END = "end"


@dataclass(frozen=True, slots=True)
class Extent:
    """How narrow and how wide content can be set."""

    minimum: float
    """The widest word: narrower, and words are split."""
    maximum: float
    """The widest line when nothing is broken but at forced breaks."""


_ABOVE, _BELOW = 0.76, 0.24
"""Ascenders and descenders as a share of the size."""
_TOLERANCE = 0.01
_TAB = 8
"""Characters from one tab stop to the next, in code."""
_TOKEN = re.compile(r" +|\n|\t|[^ \n\t]+")
_DIRECTING = frozenset("\u2066\u2067\u2068\u2069")


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
    atoms = _atoms(items, fonts, direction, code=code)
    return tuple(
        _lay(line, width, fonts, direction, align)
        for line in _broken(atoms, width, fonts, code=code)
    )


def extent(items: Sequence[Item[L]], fonts: Fonts, *, code: bool = False) -> Extent:
    """Measure the content of one leaf block without breaking it, for widths of columns."""
    if len(items) == 1 and not code:
        (item,) = items
        if isinstance(item, Run):
            found = _plain_extent(item, fonts)
            if found is not None:
                return found
    atoms = _atoms(items, fonts, Direction.LEFT_TO_RIGHT, code=code)
    minimum = maximum = word = line = trailing = 0.0
    for atom in atoms:
        if atom.kind is _Kind.WORD:
            word += atom.width
            line += trailing + atom.width
            trailing = 0.0
            continue
        minimum = max(minimum, word + (atom.hyphen if atom.kind is _Kind.SOFT else 0.0))
        word = 0.0
        if atom.kind is _Kind.SPACE:
            trailing += atom.width
        elif atom.kind is _Kind.FORCED:
            maximum = max(maximum, line)
            line = trailing = 0.0
    return Extent(max(minimum, word), max(maximum, line))


# --------------------------------------------------------- one run from left to right


def _plain_lines(
    run: Run[L], width: float, fonts: Fonts, align: Align
) -> tuple[Line[L], ...] | None:
    """Break a run of plain words; None where something in it is not plain."""
    text, look = run.text, run.look
    if "\n" in text or "\t" in text:
        return None
    words = text.split(" ")
    if "" in words:
        return None
    set_ = fonts.set(look.style)
    ends = list(accumulate(map(set_.words.__getitem__, words)))
    if ends[-1] < 0:
        return None
    scale = look.size / 1000
    space, bodies = set_.space_width, set_.words.bodies
    room = (width + _TOLERANCE) / scale + space
    before, after = show_around(set_.first, look.size, look.rise, set_.letter_spacing)
    above, below = look.size * _ABOVE + look.rise, look.size * _BELOW - look.rise
    lines: list[Line[L]] = []
    start, offset, base = 0, run.offset, 0.0
    while start < len(words):
        end = bisect_right(ends, base + room, start)
        rest = None
        if end < len(words):
            taken = ends[end - 1] if end > start else base
            cut = _cut(words[end], room - (taken - base), set_)
            if cut is not None:
                part, rest = cut
                words[end] = part
                drawn = words[start : end + 1]
                reach = taken + set_.words[part]
                end += 1
            elif end == start:
                return None
        if rest is None:
            drawn = words[start:end]
            reach = ends[end - 1]
        said = " ".join(drawn)
        body = set_.space.body.join(map(bodies.__getitem__, drawn))
        seen = (reach - base - space) * scale
        moved = seen
        if rest is None and end < len(words):
            said += " "
            body += set_.space.body
            moved += space * scale
        left = _left(width, seen, align, Direction.LEFT_TO_RIGHT)
        piece = Piece(run, offset, said, left, moved, b"".join((before, body, after)))
        lines.append(Line((piece,), seen, above, below))
        offset += len(said)
        start, base = end, reach
        if rest is not None:
            start -= 1
            words[start] = rest
            base = ends[start] - set_.words[rest]
    return tuple(lines)


def _cut(word: str, room: float, set_: FontSet) -> tuple[str, str] | None:
    """Break a word where it may be broken so that its first part fits."""
    found = parts(word)
    if len(found) == 1:
        return None
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
    if "\n" in run.text or "\t" in run.text:
        return None
    set_ = fonts.set(run.look.style)
    words = run.text.split(" ")
    if "" in words:
        return None
    widths = list(map(set_.words.__getitem__, words))
    if min(widths) < 0:
        return None
    scale, space = run.look.size / 1000, set_.space_width
    widest = 0.0
    for word, width in zip(words, widths, strict=True):
        if width > widest:
            own = parts(word)
            measured = [set_.words[part] for part, _ in own] if len(own) > 1 else [width]
            if min(measured) < 0:
                return None
            widest = max(widest, *measured)
    return Extent((widest - space) * scale, (sum(widths) - space) * scale)


# ------------------------------------------------------------- everything else: atoms


class _Kind(enum.Enum):
    WORD = "word"
    SPACE = "space"
    BREAK = "break"
    SOFT = "soft hyphen"
    FORCED = "forced break"


@dataclass(slots=True, eq=False)
class _Atom(Generic[L]):
    """The least that a line is made of; widths in points."""

    kind: _Kind
    item: Item[L]
    offset: int
    text: str
    shaped: tuple[Shaped, ...]
    width: float
    level: int = 0
    hyphen: float = 0.0
    """Width of the hyphen that a soft hyphen shows at the end of a line."""


def _atoms(
    items: Sequence[Item[L]], fonts: Fonts, direction: Direction, *, code: bool
) -> list[_Atom[L]]:
    """Part the items into atoms, each of one item and one level."""
    texts = [item.text if isinstance(item, Run) else "\ufffc" for item in items]
    found: list[_Atom[L]] = []
    base = 0
    levels = None
    if direction is Direction.RIGHT_TO_LEFT or any(map(NEEDED.search, texts)):
        base = int(direction is Direction.RIGHT_TO_LEFT)
        levels = bidi.levels("".join(texts), direction).levels
    at = 0
    for item, text in zip(items, texts, strict=True):
        own = levels[at : at + len(text)] if levels is not None else None
        at += len(text)
        if isinstance(item, Box):
            level = own[0] if own else 0
            found.append(_Atom(_Kind.WORD, item, 0, "", (), item.width, level))
        elif text not in _DIRECTING:
            _run_atoms(item, fonts.set(item.look.style), own, base, found, code=code)
    return found


def _run_atoms(
    run: Run[L],
    set_: FontSet,
    levels: list[int] | None,
    base: int,
    found: list[_Atom[L]],
    *,
    code: bool,
) -> None:
    scale = run.look.size / 1000
    space = set_.space_width * scale
    for match in _TOKEN.finditer(run.text):
        chunk, start = match[0], match.start()
        offset = run.offset + start
        level = levels[start] if levels is not None else 0
        if chunk[0] == " ":
            shaped = (set_.space,) * len(chunk)
            width = space * len(chunk)
            found.append(_Atom(_Kind.SPACE, run, offset, chunk, shaped, width, level))
        elif chunk == "\n":
            blank = set_.newline if code else set_.space
            found.append(_Atom(_Kind.FORCED, run, offset, chunk, (blank,), space, base))
        elif chunk == "\t":
            found.append(_tab(run, set_, offset, found, level))
        else:
            for part, after in parts(chunk):
                _word_atoms(run, set_, part, start, levels, found)
                start += len(part)
                level = levels[start - 1] if levels is not None and start else level
                if after is Break.PLAIN:
                    found.append(_Atom(_Kind.BREAK, run, run.offset + start, "", (), 0.0, level))
                elif after is Break.SOFT_HYPHEN:
                    found.append(_soft(run, set_, run.offset + start, level))
                    start += 1


def _word_atoms(
    run: Run[L],
    set_: FontSet,
    part: str,
    start: int,
    levels: list[int] | None,
    found: list[_Atom[L]],
) -> None:
    """Shape a part of a word, one atom for each stretch of one level."""
    scale = run.look.size / 1000
    language = run.look.language
    first = 0
    while first < len(part):
        level, end = 0, len(part)
        if levels is not None:
            level, end = levels[start + first], first + 1
            while end < len(part) and levels[start + end] == level:
                end += 1
        piece = part[first:end]
        shaped = set_.shape(piece, right_to_left=level % 2 == 1, language=language)
        width = sum(one.width for one in shaped) * scale
        offset = run.offset + start + first
        found.append(_Atom(_Kind.WORD, run, offset, piece, shaped, width, level))
        first = end


def _soft(run: Run[L], set_: FontSet, offset: int, level: int) -> _Atom[L]:
    shaped = set_.shape("\u00ad")
    width = sum(one.width for one in shaped) * run.look.size / 1000
    hyphen = set_.soft_hyphen.width * run.look.size / 1000
    return _Atom(_Kind.SOFT, run, offset, "\u00ad", shaped, width, level, hyphen)


def _tab(run: Run[L], set_: FontSet, offset: int, found: list[_Atom[L]], level: int) -> _Atom[L]:
    """Return a tab as wide as it takes to the next stop."""
    column = 0
    for atom in reversed(found):
        if atom.kind is _Kind.FORCED:
            break
        column += _TAB - column % _TAB if atom.text == "\t" else len(atom.text)
    width = set_.space_width * (_TAB - column % _TAB)
    shaped = set_.tab._replace(body=set_.tab.body + kern(set_.space_width - width), width=width)
    scale = run.look.size / 1000
    return _Atom(_Kind.SPACE, run, offset, "\t", (shaped,), width * scale, level)


# ------------------------------------------------------------------- atoms to lines


def _broken(
    atoms: list[_Atom[L]], width: float, fonts: Fonts, *, code: bool
) -> Iterator[list[_Atom[L]]]:
    """Yield the atoms of each line; spaces and breaks stay with the line they end."""
    atoms = _narrowed(atoms, width, fonts)
    width += _TOLERANCE
    start = index = 0
    if not code:
        while start < len(atoms) and atoms[start].kind is _Kind.SPACE:
            start = index = start + 1  # nothing to keep apart at the start of a block
    reach = 0.0
    opportunity = worded = start
    """One past the atom at which the line may end, one past its last word; ``start``: none."""
    while index < len(atoms):
        atom = atoms[index]
        if atom.kind is _Kind.FORCED:
            yield atoms[start : index + 1]
            start = index = opportunity = worded = index + 1
            reach = 0.0
            continue
        if atom.kind is _Kind.WORD:
            if reach + atom.width > width and worded > start:
                end = opportunity if opportunity > start else index
                while not code and atoms[end].kind is _Kind.SPACE:
                    end += 1
                yield atoms[start:end]
                start = index = opportunity = worded = end
                reach = 0.0
                continue
            worded = index + 1
        elif worded > start and (atom.kind is not _Kind.SOFT or reach + atom.hyphen <= width):
            opportunity = index + 1
        reach += atom.width
        index += 1
    if start < len(atoms):
        yield atoms[start:]


def _narrowed(atoms: list[_Atom[L]], width: float, fonts: Fonts) -> list[_Atom[L]]:
    """Break words that are wider than a line between their characters."""
    if all(atom.width <= width for atom in atoms):
        return atoms
    found: list[_Atom[L]] = []
    for atom in atoms:
        run = atom.item
        if atom.width <= width or isinstance(run, Box) or atom.kind is not _Kind.WORD:
            found.append(atom)
            continue
        set_, look, offset = fonts.set(run.look.style), run.look, atom.offset
        for cluster in clusters(atom.text):
            shaped = set_.shape(cluster, right_to_left=atom.level % 2 == 1, language=look.language)
            own = sum(one.width for one in shaped) * look.size / 1000
            found.append(_Atom(_Kind.WORD, run, offset, cluster, shaped, own, atom.level))
            offset += len(cluster)
            found.append(_Atom(_Kind.BREAK, run, offset, "", (), 0.0, atom.level))
        found.pop()
    return found


def _lay(
    atoms: list[_Atom[L]], width: float, fonts: Fonts, direction: Direction, align: Align
) -> Line[L]:
    """Give every atom of a line its place, and join those that are drawn in one go."""
    last = atoms[-1]
    if last.kind is _Kind.SOFT and isinstance(last.item, Run):
        last.shaped = (fonts.set(last.item.look.style).soft_hyphen,)
        last.width = last.hyphen
    words = len(atoms)
    while words and atoms[words - 1].kind in (_Kind.SPACE, _Kind.FORCED):
        words -= 1
    seen = sum(atom.width for atom in atoms[:words])
    trailing = sum(atom.width for atom in atoms[words:])
    base = int(direction is Direction.RIGHT_TO_LEFT)
    levels = [atom.level for atom in atoms[:words]] + [base] * (len(atoms) - words)  # L1
    x = _left(width, seen, align, direction) - (trailing if base else 0.0)
    places = [0.0] * len(atoms)
    for index in visual_order(levels) if any(levels) else range(len(atoms)):
        places[index] = x
        x += atoms[index].width
    above = max((_height(atom.item)[0] for atom in atoms), default=0.0)
    below = max((_height(atom.item)[1] for atom in atoms), default=0.0)
    return Line(tuple(_pieces(atoms, levels, places, fonts)), seen, above, below)


def _pieces(
    atoms: list[_Atom[L]], levels: list[int], places: list[float], fonts: Fonts
) -> Iterator[Piece[L] | Placed[L]]:
    index = 0
    while index < len(atoms):
        atom, level, x = atoms[index], levels[index], places[index]
        run = atom.item
        index += 1
        if isinstance(run, Box):
            yield Placed(run, x)
            continue
        said, shaped, width = atom.text, atom.shaped, atom.width
        if level % 2 == 0:
            joined = [said]
            glyphs = list(shaped)
            while index < len(atoms) and atoms[index].item is run and levels[index] == level:
                joined.append(atoms[index].text)
                glyphs += atoms[index].shaped
                width += atoms[index].width
                index += 1
            said, shaped = "".join(joined), tuple(glyphs)
        if shaped:
            spacing = fonts.set(run.look.style).letter_spacing
            reverse = level % 2 == 1 and atom.kind is _Kind.WORD
            operators = show(shaped, run.look.size, run.look.rise, spacing, reverse=reverse)
            yield Piece(run, atom.offset, said, x, width, operators)


def _height(item: Item[L]) -> tuple[float, float]:
    if isinstance(item, Box):
        return item.above, item.below
    look = item.look
    return look.size * _ABOVE + look.rise, look.size * _BELOW - look.rise


def _left(width: float, seen: float, align: Align, direction: Direction) -> float:
    """Return where a line begins in its width."""
    match align:
        case Align.CENTRE:
            return (width - seen) / 2
        case Align.START:
            return 0.0 if direction is Direction.LEFT_TO_RIGHT else width - seen
        case Align.END:
            return width - seen if direction is Direction.LEFT_TO_RIGHT else 0.0
        case _:
            assert_never(align)
