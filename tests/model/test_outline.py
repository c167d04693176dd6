from pipeline.model.outline import headings
from pipeline.model.walk import plain
from tests.documents import everything


def test_levels_nest_without_skips_whatever_the_source_skips() -> None:
    found = [(one.level, plain(one.title)) for one in headings(everything())]
    assert found == [
        (2, "Inline content"),
        (2, "Lists"),
        (2, "Blocks"),
        (3, "Quotations and code"),
        (4, "Take care"),
        (2, "Figures and tables"),
        (2, "Annex"),
        (3, "Level three"),
        (4, "Level four"),
        (5, "Level five"),
        (6, "Level six"),
        (7, "Level seven"),
    ]


def test_a_heading_never_skips_a_level() -> None:
    before = 1
    for heading in headings(everything()):
        assert heading.level <= before + 1
        before = heading.level
