"""Ways to plant a fault in an artefact without the libraries' help: zip, XML, PDF objects."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy

import pikepdf
from lxml import etree

Plant = Callable[[bytes], bytes]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


# ------------------------------------------------------------------------------ text and zip


def words(old: str, new: str) -> Plant:
    """Return a change of the first ``old`` in a text file."""

    def plant(data: bytes) -> bytes:
        assert old.encode() in data, old
        return data.replace(old.encode(), new.encode(), 1)

    return plant


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Return an archive after ``change(name, content)``; None takes an entry away."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for entry in source.infolist():
            content = change(entry.filename, source.read(entry))
            if content is not None:
                archive.writestr(entry, content, compress_type=entry.compress_type)
    return target.getvalue()


def entry(name: str, old: str, new: str) -> Plant:
    """Return a change of the first match of a pattern in one file of an archive."""

    def change(path: str, content: bytes) -> bytes:
        if path != name:
            return content
        found, count = re.subn(old, new, content.decode(), count=1, flags=re.DOTALL)
        assert count == 1, f"{old!r} is not in {name}"
        return found.encode()

    return lambda data: repacked(data, change)


def without_entry(name: str) -> Plant:
    """Return the loss of one file of an archive."""
    return lambda data: repacked(data, lambda path, content: None if path == name else content)


# ------------------------------------------------------------------------------------ DOCX


def part(change: Callable[[etree._Element], object], name: str = "word/document.xml") -> Plant:
    """Return a change of one XML part of a Word document."""

    def edit(path: str, content: bytes) -> bytes:
        if path != name:
            return content
        root = etree.fromstring(content)
        change(root)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    return lambda data: repacked(data, edit)


def saying(root: etree._Element, text: str, name: str = "p") -> etree._Element:
    """Return the last element of a name that says something: the body, not the contents."""
    found = [
        each
        for each in root.iter(W + name)
        if text in "".join(t.text or "" for t in each.iter(W + "t"))
    ]
    assert found, text
    return found[-1]


def remove(element: etree._Element) -> None:
    """Take an element out of its parent."""
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def double(element: etree._Element) -> None:
    """Put a copy of an element behind it."""
    element.addnext(deepcopy(element))


def reword(root: etree._Element, old: str, new: str) -> None:
    """Change words within one run."""
    for text in reversed(list(root.iter(W + "t"))):
        if text.text and old in text.text:
            text.text = text.text.replace(old, new)
            return
    raise AssertionError(old)


def style(element: etree._Element, value: str) -> None:
    """Give a paragraph or run another style."""
    next(each for each in element.iter(W + "pStyle", W + "rStyle")).set(W + "val", value)


# ------------------------------------------------------------------------------------- PDF


def tags(change: Callable[[pikepdf.Pdf], object]) -> Plant:
    """Return a change of a PDF."""

    def plant(data: bytes) -> bytes:
        with pikepdf.open(io.BytesIO(data)) as file:
            change(file)
            out = io.BytesIO()
            file.save(out, fix_metadata_version=False, deterministic_id=True)
        return out.getvalue()

    return plant


def elements(file: pikepdf.Pdf, role: str) -> list[pikepdf.Object]:
    """Return the structure elements of a role in the order of the tree."""

    def below(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
        kids = node.get("/K")
        for kid in list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid
                yield from below(kid)

    return [one for one in below(file.Root.StructTreeRoot) if str(one.S) == f"/{role}"]


def place_of(element: pikepdf.Object) -> int:
    """Return which kid of its parent an element is."""
    return next(
        at
        for at, kid in enumerate(element.P.K)
        if isinstance(kid, pikepdf.Dictionary) and kid.objgen == element.objgen
    )


def drop(element: pikepdf.Object) -> None:
    """Take an element out of the structure; what it marks stays on the page."""
    del element.P.K[place_of(element)]


def swap(first: pikepdf.Object, second: pikepdf.Object) -> None:
    """Let two elements stand for each other's content."""
    first.K, second.K = second.K, first.K


def move_before(first: pikepdf.Object, second: pikepdf.Object) -> None:
    """Put an element before an earlier one of the same parent."""
    del first.P.K[place_of(first)]
    first.P.K.insert(place_of(second), first)


def drawn(file: pikepdf.Pdf, page: int, old: bytes, new: bytes) -> None:
    """Change the first occurrence of something in the content of a page."""
    target = file.pages[page]
    target.contents_coalesce()
    data = target.Contents.read_bytes()
    assert old in data, old
    target.Contents = file.make_stream(data.replace(old, new, 1))


def metadata(file: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    """Change the XMP metadata."""
    data = file.Root.Metadata.read_bytes()
    assert old in data, data
    stream = file.make_stream(data.replace(old, new, 1))
    stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    file.Root.Metadata = stream
