"""Images that say in words what they show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.survey import Survey, short
from pipeline.diagnostics import Diagnostic, Position, Rule, Severity
from pipeline.model.nodes import Details, Document, Figure, Image, Link, Section, Table, Text
from pipeline.model.walk import AnyNode, descendants, one_line, plain

MISSING = Rule(
    "image-alternative-missing",
    Severity.ERROR,
    "An image has no text alternative; who does not see it does not know what it is.",
    'Say in alt what the image tells, or mark it as decoration with alt="".',
    ("WCAG 2.2 1.1.1", "ACT 23a2a8"),
)
VAGUE = Rule(
    "image-alternative-vague",
    Severity.WARNING,
    "The text alternative of an image is a file name or a word that fits any image.",
    "Say what this image shows, in the words you would use on the telephone.",
    ("WCAG 2.2 1.1.1", "ACT qt1vmo"),
)
STARTS_WITH_IMAGE = Rule(
    "image-alternative-says-image",
    Severity.NOTE,
    "A text alternative begins with “image of”; readers are told that it is an image.",
    "Begin with what it shows.",
    ("WCAG 2.2 1.1.1",),
)
LONG = Rule(
    "image-alternative-long",
    Severity.WARNING,
    "A text alternative is so long that nobody can listen to it in one go or go back in it.",
    "Say the essence in alt, and the rest in a description under the image.",
    ("WCAG 2.2 1.1.1",),
)
SAME_AS_CAPTION = Rule(
    "image-alternative-repeats-caption",
    Severity.WARNING,
    "The text alternative of an image says the same as its caption, so it is heard twice.",
    "Say in alt what the image shows and the caption does not.",
    ("WCAG 2.2 1.1.1",),
)
DECORATIVE_IN_FIGURE = Rule(
    "image-decorative-in-figure",
    Severity.WARNING,
    "An image with a caption is marked as decoration; what has a caption tells something.",
    'Say in alt what it shows; alt="" is for decoration only.',
    ("WCAG 2.2 1.1.1", "ACT e88epe"),
)
COMPLEX = Rule(
    "image-description-missing",
    Severity.WARNING,
    "A chart, map or diagram has no description of what can be read from it.",
    "Put a description or the table of its numbers beside it, in a details element for example.",
    ("WCAG 2.2 1.1.1",),
)
MARKUP = Rule(
    "image-alternative-is-markup",
    Severity.WARNING,
    "The text alternative of an image is code of a formula, which nobody can listen to.",
    "Use MathML, or say the formula in words.",
    ("WCAG 2.2 1.1.1",),
)

_FILE = re.compile(
    r"(?:[\w%()+ .-]*/)*[\w%()+ .-]*\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?)|"
    r"(?:dsc|img|image)[_-]?\d+",
    re.I,
)
_ANY_IMAGE = re.compile(
    r"(?:image|photo(?:graph)?|picture|graphic|figure|fig|chart|graph|diagram|map|logo|icon|"
    r"screenshot|spacer|untitled|placeholder|img|alt|alt text|"
    r"no description has been provided for this image|"
    r"photographie|graphique|diagramme|carte|icône|capture d[’']écran|sans titre|tableau)"
    r"\s*[\d.:]*",
    re.I,
)
_SAYS_IMAGE = re.compile(
    r"(?:an? )?(?:image|photo|picture|graphic) of\b|(?:une )?(?:image|photo) (?:de|d[’'])", re.I
)
_COMPLEX = re.compile(
    r"\b(?:(?:bar|pie|line|flow|organi[sz]ation(?:al)?) ?charts?|charts?|graphs?|maps?|"
    r"diagrams?|infographics?|scatter ?plots?|histograms?|graphiques?|cartes?|diagrammes?|"
    r"organigrammes?|infographies?|histogrammes?)\b",
    re.I,
)
_LATEX = re.compile(
    r"\\(?:frac|displaystyle|sum|int|sqrt|left|right|alpha|beta|mathrm|text)\b|\$\$"
)
_LONGEST = 250
"""Characters of an alternative."""
_SAYS_ENOUGH = 150
"""Characters of an alternative that may stand for a description."""
_SMALL = 100
"""CSS pixels: a smaller image is no chart."""


def alternatives(survey: Survey) -> Iterator[Diagnostic]:
    """Yield images whose alternative is missing or says nothing (WCAG 1.1.1)."""
    in_links = {
        id(inner)
        for link, _ in survey.each(Link)
        if plain(link.children).strip()
        for inner in descendants(link)
    }
    for image, at in survey.each(Image):
        name = "" if image.asset is None else f' "{image.asset.name}"'
        if image.alternative is None:
            yield Diagnostic(MISSING, f"the image{name} has no text alternative", at)
            continue
        words = one_line(image.alternative)
        if not words:
            continue
        told = f'the image{name} is called "{short(words)}"'
        if _LATEX.search(words):
            yield Diagnostic(MARKUP, told, at)
        elif _FILE.fullmatch(words) or (_ANY_IMAGE.fullmatch(words) and id(image) not in in_links):
            yield Diagnostic(VAGUE, told, at)
        elif _SAYS_IMAGE.match(words):
            yield Diagnostic(STARTS_WITH_IMAGE, told, at)
        if len(words) > _LONGEST:
            message = f'the alternative "{short(words)}" has {len(words)} characters'
            yield Diagnostic(LONG, message, at)


def figures(survey: Survey) -> Iterator[Diagnostic]:
    """Yield images whose alternative does not fit their caption."""
    for figure, at in survey.each(Figure):
        caption = one_line(_text(figure.caption))
        shown = [node for child in figure.children for node in descendants(child)]
        images = [node for node in shown if isinstance(node, Image)]
        if not caption or not images:
            continue
        words = [one_line(image.alternative or "") for image in images]
        if any(said and said.casefold() == caption.casefold() for said in words):
            yield Diagnostic(SAME_AS_CAPTION, f'"{short(caption)}" is said twice', at)
        said = any(words) or any(isinstance(node, Table) for node in shown)
        undecided = any(image.alternative is None for image in images)
        if not said and not undecided and figure.description is None and not _text_of(shown):
            message = f'the image over "{short(caption)}" is marked as decoration'
            yield Diagnostic(DECORATIVE_IN_FIGURE, message, at)


def charts(survey: Survey) -> Iterator[Diagnostic]:
    """Yield charts, maps and diagrams without a description or a table beside them."""
    if not survey.each(Image):
        return
    holders: list[Document | Section] = [survey.document]
    holders += [section for section, _ in survey.each(Section)]
    for holder in holders:
        blocks = holder.children
        for index, block in enumerate(blocks):
            if isinstance(block, Section):
                continue
            near = blocks[max(index - 1, 0) : index + 4]
            yield from _chart(block, near, block.at or holder.at)


def _chart(block: AnyNode, near: tuple[AnyNode, ...], at: Position | None) -> Iterator[Diagnostic]:
    inside = list(descendants(block))
    caption = ""
    for node in inside:
        if isinstance(node, Figure):
            caption = _text(node.caption)
            if node.description is not None:
                return
    if any(isinstance(node, (Table, Details)) for node in inside):
        return
    for node in inside:
        if not isinstance(node, Image) or not node.alternative:
            continue
        if _ANY_IMAGE.fullmatch(one_line(node.alternative)):
            continue  # first of all it needs an alternative
        large = node.asset is None or min(node.asset.width, node.asset.height) >= _SMALL
        words = f"{node.alternative} {caption}"
        if not large or not _COMPLEX.search(words) or len(one_line(words)) > _SAYS_ENOUGH:
            continue
        if any(isinstance(other, (Table, Details)) for other in near):
            continue
        message = f'"{short(one_line(node.alternative))}" has no description'
        yield Diagnostic(COMPLEX, message, node.at or at)


def _text(nodes: tuple[AnyNode, ...]) -> str:
    return " ".join(_text_of([inner for node in nodes for inner in descendants(node)]))


def _text_of(nodes: list[AnyNode]) -> list[str]:
    return [node.text for node in nodes if isinstance(node, Text) and node.text.strip()]
