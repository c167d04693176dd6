"""``python -m tests.fuzz --seconds 60 [--seed N]``: look for pages that break something."""

from __future__ import annotations

import argparse
import gc
import hashlib
import time
from dataclasses import replace
from pathlib import Path

from pipeline.formats import FORMATS, Format
from tests.fuzz.cases import Case, case, faults, result
from tests.fuzz.reduce import reduced
from tests.fuzz.seeds import seeds
from tests.hostile.trial import Fault


def main() -> int:
    """Try pages until the time is up; return 1 if something was found."""
    parser = argparse.ArgumentParser(prog="tests.fuzz", description=main.__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="when to stop (default: 60)")
    parser.add_argument("--seed", type=int, default=0, help="the first case; 0: any")
    parser.add_argument("--cases", type=int, default=0, help="how many cases; 0: as time allows")
    parser.add_argument("--found", type=Path, default=Path("build/fuzz"), help="where pages go")
    parser.add_argument("--formats", nargs="+", default=[one.name for one in FORMATS])
    arguments = parser.parse_args()
    formats = tuple(one for one in FORMATS if one.name in arguments.formats)
    result(Case(b"<table><td>1</table>", 0), formats)  # all is loaded once, before the children
    pages = seeds()
    gc.freeze()  # what is loaded is not copied by every child
    first = arguments.seed or int(time.time())
    print(f"{len(pages.own)} + {len(pages.broken)} seeds; first case: SEED={first}", flush=True)
    end = time.monotonic() + arguments.seconds
    known: dict[str, int] = {}
    number = 0
    while time.monotonic() < end and not (arguments.cases and number >= arguments.cases):
        tried = case(first + number, pages)
        for fault in faults(tried, formats):
            known[fault.key] = known.get(fault.key, 0) + 1
            if known[fault.key] == 1:
                _keep(tried, fault, first + number, arguments.found, formats)
        number += 1
    print(f"{number} cases, {len(known)} different findings")
    for key, count in sorted(known.items(), key=lambda item: -item[1]):
        print(f"{count:6} {key}")
    return 1 if known else 0


def _keep(tried: Case, fault: Fault, seed: int, folder: Path, formats: tuple[Format, ...]) -> None:
    """Make the page small and write it down with what is known."""

    def fails(page: bytes) -> bool:
        return any(one.key == fault.key for one in faults(replace(tried, page=page), formats))

    print(f"SEED={seed} {fault.key}\n  {fault.told.strip()[-300:]}", flush=True)
    page = tried.page if fault.key.startswith("end: more") else reduced(tried.page, fails)
    name = hashlib.sha256(fault.key.encode()).hexdigest()[:10]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.html").write_bytes(page)
    about = f"{fault.key}\nSEED={seed}\noptions={tried.options}\n{fault.told}\n"
    (folder / f"{name}.txt").write_text(about, "utf-8", errors="backslashreplace")
    print(f"  {folder / name}.html: {page[:200]!r}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
