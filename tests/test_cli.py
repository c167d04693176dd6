"""The command line as a person or a CI job meets it."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

from pipeline.cli import main

PAGE = """<!doctype html>
<html lang="en"><head><title>Small report</title></head>
<body><main><h1>Small report</h1><p>One paragraph.</p>
<h2>A section</h2><ul><li>An item</li></ul></main></body></html>
"""
FORMS = ("text", "json", "sarif", "junit")
ASCII = {"PYTHONIOENCODING": "ascii"}
FAULTY = PAGE.replace("One paragraph.", 'A picture <img src="missing.png">.')


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_all_writes_every_format_under_the_name_of_the_source(page: Path, tmp_path: Path) -> None:
    output = tmp_path / "new" / "output"
    assert main(["all", str(page), "-o", str(output)]) == 0
    names = sorted(path.name for path in output.iterdir())
    made = ["report.docx", "report.epub", "report.pdf", "report.txt"]
    assert names == ["SHA256SUMS", "manifest.json", *made]


def test_a_single_converter_writes_its_file(page: Path, tmp_path: Path) -> None:
    place = tmp_path / "out.txt"
    assert main(["text", str(page), "-o", str(place)]) == 0
    assert "One paragraph." in place.read_text(encoding="utf-8")


def test_a_single_converter_marks_pages_if_asked(page: Path, tmp_path: Path) -> None:
    place = tmp_path / "out"
    assert main(["text", str(page), "--pages", "-o", str(place)]) == 0
    assert "[Page 1]" in place.read_text(encoding="utf-8")
    for choices, marked in ((["--no-pages"], False), ([], True)):
        assert main(["epub", str(page), *choices, "-o", str(place)]) == 0
        with zipfile.ZipFile(place) as book:
            assert (b"page-list" in book.read("EPUB/contents.xhtml")) is marked


def test_a_minus_writes_to_standard_output(
    page: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["text", str(page), "-o", "-", "--quiet"]) == 0
    assert b"One paragraph." in capfdbinary.readouterr().out


def test_a_minus_reads_from_standard_input(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode())))
    assert main(["text", "-"]) == 0
    assert b"One paragraph." in capsysbinary.readouterr().out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b" ")))
    assert main(["check", "-"]) == 2
    assert b"-: is empty" in capsysbinary.readouterr().err


def test_an_encoding_goes_before_what_the_page_declares(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    declared = PAGE.replace("<head>", '<head><meta charset="utf-8">').replace("An item", "Été")
    page.write_bytes(declared.encode("windows-1252"))
    written = tmp_path / "a.txt"
    assert main(["text", str(page), "-o", str(written), "--encoding", "windows-1252"]) == 0
    assert "Été" in written.read_text("utf-8")
    assert main(["text", str(page), "--encoding", "none-such"]) == 2
    assert "unknown encoding" in capsys.readouterr().err


@pytest.mark.parametrize("setting", [{"PYTHONUTF8": "0", "LC_ALL": "C"}, ASCII])
def test_what_a_stream_cannot_show_does_not_end_the_run(
    tmp_path: Path, setting: dict[str, str]
) -> None:
    path = os.fsencode(tmp_path) + b"/r\xe9port.html"
    Path(os.fsdecode(path)).write_text(PAGE.replace("An item", "Отчёт 😀 <img src=x>"), "utf-8")
    for command in (["show"], ["show", "--speech"], *(["check", "--format", one] for one in FORMS)):
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", *command, path],
            env={**os.environ, **setting, "PYTHONCOERCECLOCALE": "0"},
            capture_output=True,
            check=False,
        )
        assert b"Traceback" not in done.stderr, done.stderr[-1000:].decode()
        assert done.stdout
        done.stdout.decode("ascii" if setting == ASCII else "utf-8")


def test_a_file_name_that_is_no_text_is_no_problem(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/r\xe9port.html"))
    path.write_text(PAGE, "utf-8")
    output = tmp_path / "out"
    assert main(["all", str(path), "-o", str(output)]) == 0
    assert main(["verify", str(path), "-o", str(output), "--no-validators", "--statement"]) == 0
    assert main(["page", str(path), "-o", str(output)]) == 0
    assert b"r%E9port.pdf" in (output / "index.html").read_bytes()
    assert json.loads(next(output.glob("*.conformance.json")).read_bytes())


def test_the_address_of_a_page_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["pdf", "https://example.org/report.html"])
    assert ended.value.code == 2
    assert "--base" in capsys.readouterr().err


def test_verify_finds_nothing_in_what_was_just_written(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["all", str(page), "-o", str(tmp_path)])
    assert main(["verify", str(page), "-o", str(tmp_path), "--no-validators"]) == 0
    assert capsys.readouterr().out == ""


def test_verify_finds_an_artefact_of_another_text(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["all", str(page), "-o", str(tmp_path)])
    page.write_text(PAGE.replace("One paragraph", "Two paragraphs"), encoding="utf-8")
    assert main(["verify", str(page), "-o", str(tmp_path), "--no-validators"]) == 1
    out = capsys.readouterr().out
    for suffix in ("pdf", "docx", "epub", "txt"):
        assert f"report.{suffix}" in out
    assert 'text "Two paragraphs."; found "One paragraph."' in out


def test_verify_writes_a_statement_and_page_links_to_it(page: Path, tmp_path: Path) -> None:
    main(["all", str(page), "-o", str(tmp_path), "-q"])
    arguments = ["verify", str(page), "-o", str(tmp_path), "--no-validators", "--statement", "-q"]
    assert main(arguments) == 0
    assert main(["page", str(page), "-o", str(tmp_path), "-q"]) == 0
    statement = json.loads((tmp_path / "report.conformance.json").read_text("utf-8"))
    assert [one["differences"] for one in statement["artefacts"]] == [0, 0, 0, 0]
    assert "report.conformance.html" in (tmp_path / "index.html").read_text("utf-8")


def test_check_says_where_what_and_how_to_mend_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "faulty.html"
    path.write_text(FAULTY, encoding="utf-8")
    assert main(["check", str(path)]) == 1
    out = capsys.readouterr().out
    assert f"{path}:3:" in out
    assert "hint" in out or "help" in out


def test_strict_writes_nothing_when_the_source_has_errors(tmp_path: Path) -> None:
    path = tmp_path / "faulty.html"
    path.write_text(FAULTY, encoding="utf-8")
    output = tmp_path / "output"
    assert main(["all", str(path), "-o", str(output), "--strict"]) == 1
    assert not output.exists()
    assert main(["all", str(path), "-o", str(output)]) == 0
    assert len(list(output.glob("faulty.*"))) == 4


def test_the_result_can_be_had_as_json(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["all", str(page), "-o", str(tmp_path), "--json"]) == 0
    [result] = json.loads(capsys.readouterr().out)
    assert [one["format"] for one in result["artefacts"]] == ["pdf", "docx", "epub", "text"]


def test_show_prints_the_model_the_facts_or_the_ledger(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", str(page)]) == 0
    assert "Section level=2" in capsys.readouterr().out
    assert main(["show", str(page), "--facts"]) == 0
    assert 'heading "A section"' in capsys.readouterr().out
    assert main(["show", str(page), "--ledger"]) == 0
    assert "placed" in capsys.readouterr().out


# ------------------------------------------------------------------------------- what goes wrong


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["all", str(tmp_path / "none.html")]) == 2
    assert "none.html" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.html", b""),
        ("spaces.html", b"  \n\t "),
        ("report.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"),
        ("picture.html", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
        ("archive.html", b"PK\x03\x04\x14\x00\x00\x00"),
        ("no-content.html", b"<!doctype html><title>x</title><body><script>1</script></body>"),
    ],
)
def test_what_is_no_report_is_refused_with_a_hint(
    name: str, data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert main(["text", str(path), "-o", str(tmp_path / "out.txt")]) == 2
    error = capsys.readouterr().err
    assert name in error
    assert "hint:" in error
    assert "Traceback" not in error
    assert not (tmp_path / "out.txt").exists()


def test_a_folder_without_pages_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["all", str(tmp_path), "-o", str(tmp_path / "out")]) == 2
    assert "no HTML page" in capsys.readouterr().err


def test_an_output_that_is_a_file_is_refused(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert main(["all", str(page), "-o", str(tmp_path / "file")]) == 2
    assert "is a file" in capsys.readouterr().err


def test_an_unknown_language_is_refused(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["text", str(page), "-o", str(tmp_path / "x.txt"), "--language", "not a language"]
    assert main(arguments) == 2
    assert "not a language" in capsys.readouterr().err


def test_an_unknown_format_is_refused(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["all", str(page), "--formats", "pdf,odt"]) == 2
    assert "'odt' is not a format" in capsys.readouterr().err


def test_verify_names_an_artefact_that_is_not_there(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(page), "-o", str(tmp_path), "--no-validators"]) == 2
    assert "report.pdf" in capsys.readouterr().err


def test_a_broken_artefact_is_a_finding_and_no_traceback(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for suffix in ("pdf", "docx", "epub"):
        broken = tmp_path / f"broken.{suffix}"
        broken.write_bytes(b"not what it says")
        arguments = ["verify", str(page), "--artefact", str(broken), "--no-validators"]
        assert main(arguments) == 1, suffix
        assert f"broken.{suffix}: error artefact-unreadable" in capsys.readouterr().out


# ------------------------------------------------------------------------------------ many reports


def test_a_folder_is_written_as_a_tree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = tmp_path / "pages" / "deep"
    pages.mkdir(parents=True)
    (tmp_path / "pages" / "one.html").write_text(PAGE, encoding="utf-8")
    (pages / "two.htm").write_text(PAGE, encoding="utf-8")
    (pages / "bad.html").write_bytes(b"")
    output = tmp_path / "out"
    arguments = ["all", str(tmp_path / "pages"), "-o", str(output), "--formats", "text", "-j", "2"]
    assert main(arguments) == 2
    written = sorted(path.relative_to(output).as_posix() for path in output.rglob("*.txt"))
    assert written == ["deep/two.txt", "one.txt"]
    error = capsys.readouterr().err
    assert "bad.html" in error
    assert "2 of 3 reports written" in error


def test_a_tree_is_checked_verified_and_released(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree, output = tmp_path / "pages", tmp_path / "out"
    names = ("index", "50 % #1?", "deep/a: b")
    for name in names:
        path = tree / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE, encoding="utf-8")
    assert main(["all", str(tree), "-o", str(output), "--formats", "epub,text", "-j", "1"]) == 0
    assert main(["check", str(tree)]) == 0
    assert main(["page", str(tree), "-o", str(output)]) == 0
    some = ["--formats", "epub,text", "--no-validators"]
    assert main(["verify", str(tree), "-o", str(output), *some]) == 0
    artefacts = [f"--artefact={output / 'index.txt'}"]
    assert main(["verify", str(tree / "index.html"), *artefacts, "--no-validators"]) == 0
    main(["verify", str(tree), "-o", str(output), "--no-validators", "--statement"])
    assert capsys.readouterr().err.count("write it first") == len(names)  # PDF and Word
    assert main(["all", str(tree), "-o", str(output), "-j", "1"]) == 0
    assert main(["verify", str(tree), "-o", str(output), "--no-validators", "--statement"]) == 0
    assert main(["page", str(tree), "-o", str(output)]) == 0
    pages = sorted(output.rglob("*.html"))
    assert len(pages) == 2 * len(names) + 1  # release pages and statements, and the list
    for page in pages:
        for link in BeautifulSoup(page.read_bytes(), "html.parser").select("a[href]"):
            assert (page.parent / unquote(str(link["href"]).partition("#")[0])).exists(), link


def test_a_report_that_cannot_be_read_does_not_stop_the_others(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["all", str(page), "-o", str(tmp_path), "-q"])
    both = [str(tmp_path / "missing.html"), str(page)]
    assert main(["check", *both]) == 2
    assert main(["verify", *both, "-o", str(tmp_path), "--no-validators"]) == 2
    error = capsys.readouterr().err
    assert error.count("no such file") == 2
    assert "report.pdf: all" in error


def test_sources_of_one_name_are_refused(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "report.html").write_text(PAGE, encoding="utf-8")
    assert main(["all", str(page), str(other / "report.html")]) == 2
    assert "same files" in capsys.readouterr().err


# ------------------------------------------------------------------------------------ reproducible


def test_other_processes_seeds_and_time_zones_give_the_same_bytes(
    page: Path, tmp_path: Path
) -> None:
    made = []
    for seed, zone in (("1", "UTC"), ("2", "America/St_Johns")):
        output = tmp_path / seed
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        command = [sys.executable, "-m", "pipeline", "all", str(page), "-o", str(output), "-q"]
        subprocess.run(command, check=True, env=environment)
        made.append({path.name: path.read_bytes() for path in output.iterdir()})
    assert made[0] == made[1]


def test_source_date_epoch_dates_a_document_without_dates(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1669000000")  # 2022-11-21
    place = tmp_path / "dated.epub"
    assert main(["epub", str(page), "-o", str(place)]) == 0
    with zipfile.ZipFile(place) as book:
        package = next(name for name in book.namelist() if name.endswith(".opf"))
        assert b"2022-11-21T" in book.read(package)


def test_a_bad_source_date_epoch_is_refused(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert main(["text", str(page), "-o", str(tmp_path / "x.txt")]) == 2
