"""The notes at the foot of a page. The part of compose below the column."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import fsum

from pipeline.theme import Theme
from pipeline.writers.pdf.boxes import Notes
from pipeline.writers.pdf.paint import Painter
from pipeline.writers.pdf.rows import Galley, cut
from pipeline.writers.pdf.sheets import LAYOUT
from pipeline.writers.pdf.styles import upright_margin

_GAP = 3.0
"""Between two notes."""
_SEPARATOR = 18.0
"""Room for the rule over the notes."""
_MOST = 0.6
"""Of the column's height; what is longer goes on at the foot of the next page."""


class Foot:
    """The notes of the current page, and what is carried to the next."""

    def __init__(
        self, painter: Painter, theme: Theme, width: float, lay_out: Callable[[Notes], Galley]
    ) -> None:
        self.painter = painter
        self.theme = theme
        self.width = width
        self.lay_out = lay_out
        self.galleys: dict[int, Galley] = {}
        """Notes laid out but not placed yet, by ``id`` of their flow."""
        self.placed: set[int] = set()
        self.here: list[Galley] = []
        self.height = 0.0
        self.carried: list[Galley] = []

    def begin(self) -> None:
        """Begin a page with what is left of the notes of the page before."""
        self.here, self.carried = self.carried, []
        self.height = fsum(galley.height + _GAP for galley in self.here)

    def room(self, column: float, notes: Iterable[Notes] = ()) -> float:
        """Return the height that the foot of a page takes with some more notes."""
        height = self.height
        for note in notes:
            if id(note) not in self.placed:
                height += self._galley(note).height + _GAP
        return min(height + _SEPARATOR, column * _MOST) if height else 0.0

    def _galley(self, note: Notes) -> Galley:
        galley = self.galleys.get(id(note))
        if galley is None:
            galley = self.galleys[id(note)] = self.lay_out(note)
        return galley

    def cite(self, notes: Iterable[Notes]) -> None:
        """Place notes at the foot of this page, those that they cite as well."""
        waiting = list(notes)
        while waiting:
            note = waiting.pop(0)
            if id(note) not in self.placed:
                self.placed.add(id(note))
                galley = self._galley(note)
                del self.galleys[id(note)]
                self.here.append(galley)
                self.height += galley.height + _GAP
                waiting += galley.notes()

    def draw(self, column: float) -> None:
        """Draw the notes of the page upwards from the margin; carry what has no room."""
        if not self.here:
            return
        margin, bottom = self.theme.margin, upright_margin(self.theme)
        y = bottom + self.room(column) - _SEPARATOR * 0.55
        sheets = self.painter.sheets
        with sheets.artifact(LAYOUT):
            sheets.fill(self.theme.palette.rule, margin, y, self.width * 0.3, 0.75)
        y -= _SEPARATOR * 0.45
        for number, galley in enumerate(self.here):
            room = y - bottom
            if galley.height <= room + 0.5:
                self.painter.galley(galley, margin, y)
                y -= galley.height + _GAP
                continue
            first, rest = cut(galley, room)
            if number == 0 and not first.boxes:  # nothing of it fits on any page
                first, rest = galley, Galley([], 0.0)
            self.painter.galley(first, margin, y)
            self.carried = [rest] if rest.boxes else []
            self.carried += self.here[number + 1 :]
            break
