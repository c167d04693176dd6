"""Which attributes say how an element of a formula is set, and their values. For ``markup``.

MathML 3, 3.1 to 3.6. No ids, classes, styles, links or handlers; what MathML does not know is
left out, as it changes nothing where a formula is shown and makes a book invalid.
"""

from __future__ import annotations

import re

from bs4 import Tag

from pipeline.reader.formulas.parts import TOKENS
from pipeline.reader.text.inlines import cleaned

_EVERY = frozenset({"mathcolor", "intent", "arg"})
_TOKEN = frozenset({"dir", "mathsize", "mathvariant"})
_OPERATOR = frozenset({
    "accent", "fence", "form", "largeop", "linebreak", "lspace", "maxsize", "minsize",
    "movablelimits", "rspace", "separator", "stretchy", "symmetric",
})  # fmt: skip
_STYLE = frozenset({"dir", "displaystyle", "mathsize", "mathvariant", "scriptlevel"})
_SCRIPTS = frozenset({"subscriptshift", "superscriptshift"})
_NAMES: dict[str, frozenset[str]] = {
    "math": _STYLE | {"alttext", "display"},
    "mstyle": _STYLE,
    "mrow": frozenset({"dir"}),
    **dict.fromkeys(TOKENS, _TOKEN),
    "mo": _TOKEN | _OPERATOR,
    "mspace": frozenset({"depth", "height", "linebreak", "width"}),
    "mpadded": frozenset({"depth", "height", "lspace", "voffset", "width"}),
    "mfrac": frozenset({"denomalign", "linethickness", "numalign"}),
    "mfenced": frozenset({"close", "open", "separators"}),
    "menclose": frozenset({"notation"}),
    **dict.fromkeys(["msub", "msup", "msubsup", "mmultiscripts"], _SCRIPTS),
    "munder": frozenset({"accentunder", "align"}),
    "mover": frozenset({"accent", "align"}),
    "munderover": frozenset({"accent", "accentunder", "align"}),
    "mtable": frozenset({
        "align", "columnalign", "columnlines", "columnspacing", "displaystyle", "frame",
        "rowalign", "rowlines", "rowspacing", "width",
    }),
    **dict.fromkeys(["mtr", "mlabeledtr"], frozenset({"columnalign", "rowalign"})),
    "mtd": frozenset({"columnalign", "columnspan", "rowalign", "rowspan"}),
}  # fmt: skip

_NUMBER = r"(\d+(\.\d*)?|\.\d+)"
_SPACE = r"(negative)?((very){0,2}thi(n|ck)|medium)mathspace"
_LENGTH = rf"(-?{_NUMBER}(e[mx]|in|cm|mm|p[xtc]|%)?|{_SPACE})"
_PADDED = rf"[+-]?{_NUMBER}(%?(height|depth|width)?|e[mx]|in|cm|mm|p[xtc]|{_SPACE})"
_SIDE, _ROW = "(left|center|right)", "(top|bottom|center|baseline|axis)"
_VARIANTS = (
    "normal|bold|italic|bold-italic|double-struck|bold-fraktur|script|bold-script|fraktur|"
    "sans-serif|bold-sans-serif|sans-serif-italic|sans-serif-bold-italic|monospace|initial|"
    "tailed|looped|stretched"
)
_COLOURS = (
    "aqua|black|blue|fuchsia|gray|green|lime|maroon|navy|olive|purple|red|silver|teal|white|yellow"
)
_NOTATIONS = (
    "longdiv|actuarial|phasorangle|radical|box|roundedbox|circle|left|right|top|bottom|"
    "updiagonalstrike|downdiagonalstrike|verticalstrike|horizontalstrike|madruwb|"
    "updiagonalarrow"
)


def _many(value: str) -> str:
    return rf"{value}(\s+{value})*"


_VALUES: dict[str, str] = {
    **dict.fromkeys(
        ["accent", "accentunder", "displaystyle", "fence", "largeop", "movablelimits",
         "separator", "stretchy", "symmetric"],
        "true|false",
    ),
    **dict.fromkeys(["lspace", "rspace", "minsize", *sorted(_SCRIPTS)], _LENGTH),
    **dict.fromkeys(["width", "height", "depth"], _LENGTH),
    "maxsize": f"{_LENGTH}|infinity",
    "linethickness": f"{_LENGTH}|thin|medium|thick",
    "mathsize": f"{_LENGTH}|small|normal|big",
    "mathvariant": _VARIANTS,
    "mathcolor": f"(?i:#[0-9a-f]{{3}}([0-9a-f]{{3}})?|{_COLOURS})",
    "dir": "ltr|rtl",
    "display": "block|inline",
    "form": "prefix|infix|postfix",
    "linebreak": "auto|newline|nobreak|goodbreak|badbreak",
    "scriptlevel": r"[+-]?\d+",
    "notation": _many(f"({_NOTATIONS})"),
    "align": rf"{_ROW}(\s+-?\d+)?",
    "frame": "none|solid|dashed",
    **dict.fromkeys(["numalign", "denomalign"], _SIDE),
    "columnalign": _many(_SIDE),
    "rowalign": _many(_ROW),
    **dict.fromkeys(["columnlines", "rowlines"], _many("(none|solid|dashed)")),
    **dict.fromkeys(["columnspacing", "rowspacing"], _many(_LENGTH)),
    **dict.fromkeys(["columnspan", "rowspan"], r"[1-9]\d*"),
}  # fmt: skip
_KNOWN = {name: re.compile(rf"\s*({value})\s*") for name, value in _VALUES.items()}
_ELSEWHERE = {
    **dict.fromkeys([("munder", "align"), ("mover", "align"), ("munderover", "align")], _SIDE),
    **dict.fromkeys(
        [("mpadded", each) for each in ("width", "height", "depth", "lspace", "voffset")], _PADDED
    ),
    ("mtable", "width"): f"{_LENGTH}|auto",
    ("mtd", "columnalign"): _SIDE,
    ("mtd", "rowalign"): _ROW,
}
"""What is another value in some elements."""
_KNOWN_ELSEWHERE = {place: re.compile(rf"\s*({value})\s*") for place, value in _ELSEWHERE.items()}


def known_attributes(tag: Tag, name: str) -> dict[str, str]:
    """Return what an element that is written under a name says of how it is set."""
    names = _EVERY | _NAMES.get(name, frozenset())
    found = {key: cleaned(str(value)) for key, value in tag.attrs.items() if key in names}
    return {key: value for key, value in found.items() if _is_known(name, key, value)}


def _is_known(name: str, key: str, value: str) -> bool:
    pattern = _KNOWN_ELSEWHERE.get((name, key)) or _KNOWN.get(key)
    return pattern is None or pattern.fullmatch(value) is not None
