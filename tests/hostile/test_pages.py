"""Each hostile input, made small, is converted or refused; nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.pages import ALL
from tests.hostile.trial import attempt

SCALE = 0.003


@pytest.mark.parametrize("name", ALL)
def test_a_hostile_input_is_converted_or_refused_with_a_reason(name: str, tmp_path: Path) -> None:
    page = ALL[name].make(SCALE, tmp_path)
    result = attempt(page, folder=tmp_path)
    assert result.faults == ()
    assert result.refused is None or len(result.refused) > 10
