"""Tasks that are done or open, said by a sign where the page has a box. Before ``survey``.

A document has no fields to tick; whether a task is done is content.
"""

from __future__ import annotations

from itertools import islice

from bs4 import Tag

from pipeline.reader.elements import classes
from pipeline.reader.exports import Named
from pipeline.reader.page.content import Content, exclusion

_DONE, _OPEN = "\N{BALLOT BOX WITH CHECK} ", "\N{BALLOT BOX} "


def write_tasks(content: Content, named: Named) -> None:
    """Write the signs of tasks (Markdown's, Notion's, Confluence's) before their words."""
    soup = content.parsed.soup
    for tag in (*named.get("input", ()), *named.get("div", ()), *named.get("li", ())):
        done = _is_done(tag) if tag.attrs or tag.name == "li" else None
        if done is None or exclusion(tag, content) is not None:
            continue
        sign = soup.new_string(_DONE if done else _OPEN)
        if tag.name == "li":
            tag.insert(0, sign)
        else:
            tag.replace_with(sign)


def _is_done(tag: Tag) -> bool | None:
    """Tell whether the task is done whose box or item an element is; None for any other."""
    match tag.name:
        case "input" if tag.attrs.get("type") == "checkbox":
            of_task = any(
                name.startswith("task-list")
                for around in islice(tag.parents, 3)
                for name in classes(around)
            )
            return "checked" in tag.attrs if of_task else None
        case "div" if "checkbox" in classes(tag) and not tag.contents:
            return "checkbox-on" in classes(tag)
        case "li" if tag.parent is not None and "inline-task-list" in classes(tag.parent):
            return "checked" in classes(tag)
        case _:
            return None
