"""Which headers are said before a value: ``Alberta, Total — 2021: 211``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.verify.text.folding import rounded, without_asterisks

_AFTER_HEADERS = re.compile(r" ?:(?= |$)")
_BETWEEN_DIRECTIONS = " - "  # as folding leaves the dash
_BETWEEN_HEADERS = re.compile(r" ?, ")


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers of one direction of a table, to be found at any place of a line.

    A table may have thousands: each is looked up by its length, so that the work on a line
    does not grow with the table.
    """

    found: Mapping[str, tuple[int, str]]
    """What is said of a header to its rank and its text."""
    lengths: tuple[int, ...]

    def at(self, text: str, start: int) -> Iterable[tuple[int, str]]:
        """Return the ends and the texts of the headers that stand at a place, as ranked."""
        said = (text[start : start + length] for length in self.lengths)
        ranked = ((*self.found[name], len(name)) for name in said if name in self.found)
        return [(start + length, fact) for _, fact, length in sorted(ranked)]


def headers(spoken: Mapping[str, str], *, asterisks: bool = False) -> Headers:
    """Make ready what is said of each header, mapped to its text.

    With ``asterisks`` that stand for emphasis, a header is known without them as well.
    """
    texts = {rounded(name): fact for name, fact in spoken.items() if name}
    if asterisks:
        texts = {**{without_asterisks(name): fact for name, fact in texts.items()}, **texts}
    found = {name: (rank, fact) for rank, (name, fact) in enumerate(texts.items())}
    return Headers(found, tuple({len(name) for name in found}))


def split_headers(
    text: str, rows: Headers, columns: Headers, *, asterisks: bool = False
) -> tuple[int, tuple[str, ...]]:
    """Return how much of a folded line is headers, and their texts.

    Where a line can be read in several ways the longest is taken. Headers are said without
    their ``asterisks``, but those that the source has itself are among them.
    """
    best: tuple[int, tuple[str, ...]] = (0, ())
    if ":" not in text:
        return best
    text = rounded(text)
    for end, names in _ways(text, rows, columns):
        after = _AFTER_HEADERS.match(text, end)
        if after is not None:
            best = max(best, (after.end(), names), key=lambda way: way[0])
    if asterisks and not best[0] and "*" in text:
        places: list[int] = []
        for place, sign in enumerate(text):
            if sign != "*" and (sign != " " or (places and text[places[-1]] != " ")):
                places.append(place)
        used, names = split_headers("".join(text[place] for place in places), rows, columns)
        best = places[used - 1] + 1 if used else 0, names
    return best


def _ways(text: str, rows: Headers, columns: Headers) -> Iterator[tuple[int, tuple[str, ...]]]:
    for end, names in _sequences(text, 0, rows):
        yield end, names
        if text.startswith(_BETWEEN_DIRECTIONS, end):
            start = end + len(_BETWEEN_DIRECTIONS)
            for stop, others in _sequences(text, start, columns):
                yield stop, names + others
    yield from _sequences(text, 0, columns)


def _sequences(text: str, start: int, known: Headers) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the ends of one or more known headers, parted by commas, from ``start``.

    Only one way to each end is followed, so that the work stays small.
    """
    reached: dict[int, tuple[str, ...]] = {start: ()}
    waiting = [start]
    seen: set[int] = set()
    while waiting:
        at = waiting.pop()
        for end, fact in known.at(text, at):
            if end in seen:
                continue
            seen.add(end)
            names = (*reached[at], fact)
            yield end, names
            between = _BETWEEN_HEADERS.match(text, end)
            if between is not None:
                reached[between.end()] = names
                waiting.append(between.end())
