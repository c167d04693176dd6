"""The text edition as it is heard: whole passages, profile by profile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model.nodes import (
    Block,
    Cell,
    CodeBlock,
    Document,
    Image,
    Link,
    List,
    ListItem,
    Metadata,
    Note,
    NoteReference,
    Numbering,
    Paragraph,
    RowGroup,
    Scope,
    Section,
    Span,
    SpanKind,
    Table,
    Text,
    Url,
)
from pipeline.model.pages import PageMap, PageStart
from pipeline.options import (
    BRAILLE_DISPLAY,
    SCREEN_READER,
    TERMINAL,
    ChangeMarks,
    LineEnd,
    LinkPlacement,
    NotePlacement,
    Options,
    TextOptions,
)
from pipeline.writers.text import additions, write
from tests.documents import cell, everything, french, header, items, paragraph, row, small, text


def written(document: Document, choices: TextOptions = SCREEN_READER) -> str:
    return write(document, Options(text=choices)).value.decode()


def report(*blocks: Block, notes: tuple[Note, ...] = (), language: str = "en") -> Document:
    return Document(
        metadata=Metadata(title="Report", language=language),
        title=text("Report"),
        children=blocks,
        notes=notes,
    )


def body(document: Document, choices: TextOptions = SCREEN_READER) -> str:
    start = "[Début du rapport]\n" if document.metadata.language == "fr" else "[Start of report]\n"
    end = "[Fin du rapport]" if document.metadata.language == "fr" else "[End of report]"
    return written(document, choices).partition(start)[2].partition(end)[0].strip("\n")


def ending(document: Document, choices: TextOptions = SCREEN_READER) -> str:
    return written(document, choices).partition("[End of report]")[2].strip("\n")


def test_the_least_report_says_what_it_is_and_where_it_starts_and_ends() -> None:
    assert written(small()) == (
        "Title: Small report\n\nLanguage: English\n\n[About this file]\n\n"
        "This is a plain text edition of the report, for listening, for braille and for any "
        "program that shows text.\n\n\n"
        "[Start of report]\n\nOne paragraph.\n\n\n[End of report]\n"
    )


def test_the_opening_gives_what_the_source_says_of_itself() -> None:
    opening = written(everything()).partition("[About this file]")[0]
    assert opening.splitlines() == [
        "Title: Annual report every construct",
        "Subtitle: With a subtitle",
        "Series: Reports of 2022",
        "",
        "Author: Public Safety Canada",
        "Publisher: Government of Canada",
        "Identifier: ISBN 978-0-660-12345-6",
        "Published: 2022-05-31",
        "Date modified: 2023-01-15",
        "Language: English",
        "Address of the source: https://www.example.gc.ca/report.html",
        "Address in another language, fr-CA: https://www.example.gc.ca/rapport.html",
        "",
    ]


def test_the_opening_explains_only_the_conventions_in_use() -> None:
    opening = written(report(Paragraph((Image(None, "A map"),)))).partition("[Start")[0]
    assert "[Image: A map] stands for a picture" in opening
    assert "[Section" not in opening
    assert "[Table" not in opening


def test_a_search_for_a_number_in_the_contents_finds_its_heading() -> None:
    document = report(
        Section(2, text("One"), (Section(3, text("Inner"), ()),)), Section(2, text("Two"), ())
    )
    whole = written(document)
    assert "[Contents]\n\n1 One\n1.1 Inner\n2 Two\n" in whole
    assert body(document) == "[Section 1] One\n\n\n[Section 1.1] Inner\n\n\n[Section 2] Two"
    assert whole.count("[Section 1.1]") == 1


def test_a_table_is_told_row_by_row_with_the_headers_of_every_value() -> None:
    table = Table(
        caption=(paragraph("Reports"),),
        head=(row(cell(), header("2021", colspan=2)), row(cell(), header("New"), header("Old"))),
        bodies=(RowGroup((row(header("Alberta", Scope.ROW), cell("5"), cell()),)),),
    )
    assert body(report(table)) == (
        "[Table: 3 rows, 3 columns] Reports\n\n"
        "[blank]\n[Columns 2 to 3] 2021\n\n"
        "[blank]\n[Column 2] New\n[Column 3] Old\n\n"
        "[Row 3] Alberta\nAlberta — 2021, New: 5\nAlberta — 2021, Old: [blank]\n\n"
        "[End of table]"
    )


def test_a_table_without_row_headers_numbers_its_rows() -> None:
    table = Table(
        head=(row(header("Year"), header("Sum")),),
        bodies=(RowGroup((row(cell("2021"), cell("7")),)),),
    )
    assert "[Row 2]\nYear: 2021\nSum: 7\n" in body(report(table))


def test_a_cell_keeps_its_list_under_its_headers() -> None:
    table = Table(
        head=(row(header("Steps")),),
        bodies=(RowGroup((row(Cell((List(items("First", "Second"), Numbering.DISC),))),)),),
    )
    assert "Steps:\n      - First\n      - Second\n" in body(report(table))


def test_a_cell_without_headers_that_begins_with_a_list_is_told_from_the_one_before() -> None:
    lists = [Cell((List(items(word), Numbering.DISC),)) for word in ("First", "Second")]
    table = Table(bodies=(RowGroup((row(*lists),)),))
    assert "[Cell 1]\n      - First\n[Cell 2]\n      - Second\n" in body(report(table))


def test_small_tables_of_numbers_also_stand_in_columns_where_asked() -> None:
    table = Table(
        head=(row(header("Year"), header("Sum")),),
        bodies=(RowGroup((row(header("2021"), cell("7")), row(header("2022"), cell("1,234")))),),
    )
    told = body(report(table), replace(SCREEN_READER, aligned_tables=True))
    assert (
        "[The same table in columns]\nYear    Sum\n2021      7\n2022  1,234\n"
        "[End of the same table in columns]"
    ) in told


def test_lists_keep_their_real_marks_and_nesting() -> None:
    lists = report(
        List(
            (*items("Third", "Fourth"), ListItem((paragraph("Ninth"),), value=9)),
            Numbering.LOWER_ALPHA,
            start=3,
        ),
        List(items((paragraph("Outer:"), List(items("Inner"), Numbering.DECIMAL))), Numbering.DISC),
    )
    assert body(lists) == ("  c. Third\n  d. Fourth\n  i. Ninth\n\n  - Outer:\n      1. Inner")


def test_notes_stand_at_the_end_under_their_labels() -> None:
    document = report(
        paragraph("Said", NoteReference("n1"), "."),
        notes=(Note("1", (paragraph("Why."),), id="n1"),),
    )
    assert body(document) == "Said [note 1]."
    assert ending(document) == "[Notes]\n\n[Note 1] Why."


def test_notes_stand_in_their_section_where_asked() -> None:
    inner = Section(3, text("Inner"), (paragraph("More."),))
    outer = Section(2, text("Outer"), (paragraph("Said", NoteReference("n1"), "."), inner))
    document = report(outer, notes=(Note("1", (paragraph("Why."),), id="n1"),))
    told = body(document, replace(SCREEN_READER, notes=NotePlacement.FOOT))
    assert told.index("Said [note 1].") < told.index("[Note 1] Why.") < told.index("Inner")


def test_two_notes_with_one_label_are_told_apart() -> None:
    document = report(
        paragraph("A", NoteReference("a"), " b", NoteReference("b")),
        notes=(Note("1", (paragraph("X."),), id="a"), Note("1", (paragraph("Y."),), id="b")),
    )
    assert body(document) == "A [note 1] b [note 1 (2)]"
    assert "[Note 1 (2)] Y." in ending(document)


def test_notes_whose_labels_look_alike_are_told_apart() -> None:
    document = report(
        paragraph("A", NoteReference("a"), " b", NoteReference("b")),
        notes=(Note("a", (paragraph("X."),), id="a"), Note("ª", (paragraph("Y."),), id="b")),
    )
    assert body(document) == "A [note a] b [note ª (2)]"


def test_notes_that_nothing_cites_keep_their_order() -> None:
    notes = (
        Note("1", (paragraph("X", NoteReference("c")),), id="a"),
        Note("2", (paragraph("Y."),), id="b"),
        Note("3", (paragraph("Z."),), id="c"),
    )
    told = ending(report(paragraph("A."), notes=notes))
    assert told == "[Notes]\n\n[Note 1] X [note 3]\n\n[Note 2] Y.\n\n[Note 3] Z."


def test_links_are_numbered_and_listed_with_whole_addresses() -> None:
    address = "https://example.org/" + "long-" * 30
    document = report(paragraph("See ", Link(text("the law"), Url(address)), "."))
    assert body(document, BRAILLE_DISPLAY) == "See the law [link 1]."
    assert ending(document, BRAILLE_DISPLAY) == f"[Links]\n\n[Link 1] the law\n{address}"


def test_addresses_stand_in_the_line_where_asked() -> None:
    document = report(paragraph("See ", Link(text("the law"), Url("https://a.example/")), "."))
    choices = replace(SCREEN_READER, links=LinkPlacement.INLINE)
    assert body(document, choices) == "See the law [link: https://a.example/]."
    assert ending(document, choices) == ""


def test_a_bracket_of_an_address_in_the_line_is_escaped_unless_it_is_one_of_a_pair() -> None:
    choices = replace(SCREEN_READER, links=LinkPlacement.INLINE)
    for address, written in (("/?y[]=1", "/?y[]=1"), ("/?y]", "/?y%5D")):
        document = report(paragraph("See ", Link(text("it"), Url(address)), "1]."))
        assert body(document, choices) == f"See it [link: {written}]1]."


def test_images_say_their_alternative_or_that_they_have_none() -> None:
    document = report(
        Paragraph((Image(None, "A map"),)),
        Paragraph((Image(None, None),)),
        Paragraph((Image(None, ""),)),
    )
    assert body(document) == "[Image: A map]\n\n[Image without a text alternative]"


def test_powers_are_not_taken_for_digits() -> None:
    square = Span(SpanKind.SUPERSCRIPT, text("2"))
    ordinal = Span(SpanKind.SUPERSCRIPT, text("er"))
    document = report(paragraph("5 m", square, ", 1", ordinal))
    assert body(document) == "5 m², 1er"
    assert body(document, BRAILLE_DISPLAY) == "5 m^2, 1er"


@pytest.mark.parametrize(
    ("power", "written"),
    [
        ("n+1", "f^(n+1)"),
        ("1/2", "f^(1/2)"),
        ("(2)", "f^(2)"),
        ("+1", "f^(+1)"),
        ("(+1)", "f^((+1))"),
        ("(1)(2)", "f^(1)(2)"),
        (")", "f)"),
    ],
)
def test_powers_keep_their_parentheses_with_ascii_signs(power: str, written: str) -> None:
    document = report(paragraph("f", Span(SpanKind.SUPERSCRIPT, text(power))))
    assert body(document, BRAILLE_DISPLAY) == written


def test_powers_are_powers_wherever_their_words_are_said_again() -> None:
    square = Span(SpanKind.SUPERSCRIPT, text("2"))
    head = row(Cell((paragraph("km", square),), header=Scope.COLUMN))
    table = Table((RowGroup((row(cell("5")),)),), head=(head,))
    link = Link((*text("10"), square), Url("https://example.org/"))
    blocks = (table, Paragraph((link,)), CodeBlock((*text("x"), square)))
    told = written(report(Section(2, (*text("In m"), square), blocks)))
    for said in (
        "1 In m²",
        "[Section 1] In m²",
        "km²: 5",
        "10² [link 1]",
        "[Link 1] 10²",
        "\nx²\n",
    ):
        assert said in told


def test_words_that_look_like_a_mark_are_in_round_brackets() -> None:
    term = Span(SpanKind.STRONG, text("Term"))
    document = report(paragraph("[Note 1] and [", term, "], [Notes] or [Terms], [2]"))
    assert body(document) == "(Note 1) and (Term), (Notes) or [Terms], [2]"


def test_a_table_note_is_told_from_a_note_of_the_report_cited_beside_it() -> None:
    cited = Cell((paragraph("A", NoteReference("a"), NoteReference("b")),))
    own = Note("1", (paragraph("Of the table."),), id="a")
    table = Table((RowGroup((row(cited),)),), notes=(own,))
    note = Note("1", (paragraph("Of the report."),), id="b")
    report_with_both = body(report(table, notes=(note,)))
    assert "A [note 1 (2)] [note 1]" in report_with_both
    assert "[Note 1 (2)] Of the table." in report_with_both


def test_changes_are_words_or_signs() -> None:
    document = report(
        paragraph(
            "Due ", Span(SpanKind.DELETED, text("May")), " ", Span(SpanKind.INSERTED, text("June"))
        )
    )
    assert body(document) == "Due [deleted: May] [inserted: June]"
    signs = replace(SCREEN_READER, changes=ChangeMarks.SIGNS)
    assert body(document, signs) == "Due [-May-] [+June+]"


def test_marks_in_a_change_stay_marks() -> None:
    old = Span(SpanKind.DELETED, text("b"))
    document = report(paragraph(Span(SpanKind.INSERTED, (*text("a) ] "), old, *text(" c")))))
    assert body(document) == "[inserted: a) ) [deleted: b] c]"


def test_changes_in_code_stand_behind_it() -> None:
    spans = (Span(SpanKind.DELETED, text("x[0")), Span(SpanKind.INSERTED, text("y")))
    document = report(CodeBlock((*text("a = "), *spans)))
    assert body(document) == "[Code]\na = x[0y\n[End of code] [deleted: x(0] [inserted: y]"


def test_abbreviations_are_expanded_once_and_not_where_the_text_does_it() -> None:
    told = body(everything())
    assert told.count("Royal Canadian Mounted Police") == 1


def test_pages_of_the_printed_edition_are_marked_where_they_begin() -> None:
    words = Text("One page. Another page.")
    document = report(Paragraph((words,)))
    pages = PageMap((PageStart("12", words, 10),), ("11", "12"), {})
    choices = Options(text=replace(SCREEN_READER, pages=True), pages=pages)
    assert "One page. [Page 12] Another page.\n" in write(document, choices).value.decode()


def test_invisible_characters_go_and_joiners_stay() -> None:
    document = report(paragraph("anti\u00addis\u200bcri \u202f\u00a0می\u200cخواهم"))
    assert body(document) == "antidiscri می\u200cخواهم"


def test_french_words_stand_in_french_files() -> None:
    told = written(french())
    assert told.startswith("Titre : Rapport annuel\n")
    assert "[Section 1] Résultats : 12,5 %\n" in told
    assert "[Avertissement] Attention aux délais." in told
    assert "Il a dit « Oui » à la Royal" in told


def test_braille_folds_typographic_signs_and_keeps_letters() -> None:
    assert body(report(paragraph("“Été” — l’an…")), BRAILLE_DISPLAY) == '"Été" - l\'an...'


def test_a_line_never_begins_with_what_looks_like_a_mark() -> None:
    document = report(paragraph("word " * 13 + "in 2021. Then more words follow here"))
    assert not any(line.startswith("2021.") for line in body(document, TERMINAL).splitlines())


@pytest.mark.parametrize("words", ["− 5 degrees", "–", "• a point", "1. first"])
def test_an_item_without_a_mark_that_begins_like_one_has_a_mark_of_its_own(words: str) -> None:
    told = body(report(List((ListItem((paragraph(words),)),), Numbering.NONE)))
    assert told.strip() == f"- {words}".strip()


def test_long_lines_of_code_go_on_after_a_sign() -> None:
    code = "call(" + "argument, " * 6 + "end)"
    document = report(CodeBlock(text(code)))
    told = body(document, BRAILLE_DISPLAY).splitlines()
    assert told[0] == "[Code]"
    assert told[-1] == "[End of code]"
    assert all(len(line) <= 40 for line in told)
    assert "".join(line.removeprefix("[+] ") for line in told[1:-1]) == code


def test_languages_are_marked_where_asked() -> None:
    document = report(
        paragraph("Le rapport.", lang="fr"),
        paragraph("The ", Span(SpanKind.PLAIN, text("précis"), lang="fr"), "."),
    )
    told = body(document, replace(SCREEN_READER, languages=True))
    assert told == "[language fr: Le rapport.]\n\nThe [language fr: précis]."


def test_line_ends_and_the_byte_order_mark_are_as_asked() -> None:
    choices = replace(SCREEN_READER, line_end=LineEnd.CRLF, byte_order_mark=True)
    data = write(small(), Options(text=choices)).value
    assert data.startswith(b"\xef\xbb\xbfTitle")
    assert data.count(b"\r\n") == data.count(b"\n")


def test_a_report_in_a_language_without_words_is_told_and_said() -> None:
    outcome = write(report(paragraph("日本"), language="ja"), Options())
    assert [found.rule.id for found in outcome.diagnostics] == ["text-words-in-english"]
    assert "Language: ja\n" in outcome.value.decode()


@pytest.mark.parametrize("choices", [SCREEN_READER, TERMINAL, BRAILLE_DISPLAY])
def test_the_same_report_gives_the_same_bytes(choices: TextOptions) -> None:
    assert written(everything(), choices) == written(everything(), choices)


def test_everything_added_is_left_out_by_structure() -> None:
    assert additions(everything(), Options()) == ()
