"""HTML as text, escaped by construction: an element is made, never typed."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

_VOID = frozenset({"br", "hr", "img", "link", "meta"})


_NOT_IN_HTML = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
"""What a page may not hold, though a finding or the name of a file may."""


class Markup(str):
    """Text that is HTML already; any other string is escaped where it is put in."""

    __slots__ = ()


def join(*content: str) -> Markup:
    """Return contents after one another; what is not ``Markup`` is escaped."""
    return Markup("".join(part if isinstance(part, Markup) else _escaped(part) for part in content))


def _escaped(text: str) -> str:
    return html.escape(_NOT_IN_HTML.sub("\N{REPLACEMENT CHARACTER}", text))


def element(name: str, /, *content: str, **attributes: str | None) -> Markup:
    """Return an element with its content, escaped as ``join`` does.

    Attribute names are written with ``_`` for ``-``, and with a final ``_`` where Python
    reserves the word. None leaves the attribute out.
    """
    start = name + "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_escaped(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Markup(f"<{start}>")
    return Markup(f"<{start}>{join(*content)}</{name}>")


def address(name: str) -> str:
    """Return the address of a file from its name or path, for a page beside it."""
    return quote(os.fsencode(name))


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], *, caption: Markup | None = None
) -> Markup:
    """Return a table whose first column heads its rows.

    On a narrow screen each row becomes a list of its cells, each with its header before it;
    the roles keep it a table for assistive technology.
    """
    body = [
        element(
            "tr",
            element("th", row[0], scope="row", role="rowheader"),
            *(
                element("td", cell, role="cell", data_head=name)
                for name, cell in zip(head[1:], row[1:], strict=True)
            ),
            role="row",
        )
        for row in rows
    ]
    heads = (element("th", cell, scope="col", role="columnheader") for cell in head)
    return element(
        "table",
        caption or Markup(),
        element("thead", element("tr", *heads, role="row"), role="rowgroup"),
        element("tbody", *body, role="rowgroup"),
        role="table",
    )


def page(*, language: str, direction: str, title: str, style: str, body: Markup) -> bytes:
    """Return a whole HTML document as UTF-8, ending with a newline.

    A file name may hold bytes that are no text; a question mark shows each.
    """
    head = join(
        element("meta", charset="utf-8"),
        "\n",
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        "\n",
        element("title", title),
        "\n",
        element("style", Markup(style)),
    )
    root = element(
        "html",
        "\n",
        element("head", "\n", head, "\n"),
        "\n",
        element("body", "\n", body, "\n"),
        "\n",
        lang=language,
        dir=direction,
    )
    return f"<!DOCTYPE html>\n{root}\n".encode("utf-8", "replace")
