"""``python -m benchmarks.batch``: a thousand reports, here and by pandoc; prints the tables.

The reports are made up, the same ones each time, and as long as published ones are: most of some
pages, a few of a hundred.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from benchmarks import peers
from benchmarks.documents import REPORT
from benchmarks.measure import Cost, machine
from benchmarks.tables import seconds, table

SEED = 8
_SET_CHILD_SUBREAPER = 36
"""Of ``prctl``; see its manual page."""
_OURS = "this pipeline"


def write_reports(folder: Path, count: int) -> int:
    """Write reports into a folder and return how many bytes they are."""
    chance = random.Random(SEED)
    sentences = _sentences()
    total = 0
    for number in range(count):
        # Half of them have fewer than 25 blocks, one in a hundred has over 200.
        blocks = min(2_000, int(chance.lognormvariate(3.0, 1.0)) + 5)
        place = folder / f"{number % 10}" / f"report-{number:04}.html"
        place.parent.mkdir(parents=True, exist_ok=True)
        data = _report(chance, sentences, number, blocks).encode()
        place.write_bytes(data)
        total += len(data)
    return total


def _sentences() -> list[str]:
    """Return the sentences of the published report, to speak as reports do."""
    from bs4 import BeautifulSoup

    text = BeautifulSoup(REPORT.read_bytes(), "html.parser").get_text(" ")
    return [part.strip() for part in " ".join(text.split()).split(". ") if 40 < len(part) < 400]


def _report(chance: random.Random, sentences: list[str], number: int, blocks: int) -> str:
    def said(least: int, most: int) -> str:
        return escape(". ".join(chance.choices(sentences, k=chance.randint(least, most))) + ".")

    parts = [f"<h1>Report {number}</h1>"]
    for block in range(blocks):
        kind = chance.random()
        if block % 8 == 0:
            parts.append(f"<h2>Part {block // 8 + 1}</h2>")
        if kind < 0.75:
            parts.append(f"<p>{said(2, 5)}</p>")
        elif kind < 0.92:
            items = "".join(f"<li>{said(1, 1)}</li>" for _ in range(chance.randint(3, 8)))
            parts.append(f"<ul>{items}</ul>")
        else:
            years = range(2019, 2025)
            head = "".join(f'<th scope="col">{year}</th>' for year in years)
            rows = "".join(
                f'<tr><th scope="row">Measure {row}</th>'
                + "".join(f"<td>{chance.randint(1, 9999)}</td>" for _ in years)
                + "</tr>"
                for row in range(chance.randint(4, 30))
            )
            caption = f"<caption>Table of part {block // 8 + 1}</caption>"
            parts.append(f"<table>{caption}<tr><th>Measure</th>{head}</tr>{rows}</table>")
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Report {number}</title>'
        f"</head><body><main>{body}</main></body></html>"
    )


@dataclass(frozen=True, slots=True)
class Way:
    """A way to convert the reports, and what it took."""

    name: str
    cost: Cost


def _cost(command: Sequence[str]) -> Cost:
    """Return what a command and all that it starts cost, also what outlives it. Linux alone."""
    # Processes that lose their parent become ours, and so does their account.
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1)
    started = time.perf_counter()
    wall, cpu, memory = 0.0, 0.0, 0
    with subprocess.Popen(command) as process:
        while True:
            try:
                ended, status, usage = os.wait4(-1, 0)
            except ChildProcessError:
                break
            if ended == process.pid:
                wall = time.perf_counter() - started
                process.returncode = os.waitstatus_to_exitcode(status)
            cpu += usage.ru_utime + usage.ru_stime
            memory = max(memory, usage.ru_maxrss * 1024)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(cpu, wall, memory)


def _convert(folder: Path, name: str, *more: str) -> Way:
    output = folder / name
    places = [str(folder / "in"), "-o", str(output)]
    return Way(name, _cost([sys.executable, "-m", "pipeline", "all", *places, "-q", *more]))


def _pandoc(folder: Path, processes: int) -> Way:
    """Convert each report to DOCX, EPUB and text, one process each, several at a time."""
    found = subprocess.run(
        [peers.ENVIRONMENT / "bin" / "python", "-c",
         "import pypandoc; print(pypandoc.get_pandoc_path())"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    pandoc = Path(found.stdout.strip()).resolve()
    (folder / "pandoc").mkdir()
    script = (
        f'name={folder}/pandoc/$(basename "$1" .html); for kind in docx epub plain; do '
        f'"{pandoc}" --standalone --toc --from html --to $kind --output "$name.$kind" "$1" '
        "2>/dev/null; done"
    )
    one = f"sh -c '{script.replace(chr(39), chr(34))}' sh"
    if shutil.which("parallel"):
        command = f"find {folder}/in -name '*.html' | parallel -j {processes} {one} {{}}"
    else:
        command = f"find {folder}/in -name '*.html' | xargs -n 1 -P {processes} {one}"
    cost = _cost(["sh", "-c", command])
    made, wanted = len(list((folder / "pandoc").iterdir())), 3 * len(list(folder.glob("in/*/*")))
    if made != wanted:
        sys.stderr.write(f"pandoc made {made} files of {wanted}\n")
    return Way("pandoc", cost)


def report(count: int, *, pandoc: bool, single: bool) -> Iterator[str]:
    """Yield the section: what ``count`` reports take."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        total = write_reports(folder / "in", count)
        yield f"## {count:,} reports at once\n"
        yield (
            f"`python -m benchmarks.batch --reports {count}`: {total / 1e6:.1f} MB of HTML, the "
            "same each time. CPU counts all processes; memory is that of the largest.\n"
        )
        four = [("4 formats, 2 processes", _convert(folder, "two", "-j2"))]
        if single:
            four.insert(0, ("4 formats, 1 process", _convert(folder, "one", "-j1")))
        four.append(("4 formats again, nothing changed", _convert(folder, "two", "-j2")))
        three = []
        if pandoc:
            more = ("--formats", "docx,epub,text", "--no-pages")
            three.append(("docx, epub, text, 2 processes", _convert(folder, "three", "-j2", *more)))
            three.append(("docx, epub, text by pandoc, 2 processes", _pandoc(folder, 2)))
        rows = [
            [
                name,
                f"{count / way.cost.wall:.1f}",
                f"{count / way.cost.cpu:.1f}",
                seconds(way.cost.wall),
                seconds(way.cost.cpu),
                f"{way.cost.memory / 2**20:.0f}",
            ]
            for name, way in (*four, *three)
        ]
        head = ["reports", "per second", "per CPU s", "wall s", "CPU s", "peak MiB"]
        yield from table([f"{count:,} {head[0]}", *head[1:]], rows)
        yield ""
        if single:
            one, two = four[0][1].cost, four[1][1].cost
            yield (
                f"Two processes take {two.cpu / one.cpu:.2f} times the CPU of one, and "
                f"{two.wall / one.wall:.2f} times as long (0.50 where two cores are free)."
            )
        if pandoc:
            own, other = three[0][1].cost, three[1][1].cost
            yield (
                f"pandoc takes {other.cpu / own.cpu:.2f} times the CPU of {_OURS} for the same "
                "three formats, over 1 is slower."
            )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batch")
    parser.add_argument("--reports", type=int, default=1_000)
    parser.add_argument("--no-pandoc", action="store_true", help="leave out the comparison")
    parser.add_argument("--no-single", action="store_true", help="leave out one process alone")
    chosen = parser.parse_args()
    sys.stdout.write(f"{machine()}\n\n")
    lines = report(chosen.reports, pandoc=not chosen.no_pandoc, single=not chosen.no_single)
    for line in lines:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
