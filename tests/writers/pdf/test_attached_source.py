"""The page a report was made from goes with the PDF where that is asked for (ISO 19005-3, -4)."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from pipeline import cli
from pipeline.options import AttachedSource, Options, PdfOptions, PdfProfile
from pipeline.verify import pdf as verifier
from pipeline.verify.external.verapdf import Engine
from pipeline.writers.pdf import additions, write
from tests.conftest import PROJECT
from tests.documents import everything, french

PAGE = AttachedSource("report.html", "<!DOCTYPE html><title>Été</title>".encode())
CLAIMS = {PdfProfile.UA1: "PDF/A-3a", PdfProfile.UA2: "PDF/A-4f"}


@pytest.mark.parametrize("profile", list(PdfProfile), ids=lambda profile: profile.value)
def test_the_source_goes_with_the_pdf_as_it_was_read(
    profile: PdfProfile, verapdf: Engine, tmp_path: Path
) -> None:
    options = Options(pdf=PdfOptions(profile=profile, source=PAGE))
    document = french()
    data = write(document, options).value
    added = additions(document, options)
    assert list(verifier.check(data, document, options, added=added)) == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (file,) = pdf.Root.AF
        assert (str(file.AFRelationship), str(file.UF)) == ("/Source", "report.html")
        assert file.EF.F.read_bytes() == PAGE.data
        assert str(file.EF.F.Subtype) == "/text/html"
    path = tmp_path / "report.pdf"
    path.write_bytes(data)
    verdicts = list(verapdf.judge(path))
    assert CLAIMS[profile] in [verdict.standard for verdict in verdicts]
    assert all(verdict.diagnostics == () for verdict in verdicts)


def test_another_file_than_the_source_is_found() -> None:
    other = replace(PAGE, data=b"<!DOCTYPE html>")
    data = write(french(), Options(pdf=PdfOptions(source=other))).value
    wanted = Options(pdf=PdfOptions(source=PAGE))
    (found,) = verifier.check(data, french(), wanted, added=additions(french(), wanted))
    assert (found.rule.id, found.message) == (
        "pdf-attachment",
        "report.html is not attached as it was read",
    )


@pytest.mark.parametrize("key", ["/Desc", "/UF", "/AFRelationship"])
def test_a_file_that_does_not_say_what_it_is_is_found(key: str) -> None:
    options = Options(pdf=PdfOptions(profile=PdfProfile.UA2))
    document = everything()  # with a formula and its MathML
    with pikepdf.open(io.BytesIO(write(document, options).value)) as pdf:
        del pdf.Root.Names.EmbeddedFiles.Names[1][key]
        broken = io.BytesIO()
        pdf.save(broken)
    found = verifier.check(broken.getvalue(), document, options, added=additions(document, options))
    assert [each.rule.id for each in found] == ["pdf-attachment"]


def test_the_command_line_attaches_the_file_that_was_read(tmp_path: Path) -> None:
    page, out = PROJECT / "examples" / "smallest.html", tmp_path / "report.pdf"
    assert cli.main(["pdf", str(page), "-o", str(out), "--attach-source", "--quiet"]) == 0
    with pikepdf.open(out) as pdf:
        assert pdf.Root.AF[0].EF.F.read_bytes() == page.read_bytes()
