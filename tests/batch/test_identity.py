"""The same bytes, whoever asks, wherever, and with which Python.

``make test-pythons`` finds the other Pythons of this machine, and names their environments in
``PIPELINE_PYTHONS``; those that are absent are skipped by name.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.batch.pages import made, tree
from tests.conftest import PROJECT, REPORT

VERSIONS = ("3.11", "3.12", "3.13", "3.14")

LISTS = """<!doctype html><html lang="en"><title>Marks</title><main><h1>Marks</h1>
<ol start="7"><li>a<li>b<li>c<li>d<li>e</ol><ol type="I"><li>a<li>b<li>c<li>d</ol>
<table><caption>Shares</caption><tr><th>Where</th><th>How many</th><th>Part of the whole</th></tr>
<tr><th scope="row">Here, and further along the river</th><td>0.1</td><td>1.7</td></tr>
<tr><th scope="row">There</th><td>0.7 %</td><td>a third, nearly</td></tr></table></main></html>"""
"""What marks are measured of, and widths added up for: sets and sums of fractions are where
bytes have differed."""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published report, the examples, images, lists and tables."""
    folder = tree(tmp_path_factory.mktemp("identity") / "reports", 2)
    for path in (REPORT, *sorted((PROJECT / "examples").glob("*.html"))):
        shutil.copy(path, folder)
    (folder / "lists.html").write_text(LISTS, "utf-8")
    return folder


def converted(
    reports: Path, output: Path, python: str, *more: str, cwd: Path | None = None, **given: str
) -> dict[str, bytes]:
    """Convert in a process of its own, and return the artefacts and what stands in the manifest."""
    source = os.path.relpath(reports, cwd) if cwd else str(reports)
    command = [python, "-m", "pipeline", "all", source, "-o", str(output), "--quiet", *more]
    variables = {**os.environ, "PYTHONPATH": str(PROJECT), **given}
    done = subprocess.run(
        command, cwd=cwd or PROJECT, env=variables, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return made(output)


@pytest.fixture(scope="module")
def expected(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    output = tmp_path_factory.mktemp("expected") / "out"
    return converted(reports, output, sys.executable, "-j1", PYTHONHASHSEED="0", TZ="UTC")


@pytest.mark.parametrize(
    ("seed", "zone", "locale", "jobs"),
    [
        ("1", "America/St_Johns", "C", "1"),
        ("2", "Asia/Kathmandu", "C.UTF-8", "2"),
        ("random", "Pacific/Apia", "tr_TR.UTF-8", "3"),
    ],
)
def test_seed_zone_locale_folder_and_processes_change_no_byte(
    reports: Path, expected: dict[str, bytes], tmp_path: Path,
    seed: str, zone: str, locale: str, jobs: str,
) -> None:  # fmt: skip
    given = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "LANG": locale}
    found = converted(reports, tmp_path / "out", sys.executable, f"-j{jobs}", cwd=tmp_path, **given)
    assert found == expected


@pytest.mark.parametrize("version", VERSIONS)
def test_every_python_makes_the_same_bytes(
    reports: Path, expected: dict[str, bytes], tmp_path: Path, version: str
) -> None:
    python = _pythons().get(version)
    if python is None:
        pytest.skip(f"Python {version}: not in PIPELINE_PYTHONS (make test-pythons)")
    found = converted(reports, tmp_path / "out", python, "-j1", PYTHONHASHSEED="3")
    ours, theirs = _environment(expected), _environment(found)
    if ours["zlib"] != theirs["zlib"]:
        pytest.skip(f"Python {version} has zlib {theirs['zlib']}, not {ours['zlib']}")
    assert _artefacts(found) == _artefacts(expected)


def _pythons() -> dict[str, str]:
    """Return the interpreters that are there, by version."""
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    found = {own: sys.executable}
    for path in filter(None, os.environ.get("PIPELINE_PYTHONS", "").split(os.pathsep)):
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True)
        found[said.stdout.split()[1].rpartition(".")[0]] = path
    return found


def _environment(files: dict[str, bytes]) -> dict[str, Any]:
    [recipe] = json.loads(files["manifest.json"])["recipes"].values()
    environment: dict[str, Any] = recipe["environment"]
    return environment


def _artefacts(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return all but the manifest, which names the Python."""
    return {name: data for name, data in files.items() if name != "manifest.json"}
