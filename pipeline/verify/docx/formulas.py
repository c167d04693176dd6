"""The signs of a formula, in the order of its source: what MathML and OMML have in common.

Word has no place for the linear text of a formula, so the verifier compares the signs.
"""

from __future__ import annotations

from lxml import etree

from pipeline.verify.docx.opened import M

_INVISIBLE = dict.fromkeys((0x2061, 0x2062, 0x2063, 0x2064, 0x200B))
_TOKENS = frozenset({"mi", "mn", "mo", "mtext", "ms"})
_UNSEEN = frozenset({"annotation", "annotation-xml"})

_ORDER = {
    "rad": ("e", "deg"),
    "sPre": ("e", "sub", "sup"),
    "nary": ("sub", "sup", "e"),
}
"""Children in the order of MathML, where OMML has another."""


def _name(element: etree._Element) -> str:
    """Return the local name; nothing for comments and instructions."""
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def _without_space(text: str) -> str:
    return "".join(text.translate(_INVISIBLE).split())


def mathml_signs(mathml: str) -> str:
    """Return the signs of a MathML formula, without space."""
    try:
        root = etree.fromstring(mathml.encode("utf-8"))
    except etree.XMLSyntaxError:
        return ""
    parts: list[str] = []
    stack = [root]
    while stack:
        element = stack.pop()
        name = _name(element)
        if name in _UNSEEN:
            continue
        if name in _TOKENS:
            text = _without_space("".join(str(piece) for piece in element.itertext()))
            parts.append(f'"{text}"' if name == "ms" and text else text)
        elif name == "mfenced":
            parts.append(_fenced(element))
        elif name == "mmultiscripts":
            parts.append(_multiscripts(element))
        else:
            children = [child for child in element if _name(child)]
            stack.extend(reversed(children[:1] if name == "semantics" else children))
    return "".join(parts)


def _fenced(element: etree._Element) -> str:
    separators = "".join(element.get("separators", ",").split())[:1]
    inner = separators.join(mathml_signs(etree.tostring(child).decode()) for child in element)
    return _without_space(element.get("open", "(") + inner + element.get("close", ")"))


def _multiscripts(element: etree._Element) -> str:
    """Return base, scripts after it and scripts before it: the order of the OMML."""
    parts = [child for child in element if _name(child)]
    names = [_name(child) for child in parts]
    signs = [
        _without_space(mathml_signs(etree.tostring(child, with_tail=False).decode()))
        for child in parts
    ]
    if "mprescripts" in names:
        del signs[names.index("mprescripts")]
    return "".join(signs)


def office_signs(element: etree._Element) -> str:
    """Return the signs of an OMML formula, without space."""
    name = etree.QName(element).localname
    if name == "t":
        return _without_space(element.text or "")
    children = {etree.QName(child).localname: child for child in element}
    properties = children.get(f"{name}Pr")

    def sign(attribute: str, default: str) -> str:
        found = None if properties is None else properties.find(f"{{{M}}}{attribute}")
        return default if found is None else found.get(f"{{{M}}}val", "")

    match name:
        case "d":
            parts = [office_signs(child) for child in element if child.tag == f"{{{M}}}e"]
            inner = _without_space(sign("sepChr", "|")).join(parts)
            return _without_space(sign("begChr", "(") + inner + sign("endChr", ")"))
        case "acc" | "groupChr":
            default = "\u0302" if name == "acc" else "\u23df"
            return office_signs(children["e"]) + _without_space(sign("chr", default))
        case "nary":
            inner = "".join(office_signs(children[part]) for part in _ORDER[name])
            return _without_space(sign("chr", "∫")) + inner
        case "rad":
            return "".join(office_signs(children[part]) for part in _ORDER[name])
        case "sPre":
            # Scripts before the base nest outwards; those after it stand in the base.
            return "".join(office_signs(children[part]) for part in _ORDER[name])
        case _:
            shown = [child for child in element if not str(child.tag).endswith("Pr")]
            return "".join(office_signs(child) for child in shown)
