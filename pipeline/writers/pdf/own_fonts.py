"""A department's own font: data to a ``FontFile``, or the reason why it cannot be used.

Asked once, by ``theme_file``, before anything is written. A font must be free to embed (the licence
bits of its ``OS/2`` table), and one that text is set in must be readable and complete.
"""

from __future__ import annotations

import string
import struct
from dataclasses import dataclass

import uharfbuzz as hb

from pipeline.errors import OptionError
from pipeline.theme import FontFile
from pipeline.writers.pdf.embed import embed
from pipeline.writers.pdf.face import Face

NEEDED = (
    string.ascii_letters
    + string.digits
    + string.punctuation
    + "ÀÂÆÇÈÉÊËÎÏÔŒÙÛÜŸàâæçèéêëîïôœùûüÿ«»‘’“”–—…• \u00a0"
)
"""What a font for text must have: English, French, and what the pipeline itself writes."""
LIGHTEST = 350
"""Weight class; thinner strokes fade in print and for readers with low vision."""
LOWEST = 0.4
"""Height of an x in ems; with less, text of 12 points looks like text of 9."""
_TABLES = frozenset({"cmap", "head", "hhea", "hmtx", "maxp", "OS/2", "post"})
_TRIED = 500
"""Characters of a font that are tried, evenly from all of them."""
_LARGEST = 32 * 2**20
_RESTRICTED, _EDITABLE, _NO_SUBSETS, _BITMAPS = 2, 4 | 8, 0x100, 0x200
_OTHER_FORMS = {b"wOFF": "a web font (WOFF)", b"wOF2": "a web font (WOFF2)"}


@dataclass(frozen=True, slots=True)
class Role:
    """What a font is for."""

    weight: int
    """Of a variable font this weight is taken."""
    text: bool
    """Whether it must be readable and complete; else it only helps out."""


def own_font(path: str, data: bytes, role: Role) -> FontFile:
    """Return the font in a file; ``path`` names it in messages.

    Raises:
        OptionError: if it is no font, may not be embedded, or would be hard to read.
    """
    _refuse_other_forms(path, data)
    try:
        font = _looked_at(path, data, role)
        _rehearse(font)
    except OptionError:
        raise
    except Exception as reason:  # HarfBuzz and what unpacks tables have exceptions of their own
        raise OptionError(
            f"font {path}: is damaged ({type(reason).__name__}: {reason})",
            hint="get it from its maker again, or use another font",
        ) from None
    return font


def _looked_at(path: str, data: bytes, role: Role) -> FontFile:
    face = hb.Face(data)
    tables = set(face.table_tags)
    lacking = _TABLES - tables
    if lacking or "glyf" not in tables or not face.glyph_count:
        what = ", ".join(sorted(lacking)) or "TrueType outlines (glyf)"
        raise OptionError(
            f"font {path}: has no {what}", hint="save it as TrueType (.ttf) with all its tables"
        )
    _refuse_licence(path, face)
    if face.axis_infos:
        face = _pinned(face, role.weight)
        data = bytes(face.blob.data)
    if role.text:
        _refuse_unreadable(path, face)
    return FontFile(_name(face), data)


def _rehearse(font: FontFile) -> None:
    """Embed some of its characters as a report would, so that no report fails for the font."""
    face = Face(font.name, font.data, "F0")
    every = sorted(face.coverage)
    for character in every[:: 1 + len(every) // _TRIED]:
        face.code(face.glyph(character), character)
    word = "".join(character for character in NEEDED if character in face.coverage)
    for right_to_left in (False, True) if word else ():
        tuple(face.shape(word, right_to_left=right_to_left, language=None, spacing=0.0))
    embed(face, lambda _body: 1)


def _refuse_other_forms(path: str, data: bytes) -> None:
    start = data[:4]
    if len(data) > _LARGEST:
        raise OptionError(f"font {path}: has over 32 MB", hint="use a font for fewer scripts")
    if start == b"ttcf":
        raise OptionError(
            f"font {path}: is a collection of fonts", hint="save the one font out of it as .ttf"
        )
    if start == b"OTTO":
        raise OptionError(
            f"font {path}: has PostScript outlines (CFF)",
            hint="use the TrueType (.ttf) version of the font",
        )
    if start in _OTHER_FORMS:
        raise OptionError(f"font {path}: is {_OTHER_FORMS[start]}", hint="use its .ttf version")
    if start not in (b"\0\1\0\0", b"true"):
        raise OptionError(f"font {path}: is no TrueType font", hint="use a .ttf file")


def _refuse_licence(path: str, face: hb.Face) -> None:
    """Refuse what its makers do not allow to be embedded (OpenType, ``OS/2`` ``fsType``)."""
    (bits,) = struct.unpack(">H", face.reference_table("OS/2").data[8:10])
    if bits & _RESTRICTED and not bits & _EDITABLE:
        reason = "may not be embedded (its fsType says restricted licence)"
    elif bits & _NO_SUBSETS:
        reason = "may not be embedded in parts (its fsType says no subsetting)"
    elif bits & _BITMAPS:
        reason = "may be embedded as bitmaps only (fsType)"
    else:
        return
    raise OptionError(
        f"font {path}: {reason}", hint="ask its maker for a licence to embed, or use another font"
    )


def _pinned(face: hb.Face, weight: int) -> hb.Face:
    """Return a variable font at one weight."""
    wanted = hb.SubsetInput()
    wanted.keep_everything()
    wanted.pin_all_axes_to_default(face)
    for axis in face.axis_infos:
        if axis.tag == "wght":
            wanted.pin_axis_location(
                face, "wght", min(max(float(weight), axis.min_value), axis.max_value)
            )
    return hb.subset(face, wanted)


def _refuse_unreadable(path: str, face: hb.Face) -> None:
    covered = set(map(chr, face.unicodes))
    missing = [character for character in NEEDED if character not in covered]
    if missing:
        shown = " ".join(c if c.strip() else f"U+{ord(c):04X}" for c in missing[:12])
        more = f" and {len(missing) - 12} more" if len(missing) > 12 else ""
        raise OptionError(
            f"font {path}: has no {shown}{more}",
            hint="use a font that has every letter of English and French",
        )
    table = face.reference_table("OS/2").data
    (weight,) = struct.unpack(">H", table[4:6])
    if weight < LIGHTEST:
        raise OptionError(
            f"font {path}: is too light to read (weight {weight})",
            hint="use the regular weight, 400",
        )
    extents = hb.Font(face).get_glyph_extents(hb.Font(face).get_nominal_glyph(ord("x")))
    height = extents.y_bearing / face.upem if extents is not None else 0.0
    if height < LOWEST:
        raise OptionError(
            f"font {path}: its small letters are {height:.2f} em high, and hard to read",
            hint=f"use a font whose x is {LOWEST:g} em or higher",
        )


def _name(face: hb.Face) -> str:
    """Return its PostScript name, of the characters that such a name may have."""
    name = face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or ""
    return "".join(c for c in name if c.isascii() and (c.isalnum() or c == "-")) or "Font"
