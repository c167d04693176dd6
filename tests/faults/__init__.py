"""Faults to plant in the artefacts of one report, each with the rule that must name it.

``report.html`` is the report, so that findings have lines of a source. The tables are used
by the sabotage test and by ``benchmarks.agreement``, which asks validators from outside as
well.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline import build
from pipeline.formats import FORMATS
from pipeline.model.nodes import Document
from pipeline.options import Options
from pipeline.reader.source import ReaderOptions, load
from tests.faults.planting import Plant

REPORT = Path(__file__).parent / "report.html"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing done to an artefact, and how it must be found."""

    name: str
    plant: Plant
    rule: str
    """Id of the rule that names it."""
    place: str | None = None
    """What the finding's place in the artefact must contain."""
    source: str | None = None
    """What stands in the line of the source that the finding names."""


@cache
def report() -> Document:
    """Return the report that the artefacts are made of."""
    return build.examine(load(REPORT), ReaderOptions()).document


@cache
def artefacts() -> dict[str, bytes]:
    """Return the untouched artefact of each format."""
    return {one.format.name: one.data for one in build.render(report(), FORMATS, Options())}
