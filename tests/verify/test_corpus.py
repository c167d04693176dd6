"""Nothing is found in the artefacts of real pages but what the pages themselves lack.

The pages are not part of this project; ``PIPELINE_CORPUS`` names their folder. Large ones take
minutes: they are tested where ``PIPELINE_CORPUS_FULL`` is set.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import build
from pipeline.diagnostics import Severity, severity_of
from pipeline.formats import FORMATS
from pipeline.options import Options
from pipeline.reader.source import ReaderOptions, load
from pipeline.verify.epub.content_rules import IMAGE
from pipeline.verify.epub.xhtml_rules import LINK_NAME
from tests.conftest import folder_of

LARGE = 150_000
"""Bytes of a page."""
OF_THE_SOURCE = {IMAGE.id, LINK_NAME.id}
"""What is said of an artefact where its source says nothing of an image or a link."""


def pages() -> Iterator[object]:
    manifest = folder_of("PIPELINE_CORPUS", "corpus") / "MANIFEST.json"
    if not manifest.is_file():
        skip = pytest.mark.skip(reason="no folder corpus: set PIPELINE_CORPUS")
        yield pytest.param(Path(), marks=skip, id="no-corpus")
        return
    for page in json.loads(manifest.read_text("utf-8")):
        path = manifest.parent / page["file"]
        is_left_out = path.stat().st_size > LARGE and not os.environ.get("PIPELINE_CORPUS_FULL")
        skip = pytest.mark.skipif(is_left_out, reason="large: set PIPELINE_CORPUS_FULL")
        yield pytest.param(path, marks=skip, id=page["id"])


@pytest.mark.parametrize("path", list(pages()))
def test_nothing_is_found_in_what_was_made_of_a_real_page(path: Path) -> None:
    document = build.examine(load(path), ReaderOptions()).document
    options = Options()
    for made in build.render(document, FORMATS, options):
        found = list(build.verify(made.data, made.format, document, options))
        own = [one for one in found if one.rule.id in OF_THE_SOURCE and one.at is not None]
        assert all(severity_of(one) is Severity.WARNING for one in own)
        assert [one for one in found if one not in own] == [], made.format.name
