"""Sound, film and embedded pages: their text and a link. Handlers of ``walk``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import Tag

from pipeline.addresses import is_harmless
from pipeline.diagnostics import Rule, Severity
from pipeline.model.nodes import Url
from pipeline.model.walk import one_line
from pipeline.reader.elements import attribute
from pipeline.reader.flow import Flow, Inside, State
from pipeline.reader.ledger import ExclusionRule
from pipeline.reader.text.inlines import Atom, Linked, cleaned
from pipeline.reader.text.phrases import formatted

if TYPE_CHECKING:
    from pipeline.reader.walk import Walk

FALLBACK = ExclusionRule(
    "media-fallback", "What old programs show instead of sound, film or an embedded page."
)
MEDIA = Rule(
    "media-as-link",
    Severity.WARNING,
    "Sound, film or an embedded page becomes a link.",
    "Put a transcript into the page, and say in the element's title what it is.",
    ("WCAG 2.2 1.2.1", "ACT cae760"),
)


def player(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add a ``video`` or ``audio`` as a link to it."""
    address = attribute(tag, "src") or next(
        (attribute(source, "src") for source in tag.find_all("source")), None
    )
    _add(walk, flow, tag, state, address)


def frame(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add an ``iframe`` as a link to its page."""
    _add(walk, flow, tag, state, attribute(tag, "src") or attribute(tag, "data-src"))


def embedded(walk: Walk, flow: Flow, tag: Tag, state: State) -> Inside | None:
    """Add an ``object`` or ``embed``: its fallback content if there is any, else a link."""
    if tag.get_text(strip=True) or tag.find(["img", "table", "svg"]):
        walk.mark(flow, tag, state)
        return Inside(tag.contents, state)
    _add(walk, flow, tag, state, attribute(tag, "data") or attribute(tag, "src"))
    return None


def canvas(walk: Walk, flow: Flow, tag: Tag, state: State) -> Inside:
    """Go on with what a ``canvas`` says to those who do not see it."""
    walk.mark(flow, tag, state)
    return Inside(tag.contents, state)


def _add(walk: Walk, flow: Flow, tag: Tag, state: State, address: str | None) -> None:
    walk.mark(flow, tag, state)
    walk.ledger.exclude(tag, FALLBACK)
    address = cleaned((address or "").strip())
    if not address or not is_harmless(address):
        walk.report(MEDIA, f"{tag.name} without an address is left out", tag)
        return
    if attribute(tag, "width") in ("0", "1") or attribute(tag, "height") in ("0", "1"):
        return
    address = walk.survey.absolute(address)
    title = one_line(cleaned(attribute(tag, "title") or attribute(tag, "aria-label") or ""))
    walk.report(MEDIA, f"{tag.name} becomes a link", tag)
    inner = state if state.link else formatted(walk, tag, state, Linked(Url(address)))
    walk.add(flow, Atom(title or address, inner.format), state)
