"""Formulas: the source's MathML, cleaned for a book, with its words (ES-10)."""

from __future__ import annotations

from lxml import etree

NAMESPACE = "http://www.w3.org/1998/Math/MathML"

_LEFT_OUT = frozenset({"id", "xref", "class", "style", "intent", "arg"})
"""Attributes that clash with the book's own, or that EPUBCheck, with MathML 3, does not know."""
_DROPPED = frozenset({"annotation", "annotation-xml"})


def formula(mathml: str, words: str, *, block: bool) -> str:
    """Return one ``math`` element with ``alttext``; ids and annotations are left out.

    Annotations (TeX, content MathML) are for programs and not shown; ids could clash with
    those of the book. MathML that cannot be read becomes its words.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(mathml.encode(), parser)
    except etree.XMLSyntaxError:
        root = etree.fromstring(f'<math xmlns="{NAMESPACE}"/>')
        etree.SubElement(root, f"{{{NAMESPACE}}}mtext").text = words
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or not element.tag.startswith(f"{{{NAMESPACE}}}"):
            continue
        if etree.QName(element).localname in _DROPPED:
            _remove(element)
            continue
        if etree.QName(element).localname == "maction":
            # What changes on a click is still in a book: the first form is the formula.
            element.tag = f"{{{NAMESPACE}}}mrow"
            for name in ("actiontype", "selection"):
                element.attrib.pop(name, "")
            for other in list(element)[1:]:
                _remove(other)
        for name in list(element.attrib):
            local = str(name)
            if local in _LEFT_OUT or local.startswith(("data-", "on")):
                del element.attrib[name]
    if "display" in root.attrib:
        del root.attrib["display"]
    root.set("alttext", words)
    if block:
        root.set("display", "block")
    root.tail = None
    return etree.tostring(root, encoding="unicode")


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
