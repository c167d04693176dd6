"""``check`` and ``show``: what is wrong with a source, and how it was understood."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline import __version__, choices
from pipeline.build import has_errors
from pipeline.commands import DONE, FINDINGS
from pipeline.commands.shared import examine
from pipeline.console import Console, visible
from pipeline.errors import ArtefactError
from pipeline.findings import Findings, as_json, as_junit, as_sarif, as_text
from pipeline.formats import FORMATS
from pipeline.model.dump import dump
from pipeline.publish.speech import difference, transcript
from pipeline.reader import text_of
from pipeline.verify.facts import Fact, FactKind, facts


def check(arguments: argparse.Namespace, console: Console) -> int:
    """Print the findings in each source."""
    results = []
    for path in arguments.source:
        source, examined = examine(path, arguments, console)
        text = text_of(source, choices.reader_options(arguments))
        results.append(Findings(str(path), examined.diagnostics, text))
    print_findings(results, arguments, console)
    return FINDINGS if any(has_errors(one.diagnostics) for one in results) else DONE


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
    first, carried = _facts_of(path, arguments, console)
    if arguments.against is None:
        for line in transcript(first):
            print(visible(line))
        return DONE
    other: Path = arguments.against
    second, also_carried = _facts_of(other, arguments, console)
    both = carried & also_carried
    left_out = sorted(kind.value for kind in FactKind if kind not in both)
    if left_out:
        console.say(f"not compared, because one of them cannot hold it: {', '.join(left_out)}")
    text = difference(
        (fact for fact in first if fact.kind in both),
        (fact for fact in second if fact.kind in both),
        (str(path), str(other)),
    )
    if text:
        print(visible(text))
    return FINDINGS if text else DONE


def _facts_of(
    path: Path, arguments: argparse.Namespace, console: Console
) -> tuple[tuple[Fact, ...], frozenset[FactKind]]:
    """Return the facts of a source or artefact, and the kinds that it can hold."""
    for one in FORMATS:
        if path.suffix.lower() == one.suffix:
            try:
                return one.verifier.read(path.read_bytes()), one.verifier.CARRIED
            except OSError as problem:
                raise ArtefactError(
                    f"{path}: cannot be read: {(problem.strerror or str(problem)).lower()}",
                    hint="check the path",
                ) from None
    _, examined = examine(path, arguments, console)
    return facts(examined.document), frozenset(FactKind)


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
