"""Judges from outside: validators that other people wrote, as the same diagnostics.

Each judge is detected, versioned and timed. ``judge(files)`` asks all that fit a file's kind;
``python -m pipeline.verify.external FILE…`` prints what they say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.verify.external import epubcheck, verapdf
from pipeline.verify.external.verdict import Absent, Verdict


def judge(
    artefacts: Sequence[Path], *, flavours: Sequence[str] = verapdf.DEFAULT_FLAVOURS
) -> Iterator[Verdict | Absent]:
    """Yield what each judge says of each artefact it knows; ``flavours`` are for PDF."""
    pdfs = [artefact for artefact in artefacts if artefact.suffix == ".pdf"]
    if pdfs:
        yield from verapdf.judge(pdfs, flavours)
    epubs = [artefact for artefact in artefacts if artefact.suffix == ".epub"]
    if epubs:
        yield from epubcheck.judge(epubs)
