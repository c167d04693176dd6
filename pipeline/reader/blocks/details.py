"""What a page shows on demand: ``details``, tabs. Handlers of ``walk``: always written out."""

from __future__ import annotations

from itertools import islice, takewhile
from typing import TYPE_CHECKING

from bs4 import Tag

from pipeline.diagnostics import Rule, Severity
from pipeline.model.nodes import Block, Callout, Details, Inline, Section, Text
from pipeline.model.walk import one_line
from pipeline.reader.blocks import callouts
from pipeline.reader.blocks.headings import level_of
from pipeline.reader.blocks.sections import Heading
from pipeline.reader.elements import attribute, classes
from pipeline.reader.flow import Flow, State
from pipeline.reader.ledger import ExclusionRule
from pipeline.reader.page.dom import elements
from pipeline.reader.text.nesting import tree

if TYPE_CHECKING:
    from pipeline.reader.walk import Walk

NO_SUMMARY = Rule(
    "details-without-summary",
    Severity.WARNING,
    "A details element has no summary, or an empty one.",
    "Begin it with <summary>…</summary>, in which you say what is inside.",
    ("WCAG 2.2 4.1.2", "ACT 2t702h"),
)
OPENER = ExclusionRule("opener", "The sign beside words that open what is behind them.")
_MAX_ELEMENTS = 100
"""Elements of a summary among which a heading is looked for."""


def details(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add a ``details``; one that is an alert as well (WET) stands in a callout."""
    kind = callouts.kind_of(tag) if "alert" in classes(tag) else None
    if kind is None:
        _details(walk, flow, tag, state)
        return
    walk.part(flow)
    inside = Flow(state.lang, state.direction)
    _details(walk, inside, tag, walk.structure(tag, state))
    children = walk.finish(inside)
    if children:
        walk.place(flow, Callout(kind, children, at=walk.within(tag, state).at), state)


def expander(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add what Confluence shows on demand: a control with words, and what it opens."""
    walk.begin(flow, tag, state)
    name = walk.own_id()
    inner = walk.structure(tag, state)
    parts = [part for part in tag.contents if isinstance(part, Tag)]
    control = next((part for part in parts if "expand-control" in classes(part)), None)
    label = control.find(class_="expand-control-text") if control is not None else None
    title = walk.leaf(label, walk.within(label, inner)) if isinstance(label, Tag) else ()
    for part in parts:
        if part is control and title:
            walk.ledger.exclude(part, OPENER)
    rest = (part for part in tag.contents if part is not control or not title)
    add(walk, flow, tag, state, name, title, walk.blocks_of(rest, inner))


def _details(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add a ``details``; one whose summary is a heading becomes a section."""
    walk.begin(flow, tag, state)
    name = walk.own_id()
    inner = walk.structure(tag, state)
    summary = next((c for c in tag.contents if isinstance(c, Tag) and c.name == "summary"), None)
    title: tuple[Inline, ...] = ()
    heading: Tag | None = None
    if summary is not None:
        first = islice(elements(summary), _MAX_ELEMENTS)
        heading = next((inner for inner in first if level_of(inner) is not None), None)
        state_of_title = walk.inherited(summary, inner)
        walk.arrive(summary)
        atoms = walk.atoms(summary, walk.within(summary, state_of_title))
        if atoms and name is None:
            name, atoms = walk.named(atoms)
        elif atoms:
            atoms = walk.marked(atoms)
        title = tree(atoms, inner.lang, inner.direction, inner.at)
    if heading is not None and title:
        level = level_of(heading) or 2
        rest = walk.blocks_of((c for c in tag.contents if c is not summary), inner)
        own = tuple(takewhile(lambda block: not _ends(block, level), rest))
        flow.items.append(
            Heading(level, title, inner.lang, inner.direction, id=name, at=inner.at, children=own)
        )
        walk.splice(flow, rest[len(own) :], inner)
        return
    children = walk.blocks_of((c for c in tag.contents if c is not summary), inner)
    add(walk, flow, tag, state, name, title, children)


def _ends(block: Block, level: int) -> bool:
    """Tell whether a block is a section that ends one of a level, as headings do anywhere."""
    return isinstance(block, Section) and block.level <= level


def add(
    walk: Walk,
    flow: Flow,
    tag: Tag,
    state: State,
    name: str | None,
    title: tuple[Inline, ...],
    children: tuple,  # type: ignore[type-arg]
) -> None:
    """Add what is behind a summary; without a summary the content stands for itself."""
    at = walk.within(tag, state).at
    if not title:
        walk.report(NO_SUMMARY, "details without summary", tag)
        walk.give_back(name)
        walk.splice(flow, children, walk.within(tag, state))
        return
    walk.place(flow, Details(title, children, id=name, at=at), state)


def component(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add the ``details`` of canada.ca's components, whose summary is an attribute."""
    walk.begin(flow, tag, state)
    name = walk.own_id()
    inner = walk.structure(tag, state)
    text = one_line(attribute(tag, "details-title") or "")
    title = (Text(text, at=inner.at),) if text else ()
    add(walk, flow, tag, state, name, title, walk.blocks(tag, inner))


def panel(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add the panel of a tab, with the words of its tab as summary."""
    label = walk.tabs.labels.get(id(tag))
    walk.begin(flow, tag, state)
    name = walk.own_id()
    inner = walk.structure(tag, state)
    title: tuple[Inline, ...] = ()
    if label is not None:
        atoms = walk.atoms(label, walk.within(label, inner))
        title = tree(atoms, inner.lang, inner.direction, inner.at)
    children = walk.blocks(tag, inner)
    if not children:
        walk.give_back(name)
        return
    if not title:
        walk.give_back(name)
        walk.splice(flow, children, inner)
        return
    walk.place(flow, Details(title, children, id=name, at=inner.at), state)
