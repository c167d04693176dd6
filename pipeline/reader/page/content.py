"""Which part of the page is the report. After ``dom``, before ``metadata`` and ``convert``.

By the template's landmarks, never by the density of text, which loses tables and notes. What
stands in the landmark and is not the report (page details, dialogs, menus, what is hidden) is
left out by the named rules of ``exclusions``; every decision is in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import soupsieve
from bs4 import Tag
from bs4.element import NavigableString

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.errors import OptionError, SourceError
from pipeline.reader.ledger import ExclusionRule, Ledger
from pipeline.reader.page import exclusions as rules
from pipeline.reader.page.alternate_formats import alternate_formats
from pipeline.reader.page.contents_list import contents_lists
from pipeline.reader.page.dom import Parsed, attribute, classes, elements, is_text, position
from pipeline.reader.page.landmarks import candidates, outermost
from pipeline.reader.page.review_comments import review_comments
from pipeline.reader.page.sieve import sift
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
_EXACT = frozenset({"govuk", "body"})
"""Templates whose landmark is known to be the whole report, title apart."""
_WITHOUT_TITLE = frozenset({"article", "article-body", "content"})
"""Landmarks of sites that often put the title before them."""


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
    notices: tuple[Tag, ...] = ()
    """Elements outside the roots that are about the report and read before it, each whole."""


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
    excluded = sift(parsed.soup)
    if choices.content is not None:
        template, roots = "selector", _selected(parsed, choices.content)
        diagnostics: list[Diagnostic] = []
    else:
        template, roots, diagnostics = _landmark(parsed, excluded)
    for root in roots:
        # Whoever names a part by its selector means it, whatever rules say of it.
        for tag in (root, *root.parents):
            excluded.pop(id(tag), None)
    known = {name for name, rule in excluded.items() if rule is rules.CONTENTS_LIST}
    for tag in contents_lists(roots, known):
        excluded[id(tag)] = rules.CONTENTS_LIST
    for tag in alternate_formats(roots):
        excluded.setdefault(id(tag), rules.DOWNLOAD)
    remarks, told = review_comments(roots)
    for tag in remarks:
        excluded.setdefault(id(tag), rules.REVIEW)
    diagnostics += told
    notices = _notices(parsed, roots, excluded)
    inside = _settle(parsed, roots, notices, excluded, ledger)
    if not inside:
        raise SourceError(
            "no content found", hint="name the element that holds it: --content SELECTOR"
        )
    return Content(parsed, roots, template, excluded, tuple(diagnostics), notices)


def _notices(
    parsed: Parsed, roots: tuple[Tag, ...], excluded: dict[int, ExclusionRule]
) -> tuple[Tag, ...]:
    """Return the notice that a page is archived where it stands above the report (SRC-27)."""
    own = {id(root) for root in roots}
    around = {id(parent) for root in roots for parent in root.parents}
    for tag in elements(parsed.soup):
        if not tag.attrs:
            continue
        if "gc-archv" not in classes(tag) and attribute(tag, "id") != "archived":
            continue
        parents = list(tag.parents)
        decided = [excluded.get(id(holder)) for holder in (tag, *parents)]
        known = {rule for rule in decided if rule is not None} - {rules.SITE_HEADER}
        if known or id(tag) in around or any(id(holder) in own for holder in (tag, *parents)):
            return ()
        for holder in parents:
            excluded.pop(id(holder), None)
        return (tag,)
    return ()


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
        shown = tuple(tag for tag in tags if id(tag) not in excluded and _shows(tag, excluded))
        if not shown:
            continue
        may_be_part = body if template not in _EXACT else None
        if may_be_part is not None and _is_fragment(shown, may_be_part, excluded):
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


def _shows(root: Tag, excluded: Mapping[int, ExclusionRule]) -> bool:
    """Tell whether there is anything that no rule leaves out."""
    return any(
        (tag.name == "img" and attribute(tag, "alt"))
        or any(is_text(child) and str(child).strip() for child in tag.contents)
        for tag in _kept(root, excluded)
    )


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
    notices: tuple[Tag, ...],
    excluded: Mapping[int, ExclusionRule],
    ledger: Ledger,
) -> bool:
    """Write into the ledger all that is left out; tell whether anything remains."""
    inside = False
    read = (*roots, *notices)
    root_ids = {id(root) for root in read}
    around = {id(parent) for root in read for parent in root.parents}
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
