"""Words that can be understood by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.places import each, located, short
from pipeline.diagnostics import Diagnostic, Position, Rule, Severity
from pipeline.model.nodes import Abbreviation, Document, Paragraph, Text
from pipeline.model.walk import descendants, one_line, plain

MOJIBAKE = Rule(
    "text-garbled",
    Severity.ERROR,
    "Letters were damaged when the text was saved in another encoding.",
    "Put the right letters in, and save the page in UTF-8.",
    ("WCAG 2.2 3.1.1",),
)
COLOUR = Rule(
    "text-relies-on-colour",
    Severity.NOTE,
    "The text names a colour to tell things apart; who does not see it cannot.",
    "Name the thing by a word or sign that is there as well.",
    ("WCAG 2.2 1.4.1", "WCAG 2.2 1.3.3"),
)
POSITION = Rule(
    "text-relies-on-position",
    Severity.NOTE,
    "The text points to something by its place on the page; other formats have other places.",
    "Name it: Table 3, the section on funding.",
    ("WCAG 2.2 1.3.3",),
)
NOT_EXPANDED = Rule(
    "abbreviation-not-expanded",
    Severity.NOTE,
    "An abbreviation that the report uses often is explained nowhere.",
    "Write it out where it is used first: Royal Canadian Mounted Police (RCMP).",
    ("WCAG 2.2 3.1.4",),
)
LONG_PARAGRAPH = Rule(
    "paragraph-long",
    Severity.NOTE,
    "A paragraph is so long that its end is heard when its beginning is forgotten.",
    "Divide it, or make a list of it.",
    ("WCAG 2.2 3.1.5",),
)

# UTF-8 read as Windows-1252: a lead byte as a letter, then a continuation byte as a sign.
_GARBLED = re.compile(
    "[ÃÂ][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œ]|â€[\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œ¦]|ï»¿"
)
_COLOURS = r"(?:red|green|blue|yellow|orange|purple|rouge|vert|verte|bleu|bleue|jaune|orange)s?"
_COLOUR = re.compile(
    rf"\b(?:(?:shown|marked|highlighted|indicated|shaded|coloured|colored|printed|items|cells|"
    rf"rows|columns|values|bars|text)\s+(?:are\s+|is\s+)?in\s+{_COLOURS}|"
    rf"(?:indiquée?s?|marquée?s?|surlignée?s?|ombragée?s?|affichée?s?|lignes|cellules|colonnes|"
    rf"valeurs|éléments)\s+en\s+{_COLOURS})\b",
    re.IGNORECASE,
)
_POSITION = re.compile(
    r"\b(?:(?:table|chart|figure|image|map|box|panel|menu|column|list|link|button)s?\s+"
    r"(?:on|at|to)\s+(?:the\s+)?(?:right|left)|see\s+(?:the\s+)?(?:right|left)\b|"
    r"(?:on|at)\s+the\s+(?:right|left)(?:-hand)?\s+side\s+of\s+(?:the|this)\s+page|"
    r"(?:tableau|graphique|figure|image|carte|encadré|menu|colonne|liste|lien)s?\s+"
    r"(?:à|de)\s+(?:la\s+)?(?:droite|gauche))",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"(?<![\w/-])(?:[A-Z]{3,5}|[A-Z]{2,4}\+)(?![\w/-])")
_SHOUTED = re.compile(r"[A-ZÀ-Þ]{2,}[,:]?\s$")
_SHOUTS = re.compile(r"[,:]?\s[A-ZÀ-Þ]{2,}\b")
_KNOWN = frozenset(
    ("PDF", "HTML", "XML", "CSS", "ISBN", "ISSN", "URL", "USA", "NASA", "GPS", "DNA", "ADN", "CEO",
     "FAQ", "USB", "DVD", "TV", "VIH", "HIV", "AIDS", "SIDA", "III", "VII", "VIII", "XII", "XIII",
     "XIV", "XVI", "XVII", "XVIII", "XIX", "XXI", "CAD", "USD", "EUR", "GMT", "UTC", "NOTE", "AND",
     "THE", "FOR", "NOT", "YES", "NON", "OUI", "COVID")
)  # fmt: skip
_OFTEN = 5
_LONGEST = 250
"""Words of a paragraph."""


def garbled(document: Document) -> Iterator[Diagnostic]:
    """Yield texts with letters that an encoding damaged."""
    for text, at in each(document, Text):
        found = _GARBLED.search(text.text)
        if found is not None:
            start = max(found.start() - 15, 0)
            yield Diagnostic(MOJIBAKE, f'"{short(text.text[start : start + 40])}" is damaged', at)


def senses(document: Document) -> Iterator[Diagnostic]:
    """Yield sentences that need eyes: colours and places on the page (WCAG 1.3.3, 1.4.1)."""
    for node, at in located(document):
        if not isinstance(node, Paragraph):
            continue
        words = one_line(plain(node.children))
        for rule, pattern in ((COLOUR, _COLOUR), (POSITION, _POSITION)):
            found = pattern.search(words)
            if found is not None:
                yield Diagnostic(rule, f'"{found[0]}" needs to be seen', at)


def abbreviations(document: Document) -> Iterator[Diagnostic]:
    """Yield abbreviations used often that no text and no ``abbr`` explains (WCAG 3.1.4)."""
    first: dict[str, Position | None] = {}
    counts: dict[str, int] = {}
    explained: set[str] = set()
    whole: list[str] = []
    for node, at in located(document):
        if isinstance(node, Abbreviation):
            explained.add(one_line(plain(node.children)))
        elif isinstance(node, Text):
            whole.append(node.text)
            if node.text.isupper():
                continue  # shouted words are not abbreviations
            for match in _ABBREVIATION.finditer(node.text):
                name = match[0]
                if _SHOUTED.search(node.text[: match.start()]) or _SHOUTS.match(
                    node.text, match.end()
                ):
                    continue  # one of several words in capitals
                counts[name] = counts.get(name, 0) + 1
                first.setdefault(name, at)
    text = " ".join(whole)
    words = frozenset(re.findall(r"[^\W\d_]+", text))
    for name, count in counts.items():
        if count < _OFTEN or name in _KNOWN or name in explained:
            continue
        if name.lower() in words:
            continue  # a common word in capitals
        # In brackets after its words, or before its words in brackets.
        if re.search(rf"\([^()]{{0,40}}\b{re.escape(name)}\b|\b{re.escape(name)}\s*[(:–—=]", text):
            continue
        yield Diagnostic(NOT_EXPANDED, f"{name} is used {count} times", first[name])


def long_paragraphs(document: Document) -> Iterator[Diagnostic]:
    """Yield paragraphs of very many words."""
    for paragraph, at in each(document, Paragraph):
        count = sum(
            len(node.text.split())
            for child in paragraph.children
            for node in descendants(child)
            if isinstance(node, Text)
        )
        if count > _LONGEST:
            words = short(plain(paragraph.children), 40)
            yield Diagnostic(LONG_PARAGRAPH, f'"{words}" has {count} words', at)
