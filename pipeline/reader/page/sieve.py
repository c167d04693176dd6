"""Which elements of a page the rules of ``exclusions`` take out. Used by ``content`` alone.

One pass notes what each element holds, a second asks the rules; both take linear time and no
recursion. What a closed ``details``, a tab or an accordion hides is content and stays.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable

from bs4 import BeautifulSoup, Tag

from pipeline.reader.ledger import ExclusionRule
from pipeline.reader.page import exclusions as rules
from pipeline.reader.page.dom import attribute, classes, elements, texts

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HOLDING = {
    **dict.fromkeys(("p", "ul", "ol", "dl", "figure", "pre"), ("block",)),
    **dict.fromkeys(HEADINGS, ("block", "heading")),
    "h1": ("block", "heading", "h1"),
    "table": ("block", "table"),
    "math": ("math",),
    "nav": ("menu",),
    "form": ("menu",),
    "main": ("main",),
}
"""As what an element counts for those around it, by its name."""


class Within(enum.Flag):
    """What an element stands in, where that changes what it means."""

    NOTHING = 0
    NAME = enum.auto()
    """A heading, caption, cell, link or term, whose hidden words are part of its name."""
    SECTION = enum.auto()
    """An article or section, whose header and footer are its own, not the page's."""
    MUTE = enum.auto()
    """What screen readers do not see, though it is content."""


_NAMES = frozenset(
    {"caption", "summary", "a", "th", "td", "dt", "figcaption", "legend", "sup", "abbr", "label"}
)
_JUDGED = rules.ELEMENTS | {"main", "nav", "header", "footer", "dialog"}
"""Elements that a rule may take out by their name alone."""
_SECTIONS = frozenset({"article", "section", "main", "aside", "blockquote", "details", "td"})


def sift(soup: BeautifulSoup) -> dict[int, ExclusionRule]:
    """Return the rule for each element that one takes out, by ``id`` of the element.

    What stands inside such an element is not looked at.
    """
    return _Sieve(soup).run()


class _Sieve:
    """One pass over the page that asks every rule about every element, without recursion."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self._soup = soup
        self._controlled: set[str] = set()
        self._describing: set[str] = set()
        """Ids of what describes an image, which may be hidden: assistive technology reads it."""
        self._kept: set[int] = set()
        """Elements that hold the landmark or the title: no rule may take them out."""
        self._with: dict[str, set[int]] = {}
        self._spoken: set[int] = set()
        """Elements with a child for screen readers alone."""
        self._mute: set[int] = set()
        """Elements with a child that screen readers do not see."""
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
            if tag.attrs or tag.name in _JUDGED:
                rule = self._rule(tag, within)
                if rule is not None:
                    excluded[id(tag)] = rule
                    continue
                if attribute(tag, "aria-hidden") == "true":
                    within |= Within.MUTE
            if tag.name in HEADINGS or tag.name in _NAMES:
                within |= Within.NAME
            elif tag.name in _SECTIONS:
                within |= Within.SECTION
            waiting += [(child, within) for child in tag.contents if isinstance(child, Tag)]
        return excluded

    def _prepare(self) -> None:
        """Note for every element what it holds, and which ids a control opens."""
        tags = list(elements(self._soup))
        holding: dict[str, list[Tag]] = {
            key: [] for key in ("main", "block", "heading", "table", "menu", "notes", "math", "h1")
        }
        for tag in tags:
            for kind in _HOLDING.get(tag.name, ()):
                holding[kind].append(tag)
            if not tag.attrs:
                continue
            role = attribute(tag, "role")
            if role in rules.MENU_ROLES:
                holding["menu"].append(tag)
            if role == "main" or attribute(tag, "id") in rules.MAIN_IDS:
                holding["main"].append(tag)
            if _is_notes(tag):
                holding["notes"].append(tag)
        self._with = {key: _with_ancestors(found) for key, found in holding.items()}
        self._kept = self._with["main"]
        self._has_main = bool(holding["main"])
        self._titles = len(holding["h1"])
        for tag in tags:
            if not tag.attrs:
                continue
            if not rules.VISUALLY_HIDDEN_CLASSES.isdisjoint(classes(tag)):
                self._spoken.add(id(tag.parent))
            if attribute(tag, "aria-hidden") == "true":
                self._mute.add(id(tag.parent))
            if tag.name in ("img", "svg", "figure") or attribute(tag, "role") == "img":
                for name in ("aria-describedby", "aria-details"):
                    self._describing.update((attribute(tag, name) or "").split())
                self._describing.add((attribute(tag, "longdesc") or "").strip().removeprefix("#"))
                self._describing.discard("")
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
            hidden = name == "main" and self._is_hidden(tag, classes(tag))
            return rules.HIDDEN if hidden else None
        rule = rules.by_start_tag(tag)
        if rule is rules.SCRIPT and name == "script" and rules.is_formula(tag):
            return None
        if rule is not None:
            return None if rule is rules.NOT_PRINTED and id(tag) in self._with["table"] else rule
        if _is_line_of_title(tag):
            return rules.BYLINE
        if name == "nav" or attribute(tag, "role") == "navigation":
            return self._navigation(tag)
        if name == "header" and not within & Within.SECTION:
            return self._header(tag)
        if name == "footer" and not within & Within.SECTION:
            return None if id(tag) in self._with["notes"] else rules.SITE_FOOTER
        if name == "div" and attribute(tag, "title") in ("header", "footer"):
            return rules.RUNNING
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
        return None if id(tag) in self._with["table"] else rules.NAVIGATION

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
        if self._describing and attribute(tag, "id") in self._describing:
            return None
        if self._is_hidden(tag, names):
            return None if self._is_opened(tag, names) else rules.HIDDEN
        if names:
            if not rules.VISUALLY_HIDDEN_CLASSES.isdisjoint(names):
                return self._visually_hidden(tag, within)
            if any(map(rules.SMALL_SCREENS.match, names)) and not any(
                map(rules.SHOWN_AGAIN.match, names)
            ):
                return rules.DUPLICATE
            if tag.name == "span" and "icon" in names and self._is_decoration(tag):
                return rules.PRESENTATIONAL if tag.find("img") is None else None
            if tag.name == "a" and not rules.COPY_LINKS.isdisjoint(names):
                sign = len(tag.get_text(strip=True)) <= rules.LONGEST_COPY_LINK
                return rules.EDITING if sign and tag.find("img") is None else None
        if attribute(tag, "aria-hidden") == "true" and id(tag) not in self._with["block"]:
            # Of such elements in one another the outermost has been decided on.
            decoration = not within & Within.MUTE and self._is_decoration(tag)
            return rules.PRESENTATIONAL if decoration else None
        return None

    def _is_decoration(self, tag: Tag) -> bool:
        """Tell signs, icons and what is said again for screen readers from text that is shown."""
        if tag.name == "a" or id(tag.parent) in self._spoken:
            return True
        return not any(letter.isalnum() for text in texts(tag) for letter in text)

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
            or id(tag.parent) in self._mute
        )
        return None if meaning else rules.VISUALLY_HIDDEN


def _is_line_of_title(tag: Tag) -> bool:
    """Tell whether an element names the author or date in a title block with the title itself."""
    block = tag.parent
    return (
        block is not None
        and attribute(block, "id") in rules.TITLE_BLOCKS
        and not rules.TITLE_LINES.isdisjoint(classes(tag))
        and any(
            isinstance(line, Tag) and line.name == "h1" and "title" in classes(line)
            for line in block.contents
        )
    )


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
