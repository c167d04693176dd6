"""What is known of the notes of a page. Filled by ``search``, asked by ``walk``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bs4 import Tag

from pipeline.diagnostics import Diagnostic
from pipeline.reader.ledger import ExclusionRule
from pipeline.reader.survey import Survey

BACK_LINK = ExclusionRule(
    "note-back-link", "The way back from a note; every edition makes its own."
)
NOTES_HEADING = ExclusionRule(
    "notes-heading", "The heading over notes; every edition makes its own."
)
POPUP = ExclusionRule(
    "reference-popup", "A box over the text that repeats a note or an entry of the references."
)
NOTE_SIGN = ExclusionRule("note-sign", "Brackets and words around the label of a note.")


@dataclass(slots=True, eq=False)
class Found:
    """One note as it stands in the page."""

    name: str
    """Its id in the model."""
    body: Tag
    label: str
    citations: list[Tag] = field(default_factory=list)
    more: list[Tag] = field(default_factory=list)
    """Further elements of the body (a second ``dd``)."""
    table: Tag | None = None
    """The table it belongs to."""
    inline: bool = False
    """Whether it stands where it is cited."""


@dataclass(slots=True)
class NoteIndex:
    """What the walk asks about an element or text, each by ``id``."""

    notes: list[Found] = field(default_factory=list)
    """In the order of the page."""
    citations: dict[int, Found] = field(default_factory=dict)
    bodies: dict[int, Found] = field(default_factory=dict)
    """Elements that belong to a note, and are passed over where they stand."""
    targets: dict[int, Found] = field(default_factory=dict)
    """Elements by whose id a note is cited."""
    labels: set[int] = field(default_factory=set)
    """Elements that hold but the label of a note (``dt``): placed, as the note shows it."""
    left_out: dict[int, ExclusionRule] = field(default_factory=dict)
    raised: set[int] = field(default_factory=set)
    """``sup`` elements around citations only: the writers raise labels themselves."""
    trimmed: dict[int, int] = field(default_factory=dict)
    """By text how many characters at its beginning are the label."""
    shortened: dict[int, int] = field(default_factory=dict)
    """By text how many characters at its end are the bracket of a way back."""
    unresolved: set[int] = field(default_factory=set)
    """Citations without note."""
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def silent(self) -> set[int]:
        """Return the links that are no links in the model."""
        return self.citations.keys() | self.left_out.keys() | self.labels | self.unresolved


def notes_around(
    places: Iterable[tuple[int, int]], survey: Survey, index: NoteIndex
) -> Iterator[tuple[int, int]]:
    """Yield of each place that is in a note its ``id`` and the number of the innermost body.

    ``places`` are numbers and ``id`` of elements, in document order.
    """
    bodies = sorted((survey.order[key], key) for key in index.bodies if key in survey.order)
    bodies.reverse()
    around: list[tuple[int, int]] = []
    for number, key in places:
        while bodies and bodies[-1][0] <= number:
            start, body = bodies.pop()
            around.append((start, start + survey.size[body]))
        while around and around[-1][1] <= number:
            around.pop()
        if around:
            yield key, around[-1][0]
