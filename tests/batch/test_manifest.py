"""What has not changed is not made again; what has, is."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.batch import environment
from pipeline.cli import main
from tests.batch.pages import made, page, tree
from tests.conftest import PROJECT
from tests.documents import png

Run = Callable[..., list[bool]]
FACES = PROJECT / "pipeline" / "writers" / "pdf" / "faces"


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Convert ``reports/`` to text, and tell of each report whether it was made."""
    tree(tmp_path / "reports", 2)

    def run(*more: str) -> list[bool]:
        arguments = ["all", str(tmp_path / "reports"), "-o", str(tmp_path / "out"), "-j", "1"]
        capsys.readouterr()
        assert main([*arguments, "--formats", "text", "--json-lines", *more]) == 0
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        ordered = sorted(lines, key=lambda line: str(line["source"]))
        return [not line.get("unchanged", False) for line in ordered]

    return run


DEEP, FIRST, BOTH, NONE = [True, False], [False, True], [True, True], [False, False]


def test_a_second_run_makes_nothing_unless_forced(run: Run, tmp_path: Path) -> None:
    assert run() == BOTH
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.txt")}
    assert run() == NONE
    assert before == {path: path.stat().st_mtime_ns for path in before}
    assert run("--force") == BOTH


def test_a_source_with_another_content_is_made_again_and_a_newer_one_is_not(
    run: Run, tmp_path: Path
) -> None:
    run()
    source = tmp_path / "reports" / "deep" / "report-1.html"
    os.utime(source, (2e9, 2e9))
    assert run() == NONE
    source.write_text(page("Changed."), "utf-8")
    assert run() == DEEP
    assert "Changed." in (tmp_path / "out" / "deep" / "report-1.txt").read_text("utf-8")


def test_an_image_that_changes_goes_or_comes_makes_its_report_again(
    run: Run, tmp_path: Path
) -> None:
    run()
    image = tmp_path / "reports" / "square.png"
    image.write_bytes(png(9, 9))
    assert run() == FIRST
    image.unlink()
    assert run() == FIRST
    assert run() == NONE
    image.write_bytes(png(9, 9))
    assert run() == FIRST


def test_an_image_outside_of_the_folder_is_none_in_either_run(run: Run, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png(8, 8))
    (tmp_path / "reports" / "report-0.html").write_text(page("One.", "../secret.png"), "utf-8")
    (tmp_path / "reports" / "deep" / "link.png").symlink_to(tmp_path / "secret.png")
    (tmp_path / "reports" / "deep" / "report-1.html").write_text(page("One.", "link.png"), "utf-8")
    assert run() == BOTH
    assert run() == NONE


def test_an_image_of_a_mapped_folder_counts_as_well(run: Run, tmp_path: Path) -> None:
    images = tmp_path / "elsewhere"
    images.mkdir()
    (images / "a.png").write_bytes(png(8, 8))
    report = tmp_path / "reports" / "report-0.html"
    report.write_text(page("One.", "https://example.org/i/a.png"), "utf-8")
    mapped = f"--images=https://example.org/i={images}"
    run(mapped)
    assert run(mapped) == NONE
    (images / "a.png").write_bytes(png(9, 9))
    assert run(mapped) == FIRST
    assert str(images) not in (tmp_path / "out" / "manifest.json").read_text("utf-8")


def test_an_option_a_theme_and_a_configuration_make_all_again(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    assert run("--width", "40") == BOTH
    theme = tmp_path / "theme.toml"
    theme.write_text('paper = "a4"\nlogo = "logo.png"\n', "utf-8")
    (tmp_path / "logo.png").write_bytes(png(8, 8))
    run("--theme", str(theme))
    assert run("--theme", str(theme)) == NONE
    (tmp_path / "logo.png").write_bytes(png(9, 9))
    assert run("--theme", str(theme)) == BOTH
    run()
    (tmp_path / "reports" / "deep" / "pipeline.toml").write_text("[limits]\ndepth = 50\n", "utf-8")
    assert run() == DEEP
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1669000000")
    assert run() == BOTH


def test_another_font_of_the_theme_makes_all_again(run: Run, tmp_path: Path) -> None:
    font, theme = tmp_path / "more.ttf", tmp_path / "theme.toml"
    theme.write_text('[fonts]\nmore = ["more.ttf"]\n', "utf-8")
    shutil.copy(FACES / "NotoSansHebrew-Regular.ttf", font)
    run("--theme", str(theme))
    assert run("--theme", str(theme)) == NONE
    shutil.copy(FACES / "NotoSansArabic-Regular.ttf", font)
    assert run("--theme", str(theme)) == BOTH


def test_another_version_or_environment_makes_all_again(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    facts = environment.compared()
    for name in ("package", "zlib", "reportlab"):
        monkeypatch.setattr(environment, "compared", lambda name=name: {**facts, name: "other"})
        assert run() == BOTH
        assert run() == NONE


@pytest.mark.parametrize("how", ["damaged", "gone"])
def test_an_artefact_that_is_damaged_or_gone_is_made_again(
    run: Run, tmp_path: Path, how: str
) -> None:
    run()
    artefact = tmp_path / "out" / "report-0.txt"
    whole = artefact.read_bytes()
    artefact.unlink()
    if how == "damaged":
        artefact.write_bytes(whole[:-1] + b"!")
    assert run() == FIRST
    assert artefact.read_bytes() == whole


def test_a_format_that_was_not_made_before_is_made_and_the_others_stay_known(
    run: Run, tmp_path: Path
) -> None:
    run()
    assert run("--formats", "text,docx") == BOTH
    assert run("--formats", "docx") == NONE
    assert run("--editions", "large-print") == BOTH
    assert run("--editions", "large-print") == NONE
    assert run() == NONE
    (tmp_path / "reports" / "report-0.html").write_text(page("Changed."), "utf-8")
    assert run() == FIRST
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_bytes())
    # Of the others it is no longer known of what they were made.
    assert list(manifest["reports"]["report-0"]["artefacts"]) == ["report-0.txt"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"format": 99}',
        '{"format": 1, "recipes": {}, "reports": {"a": {}}}',
        "\xff",
        "[" * 99_999,
    ],
    ids=lambda text: text[:9],
)
def test_a_manifest_that_cannot_be_understood_counts_for_nothing(
    run: Run, tmp_path: Path, text: str
) -> None:
    run()
    (tmp_path / "out" / "manifest.json").write_text(text, "latin-1")
    assert run() == BOTH
    assert run() == NONE


def test_strict_looks_again_at_a_report_with_errors(tmp_path: Path) -> None:
    source = tmp_path / "report.html"
    source.write_text(page("One.").replace("</main>", '<img src="none.png"></main>'), "utf-8")
    arguments = ["all", str(source), "-o", str(tmp_path / "out"), "--formats", "text", "-q"]
    assert main(arguments) == 0
    assert main(arguments) == 0
    assert main([*arguments, "--strict"]) == 1


def test_the_manifest_is_the_same_from_any_folder_and_any_number_of_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree(tmp_path / "one" / "reports", 4)
    shutil.copytree(tmp_path / "one", tmp_path / "two" / "deeper")
    for place, jobs in (("one", "1"), ("two/deeper", "2")):
        monkeypatch.chdir(tmp_path / place)
        assert main(["all", "reports", "-o", "out", "--formats", "text,docx", "-qj", jobs]) == 0
    first = made(tmp_path / "one" / "out")
    assert first == made(tmp_path / "two" / "deeper" / "out")
    assert str(tmp_path).encode() not in first["manifest.json"]


def test_a_run_that_changes_nothing_loads_nothing_that_converts(run: Run, tmp_path: Path) -> None:
    run()
    program = """
import sys
for name in ("bs4", "turbohtml", "lxml", "PIL", "reportlab", "docx", "ebooklib", "uharfbuzz",
             "multiprocessing", "pipeline.build", "pipeline.rules"):
    sys.modules[name] = None  # importing it fails
from pipeline.cli import main
sys.exit(main(sys.argv[1:]))
"""
    arguments = ["all", str(tmp_path / "reports"), "-o", str(tmp_path / "out"), "-j1"]
    command = [sys.executable, "-c", program, *arguments, "--formats", "text"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "0 of 2 reports written, 2 unchanged" in done.stderr


def test_two_runs_into_one_folder_keep_what_the_other_made(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipeline", "all", "--formats", "text", "-qj1"]
    runs = []
    for name in ("one", "two"):
        reports = tree(tmp_path / name, 6)
        for path in sorted(reports.rglob("*.html")):
            path.rename(path.with_name(f"{name}-{path.name}"))
        arguments = [str(reports), "-o", str(tmp_path / "out")]
        runs.append(subprocess.Popen([*command, *arguments]))
    assert [run.wait() for run in runs] == [0, 0]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_bytes())
    assert len(manifest["reports"]) == 12


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_the_sums_are_checked_by_the_program_for_them(tmp_path: Path) -> None:
    reports = tree(tmp_path / "reports", 2)
    for name in (b"two\nlines.html", b"back\\slash.html", b"caf\xe9.html"):
        try:
            Path(os.fsdecode(bytes(reports) + b"/" + name)).write_text(page("One."), "utf-8")
        except OSError:
            continue  # not every file system has such names
    output = tmp_path / "out"
    assert main(["all", str(reports), "-o", str(output), "--formats", "text", "-qj1"]) == 0
    check = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    done = subprocess.run(check, cwd=output, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    (output / "report-0.txt").write_bytes(b"other")
    assert subprocess.run(check, cwd=output, capture_output=True, check=False).returncode == 1
