"""A department's own document: what is taken from it, and how it is opened.

Its styles, its theme (which the styles name fonts and colours from), and the heads and feet of
its pages with their pictures. Macros, text, settings and everything else stay behind: only what
is asked for by its relationship is looked at, so nothing has to be taken out.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.errors import OptionError
from pipeline.writers.docx.ooxml import NAMESPACES, qualified, serialize

LARGEST = 64 * 2**20
"""Bytes of a template when unpacked; a letterhead with photographs has a tenth of it."""

NOT_TAKEN = Rule(
    "docx-template-not-taken",
    Severity.WARNING,
    "The head or foot of the template's pages could not be used as it is.",
    "Keep text, fields, links and embedded pictures there, and a page number.",
)

_EDGES = {
    qualified("headerReference"): RELATIONSHIP_TYPE.HEADER,
    qualified("footerReference"): RELATIONSHIP_TYPE.FOOTER,
}
_ALLOWED = frozenset({RELATIONSHIP_TYPE.IMAGE, RELATIONSHIP_TYPE.HYPERLINK})
_MEDIA = "/word/media/template-"
_FIRST_DRAWING = 1_000_000
"""Drawings at the edges are numbered from here: ids are unique in the document (DW-04)."""


@dataclass(frozen=True, slots=True)
class Edge:
    """The head or foot of some pages."""

    element: str
    """``headerReference`` or ``footerReference``."""
    type: str
    """``default``, ``first`` or ``even``."""
    id: str
    """Of the relationship."""
    part: Part | None = field(default=None, repr=False)
    """None: one of the writer's own parts."""


OWN_HEAD, OWN_FOOT = "rIdHeader", "rIdFooter"
_OWN = (  # The title stands on the first page itself: no running head there, but a number.
    Edge("headerReference", "default", OWN_HEAD),
    Edge("footerReference", "default", OWN_FOOT),
    Edge("footerReference", "first", OWN_FOOT),
)


@dataclass(frozen=True, slots=True)
class Template:
    """What is taken from a department's own document; by default, nothing."""

    styles: bytes | None = field(default=None, repr=False)
    theme: bytes | None = field(default=None, repr=False)
    edges: tuple[Edge, ...] = _OWN
    first_differs: bool = True
    """The first page has a head and foot of its own."""
    even_differ: bool = False
    """So have pages with an even number."""
    diagnostics: tuple[Diagnostic, ...] = ()


def open_template(data: bytes) -> Template:
    """Return what is taken from a department's document.

    Raises:
        OptionError: if it is not a Word document, or unpacks to more than ``LARGEST`` bytes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > LARGEST:
            raise OptionError(
                f"the template unpacks to {size:,} bytes; {LARGEST:,} are allowed",
                hint="take out the pictures of its body",
            )
        return _taken(OpcPackage.open(io.BytesIO(data)).main_document_part)
    except (
        zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, OpcError, KeyError, ValueError,
        AttributeError, TypeError, NotImplementedError, RuntimeError,
    ) as error:  # fmt: skip
        # What python-docx and zipfile meet in a file that is none, or damaged, or encrypted.
        raise OptionError(
            f"the template is not a Word document: {error}",
            hint="give a .docx file that Word has saved",
        ) from error


def _taken(main: Part) -> Template:
    styles = main.part_related_by(RELATIONSHIP_TYPE.STYLES).blob
    _parsed(styles)
    theme = _related(main, RELATIONSHIP_TYPE.THEME)
    settings = _related(main, RELATIONSHIP_TYPE.SETTINGS)
    even = settings is not None and _on(_parsed(settings), "evenAndOddHeaders")
    found: dict[tuple[str, str], str] = {}
    first = False
    for section in _parsed(main.blob).iter(qualified("sectPr")):
        first = _on(section, "titlePg")
        for reference in section.iterchildren(*_EDGES):
            # What a section does not say it has from the one before; the last one counts.
            type_ = reference.get(qualified("type"), "default")
            found[str(reference.tag), type_] = reference.get(qualified("r:id"), "")
    return _with_edges(Template(styles, theme, (), first, even), main, found)


def _with_edges(taken: Template, main: Part, found: Mapping[tuple[str, str], str]) -> Template:
    """Add heads and feet; where the template has none, or none that can be used, ours."""
    heads: list[Edge] = []
    feet: list[Edge] = []
    numbered = False
    faults: list[str] = []
    for (tag, type_), id_ in found.items():
        if (type_ == "first" and not taken.first_differs) or (
            type_ == "even" and not taken.even_differ
        ):
            continue
        part = main.related_parts[id_]
        element = tag.rpartition("}")[2]
        name = f"the {type_} {element.removesuffix('Reference')} of the template"
        if strange := sorted(_strange(part)):
            faults.append(f"{name} holds what cannot be taken along: {', '.join(strange)}")
            continue
        root = _parsed(part.blob)
        numbered = numbered or "PAGE" in _fields(root)
        edges = heads if element.startswith("header") else feet
        index = len(heads) + len(feet) + 1
        edges.append(Edge(element, type_, f"rIdT{index}", _moved(part, root, index)))
    if feet and not numbered:
        faults.append("the feet of the template's pages have no page number: ours take their place")
        feet.clear()
    if not heads:
        heads = [edge for edge in _OWN if edge.id == OWN_HEAD]
        if not taken.first_differs:  # our running head is not for the page of the title
            feet += [replace(edge, type="first") for edge in feet if edge.type == "default"]
    first = taken.first_differs or heads[0].part is None
    edges = [*heads, *(feet or [edge for edge in _OWN if edge.id == OWN_FOOT])]
    if taken.even_differ:
        with_even = {edge.element for edge in edges if edge.type == "even"}
        edges += [
            replace(edge, type="even")
            for edge in edges
            if edge.type == "default" and edge.element not in with_even
        ]
    diagnostics = tuple(Diagnostic(NOT_TAKEN, fault) for fault in faults)
    return replace(taken, edges=tuple(edges), first_differs=first, diagnostics=diagnostics)


def _strange(part: Part) -> Iterator[str]:
    """Yield the kinds of what a head or foot needs and must not bring along.

    Pictures elsewhere would be fetched, and told of, at each opening; embedded objects run.
    """
    for relationship in part.rels.values():
        kind = relationship.reltype.rpartition("/")[2]
        if relationship.reltype not in _ALLOWED:
            yield kind
        elif relationship.is_external and relationship.reltype == RELATIONSHIP_TYPE.IMAGE:
            yield "a picture elsewhere"


def _fields(root: etree._Element) -> set[str]:
    """Return the names of the fields of a part."""
    codes = [element.text or "" for element in root.iter(qualified("instrText"))]
    codes += [simple.get(qualified("instr"), "") for simple in root.iter(qualified("fldSimple"))]
    return {*" ".join(codes).split(), *"".join(codes).split()}  # Word may part one over runs


def _moved(part: Part, root: etree._Element, index: int) -> Part:
    """Return a head or foot as a part of our package, under a name that nothing else has."""
    for number in list(root.iter(qualified("numPr"))):  # the template's lists stay behind
        number.getparent().remove(number)  # type: ignore[union-attr]
    for count, drawing in enumerate(root.iter(f"{{{NAMESPACES['wp']}}}docPr")):
        drawing.set("id", str(_FIRST_DRAWING * index + count))
    kind = "header" if root.tag == qualified("hdr") else "footer"
    moved = Part(PackURI(f"/word/{kind}{index}.xml"), part.content_type, serialize(root))
    for relationship in part.rels.values():
        if relationship.is_external:
            target = relationship.target_ref
            moved.load_rel(relationship.reltype, target, relationship.rId, is_external=True)
        else:
            picture = relationship.target_part
            if not picture.partname.startswith(_MEDIA):
                name = picture.partname.strip("/").replace("/", "-")
                picture.partname = PackURI(_MEDIA + name)
            moved.load_rel(relationship.reltype, picture, relationship.rId)
    return moved


def _related(main: Part, kind: str) -> bytes | None:
    try:
        return main.part_related_by(kind).blob
    except KeyError:
        return None


def _on(parent: etree._Element, name: str) -> bool:
    element = parent.find(qualified(name))
    return element is not None and element.get(qualified("val")) not in ("0", "false", "off")


def _parsed(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(data, parser)
