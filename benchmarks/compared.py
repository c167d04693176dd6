"""Whole processes beside those of other tools, ratios first."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from benchmarks import pages, peers
from benchmarks.documents import Page
from benchmarks.measure import Cost, last_line, run
from benchmarks.peers import Peer
from benchmarks.tables import seconds, table
from benchmarks.typst_source import source
from pipeline.formats import FORMATS, Format
from pipeline.reader import read
from pipeline.reader.source import load

OURS = "this pipeline"
ALONE = "this pipeline, writing alone"


@dataclass(frozen=True, slots=True)
class Made:
    """What a tool made, and what it took."""

    cost: Cost
    size: int
    """Bytes of the file."""
    pages: int = 0


AMOUNTS: dict[str, Callable[[Made], float]] = {
    "CPU": lambda made: made.cost.cpu,
    "memory": lambda made: made.cost.memory,
    "file": lambda made: made.size,
}
Results = Mapping[str, Mapping[str, Made | str]]
"""By page, then by tool; a text says why there is nothing."""


def whole(arguments: Sequence[str | Path], rounds: int) -> Cost | str:
    """Return what the command line takes from start to end."""
    try:
        command = [*peers.converter(), *arguments, "--quiet"]
        return min(run(command)[0] for _ in range(rounds))
    except subprocess.CalledProcessError as problem:
        return last_line(problem)


def _made(cost: Cost | str, target: Path) -> Made | str:
    if isinstance(cost, str):
        return cost
    count = 0
    if target.suffix == ".pdf":
        with pikepdf.open(target) as file:
            count = len(file.pages)
    return Made(cost, target.stat().st_size, count)


def _page(page: Page, one: Format, others: Sequence[Peer]) -> dict[str, Made | str]:
    """Return what each tool takes for one page and format."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = peers.content(page, folder / "page.html")
        found: dict[str, Made | str] = {}
        if one.name == "pdf":
            path.with_suffix(".typ").write_text(source(read(load(path)).document), "utf-8")
            alone = min((pages.measure(path) for _ in range(page.rounds)), key=lambda m: m.cost)
            found[ALONE] = Made(alone.cost, alone.size, alone.pages)
        target = folder / f"ours{one.suffix}"
        found[OURS] = _made(whole([one.name, path, "-o", target], page.rounds), target)
        for peer in others:
            target = folder / f"{peer.name}{one.suffix}"
            tries = [peers.measure(peer, path, target) for _ in range(page.rounds)]
            costs = [cost for cost in tries if isinstance(cost, Cost)]
            found[peer.name] = _made(min(costs) if costs else tries[0], target)
        return found


def _ratios(results: Results, others: Sequence[str], kind: str) -> Iterator[str]:
    """Yield the table of how many times as much a tool takes as we do; under 1 it is less."""
    rows = []
    for name in others:
        for what, amount in AMOUNTS.items():
            row = [f"{name}: {what}"]
            for tools in results.values():
                ours, theirs = tools[OURS], tools[name]
                if isinstance(ours, Made) and isinstance(theirs, Made):
                    row.append(f"{amount(theirs) / amount(ours):.1f}")
                else:
                    row.append(theirs if isinstance(theirs, str) else "")
            rows.append(row)
    yield from table([f"{kind}: as a multiple of ours", *results], rows)


def _amounts(name: str, tools: Mapping[str, Made | str]) -> Iterator[str]:
    rows = []
    for tool, made in tools.items():
        if isinstance(made, str):
            rows.append([tool, *[made, "", "", "", ""]])
            continue
        cost = made.cost
        count = f"{made.pages:,}" if made.pages else ""
        size = f"{made.size / 1000:,.0f}"
        rows.append(
            [tool, seconds(cost.cpu), seconds(cost.wall), f"{cost.memory / 2**20:.0f}", count, size]
        )
    yield from table([name, "CPU s", "wall s", "peak MiB", "pages", "kB"], rows)


def pdf(chosen: Sequence[Page]) -> Iterator[str]:
    """Yield the section on PDF: WeasyPrint and Typst, both asked for PDF/UA-1."""
    yield f"{peers.versions()}. Typst is given its own source, made beforehand.\n"
    [one] = [each for each in FORMATS if each.name == "pdf"]
    results = {page.name: _page(page, one, peers.PDF_PEERS) for page in chosen}
    yield from _ratios(results, [peer.name for peer in peers.PDF_PEERS], "PDF")
    for name, tools in results.items():
        yield ""
        yield from _amounts(name, tools)


def others(chosen: Sequence[Page]) -> Iterator[str]:
    """Yield the section on Word, EPUB and text: pandoc."""
    yield f"{peers.versions()}.\n"
    for peer in peers.PANDOC_PEERS:
        [one] = [each for each in FORMATS if each.name == peer.format]
        results = {page.name: _page(page, one, [peer]) for page in chosen}
        yield from _ratios(results, [peer.name], one.name)
        yield ""
        for name, tools in results.items():
            yield from _amounts(f"{one.name}: {name}", tools)
            yield ""
