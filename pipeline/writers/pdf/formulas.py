"""MathML to drawn paths. Used by plan.

ziamath sets the formula with the OpenType MATH table of STIX Two and gives an SVG of glyph
outlines and bars; here they become path operators. What it cannot set is shown as linear
text, with a diagnostic: an approximate formula would be a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from pipeline.diagnostics import Diagnostic, Position, Rule, Severity
from pipeline.theme import Colour
from pipeline.writers.pdf.pictures import Paths

FORMULA_AS_TEXT = Rule(
    "pdf-formula-as-text",
    Severity.WARNING,
    "A formula cannot be drawn; its linear text is shown.",
    "Simplify the MathML or give the formula as an image with an alternative.",
)
_PARTS = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_POINT = re.compile(r"-?[\d.]+ (-?[\d.]+)(?= (?:m|l|c|[-\d.]+ [-\d.]+ re))")
_KNOWN = frozenset(
    (
        *("math", "semantics", "annotation", "annotation-xml", "maction", "mstyle", "mrow"),
        *("mi", "mn", "mo", "ms", "mtext", "mspace", "none", "mprescripts", "merror"),
        *("mfrac", "mfenced", "menclose", "mpadded", "mphantom", "mroot", "msqrt"),
        *("msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts"),
        *("mtable", "mtr", "mtd"),
    )
)
_TOKENS = frozenset({"mi", "mn", "mo", "mtext", "ms"})
_EMPTY = _TOKENS | {"mrow"}
_SPACES = {
    **dict.fromkeys("\u200b\u2060\ufeff", 0.0),
    **dict.fromkeys("\u2000\u2002\u2007", 0.5),
    **dict.fromkeys("\u2001\u2003\u3000", 1.0),
    **dict.fromkeys("\u00a0\u2005\u205f", 0.25),
    **dict.fromkeys("\u2008\u2009\u202f", 0.2),
    "\u2004": 0.333,
    "\u2006": 0.167,
    "\u200a": 0.1,
}
"""Width of blanks in ems."""
_BLANKS = "".join(_SPACES)
_FAR = 10
"""Of the library's sizes: what it cannot place it sets 9999 away, where nobody sees it."""
_STRETCHY = frozenset("()[]{}|‖⟨⟩⌈⌉⌊⌋/↑↓")
_LARGE = frozenset("∏∐∑∫∬∭∮∯∰∱∲∳⋀⋁⋂⋃⨀⨁⨂⨃⨄⨅⨆⨌")
_FENCES = _STRETCHY - {"/"}
_DEEPEST = 100
_MOST_DOUBLINGS = 10
"""Eight brackets in one another take a second, twenty would take an hour."""
_LENGTH = re.compile(r"\s*\d*\.?\d+(?:px|pt|pc|in|cm|mm|em|ex)\s*")
_SVG = "{http://www.w3.org/2000/svg}"


def formula(mathml: str, size: float, colour: Colour, at: Position | None) -> Paths | Diagnostic:
    """Set a formula at a size in points, or tell why it cannot be done."""
    # Loaded here: it is slow to load, and few reports have formulas.
    from ziamath.zmath import Math as Formula

    try:
        picture = Formula(_prepared(mathml), size=size, margin=0).svgxml()
        left, top, width, height = (float(part) for part in picture.get("viewBox", "").split())
        operators = " ".join(_operators(picture, colour))
        if "nan" in operators or not operators or width <= 0:
            raise ValueError("nothing to draw")
    except Exception as reason:
        return Diagnostic(FORMULA_AS_TEXT, f"formula cannot be drawn: {reason}", at)
    moved = f"1 0 0 1 {-left:.2f} 0 cm {operators}"
    lowest, highest = _ink(operators)  # the library's box may be much taller than its drawing
    if max(-lowest, highest) > _FAR * max(width, height):
        return Diagnostic(FORMULA_AS_TEXT, "formula cannot be drawn: a part has no place", at)
    above, below = min(-top, highest + size / 2), min(height + top, size / 2 - lowest)
    return Paths(moved.encode("ascii"), width, above, below)


def _prepared(mathml: str) -> ElementTree.Element:
    """Parse a formula and leave out what only speaks to machines (``annotation``).

    Raises:
        ValueError: if an element is not known to the library, which would leave it out.
    """
    if "<!" in mathml:
        raise ValueError("a formula may not hold declarations")
    root = ElementTree.fromstring(mathml)  # noqa: S314 - no declarations, so no entities
    _refuse_what_takes_too_long(root)
    for node in list(root.iter()):
        node.tag = node.tag.rpartition("}")[2]
        if node.tag not in _KNOWN:
            raise ValueError(f"unknown element {node.tag}")
        for child in [child for child in node if _is_annotation(child)]:
            node.remove(child)
        if node.tag in ("semantics", "maction"):
            del node[1:]
            node.tag = "mrow"
        if not _LENGTH.fullmatch(node.get("mathsize", "1pt")):
            del node.attrib["mathsize"]  # "normal" and shares would be no size to the library
        text = (node.text or "").strip(" \t\n\r")
        if node.tag in _EMPTY and not text.strip(_BLANKS) and not len(node):
            # Empty, the library stumbles over it; a blank of words it makes too narrow.
            node.tag, node.text = "mspace", None
            node.set("width", f"{sum(map(_SPACES.__getitem__, text)):.3f}em")
        if node.tag == "mo" and (node.text or "").strip() == "-":
            node.text = "−"  # as MathML Core 3.2.4 has it
        if node.tag == "mo" and text in _LARGE:
            node.set("stretchy", "false")  # they are large, but no fences: as MathML Core B.1
        if node.tag == "mstyle":  # the library would write it out and stumble over "&lt;"
            for child in node:
                for name, value in node.attrib.items():
                    child.attrib.setdefault(name, value)
            node.attrib.clear()
            node.tag = "mrow"
    _flatten(root)
    return root


def _refuse_what_takes_too_long(root: ElementTree.Element) -> None:
    """Raise ``ValueError`` for a formula whose levels double the library's time too often."""
    stack = [(root, 0, 0)]
    while stack:
        node, depth, doublings = stack.pop()
        tag = node.tag.rpartition("}")[2]
        if tag == "mfenced":
            doublings += 2
        elif tag in ("mtable", "mpadded") or any(
            (one.text or "").strip() in _FENCES for one in node
        ):
            doublings += 1
        if depth > _DEEPEST or doublings > _MOST_DOUBLINGS:
            raise ValueError("it is nested too deep")
        stack.extend((child, depth + 1, doublings) for child in node)


def _flatten(node: ElementTree.Element) -> None:
    """Take away rows that group nothing that stretches: the library's time doubles with each.

    A row is the only argument that some elements may have, so only rows in rows are opened.
    """
    for child in node:
        _flatten(child)
    for place, child in enumerate(node):
        if child.tag == "mrow" and len(child) == 1 and not child.attrib:
            node[place] = child[0]
    if node.tag in ("math", "mrow", "mtd", "msqrt"):
        opened: list[ElementTree.Element] = []
        for child in node:
            stretches = any((part.text or "").strip() in _STRETCHY for part in child)
            opened += child if child.tag == "mrow" and not stretches else [child]
        node[:] = opened


def _is_annotation(node: ElementTree.Element) -> bool:
    return node.tag.rpartition("}")[2] in ("annotation", "annotation-xml")


def _operators(picture: ElementTree.Element, colour: Colour) -> Iterator[str]:
    components = " ".join(f"{part / 255:.3g}" for part in (colour.red, colour.green, colour.blue))
    yield f"{components} rg {components} RG"
    symbols = {node.get("id"): node for node in picture.iter() if _name(node) == "symbol"}
    for node in picture:
        match _name(node):
            case "use":
                yield _glyph(node, symbols[node.get("href", "").removeprefix("#")])
            case "rect":
                yield _bar(node)
            case "path":
                stroked = node.get("stroke") not in (None, "none")
                width = node.get("stroke-width", "0.5")
                yield f"{width} w " if stroked else ""
                yield _path(node.get("d", ""), 1, 0, 0) + (" S" if stroked else " f")
            case "line":
                x1, y1, x2, y2 = (float(node.get(key, "0")) for key in ("x1", "y1", "x2", "y2"))
                width = node.get("stroke-width", "0.5")
                yield f"{width} w {x1:.2f} {-y1:.2f} m {x2:.2f} {-y2:.2f} l S"
            case "symbol":
                pass
            case other:
                raise ValueError(f"unknown drawing {other}")


def _ink(operators: str) -> tuple[float, float]:
    """Return the lowest and the highest place of what is drawn."""
    places = [float(match[1]) for match in _POINT.finditer(operators)]
    return min(places, default=0.0), max(places, default=0.0)


def _name(node: ElementTree.Element) -> str:
    return node.tag.removeprefix(_SVG)


def _glyph(use: ElementTree.Element, symbol: ElementTree.Element) -> str:
    left, top, width, height = (float(part) for part in symbol.get("viewBox", "").split())
    scale = float(use.get("height", "0")) / height
    x = float(use.get("x", "0")) + (float(use.get("width", "0")) - width * scale) / 2
    x -= left * scale
    y = float(use.get("y", "0")) - top * scale
    outline = "".join(_path(node.get("d", ""), scale, x, y) for node in _outlines(symbol))
    return f"{outline} f" if outline else ""


def _outlines(symbol: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Yield the paths of a glyph; one that is put together of pieces has them in a group."""
    for node in symbol.iter():
        if _name(node) == "path":
            yield node
        elif node is not symbol and (_name(node) != "g" or node.attrib):
            raise ValueError(f"unknown drawing {_name(node)} in a glyph")


def _bar(node: ElementTree.Element) -> str:
    x, y, width, height = (float(node.get(key, "0")) for key in ("x", "y", "width", "height"))
    box = f"{x:.2f} {-y - height:.2f} {width:.2f} {height:.2f} re"
    if node.get("fill") == "none":
        return f"{node.get('stroke-width', '0.5')} w {box} S"
    return f"{box} f"


def _path(data: str, scale: float, dx: float, dy: float) -> str:
    """Write an SVG path of absolute M, L, H, V, C, Q, Z commands, the axis turned upwards."""
    tokens = _PARTS.findall(data)
    out: list[str] = []
    at = 0
    command = ""
    point = (0.0, 0.0)

    def take(count: int) -> list[float]:
        nonlocal at
        numbers = [float(token) for token in tokens[at : at + count]]
        at += count
        return numbers

    def write(points: list[tuple[float, float]], operator: str) -> None:
        out.extend(f"{dx + x * scale:.2f} {-(dy + y * scale):.2f}" for x, y in points)
        out.append(operator)

    while at < len(tokens):
        if tokens[at].isalpha():
            command = tokens[at]
            at += 1
        match command:
            case "Z":
                out.append("h")
                continue
            case "M" | "L":
                x, y = take(2)
                write([(x, y)], "m" if command == "M" else "l")
                command, point = "L", (x, y)
            case "H" | "V":
                (value,) = take(1)
                point = (value, point[1]) if command == "H" else (point[0], value)
                write([point], "l")
            case "C":
                a, b, c, d, x, y = take(6)
                write([(a, b), (c, d), (x, y)], "c")
                point = (x, y)
            case "Q":
                a, b, x, y = take(4)
                first = (point[0] + 2 / 3 * (a - point[0]), point[1] + 2 / 3 * (b - point[1]))
                second = (x + 2 / 3 * (a - x), y + 2 / 3 * (b - y))
                write([first, second, (x, y)], "c")
                point = (x, y)
            case other:
                raise ValueError(f"unknown path command {other}")
    return " ".join(out) + " "
