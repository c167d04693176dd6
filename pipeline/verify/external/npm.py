"""Judges that come from npm: where they are, and how they are run.

They are looked for in the folder ``node_modules`` that ``PIPELINE_NODE_MODULES`` names, else in
that of ``tests/clients`` below the working folder (``make verify-clients`` fills it).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.verify.external.verdict import Absent

REMEDY = "Install Node.js 20 or later, and run: make verify-clients"

PATIENCE = 300.0
"""Seconds after which a judge without an answer is given up."""


@dataclass(frozen=True, slots=True)
class Program:
    """An installed judge."""

    node: str
    script: Path
    version: str


def node_modules() -> Path:
    """Return the folder in which packages are looked for; it need not exist."""
    return Path(os.environ.get("PIPELINE_NODE_MODULES", "tests/clients/node_modules"))


def find(judge: str, package: str, script: str) -> Program | Absent:
    """Return the program ``script`` of a package, or why it cannot be run."""
    node = shutil.which("node")
    if node is None:
        return Absent(judge, "Node.js is not installed", REMEDY)
    folder = node_modules() / package
    if not (folder / script).is_file():
        return Absent(judge, f"the npm package {package} is not in {node_modules()}", REMEDY)
    version = json.loads((folder / "package.json").read_text("utf-8"))["version"]
    return Program(node, (folder / script).resolve(), version)


def run(
    program: Program, arguments: Sequence[str], *, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end.

    Raises:
        subprocess.TimeoutExpired: if that takes longer than ``PATIENCE``.
    """
    return subprocess.run(  # noqa: S603 - the program was found above
        [program.node, str(program.script), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=PATIENCE,
        check=False,
        env={**os.environ, **(variables or {})},
    )


def last_words(result: subprocess.CompletedProcess[str]) -> str:
    """Return the line in which a program says why it stopped, for a message."""
    lines = (result.stderr.strip() or result.stdout.strip()).splitlines()
    if not lines:
        return f"exit code {result.returncode}, without a message"
    return next((line for line in lines if "error" in line.lower()), lines[-1]).strip()
