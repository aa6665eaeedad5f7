"""What stands on a page, as plain data, in millimetres from a top left corner. Nothing here draws."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias

from desktop.sheets.copies import BoxKind
from desktop.typesetting.lines import SetLine

THIN = 0.2
LINE = 0.35
THICK = 0.5


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text; ``y`` is its baseline."""

    x: float
    y: float
    line: SetLine

    @property
    def width(self) -> float:
        """Width in millimetres."""
        return self.line.width


@dataclass(frozen=True, slots=True)
class Frame:
    """The outline of a rectangle, or all of it when ``filled``. Lines are drawn half to each side of the edge."""

    x: float
    y: float
    width: float
    height: float
    stroke: float = LINE
    dashed: bool = False
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""

    x: float
    y: float
    width: float
    stroke: float = THIN
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Cross:
    """A cross as somebody would make it by hand; for the example of how to mark."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture.

    Attributes:
        content: a JPEG, as fine as it is printed.
    """

    x: float
    y: float
    width: float
    height: float
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """A place to mark or write: drawn as a frame, and kept in the layout.

    Attributes: as of :class:`desktop.sheets.copies.Box`.
    """

    question: str
    value: str
    code: str
    kind: BoxKind
    x: float
    y: float
    width: float
    height: float


Item: TypeAlias = Words | Frame | Rule | Cross | Picture | Answer


def moved(item: Item, right: float, down: float) -> Item:
    """Return ``item`` elsewhere."""
    return replace(item, x=item.x + right, y=item.y + down)


def mirrored(item: Item, width: float) -> Item:
    """Return ``item`` as it stands on a page that runs from right to left; ``width`` is the page's."""
    return replace(item, x=width - item.x - item.width)


@dataclass(frozen=True, slots=True)
class Part:
    """What is never cut by the end of a page.

    Attributes:
        items: relative to the part's top left corner, the left being where the lines begin.
        gap: space before it, dropped at the top of a page.
        glued: stays on one page with the part after it.
    """

    height: float
    items: tuple[Item, ...]
    gap: float = 0.0
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A question with its answers, a heading, or a stretch of text.

    Attributes:
        keep_with_next: a heading is never the last on a page.
        splittable: text may run over to the next page; a question is only split when it is taller than a page.
        continued: put at the top of the next page when the block was split.
        new_page: begins a page.
        heading: what follows stands near to it.
    """

    parts: tuple[Part, ...]
    keep_with_next: bool = False
    splittable: bool = False
    continued: Part | None = None
    new_page: bool = False
    heading: bool = False


class PageKind(StrEnum):
    """What a page is for."""

    FORM = "form"
    SLIP = "slip"
    BLANK_BACK = "blank back"


@dataclass(frozen=True, slots=True)
class Page:
    """One side of a sheet.

    Attributes:
        number: 1 and up within the copy; 0 for the slip, which belongs to nobody's copy.
        items: in millimetres from the page's top left corner.
    """

    number: int
    kind: PageKind
    items: tuple[Item, ...]
