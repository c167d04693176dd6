"""What tests share: data that lives outside the project, and judges that start once.

A test that asks for what is absent is skipped, and says so.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import pipeline
from pipeline.verify.external import epubcheck as external_epubcheck
from pipeline.verify.external import verapdf as external_verapdf

PROJECT = Path(__file__).parent.parent
# What is made at random is made anew at each run by hand, where somebody can look into what is
# found, and is the same at each run of CI. Times are measured in benchmarks, not here.
_SEARCH = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", _SEARCH)
settings.register_profile("ci", _SEARCH, derandomize=True, database=None)
if os.environ.get("CI"):
    settings.load_profile("ci")
    # Hypothesis also draws the constants of the modules that are loaded: here always all.
    for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        if not module.name.endswith("__main__"):
            with contextlib.suppress(ImportError):  # of an extra that is not installed
                importlib.import_module(module.name)
else:
    settings.load_profile("search")

REPORT = PROJECT / "source" / "ocse-webinar-series-2022.html"


def folder_of(variable: str, default: str) -> Path:
    """Return where test data is looked for; it need not exist."""
    return Path(os.environ.get(variable) or PROJECT.parent / "shared" / default)


def _folder(variable: str, default: str) -> Path:
    folder = folder_of(variable, default)
    if not folder.is_dir():
        pytest.skip(f"no folder {default}: set {variable}")
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let ``--accept`` write what the case tests produce as the expected result."""
    parser.addoption("--accept", action="store_true", help="accept what the cases now produce")


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


@pytest.fixture(scope="session")
def verapdf() -> Iterator[external_verapdf.Engine]:
    """veraPDF, started once: ``list(verapdf.judge(path, ["ua1", "2a"]))``."""
    absent = external_verapdf.find()
    if absent is not None:
        pytest.skip(f"veraPDF: {absent.reason}")
    with external_verapdf.Engine() as engine:
        yield engine


@pytest.fixture(scope="session")
def epubcheck() -> Iterator[external_epubcheck.Engine]:
    """EPUBCheck, started once: ``epubcheck.judge(path)``; hundredths of a second when warm."""
    absent = external_epubcheck.find()
    if absent is not None:
        pytest.skip(f"EPUBCheck: {absent.reason}")
    with external_epubcheck.Engine() as engine:
        yield engine
