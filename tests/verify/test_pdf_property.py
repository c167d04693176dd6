"""Whatever the document: the PDF says what it says, in each profile, theme and paper size."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.diagnostics import line_of
from pipeline.model.nodes import Document
from pipeline.options import NotePlacement, Options, PdfOptions, PdfProfile
from pipeline.theme import DYSLEXIA_FRIENDLY, LARGE_PRINT, LARGE_PRINT_24, STANDARD, Paper, Theme
from pipeline.verify import pdf
from pipeline.writers.pdf import additions, write
from tests.strategies import documents

THEMES = (
    STANDARD,
    replace(STANDARD, name="a4", paper=Paper.A4),
    replace(STANDARD, name="a5", paper=Paper.A5, margin=40.0),
    LARGE_PRINT,
    LARGE_PRINT_24,
    DYSLEXIA_FRIENDLY,
)


@given(
    documents(),
    st.sampled_from(PdfProfile),
    st.sampled_from(THEMES),
    st.sampled_from(NotePlacement),
)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_pdf_says_what_the_document_says(
    document: Document, profile: PdfProfile, theme: Theme, notes: NotePlacement
) -> None:
    options = Options(pdf=PdfOptions(profile=profile), theme=theme, notes=notes)
    data = write(document, options).value
    found = pdf.check(data, document, options, added=additions(document, options))
    assert [line_of(diagnostic, "") for diagnostic in found] == []
