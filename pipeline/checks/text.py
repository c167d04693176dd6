"""Words that can be understood by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.survey import Survey, short
from pipeline.diagnostics import Diagnostic, Position, Rule, Severity
from pipeline.model.nodes import Abbreviation, Text
from pipeline.model.walk import one_line, plain

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
_COLOURS = (
    "red", "green", "blue", "yellow", "orange", "purple",
    "rouge", "verte", "vert", "bleue", "bleu", "jaune",
)  # fmt: skip
_SIDES = ("right", "left", "droite", "gauche")
_IN_COLOUR = rf"(?:{'|'.join(_COLOURS)})s?"
_COLOUR = re.compile(
    rf"\b(?:(?:shown|marked|highlighted|indicated|shaded|coloured|colored|printed|items|cells|"
    rf"rows|columns|values|bars|text)\s+(?:are\s+|is\s+)?in\s+{_IN_COLOUR}|"
    rf"(?:indiquée?s?|marquée?s?|surlignée?s?|ombragée?s?|affichée?s?|lignes|cellules|colonnes|"
    rf"valeurs|éléments)\s+en\s+{_IN_COLOUR})\b",
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
_BEFORE = 42
"""Characters in which a bracket opens before an abbreviation that it explains."""
_LONGEST = 250
"""Words of a paragraph."""


def garbled(survey: Survey) -> Iterator[Diagnostic]:
    """Yield texts with letters that an encoding damaged."""
    for text, at in survey.each(Text):
        found = None if text.text.isascii() else _GARBLED.search(text.text)
        if found is not None:
            start = max(found.start() - 15, 0)
            yield Diagnostic(MOJIBAKE, f'"{short(text.text[start : start + 40])}" is damaged', at)


def senses(survey: Survey) -> Iterator[Diagnostic]:
    """Yield sentences that need eyes: colours and places on the page (WCAG 1.3.3, 1.4.1)."""
    for _, text, at in survey.paragraphs():
        words = one_line(text)
        folded = words.lower()
        for rule, pattern, signs in ((COLOUR, _COLOUR, _COLOURS), (POSITION, _POSITION, _SIDES)):
            if not any(sign in folded for sign in signs):
                continue
            found = pattern.search(words)
            if found is not None:
                yield Diagnostic(rule, f'"{found[0]}" needs to be seen', at)


def abbreviations(survey: Survey) -> Iterator[Diagnostic]:
    """Yield abbreviations used often that no text and no ``abbr`` explains (WCAG 3.1.4)."""
    first: dict[str, Position | None] = {}
    counts: dict[str, int] = {}
    explained = {one_line(plain(node.children)) for node, _ in survey.each(Abbreviation)}
    for node, at in survey.each(Text):
        if node.text.isupper():
            continue  # shouted words are not abbreviations
        for match in _ABBREVIATION.finditer(node.text):
            name = match[0]
            if _SHOUTED.search(node.text[: match.start()]) or _SHOUTS.match(node.text, match.end()):
                continue  # one of several words in capitals
            counts[name] = counts.get(name, 0) + 1
            first.setdefault(name, at)
    asked = [
        name
        for name, count in counts.items()
        if count >= _OFTEN and name not in _KNOWN and name not in explained
    ]
    if not asked:
        return
    text = " ".join(node.text for node, _ in survey.each(Text))
    for name in asked:
        word = re.escape(name.lower())
        if any(
            re.search(rf"(?<![^\W\d_]){word}(?![^\W\d_])", near)
            for near in _near(name.lower(), text)
        ):
            continue  # a common word in capitals
        # In brackets after its words, or before its words in brackets.
        word = re.escape(name)
        explained_by = re.compile(rf"\([^()]*\b{word}\b|\b{word}\s*[(:–—=]")
        if any(explained_by.search(near) for near in _near(name, text)):
            continue
        yield Diagnostic(NOT_EXPANDED, f"{name} is used {counts[name]} times", first[name])


def _near(word: str, text: str) -> Iterator[str]:
    """Yield each place of a word in a text, with a few words before and the signs after it."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        yield text[max(start - _BEFORE, 0) : end + 3]
        start = text.find(word, end)


def long_paragraphs(survey: Survey) -> Iterator[Diagnostic]:
    """Yield paragraphs of very many words."""
    for _, text, at in survey.paragraphs():
        if len(text) < 2 * _LONGEST:
            continue  # not even of words of one letter
        count = len(text.split())
        if count > _LONGEST:
            words = short(text, 40)
            yield Diagnostic(LONG_PARAGRAPH, f'"{words}" has {count} words', at)
