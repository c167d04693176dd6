"""What assistive technology is given, element by element, as lines to read or compare.

Made from facts, so it is the same for a source and for each of its artefacts, whatever the
format; where two differ, so do their transcripts.
"""

from __future__ import annotations

import difflib
from collections import deque
from collections.abc import Iterable, Iterator

from pipeline.verify.facts import Fact, FactKind


def transcript(facts: Iterable[Fact]) -> Iterator[str]:
    """Yield a line for each thing that is announced, in reading order.

    The text of a heading, a cell and the like is said with its role, and not again: it may
    come before what announces it or after.
    """
    every = tuple(facts)
    said: deque[str] = deque()
    for place, fact in enumerate(every):
        if fact.kind is not FactKind.TEXT:
            yield _announced(fact)
            if fact.kind in _WITH_TEXT and fact.text:
                said.append(fact.text)
            continue
        if _was_said(fact.text, said) or _is_said_next(fact.text, every[place + 1 :][:_NEAR]):
            continue
        said.clear()
        yield fact.text


def _was_said(text: str, said: deque[str]) -> bool:
    """Take a text out of what was announced, with all that stands before it there."""
    at = next((at for at, each in enumerate(said) if text and each.startswith(text)), None)
    if at is None:
        return False
    rest = said[at][len(text) :].strip()
    for _ in range(at + 1):
        said.popleft()
    if rest:  # a cell of several paragraphs
        said.appendleft(rest)
    return True


def _is_said_next(text: str, following: Iterable[Fact]) -> bool:
    for fact in following:
        if fact.kind is FactKind.TEXT:
            return False
        if fact.kind in _WITH_TEXT and fact.text == text:
            return True
    return False


def difference(first: Iterable[Fact], second: Iterable[Fact], names: tuple[str, str]) -> str:
    """Return how two transcripts differ, as a unified diff; empty when they do not."""
    lines = difflib.unified_diff(
        list(transcript(first)), list(transcript(second)), *names, lineterm="", n=2
    )
    return "\n".join(lines)


_NEAR = 20
"""Facts among which the announcement of a text is looked for: links and emphasis in it."""
_WITH_TEXT = frozenset(
    {
        FactKind.TITLE,
        FactKind.HEADING,
        FactKind.TERM,
        FactKind.CAPTION,
        FactKind.CELL,
        FactKind.HEADER,
        FactKind.TABLE,
    }
)
"""Kinds whose text is a TEXT fact as well."""


def _announced(fact: Fact) -> str:
    text, details = fact.text, fact.details
    match fact.kind:
        case FactKind.HEADING:
            return f"heading level {details[0]}: {text}"
        case FactKind.ITEM:
            mark = "bullet" if text in ("•", "-") else text or "no mark"
            return f"list item, depth {details[0]}: {mark}"
        case FactKind.TABLE:
            return f"table, {details[0]} rows, {details[1]} columns" + (f": {text}" if text else "")
        case FactKind.CELL:
            heads = "; ".join(details) or "no header"
            return f"cell [{heads}]: {text or 'empty'}"
        case FactKind.HEADER:
            return f"{details[0]} header: {text}"
        case FactKind.CAPTION:
            return f"caption of {details[0]}: {text}"
        case FactKind.IMAGE:
            return f"image: {text}" if text else "image without alternative"
        case FactKind.LINK:
            return f"link: {text} → {details[0]}"
        case FactKind.CITATION:
            return f"note reference {text}"
        case FactKind.NOTE:
            return f"note {details[0]}"
        case FactKind.LANGUAGE:
            return f"in {details[0]}: {text}"
        case FactKind.EXPANSION:
            return f"abbreviation: {text}, {details[0]}"
        case FactKind.EMPHASIS:
            return f"{details[0]}: {text}"
        case FactKind.CODE:
            return "code, " + ("1 line" if "\n" not in text else f"{text.count(chr(10)) + 1} lines")
        case kind:
            return f"{kind.value}: {text}"
