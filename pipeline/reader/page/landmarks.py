"""Where in a page the report may be, by the landmarks of the templates. Used by ``content``."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from pipeline.reader.page.dom import attribute, classes, elements


def candidates(soup: BeautifulSoup) -> list[tuple[str, tuple[Tag, ...]]]:
    """Return templates with the elements that hold the report there, the best first.

    Several elements stand in document order, none inside another. The body is always last.
    """
    by_id: dict[str, Tag] = {}
    mains: list[Tag] = []
    roles: list[Tag] = []
    articles: list[Tag] = []
    govspeak: list[Tag] = []
    stated: list[Tag] = []
    published: list[Tag] = []
    for tag in elements(soup):
        if tag.name == "main":
            mains.append(tag)
        elif tag.name == "article":
            articles.append(tag)
        if not tag.attrs:
            continue
        if attribute(tag, "role") == "main":
            roles.append(tag)
        identifier = attribute(tag, "id")
        if identifier:
            by_id.setdefault(identifier, tag)
        if not {"gem-c-govspeak", "govspeak"}.isdisjoint(classes(tag)):
            govspeak.append(tag)
        if tag.name == "div" and "doc-content" in classes(tag) and not published:
            published.append(tag)
        if attribute(tag, "itemprop") == "articleBody" or "entry-content" in classes(tag):
            stated.append(tag)

    def named(*ids: str) -> list[Tag]:
        return [by_id[name] for name in ids if name in by_id][:1]

    gcweb = "wb-cont" in by_id or any(
        attribute(tag, "property") == "mainContentOfPage" for tag in mains
    )
    articles = outermost(articles)
    stated = outermost(stated)
    found = [
        ("govuk", outermost(govspeak)),
        ("gcweb" if gcweb else "main", outermost(mains)),
        ("wet", named("wb-main-in", "wb-main")),
        ("role-main", outermost(roles)),
        ("clf2", named("cn-centre-col-inner")),
        ("google-docs", published),
        ("content", named("main-content", "content", "main", "bodyContent")),
        ("article", articles if len(articles) == 1 else []),
        ("article-body", stated if len(stated) == 1 else []),
        ("body", [body] if (body := soup.find("body")) is not None else []),
    ]
    return [(template, tuple(tags)) for template, tags in found if tags]


def outermost(tags: list[Tag]) -> list[Tag]:
    """Drop the elements that stand inside another one of the list."""
    kept: list[Tag] = []
    wanted = {id(tag) for tag in tags}
    for tag in tags:
        if id(tag) in wanted:
            kept.append(tag)
            if len(wanted) > 1:
                wanted.difference_update(id(inner) for inner in elements(tag))
    return kept
