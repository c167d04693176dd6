"""The characters of the text file: which are kept, replaced or left out, and their width.

The last step on the way to the file; what is done here is undone nowhere, so the verifier
folds the document's words by rules of its own before it compares.
"""

from __future__ import annotations

import re
import unicodedata

from pipeline.model.walk import is_raisable, raised

NO_BREAK = "\xa0"
"""Holds a mark together until the lines are broken; a space in the file."""

OPEN, CLOSE = "\x03", "\x02"
"""Stand for the brackets of a mark until ``closed`` writes them; all others are the source's."""

KEPT_SPACE = "\x01"
"""Stands for a space that counts (inline code) until the lines are broken."""

_SPACES = dict.fromkeys(
    map(ord, "\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009"), " "
)
_SPACES |= dict.fromkeys(map(ord, "\u200a\u205f\u3000\u2028\u2029\t\x0b\x0c\x85"), " ")
_FIXED_SPACES = dict.fromkeys(map(ord, "\xa0\u2007\u202f"), "\xa0")
_INVISIBLE = dict.fromkeys(map(ord, "\xad\u200b\u2060\ufeff\u2061\u2062\u2063\u2064\u180e"))
_INVISIBLE |= dict.fromkeys((*range(0x206A, 0x2070), *range(0xFFF9, 0xFFFC)))
_CONTROLS = dict.fromkeys((*range(9), *range(14, 32), 127, *range(128, 160)))
_NORMALISED = _CONTROLS | _SPACES | _FIXED_SPACES | _INVISIBLE

_ASCII = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "ʼ": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"',
        "‹": "'", "›": "'",
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
        "…": "...", "•": "-", "◦": "-", "▪": "-", "·": "-", "⁄": "/",
        "←": "<-", "→": "->", "↔": "<->", "⇒": "=>", "™": "(TM)", "®": "(R)", "©": "(C)",
        "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl",
    }
)  # fmt: skip
_BIDI = dict.fromkeys((0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
NOT_SEEN = "".join(map(chr, (0x200C, 0x200D, *_BIDI)))
"""The joiners and direction marks, which ``normalised`` leaves."""
UNSEEN = f" {NO_BREAK}\n{NOT_SEEN}"
"""What says nothing at the ends of words."""
_FRENCH_QUOTES = re.compile("«[ \xa0]?([^«»]*?)[ \xa0]?»")

_RUN = re.compile(r"[^\w\s]+")
_TERM = re.compile(r"[^\W_]*(?:[+\-−=/][^\W_]+)+")
"""An exponent with a sign of operation, which no ordinal number or shortened word has."""
_ENDS_ITSELF = re.compile(r"[0-9]+|(?:\([0-9]+\))+")


def normalised(text: str) -> str:
    """Return text in NFC with one kind of space and one of no-break space (U+00A0).

    Soft hyphens, zero-width spaces, invisible operators and control characters go; the
    joiners that Arabic and Indic scripts need, and newlines, stay (TX-01, TX-18).
    """
    return unicodedata.normalize("NFC", text.translate(_NORMALISED))


def folded(text: str, *, code: bool = False) -> str:
    """Return text with typographic signs as ASCII; letters and digits stay (TX-23).

    The spaces inside French quotation marks go with them, but not in code.
    """
    if not code:
        text = _FRENCH_QUOTES.sub(r'"\1"', text)
    return text.translate(_ASCII | _BIDI)


def closed(text: str) -> str:
    """Return text with its marks closed, and no sign of a long run before a bracket (TX-06).

    What comes behind the bracket touches it: a space there would be the source's.
    """
    for match in reversed(list(_RUN.finditer(text))):
        if len(match[0]) <= 3 or CLOSE not in match[0]:
            continue
        at = match.start() + match[0].rindex(CLOSE)
        if at > match.start():
            text = f"{text[:at]}{NO_BREAK}{text[at:]}"
    return text.replace(OPEN, "[").replace(CLOSE, "]")


def power(text: str, *, ascii_only: bool) -> str:
    """Return a superscript: ``²``, in ASCII ``^2`` and ``^(+2)``; ``^(n+1)``; words stay (``1er``).

    So a power is not taken for a digit or a letter of what is before it (TX-20).
    """
    if not is_raisable(text):
        return f"^({text})" if _TERM.fullmatch(text) else text
    if not ascii_only:
        return raised(text)
    return f"^{text}" if _ENDS_ITSELF.fullmatch(text) else f"^({text})"


def width(text: str) -> int:
    """Return how many cells of a display the text takes."""
    if text.isascii():
        return len(text)
    return sum(_cells(character) for character in text)


def is_wide(character: str) -> bool:
    """Tell whether a character takes two cells, and a line may end beside it."""
    return unicodedata.east_asian_width(character) in ("W", "F")


def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if is_wide(character) else 1
