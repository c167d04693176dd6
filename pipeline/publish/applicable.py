"""Which rules have nothing to test in a document: a rule about tables where there is none.

A rule stands here only if it is about one thing alone; what is not here always applies. That
something was *added* can be tested of every document, so those rules always apply as well.
"""

from __future__ import annotations

from pipeline.diagnostics import Rule
from pipeline.verify.compare import LOST
from pipeline.verify.facts import FactKind

ABOUT: dict[str, frozenset[FactKind]] = {
    "pdf-annotation": frozenset({FactKind.LINK, FactKind.CITATION}),
    "pdf-figure": frozenset({FactKind.IMAGE, FactKind.MATH}),
    "pdf-image": frozenset({FactKind.IMAGE}),
    "pdf-list": frozenset({FactKind.ITEM, FactKind.TERM}),
    "pdf-note": frozenset({FactKind.NOTE}),
    "pdf-table-headers": frozenset({FactKind.TABLE}),
    "pdf-table-irregular": frozenset({FactKind.TABLE}),
    "pdf-table-parts": frozenset({FactKind.TABLE}),
    "docx-alternative": frozenset({FactKind.IMAGE}),
    "docx-captions": frozenset({FactKind.CAPTION}),
    "docx-expansion": frozenset({FactKind.EXPANSION}),
    "docx-formulas": frozenset({FactKind.MATH}),
    "docx-header-row": frozenset({FactKind.TABLE}),
    "docx-link-text": frozenset({FactKind.LINK}),
    "docx-lists": frozenset({FactKind.ITEM}),
    "docx-merged-cells": frozenset({FactKind.TABLE}),
    "docx-notes": frozenset({FactKind.NOTE}),
    "docx-table-structure": frozenset({FactKind.TABLE}),
    "epub-formula-alternative": frozenset({FactKind.MATH}),
    "epub-image-alternative": frozenset({FactKind.IMAGE}),
    "epub-link-name": frozenset({FactKind.LINK}),
    "epub-note-way-back": frozenset({FactKind.NOTE}),
    "epub-table-frame": frozenset({FactKind.TABLE, FactKind.MATH}),
    "text-expansion-lost": frozenset({FactKind.EXPANSION}),
    **{rule.id: frozenset({kind}) for kind, rule in LOST.items()},
}
"""The kinds of fact that a rule is about; it applies where the document has one of them."""


def applies(rule: Rule, kinds: frozenset[FactKind]) -> bool:
    """Tell whether a document with facts of these kinds has something for a rule to test."""
    about = ABOUT.get(rule.id)
    return about is None or bool(about & kinds)
