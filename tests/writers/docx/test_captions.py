"""Captions that hold more than words: figures and tables stand in captions of others."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model.nodes import (
    Block,
    Figure,
    Image,
    Math,
    Note,
    NoteReference,
    Paragraph,
    Quote,
    RowGroup,
    Span,
    SpanKind,
    Table,
)
from pipeline.verify.docx import read
from pipeline.verify.facts import FactKind
from tests.documents import MATHML, cell, header, paragraph, row, text
from tests.writers.docx.opening import W, faults, made, part, report


def pictured(*caption: Block) -> Figure:
    return Figure((Paragraph((Image(None, "Chart"),)),), caption)


def tabled(word: str, *caption: Block) -> Table:
    body = RowGroup((row(cell(word), cell("2")),))
    return Table((body,), head=(row(header("A"), header("B")),), caption=caption)


def captions(document_caption: Block) -> list[str]:
    facts = read(made(report(document_caption)))
    return [fact.text for fact in facts if fact.kind is FactKind.CAPTION]


def test_a_figure_in_the_caption_of_a_figure_keeps_its_own_caption() -> None:
    inmost = pictured(paragraph("Inmost"))
    inner = pictured(paragraph("Inner"), inmost)
    outer = pictured(paragraph("Outer"), inner, paragraph("more"))
    assert captions(outer) == ["Outer Inner Inmost more", "Inner Inmost", "Inmost"]
    assert faults(report(outer, paragraph("after"))) == []


def test_two_captions_in_a_third_stay_two_where_nothing_is_between_them() -> None:
    one, two = (Figure((), (paragraph(word),)) for word in ("One", "Two"))
    assert captions(pictured(one, two)) == ["One Two", "One", "Two"]
    assert faults(report(pictured(one, two))) == []


def test_a_table_in_a_footnote_keeps_its_own_note() -> None:
    cited = Paragraph((*text("word"), NoteReference("t")))
    table = replace(tabled("1", cited), notes=(Note("a", (paragraph("Inner."),), id="t"),))
    note = Note("1", (paragraph("Outer."), table), id="n")
    body = Paragraph((*text("Body"), NoteReference("n")))
    assert faults(report(body, notes=(note,))) == []


def test_a_figure_in_the_caption_of_a_table_is_told_from_it() -> None:
    table = tabled("1", paragraph("Table"), Quote((pictured(paragraph("Inner")),)))
    assert captions(table) == ["Table Inner", "Inner"]
    assert faults(report(table)) == []


def test_a_table_in_the_caption_of_a_table_stays_apart_from_it() -> None:
    outer = tabled("1", paragraph("Outer"), tabled("2", paragraph("Inner")))
    assert faults(report(outer)) == []
    tables = list(part(made(report(outer))).iter(W + "tbl"))
    between = tables[1].getprevious()
    assert between is not None
    assert between.tag == W + "p"


def test_a_formula_has_the_language_and_the_emphasis_around_it() -> None:
    formula = Math(MATHML, "r equals n over p")
    foreign = Span(SpanKind.EMPHASIS, (*text("soit "), formula), lang="fr")
    document = report(Paragraph((*text("Let "), foreign)))
    assert faults(document) == []
    run = next(part(made(document)).iter("{*}oMath")).find(f".//{W}rPr/{W}lang")
    assert run is not None
    assert run.get(W + "val") == "fr"
