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

    The text of a heading, a cell and the like is said with its role, and not again.
    """
    said: deque[str] = deque()
    for fact in facts:
        if fact.kind is FactKind.TEXT:
            if said and fact.text and said[0].startswith(fact.text):
                rest = said.popleft()[len(fact.text) :].strip()
                if rest:  # a cell of several paragraphs
                    said.appendleft(rest)
                continue
            said.clear()
            yield fact.text
            continue
        yield _announced(fact)
        if fact.kind in _WITH_TEXT and fact.text:
            said.append(fact.text)


def difference(first: Iterable[Fact], second: Iterable[Fact], names: tuple[str, str]) -> str:
    """Return how two transcripts differ, as a unified diff; empty when they do not."""
    lines = difflib.unified_diff(
        list(transcript(first)), list(transcript(second)), *names, lineterm="", n=2
    )
    return "\n".join(lines)


_WITH_TEXT = frozenset(
    {
        FactKind.TITLE,
        FactKind.HEADING,
        FactKind.TERM,
        FactKind.CAPTION,
        FactKind.CELL,
        FactKind.HEADER,
    }
)
"""Kinds whose text is a TEXT fact as well."""


def _announced(fact: Fact) -> str:
    text, details = fact.text, fact.details
    match fact.kind:
        case FactKind.HEADING:
            return f"heading level {details[0]}: {text}"
        case FactKind.ITEM:
            return f"list item, depth {details[0]}: {text or 'no mark'}"
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
