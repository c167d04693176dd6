"""Where reading takes its time, beside Beautiful Soup's own parsers: ``-m benchmarks.reading``."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from bs4 import BeautifulSoup, FeatureNotFound

from benchmarks.documents import REPORT, multiply
from benchmarks.tables import seconds, table
from pipeline.reader.convert import convert
from pipeline.reader.ledger import Ledger
from pipeline.reader.page.content import find
from pipeline.reader.page.dom import parse
from pipeline.reader.page.lint import lint
from pipeline.reader.page.metadata import read_metadata
from pipeline.reader.source import DEFAULTS, Source

T = TypeVar("T")

SIZE = 1_000_000
"""Bytes of the page."""
ROUNDS = 3
PARSERS = ("html.parser", "lxml", "html5lib")


def page(size: int = SIZE) -> bytes:
    """Return the report so many times over that it has at least ``size`` bytes."""
    report = REPORT.read_text("utf-8")
    each = len(multiply(report, 2).encode()) - len(report.encode())
    return multiply(report, 1 + max(0, size - len(report.encode())) // each + 1).encode()


def steps(data: bytes) -> dict[str, float]:
    """Return the CPU seconds of each step of reading, in order."""
    found: dict[str, float] = {}

    def timed(name: str, step: Callable[[], T]) -> T:
        gc.collect()
        start = time.process_time()
        result = step()
        found[name] = time.process_time() - start
        return result

    source = Source("page.html", data)
    parsed = timed("bytes to a tree", lambda: parse(data))
    ledger = timed("open the ledger", lambda: Ledger(parsed))
    content = timed("find the report", lambda: find(parsed, DEFAULTS, ledger))
    front = timed("metadata", lambda: read_metadata(source, parsed, content, DEFAULTS)).value
    timed("convert to the model", lambda: convert(content, front, source, DEFAULTS, ledger))
    timed("look for faults of the markup", lambda: list(lint(content)))
    timed("balance the ledger", ledger.unaccounted)
    return found


def soup(data: bytes, parser: str) -> float | None:
    """Return the CPU seconds of Beautiful Soup with a parser, None where that is missing."""
    gc.collect()
    start = time.process_time()
    try:
        BeautifulSoup(data, parser)
    except FeatureNotFound:
        return None
    return time.process_time() - start


def report(size: int = SIZE, rounds: int = ROUNDS) -> Iterator[str]:
    """Yield the section: the steps, the parsers, the ratios."""
    data = page(size)
    ours = min((steps(data) for _ in range(rounds)), key=lambda found: sum(found.values()))
    whole = sum(ours.values())
    tags = data.count(b"<") // 2
    yield f"## Reading {len(data) / 1e6:.2f} MB of HTML, about {tags:,} elements\n"
    rows = [[name, seconds(cost), f"{100 * cost / whole:.0f} %"] for name, cost in ours.items()]
    yield from table(
        ["step", "CPU s", "share"], [*rows, ["bytes to model", seconds(whole), "100 %"]]
    )
    yield ""
    compared = []
    for parser in PARSERS:
        costs = [cost for _ in range(rounds) if (cost := soup(data, parser)) is not None]
        if costs:
            least = min(costs)
            compared.append([parser, seconds(least), f"{whole / least:.1f}"])
    yield from table(
        ["Beautiful Soup's parse alone with", "CPU s", "our whole way is × as much"], compared
    )


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in report())
