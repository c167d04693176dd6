"""What only a person can check, and exactly where (standards: the human checks).

A program sees that an alternative is there; whether it says what the picture says, a person
must see. The worksheet is short: one line for each thing to look at, with its place.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.diagnostics import Position
from pipeline.model.nodes import Document, Image, Link, Math, MathBlock, Table
from pipeline.model.walk import AnyNode, children
from pipeline.verify.facts import Fact, FactKind, block_text, facts, link_text


class Question(enum.Enum):
    """What to ask about a thing."""

    IMAGE = "image"
    IMAGE_MISSING = "image-without-alternative"
    LINK = "link"
    TABLE = "table"
    MATH = "math"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Look:
    """One thing for a person to look at."""

    question: Question
    text: str
    """What stands there: the alternative, the link's text, the caption …"""
    at: Position | None
    detail: str = ""
    """The link's address, the language's name."""


def worksheet(document: Document) -> tuple[Look, ...]:
    """Return what a person has to look at, in the order of the report; the same once."""
    seen: dict[tuple[Question, str, str], Look] = {}
    for look in _looks(document):
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
            case Link():
                target = getattr(node.target, "address", "")
                if target:
                    yield Look(Question.LINK, link_text(node.children), at, target)
            case Table():
                yield Look(Question.TABLE, block_text(node.caption), at)
            case Math() | MathBlock():
                yield Look(Question.MATH, node.text, at)
            case _:
                pass
        stack.extend((child, at) for child in reversed(children(node)))
    for fact in languages:
        yield Look(Question.LANGUAGE, fact.text, fact.at, fact.details[0])
