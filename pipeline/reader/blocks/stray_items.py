"""Items of lists that stand in no list, given one in the tree. Before ``survey``.

Browsers show an ``li`` anywhere with a bullet, so items in a row are a list to the eye; so they
are one to everybody. What makes no list by itself (a ``dd`` without a term) stays for ``lists``.
"""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import Tag

from pipeline.diagnostics import Diagnostic
from pipeline.reader.blocks.lists import STRAY_ITEM
from pipeline.reader.elements import place_of, role
from pipeline.reader.exports import Named, new_tag
from pipeline.reader.page.content import Content, exclusion
from pipeline.reader.page.dom import is_text

_LISTS = {
    "li": frozenset({"ul", "ol", "menu", "dir"}),
    "dt": frozenset({"dl"}),
    "dd": frozenset({"dl"}),
}
_WRAPPERS = frozenset({"div", "form", "span", "section", "nav"})
"""Elements that may stand between a list and its items."""
_CLIMB = 8
"""How far up a list is looked for."""


def gather_items(content: Content, named: Named) -> Iterator[Diagnostic]:
    """Put items in a row that have no list into one; yield a finding for each kind."""
    parents: dict[int, Tag] = {}
    for name in _LISTS:
        for tag in named.get(name, ()):
            if tag.parent is not None and _is_stray(tag):
                parents[id(tag.parent)] = tag.parent
    told: set[str] = set()
    for parent in parents.values():
        for run in _runs(parent, content):
            name = run[0].name
            if name not in told:
                told.add(name)
                message = f"{name} stands outside a list; it is read as one"
                yield Diagnostic(STRAY_ITEM, message, place_of(run[0]))
            _wrap(content, run)


def _is_stray(tag: Tag) -> bool:
    around = tag.parent
    for _ in range(_CLIMB):
        if around is None:
            return True
        if around.name in _LISTS[tag.name] or role(around) == "list":
            return False
        if around.name not in _WRAPPERS:
            return True
        around = around.parent
    return True


def _runs(parent: Tag, content: Content) -> Iterator[list[Tag]]:
    """Yield the items of one kind that stand side by side in a parent and make a list."""
    run: list[Tag] = []
    for node in [*parent.contents, None]:
        if isinstance(node, Tag) and node.name in _LISTS and exclusion(node, content) is None:
            if run and _LISTS[run[0].name] != _LISTS[node.name]:
                yield from _whole(run)
                run = []
            run.append(node)
        elif node is None or isinstance(node, Tag) or (is_text(node) and str(node).strip()):
            yield from _whole(run)
            run = []


def _whole(run: list[Tag]) -> Iterator[list[Tag]]:
    """Yield a run that is a list: any items; terms of which the first is one, with definitions."""
    if run and (run[0].name == "li" or [tag.name for tag in (run[0], run[-1])] == ["dt", "dd"]):
        yield run


def _wrap(content: Content, run: list[Tag]) -> None:
    listing = new_tag(content, "ul" if run[0].name == "li" else "dl", run[0])
    run[0].insert_before(listing)
    for tag in run:
        listing.append(tag.extract())
