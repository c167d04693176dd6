"""The release page: what a department puts on its site beside the report.

It names each format with its size and what it is good for, the report's own data, the
checksums of the files and the way to the conformance statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model.nodes import Document, Metadata
from pipeline.model.walk import one_line, plain
from pipeline.publish.markup import Markup, address, element, join, page, table
from pipeline.publish.style import style
from pipeline.publish.words import Words, words_for
from pipeline.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One file to take."""

    format: str
    """Name of the format: ``pdf``, ``docx``, ``epub`` or ``text``."""
    edition: str | None = None
    """Name of the edition, if it is one in another look: ``large-print``."""
    name: str
    """File name, beside the page."""
    media_type: str
    bytes: int
    sha256: str
    pages: int | None = None
    """Of a paginated format."""
    paged: bool = False
    """Whether a reflowing format carries the pages of the PDF."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A report with a release page of its own."""

    metadata: Metadata
    page: str
    """Its page, relative to the list."""


def index(listed: Sequence[Listed], theme: Theme) -> bytes:
    """Return the page that leads to the release pages of several reports.

    Its language is that of the first report; each title has its own.
    """
    words = words_for(listed[0].metadata.language)
    items = (
        element(
            "li",
            element(
                "a",
                one.metadata.title,
                href=address(one.page),
                lang=one.metadata.language,
                dir=one.metadata.direction.value,
            ),
        )
        for one in listed
    )
    return page(
        language=words.tag,
        direction="ltr",
        title=words.reports,
        style=style(theme),
        body=join(
            element("header", element("h1", words.reports)),
            element("main", element("ul", *items)),
        ),
    )


def landing(
    document: Document, offers: Sequence[Offer], theme: Theme, *, statement: str | None = None
) -> bytes:
    """Return the release page of one report; ``statement`` is the name of its statement."""
    metadata = document.metadata
    words = words_for(metadata.language)
    lines = one_line(plain(document.title).replace("\n", "\u00a0– "))
    kicker = one_line(plain(document.kicker))
    subtitle = one_line(plain(document.subtitle))
    head = [element("h1", own(lines, metadata, words))]
    if kicker:
        head.insert(0, element("p", own(kicker, metadata, words), class_="kicker"))
    if subtitle:
        head.append(element("p", own(subtitle, metadata, words)))
    head.append(
        element("p", own(_byline(metadata), metadata, words), class_="byline")
        if metadata.creators
        else Markup()
    )
    body = join(
        element("header", *head),
        "\n",
        element(
            "main",
            element("p", own(metadata.description, metadata, words))
            if metadata.description
            else "",
            _formats(offers, metadata, words),
            "\n",
            _proof(statement, words) if statement else "",
            "\n",
            _about(metadata, words),
            "\n",
            _checksums(offers, words),
        ),
    )
    return page(
        language=metadata.language if metadata.language[:2].lower() == words.tag else words.tag,
        direction="ltr",
        title=metadata.title,
        style=style(theme),
        body=body,
    )


def own(text: str, metadata: Metadata, words: Words) -> str:
    """Return a text of the report, with its language where the page has another."""
    if metadata.language.partition("-")[0].lower() == words.tag:
        return text
    return element("span", text, lang=metadata.language, dir=metadata.direction.value)


def _byline(metadata: Metadata) -> str:
    return ", ".join(metadata.creators)


def _formats(offers: Sequence[Offer], metadata: Metadata, words: Words) -> Markup:
    return element(
        "section",
        element("h2", words.formats, id="formats"),
        "\n",
        element(
            "ul",
            *(join("\n", element("li", *_offer(offer, metadata, words))) for offer in offers),
            class_="formats",
        ),
        aria_labelledby="formats",
    )


def _offer(offer: Offer, metadata: Metadata, words: Words) -> list[Markup]:
    good_for = words.good_for(offer.format, offer.edition)
    if offer.paged:
        good_for = f"{good_for} {words.epub_pages}"
    facts = [size(offer.bytes, words)]
    if offer.pages is not None:
        facts.append(words.one_page if offer.pages == 1 else words.pages.format(count=offer.pages))
    name = words.languages.get(metadata.language.partition("-")[0].lower())
    facts.append(name or metadata.language)
    # The link names what it fetches, with format and size, before it is followed (LN-22).
    link = element(
        "a",
        words.name_of(offer.format, offer.edition),
        href=address(offer.name),
        type=offer.media_type,
        download=offer.name,
        aria_describedby=f"about-{offer.edition or offer.format}",
    )
    about = element(
        "p", ", ".join(facts), class_="size", id=f"about-{offer.edition or offer.format}"
    )
    return [link, about, element("p", good_for)]


def size(count: int, words: Words) -> str:
    """Return a number of bytes as the language writes it: ``1,4 Mo``."""
    if count < 1000:
        return f"{count}{words.space}{words.units[0]}"
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))}{words.space}{words.units[1]}"
    number = f"{count / 1_000_000:.1f}".replace(".", words.decimal_mark)
    return f"{number}{words.space}{words.units[2]}"


def _proof(statement: str, words: Words) -> Markup:
    return element(
        "section",
        element("h2", words.proof, id="proof"),
        element(
            "p", words.proof_why, " ", element("a", words.proof_link, href=address(statement)), "."
        ),
        aria_labelledby="proof",
    )


def _about(metadata: Metadata, words: Words) -> Markup:
    rows: list[tuple[str, Markup | str]] = []
    if metadata.creators:
        rows.append((words.author, ", ".join(metadata.creators)))
    if metadata.publisher and metadata.publisher not in metadata.creators:
        rows.append((words.publisher, metadata.publisher))
    if metadata.issued:
        rows.append((words.published, element("time", metadata.issued, datetime=metadata.issued)))
    if metadata.modified:
        changed = element("time", metadata.modified, datetime=metadata.modified)
        rows.append((words.modified, changed))
    rows.extend((words.identifier, identifier) for identifier in metadata.identifiers)
    if metadata.address:
        # The path, not the whole address: the link's text stays short enough to be read out.
        rows.append((words.original, element("a", metadata.title, href=metadata.address)))
    for edition in metadata.editions:
        name = words.languages.get(edition.lang.partition("-")[0].lower(), edition.lang)
        link = element("a", name, href=edition.address, hreflang=edition.lang)
        rows.append((words.also, link))
    if not rows:
        return Markup()
    entries = (join(element("dt", name), element("dd", value)) for name, value in rows)
    return element(
        "section",
        element("h2", words.about, id="about"),
        element("dl", *entries),
        aria_labelledby="about",
    )


def _checksums(offers: Sequence[Offer], words: Words) -> Markup:
    rows = [(offer.name, element("code", offer.sha256)) for offer in offers]
    return element(
        "section",
        element("h2", words.checksums, id="checksums"),
        element("p", words.checksums_why),
        table((words.file, "SHA-256"), rows),
    )
