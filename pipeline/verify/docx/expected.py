"""What Word can carry of a document: the facts that the artefact is compared with.

What has no place in Word is declared in ``verify.losses``: the linear text of a formula (its
signs are compared), headers of cells other than by position, what is below the ninth level.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, TypeVar

from pipeline.model.nodes import Document, Math, MathBlock, Node, Paragraph, Table, Text
from pipeline.model.reduced import positional, unmerged
from pipeline.options import Options
from pipeline.verify.docx.formulas import mathml_signs
from pipeline.verify.facts import Fact, FactKind, facts
from pipeline.verify.losses import WORD_LEVELS, carried

N = TypeVar("N", bound=Node)

CARRIED = carried("docx")
"""An expansion is in the text, once: a rule of its own looks for it."""


def expected_facts(document: Document, options: Options) -> Iterator[Fact]:
    """Yield the facts of a document as far as Word can carry them."""
    for fact in facts(reduced(document, options)):
        match fact.kind:
            case FactKind.HEADING | FactKind.ITEM if int(fact.details[0]) > WORD_LEVELS:
                yield replace(fact, details=(str(WORD_LEVELS),))
            # A field's instruction can quote neither of the two signs..
            case FactKind.LINK if not fact.details[0].startswith("#"):
                address = fact.details[0].replace('"', "%22").replace("\\", "%5C")
                yield replace(fact, details=(address,))
            case _:
                yield fact


def reduced(document: Document, options: Options) -> Document:
    """Return the document that Word can carry: its cells are repeated where none may be merged."""
    return _reduced(document, unmerge=options.docx.simplify_tables)


def _reduced(node: N, *, unmerge: bool) -> N:
    """Rebuild a node where something below it is a table or a formula."""
    match node:
        case Math() | MathBlock():
            signs = mathml_signs(node.mathml)
            return replace(node, text=signs) if signs else node
        case Text():
            return node
        case Paragraph(children=(Text(),)):
            return node
        case _:
            pass
    changes: dict[str, Any] = {}
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, tuple) and value and isinstance(value[0], Node):
            new = tuple(_reduced(child, unmerge=unmerge) for child in value)
            if any(a is not b for a, b in zip(new, value, strict=True)):
                changes[field.name] = new
        elif isinstance(value, Node):
            child = _reduced(value, unmerge=unmerge)
            if child is not value:
                changes[field.name] = child
    result = replace(node, **changes) if changes else node
    if isinstance(result, Table):
        table = unmerged(result) if unmerge else result
        return positional(table)  # type: ignore[return-value]
    return result
