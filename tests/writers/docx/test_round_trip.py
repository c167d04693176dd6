"""LibreOffice opens the Word document, saves it again and exports tagged PDF: what survives.

A few pages at each run; with ``PIPELINE_EVERY_PAGE=1`` every page of the corpus, in some
minutes. ``docs/docx.md`` lists what LibreOffice does otherwise.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pikepdf
import pytest

from pipeline.model.nodes import Document
from pipeline.reader import read as read_page
from pipeline.reader.source import load
from pipeline.verify.docx import read
from pipeline.verify.external import openxml
from pipeline.verify.external.verdict import Absent
from pipeline.verify.facts import Fact, FactKind
from tests.conftest import REPORT, folder_of
from tests.documents import everything
from tests.writers.docx.opening import W, made, part

EVERY_PAGE = bool(os.environ.get("PIPELINE_EVERY_PAGE"))
FEW = {"wet4-footnotes-en", "wet-table-rowgroup-headers", "i18n-quicktips-ar", "scielo-pt"}
TAGGED = {"PDFUACompliance": {"type": "boolean", "value": "true"}}
TIMEOUT = 1200 if EVERY_PAGE else 300


@dataclass(frozen=True, slots=True)
class Trip:
    """A document before LibreOffice and after."""

    before: Path
    saved: Path
    pdf: Path


def documents() -> Iterator[tuple[str, Document]]:
    yield "everything", everything()
    yield "report", read_page(load(REPORT)).document
    corpus = folder_of("PIPELINE_CORPUS", "corpus")
    if corpus.is_dir():
        for entry in json.loads((corpus / "MANIFEST.json").read_text(encoding="utf-8")):
            if EVERY_PAGE or entry["id"] in FEW:
                yield entry["id"], read_page(load(corpus / entry["file"])).document


@pytest.fixture(scope="module")
def trips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Trip]:
    """All documents by name; one start of the program for all of them is much quicker."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("libreoffice")
    sources = []
    for name, document in documents():
        sources.append(folder / f"{name}.docx")
        sources[-1].write_bytes(made(document))
    for target in ("docx", f"pdf:writer_pdf_Export:{json.dumps(TAGGED)}"):
        command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", target, "--outdir", str(folder / "out"), *map(str, sources)]
        subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT)
    out = folder / "out"
    return {path.stem: Trip(path, out / path.name, out / f"{path.stem}.pdf") for path in sources}


LIBREOFFICES_OWN = {
    "formulas": {
        FactKind.MATH, FactKind.TEXT, FactKind.CELL, FactKind.HEADER, FactKind.NOTE, FactKind.LINK,
    },
    "marks of notes": {FactKind.TEXT, FactKind.NOTE, FactKind.LINK, FactKind.LANGUAGE},
}  # fmt: skip
"""What it says in its own way where a page has formulas (it rewrites them in the syntax of its
Math), and where the mark of a note is written out (it repeats the mark in the text)."""


_KEPT = ("#", "http:", "https:", "mailto:", "tel:")


def said(facts: Iterable[Fact]) -> Counter[tuple[FactKind, str, tuple[str, ...]]]:
    """Return facts in the words that both programs share.

    LibreOffice adds regions to languages (``ar`` becomes ``ar-SA``), decodes addresses and ends
    those of bare hosts with a slash. Links to relative addresses and to places within a page it
    saves as fields that end with the first run, a style within a link as direct formatting, a
    link of nothing not at all, and neighbours of the same style (``[Edge][fail]``) as one run.
    """
    found: Counter[tuple[FactKind, str, tuple[str, ...]]] = Counter()
    facts = list(facts)
    linked = "\n".join(fact.text for fact in facts if fact.kind is FactKind.LINK)
    for fact in facts:
        text, details = fact.text, fact.details
        if fact.kind is FactKind.LINK and not details[0].startswith(_KEPT):
            continue
        if fact.kind is FactKind.LINK and not text:
            continue
        if fact.kind is FactKind.EMPHASIS and fact.text in linked:
            continue
        if fact.kind is FactKind.LANGUAGE:
            details = (details[0].partition("-")[0],)
        elif fact.kind is FactKind.LINK:
            text = "" if "#" in details[0][1:] else text
            details = (unquote(details[0]).rstrip("/").rpartition("/")[2],)
        elif fact.kind is FactKind.IMAGE:
            details = ()  # it does not know the mark of decorative pictures
        for piece in text.split("]["):
            found[fact.kind, piece, details] += 1
    return found


def test_what_a_document_says_is_still_there_when_libreoffice_saved_it(
    trips: dict[str, Trip],
) -> None:
    lost: dict[str, object] = {}
    for name, trip in trips.items():
        before, after = read(trip.before.read_bytes()), read(trip.saved.read_bytes())
        own = set()
        if any(fact.kind is FactKind.MATH for fact in before):
            own |= LIBREOFFICES_OWN["formulas"]
        body = part(trip.before.read_bytes())
        if any(W + "customMarkFollows" in r.attrib for r in body.iter(W + "footnoteReference")):
            own |= LIBREOFFICES_OWN["marks of notes"]
        missing = said(before) - said(after)
        if found := [one for one in missing if one[0] not in own]:
            lost[name] = found
    assert lost == {}


def nodes(path: Path) -> Iterator[pikepdf.Dictionary]:
    """Yield the structure elements of a tagged PDF."""
    with pikepdf.open(path) as pdf:
        stack: list[pikepdf.Object] = [pdf.Root.StructTreeRoot]
        while stack:
            node = stack.pop()
            if isinstance(node, pikepdf.Dictionary):
                if "/S" in node:
                    yield node
                if "/K" in node:
                    stack.append(node["/K"])
            elif isinstance(node, pikepdf.Array):
                stack.extend(node)


def test_libreoffice_tags_headings_tables_links_notes_and_pictures(
    trips: dict[str, Trip],
) -> None:
    for name, trip in trips.items():
        data = trip.before.read_bytes()
        facts = Counter(fact.kind for fact in read(data))
        roles: Counter[str] = Counter()
        alternatives = set()
        for node in nodes(trip.pdf):
            roles[str(node["/S"])] += 1
            if node["/S"] == "/Figure" and "/Alt" in node:
                alternatives.add(str(node["/Alt"]))
        headings = sum(count for role, count in roles.items() if role[2:].isdigit())
        assert headings == facts[FactKind.HEADING] + facts[FactKind.TITLE], name
        assert roles["/Table"] == facts[FactKind.TABLE], name
        # It makes TH of a paragraph of that style, and so none of a list in a header cell.
        assert roles["/TH"] >= 0.98 * facts[FactKind.HEADER], name
        assert roles["/LI"] >= 0.97 * facts[FactKind.ITEM], name
        assert roles["/Link"] >= facts[FactKind.LINK], name
        assert roles["/Note"] >= len(list(part(data).iter(W + "footnoteReference"))), name
        drawn = {
            element.get("descr")
            for element in part(data).iter()
            if str(element.tag).endswith("}docPr") and element.get("descr")
        }
        assert drawn <= alternatives, name


@pytest.mark.skipif(not EVERY_PAGE, reason="in some minutes: set PIPELINE_EVERY_PAGE=1")
def test_the_open_xml_sdk_finds_nothing_on_any_page(trips: dict[str, Trip]) -> None:
    for verdict in openxml.judge([trip.before for trip in trips.values()]):
        if isinstance(verdict, Absent):
            pytest.skip(f"Open XML SDK: {verdict.reason}")
        assert verdict.diagnostics == (), verdict.artefact.stem
