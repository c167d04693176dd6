"""A theme file changes what it names, and is refused with a reason where it is at fault."""

from __future__ import annotations

import io
import os
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from pipeline.diagnostics import line_of
from pipeline.errors import OptionError
from pipeline.options import Options
from pipeline.theme import LARGE_PRINT, STANDARD, Paper, colour
from pipeline.theme_file import named, read
from pipeline.verify import pdf as verifier
from pipeline.verify.facts import Fact, FactKind
from pipeline.writers.pdf import additions, write
from tests.conftest import PROJECT
from tests.documents import french, png


def written(folder: Path, text: str) -> Path:
    path = folder / "brand.toml"
    path.write_text(text, "utf-8")
    return path


def logo(folder: Path, kind: str = "PNG") -> Path:
    path = folder / "logo.png"
    data = io.BytesIO()
    Image.new("RGB", (300, 90), (11, 79, 60)).save(data, kind)
    path.write_bytes(data.getvalue())
    return path


def test_the_example_is_a_theme() -> None:
    theme = read(PROJECT / "examples" / "brand.toml")
    assert theme.paper is Paper.A4
    assert theme.palette.heading == colour("0B4F3C")
    assert theme.palette.text == STANDARD.palette.text


def test_an_empty_file_is_the_standard_theme(tmp_path: Path) -> None:
    assert read(written(tmp_path, "")) == replace(STANDARD, name="brand")


def test_a_theme_may_begin_with_another(tmp_path: Path) -> None:
    theme = read(written(tmp_path, 'base = "large-print"\nbody_size = 20\nsmall_size = 20\n'
                                   "heading_sizes = [32, 24, 20]\n"))  # fmt: skip
    assert (theme.body_size, theme.italics) == (20.0, LARGE_PRINT.italics)


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        ('[palette]\nheading = "#999999"\n', "heading on paper has a contrast of 2.85:1", "4.5:1"),
        ("body_size = 7\n", "text of 7 points", "9 points"),
        ("leading = 1.0\n", "leading of 1", "1.15"),
        ("heading_sizes = [10]\n", "smaller than the text", "body_size"),
        ("heading_sizes = [20, 24]\n", "larger than the one above", "from the title"),
        ("minimum_contrast = 3\n", "less than the 4.5", "leave it out"),
        ('base = "loud"\n', "no theme 'loud'", "large-print"),
        ("colour = 3\n", "no setting 'colour'", "there are"),
        ('[palette]\nheadings = "#000000"\n', "no colour 'headings'", "is it heading?"),
        ('[palette]\nheading = "red"\n', "'red' is not a colour", "#26374A"),
        ("[palette]\nheading = 3\n", "heading cannot be 3", "#26374A"),
        ("palette = 3\n", "not a table", "[palette]"),
        ('margin = "wide"\n', "margin cannot be 'wide'", "number"),
        ("italics = 1\n", "italics cannot be 1", "true or false"),
        ('paper = "a3"\n', "paper cannot be 'a3'", "letter"),
        ('logo = "missing.png"\n', "no such file", "check the path"),
        ('logo = "brand.toml"\n', "no PNG, JPEG or SVG", "save it as PNG"),
        ('logo = "../logo.png"\n', "outside the folder", "beside the theme file"),
        ('logo = "/etc/hostname"\n', "outside the folder", "beside the theme file"),
        ('logo_alternative = "Us"\n', "without a logo", "name the logo"),
        ("fonts = 3\n", "not a table", "[fonts]"),
        ('[fonts]\nbolt = "a.ttf"\n', "no font 'bolt'", "is it bold?"),
        ('[fonts]\nregular = "a.ttf"\n', "needs bold", "both"),
        ('[fonts]\nregular = "a.ttf"\nbold = "b.ttf"\n', "no italic", "italics = false"),
        ('[fonts]\nmono = "a.ttf"\n', "font a.ttf: no such file", "check the path"),
        ("[fonts]\nmono = 3\n", "cannot be 3", "path"),
        ('[fonts]\nmore = "a.ttf"\n', "more cannot be", "list"),
        ('[fonts]\nmore = ["../a.ttf"]\n', "outside the folder", "beside"),
        ("[palette\n", "not TOML", "mend"),
    ],
)
def test_a_fault_is_named_with_the_file(tmp_path: Path, text: str, what: str, hint: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(OptionError) as caught:
        read(path)
    assert caught.value.what.startswith(f"{path}: ")
    assert what in caught.value.what
    assert hint in caught.value.hint


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=r"brand\.toml: cannot be read: no such file"):
        read(tmp_path / "brand.toml")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_drawn_and_says_nothing(tmp_path: Path, kind: str) -> None:
    logo(tmp_path, kind)
    theme = read(written(tmp_path, 'logo = "logo.png"\n'))
    options = Options(theme=theme)
    document = french()
    data = write(document, options).value
    assert data.count(b"/Subtype /Image") == write(document, Options()).value.count(
        b"/Subtype /Image"
    ) + 1  # fmt: skip
    found = verifier.check(data, document, options, added=additions(document, options))
    assert [line_of(each, "") for each in found] == []


def test_a_logo_that_says_something_is_a_figure(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><script>x()</script>'
        '<rect width="10" height="10"/></svg>'
    )
    text = 'logo = "logo.svg"\nlogo_alternative = "Department of Examples"\n'
    theme = read(written(tmp_path, text))
    assert theme.logo is not None
    assert (theme.logo.width, theme.logo.height, b"script" in theme.logo.data) == (40, 10, False)
    document, options = french(), Options(theme=theme)
    data = write(document, options).value
    assert verifier.read(data)[0] == Fact(FactKind.IMAGE, "Department of Examples")
    added = additions(document, options)
    assert list(verifier.check(data, document, options, added=added)) == []
    silent = Options(theme=replace(theme, logo_alternative="Another"))
    rules = {each.rule.id for each in verifier.check(data, document, silent, added=added)}
    assert rules == {"image-lost"}


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "theme"
    folder.mkdir()
    (folder / "logo.png").symlink_to(logo(tmp_path))
    with pytest.raises(OptionError, match="outside the folder"):
        read(written(folder, 'logo = "logo.png"\n'))


def bomb() -> bytes:
    """Return a small PNG of 30,000 × 30,000 pixels."""
    data = bytearray(png(8, 8))
    data[16:24] = (30_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return bytes(data)


def profiled(data: bytes) -> bytes:
    """Return a PNG with a text that unpacks to 100 MB."""
    body = b"zTXtComment\0\0" + zlib.compress(bytes(10**8))
    length, checksum = len(body) - 4, zlib.crc32(body)
    chunk = length.to_bytes(4, "big") + body + checksum.to_bytes(4, "big")
    return data[:33] + chunk + data[33:]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (bomb(), "has 30000 × 30000 pixels"),
        (profiled(png(8, 8)), "cannot be drawn"),
        (png(40, 30)[:60], "is damaged: the file is cut off"),
        (png(8, 8).replace(b"IDAT", b"IDAU"), "is damaged: a checksum is wrong"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "is damaged"),
        (b"BM" + bytes(60), "no PNG, JPEG or SVG"),
        (b"", "no PNG, JPEG or SVG"),
        (bytes(5 * 2**20), "has over 4 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_logo_that_cannot_be_drawn_is_refused(tmp_path: Path, data: bytes, what: str) -> None:
    (tmp_path / "logo.png").write_bytes(data)
    with pytest.raises(OptionError) as caught:
        read(written(tmp_path, 'logo = "logo.png"\n'))
    assert what in caught.value.what


@pytest.mark.parametrize(
    "drawing",
    [
        "<svg",
        "<html/>",
        '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>',
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
        '<svg xmlns="http://www.w3.org/2000/svg" width="1e9" height="1e-9"/>',
        "",
    ],
)
def test_a_drawing_as_logo_is_made_safe_or_refused(tmp_path: Path, drawing: str) -> None:
    (tmp_path / "logo.svg").write_text(drawing)
    path = written(tmp_path, 'logo = "logo.svg"\n')
    if not drawing.startswith(("<!DOCTYPE", "<svg xmlns")):
        with pytest.raises(OptionError, match=r"logo logo\.svg: is no SVG"):
            read(path)
        return
    theme = read(path)
    assert theme.logo is not None
    assert b"ENTITY" not in theme.logo.data


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('logo = "a\\u0000b.png"', "cannot be"),
        ('name = "\\u001b[2J"', "cannot be"),
        ('[fonts]\nmore = ["a\\u0000b.ttf"]', "names no file"),
        ('logo = "loop.png"', "loop"),
        ('logo = "pipe.png"', "not a regular file"),
        ('logo = "deep"', "is a directory"),
        (f'logo = "{"x" * 300}.png"', "file name too long"),
        ('logo = ""', "cannot be ''"),
        ('[fonts]\nmore = ["pipe.png"]', "not a regular file"),
        ("margin = nan", "cannot be nan"),
        ("margin = inf", "cannot be inf"),
        ("margin = 1e400", "cannot be inf"),
        ("heading_sizes = [nan]", "cannot be nan"),
        ("minimum_contrast = 999", "has a contrast of"),
        (f"margin = {'9' * 5000}", "beyond all measure"),
        (f"margin = {'[' * 5000}{']' * 5000}", "beyond all measure"),
        (f"# {'x' * 1_000_000}", "has more than"),
    ],
    ids=lambda value: value[:20],
)
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_no_file_and_no_number_ends_in_a_fault(tmp_path: Path, text: str, what: str) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "loop.png").symlink_to("loop.png")
    (tmp_path / "deep").mkdir()
    path = written(tmp_path, text)
    with pytest.raises(OptionError) as caught:
        read(path)
    assert what in caught.value.what
    named(path)


@pytest.mark.parametrize(
    "text",
    ["leading = 3.0", "letter_spacing = 0.5", "word_spacing = 2.0", "margin = 0\nsmall_size = 51",
     "heading_sizes = [75, 20]", 'paper = "a5"\nmargin = 99\nbody_size = 18\nheading_sizes = [36]'],
)  # fmt: skip
def test_a_look_at_the_edge_of_measure_is_printed(tmp_path: Path, text: str) -> None:
    options = Options(theme=read(written(tmp_path, text)))
    document = french()
    data = write(document, options).value
    found = verifier.check(data, document, options, added=additions(document, options))
    assert [line_of(each, "") for each in found] == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("leading = 900", "leading of 900"),
        ("letter_spacing = 0.6", "letter_spacing of 0.6"),
        ("word_spacing = 2.5", "word_spacing of 2.5"),
        ("margin = 200\nbody_size = 9\nsmall_size = 999", "no room for text"),
        ("heading_sizes = [999]", "headings of 999 points have no room"),
    ],
)
def test_a_look_beyond_measure_is_refused(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(OptionError) as caught:
        read(written(tmp_path, text))
    assert what in caught.value.what
