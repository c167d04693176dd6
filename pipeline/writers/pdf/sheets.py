"""The pages being drawn: nothing reaches them outside ``marked`` or ``artifact``.

A page's body is compressed as soon as the page is full; what must wait until all pages are
known (the page number, the numbers of the contents) goes into a second, small stream.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.model.pages import PageStart
from pipeline.options import PdfProfile
from pipeline.theme import Colour
from pipeline.writers.pdf.file import File, Raw, stream
from pipeline.writers.pdf.tags import Annotation, Landed, Leaf, Rectangle

HEADER = b"/Artifact <</Type /Pagination /Subtype /Header>> BDC"
FOOTER = b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC"
LAYOUT = b"/Artifact <</Type /Layout>> BDC"
BACKGROUND = b"/Artifact <</Type /Background>> BDC"
"""Backgrounds and rules are given without ``BBox``; PDF 1.7 asks for it only optionally."""


class Size(NamedTuple):
    """Of a page, in points."""

    width: float
    height: float


class _Canvas(Canvas):  # type: ignore[misc]
    """ReportLab's canvas on a ``File``, without the font it selects on every page."""

    def __init__(self, file: File) -> None:
        super().__init__("", pageCompression=0, invariant=1)
        self._doc = file

    def _make_preamble(self) -> None:
        self._preamble = ""


@dataclass(slots=True)
class _Start:
    """Where the content of a page begins."""

    leaf: Leaf | None = None
    offset: int = 0


class Sheets:
    """All pages of one document."""

    def __init__(
        self, profile: PdfProfile, landed: Landed, wanted: frozenset[Leaf], paper: Colour
    ) -> None:
        self.file = File(profile)
        self.canvas = _Canvas(self.file)
        self.landed = landed
        self.wanted = wanted
        """Leaves whose place must be known: targets of links, pictures."""
        self.paper = None if paper.hex == "FFFFFF" else paper
        self.marks: list[int] = []
        """For each page the number of its MCIDs."""
        self.sizes: list[Size] = []
        self.starts: list[_Start] = []
        self.bodies: list[int] = []
        """Object numbers of the body streams."""
        self.late: list[list[bytes]] = []
        self.operators: list[bytes] = []
        self.page = -1
        self.silent = False
        """Within one artifact that holds everything (a repeated table head)."""

    # -------------------------------------------------------------------------- pages

    def begin(self, size: Size) -> None:
        """Begin a page."""
        self.page += 1
        self.sizes.append(size)
        self.marks.append(0)
        self.starts.append(_Start())
        self.late.append([])
        self.operators = []
        if self.paper is not None:
            with self.artifact(BACKGROUND):
                self.fill(self.paper, 0, 0, size.width, size.height)

    def resize(self, size: Size) -> None:
        """Give the page that has just begun another size."""
        self.page -= 1
        for pages in (self.sizes, self.marks, self.starts, self.late):
            pages.pop()
        self.begin(size)

    def end(self) -> None:
        """End a page: its body is compressed now."""
        self.canvas.setPageSize(self.sizes[self.page])
        self.canvas._code = []
        self.canvas.showPage()
        self.bodies.append(self.file.allocate(stream(b"\n".join(self.operators))))
        self.operators = []

    @contextlib.contextmanager
    def revisiting(self, page: int) -> Iterator[None]:
        """Draw what had to wait on a page that has ended."""
        self.page, self.operators = page, self.late[page]
        yield
        self.operators = []

    def finish(self) -> None:
        """Join the two streams of every page."""
        for page, body, late in zip(self.file.page_objects, self.bodies, self.late, strict=True):
            if late:
                second = self.file.allocate(stream(b"\n".join(late)))
                page.Contents = Raw(b"[%d 0 R %d 0 R]" % (body, second))
            else:
                page.Contents = Raw(b"%d 0 R" % body)

    # -------------------------------------------------------------------------- marks

    def mark(self, leaf: Leaf, x: float, y: float, offset: int = 0) -> bytes:
        """Return the operator that begins marked content of a leaf; ``EMC`` ends it."""
        if leaf.role == "Artifact":
            return LAYOUT
        page, landed = self.page, self.landed
        mcid = self.marks[page]
        self.marks[page] = mcid + 1
        before = landed.marks.get(leaf)
        if before is None:
            landed.marks[leaf] = [(page, mcid)]
        else:
            before.append((page, mcid))
        if leaf in self.wanted and leaf not in landed.boxes:
            landed.boxes[leaf] = Rectangle(page, x, y, x, y)
        if leaf.source is not None:
            start = self.starts[page]
            if start.leaf is None:
                start.leaf, start.offset = leaf, offset
        return b"/%s <</MCID %d>> BDC" % (leaf.role.encode("ascii"), mcid)

    @contextlib.contextmanager
    def marked(self, leaf: Leaf, box: Rectangle) -> Iterator[None]:
        """Draw content of a leaf that is not text."""
        if self.silent:
            yield
            return
        self.operators.append(self.mark(leaf, box.left, box.top))
        self.landed.boxes[leaf] = box
        yield
        self.operators.append(b"EMC")

    def enclose(self, leaf: Leaf, box: Rectangle) -> None:
        """Add to the place of a leaf on the page where it begins."""
        before = self.landed.boxes.get(leaf)
        if before is None or before.page != box.page:
            self.landed.boxes.setdefault(leaf, box)
            return
        self.landed.boxes[leaf] = Rectangle(
            box.page,
            min(before.left, box.left),
            min(before.bottom, box.bottom),
            max(before.right, box.right),
            max(before.top, box.top),
        )

    @contextlib.contextmanager
    def artifact(self, kind: bytes) -> Iterator[None]:
        """Draw what is no content."""
        if self.silent:
            yield
            return
        self.operators.append(kind)
        yield
        self.operators.append(b"EMC")

    @contextlib.contextmanager
    def repeated(self) -> Iterator[None]:
        """Draw content that stands elsewhere already, as one artifact."""
        with self.artifact(HEADER):
            self.silent = True
            yield
            self.silent = False

    def link(self, annotation: Annotation, box: Rectangle) -> None:
        """Add a stretch of a line to a link; neighbours in the line become one."""
        quads = self.landed.quads.setdefault(annotation, [])
        if quads:
            last = quads[-1]
            same = last.page == box.page and abs(last.bottom - box.bottom) < box.top - box.bottom
            if same and abs(last.right - box.left) < 1.5:
                quads[-1] = Rectangle(
                    box.page,
                    last.left,
                    min(last.bottom, box.bottom),
                    box.right,
                    max(last.top, box.top),
                )
                return
        quads.append(box)

    # ------------------------------------------------------------------------ drawing

    def fill(self, colour: Colour, x: float, y: float, width: float, height: float) -> None:
        """Fill a rectangle."""
        self.operators.append(b"%s %.2f %.2f %.2f %.2f re f" % (rgb(colour), x, y, width, height))

    def frame(self, colour: Colour, x: float, y: float, width: float, height: float) -> None:
        """Draw the outline of a rectangle."""
        self.operators.append(
            b"%s 0.75 w %.2f %.2f %.2f %.2f re S" % (rgb(colour, b"RG"), x, y, width, height)
        )

    def dots(self, colour: Colour, start: float, end: float, y: float, step: float) -> None:
        """Draw a row of dots."""
        self.operators.append(
            b"q %s 1 J 0.9 w [0 %.2f] 0 d %.2f %.2f m %.2f %.2f l S Q"
            % (rgb(colour, b"RG"), step, start, y, end, y)
        )

    def image(self, reader: ImageReader, x: float, y: float, width: float, height: float) -> None:
        """Draw an image; the same data is embedded once."""
        self.canvas._code = []
        self.canvas.drawImage(reader, x, y, width, height)
        code = self.canvas._code
        self.operators.append("\n".join(code).encode("latin-1"))
        self.canvas._code = []

    def page_starts(self, labels: tuple[str, ...]) -> tuple[PageStart, ...]:
        """Return where the content of the document begins on each page."""
        return tuple(
            PageStart(label, start.leaf.source, start.offset)
            for label, start in zip(labels, self.starts, strict=True)
            if start.leaf is not None and start.leaf.source is not None
        )


_COLOURS: dict[tuple[Colour, bytes], bytes] = {}


def rgb(colour: Colour, operator: bytes = b"rg") -> bytes:
    """Return the operator that sets a colour."""
    found = _COLOURS.get((colour, operator))
    if found is None:
        parts = " ".join(f"{part / 255:.4g}" for part in (colour.red, colour.green, colour.blue))
        found = _COLOURS[colour, operator] = parts.encode("ascii") + b" " + operator
    return found
