"""Bytes to characters. Used by ``dom`` alone.

The order is the HTML standard's (byte order mark, the caller, the page's own declaration,
then a guess), with one deliberate difference: text that is declared as a one-byte encoding and
reads as UTF-8 with several multi-byte characters is UTF-8, because nobody writes ``Ã©``.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import turbohtml
from turbohtml.detect import detect

from pipeline.diagnostics import Diagnostic, Position, Rule, Severity
from pipeline.errors import OptionError

UNDECLARED = Rule(
    "encoding-undeclared",
    Severity.NOTE,
    "The page does not say which character encoding it is in.",
    'Write <meta charset="utf-8"> first in the head.',
    ("HTML 4.2.5.4",),
)
GUESSED = Rule(
    "encoding-guessed",
    Severity.WARNING,
    "The character encoding is not declared and had to be guessed; letters may be wrong.",
    'Save the page as UTF-8 and write <meta charset="utf-8"> first in the head.',
    ("HTML 4.2.5.4",),
)
MISDECLARED = Rule(
    "encoding-misdeclared",
    Severity.WARNING,
    "The page is in another character encoding than it declares.",
    'Save the page as UTF-8 and declare that: <meta charset="utf-8">.',
    ("HTML 4.2.5.4",),
)
UNDECODABLE = Rule(
    "encoding-undecodable",
    Severity.ERROR,
    "Bytes that mean nothing in the page's character encoding; they are shown as U+FFFD.",
    "Type the letters that belong there again, and save the page as UTF-8.",
    ("HTML 4.2.5.4",),
)

_MARKS = (
    (codecs.BOM_UTF8, "UTF-8"),
    (codecs.BOM_UTF16_LE, "UTF-16LE"),
    (codecs.BOM_UTF16_BE, "UTF-16BE"),
)
_PRESCAN = 65_536
"""Bytes in which a declaration is looked for; browsers look further than the standard's 1024."""
_META = re.compile(
    rb"<!--.*?(?:-->|\Z)|<meta\b[^>]{0,1000}?\bcharset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})")
_ENOUGH = 3
"""Multi-byte characters that make it certain that text is UTF-8 by intention."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of a page."""

    text: str
    encoding: str
    """Name as in the Encoding standard."""
    diagnostics: tuple[Diagnostic, ...] = ()


def decode(data: bytes, label: str | None = None) -> Decoded:
    """Return the characters of a page; ``label`` goes before what the page declares.

    Raises ``OptionError`` when no encoding has that label.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], name)
    if label is not None:
        name_of_label = _name(label)
        if name_of_label is None:
            raise OptionError(f"unknown encoding: {label}", hint="use a name such as utf-8")
        return _decoded(data, name_of_label)
    if _looks_like_utf_16(data):
        return _decoded(data, "UTF-16LE" if data[1] == 0 else "UTF-16BE")
    declared = _declared(data)
    multi_byte = _multi_byte_characters(data)
    if declared is None:
        if multi_byte is not None:
            undeclared = Diagnostic(UNDECLARED, "no encoding is declared; it is UTF-8")
            return _decoded(data, "UTF-8", *([undeclared] if multi_byte else []))
        guess = detect(data).encoding or "windows-1252"
        return _decoded(
            data, guess, Diagnostic(GUESSED, f"no encoding is declared; {guess} is a guess")
        )
    if declared != "UTF-8" and multi_byte is not None and multi_byte >= _ENOUGH:
        message = f"{declared} is declared, but the page is UTF-8"
        return _decoded(data, "UTF-8", Diagnostic(MISDECLARED, message))
    return _decoded(data, declared)


def _decoded(data: bytes, name: str, *diagnostics: Diagnostic) -> Decoded:
    text = codecs.decode(data, f"whatwg-{name}")
    assert isinstance(text, str)
    bad = text.count("\ufffd") - (data.count("\ufffd".encode()) if name == "UTF-8" else 0)
    if bad > 0:
        first = text.index("\ufffd")
        place = Position(text.count("\n", 0, first) + 1, first - text.rfind("\n", 0, first))
        message = f"{bad} byte sequences mean nothing in {name}"
        diagnostics += (Diagnostic(UNDECODABLE, message, place),)
    return Decoded(text, name, diagnostics)


def _name(label: str) -> str | None:
    try:
        return turbohtml.parse(b"", encoding=label.strip()).encoding
    except LookupError:
        return None


def _declared(data: bytes) -> str | None:
    """Return what the page says in ASCII-compatible bytes; UTF-16 is then not to be believed."""
    head = data[:_PRESCAN]
    candidates = [match[1] for match in _META.finditer(head) if match[1]]
    if (xml := _XML.match(head)) is not None:
        candidates.append(xml[1])
    for candidate in candidates:
        name = _name(candidate.decode("ascii"))
        if name is not None:
            return "UTF-8" if name.startswith("UTF-16") else name
    return None


def _looks_like_utf_16(data: bytes) -> bool:
    return data[:4] in {b"<\0!\0", b"<\0h\0", b"<\0?\0", b"\0<\0!", b"\0<\0h", b"\0<\0?"}


def _multi_byte_characters(data: bytes) -> int | None:
    """Count the characters beyond ASCII if the bytes are UTF-8; None when they are not."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return len(text) - len(text.encode("ascii", "ignore"))
