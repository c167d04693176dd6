"""One step of the way in a process of its own: ``python -m benchmarks.stages STEP PAGE``.

Everything before the step is done first and not counted; the modules are loaded first, too.
The answer is one line of JSON. Peak memory is that of the whole process.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import own_peak
from pipeline import build, checks, reader
from pipeline.formats import FORMATS, Format
from pipeline.model.nodes import Document
from pipeline.options import Options
from pipeline.reader.source import ReaderOptions, load

STEPS = (
    "read",
    "check",
    *(f"write {one.name}" for one in FORMATS),
    *(f"verify {one.name}" for one in FORMATS),
)


def timed(step: Callable[[], object]) -> dict[str, float]:
    """Return what one call takes."""
    cpu, wall = time.process_time(), time.perf_counter()
    step()
    return {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "memory": own_peak(),
    }


def main(step: str, path: Path) -> dict[str, float]:
    """Do what comes before the step, then the step."""
    source = load(path)
    if step == "read":
        return timed(lambda: reader.read(source, ReaderOptions()))
    document = reader.read(source, ReaderOptions()).document
    if step == "check":
        return timed(lambda: list(checks.check(document)))
    verb, _, name = step.partition(" ")
    one = next(each for each in FORMATS if each.name == name)
    options = Options()
    if verb == "write":
        writer = one.writer
        return timed(lambda: writer.write(document, options))
    [artefact] = build.render(document, [one], options)
    return timed(lambda: _verify(artefact.data, one, document, options))


def _verify(data: bytes, one: Format, document: Document, options: Options) -> None:
    for found in build.verify(data, one, document, options):
        raise SystemExit(f"not measured: the artefact does not agree: {found.message}")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))
