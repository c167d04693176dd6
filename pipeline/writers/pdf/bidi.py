"""The Unicode bidirectional algorithm (UAX 9), isolates and bracket pairs included.

``levels`` resolves a paragraph, ``visual_order`` orders the units of one line. The rules
carry their names from the annex (X1 to X8, W1 to W7, N0 to N2, I1, I2, L1, L2).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model.nodes import Direction

NEEDED = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Finds what can make a level other than 0 in a paragraph from left to right."""

_DEEPEST = 125

_PAIRS = (
    "()[]{}\u0f3a\u0f3b\u0f3c\u0f3d\u169b\u169c\u2045\u2046\u207d\u207e\u208d\u208e\u2308\u2309"
    "\u230a\u230b\u3008\u3009\u2768\u2769\u276a\u276b\u276c\u276d\u276e\u276f\u2770\u2771"
    "\u2772\u2773\u2774\u2775\u27c5\u27c6\u27e6\u27e7\u27e8\u27e9\u27ea\u27eb\u27ec\u27ed"
    "\u27ee\u27ef\u2983\u2984\u2985\u2986\u2987\u2988\u2989\u298a\u298b\u298c\u298d\u2990"
    "\u298f\u298e\u2991\u2992\u2993\u2994\u2995\u2996\u2997\u2998\u29d8\u29d9\u29da\u29db"
    "\u29fc\u29fd\u2e22\u2e23\u2e24\u2e25\u2e26\u2e27\u2e28\u2e29\u300a\u300b\u300c\u300d"
    "\u300e\u300f\u3010\u3011\u3014\u3015\u3016\u3017\u3018\u3019\u301a\u301b\ufe59\ufe5a"
    "\ufe5b\ufe5c\ufe5d\ufe5e\uff08\uff09\uff3b\uff3d\uff5b\uff5d\uff5f\uff60\uff62\uff63"
)
"""Opening and closing brackets in turn (Bidi_Paired_Bracket of the Unicode database)."""
_CLOSING = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_CLOSERS = frozenset(_CLOSING.values())
_CANONICAL = {"\u2329": "\u3008", "\u232a": "\u3009"}

_STRONG = frozenset({"L", "R", "AL"})
_ISOLATES = frozenset({"LRI", "RLI", "FSI"})
_EMBEDDINGS = frozenset({"LRE", "RLE", "LRO", "RLO"})
_REMOVED = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "BN"})
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"})
_NUMBERS = frozenset({"EN", "AN"})
_TRAILING = frozenset({"WS", "LRI", "RLI", "FSI", "PDI"}) | _REMOVED


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """The resolved paragraph: one level for each character, before L1."""

    levels: list[int]
    base: int
    classes: list[str]
    """Bidi_Class of each character, as in the database."""


def levels(text: str, direction: Direction | None = None) -> Levels:
    """Resolve the levels of one paragraph; None takes the direction from the text (P2, P3)."""
    classes = [unicodedata.bidirectional(character) or "L" for character in text]
    matching = _matching_isolates(classes)
    match direction:
        case Direction.LEFT_TO_RIGHT:
            base = 0
        case Direction.RIGHT_TO_LEFT:
            base = 1
        case None:
            base = _first_strong(classes, matching, 0, len(classes))
    found, types = _explicit(classes, matching, base)
    explicit = list(found)
    for sequence in _sequences(classes, matching, found, types):
        start, end = _boundaries(sequence, classes, explicit, base)
        kinds = [types[index] for index in sequence]
        embedding = "R" if explicit[sequence[0]] % 2 else "L"
        _weak(kinds, start)
        _brackets(kinds, sequence, text, classes, embedding, start)
        _neutral(kinds, start, end, embedding)
        _implicit(kinds, sequence, found)
    previous = base
    for index, kind in enumerate(classes):
        if kind in _REMOVED:
            found[index] = previous
        previous = found[index]
    return Levels(found, base, classes)


def line_levels(paragraph: Levels, start: int, end: int) -> list[int]:
    """Return the levels of one line, the characters ``start`` to ``end`` (L1)."""
    found = paragraph.levels[start:end]
    blank = True
    for index in range(end - 1, start - 1, -1):
        kind = paragraph.classes[index]
        if kind in {"B", "S"}:
            blank = True
        elif kind not in _TRAILING:
            blank = False
            continue
        if blank:
            found[index - start] = paragraph.base
    return found


def visual_order(levels: Sequence[int]) -> list[int]:
    """Return the indices of the units of a line from left to right (L2)."""
    order = list(range(len(levels)))
    if not order:
        return order
    for level in range(max(levels), 0, -1):
        start = 0
        while start < len(order):
            if levels[order[start]] < level:
                start += 1
                continue
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end
    return order


def _matching_isolates(classes: list[str]) -> dict[int, int]:
    """Return the place of the PDI for each isolate initiator that has one (BD9)."""
    matching: dict[int, int] = {}
    stack: list[int] = []
    for index, kind in enumerate(classes):
        if kind in _ISOLATES:
            stack.append(index)
        elif kind == "PDI" and stack:
            matching[stack.pop()] = index
        elif kind == "B":
            stack.clear()
    return matching


def _first_strong(classes: list[str], matching: dict[int, int], start: int, end: int) -> int:
    """Return 1 where the first strong character, isolates left out, is from right to left."""
    index = start
    while index < end:
        kind = classes[index]
        if kind in _STRONG:
            return int(kind != "L")
        if kind in _ISOLATES:
            index = matching.get(index, end)
        index += 1
    return 0


def _explicit(
    classes: list[str], matching: dict[int, int], base: int
) -> tuple[list[int], list[str]]:
    """Return levels and types after the explicit rules X1 to X8."""
    found = [base] * len(classes)
    types = list(classes)
    stack: list[tuple[int, str | None, bool]] = [(base, None, False)]
    overflow_isolates = overflow_embeddings = valid_isolates = 0
    for index, kind in enumerate(classes):
        level, override, _ = stack[-1]
        if kind in _EMBEDDINGS:
            deeper = _deeper(level, right=kind in {"RLE", "RLO"})
            if deeper <= _DEEPEST and not overflow_isolates and not overflow_embeddings:
                forced = {"LRO": "L", "RLO": "R"}.get(kind)
                stack.append((deeper, forced, False))
            elif not overflow_isolates:
                overflow_embeddings += 1
        elif kind in _ISOLATES:
            found[index] = level
            types[index] = override or kind
            right = kind == "RLI" or (
                kind == "FSI"
                and _first_strong(classes, matching, index + 1, matching.get(index, len(classes)))
                == 1
            )
            deeper = _deeper(level, right=right)
            if deeper <= _DEEPEST and not overflow_isolates and not overflow_embeddings:
                valid_isolates += 1
                stack.append((deeper, None, True))
            else:
                overflow_isolates += 1
        elif kind == "PDI":
            if overflow_isolates:
                overflow_isolates -= 1
            elif valid_isolates:
                overflow_embeddings = 0
                while not stack[-1][2]:
                    stack.pop()
                stack.pop()
                valid_isolates -= 1
            level, override, _ = stack[-1]
            found[index] = level
            types[index] = override or kind
        elif kind == "PDF":
            if not overflow_isolates:
                if overflow_embeddings:
                    overflow_embeddings -= 1
                elif not stack[-1][2] and len(stack) > 1:
                    stack.pop()
        elif kind == "B":
            stack = [(base, None, False)]
            overflow_isolates = overflow_embeddings = valid_isolates = 0
        elif kind != "BN":
            found[index] = level
            types[index] = override or kind
    return found, types


def _deeper(level: int, *, right: bool) -> int:
    """Return the least level above this one that is odd (right) or even."""
    return level + 1 + (level % 2 if right else 1 - level % 2)


def _sequences(
    classes: list[str], matching: dict[int, int], found: list[int], types: list[str]
) -> list[list[int]]:
    """Return the isolating run sequences (X10, BD13), what X9 removes left out."""
    runs: list[list[int]] = []
    for index, kind in enumerate(classes):
        if kind in _REMOVED:
            continue
        if runs and found[runs[-1][-1]] == found[index] and types[runs[-1][-1]] != "B":
            runs[-1].append(index)
        else:
            runs.append([index])
    by_start = {run[0]: run for run in runs}
    continued = {end for start, end in matching.items()}
    sequences = []
    for run in runs:
        if classes[run[0]] == "PDI" and run[0] in continued:
            continue
        sequence = list(run)
        while True:
            last = sequence[-1]
            following = by_start.get(matching[last]) if last in matching else None
            if following is None:
                break
            sequence += following
        sequences.append(sequence)
    return sequences


def _boundaries(
    sequence: list[int], classes: list[str], explicit: list[int], base: int
) -> tuple[str, str]:
    """Return the types at the start and end of a sequence (X10: sos, eos)."""
    first, last = sequence[0], sequence[-1]
    kept = (index for index in range(first - 1, -1, -1) if classes[index] not in _REMOVED)
    before = next((explicit[index] for index in kept), base)
    after = base
    if classes[last] not in _ISOLATES:
        kept = (index for index in range(last + 1, len(classes)) if classes[index] not in _REMOVED)
        after = next((explicit[index] for index in kept), base)
    level = explicit[first]
    start = "R" if max(level, before) % 2 else "L"
    end = "R" if max(level, after) % 2 else "L"
    return start, end


def _implicit(kinds: list[str], sequence: list[int], found: list[int]) -> None:
    """Turn types into levels: I1 and I2."""
    for index, kind in zip(sequence, kinds, strict=True):
        if found[index] % 2:
            found[index] += kind != "R"
        elif kind == "R":
            found[index] += 1
        elif kind in _NUMBERS:
            found[index] += 2


def _weak(kinds: list[str], start: str) -> None:
    """Resolve numbers, separators and marks: W1 to W7."""
    previous = strong = start
    for index, kind in enumerate(kinds):  # W1, W2, W3
        if kind == "NSM":
            kinds[index] = "ON" if previous in _ISOLATES or previous == "PDI" else previous
        previous = kinds[index]
    for index, kind in enumerate(kinds):
        if kind in _STRONG:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[index] = "AN"
    for index, kind in enumerate(kinds):
        if kind == "AL":
            kinds[index] = "R"
    for index in range(1, len(kinds) - 1):  # W4
        left, kind, right = kinds[index - 1 : index + 2]
        if left == right and (
            (kind == "ES" and left == "EN") or (kind == "CS" and left in _NUMBERS)
        ):
            kinds[index] = left
    index = 0
    while index < len(kinds):  # W5, W6
        kind = kinds[index]
        if kind == "ET":
            end = index
            while end < len(kinds) and kinds[end] == "ET":
                end += 1
            number = (index > 0 and kinds[index - 1] == "EN") or (
                end < len(kinds) and kinds[end] == "EN"
            )
            kinds[index:end] = ["EN" if number else "ON"] * (end - index)
            index = end
            continue
        if kind in {"ES", "CS"}:
            kinds[index] = "ON"
        index += 1
    strong = start
    for index, kind in enumerate(kinds):  # W7
        if kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[index] = "L"


def _brackets(
    kinds: list[str],
    sequence: list[int],
    text: str,
    classes: list[str],
    embedding: str,
    start: str,
) -> None:
    """Resolve pairs of brackets: N0 with BD16."""
    stack: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for place, index in enumerate(sequence):
        character = _CANONICAL.get(text[index], text[index])
        if kinds[place] != "ON":
            continue
        if character in _CLOSING:
            if len(stack) == 63:
                break
            stack.append((_CLOSING[character], place))
        elif character in _CLOSERS:
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == character:
                    insort(pairs, (stack[depth][1], place))
                    del stack[depth:]
                    break
    for opening, closing in pairs:
        inside = {
            "R" if kind in _NUMBERS else kind
            for kind in kinds[opening + 1 : closing]
            if kind in {"L", "R", "EN", "AN"}
        }
        if embedding in inside:
            direction = embedding
        elif inside:
            context = next(
                (
                    "R" if kind in _NUMBERS else kind
                    for kind in reversed(kinds[:opening])
                    if kind in {"L", "R", "EN", "AN"}
                ),
                start,
            )
            direction = context if context != embedding else embedding
        else:
            continue
        for place in (opening, closing):
            kinds[place] = direction
            following = place + 1  # marks on a bracket go with it
            while following < len(kinds) and classes[sequence[following]] == "NSM":
                kinds[following] = direction
                following += 1


def _neutral(kinds: list[str], start: str, end: str, embedding: str) -> None:
    """Resolve what is left: N1 and N2."""
    index = 0
    while index < len(kinds):
        if kinds[index] not in _NEUTRAL:
            index += 1
            continue
        stop = index
        while stop < len(kinds) and kinds[stop] in _NEUTRAL:
            stop += 1
        left = start if index == 0 else "R" if kinds[index - 1] in _NUMBERS else kinds[index - 1]
        right = end if stop == len(kinds) else "R" if kinds[stop] in _NUMBERS else kinds[stop]
        kinds[index:stop] = [left if left == right else embedding] * (stop - index)
        index = stop
