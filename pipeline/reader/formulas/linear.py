"""A formula in one line of signs: ``r = n/p``, ``x^2``, ``√(a + b)``. For ``math``."""

from __future__ import annotations

import re

from bs4 import Tag
from bs4.element import NavigableString

from pipeline.reader.formulas.markup import SPACE

_TOKENS = frozenset({"mi", "mn", "mo", "mtext", "ms"})
_SILENT = frozenset({"annotation", "annotation-xml", "mphantom", "maligngroup", "malignmark"})
_SPACED = re.compile(r"[=<>≤≥≠≈≡∼∝→←↔⇒⇐⇔±∓+−×·÷∈∉⊂⊆∪∩∧∨∣]")
_INVISIBLE = dict.fromkeys(map(ord, "\u2061\u2062\u2063\u2064"), "")
_MAX_DEPTH = 60


def linear(element: Tag) -> str:
    """Return the reading of a ``math`` element."""
    return re.sub(r"\s+", " ", _read(element, 0)).strip()


def _read(tag: Tag, depth: int) -> str:
    name = tag.name
    if name in _SILENT:
        return ""
    if depth > _MAX_DEPTH:
        return tag.get_text(" ", strip=True)
    if name in _TOKENS:
        text = SPACE.sub(" ", tag.get_text()).translate(_INVISIBLE).strip(" ")
        if name != "mtext":  # its spaces part words
            text = text.strip()
        if name == "mo" and (_SPACED.fullmatch(text) or text == "-"):
            return f" {text.replace('-', '−')} "
        if name == "mo" and text in (",", ";"):
            return f"{text} "
        return f'"{text}"' if name == "ms" else text
    parts = [
        _read(child, depth + 1)
        for child in tag.contents
        if isinstance(child, Tag) and child.name not in _SILENT
    ]
    match name, parts:
        case "mfrac", [top, bottom]:
            return f"{_grouped(top)}/{_grouped(bottom)}"
        case "msqrt", _:
            return f"√{_grouped(''.join(parts), always=True)}"
        case "mroot", [radicand, index]:
            return f"root {index.strip()} of {_grouped(radicand)}"
        case "msup" | "mover", [base, upper]:
            return f"{base}^{_grouped(upper)}"
        case "msub" | "munder", [base, lower]:
            return f"{base}_{_grouped(lower)}"
        case "msubsup" | "munderover", [base, lower, upper]:
            return f"{base}_{_grouped(lower)}^{_grouped(upper)} "
        case "mfenced", _:
            opening, closing = str(tag.attrs.get("open", "(")), str(tag.attrs.get("close", ")"))
            return f"{opening}{', '.join(parts)}{closing}"
        case "mtable", _:
            return f"[{'; '.join(part.strip() for part in parts)}]"
        case "mtr" | "mlabeledtr", _:
            return ", ".join(part.strip() for part in parts)
        case "mspace", _:
            return " "
        case "semantics", [first, *_]:
            return first
        case _:
            if not parts:
                return "".join(str(c) for c in tag.contents if isinstance(c, NavigableString))
            return "".join(parts)


def _grouped(text: str, *, always: bool = False) -> str:
    text = text.strip()
    if not always and (len(text) <= 1 or re.fullmatch(r"[\w.,′'*†∗]+", text)):
        return text
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        return text
    return f"({text})"
