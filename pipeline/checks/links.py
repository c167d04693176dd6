"""Links that say where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from pipeline.addresses import split
from pipeline.checks.survey import Survey, short
from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.model.nodes import (
    Anchor,
    Link,
    Paragraph,
    Text,
    Url,
)
from pipeline.model.walk import descendants, one_line, spoken

WITHOUT_NAME = Rule(
    "link-without-name",
    Severity.ERROR,
    "A link has neither text nor an image with a text alternative.",
    "Give it a text, or its image an alternative that says where it leads.",
    ("WCAG 2.2 2.4.4", "WCAG 2.2 4.1.2", "ACT c487ae"),
)
VAGUE = Rule(
    "link-text-vague",
    Severity.WARNING,
    "The text of a link fits any link; in a list of links it says nothing.",
    "Name what the link leads to.",
    ("WCAG 2.2 2.4.4", "WCAG 2.2 2.4.9", "ACT 5effbb"),
)
ADDRESS = Rule(
    "link-text-is-address",
    Severity.NOTE,
    "The text of a link is a long address, which is spelled out when it is read aloud.",
    "Give the name of the page instead; the address is in the link.",
    ("WCAG 2.2 2.4.9",),
)
AMBIGUOUS = Rule(
    "link-text-ambiguous",
    Severity.NOTE,
    "Links with the same text lead to different places.",
    "Say in each text where it leads: Report of 2022, Report of 2023.",
    ("WCAG 2.2 2.4.9", "ACT b20e66"),
)
REPEATED = Rule(
    "link-repeated",
    Severity.NOTE,
    "Two links beside each other lead to the same place.",
    "Make one link of them.",
    ("WCAG 2.2 2.4.4",),
)
FILE = Rule(
    "link-to-file-unannounced",
    Severity.NOTE,
    "A link opens a file of another format, and does not say so.",
    "Say the format, and the size if it is large: Annual report (PDF, 2 MB).",
    ("WCAG 2.2 2.4.4",),
)
MAIL = Rule(
    "link-address-not-shown",
    Severity.NOTE,
    "An e-mail address or telephone number is only in the link; on paper it is lost.",
    "Write the address or number out as the text of the link.",
    ("WCAG 2.2 2.4.4",),
)

_VAGUE = frozenset(
    (
        "click here", "click", "here", "this", "this page", "this link", "more",
        "more info", "more information", "read more", "learn more", "details",
        "see more", "go", "download", "this document", "this website",
        "cliquez ici", "cliquer ici", "ici", "en savoir plus", "lire la suite", "plus",
        "plus d’information", "plus de détails", "ce lien", "cette page", "suite",
        "voir plus", "détails", "télécharger", "voir",
    )
)  # fmt: skip
_FILES = {
    "pdf": ("pdf",),
    "doc": ("doc", "word"),
    "docx": ("docx", "word"),
    "xls": ("xls", "excel"),
    "xlsx": ("xlsx", "excel"),
    "csv": ("csv",),
    "ppt": ("ppt", "powerpoint"),
    "pptx": ("pptx", "powerpoint"),
    "zip": ("zip",),
    "odt": ("odt",),
    "rtf": ("rtf",),
}
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_LONG_ADDRESS = 30
"""Characters: a short one such as ``www.canada.ca`` is a name."""
_TRAILING = re.compile(r"[\s.:…»>→]+$")


def link_texts(survey: Survey) -> Iterator[Diagnostic]:
    """Yield links without a name or with one that says nothing (WCAG 2.4.4)."""
    for link, at in survey.each(Link):
        text = spoken(link.children)
        target = link.target.address if isinstance(link.target, Url) else f"#{link.target.id}"
        if not text:
            if not link.children:
                continue  # a mere target of other links; the reader tells of it
            yield Diagnostic(WITHOUT_NAME, f"the link to {short(target)} has no name", at)
        elif _plain(text) in _VAGUE:
            yield Diagnostic(VAGUE, f'the link to {short(target)} is called "{text}"', at)
        elif _ADDRESS.fullmatch(text) and len(text) > _LONG_ADDRESS:
            yield Diagnostic(ADDRESS, f"{short(text)} is the text of a link", at)


def same_text(survey: Survey) -> Iterator[Diagnostic]:
    """Yield links whose text was used before for another target."""
    first: dict[str, str] = {}
    told: set[str] = set()
    for link, at in survey.each(Link):
        if not isinstance(link.target, Url):
            continue
        text = _plain(spoken(link.children))
        target = _without_fragment(link.target.address)
        if not text or text in _VAGUE or len(text) < 3 or text.isdigit():
            continue
        before = first.setdefault(text, target)
        relative = (before.startswith("/") and target.endswith(before)) or (
            target.startswith("/") and before.endswith(target)
        )
        if before != target and not relative and text not in told:
            told.add(text)
            message = f'"{short(text)}" leads to {short(target)}, and before to {short(before)}'
            yield Diagnostic(AMBIGUOUS, message, at)


def neighbours(survey: Survey) -> Iterator[Diagnostic]:
    """Yield links that follow a link to the same place with nothing between them."""
    for paragraph, at in survey.each(Paragraph):
        before: Link | None = None
        for child in paragraph.children:
            if isinstance(child, Link):
                if (
                    before is not None
                    and before.target == child.target
                    and not isinstance(child.target, Anchor)
                ):
                    text = short(spoken(child.children))
                    message = f'"{text}" leads where the link before it leads'
                    yield Diagnostic(REPEATED, message, child.at or at)
                before = child
            elif not isinstance(child, Text) or child.text.strip():
                before = None


def files(survey: Survey) -> Iterator[Diagnostic]:
    """Yield links to files whose format is said nowhere near."""
    for paragraph, text, at in survey.paragraphs():
        if all(isinstance(child, Text) for child in paragraph.children):
            continue
        around = one_line(text).casefold()
        for child in paragraph.children:
            for node in descendants(child):
                if not isinstance(node, Link) or not isinstance(node.target, Url):
                    continue
                suffix = split(node.target.address).path.rpartition(".")[2].lower()
                words = _FILES.get(suffix)
                said = f"{spoken(node.children)} {node.title or ''}".casefold()
                if words and not any(word in said for word in words):
                    if any(f"({word}" in around or f"[{word}" in around for word in words):
                        continue
                    message = f'"{short(spoken(node.children))}" opens a .{suffix} file'
                    yield Diagnostic(FILE, message, node.at or at)


def hidden_addresses(survey: Survey) -> Iterator[Diagnostic]:
    """Yield links to e-mail or telephone whose address no text shows."""
    shown: str | None = None
    for link, at in survey.each(Link):
        if not isinstance(link.target, Url):
            continue
        scheme, _, rest = link.target.address.partition(":")
        address = unquote(rest.partition("?")[0])
        if scheme.lower() not in ("mailto", "tel") or not address:
            continue
        if shown is None:
            text = "".join(node.text for node, _ in survey.each(Text))
            shown = re.sub(r"[\s().-]", "", text.casefold())
        key = re.sub(r"[\s().-]", "", address.casefold()).removeprefix("+1").removeprefix("+")
        if key not in shown:
            name = short(spoken(link.children))
            yield Diagnostic(MAIL, f'"{name}" hides {short(address)}', at)


def _plain(text: str) -> str:
    return _TRAILING.sub("", text).strip("[]()«<←").strip().casefold().replace("'", "’")


def _without_fragment(address: str) -> str:
    return address.partition("#")[0].rstrip("/").removeprefix("http://").removeprefix("https://")
