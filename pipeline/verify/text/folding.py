"""One way to write what may be written in several: the words of both sides before they meet.

A text file may say ``x²`` or ``x^2``, curly or straight quotation marks, and breaks its
lines anywhere. So expected facts and facts read back are folded alike, by rules that know
nothing of the writer's.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from urllib.parse import quote

from pipeline.model.walk import one_line
from pipeline.verify.facts import Fact, FactKind

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʼ‹›", "'"),
        **dict.fromkeys("“”„‟″", '"'),
        **dict.fromkeys("‐‑‒–—―−•◦▪·", "-"),
        "™": "(TM)", "®": "(R)", "©": "(C)", "⁄": "/",
        "←": "<-", "→": "->", "↔": "<->", "⇒": "=>",
        "\u2028": " ", "\u2029": " ", "\x0b": " ", "\x85": " ",
    }
)  # fmt: skip
_GUILLEMETS = re.compile(r"[«»]")
_QUOTED = re.compile(r'\s*"\s*')  # « so », «so» and "so" alike: the mark is a word
_ACCENTS = "\xa8\xaf\xb4\xb8\u02d8-\u02dd\u037a\u0384\u1fbd\u1fbf\u1fc0\u1ffe\u2017\u203e"
"""What stands alone; folded it would be a space with an accent on it."""
_NARROW = re.compile(rf"[^\uff01-\uffe6{_ACCENTS}]+")
_POWER = re.compile(r"\^(?=[0-9]|\([0-9]+\))|\^\(((?:[^\W_]|[+=/-]|\([0-9+=-]*\))+)\)")
_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """Return text in one line, compatibility characters and typographic signs folded."""
    words = _QUOTED.sub(' " ', fold_line(_GUILLEMETS.sub('"', text)))
    return _SPACES.sub(" ", words).strip(" ")


def fold_line(text: str) -> str:
    """Fold all but guillemets, whose spaces may have a mark between them."""
    if not text.isprintable():
        text = "".join(character for character in text if _is_seen(character))
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_SIGNS)
        text = parted_wide(_compatible(text)).translate(_SIGNS)
    return _SPACES.sub(" ", without_powers(text)).strip(" ")


def without_powers(text: str) -> str:
    """Leave out the signs that raise a number, those in a power too."""
    while (less := _POWER.sub(lambda match: match[1] or "", text)) != text:
        text = less
    return text


def fold_code(text: str) -> str:
    """Return code folded line by line; white space at the start and between words stays."""
    return "\n".join(_code_line(line) for line in text.split("\n"))


def _compatible(text: str) -> str:
    """Fold compatibility characters, but not those that decide where lines break."""
    return _NARROW.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)


def parted_wide(text: str) -> str:
    """Put one space between two characters of two cells: a line may break between any."""
    if text.isascii():
        return text
    parts: list[str] = []
    before = False
    for character in text:
        if character.isspace():
            parts.append(" ")
            continue
        wide = _wide(character)
        if wide and before and parts[-1] != " ":
            parts.append(" ")
        parts.append(character)
        before = wide
    return "".join(parts)


def without_asterisks(text: str) -> str:
    """Leave asterisks out of folded text, as if what they part had stood together."""
    return one_line(parted_wide(unicodedata.normalize("NFC", text.replace("*", ""))))


def folded_fact(fact: Fact) -> Fact:
    """Return a fact as a text file can say it."""
    if fact.kind is FactKind.CODE:
        return replace(fact, text=fold_code(fact.text))
    details = tuple(_rounded(detail) for detail in fact.details)
    match fact.kind:
        case FactKind.ITEM if fact.text in ("", "•"):
            return replace(fact, text="-")  # all marks that do not count are alike
        case FactKind.LINK:
            details = tuple(_rounded(fold_address(detail)) for detail in fact.details)
        case FactKind.CELL:
            details = tuple(detail for detail in details if detail)
        case _:
            pass
    return replace(fact, text=_rounded(fact.text), details=details)


def rounded(text: str) -> str:
    """Make brackets round: in a mark, single square ones had to be."""
    return text.replace("[", "(").replace("]", ")")


def _rounded(text: str) -> str:
    return rounded(fold(text))


def fold_address(address: str) -> str:
    """Return an address without white space, wide characters or escaped brackets.

    Text may have to escape them, so that no line breaks within an address.
    """
    address = unicodedata.normalize("NFC", address.replace("%5B", "[").replace("%5D", "]"))
    address = "".join(quote(sign) if _wide(sign) else sign for sign in address)
    return re.sub(r"\s", lambda space: "%C2%A0" if space[0] == "\xa0" else "%20", address)


def _code_line(line: str) -> str:
    line = _GUILLEMETS.sub('"', line.expandtabs(4))
    line = "".join(character for character in line.translate(_SIGNS) if _is_seen(character))
    line = unicodedata.normalize("NFKC", line).translate(_SIGNS)
    return without_powers(line).rstrip()


def _is_seen(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in ("Cc", "Cf")


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in ("W", "F")
