"""Headings that show how the report is built."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from pipeline.checks.survey import Survey, short
from pipeline.diagnostics import Diagnostic, Position, Rule, Severity
from pipeline.model.nodes import Document, Paragraph, Section, Span, SpanKind, Text
from pipeline.model.walk import AnyNode, children, descendants, one_line, plain

LEVEL_SKIPPED = Rule(
    "heading-level-skipped",
    Severity.WARNING,
    "A heading is more than one level below the heading it stands under; every format gets "
    "levels without gaps.",
    "Use the next level: under an h2 stands an h3.",
    ("WCAG 2.2 1.3.1",),
)
LOOKS_LIKE_ONE = Rule(
    "heading-only-bold",
    Severity.WARNING,
    "A short paragraph is bold from end to end and stands over text like a heading, but is none.",
    "Make it a heading (h2 to h6), so that readers can go to it.",
    ("WCAG 2.2 1.3.1",),
)
REPEATED = Rule(
    "heading-repeated",
    Severity.NOTE,
    "Headings under the same heading have the same words; a list of headings does not tell "
    "them apart.",
    "Say in each heading what its section is about: Results in Ontario, Results in Quebec.",
    ("WCAG 2.2 2.4.6", "ACT b49b2e"),
)
NONE = Rule(
    "headings-missing",
    Severity.WARNING,
    "A long report has no headings; nobody can find a place in it without reading all.",
    "Give each part a heading: h2 for the main parts, h3 for those in them.",
    ("WCAG 2.2 1.3.1", "WCAG 2.2 2.4.10"),
)

_LONGEST_HEADING = 80
"""Characters: a longer bold paragraph is emphasis."""
_LONG_REPORT = 1500
"""Words."""


def heading_levels(survey: Survey) -> Iterator[Diagnostic]:
    """Yield headings that skip a level (WCAG 1.3.1)."""
    for (section, _), above in zip(survey.each(Section), survey.above, strict=True):
        if section.level > above + 1:
            title = short(plain(section.title))
            message = f'"{title}" is level {section.level} under level {above}'
            yield Diagnostic(LEVEL_SKIPPED, message, section.at)


def bold_paragraphs(survey: Survey) -> Iterator[Diagnostic]:
    """Yield paragraphs that look like headings: short, all bold, with text after them.

    In lists, tables, quotations, figures and callouts a bold line is most often not one.
    """
    stack: list[Document | Section] = [survey.document]
    while stack:
        holder = stack.pop()
        blocks = holder.children
        for block, following in itertools.pairwise(blocks):
            if (
                isinstance(block, Paragraph)
                and not isinstance(following, Section)
                and _is_bold(block)
                and not (isinstance(following, Paragraph) and _is_bold(following))
            ):
                message = f'"{short(plain(block.children))}" is bold, but no heading'
                yield Diagnostic(LOOKS_LIKE_ONE, message, block.at or holder.at)
        stack.extend(reversed([block for block in blocks if isinstance(block, Section)]))


def repeated_headings(survey: Survey) -> Iterator[Diagnostic]:
    """Yield the second and further sections of a heading that are called alike."""
    holders: list[AnyNode] = [survey.document, *(section for section, _ in survey.each(Section))]
    for holder in holders:
        seen: dict[str, Position | None] = {}
        for child in children(holder):
            if not isinstance(child, Section):
                continue
            words = one_line(plain(child.title)).casefold()
            if words in seen:
                first = seen[words]
                where = "" if first is None else f" as in line {first.line}"
                message = f'"{short(plain(child.title))}" again{where}'
                yield Diagnostic(REPEATED, message, child.at)
            elif words:
                seen[words] = child.at


def headings_missing(survey: Survey) -> Iterator[Diagnostic]:
    """Yield a finding where a long report has no heading at all."""
    if survey.each(Section):
        return
    words = sum(len(node.text.split()) for node, _ in survey.each(Text))
    if words >= _LONG_REPORT:
        yield Diagnostic(NONE, f"no heading in {words} words", survey.document.at)


def _is_bold(node: Paragraph) -> bool:
    text = one_line(plain(node.children))
    if not 2 < len(text) <= _LONGEST_HEADING or text[-1] in ".,;!?" or text[0] in "[({":
        return False
    if ": " in text or "\xa0: " in text:
        return False  # a label with what it names: From: Public Safety Canada
    if not any(character.isalpha() for character in text):
        return False
    bold = sum(
        len(inner.text.strip())
        for child in node.children
        for span in descendants(child)
        if isinstance(span, Span) and span.kind is SpanKind.STRONG
        for inner in descendants(span)
        if isinstance(inner, Text)
    )
    return bold >= len(text.replace(" ", "")) and all(
        not isinstance(child, Text) or not child.text.strip(" \xa0:") for child in node.children
    )
