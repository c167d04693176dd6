"""The theme as block styles and looks: sizes, leading, spaces, colours. Used by plan.

Vertical spaces are multiples of the body line, so that the page has one rhythm.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipeline.theme import Colour, Theme
from pipeline.writers.pdf.flow import BlockStyle
from pipeline.writers.pdf.fonts import Style
from pipeline.writers.pdf.lines import Look

HEADING_LEADING = 1.22
"""Headings are set tighter than text: their lines are short."""


EDGE = 24.0
"""From the edge of the paper to what stands on it; printers reach no further."""


def upright_margin(theme: Theme) -> float:
    """Return the margin above and below the column, with room for the running head in it."""
    return max(theme.margin, EDGE + 2.6 * theme.small_size)


@dataclass(slots=True)
class Styles:
    """Block styles of a theme; looks are shared so that painting can compare them by ``is``."""

    theme: Theme
    _looks: dict[Look, Look] = field(default_factory=dict)

    def share(self, look: Look) -> Look:
        """Return the one look that is equal to this."""
        return self._looks.setdefault(look, look)

    def look(
        self,
        style: Style = Style.REGULAR,
        size: float | None = None,
        colour: Colour | None = None,
    ) -> Look:
        """Return a look; text colour and body size unless said otherwise."""
        return self.share(
            Look(
                style=style,
                size=self.theme.body_size if size is None else size,
                colour=self.theme.palette.text if colour is None else colour,
            )
        )

    @property
    def line(self) -> float:
        """Distance of the lines of the text."""
        return self.theme.body_size * self.theme.leading

    @property
    def step(self) -> float:
        """Width of one indentation."""
        return self.theme.body_size * 1.6

    def _block(self, size: float, **spaces: float) -> BlockStyle:
        return BlockStyle(
            size=size,
            line=size * self.theme.leading,
            before=spaces.get("before", 0.0),
            after=spaces.get("after", 0.0),
        )

    def body(self) -> BlockStyle:
        """Style paragraphs."""
        return self._block(self.theme.body_size, after=0.55 * self.line)

    def heading(self, level: int) -> BlockStyle:
        """Style headings; level 1 is the title."""
        size = self.theme.heading_size(level)
        before = {1: 0.0, 2: 1.5, 3: 1.1}.get(level, 0.8) * self.line
        return BlockStyle(
            size=size,
            line=size * HEADING_LEADING,
            before=before,
            after=(0.6 if level <= 2 else 0.35) * self.line,
            keep=True,
            balanced=True,
        )

    def caption(self) -> BlockStyle:
        """Style captions of tables and figures."""
        return replace(
            self._block(self.theme.small_size, before=0.9 * self.line, after=0.4 * self.line),
            keep=True,
        )

    def note(self) -> BlockStyle:
        """Style notes at the foot of the page or at the end."""
        return self._block(self.theme.small_size, after=0.25 * self.line)

    def cell(self, *, small: bool) -> BlockStyle:
        """Style cells of tables: a little smaller than the text where the theme allows it."""
        theme = self.theme
        size = theme.small_size if small else max(theme.small_size, theme.body_size * 0.875)
        return BlockStyle(size=size, line=size * max(1.25, theme.leading - 0.13), after=0.0)

    def code(self) -> BlockStyle:
        """Style blocks of code."""
        size = max(self.theme.small_size, self.theme.body_size * 0.83)
        return BlockStyle(size=size, line=size * 1.4, code=True)

    def data(self) -> BlockStyle:
        """Style lines of publication data under the title, subtitles and kickers."""
        return self._block(self.theme.body_size, after=0.1 * self.line)

    def subtitle(self) -> BlockStyle:
        """Style the subtitle."""
        size = self.theme.heading_size(3)
        return BlockStyle(size=size, line=size * 1.3, after=0.3 * self.line, balanced=True)
