"""Images in the page. Handlers of ``walk``; the bytes come from ``assets``."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from bs4 import Tag

from pipeline.addresses import split
from pipeline.diagnostics import Rule, Severity
from pipeline.model.nodes import Asset, Image
from pipeline.model.walk import one_line
from pipeline.reader.elements import attribute, classes, role
from pipeline.reader.flow import Flow, Inside, State
from pipeline.reader.images.assets import NoImageError
from pipeline.reader.images.picture_formats import SUFFIXES
from pipeline.reader.page.dom import position
from pipeline.reader.text.inlines import Atom, cleaned

if TYPE_CHECKING:
    from pipeline.reader.walk import Walk

NOT_FOUND = Rule(
    "image-not-available",
    Severity.WARNING,
    "An image could not be had; its text alternative stands for it.",
    "Put the file beside the page, or say where images are with --images or --base.",
)
DESCRIBED_ELSEWHERE = Rule(
    "long-description-elsewhere",
    Severity.WARNING,
    "The long description of an image is on another page, which is not part of the document.",
    "Put the description into this page, in a details right after the image.",
    ("WCAG 2.2 1.1.1", "ACT 9bd38c"),
)
MISNAMED = Rule(
    "image-name-misleading",
    Severity.NOTE,
    "The name of an image ends like another format than its bytes have.",
    "Rename the file so that it ends with its format (.png, .jpg), and its address in the page.",
)
_LAZY = ("data-src", "data-original", "data-lazy-src")
_PLACEHOLDER = re.compile(
    r"^data:image/(?:gif|svg|png)|placeholder|spacer|blank\.(?:gif|png)", re.I
)
_ENLARGING = frozenset({"wb-lbx", "lightbox"})
"""Classes of links that show a larger copy of the image in them over the page."""


def image(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add an ``img``."""
    walk.mark(flow, tag, state)
    if _is_pixel(tag):
        walk.ledger.place(tag)
        return
    elsewhere = attribute(tag, "longdesc")
    if elsewhere and walk.survey.fragment(elsewhere.strip()) is None:
        message = f'the long description is at "{elsewhere.strip()[:80]}"'
        walk.report(DESCRIBED_ELSEWHERE, message, tag)
    add(walk, flow, tag, state, _asset(walk, tag), alternative_of(tag))


def picture(walk: Walk, flow: Flow, tag: Tag, state: State) -> Inside:
    """Go on inside a ``picture``; its ``img`` knows of its sources."""
    walk.mark(flow, tag, state)
    return Inside(tag.contents, state)


def alternative_of(tag: Tag) -> str | None:
    """Return the text alternative, None where the source gives none."""
    for name in ("aria-label", "alt"):
        value = attribute(tag, name)
        if value is not None and (name == "alt" or value.strip()):
            text = one_line(cleaned(value))
            if name == "aria-label" and attribute(tag, "alt") not in (None, ""):
                continue
            return text
    if role(tag) in ("presentation", "none") or attribute(tag, "aria-hidden") == "true":
        return ""
    return None


def contains_image(tag: Tag) -> bool:
    """Tell whether an element with the role of an image holds one itself."""
    return tag.find(["img", "svg", "table", "picture"]) is not None


def named_drawing(walk: Walk, flow: Flow, tag: Tag, state: State) -> Inside | None:
    """Add what only its role makes an image: its name stands for what scripts would draw."""
    name = one_line(cleaned(attribute(tag, "aria-label") or ""))
    if not name or tag.get_text(strip=True):
        return walk.block(flow, tag, state)
    walk.begin(flow, tag, state)
    walk.report(NOT_FOUND, f'an image "{name}" is drawn by a script', tag)
    walk.add(flow, Atom(Image(None, name, at=position(tag)), state.format), walk.within(tag, state))
    walk.describe(tag, state)
    walk.part(flow)
    return None


def add(
    walk: Walk, flow: Flow, tag: Tag, state: State, asset: Asset | None, alternative: str | None
) -> None:
    """Add an image to the open run."""
    walk.ledger.place(tag)
    around = state.format.lang if state.format else state.block_lang
    made = Image(
        asset,
        alternative,
        at=position(tag),
        lang=state.lang if alternative and state.lang != around else None,
    )
    walk.add(flow, Atom(made, state.format), state)
    walk.describe(tag, state)


def _is_pixel(tag: Tag) -> bool:
    """Tell whether an image only counts visitors."""
    sizes = {attribute(tag, "width"), attribute(tag, "height")}
    return sizes <= {"0", "1"} and not attribute(tag, "alt")


def _asset(walk: Walk, tag: Tag) -> Asset | None:
    first: NoImageError | None = None
    address = ""
    for address in _addresses(tag):
        try:
            asset = walk.assets.find(address)
            suffix = PurePosixPath(split(address).path).suffix.lower()
            if suffix in SUFFIXES.values() and SUFFIXES[asset.media_type] != suffix:
                what = f"{suffix}, but is {asset.media_type}"
                walk.report(MISNAMED, f"the image is called {what}", tag)
            return asset
        except NoImageError as error:
            first = first or error
    shown = address if len(address) <= 80 else address[:77] + "..."
    walk.report(NOT_FOUND, f'the image "{shown}" {first or "has no address"}', tag)
    return None


def _addresses(tag: Tag) -> list[str]:
    """Return where the image may be, the best first."""
    found = []
    larger = _larger(tag.parent)
    if larger is not None:
        found.append(larger)
    src = attribute(tag, "src")
    lazy = [value for name in _LAZY if (value := attribute(tag, name))]
    if src and not (lazy and _PLACEHOLDER.search(src)):
        found.append(src)
    found += lazy
    sets = [attribute(tag, "srcset"), attribute(tag, "data-srcset")]
    parent = tag.parent
    if parent is not None and parent.name == "picture":
        sets += [
            attribute(child, "srcset")
            for child in parent.contents
            if isinstance(child, Tag) and child.name == "source"
        ]
    for text in sets:
        found += candidates(text or "")
    if src and src not in found and not (lazy and _PLACEHOLDER.search(src)):
        found.append(src)
    return list(dict.fromkeys(found))


def _larger(link: Tag | None) -> str | None:
    """Return the address of the larger copy that a link shows (SRC-18)."""
    if link is None or link.name != "a" or _ENLARGING.isdisjoint(classes(link)):
        return None
    address = (attribute(link, "href") or "").strip()
    suffix = PurePosixPath(split(address).path).suffix.lower()
    return address if suffix in SUFFIXES.values() or suffix == ".jpeg" else None


def is_enlarging(walk: Walk, link: Tag) -> bool:
    """Tell whether a link only shows the image in it larger, and that one can be had."""
    address = _larger(link)
    if address is None or not any(isinstance(c, Tag) and c.name == "img" for c in link.contents):
        return False
    try:
        walk.assets.find(address)
    except NoImageError:
        return False
    return True


def candidates(srcset: str) -> list[str]:
    """Return the addresses of a ``srcset``, the largest first."""
    parts = re.findall(r"\s*(\S+[^\s,])(?:\s+(\d+(?:\.\d+)?)[wx])?\s*(?:,|$)", srcset)
    sized = [(float(size or 1), address) for address, size in parts]
    return [address for _, address in sorted(sized, key=lambda item: -item[0])]
