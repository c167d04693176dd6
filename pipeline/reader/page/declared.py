"""What the page's head declares, by name. Used by ``metadata`` alone.

Names are compared without case; ``dcterms``, ``dc`` and ``dct`` are the same vocabulary.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag

from pipeline.diagnostics import Position
from pipeline.reader.page.dom import attribute, elements, position

_LARGEST_JSON = 500_000
_MOST_OBJECTS = 2_000


@dataclass(frozen=True, slots=True)
class Value:
    """One declared value, with its place."""

    text: str
    at: Position | None
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """All declarations of a page, in its order."""

    values: dict[str, list[Value]] = field(default_factory=dict)

    def all(self, *names: str) -> list[Value]:
        """Return the values under the first of the names that has any."""
        return next((self.values[name] for name in names if name in self.values), [])

    def first(self, *names: str) -> Value | None:
        """Return the first value under the first of the names that has any."""
        return next(iter(self.all(*names)), None)

    def text(self, *names: str) -> str | None:
        """Return the text of ``first``."""
        found = self.first(*names)
        return found.text if found is not None else None


def declared(soup: BeautifulSoup) -> Declared:
    """Collect ``meta``, ``link`` and JSON-LD; empty values are as good as none."""
    found = Declared()
    for tag in elements(soup):
        match tag.name:
            case "meta":
                content = attribute(tag, "content") or ""
                scheme = attribute(tag, "scheme") or ""
                for key in ("name", "property", "http-equiv", "itemprop"):
                    for name in (attribute(tag, key) or "").split():
                        _add(found, _plain(name), content, tag, scheme)
            case "link":
                for relation in (attribute(tag, "rel") or "").lower().split():
                    language = attribute(tag, "hreflang") or ""
                    _add(found, f"link:{relation}", attribute(tag, "href") or "", tag, language)
            case "script" if (attribute(tag, "type") or "").lower() == "application/ld+json":
                _linked_data(found, tag)
            case "title" if tag.parent is not None and tag.parent.name == "head":
                _add(found, "title", tag.get_text(), tag, "")
            case _:
                pass
    return found


def is_libreoffice(soup: BeautifulSoup) -> bool:
    """Tell whether LibreOffice (or its forebear) wrote the page."""
    head = soup.find("head")
    found = head.find("meta", attrs={"name": "generator"}) if isinstance(head, Tag) else None
    made_by = attribute(found, "content") or "" if isinstance(found, Tag) else ""
    return "office" in made_by.lower() and "microsoft" not in made_by.lower()


def _plain(name: str) -> str:
    lowered = name.lower().replace("dcterms:", "dcterms.").replace("dc:", "dcterms.")
    for prefix in ("dc.", "dct.", "dct:"):
        if lowered.startswith(prefix):
            return "dcterms." + lowered.removeprefix(prefix)
    return lowered


def _add(found: Declared, name: str, text: str, tag: Tag, scheme: str) -> None:
    clean = " ".join(text.split())
    if clean:
        found.values.setdefault(name, []).append(Value(clean, position(tag), scheme))


def _linked_data(found: Declared, tag: Tag) -> None:
    """Read the few facts of a report from JSON-LD, without recursion."""
    text = tag.get_text()
    if len(text) > _LARGEST_JSON:
        return
    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    seen = 0
    while waiting and seen < _MOST_OBJECTS:
        node = waiting.pop()
        seen += 1
        if isinstance(node, list):
            waiting += node[:_MOST_OBJECTS]
        elif isinstance(node, dict):
            waiting += [value for key, value in node.items() if key in ("@graph", "mainEntity")]
            for key in ("headline", "datePublished", "dateModified", "author", "publisher"):
                for name in _names(node.get(key)):
                    _add(found, f"ld:{key}", name, tag, "")


def _names(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    names = [item.get("name") if isinstance(item, dict) else item for item in values]
    return [name for name in names if isinstance(name, str)]
