"""From artefacts to evidence. After ``build``, before ``publish``.

Everything that is said of an artefact was found on its bytes: its facts against those of the
source, the rules of its format, the validators from outside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from pipeline import __version__, build
from pipeline.batch import environment
from pipeline.build import Examined
from pipeline.diagnostics import Diagnostic, Rule
from pipeline.errors import ArtefactError, PipelineError
from pipeline.formats import Format
from pipeline.options import Options
from pipeline.publish.evidence import ArtefactEvidence, Evidence, FileIdentity
from pipeline.reader.source import read_file
from pipeline.verify.compare import ADDED, LOST, UNREADABLE
from pipeline.verify.external import judge, known_to
from pipeline.verify.external.verdict import Absent, Verdict
from pipeline.verify.facts import Fact, facts
from pipeline.verify.losses import losses

LIBRARIES = (
    "beautifulsoup4",
    "turbohtml",
    "reportlab",
    "uharfbuzz",
    "python-docx",
    "EbookLib",
    "lxml",
    "pikepdf",
)
"""Whose versions a statement names, where they are installed."""


@dataclass(frozen=True, slots=True)
class Place:
    """An artefact on the disk."""

    path: Path
    format: Format


def artefact_evidence(
    place: Place,
    examined: Examined,
    options: Options,
    verdicts: tuple[Verdict | Absent, ...] = (),
    *,
    said: Sequence[Fact] | None = None,
) -> ArtefactEvidence:
    """Verify one artefact against its source; ``said`` are the facts of the source, if known.

    A file that is no artefact of its format fails by one rule, and passes none.

    Raises:
        ArtefactError: if the file cannot be read.
    """
    try:
        data = read_file(place.path, -1)
    except OSError as problem:
        raise ArtefactError(
            f"cannot read {place.path}: {(problem.strerror or str(problem)).lower()}",
            hint="write it first, with `pipeline all`",
        ) from None
    expected = facts(examined.document) if said is None else said
    carried = place.format.verifier.CARRIED
    try:
        found = tuple(build.verify(data, place.format, examined.document, options))
        tested, compared = rules(place.format), sum(fact.kind in carried for fact in expected)
    except Exception as fault:  # what is damaged inside stops no other
        match fault:
            case ArtefactError():
                message = fault.what
            case PipelineError():
                raise
            case MemoryError():
                message = "it takes more memory than it may have"
            case _:
                what = f"{type(fault).__name__}: {fault}"
                message = f"it is damaged, or a fault of this program ({what})"
        found = (Diagnostic(UNREADABLE, message),)
        tested, compared = (UNREADABLE,), 0
    return ArtefactEvidence(
        format=place.format.name,
        edition=place.format.edition,
        file=identity(place.path.name, data),
        kinds=frozenset(fact.kind for fact in expected),
        facts=compared,
        losses=losses(place.format.name, expected),
        rules=tested,
        diagnostics=found,
        verdicts=verdicts,
    )


def identity(name: str, data: bytes) -> FileIdentity:
    """Return what identifies a file: name, length and SHA-256."""
    return FileIdentity(name=name, bytes=len(data), sha256=hashlib.sha256(data).hexdigest())


def verdicts(places: Iterable[Place]) -> dict[Path, tuple[Verdict | Absent, ...]]:
    """Ask the validators from outside about all artefacts at once: each starts once.

    A validator that is absent is reported for every artefact that it would have judged.
    """
    paths = [place.path for place in places]
    found: dict[Path, tuple[Verdict | Absent, ...]] = {}
    for verdict in judge(paths):
        match verdict:
            case Absent():
                told = known_to(verdict.judge, paths)
            case Verdict():
                told = [verdict.artefact]
        for path in told:
            found[path] = (*found.get(path, ()), verdict)
    return found


def evidence(
    source: FileIdentity,
    examined: Examined,
    artefacts: Sequence[ArtefactEvidence],
    options: Options,
) -> Evidence:
    """Put together what a statement rests on."""
    return Evidence(
        document=examined.document,
        source=source,
        source_diagnostics=examined.diagnostics,
        artefacts=tuple(artefacts),
        tool=f"pipeline {__version__}",
        libraries=tuple(environment.versions(LIBRARIES)),
        evaluator=options.epub.evaluator,
    )


def rules(one: Format) -> tuple[Rule, ...]:
    """Return every rule that the verifier of a format tests: its own and those of facts."""
    carried = one.verifier.CARRIED
    own = {rule.id: rule for rule in _rules_in(import_module(one.verifier_module))}
    own.update((LOST[kind].id, LOST[kind]) for kind in carried)
    own.update((ADDED[kind].id, ADDED[kind]) for kind in carried)
    return tuple(own[name] for name in sorted(own))


def _rules_in(module: ModuleType) -> Iterator[Rule]:
    """Yield the rules that stand in a module and, for a package, in the modules below it."""
    for value in vars(module).values():
        if value is LOST or value is ADDED:
            continue  # of these only the kinds that are carried
        match value:
            case Rule():
                yield value
            case tuple() | list():
                yield from (each for each in value if isinstance(each, Rule))
            case dict():
                yield from (each for each in value.values() if isinstance(each, Rule))
            case _:
                pass
    for below in iter_modules(getattr(module, "__path__", ())):
        yield from _rules_in(import_module(f"{module.__name__}.{below.name}"))
