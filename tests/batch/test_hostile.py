"""Odd folders, files that go, damaged records: each is told, and the others are written."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from pipeline.arguments import parser
from pipeline.batch.engine import Job
from pipeline.batch.places import Place
from pipeline.cli import main
from pipeline.commands import batch
from pipeline.commands.sources import jobs
from tests.batch.pages import page

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="other systems have other names")
QUICK = ("--no-validators",)
Told = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "good.html").write_text(page("One."), "utf-8")
    return tmp_path


def run(folder: Path, *more: str) -> int:
    arguments = ["all", str(folder / "pages"), "-o", str(folder / "out"), "-j1"]
    return main([*arguments, "--formats", "text", *more])


# ----------------------------------------------------------------------- what stands in the folder


@LINUX
def test_what_cannot_be_read_is_told_and_the_rest_is_written(
    folder: Path, capsys: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = folder / "pages"
    (pages / "loop.html").symlink_to("loop.html")
    (pages / "nowhere.html").symlink_to("missing")
    os.mkfifo(pages / "pipe.html")
    (pages / "closed").mkdir()
    (pages / "closed" / "inside.html").write_text(page("Two."), "utf-8")
    scandir, open_ = os.scandir, os.open

    def asked(path: str | Path) -> str | Path:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return path

    monkeypatch.setattr(os, "scandir", lambda path: scandir(asked(path)))
    monkeypatch.setattr(os, "open", lambda path, *more: open_(asked(path), *more))
    for _ in range(2):
        assert run(folder) == 2
        error = capsys.readouterr().err
        assert "loop.html: cannot be read: too many levels of symbolic links" in error
        assert "nowhere.html: no such file" in error
        assert "pipe.html: is a device or a pipe" in error
        assert f"{pages / 'closed'}: cannot be read: permission denied" in error
        assert "Traceback" not in error
        assert (folder / "out" / "good.txt").exists()


@LINUX
def test_a_name_as_long_as_may_be_is_written_and_a_longer_one_told(
    folder: Path, capsys: Told
) -> None:
    pages = folder / "pages"
    long, longer = "x" * 251, "y" * 250
    (pages / f"{long}.htm").write_text(page("Two."), "utf-8")
    (pages / f"{longer}.html").write_text(page("Three."), "utf-8")
    assert run(folder) == 0
    assert (folder / "out" / f"{long}.txt").exists()
    assert run(folder, "--formats", "docx") == 2
    error = capsys.readouterr().err
    assert f"{long}.docx: file name too long" in error
    assert (folder / "out" / f"{longer}.docx").exists()
    for command in ("verify", "page"):
        source = str(pages / f"{longer}.html")
        more = ["--no-validators", "--formats", "text"] if command == "verify" else []
        assert main([command, source, "-o", str(folder / "out"), *more]) == 0
    assert main(["check", "z" * 5000]) == 2
    assert main(["all", str(pages), "-o", str(folder / ("z" * 300))]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_page_that_goes_meanwhile_is_told(
    folder: Path, capsys: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "pages" / "gone.html").write_text(page("Two."), "utf-8")

    def and_gone(places: Iterable[Place], output: Place) -> tuple[Job, ...]:
        work = jobs(places, output)
        (folder / "pages" / "gone.html").unlink()
        return work

    monkeypatch.setattr("pipeline.commands.batch.jobs", and_gone)
    assert run(folder) == 2
    assert "gone.html: no such file" in capsys.readouterr().err
    assert (folder / "out" / "good.txt").exists()


def test_a_folder_that_is_called_as_a_page_and_hidden_ones_are_no_pages(folder: Path) -> None:
    (folder / "pages" / "deep.html").mkdir()
    (folder / "pages" / "deep.html" / "a.html").write_text(page("Two."), "utf-8")
    (folder / "pages" / ".hidden").mkdir()
    (folder / "pages" / ".hidden" / "a.html").write_text(page("Two."), "utf-8")
    found = [job.stem.as_posix() for job in jobs([folder / "pages"], folder / "pages" / "out")]
    assert found == ["deep.html/a", "good"]


# -------------------------------------------------------------------------- nothing is written over


@pytest.mark.parametrize(
    ("arguments", "source"),
    [
        (["all", "notes.txt", "-o", ".", "--formats", "text"], "notes.txt"),
        (["text", "report.html", "-o", "report.html"], "report.html"),
        (["text", "report.html", "-o", "deep/../report.html"], "report.html"),
        (["text", "link.html", "-o", "report.html"], "report.html"),
        (["page", "index.html", "-o", "."], "index.html"),
        (["page", ".", "-o", "."], "report.html"),
        (["docx", "report.html", "--template", "report.docx"], "report.docx"),
        (
            ["verify", "report.html", "report.conformance.html", "-o.", "--statement", *QUICK],
            "report.conformance.html",
        ),
    ],
    ids=lambda value: " ".join(value[:3]) if isinstance(value, list) else "",
)
def test_a_source_is_never_written_over(
    arguments: list[str],
    source: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Told,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("report.html").write_text(page("One."), "utf-8")
    assert main(["all", "report.html", "-o", ".", "-q"]) == 0
    Path("deep").mkdir()
    Path("link.html").symlink_to("report.html")
    if not Path(source).exists():
        Path(source).write_text(page("Two."), "utf-8")
    before = Path(source).read_bytes()
    assert main(arguments) == 2
    assert Path(source).read_bytes() == before
    assert "is the source itself" in capsys.readouterr().err


def test_two_reports_whose_editions_have_one_name_are_refused(folder: Path, capsys: Told) -> None:
    (folder / "pages" / "good.large-print.html").write_text(page("Two."), "utf-8")
    assert run(folder) == 0
    assert run(folder, "--formats", "pdf", "--editions", "large-print") == 2
    assert "would both be written to good.large-print.pdf" in capsys.readouterr().err


# ----------------------------------------------------------------------------- what was made before


@pytest.mark.parametrize("value", [None, 1, [], {}, "", "\0", "\ud800", [1], {"a": 1}])
@pytest.mark.parametrize(
    "where",
    ["source", "source.name", "source.sha256", "files", "files.0", "files.0.name", "settings",
     "files.0.address", "errors", "recipe", "artefacts", "artefacts.good~txt",
     "artefacts.good~txt.sha256", ""],
)  # fmt: skip
def test_a_manifest_of_any_shape_ends_in_no_fault(folder: Path, where: str, value: object) -> None:
    (folder / "pages" / "good.html").write_text(page("One.", "square.png"), "utf-8")
    assert run(folder, "-q") == 0
    manifest = folder / "out" / "manifest.json"
    whole = json.loads(manifest.read_bytes())
    place, names = whole["reports"], ["good", *filter(None, where.split("."))]
    for name in names[:-1]:
        place = place[int(name) if name.isdigit() else name.replace("~", ".")]
    last = names[-1]
    place[int(last) if last.isdigit() else last.replace("~", ".")] = value
    manifest.write_text(json.dumps(whole), "utf-8")
    assert run(folder, "-q") == 0
    assert run(folder, "-q") == 0
    assert json.loads(manifest.read_bytes())["reports"]["good"]["artefacts"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
@pytest.mark.parametrize("name", ["manifest.json", "good.txt", "SHA256SUMS"])
def test_a_pipe_in_the_output_is_waited_for_by_nobody(
    folder: Path, name: str, capsys: Told
) -> None:
    (folder / "out").mkdir()
    os.mkfifo(folder / "out" / name)
    assert run(folder, "-q") == 2
    assert f"{name}: it is a device, a pipe or a socket" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["manifest.json", "good.txt"])
def test_a_folder_in_the_place_of_a_file_is_told(folder: Path, name: str, capsys: Told) -> None:
    (folder / "out" / name / "inside").mkdir(parents=True)
    assert run(folder) == 2
    assert "it is a folder" in capsys.readouterr().err


# ------------------------------------------------------------------------------------ configuration


def test_a_configuration_that_is_not_there_is_named(folder: Path, capsys: Told) -> None:
    for _ in range(2):
        assert run(folder, "--config", str(folder / "none.toml")) == 2
        assert "none.toml: cannot be read: no such file" in capsys.readouterr().err
        assert run(folder) == 0


def test_a_damaged_configuration_stops_only_its_reports(folder: Path, capsys: Told) -> None:
    deep = folder / "pages" / "deep"
    deep.mkdir()
    (deep / "other.html").write_text(page("Two."), "utf-8")
    assert run(folder) == 0
    (deep / "pyproject.toml").write_bytes(b"\xff")
    (folder / "pages" / "good.html").write_text(page("Changed."), "utf-8")
    assert run(folder) == 2
    error = capsys.readouterr().err
    assert "pyproject.toml: is not UTF-8" in error
    assert "1 of 2 reports written" in error
    assert "Changed." in (folder / "out" / "good.txt").read_text("utf-8")


def test_what_is_watched_is_known_whatever_is_damaged_or_was_fetched(folder: Path) -> None:
    assert run(folder) == 0
    manifest = folder / "out" / "manifest.json"
    whole = json.loads(manifest.read_bytes())
    fetched = {"address": "https://example.org/a.png", "name": "", "sha256": None}
    whole["reports"]["good"]["files"] = [fetched]
    manifest.write_text(json.dumps(whole), "utf-8")
    (folder / "pages" / "pyproject.toml").write_bytes(b"\xff")
    command = ["all", str(folder / "pages"), "-o", str(folder / "out"), "--watch"]
    watched = batch._watched
    found = list(watched(parser().parse_args([*command, f"--images=/a={folder / 'gone'}"])))
    assert found == []
    found = list(watched(parser().parse_args(command)))
    # Not the folder: that changes with everything that is written to it.
    assert found == [folder / "pages" / "good.html"]


def test_a_number_of_processes_below_one_is_refused(folder: Path, capsys: Told) -> None:
    for number in ("0", "-5"):
        assert run(folder, f"--jobs={number}") == 2
        assert "choose 1 or more" in capsys.readouterr().err
