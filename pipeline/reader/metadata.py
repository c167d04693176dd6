"""What the page says about itself. After ``content``, before ``convert``."""

from __future__ import annotations

from dataclasses import dataclass

from bs4 import Tag

from pipeline.diagnostics import Warned
from pipeline.model.nodes import Metadata
from pipeline.reader.content import Content
from pipeline.reader.dom import Parsed
from pipeline.reader.source import ReaderOptions, Source


@dataclass(frozen=True, slots=True)
class Front:
    """The metadata, and the elements whose content is shown as the title of the report.

    The converter turns the three elements into inlines (``span.stacked`` and blocks in them
    are parted by ``LineBreak``), places their texts, and passes over them in its walk. An
    element that is wholly read as metadata (a byline, the page details) is an exclusion.
    """

    metadata: Metadata
    title: Tag | None
    """None: the page has no such element and ``metadata.title`` is shown."""
    kicker: Tag | None = None
    subtitle: Tag | None = None


def read_metadata(
    source: Source, parsed: Parsed, content: Content, choices: ReaderOptions
) -> Warned[Front]:
    """Read what the page says about itself."""
    title = next((h1 for root in content.roots for h1 in root.find_all("h1")), None)
    return Warned(
        Front(
            Metadata(
                title=" ".join(title.get_text().split()) if title else source.name,
                language=choices.language or "en",
            ),
            title,
        )
    )
