"""Read the cases of html5lib's tree construction tests, and write our trees as they do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, Doctype, NavigableString, PageElement, ProcessingInstruction

from pipeline.reader.page.dom import MATHML, SVG

_PREFIXES = {SVG: "svg ", MATHML: "math "}
_FOREIGN_ATTRIBUTES = ("xlink:", "xml:")


@dataclass(frozen=True)
class Case:
    name: str
    """``tests1.dat:17``: the file and the line of its data."""
    data: str
    context: str | None
    scripting: bool
    tree: str


def read_cases(folder: Path) -> Iterator[Case]:
    for file in sorted((folder / "tree-construction").glob("*.dat")):
        yield from _cases(file)


def _cases(file: Path) -> Iterator[Case]:
    part = ""
    parts: dict[str, list[str]] = {}
    start = 0
    headings = ("#data", "#errors", "#new-errors", "#document-fragment", "#document")
    flags = ("#script-on", "#script-off")
    text = file.read_bytes().decode("utf-8", "surrogatepass").removesuffix("\n")
    for number, line in enumerate([*text.split("\n"), "#data"], 1):
        if line == "#data" and parts.get("#document") is not None:
            yield Case(
                f"{file.name}:{start}",
                "\n".join(parts["#data"]),
                "".join(parts["#document-fragment"]) if "#document-fragment" in parts else None,
                "#script-on" in parts,
                "\n".join(parts["#document"]).rstrip("\n"),
            )
            parts = {}
        if line in (*headings, *flags) and not (part == "#data" and line == "#data"):
            part = line
            parts[part] = []
            if line == "#data":
                start = number + 1
        else:
            parts[part].append(line)


def dump(soup: BeautifulSoup) -> str:
    """Write a tree in the format of the ``#document`` parts."""
    lines: list[str] = []
    stack: list[tuple[PageElement, int]] = [(child, 0) for child in reversed(soup.contents)]
    while stack:
        node, depth = stack.pop()
        indent = "| " + "  " * depth
        match node:
            case Tag():
                lines.append(f"{indent}<{_PREFIXES.get(node.namespace or '', '')}{node.name}>")
                lines += [f"{indent}  {a}" for a in sorted(_attributes(node))]
                inside = depth + 1
                if node.name == "template" and node.namespace not in _PREFIXES:
                    lines.append(f"{indent}  content")
                    inside += 1
                stack += [(child, inside) for child in reversed(node.contents)]
            case Doctype():
                lines.append(f"{indent}<!DOCTYPE {_doctype(str(node))}>")
            case Comment():
                lines.append(f"{indent}<!-- {node} -->")
            case ProcessingInstruction():
                lines.append(f"{indent}<?{node}>")
            case NavigableString():
                lines.append(f'{indent}"{node}"')
    return "\n".join(lines)


def _attributes(node: Tag) -> Iterator[str]:
    for name, value in node.attrs.items():
        foreign = node.namespace in _PREFIXES
        shown = (
            name.replace(":", " ", 1) if foreign and name.startswith(_FOREIGN_ATTRIBUTES) else name
        )
        yield f'{shown}="{value}"'


def _doctype(value: str) -> str:
    name, _, ids = value.partition(" ")
    if not ids:
        return name
    public, _, system = ids.removeprefix("PUBLIC ").partition('" "')
    if ids.startswith("SYSTEM"):
        return f'{name} "" {ids.removeprefix("SYSTEM ")}'
    if not system and not ids.endswith('" "'):
        return f'{name} {public} ""'
    return f'{name} {public}" "{system}'
