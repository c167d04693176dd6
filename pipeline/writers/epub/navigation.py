"""Contents, landmarks, page list, lists of tables and figures; the NCX for old readers.

After the content has been rendered: every line is the place of something that was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.model.nodes import Document
from pipeline.writers.epub import markup
from pipeline.writers.epub.content import Content, Entry, heading_words
from pipeline.writers.epub.markup import attribute, text
from pipeline.writers.epub.names import CONTENTS_FILE, NOTES_FILE, NOTES_SECTION, TITLE_FILE
from pipeline.writers.epub.render import Page, file_title
from pipeline.writers.epub.roles import LANDMARKS, section_kind
from pipeline.writers.epub.split import File

_FEW = 2
"""A list of tables or figures serves from this number on."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of the contents with those under it."""

    entry: Entry
    branches: list[Branch]


def contents(document: Document, files: Sequence[File], content: Content) -> list[Entry]:
    """Return the lines of the contents: title page, every heading, the notes.

    A file that begins without a heading, or with one that has no words, has a line of its own,
    so that every file can be reached (EN-01).
    """
    strings = content.strings
    lang = document.lang or document.metadata.language

    def own(words: str, address: str) -> Entry:
        return Entry(content.own_label(words, lang), words, address, 2)

    entries = [own(strings.title_page, TITLE_FILE)]
    by_file: dict[str, list[Entry]] = {}
    for entry in content.headings:
        by_file.setdefault(entry.address.partition("#")[0], []).append(entry)
    for file in files:
        if file.part > 1 or not heading_words(file.title):
            words = file_title(file, content)
            entries.append(Entry(text(words), words, file.name, file.level + 1))
        entries += by_file.get(file.name, [])
    if document.notes:
        entries.append(own(strings.notes, f"{NOTES_FILE}#{NOTES_SECTION}"))
    return entries


def tree(entries: Iterable[Entry]) -> list[Branch]:
    """Nest lines by their level; a level that is skipped makes no empty line."""
    roots: list[Branch] = []
    open_branches: list[Branch] = []
    for entry in entries:
        while open_branches and open_branches[-1].entry.level >= entry.level:
            open_branches.pop()
        branch = Branch(entry, [])
        (open_branches[-1].branches if open_branches else roots).append(branch)
        open_branches.append(branch)
    return roots


def navigation_page(
    document: Document, files: Sequence[File], entries: Sequence[Entry], content: Content
) -> Page:
    """Return the navigation document (EN-01, EN-02, EN-03)."""
    strings = content.strings
    metadata = document.metadata
    lang = document.lang or metadata.language
    own = content.own_words(lang)

    def nav(kind: str, role: str, title: str, body: str, *, hidden: bool = False) -> str:
        name = f"nav-{kind}"
        shown = ' hidden="hidden"' if hidden else ""
        heading = f'<h2 id="{name}-title"{own}>{text(title)}</h2>\n'
        return (
            f'<nav epub:type="{kind}"{role} id="{name}" aria-labelledby="{name}-title"{shown}>\n'
            f"{heading}{body}</nav>\n"
        )

    body = nav("toc", ' role="doc-toc"', strings.contents, _list(tree(entries)))
    if len(content.tables) >= _FEW:
        body += nav("lot", "", strings.list_of_tables, _list(tree(content.tables)))
    if len(content.figures) >= _FEW:
        body += nav("loi", "", strings.list_of_figures, _list(tree(content.figures)))
    marks = "".join(
        f'<li><a epub:type="{kind}"{attribute("href", address)}>{label}</a></li>\n'
        for kind, address, label in _landmarks(document, files, content)
    )
    body += nav("landmarks", "", strings.epub.landmarks, f"<ol>\n{marks}</ol>\n", hidden=True)
    if content.breaks:
        pages = _list(tree(content.breaks))
        body += nav("page-list", ' role="doc-pagelist"', strings.epub.pages, pages, hidden=True)
    title = f"{strings.contents} – {metadata.title}"
    direction = document.direction or metadata.direction
    data = markup.page(lang=lang, direction=direction, title=title, body=body)
    return Page(CONTENTS_FILE, title, data)


def _landmarks(
    document: Document, files: Sequence[File], content: Content
) -> Iterable[tuple[str, str, str]]:
    strings = content.strings
    lang = document.lang or document.metadata.language

    def own(words: str) -> str:
        return content.own_label(words, lang)

    yield "titlepage", TITLE_FILE, own(strings.title_page)
    yield "toc", f"{CONTENTS_FILE}#nav-toc", own(strings.contents)
    if len(content.tables) >= _FEW:
        yield "lot", f"{CONTENTS_FILE}#nav-lot", own(strings.list_of_tables)
    if len(content.figures) >= _FEW:
        yield "loi", f"{CONTENTS_FILE}#nav-loi", own(strings.list_of_figures)
    start = files[0].name if files else TITLE_FILE
    yield "bodymatter", start, own(strings.start_of_content)
    top = {entry.address.partition("#")[0]: entry for entry in reversed(content.headings)}
    seen: set[str] = set()
    for file in files:
        kind = section_kind(file.title) if file.level == 1 else None
        if kind in LANDMARKS and kind not in seen and file.name in top:
            seen.add(kind)
            yield kind, top[file.name].address, top[file.name].label
    if document.notes:
        yield "endnotes", f"{NOTES_FILE}#{NOTES_SECTION}", own(strings.notes)


def _list(branches: list[Branch]) -> str:
    """Return nested lists, with an own stack: headings may nest deeply."""
    parts: list[str] = ["<ol>\n"]
    stack: list[Branch | str] = ["</ol>\n", *reversed(branches)]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        parts.append(f"<li><a{attribute('href', item.entry.address)}>{item.entry.label}</a>")
        stack.append("</li>\n")
        if item.branches:
            parts.append("\n<ol>\n")
            stack += ["</ol>\n", *reversed(item.branches)]
    return "".join(parts)


def ncx(document: Document, entries: Sequence[Entry], content: Content, identifier: str) -> bytes:
    """Return the contents and page list as EPUB 2 has them (OPF 2.0.1, 2.4.1)."""
    branches = tree(entries)
    depth, order = 0, 0
    orders: dict[str, int] = {}
    parts: list[str] = []
    stack: list[tuple[Branch, int] | str] = [(branch, 1) for branch in reversed(branches)]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        branch, level = item
        depth = max(depth, level)
        order = orders.setdefault(branch.entry.address, len(orders) + 1)
        parts.append(
            f'<navPoint id="point-{len(parts) + 1}" playOrder="{order}">'
            f"<navLabel><text>{text(branch.entry.words)}</text></navLabel>"
            f"<content{attribute('src', branch.entry.address)}/>\n"
        )
        stack.append("</navPoint>\n")
        stack += [(inner, level + 1) for inner in reversed(branch.branches)]
    pages = "".join(
        f'<pageTarget id="target-{count}" type="normal"'
        f' playOrder="{orders.setdefault(entry.address, len(orders) + 1)}">'
        f"<navLabel><text>{text(entry.words)}</text></navLabel>"
        f"<content{attribute('src', entry.address)}/></pageTarget>\n"
        for count, entry in enumerate(content.breaks, 1)
    )
    page_list = (
        f"<pageList><navLabel><text>{text(content.strings.epub.pages)}</text></navLabel>\n"
        f"{pages}</pageList>\n"
        if pages
        else ""
    )
    numbers = [int(entry.words) for entry in content.breaks if entry.words.isdecimal()]
    lang = document.lang or document.metadata.language
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"'
        f"{attribute('xml:lang', lang)}>\n<head>\n"
        f'<meta name="dtb:uid"{attribute("content", identifier)}/>\n'
        f'<meta name="dtb:depth" content="{depth}"/>\n'
        f'<meta name="dtb:totalPageCount" content="{len(content.breaks)}"/>\n'
        f'<meta name="dtb:maxPageNumber" content="{max(numbers, default=0)}"/>\n'
        f"</head>\n<docTitle><text>{text(document.metadata.title)}</text></docTitle>\n"
        f"<navMap>\n{''.join(parts)}</navMap>\n{page_list}</ncx>\n"
    ).encode()
