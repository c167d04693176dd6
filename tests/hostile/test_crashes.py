"""Whenever a run is cut short, every file in the output is whole: the old one or the new one.

``PIPELINE_KILLS=200`` kills more often than the few times of an ordinary test run.
"""

from __future__ import annotations

import hashlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from pipeline.cli import main
from pipeline.files import remove_leftovers, write_whole
from tests.conftest import PROJECT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals and limits")

KILLS = int(os.environ.get("PIPELINE_KILLS", "8"))
PAGE = "<!doctype html><html lang=en><title>Report {n}</title><h1>Report {n}</h1><p>{words}</p>"


def _sources(folder: Path, words: str) -> None:
    folder.mkdir(exist_ok=True)
    for number in range(4):
        text = PAGE.format(n=number, words=f"{words} " * 400)
        (folder / f"r{number}.html").write_text(text, "utf-8")


def _hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in (".pdf", ".docx", ".epub", ".txt")
    }


def _command(source: Path, output: Path) -> list[str]:
    return [
        sys.executable,
        "-m",
        "pipeline",
        "all",
        str(source),
        "-o",
        str(output),
        "-q",
        "-j",
        "2",
    ]


def test_a_run_that_is_killed_at_any_moment_leaves_whole_files(tmp_path: Path) -> None:
    source, output = tmp_path / "source", tmp_path / "output"
    versions = []
    for words in ("old words", "new words"):
        _sources(source, words)
        shutil.rmtree(output, ignore_errors=True)
        started = time.monotonic()
        subprocess.run(_command(source, output), cwd=PROJECT, check=True)
        versions.append(_hashes(output))
    lasts = time.monotonic() - started
    assert len(versions[0]) == 16
    random = Random(7)  # noqa: S311 - chance, and the same each time
    torn, left, turn, killed = [], 0, 0, 0
    while killed < KILLS:  # one that had ended before does not count
        _sources(source, ("old words", "new words")[turn % 2])
        run = subprocess.Popen(_command(source, output), cwd=PROJECT, start_new_session=True)
        time.sleep(random.uniform(0.1, lasts))
        killed += run.poll() is None
        with suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        found = _hashes(output)
        torn += [
            name for name, of in found.items() if of not in (versions[0][name], versions[1][name])
        ]
        assert set(found) == set(versions[0])
        left += len(list(output.rglob("*.part")))
        turn += 1
    assert torn == []
    print(f"{killed} of {turn} runs killed: {left} leftovers")  # noqa: T201
    _sources(source, "new words")
    subprocess.run(_command(source, output), cwd=PROJECT, check=True)
    assert _hashes(output) == versions[1]
    assert list(output.rglob("*.part")) == []


def test_leftovers_go_at_the_next_run_unless_somebody_writes_them(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "report.txt"
    write_whole(place, b"words")
    left = place.with_name(".report.txt.abcd_123.part")
    left.write_bytes(b"half")
    mine = place.with_name(".mine.part")
    mine.write_bytes(b"of somebody else's program")
    with left.open("rb+") as file:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)
        remove_leftovers(tmp_path)
        assert left.exists()
    remove_leftovers(tmp_path)
    assert sorted(path.name for path in place.parent.iterdir()) == [".mine.part", "report.txt"]


def test_a_full_disk_is_told_and_what_stood_there_stays(tmp_path: Path) -> None:
    source, output = tmp_path / "source", tmp_path / "output"
    _sources(source, "old words")
    subprocess.run(_command(source, output), cwd=PROJECT, check=True)
    before = _hashes(output)
    _sources(source, "other words")

    def small_files() -> None:
        # Writing beyond it fails as on a full disk; the signal that comes first is ignored.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))

    done = subprocess.run(
        [*_command(source, output), "-j", "1"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        preexec_fn=small_files,
        check=False,
    )
    assert done.returncode == 2
    assert "cannot write" in done.stderr
    assert "Traceback" not in done.stderr
    assert _hashes(output) == before
    assert list(output.rglob("*.part")) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="the right to write is root's everywhere")
def test_a_folder_that_may_not_be_written_to_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _sources(tmp_path / "source", "words")
    (tmp_path / "output").mkdir(mode=0o555)
    assert main(["all", str(tmp_path / "source"), "-o", str(tmp_path / "output")]) == 2
    assert "permission" in capsys.readouterr().err


def test_two_builds_at_once_into_one_folder_both_end_well(tmp_path: Path) -> None:
    source, output = tmp_path / "source", tmp_path / "output"
    _sources(source, "words")
    runs = [subprocess.Popen(_command(source, output), cwd=PROJECT) for _ in range(2)]
    assert [run.wait() for run in runs] == [0, 0]
    once = _hashes(output)
    subprocess.run([*_command(source, output), "--force"], cwd=PROJECT, check=True)
    assert _hashes(output) == once
    assert list(output.rglob("*.part")) == []
