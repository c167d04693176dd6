"""Header cells against tables whose headers were written by hand."""

from __future__ import annotations

import pytest

from pipeline.model.grid import grid
from pipeline.model.nodes import Table
from pipeline.model.walk import block_text, descendants
from pipeline.reader import read
from pipeline.reader.source import Source
from tests.model.header_tables import TABLES


def table_of(rows: str) -> Table:
    page = f"<!DOCTYPE html><html lang=en><title>T</title><h1>T</h1><table>{rows}</table>"
    document = read(Source("t.html", page.encode())).document
    return next(node for node in descendants(document) if isinstance(node, Table))


@pytest.mark.parametrize("name", TABLES)
def test_each_data_cell_has_the_headers_that_the_table_means(name: str) -> None:
    rows, expected = TABLES[name]
    wanted = []
    for line in expected.splitlines():
        cell, _, headers = line.strip().partition(":")
        wanted.append((cell, sorted(part.strip() for part in headers.split(",") if part.strip())))
    layout = grid(table_of(rows))
    found = [
        (
            block_text(slot.cell.children),
            sorted(block_text(h.cell.children) for h in layout.headers[slot.place]),
        )
        for slot in layout.slots
        if slot.cell.header is None and block_text(slot.cell.children)
    ]
    assert sorted(found) == sorted(wanted)
