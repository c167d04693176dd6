"""Faces, shaping and embedding: every character comes out of the file as it went in."""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
from pathlib import Path
from shutil import which

import pikepdf
import pytest

from pipeline.model.nodes import Direction
from pipeline.theme import colour
from pipeline.writers.pdf import faces
from pipeline.writers.pdf.fonts import CHARACTER_WITHOUT_FONT, Fonts, Style
from pipeline.writers.pdf.lines import Look, Piece, Run, break_lines

FACES = sorted(Path(faces.__file__).parent.glob("*.ttf"))
SAMPLE = "Aé Ω Ж ≤ ≥ − ← → ✓ ☐ • ◦ ▪ 12\u00a0% ᐃᓄᒃ e\u0301 𝒜 ① हिन्दी a\u200bb co\u00adop"


def file_of(*paragraphs: tuple[str, Direction], style: Style = Style.REGULAR) -> bytes:
    """Return a PDF with one line for each text."""
    fonts = Fonts()
    operators = []
    for number, (text, direction) in enumerate(paragraphs):
        look = Look(style=style, size=12, colour=colour("000000"))
        for line in break_lines([Run(text, look, None)], 500, fonts, direction=direction):
            for piece in line.pieces:
                assert isinstance(piece, Piece)
                place = b"1 0 0 1 %.2f %d Tm " % (40 + piece.x, 700 - 30 * number)
                operators.append(b"BT " + place + piece.operators + b" ET")
    file = pikepdf.new()
    objects: dict[int, pikepdf.Object] = {}

    def allocate(body: bytes, /) -> int:
        resolved = re.sub(rb"(\d+) 0 R", lambda m: b"(@%b)" % m[1], body.partition(b"stream\n")[0])
        head = pikepdf.Object.parse(resolved)
        if b"stream\n" in body:
            data = body.partition(b"stream\n")[2].removesuffix(b"\nendstream")
            packed = file.make_stream(b"")
            packed.write(data, filter=pikepdf.Name.FlateDecode)
            if "/Length1" in head:
                packed.Length1 = head.Length1
            objects[len(objects) + 1] = packed
        else:
            objects[len(objects) + 1] = file.make_indirect(_linked(head, objects))
        return len(objects)

    embedded = fonts.embed(allocate)
    file.add_blank_page(page_size=(600, 800))
    page = file.pages[0]
    page.Contents = file.make_stream(b"\n".join(operators))
    page.Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary({f"/{name}": objects[n] for name, n in embedded.items()})
    )
    out = io.BytesIO()
    file.save(out, deterministic_id=True)
    return out.getvalue()


def _linked(value: pikepdf.Object, objects: dict[int, pikepdf.Object]) -> pikepdf.Object:
    """Put objects in the place of the references that were made strings."""
    if isinstance(value, pikepdf.String) and str(value).startswith("@"):
        return objects[int(str(value)[1:])]
    if isinstance(value, pikepdf.Dictionary):
        for key, one in list(value.items()):
            value[key] = _linked(one, objects)
    if isinstance(value, pikepdf.Array):
        return pikepdf.Array([_linked(one, objects) for one in value])
    return value


def read_back(data: bytes) -> str:
    """Return the text of the page through the verifier's eyes: no writer's code."""
    from pipeline.verify.pdf.content import Fonts as Read
    from pipeline.verify.pdf.content import read_page

    with pikepdf.open(io.BytesIO(data)) as file:
        content = read_page(file.pages[0], Read())
    return "".join(content.untagged)


def test_every_face_says_whose_it_is_and_under_which_licence() -> None:
    assert len(FACES) == 16
    for face in FACES:
        data = face.read_bytes()
        assert "SIL Open Font License".encode("utf-16-be") in data, face.name
        assert "Copyright".encode("utf-16-be") in data, face.name
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FACES[0].parent / "OFL.txt").read_text()


def test_the_faces_stay_small() -> None:
    assert sum(face.stat().st_size for face in FACES) < 2_300_000


@pytest.mark.parametrize("style", Style)
def test_every_style_covers_the_scripts_of_our_reports(style: Style) -> None:
    fonts = Fonts()
    for word in (*SAMPLE.split(), "العربية", "עברית", "ᐊᖓᔪᖅᑳᖅ", "œuvre", "Łódź", "Ἀθῆναι"):
        fonts.set(style).shape(word)
    assert list(fonts.diagnostics()) == []


def test_text_comes_out_as_it_went_in() -> None:
    data = file_of((SAMPLE, Direction.LEFT_TO_RIGHT))
    with pikepdf.open(io.BytesIO(data)) as file:
        text = _copied(file)
    assert text == SAMPLE


def _copied(file: pikepdf.Pdf) -> str:
    """Return the text with ``ActualText`` in place."""
    from pipeline.verify.pdf.content import Fonts as Read
    from pipeline.verify.pdf.content import read_page

    page = file.pages[0]
    page.contents_coalesce()
    tagged = b"/P <</MCID 0>> BDC " + page.Contents.read_bytes() + b" EMC"
    page.Contents = file.make_stream(tagged)
    return read_page(page, Read()).texts[0]


def test_a_character_without_font_is_named_and_can_still_be_copied() -> None:
    fonts = Fonts()
    fonts.set(Style.REGULAR).shape("漢")
    (finding,) = fonts.diagnostics()
    assert finding.rule is CHARACTER_WITHOUT_FONT
    assert "U+6F22 漢" in finding.message
    assert read_back(file_of(("漢", Direction.LEFT_TO_RIGHT))) == "漢"


@pytest.mark.parametrize("text", ["\ufeff", "\ue000", "\x00", "\ud800"])
def test_what_may_not_be_mapped_is_not(text: str) -> None:
    data = file_of((f"a{text}b", Direction.LEFT_TO_RIGHT))
    with pikepdf.open(io.BytesIO(data)) as file:
        for font in file.pages[0].Resources.Font.values():
            mapped = font.ToUnicode.read_bytes()
            for code in (b"<0000>\n", b"<FEFF>", b"<FFFE>", b"<E000>", b"<D800>"):
                assert b" " + code not in mapped


@pytest.mark.parametrize("style", Style)
def test_a_number_put_together_from_its_figures_is_the_number_shaped(style: Style) -> None:
    fonts = Fonts(letter_spacing=0.02).set(style)
    figures = "0123456789.,"
    pairs = "".join(one + other for one in figures for other in figures)
    for word in ["10", "1,234,567.89", "2021.", "0,5", "7" + pairs]:
        put_together = fonts.number(word)
        (shaped,) = fonts.shape(word)
        assert put_together is not None
        assert put_together.body == shaped.body
        assert put_together.width == pytest.approx(shaped.width)


def test_fonts_are_embedded_as_the_standards_ask() -> None:
    data = file_of((SAMPLE, Direction.LEFT_TO_RIGHT))
    with pikepdf.open(io.BytesIO(data)) as file:
        fonts = list(file.pages[0].Resources.Font.values())
        assert len(fonts) >= 4
        for font in fonts:
            (descendant,) = font.DescendantFonts
            assert font.Encoding == "/Identity-H"
            assert descendant.Subtype == "/CIDFontType2"
            assert re.fullmatch(r"/[A-Z]{6}\+\S+", str(font.BaseFont))
            codes = len(descendant.CIDToGIDMap.read_bytes()) // 2
            assert len(descendant.W[1]) == codes
            assert len(descendant.FontDescriptor.FontFile2.read_bytes()) < 40_000


def test_the_same_text_gives_the_same_bytes() -> None:
    paragraph = (SAMPLE, Direction.LEFT_TO_RIGHT)
    assert file_of(paragraph) == file_of(paragraph)


# --------------------------------------------------------------------- real clients

COPIED = [
    ("Plain text with “quotes”, 12\u00a0% and dashes – so.", Direction.LEFT_TO_RIGHT),
    ("≤ ≥ − → ✓ ☐ • 𝒜 ᐃᓄᒃᑎᑐᑦ ᑐᓴᐅᒪᔭᒃᓴᑦ", Direction.LEFT_TO_RIGHT),
    ("שלום עולם ועוד", Direction.RIGHT_TO_LEFT),
    ("يلخص هذا التقرير سلسلة الندوات على الإنترنت", Direction.RIGHT_TO_LEFT),
    ("نصٌّ مُشَكَّل", Direction.RIGHT_TO_LEFT),
]


def _words(text: str) -> str:
    """Leave out marks of direction that a client adds, and what makes no difference."""
    undirected = re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)
    return " ".join(unicodedata.normalize("NFC", undirected).split())


@pytest.mark.parametrize(("text", "direction"), COPIED)
def test_poppler_copies_what_the_source_says(
    text: str, direction: Direction, tmp_path: Path
) -> None:
    program = which("pdftotext")
    if program is None:
        pytest.skip("no pdftotext (poppler)")
    path = tmp_path / "lines.pdf"
    path.write_bytes(file_of((text, direction)))
    copied = subprocess.run(
        [program, "-enc", "UTF-8", path, "-"], capture_output=True, check=True
    ).stdout.decode()
    assert _words(copied) == _words(text)


@pytest.mark.parametrize(("text", "direction"), COPIED)
def test_pdfium_copies_what_the_source_says(text: str, direction: Direction) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(file_of((text, direction)))
    try:
        copied = document[0].get_textpage().get_text_range()
    finally:
        document.close()
    assert _words(copied) == _words(text)
