"""What must be known before the walk: ids, and which of them links point to. After content."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field
from urllib.parse import unquote

from bs4 import Tag

from pipeline.addresses import joined, without_fragment
from pipeline.reader.elements import attribute
from pipeline.reader.page.content import Content, exclusion
from pipeline.reader.page.metadata import Front
from pipeline.reader.source import ReaderOptions

_NOT_IN_A_NAME = re.compile(r"[^\w.\-]+")


@dataclass(slots=True)
class Survey:
    """One pass over the content, excluded parts left out."""

    base: str | None
    """What relative addresses are resolved against."""
    page: str
    """The address of the page itself without fragment, or the name of its file."""
    order: dict[int, int] = field(default_factory=dict)
    """By ``id`` of an element its number in document order."""
    elements: list[Tag] = field(default_factory=list)
    """Every element of the content in document order."""
    size: dict[int, int] = field(default_factory=dict)
    """By ``id`` of an element how many elements it is, itself counted."""
    targets: dict[str, list[Tag]] = field(default_factory=dict)
    """By id (or ``name`` of an anchor) as the source has it, the elements that have it."""
    pointed: dict[str, list[Tag]] = field(default_factory=dict)
    """By fragment, the links that point there."""
    names: dict[int, str] = field(default_factory=dict)
    """By ``id`` of an element to which something points, its id in the model."""
    taken: set[str] = field(default_factory=set)
    """Ids of the model."""

    def inside(self, tag: Tag) -> list[Tag]:
        """Return the elements in an element, in document order."""
        start = self.order.get(id(tag))
        return [] if start is None else self.elements[start + 1 : start + self.size[id(tag)]]

    def holds(self, outer: Tag, inner: Tag) -> bool:
        """Tell whether an element is another or holds it."""
        start, place = self.order.get(id(outer)), self.order.get(id(inner))
        if start is None or place is None:
            return False
        return start <= place < start + self.size[id(outer)]

    def name_targets(self, silent: Set[int]) -> None:
        """Give an id to every element to which a link points that stays one.

        ``silent`` holds the links that do not stay (by ``id``): citations and ways back.
        """
        for fragment, links in self.pointed.items():
            target = self.resolve(fragment)
            if target is None or id(target) in self.names:
                continue
            if any(id(link) not in silent for link in links):
                self.names[id(target)] = self.unique(fragment)

    def unique(self, wanted: str) -> str:
        """Return an id that nothing has yet, and take it."""
        base = _NOT_IN_A_NAME.sub("-", wanted).strip("-.") or "id"
        if not (base[0].isalpha() or base[0] == "_"):
            base = f"id-{base}"
        name, count = base, 1
        while name in self.taken:
            count += 1
            name = f"{base}-{count}"
        self.taken.add(name)
        return name

    def fragment(self, address: str) -> str | None:
        """Return where in this page an address points to, decoded; None: elsewhere."""
        if address.startswith("#"):
            return unquote(address[1:])
        if "#" not in address:
            return None
        absolute, name = without_fragment(self.absolute(address))
        return unquote(name) if name and self.page in (absolute, unquote(absolute)) else None

    def absolute(self, address: str) -> str:
        """Return an address resolved against the page's, as far as it is known."""
        if self.base is None:
            return address
        return joined(self.base, address)

    def resolve(self, fragment: str) -> Tag | None:
        """Return the element a fragment stands for: the first with that id."""
        found = self.targets.get(fragment)
        return found[0] if found else None


def survey(content: Content, front: Front, file: str, choices: ReaderOptions) -> Survey:
    """Look at every element of the content once.

    Where a page does not say its address, its ``file`` is its name in links.
    """
    address = front.metadata.address or choices.base
    base = choices.base or address
    known = Survey(base, without_fragment(address)[0] if address else file)
    for tag in walk_elements(content, front):
        known.order[id(tag)] = len(known.elements)
        known.elements.append(tag)
        attributes = tag.attrs
        if not attributes:
            continue
        for key in ("id", "name") if tag.name == "a" else ("id",):
            name = attribute(tag, key)
            if name:
                same = known.targets.setdefault(name, [])
                if not same or same[-1] is not tag:
                    same.append(tag)
        if tag.name in ("a", "area", "gcds-link"):
            href = attribute(tag, "href")
            fragment = known.fragment(href.strip()) if href else None
            if fragment:
                known.pointed.setdefault(fragment, []).append(tag)
    for tag in reversed(known.elements):
        own = known.size[id(tag)] = known.size.get(id(tag), 0) + 1
        if tag.parent is not None:
            known.size[id(tag.parent)] = known.size.get(id(tag.parent), 0) + own
    return known


def walk_elements(content: Content, front: Front) -> list[Tag]:
    """Return the elements of the content in document order, excluded ones left out."""
    roots = [*content.notices, *content.roots]
    for extra in (front.title, front.kicker, front.subtitle):
        if extra is not None and not _is_in(extra, content.roots):
            roots.insert(0, extra)
    found: list[Tag] = []
    stack: list[Tag] = list(reversed(roots))
    while stack:
        tag = stack.pop()
        if exclusion(tag, content) is not None:
            continue
        found.append(tag)
        stack.extend(child for child in reversed(tag.contents) if isinstance(child, Tag))
    return found


def _is_in(tag: Tag, roots: tuple[Tag, ...]) -> bool:
    around = {id(tag), *(id(parent) for parent in tag.parents)}
    return any(id(root) in around for root in roots)
