"""What each step takes: reading, checking, writing and verifying each format."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.compared import whole
from benchmarks.documents import Page
from benchmarks.measure import Cost, last_line, run
from benchmarks.tables import costs


def _steps(page: Path, rounds: int) -> dict[str, Cost | str]:
    """Return the fastest of several rounds for each step, or why there is none."""
    found: dict[str, Cost | str] = {}
    for _ in range(rounds):
        try:
            _, printed = run([sys.executable, "-m", "benchmarks.stages", page])
        except subprocess.CalledProcessError as problem:
            return {"read": last_line(problem)}
        for step, answer in json.loads(printed).items():
            if isinstance(answer, str):
                found[step] = answer[:100]
                continue
            cost = Cost(answer["cpu"], answer["wall"], int(answer["memory"]))
            before = found.get(step)
            found[step] = min(before, cost) if isinstance(before, Cost) else cost
    return found


def report(chosen: Sequence[Page]) -> Iterator[str]:
    """Yield the section: one table for each page."""
    yield (
        "Steps leave out loading Python and the libraries; the whole process contains it. Every"
        " step after reading runs in a process of its own; its peak memory is that of a process"
        " that does just this step, the document and what reading left behind included.\n"
    )
    for page in chosen:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            path = folder / "page.html"
            path.write_text(page.text, "utf-8")
            found = _steps(path, page.rounds)
            # once: a second time it would find everything done
            found["whole process: all four formats"] = whole(
                ["all", path, "-o", folder / "output"], 1
            )
        yield from costs(page.name, found)
        yield ""
