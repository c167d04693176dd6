import hashlib
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from pipeline.publish.landing import Offer, landing, size
from pipeline.publish.words import ENGLISH, FRENCH
from pipeline.theme import STANDARD
from tests.documents import everything, french

OFFERS = tuple(
    Offer(
        format=name,
        name=f"report{suffix}",
        media_type="application/octet-stream",
        bytes=length,
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        pages=23 if name == "pdf" else None,
        paged=name == "epub",
    )
    for name, suffix, length in (
        ("pdf", ".pdf", 312_000),
        ("docx", ".docx", 45_300),
        ("epub", ".epub", 1_400_000),
        ("text", ".txt", 999),
    )
)


def soup_of(page: bytes) -> BeautifulSoup:
    return BeautifulSoup(page, "html.parser")


def test_every_format_is_a_link_with_size_pages_and_language() -> None:
    soup = soup_of(landing(everything(), OFFERS, STANDARD))
    links = soup.select("ul.formats a")
    assert [link["href"] for link in links] == [offer.name for offer in OFFERS]
    about = soup.find(id="about-pdf")
    assert about is not None
    assert about.get_text() == "312\u00a0KB, 23 pages, English"
    assert links[0]["aria-describedby"] == "about-pdf"


def test_every_checksum_stands_beside_its_file() -> None:
    soup = soup_of(landing(everything(), OFFERS, STANDARD))
    rows = [row.get_text(" ") for row in soup.select("tbody tr")]
    assert rows == [f"{offer.name} {offer.sha256}" for offer in OFFERS]


def test_there_is_no_word_of_proof_without_a_statement() -> None:
    without = soup_of(landing(everything(), OFFERS, STANDARD))
    assert without.find(id="proof") is None
    page = landing(everything(), OFFERS, STANDARD, statement="report.conformance.html")
    link = soup_of(page).select_one("a[href='report.conformance.html']")
    assert link is not None


def test_a_french_report_has_a_french_page() -> None:
    soup = soup_of(landing(french(), OFFERS, STANDARD))
    assert soup.html is not None
    assert soup.html["lang"] == "fr-CA"
    about = soup.find(id="about-epub")
    assert about is not None
    assert about.get_text() == "1,4\u00a0Mo, français"


def test_markup_in_the_title_is_text() -> None:
    document = everything()
    metadata = replace(document.metadata, title="<script>alert(1)</script>")
    page = landing(replace(document, metadata=metadata), OFFERS, STANDARD)
    assert b"<script" not in page


@pytest.mark.parametrize(
    ("count", "english", "francais"),
    [
        (999, "999\u00a0bytes", "999\u00a0octets"),
        (45_300, "45\u00a0KB", "45\u00a0ko"),
        (1_440_000, "1.4\u00a0MB", "1,4\u00a0Mo"),
    ],
)
def test_sizes_are_written_as_the_language_does(count: int, english: str, francais: str) -> None:
    assert size(count, ENGLISH) == english
    assert size(count, FRENCH) == francais
