"""The archive that DOCX and EPUB share."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.writers.archive import EARLIEST, repack

ENTRIES = [("mimetype", b"application/epub+zip"), ("b.xml", b"<b/>" * 50), ("a.xml", b"<a/>")]


def test_entries_keep_their_order_and_content() -> None:
    with zipfile.ZipFile(io.BytesIO(repack(ENTRIES))) as archive:
        assert [(name, archive.read(name)) for name in archive.namelist()] == ENTRIES


def test_times_are_fixed_and_bytes_repeat() -> None:
    data = repack(ENTRIES)
    assert data == repack(iter(ENTRIES))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {EARLIEST}


def test_only_the_named_entries_are_stored() -> None:
    with zipfile.ZipFile(io.BytesIO(repack(ENTRIES))) as archive:
        kinds = {entry.filename: entry.compress_type for entry in archive.infolist()}
    assert kinds.pop("mimetype") == zipfile.ZIP_STORED
    assert set(kinds.values()) == {zipfile.ZIP_DEFLATED}


def test_the_media_type_of_an_epub_stands_where_readers_look_for_it() -> None:
    assert repack(ENTRIES)[30:58] == b"mimetypeapplication/epub+zip"


def test_two_entries_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two entries"):
        repack([("a", b""), ("a", b"")])
