"""The EPUB's verifier can fail: each rule is broken once and names its fault."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest

from pipeline.errors import ArtefactError
from pipeline.model.nodes import (
    Asset,
    Block,
    Document,
    Figure,
    Image,
    MathBlock,
    Paragraph,
    Section,
    Text,
)
from pipeline.model.pages import PageMap, PageStart
from pipeline.model.walk import descendants
from pipeline.options import EpubOptions, Options
from pipeline.verify import epub as verifier
from pipeline.verify.epub.book import open_book
from pipeline.verify.facts import Fact, FactKind
from pipeline.writers import epub
from tests.documents import MATHML, everything, paragraph, png, small, text
from tests.faults.planting import entry


def replaced(data: bytes, name: str, old: str, new: str) -> bytes:
    """Return an EPUB where ``old`` (a pattern) is once ``new`` in the file so named."""
    return entry(f"EPUB/{name}", old, new)(data)


def paged(document: Document) -> Options:
    """Return options with a page map: a page begins in every third text of the body."""
    leaves = [
        node
        for block in document.children
        for node in descendants(block)
        if isinstance(node, Text) and len(node.text) > 3
    ]
    starts = tuple(
        PageStart(str(number), leaf, number % 3) for number, leaf in enumerate(leaves[::3], 3)
    )
    return Options(pages=PageMap(starts, tuple(start.label for start in starts), {}))


@pytest.fixture(scope="module")
def document() -> Document:
    return everything()


@pytest.fixture(scope="module")
def options(document: Document) -> Options:
    return paged(document)


@pytest.fixture(scope="module")
def book(document: Document, options: Options) -> bytes:
    return epub.write(document, options).value


def ids(data: bytes, document: Document, options: Options) -> list[str]:
    return [finding.rule.id for finding in verifier.check(data, document, options)]


def test_a_whole_book_has_no_finding_but_what_the_source_causes(
    book: bytes, document: Document, options: Options
) -> None:
    assert ids(book, document, options) == ["epub-image-alternative"]


FAULTS = [
    # package
    ("epub-manifest", "content.opf", r'<item href="style.css"[^>]*/>', ""),
    ("epub-manifest", "content.opf", 'href="style.css"', 'href="other.css"'),
    ("epub-media-type", "content.opf", 'media-type="image/png"', 'media-type="image/jpeg"'),
    ("epub-properties", "content.opf", ' properties="mathml"', ""),
    ("epub-remote-resource", "style.css", r"\Z", '@import "https://x.example/a.css";'),
    ("epub-remote-resource", "title.xhtml", 'src="cover.png"', 'src="https://x.example/a.png"'),
    ("epub-spine", "content.opf", r'<itemref idref="item-3"', '<itemref idref="item-99"'),
    ("epub-identity", "content.opf", r"<dc:title.*?</dc:title>", ""),
    ("epub-identity", "content.opf", "urn:uuid:", "urn:uuid:x"),
    ("epub-identity", "content.opf", "T00:00:00Z", ""),
    ("epub-package-language", "content.opf", r' xml:lang="en-CA"', ""),
    # navigation
    ("epub-contents", "contents.xhtml", 'href="section-002.xhtml#', 'href="gone.xhtml#'),
    ("epub-contents", "contents.xhtml", r'<li><a href="opening.xhtml">.*?</a></li>', ""),
    ("epub-contents", "contents.xhtml", 'href="title.xhtml"', 'href="notes.xhtml"'),
    ("epub-contents", "contents.xhtml", 'epub:type="toc"', 'epub:type="other"'),
    ("epub-landmarks", "contents.xhtml", 'epub:type="bodymatter"', 'epub:type="endnotes"'),
    ("epub-landmarks", "contents.xhtml", 'epub:type="bodymatter" href="', r"\g<0>x"),
    ("epub-pages", "contents.xhtml", r"#page-3", "#page-4"),
    ("epub-pages", "contents.xhtml", r'<li><a href="[^"]*#page-4">4</a></li>', ""),
    ("epub-pages", "section-001.xhtml", r'aria-label="4"', 'aria-label="5"'),
    ("epub-page-label", "section-001.xhtml", r' aria-label="4"', ""),
    ("epub-page-source", "content.opf", r'<meta property="pageBreakSource">.*?</meta>', ""),
    ("epub-file-title", "section-001.xhtml", r"<title>.*?</title>", "<title></title>"),
    (
        "epub-file-title",
        "section-001.xhtml",
        r"<title>.*?</title>",
        "<title>Section-001.xhtml</title>",
    ),
    (
        "epub-file-title",
        "section-001.xhtml",
        r"<title>.*?</title>",
        "<title>Lists – Annual report: every construct</title>",
    ),
    ("epub-heading-order", "section-003.xhtml", r"<h3([^>]*)>(.*?)</h3>", r"<h4\1>\2</h4>"),
    ("epub-heading-order", "section-003.xhtml", r"<h2([^>]*)>(.*?)</h2>", r"<h1\1>\2</h1>"),
    ("epub-ncx", "toc.ncx", 'src="section-002.xhtml', 'src="section-003.xhtml'),
    # content
    ("epub-id-duplicate", "section-002.xhtml", "<ul>", '<ul id="section-2">'),
    ("epub-link-broken", "section-001.xhtml", "#tbl1", "#tbl9"),
    ("epub-link-broken", "section-004.xhtml", r'headers="', r'headers="gone '),
    ("epub-language-pair", "section-001.xhtml", ' xml:lang="ar"', ""),
    ("epub-language-pair", "title.xhtml", r'" lang="en-CA" xml:lang="en-CA">', '">'),
    ("epub-type-without-role", "section-001.xhtml", ' role="doc-noteref"', ""),
    ("epub-type-without-role", "notes.xhtml", ' role="doc-endnotes"', ""),
    ("epub-formula-alternative", "section-001.xhtml", ' alttext="r = n/p"', ""),
    ("epub-note-way-back", "notes.xhtml", r'<a role="doc-backlink".*?</a>', ""),
    ("epub-table-frame", "section-004.xhtml", ' tabindex="0"', ""),
    ("epub-link-nested", "section-001.xhtml", r'(<a href="[^"]*">)Table 1', r"\1\1Table</a> 1"),
    # accessibility metadata
    *(
        (
            "epub-accessibility-missing",
            "content.opf",
            f'(<meta property="schema:{name}".*?</meta>\\s*)+',
            "",
        )
        for name in (
            "accessMode",
            "accessModeSufficient",
            "accessibilityFeature",
            "accessibilityHazard",
            "accessibilitySummary",
        )
    ),
    ("epub-accessibility-value", "content.opf", ">visual<", ">seen<"),
    ("epub-accessibility-value", "content.opf", ">longDescription<", ">largePrint<"),
    ("epub-accessibility-value", "content.opf", ">none<", ">None<"),
    ("epub-accessibility-untrue", "content.opf", ">visual<", ">tactile<"),
    ("epub-accessibility-untrue", "content.opf", ">longDescription<", ">alternativeText<"),
    ("epub-accessibility-untrue", "content.opf", ">textual,visual<", ">textual<"),
    ("epub-accessibility-untrue", "content.opf", "Images without a text alternative: 1.", ""),
    (
        "epub-conformance-claim",
        "content.opf",
        "</metadata>",
        '<meta property="dcterms:conformsTo">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta>'
        "</metadata>",
    ),
    # facts
    ("text-lost", "opening.xhtml", "Opening words", "Opening"),
    ("text-added", "opening.xhtml", "Opening words", "Opening strange words"),
    ("heading-lost", "section-003.xhtml", r"<h3([^>]*)>(.*?)</h3>", r"<h4\1>\2</h4>"),
    ("item-lost", "section-002.xhtml", ' value="9"', ""),
    ("term-lost", "section-002.xhtml", r"<dt>OCSE</dt>", ""),
    ("header-lost", "section-004.xhtml", r'<th ([^>]*)scope="rowgroup"', r'<th \1scope="col"'),
    ("cell-lost", "section-004.xhtml", r' headers="[^"]*"', ' headers=""'),
    ("caption-lost", "section-004.xhtml", "<figcaption>.*?</figcaption>", ""),
    ("image-lost", "section-001.xhtml", ' alt="Warning sign"', ' alt=""'),
    ("link-lost", "section-001.xhtml", "canada.ca/en.html", "canada.ca/fr.html"),
    ("citation-lost", "section-001.xhtml", r'<a role="doc-noteref".*?</a>', ""),
    ("note-lost", "notes.xhtml", "Second note", "Other note"),
    ("language-lost", "section-001.xhtml", ' lang="fr-CA" xml:lang="fr-CA"', ""),
    ("expansion-lost", "section-001.xhtml", ' title="Royal', ' title="Loyal'),
    ("emphasis-lost", "section-001.xhtml", r"<del>old</del>", "old"),
    ("math-lost", "section-001.xhtml", "r = n/p", "r = p"),
    ("code-lost", "section-003.xhtml", r"return  0", "return 0"),
    ("title-lost", "title.xhtml", "every construct</h1>", "construct</h1>"),
]


@pytest.mark.parametrize(("rule", "name", "old", "new"), FAULTS)
def test_a_planted_fault_is_named(
    book: bytes, document: Document, options: Options, rule: str, name: str, old: str, new: str
) -> None:
    assert rule in ids(replaced(book, name, old, new), document, options)


def test_a_compressed_mimetype_is_named(book: bytes, document: Document, options: Options) -> None:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in source.namelist():
            archive.writestr(name, source.read(name))
    assert ids(target.getvalue(), document, options)[0] == "epub-archive"


def test_what_is_no_epub_is_refused() -> None:
    for data in (b"", b"PK\x03\x04", b"<html/>"):
        with pytest.raises(ArtefactError):
            verifier.read(data)


def test_an_evaluator_stands_behind_the_claim() -> None:
    named = Options(epub=EpubOptions(evaluator="Example Accessibility Office"))
    data = epub.write(small(), named).value
    assert ids(data, small(), named) == []
    other = Options(epub=EpubOptions(evaluator="Somebody else"))
    assert ids(data, small(), other) == ["epub-conformance-claim"]
    assert ids(data, small(), Options()) == ["epub-conformance-claim"]


def test_a_gap_that_is_known_prevents_the_claim(document: Document) -> None:
    named = Options(epub=EpubOptions(evaluator="Example Accessibility Office"))
    written = epub.write(document, named)
    assert "epub-claim-contradicted" in [finding.rule.id for finding in written.diagnostics]
    assert not open_book(written.value).values("dcterms:conformsTo")


# --------------------------------------------------------------------- truth of the metadata


def says(document: Document, options: Options | None = None) -> dict[str, set[str]]:
    """Return the accessibility metadata by property."""
    book = open_book(epub.write(document, options or Options()).value)
    names = ("accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard")
    return {name: set(book.values(f"schema:{name}")) for name in names}


def difference(
    before: dict[str, set[str]], after: dict[str, set[str]]
) -> dict[str, tuple[set[str], set[str]]]:
    """Return what is gone and what is new, by property."""
    return {
        name: (before[name] - after[name], after[name] - before[name])
        for name in before
        if before[name] != after[name]
    }


CHART = Image(Asset("chart.png", "image/png", png(), 40, 20), "Bar chart: reports rise.")


def with_blocks(*blocks: Block) -> Document:
    plain = small()
    return replace(plain, children=(Section(2, text("Results"), (paragraph("Words."), *blocks)),))


def test_a_report_of_text_says_the_least() -> None:
    assert says(with_blocks()) == {
        "accessMode": {"textual"},
        "accessModeSufficient": {"textual"},
        "accessibilityFeature": {
            "tableOfContents",
            "readingOrder",
            "displayTransformability",
            "ARIA",
            "structuralNavigation",
        },
        "accessibilityHazard": {"none"},
    }


def test_a_chart_changes_exactly_what_it_should() -> None:
    assert difference(says(with_blocks()), says(with_blocks(Paragraph((CHART,))))) == {
        "accessMode": (set(), {"visual", "chartOnVisual"}),
        "accessModeSufficient": (set(), {"textual,visual"}),
        "accessibilityFeature": (set(), {"alternativeText"}),
    }


def test_a_lost_alternative_changes_exactly_what_it_should() -> None:
    whole = with_blocks(Paragraph((replace(CHART, alternative="A photo."),)))
    broken = with_blocks(Paragraph((replace(CHART, alternative=None),)))
    assert difference(says(whole), says(broken)) == {
        "accessModeSufficient": ({"textual"}, set()),
        "accessibilityFeature": ({"alternativeText"}, set()),
    }


def test_a_decorative_image_changes_nothing() -> None:
    decorated = with_blocks(Paragraph((replace(CHART, alternative=""),)))
    assert difference(says(with_blocks()), says(decorated)) == {}


def test_a_long_description_adds_itself(document: Document) -> None:
    figure = next(
        node for node in descendants(document) if isinstance(node, Figure) and node.description
    )
    short = replace(figure, description=None)
    assert difference(says(with_blocks(short)), says(with_blocks(figure))) == {
        "accessibilityFeature": (set(), {"longDescription"})
    }


def test_a_formula_adds_mathml_and_its_words() -> None:
    formula = MathBlock(MATHML, "r = n/p")
    assert difference(says(with_blocks()), says(with_blocks(formula))) == {
        "accessibilityFeature": (set(), {"MathML", "describedMath"})
    }


def test_the_page_list_adds_its_two_features() -> None:
    plain = with_blocks()
    assert difference(says(plain), says(plain, paged(plain))) == {
        "accessibilityFeature": (set(), {"pageBreakMarkers", "pageNavigation"})
    }
    without = replace(paged(plain), epub=EpubOptions(pages=False))
    assert difference(says(plain), says(plain, without)) == {}


def test_an_animated_image_leaves_the_hazards_unknown() -> None:
    moving = Asset("a.gif", "image/gif", b"GIF89a...NETSCAPE2.0", 4, 4)
    animated = with_blocks(Paragraph((Image(moving, "A photo."),)))
    still = with_blocks(Paragraph((replace(CHART, alternative="A photo."),)))
    assert difference(says(still), says(animated)) == {
        "accessibilityHazard": ({"none"}, {"unknown"})
    }


# -------------------------------------------------------------------------------- page marks


def test_page_marks_stand_before_the_very_character(
    document: Document, options: Options, book: bytes
) -> None:
    assert options.pages is not None
    opened = open_book(book)
    files = b"".join(opened.files[name] for name in opened.pages)
    for start in options.pages.starts:
        assert isinstance(start.leaf, Text)
        mark = f'aria-label="{start.label}"></span>'
        assert files.decode().count(mark) == 1
        after = re.sub(r"^(\s|<[^>]+>)+", "", files.decode().partition(mark)[2])
        words = start.leaf.text[start.offset :].lstrip()
        assert after.startswith(words.replace("&", "&amp;")[:5])


def test_facts_are_the_same_with_pages(document: Document, book: bytes) -> None:
    without = verifier.read(epub.write(document, Options()).value)
    assert verifier.read(book) == without


def test_facts_say_where_they_were_found(book: bytes) -> None:
    title = next(fact for fact in verifier.read(book) if fact.kind is FactKind.TITLE)
    assert title == Fact(FactKind.TITLE, "Annual report every construct")
    assert title.place == "EPUB/title.xhtml"
