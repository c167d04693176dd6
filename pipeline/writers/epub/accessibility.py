"""What the book says about its own accessibility, computed from the document (EP-05…10)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.model.nodes import Asset, Document, Figure, Image, Math, MathBlock, Ruby, Section
from pipeline.model.walk import descendants
from pipeline.strings import Strings

_DIAGRAM = re.compile(
    r"\b(flow ?charts?|org(ani[sz]ation(al)?)? charts?|diagram\w*|organigramme\w*)\b"
)
_CHART = re.compile(r"\b(charts?|graphs?|graphiques?|histogram\w*)\b")


@dataclass(frozen=True, slots=True)
class Accessibility:
    """Values of the schema.org properties, in the order in which they are written."""

    modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    summary: str
    is_claimable: bool
    """No gap is known that a claim of conformance would contradict."""


def accessibility(document: Document, strings: Strings, *, has_pages: bool) -> Accessibility:
    """Return what is true of a document; nothing is claimed that was not looked at."""
    shown: list[Image] = []
    absent = missing = 0
    formulas: list[str] = []
    headings = bool(document.notes)  # they stand under a heading of their own
    ruby = described = False
    for node in descendants(document):
        match node:
            case Image(asset=None, alternative=alternative) if alternative != "":
                absent += 1
                missing += alternative is None
            case Image(alternative=alternative) if alternative != "":
                shown.append(node)
                missing += alternative is None
            case Math() | MathBlock():
                formulas.append(node.text)
            case Ruby():
                ruby = True
            case Section():
                headings = True
            case Figure() if node.description is not None and _has_image(node):
                described = True
            case _:
                pass
    told = all(image.alternative for image in shown)
    modes = ["textual"]
    if shown:
        modes += ["visual", *_kinds(shown)]
    features = ["tableOfContents", "readingOrder", "displayTransformability", "ARIA"]
    features += ["structuralNavigation"] if headings else []
    features += ["alternativeText"] if shown and told else []
    features += ["longDescription"] if described else []
    features += ["MathML"] if formulas else []
    features += ["describedMath"] if formulas and all(formulas) else []
    features += ["rubyAnnotations"] if ruby else []
    features += ["pageBreakMarkers", "pageNavigation"] if has_pages else []
    assets = [
        node.asset for node in descendants(document) if isinstance(node, Image) and node.asset
    ]
    sentences = [strings.epub.accessibility_structure]
    sentences += [strings.epub.accessibility_pages] if has_pages else []
    sentences += [strings.epub.accessibility_missing.format(count=missing)] if missing else []
    sentences += [strings.epub.accessibility_absent.format(count=absent)] if absent else []
    sufficient = ["textual"] if told else []
    return Accessibility(
        modes=tuple(modes),
        sufficient=(*sufficient, *(["textual,visual"] if shown else [])),
        features=tuple(features),
        hazards=("unknown",) if any(_moves(asset) for asset in assets) else ("none",),
        summary=" ".join(sentences),
        is_claimable=not missing,
    )


def _has_image(node: Figure) -> bool:
    return any(
        isinstance(inner, Image) and inner.asset is not None
        for child in node.children
        for inner in descendants(child)
    )


def _kinds(images: list[Image]) -> list[str]:
    """Return the finer modes that the alternatives themselves name."""
    found = set()
    for image in images:
        words = (image.alternative or "").casefold()
        if _DIAGRAM.search(words):
            found.add("diagramOnVisual")
        if _CHART.search(_DIAGRAM.sub("", words)):
            found.add("chartOnVisual")
    return sorted(found)


def _moves(asset: Asset) -> bool:
    """Tell whether an image may be animated; then no absence of flashing can be promised."""
    match asset.media_type:
        case "image/gif":
            return asset.data.count(b"\x00\x21\xf9\x04") > 1 or b"NETSCAPE2.0" in asset.data
        case "image/webp":
            return b"ANIM" in asset.data[:64]
        case "image/png":
            return b"acTL" in asset.data[:512]
        case "image/svg+xml":
            return re.search(rb"<(\w+:)?(animate|set\b)|@keyframes", asset.data) is not None
        case _:
            return False
