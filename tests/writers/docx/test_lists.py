"""Lists: one numbering instance where Word counts as HTML does, marks as in the source."""

from __future__ import annotations

from lxml import etree

from pipeline.model.nodes import (
    Block,
    Cell,
    List,
    ListItem,
    Numbering,
    Row,
    RowGroup,
    Table,
)
from tests.documents import items, paragraph, regions
from tests.writers.docx.opening import W, edited, faults, findings, made, part, report


def numbers(*blocks: Block) -> list[tuple[str, str]]:
    """Return instance and level of each numbered paragraph."""
    root = part(made(report(*blocks)))
    return [
        (value(properties, "numId"), value(properties, "ilvl"))
        for properties in root.iter(W + "numPr")
    ]


def value(element: etree._Element, name: str) -> str:
    found = element.find(W + name)
    return "" if found is None else found.get(W + "val", "")


def nested(depth: int) -> List:
    inner: tuple[Block, ...] = (paragraph("Deepest"),)
    for _ in range(depth):
        inner = (paragraph("Item"), List((ListItem(inner),), Numbering.DECIMAL))
    return List((ListItem(inner),), Numbering.DECIMAL)


def test_nested_lists_share_an_instance_and_start_again_under_each_item() -> None:
    inner = List(items("a", "b"), Numbering.LOWER_ALPHA)
    block = List(items((paragraph("One"), inner), (paragraph("Two"), inner)), Numbering.DECIMAL)
    found = numbers(block)
    assert len({instance for instance, _ in found}) == 1
    assert [level for _, level in found] == ["0", "1", "1", "0", "1", "1"]
    assert faults(report(block)) == []


def test_a_second_list_in_the_same_item_counts_from_one() -> None:
    inner = List(items("a", "b"), Numbering.DECIMAL)
    block = List(items((paragraph("One"), inner, paragraph("More"), inner)), Numbering.DECIMAL)
    assert len({instance for instance, _ in numbers(block)}) == 2
    assert faults(report(block)) == []


def test_values_countdowns_and_starts_are_kept() -> None:
    jump = List(
        (*items("x"), ListItem((paragraph("y"),), value=9), *items("z")), Numbering.DECIMAL, start=4
    )
    down = List(items("3", "2", "1"), Numbering.UPPER_ROMAN, start=3, reversed=True)
    assert faults(report(jump, down, jump)) == []


def test_letters_beyond_z_are_what_the_source_shows() -> None:
    block = List(items(*[f"Item {n}" for n in range(30)]), Numbering.LOWER_ALPHA)
    assert faults(report(block)) == []
    assert faults(report(List(items("y", "z"), Numbering.UPPER_ALPHA, start=25))) == []
    assert faults(report(List(items("below", "zero"), Numbering.DECIMAL, start=-1))) == []


def test_nine_levels_are_kept_and_deeper_ones_share_the_ninth() -> None:
    assert [level for _, level in numbers(nested(8))] == [str(n) for n in range(9)]
    assert faults(report(nested(8))) == []
    assert numbers(nested(11))[-1][1] == "8"


def test_an_item_goes_on_without_a_second_number() -> None:
    block = List(items((paragraph("First"), paragraph("goes on"))), Numbering.DISC)
    data = made(report(block))
    assert len(list(part(data).iter(W + "numPr"))) == 1
    assert "ListContinue" in {style.get(W + "val") for style in part(data).iter(W + "pStyle")}


def test_an_item_that_begins_with_a_table_or_a_list_keeps_its_mark() -> None:
    table = List((ListItem((regions(),)),), Numbering.DECIMAL)
    inner = List((ListItem((List(items("in"), Numbering.DISC),)),), Numbering.DECIMAL)
    empty = List((ListItem(()),), Numbering.DECIMAL)
    assert faults(report(table)) == []
    assert faults(report(inner)) == []
    assert faults(report(empty)) == []


def test_a_list_in_a_cell_of_a_table_in_a_list_has_its_own_count() -> None:
    inner = List(items("a", "b"), Numbering.DECIMAL)
    table = Table((RowGroup((Row((Cell((inner,)),)),)),))
    block = List(items((paragraph("One"), table), "Two"), Numbering.DECIMAL)
    assert faults(report(block)) == []


def test_a_list_whose_start_override_is_lost_is_found() -> None:
    document = report(List(items("c"), Numbering.LOWER_ALPHA, start=3))

    def drop(root: etree._Element) -> None:
        for override in list(root.iter(W + "lvlOverride")):
            override.getparent().remove(override)  # type: ignore[union-attr]

    found = findings(edited(made(document), drop, "word/numbering.xml"), document)
    assert any('item "c"' in line for line in found)


def test_marks_are_those_of_the_source_at_each_level() -> None:
    kinds = [
        Numbering.DECIMAL, Numbering.LOWER_ALPHA, Numbering.UPPER_ALPHA,
        Numbering.LOWER_ROMAN, Numbering.UPPER_ROMAN, Numbering.DISC,
    ]  # fmt: skip
    block = List(items("last"), kinds[-1])
    for kind in reversed(kinds[:-1]):
        block = List(items((paragraph("over"), block)), kind)
    root = part(made(report(block)), "word/numbering.xml")
    definition = list(root.iter(W + "abstractNum"))[-1]
    formats = [level.get(W + "val") for level in definition.iter(W + "numFmt")]
    assert formats[:6] == [
        "decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "bullet",
    ]  # fmt: skip
    assert faults(report(block)) == []
