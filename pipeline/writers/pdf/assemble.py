"""Plan, landed marks and pages to the bytes of the file. The last step.

Writes the tag tree, the link annotations, the bookmarks and the catalog. Destinations are
structure destinations beside page destinations (ISO 14289-2 8.8); readers of PDF 1.7, which
knows only the latter, pass over the key.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pipeline.model.nodes import Metadata
from pipeline.options import Options, PdfProfile
from pipeline.strings import Strings
from pipeline.writers.pdf.file import File, Raw, stream, text_string
from pipeline.writers.pdf.flow import Entry, Plan
from pipeline.writers.pdf.fonts import Fonts
from pipeline.writers.pdf.sheets import Sheets
from pipeline.writers.pdf.structure import Structure
from pipeline.writers.pdf.tags import Annotation, AttachedFile, Element, Rectangle
from pipeline.writers.pdf.xmp import PRODUCER, dates, pdf_date, xmp

_PROFILE = Path(__file__).with_name("srgb.icc")


@dataclass(frozen=True, slots=True)
class _Link:
    """The annotation of a link on one page."""

    annotation: Annotation
    page: int
    quads: list[Rectangle]
    number: int


def assemble(
    plan: Plan,
    sheets: Sheets,
    fonts: Fonts,
    metadata: Metadata,
    options: Options,
    strings: Strings,
    labels: tuple[str, ...],
) -> bytes:
    """Write the file."""
    return _Assembly(plan, sheets, metadata, options, strings, labels).data(fonts)


class _Assembly:
    """Holds what the parts of the file need from one another."""

    def __init__(
        self,
        plan: Plan,
        sheets: Sheets,
        metadata: Metadata,
        options: Options,
        strings: Strings,
        labels: tuple[str, ...],
    ) -> None:
        self.plan = plan
        self.sheets = sheets
        self.file: File = sheets.file
        self.landed = sheets.landed
        self.metadata = metadata
        self.options = options
        self.strings = strings
        self.labels = labels
        self.structure = Structure(self.file, self.landed, plan.root)

    def data(self, fonts: Fonts) -> bytes:
        file = self.file
        self._fonts(fonts)
        self.sheets.finish()
        links = self._links()
        pages = len(self.labels)
        keys = [(pages + index, link.annotation) for index, link in enumerate(links)]
        root = self.structure.write(self.sheets.marks, keys)
        annotations: dict[int, list[bytes]] = {}
        for (key, _), link in zip(keys, links, strict=True):
            file.give(link.number, self._annotation(link, key))
            annotations.setdefault(link.page, []).append(b"%d 0 R" % link.number)
        for page, numbers in annotations.items():
            file.page_objects[page].Annots = Raw(b"[%s]" % b" ".join(numbers))
        catalog = file.allocate(self._catalog(root))
        info = None
        if self.options.pdf.profile is PdfProfile.UA1:
            info = file.allocate(self._information())
        return file.written(catalog, info)

    def _fonts(self, fonts: Fonts) -> None:
        used = fonts.embed(self.file.allocate)
        dictionary = self.file.idToObject["BasicFonts"].dict
        dictionary.clear()
        for resource, number in used.items():
            dictionary[resource] = Raw(b"%d 0 R" % number)

    # -------------------------------------------------------------------------- links

    def _links(self) -> list[_Link]:
        """Reserve the annotations: one for each link and page, in the order of the pages."""
        links: list[_Link] = []
        for annotation, quads in self.landed.quads.items():
            by_page: dict[int, list[Rectangle]] = {}
            for quad in quads:
                by_page.setdefault(quad.page, []).append(quad)
            for page, on_page in by_page.items():
                number = self.file.reserve()
                links.append(_Link(annotation, page, on_page, number))
                self.structure.objrefs.setdefault(annotation, []).append((page, number))
        return sorted(links, key=lambda link: link.page)

    def _annotation(self, link: _Link, key: int) -> bytes:
        quads = link.quads
        rectangle = (
            min(quad.left for quad in quads),
            min(quad.bottom for quad in quads),
            max(quad.right for quad in quads),
            max(quad.top for quad in quads),
        )
        entries = [
            b"/Type /Annot /Subtype /Link /Rect [%.2f %.2f %.2f %.2f]" % rectangle,
            b"/F 4 /Border [0 0 0] /StructParent %d /P %d 0 R"
            % (key, self.file.page_numbers[link.page]),
        ]
        if len(quads) > 1:
            points = b" ".join(
                b"%.2f %.2f %.2f %.2f %.2f %.2f %.2f %.2f"
                % (
                    *(quad.left, quad.bottom, quad.right, quad.bottom),
                    *(quad.right, quad.top, quad.left, quad.top),
                )
                for quad in quads
            )
            entries.append(b"/QuadPoints [%s]" % points)
        contents = link.annotation.contents
        match link.annotation.target:
            case str() as address:
                uri = quote(address, safe="%/:=&?~#+!$,;'@()*[]")
                entries.append(b"/A << /S /URI /URI %s >>" % text_string(uri))
            case Element() as element:
                page = self._place(element).page
                contents = self.strings.goes_to_page.format(text=contents, page=self.labels[page])
                entries.append(self._destination(element))
        entries.append(b"/Contents " + text_string(contents))
        return b"<< %s >>" % b" ".join(entries)

    def _place(self, element: Element) -> Rectangle:
        leaf = self.plan.targets.get(element)
        box = None if leaf is None else self.landed.boxes.get(leaf)
        if box is None:
            height = self.sheets.sizes[0].height
            return Rectangle(0, 0, height, 0, height)
        return box

    def _destination(self, element: Element) -> bytes:
        """Return the action that leads to an element."""
        box = self._place(element)
        x = max(0.0, box.left - 8)
        y = min(self.sheets.sizes[box.page].height, box.top + 8)
        place = b"/XYZ %.0f %.0f null" % (x, y)
        page = b"[%d 0 R %s]" % (self.file.page_numbers[box.page], place)
        structure = b"[%d 0 R %s]" % (self.structure.number(element), place)
        return b"/A << /S /GoTo /D %s /SD %s >>" % (page, structure)

    # ---------------------------------------------------------------------- bookmarks

    def _outline(self) -> int | None:
        """Write the bookmarks, nested as the headings are."""
        entries = [entry for entry in self.plan.entries if entry.title]
        if not entries:
            return None
        root = self.file.reserve()
        numbers = [self.file.reserve() for _ in entries]
        kids: dict[int, list[int]] = {root: []}
        parents: list[int] = []
        open_items: list[tuple[int, int]] = []
        for entry, number in zip(entries, numbers, strict=True):
            while open_items and open_items[-1][0] >= entry.level:
                open_items.pop()
            parent = open_items[-1][1] if open_items else root
            kids[parent].append(number)
            kids[number] = []
            parents.append(parent)
            open_items.append((entry.level, number))
        places = {n: i for siblings in kids.values() for i, n in enumerate(siblings)}
        counts: dict[int, int] = {}
        for number in reversed(numbers):
            counts[number] = sum(1 + counts[kid] for kid in kids[number])
        for entry, number, parent in zip(entries, numbers, parents, strict=True):
            body = self._bookmark(
                entry, number, parent, kids[parent], places[number], kids[number], counts
            )
            self.file.give(number, body)
        first, last = kids[root][0], kids[root][-1]
        body = b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>"
        self.file.give(root, body % (first, last, len(kids[root])))
        return root

    def _bookmark(
        self,
        entry: Entry,
        number: int,
        parent: int,
        siblings: list[int],
        place: int,
        kids: list[int],
        counts: dict[int, int],
    ) -> bytes:
        parts = [b"/Title %s /Parent %d 0 R" % (text_string(entry.title), parent)]
        if place:
            parts.append(b"/Prev %d 0 R" % siblings[place - 1])
        if place + 1 < len(siblings):
            parts.append(b"/Next %d 0 R" % siblings[place + 1])
        if kids:
            parts.append(b"/First %d 0 R /Last %d 0 R" % (kids[0], kids[-1]))
            parts.append(b"/Count -%d" % counts[number])
        parts.append(self._destination(entry.element))
        return b"<< %s >>" % b" ".join(parts)

    # ------------------------------------------------------------------------ catalog

    def _catalog(self, root: int) -> bytes:
        file, metadata = self.file, self.metadata
        source = self._source()
        files = self.structure.files
        packet = xmp(
            metadata,
            self.options.pdf.profile,
            self.options.now,
            files=bool(files),
            is_told=self.structure.is_told,
        )
        described = file.allocate(
            b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%s\nendstream"
            % (len(packet), packet)
        )
        profile = file.allocate(stream(_PROFILE.read_bytes(), b"/N 3 "))
        file.Reference(file.Pages)
        entries = [
            b"/Type /Catalog /Pages %d 0 R" % file.number_of(file.Pages),
            b"/Lang " + text_string(metadata.language),
            b"/MarkInfo << /Marked true >>",
            b"/StructTreeRoot %d 0 R" % root,
            b"/Metadata %d 0 R" % described,
            b"/PageLabels << /Nums [0 << /S /D >>] >>",
            b"/OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1 "
            b"/OutputConditionIdentifier (sRGB) /Info (sRGB IEC61966-2.1) "
            b"/DestOutputProfile %d 0 R >>]" % profile,
        ]
        # No Direction: pdfium would take it for that of every line, and copy English backwards.
        entries.append(b"/ViewerPreferences << /DisplayDocTitle true >>")
        if source is not None:
            entries.append(b"/AF [%d 0 R]" % source)
        if files:  # PDF/A-4f wants every attached file listed here as well
            named = b" ".join(b"(%06d) %d 0 R" % pair for pair in enumerate(files, 1))
            entries.append(b"/Names << /EmbeddedFiles << /Names [%s] >> >>" % named)
        outline = self._outline()
        if outline is not None:
            entries.append(b"/Outlines %d 0 R /PageMode /UseOutlines" % outline)
        return b"<< %s >>" % b" ".join(entries)

    def _source(self) -> int | None:
        """Attach the page that the report was made from, where that is wanted."""
        source = self.options.pdf.source
        if source is None:
            return None
        _, changed = dates(self.metadata, self.options.now)
        kind = "application/xhtml+xml" if source.name.endswith((".xhtml", ".xht")) else "text/html"
        return self.structure.attach(
            AttachedFile(
                source.name,
                kind,
                self.strings.source_page,
                source.data,
                "Source",
                pdf_date(changed) if changed is not None else None,
            )
        )

    def _information(self) -> bytes:
        """Return the information dictionary, which agrees with the XMP."""
        metadata = self.metadata
        parts = [b"/Title " + text_string(metadata.title)]
        if len(metadata.creators) == 1:
            parts.append(b"/Author " + text_string(metadata.creators[0]))
        parts.append(b"/Creator %s /Producer %s" % ((text_string(PRODUCER),) * 2))
        created, changed = dates(metadata, self.options.now)
        if created is not None:
            parts.append(b"/CreationDate " + text_string(pdf_date(created)))
        if changed is not None:
            parts.append(b"/ModDate " + text_string(pdf_date(changed)))
        return b"<< %s >>" % b" ".join(parts)
