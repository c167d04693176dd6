"""``verify``: that the artefacts say what the source says, by the rules of their formats.

With ``--statement`` the answer is written beside them, with the release page.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline import choices, prove
from pipeline.build import Examined, has_errors
from pipeline.commands import DONE, FINDINGS
from pipeline.commands.inspect import print_findings
from pipeline.commands.shared import examine
from pipeline.console import Console
from pipeline.diagnostics import Diagnostic
from pipeline.errors import OptionError
from pipeline.files import write_whole
from pipeline.findings import Findings
from pipeline.findings.sources import count_in_words
from pipeline.formats import EDITIONS, FORMATS
from pipeline.options import Options
from pipeline.prove import Place
from pipeline.publish.evidence import ArtefactEvidence, Evidence
from pipeline.publish.statement import as_json, earl, statement
from pipeline.publish.statement_page import statement_page
from pipeline.reader import text_of
from pipeline.reader.source import Source
from pipeline.verify.external.verdict import Absent, Verdict, findings, line_for
from pipeline.verify.facts import facts


def verify(arguments: argparse.Namespace, console: Console) -> int:
    """Verify the artefacts of each source and print what was found."""
    options = choices.options(arguments)
    if arguments.artefact and len(arguments.source) != 1:
        raise OptionError("--artefact goes with one SOURCE", hint="name one source")
    examined = [(path, *examine(path, arguments, console)) for path in arguments.source]
    places = {path: _places(path, arguments) for path in arguments.source}
    verdicts: dict[Path, tuple[Verdict | Absent, ...]] = {}
    if not arguments.no_validators:
        with console.under_way("asking the validators"):
            verdicts = prove.verdicts(place for each in places.values() for place in each)
    # For people, a validator that is absent stands beside the others; a program has only findings.
    in_programs = arguments.json or arguments.format != "text"
    results: list[Findings] = []
    for path, source, one in examined:
        found: list[ArtefactEvidence] = []
        named: list[Diagnostic] = []
        text = text_of(source, choices.reader_options(arguments))
        said = facts(one.document)
        for place in places[path]:
            with console.under_way(f"{place.path}: comparing"):
                judged = verdicts.get(place.path, ())
                told = prove.artefact_evidence(place, one, options, judged, said=said)
            _tell(told, place, console)
            found.append(told)
            every = _found(told, in_programs=in_programs)
            named.extend(_named(one, place) for one in every if one.at is not None)
            unnamed = tuple(one for one in every if one.at is None)
            results.append(Findings(str(place.path), unnamed))
        results.append(Findings(str(path), tuple(named), text))
        if arguments.statement:
            _write_statement(path, source, one, found, options, arguments, console)
    print_findings(results, arguments, console)
    return FINDINGS if any(has_errors(one.diagnostics) for one in results) else DONE


def _found(told: ArtefactEvidence, *, in_programs: bool) -> tuple[Diagnostic, ...]:
    """Return what our rules and the validators found, and which of these were absent."""
    judged = [
        found
        for verdict in told.verdicts
        if in_programs or isinstance(verdict, Verdict)
        for found in findings(verdict)
    ]
    return (*told.diagnostics, *judged)


def _named(found: Diagnostic, place: Place) -> Diagnostic:
    """Return a finding in the source with the name of the artefact it was found in."""
    name = place.path.name
    return replace(found, place=f"{name}, {found.place}" if found.place else name)


def _tell(told: ArtefactEvidence, place: Place, console: Console) -> None:
    if told.diagnostics:
        console.say(f"{place.path}: {count_in_words(told.diagnostics)}")
    else:
        console.say(f"{place.path}: all {told.facts} facts and {len(told.rules)} rules hold")
    for verdict in told.verdicts:
        console.say(f"  {line_for(verdict)}")


def _places(path: Path, arguments: argparse.Namespace) -> list[Place]:
    if not arguments.artefact:
        every = [
            Place(arguments.output / f"{path.stem}{one.suffix}", one)
            for one in (*FORMATS, *EDITIONS)
        ]
        return [one for one in every if one.format.edition is None or one.path.exists()]
    return [_place(artefact) for artefact in arguments.artefact]


def _place(artefact: Path) -> Place:
    for one in (*EDITIONS, *FORMATS):  # the longer suffixes first
        if artefact.name.lower().endswith(one.suffix):
            return Place(artefact, one)
    raise OptionError(
        f"{artefact}: no format has the suffix {artefact.suffix!r}",
        hint=f"name a file with one of {', '.join(one.suffix for one in FORMATS)}",
    )


def _write_statement(
    path: Path,
    source: Source,
    examined: Examined,
    found: Sequence[ArtefactEvidence],
    options: Options,
    arguments: argparse.Namespace,
    console: Console,
) -> None:
    evidence = prove.evidence(prove.identity(path.name, source.data), examined, found, options)
    folder: Path = arguments.output
    for suffix, data in _statement_files(evidence, options).items():
        place = folder / f"{path.stem}{suffix}"
        write_whole(place, data)
        console.say(f"{place}")


def _statement_files(evidence: Evidence, options: Options) -> dict[str, bytes]:
    return {
        ".conformance.json": as_json(statement(evidence)),
        ".conformance.earl.json": as_json(earl(evidence)),
        ".conformance.html": statement_page(evidence, options.theme, landing="index.html"),
    }
