"""No word of a report or a file name becomes an element, an attribute or a script of a page."""

from __future__ import annotations

import html
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.publish.markup import element
from pipeline.reader.page.dom import attribute, elements, parse

HOSTILE = (
    "\"'><script>x()</script><img src=x onerror=y()>]]>--></title></style>"
    "&lt;b&gt;&#60;\u202egpj\u2067\x1b[2J{title}%s$text ${x}"
)
WORDS = html.escape(HOSTILE)
PAGE = f"""<!doctype html><html lang=en><head><meta charset=utf-8><title>{WORDS}</title>
<link rel=canonical href="javascript:alert(1)//{WORDS}">
<link rel=alternate hreflang=fr href="javascript:x()"><link rel=alternate hreflang="{WORDS}"
href="https://example.org/{WORDS}"><meta name=author content="{WORDS}">
<meta name=description content="{WORDS}"><meta name=dcterms.issued content=2025-01-01>
<meta name=dcterms.publisher content="{WORDS}"><meta name=dcterms.identifier content="{WORDS}">
</head><body><main><h1>{WORDS}</h1><h4 id="{WORDS}">{WORDS}</h4><p>{WORDS}
<img src="{WORDS}.png" alt="{WORDS}"><img src="{WORDS}"><a href="javascript:{WORDS}">{WORDS}</a>
<a href="https://example.org/{WORDS}">{WORDS}</a><a href="#{WORDS}">{WORDS}</a>
<span lang="zz{WORDS}">{WORDS}</span><table><caption>{WORDS}</caption><tr><th>{WORDS}<tr><td>
{WORDS}</table><math alttext="{WORDS}"><mi>{WORDS}</mi></math><details><summary>{WORDS}</summary>
<p>{WORDS}</details></main></body></html>"""
NAMES = ("a", "<img src=x onerror=y()>\"'&", "]]>-->\n\u202e${x}{y}%s\x01", "index")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
ELEMENTS = set(
    re.findall(
        r"\w+",
        "html head meta title style body header main footer section h1 h2 h3 p a ul li dl dt dd "
        "time table caption thead tbody tr th td code details summary span br",
    )
)
ATTRIBUTES = set(
    re.findall(
        r"\S+",
        "lang dir charset name content class id href hreflang type download datetime scope role "
        "data-head aria-labelledby aria-describedby",
    )
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sources = tmp_path / "sources"
    sources.mkdir()
    for name in NAMES if sys.platform == "linux" else ("a", "index"):
        (sources / f"{name}.html").write_text(PAGE, "utf-8")
    return tmp_path


def test_the_pages_hold_no_element_of_the_report(folder: Path) -> None:
    sources, output = str(folder / "sources"), folder / "out"
    some = ["-o", str(output), "-q"]
    assert main(["all", sources, *some, "-j1", "--formats", "text,docx,epub,pdf"]) == 0
    evaluator = HOSTILE.replace("\x1b", "")
    proof = ["--no-validators", "--statement", "--evaluator", evaluator]
    main(["verify", sources, *some, *proof])
    assert main(["page", sources, *some]) == 0
    pages = [path for path in output.rglob("*.html") if path.is_file()]
    assert len(pages) == 2 * len(list((folder / "sources").iterdir())) + 1
    for path in pages:
        data = path.read_bytes()
        every = list(elements(parse(data).soup))
        assert {one.name for one in every} <= ELEMENTS
        assert {name for one in every for name in one.attrs} <= ATTRIBUTES
        assert b"<!--" not in data
        assert CONTROL.search(data.decode()) is None
        for one in every:
            address = attribute(one, "href") or ""
            assert address.startswith("https://example.org/") or ":" not in address, address
    for path in output.glob("*.json"):
        assert json.loads(path.read_bytes())


@pytest.mark.parametrize("form", ["json", "sarif", "junit"])
def test_findings_in_hostile_words_are_whole(
    folder: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(folder / "sources"), "--format", form]) == 1
    told = capsys.readouterr().out
    if form == "junit":
        suites = ElementTree.fromstring(told)  # noqa: S314 - we wrote it
        assert {one.tag for one in suites.iter()} <= {
            *("testsuites", "testsuite", "testcase", "failure", "skipped")
        }
        return
    whole = json.loads(told)
    if form == "sarif":
        (run,) = whole["runs"]
        assert run["results"]
        for result in run["results"]:
            (place,) = result["locations"]
            uri = place["physicalLocation"]["artifactLocation"]["uri"]
            assert uri.isascii()
            assert uri.isprintable()
            assert not set(uri) & set("<>\"' ")


def test_lines_of_json_are_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["all", str(folder / "sources"), "-o", str(folder / "out"), "-qj1"]
    assert main([*arguments, "--formats", "text", "--json-lines"]) == 0
    lines = capsys.readouterr().out.split("\n")
    assert len([json.loads(line) for line in lines if line]) == len(
        list((folder / "sources").iterdir())
    )


def test_what_no_page_may_hold_is_replaced() -> None:
    made = element("p", "a\x1b\x00b\ufffe\tc\n", title="\x07")
    assert made == '<p title="\ufffd">a\ufffd\ufffdb\ufffd\tc\n</p>'


@pytest.mark.parametrize("name", ["", "  ", "a\x1bb", "\udcff"])
def test_an_evaluator_without_a_name_is_refused(folder: Path, name: str) -> None:
    page = str(folder / "sources" / "a.html")
    assert main(["epub", page, "-o", str(folder / "x.epub"), "--evaluator", name]) == 2
