"""Which part of the page is the report. After ``dom``, before ``metadata`` and ``convert``.

By the template's landmarks, never by the density of text, which loses tables and notes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bs4 import Tag

from pipeline.diagnostics import Diagnostic
from pipeline.errors import SourceError
from pipeline.reader.dom import Parsed
from pipeline.reader.ledger import ExclusionRule, Ledger
from pipeline.reader.source import ReaderOptions


@dataclass(frozen=True, slots=True)
class Content:
    """The elements that hold the report, and what in them is not the report."""

    roots: tuple[Tag, ...]
    """In document order; none inside another. What is converted are their children."""
    template: str
    """The name of the template that was recognised: ``gcweb``, ``govuk``, ``main``, ``body``."""
    exclusions: Mapping[int, ExclusionRule]
    """By ``id`` of the element; see ``exclusion``."""
    diagnostics: tuple[Diagnostic, ...] = ()


def find(parsed: Parsed, choices: ReaderOptions, ledger: Ledger) -> Content:
    """Find the report in the page and write everything else into the ledger.

    Raises ``SourceError`` when there is none.
    """
    body = parsed.soup.find("main") or parsed.soup.find("body")
    if not isinstance(body, Tag):
        raise SourceError("no content found", hint="name it with --content SELECTOR")
    return Content((body,), "body", {})


def exclusion(tag: Tag, content: Content) -> ExclusionRule | None:
    """Tell whether an element under a root is left out, and by which rule.

    The converting walk asks this of every element before it looks into it; the element is
    already in the ledger then, so that it is enough to go on to the next.
    """
    return content.exclusions.get(id(tag))
