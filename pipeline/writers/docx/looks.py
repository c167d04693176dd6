"""What a style is: how its characters look and how its paragraphs stand."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Literal

from pipeline.model.nodes import CalloutKind
from pipeline.theme import Colour, Theme

MONOSPACE = "Consolas"
SANS_SERIF = "Arial"
NATURAL = 1.15
"""The height of a line of Arial at single spacing, as a ratio of the size (``hhea``)."""


def line_percent(line: float) -> int:
    """Return the distance of lines in percent of single spacing, from a ratio of the size.

    LibreOffice knows whole percents only, and both programs should set the same pages.
    """
    return round(100 * line / NATURAL)


LIST_LEVELS = 9
"""ISO/IEC 29500-1, 17.9.6: a list has nine levels."""
HEADING_LEVELS = 9
"""Word has nine heading styles; deeper headings share the ninth."""


class StyleType(enum.Enum):
    """The values of ``w:type``."""

    PARAGRAPH = "paragraph"
    CHARACTER = "character"
    TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLook:
    """How characters look; sizes in points. None: as the style below has it."""

    bold: bool | None = None
    italic: bool | None = None
    size: float | None = None
    colour: Colour | None = None
    font: str | None = None
    east_asian: str | None = None
    """Font of Chinese, Japanese and Korean signs."""
    underline: bool | None = None
    strike: bool | None = None
    vertical: Literal["superscript", "subscript"] | None = None
    shade: Colour | None = None


@dataclass(frozen=True, slots=True)
class Border:
    """A line beside a paragraph: width and distance in points."""

    width: float
    colour: Colour
    space: float = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphLook:
    """How a paragraph stands; distances in points. None: as the style below has it."""

    before: float | None = None
    after: float | None = None
    line: float | None = None
    left: float | None = None
    right: float | None = None
    hanging: float | None = None
    keep_next: bool | None = None
    keep_lines: bool | None = None
    bar: Border | None = None
    """At the side where the line begins."""
    above: Border | None = None
    below: Border | None = None
    between: Border | None = None
    """Between neighbours with the same borders, which Word draws as one box."""
    shade: Colour | None = None
    outline: int | None = None
    """Outline level from 0; heading styles only (a screen reader lists what has one)."""
    number: tuple[int, int] | None = None
    """Numbering instance and level."""
    ends: bool | None = None
    """Lines stand at the side where they end."""
    contextual: bool | None = None
    """No distance between neighbours of the same style."""
    right_tab: float | None = None
    """Place of a right tab with dots, from the left edge of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One style of the sheet."""

    id: str
    name: str
    type: StyleType = StyleType.PARAGRAPH
    based_on: str | None = None
    next: str | None = None
    run: RunLook = RunLook()
    paragraph: ParagraphLook = ParagraphLook()
    priority: int = 99
    gallery: bool = False
    """Shown among the quick styles (``w:qFormat``)."""
    default: bool = False
    built_in: bool = True
    """False: a custom style (``w:customStyle``)."""


def list_indent(theme: Theme) -> float:
    """Return how far one level of a list is indented, in points."""
    return 1.9 * theme.body_size


def letter_spacing(theme: Theme) -> float:
    """Return the distance that is added behind each character, in points.

    Word has it in points alone: it is that of the body at every size.
    """
    return theme.letter_spacing * theme.body_size


def edge_distance(theme: Theme) -> float:
    """Return the distance of running head and foot from the edge of the paper, in points."""
    return min(36.0, theme.margin / 2)


def text_width(theme: Theme, *, landscape: bool = False) -> float:
    """Return the width of the text column in points."""
    width, height = theme.paper.value
    return (height if landscape else width) - 2 * theme.margin


BULLETS, NUMBERS = 1, 2
"""The numbering instances behind the styles ``List Bullet`` and ``List Number``."""

CAPTIONS = frozenset({"Caption", "FigureCaption"})

NOTES = frozenset({"TableNote", "NoteText"})
"""Styles of notes in paragraphs."""

CALLOUTS = {
    CalloutKind.ASIDE: "Callout",
    CalloutKind.NOTE: "CalloutNote",
    CalloutKind.INFORMATION: "CalloutInformation",
    CalloutKind.SUCCESS: "CalloutSuccess",
    CalloutKind.WARNING: "CalloutWarning",
    CalloutKind.DANGER: "CalloutDanger",
}
