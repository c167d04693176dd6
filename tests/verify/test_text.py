"""The text edition is read back to what the report says, and each planted fault is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import TypeVar, cast

import pytest
from hypothesis import HealthCheck, given, settings

from pipeline.model.nodes import CodeBlock, Document, Span, SpanKind, Text
from pipeline.options import (
    BRAILLE_DISPLAY,
    SCREEN_READER,
    TERMINAL,
    ChangeMarks,
    LineEnd,
    LinkPlacement,
    NotePlacement,
    Options,
    TextOptions,
)
from pipeline.reader import read as read_page
from pipeline.reader.source import load
from pipeline.verify.facts import FactKind
from pipeline.verify.text import check, read
from pipeline.writers.text import write
from tests.conftest import REPORT
from tests.documents import everything, french, small
from tests.strategies import documents

T = TypeVar("T")

PROFILES = {
    "screen reader": SCREEN_READER,
    "terminal": TERMINAL,
    "braille display": BRAILLE_DISPLAY,
    "everything marked": replace(
        TERMINAL,
        languages=True,
        emphasis=False,
        aligned_tables=True,
        byte_order_mark=True,
        line_end=LineEnd.CRLF,
    ),
    "by signs, in place": replace(
        SCREEN_READER,
        links=LinkPlacement.INLINE,
        changes=ChangeMarks.SIGNS,
        notes=NotePlacement.FOOT,
    ),
}


def found(document: Document, choices: TextOptions) -> list[str]:
    options = Options(text=choices)
    return [each.message for each in check(write(document, options).value, document, options)]


@pytest.mark.parametrize("choices", PROFILES.values(), ids=PROFILES)
@pytest.mark.parametrize("make", [small, french, everything])
def test_what_the_report_says_is_read_back(
    make: Callable[[], Document], choices: TextOptions
) -> None:
    assert found(make(), choices) == []


@pytest.mark.parametrize("choices", PROFILES.values(), ids=PROFILES)
def test_the_real_report_is_read_back(choices: TextOptions) -> None:
    assert found(read_page(load(REPORT)).document, choices) == []


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_any_report_is_read_back(document: Document) -> None:
    """Signs that the conventions themselves use are left out of the words here."""
    calm = calmed(document)
    for choices in (SCREEN_READER, BRAILLE_DISPLAY):
        assert found(calm, choices) == []


SIGNS = str.maketrans("", "", "[]{}()<>«»“”\"'…—–-+^*|.:,;!?=/\\_#&%$@~`")


def calmed(value: T) -> T:
    """Leave signs out of every text of a document; addresses and codes stay."""
    if isinstance(value, tuple):
        return cast(T, tuple(calmed(part) for part in value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed: dict[str, object] = {}
    for item in fields(value):
        old = getattr(value, item.name)
        if isinstance(old, str):
            if item.name in ("text", "alternative", "expansion"):
                calm = old.translate(SIGNS)
                changed[item.name] = calm if calm.strip() else "x"
        else:
            changed[item.name] = calmed(old)
    return cast(T, replace(value, **changed))


def test_a_file_that_is_no_text_edition_has_no_facts() -> None:
    assert read(b"Some text.\n") == ()
    assert read(b"\xff\xfe") == ()


def test_a_fact_tells_its_line() -> None:
    data = write(small(), Options()).value
    places = [fact.place for fact in read(data) if fact.kind is FactKind.TEXT]
    assert places == ["line 1", "line 12"]


SABOTAGE = {
    "a word lost": (b"Opening words.", b"Opening.", "text-lost"),
    "a word added": (b"Opening words.", b"Opening kind words.", "text-added"),
    "a heading lost": (b"[Section 2] Lists", b"Lists", "heading-lost"),
    "a level changed": (b"[Section 3.1] Quot", b"[Section 4] Quot", "heading-lost"),
    "a mark of a list changed": (b"  c. Third", b"  d. Third", "item-lost"),
    "a list flattened": (b"      - Inner one", b"  - Inner one", "item-lost"),
    "a header of a cell changed": (
        b"Alberta \xe2\x80\x94 2022, Rep",
        b"Alberta \xe2\x80\x94 2021, Rep",
        "cell-lost",
    ),
    "the value of a cell changed": (b"Reported: 211", b"Reported: 112", "cell-lost"),
    "a cell without headers": (b"Total \xe2\x80\x94 2021, Reported: 621", b"621", "cell-lost"),
    "the direction of a header changed": (
        b"[Row 4] Manitoba",
        b"[Column 4] Manitoba",
        "header-lost",
    ),
    "the size of a table changed": (b"[Table: 2 rows", b"[Table: 7 rows", "table-lost"),
    "an alternative lost": (b"icon [Image: Warning sign]", b"icon", "image-lost"),
    "an alternative invented": (
        b"[Image without a text alternative]",
        b"[Image: A sign]",
        "image-lost",
    ),
    "an address changed": (b"https://laws.example/", b"https://laws.example.org/", "link-lost"),
    "a citation lost": (b"and marked. [note 1]", b"and marked.", "citation-lost"),
    "a note lost": (b"[Note *] Second note.", b"Second note.", "note-lost"),
    "a caption lost": (b"[Caption] Figure 1", b"Figure 1", "caption-lost"),
    "a term lost": (b"[Term] PS", b"PS", "term-lost"),
    "a deletion lost": (b"[deleted: old]", b"old", "emphasis-lost"),
    "a space lost in code": (b"    return  0", b"    return 0", "code-lost"),
    "the title changed": (b"Title: Annual report", b"Title: Report", "title-lost"),
    "a space at the end": (b"Opening words.\n", b"Opening words. \n", "text-white-space"),
    "a tab": (b"Opening words.", b"Opening\twords.", "text-white-space"),
    "a no-break space": (b"Opening words.", b"Opening\xc2\xa0words.", "text-white-space"),
    "a soft hyphen": (b"Opening", b"Open\xc2\xading", "text-invisible-character"),
    "a line end of another kind": (b"Opening words.\n", b"Opening words.\r\n", "text-line-end"),
    "a second line end at the end": (
        b"https://laws.example/\n",
        b"https://laws.example/\n\n",
        "text-line-end",
    ),
    "a rule of signs": (
        b"[Start of report]\n",
        b"[Start of report]\n\n=====\n",
        "text-punctuation-run",
    ),
    "an address in the text": (
        b"Opening words.",
        b"Opening https://www.canada.ca/en.html words.",
        "text-bare-address",
    ),
    "contents without their heading": (
        b"\n5.1 Level three",
        b"\n5.2 Level three",
        "text-section-not-found",
    ),
    "an expansion lost": (
        b"The RCMP [short for Royal Canadian Mounted Police]",
        b"The RCMP",
        "text-expansion-lost",
    ),
    "a power said as a digit": ("x² run".encode(), b"x2 run", "text-power-lost"),
    "bytes that are not UTF-8": (b"Opening words.", b"Opening\xffwords.", "text-encoding"),
    "a byte-order mark": (b"Title: Annual", b"\xef\xbb\xbfTitle: Annual", "text-encoding"),
}


@pytest.mark.parametrize(("old", "new", "rule"), SABOTAGE.values(), ids=SABOTAGE)
def test_a_planted_fault_is_named(old: bytes, new: bytes, rule: str) -> None:
    document = everything()
    data = write(document, Options()).value
    assert old in data
    broken = data.replace(old, new, 1)
    assert rule in {each.rule.id for each in check(broken, document, Options())}


@pytest.mark.parametrize(
    ("choices", "old", "new", "rule"),
    [
        (BRAILLE_DISPLAY, b'"yes"', "“yes”".encode(), "text-sign-not-ascii"),
        (
            BRAILLE_DISPLAY,
            b"The RCMP [short for Royal Canadian\n",
            b"The RCMP [short for Royal Canadian ",
            "text-line-too-wide",
        ),
        (PROFILES["everything marked"], b"[language iu: ", b"[language fr: ", "language-lost"),
    ],
)
def test_a_fault_against_the_profile_is_named(
    choices: TextOptions, old: bytes, new: bytes, rule: str
) -> None:
    document, options = everything(), Options(text=choices)
    data = write(document, options).value.replace(b"\r\n", b"\n")
    assert old in data
    assert rule in {each.rule.id for each in check(data.replace(old, new, 1), document, options)}


def test_a_change_lost_behind_code_is_named() -> None:
    changed = CodeBlock((Text("a "), Span(SpanKind.DELETED, (Text("b"),))))
    document = replace(small(), children=(changed,))
    data = write(document, Options()).value
    broken = data.replace(b"[End of code] [deleted: b]", b"[End of code]")
    assert broken != data
    assert [each.rule.id for each in check(broken, document, Options())] == ["emphasis-lost"]


PAGES = (
    "gc-por-030-16-en",
    "wet4-footnotes-en",
    "wet-table-parser-docs-en",
    "i18n-bidi-markup",
    "rash-paper",
)


@pytest.mark.parametrize("name", PAGES)
def test_real_pages_are_read_back(corpus: Path, name: str) -> None:
    page = min(path for path in (corpus / name).rglob("*.*htm*"))
    document = read_page(load(page)).document
    for choices in (SCREEN_READER, BRAILLE_DISPLAY):
        assert found(document, choices) == []
