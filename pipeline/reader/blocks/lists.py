"""Lists and definition lists. Handlers of ``walk``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from pipeline.diagnostics import Rule, Severity
from pipeline.model.nodes import (
    Definition,
    DefinitionEntry,
    DefinitionList,
    List,
    ListItem,
    Numbering,
    Term,
)
from pipeline.reader.blocks.sections import within
from pipeline.reader.elements import WHITE_SPACE, attribute, classes, role
from pipeline.reader.flow import Flow, Inside, State
from pipeline.reader.page.dom import is_text
from pipeline.reader.text.nesting import tree

if TYPE_CHECKING:
    from pipeline.reader.walk import Walk

STRAY_ITEM = Rule(
    "list-item-without-list",
    Severity.WARNING,
    "An item of a list stands outside a list; nobody is told what it belongs to.",
    "Put each li into a ul or ol, each dt with its dd into a dl.",
    ("WCAG 2.2 1.3.1",),
)
STRAY_CONTENT = Rule(
    "list-content-without-item",
    Severity.WARNING,
    "A list holds something beside its items.",
    "Put it into an item (li), or before the list.",
    ("WCAG 2.2 1.3.1",),
)

_TYPES = {
    "1": Numbering.DECIMAL,
    "a": Numbering.LOWER_ALPHA,
    "A": Numbering.UPPER_ALPHA,
    "i": Numbering.LOWER_ROMAN,
    "I": Numbering.UPPER_ROMAN,
    "disc": Numbering.DISC,
    "circle": Numbering.CIRCLE,
    "square": Numbering.SQUARE,
}
_CLASSES = {
    "lst-none": Numbering.NONE,
    "list-unstyled": Numbering.NONE,
    "usa-list--unstyled": Numbering.NONE,
    "list-none": Numbering.NONE,
    "unmarked": Numbering.NONE,
    "legislative-list": Numbering.NONE,
    "usa-icon-list": Numbering.NONE,
    "usa-card-group": Numbering.NONE,
    "usa-collection": Numbering.NONE,
    "lst-num": Numbering.DECIMAL,
    "lst-lwr-alph": Numbering.LOWER_ALPHA,
    "lst-lwr-alpha": Numbering.LOWER_ALPHA,
    "lst-upr-alph": Numbering.UPPER_ALPHA,
    "lst-upr-alpha": Numbering.UPPER_ALPHA,
    "lst-lwr-rmn": Numbering.LOWER_ROMAN,
    "lst-lwr-roman": Numbering.LOWER_ROMAN,
    "lst-upr-rmn": Numbering.UPPER_ROMAN,
    "lst-upr-roman": Numbering.UPPER_ROMAN,
    "lower-alpha": Numbering.LOWER_ALPHA,
    "upper-alpha": Numbering.UPPER_ALPHA,
    "lower-roman": Numbering.LOWER_ROMAN,
    "upper-roman": Numbering.UPPER_ROMAN,
    "loweralpha": Numbering.LOWER_ALPHA,
    "upperalpha": Numbering.UPPER_ALPHA,
    "lowerroman": Numbering.LOWER_ROMAN,
    "upperroman": Numbering.UPPER_ROMAN,
}
_STYLES = {
    "none": Numbering.NONE,
    "disc": Numbering.DISC,
    "circle": Numbering.CIRCLE,
    "square": Numbering.SQUARE,
    "decimal": Numbering.DECIMAL,
    "decimal-leading-zero": Numbering.DECIMAL,
    "lower-alpha": Numbering.LOWER_ALPHA,
    "lower-latin": Numbering.LOWER_ALPHA,
    "upper-alpha": Numbering.UPPER_ALPHA,
    "upper-latin": Numbering.UPPER_ALPHA,
    "lower-roman": Numbering.LOWER_ROMAN,
    "upper-roman": Numbering.UPPER_ROMAN,
}
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]+)", re.IGNORECASE)
_BULLETS = (Numbering.DISC, Numbering.CIRCLE, Numbering.SQUARE)


def integer(value: str | None) -> int | None:
    """Read an integer as HTML does: white space before, anything after the digits."""
    found = re.match(r"[ \t\n\r\f]*([+-]?\d{1,9})", value or "")
    return int(found[1]) if found else None


def numbering(tag: Tag, default: Numbering) -> Numbering:
    """Return the marks of a list: style goes before class, class before ``type``."""
    style = _STYLE.findall(attribute(tag, "style") or "")
    for word in reversed(style[-1].lower().split() if style else []):
        if word in _STYLES:
            return _STYLES[word]
    for name in classes(tag):
        if name in _CLASSES:
            return _CLASSES[name]
    kind = (attribute(tag, "type") or "").strip()
    return _TYPES.get(kind) or _TYPES.get(kind.lower()) or default


def bulleted(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add a ``ul``; what is nested has the bullets of its depth, as HTML shows it."""
    _list(walk, flow, tag, state, numbering(tag, _BULLETS[min(state.lists, 2)]))


def numbered(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add an ``ol``; the lists of laws have their numbers typed, on every level."""
    around = (tag.parent.parent if tag.parent is not None else None) or tag
    typed = around.name == "ol" and numbering(around, Numbering.DECIMAL) is Numbering.NONE
    _list(walk, flow, tag, state, numbering(tag, Numbering.NONE if typed else Numbering.DECIMAL))


def by_role(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add what only its role makes a list."""
    _list(walk, flow, tag, state, numbering(tag, Numbering.NONE))


def stray(walk: Walk, flow: Flow, tag: Tag, state: State) -> Inside:
    """Go on inside an item that has no list around it."""
    if tag.parent is None or role(tag.parent) not in ("presentation", "none"):
        walk.report_once(STRAY_ITEM, tag.name, f"{tag.name} stands outside a list", tag)
    return walk.block(flow, tag, state)


def _list(walk: Walk, flow: Flow, tag: Tag, state: State, marks: Numbering) -> None:
    walk.begin(flow, tag, state)
    name = walk.own_id()
    inner = walk.structure(tag, state)
    inner = inner._replace(lists=state.lists + 1)
    items = _items(walk, tag, inner)
    if not items:
        walk.give_back(name)
        return
    ordered = tag.name == "ol"
    reverse = ordered and "reversed" in tag.attrs
    start = integer(attribute(tag, "start")) if ordered else None
    walk.place(
        flow,
        List(
            tuple(items),
            marks,
            start=start if start is not None else len(items) if reverse else 1,
            reversed=reverse,
            id=name,
            at=inner.at,
        ),
        state,
    )


_Part: TypeAlias = tuple[Tag, list[PageElement]]


def _items(walk: Walk, tag: Tag, state: State) -> list[ListItem]:
    """Read the items; what stands beside them goes into the item before, if there is one."""
    items: list[ListItem] = []
    loose: list[PageElement] = []

    def close() -> None:
        if not loose:
            return
        blocks = walk.blocks_of(loose, state)
        listed = all(isinstance(block, List) for block in blocks)
        if blocks and not listed:
            walk.report(STRAY_CONTENT, f"{tag.name} holds content beside its items", tag)
        loose.clear()
        if not blocks:
            return
        if not items:
            items.append(ListItem(blocks, at=state.at))
            return
        last = items[-1]
        lang, direction = last.lang or state.lang, last.direction or state.direction
        blocks = tuple(
            within(block, state.lang, state.direction, lang, direction) for block in blocks
        )
        items[-1] = replace(last, children=last.children + blocks)

    for node in _parts(walk, tag):
        if isinstance(node, Tag) and _is_item(node):
            close()
            made = _item(walk, node, state)
            if made is not None:
                items.append(made)
        else:
            loose.append(node)
    close()
    return items


def _is_item(tag: Tag) -> bool:
    return tag.name in ("li", "dt", "dd") or role(tag) == "listitem"


def _parts(walk: Walk, tag: Tag) -> Iterator[PageElement]:
    """Yield the items of a list and what stands beside them; wrappers of items are opened."""
    stack: list[PageElement] = list(reversed(tag.contents))
    while stack:
        node = stack.pop()
        if isinstance(node, Tag):
            if walk.is_passed_over(node):
                continue
            wrapper = node.name in ("div", "form", "span", "section", "nav") and any(
                isinstance(child, Tag) and _is_item(child) for child in node.contents
            )
            if wrapper and not _is_item(node) and id(node) not in walk.notes.citations:
                stack.extend(reversed(node.contents))
            else:
                yield node
        elif isinstance(node, NavigableString) and is_text(node) and node.strip(WHITE_SPACE):
            yield node


def _item(walk: Walk, tag: Tag, state: State) -> ListItem | None:
    outer = state
    state = walk.inherited(tag, state)
    walk.arrive(tag)
    name = walk.own_id()
    children = walk.blocks(tag, walk.within(tag, state))
    if not children:
        walk.give_back(name)
        return None
    return walk.placed(
        ListItem(
            children,
            value=integer(attribute(tag, "value")) if tag.name == "li" else None,
            id=name,
            at=walk.within(tag, state).at,
        ),
        outer,
        state,
    )


def definitions(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add a ``dl``: groups in ``div`` too, terms without definition, definitions without term."""
    walk.begin(flow, tag, state)
    name = walk.own_id()
    inner = walk.structure(tag, state)
    entries: list[DefinitionEntry] = []
    terms: list[Term] = []
    bodies: list[Definition] = []

    def close() -> None:
        if terms or bodies:
            first = (terms or bodies)[0]
            entries.append(DefinitionEntry(tuple(terms), tuple(bodies), at=first.at))
        terms.clear()
        bodies.clear()

    for node, part in _definition_parts(walk, tag):
        if part == "group":
            close()
        elif part == "dt" and isinstance(node, Tag):
            if bodies:
                close()
            term = _term(walk, node, inner)
            if term is not None:
                terms.append(term)
        else:
            body = _definition(walk, node, inner)
            if body is None:
                continue
            if part == "stray":
                walk.report(STRAY_CONTENT, "dl holds content beside its items", tag)
            bodies.append(body)
    close()
    if not entries:
        walk.give_back(name)
        return
    walk.place(flow, DefinitionList(tuple(entries), id=name, at=inner.at), state)


def _definition_parts(walk: Walk, tag: Tag) -> Iterator[tuple[PageElement | None, str]]:
    stack: list[PageElement | None] = list(reversed(tag.contents))
    while stack:
        node = stack.pop()
        if node is None:
            yield None, "group"
        elif isinstance(node, Tag):
            if walk.is_passed_over(node):
                continue
            if node.name in ("dt", "dd"):
                yield node, node.name
            elif (
                node.name in ("div", "section", "span", "form")
                and id(node) not in walk.notes.citations
                and any(
                    isinstance(child, Tag) and child.name in ("dt", "dd", "div")
                    for child in node.contents
                )
            ):
                stack.append(None)
                stack.extend(reversed(node.contents))
                stack.append(None)
            else:
                yield node, "stray"
        elif isinstance(node, NavigableString) and is_text(node) and node.strip(WHITE_SPACE):
            yield node, "stray"


def _term(walk: Walk, tag: Tag, outer: State) -> Term | None:
    state = walk.inherited(tag, outer)
    walk.arrive(tag)
    inner = walk.within(tag, state)
    atoms = walk.atoms(tag, inner)
    if not atoms:
        return None
    name, atoms = walk.named(atoms)
    term = Term(tree(atoms, inner.lang, inner.direction, inner.at), id=name, at=inner.at)
    return walk.placed(term, outer, state)


def _definition(walk: Walk, node: PageElement | None, outer: State) -> Definition | None:
    if not isinstance(node, Tag):
        blocks = walk.blocks_of([node] if node is not None else [], outer)
        return Definition(blocks, at=outer.at) if blocks else None
    if node.name != "dd":
        blocks = walk.blocks_of([node], outer)
        return Definition(blocks, at=outer.at) if blocks else None
    state = walk.inherited(node, outer)
    walk.arrive(node)
    name = walk.own_id()
    inner = walk.within(node, state)
    children = walk.blocks(node, inner)
    if not children:
        walk.give_back(name)
        return None
    return walk.placed(Definition(children, id=name, at=inner.at), outer, state)
