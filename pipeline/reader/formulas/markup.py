"""A formula of the page as MathML on its own. For ``math``."""

from __future__ import annotations

import re
from html import escape

from bs4 import Tag
from bs4.element import NavigableString

from pipeline.reader.page.dom import MATHML, is_text
from pipeline.reader.text.inlines import cleaned

_DROPPED = frozenset({"annotation", "annotation-xml", "script", "style"})
SPACE = re.compile(r"[ \t\n\r\f]+")
"""White space of MathML; other spaces, thin ones for one, are characters of the formula."""
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
"""What an element of MathML may be called; HTML lets ``<`` and the like into names of elements."""
_TOKENS = frozenset({"mi", "mn", "mo", "mtext", "ms"})
_ATTRIBUTES = frozenset({
    "accent", "accentunder", "align", "alttext", "close", "columnalign", "columnlines",
    "columnspacing", "columnspan", "depth", "dir", "display", "displaystyle", "fence", "form",
    "frame", "height", "intent", "arg", "largeop", "linebreak", "linethickness", "lspace",
    "mathcolor", "mathsize", "mathvariant", "maxsize", "minsize", "movablelimits", "notation",
    "numalign", "denomalign", "open", "rowalign", "rowlines", "rowspacing", "rowspan", "rspace",
    "scriptlevel", "separator", "separators", "stretchy", "subscriptshift", "superscriptshift",
    "symmetric", "voffset", "width",
})  # fmt: skip
"""What says how a formula is set; no ids, classes, styles, links or handlers."""


def serialised_math(element: Tag, *, reading: bool) -> str:
    """Return one ``math`` element as well-formed XML, without recursion.

    Annotations (LaTeX, a second markup) are left out, and ``semantics`` with them; of HTML
    inside a token its text is kept. White space between elements says nothing in MathML.
    ``reading`` tells whether ``alttext`` is words (and no LaTeX) and stays.
    """
    parts: list[str] = []
    stack: list[NavigableString | Tag | str] = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, NavigableString):
            parent = node.parent
            if not is_text(node) or (parent is not None and parent.name not in _TOKENS):
                continue
            parts.append(escape(SPACE.sub(" ", cleaned(str(node))).strip(" "), quote=False))
        elif isinstance(node, str):
            parts.append(node)
        elif node.name in _DROPPED:
            continue
        elif node.namespace != MATHML:
            parts.append(escape(re.sub(r"\s+", " ", cleaned(node.get_text())), quote=False))
        else:
            if node.name != "semantics" or not _is_single(node):
                known = node.name != "semantics" and _NAME.fullmatch(node.name)
                name = node.name if known else "mrow"
                kept = _attributes(node, root=node is element, reading=reading)
                parts.append(f"<{name}{kept}>")
                stack.append(f"</{name}>")
            stack.extend(
                child
                for child in reversed(node.contents)
                if isinstance(child, (Tag, NavigableString))
            )
    return "".join(parts)


def _is_single(semantics: Tag) -> bool:
    kept = [c for c in semantics.contents if isinstance(c, Tag) and c.name not in _DROPPED]
    return len(kept) == 1


def _attributes(tag: Tag, *, root: bool, reading: bool) -> str:
    kept = {key: str(value) for key, value in tag.attrs.items() if key in _ATTRIBUTES}
    if not reading:
        kept.pop("alttext", None)
    if root:
        kept = {"xmlns": MATHML, **kept}
    return "".join(f' {key}="{escape(cleaned(value))}"' for key, value in kept.items())
