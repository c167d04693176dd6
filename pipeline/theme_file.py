"""A department's own look: a theme file (TOML) to a theme. Read once, on the command line.

    base = "standard"            # the theme to begin with
    body_size = 11.5             # any size of the theme, in points
    logo = "logo.svg"            # beside this file; drawn before the title of the PDF

    [palette]
    heading = "#0B3D2E"          # any colour of the theme

    [fonts]
    regular = "fonts/Brand-Regular.ttf"
    bold = "fonts/Brand-Bold.ttf"

What would be hard to read is refused with the pair of colours, the size or the font that is at
fault: ``Theme`` cannot be made otherwise. Nothing is read from outside the file's folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path

from pipeline.errors import OptionError
from pipeline.model.nodes import Asset
from pipeline.reader.source import read_file
from pipeline.theme import THEMES, FontFile, Palette, Paper, Theme, Typefaces, colour
from pipeline.toml_file import is_said, nearest, read_toml

_NUMBERS = (
    "margin",
    "body_size",
    "small_size",
    "leading",
    "letter_spacing",
    "word_spacing",
    "minimum_contrast",
)
_KEYS = (
    *("base", "name", "paper", "heading_sizes", "italics"),
    *("logo", "logo_alternative", "palette", "fonts"),
    *_NUMBERS,
)
_LARGEST = 2**26
"""Bytes of a file beside it that are read at most; fonts and logos have less."""
_COLOURS = tuple(each.name for each in fields(Palette))
_FONTS = tuple(each.name for each in fields(Typefaces))


def read(path: Path) -> Theme:
    """Return the theme that a file describes.

    Raises:
        OptionError: if it cannot be read, holds what there is not, or would be inaccessible.
    """
    table = read_toml(path)
    _refuse_unknown(path, table, _KEYS, "setting")
    base = table.get("base", "standard")
    if not isinstance(base, str) or base not in THEMES:
        raise OptionError(
            f"{path}: there is no theme {base!r} to begin with",
            hint=f"choose from {', '.join(THEMES)}",
        )
    theme = THEMES[base]
    theme = theme.on(_paper(path, table, theme.paper))
    contrast = _number(path, table, "minimum_contrast", theme.minimum_contrast)
    if contrast < theme.minimum_contrast:
        raise OptionError(
            f"{path}: minimum_contrast of {contrast:g} is less than the {theme.minimum_contrast:g} "
            f"of {base}",
            hint="leave it out, or ask for more",
        )
    try:
        theme = replace(
            theme,
            name=_text(path, table, "name", path.stem),
            margin=_number(path, table, "margin", theme.margin),
            body_size=_number(path, table, "body_size", theme.body_size),
            small_size=_number(path, table, "small_size", theme.small_size),
            leading=_number(path, table, "leading", theme.leading),
            letter_spacing=_number(path, table, "letter_spacing", theme.letter_spacing),
            word_spacing=_number(path, table, "word_spacing", theme.word_spacing),
            heading_sizes=_sizes(path, table, theme.heading_sizes),
            italics=_flag(path, table, "italics", theme.italics),
            minimum_contrast=contrast,
            palette=_palette(path, table, theme.palette),
            logo=_logo(path, table, theme.logo),
            logo_alternative=_alternative(path, table),
        )
        return replace(theme, fonts=_fonts(path, table, theme.italics))
    except OptionError as problem:
        if problem.what.startswith(str(path)):
            raise
        raise OptionError(f"{path}: {problem.what}", hint=problem.hint) from None


def named(path: Path) -> tuple[Path, ...]:
    """Return the files beside a theme file that it names, the logo and the fonts.

    What is wrong with the file or with a name is for ``read`` to say: it counts for nothing here.
    """
    try:
        table = read_toml(path)
    except OptionError:
        return ()
    fonts = table.get("fonts")
    given = [table.get("logo")]
    for value in fonts.values() if isinstance(fonts, dict) else ():
        given += value if isinstance(value, list) else [value]
    found = []
    for name in given:
        if isinstance(name, str):
            with suppress(OptionError):
                found.append(_beside(path, name))
    return tuple(found)


def _refuse_unknown(
    path: Path, table: Mapping[str, object], known: Iterable[str], what: str
) -> None:
    for name in table:
        if name not in known:
            near = nearest(name, known)
            hint = f"is it {near}?" if near else f"there are {', '.join(sorted(known))}"
            raise OptionError(f"{path}: there is no {what} {name!r}", hint=hint)


def _number(path: Path, table: Mapping[str, object], name: str, default: float) -> float:
    value = table.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1000:
        raise OptionError(
            f"{path}: {name} cannot be {value!r}", hint="write a number from 0 to 1000"
        )
    return float(value)


def _text(path: Path, table: Mapping[str, object], name: str, default: str) -> str:
    value = table.get(name, default)
    if not isinstance(value, str) or not is_said(" ".join(value.split())):
        raise OptionError(f"{path}: {name} cannot be {value!r}", hint="write words in quotes")
    return value


def _flag(path: Path, table: Mapping[str, object], name: str, default: bool) -> bool:
    value = table.get(name, default)
    if not isinstance(value, bool):
        raise OptionError(f"{path}: {name} cannot be {value!r}", hint="write true or false")
    return value


def _paper(path: Path, table: Mapping[str, object], default: Paper) -> Paper:
    value = table.get("paper", default.name)
    if not isinstance(value, str) or value.upper() not in Paper.__members__:
        names = ", ".join(paper.name.lower() for paper in Paper)
        raise OptionError(f"{path}: paper cannot be {value!r}", hint=f"choose from {names}")
    return Paper[value.upper()]


def _sizes(
    path: Path, table: Mapping[str, object], default: tuple[float, ...]
) -> tuple[float, ...]:
    value = table.get("heading_sizes", list(default))
    if not isinstance(value, list) or not value:
        raise OptionError(
            f"{path}: heading_sizes cannot be {value!r}",
            hint="write the sizes from the title on, as in [24, 17, 14, 12]",
        )
    sizes = tuple(_number(path, {"heading_sizes": size}, "heading_sizes", 0.0) for size in value)
    if list(sizes) != sorted(sizes, reverse=True):
        raise OptionError(
            f"{path}: a heading is larger than the one above it in heading_sizes",
            hint="write the sizes from the title on, each no larger than the one before",
        )
    return sizes


def _palette(path: Path, table: Mapping[str, object], default: Palette) -> Palette:
    given = table.get("palette", {})
    if not isinstance(given, dict):
        raise OptionError(f"{path}: palette is not a table", hint="write [palette]")
    _refuse_unknown(path, given, _COLOURS, "colour")
    colours = {}
    for name, value in given.items():
        if not isinstance(value, str):
            raise OptionError(
                f"{path}: {name} cannot be {value!r}", hint='write a colour as in "#26374A"'
            )
        colours[name] = colour(value)
    return replace(default, **colours)


def _beside(path: Path, name: str) -> Path:
    """Return the path of a file that a theme file names; it may not lead out of its folder."""
    try:
        folder = path.parent.resolve()
        place = (folder / name).resolve()
    except (OSError, RuntimeError, ValueError):  # a link that leads to itself, a NUL
        raise OptionError(f"{path}: {name!r} names no file", hint="check the path") from None
    if not place.is_relative_to(folder):
        raise OptionError(
            f"{path}: {name} is outside the folder of the theme file",
            hint="put it beside the theme file, or in a folder below",
        )
    return place


def _data(place: Path, what: str) -> bytes:
    try:
        return read_file(place, _LARGEST)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise OptionError(f"{what}: {reason}", hint="check the path") from None


def _logo(path: Path, table: Mapping[str, object], default: Asset | None) -> Asset | None:
    if "logo" not in table:
        return default
    # Loaded here: only a theme with a logo needs it.
    from pipeline.logo import logo

    name = _text(path, table, "logo", "")
    return logo(name, _data(_beside(path, name), f"logo {name}"))


def _alternative(path: Path, table: Mapping[str, object]) -> str | None:
    if "logo_alternative" not in table:
        return None
    if "logo" not in table:
        raise OptionError(
            f"{path}: logo_alternative without a logo", hint="name the logo, or leave both out"
        )
    return " ".join(_text(path, table, "logo_alternative", "").split())


def _fonts(path: Path, table: Mapping[str, object], italics: bool) -> Typefaces:
    given = table.get("fonts", {})
    if not isinstance(given, dict):
        raise OptionError(f"{path}: fonts is not a table", hint="write [fonts]")
    _refuse_unknown(path, given, _FONTS, "font")
    for has, wants in (("regular", "bold"), ("bold", "regular"), ("italic", "regular"),
                       ("bold_italic", "italic"), ("mono_bold", "mono")):  # fmt: skip
        if has in given and wants not in given:
            raise OptionError(f"{path}: the font {has} needs {wants} with it", hint="name both")
    if "regular" in given and italics and not {"italic", "bold_italic"} <= set(given):
        raise OptionError(
            f"{path}: there is no italic and bold_italic to the font regular",
            hint="name them, or set italics = false, which sets emphasis in bold",
        )
    if not given:
        return Typefaces()
    # Loaded here: only a theme with fonts needs it.
    from pipeline.writers.pdf.own_fonts import Role, own_font

    def font(name: object, role: Role) -> FontFile:
        if not isinstance(name, str) or not name.strip():
            raise OptionError(f"{path}: a font cannot be {name!r}", hint="write a path in quotes")
        return own_font(name, _data(_beside(path, name), f"font {name}"), role)

    more = given.get("more", [])
    if not isinstance(more, list):
        raise OptionError(f"{path}: more cannot be {more!r}", hint="write a list of paths")
    own = {
        name: font(value, Role(700 if "bold" in name else 400, text="mono" not in name))
        for name, value in given.items()
        if name != "more"
    }
    return Typefaces(**own, more=tuple(font(name, Role(400, text=False)) for name in more))
