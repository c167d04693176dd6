"""Sections that a reader looks for by name: DPUB-ARIA roles by title (ES-01)."""

from __future__ import annotations

import re

from pipeline.model.nodes import Inline
from pipeline.model.walk import one_line, plain

_TITLES = {
    "abstract": ("abstract", "executive summary", "résumé", "sommaire"),
    "introduction": ("introduction",),
    "conclusion": ("conclusion", "conclusions"),
    "appendix": ("appendix", "annex", "annexe", "appendice"),
    "acknowledgments": ("acknowledgments", "acknowledgements", "remerciements"),
    "foreword": ("foreword", "avant-propos"),
    "preface": ("preface", "préface"),
    "glossary": ("glossary", "glossaire"),
    "bibliography": ("bibliography", "bibliographie", "references", "références"),
}
_MARK = re.compile(r"[a-z]|[0-9]{1,3}|[ivx]+")
_KINDS = {title: kind for kind, titles in _TITLES.items() for title in titles}
LANDMARKS = ("introduction", "conclusion", "appendix", "glossary", "bibliography")
"""Kinds of section that stand among the landmarks, beside contents, content and notes."""


def section_kind(title: tuple[Inline, ...]) -> str | None:
    """Return ``introduction`` … where the whole title says so; ``Appendix A`` counts too."""
    words = one_line(plain(title)).casefold().rstrip(".:")
    if words in _KINDS:
        return _KINDS[words]
    first, _, rest = words.partition(" ")
    mark = rest.partition(" ")[0].rstrip(".:–—-")
    if _KINDS.get(first) == "appendix" and _MARK.fullmatch(mark):
        return "appendix"
    return None


def section_role(title: tuple[Inline, ...], level: int) -> str:
    """Return role and type attributes of a top section, or nothing."""
    kind = section_kind(title) if level == 2 else None
    return "" if kind is None else f' role="doc-{kind}" epub:type="{kind}"'
