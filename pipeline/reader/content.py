"""Which part of the page is the report. After ``dom``, before ``metadata`` and ``convert``.

By the template's landmarks, never by the density of text, which loses tables and notes. What
stands in the landmark and is not the report (page details, dialogs, menus, what is hidden) is
left out by the named rules of ``exclusions``; every decision is in the ledger.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import soupsieve
from bs4 import Tag
from bs4.element import NavigableString

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.errors import OptionError, SourceError
from pipeline.reader import exclusions as rules
from pipeline.reader.contents_list import contents_lists
from pipeline.reader.dom import Parsed, attribute, classes, is_text, position
from pipeline.reader.landmarks import candidates, outermost
from pipeline.reader.ledger import ExclusionRule, Ledger
from pipeline.reader.source import ReaderOptions

FRAGMENT = Rule(
    "main-incomplete",
    Severity.WARNING,
    "The page's main element leaves out its title and most of its text.",
    "Put everything between the site's header and footer into one main element.",
    ("WCAG 2.2 1.3.1",),
)
SEVERAL = Rule(
    "main-repeated",
    Severity.WARNING,
    "The page has more than one main element.",
    "Put the whole report into one main element.",
    ("HTML 4.4.14",),
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_WITHOUT_TITLE = frozenset({"article", "content"})
"""Landmarks of sites that often put the title before them."""
_BLOCKS = frozenset({"table", "p", "ul", "ol", "dl", "figure", "pre", *HEADINGS})


class Within(enum.Flag):
    """What an element stands in, where that changes what it means."""

    NOTHING = 0
    NAME = enum.auto()
    """A heading, caption, cell, link or term, whose hidden words are part of its name."""
    SECTION = enum.auto()
    """An article or section, whose header and footer are its own, not the page's."""
    HEADING = enum.auto()


_NAMES = frozenset(
    {"caption", "summary", "a", "th", "td", "dt", "figcaption", "legend", "sup", "abbr", "label"}
)
_SECTIONS = frozenset({"article", "section", "main", "aside", "blockquote", "details", "td"})


@dataclass(frozen=True, slots=True)
class Content:
    """The elements that hold the report, and what in them is not the report."""

    parsed: Parsed
    roots: tuple[Tag, ...]
    """In document order; none inside another. What is converted are their children."""
    template: str
    """The name of the template that was recognised: ``gcweb``, ``govuk``, ``main``, ``body``."""
    exclusions: Mapping[int, ExclusionRule]
    """By ``id`` of the element; see ``exclusion``."""
    diagnostics: tuple[Diagnostic, ...] = ()


def exclusion(tag: Tag, content: Content) -> ExclusionRule | None:
    """Tell whether an element under a root is left out, and by which rule.

    The converting walk asks this of every element before it looks into it; the element is
    already in the ledger then, so that it is enough to go on to the next.
    """
    return content.exclusions.get(id(tag))


def find(parsed: Parsed, choices: ReaderOptions, ledger: Ledger) -> Content:
    """Find the report in the page and write everything else into the ledger.

    Raises ``SourceError`` when there is none, ``OptionError`` for a selector that is none.
    """
    excluded = _Walk(parsed).run()
    if choices.content is not None:
        template, roots = "selector", _selected(parsed, choices.content)
        diagnostics: list[Diagnostic] = []
    else:
        template, roots, diagnostics = _landmark(parsed, excluded)
    for root in roots:
        # Whoever names a part by its selector means it, whatever rules say of it.
        for tag in (root, *root.parents):
            excluded.pop(id(tag), None)
    for tag in contents_lists(roots):
        excluded[id(tag)] = rules.CONTENTS_LIST
    inside = _settle(parsed, roots, excluded, ledger)
    if not inside:
        raise SourceError(
            "no content found", hint="name the element that holds it: --content SELECTOR"
        )
    return Content(parsed, roots, template, excluded, tuple(diagnostics))


def _selected(parsed: Parsed, selector: str) -> tuple[Tag, ...]:
    try:
        found = outermost(list(soupsieve.select(selector, parsed.soup)))
    except soupsieve.SelectorSyntaxError as error:
        first = str(error).splitlines()[0]
        raise OptionError(f"not a CSS selector: {selector}", hint=first) from None
    if not found:
        raise SourceError(
            f"no element matches {selector}", hint="look at the page's markup, or leave it out"
        )
    return tuple(found)


def _landmark(
    parsed: Parsed, excluded: Mapping[int, ExclusionRule]
) -> tuple[str, tuple[Tag, ...], list[Diagnostic]]:
    """Take the first landmark that shows anything and is no fragment."""
    diagnostics: list[Diagnostic] = []
    body = parsed.soup.find("body")
    for template, tags in candidates(parsed.soup):
        shown = tuple(tag for tag in tags if id(tag) not in excluded and _size(tag, excluded))
        if not shown:
            continue
        if template != "body" and body is not None and _is_fragment(shown, body, excluded):
            message = f"the {shown[0].name} element holds less than half of what the page says"
            diagnostics.append(Diagnostic(FRAGMENT, message, position(shown[0])))
            continue
        if template in _WITHOUT_TITLE:
            shown = _with_title(shown, excluded)
        if len(shown) > 1:
            message = f"{len(shown)} {shown[0].name} elements; all of them are read"
            diagnostics.append(Diagnostic(SEVERAL, message, position(shown[1])))
        return template, shown, diagnostics
    return "body", (body,) if body is not None else (), diagnostics


def _with_title(tags: tuple[Tag, ...], excluded: Mapping[int, ExclusionRule]) -> tuple[Tag, ...]:
    """Widen a landmark that leaves the page's title out to the element that holds both."""
    body = next((parent for parent in tags[0].parents if parent.name == "body"), None)
    titles = [h1 for h1 in _kept(body, excluded) if h1.name == "h1"] if body is not None else []
    own = {id(tag) for tag in tags}
    before = [h1 for h1 in titles if own.isdisjoint(map(id, h1.parents))]
    if len(tags) != 1 or len(before) != 1:
        return tags
    around = {id(parent) for parent in before[0].parents}
    return (next(parent for parent in tags[0].parents if id(parent) in around),)


def _kept(root: Tag, excluded: Mapping[int, ExclusionRule]) -> Iterator[Tag]:
    """Yield the elements under a root that no rule leaves out, in document order."""
    waiting = [root]
    while waiting:
        tag = waiting.pop()
        if id(tag) not in excluded:
            yield tag
            waiting += [child for child in reversed(tag.contents) if isinstance(child, Tag)]


def _is_fragment(tags: tuple[Tag, ...], body: Tag, excluded: Mapping[int, ExclusionRule]) -> bool:
    if any(tag.find("h1") is not None for tag in tags) or body.find("h1") is None:
        return False
    return 2 * sum(_size(tag, excluded) for tag in tags) < _size(body, excluded)


def _size(root: Tag, excluded: Mapping[int, ExclusionRule]) -> int:
    """Count the characters other than white space that no rule leaves out."""
    total = 0
    waiting = [root]
    while waiting:
        for child in waiting.pop().contents:
            if isinstance(child, Tag):
                if child.name == "img":
                    total += len(attribute(child, "alt") or "")
                if id(child) not in excluded:
                    waiting.append(child)
            elif isinstance(child, NavigableString) and is_text(child):
                total += sum(map(len, child.split()))
    return total


def _settle(
    parsed: Parsed,
    roots: tuple[Tag, ...],
    excluded: Mapping[int, ExclusionRule],
    ledger: Ledger,
) -> bool:
    """Write into the ledger all that is left out; tell whether anything remains."""
    inside = False
    root_ids = {id(root) for root in roots}
    around = {id(parent) for root in roots for parent in root.parents}
    waiting: list[tuple[Tag, bool]] = [(parsed.soup, False)]
    while waiting:
        tag, content = waiting.pop()
        for child in tag.contents:
            if isinstance(child, Tag):
                rule = excluded.get(id(child))
                if id(child) in root_ids:
                    waiting.append((child, True))
                elif rule is not None:
                    ledger.exclude(child, rule)
                elif content:
                    inside = inside or child.name in {"img", "svg", "math"}
                    waiting.append((child, True))
                elif id(child) in around:
                    waiting.append((child, False))
                else:
                    ledger.exclude(child, rules.HEAD if child.name == "head" else rules.OUTSIDE)
            elif isinstance(child, NavigableString) and is_text(child):
                if not content:
                    ledger.exclude(child, rules.OUTSIDE)
                elif not inside and child.strip():
                    inside = True
    return inside


class _Walk:
    """One pass over the page that asks every rule about every element, without recursion."""

    def __init__(self, parsed: Parsed) -> None:
        self._soup = parsed.soup
        self._controlled: set[str] = set()
        self._kept: set[int] = set()
        """Elements that hold the landmark or the title: no rule may take them out."""
        self._with: dict[str, set[int]] = {}
        self._has_main = False
        self._titles = 0

    def run(self) -> dict[int, ExclusionRule]:
        self._prepare()
        excluded: dict[int, ExclusionRule] = {}
        waiting = [
            (child, Within.NOTHING) for child in self._soup.contents if isinstance(child, Tag)
        ]
        while waiting:
            tag, within = waiting.pop()
            rule = self._rule(tag, within)
            if rule is not None:
                excluded[id(tag)] = rule
                continue
            if tag.name in HEADINGS:
                within |= Within.NAME | Within.HEADING
            elif tag.name in _NAMES:
                within |= Within.NAME
            elif tag.name in _SECTIONS:
                within |= Within.SECTION
            waiting += [(child, within) for child in tag.contents if isinstance(child, Tag)]
        return excluded

    def _prepare(self) -> None:
        """Note for every element what it holds, and which ids a control opens."""
        tags = self._soup.find_all(True)
        holding: dict[str, list[Tag]] = {
            key: [] for key in ("main", "block", "heading", "table", "menu", "notes", "math", "h1")
        }
        for tag in tags:
            role = attribute(tag, "role") if tag.attrs else None
            if tag.name in _BLOCKS:
                holding["block"].append(tag)
            if tag.name == "h1":
                holding["h1"].append(tag)
            if tag.name in HEADINGS:
                holding["heading"].append(tag)
            elif tag.name in ("table", "math"):
                holding[tag.name].append(tag)
            if tag.name in ("nav", "form") or role in rules.MENU_ROLES:
                holding["menu"].append(tag)
            if tag.name == "main" or role == "main" or attribute(tag, "id") in rules.MAIN_IDS:
                holding["main"].append(tag)
            if tag.attrs and _is_notes(tag):
                holding["notes"].append(tag)
        self._with = {key: _with_ancestors(found) for key, found in holding.items()}
        self._kept = self._with["main"]
        self._has_main = bool(holding["main"])
        self._titles = len(holding["h1"])
        for tag in tags:
            if not tag.attrs:
                continue
            for name in ("aria-controls", "data-target", "data-bs-target"):
                value = attribute(tag, name)
                if value:
                    self._controlled.update(part.removeprefix("#") for part in value.split())
            if attribute(tag, "role") == "tab" or attribute(tag, "data-toggle") in {
                "tab",
                "pill",
                "collapse",
            }:
                self._controlled.add((attribute(tag, "href") or "").removeprefix("#"))

    def _rule(self, tag: Tag, within: Within) -> ExclusionRule | None:
        name = tag.name
        if id(tag) in self._kept:
            return None
        rule = rules.by_start_tag(tag)
        if rule is not None:
            return None if rule is rules.NOT_PRINTED and id(tag) in self._with["table"] else rule
        if name == "nav" or attribute(tag, "role") == "navigation":
            return self._navigation(tag)
        if name == "header" and not within & Within.SECTION:
            return self._header(tag)
        if name == "footer" and not within & Within.SECTION:
            return None if id(tag) in self._with["notes"] else rules.SITE_FOOTER
        if name == "dialog" and "open" not in tag.attrs:
            return rules.MODAL
        return self._hidden(tag, within) if tag.attrs else None

    def _navigation(self, tag: Tag) -> ExclusionRule | None:
        role = attribute(tag, "role") or ""
        kind = attribute(tag, "epub:type") or ""
        if role in {"doc-index", "doc-pagelist"} or "index" in kind.split():
            return None
        if (
            role == "doc-toc"
            or "toc" in kind.split()
            or not {"gc-toc", "toc"}.isdisjoint(classes(tag))
        ):
            return rules.CONTENTS_LIST
        return None if tag.find("table") is not None else rules.NAVIGATION

    def _header(self, tag: Tag) -> ExclusionRule | None:
        """Tell a site's banner from the header of the report: that one has the title."""
        if id(tag) in self._with["heading"] and id(tag) not in self._with["menu"]:
            return None
        has_only_title = id(tag) in self._with["h1"] and self._titles == 1
        return None if has_only_title and not self._has_main else rules.SITE_HEADER

    def _hidden(self, tag: Tag, within: Within) -> ExclusionRule | None:
        names = classes(tag)
        if id(tag) in self._with["math"]:
            return None
        if "mwe-math-fallback-image-inline" in names or "mwe-math-fallback-image-display" in names:
            return rules.DUPLICATE
        if self._is_hidden(tag, names):
            return None if self._is_opened(tag, names) else rules.HIDDEN
        if names:
            if not rules.VISUALLY_HIDDEN_CLASSES.isdisjoint(names):
                return self._visually_hidden(tag, within)
            if any(map(rules.SMALL_SCREENS.match, names)) and not any(
                map(rules.SHOWN_AGAIN.match, names)
            ):
                return rules.DUPLICATE
        if attribute(tag, "aria-hidden") == "true" and id(tag) not in self._with["block"]:
            return rules.PRESENTATIONAL
        return None

    def _is_hidden(self, tag: Tag, names: list[str]) -> bool:
        if attribute(tag, "hidden") is not None:
            return True
        if not rules.HIDDEN_CLASSES.isdisjoint(names):
            return not any(map(rules.SHOWN_AGAIN.match, names))
        style = attribute(tag, "style")
        return style is not None and rules.NONE_STYLE.search(style) is not None

    def _is_opened(self, tag: Tag, names: list[str]) -> bool:
        """Tell whether a control of the page shows the element: then it is content."""
        return (
            attribute(tag, "hidden") == "until-found"
            or attribute(tag, "role") in rules.CONTROLLED_ROLES
            or not rules.CONTROLLED_CLASSES.isdisjoint(names)
            or (attribute(tag, "id") or "") in self._controlled
        )

    def _visually_hidden(self, tag: Tag, within: Within) -> ExclusionRule | None:
        if tag.name == "a" and (attribute(tag, "href") or "").startswith("#"):
            return None if within & Within.NAME else rules.NAVIGATION
        meaning = (
            within & Within.NAME
            or tag.name in HEADINGS
            or tag.name in _NAMES
            or id(tag) in self._with["table"]
            or id(tag) in self._with["heading"]
        )
        return None if meaning else rules.VISUALLY_HIDDEN


def _is_notes(tag: Tag) -> bool:
    return (attribute(tag, "role") or "").startswith(("doc-endnote", "doc-footnote")) or not {
        "footnotes",
        "wb-fnote",
        "endnotes",
        "reflist",
    }.isdisjoint(classes(tag))


def _with_ancestors(tags: Iterable[Tag]) -> set[int]:
    """Return the ids of elements and of all that they stand in, each visited once."""
    found: set[int] = set()
    for tag in tags:
        node: Tag | None = tag
        while node is not None and id(node) not in found:
            found.add(id(node))
            node = node.parent
    return found
