"""Watching: what is changed is made again, and Ctrl-C ends it cleanly."""

import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from pipeline.batch.watch import watch
from pipeline.cli import main
from pipeline.console import Console
from pipeline.errors import SourceError
from tests.batch.pages import page, tree
from tests.documents import png


def test_only_a_change_runs_again_and_a_problem_does_not_end_it(tmp_path: Path) -> None:
    file, looks, runs = tmp_path / "file", iter(range(100)), []

    def watched() -> Iterable[Path]:
        match next(looks):
            case 3:
                file.write_text("one", "utf-8")
            case 7:
                file.write_text("longer", "utf-8")
            case 12:
                raise KeyboardInterrupt
        return [file]

    def run() -> None:
        runs.append(1)
        raise SourceError("no", hint="no")

    watch(run, watched, Console(quiet=True), interval=0.001)
    assert len(runs) == 3


def test_urls_cannot_be_watched(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["all", "s3://bucket/reports", "--watch"]) == 2
    assert "--watch" in capsys.readouterr().err


def test_sources_and_images_are_watched_until_interrupted(tmp_path: Path) -> None:
    reports, output = tree(tmp_path / "reports", 2), tmp_path / "out"
    command = [sys.executable, "-u", "-m", "pipeline", "all", reports, "-o", output]
    with subprocess.Popen(
        [*map(str, command), "--formats", "text", "-j1", "--watch"],
        stderr=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as process:
        assert process.stderr is not None

        def until(words: str) -> None:
            assert process.stderr is not None
            for line in process.stderr:
                assert "Traceback" not in line
                if words in line:
                    return
            raise AssertionError(f"ended without {words}")

        try:
            until("Ctrl-C")
            (reports / "report-0.html").write_text(page("Changed.", "square.png"), "utf-8")
            until("report-0.html: changed")
            until("1 of 2 reports written, 1 unchanged")
            assert "Changed." in (output / "report-0.txt").read_text("utf-8")
            (reports / "square.png").write_bytes(png(9, 9))
            until("square.png: changed")
            until("1 of 2 reports written, 1 unchanged")
            process.send_signal(signal.SIGINT)
            until("no longer watching")
        finally:
            process.kill()
            rest = process.stderr.read()
    assert "Traceback" not in rest
