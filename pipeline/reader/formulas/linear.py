"""A formula in one line of signs: ``r = n/p``, ``x^2``, ``√(a + b)``. For ``math``."""

from __future__ import annotations

import re

from bs4 import Tag

from pipeline.reader.formulas.markup import SPACE
from pipeline.reader.formulas.parts import TOKENS, parts, token_text
from pipeline.reader.text.inlines import cleaned

_SPACED = re.compile(r"[=<>≤≥≠≈≡∼∝→←↔⇒⇐⇔±∓+−×·÷∈∉⊂⊆∪∩∧∨∣]")
_INVISIBLE = dict.fromkeys(map(ord, "\u2061\u2062\u2063\u2064"), "")
_MAX_DEPTH = 60


def linear(element: Tag) -> str:
    """Return the reading of a ``math`` element."""
    return re.sub(r"\s+", " ", cleaned(_read(element, 0))).strip()


def _read(tag: Tag, depth: int) -> str:
    name = tag.name
    if depth > _MAX_DEPTH:
        return tag.get_text(" ", strip=True)
    if name in TOKENS:
        text = SPACE.sub(" ", token_text(tag)).translate(_INVISIBLE).strip(" ")
        if name != "mtext":  # its spaces part words
            text = text.strip()
        if name == "mo" and (_SPACED.fullmatch(text) or text == "-"):
            return f" {text.replace('-', '−')} "
        if name == "mo" and text in (",", ";"):
            return f"{text} "
        return f'"{text}"' if name == "ms" else text
    read = [
        _read(part, depth + 1) if isinstance(part, Tag) else SPACE.sub(" ", part)
        for part in parts(tag)
        if isinstance(part, str) or part.name != "mphantom"
    ]
    match name, read:
        case "mfrac", [top, bottom]:
            return f"{_grouped(top)}/{_grouped(bottom)}"
        case "msqrt", _:
            return f"√{_grouped(''.join(read), always=True)}"
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
            return f"{opening}{', '.join(read)}{closing}"
        case "mtable" | "mtr" | "mlabeledtr", _ if not any(part.strip() for part in read):
            return ""  # its brackets and commas stand for what is in it
        case "mtable", _:
            return f"[{'; '.join(part.strip() for part in read)}]"
        case "mtr" | "mlabeledtr", _:
            return ", ".join(part.strip() for part in read)
        case "mspace", []:
            return " "
        case _:
            return "".join(read)


def _grouped(text: str, *, always: bool = False) -> str:
    text = text.strip()
    if not always and (len(text) <= 1 or re.fullmatch(r"[\w.,′'*†∗]+", text)):
        return text
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        return text
    return f"({text})"
