"""The text edition's own rules: what no comparison of facts sees (TX-01 to TX-23)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.model.nodes import (
    Abbreviation,
    Document,
    Image,
    Link,
    Math,
    MathBlock,
    Note,
    Ruby,
    Span,
    SpanKind,
    Table,
    Text,
    Url,
)
from pipeline.model.walk import descendants, leaf_texts, plain
from pipeline.options import LineEnd, LinkPlacement, Options
from pipeline.strings import strings_for
from pipeline.verify.text.folding import fold, rounded, without_powers

REPORT = "Report this: the text edition must keep its own conventions."

TEXT_ENCODING = Rule(
    "text-encoding",
    Severity.ERROR,
    "The text edition is not UTF-8 in normal form C, or its byte-order mark is not as asked for.",
    REPORT,
    ("TX-01",),
)
TEXT_LINE_END = Rule(
    "text-line-end",
    Severity.ERROR,
    "A line does not end as asked for, or the file does not end with one line end.",
    REPORT,
    ("TX-02",),
)
TEXT_WHITE_SPACE = Rule(
    "text-white-space",
    Severity.ERROR,
    "A line has a space at its end, a tab, or a space that is not U+0020.",
    REPORT,
    ("TX-02", "TX-18"),
)
TEXT_INVISIBLE = Rule(
    "text-invisible-character",
    Severity.ERROR,
    "The text edition holds a soft hyphen, a zero-width space or a control character.",
    REPORT,
    ("TX-18",),
)
TEXT_LINE_TOO_WIDE = Rule(
    "text-line-too-wide",
    Severity.ERROR,
    "A line is wider than asked for although it could be broken.",
    REPORT,
    ("TX-03",),
)
TEXT_PUNCTUATION_RUN = Rule(
    "text-punctuation-run",
    Severity.ERROR,
    "More than three signs stand in a row that the source does not have so.",
    REPORT,
    ("TX-06", "TX-09"),
)
TEXT_BARE_ADDRESS = Rule(
    "text-bare-address",
    Severity.ERROR,
    "The address of a link stands in the middle of the text, where the source has none.",
    REPORT,
    ("TX-13",),
)
TEXT_NOT_ASCII = Rule(
    "text-sign-not-ascii",
    Severity.ERROR,
    "A typographic sign stands in a file that was to be folded to ASCII signs.",
    REPORT,
    ("TX-23",),
)
TEXT_SECTION_NOT_FOUND = Rule(
    "text-section-not-found",
    Severity.ERROR,
    "A search for a section's number in the contents does not find its heading once.",
    REPORT,
    ("TX-07",),
)
TEXT_EXPANSION_LOST = Rule(
    "text-expansion-lost",
    Severity.ERROR,
    "The long form of an abbreviation is nowhere in the text edition.",
    REPORT,
    ("TX-15",),
)
TEXT_POWER_LOST = Rule(
    "text-power-lost",
    Severity.ERROR,
    "A raised number of the source stands in the text edition as a number like any other.",
    REPORT,
    ("TX-20",),
)

_RUN = re.compile(r"[^\w\s\u0300-\u036f]{4,}")
"""Accents are no signs of their own."""
_ADDRESS = re.compile(r"(?:https?|ftp|mailto):[^\s\])>\"'”’]+")
_BAD_SPACE = re.compile(r"[^\S\n\r ]")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b\u2060-\u2064\ufeff]")
_SIGNS = frozenset("‘’‚“”„«»‹›‐‑‒–—―−…•◦▪·")
_LABEL = re.compile(r"(?:\[[^\]]*\]|-|\S+\.) ")

_EXPONENT = re.compile(r"(?=.*[0-9])[0-9+\-−=]+")
_DIGIT = re.compile("[0-9]")
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]|\^(?:[0-9]+|\((?:[^()]|\([^()]*\))*\))")
_ONE_MARK = re.compile(r" *\[[^\[\]]+\]")


def file_rules(data: bytes, document: Document, options: Options) -> Iterator[Diagnostic]:
    """Yield what is wrong with the file as a file of text."""
    choices = options.text
    if data.startswith(b"\xef\xbb\xbf") != choices.byte_order_mark:
        yield Diagnostic(TEXT_ENCODING, "the byte-order mark is not as asked for")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield Diagnostic(TEXT_ENCODING, f"byte {error.start} is not UTF-8")
        return
    if not unicodedata.is_normalized("NFC", text):
        yield Diagnostic(TEXT_ENCODING, "the text is not in normal form C")
    yield from _line_ends(text, choices.line_end)
    lines = text.replace("\r\n", "\n").split("\n")
    yield from _characters(lines, ascii_only=choices.ascii)
    if choices.width is not None:
        yield from _widths(lines, choices.width)
    # Without spaces: a source may part its signs by elements or no-break spaces.
    said = rounded(re.sub(r"\s", "", fold(" ".join(_source_texts(document)))))
    if choices.emphasis:
        lines = [line.replace("*", "") for line in lines]
        said = said.replace("*", "")
    yield from _runs(lines, said)
    yield from _sections(lines, document)
    yield from _powers(text, document)
    if choices.links is LinkPlacement.LIST:
        yield from _addresses(lines, document)
    marks = strings_for(document.metadata.language).text
    title, _, rest = fold(text).partition(fold(f"[{marks.about}]"))
    report = rest.partition(fold(f"[{marks.start}]"))[2]  # conventions show a long form, too
    words = rounded(f"{title} {report}").casefold()
    for node in descendants(document):
        if isinstance(node, Abbreviation) and rounded(fold(node.expansion)).casefold() not in words:
            message = f'"{node.expansion}" is nowhere'
            yield Diagnostic(TEXT_EXPANSION_LOST, message, node.at)


def _line_ends(text: str, wanted: LineEnd) -> Iterator[Diagnostic]:
    rest = text.replace(wanted.value, "")
    if "\n" in rest or "\r" in rest:
        yield Diagnostic(TEXT_LINE_END, "a line ends otherwise than asked for")
    if not text.endswith(wanted.value) or text.endswith(wanted.value * 2):
        yield Diagnostic(TEXT_LINE_END, "the file does not end with one line end")


def _characters(lines: list[str], *, ascii_only: bool) -> Iterator[Diagnostic]:
    for number, line in enumerate(lines, start=1):
        place = f"line {number}"
        if line.endswith(" "):
            yield Diagnostic(TEXT_WHITE_SPACE, "the line ends with a space", place=place)
        bad = _BAD_SPACE.search(line)
        if bad is not None:
            message = f"the line has U+{ord(bad[0]):04X}"
            yield Diagnostic(TEXT_WHITE_SPACE, message, place=place)
        unseen = _INVISIBLE.search(line)
        if unseen is not None:
            message = f"the line has U+{ord(unseen[0]):04X}"
            yield Diagnostic(TEXT_INVISIBLE, message, place=place)
        if ascii_only:
            sign = next((character for character in line if character in _SIGNS), None)
            if sign is not None:
                yield Diagnostic(TEXT_NOT_ASCII, f"the line has {sign}", place=place)


def _widths(lines: list[str], wanted: int) -> Iterator[Diagnostic]:
    """Yield the lines that are too wide, but for one word that nothing may part."""
    for number, line in enumerate(lines, start=1):
        indent = len(line) - len(line.lstrip(" "))
        if _ONE_MARK.fullmatch(line):
            continue  # alone on its line it is never broken
        if _width(line) <= max(wanted, indent + wanted // 2 + 4):  # very deep content has room
            continue
        words = _LABEL.sub("", line.strip(" "), count=1).split(" ")
        if len(words) > 1 and _width(words[0]) < wanted // 2:
            message = f"the line takes {_width(line)} cells of {wanted}"
            yield Diagnostic(TEXT_LINE_TOO_WIDE, message, place=f"line {number}")


def _width(text: str) -> int:
    return sum(
        0
        if unicodedata.category(character) in ("Mn", "Me", "Cf")
        else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )


def _source_texts(document: Document) -> Iterator[str]:
    metadata = document.metadata
    yield from (metadata.address or "", metadata.publisher or "", *metadata.creators)
    yield from (*metadata.identifiers, *(edition.address for edition in metadata.editions))
    nodes = tuple(descendants(document))
    # Apart from the words, which go on beside a link, a long form or a reading as if it were none.
    for node in nodes:
        if isinstance(node, Link) and isinstance(node.target, Url):
            address = node.target.address.replace(" ", "%20")
            yield from (address, address.replace("[", "%5B").replace("]", "%5D"))
    for node in nodes:
        match node:
            case Image():
                yield node.alternative or ""
            case Abbreviation():
                yield node.expansion
            case Note():
                yield node.label
            case Table():
                yield node.summary or ""
            case _:
                pass
    yield from map(plain, (document.kicker, document.title, document.subtitle))
    yield from leaf_texts(document)
    yield from (plain(node.reading) for node in nodes if isinstance(node, Ruby))


def _runs(lines: list[str], said: str) -> Iterator[Diagnostic]:
    for number, line in enumerate(lines, start=1):
        for match in _RUN.finditer(without_powers(line)):
            run = re.sub(r"\s", "", fold(match[0]))
            # What a mark encloses or touches is the source's.
            own = [part for part in re.split(r"[\[\]]+", run) if len(part) > 3]
            if rounded(run) not in said and any(part not in said for part in own):
                message = f"the line has {match[0]}"
                yield Diagnostic(TEXT_PUNCTUATION_RUN, message, place=f"line {number}")


def _powers(text: str, document: Document) -> Iterator[Diagnostic]:
    """Count the digits that are raised: no fewer than in the source (TX-20)."""
    left = sum(len(_DIGIT.findall(fold(found[0]))) for found in _RAISED.finditer(text))
    for node in descendants(document):
        match node:
            case Span(kind=SpanKind.SUPERSCRIPT, children=(Text(power),)):
                if _EXPONENT.fullmatch(power):
                    left -= len(_DIGIT.findall(power))
                if left < 0:
                    yield Diagnostic(TEXT_POWER_LOST, f"{power} is not raised", node.at)
                    return
            case _:
                pass


def _sections(lines: list[str], document: Document) -> Iterator[Diagnostic]:
    words = strings_for(document.metadata.language)
    contents, start = f"[{fold(words.contents)}]", f"[{fold(words.text.start)}]"
    folded = [fold(line) for line in lines]
    if contents not in folded or start not in folded:
        return
    # Only lines that open with a bracket can hold a mark: a long report has thousands of others.
    body = Counter(
        line[: line.index("]") + 1]
        for line in folded[folded.index(start) :]
        if line.startswith("[") and "]" in line
    )
    for line in lines[folded.index(contents) + 1 : folded.index(start)]:
        number = re.match(r"\d+(?:\.\d+)*(?= |$)", line)
        if number is None:
            continue
        mark = f"[{fold(words.text.section.format(number=number[0]))}]"
        if body[mark] != 1:
            message = f"{mark} does not stand before one heading"
            yield Diagnostic(TEXT_SECTION_NOT_FOUND, message)


def _addresses(lines: list[str], document: Document) -> Iterator[Diagnostic]:
    words = strings_for(document.metadata.language)
    start, links = f"[{words.text.start}]", f"[{words.links}]"
    folded = [fold(line) for line in lines]
    if fold(start) not in folded:
        return
    end = folded.index(fold(links)) if fold(links) in folded else len(lines)
    said = re.sub(r"\s", "", fold(" ".join(
        text for node in descendants(document) for text in _shown(node)
    )))  # fmt: skip
    for number in range(folded.index(fold(start)), end):
        for match in _ADDRESS.finditer(lines[number]):
            if re.sub(r"\s", "", fold(match[0])).rstrip(".,;") not in said:
                message = f"{match[0]} is in the text"
                yield Diagnostic(TEXT_BARE_ADDRESS, message, place=f"line {number + 1}")


def _shown(node: object) -> Iterator[str]:
    match node:
        case Text() | Math() | MathBlock():
            yield node.text
        case Image():
            yield node.alternative or ""
        case Abbreviation():
            yield node.expansion
        case Table():
            yield node.summary or ""
        case _:
            pass
