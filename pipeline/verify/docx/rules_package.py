"""Rules on what the package says of itself: DW-06, DW-07, DW-12, DW-15, and the theme's sizes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pipeline.diagnostics import Diagnostic
from pipeline.model.nodes import Node
from pipeline.model.walk import one_line
from pipeline.strings import strings_for
from pipeline.verify.docx.opened import MAIN, everywhere, get, on, w
from pipeline.verify.docx.subject import Check, Subject, artefact_rule

LANGUAGE = artefact_rule(
    "docx-language", "The language of the document is not that of its text.", "DW-06",
    "WCAG 2.2 3.1.1", "WCAG 2.2 3.1.2",
)  # fmt: skip
PROPERTIES = artefact_rule(
    "docx-properties", "A property of the document is missing or wrong.", "DW-07"
)
PAGES = artefact_rule("docx-pages", "The paper or the page number is not as it should be.", "DW-12")
TABS = artefact_rule("docx-tabs", "Tabs make columns in the text.", "DW-13")
PACKAGE = artefact_rule(
    "docx-package", "The package is not one that Word opens as it should.", "DW-15"
)
SIZES = artefact_rule("docx-text-size", "Text is smaller than the theme allows.", "LP-08")

_DC = "{http://purl.org/dc/elements/1.1/}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
_CODE = ("HTML Preformatted", "HTML Code")


def languages(subject: Subject) -> Iterator[Diagnostic]:
    """DW-06: the default language, the checker's language, nothing left unproofed."""
    language = subject.document.metadata.language
    if subject.opened.language != language:
        found = subject.opened.language or "none"
        message = f"the default language is {found}, not {language}"
        yield Diagnostic(LANGUAGE, message, place="word/styles.xml")
    settings = subject.opened.part("word/settings.xml")
    fonts = None if settings is None else settings.find(w("themeFontLang"))
    if get(fonts) != language:
        message = f"w:themeFontLang is not {language}"
        yield Diagnostic(LANGUAGE, message, place="word/settings.xml")
    if next(everywhere(subject.opened, w("noProof")), None) is not None:
        yield Diagnostic(LANGUAGE, "a passage is left out of proofing", place=MAIN)
    known = {language.lower(), strings_for(language).language} | {
        node.lang.lower() for node in subject.nodes if isinstance(node, Node) and node.lang
    }
    for element in everywhere(subject.opened, w("lang")):
        tag = get(element) or ""
        if tag.lower() not in known:
            message = f"a passage has the language {tag!r}, which the source does not name"
            yield Diagnostic(LANGUAGE, message, place=MAIN)


def core_properties(subject: Subject) -> Iterator[Diagnostic]:
    """DW-07: title, creator, language, keywords, description and dates, as the source says."""
    core = subject.opened.part("docProps/core.xml")
    metadata = subject.document.metadata
    creator = "; ".join(metadata.creators) or metadata.publisher or ""
    for name, expected in (
        ("title", metadata.title), ("creator", creator), ("language", metadata.language)
    ):  # fmt: skip
        found = None if core is None else core.findtext(_DC + name)
        if (found or "")[:255] != expected[:255]:
            message = f"dc:{name} is {found!r} instead of {expected!r}"
            yield Diagnostic(PROPERTIES, message, place="docProps/core.xml")
    for name, wanted in (
        ("description", metadata.description),
        ("keywords", ", ".join(metadata.subjects)),
        ("created", _day(metadata.issued)),
        ("modified", _day(metadata.modified) or _day(metadata.issued)),
    ):
        found = "" if core is None else core.findtext(f"{{*}}{name}") or ""
        # A date is as exact as the source's: "2022" is written as the first of January.
        if wanted and not one_line(found).startswith(one_line(wanted)[:200].strip()):
            message = f"{name} is {found!r} instead of {wanted!r}"
            yield Diagnostic(PROPERTIES, message, place="docProps/core.xml")


def _day(date: str | None) -> str:
    """Return year, month and day of a date, as far as it has them."""
    found = re.match(r"\d{4}(-\d\d(-\d\d)?)?", date or "")
    return found[0] if found else ""


def pages(subject: Subject) -> Iterator[Diagnostic]:
    """DW-12: the theme's paper; a page number as a field; nothing needed at the edges."""
    width, height = (round(20 * side) for side in subject.options.theme.paper.value)
    for section in subject.opened.document.iter(w("sectPr")):
        size = section.find(w("pgSz"))
        found = (get(size, "w"), get(size, "h"))
        if found not in ((str(width), str(height)), (str(height), str(width))):
            yield Diagnostic(PAGES, f"a page is {found[0]} by {found[1]} twips", place=MAIN)
    instructions = ""
    for name in sorted(subject.opened.files):
        if re.fullmatch(r"word/(header|footer)\d*\.xml", name):
            part = subject.opened.part(name)
            for element in () if part is None else part.iter(w("instrText")):
                instructions += element.text or ""
            for element in () if part is None else part.iter(w("fldSimple")):
                instructions += get(element, "instr") or ""
            if subject.options.docx.template is not None:
                continue  # the department's own head or foot
            for tag in ("drawing", "hyperlink", "tbl"):
                if part is not None and next(part.iter(w(tag)), None) is not None:
                    message = f"a {tag} stands where screen readers do not go"
                    yield Diagnostic(PAGES, message, place=name)
    if not re.search(r"\bPAGE\b", instructions):
        yield Diagnostic(PAGES, "no page number is a field", place="word/footer.xml")


def tabs(subject: Subject) -> Iterator[Diagnostic]:
    """DW-13: no columns made with tabs; contents and code have theirs."""
    for tab in everywhere(subject.opened, w("tab")):
        run = tab.getparent()
        if run is None or run.tag != w("r"):
            continue
        if any(parent.tag == w("sdt") for parent in tab.iterancestors()):
            continue
        ids = [get(run.find(f"{w('rPr')}/{w('rStyle')}"))]
        ids += [
            get(parent.find(f"{w('pPr')}/{w('pStyle')}")) for parent in tab.iterancestors(w("p"))
        ]
        names = [name for id_ in ids for name in subject.opened.names(id_)]
        if not any(code in name for code in _CODE for name in names):
            yield Diagnostic(TABS, "a tab stands in the text", place=MAIN)


def package(subject: Subject) -> Iterator[Diagnostic]:
    """DW-15: current compatibility, declared prefixes, no macros, no outside template."""
    opened = subject.opened
    settings = opened.part("word/settings.xml")
    modes = [
        get(element, "val")
        for element in ([] if settings is None else settings.iter(w("compatSetting")))
        if get(element, "name") == "compatibilityMode"
    ]
    if modes != ["15"]:
        message = "Word opens the document in compatibility mode"
        yield Diagnostic(PACKAGE, message, place="word/settings.xml")
    if settings is not None and settings.find(w("attachedTemplate")) is not None:
        yield Diagnostic(PACKAGE, "a template outside is attached", place="word/settings.xml")
    for name in sorted(opened.files):
        if "vbaProject" in name:
            yield Diagnostic(PACKAGE, "the document has macros", place=name)
        if not name.endswith((".xml", ".rels")):
            continue
        try:
            root = opened.part(name)
        except etree.XMLSyntaxError as error:
            yield Diagnostic(PACKAGE, f"a part is no XML: {error}", place=name)
            continue
        ignorable = "" if root is None else root.get(_MC, "")
        declared = set() if root is None else set(root.nsmap)
        for prefix in ignorable.split():
            if prefix not in declared:
                message = f"mc:Ignorable names {prefix!r}, which is not declared"
                yield Diagnostic(PACKAGE, message, place=name)


def sizes(subject: Subject) -> Iterator[Diagnostic]:
    """LP-08: no style is smaller than the theme's smallest, none is italic against it."""
    theme = subject.options.theme
    if subject.options.docx.template is not None:
        return
    for style in subject.opened.styles.values():
        size = get(style.element.find(f"{w('rPr')}/{w('sz')}"))
        if size is not None and int(size) < round(2 * theme.small_size):
            message = f"style {style.name!r} has {int(size) / 2:g} points"
            yield Diagnostic(SIZES, message, place="word/styles.xml")
        if not theme.italics and on(style.element.find(f"{w('rPr')}/{w('i')}")):
            message = f"style {style.name!r} is italic"
            yield Diagnostic(SIZES, message, place="word/styles.xml")


CHECKS: tuple[Check, ...] = (languages, core_properties, pages, tabs, package, sizes)
