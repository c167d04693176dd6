"""The fonts of one PDF: which faces a style may use, and how they are embedded.

``Fonts`` is made once for each document: it hands out font sets to measure and shape with,
remembers which glyphs were used, and at the end writes them as subsets.
"""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Iterator
from importlib import resources

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.theme import FontFile, Typefaces
from pipeline.writers.pdf.embed import Allocate, embed
from pipeline.writers.pdf.face import Face
from pipeline.writers.pdf.shape import FontSet

CHARACTER_WITHOUT_FONT = Rule(
    "character-without-font",
    Severity.WARNING,
    "No font of the PDF has this character: a replacement is drawn, though copied text is right.",
    'Give a font that has it in a theme file: [fonts] more = ["NotoSansJP-Regular.ttf"]; '
    "docs/themes.md says how, and where to get fonts.",
    ("ISO 14289-1 7.21.8", "ISO 14289-2 8.4.5.8"),
)


class Style(enum.StrEnum):
    """The styles that text is set in."""

    REGULAR = "regular"
    BOLD = "bold"
    ITALIC = "italic"
    BOLD_ITALIC = "bold italic"
    MONO = "mono"
    MONO_BOLD = "mono bold"


_SIGNS = (
    "NotoSansMath-Regular",
    "NotoSansSymbols2-Regular",
    "NotoSansSymbols-Regular",
    "NotoSansDevanagari-Regular",
)
"""What has no bold: signs, and scripts that have one weight here."""
_SCRIPTS = ("NotoSansCanadianAboriginal", "NotoSansArabic", "NotoSansHebrew")
_LIGHT = (*(f"{script}-Regular" for script in _SCRIPTS), *_SIGNS)
_HEAVY = (*(f"{script}-Bold" for script in _SCRIPTS), *_SIGNS)

_FACES = {
    Style.REGULAR: ("NotoSans-Regular", *_LIGHT),
    Style.BOLD: ("NotoSans-Bold", *_HEAVY),
    Style.ITALIC: ("NotoSans-Italic", "NotoSans-Regular", *_LIGHT),
    Style.BOLD_ITALIC: ("NotoSans-BoldItalic", "NotoSans-Bold", *_HEAVY),
    Style.MONO: ("NotoSansMono-Regular", "NotoSans-Regular", *_LIGHT),
    Style.MONO_BOLD: ("NotoSansMono-Bold", "NotoSans-Bold", *_HEAVY),
}
"""The faces of each style in order of preference."""

_RESOURCES = {
    name: f"F{number}"
    for number, name in enumerate(
        dict.fromkeys(name for names in _FACES.values() for name in names), start=1
    )
}


def _with_own(typefaces: Typefaces) -> tuple[dict[Style, tuple[str, ...]], dict[str, FontFile]]:
    """Return the faces of each style with a department's own among them, and those by name."""
    own: dict[str, FontFile] = {}
    faces: dict[Style, tuple[str, ...]] = {}
    for number, font in enumerate(typefaces.more):
        own[f"more {number}"] = font
    more = tuple(own)
    for style, names in _FACES.items():
        font = getattr(typefaces, style.value.replace(" ", "_"))
        first: tuple[str, ...] = ()
        if font is not None:
            own[style.value] = font
            first = (style.value,)
        faces[style] = (*first, names[0], *more, *names[1:])
    return faces, own


class Fonts:
    """The faces of one document with the glyphs used so far.

    ``letter_spacing`` and ``word_spacing`` are in ems, as in the theme.
    """

    def __init__(
        self,
        *,
        letter_spacing: float = 0.0,
        word_spacing: float = 0.0,
        typefaces: Typefaces | None = None,
    ) -> None:
        self._names, self._own = _with_own(typefaces or Typefaces())
        self._letter_spacing = letter_spacing * 1000
        self._word_spacing = word_spacing * 1000
        self._missing: set[str] = set()
        self._faces: dict[str, Face] = {}
        self._sets: dict[Style, FontSet] = {}

    def set(self, style: Style) -> FontSet:
        """Return the font set of a style."""
        found = self._sets.get(style)
        if found is None:
            found = self._sets[style] = FontSet(
                self._names[style],
                self._load,
                self._missing,
                self._letter_spacing,
                self._word_spacing,
            )
        return found

    def diagnostics(self) -> Iterator[Diagnostic]:
        """Yield a finding for the characters met so far that no face has."""
        if self._missing:
            names = ", ".join(_name(character) for character in sorted(self._missing))
            yield Diagnostic(CHARACTER_WITHOUT_FONT, f"no font has {names}")

    def embed(self, allocate: Allocate) -> dict[str, int]:
        """Write every font that was used; return resource name (``F1``) → object number.

        Call it once, after everything is broken into lines.
        """
        used = sorted(
            (face for face in self._faces.values() if len(face.glyphs) > 1),
            key=lambda face: int(face.resource[1:]),
        )
        return {face.resource: embed(face, allocate) for face in used}

    def _load(self, name: str) -> Face:
        face = self._faces.get(name)
        if face is None:
            own = self._own.get(name)
            if own is not None:
                resource = f"F{len(_RESOURCES) + 1 + list(self._own).index(name)}"
                face = Face(own.name, own.data, resource)
            else:
                file = resources.files(f"{__package__}.faces").joinpath(f"{name}.ttf")
                face = Face(name, file.read_bytes(), _RESOURCES[name])
            self._faces[name] = face
        return face


def _name(character: str) -> str:
    """Return ``U+4E00 一 (CJK UNIFIED IDEOGRAPH-4E00)``."""
    shown = f" {character}" if character.isprintable() else ""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}{shown}" + (f" ({name})" if name else "")
