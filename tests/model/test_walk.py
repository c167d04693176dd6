from pipeline.model.nodes import (
    LineBreak,
    Link,
    NoteReference,
    Paragraph,
    Span,
    SpanKind,
    Text,
    Url,
)
from pipeline.model.walk import descendants, one_line, plain
from tests.documents import everything


def test_plain_text_leaves_out_labels_of_notes_and_keeps_line_breaks() -> None:
    inlines = (
        Text("See "),
        Link((Span(SpanKind.STRONG, (Text("this"),)),), Url("https://example.org")),
        NoteReference("n1"),
        LineBreak(),
        Text("now"),
    )
    assert plain(inlines) == "See this\nnow"


def test_one_line_folds_white_space_but_not_no_break_spaces() -> None:
    assert one_line("  12,5\u00a0% \n\t of ") == "12,5\u00a0% of"


def test_descendants_come_in_reading_order() -> None:
    texts = [node.text for node in descendants(everything()) if isinstance(node, Text)]
    assert texts[:4] == ["Reports of 2022", "Annual report", "every construct", "With a subtitle"]
    assert texts[-1] == "Of two paragraphs."


def test_depth_is_no_limit() -> None:
    node: Span = Span(SpanKind.STRONG, (Text("deep"),))
    for _ in range(20_000):
        node = Span(SpanKind.STRONG, (node,))
    assert sum(1 for _ in descendants(Paragraph((node,)))) == 20_003
