"""Formulas are MathML that MathML allows, and their reading has the same signs."""

from __future__ import annotations

import pytest

from pipeline.model.nodes import Math, MathBlock
from pipeline.model.walk import descendants
from pipeline.reader import read
from pipeline.reader.source import Source

ROOT = '<math xmlns="http://www.w3.org/1998/Math/MathML">'

FORMULAS = {
    "fraction": (
        "<mfrac><mn>1</mn><mn>2</mn></mfrac>",
        "<mfrac><mn>1</mn><mn>2</mn></mfrac>",
        "1/2",
    ),
    "formula in a formula": (
        "<mrow><math><mi>x</mi></math></mrow>",
        "<mrow><mrow><mi>x</mi></mrow></mrow>",
        "x",
    ),
    "too few parts": ("<msup><mi>x</mi></msup>", "<mrow><mi>x</mi></mrow>", "x"),
    "element of no formula": ("<svg>m</svg>", "<mrow><mtext>m</mtext></mrow>", "m"),
    "text between elements": (
        "<mrow>if <mi>x</mi></mrow>",
        "<mrow><mtext>if</mtext><mi>x</mi></mrow>",
        "if x",
    ),
    "table without rows": (
        "<mtable><mn>1</mn><mtr><mn>2</mn></mtr><mtd><mn>3</mn></mtd></mtable>",
        "<mtable><mtr><mtd><mn>1</mn></mtd></mtr><mtr><mtd><mn>2</mn></mtd></mtr>"
        "<mtr><mtd><mn>3</mn></mtd></mtr></mtable>",
        "[1; 2; 3]",
    ),
    "row without a table": (
        "<mtr><mtd><mn>2</mn></mtd></mtr>",
        "<mrow><mrow><mn>2</mn></mrow></mrow>",
        "2",
    ),
    "scripts in pairs": (
        "<mmultiscripts><mi>C</mi><mprescripts/><mn>6</mn><none/></mmultiscripts>",
        "<mmultiscripts><mi>C</mi><mprescripts></mprescripts><mn>6</mn><none></none>"
        "</mmultiscripts>",
        "C6",
    ),
    "scripts without their pair": (
        "<mmultiscripts><mi>C</mi><mprescripts/><mn>6</mn></mmultiscripts>",
        "<mrow><mi>C</mi><mrow></mrow><mn>6</mn></mrow>",
        "C6",
    ),
    "space with content": ("<mspace><mn>4</mn></mspace>", "<mrow><mn>4</mn></mrow>", "4"),
    "attributes": (
        '<mtable columnalign="left right" frame="odd" class="x"><mtr><mtd rowspan="0">'
        '<mo stretchy="true" display="block" lspace=".2em">|</mo></mtd></mtr></mtable>',
        '<mtable columnalign="left right"><mtr><mtd><mo stretchy="true" lspace=".2em">|</mo>'
        "</mtd></mtr></mtable>",
        "[|]",
    ),
    "annotation": (
        "<semantics><mi>x</mi><annotation>\\xi</annotation></semantics>",
        "<mi>x</mi>",
        "x",
    ),
}


def formulas(page: str) -> list[Math | MathBlock]:
    document = read(Source("page.html", page.encode(), None)).document
    return [node for node in descendants(document) if isinstance(node, Math | MathBlock)]


@pytest.mark.parametrize("name", FORMULAS)
def test_every_formula_is_regular(name: str) -> None:
    inside, mathml, words = FORMULAS[name]
    (found,) = formulas(f"<p>a <math>{inside}</math>")
    assert found.mathml == f"{ROOT}{mathml}</math>"
    assert found.text == words


@pytest.mark.parametrize(
    "inside", ["", " ", "<mtable><math>", "<mtable><mtr><mtd></mtd><mtd> </mtd></mtr></mtable>"]
)
def test_a_formula_without_signs_is_none(inside: str) -> None:
    assert formulas(f"<p>a <math>{inside}</math>") == []
