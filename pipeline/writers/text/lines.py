"""Passages to lines. After ``blocks``, before the file is encoded.

A ``Passage`` is one paragraph, heading, item, cell or code line with its indentation; here
it is broken to the width, if there is one. Words are never parted, a line never begins
with what could be taken for the mark of an item, and no line ends with a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.writers.text.characters import KEPT_SPACE, NO_BREAK, is_wide, normalised, width

CODE_GOES_ON = "[+] "
"""Before the rest of a code line that is wider than the page."""

_LIKE_A_MARK = re.compile(r"(?:[-*•+]|\(?[0-9A-Za-z]{1,6}[.)])$")
_NOT_FIRST = frozenset(
    "、。，．・：；？！゛゜ー」』）］｝〕〉》】’”ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々%‰)]}!?,.:;"
)
_NOT_LAST = frozenset("「『（［｛〔〈《【‘“([{")


@dataclass(frozen=True, slots=True)
class Passage:
    """Something that begins on a line of its own."""

    text: str
    """A newline is a forced line break."""
    indent: int = 0
    """Spaces before the first line."""
    hanging: int = 0
    """Spaces before every further line."""
    gap: int = 1
    """Blank lines before it."""
    code: bool = False
    """A line of code: its spaces count."""


_ONE_MARK = re.compile(r"\[[^ \[\]]+\]")
"""A mark alone on its line, which is never broken: parts of it would be words of the report."""


def lines(passages: Iterable[Passage], columns: int | None) -> Iterator[str]:
    """Yield the lines of some passages, without line ends."""
    first = True
    for passage in passages:
        # Only margins stand before words; what says nothing makes no blank line.
        parts = (part.strip(f" {NO_BREAK}{KEPT_SPACE}") for part in passage.text.split("\n"))
        said = [part for part in parts if part]
        if not said and not passage.code:
            continue
        if not first:
            yield from [""] * passage.gap
        first = False
        if passage.code:
            yield from _code(passage, columns)
            continue
        indent = passage.indent
        for words in said:
            for line in _broken(words, columns, indent, passage.hanging):
                yield _finished(line)
                indent = passage.hanging


def _finished(line: str) -> str:
    return line.replace("\xa0", " ").replace(KEPT_SPACE, " ").rstrip()


def _code(passage: Passage, columns: int | None) -> Iterator[str]:
    text = normalised(passage.text)
    margin = " " * passage.indent
    before = ""
    while columns is not None:
        room = max(columns - passage.indent - len(before), 8)
        if width(text) <= room:
            break
        cut = min(room, len(text))
        while cut > 1 and width(text[:cut]) > room:
            cut -= 1
        # Neither side of the cut may be a space: it would be lost at the end of the line.
        while cut > 1 and (text[cut - 1].isspace() or text[cut : cut + 1].isspace()):
            cut -= 1
        if cut <= 1:
            break
        yield margin + before + text[:cut].replace("\xa0", " ")
        text, before = text[cut:], CODE_GOES_ON
    yield (margin + before + text.replace("\xa0", " ")).rstrip()


def _broken(text: str, columns: int | None, indent: int, hanging: int) -> Iterator[str]:
    """Break one line at spaces, and beside characters of two cells."""
    margin = " " * indent
    if columns is not None:
        columns = max(columns, hanging + columns // 2)  # very deep content keeps some room
    if columns is None or width(margin + text) <= columns or _ONE_MARK.fullmatch(text):
        yield margin + text
        return
    line = margin
    used = indent
    filled = False
    for space, piece in _fitting(_pieces(text), columns - hanging):
        size = width(piece)
        if filled and used + space + size > columns:
            yield line
            line, used = " " * hanging + piece, hanging + size
        else:
            line += " " * space + piece
            used += space + size
        filled = True
    yield line


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield what may not be parted, each with the number of spaces (0 or 1) before it."""
    bound = ""
    space = 0
    for word in text.split(" "):
        if not word:
            continue
        if bound:
            # A word that looks like a mark stays with the word before it.
            if _LIKE_A_MARK.match(word):
                bound += NO_BREAK + word
                continue
            yield from _wide_pieces(space, bound)
            space = 1
        bound = word
    if bound:
        yield from _wide_pieces(space, bound)


def _fitting(pieces: Iterable[tuple[int, str]], room: int) -> Iterator[tuple[int, str]]:
    """Part what no line can hold at its no-break spaces after all."""
    for space, piece in pieces:
        if width(piece) <= room or NO_BREAK not in piece:
            yield space, piece
            continue
        before = space
        for word in piece.split(NO_BREAK):
            yield before, word
            before = 1


def _wide_pieces(space: int, word: str) -> Iterator[tuple[int, str]]:
    if word.isascii() or not any(is_wide(character) for character in word):
        yield space, word
        return
    start = 0
    for index in range(1, len(word)):
        before, after = word[index - 1], word[index]
        breakable = is_wide(before) and is_wide(after)
        if breakable and after not in _NOT_FIRST and before not in _NOT_LAST:
            yield space, word[start:index]
            start, space = index, 0
    yield space, word[start:]
