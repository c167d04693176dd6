"""What a page says about itself: titles, people, dates, languages, numbers."""

from __future__ import annotations

import pytest
from bs4 import Tag

from pipeline.errors import OptionError
from pipeline.model.nodes import Direction, Edition, Metadata
from pipeline.reader.ledger import Ledger
from pipeline.reader.page.content import find
from pipeline.reader.page.dom import parse
from pipeline.reader.page.metadata import Front, iso_date, read_metadata
from pipeline.reader.source import ReaderOptions, Source
from tests.conftest import REPORT

HEAD = '<!doctype html><html lang="en"><head><title>T - Canada.ca</title>{}</head><body>{}'


def front(page: str, **choices: str) -> tuple[Front, list[str]]:
    options = ReaderOptions(base=choices.get("base"), language=choices.get("language"))
    parsed = parse(page.encode())
    content = find(parsed, options, Ledger(parsed))
    read = read_metadata(Source("report.html", page.encode()), parsed, content, options)
    found = [*content.diagnostics, *read.diagnostics]
    return read.value, [diagnostic.rule.id for diagnostic in found]


def metadata(head: str, body: str = "<h1>T</h1><p>x", **choices: str) -> Metadata:
    return front(HEAD.format(head, body), **choices)[0].metadata


def shown(page: str) -> tuple[str | None, str | None, str | None]:
    result = front(page)[0]
    return line(result.kicker), line(result.title), line(result.subtitle)


def line(tag: Tag | None) -> str | None:
    return " ".join(tag.get_text().split()) if tag is not None else None


def test_the_report_says_what_it_is() -> None:
    read, rules = front(REPORT.read_text("utf-8"))
    assert rules == ["date-empty"]
    assert read.title is not None
    assert read.title.name == "h1"
    assert read.metadata == Metadata(
        title=(
            "Public Safety Canada Webinar Series 2022: Combatting Online Child Sexual Exploitation"
        ),
        language="en",
        creators=("Public Safety Canada",),
        publisher="Government of Canada",
        issued="2022",
        description=(
            "A summary of the 2022 Webinar Series: Combatting Online Child Sexual Exploitation, "
            "hosted by Public Safety Canada."
        ),
        subjects=(
            "Child sexual exploitation",
            "Internet",
            "Crime prevention",
            "Victims of crime",
        ),
    )


@pytest.mark.parametrize(
    ("body", "title", "rules"),
    [
        pytest.param("<h1>One  <em>title</em></h1>x", "One title", [], id="h1"),
        pytest.param(
            "<h1><span class=stacked><span>A</span> <span>B</span></span></h1>x",
            "A: B",
            [],
            id="stacked",
        ),
        pytest.param("<h1>A<br>B</h1>x", "A B", [], id="line-break"),
        pytest.param("<h1>A<sup><a href=#n>1</a></sup></h1>x", "A", [], id="note-is-no-title"),
        pytest.param("<h1><img alt=Logo></h1>x", "Logo", [], id="picture"),
        pytest.param("<h1><img alt=Logo> A</h1>x", "A", [], id="picture-beside-words"),
        pytest.param(
            "<h1>A</h1>x<h1 id=wb-cont>B</h1>y", "B", ["title-heading-repeated"], id="wb-cont"
        ),
        pytest.param(
            "<h1>A</h1>x<h1>T</h1>y", "T", ["title-heading-repeated"], id="as-the-head-says"
        ),
        pytest.param(
            "<section><h1>One</h1>x</section><section><h1>Two</h1>y</section>",
            "T",
            ["title-heading-repeated", "title-heading-missing"],
            id="parts-alone",
        ),
        pytest.param("<p>x", "T", ["title-heading-missing"], id="none"),
        pytest.param("<h1></h1><p>x", "T", ["title-heading-missing"], id="empty"),
        pytest.param('<p class="MsoTitle">A</p><p>x', "A", [], id="word"),
        pytest.param(
            "<table><tr><td><h1>A</h1></table>", "T", ["title-heading-missing"], id="cell"
        ),
        pytest.param("<div><h1>A</h1></div><main><p>x</main>", "A", [], id="before-main"),
        pytest.param("<p>x<div role=heading aria-level=1>A</div>", "A", [], id="heading-by-role"),
    ],
)
def test_the_title_is_found(body: str, title: str, rules: list[str]) -> None:
    read, found = front(HEAD.format("", body))
    assert read.metadata.title == title
    assert found == rules


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Report | Site | More</title>", "Report"),
        ("<title>Report - Canada.ca</title>", "Report"),
        (
            '<title>Report – The Site</title><meta property="og:site_name" content="The Site">',
            "Report",
        ),
        ('<title>x</title><meta name="dcterms.title" content="Report">', "Report"),
        ('<title>Untitled</title><meta name="DC.title" content="Report">', "Report"),
        ("<title>A - B</title>", "A - B"),
    ],
)
def test_without_a_heading_the_head_names_the_report(head: str, title: str) -> None:
    assert front(f'<html lang="en"><head>{head}</head><p>x')[0].metadata.title == title


def test_the_last_resort_for_a_title_is_the_name_of_the_file() -> None:
    read, rules = front("<html lang=en><p>x")
    assert read.metadata.title == "report"
    assert rules == ["title-missing"]


def test_a_vague_title_element_is_reported() -> None:
    assert front("<html lang=en><title>Home</title><h1>A</h1>x")[1] == ["title-vague"]


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        (
            "<hgroup id=wb-cont><p>Series</p><h1>Title</h1><p>Under</p></hgroup>x",
            ("Series", "Title", "Under"),
        ),
        (
            "<hgroup><h1>Title</h1><p class=gc-byline>From: <a>X</a></p></hgroup>x",
            (None, "Title", None),
        ),
        (
            "<header><h1 class=title>Title</h1><p class=subtitle>Under</p></header>x",
            (None, "Title", "Under"),
        ),
        ("<h1>Title</h1><p>Text</p>", (None, "Title", None)),
    ],
)
def test_lines_beside_the_title(body: str, parts: tuple[str | None, ...]) -> None:
    assert shown(HEAD.format("", body)) == parts


def test_creators_come_from_the_page_before_the_head() -> None:
    head = '<meta name="author" content="A"><meta name="dcterms.creator" content="B; C">'
    byline = '<h1>T</h1><p class="gc-byline"><strong>From: <a href=x>D</a></strong></p>x'
    details = '<section class="pagedetails gc-contributors"><h3>From:</h3><ul><li><a>E</a></ul>'
    assert metadata(head.split("><")[0] + ">").creators == ("A",)
    assert metadata(head).creators == ("B", "C")
    assert metadata(head, byline).creators == ("D",)
    assert metadata(head, byline + details).creators == ("E",)
    assert metadata("", '<h1>T</h1><p class="gc-byline">De : Santé Canada</p>x').creators == (
        "Santé Canada",
    )


def test_dates_are_those_of_the_page_before_the_head() -> None:
    head = (
        '<meta name="dcterms.issued" title="W3CDTF" content="2021-02-03">'
        '<meta name="dcterms.modified" content="2021-03-04">'
    )
    details = '<h1>T</h1>x<dl id=wb-dtmd><dd><time property="dateModified">{}</time></dl>'
    read = metadata(head, details.format("2022-05-31"))
    assert (read.issued, read.modified) == ("2021-02-03", "2022-05-31")
    page = HEAD.format(head, details.format(""))
    assert front(page)[0].metadata.modified == "2021-03-04"
    assert front(page)[1] == ["date-empty"]


def test_a_date_that_is_none_is_reported_and_left_out() -> None:
    page = HEAD.format('<meta name="dcterms.issued" content="last week">', "<h1>T</h1>x")
    assert front(page)[0].metadata.issued is None
    assert front(page)[1] == ["date-malformed"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2022", "2022"),
        ("2022-5", "2022-05"),
        ("2022-05-31", "2022-05-31"),
        ("2022/05/31", "2022-05-31"),
        ("2022-05-31T23:00:00Z", "2022-05-31"),
        (" 2022-05-31 ", "2022-05-31"),
        ("2022-13-01", None),
        ("2022-02-30", None),
        ("31 May 2022", None),
        ("0000-00-00", None),
        ("", None),
    ],
)
def test_iso_dates(text: str, date: str | None) -> None:
    assert iso_date(text) == date


ENGLISH = (
    "<h1>T</h1><p>" + "The members of the committee were asked for what they think of it. " * 9
)
FRENCH = "<h1>T</h1><p>" + "Les membres du comité ont été priés de dire ce qu’ils en pensent. " * 9
ARABIC = "<h1>ت</h1><p>" + "هذا تقرير عن أعمال اللجنة في هذا العام وما خلصت إليه من توصيات. " * 9


@pytest.mark.parametrize(
    ("page", "language", "rules"),
    [
        pytest.param(f"<html lang=en>{ENGLISH}", "en", [], id="declared"),
        pytest.param(f"<html lang=en-CA>{ENGLISH}", "en-CA", [], id="region"),
        pytest.param(f"<html xml:lang=fr>{FRENCH}", "fr", [], id="xml-lang"),
        pytest.param(f"<html lang=en><main lang=fr>{FRENCH}", "fr", [], id="nearest"),
        pytest.param(
            f'<meta name="dcterms.language" content="fra">{FRENCH}', "fr", [], id="dcterms"
        ),
        pytest.param(f"<html lang=en_CA>{ENGLISH}", "en-CA", ["language-invalid"], id="repaired"),
        pytest.param(
            f"<html lang=english!>{ENGLISH}", "en", ["language-invalid"], id="beyond-repair"
        ),
        pytest.param(ENGLISH, "en", ["language-missing"], id="missing"),
        pytest.param(FRENCH, "fr", ["language-missing"], id="missing-french"),
        pytest.param(ARABIC, "ar", ["language-missing"], id="missing-arabic"),
        pytest.param(f"<html lang=en>{FRENCH}", "en", ["language-unlikely"], id="wrong"),
        pytest.param(f"<html lang=fr>{ENGLISH}", "fr", ["language-unlikely"], id="wrong-french"),
        pytest.param("<html lang=fr><h1>T</h1>The end", "fr", [], id="too-short-to-tell"),
    ],
)
def test_the_language_of_the_page(page: str, language: str, rules: list[str]) -> None:
    read, found = front(f"<title>T</title>{page}" if "<html" not in page else page)
    assert read.metadata.language == language
    assert [rule for rule in found if rule.startswith("language")] == rules


def test_the_caller_says_the_language() -> None:
    read, found = front(FRENCH, language="fr_ca")
    assert read.metadata.language == "fr-CA"
    assert "language-missing" not in found
    with pytest.raises(OptionError, match="not a language tag"):
        front(FRENCH, language="français!")


@pytest.mark.parametrize(
    ("page", "direction"),
    [
        (f"<html lang=ar dir=rtl>{ARABIC}", Direction.RIGHT_TO_LEFT),
        (ARABIC, Direction.RIGHT_TO_LEFT),
        (f"<html lang=ar dir=ltr>{ARABIC}", Direction.LEFT_TO_RIGHT),
        (f"<html lang=en><main dir=auto>{ARABIC}", Direction.RIGHT_TO_LEFT),
        (f"<html lang=en>{ENGLISH}", Direction.LEFT_TO_RIGHT),
    ],
)
def test_the_direction_of_the_page(page: str, direction: Direction) -> None:
    assert front(page)[0].metadata.direction is direction


def test_numbers_of_the_report_are_found_in_its_imprint() -> None:
    imprint = (
        "<p>Cat. No.: PS4-275/2022E-PDF</p><p>ISBN: 978-0-660-45678-2</p>"
        "<p>N° de catalogue : Fo1-6/2021F-PDF</p><p>ISSN 1712-5804"
        "<p>ISBN 978-0-660-45678-9 is wrong</p>"
    )
    assert metadata("", f"<h1>T</h1>{imprint}").identifiers == (
        "ISBN 978-0-660-45678-2",
        "ISSN 1712-5804",
        "Cat. No. PS4-275/2022E-PDF",
        "Cat. No. Fo1-6/2021F-PDF",
    )


def test_subjects_come_from_the_vocabulary_before_the_keywords() -> None:
    keywords = '<meta name="keywords" content="a, b,a">'
    assert metadata(keywords).subjects == ("a", "b")
    assert metadata(keywords + '<meta name="dcterms.subject" content="C;D, E">').subjects == (
        "C",
        "D, E",
    )


def test_the_address_and_the_other_edition() -> None:
    head = '<link rel="canonical" href="https://www.canada.ca/en/a.html">'
    switch = '<section id="wb-lng"><a lang="fr" href="/fr/a.html">Français</a></section>'
    page = f"{switch}<main><h1>T</h1>x</main>"
    read = metadata(head, page)
    assert read.address == "https://www.canada.ca/en/a.html"
    assert read.editions == (Edition(lang="fr", address="https://www.canada.ca/fr/a.html"),)
    assert metadata("", page).editions == ()
    based = metadata("", page, base="https://x.gc.ca/en/")
    assert (based.address, based.editions[0].address) == (
        "https://x.gc.ca/en/",
        "https://x.gc.ca/fr/a.html",
    )


def test_linked_data_fills_what_nothing_else_says() -> None:
    data = (
        '<script type="application/ld+json">{"@graph": [{"@type": "Article", "datePublished":'
        '"2020-01-02", "author": [{"name": "A"}, "B"], "publisher": {"name": "P"}}]}</script>'
    )
    read = metadata(data)
    assert (read.issued, read.creators, read.publisher) == ("2020-01-02", ("A", "B"), "P")


@pytest.mark.parametrize("data", ["{", "[" * 100_000, "null", '{"author": 3}', '"x"'])
def test_broken_linked_data_is_no_harm(data: str) -> None:
    assert metadata(f'<script type="application/ld+json">{data}</script>').creators == ()


def test_rights() -> None:
    assert metadata("", "<h1>T</h1><p>© His Majesty the King in Right of Canada, 2022").rights == (
        "© His Majesty the King in Right of Canada, 2022"
    )
    assert metadata('<meta name="dcterms.rights" content="CC BY">').rights == "CC BY"
