"""``check`` and ``show``: what is wrong with a source, and how it was understood."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pipeline import __version__, choices
from pipeline.bounds import within
from pipeline.build import has_errors
from pipeline.commands import CANNOT_RUN, DONE, FINDINGS
from pipeline.commands.shared import configuration_for, examine, limits_of
from pipeline.commands.sources import pages
from pipeline.console import Console, visible
from pipeline.errors import ArtefactError, PipelineError
from pipeline.findings import Findings, as_json, as_junit, as_sarif, as_text
from pipeline.formats import FORMATS, TEXT
from pipeline.model.dump import dump
from pipeline.publish.speech import difference, transcript
from pipeline.reader import text_of
from pipeline.reader.source import read_file
from pipeline.verify.facts import Fact, FactKind, facts
from pipeline.verify.losses import MEANS, Extent, Means
from pipeline.verify.text.folding import folded_fact


def check(arguments: argparse.Namespace, console: Console) -> int:
    """Print the findings in each source; one that cannot be read does not stop the others."""
    results = []
    code = DONE
    for path in pages(arguments.source):
        try:
            source, examined = examine(path, arguments, console)
        except PipelineError as problem:
            console.problem(problem)
            code = CANNOT_RUN
            continue
        text = text_of(source, choices.reader_options(arguments))
        results.append(Findings(str(path), examined.diagnostics, text))
    if results:
        print_findings(results, arguments, console)
    return max(code, FINDINGS if any(has_errors(one.diagnostics) for one in results) else DONE)


def show(arguments: argparse.Namespace, console: Console) -> int:
    """Print the model of a source, its ledger, its facts or what is spoken."""
    if arguments.speech or arguments.against:
        return _speech(arguments, console)
    _, examined = examine(arguments.source, arguments, console)
    if arguments.ledger:
        print(visible(str(examined.reading.ledger)))
    elif arguments.facts:
        for fact in facts(examined.document):
            print(visible(str(fact)))
    else:
        print(visible(dump(examined.document)), end="")
    return DONE


def _speech(arguments: argparse.Namespace, console: Console) -> int:
    """Print the transcript of a source or artefact, or how it differs from another."""
    path: Path = arguments.source
    first, holds = _facts_of(path, arguments, console)
    if arguments.against is None:
        for line in transcript(first):
            print(visible(line))
        return DONE
    other: Path = arguments.against
    second, also_holds = _facts_of(other, arguments, console)
    for extent, what in _EXTENTS.items():
        kinds = [
            kind.value
            for kind in FactKind
            if extent in (holds[kind].extent, also_holds[kind].extent)
        ]
        if kinds:
            console.say(f"{what}: {', '.join(kinds)}")

    # Plain text has one sign where others have several: both are read as it has them.
    is_folded = TEXT.suffix in (path.suffix.lower(), other.suffix.lower())

    def compared(every: Iterable[Fact]) -> Iterator[Fact]:
        for fact in every:
            if not (holds[fact.kind].leaves_out(fact) or also_holds[fact.kind].leaves_out(fact)):
                yield folded_fact(fact) if is_folded else fact

    text = difference(compared(first), compared(second), (str(path), str(other)))
    if text:
        print(visible(text))
    return FINDINGS if text else DONE


_EXTENTS = {
    Extent.NOT: "not compared, because one of them cannot hold it",
    Extent.PARTLY: "may differ, because one of them holds it in part",
}


def _facts_of(
    path: Path, arguments: argparse.Namespace, console: Console
) -> tuple[tuple[Fact, ...], Mapping[FactKind, Means]]:
    """Return the facts of a source or artefact, and how it holds each kind."""
    for one in FORMATS:
        if path.suffix.lower() == one.suffix:
            try:
                data = read_file(path, -1)
            except OSError as problem:
                raise ArtefactError(
                    f"{path}: cannot be read: {(problem.strerror or str(problem)).lower()}",
                    hint="check the path",
                ) from None
            limits = limits_of(configuration_for(path, arguments), arguments)
            try:
                with within(limits, str(path)):
                    return one.verifier.read(data), MEANS[one.name]
            except ArtefactError as problem:
                raise ArtefactError(f"{path}: {problem.what}", hint=problem.hint) from None
            except PipelineError:
                raise
            except Exception as fault:
                raise ArtefactError(
                    f"{path}: is damaged, or a fault of this program "
                    f"({type(fault).__name__}: {fault})",
                    hint="make it again",
                ) from fault
    _, examined = examine(path, arguments, console)
    return facts(examined.document), dict.fromkeys(FactKind, Means("model"))


def print_findings(
    results: Sequence[Findings], arguments: argparse.Namespace, console: Console
) -> None:
    """Print findings in the form that was asked for; readable ones only where there are any."""
    form = "json" if arguments.json else arguments.format
    if form == "text" and not any(one.diagnostics for one in results):
        console.say("no findings")
        return
    told = _FORMS[form](results)
    print(visible(told) if form == "text" else told, end="")


_FORMS: dict[str, Callable[[Sequence[Findings]], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": lambda found: as_sarif(found, version=__version__),
    "junit": as_junit,
}
