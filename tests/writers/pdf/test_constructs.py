"""Constructs of the standards' table (MAP ids), read back from the file with pikepdf."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model.nodes import (
    Abbreviation,
    Block,
    Details,
    Document,
    Figure,
    Image,
    Inline,
    LineBreak,
    List,
    ListItem,
    Math,
    Note,
    NoteReference,
    Numbering,
    Paragraph,
    Section,
    Text,
)
from pipeline.options import NotePlacement, Options, PdfOptions, PdfProfile
from pipeline.verify.pdf import check
from pipeline.verify.pdf.opened import Opened, opened
from pipeline.verify.pdf.structure import Content, StructureElement
from pipeline.writers.pdf import additions, write
from tests.documents import METADATA, items, paragraph, regions, text

PROFILES = pytest.mark.parametrize("profile", PdfProfile, ids=lambda profile: profile.value)
MARKS = {
    Numbering.NONE: ["", "", ""],
    Numbering.DISC: ["•", "•", "•"],
    Numbering.CIRCLE: ["◦", "◦", "◦"],
    Numbering.SQUARE: ["▪", "▪", "▪"],
    Numbering.DECIMAL: ["9.", "4.", "5."],
    Numbering.LOWER_ALPHA: ["i.", "d.", "e."],
    Numbering.UPPER_ALPHA: ["I.", "D.", "E."],
    Numbering.LOWER_ROMAN: ["ix.", "iv.", "v."],
    Numbering.UPPER_ROMAN: ["IX.", "IV.", "V."],
}


def tagged(
    *blocks: Block,
    profile: PdfProfile = PdfProfile.UA1,
    placement: NotePlacement = NotePlacement.FOOT,
    notes: tuple[Note, ...] = (),
) -> Opened:
    document = Document(
        metadata=METADATA, title=text("Title"), children=(paragraph("One."), *blocks), notes=notes
    )
    options = Options(notes=placement, pdf=PdfOptions(profile=profile))
    return opened(write(document, options).value)


def every(pdf: Opened, *roles: str) -> list[StructureElement]:
    return [element for element in pdf.tree.all() if element.role in roles]


def said(pdf: Opened, element: StructureElement) -> str:
    marks = (child for child in element.everything() if isinstance(child, Content))
    return "".join(map(pdf.text, marks)).strip()


@PROFILES
@pytest.mark.parametrize("numbering", Numbering, ids=lambda numbering: numbering.value)
def test_every_numbering_is_named_and_written(numbering: Numbering, profile: PdfProfile) -> None:
    """MAP-04, MAP-05: ``ListNumbering``, ``start`` and ``value``."""
    first, second, third = items("a", "b", "c")
    changed = (first, ListItem(second.children, value=4), third)
    pdf = tagged(List(changed, numbering, start=9), profile=profile)
    (found,) = every(pdf, "L")
    assert found.attributes["ListNumbering"] == numbering.value
    marks = [said(pdf, each) for each in every(pdf, "Lbl")]
    assert marks == [mark for mark in MARKS[numbering] if mark]
    assert [said(pdf, body) for body in every(pdf, "LBody")] == ["a", "b", "c"]


def test_a_list_may_count_down_and_hold_a_list() -> None:
    """MAP-05: ``reversed``; the inner list is in the body of its item."""
    inner = List(items("x"), Numbering.LOWER_ROMAN)
    outer = List(items((paragraph("a"), inner), "b"), Numbering.DECIMAL, start=2, reversed=True)
    pdf = tagged(outer)
    assert [said(pdf, mark) for mark in every(pdf, "Lbl")] == ["2.", "i.", "1."]
    below = every(pdf, "L")[1]
    assert below.parent is not None
    assert below.parent.role == "LBody"


@PROFILES
def test_headings_deeper_than_six_keep_their_level(profile: PdfProfile) -> None:
    """MAP-02: PDF 1.7 has no H7, so it is mapped to H6; PDF 2.0 has."""
    section: tuple[Block, ...] = (paragraph("Deep."),)
    for level in range(9, 1, -1):
        section = (Section(level, text(f"Level {level}"), section),)
    pdf = tagged(*section, profile=profile)
    found = every(pdf, *(f"H{level}" for level in range(1, 12)))
    assert [heading.role for heading in found] == [f"H{level}" for level in range(1, 10)]
    mapped = "H6" if profile is PdfProfile.UA1 else "H9"
    assert found[-1].standard == mapped


def test_a_table_says_its_summary() -> None:
    """MAP-11."""
    pdf = tagged(regions())
    (table,) = every(pdf, "Table")
    assert table.attributes["Summary"] == "Two header rows; regions are grouped."
    (silent,) = every(tagged(replace(regions(), summary=None)), "Table")
    assert "Summary" not in silent.attributes


@PROFILES
def test_a_long_description_follows_its_figure(profile: PdfProfile) -> None:
    """MAP-17: it is text after the figure, never a part of its alternative."""
    description = Details(text("Long description"), (paragraph("Sixty, then ninety."),))
    figure = Figure((Paragraph((Image(None, "Two bars"),)),), description=description)
    pdf = tagged(figure, profile=profile)
    order = [element for element in pdf.tree.all() if element.role in ("Figure", "Sect")]
    assert [element.role for element in order] == ["Figure", "Sect"]
    assert order[0].alternative == "Two bars"
    assert said(pdf, order[1]) == "Long descriptionSixty, then ninety."


def test_an_abbreviation_says_its_expansion() -> None:
    """MAP-23: ``E`` on the word, which stays as it is."""
    pdf = tagged(paragraph("The ", Abbreviation(text("RCMP"), "Royal Canadian Mounted Police")))
    (found,) = (element for element in pdf.tree.all() if element.expansion)
    assert (found.role, said(pdf, found)) == ("Span", "RCMP")
    assert found.expansion == "Royal Canadian Mounted Police"


def cited(*names: str) -> tuple[Inline, ...]:
    return tuple(NoteReference(name) for name in names)


@PROFILES
@pytest.mark.parametrize("placement", NotePlacement, ids=lambda place: place.value)
def test_a_note_and_its_citations_lead_to_each_other(
    profile: PdfProfile, placement: NotePlacement
) -> None:
    """MAP-20, MAP-21: a note cited twice, and one that another note cites."""
    notes = (
        Note("1", (paragraph("First."),), id="a"),
        Note("2", (Paragraph((*text("Second, as in "), *cited("a"))),), id="b"),
    )
    pdf = tagged(
        Paragraph((*text("So"), *cited("a", "b"))),
        profile=profile,
        placement=placement,
        notes=notes,
    )
    role = "Note" if profile is PdfProfile.UA1 else "FENote"
    first, second = every(pdf, role)
    assert {first.id, second.id} == {"note-1", "note-2"}
    leads = [link for link in pdf.annotations.values() if link.destination is not None]
    assert [link.destination for link in leads].count(first) == 2
    assert [link.destination for link in leads].count(second) == 1
    back = [link for link in leads if link.contents and "Return" in link.contents]
    assert len(back) == 2
    if profile is PdfProfile.UA2:
        assert (len(first.references), len(second.references)) == (2, 1)
        for note in (first, second):
            for key in note.references:
                citation = pdf.tree.by_key[key]
                assert note.key in citation.references
        kind = "Footnote" if placement is NotePlacement.FOOT else "Endnote"
        assert first.attributes["NoteType"] == kind


def test_a_line_end_after_a_missing_picture_is_not_the_pictures() -> None:
    nodes = (Text("One"), Image(None, None), LineBreak(), Text("two"))
    pdf = tagged(Paragraph(nodes))
    (figure,) = every(pdf, "Figure")
    assert figure.parent is not None
    assert said(pdf, figure) == "[Image without a text alternative]"
    parts = [pdf.text(one) for one in figure.parent.children if isinstance(one, Content)]
    assert "".join(parts) == "One two"


def test_the_language_of_a_formula_alone_in_its_paragraph_is_compared() -> None:
    formula = Math('<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>o</mi></math>', "o")
    document = Document(
        metadata=METADATA, title=text("Title"), children=(Paragraph((formula,), lang="fr"),)
    )
    added = additions(document, Options())
    data = write(document, Options()).value
    assert list(check(data, document, Options(), added=added)) == []
