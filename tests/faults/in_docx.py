"""Faults in the Word document."""

from lxml import etree

from tests.faults import Fault
from tests.faults.planting import (
    Plant,
    W,
    double,
    entry,
    part,
    remove,
    repacked,
    reword,
    saying,
    style,
    without_entry,
)

MAIN, NOTES, CORE = "word/document.xml", "word/footnotes.xml", "docProps/core.xml"


def cell(root: etree._Element, text: str) -> etree._Element:
    return saying(root, text, "tc")


def swap_cells(root: etree._Element) -> None:
    reword(root, "211", "x")
    reword(root, "112", "211")
    reword(root, "x", "112")


def set_of(name: str, key: str, value: str, number: int = 0, *, where: str = MAIN) -> Plant:
    """Return a change of an attribute of the n-th element of a name."""

    def change(root: etree._Element) -> None:
        list(root.iter("{*}" + name))[number].set(key, value)

    return part(change, where)


def without(name: str, *, where: str = MAIN) -> Plant:
    """Return the loss of every element of a name."""

    def change(root: etree._Element) -> None:
        for element in list(root.iter("{*}" + name)):
            remove(element)

    return part(change, where)


def set_style(old: str, new: str) -> Plant:
    """Return a change of the first paragraph of a style to another."""

    def change(root: etree._Element) -> None:
        next(each for each in root.iter(W + "pStyle") if each.get(W + "val") == old).set(
            W + "val", new
        )

    return part(change)


def announce(root: etree._Element) -> None:
    decorative = next(root.iter("{*}decorative"))
    picture = next(decorative.iterancestors("{*}docPr"))
    picture.set("descr", "a line")
    for child in list(picture):
        picture.remove(child)


def another_level(root: etree._Element) -> None:
    style(saying(root, "Tools"), "Heading4")


def move(root: etree._Element, text: str, before: str) -> None:
    saying(root, before).addprevious(saying(root, text))


FAULTS = (
    Fault("a paragraph lost", part(lambda root: remove(saying(root, "Each had"))), "text-lost", "paragraph", "Each had"),
    Fault("a paragraph doubled", part(lambda root: double(saying(root, "Each had"))), "text-added", "paragraph", "Each had"),
    Fault("a number changed", part(lambda root: reword(root, "40 per", "4 per")), "text-lost", "paragraph", "40 per cent"),
    Fault("paragraphs in another order", part(lambda root: move(root, "Each had", "Four seminars")), "text-lost", "paragraph"),
    Fault("sections in another order", part(lambda root: move(root, "Next steps", "Aims and methods")), "heading-lost", "paragraph"),
    Fault("a heading of another level", part(another_level), "heading-lost", "paragraph", "<h3>Tools"),
    Fault("a heading made a paragraph", part(lambda root: style(saying(root, "Next steps"), "BodyText")), "heading-lost", "paragraph", "Next steps"),
    Fault("cells swapped", part(swap_cells), "cell-lost", "paragraph", "211"),
    Fault("a wrong column header", part(lambda root: reword(root, "Received", "Closed")), "header-lost", "paragraph", "Received"),
    Fault("a row header made data", part(lambda root: style(cell(root, "West"), "TableText")), "header-lost", "paragraph", "West"),
    Fault("a row lost", part(lambda root: remove(saying(root, "Ottawa", "tr"))), "table-lost", "paragraph", "<table>"),
    Fault("no header row", without("tblHeader"), "docx-header-row", MAIN),
    Fault("a caption detached", part(lambda root: style(saying(root, ": Reports by year"), "BodyText")), "caption-lost", "paragraph", "<figure>"),
    Fault("a caption of a table lost", part(lambda root: remove(saying(root, ": Seminars"))), "caption-lost", "paragraph", "<table>"),
    Fault("a note dropped", part(lambda root: remove(saying(root, "Preliminary", "footnote")), NOTES), "docx-notes"),
    Fault("the words of a note changed", part(lambda root: reword(root, "Preliminary", "Final"), NOTES), "note-lost", None, "Preliminary"),
    Fault("a citation dropped", part(lambda root: remove([*root.iter(W + "footnoteReference")][-1])), "citation-lost", "paragraph", "40 per cent"),
    Fault("citations swapped", set_of("footnoteReference", W + "id", "1", 1), "note-lost", None, "Preliminary"),
    Fault("a language lost", without("lang"), "language-lost", "paragraph", "Le centre"),
    Fault("a wrong language", set_of("lang", W + "val", "es"), "language-lost", "paragraph", "Le centre"),
    Fault("an alternative altered", set_of("docPr", "descr", "Bar chart: the first bar is higher."), "image-lost", "paragraph", "Bar chart"),
    Fault("an alternative lost", part(lambda root: next(root.iter("{*}docPr")).attrib.pop("descr")), "docx-alternative", MAIN),
    Fault("a decorative image announced", part(announce), "image-added", "paragraph"),
    Fault("an expansion lost", part(lambda root: reword(root, " (Royal Canadian Mounted Police)", "")), "docx-expansion"),
    Fault("an address changed", entry("word/_rels/document.xml.rels", "centre.html", "center.html"), "link-lost", "paragraph", "centre.html"),
    Fault("a link to another section", set_of("hyperlink", W + "anchor", "_Toc00004", -1), "link-lost", "paragraph", "the results"),
    Fault("a bookmark removed", part(lambda root: remove(next(each for each in root.iter(W + "bookmarkStart") if each.get(W + "name") == "results"))), "docx-bookmarks", MAIN),
    Fault("a list flattened", part(lambda root: saying(root, "from the public").find(f"{W}pPr/{W}numPr/{W}ilvl").set(W + "val", "0")), "item-lost", "paragraph", "from the public"),  # type: ignore[union-attr]
    Fault("a list made of paragraphs", part(lambda root: remove(saying(root, "Third step").find(f"{W}pPr/{W}numPr"))), "item-lost", "paragraph", "step</li>"),  # type: ignore[arg-type]
    Fault("a term made a definition", set_style("DefinitionTerm", "Definition"), "term-lost", "paragraph", "<dt>Seminar"),
    Fault("emphasis lost", part(lambda root: style(saying(root, "first", "r"), "DefaultParagraphFont")), "emphasis-lost", "paragraph", "first"),
    Fault("a deletion said as text", part(lambda root: style(saying(root, "three", "r"), "DefaultParagraphFont")), "emphasis-lost", "paragraph", "old rule"),
    Fault("a formula altered", part(lambda root: setattr(next(root.iter("{*}den")).find(".//{*}t"), "text", "q")), "math-lost", "paragraph", "The rate"),
    Fault("white space of code lost", part(lambda root: reword(root, "return  12", "return 12")), "code-lost", "paragraph", "<pre>"),
    Fault("a false claim of authorship", part(lambda root: setattr(root.find("{*}creator"), "text", "Nobody"), CORE), "docx-properties", CORE),
    Fault("another title", part(lambda root: setattr(root.find("{*}title"), "text", "Seminar"), CORE), "docx-properties", CORE),
)  # fmt: skip


# What a validator can see without the source: faults against the standard of the format.


def w(name: str, **attributes: str) -> etree._Element:
    """Return an element of WordprocessingML."""
    return etree.Element(W + name, {W + key: value for key, value in attributes.items()})


def properties(root: etree._Element, text: str) -> etree._Element:
    found = saying(root, text).find(W + "pPr")
    assert found is not None
    return found


def first(root: etree._Element, name: str) -> etree._Element:
    return next(root.iter("{*}" + name))


R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


FORM = (
    Fault("an element that Word does not know", part(lambda root: saying(root, "Four seminars").append(w("chapter"))), "docx-schema", MAIN),
    Fault("an attribute that Word does not know", part(lambda root: saying(root, "Four seminars").set(W + "colour", "red")), "docx-schema", MAIN),
    Fault("properties in another order", part(lambda root: properties(root, "Four seminars").insert(0, w("jc", val="left"))), "docx-schema", MAIN),
    Fault("an alignment that there is not", part(lambda root: properties(root, "Four seminars").append(w("jc", val="middle"))), "docx-schema", MAIN),
    Fault("a size that is no number", set_of("sz", W + "val", "big", where="word/styles.xml"), "docx-schema", "word/styles.xml"),
    Fault("a paragraph in a paragraph", part(lambda root: saying(root, "Four seminars").append(w("p"))), "docx-schema", MAIN),
    Fault("a cell without paragraph", part(lambda root: first(root, "tc").remove(first(root, "tc")[-1])), "docx-schema", MAIN),
    Fault("a table without grid", part(lambda root: remove(first(root, "tblGrid"))), "docx-schema", MAIN),
    Fault("a row with a cell too few", part(lambda root: remove([*root.iter(W + "tc")][-1])), "docx-table-structure", MAIN),
    Fault("two pictures with one id", set_of("docPr", "id", "1", 1), "docx-drawing-ids", MAIN),
    Fault("two bookmarks with one id", set_of("bookmarkStart", W + "id", "1", 1), "docx-bookmarks", MAIN),
    Fault("two bookmarks with one name", set_of("bookmarkStart", W + "name", "_Toc00001", 1), "docx-bookmarks", MAIN),
    Fault("a picture that is nowhere", set_of("blip", R + "embed", "rId99"), "docx-parts", MAIN),
    Fault("a link without relationship", part(lambda root: next(each for each in root.iter(W + "hyperlink") if each.get(W + "anchor") is None).set(R + "id", "rId99")), "docx-parts", MAIN),
    Fault("a part that is nowhere", without_entry("word/numbering.xml"), "docx-parts"),
    Fault("a type of file not declared", entry("[Content_Types].xml", r'<Default Extension="png"[^>]*/>', ""), "docx-parts"),
    Fault("a citation of no note", set_of("footnoteReference", W + "id", "99"), "docx-notes"),
    Fault("a style that there is not", set_of("pStyle", W + "val", "Gone", 1), "docx-style-missing", MAIN),
    Fault("a list that there is not", set_of("numId", W + "val", "99"), "docx-lists", MAIN),
    Fault("numbering in another order", part(lambda root: root.insert(0, root[-1]), "word/numbering.xml"), "docx-schema", "word/numbering.xml"),
    Fault("settings in another order", part(lambda root: root.insert(0, root[-1]), "word/settings.xml"), "docx-schema", "word/settings.xml"),
    Fault("a language that is none", set_of("lang", W + "val", "français"), "docx-language", MAIN),
    Fault("a part that is no XML", lambda data: repacked(data, lambda name, content: content[:-20] if name == "word/footnotes.xml" else content), "artefact-unreadable"),
    Fault("no section at the end", without("sectPr"), "docx-schema", MAIN),
    Fault("compatibility with an old Word", set_of("compatSetting", W + "val", "11", where="word/settings.xml"), "docx-package", "word/settings.xml"),
    Fault("a document that cannot be edited", part(lambda root: root.insert(0, w("documentProtection", edit="readOnly", enforcement="1")), "word/settings.xml"), "docx-protected"),
)  # fmt: skip
