"""The words in English."""

from __future__ import annotations

from pipeline.strings.kinds import EpubStrings, Strings, TextStrings

_EPUB = EpubStrings(
    formula="Formula",
    landmarks="Landmarks",
    pages="Pages",
    pdf_edition="{title}, PDF edition",
    accessibility_structure=(
        "The text can be read aloud, enlarged and reflowed; headings, lists, tables and notes"
        " keep their structure."
    ),
    accessibility_pages="Page numbers are those of the PDF edition.",
    accessibility_missing="Images without a text alternative: {count}.",
    accessibility_absent="Images that could not be included: {count}.",
)

_TEXT = TextStrings(
    title="Title",
    series="Series",
    subtitle="Subtitle",
    creator="Author",
    publisher="Publisher",
    identifier="Identifier",
    language="Language",
    address="Address of the source",
    other_edition="Address in another language, {language}",
    about="About this file",
    about_this_file=(
        "This is a plain text edition of the report, for listening, for braille and for any "
        "program that shows text."
    ),
    about_brackets=(
        "Words in square brackets that are named here are not words of the report; they say "
        "what a page would show."
    ),
    start="Start of report",
    end="End of report",
    end_of="End of {what}",
    section="Section {number}",
    section_reference="section {number}",
    table="Table: {rows}, {columns}",
    one_row="1 row",
    rows="{count} rows",
    one_column="1 column",
    columns="{count} columns",
    row="Row {number}",
    row_span="Rows {first} to {last}",
    column="Column {number}",
    column_span="Columns {first} to {last}",
    cell="Cell {number}",
    blank="blank",
    summary="Summary",
    aligned="The same table in columns",
    table_word="table",
    caption="Caption",
    description="Description",
    details="Details",
    quotation="Quotation",
    code="Code",
    term="Term",
    definition="Definition",
    aside="Aside",
    separator="Break",
    note="Note {label}",
    note_reference="note {label}",
    link="Link {number}",
    link_reference="link {number}",
    link_address="link: {address}",
    abbreviation="short for {expansion}",
    reading="read: {reading}",
    deleted="deleted: {text}",
    inserted="inserted: {text}",
    passage="language {tag}: {text}",
    some_words="words",
    about_sections=(
        "{mark} stands before each heading, with the number that the contents give. To go to a "
        "section, search for its mark."
    ),
    about_tables=(
        "{mark} opens a table and says its size; {end} closes it. A table is told row by row, "
        "one cell on each line."
    ),
    about_rows=(
        "In a table, {row} stands before the header of a row and {column} before the header of "
        "a column. Before each value stand the headers it has."
    ),
    about_blank="{mark} is an empty cell.",
    about_cells="{mark} opens a cell that does not begin with words; what it holds follows.",
    about_images="{mark} stands for a picture, in the words that the report has for it.",
    about_notes=(
        "{reference} is where a note is cited. The note itself follows {mark}; search for it."
    ),
    about_links="{reference} follows the text of a link. Its address is in the list at the end.",
    about_link_addresses="{mark} follows the text of a link and gives its address.",
    about_section_references="{mark} follows the text of a link to that section.",
    about_pages="{mark} is where a page of the printed edition begins.",
    about_blocks=(
        "{mark}, and other words in the same way, open a part that the page sets apart. A part "
        "of more than one paragraph is closed by a mark such as {end}."
    ),
    about_definitions="{term} stands before a term, {definition} before what it means.",
    about_abbreviations="{mark} gives the long form of an abbreviation, once.",
    about_readings="{mark} gives the pronunciation of the characters before it.",
    about_changes="{deleted} and {inserted} mark changes to the text.",
    about_passages="{mark} marks words in another language.",
    about_emphasis="Asterisks stand around words that are emphasised.",
    about_code_lines="In code, {mark} begins a line that goes on from the one before it.",
)


ENGLISH = Strings(
    language="en",
    contents="Contents",
    notes="Notes",
    links="Links",
    page="Page",
    page_of="Page {page} of {pages}",
    table="Table",
    figure="Figure",
    image="Image",
    image_without_alternative="Image without a text alternative",
    note_reference="Note {label}",
    back_to_reference="Return to reference {label}",
    back_to_reference_again="Return to reference {label}, place {count}",
    opens_web_page="{text} ({address})",
    goes_to="{text}",
    goes_to_page="{text}, page {page}",
    source_page="The web page that this document was made from",
    opening_quote="“",
    closing_quote="”",
    callout_note="Note",
    callout_information="Information",
    callout_success="Success",
    callout_warning="Warning",
    callout_danger="Danger",
    long_description="Long description",
    to_description="Go to the description of this figure",
    published="Published: {date}",
    modified="Date modified: {date}",
    language_name="English",
    cover="Cover",
    title_page="Title page",
    start_of_content="Start of content",
    list_of_tables="Tables",
    list_of_figures="Figures",
    separator=": ",
    text=_TEXT,
    epub=_EPUB,
)
