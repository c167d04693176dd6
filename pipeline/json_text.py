"""JSON as the results, the manifest, the findings and the statement are written."""

from __future__ import annotations

import json


def json_text(value: object, *, indent: int | None = None, sort: bool = False) -> str:
    """Return JSON that UTF-8 can hold; bytes of a file name that are no text stay, escaped."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=sort, indent=indent)
    return text.encode("utf-8", "backslashreplace").decode()
