"""The part of the footnotes or endnotes: separators, then each note with its own content."""

from __future__ import annotations

from dataclasses import replace

from pipeline.writers.docx.body import Story
from pipeline.writers.docx.ooxml import add, root, serialize, value
from pipeline.writers.docx.package import DraftPart
from pipeline.writers.docx.place import Place
from pipeline.writers.docx.shared import Shared


def note_part(shared: Shared, place: Place) -> DraftPart | None:
    """Return the part with every note that the body cites; None where it cites none.

    The separators have the ids -1 and 0, which the settings name (ISO/IEC 29500-1,
    17.11.9); links in notes have relationships of this part.
    """
    notes = shared.notes
    if not notes.placed:
        return None
    host = f"{notes.kind.title()}Text"
    part = root(f"{notes.kind}s", "r", "m", "wp", "a", "pic")
    for number, name in (("-1", "separator"), ("0", "continuationSeparator")):
        note = add(part, notes.kind, {"type": name, "id": number})
        paragraph = add(note, "p")
        value(add(paragraph, "pPr"), "pStyle", shared.styles.id(host))
        add(add(paragraph, "r"), name)
    story = Story(shared, part)
    inner = replace(place.inside(host), in_note=True)
    for placed in notes.placed.values():
        story.flow.container = add(part, notes.kind, {"id": str(placed.number)})
        reference = "" if placed.custom else f"{notes.kind}Ref"
        story.footnote(placed.note, inner, reference)
        if not story.flow.ends_with("p"):
            story.flow.gap(inner)
        story.flow.finish(inner)
    return DraftPart(f"{notes.kind}s", serialize(part), story.flow.relationships)
