"""Long descriptions that stand elsewhere in the page: found before the walk, read at their picture.

``longdesc``, ``aria-details`` and ``aria-describedby`` name them, or a link beside the picture
that says so. What is only for the picture goes to it; running text that it refers to stays.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from bs4 import Tag

from pipeline.model.nodes import Block, Details, Paragraph, Section, Span, SpanKind, Text
from pipeline.model.walk import one_line, plain
from pipeline.reader.blocks.headings import level_of
from pipeline.reader.elements import attribute, opening_text, role
from pipeline.reader.flow import State
from pipeline.reader.images.descriptions import says_description
from pipeline.reader.images.figures import is_caption
from pipeline.reader.page.exclusions import VISUALLY_HIDDEN_CLASSES
from pipeline.strings import strings_for

if TYPE_CHECKING:
    from pipeline.reader.survey import Survey
    from pipeline.reader.walk import Walk

_PICTURES = frozenset({"img", "svg"})
_HOLDERS = frozenset({"figure", "picture", "object", "a"})
_RELATIONS = ("longdesc", "aria-details", "aria-describedby")
_ASIDE = frozenset({"details", "div", "section", "aside", "table", "ul", "ol", "dl"})
"""What may stand for a picture alone wherever it is."""
_CLOSE = frozenset({"p", "span"})
"""What is running text unless it is hidden or right beside the picture."""
_IN_A_NAME = frozenset({"figcaption", "caption", "summary", "th", "a", "dt"})
_LETTER = re.compile(r"\s*\[?\s*D\s*\]?\s*")
"""The “D link” of the nineties."""
_BESIDE = 12
"""Elements between a picture and what is beside it."""
_CLIMB = 20
_LARGEST = 3000
"""Elements of a description; more is the report itself."""


@dataclass(frozen=True, slots=True)
class Described:
    """What describes one picture."""

    parts: tuple[Tag, ...]
    words: str = ""
    """Of the link that leads there."""


def find(survey: Survey, notes: Set[int]) -> dict[int, Described]:
    """Return the descriptions that stand elsewhere, by ``id`` of the picture's element.

    ``notes`` are the elements of notes, by ``id``, which are never moved.
    """
    found: dict[int, Described] = {}
    taken: list[tuple[int, int]] = []  # first and last element of each part, in order

    def is_free(tag: Tag, picture: Tag) -> bool:
        if id(tag) in notes or survey.holds(tag, picture):
            return False
        place = survey.order[id(tag)]
        span = (place, place + survey.size[id(tag)] - 1)
        at = bisect_left(taken, span)
        return (at == 0 or taken[at - 1][1] < place) and (
            at == len(taken) or taken[at][0] > span[1]
        )

    def take(picture: Tag, targets: Iterator[Tag], words: str = "") -> None:
        parts: list[Tag] = []
        for target in targets if id(picture) not in found else ():
            for part in _whole(survey, target) if is_free(target, picture) else ():
                if is_free(part, picture):
                    place = survey.order[id(part)]
                    insort(taken, (place, place + survey.size[id(part)] - 1))
                    parts.append(part)
        if parts:
            found[id(picture)] = Described(tuple(parts), words)

    last: Tag | None = None
    for tag in survey.elements:
        if tag.name in _PICTURES:
            last = tag
        elif level_of(tag) is not None:
            last = None
        if not tag.attrs:
            continue
        picture = _picture(survey, tag)
        if picture is not None and any(name in tag.attrs for name in _RELATIONS):
            take(picture, (t for t in _related(survey, tag) if _is_for_it(survey, t, picture)))
        elif tag.name == "a" and last is not None and _leads_to_description(tag):
            near = survey.order[id(tag)] - survey.order[id(last)] <= _BESIDE
            target = survey.resolve(survey.fragment(attribute(tag, "href") or "") or "")
            if near and target is not None and _is_for_it(survey, target, last, linked=True):
                take(last, iter((target,)), one_line(tag.get_text()))
    return found


def read(walk: Walk, picture: Tag, outer: State) -> Details | None:
    """Read what describes a picture; None if nothing does."""
    found = walk.described.pop(id(picture), None)
    if found is None:
        return None
    passed, waiting = walk.passed, walk.waiting
    walk.passed, walk.waiting = passed - {id(part) for part in found.parts}, []
    around = [parent for parent in found.parts[0].parents if id(parent) in walk.survey.order]
    state = walk.base
    for tag in reversed(around):
        state = walk.inherited(tag, state)
    state = walk.within(found.parts[0], state)._replace(depth=outer.depth + 1)
    blocks = walk.blocks_of(found.parts, state)
    walk.passed, walk.waiting = passed, waiting + walk.waiting
    if not blocks:
        return None
    return walk.placed(_details(blocks, found.words, state), outer, state)


def _details(blocks: tuple[Block, ...], words: str, state: State) -> Details:
    match blocks:
        case (Details() as only,):
            return only
        case (Section() as only,):
            return Details(
                only.title,
                only.children,
                id=only.id,
                at=only.at,
                lang=only.lang,
                direction=only.direction,
            )
        case (Paragraph() as first, *others) if others and says_description(
            one_line(plain(first.children))
        ):
            name = first.children
            if first.lang is not None or first.direction is not None:  # not those of the others
                name = (Span(SpanKind.PLAIN, name, lang=first.lang, direction=first.direction),)
            return Details(name, tuple(others), id=first.id, at=first.at)
        case _:
            summary = words if says_description(words) else strings_for(state.lang).long_description
            return Details((Text(summary),), blocks, at=blocks[0].at)


def _picture(survey: Survey, tag: Tag) -> Tag | None:
    if tag.name in _PICTURES:
        return tag
    if tag.name in _HOLDERS or role(tag) in ("img", "figure"):
        inside = (inner for inner in survey.inside(tag) if inner.name in _PICTURES)
        return next(inside, tag if role(tag) == "img" else None)
    return None


def _related(survey: Survey, tag: Tag) -> Iterator[Tag]:
    """Yield the elements of the page that the attributes of a picture name."""
    for name in _RELATIONS:
        value = attribute(tag, name) or ""
        names = [survey.fragment(value.strip())] if name == "longdesc" else value.split()
        for wanted in names:
            target = survey.resolve(wanted) if wanted else None
            if target is not None and id(target) in survey.order:
                yield target


def _leads_to_description(link: Tag) -> bool:
    if not (attribute(link, "href") or "").strip():
        return False
    text = one_line(opening_text(link, 200))
    return says_description(text) or _LETTER.fullmatch(text) is not None


def _is_for_it(survey: Survey, target: Tag, picture: Tag, *, linked: bool = False) -> bool:
    """Tell whether an element is there for a picture, and not part of the running text."""
    if id(target) not in survey.order or survey.size[id(target)] > _LARGEST:
        return False
    around = (target, *islice(target.parents, _CLIMB))
    if any(parent.name in _IN_A_NAME or is_caption(parent) for parent in around):
        return False
    if level_of(target) is not None:
        return says_description(one_line(opening_text(target, 200)))
    if target.name in _CLOSE:
        distance = survey.order[id(target)] - survey.order[id(picture)]
        return 0 < distance <= _BESIDE or _is_hidden(target)
    if target.name not in _ASIDE:
        return False
    if not linked or target.name == "details" or _is_hidden(target):
        return True
    return says_description(one_line(opening_text(target, 200))[:100])


def _is_hidden(tag: Tag) -> bool:
    names = (attribute(tag, "class") or "").split()
    return "hidden" in tag.attrs or not VISUALLY_HIDDEN_CLASSES.isdisjoint(names)


def _whole(survey: Survey, target: Tag) -> tuple[Tag, ...]:
    """Return an element, and with a heading what stands under it."""
    level = level_of(target)
    if level is None:
        return (target,)
    parts = [target]
    for node in target.next_siblings:
        if not isinstance(node, Tag):
            continue
        below = next((one for one in map(level_of, (node, *survey.inside(node))) if one), None)
        if below is not None and below <= level:
            break
        if id(node) in survey.order:
            parts.append(node)
    return tuple(parts)
