"""Controls of forms: a document has none. Handlers of ``walk``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import Tag

from pipeline.diagnostics import Rule, Severity
from pipeline.reader.flow import Flow, Inside, State
from pipeline.reader.ledger import ExclusionRule

if TYPE_CHECKING:
    from pipeline.reader.walk import Walk

CONTROL = ExclusionRule("form-control", "Fields and buttons, which do nothing in a document.")
NOT_CONVERTED = Rule(
    "form-control-left-out",
    Severity.NOTE,
    "A form's field or button is left out; labels around it are kept.",
    "Say in the text how to answer, or link to the form.",
)
_TEXTUAL = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt", "caption", "th"})


def control(walk: Walk, _flow: Flow, tag: Tag, _state: State) -> None:
    """Leave a field out."""
    if tag.name != "input" or tag.attrs.get("type") != "hidden":
        walk.report_once(NOT_CONVERTED, tag.name, f"{tag.name} is left out", tag)
    walk.ledger.exclude(tag, CONTROL)


def gauge(walk: Walk, flow: Flow, tag: Tag, state: State) -> Inside | None:
    """Go on inside a ``meter`` or ``progress`` that says in words how far it is."""
    if tag.get_text(strip=True):
        walk.mark(flow, tag, state)
        return Inside(tag.contents, state)
    control(walk, flow, tag, state)
    return None


def button(walk: Walk, flow: Flow, tag: Tag, state: State) -> Inside | None:
    """Leave a button out, unless it opens what stands in the page, as headings do."""
    if not tag.get_text(strip=True) and tag.find("img") is None:
        control(walk, flow, tag, state)  # a sign that sorts or copies
        return None
    opens = not tag.attrs.keys().isdisjoint(("aria-controls", "aria-expanded", "data-target"))
    if opens or any(parent.name in _TEXTUAL for parent in _near(tag)):
        walk.mark(flow, tag, state)
        return Inside(tag.contents, state)
    walk.report_once(NOT_CONVERTED, tag.name, f"{tag.name} is left out", tag)
    walk.ledger.exclude(tag, CONTROL)
    return None


def _near(tag: Tag) -> list[Tag]:
    found = []
    for parent in tag.parents:
        found.append(parent)
        if len(found) == 3:
            break
    return found
