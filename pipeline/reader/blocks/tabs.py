"""The labels of tabs, which stand apart from their panels. Between ``survey`` and ``walk``."""

from __future__ import annotations

from dataclasses import dataclass, field

from bs4 import Tag

from pipeline.reader.elements import attribute, classes, role
from pipeline.reader.ledger import ExclusionRule
from pipeline.reader.survey import Survey

TAB_LIST = ExclusionRule("tab-list", "The row of tabs; each label stands over its panel instead.")


@dataclass(slots=True)
class Tabs:
    """Panels with their labels."""

    labels: dict[int, Tag] = field(default_factory=dict)
    """By ``id`` of a panel the element whose text is its label."""
    lists: set[int] = field(default_factory=set)
    """Rows of tabs that say nothing else, by ``id``."""


def find_tabs(survey: Survey) -> Tabs:
    """Find each row of tabs whose links or buttons all lead to panels of the page."""
    found = Tabs()
    for row in survey.elements:
        if row.attrs and "tabbed-labels" in classes(row):
            _number(row, found)
            continue
        if not row.attrs or not (
            role(row) == "tablist" or not classes(row).isdisjoint({"nav-tabs", "nav-pills"})
        ):
            continue
        pairs: dict[int, Tag] = {}
        whole = True
        for tab in survey.inside(row):
            if tab.name not in ("a", "button") and role(tab) != "tab":
                continue
            if any(id(label) == id(parent) for parent in tab.parents for label in pairs.values()):
                continue
            panel = _panel(survey, tab)
            if panel is None or panel.name in ("details", "summary") or _holds(row, panel):
                whole = False
            else:
                pairs.setdefault(id(panel), tab)
        if pairs and whole:
            found.labels.update(pairs)
            found.lists.add(id(row))
    return found


def _number(row: Tag, found: Tabs) -> None:
    """Pair labels and blocks of a set of tabs by their order (MkDocs)."""
    content = row.find_next_sibling(class_="tabbed-content")
    if not isinstance(content, Tag):
        return
    labels = [tag for tag in row.contents if isinstance(tag, Tag)]
    blocks = [tag for tag in content.contents if isinstance(tag, Tag)]
    if len(labels) == len(blocks):
        found.labels.update((id(b), label) for b, label in zip(blocks, labels, strict=True))
        found.lists.add(id(row))


def _panel(survey: Survey, tab: Tag) -> Tag | None:
    name = attribute(tab, "aria-controls")
    if name is None:
        for key in ("href", "data-target", "data-bs-target"):
            value = attribute(tab, key)
            if value and value.startswith("#"):
                name = survey.fragment(value)
                break
    if name is None and (inner := tab.find("a")) is not None and isinstance(inner, Tag):
        return _panel(survey, inner)
    return survey.resolve(name) if name else None


def _holds(row: Tag, panel: Tag) -> bool:
    return any(parent is row for parent in panel.parents)
