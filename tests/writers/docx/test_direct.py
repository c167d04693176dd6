"""Nothing is formatted directly: what a document looks like is in its styles."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from pipeline.model.nodes import Document
from pipeline.options import NotePlacement, Options
from pipeline.reader import read as read_page
from pipeline.reader.source import load
from pipeline.theme import DYSLEXIA_FRIENDLY, LARGE_PRINT
from tests.documents import everything, french
from tests.writers.docx.opening import DEFAULTS, W, made, names, part

OF_A_RUN = {"rStyle", "rtl", "lang"}
OF_A_PARAGRAPH = {"pStyle", "numPr", "bidi", "keepNext", "pageBreakBefore", "sectPr"}
OF_A_CELL = {"tcW", "gridSpan", "vMerge"}
"""What content needs: language, direction, numbering, pages and sections, spans."""

EVERY_PAGE = bool(os.environ.get("PIPELINE_EVERY_PAGE"))
PAGES = ("wet4-footnotes-en", "i18n-quicktips-ar", "jlreq-bilingual", "wet-mathml-en")


def told(data: bytes) -> set[str]:
    """Return the properties that stand in the text, not in a style."""
    found = set()
    for name in names(data):
        if re.fullmatch(r"word/(document|footnotes|endnotes|header|footer)\.xml", name):
            for holder in ("rPr", "pPr", "tcPr"):
                for properties in part(data, name).iter(W + holder):
                    found |= {str(child.tag).removeprefix(W) for child in properties}
    return found


@pytest.mark.parametrize("document", [everything(), french()], ids=["everything", "french"])
@pytest.mark.parametrize(
    "options",
    [
        DEFAULTS,
        Options(theme=LARGE_PRINT, notes=NotePlacement.END),
        Options(theme=DYSLEXIA_FRIENDLY),
    ],
    ids=["defaults", "large print, endnotes", "dyslexia-friendly"],
)
def test_every_look_comes_from_a_style(document: Document, options: Options) -> None:
    assert told(made(document, options)) <= OF_A_RUN | OF_A_PARAGRAPH | OF_A_CELL


def test_every_look_of_pages_of_others_comes_from_a_style(corpus: Path) -> None:
    entries = json.loads((corpus / "MANIFEST.json").read_text(encoding="utf-8"))
    for entry in [entry for entry in entries if EVERY_PAGE or entry["id"] in PAGES]:
        data = made(read_page(load(corpus / entry["file"])).document)
        assert told(data) <= OF_A_RUN | OF_A_PARAGRAPH | OF_A_CELL, entry["id"]
