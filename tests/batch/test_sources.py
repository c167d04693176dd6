"""Which pages a folder holds."""

import os
from pathlib import Path

import pytest

from pipeline.batch.places import Url, place
from pipeline.cli import main
from pipeline.commands.sources import jobs
from pipeline.errors import OptionError
from tests.batch.pages import page


def write(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page("One."), "utf-8")


def stems(*places: Path, output: Path) -> list[str]:
    return [job.stem.as_posix() for job in jobs(places, output)]


def test_pages_keep_their_place_and_hidden_ones_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "b.htm", tmp_path / "a" / "x.XHTML", tmp_path / "a" / "y.html")
    write(tmp_path / ".git" / "no.html", tmp_path / ".hidden.html")
    (tmp_path / "note.txt").write_text("no page", "utf-8")
    assert stems(tmp_path, output=tmp_path / "out") == ["a/x", "a/y", "b"]


def test_our_own_pages_in_the_output_are_no_sources(tmp_path: Path) -> None:
    write(tmp_path / "a.html", tmp_path / "out" / "index.html")
    assert stems(tmp_path, output=tmp_path / "out") == ["a"]
    # Who writes beside the sources has nothing else there.
    assert stems(tmp_path / "out", output=tmp_path / "out") == ["index"]


def test_a_circle_of_links_ends(tmp_path: Path) -> None:
    write(tmp_path / "deep" / "a.html")
    (tmp_path / "deep" / "up").symlink_to(tmp_path)
    assert stems(tmp_path, output=tmp_path / "out") == ["deep/a"]


def test_a_page_that_is_named_twice_is_one(tmp_path: Path) -> None:
    write(tmp_path / "a.html")
    assert stems(tmp_path / "a.html", tmp_path, output=tmp_path / "out") == ["a"]


def test_two_pages_of_one_name_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "a.html", tmp_path / "a.htm")
    with pytest.raises(OptionError, match="same files"):
        jobs([tmp_path], tmp_path / "out")


def test_a_name_that_is_no_utf8_is_converted_and_told(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9.html"))
    try:
        write(path)
    except OSError:
        pytest.skip("the file system has no such names")
    arguments = ["all", str(path), "-o", str(tmp_path / "out"), "--formats", "text"]
    assert main([*arguments, "--json-lines"]) == 0
    assert main([*arguments, "--json", "--force"]) == 0
    assert r"caf\udce9.html" in capfd.readouterr().out


def test_a_scheme_makes_a_url_and_nothing_else_does(tmp_path: Path) -> None:
    url = place("s3://bucket/reports/")
    assert url == Url("s3://bucket/reports")
    assert str(url / "deep/a.html") == "s3://bucket/reports/deep/a.html"
    assert ((url / "a.html").name, (url / "a.html").suffix) == ("a.html", ".html")
    assert (url / "a.html").parent == url
    assert place(str(tmp_path)) == tmp_path
    assert place("C:/reports") == Path("C:/reports")
