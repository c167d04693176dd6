"""Rules of HTML itself: elements, attributes, what may stand in what, names, colours.

Only what a report can be made of is allowed, so the tables below are short; a full validator
(EPUBCheck) knows the rest of HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.model.nodes import Document, Link, Url
from pipeline.model.walk import descendants, spoken
from pipeline.theme import Colour, colour, contrast
from pipeline.verify.epub.book import XHTML, Book, local, words

FORM = Rule(
    "epub-xhtml",
    Severity.ERROR,
    "A file has an element or attribute that HTML does not have, or in the wrong place.",
    "Report this: reading systems mend such a file, each in its own way.",
    ("HTML 4.2", "EPUBCheck RSC-005"),
)
ROLE = Rule(
    "epub-role",
    Severity.ERROR,
    "An element has a role that there is not.",
    "Report this: assistive technology passes it over.",
    ("WCAG 2.2 4.1.2", "Ace aria-roles"),
)
LANGUAGE = Rule(
    "epub-language",
    Severity.ERROR,
    "A language is no tag of BCP 47.",
    "Report this: the text is read aloud in the wrong voice.",
    ("WCAG 2.2 3.1.2", "Ace valid-lang"),
)
LINK_NAME = Rule(
    "epub-link-name",
    Severity.WARNING,
    "A link has neither words nor a name; the source gives none, and none is invented.",
    "Say in the source where the link leads.",
    ("WCAG 2.2 2.4.4", "Ace link-name"),
)
VIEWPORT = Rule(
    "epub-viewport",
    Severity.ERROR,
    "A file keeps its readers from enlarging it.",
    "Report this: the viewport must not be fixed.",
    ("WCAG 2.2 1.4.4", "Ace meta-viewport"),
)
STYLE = Rule(
    "epub-style",
    Severity.ERROR,
    "A style sheet cannot be read to its end.",
    "Report this: reading systems drop what follows.",
    ("EPUB 3.3 6.3", "EPUBCheck CSS-008"),
)
CONTRAST = Rule(
    "epub-contrast",
    Severity.ERROR,
    "A style gives words a colour that is hard to tell from what is behind them.",
    "Report this: leave colours to the reader, or choose some with a contrast of 4.5 to 1.",
    ("WCAG 2.2 1.4.3", "Ace color-contrast"),
)


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


_PHRASES = _names(
    "a abbr b bdi bdo br cite code del dfn em i img ins kbd mark math q rp rt ruby s samp "
    "small span strong sub sup svg time u var wbr"
)
_BLOCKS = _names(
    "address article aside blockquote dl div figure footer h1 h2 h3 h4 h5 h6 header hgroup hr main "
    "nav ol p pre section table ul"
)
_FLOW = _PHRASES | _BLOCKS
_ONLY: dict[str, frozenset[str]] = {
    "html": frozenset({"head", "body"}),
    "hgroup": frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p"}),
    "head": frozenset({"title", "link", "meta", "style", "script"}),
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "dl": frozenset({"dt", "dd", "div"}),
    "table": frozenset({"caption", "colgroup", "thead", "tbody", "tfoot"}),
    "colgroup": frozenset({"col"}),
    "thead": frozenset({"tr"}),
    "tbody": frozenset({"tr"}),
    "tfoot": frozenset({"tr"}),
    "tr": frozenset({"th", "td"}),
    "figure": _FLOW | {"figcaption"},
    "div": _FLOW | {"dt", "dd"},
    **dict.fromkeys(["p", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "dt"], _PHRASES),
    **dict.fromkeys(_PHRASES - {"a", "del", "ins", "ruby", "math", "svg"}, _PHRASES),
    **dict.fromkeys(["a", "del", "ins"], _FLOW),
    **dict.fromkeys(["br", "hr", "img", "link", "meta", "col", "wbr"], frozenset[str]()),
    **dict.fromkeys(["title", "style", "script"], frozenset[str]()),
}
"""The elements that may stand in an element; in all others, what may stand in a body."""
_INNER = frozenset().union(*_ONLY.values(), {"html", "rp", "rt"}) - _FLOW
"""Elements that stand in a certain other one only."""
_WORDLESS = _names("html head ul ol dl table colgroup thead tbody tfoot tr")
"""Elements in which no words stand but those of the elements in them."""
_GLOBAL = _names("class dir hidden id lang role style tabindex title")
_ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset({"href", "hreflang", "rel", "type"}),
    "img": frozenset({"alt", "height", "src", "width"}),
    "link": frozenset({"href", "media", "rel", "type"}),
    "meta": frozenset({"charset", "content", "name"}),
    "ol": frozenset({"reversed", "start", "type"}),
    "li": frozenset({"value"}),
    "th": frozenset({"colspan", "headers", "rowspan", "scope"}),
    "td": frozenset({"colspan", "headers", "rowspan"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "time": frozenset({"datetime"}),
    "del": frozenset({"cite", "datetime"}),
    "ins": frozenset({"cite", "datetime"}),
    "blockquote": frozenset({"cite"}),
    "q": frozenset({"cite"}),
    "script": frozenset({"src", "type"}),
    "style": frozenset({"media", "type"}),
}
_ROLES = _names("group img list listitem note presentation region table") | {
    f"doc-{name}"
    for name in _names(
        "abstract acknowledgments afterword appendix backlink biblioentry bibliography biblioref "
        "chapter colophon conclusion cover credit credits dedication endnote endnotes epigraph "
        "epilogue errata example footnote foreword glossary glossref index introduction noteref "
        "notice pagebreak pagefooter pageheader pagelist part preface prologue pullquote qna "
        "subtitle tip toc"
    )
}
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*|[iIxX](-[A-Za-z0-9]{1,8})+|[A-Za-z]{5,8}")
_FIXED = re.compile(r"user-scalable\s*=\s*(no|0)|maximum-scale\s*=\s*(0|1)(\.|\b)")
_COLOUR = re.compile(r"(?<![-\w])(color|background|background-color)\s*:\s*([^;}]+)")
_BLOCK = re.compile(r"([^{};]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LEAST = 4.5
"""WCAG 2.2 1.4.3."""


def xhtml_findings(book: Book, document: Document) -> Iterator[Diagnostic]:
    """Yield what is wrong with the HTML and the style sheets."""
    for name, page in book.pages.items():
        for element in page.iter(f"{XHTML}*"):
            yield from _element(name, element)
    yield from _links(book, document)
    for item in book.items:
        if item.media_type == "text/css":
            sheet = book.files.get(item.name, b"").decode("utf-8", "replace")
            yield from _style_sheet(item.name, _COMMENT.sub("", sheet))


def _element(name: str, element: etree._Element) -> Iterator[Diagnostic]:
    tag = local(element)
    place = f"{name}, line {element.sourceline}"
    allowed = _ONLY.get(tag, _FLOW)
    if tag not in _FLOW and tag not in _INNER:
        yield Diagnostic(FORM, f"there is no element {tag}", place=place)
    for child in element:
        inner = local(child)
        if inner and inner not in allowed and (inner in _FLOW or inner in _INNER):
            yield Diagnostic(FORM, f"{inner} stands in {tag}", place=place)
    if tag in _WORDLESS and "".join((element.text or "", *(c.tail or "" for c in element))).strip():
        yield Diagnostic(FORM, f"words stand in {tag} itself", place=place)
    for attribute in map(str, element.attrib):
        known = attribute in _GLOBAL or attribute in _ATTRIBUTES.get(tag, ())
        if not known and not attribute.startswith(("{", "aria-", "data-")):
            yield Diagnostic(FORM, f"{tag} has no attribute {attribute}", place=place)
    for role in sorted(words(element, "role") - _ROLES):
        yield Diagnostic(ROLE, f"{role!r} is no role", place=place)
    if (language := element.get("lang")) is not None and not _TAG.fullmatch(language):
        yield Diagnostic(LANGUAGE, f"{language!r} is no language", place=place)
    content = element.get("content", "")
    if tag == "meta" and element.get("name") == "viewport" and _FIXED.search(content):
        yield Diagnostic(VIEWPORT, f"the viewport is {content}", place=place)


def _links(book: Book, document: Document) -> Iterator[Diagnostic]:
    found = [
        (link.get("href", ""), f"{name}, line {link.sourceline}")
        for name, page in book.pages.items()
        for link in page.iter(f"{XHTML}a")
        if link.get("href") is not None and not _is_named(link)
    ]
    sources = [
        (node.target.address, node.at)
        for node in descendants(document)
        if isinstance(node, Link) and isinstance(node.target, Url) and not spoken(node.children)
    ]
    for address, place in found:
        at = next((at for target, at in sources if target == address), None)
        yield Diagnostic(LINK_NAME, f"nothing is said of {address}", at, place)


def _is_named(link: etree._Element) -> bool:
    if link.get("aria-label", "").strip() or link.get("aria-labelledby"):
        return True
    return any(
        text.strip()
        for element in link.iter(etree.Element)
        for text in (
            element.text or "",
            "" if element is link else element.tail or "",
            element.get("alt", ""),
            element.get("aria-label", ""),
            element.get("alttext", ""),
        )
    )


def _style_sheet(name: str, sheet: str) -> Iterator[Diagnostic]:
    if sheet.count("{") != sheet.count("}"):
        yield Diagnostic(STYLE, "a brace is not closed", place=name)
    for selector, declarations in _BLOCK.findall(sheet):
        said: dict[str, str] = dict(_COLOUR.findall(declarations))
        text = _colour(said.get("color", ""))
        ground = _colour(said.get("background-color") or said.get("background", ""))
        if text is None:
            continue
        # Words whose ground is not said stand on the reader's: light, or dark at night.
        grounds = [ground] if ground else [colour("FFFFFF"), colour("000000")]
        if (least := min(contrast(text, each) for each in grounds)) < _LEAST:
            message = f"{' '.join(selector.split())}: a contrast of {least:.1f} to 1"
            yield Diagnostic(CONTRAST, message, place=name)


def _colour(value: str) -> Colour | None:
    """Return a colour that is written in hexadecimal digits, three or six."""
    found = re.search(r"#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})\b", value)
    if found is None:
        return None
    return colour(found[1] if len(found[1]) == 6 else "".join(2 * one for one in found[1]))
