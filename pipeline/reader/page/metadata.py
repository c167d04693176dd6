"""What the page says about itself. After ``content``, before ``convert``."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field, replace

from bs4 import Tag

from pipeline.addresses import joined, split
from pipeline.diagnostics import Diagnostic, Rule, Severity, Warned
from pipeline.model.nodes import Edition, Metadata
from pipeline.model.walk import one_line
from pipeline.reader.page.content import Content
from pipeline.reader.page.declared import Declared, Value, declared
from pipeline.reader.page.dom import Parsed, attribute, classes, elements, position
from pipeline.reader.page.identifiers import identifiers
from pipeline.reader.page.page_language import page_direction, page_language, sample
from pipeline.reader.page.titles import title_block
from pipeline.reader.source import ReaderOptions, Source
from pipeline.reader.text.inlines import cleaned
from pipeline.reader.text.languages import language_tag

DATE_MALFORMED = Rule(
    "date-malformed",
    Severity.WARNING,
    "A date that the page gives cannot be read as one; it is left out.",
    "Write dates as year-month-day: 2022-05-31.",
    ("ISO 8601",),
)
DATE_EMPTY = Rule(
    "date-empty",
    Severity.NOTE,
    "The page has a place for its date, but no date.",
    "Write the date as year-month-day (2022-05-31), or take the empty element away.",
)

_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T\s].*)?")
_BYLINE = re.compile(r"\s*(?:From|By|De|Par)\s*:?\s+", re.IGNORECASE)
_RIGHTS = re.compile(r"©\s?[^©]{3,200}")
_AUTHORS = frozenset(
    {
        "vcard",
        "quarto-title-meta-contents",
        "wp-block-post-author__name",
        "wp-block-post-author-name",
    }
)
"""Classes of elements that hold the name of an author."""
_TOOLS = frozenset({"Google Docs"})
"""What calls itself the site, and published nothing."""
_LONGEST_NAME = 60
"""Characters."""
_MOST_NAMES = 50
_SAMPLE = 20_000
"""Characters at the beginning and at the end of the report that are looked at."""
_IMPRINT = 4_000
"""Characters at both ends in which a report gives its own numbers."""


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


@dataclass(frozen=True, slots=True)
class _Marks:
    """Elements of the page, chrome included, that say something of the report."""

    contributors: list[Tag] = field(default_factory=list)
    bylines: list[Tag] = field(default_factory=list)
    authors: list[Tag] = field(default_factory=list)
    publishers: list[Tag] = field(default_factory=list)
    dates: list[Tag] = field(default_factory=list)
    switches: list[Tag] = field(default_factory=list)
    """To the page in another language."""


def _marks(parsed: Parsed) -> _Marks:
    marks = _Marks()
    for tag in elements(parsed.soup):
        if tag.name in ("time", "gcds-date-modified"):
            marks.dates.append(tag)
        if not tag.attrs:
            continue
        if "class" in tag.attrs:
            names = classes(tag)
            if "gc-contributors" in names:
                marks.contributors.append(tag)
            if "gc-byline" in names:
                marks.bylines.append(tag)
        by = tag.name == "a" and "author" in (attribute(tag, "rel") or "").split()
        around = tag.parent if "author" in classes(tag) else None
        by = by or (around is not None and "page-metadata" in classes(around))  # Confluence
        if by or not _AUTHORS.isdisjoint(classes(tag)):
            marks.authors.append(tag)
        if attribute(tag, "property") == "publisher":
            marks.publishers.append(tag)
        if attribute(tag, "id") == "wb-lng":
            marks.switches.append(tag)
    return marks


def read_metadata(
    source: Source, parsed: Parsed, content: Content, choices: ReaderOptions
) -> Warned[Front]:
    """Read what the page says about itself: its own elements first, then its head."""
    diagnostics: list[Diagnostic] = []
    says = declared(parsed.soup)
    marks = _marks(parsed)
    block = title_block(content, says, source.name, diagnostics)
    text = sample(content, _SAMPLE)
    language = page_language(content, says, choices.language, text, diagnostics)
    address = _address(says, choices.base)
    metadata = Metadata(
        title=block.text,
        language=language,
        direction=page_direction(content, language, text),
        creators=_creators(marks, says),
        publisher=_publisher(marks, says),
        issued=_date(
            says.all(
                "dcterms.issued",
                "dcterms.date.issued",
                "dcterms.created",
                "dcterms.date",
                "govuk:first-published-at",
                "article:published_time",
                "citation_publication_date",
                "ld:datePublished",
                "date",
                "created",
            ),
            diagnostics,
        ),
        modified=_date(
            [
                *_shown_date(marks, diagnostics),
                *says.all(
                    "dcterms.modified",
                    "dcterms.date.modified",
                    "govuk:public-updated-at",
                    "govuk:updated-at",
                    "article:modified_time",
                    "ld:dateModified",
                    "last-modified",
                    "changed",
                ),
            ],
            diagnostics,
        ),
        description=says.text("dcterms.description", "description", "og:description"),
        subjects=_subjects(says),
        identifiers=_identifiers(says, text),
        address=address,
        editions=_editions(marks, says, address, language),
        rights=_rights(says, text),
    )
    return Warned(
        Front(_clean(metadata), block.title, block.kicker, block.subtitle), tuple(diagnostics)
    )


def _clean(metadata: Metadata) -> Metadata:
    """Return what the page says of itself without the characters that no format can hold."""
    return replace(
        metadata,
        title=_said(metadata.title) or "Untitled",
        creators=_once(list(map(_said, metadata.creators))),
        publisher=_said(metadata.publisher or "") or None,
        description=_said(metadata.description or "") or None,
        subjects=_once(list(map(_said, metadata.subjects))),
        identifiers=_once(list(map(_said, metadata.identifiers))),
        address=_said(metadata.address or "") or None,
        editions=tuple(replace(one, address=_said(one.address)) for one in metadata.editions),
        rights=_said(metadata.rights or "") or None,
    )


def _said(text: str) -> str:
    return one_line(cleaned(text))


def _once(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _line(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def _creators(marks: _Marks, says: Declared) -> tuple[str, ...]:
    """Return contributors, else the byline, else what the head says (SRC-02)."""
    for group in marks.contributors:
        contributors = [_line(item) for item in group.find_all("li", limit=_MOST_NAMES)]
        if contributors:
            return _once(contributors)
    for byline in marks.bylines:
        names = [_line(link) for link in byline.find_all("a")]
        return _once(names or [_BYLINE.sub("", _line(byline), count=1)])
    values = says.all("dcterms.creator", "citation_author", "author", "ld:author", "article:author")
    names = [name.strip() for value in values for name in value.text.split(";")]
    names = [name for name in names if not name.startswith("http")]
    shown = [_line(tag) for tag in marks.authors[:_MOST_NAMES]]
    return _once(names or [name for name in shown if len(name) <= _LONGEST_NAME])


def _publisher(marks: _Marks, says: Declared) -> str | None:
    stated = says.text(
        "dcterms.publisher",
        "citation_publisher",
        "ld:publisher",
        "publisher",
        "govuk:primary-publishing-organisation",
    )
    if stated is not None:
        return stated
    for tag in marks.publishers[:3]:
        name = tag.find("meta", attrs={"property": "name"})
        if isinstance(name, Tag) and (text := (attribute(name, "content") or "").strip()):
            return text
    site = says.text("og:site_name")
    return None if site in _TOOLS else site


def _shown_date(marks: _Marks, diagnostics: list[Diagnostic]) -> list[Value]:
    """Return the date in the page's own details; an empty place for it counts as none (SRC-03)."""
    found: list[Value] = []
    for tag in marks.dates:
        kind = attribute(tag, "property") or attribute(tag, "itemprop") or tag.name
        if kind not in ("dateModified", "gcds-date-modified"):
            continue
        text = (attribute(tag, "datetime") or "").strip() or _line(tag)
        if text:
            found.append(Value(text, position(tag)))
        else:
            diagnostics.append(
                Diagnostic(DATE_EMPTY, "the page's date of modification is empty", position(tag))
            )
    return found


def _date(values: list[Value], diagnostics: list[Diagnostic]) -> str | None:
    """Return the first value that is a date; report those before it that are none."""
    for value in values:
        date = iso_date(value.text)
        if date is not None:
            return date
        diagnostics.append(Diagnostic(DATE_MALFORMED, f"“{value.text}” is no date", value.at))
    return None


def iso_date(text: str) -> str | None:
    """Return ``2022-05-31``, ``2022-05`` or ``2022``; None when the text is no such date."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join(part.zfill(2) for part in (year, month, day) if part)


def _subjects(says: Declared) -> tuple[str, ...]:
    stated = [part.strip() for v in says.all("dcterms.subject") for part in v.text.split(";")]
    if any(stated):
        return _once(stated)
    return _once([p.strip() for v in says.all("keywords") for p in re.split("[,;]", v.text)])


def _identifiers(says: Declared, text: str) -> tuple[str, ...]:
    """Return what the head and the imprint say; numbers of works cited are not the report's."""
    stated = [f"{value.scheme} {value.text}" for value in says.all("dcterms.identifier")]
    for scheme in ("isbn", "issn", "doi"):
        stated += [f"{scheme} {value.text}" for value in says.all(f"citation_{scheme}")]
    imprint = f"{text[:_IMPRINT]}\n{text[_IMPRINT:][-_IMPRINT:]}"
    shown = [number for number in identifiers(imprint) if not number.startswith("DOI")]
    return _once([*identifiers("\n".join(stated)), *shown])


def _address(says: Declared, base: str | None) -> str | None:
    for address in (base, says.text("link:canonical"), says.text("og:url")):
        if address and _is_absolute(address):
            return address
    return None


def _is_absolute(address: str) -> bool:
    parts = split(address)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _editions(
    marks: _Marks, says: Declared, address: str | None, language: str
) -> tuple[Edition, ...]:
    """Return the same page in other languages, where their addresses are known (SRC-04)."""
    links = [(value.scheme, value.text) for value in says.all("link:alternate") if value.scheme]
    for switch in marks.switches[:1]:
        links += [
            (attribute(a, "hreflang") or attribute(a, "lang") or "", attribute(a, "href") or "")
            for a in switch.find_all("a")
        ]
    found: dict[str, Edition] = {}
    for lang, href in links:
        tag = language_tag(lang)
        if (
            tag is None
            or lang.lower() == "x-default"
            or tag.partition("-")[0] == language.partition("-")[0]
            or not href
        ):
            continue
        target = joined(address or "", href)
        if _is_absolute(target):
            found.setdefault(tag, Edition(lang=tag, address=target))
    return tuple(found.values())


def _rights(says: Declared, text: str) -> str | None:
    stated = says.text("dcterms.rights", "dcterms.license", "copyright", "rights")
    if stated is not None:
        return stated
    line = next((line for line in text.splitlines() if "©" in line), "")
    found = _RIGHTS.search(line)
    return found[0].strip() if found is not None else None
