"""The formats, as one table. A further format is one writer, one verifier and one line here.

The modules are loaded when they are used: a single converter needs only its own library.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from pipeline.diagnostics import Diagnostic, Warned
from pipeline.errors import OptionError
from pipeline.model.nodes import Document
from pipeline.options import Options
from pipeline.theme import THEMES, Paper

if TYPE_CHECKING:
    from pipeline.verify.facts import Fact, FactKind


class Writer(Protocol):
    """What a module (or package) of ``pipeline.writers`` offers."""

    def write(self, document: Document, options: Options) -> Warned[bytes]:
        """Render the document: pure, and the same bytes for the same arguments."""
        ...

    def additions(self, document: Document, options: Options) -> tuple[str, ...]:
        """Return the texts that the artefact says beside the document's own."""
        ...


class Verifier(Protocol):
    """What a module (or package) of ``pipeline.verify`` offers for a format."""

    CARRIED: frozenset[FactKind]
    """The kinds of fact that the format can hold."""

    def read(self, data: bytes) -> tuple[Fact, ...]:
        """Read an artefact back to facts, with libraries that did not write it."""
        ...

    def check(
        self, data: bytes, document: Document, options: Options, *, added: Sequence[str] = ()
    ) -> Iterator[Diagnostic]:
        """Yield what the artefact says wrongly and which rules of its format it breaks."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One output format."""

    name: str
    """The subcommand."""
    suffix: str
    media_type: str
    title: str
    """What it is, for people."""
    writer_module: str
    verifier_module: str
    paged: bool = False
    """Whether the writer uses the pages of the PDF edition."""
    edition: str | None = None
    """Of an edition in another look: the theme, or ``a4``; it has the name of its format."""

    @property
    def writer(self) -> Writer:
        """The writer's module, loaded now."""
        return cast(Writer, import_module(self.writer_module))

    def adapted(self, options: Options) -> Options:
        """Return the options that this format is written and verified with.

        An edition takes sizes, spacing and colours of its theme, and keeps paper, logo and
        fonts of the one that was chosen.
        """
        theme = options.theme
        if self.edition is None:
            return options
        if self.edition == "a4":
            return replace(options, theme=theme.on(Paper.A4))
        theme = replace(
            THEMES[self.edition].on(theme.paper),
            logo=theme.logo,
            logo_alternative=theme.logo_alternative,
            fonts=theme.fonts,
        )
        return replace(options, theme=theme)

    @property
    def verifier(self) -> Verifier:
        """The verifier's module, loaded now.

        Raises:
            OptionError: if a library that it reads with is not installed.
        """
        try:
            return cast(Verifier, import_module(self.verifier_module))
        except ModuleNotFoundError as problem:
            raise OptionError(
                f"the package {problem.name} is needed to read {self.title} back",
                hint="it comes with an extra: pip install 'accessible-report-pipeline[verify]'",
            ) from None


PDF = Format(
    name="pdf",
    suffix=".pdf",
    media_type="application/pdf",
    title="tagged PDF",
    writer_module="pipeline.writers.pdf",
    verifier_module="pipeline.verify.pdf",
)
DOCX = Format(
    name="docx",
    suffix=".docx",
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    title="Word document",
    writer_module="pipeline.writers.docx",
    verifier_module="pipeline.verify.docx",
)
EPUB = Format(
    name="epub",
    suffix=".epub",
    media_type="application/epub+zip",
    title="EPUB 3 book",
    writer_module="pipeline.writers.epub",
    verifier_module="pipeline.verify.epub",
    paged=True,
)
TEXT = Format(
    name="text",
    suffix=".txt",
    media_type="text/plain; charset=utf-8",
    title="plain text",
    writer_module="pipeline.writers.text",
    verifier_module="pipeline.verify.text",
)

FORMATS = (PDF, DOCX, EPUB, TEXT)
"""In the order of building: the PDF yields the pages that the EPUB refers to."""

EDITIONS = tuple(
    replace(PDF, suffix=f".{name}.pdf", edition=name)
    for name in (*(name for name in THEMES if name != "standard"), "a4")
)
"""Further PDFs in another look, made where they are asked for."""
