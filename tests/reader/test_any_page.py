"""What holds for every page, however broken: invariants, a full ledger, no exception."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import SourceError
from pipeline.reader import read
from pipeline.reader.source import Source
from pipeline.verify.facts import facts
from tests.model.invariants import violations

NAMES = [
    "p", "div", "span", "section", "article", "aside", "blockquote", "pre", "hr", "br", "ul",
    "ol", "li", "dl", "dt", "dd", "table", "caption", "colgroup", "col", "thead", "tbody",
    "tfoot", "tr", "td", "th", "a", "em", "strong", "b", "i", "q", "sub", "sup", "abbr", "ruby",
    "rb", "rt", "rp", "img", "figure", "figcaption", "details", "summary", "h1", "h2", "h3",
    "h6", "math", "mi", "mrow", "svg", "text", "video", "iframe", "form", "input", "button",
    "select", "option", "label", "fieldset", "legend", "address", "center", "font", "small",
    "bdi", "bdo", "unknown", "gcds-heading",
]  # fmt: skip
ATTRIBUTES = [
    "", "", "", ' id="a"', ' id="b"', ' href="#a"', ' href="#b"', ' href="https://example.org/"',
    ' lang="fr"', ' dir="rtl"', ' rowspan="2"', ' colspan="3"', ' rowspan="0"', ' headers="a"',
    ' scope="row"', ' class="wb-fnote"', ' class="fn-lnk"', ' class="alert alert-info"',
    ' role="heading"', ' role="presentation"', ' role="list"', ' role="doc-noteref"', ' hidden',
    ' title="t"', ' display="block"', ' alt=""', ' role="doc-endnotes"', ' class="footnotes"',
    ' role="tablist"', ' aria-controls="b"', ' data-type="footnote"', ' style="display:none"',
]  # fmt: skip
TEXTS = [
    " ",
    "\n",
    "word",
    " two words ",
    "1",
    "\u00a0",
    "[1]",
    "Footnote 1",
    "Text version",
    "1. x",
]

pieces = st.one_of(
    st.builds("<{}{}>".format, st.sampled_from(NAMES), st.sampled_from(ATTRIBUTES)),
    st.builds("</{}>".format, st.sampled_from(NAMES)),
    st.sampled_from(TEXTS),
)
pages = st.lists(pieces, max_size=60).map("".join)


def check(markup: bytes) -> None:
    try:
        reading = read(Source("t.html", markup))
    except SourceError:
        return
    assert violations(reading.document) == []
    assert reading.ledger.unaccounted() == ()
    facts(reading.document)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(pages)
def test_any_soup_of_tags_becomes_a_document_that_keeps_to_the_model(markup: str) -> None:
    check(f"<!DOCTYPE html><title>T</title><h1>T</h1><p>Start {markup}".encode())


def test_the_pages_of_the_tree_construction_tests_keep_to_the_model(html5lib_tests: Path) -> None:
    for file in sorted(html5lib_tests.rglob("*.dat")):
        for part in re.split(rb"(?:^|\n)#data\n", file.read_bytes())[1:]:
            check(b"<body><p>x</p><h2>t</h2>" + part.split(b"\n#errors")[0])
