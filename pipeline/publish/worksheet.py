"""What only a person can check, and exactly where (standards: the human checks).

A program sees that an alternative is there; whether it says what the picture says, a person
must see. The worksheet is short: one line for each thing to look at, with its place.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.diagnostics import Diagnostic, Position
from pipeline.model.nodes import (
    Callout,
    CalloutKind,
    Details,
    Document,
    Image,
    Link,
    Math,
    MathBlock,
    Table,
)
from pipeline.model.walk import AnyNode, block_text, children, one_line, plain, spoken
from pipeline.verify.facts import Fact, FactKind, facts


class Question(enum.Enum):
    """What to ask about a thing."""

    IMAGE = "image"
    IMAGE_MISSING = "image-without-alternative"
    LINK = "link"
    TABLE = "table"
    MATH = "math"
    LANGUAGE = "language"
    ORDER = "order"
    """The page shows these things beside one another or closed; is the order right?"""
    WORDS_IN_IMAGE = "words-in-image"


@dataclass(frozen=True, slots=True)
class Look:
    """One thing for a person to look at."""

    question: Question
    text: str
    """What stands there: the alternative, the link's text, the caption …"""
    at: Position | None
    detail: str = ""
    """The link's address, the language's name."""


_ORDER_RULES = frozenset(
    {
        "table-for-layout",
        "table-content-misplaced",
        "table-cells-overlap",
        "table-rows-uneven",
        "table-captions-several",
        "list-content-without-item",
        "line-breaks-as-paragraphs",
        "nesting-too-deep",
        "main-incomplete",
        "main-repeated",
    }
)
"""Findings of the reader that leave a doubt about the order."""
_MANY_WORDS = 15
"""An alternative of so many words perhaps repeats what is written in the image."""


def worksheet(document: Document, found: Sequence[Diagnostic] = ()) -> tuple[Look, ...]:
    """Return what a person has to look at, in the order of the report; the same once."""
    seen: dict[tuple[Question, str, str], Look] = {}
    doubts = (
        Look(Question.ORDER, one.message, one.at) for one in found if one.rule.id in _ORDER_RULES
    )
    for look in (*_looks(document), *doubts):
        seen.setdefault((look.question, look.text, look.detail), look)
    return tuple(seen.values())


def _looks(document: Document) -> Iterator[Look]:
    languages: list[Fact] = [one for one in facts(document) if one.kind is FactKind.LANGUAGE]
    stack: list[tuple[AnyNode, Position | None]] = [(document, None)]
    while stack:
        node, outer = stack.pop()
        at = node.at or outer
        match node:
            case Image() if node.alternative is None:
                yield Look(Question.IMAGE_MISSING, node.asset.name if node.asset else "", at)
            case Image() if node.alternative:
                name = node.asset.name if node.asset else ""
                yield Look(Question.IMAGE, node.alternative, at, name)
                is_drawn = node.asset is not None and node.asset.media_type == "image/svg+xml"
                if len(node.alternative.split()) >= _MANY_WORDS and not is_drawn:
                    yield Look(Question.WORDS_IN_IMAGE, node.alternative, at, name)
            case Details():
                yield Look(Question.ORDER, one_line(plain(node.summary)), at)
            case Callout(kind=CalloutKind.ASIDE):
                yield Look(Question.ORDER, block_text(node.children)[:80], at)
            case Link():
                target = getattr(node.target, "address", "")
                if target:
                    yield Look(Question.LINK, spoken(node.children), at, target)
            case Table():
                yield Look(Question.TABLE, block_text(node.caption), at)
            case Math() | MathBlock():
                yield Look(Question.MATH, node.text, at)
            case _:
                pass
        stack.extend((child, at) for child in reversed(children(node)))
    for fact in languages:
        yield Look(Question.LANGUAGE, fact.text, fact.at, fact.details[0])
