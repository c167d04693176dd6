"""The pages that are changed: the cases of the tests, what was found before, broken markup."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.conftest import PROJECT, folder_of

LARGEST = 12_000
"""Bytes; a larger page is cut, since many small ones find more in the same time."""


OWN_SHARE = 0.8
"""How often a page of our own is taken, not one of the many of the tree construction tests."""


@dataclass(frozen=True, slots=True)
class Seeds:
    """The pages, in a fixed order."""

    own: tuple[bytes, ...]
    broken: tuple[bytes, ...]
    """Empty where the tree construction tests are not at hand."""

    def one(self, random: Random) -> bytes:
        """Return any of them."""
        return random.choice(self.own if random.random() < OWN_SHARE else self.broken or self.own)


def seeds() -> Seeds:
    """Return every page there is."""
    tests = PROJECT / "tests"
    pages = [path.read_bytes() for path in sorted((tests / "cases").glob("*/input.html"))]
    pages += [path.read_bytes() for path in sorted((tests / "hostile" / "found").glob("*.html"))]
    report = (PROJECT / "source" / "ocse-webinar-series-2022.html").read_bytes()
    pages += _parts(report)
    trees = sorted(folder_of("PIPELINE_HTML5LIB_TESTS", "html5lib-tests").rglob("*.dat"))
    return Seeds(tuple(pages), tuple(page for file in trees for page in _trees(file)))


def _parts(page: bytes) -> list[bytes]:
    main = page[page.find(b"<main") :]
    return [main[start : start + LARGEST] for start in range(0, len(main), LARGEST)]


def _trees(file: Path) -> list[bytes]:
    """Return the pages of a file of the tree construction tests."""
    parts = re.split(rb"(?:^|\n)#data\n", file.read_bytes())[1:]
    return [part.split(b"\n#errors")[0][:LARGEST] for part in parts]
