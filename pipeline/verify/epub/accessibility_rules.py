"""Rules of the accessibility metadata: there, well-formed and true (Ace AC-01, AC-02; T-09).

What is true is found in the XHTML itself, not in the document the writer had.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.options import Options
from pipeline.strings import strings_for
from pipeline.verify.epub.book import EPUB_TYPE, MATHML, XHTML, Book, local, words
from pipeline.verify.epub.leaves import alternative, content_pages, is_image

MISSING = Rule(
    "epub-accessibility-missing",
    Severity.ERROR,
    "An accessibility property is missing.",
    "Report this: shops and libraries show the property to readers.",
    ("EPUB Accessibility 1.1 2.3", "Ace metadata-accessmode"),
)
INVALID = Rule(
    "epub-accessibility-value",
    Severity.ERROR,
    "An accessibility property has a value that is unknown or contradicts another.",
    "Report this: values come from the schema.org vocabulary.",
    ("EPUB Accessibility 1.1 2.3", "Ace metadata-accessibilityhazard-invalid"),
)
UNTRUE = Rule(
    "epub-accessibility-untrue",
    Severity.ERROR,
    "The accessibility metadata say what is not so, or do not say what is so.",
    "Report this: readers choose by what the metadata promise.",
    ("EPUB Accessibility 1.1 2.3",),
)
CLAIM = Rule(
    "epub-conformance-claim",
    Severity.ERROR,
    "Conformance is claimed wrongly: malformed, without an evaluator, or unasked.",
    "Name the evaluator with the option, or claim nothing.",
    ("EPUB Accessibility 1.1 2.5", "Ace metadata-conformsto-invalid"),
)

_MODES = frozenset(
    [
        "auditory",
        "chartOnVisual",
        "chemOnVisual",
        "colorDependent",
        "diagramOnVisual",
        "mathOnVisual",
        "musicOnVisual",
        "tactile",
        "textOnVisual",
        "textual",
        "visual",
    ]
)
_HAZARDS = {
    "flashing": "noFlashingHazard",
    "motionSimulation": "noMotionSimulationHazard",
    "sound": "noSoundHazard",
}
_HAZARD_VALUES = frozenset({"none", "unknown", *_HAZARDS, *_HAZARDS.values()})
_CONFORMANCE = frozenset(
    f"EPUB Accessibility 1.1 - WCAG 2.{minor} Level {level}"
    for minor in range(3)
    for level in ("A", "AA", "AAA")
)
_FIXED = re.compile(rb"position:\s*(absolute|fixed)|font-size:\s*[\d.]+\s*(px|pt|cm|mm)|!important")
"""What in a style sheet keeps the text as it is."""
_NAMED = {
    "chartOnVisual": re.compile("chart|graph|graphique|histogram"),
    "diagramOnVisual": re.compile("chart|diagram|organigramme"),
}
_JUDGED = frozenset(
    [
        "tableOfContents",
        "structuralNavigation",
        "readingOrder",
        "displayTransformability",
        "ARIA",
        "alternativeText",
        "longDescription",
        "MathML",
        "describedMath",
        "rubyAnnotations",
        "pageBreakMarkers",
        "pageNavigation",
    ]
)
"""Features that can be seen in the XHTML; no other is claimed."""


@dataclass(slots=True)
class Seen:
    """What the XHTML files hold."""

    images: int = 0
    """Images that inform."""
    untold: int = 0
    """Those of them without an alternative."""
    absent_untold: int = 0
    """Images that are not in the book and have no alternative either."""
    formulas: int = 0
    unworded: int = 0
    headings: bool = False
    kinds: set[str] = field(default_factory=set)
    """Finer modes that the alternatives themselves name."""
    described: bool = False
    ruby: bool = False
    roles: bool = False
    markers: bool = False
    moving: bool = False


def accessibility_findings(book: Book, options: Options) -> Iterator[Diagnostic]:
    """Yield what is wrong with the accessibility metadata."""
    seen = _look(book)
    yield from _present(book)
    yield from _valid(book)
    yield from _true(book, seen)
    yield from _claim(book, options)


def _look(book: Book) -> Seen:
    seen = Seen()
    for _, page in content_pages(book):
        for element in page.iter():
            name = local(element)
            role = element.get("role", "") if name else ""
            seen.markers |= role == "doc-pagebreak"
            if not name:
                continue
            if name == "img" and role != "doc-cover" and element.get("alt") != "":
                seen.images += 1
                seen.untold += element.get("alt") is None
                told = element.get("alt", "").casefold()
                seen.kinds |= {mode for mode, named in _NAMED.items() if named.search(told)}
            elif is_image(element):
                seen.absent_untold += alternative(element) is None
            elif element.tag == f"{MATHML}math":
                seen.formulas += 1
                seen.unworded += not element.get("alttext")
            seen.headings |= name in ("h2", "h3", "h4", "h5", "h6")
            seen.described |= name == "img" and element.get("aria-details") is not None
            seen.ruby |= name == "ruby"
    seen.roles = any(
        element.get("role", "").startswith("doc-")
        for page in book.pages.values()
        for element in page.iter(etree.Element)
    )
    seen.moving = any(
        item.media_type == "image/gif" and b"NETSCAPE2.0" in book.files.get(item.name, b"")
        for item in book.items
    )
    return seen


def _present(book: Book) -> Iterator[Diagnostic]:
    for name in (
        "accessMode",
        "accessModeSufficient",
        "accessibilityFeature",
        "accessibilityHazard",
        "accessibilitySummary",
    ):
        if not any(book.values(f"schema:{name}")):
            yield Diagnostic(MISSING, f"{name} is missing", place=book.package_name)
    if len(book.values("schema:accessibilitySummary")) > 1:
        yield Diagnostic(INVALID, "there are two summaries", place=book.package_name)


def _valid(book: Book) -> Iterator[Diagnostic]:
    place = book.package_name
    modes = set(book.values("schema:accessMode"))
    sufficient = {
        mode.strip()
        for value in book.values("schema:accessModeSufficient")
        for mode in value.split(",")
    }
    for mode in sorted((modes | sufficient) - _MODES):
        yield Diagnostic(INVALID, f"{mode!r} is no access mode", place=place)
    if "visual" not in modes and any(mode.endswith("OnVisual") for mode in modes):
        yield Diagnostic(INVALID, "a visual mode stands without visual", place=place)
    features = book.values("schema:accessibilityFeature")
    for feature in features:
        if feature not in _JUDGED:
            yield Diagnostic(INVALID, f"{feature!r} is not to be claimed", place=place)
    hazards = set(book.values("schema:accessibilityHazard"))
    for hazard in sorted(hazards - _HAZARD_VALUES):
        yield Diagnostic(INVALID, f"{hazard!r} is no hazard", place=place)
    if hazards & {"none", "unknown"} and len(hazards) > 1:
        yield Diagnostic(INVALID, "none or unknown stands beside other hazards", place=place)
    for hazard, denial in _HAZARDS.items():
        if {hazard, denial} <= hazards:
            yield Diagnostic(INVALID, f"{hazard} is claimed and denied", place=place)


def _true(book: Book, seen: Seen) -> Iterator[Diagnostic]:
    place = book.package_name
    navs = {
        kind
        for nav in book.pages.get(book.navigation or "", ())
        for inner in nav.iter(f"{XHTML}nav")
        for kind in words(inner, EPUB_TYPE)
    }
    held = {
        "tableOfContents": "toc" in navs,
        "structuralNavigation": seen.headings,
        "readingOrder": True,  # the comparison of facts is the test: they stand in order
        "displayTransformability": _reflows(book),
        "ARIA": seen.roles,
        "alternativeText": seen.images > 0 and not seen.untold,
        "longDescription": seen.described,
        "MathML": seen.formulas > 0,
        "describedMath": seen.formulas > 0 and not seen.unworded,
        "rubyAnnotations": seen.ruby,
        "pageBreakMarkers": seen.markers,
        "pageNavigation": "page-list" in navs,
    }
    yield from _same("accessibilityFeature", book, {name for name, is_so in held.items() if is_so})
    modes = set(book.values("schema:accessMode"))
    if ("visual" in modes) != (seen.images > 0) or "textual" not in modes:
        yield Diagnostic(UNTRUE, "accessMode is not what the book holds", place=place)
    for mode in sorted(mode for mode in modes if mode.endswith("OnVisual")):
        if mode not in seen.kinds:
            message = f"accessMode says {mode}, but no alternative names such an image"
            yield Diagnostic(UNTRUE, message, place=place)
    sufficient = {"textual"} if not seen.untold else set()
    sufficient |= {"textual,visual"} if seen.images else set()
    yield from _same("accessModeSufficient", book, sufficient)
    # Whether a moving image flashes cannot be seen here; a still one does not, and is silent.
    yield from _same("accessibilityHazard", book, {"unknown" if seen.moving else "none"})
    untold = seen.untold + seen.absent_untold
    if untold:
        language = next(iter(book.values("dc:language")), "")
        gap = strings_for(language).epub.accessibility_missing.format(count=untold)
        if gap not in " ".join(book.values("schema:accessibilitySummary")):
            yield Diagnostic(UNTRUE, f"the summary does not say {gap!r}", place=place)


def _reflows(book: Book) -> bool:
    """Tell whether a reader may change size, spacing and colours of the text."""
    sheets = [
        book.files.get(item.name, b"") for item in book.items if item.media_type == "text/css"
    ]
    is_fixed = "pre-paginated" in book.values("rendition:layout")
    return not is_fixed and not any(_FIXED.search(sheet) for sheet in sheets)


def _same(name: str, book: Book, wanted: set[str]) -> Iterator[Diagnostic]:
    stated = set(book.values(f"schema:{name}"))
    for value in sorted(stated - wanted):
        yield Diagnostic(UNTRUE, f"{name} says {value}", place=book.package_name)
    for value in sorted(wanted - stated):
        yield Diagnostic(UNTRUE, f"{name} does not say {value}", place=book.package_name)


def _claim(book: Book, options: Options) -> Iterator[Diagnostic]:
    place = book.package_name
    evaluator = options.epub.evaluator
    claims = [item for item in book.metadata if item.name == "dcterms:conformsTo"]
    certified = [item for item in book.metadata if item.name == "a11y:certifiedBy"]
    if (claims or certified) and evaluator is None:
        yield Diagnostic(CLAIM, "conformance is claimed, but nobody was named", place=place)
    for claim in claims:
        if claim.value not in _CONFORMANCE:
            yield Diagnostic(CLAIM, f"{claim.value!r} is no conformance", place=place)
        refining = [item.value for item in certified if item.refines == f"#{claim.id}"]
        if evaluator is not None and refining != [evaluator]:
            yield Diagnostic(CLAIM, f"{evaluator} does not stand behind it", place=place)
