"""The report in ``source/`` says what the text that was handed over says, word for word."""

from __future__ import annotations

import hashlib
from pathlib import Path

from bs4 import Tag

from pipeline.reader.page.dom import parse
from tests.conftest import REPORT

WORDS_SHA256 = "a8bbf62c0105ac5c4ae1df4987644184a0c496c1beda49f70c2fbb0655976f44"
"""Of the report's words, parted by single spaces, up to the page's own date line."""


def words_of_report() -> list[str]:
    main = parse(REPORT.read_bytes()).soup.find("main")
    assert main is not None
    words = main.get_text(" ").split()
    furniture = ["Page", "details", "Date", "modified:"]
    assert words[-len(furniture) :] == furniture
    return words[: -len(furniture)]


def test_the_report_has_every_word_in_order() -> None:
    words = " ".join(words_of_report())
    assert hashlib.sha256(words.encode()).hexdigest() == WORDS_SHA256


def test_the_report_equals_the_text_that_was_handed_over(seed: Path) -> None:
    (file,) = seed.glob("*.txt")
    lines = [line.removeprefix("- ") for line in file.read_text("utf-8").splitlines()]
    assert lines.pop().startswith("Date modified:")
    assert words_of_report() == " ".join(lines).split()


def test_each_line_that_was_handed_over_is_one_element(seed: Path) -> None:
    (file,) = seed.glob("*.txt")
    lines = [line.removeprefix("- ") for line in file.read_text("utf-8").splitlines()[:-1]]
    main = parse(REPORT.read_bytes()).soup.find("main")
    assert main is not None
    elements = [
        " ".join(part.split())
        for tag in main.select("h1 .stacked > span, h2, h3, p, li")
        if (part := "".join(_own_text(tag)))
    ]
    assert elements[: len(lines)] == [" ".join(line.split()) for line in lines]


def _own_text(tag: Tag) -> list[str]:
    return [
        child.get_text() if isinstance(child, Tag) else str(child)
        for child in tag.children
        if not (isinstance(child, Tag) and child.name == "ul")
    ]
