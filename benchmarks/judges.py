"""How long validators take beside our own verification of the same files."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.documents import REPORT
from benchmarks.measure import Cost, run
from benchmarks.tables import seconds, table

JUDGES = {"pdf": "veraPDF", "epub": "EPUBCheck, Ace", "docx": "Open XML SDK"}


def report() -> Iterator[str]:
    """Yield the section: the first file, which waits for the judge to start, and each more."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind, judges in JUDGES.items():
            files = [folder / f"one.{kind}", folder / f"two.{kind}"]
            for file in files:
                run([sys.executable, "-m", "pipeline", kind, REPORT, "-o", file, "--quiet"])
            judge: list[str | Path] = [sys.executable, "-m", "pipeline.verify.external"]
            first, printed = run([*judge, files[0]])
            both, _ = run([*judge, *files])
            verify: list[str | Path] = [sys.executable, "-m", "pipeline", "verify", REPORT]
            ours = run([*verify, "--artefact", files[0], "--no-validators", "-q"])[0]
            asked = [*_both(first), *_both(_more(both, first))]
            if b"was not asked" in printed:
                asked = ["not installed", ""]
            rows.append([kind, judges, *asked, *_both(ours)])
    yield "The report, whole processes: seconds of CPU and, in parentheses, of waiting.\n"
    head = ["file", "judges", "first file", "each more", "our `verify`"]
    yield from table(head, rows)


def _more(both: Cost, first: Cost) -> Cost:
    return Cost(max(0.0, both.cpu - first.cpu), max(0.0, both.wall - first.wall), both.memory)


def _both(cost: Cost) -> list[str]:
    return [f"{seconds(cost.cpu)} ({seconds(cost.wall)})"]


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in report())
