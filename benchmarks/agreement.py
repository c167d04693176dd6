"""``python -m benchmarks.agreement``: our rules and outside judges on the same planted faults.

Writes ``docs/agreement.md``. A judge sees a fault if it says something of the faulty file
that it does not say of the untouched one; so does our verifier.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.tables import table
from pipeline import build
from pipeline.diagnostics import Diagnostic, Severity, severity_of
from pipeline.errors import ArtefactError
from pipeline.formats import DOCX, EPUB, PDF, Format
from pipeline.options import Options
from pipeline.verify.external import judge
from pipeline.verify.external.verdict import Absent, Verdict
from tests import faults
from tests.faults import Fault, in_docx, in_epub, in_pdf

REPORT = Path("docs/agreement.md")
SETS: dict[Format, tuple[Fault, ...]] = {
    PDF: in_pdf.FAULTS,
    EPUB: in_epub.FAULTS,
    DOCX: in_docx.FAULTS,
}
READING = """
A judge from outside knows the standard and not the source: a changed number, swapped cells or
a lost paragraph leave a valid file, and only the comparison with the source sees them. Where a
judge sees a fault that is one of its standard, so do our rules; a fault that a judge sees and
ours do not would stand here as missed by ours. On the untouched files, everything that is said
is a false alarm of whoever says it. The faults were made for our verifiers, so that ours find
them is no surprise; the table tells how much of it a second opinion confirms.
"""


def said(diagnostics: tuple[Diagnostic, ...]) -> frozenset[str]:
    """Return what counts as said: errors and warnings."""
    return frozenset(
        f"{one.rule.id} {one.message}"
        for one in diagnostics
        if severity_of(one) is not Severity.NOTE
    )


def ours(one: Format, data: bytes) -> frozenset[str]:
    """Return what our verifier says."""
    try:
        return said(tuple(build.verify(data, one, faults.report(), Options())))
    except ArtefactError as problem:
        return frozenset([problem.what])


def section(one: Format, planted: tuple[Fault, ...], folder: Path) -> Iterator[str]:
    """Yield the part of the page about one format."""
    whole = faults.artefacts()[one.name]
    files = {"": folder / f"whole{one.suffix}"}
    files[""].write_bytes(whole)
    for at, fault in enumerate(planted):
        files[fault.name] = folder / f"fault-{at:02}{one.suffix}"
        files[fault.name].write_bytes(fault.plant(whole))
    heard: dict[tuple[str, Path], set[str]] = {}
    versions: dict[str, str] = {}
    absent: list[Absent] = []
    for verdict in judge(list(files.values())):
        match verdict:
            case Absent():
                absent.append(verdict)
            case Verdict():
                versions[verdict.judge] = verdict.version
                key = (verdict.judge, verdict.artefact)
                heard.setdefault(key, set()).update(said(verdict.diagnostics))
    own = {name: ours(one, path.read_bytes()) for name, path in files.items()}
    yield f"## {one.title[0].upper()}{one.title[1:]}\n"
    for each in absent:
        yield f"{each.judge} was not asked: {each.reason}.\n"
    rows = []
    counts = dict.fromkeys(("both", "only ours", "only a judge", "neither"), 0)
    for fault in planted:
        sees = bool(own[fault.name] - own[""])
        marks = [
            bool(heard.get((name, files[fault.name]), set()) - heard.get((name, files[""]), set()))
            for name in versions
        ]
        outside = any(marks)
        which = ("both" if sees else "only a judge") if outside else "only ours"
        counts[which if sees or outside else "neither"] += 1
        named = fault.rule if sees else "missed"
        rows.append([fault.name, named, *("seen" if mark else "–" for mark in marks)])
    alarms = ", ".join(
        [f"ours {len(own[''])}"]
        + [f"{name} {len(heard.get((name, files['']), set()))}" for name in versions]
    )
    summary = ", ".join(f"{name}: {count}" for name, count in counts.items())
    yield f"{len(planted)} faults. {summary}. Said of the untouched file: {alarms}.\n"
    head = ["fault", "our rule", *(f"{name} {version}" for name, version in versions.items())]
    yield from table(head, rows)
    yield ""


def main() -> None:
    """Write the page."""
    lines = ["# Agreement with outside judges\n", "Made by `python -m benchmarks.agreement`."]
    lines.append(READING)
    with tempfile.TemporaryDirectory() as folder:
        for one, planted in SETS.items():
            lines.extend(section(one, planted, Path(folder)))
    REPORT.write_text("\n".join(lines), "utf-8")


if __name__ == "__main__":
    main()
