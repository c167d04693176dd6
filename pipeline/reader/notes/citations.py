"""Citations where they stand, and notes as the model has them. Called by ``walk`` and others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import Tag

from pipeline.model.nodes import Block, Note, NoteReference, SpanKind
from pipeline.reader.elements import place_of
from pipeline.reader.flow import Flow, State
from pipeline.reader.notes.index import NOTE_SIGN, Found
from pipeline.reader.page.dom import texts
from pipeline.reader.text.inlines import Atom

if TYPE_CHECKING:
    from pipeline.reader.walk import Walk


def is_citation(walk: Walk, flow: Flow, tag: Tag, state: State) -> bool:
    """Read an element if it is the citation of a note."""
    cited = walk.notes.citations.get(id(tag))
    if cited is None:
        return False
    if cited.inline:  # what stands in the text itself is the note
        walk.mark(flow, tag, state)
    else:  # the label, which the note shows
        for text in texts(tag):
            walk.ledger.place(text)
        walk.ledger.exclude(tag, NOTE_SIGN)  # a picture in the label
        walk.sweep(flow, tag, state)
    around = state.format
    while around is not None and around.meaning in (SpanKind.SUPERSCRIPT, SpanKind.STRONG):
        around = around.outer
    walk.add(flow, Atom(NoteReference(cited.name, at=place_of(tag)), around), state)
    return True


def read_note(walk: Walk, found: Found, state: State) -> Note:
    """Read a note; ``state`` is that of the table or the document that has it."""
    walk.notes_written.add(id(found))
    outer = state
    around = [parent for parent in found.body.parents if id(parent) in walk.survey.order]
    for tag in (*reversed(around), found.body):
        state = walk.inherited(tag, state)
    state = walk.structure(found.body, state)
    waiting, walk.waiting = walk.waiting, []
    children: tuple[Block, ...] = ()
    for part in (found.body, *found.more):
        walk.arrive(part)
        children += walk.blocks(part, state)
    children, walk.waiting = walk.closed(children), waiting
    made = Note(found.label or "*", children, id=found.name, at=state.at)
    return walk.placed(made, outer, state)
