"""Artefacts that are damaged or mean harm are findings, and stop no other."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.errors import ArtefactError
from pipeline.verify import archive
from tests.batch.pages import page

Told = pytest.CaptureFixture[str]


def changed(path: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """Change one file in an archive."""
    whole = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry, change(data) if entry.filename == name else data)
    path.write_bytes(whole.getvalue())


@pytest.fixture
def written(tmp_path: Path) -> Path:
    (tmp_path / "a.html").write_text(page("One.").replace("More.", "<ol><li>x</ol>"), "utf-8")
    assert main(["all", str(tmp_path / "a.html"), "-o", str(tmp_path), "-q"]) == 0
    return tmp_path


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a", bytes(3_000_000))
    assert whole.tell() < 10_000
    assert len(archive.unpack(whole.getvalue(), "it")[1]["a"]) == 3_000_000
    monkeypatch.setattr(archive, "LARGEST", 2_000_000)
    with pytest.raises(ArtefactError, match="it unpacks to 3,000,000 bytes; 2,000,000 are read"):
        archive.unpack(whole.getvalue(), "it")


@pytest.mark.parametrize("at", range(0, 120, 7))
def test_an_archive_damaged_anywhere_is_refused_or_read(at: int, written: Path) -> None:
    data = (written / "a.docx").read_bytes()
    for damaged in (data[: len(data) * at // 120], data[:-at], data[at:], b"\xff" * at + data):
        with suppress(ArtefactError):
            archive.unpack(damaged, "it")


LAUGHS = b"<!DOCTYPE a [<!ENTITY b 'lol'>" + b"".join(
    b"<!ENTITY %c '%b'>" % (99 + i, b"&%c;" % (98 + i) * 10) for i in range(12)
) + b"]><a>&n;</a>"  # fmt: skip
SECRET = b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"


@pytest.mark.parametrize(
    ("name", "part", "change"),
    [
        ("a.docx", "word/numbering.xml", lambda data: re.sub(rb'val="1"', b'val="x"', data)),
        ("a.docx", "word/document.xml", lambda data: LAUGHS),
        ("a.docx", "word/document.xml", lambda data: data[:99]),
        ("a.docx", "word/document.xml", lambda data: b"<a>" * 9999 + b"</a>" * 9999),
        ("a.epub", "EPUB/content.opf", lambda data: LAUGHS),
        ("a.epub", "EPUB/toc.ncx", lambda data: b""),
    ],
    ids=["number", "laughs", "cut", "deep", "laughs in a book", "empty"],
)
def test_a_damaged_artefact_is_a_finding_and_the_others_are_verified(
    name: str, part: str, change: Callable[[bytes], bytes], written: Path, capsys: Told
) -> None:
    changed(written / name, part, change)
    source = str(written / "a.html")
    assert main(["verify", source, "-o", str(written), "--no-validators"]) == 1
    told = capsys.readouterr()
    assert f"{name}: error artefact-unreadable" in told.out
    assert "a.txt: all" in told.err
    assert main(["show", str(written / name), "--speech"]) in (0, 2)
    assert "Traceback" not in capsys.readouterr().err


def test_an_artefact_brings_no_file_of_this_machine_with_it(written: Path, capsys: Told) -> None:
    def stolen(data: bytes) -> bytes:
        head, _, body = data.partition(b"?>")
        return head + b"?>" + SECRET + body.replace(b"One.", b"&x;")

    changed(written / "a.docx", "word/document.xml", stolen)
    main(["verify", str(written / "a.html"), "-o", str(written), "--no-validators"])
    main(["show", str(written / "a.docx"), "--speech"])
    assert "root:" not in capsys.readouterr().out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_in_the_place_of_an_artefact_is_told(written: Path, capsys: Told) -> None:
    (written / "a.txt").unlink()
    os.mkfifo(written / "a.txt")
    source = str(written / "a.html")
    assert main(["verify", source, "-o", str(written), "--no-validators"]) == 2
    assert main(["page", source, "-o", str(written)]) == 2
    assert main(["show", str(written / "a.txt"), "--speech"]) == 2
    assert capsys.readouterr().err.count("not a regular file") == 3
