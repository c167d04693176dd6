"""Evidence of what cannot be opened, and judges that are told to the files they know."""

import json
from pathlib import Path

import pytest

from pipeline import build, prove
from pipeline.cli import main
from pipeline.formats import DOCX, EPUB, FORMATS, PDF, Format
from pipeline.options import Options
from pipeline.prove import Place
from pipeline.reader.source import ReaderOptions, load
from pipeline.verify.compare import UNREADABLE
from pipeline.verify.external import ace, epubcheck, openxml, verapdf
from pipeline.verify.external.verdict import JUDGE_ABSENT, Absent
from tests import faults


@pytest.mark.parametrize("one", [PDF, DOCX, EPUB], ids=lambda one: one.name)
def test_a_file_that_cannot_be_opened_fails_one_rule_and_passes_none(
    one: Format, tmp_path: Path
) -> None:
    path = tmp_path / f"report{one.suffix}"
    path.write_bytes(b"no such thing")
    examined = build.examine(load(faults.REPORT), ReaderOptions())
    told = prove.artefact_evidence(Place(path, one), examined, Options())
    assert told.failed() == (UNREADABLE,)
    assert told.passed() == ()
    assert told.facts == 0


def test_absent_judges_are_told_to_the_files_that_they_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for judge in (verapdf, epubcheck, ace, openxml):
        absent = Absent(judge.NAME, "it is not installed", "Install it.")
        monkeypatch.setattr(judge, "find", lambda absent=absent: absent)
    found = prove.verdicts(Place(tmp_path / f"report{one.suffix}", one) for one in FORMATS)
    told = {
        path.suffix: [each.judge for each in verdicts if isinstance(each, Absent)]
        for path, verdicts in found.items()
    }
    assert told == {
        ".pdf": [verapdf.NAME],
        ".docx": [openxml.NAME],
        ".epub": [epubcheck.NAME, ace.NAME],
    }


def test_a_program_is_told_which_judges_were_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for judge in (verapdf, epubcheck, ace, openxml):
        absent = Absent(judge.NAME, "it is not installed", "Install it.")
        monkeypatch.setattr(judge, "find", lambda absent=absent: absent)
    main(["all", str(faults.REPORT), "-o", str(tmp_path), "-q"])
    arguments = ["verify", str(faults.REPORT), "-o", str(tmp_path), "-q", "--format"]
    assert main([*arguments, "sarif"]) == 0
    [run] = json.loads(capsys.readouterr().out)["runs"]
    assert {one["ruleId"] for one in run["results"]} == {JUDGE_ABSENT.id}
    assert len(run["results"]) == 4
    assert main([*arguments, "junit"]) == 0
    assert "Open XML SDK was not asked" in capsys.readouterr().out
