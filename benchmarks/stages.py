"""Every step of the way: ``python -m benchmarks.stages PAGE`` prints JSON, steps to costs.

The page is read once. Each later step then happens in a copy of this process (``fork``) which
has loaded the step's modules first; so peak memory is what a process needs that does just this
step, the document included.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bs4 import BeautifulSoup

from benchmarks.measure import own_peak
from pipeline import build, checks, collector, reader
from pipeline.diagnostics import Diagnostic, line_of
from pipeline.formats import FORMATS, Format
from pipeline.model.nodes import Document
from pipeline.options import Options
from pipeline.reader.source import ReaderOptions, load

OPTIONS = Options()
ALONE = "bs4's own parse, to compare"
"""What ``html.parser`` and Beautiful Soup take for the page before anything is understood."""


def timed(step: Callable[[], object]) -> dict[str, float]:
    """Return what one call takes."""
    cpu, wall = time.process_time(), time.perf_counter()
    with collector.held():  # as ``build`` does
        step()
    return {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "memory": own_peak(),
    }


def apart(step: Callable[[], dict[str, float]], note: Path) -> dict[str, float] | str:
    """Return the result of ``step`` in a copy of this process, or why there is none."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            answer: dict[str, float] | str = step()
        except Exception as problem:  # a fault of one step must not hide the others
            answer = f"{type(problem).__name__}: {problem}"
        note.write_text(json.dumps(answer), "utf-8")
        os._exit(0)
    os.waitpid(child, 0)
    if not note.exists():
        return "the process ended without a result"
    result: dict[str, float] | str = json.loads(note.read_text("utf-8"))
    note.unlink()
    return result


def write(one: Format, document: Document, target: Path) -> dict[str, float]:
    """Measure a writer; its artefact is kept for the verifier."""
    writer = one.writer
    written: list[bytes] = []
    cost = timed(lambda: written.append(writer.write(document, OPTIONS).value))
    target.write_bytes(written[0])
    return cost


def verify(one: Format, document: Document, target: Path) -> dict[str, float]:
    """Measure a verifier, which must find that the artefact agrees."""
    data = target.read_bytes()
    found: list[Diagnostic] = []
    _ = one.verifier, one.writer  # loaded before it counts
    cost = timed(lambda: found.extend(build.verify(data, one, document, OPTIONS)))
    if found:
        raise ValueError(f"{len(found)} findings: {line_of(found[0], target.name)}")
    return cost


def main(path: Path) -> dict[str, dict[str, float] | str]:
    """Return the cost of each step."""
    source = load(path)
    found: dict[str, dict[str, float] | str] = {}
    with tempfile.TemporaryDirectory() as folder:
        found[ALONE] = apart(
            lambda: timed(lambda: BeautifulSoup(source.data, "html.parser")), Path(folder) / "note"
        )
    read: list[reader.Reading] = []
    found["read"] = timed(lambda: read.append(reader.read(source, ReaderOptions())))
    document = read[0].document
    with tempfile.TemporaryDirectory() as folder:
        note = Path(folder) / "note"
        found["check"] = apart(lambda: timed(lambda: list(checks.check(document))), note)
        for one in FORMATS:
            target = Path(folder) / f"artefact{one.suffix}"
            found[f"write {one.name}"] = apart(lambda: write(one, document, target), note)  # noqa: B023 - called now
        for one in FORMATS:
            target = Path(folder) / f"artefact{one.suffix}"
            found[f"verify {one.name}"] = apart(lambda: verify(one, document, target), note)  # noqa: B023 - called now
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
