"""``python -m benchmarks.agreement``: our rules and outside judges on the same planted faults.

Writes ``docs/agreement.md``. A judge sees a fault if it says something of the faulty file
that it does not say of the untouched one, or says it more often; so does our verifier. What
a judge said of a file is kept in ``build/`` under the hash of the file: a run that is cut
short (``--seconds``) goes on where it stopped.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.tables import table
from pipeline import build
from pipeline.diagnostics import Diagnostic, Severity, severity_of
from pipeline.errors import ArtefactError
from pipeline.formats import DOCX, EPUB, PDF, Format
from pipeline.options import Options
from pipeline.verify.external import ace, epubcheck, openxml, verapdf
from pipeline.verify.external.verdict import Absent, Verdict
from tests import faults
from tests.faults import Fault, in_docx, in_epub, in_pdf

REPORT = Path("docs/agreement.md")
KEPT = Path("build/verdicts.json")

Judge = Callable[[Sequence[Path]], Iterable[Verdict | Absent]]
JUDGES: dict[Format, dict[str, Judge]] = {
    PDF: {verapdf.NAME: verapdf.judge},
    EPUB: {epubcheck.NAME: epubcheck.judge, ace.NAME: ace.judge},
    DOCX: {openxml.NAME: openxml.judge},
}
SETS: dict[Format, dict[str, tuple[Fault, ...]]] = {
    PDF: {"content": in_pdf.FAULTS, "form": in_pdf.FORM},
    EPUB: {"content": in_epub.FAULTS, "form": in_epub.FORM},
    DOCX: {"content": in_docx.FAULTS, "form": in_docx.FORM},
}


@dataclass(slots=True)
class Heard:
    """What the judges said of files, by judge and hash; it outlives a run."""

    versions: dict[str, str] = field(default_factory=dict)
    answers: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    @classmethod
    def kept(cls) -> Heard:
        """Return what earlier runs heard."""
        if not KEPT.exists():
            return cls()
        value = json.loads(KEPT.read_text("utf-8"))
        return cls(value["versions"], value["answers"])

    def of(self, judge: str, path: Path) -> Counter[str] | None:
        """Return what a judge said of a file; None if it was not asked."""
        found = self.answers.get(judge, {}).get(_hash(path))
        return None if found is None else Counter(found)

    def ask(self, judge: str, ask: Judge, paths: Iterable[Path], until: float) -> None:
        """Ask about the files that a judge has not seen, as long as there is time."""
        unknown = [path for path in paths if self.of(judge, path) is None]
        if not unknown or time.monotonic() > until:
            return
        for verdict in ask(unknown):
            match verdict:
                case Absent():
                    return
                case Verdict():
                    self.versions[judge] = verdict.version
                    said_of = self.answers.setdefault(judge, {})
                    said_of.setdefault(_hash(verdict.artefact), []).extend(
                        said(verdict.diagnostics)
                    )
                    self._keep()
            if time.monotonic() > until:
                return

    def _keep(self) -> None:
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(json.dumps({"versions": self.versions, "answers": self.answers}), "utf-8")


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def said(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """Return what counts as said: errors and warnings."""
    return [
        f"{one.rule.id} {one.message}"
        for one in diagnostics
        if severity_of(one) is not Severity.NOTE
    ]


def ours(one: Format, data: bytes) -> Counter[str]:
    """Return what our verifier says, by rule."""
    try:
        found = tuple(build.verify(data, one, faults.report(), Options()))
    except ArtefactError as problem:
        return Counter([problem.what])
    return Counter(said(found))


@dataclass(frozen=True, slots=True)
class Answers:
    """What everybody said of one fault: whether ours named it, and which judges saw it."""

    fault: Fault
    ours: bool
    judges: Mapping[str, bool]

    @property
    def outside(self) -> bool:
        """Whether a judge from outside saw it."""
        return any(self.judges.values())


def write_files(one: Format, planted: Iterable[Fault], folder: Path) -> dict[str, Path]:
    """Write the untouched file, named by the empty text, and each faulty one."""
    whole = faults.artefacts()[one.name]
    files = {"": folder / f"whole{one.suffix}"}
    files[""].write_bytes(whole)
    for at, fault in enumerate(planted):
        files[fault.name] = folder / f"fault-{at:02}{one.suffix}"
        files[fault.name].write_bytes(fault.plant(whole))
    return files


def answers(
    one: Format, planted: Iterable[Fault], files: Mapping[str, Path], heard: Heard
) -> Iterator[Answers]:
    """Yield what everybody said of each fault, beyond what they say of the untouched file."""
    untouched = ours(one, files[""].read_bytes())
    for fault in planted:
        path = files[fault.name]
        seen = {
            judge: bool(
                (heard.of(judge, path) or Counter()) - (heard.of(judge, files[""]) or Counter())
            )
            for judge in JUDGES[one]
            if judge in heard.versions
        }
        yield Answers(fault, bool(ours(one, path.read_bytes()) - untouched), seen)


def summary_row(one: Format, kind: str, every: Sequence[Answers]) -> list[str]:
    """Return how often ours and the judges agree."""
    counts = Counter((each.ours, each.outside) for each in every)
    return [
        f"{one.name.upper()}, {kind}",
        str(len(every)),
        *(
            str(counts[pair])
            for pair in ((True, True), (True, False), (False, True), (False, False))
        ),
    ]


def details(every: Sequence[Answers], heard: Heard) -> Iterator[str]:
    """Yield the table of single faults."""
    judges = list(every[0].judges)
    head = ["fault", "our rule", *(f"{name} {heard.versions[name]}" for name in judges)]
    rows = [
        [
            each.fault.name,
            each.fault.rule if each.ours else "missed",
            *("seen" if each.judges[name] else "–" for name in judges),
        ]
        for each in every
    ]
    yield from table(head, rows)


def main() -> None:
    """Ask, and write the page when every answer is there."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.agreement", description=__doc__)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop asking then")
    until = time.monotonic() + parser.parse_args().seconds
    heard = Heard.kept()
    with tempfile.TemporaryDirectory() as root:
        files = {}
        left = 0
        for one, sets in SETS.items():
            folder = Path(root) / one.name
            folder.mkdir()
            planted = [fault for each in sets.values() for fault in each]
            files[one] = write_files(one, planted, folder)
            for judge, ask in JUDGES[one].items():
                heard.ask(judge, ask, files[one].values(), until)
                unasked = sum(heard.of(judge, path) is None for path in files[one].values())
                print(f"{one.name}: {judge}: {unasked} of {len(files[one])} files left")
                left += unasked
        if left == 0 or time.monotonic() < until:  # else there is more to ask
            REPORT.write_text("\n".join(page(files, heard)), "utf-8")


def page(files: Mapping[Format, Mapping[str, Path]], heard: Heard) -> Iterator[str]:
    """Yield the lines of the page."""
    rows, untouched, tables = [], [], []
    for one, sets in SETS.items():
        whole = files[one][""]
        alarms = [f"ours {ours(one, whole.read_bytes()).total()}"]
        alarms += [f"{name} {(heard.of(name, whole) or Counter()).total()}" for name in JUDGES[one]]
        untouched.append([one.name.upper(), ", ".join(alarms)])
        for kind, planted in sets.items():
            every = tuple(answers(one, planted, files[one], heard))
            rows.append(summary_row(one, kind, every))
            tables += [f"\n## {one.name.upper()}, faults of {kind}\n", *details(every, heard)]
    yield from INTRODUCTION
    yield from table(SUMMARY, rows)
    yield READING
    yield from table(["untouched file", "said of it"], untouched)
    yield from (*tables, "")


SUMMARY = ("format, faults of", "planted", "both", "only ours", "only a judge", "nobody")
INTRODUCTION = (
    "# Agreement with validators from outside\n",
    "Made by `python -m benchmarks.agreement` from the faults of `tests/faults`.\n",
)
READING = """
**Content.** A validator knows the standard and not the source. A changed number, swapped cells,
a lost paragraph, a note that is cited from the wrong place leave a valid file; only the
comparison with the source sees them. Where a judge sees a fault of content, it has broken the
form as well: a file that is gone, a heading that skips a level.

**Form.** These faults break the standard, and here the judges are the measure. When they were
first planted, ours passed over 21 that a judge names, and two made our reading of Word files
fail: widths and maps of glyphs, scripts, images that viewers smooth, files attached in silence;
elements, attributes, roles, colours and styles that HTML and EPUB do not have; the order and
values of Word's elements, relationships that lead nowhere, types that are not declared. Each now
has a rule, and nothing is left that a judge alone sees. What ours alone see is asked by other
requirements than the judge's standard (a scope for each header cell, landmarks, notes and lists
and styles of Word that are there, a language that is one), or is stricter than it.

**False alarms.** Everything that is said of an untouched file is one. Nothing is, by anybody.
`tests/verify/test_corpus.py` looks at the four artefacts of 56 real pages as well: nothing is found
in them but images and links of which the page itself says nothing.

The faults were made for our verifiers, so that these find them is no surprise; what the table
tells is how much of it a second opinion confirms, and that no second opinion says more. Our rules
know what a report can hold and no more: they do not replace validators of files from elsewhere.
"""

if __name__ == "__main__":
    main()
