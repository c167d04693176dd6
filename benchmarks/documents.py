"""Pages to measure with: the report several times over, and one very long table."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

REPORT = Path(__file__).parent.parent / "source" / "ocse-webinar-series-2022.html"

ROWS = 3_000
"""Rows of the long table."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page to convert."""

    name: str
    text: str
    rounds: int
    """How often each step is measured; the fastest counts."""


def pages(factors: tuple[int, ...] = (1, 10, 100)) -> tuple[Page, ...]:
    """Return the report multiplied by each factor, and the table."""
    report = REPORT.read_text("utf-8")
    multiplied = (
        Page(f"report ×{factor}", multiply(report, factor), 3 if factor == 1 else 1)
        for factor in factors
    )
    return (*multiplied, Page(f"table of {ROWS:,} rows", long_table(ROWS), 1))


def multiply(page: str, factor: int) -> str:
    """Return the page with its sections ``factor`` times, each with its own ids and headings.

    Raises:
        ValueError: if the sections are not found: from the first ``h2`` of ``main`` to the
            page details.
    """
    main = page.index("<main")
    begin = page.index("<h2", main)
    after = ('<section class="pagedetails"', '<dl id="wb-dtmd"', "</main>")
    ends = [found for mark in after if (found := page.find(mark, begin)) > 0]
    end = page.rindex("\n", 0, min(ends)) + 1
    sections = page[begin:end]
    copies = [sections, *(_copy(sections, number) for number in range(2, factor + 1))]
    return page[:begin] + "".join(copies) + page[end:]


def _copy(sections: str, number: int) -> str:
    own = re.sub(r'\b(id|headers)="([^"]+)"', rf'\1="\2-{number}"', sections)
    own = re.sub(r'href="#([^"]+)"', rf'href="#\1-{number}"', own)
    return re.sub(r"</(h[2-6])>", rf" (part {number})</\1>", own)


def long_table(rows: int) -> str:
    """Return a page with one table: a caption, a head, row headers and numbers."""
    years = range(2019, 2026)
    head = "".join(f'<th scope="col">{year}</th>' for year in years)
    body = "".join(
        f'<tr><th scope="row">{html.escape(f"Measure {row} & its share")}</th>'
        + "".join(f"<td>{row * 37 % 1000 + year % 10}.{year % 7}</td>" for year in years)
        + "</tr>\n"
        for row in range(rows)
    )
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Measures</title></head>'
        "<body><main><h1>Measures</h1><h2>All measures</h2><p>They are listed below.</p>"
        f"<table><caption>Measures by year</caption><thead><tr><th scope='col'>Measure</th>{head}"
        f"</tr></thead><tbody>{body}</tbody></table></main></body></html>"
    )
