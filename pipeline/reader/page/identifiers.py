"""Numbers that identify a publication, found in its text. Used by ``metadata`` alone.

ISBN and ISSN count only with a right check digit; catalogue numbers only after their name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ISBN = re.compile(
    r"\bISBN(?:-1[03])?[\s:]{0,5}((?:97[89][-\s]?)?\d(?:[-\s]?[\dX]){8,9})", re.IGNORECASE
)
_ISSN = re.compile(r"\bISSN[\s:]{0,5}(\d{4}-\d{3}[\dX])", re.IGNORECASE)
_DOI = re.compile(r"\bdoi(?:\.org/|[\s:]{1,3})(10\.\d{4,9}/[^\s\"<>]{1,200})", re.IGNORECASE)
_CATALOGUE = re.compile(
    r"\b(?:Cat(?:alogue)?\.?\s{0,3}(?:No|Number|Num)\b\.?"
    r"|N(?:\s?o|ᵒ|°|º|uméro)\.?\s{0,3}(?:de\s)?(?:cat(?:alogue)?)\b\.?)"
    r"[\s:\u00a0]{0,5}([A-Z]{1,4}\d{0,4}[A-Z0-9]{0,6}[-‑/][0-9A-Z][-‑/0-9A-Z]{1,20})",
    re.IGNORECASE,
)


def identifiers(text: str) -> Iterator[str]:
    """Yield identifiers with their schemes, each once, as the text writes them."""
    seen: set[str] = set()
    for scheme, pattern in (
        ("ISBN", _ISBN),
        ("ISSN", _ISSN),
        ("DOI", _DOI),
        ("Cat. No.", _CATALOGUE),
    ):
        for match in pattern.finditer(text):
            number = match[1].strip().rstrip(".,;)")
            key = re.sub(r"[\s-]", "", number).upper()
            if key in seen or (scheme == "ISBN" and not _is_isbn(key)):
                continue
            if scheme == "ISSN" and not _is_issn(key):
                continue
            seen.add(key)
            yield f"{scheme} {number}"


def _is_isbn(digits: str) -> bool:
    if len(digits) == 13 and digits.isdigit():
        return sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits)) % 10 == 0
    return len(digits) == 10 and _weighted(digits) % 11 == 0


def _is_issn(digits: str) -> bool:
    return len(digits) == 8 and _weighted(digits) % 11 == 0


def _weighted(digits: str) -> int:
    """Sum with weights from the length down to 1; X stands for ten at the end."""
    if not digits[:-1].isdigit() or not (digits[-1].isdigit() or digits[-1] == "X"):
        return 1
    values = [int(digit) for digit in digits[:-1]] + [10 if digits[-1] == "X" else int(digits[-1])]
    return sum(value * (len(digits) - place) for place, value in enumerate(values))
