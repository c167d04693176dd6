"""The parts of the EPUB writer, each by itself."""

from __future__ import annotations

import datetime
import re
import struct
import zipfile
import zlib
from dataclasses import replace
from io import BytesIO

import pytest
from lxml import etree

from pipeline.model.nodes import (
    Anchor,
    Block,
    Document,
    Link,
    Metadata,
    Note,
    NoteReference,
    Paragraph,
    Quote,
    RowGroup,
    Scope,
    Section,
    Span,
    SpanKind,
    Table,
    Text,
    Url,
)
from pipeline.options import Options
from pipeline.theme import DYSLEXIA_FRIENDLY, HIGH_CONTRAST, LARGE_PRINT, STANDARD, THEMES, Theme
from pipeline.verify import epub as verifier
from pipeline.verify.epub.book import open_book
from pipeline.writers import epub
from pipeline.writers.epub.addresses import is_absolute, percent_encoded
from pipeline.writers.epub.cover import HEIGHT, WIDTH, cover
from pipeline.writers.epub.drawings import cleaned
from pipeline.writers.epub.formulas import formula
from pipeline.writers.epub.metadata import identifier
from pipeline.writers.epub.roles import section_kind
from pipeline.writers.epub.split import LARGE, split
from pipeline.writers.epub.style import style_sheet
from tests.documents import (
    MATHML,
    METADATA,
    cell,
    everything,
    french,
    header,
    paragraph,
    row,
    small,
    text,
)


def with_children(*children: Block) -> Document:
    return replace(small(), children=children)


def long_paragraph() -> Paragraph:
    return paragraph("word " * (LARGE // 20))


# ------------------------------------------------------------------------------------- split


def test_each_top_section_has_its_file_and_what_comes_first_another() -> None:
    names = [file.name for file in split(everything())]
    assert names == ["opening.xhtml", *(f"section-{n:03}.xhtml" for n in range(1, 6))]


def test_a_large_section_is_parted_at_its_subsections() -> None:
    inner = tuple(Section(3, text(f"Part {n}"), (long_paragraph(),)) for n in range(6))
    files = split(with_children(Section(2, text("Whole"), (paragraph("Lead."), *inner))))
    assert [len(file.blocks) for file in files] == [1, 3, 3]
    assert [file.level for file in files] == [1, 2, 2]


def test_a_long_run_without_headings_is_parted_between_blocks() -> None:
    document = with_children(*(long_paragraph() for _ in range(8)))
    files = split(document)
    assert [file.part for file in files] == [1, 2, 3]
    assert list(verifier.check(epub.write(document, Options()).value, document, Options())) == []


def test_files_have_titles_that_differ_by_more_than_spaces() -> None:
    sections = [
        Section(2, text(title), (paragraph("Text."),)) for title in ("1\xa0 One", "1\xa0One")
    ]
    document = with_children(*sections)
    assert list(verifier.check(epub.write(document, Options()).value, document, Options())) == []


def test_an_empty_document_is_a_title_page() -> None:
    document = with_children()
    assert split(document) == ()
    assert list(verifier.check(epub.write(document, Options()).value, document, Options())) == []


# ------------------------------------------------------------------------------------- names


def test_ids_that_xml_does_not_allow_are_changed_and_found() -> None:
    names = ["1", "a b", "a:b", "é", "section", "title", "book-notes", "id-1"]
    blocks = [Paragraph(text(f"At {name}."), id=name) for name in names]
    links = [Paragraph((Link(text(name), Anchor(name)),)) for name in names]
    document = with_children(*links, *blocks, Section(2, text("Section"), ()))
    data = epub.write(document, Options()).value
    assert list(verifier.check(data, document, Options())) == []


def test_a_citation_in_a_link_follows_it() -> None:
    link = Link((Text("the law"), NoteReference("n")), Url("https://laws.example/"))
    document = replace(
        with_children(paragraph(link)), notes=(Note("1", (paragraph("A note."),), id="n"),)
    )
    data = epub.write(document, Options()).value
    assert list(verifier.check(data, document, Options())) == []


def test_a_cell_that_names_an_empty_header_cell_is_given_no_other() -> None:
    named = replace(cell("3"), headers=("corner",))
    line = row(replace(cell(), header=Scope.ROW, id="corner"), header("Year", Scope.ROW), named)
    document = with_children(Table((RowGroup((line,)),)))
    book = epub.write(document, Options()).value
    assert '<td class="number" headers="">' in open_book(book).files["EPUB/opening.xhtml"].decode()
    assert list(verifier.check(book, document, Options())) == []


def test_deep_nesting_needs_no_recursion() -> None:
    block: Block = paragraph("Deep.")
    inline: Text | Span = Text("Deep.")
    for _ in range(5000):
        block = Quote((block,))
        inline = Span(SpanKind.EMPHASIS, (inline,))
    data = epub.write(with_children(block, Paragraph((inline,))), Options()).value
    assert data.startswith(b"PK")


# ------------------------------------------------------------------------------------ markup


def test_what_is_markup_in_the_text_is_text_in_the_book() -> None:
    nasty = "<script>&amp;\"'</p>]]>\x00\ud800"
    document = replace(
        with_children(
            Section(2, text(nasty), (paragraph(nasty, lang="fr"),)),
            paragraph(Link(text(nasty), Url('https://x.example/?a=<b>&c="d"'), title=nasty)),
        ),
        title=text(nasty),
        metadata=replace(METADATA, title="<&>", creators=("<&>",)),
    )
    book = open_book(epub.write(document, Options()).value)
    for page in book.pages.values():
        assert not any(True for _ in page.iter("{*}script"))


@pytest.mark.parametrize(
    ("address", "absolute"),
    [
        ("https://a.example/", True),
        ("mailto:a@b.example", True),
        ("https://é.example:8080/", True),
        ("ftp://a@b.example", True),
        ("http://[::1", False),
        ("http://a.example:99999/", False),
        ("http://a..example/", False),
        ("http://a b/", False),
        ("http://a@b@c.example/", False),
        ("http://xn--a.example/", False),
        ("doi:10.1000/182", False),
        ("/content", False),
        ("javascript:void(0)", False),
        ("file:///etc/passwd", False),
        ("//a.example/", False),
        ("page.html?x=1", False),
        ("", False),
    ],
)
def test_only_absolute_addresses_are_followed(address: str, absolute: bool) -> None:
    assert is_absolute(address) is absolute


def test_relative_links_stay_without_a_target_and_are_told_once() -> None:
    links = [paragraph(Link(text("a"), Url(f"page-{n}.html"))) for n in range(3)]
    written = epub.write(with_children(*links), Options())
    (finding,) = written.diagnostics
    assert finding.rule.id == "epub-link-relative"
    assert finding.message == "3 links have no absolute address, first 'page-0.html'"
    assert list(verifier.check(written.value, with_children(*links), Options())) == []


def test_addresses_are_percent_encoded_once() -> None:
    assert percent_encoded("https://a.example/é b%20c|%zz#x#y") == (
        "https://a.example/%C3%A9%20b%20c%7C%25zz#x%23y"
    )


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Introduction", "introduction"),
        ("CONCLUSION.", "conclusion"),
        ("Annexe A : Données", "appendix"),
        ("Appendix 2", "appendix"),
        ("Références", "bibliography"),
        ("Introduction to methods", None),
        ("Appendix of everything", None),
    ],
)
def test_roles_come_from_whole_titles(title: str, kind: str | None) -> None:
    assert section_kind(text(title)) == kind


# ------------------------------------------------------------------------ formulas, drawings


def test_formulas_say_the_models_words_and_keep_no_ids_actions_or_annotations() -> None:
    source = (
        '<math xmlns="http://www.w3.org/1998/Math/MathML" id="m" alttext="old"><semantics>'
        '<maction actiontype="toggle"><mi id="x" onclick="y()">a</mi><mi>b</mi></maction>'
        '<annotation encoding="TeX">a</annotation></semantics></math>'
    )
    assert formula(source, "a & b", block=True) == (
        '<math xmlns="http://www.w3.org/1998/Math/MathML" alttext="a &amp; b" display="block">'
        "<semantics><mrow><mi>a</mi></mrow></semantics></math>"
    )


def test_a_formula_that_cannot_be_read_is_its_words() -> None:
    broken = formula("<math><mi>", "x squared", block=False)
    assert "<mtext>x squared</mtext>" in broken
    assert "display" not in formula(MATHML, "r = n/p", block=False)


def test_a_harmless_drawing_keeps_its_bytes() -> None:
    data = b'<svg xmlns="http://www.w3.org/2000/svg"><g id="a" fill="url(#b)"/></svg>'
    assert cleaned(data) is data
    assert cleaned(b"no drawing") == b"no drawing"


def test_drawings_lose_programs_and_the_network_and_get_names_that_xml_allows() -> None:
    data = (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        b'<script>x()</script><g id="a b" onclick="x()"/><use xlink:href="#a b"/>'
        b'<rect fill="url(#a b)"/><image href="https://x.example/a.png"/>'
        b"<style>@import url(https://x.example/a.css);</style></svg>"
    )
    found = cleaned(data).decode()
    assert 'id="id-a-b"' in found
    assert 'xlink:href="#id-a-b"' in found
    assert "url(#id-a-b)" in found
    assert not re.search(r"script|onclick|x\.example", found)


# ------------------------------------------------------------------------------------- looks


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_the_readers_settings_win(theme: Theme) -> None:
    sheet = style_sheet(theme)
    assert "«" not in sheet
    assert "!important" not in sheet
    assert not re.search(r"font-family: (?!monospace)", sheet)
    assert not re.search(r"(?<![-\w])color:", sheet)
    assert not re.search(r"\d(px|pt);", sheet.replace("2px;", "").replace("1px;", ""))


def test_the_theme_decides_proportions() -> None:
    assert "h1 { font-size: 2.167em; }" in style_sheet(STANDARD)
    assert "h1 { font-size: 1.778em; }" in style_sheet(LARGE_PRINT)
    assert "em { font-style: normal; font-weight: bold; }" in style_sheet(LARGE_PRINT)
    assert "letter-spacing: 0.03em" in style_sheet(DYSLEXIA_FRIENDLY)
    assert "border-bottom: 1px solid currentColor" in style_sheet(HIGH_CONTRAST)


def test_the_cover_is_a_readable_png_without_a_clock() -> None:
    data = cover(everything(), STANDARD.palette)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (WIDTH, HEIGHT)
    start = data.index(b"IDAT")
    (length,) = struct.unpack(">I", data[start - 4 : start])
    pixels = zlib.decompress(data[start + 4 : start + 4 + length])
    assert len(pixels) == (WIDTH + 1) * HEIGHT
    assert data == cover(everything(), STANDARD.palette)
    assert data != cover(small(), STANDARD.palette)


# ---------------------------------------------------------------------------------- metadata


def test_the_identifier_is_that_of_the_source() -> None:
    revised = replace(METADATA, title="Other title", modified="2024-01-01")
    assert identifier(METADATA) == identifier(revised)
    assert identifier(METADATA) != identifier(replace(METADATA, language="fr-CA"))
    assert identifier(METADATA) != identifier(replace(METADATA, address="https://b.example/"))


@pytest.mark.parametrize(
    ("modified", "issued", "now", "expected"),
    [
        ("2023-01-15", "2022", None, "2023-01-15T00:00:00Z"),
        (None, "2022-05", None, "2022-05-01T00:00:00Z"),
        ("last week", None, None, "1980-01-01T00:00:00Z"),
        (None, None, datetime.datetime(2026, 1, 2, 3, 4, 5), "2026-01-02T03:04:05Z"),
    ],
)
def test_the_date_of_change_is_the_documents_else_the_given_one(
    modified: str | None, issued: str | None, now: datetime.datetime | None, expected: str
) -> None:
    metadata = Metadata(title="Small", language="en", modified=modified, issued=issued)
    document = replace(small(), metadata=metadata)
    book = open_book(epub.write(document, Options(now=now)).value)
    assert book.values("dcterms:modified") == (expected,)


def test_the_summary_and_the_added_words_are_in_the_language_of_the_report() -> None:
    book = open_book(epub.write(french(), Options()).value)
    assert book.values("schema:accessibilitySummary")[0].startswith("Le texte peut")
    contents = etree.tostring(book.pages["EPUB/contents.xhtml"], encoding="unicode")
    assert "Table des matières" in contents


def test_words_in_a_language_of_which_we_have_none_are_marked() -> None:
    document = replace(small(), metadata=Metadata(title="Ein Bericht", language="de"))
    book = open_book(epub.write(document, Options()).value)
    contents = etree.tostring(book.pages["EPUB/contents.xhtml"], encoding="unicode")
    assert re.search(r'<h2[^>]* lang="en" xml:lang="en">Contents</h2>', contents)


def test_the_archive_begins_with_the_stored_mimetype_and_has_no_time() -> None:
    with zipfile.ZipFile(BytesIO(epub.write(small(), Options()).value)) as archive:
        entries = archive.infolist()
    assert entries[0].filename == "mimetype"
    assert entries[0].compress_type == zipfile.ZIP_STORED
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
