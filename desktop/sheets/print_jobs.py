"""What is to be printed, and how, as plain data: for the screen, which knows nothing of how pages are drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.sheets.copies import PrintRun


@dataclass(frozen=True, slots=True)
class PaperLook:
    """How a form is to look on paper; as :func:`desktop.paper.booklet.draw_form` takes it.

    Attributes:
        language, second_language: names as in the form; ``None``: its default, and no second one.
        edition, tint, page_size: by their names.
        tinted_stock: the paper has the tint already.
    """

    edition: str = "standard"
    language: str | None = None
    second_language: str | None = None
    page_size: str = "A4"
    duplex: bool = True
    tint: str = ""
    tinted_stock: bool = False


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A language of a form.

    Attributes:
        missing: what it lacks before it can be handed out, a sentence each; nothing: it is ready.
        proof_only: it can be looked at, and not printed for respondents.
    """

    name: str
    missing: tuple[str, ...]
    proof_only: bool


@dataclass(frozen=True, slots=True)
class FormChoice:
    """A form that can be printed, with its languages, the usual one first."""

    form_id: str
    title: str
    languages: tuple[LanguageChoice, ...]


@dataclass(frozen=True, slots=True)
class PaperChoices:
    """What can be chosen before printing; editions, sizes and tints by their names, the usual one first."""

    forms: tuple[FormChoice, ...]
    editions: tuple[str, ...]
    page_sizes: tuple[str, ...]
    tints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """The sides of one copy, in the order of printing.

    Attributes:
        numbers: of each side the page number that stands on it; 0 for the slip and its back, which have none.
        pages: how many pages bear a number.
        duplex: two sides make a sheet.
    """

    numbers: tuple[int, ...]
    pages: int
    duplex: bool

    @property
    def sheets(self) -> int:
        """How many sheets of paper they take."""
        return (len(self.numbers) + 1) // 2 if self.duplex else len(self.numbers)

    def within(self, first: int, last: int) -> range:
        """Return the places (0 and up) of sides ``first`` to ``last`` (1 and up), widened to whole sheets.

        A page printed on the back of another than was laid out would scramble the copy.
        """
        start, stop = max(first, 1) - 1, min(last, len(self.numbers))
        if self.duplex:
            start, stop = start - start % 2, min(stop + stop % 2, len(self.numbers))
        return range(start, stop)


@dataclass(frozen=True, slots=True)
class Preview:
    """A specimen of exactly what was chosen.

    Attributes:
        pdf: every side, marked as not for use.
        advice: what whoever prints it should know, a sentence each.
    """

    pdf: bytes
    sides: Sides
    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeCells:
    """The cells of a QR code.

    Attributes:
        side: cells along each side, without the quiet zone.
        rows: one bit a cell, 1 for black, the leftmost highest; each row padded to whole bytes.
    """

    side: int
    rows: bytes


@dataclass(frozen=True, slots=True)
class PrinterJob:
    """A job for a printer: one copy without number as PDF, and what each copy adds to it.

    Attributes:
        run: as it is logged; its numbers are taken.
        serials: canonical, one a copy; a master has one copy with none.
        shown: the same in groups, as printed.
        numbers: of each side of the PDF its page number; 0 where nothing is added.
        page_size: width and height in millimetres.
        page_size_name: such as ``A4``.
        code: left, top and side of the QR, in millimetres.
        serial: edge, baseline and size of the serial: millimetres, millimetres, points. The edge is the right one
            where ``right_to_left``.
        cells: the QR of a page, from serial and page number.
    """

    run: PrintRun
    serials: tuple[str, ...]
    shown: tuple[str, ...]
    pdf: bytes
    numbers: tuple[int, ...]
    page_size: tuple[float, float]
    page_size_name: str
    duplex: bool
    code: tuple[float, float, float]
    serial: tuple[float, float, float]
    right_to_left: bool
    cells: Callable[[str, int], CodeCells]
