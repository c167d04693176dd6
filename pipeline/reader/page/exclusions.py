"""What in a page is not the report, as data: each rule a name, a reason and what it matches.

``content`` applies the rules. The order of ``RULES`` decides where several match: what is
written in the ledger is the first. Identifiers, classes and roles are those of the templates:
GCWeb and WET (Canada.ca), CDTS, AEM, GC Design System, GOV.UK, USWDS, MediaWiki, Bootstrap and
the common habits of other sites.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bs4 import Tag

from pipeline.reader.ledger import ExclusionRule
from pipeline.reader.page.dom import attribute, classes


@dataclass(frozen=True, slots=True)
class Match:
    """A rule and the elements that it takes out by nothing but their start tag."""

    rule: ExclusionRule
    elements: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    """Beginnings of class names."""
    roles: frozenset[str] = frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HEAD = ExclusionRule("head", "What stands in the page's head; it is read as metadata.")
OUTSIDE = ExclusionRule("outside-content", "Parts of the page beside the report.")
SCRIPT = ExclusionRule("script", "Scripts, style sheets and templates.")
NO_SCRIPT = ExclusionRule("no-script", "What is shown only where scripts cannot run.")
SITE_HEADER = ExclusionRule("site-header", "The site's banner, logo and language switch.")
SITE_FOOTER = ExclusionRule("site-footer", "The site's footer.")
NAVIGATION = ExclusionRule("navigation", "Menus, breadcrumbs, pagers and skip links.")
SEARCH = ExclusionRule("search", "Search forms.")
MODAL = ExclusionRule("modal", "Dialogs: session time-outs, overlays, consent to cookies.")
FEEDBACK = ExclusionRule("feedback", "Forms that ask about the page itself.")
SHARE = ExclusionRule("share", "Buttons that share, print or save the page.")
PAGE_DETAILS = ExclusionRule("page-details", "The page's own date and contributors, as metadata.")
BYLINE = ExclusionRule("byline", "The line that names the author, read as metadata.")
COMMENTS = ExclusionRule("comments", "What readers of the page wrote under it.")
PROMOTION = ExclusionRule("promotion", "Links to other pages of the site, advertisements.")
EDITING = ExclusionRule("editing", "Links that edit or mark the text, anchors for copying.")
NOT_PRINTED = ExclusionRule("not-printed", "What the page keeps out of print editions.")
HIDDEN = ExclusionRule("hidden", "What the page does not show: hidden, display: none.")
PRESENTATIONAL = ExclusionRule("presentational", "Decoration: aria-hidden, icons.")
DUPLICATE = ExclusionRule(
    "duplicate", "Second copies: for small screens, or of a formula as picture or letters."
)
VISUALLY_HIDDEN = ExclusionRule(
    "visually-hidden", "Instructions for screen readers on the web page, outside of any name."
)
LINE_NUMBERS = ExclusionRule("line-numbers", "The numbers of lines beside program code.")
PROMPT = ExclusionRule("cell-prompt", "The count of a notebook's runs: In [1], Out [1].")
CONTENTS_LIST = ExclusionRule(
    "contents-list", "A hand-written table of contents; the outputs have their own."
)
DOWNLOAD = ExclusionRule("alternate-format", "Links to another format of the same report.")
REVIEW = ExclusionRule("review-comment", "Remarks of reviewers, exported by a word processor.")

RUNNING = ExclusionRule(
    "running-head", "Heads and feet of printed pages, as word processors export them."
)

WRITTEN_CONTENTS = ("Table of Contents", "Table des matières")
"""What LibreOffice calls its tables of contents, with a number after it."""

RULES: tuple[Match, ...] = (
    Match(
        CONTENTS_LIST,
        ids=_words("toc TOC") | {f"{name}1" for name in WRITTEN_CONTENTS},
        classes=_words("toc gc-toc gem-c-contents-list mwsinpagetoc"),
        prefixes=("MsoToc",),
        roles=_words("doc-toc"),
    ),
    Match(SCRIPT, elements=_words("script style template link meta base title")),
    Match(NO_SCRIPT, elements=_words("noscript"), classes=_words("nojs-show no-js-show")),
    Match(
        MODAL,
        classes=_words(
            "mfp-hide modal-dialog overlay-def wb-overlay modal wb-sessto pop-up cookie-banner"
            " gem-c-cookie-banner gc-subscribe cookie-notice cookie-consent lightbox-hidden"
        ),
        ids=_words("global-cookie-message cookie-banner onetrust-consent-sdk wb-sessto-modal"),
        roles=_words("alertdialog"),
    ),
    Match(
        FEEDBACK,
        ids=_words("gc-pft"),
        classes=_words(
            "gc-pft gc-pg-hlpfl gc-rprt-prblm gc-prtts gem-c-feedback wb-feedback"
            " report-problem pft-container usa-feedback"
        ),
    ),
    Match(
        SHARE,
        classes=_words(
            "wb-share gem-c-share-links share-links share-buttons social-share sharedaddy"
            " addthis_toolbox addtoany_share_save_container gem-c-print-link print-link"
            " share-bar social-links btn-share"
        ),
        prefixes=("addthis_",),
    ),
    Match(
        PAGE_DETAILS,
        elements=_words("gcds-date-modified"),
        ids=_words("wb-dtmd gcwu-date-mod"),
        classes=_words("pagedetails gcds-date-modified md-source-file"),
    ),
    Match(
        BYLINE,
        classes=_words(
            "gc-byline quarto-title-meta entry-meta post-meta entry-footer page-metadata"
            " wp-block-post-date wp-block-post-author wp-block-post-author-name"
        ),
    ),
    Match(SEARCH, ids=_words("wb-srch"), roles=_words("search"), classes=_words("usa-search")),
    Match(
        SITE_HEADER,
        elements=_words("gcds-header gcds-signature"),
        ids=_words("wb-bnr wb-lng wb-head def-top wb-banner wb-bnr-gc"),
        classes=_words(
            "global-header gem-c-layout-super-navigation-header gem-c-phase-banner usa-banner"
            " usa-header usa-site-alert usa-language-selector govuk-header organisation-logos"
            " govuk-phase-banner site-header site-branding site-title site-description"
        ),
        roles=_words("banner"),
    ),
    Match(
        SITE_FOOTER,
        elements=_words("gcds-footer"),
        ids=_words("wb-info wb-foot def-preFooter def-footer footer printfooter"),
        classes=_words(
            "global-footer usa-footer usa-identifier govuk-footer gem-c-layout-footer"
            " printfooter site-footer site-info gc-sub-footer gc-main-footer gc-contextual"
        ),
        roles=_words("contentinfo"),
    ),
    Match(
        NAVIGATION,
        elements=_words(
            "gcds-breadcrumbs gcds-topic-menu gcds-side-nav gcds-pagination gcds-lang-toggle"
            " gcds-top-nav gcds-search"
        ),
        ids=_words(
            "wb-tphp wb-bc wb-sec wb-sm breadcrumb-section jump-to-nav mw-navigation mw-head"
            " mw-panel siteNotice"
        ),
        classes=_words(
            "wb-slc gc-subway gc-document-nav pager pagination mwspagination breadcrumb"
            " mw-jump-link navbox vertical-navbox nv-view catlinks mw-indicators"
            " govuk-skip-link gem-c-skip-link govuk-breadcrumbs gem-c-breadcrumbs"
            " gem-c-contextual-breadcrumbs gem-c-back-to-top-link gem-c-pagination"
            " usa-skipnav usa-breadcrumb usa-sidenav usa-in-page-nav usa-pagination usa-nav"
            " skip-link skip-links skip-to-content nav-links post-navigation"
            " gc-stp-stp mwsdoormat-links page-navigation navigation-menu dropdown-menu"
        ),
        roles=_words("menubar"),
    ),
    Match(
        COMMENTS,
        ids=_words("comments comments-area respond commentform disqus_thread"),
        classes=_words(
            "comments-area comment-list commentlist comment-respond respond wp-block-comments"
            " wp-block-post-comments-form"
        ),
    ),
    Match(
        PROMOTION,
        classes=_words(
            "gc-most-requested gem-c-related-navigation gem-c-contextual-sidebar jp-relatedposts"
            " related-posts advertisement adsbygoogle widget-area widget-sidebar promo-widget"
            " post-translations site-translations language-switcher layout-sidebar-first"
            " layout-sidebar-second region-sidebar-first region-sidebar-second"
        ),
        ids=_words("sidebar secondary"),
    ),
    Match(
        EDITING,
        classes=_words("mw-editsection noexport mw-empty-elt md-content__button"),
        ids=_words("siteSub contentSub contentSub2"),
    ),
    Match(
        DUPLICATE,
        classes=_words(
            "katex-html wp-block-file__button MathJax_Preview mwe-math-fallback-image-inline"
            " mwe-math-fallback-image-display"
        ),
    ),
    Match(LINE_NUMBERS, classes=_words("linenos lineno linenodiv line-numbers-rows")),
    Match(PROMPT, classes=_words("jp-InputPrompt jp-OutputPrompt input_prompt output_prompt")),
    Match(
        NOT_PRINTED,
        classes=_words(
            "hidden-print noprint no-print d-print-none donotprint govuk-!-display-none-print"
        ),
    ),
)
"""What an element's own start tag tells, anywhere in the page."""

CONTENTS_NAMES = _words(
    "doc-toc toc gc-toc contents-list gem-c-contents-list table-of-contents on-this-page"
    " tableofcontents mwsinpagetoc in-page-toc"
)
"""Ids, classes and roles of hand-written contents lists, in lower case."""

COPY_LINKS = _words(
    "headerlink anchor-link anchorjs-link heading-anchor header-anchor self-link anchor"
)
"""Classes of signs beside headings that give their address."""
LONGEST_COPY_LINK = 2

MENU_ROLES = _words("navigation search menu menubar")
MAIN_IDS = _words("wb-cont wb-main")

TITLE_BLOCKS = _words("title-block-header header")
"""Ids of the block with title, author and date that Pandoc and R Markdown write."""
TITLE_LINES = _words("author date")
"""Classes of the lines in it that are read as metadata."""

VISUALLY_HIDDEN_CLASSES = _words(
    "wb-inv wb-invisible sr-only visually-hidden govuk-visually-hidden usa-sr-only"
    " element-invisible screen-reader-text show-for-sr visuallyhidden MJX_Assistive_MathML"
    " katex-mathml"
)
"""Read by screen readers, not shown."""

HIDDEN_CLASSES = _words("hidden hide is-hidden d-none invisible hidden-lg d-lg-none d-xl-none")
SHOWN_AGAIN = re.compile(r"visible-(print|md|lg)|d-(print|md|lg|xl)-(?!none)|js-|collapse|tab-pane")
"""Classes that take back a hidden one where an edition is read."""
SMALL_SCREENS = re.compile(r"visible-(xs|sm)(-|$)")
NONE_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE
)
CONTROLLED_ROLES = _words("tabpanel")
CONTROLLED_CLASSES = _words(
    "collapse tab-pane usa-accordion__content accordion-content panel-collapse"
)

_BY_ELEMENT: dict[str, ExclusionRule] = {}
_BY_ID: dict[str, ExclusionRule] = {}
_BY_CLASS: dict[str, ExclusionRule] = {}
_BY_ROLE: dict[str, ExclusionRule] = {}


def _index(table: dict[str, ExclusionRule], names: Iterable[str], rule: ExclusionRule) -> None:
    for name in names:
        table.setdefault(name, rule)


for _match in RULES:
    _index(_BY_ELEMENT, _match.elements, _match.rule)
    _index(_BY_ID, _match.ids, _match.rule)
    _index(_BY_CLASS, _match.classes, _match.rule)
    _index(_BY_ROLE, _match.roles, _match.rule)
ELEMENTS = frozenset(_BY_ELEMENT)
"""What a rule takes out by its name."""
_PREFIXES = tuple((prefix, match.rule) for match in RULES for prefix in match.prefixes)


def by_start_tag(tag: Tag) -> ExclusionRule | None:
    """Return the rule that an element's name, id, classes or role call for."""
    rule = _BY_ELEMENT.get(tag.name)
    if rule is not None or not tag.attrs:
        return rule
    rule = _BY_ID.get(attribute(tag, "id") or "") or _BY_ROLE.get(attribute(tag, "role") or "")
    if rule is not None:
        return rule
    for name in classes(tag):
        rule = _BY_CLASS.get(name)
        if rule is not None:
            return rule
        for prefix, of_prefix in _PREFIXES:
            if name.startswith(prefix):
                return of_prefix
    return None


_DRAWN = frozenset({"MathJax", "MathJax_Display", "MathJax_SVG", "MathJax_CHTML", "mjx-chtml"})
"""Classes of what MathJax 2 puts before the script that it drew."""


def is_formula(script: Tag) -> bool:
    """Tell whether a script is a formula that nothing else shows (MathJax 2 before it ran)."""
    if not (attribute(script, "type") or "").lower().startswith("math/tex"):
        return False
    before = next((one for one in script.previous_siblings if isinstance(one, Tag)), None)
    return before is None or _DRAWN.isdisjoint(classes(before))
