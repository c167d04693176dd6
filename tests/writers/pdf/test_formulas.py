"""A formula is drawn whole, or shown as text and told: without a part it would be a wrong one."""

from __future__ import annotations

import re

from pipeline.theme import STANDARD
from pipeline.writers.pdf.formulas import formula
from pipeline.writers.pdf.pictures import Paths

POINT = re.compile(r"(-?[\d.]+) (-?[\d.]+) [mlc]\b")
CASES = (
    "<mrow><mo>{</mo><mtable><mtr><mtd><mi>a</mi></mtd><mtd>FIRST</mtd></mtr>"
    "<mtr><mtd><mi>b</mi></mtd><mtd><mtext>otherwise</mtext></mtd></mtr>"
    "<mtr><mtd><mi>c</mi></mtd><mtd><mtext>never</mtext></mtd></mtr></mtable></mrow>"
)


def points(content: str) -> list[tuple[float, float]]:
    mathml = f'<math xmlns="http://www.w3.org/1998/Math/MathML">{content}</math>'
    drawn = formula(mathml, 11.0, STANDARD.palette.text, None)
    assert isinstance(drawn, Paths)
    return [(float(x), float(y)) for x, y in POINT.findall(drawn.operators.decode())]


def test_a_brace_over_several_rows_is_drawn() -> None:
    found = points(CASES.replace("FIRST", "<mi>x</mi>"))
    heights = [y for _, y in found]
    brace = [y for x, y in found if x < 6]
    assert max(brace) - min(brace) > 0.8 * (max(heights) - min(heights))


def test_a_table_within_a_table_is_drawn_though_a_row_of_it_is_empty() -> None:
    inner = (
        "<mtable><mtr><mtd><mtext>for all units</mtext></mtd></mtr>"
        "<mtr><mtd><mrow></mrow></mtd></mtr></mtable>"
    )
    found = points(CASES.replace("FIRST", inner))
    assert max(abs(y) for _, y in found) < 200
    assert len(found) > len(points(CASES.replace("FIRST", "<mi></mi>"))) + 100


def test_a_hyphen_between_numbers_is_a_minus() -> None:
    subtraction = "<mn>1</mn><mo>{}</mo><mn>2</mn>"
    assert points(subtraction.format("-")) == points(subtraction.format("−"))


def test_a_sum_between_braces_makes_them_no_higher_than_itself() -> None:
    sum_ = "<msub><mo>∑</mo><mi>i</mi></msub>"
    heights = [y for _, y in points(f"<mo>{{</mo><mi>j</mi>{sum_}<mo>}}</mo>")]
    assert max(heights) - min(heights) < 60


def test_a_blank_between_words_has_its_width() -> None:
    words = "<mtext>for</mtext>{}<mtext>all</mtext>"
    ends = [
        max(x for x, _ in points(words.format(f"<mtext>{gap}</mtext>")))
        for gap in "\u200b\u2009\u2003"
    ]
    assert ends[0] + 2 < ends[1] < ends[2] - 8
