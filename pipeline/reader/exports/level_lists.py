"""Lists in parts: levels beside each other, items in lists of their own. Before ``survey``.

Google Docs exports each level as a list of its own: ``ul.lst-kix_abc-0`` is followed by its
sibling ``ul.lst-kix_abc-1``, and goes on in another ``ul.lst-kix_abc-0`` without ``start``. The
number in the class is the level; how a level is counted stands in the style sheet alone.
Notion exports each item as a list of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bs4 import Tag
from bs4.element import NavigableString

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.reader.elements import attribute, classes
from pipeline.reader.exports import Named, told
from pipeline.reader.page.content import Content, exclusion
from pipeline.reader.page.dom import is_text

LEVELS_APART = Rule(
    "list-levels-apart",
    Severity.WARNING,
    "The deeper levels of a list stand beside it and not in its items, as Google Docs exports "
    "them; they are nested here, but not on the page.",
    "Put each deeper list into the item that it belongs to.",
    ("WCAG 2.2 1.3.1",),
)

_CLASS = re.compile(r"(?:^|\s)(lst-(kix_\w+)-(\d))(?:\s|$)")
_COUNTER = re.compile(r"counter\(\s*lst-ctn-(kix_\w+-\d)\s*,\s*([a-z-]+)\s*\)")


_NOTION = frozenset({"bulleted-list", "to-do-list", "toggle"})
"""Classes of the lists of Notion, of which each holds one item."""


class _Level(NamedTuple):
    """An open list."""

    level: int
    name: str
    """Of the list as a whole, the same in all its levels and parts."""
    listing: Tag


def nest_levels(content: Content, named: Named) -> Iterator[Diagnostic]:
    """Nest the levels of exported lists; yield one finding for all of them."""
    lists: dict[int, _Level] = {}
    for tag in (*named.get("ul", ()), *named.get("ol", ())):
        found = _CLASS.search(attribute(tag, "class") or "")
        if found and exclusion(tag, content) is None:
            lists[id(tag)] = _Level(int(found[3]), found[2], tag)
    if not lists:
        return
    styles = _styles(content)
    for level in lists.values():
        style = styles.get(f"{level.name}-{level.level}")
        if style is not None:
            level.listing.attrs.setdefault("style", f"list-style-type: {style}")
    parents = {id(parent): parent for one in lists.values() if (parent := one.listing.parent)}
    moved = [tag for parent in parents.values() for tag in _nest(parent, lists)]
    yield from told(LEVELS_APART, "a deeper list stands beside its item", moved)


def join_parts(content: Content, named: Named) -> None:
    """Join lists side by side that are one: numbers that go on, and the single items of Notion."""
    for tag in (*named.get("ul", ()), *named.get("ol", ())):
        if not tag.attrs or tag.parent is None:
            continue
        before = _right_before(tag)
        if before is None or exclusion(before, content) is not None or not _goes_on(before, tag):
            continue
        for item in list(tag.contents):
            before.append(item.extract())
        tag.extract()


def _right_before(tag: Tag) -> Tag | None:
    """Return the element before another with nothing but white space between them."""
    for node in tag.previous_siblings:
        if isinstance(node, Tag):
            return node
        if is_text(node) and str(node).strip():
            return None
    return None


def _goes_on(before: Tag, tag: Tag) -> bool:
    if before.name != tag.name or attribute(before, "class") != attribute(tag, "class"):
        return False
    if tag.name == "ul":
        return not _NOTION.isdisjoint(classes(tag))
    stated = attribute(tag, "start") or ""
    items = [node for node in before.contents if isinstance(node, Tag) and node.name == "li"]
    plain = not any("value" in item.attrs for item in items) and "reversed" not in before.attrs
    same = attribute(before, "type") == attribute(tag, "type")
    first = attribute(before, "start") or "1"
    return (
        plain
        and same
        and first.isdecimal()
        and stated.isdecimal()
        and int(stated) == int(first) + len(items)
    )


def _styles(content: Content) -> dict[str, str]:
    """Return how the style sheets of the page count each level of each list."""
    found: dict[str, str] = {}
    for sheet in content.parsed.soup.find_all("style"):
        for name, style in _COUNTER.findall("".join(map(str, sheet.contents))):
            found.setdefault(name, style)
    return found


def _nest(parent: Tag, lists: Mapping[int, _Level]) -> Iterator[Tag]:
    """Move each deeper list into the item before it; yield the lists that were moved."""
    opened: list[_Level] = []
    for node in list(parent.contents):
        if isinstance(node, NavigableString):
            if is_text(node) and node.strip():
                opened = []
            continue
        current = lists.get(id(node))
        if current is None:
            opened = []
            continue
        while opened and opened[-1].level > current.level:
            opened.pop()
        before = opened[-1] if opened else None
        if before is not None and before.level == current.level:
            opened.pop()
            if before.name == current.name and "start" not in classes(current.listing):
                for item in list(current.listing.contents):
                    before.listing.append(item.extract())
                current.listing.extract()
                opened.append(before)
                continue
            before = opened[-1] if opened else None
        last = _last_item(before.listing) if before is not None else None
        if last is not None:
            last.append(current.listing.extract())
            yield current.listing
        opened.append(current)


def _last_item(listing: Tag) -> Tag | None:
    return next(
        (
            node
            for node in reversed(listing.contents)
            if isinstance(node, Tag) and node.name == "li"
        ),
        None,
    )
