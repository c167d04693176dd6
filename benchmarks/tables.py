"""Measurements as Markdown tables, which read well in a terminal as well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.measure import Cost

Steps = Mapping[str, Cost | str]


def seconds(value: float) -> str:
    """Return ``0.012``, ``1.23`` or ``45.6``: three figures."""
    if value < 0.1:
        return f"{value:.3f}"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table, columns aligned."""
    widths = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        padded = [
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return f"| {' | '.join(padded)} |"

    yield line(head)
    rules = [f"{'-' * (width + 1)}:" for width in widths[1:]]
    yield f"|{'-' * (widths[0] + 2)}|{'|'.join(rules)}|"
    for row in rows:
        yield line(row)


def costs(name: str, steps: Steps) -> Iterator[str]:
    """Yield the table of one page's steps."""
    rows = []
    for step, cost in steps.items():
        match cost:
            case Cost():
                rows.append(
                    [step, seconds(cost.wall), seconds(cost.cpu), f"{cost.memory / 2**20:.0f}"]
                )
            case str():
                rows.append([f"{step}: {cost}", "", "", ""])
    yield from table([name, "wall s", "CPU s", "peak MiB"], rows)
