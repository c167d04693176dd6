"""The tag tree, as text, before any layout."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.model.nodes import (
    Document,
    Image,
    Link,
    NoteReference,
    Paragraph,
    Section,
    Text,
    Url,
)
from pipeline.options import NotePlacement, Options, PdfOptions, PdfProfile
from pipeline.writers.pdf.flow import Passage, Plan
from pipeline.writers.pdf.fonts import Fonts
from pipeline.writers.pdf.lines import Run
from pipeline.writers.pdf.plan import plan
from pipeline.writers.pdf.tags import Annotation, Element, Leaf, TableAttributes, show
from tests.documents import METADATA, everything, french, paragraph, regions, text

GOLDEN = Path(__file__).parent / "golden"
UA1 = Options()
UA2 = Options(pdf=PdfOptions(profile=PdfProfile.UA2))


def planned(document: Document, options: Options = UA1) -> Plan:
    return plan(document, options, Fonts(), 468.0)[0]


def elements(root: Element, role: str) -> list[Element]:
    return [element for element in every(root) if element.role == role]


def every(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        if isinstance(child, Element):
            yield from every(child)


def around(*blocks: Paragraph | Section) -> Document:
    return Document(metadata=METADATA, title=text("Title"), children=blocks)


@pytest.mark.parametrize(
    ("name", "document", "options"),
    [
        ("everything-ua1", everything(), Options()),
        ("everything-ua2", everything(), UA2),
        ("everything-endnotes", everything(), Options(notes=NotePlacement.END)),
        ("french-ua1", french(), Options()),
    ],
)
def test_the_tag_tree_is_as_agreed(
    name: str, document: Document, options: Options, request: pytest.FixtureRequest
) -> None:
    tree = show(planned(document, options).root)
    path = GOLDEN / f"{name}.txt"
    if request.config.getoption("--accept"):
        path.write_text(tree, encoding="utf-8")
    assert tree == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("profile", list(PdfProfile))
def test_every_element_stands_in_the_tree_once(profile: PdfProfile) -> None:
    root = planned(everything(), Options(pdf=PdfOptions(profile=profile))).root
    seen = [id(element) for element in every(root)]
    assert len(seen) == len(set(seen))


def test_headings_do_not_skip_a_level_whatever_the_source_does() -> None:
    levels = [
        int(element.role[1:])
        for element in every(planned(everything()).root)
        if element.role[0] == "H" and element.role[1:].isdigit()
    ]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_data_cell_names_all_its_header_cells() -> None:
    """MAP-09: the cell under two header rows and beside two row headers has four."""
    root = planned(Document(metadata=METADATA, title=text("Title"), children=(regions(),))).root
    cells = elements(root, "TD")
    cleared = next(cell for cell in cells if said(cell) == "112")
    assert isinstance(cleared.attributes, TableAttributes)
    assert [said(header) for header in cleared.attributes.headers] == [
        "Western region",
        "Alberta",
        "2021",
        "Cleared",
    ]
    assert all(header.id for header in cleared.attributes.headers)


def said(element: Element) -> str:
    return "".join(
        child.source.text
        for child in element.children
        if isinstance(child, Leaf) and isinstance(child.source, Text)
    )


def test_a_link_is_one_element_with_one_annotation_that_says_where_it_goes() -> None:
    """MAP-18: ``Contents`` names the target, not only its address."""
    link = Link(text("the law"), Url("https://laws.example/"))
    found = elements(planned(around(paragraph("See ", link, "."))).root, "Link")
    assert len(found) == 1
    leaf, annotation = found[0].children
    assert isinstance(leaf, Leaf)
    assert isinstance(annotation, Annotation)
    assert annotation.contents == "the law (https://laws.example/)"


def test_a_decorative_image_is_not_in_the_tree() -> None:
    root = planned(around(Paragraph((Image(None, ""),)))).root
    assert not elements(root, "Figure")


def test_a_missing_alternative_stays_missing() -> None:
    """No alternative is invented: the figure has none, and a validator says so."""
    (figure,) = elements(planned(around(Paragraph((Image(None, None),)))).root, "Figure")
    assert figure.alternative is None


def test_a_note_points_to_every_citation_and_back_in_pdf_2() -> None:
    document = everything()
    root = planned(document, UA2).root
    note = next(element for element in elements(root, "FENote") if element.id == "note-2")
    assert len(note.references) == 2
    assert all(note in citation.references for citation in note.references)


def test_a_word_for_its_kind_stands_in_a_callout_only_without_a_heading() -> None:
    plan_ = planned(french())
    (callout,) = elements(plan_.root, "Sect")
    assert [child.role for child in callout.children if isinstance(child, Element)] == [
        "CalloutWord",
        "P",
    ]


def test_a_citation_after_a_citation_is_parted_from_it() -> None:
    document = Document(
        metadata=METADATA,
        title=text("Title"),
        children=(paragraph("Word", NoteReference("n1"), NoteReference("n2"), "."),),
        notes=everything().notes,
    )
    passages = [item for item in planned(document).flow if isinstance(item, Passage)]
    texts = [[item.text for item in each.items if isinstance(item, Run)] for each in passages]
    assert ["Word", "1", " *", "."] in texts
