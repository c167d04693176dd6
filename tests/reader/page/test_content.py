"""Which part of a page is the report: landmarks, and what is left out of them by which rule."""

from __future__ import annotations

import pytest

from pipeline.errors import OptionError, SourceError
from pipeline.reader.ledger import Entry, ExclusionRule, Ledger
from pipeline.reader.page import exclusions as rules
from pipeline.reader.page.content import Content, exclusion, find
from pipeline.reader.page.dom import Parsed, attribute, parse
from pipeline.reader.source import ReaderOptions


def found(page: str, selector: str | None = None) -> tuple[Parsed, Content, Ledger]:
    parsed = parse(page.encode())
    ledger = Ledger(parsed)
    return parsed, find(parsed, ReaderOptions(content=selector), ledger), ledger


def kept(page: str, selector: str | None = None) -> str:
    """Return the texts and alternatives that are left for the document."""
    return " ".join(
        " ".join(entry.text.split()) for entry in found(page, selector)[2].unaccounted()
    )


def left_out(page: str) -> dict[str, str]:
    """Return what is left out, by rule."""
    entries: dict[str, list[str]] = {}
    for entry in found(page)[2].entries():
        if entry.rule is not None and entry.text.strip():
            entries.setdefault(entry.rule.id, []).append(" ".join(entry.text.split()))
    return {name: " ".join(texts) for name, texts in entries.items()}


CHROME = "<header><nav>menu</nav></header>{}<footer>foot</footer>"


@pytest.mark.parametrize(
    ("page", "template"),
    [
        pytest.param(
            CHROME.format('<main property="mainContentOfPage"><h1>t</h1><p>x</main>'),
            "gcweb",
            id="gcweb",
        ),
        pytest.param(
            CHROME.format('<div id="wb-main" role="main"><h1>t</h1><p>x</div>'), "wet", id="wet3"
        ),
        pytest.param(
            CHROME.format('<div class="gem-c-govspeak"><h1>t</h1><p>x</div>'), "govuk", id="govuk"
        ),
        pytest.param('<div class="govspeak"><h1>t</h1><p>x</div>', "govuk", id="govuk-fragment"),
        pytest.param(CHROME.format("<main><h1>t</h1><p>x</main>"), "main", id="main"),
        pytest.param(
            CHROME.format('<div role="main"><h1>t</h1><p>x</div>'), "role-main", id="role"
        ),
        pytest.param(
            CHROME.format("<article><h1>t</h1><p>x</article>"), "article", id="one-article"
        ),
        pytest.param(
            CHROME.format("<h1>t</h1><article>x</article><article></article>"),
            "body",
            id="several-articles",
        ),
        pytest.param(CHROME.format('<div id="content"><h1>t</h1><p>x</div>'), "content", id="id"),
        pytest.param(CHROME.format("<h1>t</h1><p>x"), "body", id="body"),
        pytest.param("<h1>t</h1><p>x", "body", id="fragment"),
    ],
)
def test_the_report_is_found_by_its_landmark(page: str, template: str) -> None:
    _, content, _ = found(page)
    assert content.template == template
    assert kept(page) == "t x"


def test_everything_else_is_in_the_ledger() -> None:
    page = "<title>title</title><p>before</p>" + CHROME.format("<main><p>x</main>")
    assert left_out(page) == {
        "head": "title",
        "outside-content": "before",
        "site-header": "menu",
        "site-footer": "foot",
    }
    assert kept(page) == "x"


def test_several_main_elements_are_read_one_after_the_other_and_reported() -> None:
    page = "<main><h1>t</h1>a</main><aside>side</aside><main>b<main>c</main></main>"
    _, content, _ = found(page)
    assert kept(page) == "t a b c"
    assert [d.rule.id for d in content.diagnostics] == ["main-repeated"]


def test_a_hidden_or_empty_main_is_passed_over() -> None:
    assert kept("<main hidden>no</main><main></main><article>yes</article>") == "yes"


def test_a_main_that_is_only_a_fragment_gives_way_to_the_body() -> None:
    text = "word " * 100
    page = CHROME.format(f"<h1>t</h1><main>little</main><div>{text}</div>")
    _, content, _ = found(page)
    assert content.template == "body"
    assert [d.rule.id for d in content.diagnostics] == ["main-incomplete"]
    assert kept(page).startswith("t little word")


def test_a_small_main_with_the_title_is_no_fragment() -> None:
    page = f"<main><h1>t</h1>little</main><div>{'word ' * 100}</div>"
    assert kept(page) == "t little"


def test_an_article_is_widened_to_hold_the_title_before_it() -> None:
    page = CHROME.format("<div><h1>t</h1><p>authors</p><article>x</article></div>")
    assert kept(page) == "t authors x"


def test_the_govuk_landmark_is_exact_though_the_title_stands_before_it() -> None:
    text = "word " * 100
    page = f'<main><header><h1>t</h1></header><p>{text}</p><div class="govspeak">x</div></main>'
    assert kept(page) == "x"


def test_a_selector_says_where_the_report_is() -> None:
    page = CHROME.format("<main>no</main><div class=a>one</div><nav class=a><p>two</nav>")
    assert kept(page, ".a") == "one two"


def test_a_selector_that_is_none_or_matches_nothing_is_an_error() -> None:
    with pytest.raises(OptionError, match="not a CSS selector"):
        found("<p>x", "p[")
    with pytest.raises(SourceError, match="no element matches"):
        found("<p>x", "#none")


KEPT = {
    "closed details": "<details><summary>s</summary>x</details>",
    "tab panels": "<div role=tabpanel hidden>x</div>",
    "opened by a control": "<button aria-controls=a>s</button><div id=a hidden>x</div>",
    "bootstrap collapse": '<div class="collapse">x</div>',
    "found in page": "<div hidden=until-found>x</div>",
    "usa accordion": "<h4><button aria-controls=b>s</button></h4><div id=b hidden>x</div>",
    "print only": '<p class="hidden visible-print-block">x</p>',
    "desktop copy": '<p class="hidden-xs">x</p>',
    "d-none on small screens": '<p class="d-none d-md-block">x</p>',
    "hidden caption": "<table><caption class=wb-inv>x</caption><tr><td>1</table>",
    "hidden part of a heading": "<h2>s <span class=wb-inv>x</span></h2>",
    "hidden heading": "<h2 class=wb-inv>x</h2>",
    "hidden part of a link": "<a href=y>s <span class=sr-only>x</span></a>",
    "hidden part of a note link": "<sup><a href=#f><span class=wb-inv>x</span>1</a></sup>",
    "hidden part of a cell": "<table><tr><td><span class=wb-inv>x</span></table>",
    "hidden table": "<div class=wb-inv><table><tr><td>x</table></div>",
    "hidden formula": '<span style="display:none"><math><mi>x</mi></math></span>',
    "visible text hidden from speech": "<h2>[<span aria-hidden=true>x</span>]</h2>",
    "spoken in place of a sign": "<span><i aria-hidden=true>▲</i><b class=sr-only>x</b></span>",
    "whole content hidden by a dialog": "<div aria-hidden=true><p>x</div>",
    "header of a section": "<section><header>x</header></section>",
    "footer with notes": "<footer><div class=footnotes>x</div></footer>",
    "navigation that is an index": "<nav role=doc-index>x</nav>",
    "sentence with one link": "<ul><li><a href=#a>s</a><li>x</ul>",
}


@pytest.mark.parametrize("part", KEPT.values(), ids=KEPT.keys())
def test_it_is_content(part: str) -> None:
    assert "x" in kept(f"<main><h1>t</h1><p>text</p>{part}</main>").split()


LEFT_OUT: dict[str, tuple[ExclusionRule, str]] = {
    "hidden attribute": (rules.HIDDEN, "<p hidden>x</p>"),
    "hidden class": (rules.HIDDEN, '<p class="hidden">x</p>'),
    "display none": (rules.HIDDEN, '<p style="color: red; DISPLAY:none">x</p>'),
    "magnific popup": (rules.MODAL, '<section class="mfp-hide modal-dialog">x</section>'),
    "closed dialog": (rules.MODAL, "<dialog>x</dialog>"),
    "script": (rules.SCRIPT, "<script>x</script>"),
    "style": (rules.SCRIPT, "<style>x</style>"),
    "template": (rules.SCRIPT, "<template>x</template>"),
    "noscript": (rules.NO_SCRIPT, "<noscript>x</noscript>"),
    "page details": (rules.PAGE_DETAILS, '<section class="pagedetails">x</section>'),
    "date": (rules.PAGE_DETAILS, "<dl id=wb-dtmd><dt>x</dl>"),
    "byline": (rules.BYLINE, '<p class="gc-byline">From: x</p>'),
    "share": (rules.SHARE, '<div class="wb-share">x</div>'),
    "feedback": (rules.FEEDBACK, '<div class="gc-pg-hlpfl">x</div>'),
    "comments": (rules.COMMENTS, '<div id="comments">x</div>'),
    "side bar": (rules.PROMOTION, '<div id="sidebar">x</div>'),
    "pager": (rules.NAVIGATION, '<ul class="pager"><li>x</ul>'),
    "subway": (rules.NAVIGATION, '<nav class="gc-subway"><h1>x</h1></nav>'),
    "menu": (rules.NAVIGATION, "<nav>x</nav>"),
    "skip link": (rules.NAVIGATION, '<a class="wb-inv" href="#a">x</a>'),
    "search": (rules.SEARCH, "<form role=search>x</form>"),
    "not printed": (rules.NOT_PRINTED, '<p class="hidden-print">x</p>'),
    "small screens": (rules.DUPLICATE, '<p class="visible-xs">x</p>'),
    "formula as picture": (rules.DUPLICATE, '<img class="mwe-math-fallback-image-inline" alt=x>'),
    "formula as letters": (rules.DUPLICATE, '<span class="katex-html" aria-hidden=true>x</span>'),
    "instruction": (rules.VISUALLY_HIDDEN, '<p>a <span class="wb-inv">x</span></p>'),
    "icon": (rules.PRESENTATIONAL, "<i aria-hidden=true>★</i>"),
    "said again": (
        rules.PRESENTATIONAL,
        "<b><i aria-hidden=true>x</i><i class=sr-only>y</i></b>",
    ),
    "edit link": (rules.EDITING, '<span class="mw-editsection">x</span>'),
    "copy link": (rules.EDITING, '<h2>a<a class="headerlink" href="#a">¶</a></h2>'),
    "contents in a nav": (rules.CONTENTS_LIST, '<nav class="gc-toc">x</nav>'),
    "contents with a title": (
        rules.CONTENTS_LIST,
        "<h2>On this page</h2><ul><li><a href=#a>x</a></ul>",
    ),
    "list of the pages of a publication": (
        rules.CONTENTS_LIST,
        '<h2>Table of contents</h2><ul class="toc lst-spcd"><li><a href=/b.html>x</a></ul>',
    ),
    "contents in French": (
        rules.CONTENTS_LIST,
        "<div><p>Table des matières :</p></div><div><ol><li><a href=#a>x</a></ol></div>",
    ),
    "contents without title": (
        rules.CONTENTS_LIST,
        "<ul><li><a href=#a>x</a><li><a href=#b>y</a><li><a href=#c>z</a></ul>"
        "<h2 id=a>A</h2><section id=b><h2>B</h2></section><h2><a id=c></a>C</h2>",
    ),
    "contents filled by a script": (rules.CONTENTS_LIST, '<div class="mwsinpagetoc">x</div>'),
}


@pytest.mark.parametrize(("rule", "part"), LEFT_OUT.values(), ids=LEFT_OUT.keys())
def test_it_is_left_out_by_its_rule(rule: ExclusionRule, part: str) -> None:
    page = f"<main><h1>t</h1><p>text</p>{part}</main>"
    assert rule.id in left_out(page)
    assert "x" not in kept(page).split()
    assert kept(page).startswith("t text")


def test_each_excluded_element_is_told_to_the_converter() -> None:
    parsed, content, _ = found("<main><p>x</p><div id=a class=wb-share><p>y</div></main>")
    told = {
        attribute(tag, "id"): rule.id
        for tag in parsed.soup.find_all(True)
        if (rule := exclusion(tag, content)) is not None and tag.name != "head"
    }
    assert told == {"a": "share"}


def test_a_list_of_links_after_the_first_section_is_content() -> None:
    links = "<ul><li><a href=#a>x</a><li><a href=#b>y</a><li><a href=#c>z</a></ul>"
    page = f"<main><h1>t</h1><h2 id=a>A</h2><h2 id=b>B</h2><h2 id=c>C</h2>{links}</main>"
    assert kept(page).endswith("x y z")


def test_a_list_of_links_to_other_pages_is_content() -> None:
    page = "<main><h1>t</h1><h2>On this page</h2><ul><li><a href=/a>x</a></ul></main>"
    assert kept(page).endswith("x")


def test_a_header_with_the_only_title_is_kept_without_its_menu() -> None:
    page = "<header><nav>menu</nav><h1>t</h1></header><div>x</div>"
    assert kept(page) == "t x"


def test_rules_never_take_out_what_holds_the_content() -> None:
    page = '<div class="site-header share-links"><main><h1>t</h1>x</main></div>'
    assert kept(page) == "t x"


def test_alternatives_are_entries_of_the_ledger() -> None:
    _, _, ledger = found('<main><img alt="shown"><p class=hidden><img alt="gone"></p></main>')
    entries: list[Entry] = [entry for entry in ledger.entries() if entry.text.strip()]
    assert [(e.text, e.rule and e.rule.id, e.accounted) for e in entries] == [
        ("shown", None, False),
        ("gone", "hidden", True),
    ]
