"""One page through everything: reader, checks, the writers and their own verifiers.

Whatever the page is, it ends in one of two ways: a ``SourceError`` that says why, or four
artefacts that their verifiers accept. Everything else is a ``Fault``.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pipeline import build
from pipeline.diagnostics import Severity, severity_of
from pipeline.errors import SourceError
from pipeline.formats import FORMATS, Format
from pipeline.model.nodes import Document
from pipeline.options import Options
from pipeline.reader.source import DEFAULTS, ReaderOptions, Source
from tests.model.invariants import violations

T = TypeVar("T")
PROJECT = Path(__file__).parent.parent.parent


@dataclass(frozen=True, slots=True)
class Fault:
    """What should not be."""

    key: str
    """The same for the same fault of the program, whatever the page."""
    told: str
    """What is known of it."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a page."""

    refused: str | None
    """Why it was refused; None: it was converted."""
    findings: tuple[str, ...]
    """The ids of the rules that spoke, of the reader and the checks."""
    faults: tuple[Fault, ...]
    sizes: tuple[tuple[str, int], ...] = ()
    """Of each artefact its bytes."""


class _FaultError(Exception):
    """Something failed; ``fault`` says what."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.key)
        self.fault = fault


def attempt(
    page: bytes,
    options: Options = Options(),  # noqa: B008 - a frozen value
    choices: ReaderOptions = DEFAULTS,
    *,
    folder: Path | None = None,
    formats: Sequence[Format] = FORMATS,
) -> Result:
    """Take a page through everything and say what became of it."""
    source = Source("page.html", page, folder)
    try:
        examined = build.examine(source, choices)
    except SourceError as error:
        return Result(error.what, (), ())
    except Exception as error:
        return Result(None, (), (_exception("reading", error),))
    found = tuple(dict.fromkeys(one.rule.id for one in examined.diagnostics))
    faults = [Fault(f"model: {_sort(one)}", one) for one in violations(examined.document)]
    faults += [
        Fault("reader: text-unaccounted", one.message)
        for one in examined.diagnostics
        if one.rule.id == "text-unaccounted"
    ]
    sizes: list[tuple[str, int]] = []
    for one in formats:
        try:
            sizes.append((one.name, _artefact(examined.document, one, options, faults)))
        except _FaultError as error:
            faults.append(error.fault)
    return Result(None, found, tuple(faults), tuple(sizes))


def _artefact(document: Document, one: Format, options: Options, faults: list[Fault]) -> int:
    if one.paged and options.epub.pages:
        # The pages of the PDF are another format's affair, which is tried for itself.
        options = replace(options, epub=replace(options.epub, pages=False))
    artefact = _tried(f"{one.name}: writing", lambda: next(build.render(document, (one,), options)))
    said = _tried(
        f"{one.name}: verifying",
        lambda: list(build.verify(artefact.data, one, document, options)),
    )
    faults.extend(
        Fault(f"{one.name}: {each.rule.id}", f"{each.place or each.at}: {each.message}")
        for each in said
        if severity_of(each) is Severity.ERROR
    )
    return len(artefact.data)


def _tried(doing: str, work: Callable[[], T]) -> T:
    try:
        return work()
    except Exception as error:
        raise _FaultError(_exception(doing, error)) from None


def _exception(doing: str, error: Exception) -> Fault:
    """Name an exception by its kind and the innermost place in the package."""
    frames = [
        frame for frame in _frames(error) if "/pipeline/" in frame.filename.replace("\\", "/")
    ]
    place = "nowhere"
    if frames:
        path = Path(frames[-1].filename)
        place = f"{path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path.name}"
        place += f" {frames[-1].name}"
    told = "".join(traceback.format_exception(error, limit=-12))
    return Fault(f"{doing}: {type(error).__name__} in {place}", told)


def _frames(error: Exception) -> Iterator[traceback.FrameSummary]:
    frames = list(traceback.walk_tb(error.__traceback__))
    # Of a recursion a few frames tell enough, and to read them all takes long.
    yield from traceback.StackSummary.extract(iter(frames[-40:]), lookup_lines=False)


def _sort(violation: str) -> str:
    """Leave out of a sentence what is the page's own, so that the same fault sounds the same."""
    words = violation.partition(":")[2] or violation
    return " ".join(word for word in words.split() if word.isalpha())[:60]
