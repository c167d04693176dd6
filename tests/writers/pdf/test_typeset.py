"""Whole PDFs: what stands on which page, what the file claims, and that it is the same twice."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.diagnostics import Diagnostic
from pipeline.model.nodes import (
    Anchor,
    Block,
    Document,
    LineBreak,
    Link,
    Math,
    Metadata,
    Note,
    NoteReference,
    Paragraph,
    RowGroup,
    Scope,
    Section,
    Span,
    SpanKind,
    Table,
    Text,
)
from pipeline.model.walk import descendants
from pipeline.options import NotePlacement, Options, PdfOptions, PdfProfile
from pipeline.theme import LARGE_PRINT, STANDARD, THEMES, Paper, Theme
from pipeline.verify import pdf as verify
from pipeline.verify.external.verapdf import Engine
from pipeline.writers.pdf import additions, typeset, write
from tests import strategies
from tests.documents import cell, everything, french, header, paragraph, row, small, text

UA2 = Options(pdf=PdfOptions(profile=PdfProfile.UA2))
CLAIMS = {
    PdfProfile.UA1: ["PDF/UA-1", "PDF/A-2a"],
    PdfProfile.UA2: ["PDF/UA-2", "PDF/A-4", "WTPDF 1.0 accessibility", "WTPDF 1.0 reuse"],
}
WORDS = "Public safety reports say what was done and what will be done next year. "


def document(*blocks: Block, notes: tuple[Note, ...] = ()) -> Document:
    return Document(
        metadata=Metadata(title="Test report", language="en"),
        title=text("Test report"),
        children=blocks,
        notes=notes,
    )


def pages(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


def findings(source: Document, options: Options) -> list[Diagnostic]:
    data = write(source, options).value
    return list(verify.check(data, source, options, added=additions(source, options)))


def long_table(rows: int) -> Table:
    return Table(
        caption=(paragraph("Table 1: Long"),),
        head=(row(header("Region"), header("Count")),),
        bodies=(
            RowGroup(
                tuple(
                    row(header(f"Region {number}", Scope.ROW), cell(str(number)))
                    for number in range(rows)
                )
            ),
        ),
    )


@pytest.mark.parametrize("options", [Options(), UA2], ids=["ua1", "ua2"])
@pytest.mark.parametrize("source", [small(), french(), everything()], ids=["s", "f", "e"])
def test_the_same_document_gives_the_same_bytes(source: Document, options: Options) -> None:
    assert write(source, options).value == write(source, options).value


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize("paper", list(Paper))
def test_the_text_is_the_models_on_every_paper_and_in_every_theme(
    theme: Theme, paper: Paper
) -> None:
    margin = min(theme.margin, (paper.value[0] - 12 * theme.body_size) / 2)
    options = Options(theme=replace(theme, paper=paper, margin=margin))
    assert findings(everything(), options) == []


def test_endnotes_say_the_same_as_footnotes() -> None:
    assert findings(everything(), Options(notes=NotePlacement.END)) == []


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(strategies.documents(), st.sampled_from(PdfProfile), st.sampled_from(NotePlacement))
def test_any_document_comes_back_as_it_was(
    source: Document, profile: PdfProfile, notes: NotePlacement
) -> None:
    options = Options(notes=notes, pdf=PdfOptions(profile=profile))
    assert findings(source, options) == []


def test_a_table_over_pages_is_one_table_with_its_head_on_every_page() -> None:
    data = write(document(long_table(200)), Options()).value
    shown = pages(data)
    assert len(shown) > 4
    assert all("Region" in page and "Count" in page for page in shown)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        roles = [str(e.S) for e in _elements(pdf.Root.StructTreeRoot.K[0])]
    assert roles.count("/Table") == 1
    assert roles.count("/THead") == 1


def _elements(element: pikepdf.Object) -> list[pikepdf.Object]:
    found = [element]
    kids = element.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += _elements(kid)
    return found


def test_a_row_taller_than_a_page_goes_on_over_pages() -> None:
    tall = row(header("Region", Scope.ROW), cell(WORDS * 120))
    source = document(Table(bodies=(RowGroup((tall,)),)))
    assert len(pages(write(source, Options()).value)) > 1
    assert findings(source, Options()) == []


def test_a_heading_is_never_the_last_thing_on_a_page() -> None:
    for lines in range(1, 60):
        filler = tuple(paragraph(f"Line {number}.") for number in range(lines))
        source = document(*filler, Section(2, text("A heading"), (paragraph(WORDS * 6),)))
        shown = pages(write(source, Options(pdf=PdfOptions(contents=False))).value)
        (page,) = (page for page in shown if "A heading" in page)
        after = page.split("A heading", 1)[1]
        assert "Public safety reports" in after


def test_a_bold_line_is_never_parted_from_the_text_below_it() -> None:
    bold = Paragraph((Span(SpanKind.STRONG, text("Call dispositions")),))
    for lines in range(30, 45):
        filler = tuple(paragraph(f"Line {number}.") for number in range(lines))
        shown = pages(write(document(*filler, bold, paragraph(WORDS * 6)), Options()).value)
        (page,) = (page for page in shown if "Call dispositions" in page)
        assert "Public safety reports" in page


def test_neither_the_head_nor_the_last_row_of_a_table_stands_alone() -> None:
    plain = Table(
        bodies=(
            RowGroup(
                (
                    row(cell(""), cell("Count"), cell("Share")),
                    row(header("Region"), header("2021"), header("2022")),
                    *(row(header(f"R{n}.", Scope.ROW), cell(str(n)), cell("9")) for n in range(20)),
                )
            ),
        )
    )
    for lines in range(12, 45):
        filler = tuple(paragraph(f"Line {number}.") for number in range(lines))
        shown = pages(write(document(*filler, plain), Options()).value)
        (page,) = (page for page in shown if "Region" in page)
        assert "R0." in page
        (last,) = (page for page in shown if "R19." in page)
        assert "R18." in last


def test_the_report_begins_below_the_contents_where_much_of_a_page_is_left() -> None:
    def starts(count: int) -> str | None:
        sections = tuple(Section(2, text(f"Part {n}"), (paragraph(WORDS),)) for n in range(count))
        return typeset(document(*sections), Options()).value.pages.page_of(sections[0])

    assert starts(4) == "1"
    assert starts(24) == "2"


def test_a_paragraph_leaves_two_lines_on_either_side_of_a_page_break() -> None:
    for lines in range(20, 34):
        filler = tuple(paragraph(f"Line {number}.") for number in range(lines))
        source = document(*filler, paragraph("Begin. " + WORDS * 8))
        data = write(source, Options()).value
        shown = pages(data)
        parts = [page for page in shown if "safety reports" in page]
        if len(parts) == 2:
            first = parts[0].split("Begin.")[1].strip().splitlines()
            second = parts[1].strip().splitlines()
            assert len([line for line in first if "Page " not in line]) >= 2
            assert len([line for line in second if "safety" in line or "year" in line]) >= 2


def test_a_footnote_stands_on_the_page_that_cites_it() -> None:
    blocks = tuple(
        Paragraph((Text(f"Claim {number}. " + WORDS * 4), NoteReference(f"n{number}")))
        for number in range(12)
    )
    notes = tuple(
        Note(str(number), (paragraph(f"Evidence {number}."),), id=f"n{number}")
        for number in range(12)
    )
    shown = pages(write(document(*blocks, notes=notes), Options()).value)
    assert len(shown) > 1
    ends = [next(i for i, page in enumerate(shown) if f"Evidence {n}." in page) for n in range(12)]
    begins = [next(i for i, page in enumerate(shown) if f"Claim {n}." in page) for n in range(12)]
    assert all(0 <= end - begin <= 1 for begin, end in zip(begins, ends, strict=True))
    assert sum(end == begin for begin, end in zip(begins, ends, strict=True)) >= 10


def test_a_note_longer_than_a_page_goes_on_at_the_foot_of_the_next() -> None:
    source = document(
        paragraph("Claim.", NoteReference("n")),
        notes=(Note("1", tuple(paragraph(WORDS * 8) for _ in range(20)), id="n"),),
    )
    assert findings(source, Options()) == []
    assert len(pages(write(source, Options()).value)) > 1


def test_the_contents_give_the_page_of_each_heading() -> None:
    sections = tuple(
        Section(2, text(f"Section {number}"), (paragraph(WORDS * 40),)) for number in range(8)
    )
    result = typeset(document(*sections), Options()).value
    shown = pages(result.data)
    for number, section in enumerate(sections):
        label = result.pages.page_of(section)
        assert label is not None
        assert f"Section {number}" in shown[int(label) - 1]
        assert any(line.startswith(f"Section {number}") for line in shown[0].splitlines())
        assert label in shown[0]


def test_the_page_map_names_the_very_nodes_in_order() -> None:
    source = everything()
    starts = typeset(source, Options()).value.pages.starts
    order = {id(node): place for place, node in enumerate(descendants(source))}
    places = [(order[id(start.leaf)], start.offset) for start in starts]
    assert places == sorted(places)
    assert len(places) > 3


def test_a_page_begins_at_the_character_that_the_map_says() -> None:
    source = document(paragraph(WORDS * 120))
    result = typeset(source, Options()).value
    second = result.pages.starts[1]
    assert isinstance(second.leaf, Text)
    begins = second.leaf.text[second.offset : second.offset + 20].strip()
    assert begins in " ".join(pages(result.data)[1].split())


def test_large_print_has_no_text_under_its_size() -> None:
    data = write(everything(), Options(theme=LARGE_PRINT)).value
    with pypdfium2.PdfDocument(data) as pdf:
        assert len(pdf) > len(pages(write(everything(), Options(theme=STANDARD)).value))


@pytest.mark.parametrize("profile", list(PdfProfile))
@pytest.mark.parametrize("source", [small(), french()], ids=["small", "french"])
def test_verapdf_finds_nothing(
    source: Document, profile: PdfProfile, verapdf: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(write(source, Options(pdf=PdfOptions(profile=profile))).value)
    verdicts = list(verapdf.judge(path))
    assert [verdict.standard for verdict in verdicts] == CLAIMS[profile]
    assert all(verdict.diagnostics == () for verdict in verdicts)


def test_verapdf_finds_only_the_missing_alternative(verapdf: Engine, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(write(everything(), Options()).value)
    ua1, a2 = verapdf.judge(path, ["ua1", "2a"])
    assert [finding.message[:28] for finding in ua1.diagnostics] == [
        "ISO 14289-1:2014 5 test 1: T",  # nor is it claimed
        "ISO 14289-1:2014 7.3 test 1:",
    ]
    assert a2.diagnostics == ()


def test_formulas_are_attached_as_mathml_and_make_the_file_pdf_a_4f(
    verapdf: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(write(everything(), UA2).value)
    (verdict,) = verapdf.judge(path, ["4f"])
    assert verdict.diagnostics == ()


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_heads_and_feet_keep_clear_of_the_paper_and_the_text(theme: Theme) -> None:
    data = write(document(paragraph(WORDS * 300)), Options(theme=theme)).value
    with pypdfium2.PdfDocument(data) as pdf:
        page = pdf[1]
        height, text = page.get_height(), page.get_textpage()
        boxes = [text.get_rect(number) for number in range(text.count_rects())]
    tops = sorted({round(top, 1) for *_, top in boxes}, reverse=True)
    bottoms = sorted({round(bottom, 1) for _, bottom, *_ in boxes})
    assert height - tops[0] > 20
    assert bottoms[0] > 20
    column = [box for box in boxes if bottoms[0] + 2 * theme.small_size < box[1]]
    assert min(box[1] for box in column) - bottoms[0] > 1.5 * theme.small_size


def test_an_entry_keeps_its_number_where_something_leads_into_its_heading() -> None:
    title = (Text("A. "), Span(SpanKind.EMPHASIS, text("Persons"), id="persons"))
    link = paragraph("See ", Link(text("above"), Anchor("persons")), ".")
    sections = (
        Section(2, title, (link,)),
        Section(2, text("B"), (link,)),
        Section(2, text("C"), (link,)),
    )
    assert findings(document(*sections), Options()) == []


def test_a_page_turned_for_a_table_stays_turned_for_what_stands_over_it_and_no_longer() -> None:
    wide = row(*(cell("Understandability") for _ in range(7)))
    table = Table((RowGroup((wide, wide)),), caption=(paragraph(WORDS * 3),))
    blocks = (Section(2, text(WORDS * 4), ()), Section(2, text(WORDS * 4), ()), table)
    large = Options(theme=LARGE_PRINT)

    def turned(*blocks: Block) -> list[bool]:
        assert findings(document(*blocks), large) == []
        with pypdfium2.PdfDocument(write(document(*blocks), large).value) as pdf:
            return [page.get_width() > page.get_height() for page in pdf]

    assert turned(*blocks) == [True, True, True]
    assert turned(*blocks, paragraph("End.")) == [True, True, True, False]


def test_a_line_end_behind_a_formula_that_cannot_be_drawn_parts_the_words() -> None:
    formula = Math('<math xmlns="http://www.w3.org/1998/Math/MathML"><mfrac/></math>', "a / b")
    source = document(paragraph(formula, LineBreak(), "is a fraction"))
    assert typeset(source, UA2).diagnostics
    assert findings(source, UA2) == []
