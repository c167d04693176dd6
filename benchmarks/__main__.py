"""``python -m benchmarks``: measure every step, and print or write the tables."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import peers, reading
from benchmarks.documents import Page, pages
from benchmarks.measure import Cost, machine, run
from benchmarks.tables import costs, ratios
from pipeline.formats import FORMATS
from pipeline.prove import LIBRARIES

WHOLE = "whole process: all four formats"


def measure_steps(page: Path, rounds: int) -> dict[str, Cost | str]:
    """Return the fastest of several rounds for each step, or why there is none."""
    found: dict[str, Cost | str] = {}
    for _ in range(rounds):
        try:
            _, printed = run([sys.executable, "-m", "benchmarks.stages", page])
        except subprocess.CalledProcessError as problem:
            return {"read": _last_line(problem)}
        for step, answer in json.loads(printed).items():
            if isinstance(answer, str):
                found[step] = answer[:100]
                continue
            cost = Cost(answer["cpu"], answer["wall"], int(answer["memory"]))
            before = found.get(step)
            found[step] = min(before, cost) if isinstance(before, Cost) else cost
    return found


def measure_process(arguments: list[str | Path], rounds: int) -> Cost | str:
    """Return what the command line takes from start to end."""
    try:
        command = [sys.executable, "-m", "pipeline", *arguments, "--quiet"]
        return min(run(command)[0] for _ in range(rounds))
    except subprocess.CalledProcessError as problem:
        return _last_line(problem)


def _last_line(problem: subprocess.CalledProcessError) -> str:
    lines = problem.stderr.decode(errors="replace").strip().splitlines()
    return lines[-1][:100] if lines else f"exit code {problem.returncode}"


def measure_page(page: Page, folder: Path) -> dict[str, Cost | str]:
    """Return the cost of each step and of the whole."""
    path = folder / "page.html"
    path.write_text(page.text, "utf-8")
    found = measure_steps(path, page.rounds)
    found[WHOLE] = measure_process(["all", path, "-o", folder / "output", "--force"], page.rounds)
    return found


def compare_page(page: Page, folder: Path) -> tuple[dict[str, Cost | str], dict[str, Cost | str]]:
    """Return what single converters and peers take, as whole processes."""
    path = peers.content(page, folder / "content.html")
    ours = {
        one.name: measure_process([one.name, path, "-o", folder / f"ours{one.suffix}"], page.rounds)
        for one in FORMATS
    }
    theirs = {
        f"{peer.format}: {peer.name}": peers.measure(peer, path, folder) for peer in peers.PEERS
    }
    return ours, theirs


def compared(chosen: tuple[Page, ...]) -> Iterator[str]:
    """Yield the section on peers, ratios first."""
    own: dict[str, dict[str, Cost | str]] = {}
    others: dict[str, dict[str, Cost | str]] = {}
    for page in chosen:
        with tempfile.TemporaryDirectory() as folder:
            own[page.name], others[page.name] = compare_page(page, Path(folder))
    yield f"## Beside other tools\n\n{peers.versions()}; whole processes.\n"
    yield from ratios(own, others)
    for page in chosen:
        yield ""
        named = {f"{step}: this pipeline": cost for step, cost in own[page.name].items()}
        both = named | others[page.name]
        yield from costs(page.name, dict(sorted(both.items())))


def versions() -> str:
    """Return the versions of the libraries that count."""
    import importlib.metadata

    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES)


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--peers", action="store_true", help="install other tools and compare")
    parser.add_argument("--report", type=Path, help="write a page of Markdown as well")
    parser.add_argument("--factors", default="1,10,100", help="how often the report is repeated")
    chosen = parser.parse_args()
    lines = [
        "# Performance\n",
        "Made by `make bench-report`; `make bench` prints the first part. Times are seconds, the"
        " fastest of the rounds. Every step after reading runs in a process of its own; its peak"
        " memory is that of a process that does just this step, the document included. Times of"
        " steps leave out loading Python and the libraries; whole processes contain it.\n",
        f"Measured on: {machine()}. {versions()}.\n",
        "## Steps",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    all_pages = pages(tuple(int(part) for part in chosen.factors.split(",")))

    def tell(line: str) -> None:
        lines.append(line)
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    for page in all_pages:
        with tempfile.TemporaryDirectory() as folder:
            found = measure_page(page, Path(folder))
        tell("")
        for line in costs(page.name, found):
            tell(line)
    tell("")
    for line in reading.report():
        tell(line)
    if chosen.peers:
        peers.install()
        tell("")
        for line in compared(all_pages):
            tell(line)
    if chosen.report:
        chosen.report.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
