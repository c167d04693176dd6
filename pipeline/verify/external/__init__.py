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


def judge(
    artefacts: Sequence[Path], *, flavours: Sequence[str] | None = None
) -> Iterator[Verdict | Absent]:
    """Yield what each judge says of each artefact it knows.

    A PDF is tested by ``flavours`` of ``verapdf.STANDARDS``, else by those that it claims.
    """

    def suffixed(suffix: str) -> list[Path]:
        return [artefact for artefact in artefacts if artefact.suffix.lower() == suffix]

    asked: list[Callable[[], Iterable[Verdict | Absent]]] = []
    if pdfs := suffixed(".pdf"):
        asked.append(lambda: verapdf.judge(pdfs, flavours))
    if books := suffixed(".epub"):
        asked.append(lambda: epubcheck.judge(books))
        asked.append(lambda: ace.judge(books))
    if documents := suffixed(".docx"):
        asked.append(lambda: openxml.judge(documents))
    with ThreadPoolExecutor(TOGETHER) as threads:
        yield from chain.from_iterable(threads.map(lambda ask: list(ask()), asked))
