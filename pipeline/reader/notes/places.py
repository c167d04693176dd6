"""Where notes stand: their heading, the rule above them, the table they belong to.

After ``search`` has found them. One pass over the page in document order makes a line of
events (headings, text, notes), in which neighbours tell.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from bs4 import Tag
from bs4.element import NavigableString

from pipeline.reader.blocks.headings import level_of
from pipeline.reader.elements import classes
from pipeline.reader.ledger import ExclusionRule
from pipeline.reader.notes.index import NOTES_HEADING, Found, NoteIndex
from pipeline.reader.notes.marks import is_notes
from pipeline.reader.page.content import Content, exclusion
from pipeline.reader.page.dom import is_text
from pipeline.reader.survey import Survey
from pipeline.reader.tables.kinds import TableKind, kind_of

NOTES_RULE = ExclusionRule("notes-rule", "The rule that parts notes from the text.")
_NEAR = 400
"""Characters that may stand between a table and its notes (a source, a remark)."""


class _Kind(enum.Enum):
    HEADING = enum.auto()
    TEXT = enum.auto()
    NOTE = enum.auto()
    RULE = enum.auto()
    TABLE_END = enum.auto()
    BEGIN = enum.auto()
    """Of an element that is marked as holding notes: its headings are about it alone."""
    END = enum.auto()


@dataclass(frozen=True, slots=True)
class _Event:
    kind: _Kind
    tag: Tag | None = None
    length: int = 0


def settle(content: Content, survey: Survey, index: NoteIndex) -> None:
    """Leave out the headings and rules of notes, and give tables their own."""
    if not index.notes:
        return
    events = _events(content, index)
    _leave_out(events, index)
    _give_to_tables(events, survey, index)


def _events(content: Content, index: NoteIndex) -> list[_Event]:
    events: list[_Event] = []
    stack: list[object] = list(reversed(content.roots))
    while stack:
        node = stack.pop()
        if isinstance(node, _Event):
            events.append(node)
        elif isinstance(node, Tag):
            key = id(node)
            if exclusion(node, content) is not None:
                continue
            if key in index.bodies:
                if index.bodies[key].body is node:
                    events.append(_Event(_Kind.NOTE, node))
            elif key in index.labels or key in index.left_out:
                continue
            elif level_of(node) is not None or "rubric" in classes(node):
                events.append(_Event(_Kind.HEADING, node))
            elif node.name == "hr":
                events.append(_Event(_Kind.RULE, node))
            elif node.name in ("img", "svg", "math", "video", "iframe"):
                events.append(_Event(_Kind.TEXT, node, 1))
            elif node.name not in ("script", "style", "template"):
                if is_notes(node) and node.name not in ("ol", "ul", "dl"):
                    events.append(_Event(_Kind.BEGIN))
                    stack.append(_Event(_Kind.END))
                if node.name == "table":
                    stack.append(_Event(_Kind.TABLE_END, node))
                stack.extend(reversed(node.contents))
        elif isinstance(node, NavigableString) and is_text(node):
            length = len(node.strip())
            if length:
                events.append(_Event(_Kind.TEXT, None, length))
    return events


def _leave_out(events: list[_Event], index: NoteIndex) -> None:
    """Leave out a heading (and a rule) with nothing but notes up to the next that stays."""
    notes = text = False
    nearest: Found | None = None
    outer: list[bool] = []  # whether there was text after an element of notes
    following: _Event | None = None
    limit = 0  # level of a heading that was left out: only a higher one may follow it
    for event in reversed(events):
        leads_to_note = following is not None and following.kind is _Kind.NOTE
        if event.kind is not _Kind.BEGIN:
            following = event
        match event.kind:
            case _Kind.RULE | _Kind.HEADING if leads_to_note and _is_only_sign(event.tag):
                # Whatever comes after the notes: this one is about them alone.
                heading = event.kind is _Kind.HEADING
                index.left_out[id(event.tag)] = NOTES_HEADING if heading else NOTES_RULE
            case _Kind.NOTE:
                notes = True
                nearest = index.bodies[id(event.tag)]
            case _Kind.TEXT:
                text = True
            case _Kind.END:
                outer.append(text)
                text, limit = False, 0
            case _Kind.BEGIN:
                text, limit = outer.pop() or text, 0
            case _Kind.RULE:
                if notes and not text and event.tag is not None:
                    index.left_out[id(event.tag)] = NOTES_RULE
            case _Kind.HEADING if event.tag is not None:
                level = level_of(event.tag) or 2
                if notes and not text and (limit == 0 or level < limit):
                    index.left_out[id(event.tag)] = NOTES_HEADING
                    if nearest is not None:
                        # A link to the heading leads to the first note under it.
                        index.targets[id(event.tag)] = nearest
                    limit = level
                else:
                    notes = text = False
                    limit = 0
            case _:
                pass


def _is_only_sign(tag: Tag | None) -> bool:
    """Tell a rule, or a line that looks like a heading, from a heading that makes a section."""
    return tag is not None and level_of(tag) is None


def _give_to_tables(events: list[_Event], survey: Survey, index: NoteIndex) -> None:
    """Give a table the notes that are cited in it alone and stand in it or right after it."""
    distance: dict[int, tuple[int, int]] = {}
    length = headings = 0
    ends: dict[int, tuple[int, int]] = {}
    for event in events:
        match event.kind:
            case _Kind.TEXT:
                length += event.length
            case _Kind.HEADING if event.tag is not None:
                if id(event.tag) not in index.left_out:
                    headings += 1
            case _Kind.TABLE_END if event.tag is not None:
                ends[id(event.tag)] = (length, headings)
            case _Kind.NOTE if event.tag is not None:
                distance[id(event.tag)] = (length, headings)
            case _:
                pass
    for found in index.notes:
        table = _table_of(found, survey)
        if table is None or kind_of(table) is TableKind.LAYOUT:
            continue
        if not survey.holds(table, found.body):
            end, place = ends.get(id(table)), distance.get(id(found.body))
            if end is None or place is None:
                continue
            if survey.order[id(found.body)] < survey.order[id(table)]:
                continue
            if place[1] != end[1] or place[0] - end[0] > _NEAR:
                continue
        found.table = table
    _keep_blocks_together(index)


def _table_of(found: Found, survey: Survey) -> Tag | None:
    """Return the one table in which all citations stand; a note without any: that it is in."""
    tables = [_nearest(link, survey) for link in found.citations] or [_nearest(found.body, survey)]
    first = tables[0]
    return first if all(table is first for table in tables) else None


def _nearest(tag: Tag, survey: Survey) -> Tag | None:
    for parent in tag.parents:
        if parent.name == "table" and id(parent) in survey.order:
            return parent
    return None


def _keep_blocks_together(index: NoteIndex) -> None:
    """Keep with the document what stands outside a table beside notes of the document."""
    shared = {
        id(found.body.parent)
        for found in index.notes
        if found.table is None and found.citations and found.body.parent is not None
    }
    for found in index.notes:
        outside = found.table is not None and not any(
            parent is found.table for parent in found.body.parents
        )
        if outside and id(found.body.parent) in shared:
            found.table = None
