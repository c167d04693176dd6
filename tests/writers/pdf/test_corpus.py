"""Real pages in each profile, with notes at the foot and at the end, and what veraPDF says of them.

The pages are not part of this project; ``PIPELINE_CORPUS`` names their folder. veraPDF is asked,
and large pages are written, where ``PIPELINE_CORPUS_FULL`` is set: that takes half an hour.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from pipeline import build
from pipeline.options import NotePlacement, Options, PdfOptions, PdfProfile
from pipeline.reader.source import ReaderOptions, load
from pipeline.verify import pdf as verifier
from pipeline.verify.external.verapdf import Engine
from pipeline.verify.facts import FactKind, facts
from pipeline.writers.pdf import additions, write
from tests.verify.test_corpus import pages

PAGES = pytest.mark.parametrize("path", list(pages()))
UNTOLD = re.compile(r"ISO 14289-1:2014 (7\.3|5) test 1|ISO 14289-2:2024 (8\.2\.5\.28\.2|5) test 1")
"""A figure without an alternative, and that PDF/UA is not claimed then."""


@PAGES
@pytest.mark.parametrize(
    ("profile", "notes"),
    [(PdfProfile.UA1, NotePlacement.END), (PdfProfile.UA2, NotePlacement.FOOT)],
    ids=["ua1-end", "ua2-foot"],
)
def test_a_real_page_says_the_same_in_each_profile(
    path: Path, profile: PdfProfile, notes: NotePlacement
) -> None:
    document = build.examine(load(path), ReaderOptions()).document
    options = Options(notes=notes, pdf=PdfOptions(profile=profile))
    data = write(document, options).value
    added = additions(document, options)
    assert list(verifier.check(data, document, options, added=added)) == []


@pytest.mark.external
@pytest.mark.skipif("PIPELINE_CORPUS_FULL" not in os.environ, reason="set PIPELINE_CORPUS_FULL")
@PAGES
@pytest.mark.parametrize("profile", PdfProfile, ids=lambda profile: profile.value)
def test_verapdf_finds_only_figures_that_the_page_does_not_describe(
    path: Path, profile: PdfProfile, verapdf: Engine, tmp_path: Path
) -> None:
    document = build.examine(load(path), ReaderOptions()).document
    written = tmp_path / "report.pdf"
    written.write_bytes(write(document, Options(pdf=PdfOptions(profile=profile))).value)
    missing = any(fact.kind is FactKind.IMAGE and fact.details for fact in facts(document))
    for verdict in verapdf.judge(written):
        others = [
            one.message
            for one in verdict.diagnostics
            if not (missing and UNTOLD.match(one.message))
        ]
        assert others == [], verdict.standard
