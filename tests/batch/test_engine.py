"""One report that fails, or takes its process with it, stops no other."""

import os
from functools import partial
from pathlib import Path, PurePath
from typing import Any

import pytest

from pipeline.batch.engine import Job, Outcome, failed, processes
from pipeline.cli import main
from pipeline.errors import SourceError
from tests.batch.pages import tree


def work(deadly: frozenset[str], job: Job) -> Outcome:
    name = job.stem.name
    if name in deadly:
        os._exit(9)
    if name.endswith("5"):
        return failed(job, SourceError(f"{name}: is bad", hint="mend it"))
    return Outcome(job, {"source": name, "by": os.getpid()}, 0)


@pytest.mark.parametrize("deadly", [set(), {"0"}, {"3", "19"}, {"0", "1", "2"}])
def test_every_job_has_one_outcome_whoever_dies(deadly: set[str]) -> None:
    jobs = [Job(Path(f"{number}.html"), PurePath(str(number))) for number in range(20)]
    outcomes = list(processes(partial(work, frozenset(deadly)), jobs, count=2))
    assert sorted(int(one.job.stem.name) for one in outcomes) == list(range(20))
    problems = {one.job.stem.name for one in outcomes if one.problem is not None}
    assert problems == {"5", "15", *deadly}
    assert all("died" in str(one.problem) for one in outcomes if one.job.stem.name in deadly)


def test_one_process_works_here_and_in_order() -> None:
    jobs = [Job(Path(f"{number}.html"), PurePath(str(number))) for number in range(4)]
    outcomes = list(processes(partial(work, frozenset()), jobs, count=1))
    assert [one.job for one in outcomes] == jobs
    assert {one.result["by"] for one in outcomes} == {os.getpid()}


def test_a_bad_report_is_told_and_the_others_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reports = tree(tmp_path / "reports", 3)
    (reports / "bad.html").write_bytes(b"%PDF-1.7")
    arguments = ["all", str(reports), "-o", str(tmp_path / "out"), "--formats", "text", "-j2"]
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert "bad.html: is a PDF, not HTML" in error
    assert "3 of 4 reports written, 1 failed" in error
    assert "slowest" in error
    assert main(arguments) == 2
    assert "0 of 4 reports written, 3 unchanged, 1 failed" in capsys.readouterr().err


def test_even_a_fault_of_ours_stops_no_other_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.commands import convert

    sound = convert.convert_source

    def faulty(path: Path, *rest: Any) -> Any:  # noqa: ANN401
        if path.name == "report-0.html":
            raise ZeroDivisionError("nobody thought of it")
        return sound(path, *rest)

    monkeypatch.setattr(convert, "convert_source", faulty)
    reports = tree(tmp_path / "reports", 3)
    arguments = ["all", str(reports), "-o", str(tmp_path / "out"), "--formats", "text", "-j1"]
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert "report-0.html: a fault of this program: ZeroDivisionError: nobody" in error
    assert "2 of 3 reports written, 1 failed" in error
