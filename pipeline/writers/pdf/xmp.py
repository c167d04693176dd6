"""The document's metadata as XMP and as the information dictionary. Used by assemble.

PDF/A-2 wants a description of every schema that it does not know: here ``pdfuaid``.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from html import escape

from pipeline.model.nodes import Metadata
from pipeline.options import PdfProfile

PRODUCER = "accessible-report-pipeline"
_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}
_EXTENSION_NAMESPACES = {
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
_EXTENSION = (
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType='Resource'>"
    "<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType='Resource'>"
    "<pdfaProperty:name>part</pdfaProperty:name>"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289 that the file adheres to"
    "</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas>"
)
_DECLARATIONS = ("accessibility1.0", "reuse1.0")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?)?)?")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def dates(metadata: Metadata, now: datetime.datetime | None) -> tuple[str | None, str | None]:
    """Return when the report was made and changed: its own dates, else ``now``, else none."""
    fallback = None if now is None else now.strftime("%Y-%m-%dT%H:%M:%SZ")
    created = metadata.issued or metadata.modified
    changed = metadata.modified or metadata.issued
    if created is None or not _DATE.fullmatch(created):
        created = fallback
    if changed is None or not _DATE.fullmatch(changed):
        changed = fallback
    return created, changed


def pdf_date(date: str) -> str:
    """Return an ISO 8601 date as ``D:20220531``."""
    stamp, zone = re.fullmatch(r"([-\dT:]*?)(Z|[+-]\d{2}:\d{2})?", date).groups()  # type: ignore[union-attr]
    if "T" not in date:
        return "D:" + date.replace("-", "")
    shift = "" if zone is None else zone if zone == "Z" else zone.replace(":", "'") + "'"
    return "D:" + re.sub(r"\D", "", stamp) + shift


def xmp(
    metadata: Metadata,
    profile: PdfProfile,
    now: datetime.datetime | None,
    *,
    files: bool,
    is_told: bool,
) -> bytes:
    """Return the XMP packet.

    ``files`` are attached, which PDF/A-2 does not allow: then it is PDF/A-3, the same in all
    else, and PDF/A-4 is PDF/A-4f. Unless ``is_told``, a figure has
    no alternative, and accessibility (PDF/UA, WTPDF) is not claimed.
    """
    parts = [
        _alternative("dc:title", metadata.title),
        _list("dc:language", "Bag", (metadata.language,)),
    ]
    if metadata.creators:
        parts.append(_list("dc:creator", "Seq", metadata.creators))
    if metadata.publisher is not None:
        parts.append(_list("dc:publisher", "Bag", (metadata.publisher,)))
    if metadata.description:
        parts.append(_alternative("dc:description", metadata.description))
    if metadata.subjects:
        parts.append(_list("dc:subject", "Bag", metadata.subjects))
    if metadata.identifiers:
        parts.append(_simple("dc:identifier", metadata.identifiers[0]))
    if metadata.address is not None:
        parts.append(_simple("dc:source", metadata.address))
    if metadata.rights is not None:
        parts.append(_alternative("dc:rights", metadata.rights))
    created, changed = dates(metadata, now)
    if created is not None:
        parts.append(_simple("xmp:CreateDate", created))
    if changed is not None:
        parts.append(_simple("xmp:ModifyDate", changed))
    parts.append(_simple("xmp:CreatorTool", PRODUCER))
    parts.append(_simple("pdf:Producer", PRODUCER))
    namespaces = dict(_NAMESPACES)
    match profile:
        case PdfProfile.UA1:
            parts += [_simple("pdfuaid:part", "1")] if is_told else []
            parts += [
                _simple("pdfaid:part", "3" if files else "2"),
                _simple("pdfaid:conformance", "A"),
            ]
            parts.append(_EXTENSION)
            namespaces |= _EXTENSION_NAMESPACES
        case PdfProfile.UA2:
            if is_told:
                parts += [_simple("pdfuaid:part", "2"), _simple("pdfuaid:rev", "2024")]
            parts += [_simple("pdfaid:part", "4"), _simple("pdfaid:rev", "2020")]
            if files:
                parts.append(_simple("pdfaid:conformance", "F"))
            namespaces["pdfd"] = "http://pdfa.org/declarations/"
            declared = "".join(
                "<rdf:li rdf:parseType='Resource'><pdfd:conformsTo>"
                f"http://pdfa.org/declarations/wtpdf#{level}</pdfd:conformsTo></rdf:li>"
                for level in _DECLARATIONS
                if is_told or level != "accessibility1.0"
            )
            parts.append(f"<pdfd:declarations><rdf:Bag>{declared}</rdf:Bag></pdfd:declarations>")
    prefixes = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in namespaces.items())
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {prefixes}>\n'
        + "\n".join(parts)
        + '\n</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    )
    return packet.encode("utf-8")


def _clean(text: str) -> str:
    return escape(_FORBIDDEN.sub("", text))


def _simple(name: str, text: str) -> str:
    return f"<{name}>{_clean(text)}</{name}>"


def _alternative(name: str, text: str) -> str:
    item = f'<rdf:li xml:lang="x-default">{_clean(text)}</rdf:li>'
    return f"<{name}><rdf:Alt>{item}</rdf:Alt></{name}>"


def _list(name: str, kind: str, texts: Iterable[str]) -> str:
    items = "".join(f"<rdf:li>{_clean(text)}</rdf:li>" for text in texts)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>"
