"""``verify``: that the artefacts say what the source says, by the rules of their formats.

With ``--statement`` the answer is written beside them, with the release page.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline import choices, prove
from pipeline.batch.engine import Job
from pipeline.bounds import within
from pipeline.build import Examined, has_errors
from pipeline.commands import CANNOT_RUN, DONE, FINDINGS
from pipeline.commands.inspect import print_findings
from pipeline.commands.shared import configuration_for, examine, limits_of
from pipeline.commands.sources import jobs, release_page, spare
from pipeline.console import Console
from pipeline.diagnostics import Diagnostic
from pipeline.errors import OptionError, PipelineError
from pipeline.files import is_there, write_whole
from pipeline.findings import Findings
from pipeline.findings.sources import count_in_words
from pipeline.formats import EDITIONS, FORMATS, PDF
from pipeline.options import Options
from pipeline.prove import Place
from pipeline.publish.evidence import ArtefactEvidence, Evidence
from pipeline.publish.statement import as_json, earl, statement
from pipeline.publish.statement_page import statement_page
from pipeline.reader import text_of
from pipeline.reader.source import Limits
from pipeline.verify.external.verdict import Absent, Verdict, findings, line_for
from pipeline.verify.facts import facts


def verify(arguments: argparse.Namespace, console: Console) -> int:
    """Verify the artefacts of each source and print what was found.

    A report that cannot be verified is told, and does not stop the others.
    """
    options = choices.options(arguments)
    work = jobs(arguments.source, arguments.output)
    if arguments.artefact and len(work) != 1:
        raise OptionError("--artefact goes with one SOURCE", hint="name one source")
    places = {job: _places(job, arguments) for job in work}
    verdicts: dict[Path, tuple[Verdict | Absent, ...]] = {}
    if not arguments.no_validators:
        with console.under_way("asking the validators"):
            verdicts = prove.verdicts(place for each in places.values() for place in each)
    results: list[Findings] = []
    code = DONE
    for job in work:
        try:
            settings = configuration_for(job.path, arguments)
            limits = limits_of(settings, arguments)
            source, examined = examine(job.path, arguments, console, settings)
            told = _evidence(places[job], examined, options, verdicts, limits, console)
        except PipelineError as problem:
            console.problem(problem)
            code = CANNOT_RUN
            continue
        text = text_of(source, choices.reader_options(arguments))
        results += _results(job, text, places[job], told, arguments)
        if arguments.statement:
            identity = prove.identity(job.path.name, source.data)
            evidence = prove.evidence(identity, examined, told, options)
            landing = release_page(job, alone=len(work) == 1).name
            for suffix, data in _statement_files(evidence, options, landing).items():
                written = arguments.output / job.named(suffix)
                spare([written], arguments.source)
                write_whole(written, data)
                console.say(f"{written}")
    if results:
        print_findings(results, arguments, console)
    errors = any(has_errors(one.diagnostics) for one in results)
    return max(code, FINDINGS if errors else DONE)


def _evidence(
    places: Sequence[Place],
    examined: Examined,
    options: Options,
    verdicts: Mapping[Path, tuple[Verdict | Absent, ...]],
    limits: Limits,
    console: Console,
) -> list[ArtefactEvidence]:
    """Compare each artefact of a report with it within the limits, and say what was found."""
    said = facts(examined.document)
    every = []
    for place in places:
        with within(limits, str(place.path)), console.under_way(f"{place.path}: comparing"):
            judged = verdicts.get(place.path, ())
            every.append(prove.artefact_evidence(place, examined, options, judged, said=said))
        _tell(every[-1], place, console)
    return every


def _results(
    job: Job,
    text: str,
    places: Sequence[Place],
    told: Sequence[ArtefactEvidence],
    arguments: argparse.Namespace,
) -> Iterator[Findings]:
    """Yield the findings that name a place in an artefact, then those that name one in the page."""
    # For people, a validator that is absent stands beside the others; a program has only findings.
    in_programs = arguments.json or arguments.format != "text"
    named: list[Diagnostic] = []
    for place, one in zip(places, told, strict=True):
        every = _found(one, in_programs=in_programs)
        named.extend(_named(each, place) for each in every if each.at is not None)
        yield Findings(str(place.path), tuple(each for each in every if each.at is None))
    yield Findings(str(job.path), tuple(named), text)


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


def _places(job: Job, arguments: argparse.Namespace) -> list[Place]:
    """Return where the formats asked for lie, and the editions of the PDF that there are."""
    if arguments.artefact:
        return [_place(artefact) for artefact in arguments.artefact]
    asked = choices.formats(arguments)
    every = (*asked, *(EDITIONS if PDF in asked else ()))
    places = [Place(arguments.output / job.named(one.suffix), one) for one in every]
    return [one for one in places if one.format.edition is None or is_there(one.path)]


def _place(artefact: Path) -> Place:
    for one in (*EDITIONS, *FORMATS):  # the longer suffixes first
        if artefact.name.lower().endswith(one.suffix):
            return Place(artefact, one)
    raise OptionError(
        f"{artefact}: no format has the suffix {artefact.suffix!r}",
        hint=f"name a file with one of {', '.join(one.suffix for one in FORMATS)}",
    )


def _statement_files(evidence: Evidence, options: Options, landing: str) -> dict[str, bytes]:
    return {
        ".conformance.json": as_json(statement(evidence)),
        ".conformance.earl.json": as_json(earl(evidence)),
        ".conformance.html": statement_page(evidence, options.theme, landing=landing),
    }
