"""Judges from outside: validators that other people wrote, as the same diagnostics.

Each judge is detected, versioned and timed. ``judge(files)`` asks all that fit a file's kind;
``python -m pipeline.verify.external FILE…`` prints what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

from pipeline.verify.external import ace, epubcheck, openxml, verapdf
from pipeline.verify.external.verdict import Absent, Verdict

TOGETHER = 2
"""Judges asked at the same time; each is a process of its own that mostly starts up."""

SUFFIXES = {
    verapdf.NAME: ".pdf",
    epubcheck.NAME: ".epub",
    ace.NAME: ".epub",
    openxml.NAME: ".docx",
}
"""The files that each judge knows."""


def judge(
    artefacts: Sequence[Path], *, flavours: Sequence[str] | None = None
) -> Iterator[Verdict | Absent]:
    """Yield what each judge says of each artefact it knows; each judge starts once.

    A PDF is tested by ``flavours`` of ``verapdf.STANDARDS``, else by those that it claims.
    """
    asks: dict[str, Callable[[Sequence[Path]], Iterable[Verdict | Absent]]] = {
        verapdf.NAME: lambda paths: verapdf.judge(paths, flavours),
        epubcheck.NAME: epubcheck.judge,
        ace.NAME: ace.judge,
        openxml.NAME: openxml.judge,
    }
    asked = [(ask, paths) for name, ask in asks.items() if (paths := known_to(name, artefacts))]
    with ThreadPoolExecutor(TOGETHER) as threads:
        yield from chain.from_iterable(threads.map(lambda each: list(each[0](each[1])), asked))


def known_to(name: str, artefacts: Iterable[Path]) -> list[Path]:
    """Return the artefacts that a judge can be asked about."""
    return [path for path in artefacts if path.suffix.lower() == SUFFIXES[name]]
