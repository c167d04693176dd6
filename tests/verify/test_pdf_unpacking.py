"""A PDF that unpacks to far more than it is long is refused before it is unpacked."""

from __future__ import annotations

import io
import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Name, Pdf, Stream

from pipeline import build
from pipeline.cli import main
from pipeline.errors import ArtefactError
from pipeline.options import Options
from pipeline.verify.external.verapdf import DEFAULT_FLAVOURS, claimed
from pipeline.verify.pdf import unpacking
from pipeline.verify.pdf.opened import opened
from pipeline.writers.pdf import write
from tests.batch.pages import page
from tests.documents import small

MUCH = bytes(3_000_000)
LIMIT = 2_000_000

Told = pytest.CaptureFixture[str]
Change = Callable[[Pdf], None]


def changed(data: bytes, change: Change) -> bytes:
    """Change a PDF, and leave its streams as they are."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(
            made,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            fix_metadata_version=False,
        )
    return made.getvalue()


def packed(pdf: Pdf, data: bytes, times: int = 1, **entries: object) -> pikepdf.Object:
    """Make a stream of data packed once or again and again."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    stream = Stream(pdf, b"", **entries)
    stream.write(data, filter=Array([Name.FlateDecode] * times))
    return pdf.make_indirect(stream)


def drawn(pdf: Pdf) -> None:
    pdf.pages[0].Contents = packed(pdf, MUCH)


def drawn_and_packed_twice(pdf: Pdf) -> None:
    pdf.pages[0].Contents = packed(pdf, MUCH, times=2)


def drawn_in_parts(pdf: Pdf) -> None:
    parts = [packed(pdf, MUCH[:900_000] + bytes([part])) for part in range(3)]
    pdf.pages[0].Contents = Array(parts)


def described(pdf: Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes() + b" " * len(MUCH)
    pdf.Root.Metadata = packed(pdf, packet)  # qpdf would unpack it, did it say what it is


def mapped(pdf: Pdf) -> None:
    for font in dict(pdf.pages[0].Resources.Font.items()).values():
        font.ToUnicode = packed(pdf, MUCH)


def never_ending(pdf: Pdf) -> None:
    """Give a thousand billion codes the width of the glyph that stands for a missing one."""
    for font in dict(pdf.pages[0].Resources.Font.items()).values():
        font.DescendantFonts[0].W = Array([10**6, 10**12, 600])


def in_objects(blanks: int) -> bytes:
    """Write a PDF by hand whose objects are packed, with much white space behind them."""
    objects = b"1 0 2 50 ".ljust(20)
    objects += b"<< /Type /Catalog /Pages 2 0 R >>".ljust(50)
    objects += b"<< /Type /Pages /Kids [] /Count 0 >>" + b" " * blanks
    data = zlib.compress(objects, 9)
    start = b"%PDF-1.7\n"
    stream = b"3 0 obj\n<< /Type /ObjStm /N 2 /First 20 /Filter /FlateDecode /Length %d >>\n"
    stream = stream % len(data) + b"stream\n" + data + b"\nendstream\nendobj\n"
    place = len(start) + len(stream)
    rows = [(0, 0, 255), (2, 3, 0), (2, 3, 1), (1, len(start), 0), (1, place, 0)]
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    index = b"4 0 obj\n<< /Type /XRef /Size 5 /W [1 4 1] /Root 1 0 R /Length %d >>\n" % len(table)
    index += b"stream\n" + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % place
    return start + stream + index


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    before: dict[str, Any] = pikepdf.settings.get_qpdf_limits()
    yield
    pikepdf.settings.set_qpdf_limits(**before)


@pytest.fixture(scope="module")
def written() -> bytes:
    return write(small(), Options()).value


GIVEN_UP = "cannot be read, or unpacks to more than 2,000,000 bytes"
"""Said where qpdf gave up while it unpacked."""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (drawn, GIVEN_UP),
        (drawn_and_packed_twice, GIVEN_UP),
        (drawn_in_parts, "the PDF unpacks to more than 2,000,000 bytes"),
        (described, GIVEN_UP),
        (mapped, GIVEN_UP),
    ],
)
def test_a_pdf_that_unpacks_to_too_much_is_not_unpacked(
    change: Change, told: str, written: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = changed(written, change)
    assert len(data) < len(written) + 20_000
    assert len(unpacking.unpacked(data).pages) == len(unpacking.unpacked(written).pages)
    monkeypatch.setattr(unpacking, "LARGEST", LIMIT)
    opened(written)
    with pytest.raises(ArtefactError, match=told):
        opened(data)


def test_objects_that_unpack_to_too_much_are_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "LARGEST", LIMIT)
    opened(in_objects(10))
    with pytest.raises(ArtefactError, match=GIVEN_UP):
        opened(in_objects(3_000_000))


def test_large_images_are_no_harm(written: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def pictured(pdf: Pdf) -> None:
        pdf.Root.Picture = packed(pdf, MUCH, Subtype=Name.Image)

    monkeypatch.setattr(unpacking, "LARGEST", LIMIT)
    opened(changed(written, pictured))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.html").write_text(page("One."), "utf-8")
    assert main(["all", str(tmp_path / "a.html"), "-o", str(tmp_path), "-q"]) == 0
    return tmp_path


def verified(folder: Path, *more: str) -> int:
    source = str(folder / "a.html")
    return main(["verify", source, "-o", str(folder), "--no-validators", *more])


def test_it_is_a_finding_and_the_others_are_verified(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Told
) -> None:
    path = folder / "a.pdf"
    path.write_bytes(changed(path.read_bytes(), described))
    assert claimed(path) == ("ua1", "2a")
    monkeypatch.setattr(unpacking, "LARGEST", LIMIT)
    assert claimed(path) == DEFAULT_FLAVOURS
    assert verified(folder) == 1
    told = capsys.readouterr()
    assert "a.pdf: error artefact-unreadable" in told.out
    assert "a.epub: all" in told.err


@pytest.mark.skipif(sys.platform == "win32", reason="the system keeps no such limits")
def test_an_artefact_that_takes_too_long_is_given_up(folder: Path, capsys: Told) -> None:
    path = folder / "a.pdf"
    path.write_bytes(changed(path.read_bytes(), never_ending))
    assert verified(folder, "--limit", "seconds=3") == 2
    assert "a.pdf: takes more than 3 seconds of processor time" in capsys.readouterr().err


def test_an_artefact_that_takes_too_much_memory_is_a_finding(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Told
) -> None:
    def verify(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(build, "verify", verify)
    assert verified(folder) == 1
    assert capsys.readouterr().out.count("takes more memory than it may have") == 4
