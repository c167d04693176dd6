"""Any content to lines: mixed looks, directions, boxes, code. The thorough way of ``lines``.

The content is parted into atoms (words or parts of them, spaces, places to break), the
atoms are gathered into lines, and those of a line are put in visual order and drawn.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import fsum
from typing import Generic, TypeVar

from pipeline.model.nodes import Direction
from pipeline.writers.pdf import bidi
from pipeline.writers.pdf.bidi import NEEDED, visual_order
from pipeline.writers.pdf.breaks import Break, clusters, holds, parts
from pipeline.writers.pdf.face import Shaped, kern
from pipeline.writers.pdf.fonts import Fonts
from pipeline.writers.pdf.pieces import (
    Align,
    Box,
    Item,
    Line,
    Piece,
    Placed,
    Run,
    heights_of,
    left_edge,
)
from pipeline.writers.pdf.shape import LONGEST, FontSet
from pipeline.writers.pdf.show import show

L = TypeVar("L")

TOLERANCE = 0.01
_TAB = 8
"""Characters from one tab stop to the next, in code."""
_FAR = 500
"""How many atoms back the beginning of a source line is looked for."""
_TOKEN = re.compile(r" +|\n|\t|[^ \n\t]+")


class Kind(enum.Enum):
    """What an atom is."""

    WORD = "word"
    SPACE = "space"
    BREAK = "break"
    SOFT = "soft hyphen"
    FORCED = "forced break"


@dataclass(slots=True, eq=False)
class Atom(Generic[L]):
    """The least that a line is made of; widths in points."""

    kind: Kind
    item: Item[L]
    offset: int
    text: str
    shaped: tuple[Shaped, ...]
    width: float
    level: int = 0
    hyphen: float = 0.0
    """Width of the hyphen that a soft hyphen shows at the end of a line."""


def atoms_of(
    items: Sequence[Item[L]], fonts: Fonts, direction: Direction, *, code: bool
) -> list[Atom[L]]:
    """Part the items into atoms, each of one item and one level."""
    texts = [item.text if isinstance(item, Run) else "\ufffc" for item in items]
    found: list[Atom[L]] = []
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
            found.append(Atom(Kind.WORD, item, 0, "", (), item.width, level))
        elif item.drawn:
            _run_atoms(item, fonts.set(item.look.style), own, base, found, code=code)
    return found


def _run_atoms(
    run: Run[L],
    set_: FontSet,
    levels: list[int] | None,
    base: int,
    found: list[Atom[L]],
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
            found.append(Atom(Kind.SPACE, run, offset, chunk, shaped, width, level))
        elif chunk == "\n":
            blank = set_.newline if code else set_.space
            found.append(Atom(Kind.FORCED, run, offset, chunk, (blank,), space, base))
        elif chunk == "\t":
            found.append(_tab(run, set_, offset, found, level))
        else:
            for part, after in parts(chunk):
                _word_atoms(run, set_, part, start, levels, found)
                start += len(part)
                level = levels[start - 1] if levels is not None and start else level
                if after is Break.PLAIN:
                    found.append(Atom(Kind.BREAK, run, run.offset + start, "", (), 0.0, level))
                elif after is Break.SOFT_HYPHEN:
                    found.append(_soft(run, set_, run.offset + start, level))
                    start += 1


def _word_atoms(
    run: Run[L],
    set_: FontSet,
    part: str,
    start: int,
    levels: list[int] | None,
    found: list[Atom[L]],
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
        if end - first > LONGEST:
            end = first + LONGEST
            while end < len(part) and unicodedata.category(part[end])[0] == "M":
                end += 1  # a mark stays with its letter
        piece = part[first:end]
        shaped = set_.shape(piece, right_to_left=level % 2 == 1, language=language)
        width = fsum(one.width for one in shaped) * scale
        offset = run.offset + start + first
        found.append(Atom(Kind.WORD, run, offset, piece, shaped, width, level))
        first = end


def _soft(run: Run[L], set_: FontSet, offset: int, level: int) -> Atom[L]:
    shaped = set_.shape("\u00ad")
    width = fsum(one.width for one in shaped) * run.look.size / 1000
    hyphen = set_.soft_hyphen.width * run.look.size / 1000
    return Atom(Kind.SOFT, run, offset, "\u00ad", shaped, width, level, hyphen)


def _tab(run: Run[L], set_: FontSet, offset: int, found: list[Atom[L]], level: int) -> Atom[L]:
    """Return a tab as wide as it takes to the next stop."""
    column = 0
    for atom in islice(reversed(found), _FAR):
        if atom.kind is Kind.FORCED:
            break
        column += _TAB - column % _TAB if atom.text == "\t" else len(atom.text)
    width = set_.space_width * (_TAB - column % _TAB)
    shaped = set_.tab._replace(body=set_.tab.body + kern(set_.space_width - width), width=width)
    scale = run.look.size / 1000
    return Atom(Kind.SPACE, run, offset, "\t", (shaped,), width * scale, level)


def broken(
    atoms: list[Atom[L]], width: float, fonts: Fonts, *, code: bool
) -> Iterator[list[Atom[L]]]:
    """Yield the atoms of each line; spaces and breaks stay with the line they end."""
    atoms = _narrowed(atoms, width, fonts)
    width += TOLERANCE
    start = index = 0
    if not code:
        while start < len(atoms) and atoms[start].kind is Kind.SPACE:
            start = index = start + 1  # nothing to keep apart at the start of a block
    reach = 0.0
    opportunity = worded = start
    """One past the atom at which the line may end, one past its last word; ``start``: none."""
    while index < len(atoms):
        atom = atoms[index]
        if atom.kind is Kind.FORCED:
            yield atoms[start : index + 1]
            start = index = opportunity = worded = index + 1
            reach = 0.0
            continue
        if atom.kind is Kind.WORD:
            if reach + atom.width > width and worded > start:
                end = opportunity if opportunity > start else index
                while not code and atoms[end].kind is Kind.SPACE:
                    end += 1
                yield atoms[start:end]
                start = index = opportunity = worded = end
                reach = 0.0
                continue
            worded = index + 1
        elif (
            worded > start
            and (atom.kind is not Kind.SOFT or reach + atom.hyphen <= width)
            and (code or atom.kind is not Kind.SPACE or not _is_held(atoms, index))
        ):
            opportunity = index + 1
        reach += atom.width
        index += 1
    if start < len(atoms):
        yield atoms[start:]


def _is_held(atoms: list[Atom[L]], index: int) -> bool:
    """Tell whether the words on both sides of a space stay together."""
    if not 0 < index < len(atoms) - 1:
        return False
    return holds(atoms[index - 1].text, atoms[index + 1].text)


def _narrowed(atoms: list[Atom[L]], width: float, fonts: Fonts) -> list[Atom[L]]:
    """Break words that are wider than a line into parts that each fill one (CSS Text 5.5)."""
    if all(atom.width <= width for atom in atoms):
        return atoms
    found: list[Atom[L]] = []
    for atom in atoms:
        if atom.width <= width or atom.kind is not Kind.WORD or isinstance(atom.item, Box):
            found.append(atom)
            continue
        for part in _filling(atom, atom.item, width, fonts):
            found += (part, Atom(Kind.BREAK, atom.item, part.offset, "", (), 0.0, atom.level))
        found.pop()
    return found


def _filling(word: Atom[L], run: Run[L], width: float, fonts: Fonts) -> Iterator[Atom[L]]:
    """Yield parts of a word, each as wide as a line allows, but at least one character."""
    set_, look, offset = fonts.set(run.look.style), run.look, word.offset

    def part(text: str) -> Atom[L]:
        shaped = set_.shape(text, right_to_left=word.level % 2 == 1, language=look.language)
        own = fsum(one.width for one in shaped) * look.size / 1000
        return Atom(Kind.WORD, run, offset, text, shaped, own, word.level)

    text, reach = "", 0.0
    for cluster in clusters(word.text):
        own = part(cluster).width
        if text and reach + own > width:
            yield part(text)
            offset += len(text)
            text, reach = "", 0.0
        text, reach = text + cluster, reach + own
    yield part(text)


def lay(
    atoms: list[Atom[L]], width: float, fonts: Fonts, direction: Direction, align: Align
) -> Line[L]:
    """Give every atom of a line its place, and join those that are drawn in one go."""
    last = atoms[-1]
    if last.kind is Kind.SOFT and isinstance(last.item, Run):
        last.shaped = (fonts.set(last.item.look.style).soft_hyphen,)
        last.width = last.hyphen
    words = len(atoms)
    while words and atoms[words - 1].kind in (Kind.SPACE, Kind.FORCED):
        words -= 1
    seen = fsum(atom.width for atom in atoms[:words])
    trailing = fsum(atom.width for atom in atoms[words:])
    base = int(direction is Direction.RIGHT_TO_LEFT)
    levels = [atom.level for atom in atoms[:words]] + [base] * (len(atoms) - words)  # L1
    x = left_edge(width, seen, align, direction) - (trailing if base else 0.0)
    places = [0.0] * len(atoms)
    for index in visual_order(levels) if any(levels) else range(len(atoms)):
        places[index] = x
        x += atoms[index].width
    above = max((heights_of(atom.item)[0] for atom in atoms), default=0.0)
    below = max((heights_of(atom.item)[1] for atom in atoms), default=0.0)
    return Line(tuple(_pieces(atoms, levels, places, fonts)), seen, above, below)


def _pieces(
    atoms: list[Atom[L]], levels: list[int], places: list[float], fonts: Fonts
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
            reverse = level % 2 == 1 and atom.kind is Kind.WORD
            operators = show(shaped, run.look.size, run.look.rise, spacing, reverse=reverse)
            yield Piece(run, atom.offset, said, x, width, operators)
