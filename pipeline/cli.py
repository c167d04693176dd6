"""The command line: arguments in, exit code out. Each subcommand is one function."""

from __future__ import annotations

import argparse
import hashlib
import json
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline import arguments as command_line
from pipeline import build
from pipeline.build import Artefact, Examined, has_errors
from pipeline.console import Console, size
from pipeline.diagnostics import Diagnostic, Severity, line_of, severity_of
from pipeline.errors import OptionError, OutputError, PipelineError, SourceError
from pipeline.files import write_whole
from pipeline.formats import FORMATS, Format
from pipeline.model.dump import dump
from pipeline.reader.source import Source, load
from pipeline.verify.external import judge
from pipeline.verify.external.verdict import Verdict, findings, line_for
from pipeline.verify.facts import facts

DONE, FINDINGS, CANNOT_RUN = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 done, 1 findings, 2 cannot run."""
    arguments = command_line.parser().parse_args(argv)
    console = Console(quiet=arguments.quiet)
    _end_quietly_when_the_reader_of_a_pipe_leaves()
    try:
        return _COMMANDS[arguments.command](arguments, console)
    except PipelineError as problem:
        console.warn(f"pipeline: {problem.what}\n  hint: {problem.hint}")
        return CANNOT_RUN
    except KeyboardInterrupt:
        console.warn("pipeline: interrupted; what stood in the output is whole")
        return CANNOT_RUN


def _end_quietly_when_the_reader_of_a_pipe_leaves() -> None:
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


# ------------------------------------------------------------------------------- all and single


def _all(arguments: argparse.Namespace, console: Console) -> int:
    chosen = command_line.formats(arguments)
    folder: Path = arguments.output
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is a file", hint="name a folder with -o")
    _refuse_equal_stems(arguments.source)
    results = []
    code = DONE
    for path in arguments.source:
        try:
            places = {one: folder / f"{path.stem}{one.suffix}" for one in chosen}
            result, outcome = _convert(path, places, arguments, console)
        except PipelineError as problem:
            # One report that fails does not stop the others.
            if len(arguments.source) == 1:
                raise
            console.warn(f"pipeline: {problem.what}\n  hint: {problem.hint}")
            result, outcome = {"source": str(path), "error": problem.what}, CANNOT_RUN
        results.append(result)
        code = max(code, outcome)
    if arguments.json:
        _print_json(results)
    return code


def _refuse_equal_stems(paths: Iterable[Path]) -> None:
    seen: dict[str, Path] = {}
    for path in paths:
        other = seen.setdefault(path.stem, path)
        if other is not path:
            raise OptionError(
                f"{other} and {path} would be written to the same files",
                hint="rename one of them, or write to another folder with -o",
            )


def _single(one: Format) -> Callable[[argparse.Namespace, Console], int]:
    def run(arguments: argparse.Namespace, console: Console) -> int:
        path: Path = arguments.source
        place = (
            None if arguments.output == "-" else Path(arguments.output or path.stem + one.suffix)
        )
        result, code = _convert(path, {one: place}, arguments, console)
        if arguments.json and place is not None:
            _print_json([result])
        return code

    return run


def _convert(
    path: Path,
    places: Mapping[Format, Path | None],
    arguments: argparse.Namespace,
    console: Console,
) -> tuple[dict[str, Any], int]:
    """Read one source and write it to each place; None is standard output."""
    options = command_line.options(arguments)
    examined = _examine(path, arguments, console)
    _tell(examined.diagnostics, path, console)
    result: dict[str, Any] = {
        "source": str(path),
        "findings": _counts(examined.diagnostics),
        "artefacts": [],
    }
    if arguments.strict and has_errors(examined.diagnostics):
        console.warn(f"{path}: nothing is written, because --strict is set")
        return result, FINDINGS
    artefacts = build.render(examined.document, places, options)
    for _ in places:
        with console.under_way(f"{path}: writing"):
            artefact = next(artefacts)
        for one in artefact.diagnostics:
            console.warn(line_of(one, str(path)))
        place = places[artefact.format]
        if place is None:
            sys.stdout.buffer.write(artefact.data)
            sys.stdout.buffer.flush()
            continue
        write_whole(place, artefact.data)
        console.say(f"{place}  {size(len(artefact.data))}, {artefact.seconds:.1f} s")
        result["artefacts"].append(_described(artefact, place))
    return result, DONE


def _described(artefact: Artefact, place: Path) -> dict[str, Any]:
    return {
        "format": artefact.format.name,
        "path": str(place),
        "bytes": len(artefact.data),
        "sha256": hashlib.sha256(artefact.data).hexdigest(),
        "seconds": round(artefact.seconds, 3),
        "findings": _counts(artefact.diagnostics),
    }


def _tell(diagnostics: Sequence[Diagnostic], path: Path, console: Console) -> None:
    """Print the errors of a source; for the rest, say how many there are and where to look."""
    for one in diagnostics:
        if severity_of(one) is Severity.ERROR:
            console.warn(line_of(one, str(path)))
    rest = sum(severity_of(one) is not Severity.ERROR for one in diagnostics)
    if rest:
        findings = "finding" if rest == 1 else "findings"
        console.say(f"{path}: {rest} more {findings}; `pipeline check {path}` lists them")


# ------------------------------------------------------------------------------ check and verify


def _check(arguments: argparse.Namespace, console: Console) -> int:
    code = DONE
    results = []
    for path in arguments.source:
        examined = _examine(path, arguments, console)
        results.append((path, examined.diagnostics))
        code = max(code, FINDINGS if has_errors(examined.diagnostics) else DONE)
    _print_findings(results, arguments, console)
    return code


def _verify(arguments: argparse.Namespace, console: Console) -> int:
    options = command_line.options(arguments)
    if arguments.artefact and len(arguments.source) != 1:
        raise OptionError("--artefact goes with one SOURCE", hint="name one source")
    results: list[tuple[Path, Sequence[Diagnostic]]] = []
    for path in arguments.source:
        examined = _examine(path, arguments, console)
        for place, one in _artefacts(path, arguments):
            with console.under_way(f"{place}: comparing with {path}"):
                data = _artefact_data(place, path)
                found = tuple(build.verify(data, one, examined.document, options))
            agrees = "says what the source says" if not found else _summary(found)
            console.say(f"{place}: {agrees}")
            results.append((place, found))
    if not arguments.no_validators:
        results.extend(_validate([place for place, _ in results], console))
    _print_findings(results, arguments, console)
    return FINDINGS if any(has_errors(found) for _, found in results) else DONE


def _artefacts(path: Path, arguments: argparse.Namespace) -> list[tuple[Path, Format]]:
    by_suffix = {one.suffix: one for one in FORMATS}
    if not arguments.artefact:
        return [(arguments.output / f"{path.stem}{one.suffix}", one) for one in FORMATS]
    pairs = []
    for place in arguments.artefact:
        if place.suffix.lower() not in by_suffix:
            raise OptionError(
                f"{place}: no format has the suffix {place.suffix!r}",
                hint=f"name a file with one of {', '.join(by_suffix)}",
            )
        pairs.append((place, by_suffix[place.suffix.lower()]))
    return pairs


def _artefact_data(place: Path, source: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError as problem:
        raise OutputError(
            f"cannot read {place}: {(problem.strerror or str(problem)).lower()}",
            hint=f"write it first: pipeline all {source} -o {place.parent}",
        ) from None


def _validate(
    places: Sequence[Path], console: Console
) -> Iterator[tuple[Path, Sequence[Diagnostic]]]:
    """Ask the external validators; one that cannot be asked is said to be absent."""
    with console.under_way("asking the external validators"):
        verdicts = list(judge(places))
    for verdict in verdicts:
        console.say(line_for(verdict))
        if isinstance(verdict, Verdict):
            yield verdict.artefact, tuple(findings(verdict))


# ------------------------------------------------------------------------------------------ show


def _show(arguments: argparse.Namespace, console: Console) -> int:
    examined = _examine(arguments.source, arguments, console)
    if arguments.ledger:
        print(examined.reading.ledger)
    elif arguments.facts:
        for fact in facts(examined.document):
            print(fact)
    else:
        print(dump(examined.document), end="")
    return DONE


# ---------------------------------------------------------------------------------------- shared


def _examine(path: Path, arguments: argparse.Namespace, console: Console) -> Examined:
    choices = command_line.reader_options(arguments)
    with console.under_way(f"{path}: reading"):
        source: Source = load(path, limits=choices.limits)
        try:
            return build.examine(source, choices)
        except SourceError as problem:
            raise SourceError(f"{path}: {problem.what}", hint=problem.hint) from None


def _counts(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    counts = {severity.value: 0 for severity in Severity}
    for one in diagnostics:
        counts[severity_of(one).value] += 1
    return counts


def _summary(diagnostics: Iterable[Diagnostic]) -> str:
    counts = _counts(diagnostics)
    return ", ".join(
        f"{count} {name if count == 1 else name + 's'}" for name, count in counts.items() if count
    )


def _print_findings(
    results: Sequence[tuple[Path, Sequence[Diagnostic]]],
    arguments: argparse.Namespace,
    console: Console,
) -> None:
    for path, found in results:
        for one in found:
            print(line_of(one, str(path)))
            print(f"  hint: {one.rule.hint}")
    total = _summary(one for _, found in results for one in found)
    console.say(total or "no findings")


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


_COMMANDS: dict[str, Callable[[argparse.Namespace, Console], int]] = {
    "all": _all,
    "check": _check,
    "verify": _verify,
    "show": _show,
    **{one.name: _single(one) for one in FORMATS},
}
