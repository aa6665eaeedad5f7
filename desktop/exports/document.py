"""A document as plain data: headings, paragraphs, lists and tables, to be written as Markdown or as PDF.

Kept apart from what draws it, so that one report says the same in both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.typesetting.charts import ChartRow


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the document's parts, 2 what stands in them."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """A list with a mark before each item."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """Names with what belongs to them, one a line."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        share: of the width, against the others.
    """

    heading: str
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its heading row is drawn again on every page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Empty lines with a word under each, to be signed by hand."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars below each other on one scale, their figures beside them."""

    rows: tuple[ChartRow, ...]


Block = Heading | Paragraph | Points | Fields | Table | Lines | Bars


@dataclass(frozen=True, slots=True)
class Document:
    """A document.

    Attributes:
        foot: stands on every page, beside its number.
        banner: stands on top of every page, such as that everything is made up; empty for none.
    """

    title: str
    blocks: tuple[Block, ...]
    author: str = ""
    foot: str = ""
    banner: str = ""


def markdown(document: Document) -> str:
    """Return the document as Markdown (tables as in GitHub's)."""
    parts = [f"# {_plain(document.title)}"]
    if document.banner:
        parts.append(f"**{_plain(document.banner)}**")
    parts += [_markdown(block) for block in document.blocks]
    if document.foot:
        parts += ["---", _plain(document.foot)]
    return "\n\n".join(parts) + "\n"


def _markdown(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {_plain(block.text)}"
        case Paragraph():
            return _plain(block.text)
        case Points():
            return "\n".join(f"- {_plain(item)}" for item in block.items)
        case Fields():
            return _rows([("", ""), ("---", "---"), *((f"**{_plain(n)}**", _plain(v)) for n, v in block.pairs)])
        case Table():
            head = tuple(_plain(column.heading) for column in block.columns)
            body = (tuple(_plain(cell) for cell in row) for row in block.rows)
            return _rows([head, ("---",) * len(head), *body])
        case Bars():
            return "\n".join(f"- {_plain(row.label)}: {_plain(row.figures)}" for row in block.rows)
        case Lines():
            return "\n\n".join(f"{_plain(label)}: ______________________" for label in block.labels)


def _rows(rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _plain(text: str) -> str:
    """Return words that no reader of Markdown takes for marks: labels come from a pack."""
    one_line = " ".join(text.split())
    for sign in ("\\", "|", "*", "_", "<", "`", "[", "#"):
        one_line = one_line.replace(sign, f"\\{sign}")
    return one_line
