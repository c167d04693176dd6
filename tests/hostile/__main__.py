"""``python -m tests.hostile [NAME…]``: try the hostile inputs at full size and measure.

Results are kept in ``build/hostile.json``, so that a few can be measured at a time; the table of
``docs/hostile.md`` is written from all of them.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from functools import partial
from pathlib import Path

from pipeline.formats import FORMATS
from tests.conftest import PROJECT
from tests.hostile.apart import apart
from tests.hostile.pages import ALL
from tests.hostile.trial import Result, attempt

SECONDS = 240
MEMORY = 6_000_000_000
KEPT = PROJECT / "build" / "hostile.json"
PAGE = PROJECT / "docs" / "hostile.md"


def main() -> None:
    """Measure what is named, or everything that was not measured yet; write the table."""
    parser = argparse.ArgumentParser(prog="tests.hostile", description=main.__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(ALL))
    parser.add_argument("--part", type=float, default=1.0, help="of the full size (default: 1)")
    arguments = parser.parse_args()
    names = arguments.names
    rows: dict[str, dict[str, str]] = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    for one in FORMATS:  # loaded once, before the children
        _ = one.writer, one.verifier
    KEPT.parent.mkdir(exist_ok=True)
    for name in names or [name for name in ALL if name not in rows]:
        rows[name] = measured(name, arguments.part)
        print(name, rows[name], flush=True)
        KEPT.write_text(json.dumps(rows, indent=1))
    table = ["| input | size | becomes | CPU s | peak MB |", "| --- | --: | --- | --: | --: |"]
    for name in ALL:
        if name in rows:
            row = rows[name]
            cells = (ALL[name].what, row["size"], row["becomes"], row["seconds"], row["peak"])
            table.append("| " + " | ".join(cells) + " |")
    marks = "<!-- table -->\n", "\n<!-- end -->"
    text = PAGE.read_text("utf-8")
    start, end = text.index(marks[0]) + len(marks[0]), text.index(marks[1])
    PAGE.write_text(text[:start] + "\n".join(table) + text[end:], "utf-8")


def measured(name: str, part: float) -> dict[str, str]:
    """Try an input in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        page = ALL[name].make(part, Path(folder))
        size = len(page) + sum(path.stat().st_size for path in Path(folder).iterdir())
        work = partial(attempt, page, folder=Path(folder))
        ended = apart(work, seconds=SECONDS, memory=MEMORY)
    return {
        "size": _size(size) + ("" if part == 1 else f" ({part:.0%} of it)"),
        "becomes": _told(ended.value) if ended.value else f"**{ended.problem}**",
        "seconds": f"{ended.seconds:.1f}",
        "peak": f"{ended.peak / 1e6:.0f}",
    }


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{count / 1e3:.1f} KB"


def _told(result: Result) -> str:
    if result.faults:
        return "**" + re.sub(r"\s+", " ", "; ".join({fault.key for fault in result.faults})) + "**"
    if result.refused is not None:
        return f"refused: {result.refused}"
    shown = ", ".join(f"`{name}`" for name in result.findings[:4])
    more = f" and {len(result.findings) - 4} more" if len(result.findings) > 4 else ""
    return f"four artefacts; {shown or 'no finding'}{more}"


if __name__ == "__main__":
    main()
