"""Where the test data that is not in this project lives; tests that want it skip without it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
REPORT = PROJECT / "source" / "ocse-webinar-series-2022.html"


def _folder(variable: str, default: str) -> Path:
    folder = Path(os.environ.get(variable) or PROJECT.parent / "shared" / default)
    if not folder.is_dir():
        pytest.skip(f"no folder {default}: set {variable}")
    return folder


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real pages, with its ``MANIFEST.json``."""
    return _folder("PIPELINE_CORPUS", "corpus")


@pytest.fixture(scope="session")
def html5lib_tests() -> Path:
    """The folder of the HTML standard's tree construction tests."""
    return _folder("PIPELINE_HTML5LIB_TESTS", "html5lib-tests")


@pytest.fixture(scope="session")
def seed() -> Path:
    """The folder with the report's text as it was handed over."""
    return _folder("PIPELINE_SEED", "seed")
