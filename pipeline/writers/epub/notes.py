"""Notes to XHTML: at the end of the book or under their table, with ways back (ES-03…05)."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model.nodes import Note
from pipeline.writers.epub.content import Content, Context, Piece, inside
from pipeline.writers.epub.markup import attribute, passage, text
from pipeline.writers.epub.names import NOTES_SECTION


def endnotes(notes: tuple[Note, ...], context: Context, content: Content) -> list[Piece]:
    """Return the section of notes: a counted list where all labels are numbers.

    Other labels (letters, signs) stand as text, in a list without marks of its own.
    """
    title = content.names.new("notes-title")
    heading = (
        '<section role="doc-endnotes" epub:type="endnotes"'
        f' id="{NOTES_SECTION}" aria-labelledby="{title}">\n'
        f'<h2 id="{title}"{content.own_words(context.lang)}>{text(content.strings.notes)}</h2>\n'
    )
    counted = all(_is_number(note.label) for note in notes)
    pieces: list[Piece] = [heading, '<ol class="notes">\n' if counted else _UNMARKED]
    expected = 1
    for note in notes:
        start = attribute("id", content.names.elements[note.id or ""]) + passage(note)
        if counted:
            if int(note.label) != expected:
                start += f' value="{note.label}"'
            expected = int(note.label) + 1
        pieces.append(f"<li{start}>")
        pieces += _content(note, context, content, labelled=not counted)
        pieces.append("</li>\n")
    return [*pieces, "</ol>\n</section>\n" if counted else "</ul>\n</section>\n"]


_UNMARKED = '<ul class="notes unmarked" role="list">\n'


def table_notes(notes: tuple[Note, ...], context: Context, content: Content) -> list[Piece]:
    """Return the notes of a table, each a footnote that reading systems can show in place."""
    pieces: list[Piece] = ['<div class="table-notes">\n']
    for note in notes:
        start = attribute("id", content.names.elements[note.id or ""]) + passage(note)
        pieces.append(f'<aside role="doc-footnote" epub:type="footnote"{start}>')
        pieces += _content(note, context, content, labelled=True)
        pieces.append("</aside>\n")
    return [*pieces, "</div>\n"]


def _content(note: Note, context: Context, content: Content, *, labelled: bool) -> list[Piece]:
    within = replace(inside(context, note), listed=False)
    label = [f'<p class="note-label">{text(note.label)}</p>\n'] if labelled else []
    return [
        *label,
        *((block, within) for block in note.children),
        _ways_back(note, within, content),
    ]


def _ways_back(note: Note, context: Context, content: Content) -> str:
    """Return a link to each citation; a note that nothing cites has none."""
    places = content.names.citations.get(note.id or "", [])
    if not places:
        return ""
    strings = content.strings
    links = []
    for count, (file, name) in enumerate(places, 1):
        spoken = strings.back_to_reference if count == 1 else strings.back_to_reference_again
        words = attribute("aria-label", spoken.format(label=note.label, count=count))
        target = f"#{name}" if file == content.file else f"{file}#{name}"
        shown = "↩" if len(places) == 1 else f"↩\u00a0{count}"
        links.append(f'<a role="doc-backlink" href="{target}"{words}>{shown}</a>')
    lang = content.own_words(context.lang)
    return f'<p class="backlinks"{lang}>{" ".join(links)}</p>'


def _is_number(label: str) -> bool:
    return label.isascii() and label.isdecimal() and str(int(label)) == label
