"""Styles: built-in names, everything visible from them, a department's own where it has them."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model.nodes import Direction
from pipeline.options import Options
from pipeline.theme import LARGE_PRINT
from tests.documents import everything, small
from tests.writers.docx.opening import W, made, part

_DIRECT = ("b", "i", "u", "sz", "color", "shd", "rFonts", "vertAlign", "strike", "spacing", "ind")


def test_nothing_in_the_body_is_formatted_directly() -> None:
    root = part(made(everything()))
    found = [
        child.tag
        for properties in root.iter(W + "rPr", W + "pPr")
        for child in properties
        if child.tag in {W + name for name in _DIRECT}
    ]
    assert found == []


def test_every_style_that_is_used_is_defined() -> None:
    data = made(everything())
    styles = part(data, "word/styles.xml").iter(W + "style")
    defined = {style.get(W + "styleId") for style in styles}
    used = {
        element.get(W + "val")
        for name in ("word/document.xml", "word/footnotes.xml", "word/header.xml")
        for element in part(data, name).iter(W + "pStyle", W + "rStyle", W + "tblStyle")
    }
    assert used <= defined


def test_large_print_has_no_small_and_no_italic_style() -> None:
    root = part(made(everything(), Options(theme=LARGE_PRINT)), "word/styles.xml")
    assert min(int(size.get(W + "val", "0")) for size in root.iter(W + "sz")) >= 36
    assert next(root.iter(W + "i"), None) is None


def test_no_style_of_a_picture_cuts_it_by_less_than_single_spacing() -> None:
    root = part(made(small()), "word/styles.xml")
    figure = next(s for s in root.iter(W + "style") if s.get(W + "styleId") == "Figure")
    spacing = next(figure.iter(W + "spacing"))
    assert int(spacing.get(W + "line", "0")) >= 240


def test_our_words_at_the_foot_of_a_right_to_left_page_stand_where_its_lines_begin() -> None:
    metadata = replace(small().metadata, language="ar", direction=Direction.RIGHT_TO_LEFT)
    data = made(replace(small(), metadata=metadata))
    properties = next(part(data, "word/footer.xml").iter(W + "pPr"))
    found = {str(child.tag).removeprefix(W): child.get(W + "val") for child in properties}
    assert found == {"pStyle": "FooterAtRight", "bidi": "0"}
    styles = part(data, "word/styles.xml")
    style = next(s for s in styles.iter(W + "style") if s.get(W + "styleId") == "FooterAtRight")
    sides = [side.get(W + "val") for side in style.iter(W + "jc")]
    assert sides == ["right"]
