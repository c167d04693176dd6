"""Notes that can be told apart.

The reader tells of notes that are missing or not cited.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.survey import Survey
from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.model.nodes import Note, NoteReference
from pipeline.model.walk import one_line

REPEATED_LABEL = Rule(
    "note-label-repeated",
    Severity.WARNING,
    "Two notes of the report have the same label; a citation does not say which is meant.",
    "Give each note a number of its own, through the whole report.",
    ("WCAG 2.2 1.3.1",),
)


def labels(survey: Survey) -> Iterator[Diagnostic]:
    """Yield notes whose label was used before; those of a table are by themselves."""
    cited = {reference.note for reference, _ in survey.each(NoteReference)}
    same: dict[str, list[Note]] = {}
    for note in survey.document.notes:
        label = one_line(note.label)
        if note.id in cited and label:
            same.setdefault(label, []).append(note)
    for label, notes in same.items():
        if len(notes) > 1:
            message = f"{len(notes)} notes have the label {label}"
            yield Diagnostic(REPEATED_LABEL, message, notes[1].at)
