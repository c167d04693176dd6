"""``python -m tests.fuzz --seconds 60 [--seed N]``: look for pages that break something."""

from __future__ import annotations

import argparse
import gc
import hashlib
import time
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from pipeline.formats import FORMATS
from pipeline.options import (
    TEXT_PROFILES,
    DocxOptions,
    LinkPlacement,
    NotePlacement,
    Options,
    PdfOptions,
    PdfProfile,
)
from pipeline.reader.source import ReaderOptions
from tests.fuzz.mutate import mutated
from tests.fuzz.reduce import reduced
from tests.fuzz.seeds import Seeds, seeds
from tests.hostile.apart import Ended, apart
from tests.hostile.trial import Fault, Result, attempt

CASE_SECONDS = 30
"""Of the processor, for one page; most take a tenth of one second."""

OPTIONS = (
    Options(),
    Options(
        notes=NotePlacement.END,
        pdf=PdfOptions(profile=PdfProfile.UA2),
        docx=DocxOptions(simplify_tables=True, landscape_tables=False),
        text=replace(TEXT_PROFILES["terminal"], emphasis=True, languages=True),
    ),
    Options(
        pdf=PdfOptions(contents=False),
        text=replace(
            TEXT_PROFILES["braille-display"],
            aligned_tables=True,
            links=LinkPlacement.INLINE,
            notes=NotePlacement.FOOT,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Case:
    """One page with the options it is tried with."""

    page: bytes
    options: int
    """Number in ``OPTIONS``."""


def case(seed: int, pages: Seeds) -> Case:
    """Return the case of a seed: always the same for the same seeds' pages."""
    random = Random(seed)
    page = mutated(pages.one(random), pages, random)
    return Case(page, random.randrange(len(OPTIONS)))


def faults(one: Case) -> tuple[Fault, ...]:
    """Try a case in a process of its own."""
    ended: Ended[Result] = apart(lambda: _attempt(one), seconds=CASE_SECONDS)
    if ended.value is None:
        problem = ended.problem or "nothing came back"
        return (Fault(f"end: {problem}", problem),)
    return ended.value.faults


def _attempt(one: Case) -> Result:
    options = OPTIONS[one.options]
    choices = ReaderOptions(base="https://example.org/reports/page.html")
    return attempt(one.page, options, choices)


def main() -> int:
    """Try pages until the time is up; return 1 if something was found."""
    parser = argparse.ArgumentParser(prog="tests.fuzz", description=main.__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="when to stop (default: 60)")
    parser.add_argument("--seed", type=int, default=0, help="the first case; 0: any")
    parser.add_argument("--cases", type=int, default=0, help="how many cases; 0: as time allows")
    parser.add_argument("--found", type=Path, default=Path("build/fuzz"), help="where pages go")
    arguments = parser.parse_args()
    for one in FORMATS:  # loaded once, before the children
        _ = one.writer, one.verifier
    pages = seeds()
    gc.freeze()  # what is loaded is not copied by every child
    first = arguments.seed or int(time.time())
    print(f"{len(pages.own)} + {len(pages.broken)} seeds; first case: SEED={first}", flush=True)
    end = time.monotonic() + arguments.seconds
    known: dict[str, int] = {}
    number = 0
    while time.monotonic() < end and not (arguments.cases and number >= arguments.cases):
        tried = case(first + number, pages)
        for fault in faults(tried):
            known[fault.key] = known.get(fault.key, 0) + 1
            if known[fault.key] == 1:
                _keep(tried, fault, first + number, arguments.found)
        number += 1
    print(f"{number} cases, {len(known)} different findings")
    for key, count in sorted(known.items(), key=lambda item: -item[1]):
        print(f"{count:6} {key}")
    return 1 if known else 0


def _keep(tried: Case, fault: Fault, seed: int, folder: Path) -> None:
    """Make the page small and write it down with what is known."""

    def fails(page: bytes) -> bool:
        return any(one.key == fault.key for one in faults(replace(tried, page=page)))

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
