"""Faults in the PDF."""

import io

import pikepdf

from pipeline.verify.pdf.opened import opened
from pipeline.verify.pdf.words import Words
from tests.faults import Fault, artefacts
from tests.faults.planting import drawn, drop, elements, metadata, move_before, swap, tags


def saying(file: pikepdf.Pdf, text: str) -> pikepdf.Object:
    """Return the paragraph of the untouched file that says something."""
    pdf = opened(artefacts()["pdf"])
    words = Words(pdf)
    key = next(one.key for one in pdf.tree.all() if one.role == "P" and text in words.text(one))
    return file.get_object(key)


def with_key(file: pikepdf.Pdf, role: str, key: str) -> pikepdf.Object:
    """Return the first element of a role that has an entry."""
    return next(one for one in elements(file, role) if key in one)


def french(file: pikepdf.Pdf) -> pikepdf.Object:
    return with_key(file, "P", "/Lang")


def first_mark(element: pikepdf.Object) -> bytes:
    """Return how the content of an element begins on its page."""
    marks = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
    role = str(element.S).encode()
    return role + b" <</MCID " + str(int(marks[0])).encode() + b">> BDC"


def page_of(file: pikepdf.Pdf, element: pikepdf.Object) -> int:
    return next(at for at, one in enumerate(file.pages) if one.objgen == element.Pg.objgen)


def to_artifact(file: pikepdf.Pdf) -> None:
    target = saying(file, "A fifth")
    drawn(file, page_of(file, target), first_mark(target), b"/Artifact <</Type /Layout>> BDC")


def untagged(file: pikepdf.Pdf) -> None:
    target = saying(file, "Four seminars")
    drawn(file, page_of(file, target), first_mark(target), b"/P BMC")


def doubled(file: pikepdf.Pdf) -> None:
    target = saying(file, "Four seminars")
    copy = file.make_indirect(
        pikepdf.Dictionary(
            S=pikepdf.Name.P, P=target.P, ActualText="A seminar.", Pg=target.Pg, K=target.K
        )
    )
    target.P.K.append(copy)


def announced(file: pikepdf.Pdf) -> None:
    line = saying(file, "A rule follows")
    figure = pikepdf.Dictionary(S=pikepdf.Name.Figure, P=line, Alt="a line", Pg=line.Pg)
    line.K = pikepdf.Array([line.K, file.make_indirect(figure)])


def flattened(file: pikepdf.Pdf) -> None:
    inner = elements(file, "L")[1]
    body, outer = inner.P, elements(file, "L")[0]
    items = list(inner.K)
    body.K = pikepdf.Array([kid for kid in body.K if kid.objgen != inner.objgen])
    for item in items:
        item.P = outer
    outer.K = pikepdf.Array([outer.K[0], *items, *list(outer.K)[1:]])


def heads(file: pikepdf.Pdf) -> list[pikepdf.Object]:
    return elements(file, "TH")


def outside(file: pikepdf.Pdf, number: int) -> pikepdf.Object:
    """Return the n-th link of the file that leads to an address."""
    found = [
        one for page in file.pages for one in page.get("/Annots", ()) if "/URI" in one.get("/A", {})
    ]
    return found[number]


def inside(file: pikepdf.Pdf) -> pikepdf.Object:
    """Return the link in the text that leads to a section."""
    return next(
        one
        for page in file.pages
        for one in page.get("/Annots", ())
        if "/SD" in one.get("/A", {}) and "the results" in str(one.get("/Contents", ""))
    )


FAULTS = (
    Fault("a paragraph lost", tags(lambda file: drop(saying(file, "Each had"))), "text-lost", "page ", "Each had"),
    Fault("a paragraph doubled", tags(doubled), "text-added", "page ", None),
    Fault("a paragraph moved to an artifact", tags(to_artifact), "text-lost", "page ", "A fifth seminar"),
    Fault("text without a tag", tags(untagged), "pdf-untagged", "page "),
    Fault("a number said otherwise", tags(lambda file: setattr(elements(file, "TD")[0], "ActualText", pikepdf.String("311"))), "pdf-replaced-text", "page "),
    Fault("paragraphs in another order", tags(lambda file: swap(saying(file, "Four seminars"), saying(file, "Each had"))), "text-lost", "page "),
    Fault("sections in another order", tags(lambda file: move_before(elements(file, "H2")[2], elements(file, "H2")[0])), "heading-lost", "page "),
    Fault("a heading of another level", tags(lambda file: setattr(elements(file, "H3")[0], "S", pikepdf.Name.H4)), "heading-lost", "page ", "<h3>Tools"),
    Fault("a heading made a paragraph", tags(lambda file: setattr(elements(file, "H2")[2], "S", pikepdf.Name.P)), "heading-lost", "page ", "Next steps"),
    Fault("cells swapped", tags(lambda file: swap(elements(file, "TD")[0], elements(file, "TD")[1])), "cell-lost", "page ", "211"),
    Fault("column headers swapped", tags(lambda file: swap(heads(file)[1], heads(file)[2])), "header-lost", "page ", "Received"),
    Fault("a wrong header of a cell", tags(lambda file: setattr(elements(file, "TD")[1].A, "Headers", pikepdf.Array([heads(file)[0].ID]))), "cell-lost", "page ", "112"),
    Fault("a row header made data", tags(lambda file: setattr(heads(file)[3], "S", pikepdf.Name.TD)), "header-lost", "page ", "West"),
    Fault("a wrong direction of a header", tags(lambda file: setattr(heads(file)[-1].A, "Scope", pikepdf.Name.Column)), "header-lost", "page ", "Place"),
    Fault("a row lost", tags(lambda file: drop(elements(file, "TR")[-1])), "table-lost", "page ", "<table>"),
    Fault("a caption detached", tags(lambda file: setattr(elements(file, "Caption")[1], "S", pikepdf.Name.P)), "caption-lost", "page ", "<figure>"),
    Fault("a note dropped", tags(lambda file: drop(elements(file, "Note")[1])), "note-lost", "page ", "Preliminary"),
    Fault("a citation dropped", tags(lambda file: drop(elements(file, "Reference")[-1])), "citation-lost", "page ", "40 per cent"),
    Fault("a language lost", tags(lambda file: french(file).__delitem__("/Lang")), "language-lost", "page ", "Le centre"),
    Fault("a wrong language", tags(lambda file: setattr(french(file), "Lang", pikepdf.String("es"))), "language-lost", "page ", "Le centre"),
    Fault("an alternative altered", tags(lambda file: setattr(elements(file, "Figure")[0], "Alt", pikepdf.String("Bar chart: the first bar."))), "image-lost", "page ", "Bar chart"),
    Fault("an alternative lost", tags(lambda file: elements(file, "Figure")[0].__delitem__("/Alt")), "pdf-figure", "page "),
    Fault("a decorative image announced", tags(announced), "image-added", "page "),
    Fault("an expansion lost", tags(lambda file: with_key(file, "Span", "/E").__delitem__("/E")), "expansion-lost", "page ", "RCMP"),
    Fault("an address changed", tags(lambda file: setattr(outside(file, 0).A, "URI", pikepdf.String("https://www.example.ca/"))), "link-lost", "page ", "centre.html"),
    Fault("a link to another section", tags(lambda file: setattr(inside(file).A, "SD", pikepdf.Array([elements(file, "H2")[2], *list(inside(file).A.SD)[1:]]))), "link-lost", "page ", "the results"),
    Fault("a bookmark removed", tags(lambda file: setattr(file.Root.Outlines.First, "Next", file.Root.Outlines.First.Next.Next)), "pdf-bookmarks", "bookmarks"),
    Fault("a list flattened", tags(flattened), "item-lost", "page ", "from the public"),
    Fault("a mark of a list lost", tags(lambda file: drop(elements(file, "Lbl")[4 + 1])), "item-lost", "page "),
    Fault("emphasis lost", tags(lambda file: setattr(elements(file, "Em")[0], "S", pikepdf.Name.Span)), "emphasis-lost", "page ", "first"),
    Fault("a deletion said as text", tags(lambda file: setattr(elements(file, "Deleted")[0], "S", pikepdf.Name.Span)), "emphasis-lost", "page ", "old rule"),
    Fault("a formula altered", tags(lambda file: setattr(elements(file, "Formula")[0], "Alt", pikepdf.String("r = p/n"))), "math-lost", "page ", "The rate"),
    Fault("white space of code lost", tags(lambda file: setattr(elements(file, "Code")[0], "ActualText", pikepdf.String("def count():\n    return 12"))), "code-lost", "page ", "<pre>"),
    Fault("a false claim of a standard", tags(lambda file: metadata(file, b"<pdfuaid:part>1<", b"<pdfuaid:part>2<")), "pdf-claim", "XMP"),
    Fault("a false claim of archiving", tags(lambda file: metadata(file, b"<pdfaid:part>2<", b"<pdfaid:part>3<")), "pdf-claim", "XMP"),
    Fault("a false declaration", tags(lambda file: metadata(file, b"<pdfuaid:part>", b'<d:conformsTo xmlns:d="http://pdfa.org/declarations/">http://pdfa.org/declarations/wcag2.1#AA</d:conformsTo><pdfuaid:part>')), "pdf-claim", "XMP"),
    Fault("another title", tags(lambda file: metadata(file, b">Seminar report<", b">Seminar<")), "pdf-title", "XMP"),
    Fault("the language of the file changed", tags(lambda file: setattr(file.Root, "Lang", pikepdf.String("en-GB"))), "pdf-language", "catalog"),
)  # fmt: skip


# What a validator can see without the source: faults against the standard of the format.


def fonts(file: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Return the fonts of the first page, as they are named there."""
    return [font for _, font in sorted(file.pages[0].Resources.Font.items())]


def links(file: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [one for page in file.pages for one in page.get("/Annots", ())]


def pictures(file: pikepdf.Pdf) -> list[pikepdf.Object]:
    held = [page.Resources for page in file.pages if "/XObject" in page.Resources]
    return [one for each in held for one in each.XObject.values()]


def encrypted(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        file.save(out, encryption=pikepdf.Encryption(owner="x", user="", R=6))
    return out.getvalue()


def script(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def paragraph_in_row(file: pikepdf.Pdf) -> None:
    elements(file, "TR")[1].K[0].S = pikepdf.Name.P


def heading_in_list(file: pikepdf.Pdf) -> None:
    elements(file, "LI")[0].S = pikepdf.Name.H3


FORM = (
    Fault("not said to be tagged", tags(lambda file: file.Root.__delitem__("/MarkInfo")), "pdf-marked", "catalog"),
    Fault("tags said to be suspect", tags(lambda file: setattr(file.Root.MarkInfo, "Suspects", True)), "pdf-marked", "catalog"),
    Fault("no title in the window", tags(lambda file: file.Root.__delitem__("/ViewerPreferences")), "pdf-title", "catalog"),
    Fault("no metadata", tags(lambda file: file.Root.__delitem__("/Metadata")), "pdf-claim"),
    Fault("no language", tags(lambda file: file.Root.__delitem__("/Lang")), "pdf-language", "catalog"),
    Fault("a language that is none", tags(lambda file: setattr(file.Root, "Lang", pikepdf.String("english language"))), "pdf-language", "catalog"),
    Fault("encrypted", encrypted, "pdf-encrypted"),
    Fault("no order of the Tab key", tags(lambda file: next(page for page in file.pages if "/Annots" in page).__delitem__("/Tabs")), "pdf-tabs", "page "),
    Fault("no output intent", tags(lambda file: file.Root.__delitem__("/OutputIntents")), "pdf-output-intent", "catalog"),
    Fault("a font not embedded", tags(lambda file: [fonts(file)[0].DescendantFonts[0].FontDescriptor.__delitem__(key) for key in ("/FontFile2", "/FontFile3") if key in fonts(file)[0].DescendantFonts[0].FontDescriptor]), "pdf-font"),
    Fault("a font without Unicode", tags(lambda file: fonts(file)[0].__delitem__("/ToUnicode")), "pdf-font"),
    Fault("a font without a map of its glyphs", tags(lambda file: fonts(file)[0].DescendantFonts[0].__delitem__("/CIDToGIDMap")), "pdf-glyphs", "font"),
    Fault("widths of a font changed", tags(lambda file: setattr(fonts(file)[0].DescendantFonts[0], "W", pikepdf.Array([0, pikepdf.Array([500] * 99)]))), "pdf-glyphs", "font"),
    Fault("a link without words", tags(lambda file: links(file)[0].__delitem__("/Contents")), "pdf-annotation", "page "),
    Fault("a link outside the tags", tags(lambda file: links(file)[0].__delitem__("/StructParent")), "pdf-parent-tree", "page "),
    Fault("a link that is not printed", tags(lambda file: setattr(links(file)[0], "F", 2)), "pdf-annotation", "page "),
    Fault("a role that is none", tags(lambda file: setattr(saying(file, "Four seminars"), "S", pikepdf.Name.Paragraph)), "pdf-role"),
    Fault("a role of the standard given another meaning", tags(lambda file: setattr(file.Root.StructTreeRoot.RoleMap, "P", pikepdf.Name.Span)), "pdf-role"),
    Fault("roles that explain one another", tags(lambda file: setattr(file.Root.StructTreeRoot.RoleMap, "Deleted", pikepdf.Name.Deleted)), "pdf-role"),
    Fault("a paragraph in a row", tags(paragraph_in_row), "pdf-containment"),
    Fault("a heading in a list", tags(heading_in_list), "pdf-containment"),
    Fault("a header cell without scope", tags(lambda file: elements(file, "TH")[0].A.__delitem__("/Scope")), "pdf-table-headers"),
    Fault("a row with a cell too few", tags(lambda file: drop(elements(file, "TD")[0])), "pdf-table-irregular"),
    Fault("a note without id", tags(lambda file: elements(file, "Note")[0].__delitem__("/ID")), "pdf-note"),
    Fault("two notes with one id", tags(lambda file: setattr(elements(file, "Note")[0], "ID", elements(file, "Note")[1].ID)), "pdf-identifier"),
    Fault("no way from marks to tags", tags(lambda file: setattr(file.Root.StructTreeRoot, "ParentTree", pikepdf.Dictionary(Nums=pikepdf.Array([])))), "pdf-parent-tree"),
    Fault("a script", tags(script), "pdf-action", "catalog"),
    Fault("an image that viewers may smooth", tags(lambda file: setattr(pictures(file)[0], "Interpolate", True)), "pdf-image"),
    Fault("an attached file", tags(lambda file: file.attachments.__setitem__("a.txt", pikepdf.AttachedFileSpec(file, b"x", description="", filename="a.txt", mime_type="text/plain", creation_date="", mod_date=""))), "pdf-attachment", "attached file"),
)  # fmt: skip
