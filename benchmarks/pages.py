"""How fast the PDF is written, and that the time grows as the document does.

``python -m benchmarks.pages PAGE`` prints JSON: what writing the PDF of one page takes in a
process that has read it, without loading Python and the libraries.
"""

from __future__ import annotations

import gc
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.documents import REPORT, long_table, multiply
from benchmarks.measure import Cost, own_peak, run
from benchmarks.tables import seconds, table
from pipeline import collector, reader
from pipeline.options import Options
from pipeline.reader.source import load
from pipeline.writers import pdf

FACTORS = (1, 10, 100, 300, 700)
ROWS = (1_000, 3_000, 10_000)
_SHORT = 500_000
"""Characters of a page that is quickly written, several times; the fastest counts."""


@dataclass(frozen=True, slots=True)
class Written:
    """A PDF that was written in a process that had read its source."""

    cost: Cost
    pages: int
    size: int
    """Bytes."""


def write(page: Path) -> dict[str, float]:
    """Read a page, write its PDF and return what writing took."""
    document = reader.read(load(page)).document
    gc.collect()  # the parser's tree is not part of writing
    cpu, wall = time.process_time(), time.perf_counter()
    with collector.held():
        made = pdf.typeset(document, Options()).value
    return {
        "cpu": time.process_time() - cpu,
        "wall": time.perf_counter() - wall,
        "memory": own_peak(),
        "pages": len(made.pages.labels),
        "size": len(made.data),
    }


def measure(page: Path) -> Written:
    """Return what writing takes, in a process of its own."""
    found = json.loads(run([sys.executable, "-m", "benchmarks.pages", page])[1])
    cost = Cost(found["cpu"], found["wall"], int(found["memory"]))
    return Written(cost, int(found["pages"]), int(found["size"]))


def _row(name: str, text: str, folder: Path) -> tuple[list[str], float]:
    page = folder / "page.html"
    page.write_text(text, "utf-8")
    rounds = 3 if len(text) < _SHORT else 1
    made = min((measure(page) for _ in range(rounds)), key=lambda each: each.cost)
    pace = made.pages / made.cost.cpu
    return [
        name,
        f"{made.pages:,}",
        f"{pace:.0f}",
        seconds(made.cost.cpu),
        f"{made.cost.memory / 2**20:.0f}",
        f"{made.size / made.pages / 1000:.1f}",
    ], pace


def report() -> Iterator[str]:
    """Yield the section: pages a second, from one report to ten thousand pages."""
    source = REPORT.read_text("utf-8")
    head = ["pages a CPU second", "pages", "pages/s", "CPU s", "peak MiB", "kB a page"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reports = [_row(f"report ×{each}", multiply(source, each), folder) for each in FACTORS]
        tables = [_row(f"table of {each:,} rows", long_table(each), folder) for each in ROWS]
    yield "Writing alone, in a process that has read the page; its peak memory is of both.\n"
    yield from table(head, [row for row, _ in (*reports, *tables)])
    yield ""
    for kind, paces in (("report", reports[2:]), ("table", tables)):
        slowest, fastest = min(pace for _, pace in paces), max(pace for _, pace in paces)
        yield (
            f"From {paces[0][0][1]} to {paces[-1][0][1]} pages of the {kind}, pages a second differ"
            f" by {100 * (fastest / slowest - 1):.0f} %."
        )


if __name__ == "__main__":
    sys.stdout.write(json.dumps(write(Path(sys.argv[1]))))
