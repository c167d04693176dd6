"""Square brackets: those of the report must not be taken for a mark of the file.

Asked wherever words of the report are written. In code every sign counts: it keeps them.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.strings import Strings
from pipeline.writers.text.characters import NOT_SEEN


def bracketable(text: str) -> str:
    """Return text that can stand in square brackets: its own must be pairs, or become round."""
    depth = 0
    for character in text:
        depth += (character == "[") - (character == "]")
        if depth < 0:
            break
    if depth == 0:
        return text
    return text.replace("[", "(").replace("]", ")")


def unmarked(text: str, strings: Strings) -> str:
    """Return words of the report; what looks like a mark, ``[Note 1]``, is in round brackets."""
    if "[" not in text:
        return text
    signs = list(text)
    pairs = _pairs(text)
    for match in _like_marks(strings).finditer(text):
        opening = match.start()
        signs[opening] = "("
        if opening in pairs:
            signs[pairs[opening]] = ")"
    return "".join(signs)


def parted(line: str, strings: Strings) -> tuple[str, str]:
    """Part a line of code behind its bracket where it looks like the end of code, or goes on."""
    match = _like_end(strings).match(line)
    return (line[: match.end()], line[match.end() :]) if match is not None else (line, "")


def _pairs(text: str) -> dict[int, int]:
    """Return where each bracket that opens is closed."""
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    for place, sign in enumerate(text):
        if sign == "[":
            waiting.append(place)
        elif sign == "]" and waiting:
            pairs[waiting.pop()] = place
    return pairs


@cache
def _like_marks(strings: Strings) -> re.Pattern[str]:
    words = strings.text
    alone = (
        words.about, strings.contents, words.start, words.end, strings.notes, strings.links,
        words.quotation, words.aside, strings.callout_note, strings.callout_information,
        strings.callout_success, strings.callout_warning, strings.callout_danger,
        words.details, words.description, words.separator, words.code, words.aligned,
        words.term, words.definition, words.caption, words.blank,
        strings.image_without_alternative,
    )  # fmt: skip
    opened = (
        words.section, words.section_reference, words.table, words.end_of, words.row,
        words.row_span, words.column, words.column_span, words.cell, words.note,
        words.note_reference, words.link, words.link_reference, words.link_address,
        words.abbreviation, words.reading, words.deleted, words.inserted, words.passage,
        strings.page + " ", strings.image + strings.separator, words.summary + strings.separator,
    )  # fmt: skip
    ways = [rf"{_spaced(mark)}\s*\]" for mark in alone]
    ways += [_spaced(mark.partition("{")[0]) for mark in opened]
    return re.compile(rf"\[(?={'|'.join(ways)})")


@cache
def _like_end(strings: Strings) -> re.Pattern[str]:
    end = _spaced(strings.text.end_of.partition("{")[0])
    return re.compile(rf"[{NOT_SEEN}]*\[(?=\+\]|{end})")


def _spaced(words: str) -> str:
    return r"\s+".join(map(re.escape, re.split(r"\s", words)))
