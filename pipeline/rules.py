"""The rules about sources, found where they stand: above the functions that apply them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType

import pipeline.checks
import pipeline.reader
from pipeline.diagnostics import Rule


@cache
def source_rules() -> Mapping[str, Rule]:
    """Return the rules of the reader and of the checks, by id.

    Raises:
        ValueError: if two different rules have the same id.
    """
    found: dict[str, Rule] = {}
    for module in _modules(pipeline.reader, pipeline.checks):
        for value in vars(module).values():
            if isinstance(value, Rule) and found.setdefault(value.id, value) != value:
                raise ValueError(f"two rules are called {value.id}")
    return dict(sorted(found.items()))


def _modules(*packages: ModuleType) -> Iterator[ModuleType]:
    for package in packages:
        yield package
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(each.name)
