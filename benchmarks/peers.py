"""Other tools at the same task, where they are installed in an environment of their own.

Each is given the report's content alone (``main``), as its own documentation advises, and asked
for the most accessible output it can make. Whole processes are measured: so are ours, and they
run in an environment of their own too, which has what conversion needs and nothing else.
"""

from __future__ import annotations

import compileall
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.documents import Page
from benchmarks.measure import Cost, last_line, run

ENVIRONMENT = Path(".venv-bench")
PACKAGES = ("weasyprint", "typst", "pypandoc_binary")
OURS = Path(".venv-bench-ours")
LOCKED = ("--require-hashes", "-r", "requirements/convert.txt")
"""What ``make all`` installs. Beautiful Soup loads what parsers and detectors of encodings it
finds, so that a developer's environment, which has more of them, takes longer to start."""

WEASYPRINT = """
import sys, weasyprint
weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant="pdf/ua-1")
"""
PANDOC = """
import sys, pypandoc
pypandoc.convert_file(sys.argv[1], sys.argv[3], format="html", outputfile=sys.argv[2],
                      extra_args=["--standalone", "--toc"])
"""
TYPST = """
import sys, typst
typst.compile(sys.argv[1], output=sys.argv[2], pdf_standards=["ua-1"])
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool and what it makes."""

    name: str
    format: str
    """The format of ours that its output is compared with."""
    commands: Callable[[Path, Path], Sequence[Sequence[str | Path]]]
    """Page and target to the commands, all of which are measured."""
    largest: int | None = None
    """The bytes of the largest page that it is given: a larger one takes minutes."""


def _python(environment: Path = ENVIRONMENT) -> Path:
    return environment / "bin" / "python"


def converter() -> list[str | Path]:
    """Return the command that runs this pipeline where only what conversion needs is installed."""
    return [_python(OURS), "-m", "pipeline"]


def _pandoc(kind: str) -> Peer:
    """Return pandoc for one of its formats; ours have the same names but for two."""
    ours = {"epub3": "epub", "plain": "text"}.get(kind, kind)
    return Peer(
        "pandoc", ours, lambda page, target: [[_python(), "-c", PANDOC, page, target, kind]]
    )


PDF_PEERS = (
    Peer(
        "WeasyPrint",
        "pdf",
        lambda page, target: [[_python(), "-c", WEASYPRINT, page, target]],
        400_000,
    ),
    Peer(
        "Typst",
        "pdf",
        lambda page, target: [[_python(), "-c", TYPST, page.with_suffix(".typ"), target]],
    ),
)
"""Typst is given its own source, made beforehand: see ``typst_source``."""
PANDOC_PEERS = tuple(map(_pandoc, ("docx", "epub3", "plain")))


def install() -> None:
    """Make the environments: one for all peers, one for the pipeline as it is installed."""
    for environment, wanted in ((ENVIRONMENT, PACKAGES), (OURS, LOCKED)):
        python = _python(environment)
        if not python.exists():
            venv.create(environment, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *wanted], check=True)
    compileall.compile_dir("pipeline", quiet=1)  # as installing a package does


def versions() -> str:
    """Return the versions of the peers, for the report."""
    code = (
        "import importlib.metadata as m, pypandoc;"
        "print(', '.join([f'WeasyPrint {m.version(\"weasyprint\")}',"
        "f'Typst {m.version(\"typst\")}', f'pandoc {pypandoc.get_pandoc_version()}']))"
    )
    return run([_python(), "-c", code])[1].decode().strip()


def content(page: Page, path: Path) -> Path:
    """Write what peers are given: the page's ``main``, in a document of its own."""
    begin = page.text.index("<main")
    end = page.text.index("</main>") + len("</main>")
    path.write_text(
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Report</title></head>'
        f"<body>{page.text[begin:end]}</body></html>",
        "utf-8",
    )
    return path


def measure(peer: Peer, page: Path, target: Path) -> Cost | str:
    """Return what a peer takes to write ``target``, or in one line why it made nothing."""
    if peer.largest is not None and page.stat().st_size > peer.largest:
        return "not asked"
    try:
        costs = [run(command)[0] for command in peer.commands(page, target)]
    except subprocess.CalledProcessError as problem:
        return last_line(problem)
    if not target.is_file():
        return "no output"
    return Cost(
        sum(cost.cpu for cost in costs),
        sum(cost.wall for cost in costs),
        max(cost.memory for cost in costs),
    )


if __name__ == "__main__":
    install()
    sys.stdout.write(versions() + "\n")
