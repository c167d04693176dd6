"""What is copied out of a PDF: every letter with every mark that may stand on it.

Poppler and pdfium put text in order by where it stands, each in its own way, and turn round
what runs from right to left. So marks are the proof: they stand where their letters stand.
"""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from shutil import which

import pytest

from pipeline.model.nodes import Direction, Document, Metadata
from pipeline.options import Options
from pipeline.reader import read
from pipeline.reader.source import load
from pipeline.theme import DYSLEXIA_FRIENDLY, STANDARD, Theme
from pipeline.writers.pdf import write
from tests.documents import paragraph, text

RTL, LTR = Direction.RIGHT_TO_LEFT, Direction.LEFT_TO_RIGHT
_CARRIERS = "ءآأؤإئابةتسعلمنهويىٱپڤگہےۃ"
_VOWELS = [chr(code) for code in range(0x64B, 0x660)] + ["\u0670"]
_QURANIC = list("\u06d6\u06da\u06dc\u06df\u06e0\u06e1\u06e2\u06e4\u06e7\u06e8\u06ea\u06ed")
_DOUBLED = [f"\u0651{vowel}" for vowel in "\u064b\u064c\u064d\u064e\u064f\u0650\u0670"]
_POINTS = [*map(chr, range(0x5B0, 0x5BD)), "\u05bf", "\u05c1", "\u05c2", "\u05c7"]
_DAGESH = [f"\u05bc{vowel}" for vowel in "\u05b0\u05b4\u05b5\u05b6\u05b7\u05b8\u05b9\u05bb"]
_ACCENTS = [chr(code) for code in range(0x300, 0x35B) if code != 0x34F]
_TWO = [f"{one}{two}" for one in "\u0301\u0302\u0308\u0328" for two in "\u0300\u0304\u0323\u031b"]
_RUNNING = (
    "بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ ٱلرَّحِيمِ فَأُولَٰئِكَ لِأَنَّ قُرْآنٌ الإِسلام لأُمٍّ مؤُمن بئِرٌ شَدَّةٌ أُمم لَآ سُئِلَ رَءُوفٌ هٰذا شَيْءٍ "
    "كتابًا لِلَّهِ מְדִינַת בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם וְאֵת הָאָרֶץ"
)
_DEVANAGARI = "हिन्दी क्षत्रिय राष्ट्र र्कि श्रृंखला ज्ञान विद्यार्थी कर्तृत्व"

WORDS = {
    "Arabic": (
        RTL,
        [f"ب{a}{m}م" for a in [*_CARRIERS, "لا", "لأ"] for m in _VOWELS + _QURANIC + _DOUBLED]
        + [f"{letter}{mark}" for letter in _CARRIERS for mark in _DOUBLED],
    ),
    "Hebrew": (RTL, [f"{b}{m}ל" for b in "אבגדהוזטיכךלםנסעפצקרשת" for m in _POINTS + _DAGESH]),
    "Latin": (LTR, [f"{letter}{mark}n" for letter in "aeiousAEOđø" for mark in _ACCENTS + _TWO]),
    "running text": (RTL, _RUNNING.split()),
    "Devanagari": (LTR, _DEVANAGARI.split()),
}


def lines_of(words: list[str]) -> list[str]:
    return [" ".join(words[start : start + 6]) for start in range(0, len(words), 6)]


def same(line: str) -> str:
    """Leave out marks of direction that a client adds, and what is the same by Unicode."""
    undirected = re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", line)
    return unicodedata.normalize("NFC", undirected).strip()


def with_poppler(path: Path) -> str:
    program = which("pdftotext")
    if program is None:
        pytest.skip("no pdftotext (poppler)")
    command: list[str | Path] = [program, "-enc", "UTF-8", path, "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def with_pdfium(path: Path) -> str:
    pdfium = pytest.importorskip("pypdfium2")
    file = pdfium.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in file)
    finally:
        file.close()


@pytest.mark.parametrize("theme", [STANDARD, DYSLEXIA_FRIENDLY], ids=["standard", "spaced"])
@pytest.mark.parametrize("copy", [with_poppler, with_pdfium])
@pytest.mark.parametrize("name", WORDS)
def test_every_mark_is_copied_where_it_stands(
    name: str, copy: Callable[[Path], str], theme: Theme, tmp_path: Path
) -> None:
    direction, words = WORDS[name]
    lines = lines_of(words)
    document = Document(
        metadata=Metadata(title=name, language="en", direction=direction),
        title=text(name),
        children=tuple(map(paragraph, lines)),
    )
    path = tmp_path / "marks.pdf"
    path.write_bytes(write(document, Options(theme=theme)).value)
    copied = {same(line) for line in copy(path).splitlines()}
    assert [line for line in lines if same(line) not in copied] == []


@pytest.mark.parametrize("columns", [4, 9, 14])
def test_pdfium_keeps_the_words_of_cells_beside_one_another_apart(
    columns: int, tmp_path: Path
) -> None:
    """Narrow columns of short words and right-aligned numbers, without words beside them."""
    words = [
        "a",
        "I",
        "no",
        "yes",
        "n/a",
        "–",
        "0",
        "5",
        "17",
        "x",
        "of",
        "in",
        "%",
        "12%",
        "(3)",
        "$5",
    ]
    rows = [[words[(3 * row + 5 * at) % 15] for at in range(columns)] for row in range(30)]
    lines = "".join("<tr><td>" + "<td>".join(row) for row in rows)
    page = tmp_path / "table.html"
    page.write_text(f'<html lang="en"><title>Cells of words</title><h1>Cells</h1><table>{lines}')
    path = tmp_path / "table.pdf"
    path.write_bytes(write(read(load(page)).document, Options()).value)
    wanted = Counter(word for row in rows for word in row)
    assert wanted - Counter(with_pdfium(path).split()) == Counter()
