"""Each limit is set on the command line or by the project, and ends with a clear message."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from dataclasses import fields
from pathlib import Path

import pytest

from pipeline.bounds import within
from pipeline.cli import main
from pipeline.errors import SourceError
from pipeline.reader import read
from pipeline.reader.source import Limits, ReaderOptions, Source, load
from tests.conftest import PROJECT
from tests.documents import png

HEAD = "<html lang=en><title>T</title><h1>T</h1>"
PAGE = f"{HEAD}<p>Words.</p><table><tr><th>a<tr><td colspan=900>b<td>c</table>"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.mark.parametrize(("limit", "says"), [("bytes=50", "50 bytes"), ("nodes=3", "3 elements")])
def test_a_limit_on_the_command_line_refuses_the_page(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], limit: str, says: str
) -> None:
    assert main(["all", str(page), "-o", str(tmp_path / "out"), "--limit", limit]) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_limit_of_the_project_counts_until_the_command_line_says_otherwise(
    page: Path, tmp_path: Path
) -> None:
    (tmp_path / "pipeline.toml").write_text("[limits]\nbytes = 50\n", "utf-8")
    assert main(["text", str(page), "-o", str(tmp_path / "t.txt")]) == 2
    assert main(["text", str(page), "-o", str(tmp_path / "t.txt"), "--limit", "bytes=5_000"]) == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[limits]\nbites = 5\n", 'no limit "bites"'),
        ("[limits]\nbytes = true\n", "cannot be True"),
        ("[limits]\nbytes = -1\n", "cannot be -1"),
        ("limits = 5\n", "not a table"),
    ],
)
def test_a_limit_that_is_none_is_named(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, says: str
) -> None:
    (tmp_path / "pipeline.toml").write_text(text, "utf-8")
    assert main(["check", str(page)]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    "limit",
    ["bites=5", "bytes", "bytes=-5", "bytes=1e6", "=5", "bytes=nan", "bytes=inf", "bytes=0x10",
     f"bytes={10**16}", f"seconds={10**20}", f"memory={'9' * 5000}"],
    ids=lambda value: value[:12],
)  # fmt: skip
def test_a_limit_on_the_command_line_that_is_none_is_refused(page: Path, limit: str) -> None:
    assert main(["check", str(page), "--limit", limit]) == 2


@pytest.mark.parametrize("number", [0, 1, 10**15 - 1])
@pytest.mark.parametrize("name", [one.name for one in fields(Limits)])
def test_a_limit_of_any_number_ends_in_a_report_or_a_message(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, number: int
) -> None:
    arguments = ["text", str(page), "-o", str(tmp_path / "x.txt"), "--limit", f"{name}={number}"]
    code = main(arguments)
    assert code == 0 or "hint: " in capsys.readouterr().err
    assert code in (0, 2)


@pytest.mark.parametrize(
    ("limits", "rule"),
    [
        (Limits(depth=3), "nesting-too-deep"),
        (Limits(cells=100), "table-spans-ignored"),
        (Limits(pixels=100), "image-not-available"),
        (Limits(image_bytes=20), "image-not-available"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_beyond_a_limit_is_told(limits: Limits, rule: str, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png())
    page = f"{PAGE}<img src=a.png alt=words>{'<blockquote>' * 9}deep"
    reading = read(Source("a.html", page.encode(), tmp_path), ReaderOptions(limits=limits))
    assert rule in {one.rule.id for one in reading.diagnostics}
    assert not reading.ledger.unaccounted()


def test_a_span_is_cut_at_its_limit() -> None:
    page = HEAD + "<table><tr>" + "<td>x" * 9 + "<tr><td colspan=8>y<td>z</table>"
    reading = read(Source("a.html", page.encode()), ReaderOptions(limits=Limits(span=3)))
    assert "colspan=3" in repr(reading.document)
    assert "colspan=8" not in repr(reading.document)


@pytest.mark.skipif(sys.platform == "win32", reason="the system keeps no such limits")
def test_work_that_takes_too_long_or_too_much_is_refused() -> None:
    start = time.process_time()

    def work() -> None:
        with within(Limits(seconds=1), "x.html"):
            while True:
                pass

    with pytest.raises(SourceError, match=r"x\.html: takes more than 1 seconds"):
        work()
    assert time.process_time() - start < 5
    with within(Limits(seconds=1), "x.html"):
        pass  # and the alarm is off again
    script = (
        "from pipeline.bounds import within; from pipeline.reader.source import Limits\n"
        "from pipeline.errors import SourceError\n"
        "try:\n"
        "    with within(Limits(memory=500_000_000), 'x.html'): bytearray(600_000_000)\n"
        "except SourceError as error: print(error.what)\n"
        "bytearray(600_000_000)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "x.html: takes more memory than it may have\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_or_device_is_no_source_and_no_image_and_nobody_waits(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    with pytest.raises(SourceError, match="device or a pipe"):
        load(tmp_path / "pipe.html")
    with pytest.raises(SourceError, match="device or a pipe"):
        load(Path("/dev/zero"))
    os.mkfifo(tmp_path / "pipe.png")
    page = HEAD + "<img src=pipe.png alt=words>"
    reading = read(Source("a.html", page.encode(), tmp_path))
    assert "image-not-available" in {one.rule.id for one in reading.diagnostics}


def test_every_limit_is_explained() -> None:
    text = (PROJECT / "docs" / "hostile.md").read_text("utf-8")
    assert all(re.search(rf"^\| `{one.name}` \|", text, re.MULTILINE) for one in fields(Limits))
