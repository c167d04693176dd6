"""Core and extended properties, settings, fonts: what the package says about the document."""

from __future__ import annotations

import datetime
import re

from lxml import etree

from pipeline.model.nodes import Metadata
from pipeline.options import Options
from pipeline.writers.docx.ooxml import add, clean, root, serialize, value
from pipeline.writers.docx.styles import default_languages

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_COMPAT = "http://schemas.microsoft.com/office/word"

_LIMIT = 255
"""Word shows no more of a property."""


def core_properties(metadata: Metadata, options: Options) -> bytes:
    """Return ``docProps/core.xml``: title, creator, language, dates … (DW-07)."""
    element = etree.Element(
        f"{{{_CORE}}}coreProperties",
        nsmap={"cp": _CORE, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI},
    )
    creator = "; ".join(metadata.creators) or (metadata.publisher or "")
    created = _date(metadata.issued) or _instant(options.now)
    modified = _date(metadata.modified) or created
    for namespace, name, text in (
        (_DC, "title", metadata.title),
        (_DC, "subject", ""),
        (_DC, "creator", creator),
        (_CORE, "keywords", ", ".join(metadata.subjects)),
        (_DC, "description", metadata.description or ""),
        (_DC, "identifier", "; ".join(metadata.identifiers)),
        (_DC, "language", metadata.language),
        (_CORE, "lastModifiedBy", creator),
        (_CORE, "revision", "1"),
    ):
        if text:
            child = etree.SubElement(element, f"{{{namespace}}}{name}")
            child.text = clean(text)[:_LIMIT] if name != "description" else clean(text)
    for name, text in (("created", created), ("modified", modified)):
        if text:
            child = etree.SubElement(element, f"{{{_TERMS}}}{name}")
            child.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
            child.text = text
    return serialize(element)


def _date(text: str | None) -> str:
    """Return a date of the source as an instant; missing parts are the first of their kind."""
    match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:$|T)", text or "")
    if match is None:
        return ""
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        return f"{datetime.date(year, month, day).isoformat()}T00:00:00Z"
    except ValueError:
        return ""


def _instant(now: datetime.datetime | None) -> str:
    return "" if now is None else now.strftime("%Y-%m-%dT%H:%M:%SZ")


def extended_properties(metadata: Metadata) -> bytes:
    """Return ``docProps/app.xml``."""
    element = etree.fromstring(f'<Properties xmlns="{_EXTENDED}"/>'.encode())
    for name, text in (
        ("Application", "accessible-report-pipeline"),
        ("Company", metadata.publisher or ""),
    ):
        if text:
            child = etree.SubElement(element, f"{{{_EXTENDED}}}{name}")
            child.text = clean(text)[:_LIMIT]
    return serialize(element)


def settings(
    metadata: Metadata,
    *,
    right_to_left: bool,
    notes: str | None,
    background: bool,
    even_pages_differ: bool,
) -> bytes:
    """Return ``settings.xml``: compatibility 15 (DW-15), languages, separators of notes.

    ``notes`` is ``footnote`` or ``endnote`` where the document has such a part. Nothing
    asks to update fields, nothing protects the document (DX-03).
    """
    element = root("settings", "m")
    add(element, "zoom", {"percent": "100"})
    if background:
        add(element, "displayBackgroundShape")
    value(element, "defaultTabStop", "720")
    value(element, "autoHyphenation", "0")
    if even_pages_differ:
        add(element, "evenAndOddHeaders")
    value(element, "characterSpacingControl", "doNotCompress")
    if notes is not None:
        properties = add(element, f"{notes}Pr")
        if notes == "endnote":
            value(properties, "numFmt", "decimal")
        for number in ("-1", "0"):
            add(properties, notes, {"id": number})
    compatibility = add(element, "compat")
    for name, on in (
        ("compatibilityMode", "15"),
        ("overrideTableStyleFontSizeAndJustification", "1"),
        ("enableOpenTypeFeatures", "1"),
        ("doNotFlipMirrorIndents", "1"),
        ("differentiateMultirowTableHeaders", "0"),
    ):
        add(compatibility, "compatSetting", {"name": name, "uri": _COMPAT, "val": on})
    _formulas(element)
    add(
        element,
        "themeFontLang",
        default_languages(metadata.language, right_to_left=right_to_left),
    )
    value(element, "decimalSymbol", "," if metadata.language.lower().startswith("fr") else ".")
    value(element, "listSeparator", ";" if metadata.language.lower().startswith("fr") else ",")
    return serialize(element)


def _formulas(element: etree._Element) -> None:
    """Add ``m:mathPr`` (ISO/IEC 29500-1, 22.1.2.62): how formulas stand.

    Those on a line of their own begin at the left; limits stand above and below sums, and
    beside integrals.
    """
    properties = add(element, "m:mathPr")
    for name, val in (
        ("mathFont", "Cambria Math"),
        ("dispDef", "1"),
        ("lMargin", "0"),
        ("rMargin", "0"),
        ("defJc", "left"),
        ("intLim", "subSup"),
        ("naryLim", "undOvr"),
    ):
        add(properties, f"m:{name}", {"m:val": val})


def fonts() -> bytes:
    """Return ``fontTable.xml``: what may stand for a font that a machine lacks."""
    element = root("fonts")
    for name, other, family, pitch in (
        ("Arial", "Liberation Sans", "swiss", "variable"),
        ("Consolas", "Courier New", "modern", "fixed"),
    ):
        font = add(element, "font", {"name": name})
        value(font, "altName", other)
        value(font, "family", family)
        value(font, "pitch", pitch)
    return serialize(element)
