"""Where a word may be broken. Below lines: the opportunities of UAX 14 inside a word.

Spaces and newlines are the line breaker's; here a word is what stands between them. No
word is hyphenated, but soft hyphens of the source, dashes, slashes, the parts of addresses
and East Asian characters give places to break.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from functools import lru_cache


class Break(enum.Enum):
    """What stands after a part of a word."""

    NONE = "none"
    """The end of the word."""
    PLAIN = "plain"
    """A place to break that shows nothing."""
    SOFT_HYPHEN = "soft hyphen"
    """A place to break that then shows a hyphen; the character is not in the part."""


_EAST_ASIAN = (
    "\u2e80-\u2fdf\u3001-\u3020\u3041-\u30fa\u30fd-\u30ff\u3105-\u312f\u3131-\u318e\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua48c\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9d"
    "\U0001b000-\U0001b2ff\U00020000-\U0003fffd"
)
_ANYTHING = re.compile(
    f"[-/_\u00ad\u200b\u2010\u2012-\u2014\u1361\u0f0b\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000"
    f"{_EAST_ASIAN}]|.{{26}}|@|^www\\."
)
"""Finds words that need a closer look at all."""
_OPPORTUNITY = re.compile(
    r"(?<=\w[-\u2010])(?=[^\W\d_])"  # half-baked, but not -5, 2021-22
    r"|(?<=\w[\u2012-\u2014])(?=\w)"
    r"|(?<=[^\W\d_]{2}/)(?=[^\W\d_]{2})"  # and/or, but not n/p
    r"|(?<=[\u200b\u00ad\u1361\u0f0b\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000])"
)
_ADDRESS = re.compile(r"://|^www\.|\w@\w|^.{26}", re.DOTALL)
_IN_ADDRESS = re.compile(r"(?<=\w/)(?=[^/])|(?<=//)|(?<=[\w/=&])(?=[.?&#%~+_@,;][\w/])|(?<=\w[-=])")
_NAME = re.compile(r"(?<=[^\W_]_)(?=[^\W_])")
_LONG_NAME = 16
"""Characters of a name in code, like ``pupil_count_total``, that may be broken at ``_``."""
_CLOSING = "?!:;.,%»›)]"
_OPENING = frozenset("«‹(")
_IDEOGRAPH = re.compile(f"[{_EAST_ASIAN}]")
_NEVER_AT_START = frozenset(
    "!%),.:;?]}¢°’”†‡›℃、。〃々〕〉》」』】〗〙〛〜・ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
    "！％），．：；？］｝～ゝゞヽヾ…‥"
)
_NEVER_AT_END = frozenset("([{£¥‘“‹〔〈《「『【〖〘〚（［｛＄￥￡$#")


def holds(word: str, following: str) -> bool:
    """Tell whether the space between two words is no place to break.

    In French some signs stand off their word (UAX 14, LB13 and LB15); a share keeps its sign.
    """
    return word in _OPENING or (following != "" and not following.strip(_CLOSING))


@lru_cache(maxsize=65536)
def parts(word: str) -> tuple[tuple[str, Break], ...]:
    """Part a word at every place where it may be broken."""
    if not _ANYTHING.search(word):
        return ((word, Break.NONE),)
    places = {match.end() for match in _OPPORTUNITY.finditer(word)}
    if _ADDRESS.search(word):
        places.update(match.end() for match in _IN_ADDRESS.finditer(word))
    if len(word) >= _LONG_NAME and "_" in word:
        places.update(match.end() for match in _NAME.finditer(word))
    if _IDEOGRAPH.search(word):
        places.update(i for i in range(1, len(word)) if _between_ideographs(word, i))
    places -= {0, len(word)}
    found: list[tuple[str, Break]] = []
    start = 0
    for place in (*sorted(places), len(word)):
        part, after = word[start:place], Break.PLAIN if place < len(word) else Break.NONE
        if part.endswith("\u00ad") and after is Break.PLAIN:
            part, after = part[:-1], Break.SOFT_HYPHEN
        found.append((part, after))
        start = place
    return tuple(found)


def clusters(word: str) -> tuple[str, ...]:
    """Part a word into characters with the marks and joiners that belong to them."""
    found: list[str] = []
    for index, character in enumerate(word):
        joined = index > 0 and (
            word[index - 1] == "\u200d"
            or character in "\u200c\u200d\ufe0e\ufe0f"
            or unicodedata.category(character)[0] == "M"
        )
        if joined:
            found[-1] += character
        else:
            found.append(character)
    return tuple(found)


def _between_ideographs(word: str, place: int) -> bool:
    """Tell whether East Asian text may be broken before this place (JIS X 4051 in short)."""
    before, after = word[place - 1], word[place]
    if not (_IDEOGRAPH.match(before) or _IDEOGRAPH.match(after)):
        return False
    if before in _NEVER_AT_END or after in _NEVER_AT_START:
        return False
    return unicodedata.category(after)[0] != "M" and "\u00a0" not in (before, after)
