"""Tables, notes, pictures, formulas, languages: what each becomes in Word."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image as Raster

from pipeline.model.nodes import (
    Abbreviation,
    Asset,
    Block,
    Callout,
    CalloutKind,
    Cell,
    Image,
    Link,
    Math,
    Note,
    NoteReference,
    Paragraph,
    Quote,
    RowGroup,
    Ruby,
    Scope,
    Section,
    Separator,
    Table,
    Text,
    Url,
)
from pipeline.options import DocxOptions, Options
from pipeline.writers.docx import write
from tests.documents import (
    MATHML,
    SVG,
    cell,
    everything,
    header,
    paragraph,
    png,
    regions,
    row,
    text,
)
from tests.writers.docx.opening import (
    DEFAULTS,
    W,
    faults,
    made,
    names,
    part,
    report,
    styles_in_use,
    texts,
)


def wide() -> Table:
    heads = row(*[header(f"Columnheading{number}") for number in range(12)])
    body = RowGroup((row(*[cell("123,456") for _ in range(12)]),))
    return Table((body,), head=(heads,), caption=(paragraph("Table 1: Wide"),))


def orientations(document_blocks: tuple[Table | Paragraph, ...], options: Options) -> list[str]:
    root = part(made(report(*document_blocks), options))
    return [size.get(W + "orient", "portrait") for size in root.iter(W + "pgSz")]


def test_head_rows_repeat_and_no_row_is_split() -> None:
    rows = list(part(made(report(regions()))).iter(W + "tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [
        True, True, False, False, False, False,
    ]  # fmt: skip
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_screen_readers_find_the_crossing_of_the_headers_by_name() -> None:
    marks = part(made(report(regions()))).iter(W + "bookmarkStart")
    assert "Title_1" in {mark.get(W + "name") for mark in marks}


def test_simple_tables_have_no_merged_cells() -> None:
    options = Options(docx=DocxOptions(simplify_tables=True))
    root = part(made(report(regions()), options))
    assert next(root.iter(W + "gridSpan", W + "vMerge"), None) is None
    assert texts(root).count("Western region") == 2
    assert faults(report(regions()), options) == []


def test_a_wide_table_turns_its_page_and_only_its_page() -> None:
    blocks = (paragraph("Before."), wide(), paragraph("After."))
    assert orientations(blocks, DEFAULTS) == ["portrait", "landscape", "portrait"]
    options = Options(docx=DocxOptions(landscape_tables=False))
    assert orientations(blocks, options) == ["portrait"]


def test_two_wide_tables_share_the_turned_page() -> None:
    blocks = (paragraph("Before."), wide(), wide(), paragraph("After."))
    assert orientations(blocks, DEFAULTS) == ["portrait", "landscape", "portrait"]
    assert faults(report(*blocks)) == []


def test_a_heading_goes_with_the_wide_table_it_is_for() -> None:
    document = report(paragraph("Before."), Section(3, text("Data"), (wide(),)))
    root = part(made(document))
    broken = [p for p in root.iter(W + "p") if p.find(f"{W}pPr/{W}sectPr") is not None]
    assert texts(broken[0]) == "Before."


def test_two_tables_in_a_row_stay_two() -> None:
    table = replace(regions(), caption=(), notes=())
    table = Table((RowGroup((row(header("A"), cell("1")),)),))
    root = part(made(report(table, table)))
    first, second = root.iter(W + "tbl")
    assert first.getnext() is not second
    assert faults(report(table, table)) == []


def test_the_number_of_a_caption_is_a_field_and_its_text_the_source() -> None:
    root = part(made(report(regions())))
    assert [code.text for code in root.iter(W + "instrText") if "SEQ" in (code.text or "")] == [
        r" SEQ Table \* ARABIC "
    ]
    later = replace(regions(), caption=(paragraph("Table 7: Later"),), notes=(), id=None)
    later = replace(later, bodies=(RowGroup((row(*[cell("1") for _ in range(6)]),)),), foot=())
    root = part(made(report(later)))
    codes = [code.text for code in root.iter(W + "instrText") if "SEQ" in (code.text or "")]
    assert codes == [r" SEQ Table \* ARABIC \r 7 "]
    assert faults(report(later)) == []


def test_a_table_that_word_cannot_tell_is_reported() -> None:
    first = row(cell("1"), header("Middle", Scope.ROW), cell("2"))
    table = Table((RowGroup((first, row(cell("3"), cell("4"), cell("5")))),))
    found = write(report(table), DEFAULTS).diagnostics
    assert [item.rule.id for item in found] == ["docx-header-association"]
    assert faults(report(table)) == []


def test_a_note_cited_twice_is_one_note_and_a_cross_reference() -> None:
    document = report(
        paragraph("One", NoteReference("n"), " two", NoteReference("n")),
        notes=(Note("1", (paragraph("Said once."),), id="n"),),
    )
    data = made(document)
    assert len(list(part(data).iter(W + "footnoteReference"))) == 1
    assert any("NOTEREF" in (code.text or "") for code in part(data).iter(W + "instrText"))
    assert texts(part(data, "word/footnotes.xml")).count("Said once.") == 1


def test_a_label_that_is_not_the_running_number_is_written_out() -> None:
    document = report(
        paragraph("One", NoteReference("n"), " two", NoteReference("m")),
        notes=(
            Note("*", (paragraph("Star."),), id="n"),
            Note("1", (paragraph("One."),), id="m"),
        ),
    )
    star, one = part(made(document)).iter(W + "footnoteReference")
    assert star.get(W + "customMarkFollows") == "1"
    assert one.get(W + "customMarkFollows") is None
    assert faults(document) == []


def test_notes_that_nothing_cites_or_only_a_note_cites_are_not_lost() -> None:
    document = report(
        paragraph("One", NoteReference("n")),
        notes=(
            Note("1", (paragraph("See", NoteReference("m")),), id="n"),
            Note("2", (paragraph("Deeper."),), id="m"),
            Note("3", (paragraph("Alone."),), id="o"),
        ),
    )
    assert faults(document) == []


def test_a_missing_picture_gives_way_to_its_alternative() -> None:
    data = made(report(Paragraph((Image(None, "A photo"),)), Paragraph((Image(None, ""),))))
    assert "[A photo]" in texts(part(data))
    assert styles_in_use(data).count("BodyText") == 1


@pytest.mark.parametrize("alternative", ["A chart", "", None])
def test_pictures_stand_in_the_line_with_their_alternative(alternative: str | None) -> None:
    asset = Asset("a.png", "image/png", png(), 40, 20)
    document = report(Paragraph((Image(asset, alternative),)))
    root = part(made(document))
    described = next(e for e in root.iter() if str(e.tag).endswith("}docPr"))
    assert described.get("descr") == (alternative or None)
    decorative = [e for e in described.iter() if str(e.tag).endswith("}decorative")]
    assert bool(decorative) is (alternative == "")
    assert faults(document) == []


def test_drawings_keep_their_vectors_beside_a_raster() -> None:
    asset = Asset("a.svg", "image/svg+xml", SVG, 200, 100)
    data = made(report(Paragraph((Image(asset, "Bars"),))))
    assert {"word/media/image1.png", "word/media/image1.svg"} <= set(names(data))


def test_webp_becomes_png_and_what_cannot_be_read_its_alternative() -> None:
    buffer = io.BytesIO()
    Raster.new("RGB", (8, 8), "red").save(buffer, "WEBP")
    good = Asset("a.webp", "image/webp", buffer.getvalue(), 8, 8)
    bad = Asset("b.webp", "image/webp", b"nonsense", 8, 8)
    document = report(Paragraph((Image(good, "Red"), Image(bad, "Broken"))))
    result = write(document, DEFAULTS)
    assert "word/media/image1.png" in names(result.value)
    assert [item.rule.id for item in result.diagnostics] == ["docx-picture-not-readable"]
    assert "[Broken]" in texts(part(result.value))


FORMULAS = {
    "fraction": (MATHML, "r=np", "f"),
    "root": ("<math><mroot><mi>x</mi><mn>3</mn></mroot></math>", "x3", "rad"),
    "sum": (
        "<math><munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover><mi>x</mi></math>",
        "∑inx",
        "nary",
    ),
    "scripts": (
        "<math><mmultiscripts><mi>F</mi><mn>1</mn><mn>2</mn><mprescripts/><mn>3</mn><mn>4</mn>"
        "<mn>5</mn><none/></mmultiscripts></math>",
        "F12345",
        "sPre",
    ),
    "matrix": (
        "<math><mrow><mo>(</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr>"
        "</mtable><mo>)</mo></mrow></math>",
        "(12)",
        "m",
    ),
    "accent": ("<math><mover><mi>x</mi><mo>¯</mo></mover></math>", "x¯", "acc"),
    "semantics": (
        "<math><semantics><mi>a</mi><annotation>\\alpha</annotation></semantics></math>",
        "a",
        "r",
    ),
}


@pytest.mark.parametrize(("mathml", "signs", "element"), FORMULAS.values(), ids=FORMULAS)
def test_formulas_are_formulas_with_every_sign(mathml: str, signs: str, element: str) -> None:
    document = report(Paragraph((Text("So "), Math(mathml, "linear text"), Text("."))))
    root = part(made(document))
    formula = next(e for e in root.iter() if str(e.tag).endswith("math}oMath"))
    assert any(str(e.tag).endswith(f"math}}{element}") for e in formula.iter())
    assert faults(document) == []
    assert signs


def test_a_formula_without_signs_is_its_linear_text() -> None:
    document = report(Paragraph((Math("<math/>", "x squared"),)))
    result = write(document, DEFAULTS)
    assert "x squared" in texts(part(result.value))
    assert [item.rule.id for item in result.diagnostics] == ["docx-formula-not-converted"]


def test_an_abbreviation_is_expanded_once_and_not_where_the_text_does() -> None:
    first = Abbreviation(text("RCMP"), "Royal Canadian Mounted Police")
    root = part(made(report(Paragraph((first,)), Paragraph((first,)))))
    assert texts(root).count("(Royal Canadian Mounted Police)") == 1
    said = report(Paragraph((Text("Royal Canadian Mounted Police ("), first, Text(")"))))
    assert texts(part(made(said))).count("Royal Canadian Mounted Police") == 1


def test_an_abbreviation_in_a_link_is_expanded_behind_the_link() -> None:
    link = Link(
        (Abbreviation(text("PS"), "Public Safety"), Text(" site")), Url("https://a.example/")
    )
    document = report(Paragraph((link, Text("."))))
    root = part(made(document))
    assert texts(next(root.iter(W + "hyperlink"))) == "PS site"
    assert faults(document) == []


def test_an_address_that_no_package_can_hold_is_a_field() -> None:
    document = report(Paragraph((Link(text("odd"), Url("http://[bad/ a b")),)))
    data = made(document)
    assert next(part(data).iter(W + "hyperlink"), None) is None
    assert faults(document) == []


def test_a_callout_says_in_words_what_it_is_unless_it_does_already() -> None:
    plain = made(report(Callout(CalloutKind.WARNING, (paragraph("Wet floor."),))))
    said = made(report(Callout(CalloutKind.WARNING, (paragraph("Warning: wet floor."),))))
    assert texts(part(plain)).count("Warning") == 1
    assert texts(part(said)).count("Warning") == 1


def test_a_thematic_break_is_a_line_above_what_follows() -> None:
    data = made(report(paragraph("Before."), Separator(), paragraph("After.")))
    assert "BodyTextAfterSeparator" in styles_in_use(data)


def test_a_list_in_a_cell_and_an_empty_cell_are_whole() -> None:
    table = Table((RowGroup((row(Cell(()), cell("x")),)),))
    assert faults(report(table)) == []


def test_a_reading_stands_over_its_base_or_behind_what_holds_a_link() -> None:
    plain = Ruby(text("漢字"), text("かんじ"))
    linked = Ruby((Link(text("漢字"), Url("https://a.example/")),), text("かんじ"))
    root = part(made(report(Paragraph((plain, Text(" and "), linked)))))
    assert len(list(root.iter(W + "ruby"))) == 1
    assert "(かんじ)" in texts(root)
    assert faults(report(Paragraph((plain, Text(" and "), linked)))) == []


def cell_table() -> Table:
    return Table((RowGroup((row(cell("word")),)),))


LINES: dict[str, tuple[tuple[Block, ...], list[str]]] = {
    "before a heading": (
        (paragraph("Before."), Separator(), Section(3, text("Next"), ())),
        ["BodyTextBeforeSeparator", "Heading3"],
    ),
    "at the end": ((paragraph("Before."), Separator()), ["BodyTextBeforeSeparator"]),
    "between tables": (
        (cell_table(), Separator(), cell_table()),
        ["TableText", "TableGapAfterSeparator", "TableText"],
    ),
    "behind a table at the end": (
        (cell_table(), Separator()),
        ["TableText", "TableGapAfterSeparator"],
    ),
    "in a quotation": (
        (Quote((paragraph("Before."), Separator())),),
        ["QuoteBeforeSeparator"],
    ),
}


@pytest.mark.parametrize(("blocks", "styles"), LINES.values(), ids=LINES)
def test_no_line_between_passages_is_lost(blocks: tuple[Block, ...], styles: list[str]) -> None:
    document = report(*blocks)
    assert styles_in_use(made(document))[-len(styles) :] == styles
    assert faults(document) == []


def test_two_lines_in_a_row_of_paragraphs_are_two() -> None:
    """Word draws one box around neighbours of the same borders."""
    data = made(report(paragraph("1"), Separator(), paragraph("2"), Separator(), paragraph("3")))
    style = next(
        style
        for style in part(data, "word/styles.xml").iter(W + "style")
        if style.get(W + "styleId") == "BodyTextAfterSeparator"
    )
    sides = [str(side.tag).removeprefix(W) for side in next(style.iter(W + "pBdr"))]
    assert sides == ["top", "between"]


def test_a_link_leads_from_a_figure_to_its_long_description() -> None:
    document = everything()
    body = part(made(document))
    styles = styles_in_use(made(document))
    at = styles.index("FigureDescriptionLink")
    assert styles[at + 1] == "DetailsSummary"
    paragraphs = [p for p in body.iter(W + "p") if p.find(f"{W}pPr/{W}pStyle") is not None]
    link = next(paragraphs[at].iter(W + "hyperlink"))
    assert texts(link) == "Go to the description of this figure"
    marks = [mark.get(W + "name") for mark in paragraphs[at + 1].iter(W + "bookmarkStart")]
    assert link.get(W + "anchor") in marks


def test_a_column_is_as_wide_as_its_formula() -> None:
    mathml = "<math><mtext>A formula of some forty signs that is one word</mtext></math>"
    cells = row(cell("x"), Cell((Paragraph((Math(mathml, "linear"),)),)))
    columns = part(made(report(Table((RowGroup((cells,)),))))).iter(W + "gridCol")
    narrow, broad = (int(column.get(W + "w", "0")) for column in columns)
    assert broad > 6 * narrow
