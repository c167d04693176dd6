"""What the fuzzer found stays mended, and a short run of it finds nothing new."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pipeline.formats import FORMATS
from tests.conftest import PROJECT
from tests.fuzz.cases import OPTIONS, Case, case, faults, result
from tests.fuzz.seeds import Seeds, seeds

FOUND = sorted((PROJECT / "tests" / "hostile" / "found").glob("*.html"))


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
@pytest.mark.parametrize("options", range(len(OPTIONS)))
def test_what_was_found_is_mended(path: Path, options: int) -> None:
    assert result(Case(path.read_bytes(), options)).faults == ()


@pytest.mark.skipif(sys.platform == "win32", reason="each page is tried in a child process")
def test_changed_pages_of_a_few_seeds_are_converted_or_refused() -> None:
    for one in FORMATS:
        _ = one.writer, one.verifier
    pages = Seeds(seeds().own, ())  # the same pages on every machine
    found = {seed: faults(case(seed, pages)) for seed in range(1, 16)}
    assert {seed: told for seed, told in found.items() if told} == {}
