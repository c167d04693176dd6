"""Bytes to the tree: places, XHTML, front matter, and pages that mean harm."""

from __future__ import annotations

import time

import pytest

from pipeline.diagnostics import Position
from pipeline.errors import SourceError
from pipeline.reader.page import dom
from tests.conftest import REPORT


def at(data: str, position: Position) -> str:
    lines = data.replace("\r\n", "\n").split("\n")
    return lines[position.line - 1][position.column - 1 :]


PAGES = {
    "report": REPORT.read_text("utf-8"),
    "windows-lines": "<!doctype html>\r\n<html>\r\n<body>\r\n  <p>a <b>b</b>\r\n</html>",
    "broken": "<table><tr><p>é<td>1</table><p><b>x<i>y</b>z</i><svg><foreignobject><p>q</svg>",
    "astral": "<p>🙂🙂<b>x</b><i>y</i>",
    "xhtml": (
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/>'
        '<script src="x"/></head>\n<body><p><a id="a"/>one <b/><i>two</i><br/></p><p>three</p>'
    ),
    "front-matter": "---\nlayout: x\ntitle: y\n---\n<!doctype html>\n<p>a <i>b</i>",
}


@pytest.mark.parametrize("data", PAGES.values(), ids=PAGES.keys())
def test_the_place_of_each_element_is_where_its_tag_begins(data: str) -> None:
    soup = dom.parse(data.encode()).soup
    places = [(tag, dom.position(tag)) for tag in soup.find_all(True)]
    assert sum(place is not None for _, place in places) >= 2
    for tag, place in places:
        if place is not None:
            assert at(data, place).lower().startswith(f"<{tag.name.lower()}")


def test_an_implied_element_has_no_place() -> None:
    soup = dom.parse(b"<table><tr><td>1</table>").soup
    assert soup.tbody is not None
    assert dom.position(soup.tbody) is None


def test_attribute_values_are_plain_strings() -> None:
    tag = dom.parse(b'<p class="a  b" hidden data-x="1&amp;2">').soup.p
    assert tag is not None
    assert dict(tag.attrs) == {"class": "a  b", "hidden": "", "data-x": "1&2"}
    assert dom.classes(tag) == ["a", "b"]


def test_elements_that_xhtml_closes_with_a_slash_hold_nothing() -> None:
    soup = dom.parse(PAGES["xhtml"].encode()).soup
    assert [dom.attribute(a, "id") for a in soup.find_all("a")] == ["a"]
    assert soup.a is not None
    assert not soup.a.contents
    assert soup.title is not None
    assert not soup.title.contents
    assert soup.get_text(" ", strip=True) == "one two three"


def test_a_slash_in_html_closes_nothing() -> None:
    soup = dom.parse(b"<!doctype html><p><a id=x />in the link").soup
    assert soup.a is not None
    assert soup.a.get_text() == "in the link"


def test_front_matter_is_no_text_of_the_page() -> None:
    parsed = dom.parse(PAGES["front-matter"].encode())
    assert parsed.front_matter == "layout: x\ntitle: y\n"
    assert parsed.soup.get_text().split() == ["a", "b"]


def test_a_rule_of_hyphens_is_no_front_matter() -> None:
    parsed = dom.parse(b"<p>a</p>\n---\n<p>b</p>\n---\n")
    assert parsed.front_matter == ""


HOSTILE = {
    "deep": b"<div>" * 31_000 + b"x",
    "deep-inline": b"<p>" + b"<b><i>" * 20_000 + b"x",
    "long-name": b"<" + b"a" * 60_000 + b">x",
    "white-space": b"<p>" + b" \n" * 467_000 + b"x",
    "nul": b"<p>a\0b</p><\0div>x",
    "surrogates": b"<p>&#xD800;&#xDFFF;\xed\xa0\x80x",
    "selects": b"<select>" * 20_000 + b"x",
    "tables": b"<table><tr><td>" * 5_000 + b"x",
    "attributes": b"<p " + b" ".join(b"a%d=1" % n for n in range(20_000)) + b">x",
    "quotes": b"<html xmlns='x'>" + b"<a \"'" * 20_000 + b"x",
    "unclosed-comments": b"<?xml version='1.0'?>" + b"<!--" * 50_000 + b"<p>x",
    "unclosed-metas": b"<meta " * 50_000 + b"<p>x",
    "unclosed-scripts": b"<?xml version='1.0'?>" + b"<script " * 20_000 + b"<p>x",
    "formatting": b"<p><a href=x><b><font>" * 1_500 + b"x",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_pages_end(data: bytes) -> None:
    start = time.process_time()
    parsed = dom.parse(data)
    list(dom.texts(parsed.soup))
    assert time.process_time() - start < 60  # ends: how soon is for the benchmark


def test_a_page_with_too_many_elements_is_refused() -> None:
    dom.parse(b"<p>" * 90, nodes=100)
    with pytest.raises(SourceError, match="elements and texts"):
        dom.parse(b"<p>" * 100, nodes=100)
