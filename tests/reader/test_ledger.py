"""The ledger accounts for every text of a page, in linear time."""

from __future__ import annotations

from bs4.element import NavigableString, Tag

from pipeline.reader.ledger import ExclusionRule, Ledger
from pipeline.reader.page.dom import parse
from tests.steps import steps

RULE = ExclusionRule("rule", "A reason.")
OTHER = ExclusionRule("other", "Another reason.")


def opened(page: bytes) -> tuple[Tag, Ledger]:
    parsed = parse(page)
    body = parsed.soup.body
    assert body is not None
    return body, Ledger(parsed)


def text(tag: Tag, word: str) -> NavigableString:
    return next(t for t in tag.find_all(string=True) if t.strip() == word)


def test_at_first_only_white_space_is_decided() -> None:
    _, ledger = opened(b"<p>one</p>\n <p>two <!-- no --></p>")
    assert [entry.text for entry in ledger.unaccounted()] == ["one", "two "]
    assert ledger.totals() == {"white-space": 0, "unaccounted": 6}


def test_an_element_is_left_out_with_everything_in_it() -> None:
    body, ledger = opened(b"<div>a<p>b<img alt=c></p></div>d")
    div = body.div
    assert div is not None
    ledger.exclude(div, RULE)
    assert ledger.totals() == {"rule": 3, "unaccounted": 1}


def test_the_first_decision_stays_except_that_what_is_placed_is_placed() -> None:
    body, ledger = opened(b"<div>a<p>b</p></div>")
    div, p = body.div, body.p
    assert div is not None
    assert p is not None
    ledger.exclude(p, OTHER)
    ledger.exclude(div, RULE)
    assert ledger.totals() == {"rule": 1, "other": 1}
    ledger.place(text(body, "a"))
    assert ledger.totals() == {"placed": 1, "other": 1}


def test_the_account_can_be_printed() -> None:
    body, ledger = opened(b"<p>shown</p>\n<div>not  shown</div>lost")
    div = body.div
    assert div is not None
    ledger.place(text(body, "shown"))
    ledger.exclude(div, RULE)
    lines = str(ledger).splitlines()
    assert lines[0].split()[0] == "17"
    assert lines[1].split() == ["8", "47.1", "%", "rule:", "A", "reason."]
    assert "2:1: rule: not shown" in lines
    assert any(line.endswith(": unaccounted: lost") for line in lines)


def test_many_exclusions_one_in_the_other_are_linear_work() -> None:
    def work(count: int) -> int:
        body, ledger = opened(b"<div>x" * count)
        tags = body.find_all("div")

        def exclude() -> None:
            for tag in reversed(tags):
                ledger.exclude(tag, RULE)

        taken = steps(exclude)
        assert ledger.totals() == {"rule": count}
        return taken

    assert work(5000) < 6 * work(1000)
