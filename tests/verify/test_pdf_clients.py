"""What real readers of PDF find in our files: poppler's tags, and what poppler and pdfium copy."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest

from pipeline.model.nodes import Direction, Document, Metadata
from pipeline.options import Options, PdfOptions, PdfProfile
from pipeline.verify.facts import FactKind, facts
from pipeline.writers.pdf import write
from tests.documents import everything, french, paragraph, text

DOCUMENTS = {"french": french(), "everything": everything()}


@pytest.fixture(params=[(n, p) for n in DOCUMENTS for p in PdfProfile], ids=lambda p: p[0])
def written(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Document, Path]:
    name, profile = request.param
    document = DOCUMENTS[name]
    path = tmp_path / "report.pdf"
    path.write_bytes(write(document, Options(pdf=PdfOptions(profile=profile))).value)
    return document, path


def poppler(program: str, *arguments: str | Path) -> str:
    found = which(program)
    if found is None:
        pytest.skip(f"no {program} (poppler)")
    return subprocess.run([found, *arguments], capture_output=True, check=True).stdout.decode()


def tags(output: str) -> Iterator[tuple[str, str]]:
    """Yield role and text of each element that ``pdfinfo -struct-text`` shows."""
    open_: list[tuple[int, str, list[str]]] = []
    for line in output.splitlines():
        indent = len(line) - len(line.lstrip())
        said = line.strip()
        if said.startswith(('"', "/", "Object")):
            if said.startswith('"'):
                for _, _, parts in open_:
                    parts.append(said[1:-1])
            continue
        while open_ and open_[-1][0] >= indent:
            _, role, parts = open_.pop()
            yield role, " ".join("".join(parts).split())
        open_.append((indent, said.partition(" ")[0].rstrip(":"), []))
    while open_:
        _, role, parts = open_.pop()
        yield role, " ".join("".join(parts).split())


def lost(document: Document, copied: str) -> list[str]:
    """Return the words that are not in the copied text.

    Signs and marks of direction are left out, which clients move or add, and so are the
    words of formulas: they are drawn, and said by their alternative.
    """
    found = facts(document)
    formulas = {word for fact in found if fact.kind is FactKind.MATH for word in words(fact.text)}
    wanted = {word for fact in found if fact.kind is FactKind.TEXT for word in words(fact.text)}
    text = " ".join(words(copied))  # a note's mark may stand at the end of a word
    return sorted(word for word in wanted - formulas if word not in text)


def words(text: str) -> list[str]:
    undirected = re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", undirected))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_poppler_finds_the_headings_and_tables(name: str, tmp_path: Path) -> None:
    """In PDF 1.7: poppler's releases pass over the types that PDF 2.0 added."""
    document, path = DOCUMENTS[name], tmp_path / "report.pdf"
    path.write_bytes(write(document, Options()).value)
    found = list(tags(poppler("pdfinfo", "-struct-text", path)))
    wanted = {
        (f"H{min(int(fact.details[0]), 6)}", " ".join(fact.text.split()))
        for fact in facts(document)
        if fact.kind is FactKind.HEADING
    }
    headings = {(f"H{min(int(r[1:]), 6)}", text) for r, text in found if re.fullmatch(r"H\d", r)}
    title = next(fact.text for fact in facts(document) if fact.kind is FactKind.TITLE)
    assert headings == wanted | {("H1", title)}
    kinds = Counter(fact.kind for fact in facts(document))
    roles = Counter(role for role, _ in found)
    assert roles["Table"] == kinds[FactKind.TABLE]
    assert roles["TD"] == kinds[FactKind.CELL]
    assert roles["TH"] == kinds[FactKind.HEADER]
    assert roles["Figure"] == kinds[FactKind.IMAGE]


def test_poppler_copies_every_word(written: tuple[Document, Path]) -> None:
    document, path = written
    assert lost(document, poppler("pdftotext", "-enc", "UTF-8", path, "-")) == []


def test_pdfium_copies_every_word(written: tuple[Document, Path]) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    document, path = written
    file = pdfium.PdfDocument(path)
    try:
        copied = "\n".join(page.get_textpage().get_text_range() for page in file)
    finally:
        file.close()
    assert lost(document, copied) == []


def test_pdfium_copies_both_directions_in_the_order_of_the_source(tmp_path: Path) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    lines = ("ليست دليلاً شاملاً وإنما هي ملخص لبعض المفاهيم", "Try the W3C checker of 2022 now")
    document = Document(
        metadata=Metadata(title="تقرير", language="ar", direction=Direction.RIGHT_TO_LEFT),
        title=text("تقرير"),
        children=tuple(map(paragraph, lines)),
    )
    path = tmp_path / "report.pdf"
    path.write_bytes(write(document, Options()).value)
    file = pdfium.PdfDocument(path)
    try:
        copied = [words(line) for line in file[0].get_textpage().get_text_range().splitlines()]
    finally:
        file.close()
    for line in lines:
        assert words(line) in copied
