"""The structure tree of a PDF as plain values. After content, before reading and rules.

Elements keep the role the file gives them and the standard role it is mapped to. A file
that is broken gives a tree all the same, with the faults noted for the rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import pikepdf

ObjectKey: TypeAlias = tuple[int, int]
"""Object and generation number."""

PDF_2 = "http://iso.org/pdf2/ssn"
PDF_1 = "http://iso.org/pdf/ssn"
MATHML = "http://www.w3.org/1998/Math/MathML"


@dataclass(frozen=True, slots=True)
class Content:
    """A mark that an element claims; page counted from 0, None if it is no page of the file."""

    page: int | None
    mcid: int


@dataclass(frozen=True, slots=True)
class ObjectReference:
    """An annotation (or other object) that an element claims."""

    key: ObjectKey
    page: int | None


@dataclass(slots=True, eq=False)
class StructureElement:
    """One element; compared by identity."""

    key: ObjectKey
    role: str
    """As the file says it, without the solidus."""
    standard: str
    """After the role map; the role itself where it is not mapped."""
    parent: StructureElement | None
    namespace: str | None = None
    children: list[StructureElement | Content | ObjectReference] = field(default_factory=list)
    attributes: dict[str, object] = field(default_factory=dict)
    """Of all owners together: ``Scope``, ``Headers`` (strings), ``BBox`` (floats) …"""
    lang: str | None = None
    alternative: str | None = None
    actual: str | None = None
    expansion: str | None = None
    id: str | None = None
    references: tuple[ObjectKey, ...] = ()
    """``/Ref``."""
    files: int = 0
    """How many associated files it has."""
    true_parent: bool = True
    """``/P`` is the element that holds it."""

    def elements(self) -> Iterator[StructureElement]:
        """Yield the child elements."""
        return (child for child in self.children if isinstance(child, StructureElement))

    def first_page(self) -> int | None:
        """Return the page on which its first content stands, from 0."""
        for child in self.everything():
            if isinstance(child, Content | ObjectReference) and child.page is not None:
                return child.page
        return None

    def everything(self) -> Iterator[StructureElement | Content | ObjectReference]:
        """Yield all that stands below in reading order."""
        stack = list(reversed(self.children))
        while stack:
            child = stack.pop()
            yield child
            if isinstance(child, StructureElement):
                stack.extend(reversed(child.children))


@dataclass(slots=True, eq=False)
class Tree:
    """The whole structure tree."""

    roots: list[StructureElement] = field(default_factory=list)
    by_key: dict[ObjectKey, StructureElement] = field(default_factory=dict)
    by_id: dict[str, StructureElement] = field(default_factory=dict)
    repeated_ids: list[str] = field(default_factory=list)
    role_map: dict[str, str] = field(default_factory=dict)
    circular_roles: list[str] = field(default_factory=list)
    twice: list[StructureElement] = field(default_factory=list)
    """Elements that are reached a second time."""
    order: list[StructureElement] = field(default_factory=list)
    """Every element in reading order, once the tree is read."""

    def all(self) -> Iterator[StructureElement]:
        """Yield every element in reading order."""
        return iter(self.order)


def read_tree(pdf: pikepdf.Pdf) -> Tree:
    """Read the structure tree; empty if there is none."""
    tree = Tree()
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        return tree
    for role, target in dict(root.get("/RoleMap", {})).items():
        tree.role_map[role[1:]] = str(target)[1:]
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    waiting: list[tuple[pikepdf.Object, StructureElement]] = []
    for kid in _kids(root):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            element = _element(kid, None, root.objgen, tree)
            tree.roots.append(element)
            waiting.append((kid, element))
    while waiting:
        node, element = waiting.pop()
        page = _page(node, pages, None)
        for kid in _kids(node):
            if isinstance(kid, int):
                element.children.append(Content(page, kid))
            elif not isinstance(kid, pikepdf.Dictionary):
                continue
            elif kid.get("/Type") == "/MCR":
                element.children.append(Content(_page(kid, pages, page), int(kid["/MCID"])))
            elif kid.get("/Type") == "/OBJR":
                place = _page(kid, pages, page)
                element.children.append(ObjectReference(kid["/Obj"].objgen, place))
            elif "/S" in kid:
                known = tree.by_key.get(kid.objgen) if kid.is_indirect else None
                if known is not None:
                    tree.twice.append(known)
                    continue
                child = _element(kid, element, node.objgen, tree)
                element.children.append(child)
                waiting.append((kid, child))
    stack = list(reversed(tree.roots))
    while stack:
        element = stack.pop()
        tree.order.append(element)
        stack.extend(reversed(list(element.elements())))
    return tree


def _kids(node: pikepdf.Object) -> list[pikepdf.Object | int]:
    kids = node.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _page(node: pikepdf.Object, pages: dict[ObjectKey, int], otherwise: int | None) -> int | None:
    own = node.get("/Pg")
    return otherwise if own is None else pages.get(own.objgen)


def _element(
    node: pikepdf.Object, parent: StructureElement | None, holder: ObjectKey, tree: Tree
) -> StructureElement:
    entries = dict(node.items())  # one look at an object of pikepdf costs as much as twenty here
    role = str(entries["/S"])[1:]
    namespace = entries.get("/NS")
    made = StructureElement(
        key=node.objgen,
        role=role,
        standard=_standard(role, tree),
        parent=parent,
        namespace=_string(namespace.get("/NS")) if namespace is not None else None,
        lang=_string(entries.get("/Lang")),
        alternative=_string(entries.get("/Alt")),
        actual=_string(entries.get("/ActualText")),
        expansion=_string(entries.get("/E")),
        id=_string(entries.get("/ID")),
    )
    owner = entries.get("/P")
    made.true_parent = owner is not None and owner.objgen == holder
    references = entries.get("/Ref")
    if references is not None:
        made.references = tuple(reference.objgen for reference in references)
    files = entries.get("/AF")
    if files is not None:
        made.files = len(files) if isinstance(files, pikepdf.Array) else 1
    attributes = entries.get("/A")
    if attributes is not None:
        for owned in attributes if isinstance(attributes, pikepdf.Array) else (attributes,):
            if isinstance(owned, pikepdf.Dictionary):
                made.attributes.update(
                    (key[1:], _plain(value)) for key, value in owned.items() if key != "/O"
                )
    if node.is_indirect:
        tree.by_key[made.key] = made
    if made.id is not None:
        if made.id in tree.by_id:
            tree.repeated_ids.append(made.id)
        tree.by_id.setdefault(made.id, made)
    return made


def _string(value: object) -> str | None:
    return None if value is None else str(value)


def _plain(value: object) -> object:
    """Return an attribute's value as names and strings, numbers or lists of them."""
    match value:
        case pikepdf.Name():
            return str(value)[1:]
        case pikepdf.String():
            return str(value)
        case pikepdf.Array():
            return [_plain(part) for part in value]
        case int() | bool():
            return value
        case pikepdf.Object() | pikepdf.Dictionary():
            return str(value)
        case _:
            return float(value) if hasattr(value, "__float__") else value


def _standard(role: str, tree: Tree) -> str:
    """Follow the role map; a circle is noted and ends the way."""
    seen = [role]
    while (target := tree.role_map.get(seen[-1])) is not None:
        if target in seen:
            tree.circular_roles.append(role)
            break
        seen.append(target)
    return seen[-1]
