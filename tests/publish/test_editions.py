"""Editions in another look: written where they are asked for, verified and listed like the rest."""

import json
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup

from pipeline.cli import main
from pipeline.formats import EDITIONS
from pipeline.options import Options
from pipeline.publish.words import ENGLISH, FRENCH
from pipeline.theme import LARGE_PRINT, THEMES, Paper
from tests import faults


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The artefacts with two editions, verified, with their release page."""
    folder = tmp_path_factory.mktemp("output")
    source = str(faults.REPORT)
    assert main(["all", source, "-o", str(folder), "-q", "--editions", "large-print,a4"]) == 0
    arguments = ["verify", source, "-o", str(folder), "-q", "--no-validators", "--statement"]
    assert main(arguments) == 0
    assert main(["page", source, "-o", str(folder), "-q"]) == 0
    return folder


def test_an_edition_is_a_further_file_in_another_look(output: Path) -> None:
    assert paper(output / "report.pdf") == (612, 792)
    assert paper(output / "report.large-print.pdf") == (612, 792)
    assert paper(output / "report.a4.pdf") == (595, 842)


def paper(path: Path) -> tuple[int, int]:
    with pikepdf.open(path) as file:
        _, _, width, height = map(float, file.pages[0].mediabox)
        return round(width), round(height)


def test_editions_are_verified_and_stand_in_the_statement(output: Path) -> None:
    statement = json.loads((output / "report.conformance.json").read_text("utf-8"))
    told = {one["edition"]: one for one in statement["artefacts"] if one["format"] == "pdf"}
    assert set(told) == {None, "large-print", "a4"}
    assert all(one["differences"] == 0 and not one["rulesFailed"] for one in told.values())


def test_editions_stand_on_the_release_page_with_what_they_are_good_for(output: Path) -> None:
    page = BeautifulSoup((output / "index.html").read_bytes(), "html.parser")
    offers = {link["href"]: link for link in page.select("ul.formats a")}
    assert "report.large-print.pdf" in offers
    name, good_for = ENGLISH.editions["large-print"]
    item = offers["report.large-print.pdf"].find_parent("li")
    assert item is not None
    assert name in item.text
    assert good_for in item.text
    assert "pages" in item.text
    for document in ("index.html", "report.conformance.html"):
        html = BeautifulSoup((output / document).read_bytes(), "html.parser")
        ids = [one["id"] for one in html.select("[id]")]
        assert len(ids) == len(set(ids))


def test_every_edition_has_its_words_in_both_languages() -> None:
    names = {one.edition for one in EDITIONS}
    assert names == {*THEMES, "a4"} - {"standard"}
    assert set(ENGLISH.editions) == set(FRENCH.editions) == names


def test_an_edition_keeps_the_paper_that_was_chosen() -> None:
    large = next(one for one in EDITIONS if one.edition == "large-print")
    theme = large.adapted(Options()).theme
    assert theme.body_size == LARGE_PRINT.body_size
    assert theme.paper is Paper.LETTER
