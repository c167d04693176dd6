"""The package's metadata: Dublin Core, accessibility, pages (EP-05…EP-11)."""

from __future__ import annotations

import datetime
import re
import uuid
from dataclasses import dataclass

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.model.nodes import Document, Metadata
from pipeline.options import Options
from pipeline.strings import Strings
from pipeline.writers.epub.accessibility import accessibility

CLAIM_CONTRADICTED = Rule(
    "epub-claim-contradicted",
    Severity.WARNING,
    "An evaluator is named, but the book has a gap that conformance does not allow.",
    "Give every image an alternative; until then no conformance is claimed.",
    ("EPUB Accessibility 1.1 2.5", "WCAG 2.2 1.1.1"),
)

CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
"""The exact text that the specification asks for (EP-02)."""

_EARLIEST = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Property:
    """One element of the metadata: ``dc:*`` by name, anything else a ``meta``."""

    name: str
    value: str
    id: str | None = None
    refines: str | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class PackageMetadata:
    """Everything that stands in the package document's metadata."""

    identifier: str
    modified: datetime.datetime
    properties: tuple[Property, ...]
    diagnostics: tuple[Diagnostic, ...]


def package_metadata(
    document: Document, options: Options, strings: Strings, *, has_pages: bool
) -> PackageMetadata:
    """Return the metadata; equal documents give equal values."""
    metadata = document.metadata
    told = accessibility(document, strings, has_pages=has_pages)
    found = [Property("dc:identifier", identifier(metadata), id="book-id")]
    found += [Property("dc:identifier", other) for other in metadata.identifiers]
    found += [Property("dc:title", metadata.title, id="title")]
    found += [Property("dc:language", metadata.language)]
    found += [Property("dc:creator", creator) for creator in metadata.creators]
    for name, value in (
        ("dc:publisher", metadata.publisher),
        ("dc:date", metadata.issued if _moment(metadata.issued) else None),
        ("dc:description", metadata.description),
        ("dc:rights", metadata.rights),
        ("dc:source", metadata.address),
    ):
        found += [Property(name, value)] if value else []
    found += [Property("dc:subject", subject) for subject in metadata.subjects]
    found += [Property("dc:relation", edition.address) for edition in metadata.editions]
    found += [Property("schema:accessMode", mode) for mode in told.modes]
    found += [Property("schema:accessModeSufficient", modes) for modes in told.sufficient]
    found += [Property("schema:accessibilityFeature", feature) for feature in told.features]
    found += [Property("schema:accessibilityHazard", hazard) for hazard in told.hazards]
    found += [
        Property("schema:accessibilitySummary", told.summary, lang=strings.language),
    ]
    if has_pages:
        found.append(
            Property("pageBreakSource", strings.epub.pdf_edition.format(title=metadata.title))
        )
    diagnostics: tuple[Diagnostic, ...] = ()
    evaluator = options.epub.evaluator
    if evaluator is not None and told.is_claimable:
        found.append(Property("dcterms:conformsTo", CONFORMANCE, id="conformance"))
        found.append(Property("a11y:certifiedBy", evaluator, refines="#conformance"))
    elif evaluator is not None:
        message = f"{evaluator} is not named: an image has no alternative"
        diagnostics = (Diagnostic(CLAIM_CONTRADICTED, message),)
    return PackageMetadata(
        identifier(metadata), modified(metadata, options), tuple(found), diagnostics
    )


def identifier(metadata: Metadata) -> str:
    """Return ``urn:uuid:…`` of the source's identity: its address, else what names it.

    It stays the same when the report is revised; ``dcterms:modified`` tells revisions apart.
    """
    name = metadata.address or "\n".join(
        (*metadata.identifiers, metadata.title, *metadata.creators, metadata.issued or "")
    )
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{name}\n{metadata.language}").urn


def modified(metadata: Metadata, options: Options) -> datetime.datetime:
    """Return when the report was last changed, in UTC: its own date, else the option's."""
    return _moment(metadata.modified) or _moment(metadata.issued) or options.now or _EARLIEST


def _moment(date: str | None) -> datetime.datetime | None:
    found = _DATE.match(date or "")
    if found is None:
        return None
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        return datetime.datetime(year, month, day, tzinfo=datetime.UTC)
    except ValueError:
        return None
