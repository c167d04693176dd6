"""Languages in a page: tags made valid, quotation marks, base direction. Used by the walk."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from pipeline.model.nodes import Direction

_TAG = re.compile(
    r"(?:(?P<language>[a-z]{2,3}|[a-z]{5,8})(?P<extlang>-[a-z]{3}){0,3}"
    r"(?P<script>-[a-z]{4})?(?P<region>-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*"
    r"(?:-x(?:-[a-z\d]{1,8})+)?|x(?:-[a-z\d]{1,8})+|i-[a-z]{3,8})"
)

_TWO_LETTERS = {
    "eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "deu": "de", "ger": "de", "ita": "it",
    "por": "pt", "nld": "nl", "dut": "nl", "ara": "ar", "heb": "he", "zho": "zh", "chi": "zh",
    "jpn": "ja", "kor": "ko", "rus": "ru", "ukr": "uk", "pol": "pl", "hin": "hi", "pan": "pa",
    "iku": "iu", "cre": "cr", "oji": "oj", "lat": "la", "ell": "el", "gre": "el", "swe": "sv",
    "dan": "da", "fin": "fi", "nor": "no", "tur": "tr", "vie": "vi", "fas": "fa", "per": "fa",
    "urd": "ur", "ben": "bn", "tam": "ta", "tel": "te", "guj": "gu", "hun": "hu", "ces": "cs",
    "cze": "cs", "ron": "ro", "rum": "ro", "cym": "cy", "wel": "cy", "gle": "ga", "eus": "eu",
    "baq": "eu", "cat": "ca", "tha": "th", "ind": "id", "msa": "ms", "may": "ms",
}  # fmt: skip
"""ISO 639-2 codes of languages that BCP 47 writes with two letters."""

_QUOTATION_MARKS = {
    "en": ("“", "”", "‘", "’"),
    "fr": ("«\u00a0", "\u00a0»", "“", "”"),
    "fr-ch": ("«\u202f", "\u202f»", "‹\u202f", "\u202f›"),
    "de": ("„", "“", "‚", "‘"),
    "de-ch": ("«", "»", "‹", "›"),
    "es": ("«", "»", "“", "”"),
    "it": ("«", "»", "“", "”"),
    "pt": ("«", "»", "“", "”"),
    "pt-br": ("“", "”", "‘", "’"),
    "ca": ("«", "»", "“", "”"),
    "nl": ("‘", "’", "“", "”"),
    "pl": ("„", "”", "«", "»"),
    "cs": ("„", "“", "‚", "‘"),
    "sk": ("„", "“", "‚", "‘"),
    "hu": ("„", "”", "»", "«"),
    "ro": ("„", "”", "«", "»"),
    "ru": ("«", "»", "„", "“"),
    "uk": ("«", "»", "„", "“"),
    "bg": ("„", "“", "’", "’"),
    "el": ("«", "»", "“", "”"),
    "sv": ("”", "”", "’", "’"),
    "fi": ("”", "”", "’", "’"),
    "da": ("“", "”", "‘", "’"),
    "no": ("«", "»", "‘", "’"),
    "nb": ("«", "»", "‘", "’"),
    "nn": ("«", "»", "‘", "’"),
    "ar": ("”", "“", "’", "‘"),
    "fa": ("«", "»", "‹", "›"),
    "he": ("”", "”", "’", "’"),
    "ja": ("「", "」", "『", "』"),
    "zh": ("“", "”", "‘", "’"),
    "zh-tw": ("「", "」", "『", "』"),
}
"""The marks of the outer and the inner quotation (Unicode CLDR, delimiters)."""

QUOTES = frozenset("\"'“”„‟‘’‚‛«»‹›「」『』〝〞")
"""Signs with which a source may quote by itself."""


def language_tag(value: str) -> str | None:
    """Return a BCP 47 tag in its usual case, repaired where the meaning is plain.

    ``en_CA`` is ``en-CA`` and ``eng`` is ``en``; what no repair makes a tag gives None.
    """
    candidate = value.strip().replace("_", "-").lower()
    if not _TAG.fullmatch(candidate):
        return None
    parts = candidate.split("-")
    parts[0] = _TWO_LETTERS.get(parts[0], parts[0])
    for index, part in enumerate(parts[1:], 1):
        if len(parts[index - 1]) == 1:
            break
        if len(part) == 4 and part.isalpha():
            parts[index] = part.title()
        elif len(part) == 2 and part.isalpha():
            parts[index] = part.upper()
    return "-".join(parts)


def is_valid(value: str) -> bool:
    """Tell whether a ``lang`` as the source has it needs no repair (case is free)."""
    fixed = language_tag(value)
    return fixed is not None and fixed.lower() == value.lower()


def quotation_marks(language: str, depth: int) -> tuple[str, str]:
    """Return the marks of a quotation; depth 0 is the outermost."""
    tag = language.lower()
    marks = _QUOTATION_MARKS.get(tag) or _QUOTATION_MARKS.get(tag.partition("-")[0])
    outer_open, outer_close, inner_open, inner_close = marks or _QUOTATION_MARKS["en"]
    return (outer_open, outer_close) if depth % 2 == 0 else (inner_open, inner_close)


def first_strong(texts: Iterable[str]) -> Direction | None:
    """Return the direction of the first letter that has one (``dir=auto``)."""
    for text in texts:
        for sign in text:
            match unicodedata.bidirectional(sign):
                case "L":
                    return Direction.LEFT_TO_RIGHT
                case "R" | "AL":
                    return Direction.RIGHT_TO_LEFT
    return None
