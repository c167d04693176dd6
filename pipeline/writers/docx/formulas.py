"""MathML to OMML, the formulas of Word (ISO/IEC 29500-1, 22.1). DW-14: math is not a picture.

Presentation MathML in, ``m:oMath`` out. Every sign of the formula comes out, in the order
of the source; an element without a counterpart gives its content. Nothing here can fail:
a formula without any sign gives None, and the caller writes its linear text.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from pipeline.writers.docx.ooxml import NAMESPACES, XML_SPACE, add, clean, qualified

_INVISIBLE = dict.fromkeys((0x2061, 0x2062, 0x2063, 0x2064, 0x200B))
_OPENING = frozenset("([{⟨⌈⌊|‖")
_CLOSING = frozenset(")]}⟩⌉⌋|‖")
_NARY = frozenset("∑∏∐∫∬∭∮∯∰⋀⋁⋂⋃⨀⨁⨂⨄⨆")
_IGNORED = frozenset({"annotation", "annotation-xml"})
_TOKENS = frozenset({"mi", "mn", "mo", "mtext", "ms"})
_PARTS = {
    "mfrac": 2,
    "mroot": 2,
    "msub": 2,
    "msup": 2,
    "munder": 2,
    "mover": 2,
    "msubsup": 3,
    "munderover": 3,
}
"""How many parts an element has; with others it is a row (MathML Core, 3.3 and 3.4)."""


def office_math(mathml: str) -> etree._Element | None:
    """Return ``m:oMath`` for one ``math`` element; None where it shows no sign."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        source = etree.fromstring(mathml.encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        return None
    formula = etree.Element(qualified("m:oMath"), nsmap={"m": NAMESPACES["m"]})
    _row(formula, _content(source))
    return formula if any(_signs(source)) else None


def _signs(source: etree._Element) -> list[str]:
    return [
        text
        for element in source.iter()
        if _name(element) in _TOKENS and (text := _text(element)).strip()
    ]


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _text(element: etree._Element) -> str:
    text = "".join(str(piece) for piece in element.itertext())
    return clean(" ".join(text.split()).translate(_INVISIBLE))


def _content(element: etree._Element) -> list[etree._Element]:
    """Return the children that are shown; ``semantics`` shows its first only."""
    shown = [child for child in element if isinstance(child.tag, str)]
    if _name(element) == "semantics":
        return shown[:1]
    return [child for child in shown if _name(child) not in _IGNORED]


def _val(parent: etree._Element, name: str, value: str) -> None:
    add(parent, f"m:{name}", {"m:val": value})


def _flat(elements: Sequence[etree._Element]) -> list[etree._Element]:
    """Dissolve rows that only group, so that an operator sees what follows it."""
    found: list[etree._Element] = []
    for element in elements:
        if _name(element) in ("math", "mstyle", "mpadded", "merror", "maction", "semantics"):
            found.extend(_flat(_content(element)))
        else:
            found.append(element)
    return found


def _row(parent: etree._Element, elements: Sequence[etree._Element]) -> None:
    row = _flat(elements)
    if len(row) > 2 and _is_sign(row[0], _OPENING) and _is_sign(row[-1], _CLOSING):
        _delimited(parent, _text(row[0]), [row[1:-1]], "", _text(row[-1]))
        return
    index = 0
    while index < len(row):
        element = row[index]
        index += 1
        scripts = _nary(element)
        if scripts is not None and index < len(row):
            _nary_operator(parent, *scripts, row[index])
            index += 1
        else:
            _element(parent, element)


def _is_sign(element: etree._Element, signs: frozenset[str]) -> bool:
    return _name(element) == "mo" and _text(element) in signs


def _nary(
    element: etree._Element,
) -> tuple[etree._Element, etree._Element | None, etree._Element | None, bool] | None:
    """Return operator, lower and upper script, and whether they stand above and below."""
    parts = _content(element)
    match _name(element), parts:
        case ("munder" | "msub") as name, [base, low] if _is_sign(base, _NARY):
            return base, low, None, name == "munder"
        case ("mover" | "msup") as name, [base, high] if _is_sign(base, _NARY):
            return base, None, high, name == "mover"
        case ("munderover" | "msubsup") as name, [base, low, high] if _is_sign(base, _NARY):
            return base, low, high, name == "munderover"
        case _:
            return None


def _nary_operator(
    parent: etree._Element,
    base: etree._Element,
    low: etree._Element | None,
    high: etree._Element | None,
    stacked: bool,
    operand: etree._Element,
) -> None:
    nary = add(parent, "m:nary")
    properties = add(nary, "m:naryPr")
    _val(properties, "chr", _text(base))
    _val(properties, "limLoc", "undOvr" if stacked else "subSup")
    if low is None:
        _val(properties, "subHide", "1")
    if high is None:
        _val(properties, "supHide", "1")
    for name, script in (("sub", low), ("sup", high)):
        holder = add(nary, f"m:{name}")
        if script is not None:
            _row(holder, [script])
    _row(add(nary, "m:e"), [operand])


def _part(parent: etree._Element, name: str, element: etree._Element) -> None:
    _row(add(parent, f"m:{name}"), [element])


def _element(parent: etree._Element, element: etree._Element) -> None:
    parts = _content(element)
    name = _name(element)
    match name:
        case _ if len(parts) != _PARTS.get(name, len(parts)):
            _row(parent, parts)
        case "mi" | "mn" | "mo" | "mtext" | "ms":
            _token(parent, element)
        case "mfrac":
            fraction = add(parent, "m:f")
            if element.get("linethickness") in ("0", "0px", "0pt"):
                _val(add(fraction, "m:fPr"), "type", "noBar")
            _part(fraction, "num", parts[0])
            _part(fraction, "den", parts[1])
        case "msqrt":
            radical = add(parent, "m:rad")
            _val(add(radical, "m:radPr"), "degHide", "1")
            add(radical, "m:deg")
            _row(add(radical, "m:e"), parts)
        case "mroot":
            radical = add(parent, "m:rad")
            _part(radical, "deg", parts[1])
            _part(radical, "e", parts[0])
        case "msub":
            _script(parent, "sSub", parts, ("e", "sub"))
        case "msup":
            _script(parent, "sSup", parts, ("e", "sup"))
        case "msubsup":
            _script(parent, "sSubSup", parts, ("e", "sub", "sup"))
        case "munder":
            _limit(parent, parts, low=parts[1], high=None)
        case "mover":
            _limit(parent, parts, low=None, high=parts[1])
        case "munderover":
            _limit(parent, parts, low=parts[1], high=parts[2])
        case "mmultiscripts":
            _multiscripts(parent, element)
        case "mtable":
            _matrix(parent, element)
        case "mfenced":
            signs = element.get("separators", ",").split()
            _delimited(
                parent,
                element.get("open", "("),
                [[part] for part in parts],
                "".join(signs)[:1],
                element.get("close", ")"),
            )
        case "mphantom":
            _row(add(add(parent, "m:phant"), "m:e"), parts)
        case _:
            _row(parent, parts)


def _token(parent: etree._Element, element: etree._Element) -> None:
    text = _text(element)
    if not text:
        return
    name = _name(element)
    run = add(parent, "m:r")
    properties = add(run, "m:rPr")
    variant = element.get("mathvariant", "")
    if name in ("mtext", "ms"):
        add(properties, "m:nor")
    elif "bold" in variant:
        _val(properties, "sty", "bi" if "italic" in variant else "b")
    elif name == "mi" and len(text) == 1 and variant != "normal":
        _val(properties, "sty", "i")
    else:
        _val(properties, "sty", "p")
    holder = add(run, "m:t")
    holder.text = f'"{text}"' if name == "ms" else text
    holder.set(XML_SPACE, "preserve")


def _script(
    parent: etree._Element, name: str, parts: list[etree._Element], roles: tuple[str, ...]
) -> None:
    script = add(parent, f"m:{name}")
    for role, part in zip(roles, parts, strict=True):
        _part(script, role, part)


def _limit(
    parent: etree._Element,
    parts: list[etree._Element],
    *,
    low: etree._Element | None,
    high: etree._Element | None,
) -> None:
    """Write what stands under or over a base; one stretched sign is an accent or a brace."""
    if high is not None and _name(high) == "mo" and len(_text(high)) == 1:
        accent = add(parent, "m:acc")
        _val(add(accent, "m:accPr"), "chr", _text(high))
        holder = add(accent, "m:e")
    elif high is not None:
        limit = add(parent, "m:limUpp")
        holder = add(limit, "m:e")
        _row(add(limit, "m:lim"), [high])
    else:
        holder = parent
    if low is not None and _name(low) == "mo" and len(_text(low)) == 1:
        group = add(holder, "m:groupChr")
        properties = add(group, "m:groupChrPr")
        _val(properties, "chr", _text(low))
        _val(properties, "pos", "bot")
        holder = add(group, "m:e")
    elif low is not None:
        limit = add(holder, "m:limLow")
        holder = add(limit, "m:e")
        _row(add(limit, "m:lim"), [low])
    _row(holder, parts[:1])


def _multiscripts(parent: etree._Element, element: etree._Element) -> None:
    """Write scripts before and after a base; pairs after the first nest."""
    after: list[etree._Element] = []
    before: list[etree._Element] = []
    current = after
    children = [child for child in element if isinstance(child.tag, str)]
    for child in children[1:]:
        if _name(child) == "mprescripts":
            current = before
        else:
            current.append(child)
    base = children[:1]
    holder = parent
    for pair in reversed(_pairs(before)):
        script = add(holder, "m:sPre")
        for role, part in zip(("sub", "sup"), pair, strict=True):
            _row(add(script, f"m:{role}"), [] if part is None else [part])
        holder = add(script, "m:e")
    for low, high in reversed(_pairs(after)):
        script = add(holder, "m:sSubSup")
        holder = add(script, "m:e")
        _row(add(script, "m:sub"), [] if low is None else [low])
        _row(add(script, "m:sup"), [] if high is None else [high])
    _row(holder, base)


def _pairs(
    scripts: list[etree._Element],
) -> list[tuple[etree._Element | None, etree._Element | None]]:
    shown: list[etree._Element | None] = [*scripts]
    if len(shown) % 2:
        shown.append(None)
    return list(zip(shown[::2], shown[1::2], strict=True))


def _matrix(parent: etree._Element, element: etree._Element) -> None:
    matrix = add(parent, "m:m")
    # What is no row is one of one cell, and what is no cell stands in one.
    rows = [
        [_content(cell) if _name(cell) == "mtd" else [cell] for cell in _content(row)]
        if _name(row) in ("mtr", "mlabeledtr")
        else [[row]]
        for row in _content(element)
    ]
    width = max(map(len, rows), default=1)
    column = add(add(add(add(matrix, "m:mPr"), "m:mcs"), "m:mc"), "m:mcPr")
    _val(column, "count", str(width))
    _val(column, "mcJc", "center")
    for row in rows:
        line = add(matrix, "m:mr")
        for index in range(width):
            _row(add(line, "m:e"), row[index] if index < len(row) else [])


def _delimited(
    parent: etree._Element,
    opening: str,
    parts: Sequence[Sequence[etree._Element]],
    separator: str,
    closing: str,
) -> None:
    delimiter = add(parent, "m:d")
    properties = add(delimiter, "m:dPr")
    _val(properties, "begChr", opening)
    if len(parts) > 1:
        _val(properties, "sepChr", separator)
    _val(properties, "endChr", closing)
    for part in parts:
        _row(add(delimiter, "m:e"), part)
