"""Faults in the PDF."""

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
