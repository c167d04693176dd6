"""A case of the fuzzer: which page, with which options, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from random import Random

from pipeline import theme_file
from pipeline.formats import FORMATS, Format
from pipeline.options import (
    TEXT_PROFILES,
    AttachedSource,
    ChangeMarks,
    DocxOptions,
    EpubOptions,
    LineEnd,
    LinkPlacement,
    NotePlacement,
    Options,
    PdfOptions,
    PdfProfile,
)
from pipeline.reader.source import ReaderOptions
from tests.conftest import PROJECT
from tests.fuzz.mutate import mutated
from tests.fuzz.seeds import Seeds
from tests.hostile.apart import Ended, apart
from tests.hostile.trial import Fault, Result, attempt

CASE_SECONDS = 30
"""Of the processor, for one page; most take a tenth of one second."""

OPTIONS = (
    Options(),
    Options(
        notes=NotePlacement.END,
        pdf=PdfOptions(profile=PdfProfile.UA2),
        docx=DocxOptions(simplify_tables=True, landscape_tables=False),
        text=replace(TEXT_PROFILES["terminal"], emphasis=True, languages=True),
    ),
    Options(
        pdf=PdfOptions(contents=False),
        text=replace(
            TEXT_PROFILES["braille-display"],
            aligned_tables=True,
            links=LinkPlacement.INLINE,
            notes=NotePlacement.FOOT,
        ),
    ),
    Options(
        theme=theme_file.read(PROJECT / "examples" / "brand.toml"),
        now=datetime(2024, 5, 1, tzinfo=UTC),
        pdf=PdfOptions(source=AttachedSource("page.html", b"<p>page")),
        epub=EpubOptions(pages=False),
        text=replace(
            TEXT_PROFILES["terminal"],
            width=30,
            ascii=True,
            line_end=LineEnd.CRLF,
            byte_order_mark=True,
            changes=ChangeMarks.SIGNS,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Case:
    """One page with the options it is tried with."""

    page: bytes
    options: int
    """Number in ``OPTIONS``."""


def case(seed: int, pages: Seeds) -> Case:
    """Return the case of a seed: always the same for the same seeds' pages."""
    random = Random(seed)
    page = mutated(pages.one(random), pages, random)
    return Case(page, random.randrange(len(OPTIONS)))


def faults(one: Case, formats: Sequence[Format] = FORMATS) -> tuple[Fault, ...]:
    """Try a case in a process of its own."""
    ended: Ended[Result] = apart(lambda: result(one, formats), seconds=CASE_SECONDS)
    if ended.value is None:
        problem = ended.problem or "nothing came back"
        return (Fault(f"end: {problem}", problem),)
    return ended.value.faults


def result(one: Case, formats: Sequence[Format] = FORMATS) -> Result:
    """Try a case in this process."""
    options = OPTIONS[one.options]
    choices = ReaderOptions(base="https://example.org/reports/page.html")
    return attempt(one.page, options, choices, formats=formats)
