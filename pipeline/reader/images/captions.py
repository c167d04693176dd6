"""Captions that hold nothing but decorative pictures. Used by figures and tables."""

from __future__ import annotations

from pipeline.diagnostics import Rule, Severity
from pipeline.model.nodes import (
    Block,
    Figure,
    Image,
    LineBreak,
    Link,
    Paragraph,
    Quote,
    Separator,
    Span,
    Text,
)
from pipeline.model.walk import descendants

EMPTY = Rule(
    "caption-empty",
    Severity.WARNING,
    "A caption has no text; what it holds stands before the table or in the figure.",
    "Give it text, or take the element away.",
    ("WCAG 2.2 1.3.1",),
)


def says_nothing(caption: tuple[Block, ...]) -> bool:
    """Tell whether blocks hold nothing but decorative pictures, if anything."""
    for block in caption:
        for node in descendants(block):
            match node:
                case Text(text=text) if not text.strip():
                    pass
                case Image(alternative="") | Separator() | LineBreak():
                    pass
                case Paragraph() | Quote() | Figure() | Span() | Link():
                    pass
                case _:
                    return False
    return True
