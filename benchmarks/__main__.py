"""``python -m benchmarks [SECTION …]``: measure, print, and renew the page with the results.

A section is a function that yields lines of Markdown, ratios first. In the page it stands
between two marks; what is written outside them is left as it is.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import batch, compared, judges, pages, peers, reading, steps
from benchmarks.documents import pages as documents
from benchmarks.measure import machine
from pipeline.prove import LIBRARIES

Section = Callable[[], Iterator[str]]


def _machine() -> Iterator[str]:
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES)
    yield f"Measured on: {machine()}. {versions}."


SECTIONS: dict[str, Section] = {
    "machine": _machine,
    "pdf": lambda: compared.pdf(documents((1, 10, 100))),
    "pages": pages.report,
    "others": lambda: compared.others(documents((1, 10, 100))),
    "steps": lambda: steps.report(documents((1, 10))),
    "large": lambda: steps.report(documents((100,))[:1]),
    "reading": reading.report,
    "judges": judges.report,
    "batch": lambda: batch.report(1_000, pandoc=True, single=True),
}
USUAL = ("machine", "pdf", "others", "steps", "reading")
"""What ``make bench`` measures: four minutes of processor time, half of it for the peers."""
WHOLE = frozenset({"pdf", "others", "steps", "large", "batch"})
"""Whole processes are measured here, of ours and of peers."""


def renew(page: str, name: str, lines: list[str]) -> str:
    """Put a section between its marks.

    Raises:
        ValueError: if the page has no such marks.
    """
    begin, end = f"<!-- begin {name} -->\n", f"<!-- end {name} -->"
    found = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    text = "\n".join(lines).strip("\n")
    renewed, count = found.subn(lambda _: f"{begin}{text}\n{end}", page)
    if count != 1:
        raise ValueError(f"the page has {count} places for the section {name}")
    return renewed


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("section", nargs="*", help=f"{', '.join(SECTIONS)} (default: some)")
    parser.add_argument("--all", action="store_true", help="every section")
    parser.add_argument("--report", type=Path, help="the page to renew")
    chosen = parser.parse_args()
    names = list(SECTIONS) if chosen.all else chosen.section or list(USUAL)
    unknown = [name for name in names if name not in SECTIONS]
    if unknown:
        parser.error(f"no section is called {unknown[0]}")
    if WHOLE.intersection(names):
        peers.install()
    for name in names:
        lines: list[str] = []
        for line in SECTIONS[name]():
            lines.append(line)
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
        sys.stdout.write("\n")
        if chosen.report:
            page = chosen.report.read_text("utf-8")
            chosen.report.write_text(renew(page, name, lines), "utf-8")


if __name__ == "__main__":
    main()
