"""Compare header cells with what Chromium tells assistive technology of the same tables.

``python -m tests.model.chromium [path of chromium]`` prints one line for each difference and
the count; ``docs/tables.md`` explains them. Chromium exposes the role of each cell
(``columnheader``, ``rowheader``, ``cell``) and not which header cells belong to a data cell, so
the direction of header cells is what can be compared. Needs ``node`` for its WebSocket client.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.model.grid import grid
from pipeline.model.nodes import Scope
from pipeline.model.walk import block_text
from tests.model.header_tables import TABLES
from tests.model.test_headers import table_of

PORT = 9333
CLIENT = """
const socket = new WebSocket(process.argv[1]); const waiting = {}; let count = 0;
const call = (method) => new Promise((done) => {
  waiting[++count] = done; socket.send(JSON.stringify({id: count, method}));
});
socket.onmessage = (event) => {
  const answer = JSON.parse(event.data); if (waiting[answer.id]) waiting[answer.id](answer.result);
};
socket.onopen = async () => {
  await call("Accessibility.enable");
  await new Promise((done) => setTimeout(done, 1500));
  process.stdout.write(JSON.stringify(await call("Accessibility.getFullAXTree")),
                       () => process.exit(0));
};
"""
CELLS = {"cell", "gridcell", "columnheader", "rowheader"}
AxNode = dict[str, Any]


def exposed(chromium: str) -> list[list[tuple[str, str]]]:
    """Return role and text of each cell of each table, as Chromium exposes them."""
    tables = "".join(f"<table>{rows}</table>" for rows, _ in TABLES.values())
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "tables.html"
        page.write_text(
            f"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>T</title>{tables}"
        )
        browser = subprocess.Popen(
            [
                chromium, "--headless=new", "--no-sandbox", "--force-renderer-accessibility",
                f"--remote-debugging-port={PORT}", "--remote-allow-origins=*",
                f"--user-data-dir={folder}/profile", page.as_uri(),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            answer = subprocess.run(
                ["node", "--experimental-websocket", "-e", CLIENT, _address()],  # noqa: S607
                capture_output=True,
                check=True,
                timeout=60,
            ).stdout
        finally:
            browser.terminate()
            browser.wait()
    nodes: list[AxNode] = json.loads(answer)["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    root = next(node for node in nodes if node["role"]["value"] == "RootWebArea")
    return [
        [(_role(cell), _text(cell, by_id)) for cell in _below(table, CELLS, by_id)]
        for table in _below(root, {"table"}, by_id)
    ]


def _address() -> str:
    """Wait for the browser and return where its page is spoken to."""
    for _ in range(60):
        time.sleep(0.5)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/json") as answer:
                pages = json.load(answer)
        except OSError:
            continue
        return str(next(p for p in pages if p["type"] == "page")["webSocketDebuggerUrl"])
    raise TimeoutError("the browser does not answer")


def _role(node: AxNode) -> str:
    return str(node["role"]["value"])


def _below(node: AxNode, roles: set[str], by_id: dict[str, AxNode]) -> Iterator[AxNode]:
    for name in node.get("childIds", ()):
        child = by_id.get(name)
        if child is None:
            continue
        if _role(child) in roles and not child.get("ignored"):
            yield child
        else:
            yield from _below(child, roles, by_id)


def _text(node: AxNode, by_id: dict[str, AxNode]) -> str:
    texts = _below(node, {"StaticText"}, by_id)
    return "".join(str(text["name"]["value"]) for text in texts).strip()


def computed(rows: str) -> list[tuple[str, str]]:
    """Return role and text of each cell of a table, as the model has them."""
    layout = grid(table_of(rows))
    found = []
    for slot in layout.slots:
        role = "cell"
        if slot.cell.header is not None:
            across = layout.scopes[slot.place] in (Scope.ROW, Scope.ROW_GROUP)
            role = "rowheader" if across else "columnheader"
        found.append((role, block_text(slot.cell.children)))
    return found


def main() -> int:
    """Print the differences; return 0."""
    total = 0
    for (name, (rows, _)), theirs in zip(
        TABLES.items(), exposed(sys.argv[1] if len(sys.argv) > 1 else "chromium"), strict=True
    ):
        ours = computed(rows)
        total += len(ours)
        for cell in ours:
            if cell in theirs:
                theirs.remove(cell)
            else:
                print(f"{name}: ours {cell}")  # noqa: T201
        for cell in theirs:
            print(f"{name}: Chromium's {cell}")  # noqa: T201
    print(f"{total} cells compared")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
