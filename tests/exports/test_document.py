"""One document says the same as Markdown and as PDF; long tables go on over pages with their headings."""

from __future__ import annotations

from desktop.exports.document import Column, Document, Fields, Heading, Lines, Paragraph, Points, Table, markdown
from desktop.exports.document_pdf import REPORT, document_pdf
from tests.paper.reading import squeezed, texts

ROWS = tuple(
    (f"field_{number}", f"What field {number} is, in words that take a line or two of it") for number in range(90)
)
DOCUMENT = Document(
    title="A document",
    blocks=(
        Heading("First part"),
        Paragraph("Words | with *marks* and <tags>."),
        Points(("one", "two")),
        Fields((("Name", "Value"),)),
        Heading("A table", 2),
        Table((Column("Field", 1.0), Column("What it is", 3.0)), ROWS),
        Lines(("Signature",)),
    ),
    foot="Made for a test",
    banner="Practice",
)


def test_markdown_holds_every_word_and_no_mark_of_the_words_own() -> None:
    text = markdown(DOCUMENT)
    assert text.startswith(
        "# A document\n\n**Practice**\n\n## First part\n\nWords \\| with \\*marks\\* and \\<tags>."
    )
    assert "\n| Field | What it is |\n| --- | --- |\n| field\\_0 | What field 0" in text
    assert "- one\n- two" in text
    assert "| **Name** | Value |" in text


def test_pdf_holds_the_same_words_with_headings_banner_and_foot_on_each_page() -> None:
    pages = [squeezed(page) for page in texts(document_pdf(DOCUMENT, landscape=True, styles=REPORT))]
    assert len(pages) > 2
    whole = " ".join(pages)
    assert all(name in whole for name, _ in ROWS)
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Practice" in page
        assert "Made for a test" in page
        assert "Field What it is" in page


def test_a_cell_longer_than_a_page_loses_nothing() -> None:
    words = [f"word{number}" for number in range(3000)]
    long = Document("Long", (Table((Column("a"), Column("b")), (("x", " ".join(words)),)),))
    pages = texts(document_pdf(long))
    assert len(pages) > 1
    assert squeezed(" ".join(pages)).count("word") == len(words)


def test_equal_documents_are_equal_bytes() -> None:
    assert document_pdf(DOCUMENT) == document_pdf(DOCUMENT)
