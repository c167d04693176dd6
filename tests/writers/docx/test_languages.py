"""Languages, scripts and directions: what they become in Word."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model.nodes import Direction, Paragraph, Span, SpanKind
from tests.documents import regions, small, text
from tests.writers.docx.opening import W, faults, made, part, report, texts


def test_right_to_left_passages_are_marked_in_paragraph_and_run() -> None:
    arabic = Paragraph(text("تقرير 2022"), lang="ar", direction=Direction.RIGHT_TO_LEFT)
    root = part(made(report(arabic)))
    last = [p for p in root.iter(W + "p") if "2022" in texts(p)][-1]
    assert last.find(f"{W}pPr/{W}bidi") is not None
    assert last.find(f"{W}r/{W}rPr/{W}rtl") is not None
    languages = last.find(f"{W}r/{W}rPr/{W}lang")
    assert languages is not None
    assert languages.get(W + "bidi") == "ar"


def test_a_right_to_left_document_is_so_by_default() -> None:
    metadata = replace(small().metadata, language="ar", direction=Direction.RIGHT_TO_LEFT)
    document = replace(small(), metadata=metadata, children=(Paragraph(text("تقرير")), regions()))
    data = made(document)
    assert part(data, "word/styles.xml").find(f"{W}docDefaults/{W}pPrDefault//{W}bidi") is not None
    assert next(part(data).iter(W + "bidiVisual"), None) is not None
    assert faults(document) == []


def test_the_bar_of_a_quotation_stands_where_lines_begin() -> None:
    metadata = replace(small().metadata, language="ar", direction=Direction.RIGHT_TO_LEFT)
    for document, side in ((small(), "left"), (replace(small(), metadata=metadata), "right")):
        styles = part(made(document), "word/styles.xml")
        quote = next(s for s in styles.iter(W + "style") if s.get(W + "styleId") == "Quote")
        assert [border.tag for border in quote.iterfind(f".//{W}pBdr/*")] == [W + side]


def test_east_asian_passages_have_the_font_of_their_script() -> None:
    passages = [Span(SpanKind.PLAIN, text("骨"), lang=tag) for tag in ("ja", "ko", "zh", "zh-TW")]
    document = report(Paragraph(tuple(passages)))
    used = [style.get(W + "val") for style in part(made(document)).iter(W + "rStyle")]
    assert used == ["JapaneseText", "KoreanText", "ChineseText", "TraditionalChineseText"]
    assert faults(document) == []
