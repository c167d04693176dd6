"""A theme file changes what it names, and is refused with a reason where it is at fault."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from pipeline.diagnostics import line_of
from pipeline.errors import OptionError
from pipeline.options import Options
from pipeline.theme import LARGE_PRINT, STANDARD, Paper, colour
from pipeline.theme_file import read
from pipeline.verify import pdf as verifier
from pipeline.verify.facts import Fact, FactKind
from pipeline.writers.pdf import additions, write
from tests.conftest import PROJECT
from tests.documents import french


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
