"""The tag tree as structure elements, ParentTree and IDTree. The first half of assembly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.options import PdfProfile
from pipeline.writers.pdf.file import File, name, stream, text_string
from pipeline.writers.pdf.tags import (
    Annotation,
    AttachedFile,
    Element,
    Landed,
    LayoutAttributes,
    Leaf,
    ListAttributes,
    NoteAttributes,
    TableAttributes,
)

_CUSTOM = {
    "Subscript": "Span",
    "Superscript": "Span",
    "Deleted": "Span",
    "Inserted": "Span",
    "Marked": "Span",
    "CalloutWord": "P",
}
_CUSTOM_UA1 = _CUSTOM | {"Em": "Span", "Strong": "Span"}
_OLD = frozenset({"BlockQuote", "Quote", "Code", "TOC", "TOCI", "Reference", "Note"})
"""Types that are in the namespace of PDF 1.7 only."""
_LEAF_SIZE = 128
_ROOT_ID = b"(http://iso.org/pdf2/ssn)"


@dataclass(slots=True)
class Structure:
    """The tree as objects of a file; numbers are object numbers."""

    file: File
    landed: Landed
    root: Element
    numbers: dict[Element, int] = field(default_factory=dict)
    objrefs: dict[Annotation, list[tuple[int, int]]] = field(default_factory=dict)
    """For each link the pages (zero-based) and numbers of its annotations."""
    owners: dict[Annotation, Element] = field(default_factory=dict)
    parents: list[list[bytes]] = field(default_factory=list)
    """For each page the reference to the element of each MCID."""
    ids: list[tuple[bytes, int]] = field(default_factory=list)
    keys: dict[Element, bytes] = field(default_factory=dict)
    """The ids of elements as strings."""
    roles: set[str] = field(default_factory=set)
    files: list[int] = field(default_factory=list)
    """The specifications of the attached files."""
    is_told: bool = True
    """Whether every figure so far has an alternative."""

    @property
    def modern(self) -> bool:
        """Whether this is PDF 2.0."""
        return self.file.profile is PdfProfile.UA2

    def number(self, element: Element) -> int:
        """Return the number of an element, which may be written later."""
        found = self.numbers.get(element)
        if found is None:
            found = self.numbers[element] = self.file.reserve()
        return found

    def write(self, marks: Sequence[int], annotation_keys: Iterable[tuple[int, Annotation]]) -> int:
        """Write everything; return the number of the structure tree's root.

        ``marks`` is the number of MCIDs of each page.
        """
        self.parents = [[b"null"] * count for count in marks]
        top = self.file.reserve()
        namespace = b""
        if self.modern:
            ssn = self.file.allocate(b"<< /Type /Namespace /NS %s >>" % _ROOT_ID)
            namespace = b" /NS %d 0 R" % ssn
        stack = [(self.root, top)]
        while stack:
            element, parent = stack.pop()
            stack.extend(self._element(element, parent, namespace))
        entries = [
            b"/Type /StructTreeRoot /K [%d 0 R]" % self.numbers[self.root],
            self._parent_tree(annotation_keys),
        ]
        if self.ids:
            entries.append(b"/IDTree %d 0 R" % self._id_tree())
        roles = self._role_map()
        if roles:
            entries.append(b"/RoleMap << %s >>" % roles)
        if self.modern:
            entries.append(b"/Namespaces [%s]" % namespace.removeprefix(b" /NS "))
        self.file.give(top, b"<< %s >>" % b" ".join(entries))
        return top

    def _element(
        self, element: Element, parent: int, namespace: bytes
    ) -> list[tuple[Element, int]]:
        """Write one element; return its children with its number, last first."""
        number = self.number(element)
        own = b"%d 0 R" % number
        page_numbers, parents = self.file.page_numbers, self.parents
        below: list[tuple[Element, int]] = []
        kids: list[bytes] = []
        home = -1
        for child in element.children:
            match child:
                case Leaf():
                    for page, mcid in self.landed.marks.get(child, ()):
                        parents[page][mcid] = own
                        if home < 0:
                            home = page
                        if page == home:
                            kids.append(b"%d" % mcid)
                        else:
                            kids.append(
                                b"<< /Type /MCR /Pg %d 0 R /MCID %d >>" % (page_numbers[page], mcid)
                            )
                case Element():
                    kids.append(b"%d 0 R" % self.number(child))
                    below.append((child, number))
                case Annotation():
                    self.owners[child] = element
                    for page, annotation in self.objrefs.get(child, ()):
                        kids.append(
                            b"<< /Type /OBJR /Pg %d 0 R /Obj %d 0 R >>"
                            % (page_numbers[page], annotation)
                        )
        entries = [b"/S /%s /P %d 0 R" % (element.role.encode("ascii"), parent)]
        if namespace and element.role not in _OLD and element.role not in _CUSTOM:
            entries.append(namespace)
        if home >= 0:
            entries.append(b"/Pg %d 0 R" % page_numbers[home])
        if len(kids) == 1:
            entries.append(b"/K %s" % kids[0])
        elif kids:
            entries.append(b"/K [%s]" % b" ".join(kids))
        self.roles.add(element.role)
        self._particulars(element, number, entries)
        self.file.give(number, b"<< %s >>" % b" ".join(entries))
        below.reverse()
        return below

    def _particulars(self, element: Element, number: int, entries: list[bytes]) -> None:
        self.is_told &= element.role != "Figure" or bool((element.alternative or "").strip())
        if element.lang is not None:
            entries.append(b"/Lang " + text_string(element.lang))
        if element.alternative is not None:
            entries.append(b"/Alt " + text_string(element.alternative))
        if element.expansion is not None:
            entries.append(b"/E " + text_string(element.expansion))
        if element.actual_text is not None:
            entries.append(b"/ActualText " + text_string(element.actual_text))
        if element.id is not None:
            key = self._key(element)
            entries.append(b"/ID " + key)
            self.ids.append((key, number))
        if element.attributes is not None:
            attributes = self._attributes(element)
            if attributes:
                entries.append(b"/A << %s >>" % attributes)
        if element.references and self.modern:
            numbers = b" ".join(b"%d 0 R" % self.number(other) for other in element.references)
            entries.append(b"/Ref [%s]" % numbers)
        if element.file is not None:
            entries.append(b"/AF [%d 0 R]" % self.attach(element.file))

    def _key(self, element: Element) -> bytes:
        """Return the id of an element as a string; a header cell is named by many others."""
        found = self.keys.get(element)
        if found is None:
            found = self.keys[element] = text_string(element.id or "")
        return found

    def _attributes(self, element: Element) -> bytes:
        match element.attributes:
            case ListAttributes(numbering):
                return b"/O /List /ListNumbering " + name(numbering)
            case TableAttributes() as table:
                return self._table_attributes(table)
            case NoteAttributes(kind):
                return b"/O /FENote /NoteType " + name(kind)
            case LayoutAttributes() as layout:
                return self._layout_attributes(element, layout)
            case None:
                return b""

    def _table_attributes(self, table: TableAttributes) -> bytes:
        parts = [b"/O /Table"]
        if table.scope is not None:
            parts.append(b"/Scope /%s" % table.scope.encode("ascii"))
        if table.colspan > 1:
            parts.append(b"/ColSpan %d" % table.colspan)
        if table.rowspan > 1:
            parts.append(b"/RowSpan %d" % table.rowspan)
        if table.headers:
            keys = b" ".join([self._key(header) for header in table.headers])
            parts.append(b"/Headers [%s]" % keys)
        if table.summary is not None:
            parts.append(b"/Summary " + text_string(table.summary))
        if table.short is not None and self.modern:
            parts.append(b"/Short " + text_string(table.short))
        return b" ".join(parts) if len(parts) > 1 else b""

    def _layout_attributes(self, element: Element, layout: LayoutAttributes) -> bytes:
        parts = [b"/O /Layout"]
        if layout.placement is not None:
            parts.append(b"/Placement " + name(layout.placement))
        if layout.decoration is not None:
            parts.append(b"/TextDecorationType " + name(layout.decoration))
        if layout.position is not None and self.modern:
            parts.append(b"/TextPosition " + name(layout.position))
        if layout.box:
            for child in element.children:
                box = self.landed.boxes.get(child) if isinstance(child, Leaf) else None
                if box is not None and box.right > box.left:
                    # A hair's breadth at least, that rounding leaves it no empty box.
                    right, top = max(box.right, box.left + 0.01), max(box.top, box.bottom + 0.01)
                    sides = (box.left, box.bottom, right, top)
                    parts.append(b"/BBox [%.2f %.2f %.2f %.2f]" % sides)
        return b" ".join(parts) if len(parts) > 1 else b""

    def attach(self, attached: AttachedFile) -> int:
        """Write a file into the PDF; return the number of its specification."""
        changed = attached.changed
        entries = b"/Type /EmbeddedFile /Subtype %s /Params << /Size %d%s >> " % (
            name(attached.media_type),
            len(attached.data),
            b"" if changed is None else b" /ModDate " + text_string(changed),
        )
        data = self.file.allocate(stream(attached.data, entries))
        number = self.file.allocate(
            b"<< /Type /Filespec /F %s /UF %s /Desc %s /AFRelationship %s "
            b"/EF << /F %d 0 R /UF %d 0 R >> >>"
            % (
                text_string(attached.name),
                text_string(attached.name),
                text_string(attached.description),
                name(attached.relationship),
                data,
                data,
            )
        )
        self.files.append(number)
        return number

    def _role_map(self) -> bytes:
        known = dict(_CUSTOM if self.modern else _CUSTOM_UA1)
        if not self.modern:
            known |= {
                role: "H6"
                for role in self.roles
                if role[0] == "H" and role[1:].isdigit() and int(role[1:]) > 6
            }
        used = sorted(role for role in known if role in self.roles)
        return b" ".join(name(role) + b" " + name(known[role]) for role in used)

    def _parent_tree(self, annotation_keys: Iterable[tuple[int, Annotation]]) -> bytes:
        numbers: list[tuple[bytes, bytes]] = []
        for page, row in enumerate(self.parents):
            body = b"[%s]" % b" ".join(row)
            numbers.append((b"%d" % page, b"%d 0 R" % self.file.allocate(body)))
        following = len(self.parents)
        for key, annotation in annotation_keys:
            owner = self.numbers[self.owners[annotation]]
            numbers.append((b"%d" % key, b"%d 0 R" % owner))
            following = key + 1
        tree = self._tree(numbers, b"Nums")
        return b"/ParentTree %d 0 R /ParentTreeNextKey %d" % (tree, following)

    def _id_tree(self) -> int:
        pairs = sorted((key, b"%d 0 R" % number) for key, number in self.ids)
        return self._tree(pairs, b"Names")

    def _tree(self, pairs: list[tuple[bytes, bytes]], kind: bytes) -> int:
        """Write a number or name tree of one level of leaves."""
        leaves: list[bytes] = []
        for start in range(0, len(pairs), _LEAF_SIZE):
            chunk = pairs[start : start + _LEAF_SIZE]
            body = b" ".join(b"%s %s" % pair for pair in chunk)
            limits = b"%s %s" % (chunk[0][0], chunk[-1][0])
            leaf = b"<< /Limits [%s] /%s [%s] >>" % (limits, kind, body)
            leaves.append(b"%d 0 R" % self.file.allocate(leaf))
        return self.file.allocate(b"<< /Kids [%s] >>" % b" ".join(leaves))
