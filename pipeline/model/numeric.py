"""Which cells of a table hold figures, and stand at the end of their column for it.

Writers that set tables ask here, so that figures stand under figures in every edition.
"""

from __future__ import annotations

import re

from pipeline.model.grid import Grid, Slot
from pipeline.model.nodes import Paragraph, Text
from pipeline.model.walk import descendants

_FIGURE = (
    r"[-+−–±~≈<>≤≥]?\s*(?:[$€£¥]|CA\$|US\$)?\s*[-+−]?\d[\d\s,.\u00a0\u202f']*"
    r"\s*(?:%(?:\s?pts?)?|[$€£¥]|[kKM]|st|nd|rd|th)?\s*\*?"
)
_NUMBER = re.compile(
    # Accounts write what is less than nothing in parentheses.
    rf"{_FIGURE}|\({_FIGURE}\)|[-–—]|n/?[ad]\.?|s\.?o\.?|\.\.|x|F",
    re.IGNORECASE,
)
_BRIEF = 20
"""Characters of a word or two among figures."""


def is_number(text: str) -> bool:
    """Tell whether some text is a figure, or one of the signs that stand for none."""
    return _NUMBER.fullmatch(text) is not None


def numeric_columns(layout: Grid) -> frozenset[int]:
    """Return the columns whose data cells are figures."""
    figures: dict[int, int] = {}
    others: dict[int, int] = {}
    for slot in layout.slots:
        if slot.cell.header is None and slot.cell.colspan == 1:
            text = _text(slot)
            if text:
                counts = figures if is_number(text) else others
                counts[slot.column] = counts.get(slot.column, 0) + 1
    return frozenset(
        column for column, count in figures.items() if count > 2 * others.get(column, 0)
    )


def at_end(slot: Slot, numeric: frozenset[int], *, among: bool) -> bool:
    """Tell whether the content of a cell stands at the end of its width.

    Figures do, digits under digits, and so does the header over them, whether it is marked as
    one or not, and a word in place of a figure, unless it is alone in its row (not ``among``
    others).
    """
    if not numeric.issuperset(slot.columns):
        return False
    if slot.cell.header is not None:
        return slot.cell.colspan == 1
    text = _text(slot)
    brief = among and slot.cell.colspan == 1 and len(text) <= _BRIEF
    return brief or is_number(text)


def is_among(cells: tuple[Slot, ...] | list[Slot]) -> bool:
    """Tell whether more than one cell that begins in a row holds something."""
    return sum(bool(slot.cell.children) for slot in cells) > 1


def _text(slot: Slot) -> str:
    match slot.cell.children:
        case (Paragraph(children=(Text(text=text),)),):  # almost every cell
            return text.strip()
        case _:
            pass
    parts: list[str] = []
    for block in slot.cell.children:
        for node in descendants(block):
            if isinstance(node, Text):
                parts.append(node.text)
                if len(parts) > 6:
                    return "(words)"
    return "".join(parts).strip()
