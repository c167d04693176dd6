"""Quotations, rules and passages that stand apart. Handlers of ``walk``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import Tag

from pipeline.model.nodes import Callout, CalloutKind, Paragraph, Quote, Separator, Text
from pipeline.model.walk import one_line
from pipeline.reader.elements import attribute, classes, role
from pipeline.reader.flow import Flow, State

if TYPE_CHECKING:
    from pipeline.reader.walk import Walk

_KINDS = {
    "alert": CalloutKind.ASIDE,
    "well": CalloutKind.ASIDE,
    "panel": CalloutKind.ASIDE,
    "callout": CalloutKind.ASIDE,
    "admonition": CalloutKind.NOTE,
    "usa-alert": CalloutKind.ASIDE,
    "usa-summary-box": CalloutKind.ASIDE,
    "govuk-inset-text": CalloutKind.ASIDE,
    "govuk-warning-text": CalloutKind.WARNING,
    "govuk-notification-banner": CalloutKind.ASIDE,
    "application-notice": CalloutKind.NOTE,
    "call-to-action": CalloutKind.ASIDE,
    "information": CalloutKind.INFORMATION,
    "additional-information": CalloutKind.INFORMATION,
    "example": CalloutKind.ASIDE,
    "advisement": CalloutKind.WARNING,
    "note": CalloutKind.NOTE,
    "gc-archv": CalloutKind.ASIDE,
    "textbox": CalloutKind.ASIDE,
    "advisory": CalloutKind.WARNING,
    "confluence-information-macro": CalloutKind.ASIDE,
}
"""Classes by which templates set a passage apart (GCWeb, Bootstrap, GOV.UK, USWDS, W3C)."""

_FURTHER = {
    "alert-info": CalloutKind.INFORMATION,
    "alert-success": CalloutKind.SUCCESS,
    "alert-warning": CalloutKind.WARNING,
    "alert-danger": CalloutKind.DANGER,
    "panel-info": CalloutKind.INFORMATION,
    "panel-success": CalloutKind.SUCCESS,
    "panel-warning": CalloutKind.WARNING,
    "panel-danger": CalloutKind.DANGER,
    "confluence-information-macro-information": CalloutKind.INFORMATION,
    "confluence-information-macro-tip": CalloutKind.SUCCESS,
    "confluence-information-macro-note": CalloutKind.WARNING,
    "confluence-information-macro-warning": CalloutKind.DANGER,
    "callout-info": CalloutKind.INFORMATION,
    "callout-note": CalloutKind.NOTE,
    "callout-tip": CalloutKind.SUCCESS,
    "callout-important": CalloutKind.WARNING,
    "callout-caution": CalloutKind.WARNING,
    "callout-success": CalloutKind.SUCCESS,
    "callout-warning": CalloutKind.WARNING,
    "callout-danger": CalloutKind.DANGER,
    "usa-alert--info": CalloutKind.INFORMATION,
    "usa-alert--success": CalloutKind.SUCCESS,
    "usa-alert--warning": CalloutKind.WARNING,
    "usa-alert--error": CalloutKind.DANGER,
    "usa-alert--emergency": CalloutKind.DANGER,
    "info-notice": CalloutKind.INFORMATION,
    "help-notice": CalloutKind.WARNING,
    "govuk-notification-banner--success": CalloutKind.SUCCESS,
    "warning": CalloutKind.WARNING,
    "danger": CalloutKind.DANGER,
    "tip": CalloutKind.SUCCESS,
    "hint": CalloutKind.NOTE,
    "important": CalloutKind.WARNING,
    "caution": CalloutKind.WARNING,
    "attention": CalloutKind.WARNING,
    "error": CalloutKind.DANGER,
    "success": CalloutKind.SUCCESS,
    "info": CalloutKind.INFORMATION,
}
"""What says which kind it is, beside one of the classes above."""


def kind_of(tag: Tag) -> CalloutKind | None:
    """Return which kind of callout an element is, None if it is none."""
    names = classes(tag)
    found = next((kind for name, kind in _KINDS.items() if name in names), None)
    if found is None and role(tag) in ("note", "alert"):
        found = CalloutKind.NOTE if role(tag) == "note" else CalloutKind.ASIDE
    if found is None and "info-notice" not in names and "help-notice" not in names:
        found = next((_FURTHER[name] for name in sorted(names) if _is_own(name)), None)
    if {"code", "panel"} <= names:
        return None  # Confluence's frame around program code
    if found is None or tag.name in ("li", "dt", "dd", "summary", "figure"):
        return None
    return next((kind for name, kind in _FURTHER.items() if name in names), found)


def _is_own(name: str) -> bool:
    """Tell whether a class of the second table is enough by itself: ``alert-info``."""
    return "-" in name and name in _FURTHER


def callout(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add a passage that its class or role sets apart."""
    _add(walk, flow, tag, state, kind_of(tag) or CalloutKind.ASIDE)


def aside(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add an ``aside``."""
    _add(walk, flow, tag, state, CalloutKind.ASIDE)


def component(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add a notice of canada.ca's components, whose title is an attribute."""
    kinds = {
        "info": CalloutKind.INFORMATION,
        "success": CalloutKind.SUCCESS,
        "warning": CalloutKind.WARNING,
        "danger": CalloutKind.DANGER,
    }
    stated = attribute(tag, "type") or attribute(tag, "notice-role") or attribute(tag, "alert-role")
    title = attribute(tag, "notice-title") or attribute(tag, "heading")
    _add(walk, flow, tag, state, kinds.get(stated or "", CalloutKind.ASIDE), title)


def _add(
    walk: Walk,
    flow: Flow,
    tag: Tag,
    state: State,
    kind: CalloutKind,
    title: str | None = None,
) -> None:
    walk.begin(flow, tag, state)
    name = walk.own_id()
    inner = walk.structure(tag, state)
    children = walk.blocks(tag, inner)
    if title and one_line(title):
        children = (Paragraph((Text(one_line(title)),), at=inner.at), *children)
    if not children:
        walk.give_back(name)
        return
    walk.place(flow, Callout(kind, children, id=name, at=inner.at), state)


def quotation(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add a ``blockquote``."""
    walk.begin(flow, tag, state)
    name = walk.own_id()
    inner = walk.structure(tag, state)
    children = walk.blocks(tag, inner)
    if not children:
        walk.give_back(name)
        return
    walk.place(flow, Quote(children, id=name, at=inner.at), state)


def separator(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add an ``hr``."""
    walk.begin(flow, tag, state)
    walk.place(flow, Separator(id=walk.own_id(), at=walk.within(tag, state).at), state)
