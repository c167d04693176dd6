"""Which headers are said before a value: ``Alberta, Total — 2021: 211``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.verify.text.folding import rounded

_AFTER_HEADERS = re.compile(r" ?:(?= |$)")
_BETWEEN_DIRECTIONS = " - "  # as folding leaves the dash
_BETWEEN_HEADERS = ", "


def split_headers(
    text: str, rows: Mapping[str, str], columns: Mapping[str, str]
) -> tuple[int, tuple[str, ...]]:
    """Return how much of a folded line is headers, and their texts.

    ``rows`` and ``columns`` map what is said of each header of the table to its text. Where
    a line can be read in several ways the longest is taken.
    """
    best: tuple[int, tuple[str, ...]] = (0, ())
    if ":" not in text:
        return best
    text = rounded(text)
    rows = {rounded(name): fact for name, fact in rows.items()}
    columns = {rounded(name): fact for name, fact in columns.items()}
    for end, names in _ways(text, rows, columns):
        after = _AFTER_HEADERS.match(text, end)
        if after is not None:
            best = max(best, (after.end(), names), key=lambda way: way[0])
    return best


def _ways(
    text: str, rows: Mapping[str, str], columns: Mapping[str, str]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    for end, names in _sequences(text, 0, rows):
        yield end, names
        if text.startswith(_BETWEEN_DIRECTIONS, end):
            start = end + len(_BETWEEN_DIRECTIONS)
            for stop, others in _sequences(text, start, columns):
                yield stop, names + others
    yield from _sequences(text, 0, columns)


def _sequences(
    text: str, start: int, known: Mapping[str, str]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the ends of one or more known headers, parted by commas, from ``start``.

    Only one way to each end is followed, so that the work stays small.
    """
    reached: dict[int, tuple[str, ...]] = {start: ()}
    waiting = [start]
    seen: set[int] = set()
    while waiting:
        at = waiting.pop()
        for name, fact in known.items():
            if name and text.startswith(name, at):
                end = at + len(name)
                if end in seen:
                    continue
                seen.add(end)
                names = (*reached[at], fact)
                yield end, names
                if text.startswith(_BETWEEN_HEADERS, end):
                    reached[end + len(_BETWEEN_HEADERS)] = names
                    waiting.append(end + len(_BETWEEN_HEADERS))
