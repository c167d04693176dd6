"""Real tables that state their header cells: stated against computed by position."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from pipeline.model.grid import grid
from pipeline.model.nodes import Row, Table
from pipeline.model.walk import descendants
from pipeline.reader import read
from pipeline.reader.source import load

DIFFERENT = {
    # Every cell is a td: only ``headers`` says which are headers.
    "gc-por-questionnaire-saved-page": 906,
    # Two header rows of the same width one after another: by position the second hides the
    # first; the description rows leave the column headers out on purpose.
    "wet-table-rowgroup-headers": 122,
}
"""Data cells whose headers cannot be found by position, for the reason beside each page."""


def without_headers(table: Table) -> Table:
    def bare(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(
            replace(row, cells=tuple(replace(cell, headers=()) for cell in row.cells))
            for row in rows
        )

    return replace(
        table,
        head=bare(table.head),
        bodies=tuple(replace(body, rows=bare(body.rows)) for body in table.bodies),
        foot=bare(table.foot),
    )


def test_stated_headers_are_those_by_position_but_for_known_tables(corpus: Path) -> None:
    compared = 0
    different: dict[str, int] = {}
    for page in json.loads((corpus / "MANIFEST.json").read_text()):
        if "headers=" not in (corpus / page["file"]).read_text(errors="replace"):
            continue
        for table in descendants(read(load(corpus / page["file"])).document):
            if not isinstance(table, Table):
                continue
            stated, found = grid(table), grid(without_headers(table))
            for slot in stated.slots:
                if slot.cell.header is None and slot.cell.headers:
                    compared += 1
                    wanted = {header.place for header in stated.headers[slot.place]}
                    if wanted != {header.place for header in found.headers[slot.place]}:
                        different[page["id"]] = different.get(page["id"], 0) + 1
    assert compared > 1500
    assert different == DIFFERENT
