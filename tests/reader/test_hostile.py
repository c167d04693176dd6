"""Pages that mean harm are read in linear time, by everything that looks at the whole page."""

from __future__ import annotations

import time

import pytest

from pipeline.errors import SourceError
from pipeline.reader import read
from pipeline.reader.ledger import Ledger
from pipeline.reader.page.content import find
from pipeline.reader.page.dom import parse
from pipeline.reader.page.metadata import read_metadata
from pipeline.reader.source import DEFAULTS, Source

MANY = 15_000

PAGES = {
    "lists": b"<ul><li>" * MANY + b"<a href=#x>x</a>",
    "bold": b"<strong>" * MANY + b"x",
    "titles": b"<p>" + b"<strong>Contents</strong>" * MANY + b"<ul>" + b"<li><a href=#x>x" * MANY,
    "headings": b"<h2><div>" * MANY + b"x",
    "first-headings": b"<h1>x</h1><div>" * 3_000,
    "raised": b"<h1>" + b"<sup>" * MANY + b"x",
    "navigation": b"<nav>" * MANY + b"<table><tr><td>x",
    "silent": b"<i aria-hidden=true>" * MANY + b"x",
    "spoken": b"<p><i class=wb-inv>" * MANY + b"x",
    "hidden": b"<div hidden>" * MANY + b"x</div>" * MANY + b"y",
    "main": b"<main>" * MANY + b"x",
    "articles": b"<article>x" * MANY,
    "govspeak": b"<div class=govspeak>x" * MANY,
    "bylines": b"<p class=gc-byline>From: x" * MANY,
    "contributors": b"<div class=gc-contributors>" * 500 + b"<ul><li>" * 500 + b"x",
    "times": b"<time property=dateModified></time>" * MANY + b"x",
    "digits": b"<p>ISBN " + b"9" * 500_000,
    "signs": b"<p>" + "©".encode() * 100_000,
    "pipes": b"<title>" + b" | " * 100_000 + b"</title>x",
    "dates": b'<meta name=dcterms.issued content="' + b"2" * 100_000 + b'">x',
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_finding_the_report_takes_linear_time(page: bytes) -> None:
    start = time.process_time()
    parsed = parse(page)
    ledger = Ledger(parsed)
    try:
        content = find(parsed, DEFAULTS, ledger)
        read_metadata(Source("x.html", page), parsed, content, DEFAULTS)
    except SourceError as error:
        assert "no content" in error.what  # noqa: PT017 - either end is a good one
    ledger.totals()
    assert time.process_time() - start < 5


WHOLE = {
    "one-id": b"<p id=a>a</p><a href=#a>b</a>" * 4_000,
    "row-spans": b"<table>" + (b"<tr>" + b"<td rowspan=65534>1" * 50) * 400,
    "one-long-row": b"<table><tr>" + b"<td>1" * 4_000 + b"<tr><td>1<td>2" * 4_000,
    "tables": b"<table><tr><td>a" * 2_000,
    "summaries": b"<details><summary>a</summary>" * 3_000 + b"<details><summary>" * 3_000,
    "nested": b"<div>" * 30_000 + b"x",
}


@pytest.mark.parametrize("page", WHOLE.values(), ids=WHOLE.keys())
def test_reading_takes_linear_time(page: bytes) -> None:
    start = time.process_time()
    reading = read(Source("x.html", b"<html lang=en><title>t</title><h1>t</h1>" + page))
    assert not reading.ledger.unaccounted()
    assert time.process_time() - start < 10
