from __future__ import annotations

import struct
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.model.nodes import Document, Image
from pipeline.model.walk import descendants
from pipeline.reader import Reading, read
from pipeline.reader.images.picture_formats import CorruptPictureError, read_picture
from pipeline.reader.images.vector import safe_svg
from pipeline.reader.source import FileRead, Limits, ReaderOptions, Source
from tests.documents import png
from tests.hostile.images import gif


def reading(source: str, folder: Path | None, choices: ReaderOptions | None = None) -> Reading:
    page = f'<title>T</title><main><h1>T</h1><p><img src="{source}" alt="A"></p></main>'
    return read(Source("t.html", page.encode(), folder), choices or ReaderOptions())


def image(document: Document) -> Image:
    return next(node for node in descendants(document) if isinstance(node, Image))


def test_an_image_beside_the_page_is_found_with_its_size(tmp_path: Path) -> None:
    (tmp_path / "a b.png").write_bytes(png(40, 20))
    asset = image(reading("a%20b.png?v=1#x", tmp_path).document).asset
    assert asset is not None
    assert (asset.media_type, asset.width, asset.height) == ("image/png", 40, 20)


@pytest.mark.parametrize(
    "address",
    [
        "../secret.png",
        "%2e%2e/secret.png",
        "sub/../../secret.png",
        "link.png",
        "linked/secret.png",
        "file:///secret.png",
        "//host/secret.png",
        "C:/secret.png",
        "..\\\\secret.png",
        "secret.png%00.png",
        ".",
        "https://example.org/secret.png",
    ],
)
def test_no_address_leads_out_of_the_folder(address: str, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.png").write_bytes(png())
    (inside / "link.png").symlink_to(tmp_path / "secret.png")
    (inside / "linked").symlink_to(tmp_path)
    result = reading(address, inside)
    assert image(result.document) == Image(None, "A")
    assert [d.rule.id for d in result.diagnostics].count("image-not-available") == 1


def test_a_mapped_folder_and_the_base_find_published_images(tmp_path: Path) -> None:
    (tmp_path / "dam").mkdir()
    (tmp_path / "dam" / "x.png").write_bytes(png())
    mapped = ReaderOptions(folders={"/content/dam/": tmp_path / "dam"})
    assert image(reading("/content/dam/x.png", None, mapped).document).asset is not None
    based = ReaderOptions(base="https://example.org/reports/2022/report.html")
    there = "https://example.org/reports/2022/dam/x.png"
    assert image(reading(there, tmp_path, based).document).asset is not None
    elsewhere = "https://example.org/reports/x.png"
    assert image(reading(elsewhere, tmp_path, based).document).asset is None


def test_an_image_that_is_too_large_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(png())
    small = ReaderOptions(limits=Limits(image_bytes=10))
    assert image(reading("x.png", tmp_path, small).document).asset is None
    bomb = bytearray(png())
    bomb[16:24] = struct.pack(">II", 60_000, 60_000)
    (tmp_path / "bomb.png").write_bytes(bomb)
    assert image(reading("bomb.png", tmp_path).document).asset is None


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (png(7, 5), ("image/png", 7, 5)),
        (gif(1, 3, 4), ("image/gif", 3, 4)),
        (
            b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x02\x00\x03\x01\x01\x11\x00\xff\xd9",
            ("image/jpeg", 3, 2),
        ),
        (
            b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10)
            + b"\0\0\0\0" + b"\x08\0\0" + b"\x06\0\0",
            ("image/webp", 9, 7),
        ),
    ],
)  # fmt: skip
def test_format_and_size_come_from_the_bytes(data: bytes, expected: tuple[str, int, int]) -> None:
    picture = read_picture(data)
    assert picture is not None
    assert (picture.media_type, picture.width, picture.height) == expected


@pytest.mark.parametrize("data", [png(), gif(1)])
@pytest.mark.parametrize("length", [10, 30, 60])
def test_a_picture_that_is_cut_off_is_damaged(data: bytes, length: int) -> None:
    with pytest.raises(CorruptPictureError):
        read_picture(data[:length])


def test_a_gif_without_an_image_is_damaged() -> None:
    with pytest.raises(CorruptPictureError):
        read_picture(gif(0))


def test_svg_is_made_safe() -> None:
    drawn = safe_svg(
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        b' onload="a()" viewBox="0 0 30 20"><script>b()</script><text>&x;kept</text>'
        b'<image xlink:href="https://example.org/i.png"/><use href="#own"/>'
        b'<a href="javascript:c()"><rect fill="url(https://example.org/f)"/></a>'
        b'<style>@import "https://example.org/s.css";</style><foreignObject>d</foreignObject></svg>'
    )
    assert drawn is not None
    data, width, height = drawn
    assert (width, height) == (30, 20)
    for word in (b"script", b"onload", b"example.org", b"javascript", b"passwd", b"foreignObject"):
        assert word not in data
    assert b"kept" in data
    assert b'href="#own"' in data


def test_what_is_no_svg_is_refused() -> None:
    assert safe_svg(b"<svg") is None
    assert safe_svg(b"<html xmlns='http://www.w3.org/1999/xhtml'/>") is None


def test_the_reading_names_each_file_it_looked_for(tmp_path: Path) -> None:
    (tmp_path / "a b.png").write_bytes(png())
    assert reading("a%20b.png?v=1", tmp_path).files == (
        FileRead("", "a b.png", sha256(png()).hexdigest()),
    )
    assert reading("sub/none.png", tmp_path).files == (FileRead("", "sub/none.png", None),)
    mapped = ReaderOptions(folders={"https://example.org/i": tmp_path})
    [found] = reading("https://example.org/i/a%20b.png", None, mapped).files
    assert (found.address, found.name) == ("https://example.org/i", "a b.png")
