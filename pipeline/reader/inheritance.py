"""Language and direction inside an element. Asked by ``walk``."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from bs4 import Tag

from pipeline.diagnostics import Rule, Severity
from pipeline.model.nodes import Direction
from pipeline.reader.elements import attribute
from pipeline.reader.flow import State
from pipeline.reader.text.languages import first_strong, is_valid, language_tag

LANGUAGE_INVALID = Rule(
    "language-of-part-invalid",
    Severity.WARNING,
    "The lang attribute of an element is not a language tag.",
    "Write a BCP 47 tag such as fr or en-CA.",
    ("WCAG 2.2 3.1.2", "ACT de46e4"),
)


def inherited(tag: Tag, state: State, report: Callable[[Rule, str, Tag | None], None]) -> State:
    """Return the state inside an element by its ``lang`` and ``dir``."""
    attributes = tag.attrs
    lang = attributes.get("lang") or attributes.get("xml:lang")
    if isinstance(lang, str) and lang.strip():
        lang = lang.strip()
        fixed = language_tag(lang)
        if not is_valid(lang):
            as_what = f"read as {fixed}" if fixed else "ignored"
            report(LANGUAGE_INVALID, f'lang="{lang}" is not a language tag ({as_what})', tag)
        if fixed is not None and fixed != state.lang:
            state = state._replace(lang=fixed)
    direction = attribute(tag, "dir")
    if direction is None and tag.name == "bdi":
        direction = "auto"
    match direction.strip().lower() if direction else None:
        case "ltr":
            base: Direction | None = Direction.LEFT_TO_RIGHT
        case "rtl":
            base = Direction.RIGHT_TO_LEFT
        case "auto":
            base = first_strong(islice(tag.strings, 100))
        case _:
            base = None
    if base is not None and base is not state.direction:
        state = state._replace(direction=base)
    return state
