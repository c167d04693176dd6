"""Figures. A handler of ``walk``; long descriptions are tied to them in ``descriptions``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bs4 import Tag

from pipeline.model.nodes import Block, Details, Figure, MathBlock, Quote, Table
from pipeline.reader.blocks import callouts
from pipeline.reader.blocks.sections import Heading, nest
from pipeline.reader.elements import classes
from pipeline.reader.flow import Flow, State
from pipeline.reader.images.captions import EMPTY, holds_table, says_nothing, without_sections
from pipeline.reader.images.descriptions import described, shows_picture

if TYPE_CHECKING:
    from pipeline.reader.walk import Walk


_FIGURES = frozenset({"figure", "thumb", "wp-caption", "float"})
_CAPTIONS = frozenset(
    {"caption", "thumbcaption", "wp-caption-text", "figure-caption", "figcaption"}
)


_MAX_ELEMENTS = 300
"""Elements of the largest ``div`` that may be a figure."""


def is_figure(walk: Walk, tag: Tag) -> bool:
    """Tell whether a ``div`` is a figure by its class, as it has a picture and a caption."""
    if tag.name != "div" or _FIGURES.isdisjoint(classes(tag)):
        return False
    if walk.survey.size.get(id(tag), 0) > _MAX_ELEMENTS or tag.find("img") is None:
        return False
    return any(is_caption(inner) for inner in tag.find_all(["p", "div", "span", "figcaption"]))


def is_caption(tag: Tag) -> bool:
    """Tell whether an element is a caption by its name or class."""
    return tag.name == "figcaption" or (
        tag.name in ("p", "div", "span") and not _CAPTIONS.isdisjoint(classes(tag))
    )


def _own(walk: Walk, tag: Tag) -> list[Tag]:
    """Return the elements of a figure that are in no figure or table inside it."""
    found = []
    skip = -1
    for inner in walk.survey.inside(tag):
        place = walk.survey.order[id(inner)]
        if place < skip:
            continue
        if inner.name in ("figure", "table") or is_caption(inner):
            skip = place + walk.survey.size[id(inner)]
        found.append(inner)
    return found


def figure(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add a ``figure``; one that holds but a table gives its caption to it (MAP-16)."""
    if "callout" in classes(tag):  # Notion
        callouts.callout(walk, flow, tag, state)
        return
    walk.begin(flow, tag, state)
    name = walk.own_id()
    inner = walk.structure(tag, state)
    captions = [child for child in _own(walk, tag) if is_caption(child)]
    before = walk.passed
    walk.passed = before | {id(caption) for caption in captions}
    # Without tying descriptions to single images: one in a figure describes the figure.
    inside = Flow(inner.lang, inner.direction)
    walk.fill(inside, tag.contents, inner)
    walk.part(inside)
    first = inside.items[0] if inside.items else None
    if isinstance(first, Heading) and not any(isinstance(i, Heading) for i in inside.items[1:]):
        flow.items.append(first)  # the figure stands under its heading
        del inside.items[0]
    children = nest(inside.items, inside.lang, inside.direction)
    walk.passed = before
    caption: tuple[Block, ...] = ()
    for part in captions:
        state_of_caption = walk.inherited(part, inner)
        walk.arrive(part)
        blocks = walk.blocks(part, walk.within(part, state_of_caption))
        caption += tuple(walk.placed(block, inner, state_of_caption) for block in blocks)
    if caption and says_nothing(caption):
        walk.report(EMPTY, "the caption of the figure has no text", captions[0])
        children, caption = children + caption, ()
    if not children:
        walk.give_back(name)
        walk.splice(flow, caption, inner)
        return
    only = children[0] if len(children) == 1 else None
    if isinstance(only, Table) and not only.caption and not any(map(holds_table, caption)):
        caption = tuple(without_sections(caption, inner.lang, inner.direction))
        if only.id is not None:
            walk.give_back(name)
            name = only.id
        walk.place(flow, replace(only, caption=caption, id=name), inner)
        return
    if not caption and children and all(isinstance(c, (Quote, MathBlock)) for c in children):
        walk.give_back(name)
        walk.splice(flow, children, inner)
        return
    made = Figure(children, caption, id=name, at=inner.at)
    behind = [child for child in children if isinstance(child, Details)]
    if len(behind) == 1 and len(children) > 1 and shows_picture(made):
        rest = tuple(child for child in children if child is not behind[0])
        made = described(replace(made, children=rest), behind[0], walk.diagnostics.append)
    walk.place(flow, made, state)
