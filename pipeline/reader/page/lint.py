"""What only the elements of the page show, and no document carries on.

Beside ``content``: it looks at the same elements that are converted, and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from bs4 import Tag
from bs4.element import PageElement

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.reader.page.content import Content
from pipeline.reader.page.dom import attribute, is_text, position, texts
from pipeline.reader.page.exclusions import PRESENTATIONAL

ID_REPEATED = Rule(
    "id-repeated",
    Severity.WARNING,
    "Something points to an id that several elements have; it leads to the first of them.",
    "Give each element an id of its own.",
    ("WCAG 2.2 2.4.4", "ACT 3ea0c8"),
)
HIDDEN_TEXT = Rule(
    "text-hidden-from-readers",
    Severity.WARNING,
    "A text that everybody sees is hidden from screen readers by aria-hidden.",
    'Take aria-hidden="true" away, or give the same words elsewhere.',
    ("WCAG 2.2 1.3.1",),
)
CONTRAST = Rule(
    "contrast-low",
    Severity.WARNING,
    "The colours that an element sets for its text and background are too much alike.",
    "Choose colours with a contrast of 4.5 to 1 or more, 3 to 1 for large text.",
    ("WCAG 2.2 1.4.3", "ACT afw4f7"),
)
SPACES = Rule(
    "spaces-for-layout",
    Severity.NOTE,
    "No-break spaces in a row push words about; readers hear them, or lose them.",
    "Use a list, a table or a style instead.",
    ("WCAG 2.2 1.3.2",),
)
LETTERS = Rule(
    "word-spelled-out",
    Severity.WARNING,
    "The letters of a word are parted by spaces; it is read out letter by letter.",
    "Write the word as a word and use the style letter-spacing.",
    ("WCAG 2.2 1.3.2",),
)

_SHORTEST_HIDDEN = 25
"""Characters: less is an icon's name or a sign."""
_NO_BREAK_SPACES = re.compile("\xa0(?:[ \xa0]*\xa0){3}")
_SINGLE = re.compile(r"[ \xa0]\w[ \xa0]\w[ \xa0]")
"""Finds texts that are worth a look for ``_LETTERS``, which takes its time."""
_LETTERS = re.compile(r"(?<!\w)(?:[^\W\d_][ \xa0]){4,}[^\W\d_](?!\w)")
_KEEPS_SPACE = frozenset({"pre", "code", "textarea", "kbd", "samp"})


def lint(content: Content) -> Iterator[Diagnostic]:
    """Yield what is wrong with the elements of the report."""
    found = list(_elements(content))
    yield from _ids([tag for tag, _ in found])
    for tag, keeps_space in found:
        if "style" in tag.attrs:
            yield from _contrast(tag)
        if not keeps_space:
            yield from _texts(tag)
    if any(tag.attrs.get("aria-hidden") == "true" for tag, _ in found):
        yield from _hidden(content)


def _elements(content: Content) -> Iterator[tuple[Tag, bool]]:
    """Yield the elements under the roots that no rule leaves out, in document order.

    With each comes whether white space counts in it. Nobody asks for the parents of an
    element: in a page of nothing but nested elements that takes the square of its length.
    """
    waiting = [
        (root, any(parent.name in _KEEPS_SPACE for parent in root.parents))
        for root in reversed(content.roots)
    ]
    while waiting:
        tag, keeps_space = waiting.pop()
        keeps_space = keeps_space or tag.name in _KEEPS_SPACE
        yield tag, keeps_space
        waiting += [
            (child, keeps_space)
            for child in reversed(tag.contents)
            if isinstance(child, Tag) and id(child) not in content.exclusions
        ]


def _ids(elements: list[Tag]) -> Iterator[Diagnostic]:
    first: dict[str, Tag] = {}
    counts: dict[str, int] = {}
    again: dict[str, Tag] = {}
    named = [tag for tag in elements if tag.attrs]
    for tag in named:
        name = attribute(tag, "id")
        if not name:
            continue
        counts[name] = counts.get(name, 0) + 1
        if name in first:
            again.setdefault(name, tag)
        else:
            first[name] = tag
    if not again:
        return
    wanted = {name for tag in named for name in _references(tag)}
    for name, tag in again.items():
        if name not in wanted:
            continue  # nobody is led astray
        before = position(first[name])
        where = "" if before is None else f", the first in line {before.line}"
        message = f'{counts[name]} elements have the id "{name}"{where}'
        yield Diagnostic(ID_REPEATED, message, position(tag))


def _references(tag: Tag) -> Iterator[str]:
    """Yield the ids that an element refers to."""
    href = attribute(tag, "href")
    if href is not None and href.startswith("#"):
        yield unquote(href[1:])
    for name in ("headers", "aria-labelledby", "aria-describedby", "aria-details", "for"):
        yield from (attribute(tag, name) or "").split()


def _texts(tag: Tag) -> Iterator[Diagnostic]:
    for child in tag.contents:
        if not is_text(child):
            continue
        text = str(child)
        # Alone they fill an empty paragraph or cell, which says nothing wrong.
        if "\xa0" in text and text.strip() and _NO_BREAK_SPACES.search(text):
            yield Diagnostic(SPACES, "no-break spaces in a row", position(tag))
        letters = _LETTERS.search(text) if _SINGLE.search(text) else None
        if letters is not None and letters[0].lower() != "a b c d e":
            message = f'"{letters[0]}" is spelled out'
            yield Diagnostic(LETTERS, message, position(tag))


def _hidden(content: Content) -> Iterator[Diagnostic]:
    for root in content.roots:
        found, said = _heard(root, content)
        shown: str | None = None
        for tag in found:
            text = _in_one_line(texts(tag))
            if len(text) < _SHORTEST_HIDDEN or " " not in text:
                continue
            if tag.find("math") is not None or "katex" in (attribute(tag, "class") or ""):
                continue  # the second form of a formula
            if shown is None:
                shown = _in_one_line(said)
            if text not in shown:
                yield Diagnostic(HIDDEN_TEXT, f'"{text[:60]}" is hidden', position(tag))


def _heard(root: Tag, content: Content) -> tuple[list[Tag], list[str]]:
    """Return the outermost elements that screen readers pass over, and the texts outside."""
    hidden: list[Tag] = []
    heard: list[str] = []
    waiting: list[PageElement] = [root]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Tag):
            if is_text(node):
                heard.append(str(node))
        elif content.exclusions.get(id(node), PRESENTATIONAL) is not PRESENTATIONAL:
            heard += texts(node)  # it is not the report anyway, but it is said
        elif _is_hidden(node):
            hidden.append(node)
        else:
            waiting += reversed(node.contents)
    return hidden, heard


def _in_one_line(parts: Iterable[str]) -> str:
    return " ".join(" ".join(parts).split())


def _is_hidden(tag: Tag) -> bool:
    return attribute(tag, "aria-hidden") == "true" and tag.name not in ("svg", "math", "i")


# ------------------------------------------------------------------------------- contrast


def _contrast(tag: Tag) -> Iterator[Diagnostic]:
    """Compare the colours that one style attribute sets together (WCAG 2.2, 1.4.3)."""
    style = attribute(tag, "style")
    if style is None or "color" not in style:
        return
    declared = {
        name.strip().lower(): value.strip().lower()
        for name, _, value in (part.partition(":") for part in style.split(";"))
    }
    text = _colour(declared.get("color", ""))
    behind = _colour(declared.get("background-color", declared.get("background", "")))
    if text is None or behind is None or not any(part.strip() for part in texts(tag)):
        return
    light, dark = sorted((_luminance(text), _luminance(behind)), reverse=True)
    ratio = (light + 0.05) / (dark + 0.05)
    large = tag.name in ("h1", "h2") or _is_large(declared)
    if ratio < (3 if large else 4.5):
        message = f"the contrast of the text is {ratio:.1f} to 1"
        yield Diagnostic(CONTRAST, message, position(tag))


_COLOURS = {
    "black": (0, 0, 0), "white": (255, 255, 255), "red": (255, 0, 0), "green": (0, 128, 0),
    "blue": (0, 0, 255), "yellow": (255, 255, 0), "gray": (128, 128, 128),
    "grey": (128, 128, 128), "silver": (192, 192, 192), "maroon": (128, 0, 0),
    "navy": (0, 0, 128), "orange": (255, 165, 0), "lightgray": (211, 211, 211),
    "lightgrey": (211, 211, 211), "darkgray": (169, 169, 169), "darkgrey": (169, 169, 169),
}  # fmt: skip
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})")
_RGB = re.compile(r"rgb\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*\)")


def _colour(value: str) -> tuple[int, int, int] | None:
    value = value.removesuffix("!important").strip()
    found = _HEX.fullmatch(value)
    if found is not None:
        digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    parts = _RGB.fullmatch(value)
    if parts is not None:
        return int(parts[1]), int(parts[2]), int(parts[3])
    return _COLOURS.get(value)


def _luminance(colour: tuple[int, int, int]) -> float:
    """Return the relative luminance as WCAG defines it, 0 to 1."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (min(value, 255) / 255 for value in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _is_large(declared: dict[str, str]) -> bool:
    size = re.fullmatch(r"([\d.]+)(px|pt|em|rem)", declared.get("font-size", ""))
    if size is None:
        return False
    points = float(size[1]) * {"px": 0.75, "pt": 1, "em": 12, "rem": 12}[size[2]]
    bold = declared.get("font-weight", "") in ("bold", "700", "800", "900")
    return points >= (14 if bold else 18)
