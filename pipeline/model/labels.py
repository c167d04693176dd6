"""The marks of list items, as a reader sees them."""

from __future__ import annotations

from pipeline.model.nodes import List, Numbering

COUNTING = frozenset(
    {
        Numbering.DECIMAL,
        Numbering.LOWER_ALPHA,
        Numbering.UPPER_ALPHA,
        Numbering.LOWER_ROMAN,
        Numbering.UPPER_ROMAN,
    }
)
"""The numberings of an ordered list."""

BULLETS = {Numbering.DISC: "•", Numbering.CIRCLE: "◦", Numbering.SQUARE: "▪", Numbering.NONE: ""}

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def is_ordered(node: List) -> bool:
    """Tell whether the items are counted."""
    return node.numbering in COUNTING


def values(node: List) -> tuple[int, ...]:
    """Return the number of each item: ``start``, ``reversed`` and ``value`` as in HTML."""
    step = -1 if node.reversed else 1
    numbers = []
    current = node.start
    for item in node.items:
        if item.value is not None:
            current = item.value
        numbers.append(current)
        current += step
    return tuple(numbers)


def number(value: int, numbering: Numbering) -> str:
    """Return a number as the numbering writes it: 3 is ``3``, ``c`` or ``iii``.

    What letters (from 1) or Roman numerals (1 to 3999) cannot write is decimal, as in CSS.
    """
    match numbering:
        case Numbering.LOWER_ALPHA if value > 0:
            return _letters(value)
        case Numbering.UPPER_ALPHA if value > 0:
            return _letters(value).upper()
        case Numbering.LOWER_ROMAN if 0 < value < 4000:
            return _roman(value)
        case Numbering.UPPER_ROMAN if 0 < value < 4000:
            return _roman(value).upper()
        case _:
            return str(value)


def labels(node: List) -> tuple[str, ...]:
    """Return the mark of each item: ``3.``, ``c.``, ``•`` or nothing."""
    if not is_ordered(node):
        return (BULLETS[node.numbering],) * len(node.items)
    return tuple(f"{number(value, node.numbering)}." for value in values(node))


def _letters(value: int) -> str:
    text = ""
    while value:
        value, letter = divmod(value - 1, 26)
        text = chr(97 + letter) + text
    return text


def _roman(value: int) -> str:
    text = ""
    for size, sign in _ROMAN:
        count, value = divmod(value, size)
        text += sign * count
    return text
