"""What is refused before anything is read, and how."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.reader import read
from pipeline.reader.source import Limits, Source, load


def test_a_page_is_loaded_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"<p>x")
    assert load(path) == Source("page.html", b"<p>x", tmp_path)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b"\xef\xbb\xbf \n", "is empty", id="blank"),
        pytest.param(b"%PDF-1.7 <x>", "is a PDF", id="pdf"),
        pytest.param(b"PK\x03\x04<x>", "DOCX", id="docx"),
        pytest.param(b"\x89PNG\r\n<a", "PNG", id="png"),
        pytest.param(b"Just words, 1 < 2.", "no tags", id="text"),
        pytest.param(b"<p>" + b"x" * 200, "more than 100 bytes", id="large"),
    ],
)
def test_what_is_no_page_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=message) as raised:
        load(path, limits=Limits(bytes=100))
    assert str(path) in raised.value.what
    assert raised.value.hint


def test_utf_16_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes("<p>x".encode("utf-16"))
    assert load(path).data


def test_a_missing_file_and_a_folder_are_said_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        load(tmp_path / "none.html")
    with pytest.raises(SourceError, match="is a folder"):
        load(tmp_path)


@pytest.mark.parametrize(
    "page",
    [
        "<p></p>",
        "<main><nav>menu</nav></main>",
        "<body><script>x()</script>",
        "<header><nav>menu</nav></header><footer>foot</footer>",
    ],
)
def test_a_page_without_content_is_refused_with_a_hint(page: str) -> None:
    with pytest.raises(SourceError, match="no content found") as raised:
        read(Source("page.html", page.encode()))
    assert "--content" in raised.value.hint
