"""How the publication looks, once for all formats.

A theme that would be hard to read cannot be made: the constructor refuses text that is too
small, lines that are too tight and colours with too little contrast.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pipeline.errors import OptionError
from pipeline.model.nodes import Asset


class Paper(enum.Enum):
    """Paper sizes in points (1/72 inch), width and height."""

    LETTER = (612.0, 792.0)
    A4 = (595.28, 841.89)
    A5 = (419.53, 595.28)


class Colour(NamedTuple):
    """An sRGB colour, components 0 to 255."""

    red: int
    green: int
    blue: int

    @property
    def hex(self) -> str:
        """``26374A``: six digits, no sign."""
        return f"{self.red:02X}{self.green:02X}{self.blue:02X}"

    @property
    def luminance(self) -> float:
        """Relative luminance as WCAG 2.2 defines it, 0 to 1."""
        return (
            0.2126 * _linear(self.red) + 0.7152 * _linear(self.green) + 0.0722 * _linear(self.blue)
        )


def colour(digits: str) -> Colour:
    """Make a colour of six hexadecimal digits, with or without ``#``.

    Raises:
        OptionError: if they are not six hexadecimal digits.
    """
    try:
        value = bytes.fromhex(digits.removeprefix("#"))
        red, green, blue = value
    except ValueError:
        raise OptionError(
            f"{digits!r} is not a colour", hint="write six hexadecimal digits, as in #26374A"
        ) from None
    return Colour(red, green, blue)


def _linear(component: int) -> float:
    share = component / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def contrast(first: Colour, second: Colour) -> float:
    """Return the contrast ratio of WCAG 2.2, 1 to 21."""
    light, dark = sorted((first.luminance, second.luminance), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours; every one that carries text is checked against its background."""

    paper: Colour
    text: Colour
    quiet: Colour
    """Running heads, page numbers, captions' labels."""
    heading: Colour
    link: Colour
    rule: Colour
    """Lines of tables, the bar of a quotation."""
    accent: Colour
    """The rule under the title, the bar of a warning."""
    table_head: Colour
    """Background of header cells; their text has the colour ``text``."""
    panel: Colour
    """Background of callouts and code."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font that may be embedded (``font_file`` has looked)."""

    name: str
    """PostScript name, which the PDF shows."""
    data: bytes = field(repr=False)
    """TrueType."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typefaces:
    """A department's own fonts for the PDF; None: the one that comes with the pipeline."""

    regular: FontFile | None = None
    bold: FontFile | None = None
    italic: FontFile | None = None
    bold_italic: FontFile | None = None
    mono: FontFile | None = None
    mono_bold: FontFile | None = None
    more: tuple[FontFile, ...] = ()
    """For characters that the others lack: scripts that the pipeline brings no font for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Sizes in points (1/72 inch), ratios without unit."""

    name: str
    paper: Paper = Paper.LETTER
    margin: float = 80.0
    """With the size of the text it makes lines of 75 to 80 characters (WCAG 2.2 1.4.8)."""
    body_size: float = 12.0
    """Guidelines for clear print ask for 12 points at least (LP-02, LP-03)."""
    small_size: float = 10.0
    """Captions, notes, running heads, cells of wide tables."""
    leading: float = 1.42
    """Distance of lines as a ratio of the size."""
    heading_sizes: tuple[float, ...] = (26.0, 18.0, 14.5, 12.5, 12.0, 12.0)
    """Title, then headings of level 2 on; the last serves all deeper levels."""
    letter_spacing: float = 0.0
    """In ems."""
    word_spacing: float = 0.0
    """In ems, beyond the space of the font."""
    italics: bool = True
    """False: emphasis is bold, as large-print guidelines ask."""
    palette: Palette
    minimum_contrast: float = 4.5
    logo: Asset | None = field(default=None, repr=False)
    """Drawn over the title of the PDF."""
    logo_alternative: str | None = None
    """What the logo says; None: it decorates, because who publishes is said in words."""
    fonts: Typefaces = field(default=Typefaces(), repr=False)

    def __post_init__(self) -> None:
        """Refuse what cannot be read.

        Raises:
            OptionError: text under 9 points, lines under 1.15 or over 3, letters or words far
                apart, headings smaller than the text, text or margins too large for the paper,
                contrast under ``minimum_contrast``.
        """
        if min(self.body_size, self.small_size) < 9:
            raise OptionError(
                f"theme {self.name}: text of {min(self.body_size, self.small_size):g} points",
                hint="set body_size and small_size to 9 points or more",
            )
        if self.leading < 1.15:
            raise OptionError(
                f"theme {self.name}: leading of {self.leading:g}", hint="set it to 1.15 or more"
            )
        for name, most in _MOST.items():
            value = getattr(self, name)
            if value > most:
                raise OptionError(
                    f"theme {self.name}: {name} of {value:g}", hint=f"set it to {most:g} or less"
                )
        if min(self.heading_sizes) < self.body_size:
            raise OptionError(
                f"theme {self.name}: a heading is smaller than the text",
                hint="set every heading size to body_size or more",
            )
        room = self.paper.value[0] - 2 * self.margin
        if room < 12 * max(self.body_size, self.small_size):
            raise OptionError(
                f"theme {self.name}: margins of {self.margin:g} points leave no room for text",
                hint="set a smaller margin or a larger paper",
            )
        if room < 6 * max(self.heading_sizes):
            raise OptionError(
                f"theme {self.name}: headings of {max(self.heading_sizes):g} points have no room",
                hint="set smaller heading_sizes, a smaller margin or a larger paper",
            )
        for name, text, background in _pairs(self.palette):
            ratio = contrast(text, background)
            if ratio < self.minimum_contrast:
                raise OptionError(
                    f"theme {self.name}: {name} has a contrast of {ratio:.2f}:1",
                    hint=f"choose colours of at least {self.minimum_contrast:g}:1 (WCAG 2.2 1.4.3)",
                )

    def on(self, paper: Paper) -> Theme:
        """Return the theme for another paper: on smaller ones the margins are smaller too."""
        share = min(1.0, paper.value[0] / self.paper.value[0])
        return replace(self, paper=paper, margin=round(self.margin * share, 1))

    def heading_size(self, level: int) -> float:
        """Return the size of a heading: level 1 is the title."""
        return self.heading_sizes[min(level, len(self.heading_sizes)) - 1]


_MOST = {"leading": 3.0, "letter_spacing": 0.5, "word_spacing": 2.0}
"""More tears a text apart."""


def _pairs(palette: Palette) -> list[tuple[str, Colour, Colour]]:
    """Return every text and background that meet on a page, with a name for the pair."""
    on_paper = ("text", "quiet", "heading", "link")
    on_panel = ("text", "heading", "link")
    pairs = [(f"{name} on paper", getattr(palette, name), palette.paper) for name in on_paper]
    pairs += [(f"{name} on panel", getattr(palette, name), palette.panel) for name in on_panel]
    pairs += [
        ("text on table head", palette.text, palette.table_head),
        ("link on table head", palette.link, palette.table_head),
    ]
    return pairs


_CALM = Palette(
    paper=colour("FFFFFF"),
    text=colour("1F2933"),
    quiet=colour("52606D"),
    heading=colour("26374A"),
    link=colour("0B4FA8"),
    rule=colour("C5CDD6"),
    accent=colour("AF3C43"),
    table_head=colour("E9EEF4"),
    panel=colour("F3F6F9"),
)

_BLACK = replace(
    _CALM,
    text=colour("000000"),
    quiet=colour("000000"),
    heading=colour("000000"),
    link=colour("00308F"),
    rule=colour("000000"),
    accent=colour("000000"),
    table_head=colour("FFFFFF"),
    panel=colour("FFFFFF"),
)

STANDARD = Theme(name="standard", palette=_CALM)
LARGE_PRINT = Theme(
    name="large-print",
    margin=64.0,
    body_size=18.0,
    small_size=18.0,
    leading=1.4,
    heading_sizes=(32.0, 26.0, 22.0, 20.0, 18.0, 18.0),
    italics=False,
    palette=_BLACK,
    minimum_contrast=7.0,
)
LARGE_PRINT_24 = replace(
    LARGE_PRINT,
    name="large-print-24",
    margin=54.0,
    body_size=24.0,
    small_size=24.0,
    heading_sizes=(40.0, 34.0, 29.0, 26.0, 24.0, 24.0),
)
DYSLEXIA_FRIENDLY = replace(
    STANDARD,
    name="dyslexia-friendly",
    body_size=13.0,
    small_size=12.0,
    leading=1.6,
    heading_sizes=(26.0, 20.0, 16.0, 14.0, 13.0, 13.0),
    letter_spacing=0.03,
    word_spacing=0.12,
    italics=False,
    palette=replace(_CALM, paper=colour("FFFDF5"), panel=colour("F5F1E3")),
)
HIGH_CONTRAST = replace(
    STANDARD, name="high-contrast", palette=_BLACK, minimum_contrast=7.0, italics=False
)

THEMES = {
    theme.name: theme
    for theme in (STANDARD, LARGE_PRINT, LARGE_PRINT_24, DYSLEXIA_FRIENDLY, HIGH_CONTRAST)
}
