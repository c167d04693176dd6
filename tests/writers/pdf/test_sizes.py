"""Paper and size of the letters change where things stand, and nothing of what the PDF says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.model.nodes import Document
from pipeline.options import NotePlacement, Options, PdfOptions, PdfProfile
from pipeline.theme import LARGE_PRINT, LARGE_PRINT_24, STANDARD, Paper
from pipeline.verify.pdf.opened import Opened, opened
from pipeline.verify.pdf.structure import Content, StructureElement
from pipeline.writers.pdf import write
from tests.documents import everything
from tests.strategies import documents

THEMES = (
    STANDARD,
    replace(STANDARD, name="a4", paper=Paper.A4),
    replace(STANDARD, name="a5", paper=Paper.A5, margin=40.0),
    LARGE_PRINT,
    LARGE_PRINT_24,
)


def structure(data: bytes) -> list[str]:
    """Return every element with all that it says, and what refers to what."""
    pdf = opened(data)
    numbers = {element.key: number for number, element in enumerate(pdf.tree.all())}
    return list(_lines(pdf, pdf.tree.roots, numbers, ""))


def _lines(
    pdf: Opened,
    elements: Iterator[StructureElement] | list[StructureElement],
    numbers: dict[tuple[int, int], int],
    indent: str,
) -> Iterator[str]:
    for element in elements:
        marks = (child for child in element.children if isinstance(child, Content))
        text = " ".join("".join(map(pdf.text, marks)).replace("\u00ad", "").split())
        if element.standard == "Link" and _is_in_contents(element):
            text = text.rstrip("0123456789 ")
        known = {key: value for key, value in element.attributes.items() if key != "BBox"}
        said = (element.lang, element.alternative, element.actual, element.expansion, element.id)
        links = sorted(numbers[key] for key in element.references)
        yield f'{indent}{element.role} "{text}" {said} {sorted(known.items())} {links}'
        yield from _lines(pdf, element.elements(), numbers, indent + " ")


def _is_in_contents(element: StructureElement | None) -> bool:
    while element is not None and element.standard != "TOCI":
        element = element.parent
    return element is not None


@given(documents(), st.sampled_from(PdfProfile), st.sampled_from(NotePlacement))
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_size_has_the_same_structure(
    document: Document, profile: PdfProfile, notes: NotePlacement
) -> None:
    first, *others = (
        structure(
            write(
                document, Options(theme=theme, notes=notes, pdf=PdfOptions(profile=profile))
            ).value
        )
        for theme in THEMES
    )
    for other in others:
        assert other == first


@pytest.mark.parametrize("notes", NotePlacement)
def test_every_size_of_every_construct_has_the_same_structure(notes: NotePlacement) -> None:
    first, *others = (
        structure(write(everything(), Options(theme=theme, notes=notes)).value) for theme in THEMES
    )
    assert len(first) > 150
    for other in others:
        assert other == first
