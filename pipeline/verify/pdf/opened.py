"""A PDF opened and read once: pages, marks, tree, links. Shared by reading and rules."""

from __future__ import annotations

from dataclasses import dataclass, field

import pikepdf

from pipeline.errors import ArtefactError
from pipeline.verify.pdf.content import Fonts, PageContent, read_page
from pipeline.verify.pdf.structure import Content, ObjectKey, StructureElement, Tree, read_tree
from pipeline.verify.pdf.unpacking import unpacked


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation of a page."""

    key: ObjectKey
    page: int
    kind: str
    contents: str | None
    flags: int
    rectangle: tuple[float, ...]
    parent_key: int | None
    """``/StructParent``."""
    address: str | None = None
    destination: StructureElement | None = None
    """The element a link leads to (``/SD``)."""
    dead: bool = False
    """A link that leads nowhere."""


@dataclass(slots=True, eq=False)
class Opened:
    """Everything that is read from the file."""

    pdf: pikepdf.Pdf
    head: bytes
    """The first line of the file."""
    tree: Tree
    fonts: Fonts
    pages: list[PageContent]
    annotations: dict[ObjectKey, Annotation]
    parents: dict[int, object] = field(default_factory=dict)
    """The ParentTree: an element's key, or for pages the list of keys by MCID."""

    @property
    def language(self) -> str:
        """The language of the document, empty if it has none."""
        return str(self.pdf.Root.get("/Lang", ""))

    def text(self, content: Content) -> str:
        """Return the text of a mark, empty if it is not drawn."""
        if content.page is None:
            return ""
        return self.pages[content.page].texts.get(content.mcid, "")


def opened(data: bytes) -> Opened:
    """Open and read a PDF.

    Raises:
        ArtefactError: if it is no PDF that can be opened, or unpacks to too much.
    """
    try:
        pdf = unpacked(data)
        tree = read_tree(pdf)
        fonts = Fonts()
        pages = [read_page(page, fonts) for page in pdf.pages]
    except (pikepdf.PdfError, KeyError, ValueError) as reason:
        raise ArtefactError(
            f"the PDF cannot be read: {reason}", hint="write it again, or look at it with qpdf"
        ) from reason
    annotations = {
        annotation.key: annotation
        for number, page in enumerate(pdf.pages)
        for annotation in _annotations(page.obj, number, tree)
    }
    found = Opened(pdf, data[:16], tree, fonts, pages, annotations)
    root = pdf.Root.get("/StructTreeRoot")
    if root is not None and "/ParentTree" in root:
        found.parents = dict(_numbers(root["/ParentTree"]))
    return found


def _annotations(page: pikepdf.Object, number: int, tree: Tree) -> list[Annotation]:
    found = []
    for annotation in page.get("/Annots", pikepdf.Array()):
        action = annotation.get("/A", pikepdf.Dictionary())
        address = destination = None
        if action.get("/S") == "/URI":
            address = str(action["/URI"])
        elif "/SD" in action:
            destination = tree.by_key.get(action["/SD"][0].objgen)
        elif "/Dest" in annotation and isinstance(annotation["/Dest"], pikepdf.Array):
            destination = tree.by_key.get(annotation["/Dest"][0].objgen)
        contents = annotation.get("/Contents")
        parent = annotation.get("/StructParent")
        kind = str(annotation.get("/Subtype", "/?"))[1:]
        dead = kind == "Link" and not address and "/D" not in action and "/Dest" not in annotation
        found.append(
            Annotation(
                key=annotation.objgen,
                page=number,
                kind=kind,
                contents=str(contents) if contents is not None else None,
                flags=int(annotation.get("/F", 0)),
                rectangle=tuple(float(value) for value in annotation["/Rect"]),
                parent_key=int(parent) if parent is not None else None,
                address=address,
                destination=destination,
                dead=dead,
            )
        )
    return found


def _numbers(root: pikepdf.Object) -> list[tuple[int, object]]:
    """Return the entries of the ParentTree with the keys of the elements."""
    found: list[tuple[int, object]] = []
    stack = [root]
    while stack:
        node = stack.pop()
        numbers = list(node.get("/Nums", ()))
        for key, value in zip(numbers[::2], numbers[1::2], strict=True):
            if isinstance(value, pikepdf.Array):
                keys = [one.objgen if isinstance(one, pikepdf.Object) else None for one in value]
                found.append((int(key), keys))
            else:
                found.append((int(key), value.objgen))
        stack.extend(node.get("/Kids", ()))
    return found
