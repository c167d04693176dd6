"""Which elements of the page are its title. Used by ``metadata`` alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import Tag
from bs4.element import NavigableString

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.reader.page.content import Content, exclusion
from pipeline.reader.page.declared import Declared, is_libreoffice
from pipeline.reader.page.dom import attribute, classes, is_text, position

NO_HEADING = Rule(
    "title-heading-missing",
    Severity.WARNING,
    "The report has no heading of level 1; its title is taken from the page's metadata.",
    "Write the title as <h1>…</h1> at the beginning of the content.",
    ("WCAG 2.2 1.3.1", "WCAG 2.2 2.4.6"),
)
SEVERAL_HEADINGS = Rule(
    "title-heading-repeated",
    Severity.WARNING,
    "The report has more than one heading of level 1.",
    "Keep one h1, the title, and make the others h2.",
    ("WCAG 2.2 1.3.1", "WCAG 2.2 2.4.6"),
)
NO_TITLE = Rule(
    "title-missing",
    Severity.ERROR,
    "Nothing in the page says what it is called; the file's name stands in.",
    "Write a title element and an h1.",
    ("WCAG 2.2 2.4.2", "ACT 2779a5"),
)
VAGUE_TITLE = Rule(
    "title-vague",
    Severity.WARNING,
    "The page has no title element, or one that says nothing about the report.",
    "Name the report in the title element.",
    ("WCAG 2.2 2.4.2", "ACT c4a8a4"),
)

_VAGUE = re.compile(
    r"(home|homepage|index|untitled( document| page)?|document( title)?|title|page|new page"
    r"|accueil|sans titre|titre)( ?\d+)?|[\w.()-]+\.(?:docx?|odt|indd|pdf|html?|rtf|pptx?|tmp)",
    re.IGNORECASE,
)
_SITES = re.compile(
    r"\s*[-–—|·•:]+\s*(Canada\.ca|GOV\.UK|Wikipedia.*|Wikip[eé]dia.*|W3C|USA\.gov"
    r"|Government of Canada|Gouvernement du Canada)\s*$"
)
_MOST_HEADINGS = 20
"""Headings outside the content that are looked at for its title."""
_NOT_TITLES = frozenset({"table", "details", "aside", "figure", "blockquote", "li", "dialog"})
_TITLE_CLASSES = frozenset({"title", "MsoTitle", "Title", "book-title", "titlepage"})
_KICKERS = frozenset(
    {
        "gem-c-title__context",
        "gem-c-heading__context",
        "gem-c-inverse-header__supplement",
        "kicker",
        "overline",
    }
)
_SUBTITLES = frozenset({"subtitle", "sub-title", "MsoSubtitle", "doc-subtitle", "gc-subtitle"})


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """The title in one line, and the elements that show it."""

    text: str
    title: Tag | None
    kicker: Tag | None
    subtitle: Tag | None


def title_block(
    content: Content, declarations: Declared, name: str, diagnostics: list[Diagnostic]
) -> TitleBlock:
    """Find the title; ``name`` (of the file) is the last resort."""
    named = _declared_title(declarations)
    title = _title_element(content, named, diagnostics)
    kicker, subtitle = _beside(title, content) if title is not None else (None, None)
    text = line_of(title, content) if title is not None else named
    if not text:
        text = name.rpartition(".")[0] or name
        diagnostics.append(Diagnostic(NO_TITLE, f"the file's name, {name}, stands for the title"))
        return TitleBlock(text, None, None, None)
    element = declarations.first("title")
    if element is None or _VAGUE.fullmatch(element.text):
        message = "the page has no title" if element is None else f"the title is “{element.text}”"
        diagnostics.append(Diagnostic(VAGUE_TITLE, message, element.at if element else None))
    if title is None:
        message = f"no h1; the title “{text}” is taken from the page's metadata"
        diagnostics.append(Diagnostic(NO_HEADING, message))
    return TitleBlock(text, title, kicker, subtitle)


def line_of(tag: Tag, content: Content) -> str:
    """Return the text of an element in one line; stacked parts are joined by a colon."""
    stack = next((t for t in (tag, *tag.find_all("span")) if "stacked" in classes(t)), None)
    if stack is not None:
        parts = [_text(part, content) for part in stack.find_all("span", recursive=False)]
        if len(parts) > 1 and _text(stack, content) == _text(tag, content):
            return ": ".join(filter(None, parts))
    return _text(tag, content)


def _text(tag: Tag, content: Content) -> str:
    parts: list[str] = []
    pictures: list[str] = []
    waiting: list[object] = [tag]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Tag):
            is_note = node.name == "sup" and node.find("a", recursive=False) is not None
            if exclusion(node, content) is not None or is_note or node.name in ("script", "style"):
                continue
            if node.name == "br":
                parts.append(" ")
            elif node.name == "img":
                pictures.append(attribute(node, "alt") or "")
            waiting += reversed(node.contents)
        elif isinstance(node, NavigableString) and is_text(node):
            parts.append(node)
    return " ".join("".join(parts).split()) or " ".join(" ".join(pictures).split())


def _declared_title(declarations: Declared) -> str:
    for names in (
        ("dcterms.title",),
        ("eli:title",),
        ("citation_title",),
        ("og:title",),
        ("ld:headline",),
        ("title",),
    ):
        text = declarations.text(*names)
        if text is None or _VAGUE.fullmatch(text):
            continue
        text = _SITES.sub("", text)
        site = declarations.text("og:site_name", "application-name")
        if site:
            text = re.sub(rf"\s*[-–—|·•:]+\s*{re.escape(site)}\s*$", "", text)
        if "|" in text:
            text = text.partition("|")[0].strip() or text
        return text
    return ""


def _title_element(content: Content, named: str, diagnostics: list[Diagnostic]) -> Tag | None:
    inside = [h1 for root in content.roots for h1 in _headings(root, content)]
    shown = [h1 for h1 in inside if _text(h1, content)]
    if len(shown) > 1:
        message = f"{len(shown)} headings of level 1"
        diagnostics.append(Diagnostic(SEVERAL_HEADINGS, message, position(shown[1])))
    marked = [h1 for h1 in shown if _is_marked(h1)]
    if marked:
        return marked[0]
    written = _written(content, shown) if shown else None
    if written is not None:
        return written
    if len(shown) == 1:
        return shown[0]
    if shown:
        alike = [h1 for h1 in shown if _alike(_text(h1, content), named)]
        if alike or not named:
            return (alike or shown)[0]
        # Several parts have an h1 each, and none of them names the whole.
        return None
    around = [
        h1
        for h1 in content.parsed.soup.find_all("h1", limit=_MOST_HEADINGS)
        if _text(h1, content) and not _is_in(h1, content) and not _is_around(h1, content)
    ]
    return around[0] if len(around) == 1 else _styled(content)


def _headings(root: Tag, content: Content) -> Iterator[Tag]:
    waiting = [root]
    while waiting:
        tag = waiting.pop()
        if exclusion(tag, content) is not None or tag.name in _NOT_TITLES:
            continue
        if tag.name == "h1" or (
            attribute(tag, "role") == "heading" and attribute(tag, "aria-level") == "1"
        ):
            yield tag
            continue
        waiting += [child for child in reversed(tag.contents) if isinstance(child, Tag)]


def _is_marked(h1: Tag) -> bool:
    parent = h1.parent
    return (
        attribute(h1, "id") in {"wb-cont", "firstHeading"}
        or attribute(h1, "property") == "name"
        or (parent is not None and attribute(parent, "id") == "wb-cont")
        or "title" in classes(h1)
    )


def _is_in(tag: Tag, content: Content) -> bool:
    """Tell whether an element stands in the content, or in something left out."""
    roots = {id(root) for root in content.roots}
    return any(
        id(parent) in roots or exclusion(parent, content) is not None for parent in tag.parents
    )


def _is_around(tag: Tag, content: Content) -> bool:
    return any(parent is tag for root in content.roots for parent in root.parents)


def _styled(content: Content) -> Tag | None:
    """Return the paragraph that word processors mark as the title, if it comes first."""
    for root in content.roots:
        for tag in root.find_all(["p", "div", "h2"], limit=20):
            if not _TITLE_CLASSES.isdisjoint(classes(tag)) and not tag.find(["p", "div", "h2"]):
                return tag if _text(tag, content) else None
    return None


def _written(content: Content, headings: list[Tag]) -> Tag | None:
    """Return the title of a word processor's export, which stands before its headings."""
    title = _styled(content)
    if title is None or title.name != "p":
        return None
    around = {name for parent in title.parents for name in classes(parent)}
    known = "MsoTitle" in classes(title) or "doc-content" in around
    if not known and not is_libreoffice(content.parsed.soup):
        return None
    first = headings[0]
    return title if any(tag is title for tag in first.find_all_previous("p", limit=20)) else None


def _alike(one: str, other: str) -> bool:
    """Tell whether one title is the other, or most of it."""
    short, long = sorted((re.sub(r"\W+", "", text).casefold() for text in (one, other)), key=len)
    return short in long and len(short) > 0.35 * len(long)


def _beside(title: Tag, content: Content) -> tuple[Tag | None, Tag | None]:
    """Return the lines above and under the title that belong to it."""
    group = title.parent
    if group is None:
        return None, None
    kicker = subtitle = None
    in_group = group.name == "hgroup"
    before = title.find_previous_sibling(True)
    after = title.find_next_sibling(True)
    if before is not None and (in_group or not _KICKERS.isdisjoint(classes(before))):
        kicker = before
    if after is not None and (
        in_group
        or not _SUBTITLES.isdisjoint(classes(after))
        or attribute(after, "role") == "doc-subtitle"
    ):
        subtitle = after
    return tuple(  # type: ignore[return-value]
        tag
        if tag is not None
        and exclusion(tag, content) is None
        and _text(tag, content)
        and tag.find(["table", "ul", "ol", "section", "nav"]) is None
        else None
        for tag in (kicker, subtitle)
    )
