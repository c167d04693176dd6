"""The package: python-docx holds the parts and their relationships, the archive is ours.

The parts are put into an empty package of python-docx, not into its default template, whose
164 styles and 2013 properties would stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import CT_Types, serialize_part_xml
from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.opc.part import Part
from docx.package import Package

from pipeline.writers.archive import repack
from pipeline.writers.docx.shared import Relationships
from pipeline.writers.docx.template import OWN_FOOT, OWN_HEAD, Edge

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

_TYPES = {
    "styles": (CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES),
    "numbering": (CONTENT_TYPE.WML_NUMBERING, RELATIONSHIP_TYPE.NUMBERING),
    "settings": (CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS),
    "fontTable": (CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE),
    "footnotes": (CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP_TYPE.FOOTNOTES),
    "endnotes": (CONTENT_TYPE.WML_ENDNOTES, RELATIONSHIP_TYPE.ENDNOTES),
    "theme/theme1": (CONTENT_TYPE.OFC_THEME, RELATIONSHIP_TYPE.THEME),
    "header": (CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
    "footer": (CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
}


@dataclass(slots=True)
class DraftPart:
    """A part to be put into the package."""

    kind: str
    """As in ``_TYPES``; also the file's name."""
    data: bytes = field(repr=False)
    relationships: Relationships = field(default_factory=Relationships)


def assemble(
    document: bytes,
    relationships: Relationships,
    parts: Iterable[DraftPart],
    core: bytes,
    extended: bytes,
    edges: Iterable[Edge] = (),
) -> bytes:
    """Return the file: the main document, its parts in order, the properties.

    Of ``edges`` those that bring a part of their own are related as well.
    """
    package = Package()
    main = Part(PackURI("/word/document.xml"), MAIN, document, package)
    package.load_rel(RELATIONSHIP_TYPE.OFFICE_DOCUMENT, main, "rId1")
    properties = Part(
        PackURI("/docProps/core.xml"), CONTENT_TYPE.OPC_CORE_PROPERTIES, core, package
    )
    package.load_rel(RELATIONSHIP_TYPE.CORE_PROPERTIES, properties, "rId2")
    application = Part(
        PackURI("/docProps/app.xml"), CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, extended, package
    )
    package.load_rel(RELATIONSHIP_TYPE.EXTENDED_PROPERTIES, application, "rId3")
    pictures: dict[str, Part] = {}
    for index, draft in enumerate(parts, 1):
        content_type, relationship = _TYPES[draft.kind]
        part = Part(PackURI(f"/word/{draft.kind}.xml"), content_type, draft.data, package)
        main.load_rel(relationship, part, relationship_id(draft.kind, index))
        _relate(part, draft.relationships, pictures, package)
    for edge in edges:
        if edge.part is not None:
            kind = edge.element.removesuffix("Reference")
            main.load_rel(_TYPES[kind][1], edge.part, edge.id)
    _relate(main, relationships, pictures, package)
    compressed = {f"word/media/{name}" for name in pictures if not name.endswith(".svg")}
    return repack(_entries(package), stored=frozenset(compressed))


def _entries(package: Package) -> Iterator[tuple[str, bytes]]:
    """Yield the files as ``Package.save`` writes them, which would compress them twice."""
    parts = list(package.iter_parts())
    types = CT_Types.new()  # type: ignore[no-untyped-call]
    types.add_default("rels", CONTENT_TYPE.OPC_RELATIONSHIPS)
    types.add_default("xml", CONTENT_TYPE.XML)
    media = {p.partname.ext: p.content_type for p in parts if p.content_type.startswith("image/")}
    for extension, kind in sorted(media.items()):
        types.add_default(extension, kind)
    for part in sorted(parts, key=lambda part: part.partname):
        if media.get(part.partname.ext) != part.content_type:
            types.add_override(part.partname, part.content_type)
    yield "[Content_Types].xml", serialize_part_xml(types)
    yield PACKAGE_URI.rels_uri.membername, package.rels.xml
    for part in parts:
        yield part.partname.membername, part.blob
        if part.rels:
            yield part.partname.rels_uri.membername, part.rels.xml


def relationship_id(kind: str, index: int) -> str:
    """Return the id by which the main document knows one of its parts."""
    return {"header": OWN_HEAD, "footer": OWN_FOOT}.get(kind, f"rIdP{index}")


def _relate(
    part: Part, relationships: Relationships, pictures: dict[str, Part], package: Package
) -> None:
    for address, id_ in relationships.external.items():
        part.load_rel(RELATIONSHIP_TYPE.HYPERLINK, address, id_, is_external=True)
    for media, id_ in relationships.media.items():
        if media.name not in pictures:
            name = PackURI(f"/word/media/{media.name}")
            pictures[media.name] = Part(name, media.media_type, media.data, package)
        part.load_rel(RELATIONSHIP_TYPE.IMAGE, pictures[media.name], id_)
