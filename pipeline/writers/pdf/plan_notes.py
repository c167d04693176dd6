"""Notes to elements and flow: at the foot of pages, under tables or at the end."""

from __future__ import annotations

from dataclasses import replace

from pipeline.options import NotePlacement
from pipeline.writers.pdf.draft import Draft, NoteDraft, Surroundings
from pipeline.writers.pdf.flow import (
    Close,
    Entry,
    Frame,
    Label,
    Open,
    Passage,
)
from pipeline.writers.pdf.fonts import Style
from pipeline.writers.pdf.lines import Run
from pipeline.writers.pdf.plan_lists import flush_label, mark, mark_width
from pipeline.writers.pdf.surroundings import first_leaves, foreign
from pipeline.writers.pdf.tags import (
    Annotation,
    Element,
    NoteAttributes,
)

WIDEST_LABEL = 0.4
"""Share of the column that the label of a note may take beside the note."""


def place_notes(draft: Draft, around: Surroundings) -> None:
    """Put the notes that were cited in the last block behind it (at the page's foot)."""
    if draft.placement is NotePlacement.END:
        return
    while draft.cited:
        drafted = draft.notes[draft.cited.pop(0)]
        if not drafted.placed:
            plan_note(draft, drafted, around)


def end_notes(draft: Draft, around: Surroundings) -> None:
    """Set the notes that have no place yet: endnotes, and those that nothing cites."""
    styles = draft.styles
    order = [*draft.cited, *(name for name in draft.notes)]
    if all(draft.notes[name].placed for name in order):
        return
    sect = Element("Sect")
    around.parent.children.append(sect)
    heading = Element("H2")
    sect.children.append(heading)
    leaf = draft.leaf(heading)
    style = styles.heading(2)
    look = styles.look(Style.BOLD, style.size, draft.theme.palette.heading)
    draft.entries.append(Entry(2, draft.strings.notes, heading, leaf, 0, None))
    draft.emit(Passage([Run(draft.strings.notes, look, leaf)], style, around.direction))
    for name in order:
        drafted = draft.notes[name]
        if not drafted.placed:
            plan_note(draft, drafted, replace(around, parent=sect))
            draft.flow += drafted.flow
            drafted.flow.clear()
        while draft.cited and draft.cited[0] not in order:
            order.insert(order.index(name) + 1, draft.cited.pop(0))


def plan_note(draft: Draft, drafted: NoteDraft, around: Surroundings) -> None:
    """Plan one note: its element, and its flow aside."""
    styles, note = draft.styles, drafted.note
    drafted.placed = True
    element = drafted.element
    element.lang = foreign(drafted.lang, around.lang)
    around.parent.children.append(element)
    outside, draft.waiting = draft.waiting, []  # for what follows the note
    draft.expect(note.id, element)
    if draft.modern:
        kind = "Footnote" if draft.placement is NotePlacement.FOOT else "Endnote"
        element.attributes = NoteAttributes(kind)
        element.references = drafted.citations  # grows while later citations are planned
    outer, draft.flow = draft.flow, []
    style = styles.note()
    look = styles.look(size=style.size)
    lbl = Element("Lbl")
    element.children.append(lbl)
    label_look, holder = look, lbl
    if drafted.citations:
        holder = Element("Link")
        lbl.children.append(holder)
        label_look = styles.look(size=style.size, colour=draft.theme.palette.link)
    width = max(mark_width(draft, note.label, label_look), style.size * 1.6)
    label: Label | None = None
    if width <= draft.width * WIDEST_LABEL:
        label = mark(draft, holder, note.label, label_look, width, flush=False)
    else:  # no label, but words: they take lines of their own
        width = styles.step
        run = Run(note.label, label_look, draft.leaf(holder))
        draft.emit(Passage([run], replace(style, keep=True), drafted.direction))
    if drafted.citations:
        name = draft.strings.back_to_reference.format(label=note.label)
        annotation = Annotation(drafted.citations[0], name)
        holder.children.append(annotation)
        draft.links[next(iter(first_leaves(holder)))] = annotation
    frame = Frame(start=width, direction=drafted.direction)
    draft.emit(Open(frame))
    draft.label = label
    draft.blocks(
        note.children,
        replace(
            around,
            parent=element,
            lang=drafted.lang,
            direction=drafted.direction,
            style=style,
            look=look,
            sole=False,
            note=True,
        ),
    )
    flush_label(draft, around)
    draft.emit(Close(frame))
    drafted.flow.extend(draft.flow)
    draft.flow = outer
    draft.close()
    draft.waiting = outside
