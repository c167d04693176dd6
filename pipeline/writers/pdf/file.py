"""The PDF file: numbered objects, object streams, cross-reference stream. The last step.

ReportLab's ``PDFDocument`` holds pages, images and fonts; this subclass adds objects given
as bytes and writes the file itself: everything small in compressed object streams, the
identifier a digest of the content, so that the same document gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc

from pipeline.options import PdfProfile

rl_config.useA85 = 0  # ASCII85 is a quarter larger and helps nobody
_PRINTABLE = re.compile(r"[ -~]*")
_OBJECTS_IN_STREAM = 256
_LEVEL = 4
"""Takes two thirds of the time of zlib's own choice, 6, and makes files 3 % larger."""


def text_string(text: str) -> bytes:
    """Return a PDF text string, UTF-16 where ASCII does not suffice."""
    if _PRINTABLE.fullmatch(text):
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return b"(" + escaped.encode("ascii") + b")"
    return b"<FEFF" + text.encode("utf-16-be", "replace").hex().upper().encode("ascii") + b">"


def name(text: str) -> bytes:
    """Return a PDF name with its slash."""
    safe = (c if c.isascii() and (c.isalnum() or c in "-_.+") else None for c in text)
    parts = (
        c or "".join(f"#{byte:02X}" for byte in source.encode("utf-8"))
        for c, source in zip(safe, text, strict=True)
    )
    return b"/" + "".join(parts).encode("ascii")


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Return a compressed stream object; ``entries`` go into its dictionary."""
    packed = zlib.compress(data, _LEVEL)
    return b"<< %s/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (
        entries,
        len(packed),
        packed,
    )


class Raw(pdfdoc.PDFObject):  # type: ignore[misc]
    """An object that is bytes already, for ReportLab's dictionaries."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def format(self, _document: object) -> bytes:
        """Return the bytes."""
        return self.data


class File(pdfdoc.PDFDocument):  # type: ignore[misc]
    """A document of ReportLab's that writes itself."""

    def __init__(self, profile: PdfProfile) -> None:
        super().__init__(compression=1, invariant=1)
        self.profile = profile
        version = b"2.0" if profile is PdfProfile.UA2 else b"1.7"
        self._writer = _Writer(b"%%PDF-%s\n%%\xe2\xe3\xcf\xd3\n" % version)
        self._small: list[tuple[int, bytes]] = []
        """Objects that wait for an object stream to be full."""
        self._resources: Raw | None = None
        """Of a page without images: the fonts, the same for all."""
        self.page_objects: list[pdfdoc.PDFPage] = []
        self.page_numbers: list[int] = []

    def reserve(self) -> int:
        """Return the number of an object that is given later (``give``)."""
        self.objectcounter += 1
        return int(self.objectcounter)

    def allocate(self, body: bytes, /) -> int:
        """Add an object; return its number."""
        number = self.reserve()
        self.give(number, body)
        return number

    def give(self, number: int, body: bytes) -> None:
        """Write an object whose number was reserved; it is not kept."""
        if body.endswith(b"endstream"):
            self._writer.put(number, body)
            return
        self._small.append((number, body))
        if len(self._small) == _OBJECTS_IN_STREAM:
            self._pack()

    def _pack(self) -> None:
        small, self._small = self._small, []
        self._writer.pack(self.reserve(), small)

    def addPage(self, page: pdfdoc.PDFPage) -> None:  # noqa: N802 - ReportLab's name
        """Take a page of the canvas and remember its object number."""
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = len(self.page_objects)
        page.Tabs = "/S"
        if not page.XObjects:
            page.Resources = self._of_text(page)
        super().addPage(page)
        self.page_objects.append(page)
        self.page_numbers.append(self.idToObjectNumberAndVersion[page.__InternalName__][0])

    def _of_text(self, page: pdfdoc.PDFPage) -> Raw:
        """Return the resources of a page without images, put into words once for all pages."""
        if self._resources is None:
            resources = pdfdoc.PDFResourceDictionary()
            resources.basicFonts()
            if page.hasImages:  # ReportLab says so of every page
                resources.allProcs()
            self._resources = Raw(resources.format(self))
        return self._resources

    def number_of(self, thing: pdfdoc.PDFObject) -> int:
        """Return the object number of something of ReportLab's."""
        return int(self.idToObjectNumberAndVersion[thing.__InternalName__][0])

    def written(self, catalog: int, info: int | None) -> bytes:
        """Write what ReportLab holds; return the whole file."""
        number = 0
        while number < self.objectcounter:  # which may grow on the way
            number += 1
            internal = self.numberToId.get(number)
            if internal is not None:
                body: bytes = pdfdoc.format(self.idToObject[internal], self, toplevel=1)
                if body.endswith(b"endstream\n"):  # ReportLab forgets the line end before it
                    body = body[:-10] + b"\nendstream"
                self.give(number, body)
        if self._small:
            self._pack()
        return self._writer.end(self.reserve(), catalog, info)


class _Writer:
    """The file as it grows, and where each object is."""

    def __init__(self, header: bytes) -> None:
        self.file = io.BytesIO()
        self.file.write(header)
        self.rows: dict[int, bytes] = {}
        """The row of each object in the cross-reference stream (ISO 32000-1 7.5.8.3)."""

    def put(self, number: int, body: bytes) -> None:
        self.rows[number] = b"\1" + self.file.tell().to_bytes(4, "big") + b"\0\0"
        self.file.writelines((b"%d 0 obj\n" % number, body, b"\nendobj\n"))

    def pack(self, number: int, small: list[tuple[int, bytes]]) -> None:
        """Write an object stream."""
        index: list[bytes] = []
        offset = 0
        container = b"\2" + number.to_bytes(4, "big")
        for place, (inner, body) in enumerate(small):
            index.append(b"%d %d" % (inner, offset))
            offset += len(body) + 1
            self.rows[inner] = container + place.to_bytes(2, "big")
        head = b" ".join(index) + b"\n"
        data = head + b"\n".join([body for _, body in small])
        entries = b"/Type /ObjStm /N %d /First %d " % (len(small), len(head))
        self.put(number, stream(data, entries))

    def end(self, number: int, catalog: int, info: int | None) -> bytes:
        """Write the cross-reference stream; return the file."""
        place = self.file.tell()
        self.rows[number] = b"\1" + place.to_bytes(4, "big") + b"\0\0"
        free, get = bytes(7), self.rows.get
        table = b"\0\0\0\0\0\xff\xff"
        table += b"".join([get(inner) or free for inner in range(1, number + 1)])
        digest = hashlib.sha256(self.file.getbuffer()).hexdigest()[:32].upper().encode("ascii")
        entries = b"/Type /XRef /Size %d /W [1 4 2] /Root %d 0 R %s/ID [<%s> <%s>] " % (
            number + 1,
            catalog,
            b"" if info is None else b"/Info %d 0 R " % info,
            digest,
            digest,
        )
        entries += b"/DecodeParms << /Predictor 12 /Columns 7 >> "
        body = stream(_predicted(table, 7), entries)
        self.put(number, body)
        self.file.write(b"startxref\n%d\n%%%%EOF\n" % place)
        return self.file.getvalue()


def _predicted(table: bytes, columns: int) -> bytes:
    """Return rows as their differences to the row before (predictor 12, "up", of PNG).

    The bytes are subtracted all at once, as one long number: in each, the highest bit is
    set first, so that nothing is borrowed from the byte beside it, and mended afterwards.
    """
    size, rows = len(table), len(table) // columns
    high = int.from_bytes(b"\x80" * size, "big")
    low = int.from_bytes(b"\x7f" * size, "big")
    here = int.from_bytes(table, "big")
    above = int.from_bytes(bytes(columns) + table[:-columns], "big")
    changes = ((here | high) - (above & low)) ^ (~(here ^ above) & high)
    flat = changes.to_bytes(size, "big")
    predicted = bytearray(b"\2") * (rows * (columns + 1))
    for column in range(columns):
        predicted[column + 1 :: columns + 1] = flat[column::columns]
    return bytes(predicted)
