"""A formula of the page as MathML on its own. For ``math``."""

from __future__ import annotations

import re
from html import escape

from bs4 import Tag

from pipeline.reader.formulas.attributes import known_attributes
from pipeline.reader.formulas.parts import TOKENS, Part, frames, name_of, parts, token_text
from pipeline.reader.page.dom import MATHML
from pipeline.reader.text.inlines import cleaned

SPACE = re.compile(r"[ \t\n\r\f]+")
"""White space of MathML; other spaces, thin ones for one, are characters of the formula."""


def serialised_math(element: Tag, *, reading: bool) -> str:
    """Return one ``math`` element as well-formed XML that MathML allows, without recursion.

    ``reading`` tells whether ``alttext`` is words (and no LaTeX) and stays.
    """
    held = parts(element)
    attributes = _attributes(element, "math", reading=reading)
    written = [f"<math{attributes}>"]
    stack: list[tuple[Part, str] | str] = ["</math>", *_framed(held, "math")]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            written.append(node)
            continue
        part, outer = node
        if isinstance(part, str):
            written.append(_text(part))
            continue
        held = [] if part.name in TOKENS else parts(part)
        name = name_of(part, held, outer)
        written.append(f"<{name}{_attributes(part, name, reading=reading)}>")
        stack.append(f"</{name}>")
        if name in TOKENS:
            written.append(_text(token_text(part)))
        else:
            stack += _framed(held, name)
    return "".join(written)


def _framed(held: list[Part], outer: str) -> list[tuple[Part, str] | str]:
    """Return the parts of an element for the stack, the last first."""
    found: list[tuple[Part, str] | str] = []
    for part in reversed(held):
        around = frames(part, outer)
        found += [f"</{name}>" for name in around]
        found.append((part, around[-1] if around else outer))
        found += [f"<{name}>" for name in reversed(around)]
    return found


def _text(text: str) -> str:
    return escape(SPACE.sub(" ", cleaned(text)).strip(" "), quote=False)


def _attributes(tag: Tag, name: str, *, reading: bool) -> str:
    kept = known_attributes(tag, name)
    if not reading:
        kept.pop("alttext", None)
    if name == "math":
        kept = {"xmlns": MATHML, **kept}
    return "".join(f' {key}="{escape(value)}"' for key, value in kept.items())
