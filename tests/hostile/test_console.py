"""What a source says is shown by a terminal, never obeyed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.console import visible
from tests.conftest import PROJECT

ESCAPES = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202e"
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def test_signs_that_a_terminal_obeys_are_written_out() -> None:
    assert visible(f"a{ESCAPES}b\n\tc") == r"a\x1b[2J\x1b]0;owned\x07\x9b31m\u202eb" + "\n\tc"


@pytest.mark.parametrize("command", ["check", "show", "show --ledger", "show --facts", "text"])
def test_no_message_hands_an_escape_sequence_on(
    command: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / f"a{ESCAPES[:4]}.html"
    raw = f"<title>{ESCAPES}</title><h1>{ESCAPES}T</h1><h4 id='{ESCAPES}'>{ESCAPES}h</h4>"
    raw += f"<img src='{ESCAPES}.png'><foo{ESCAPES}>x<a href='#{ESCAPES}'>l</a><p>x{ESCAPES}"
    page.write_text(raw, "utf-8")
    name, *options = command.split()
    output = ["-o", str(tmp_path / "out")] if name == "text" else []
    main([name, str(page), *options, *output])
    main([name, str(tmp_path / f"missing{ESCAPES}.html"), *options, *output])
    told = capfd.readouterr()
    assert OBEYED.search(told.out + told.err) is None
    if output:
        written = (tmp_path / "out").read_text("utf-8")
        assert re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", written) is None


@pytest.mark.skipif(sys.platform != "linux", reason="the system lets no file be called so")
def test_odd_names_are_names_and_nothing_else(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    names = (
        "a\n::error::forged",
        "-rf",
        "\u202egpj",
        "\udcff",
        "\x1b[31m",
        "<img src=x>",
        "=cmd()",
    )
    for name in names:
        (tmp_path / f"{name}.html").write_text("<title>T</title><h1>T</h1><p>Words", "utf-8")
    output = tmp_path / "out"
    assert main(["all", str(tmp_path), "-o", str(output), "--formats", "text", "-j1"]) == 0
    told = capfd.readouterr()
    assert OBEYED.search(told.out + told.err) is None
    assert not any(line.startswith("::") for line in told.err.splitlines())
    assert {path.stem for path in output.glob("*.txt")} == set(names)


def test_json_is_json_in_every_encoding(tmp_path: Path) -> None:
    page = tmp_path / "été-𝒳.html"
    page.write_text("<title>É</title><h1>É 𝒳</h1><h4>日</h4>", "utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "pipeline", "check", str(page), "--format", "json"],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        check=False,
    )
    (source,) = json.loads(told.stdout.decode("ascii"))["sources"]
    assert source["name"] == str(page)
    assert "日" in json.dumps(source["findings"], ensure_ascii=False)
