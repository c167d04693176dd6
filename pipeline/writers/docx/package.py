"""The package: python-docx holds the parts and their relationships, the archive is ours.

The parts are put into an empty package of python-docx, not into its default template, whose
164 styles and 2013 properties would stay. Of a department's template the styles and the
theme are taken, which its styles name fonts and colours from.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import CT_Types, serialize_part_xml
from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.opc.part import Part
from docx.package import Package

from pipeline.errors import OptionError
from pipeline.writers.archive import repack
from pipeline.writers.docx.shared import Relationships

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
) -> bytes:
    """Return the file: the main document, its parts in order, the properties."""
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
    _relate(main, relationships, pictures, package)
    compressed = {f"word/media/{name}" for name in pictures if not name.endswith(".svg")}
    return repack(_entries(package), stored=frozenset(compressed))


def _entries(package: Package) -> Iterator[tuple[str, bytes]]:
    """Yield the files as ``Package.save`` writes them, which would compress them twice."""
    parts = list(package.iter_parts())
    types = CT_Types.new()
    types.add_default("rels", CONTENT_TYPE.OPC_RELATIONSHIPS)
    types.add_default("xml", CONTENT_TYPE.XML)
    media = [part for part in parts if part.content_type.startswith("image/")]
    for extension, kind in sorted({part.partname.ext: part.content_type for part in media}.items()):
        types.add_default(extension, kind)
    for part in sorted(parts, key=lambda part: part.partname):
        if part not in media:
            types.add_override(part.partname, part.content_type)
    yield "[Content_Types].xml", serialize_part_xml(types)
    yield PACKAGE_URI.rels_uri.membername, package.rels.xml
    for part in parts:
        yield part.partname.membername, part.blob
        if part.rels:
            yield part.partname.rels_uri.membername, part.rels.xml


def relationship_id(kind: str, index: int) -> str:
    """Return the id by which the main document knows one of its parts."""
    return {"header": "rIdHeader", "footer": "rIdFooter"}.get(kind, f"rIdP{index}")


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


@dataclass(frozen=True, slots=True)
class Template:
    """What is taken from a department's own document."""

    styles: bytes = field(repr=False)
    theme: bytes | None = field(repr=False)


def open_template(data: bytes) -> Template:
    """Return the styles of a department's document.

    Raises:
        OptionError: if it is not a Word document.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            theme = "word/theme/theme1.xml"
            has_theme = theme in archive.namelist()
            return Template(
                archive.read("word/styles.xml"), archive.read(theme) if has_theme else None
            )
    except (zipfile.BadZipFile, KeyError) as error:
        raise OptionError(
            f"the template is not a Word document: {error}",
            hint="give a .docx file that Word has saved",
        ) from error
