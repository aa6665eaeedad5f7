"""Practice sheets drawn: the form's own pages with made-up answers on them.

Every page says that it is practice, and has neither a serial nor a square code: no practice sheet can be keyed as
a real one.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from desktop.foundation.translation import tr
from desktop.paper.booklet import LaidOut
from desktop.paper.drawing import Volume, form_name
from desktop.paper.furniture import serial_baseline
from desktop.paper.handwriting import Writer
from desktop.paper.placed import Answer, Page, PageKind
from desktop.paper.practice_marks import marks_of
from desktop.questionnaires.definition import FormDefinition
from desktop.responses.practice_pile import PracticePile, PracticeSheet
from desktop.typesetting.ink import draw_line_mm
from desktop.typesetting.lines import set_text


def pages_of(laid_out: LaidOut) -> tuple[int, ...]:
    """Return the numbers of all pages of a sheet."""
    return tuple(page.number for page in laid_out.pages if page.kind is PageKind.FORM)


def pages_to_key(laid_out: LaidOut) -> tuple[int, ...]:
    """Return the numbers of the pages with something to mark, which alone are printed."""
    return tuple(page.number for page in laid_out.pages if _has_boxes(page))


def draw_sheets(
    laid_out: LaidOut,
    definition: FormDefinition,
    pile: PracticePile,
    sheets: Sequence[PracticeSheet],
    *,
    all_pages: bool = False,
) -> bytes:
    """Return ``sheets`` of a practice pile as PDF, one after another.

    Args:
        all_pages: draw :func:`pages_of` each sheet, and not :func:`pages_to_key` alone.
    """
    marked = replace(laid_out, banner=tr("Practice: made up", language=laid_out.language))
    volume = _PracticeVolume(marked)
    for sheet in sheets:
        volume.add_sheet(definition, pile, sheet, pages_of(laid_out) if all_pages else pages_to_key(laid_out))
    return volume.finish()


def _has_boxes(page: Page) -> bool:
    return page.kind is PageKind.FORM and any(isinstance(item, Answer) for item in page.items)


class _PracticeVolume(Volume):
    """Pages with answers on them."""

    def add_sheet(
        self, definition: FormDefinition, pile: PracticePile, sheet: PracticeSheet, pages: Sequence[int]
    ) -> None:
        """Add those ``pages`` of one practice sheet."""
        laid_out, canvas = self._laid_out, self._canvas
        writer = Writer(random.Random(f"{pile.number}|{sheet.number}|hand"))
        marks = tuple(marks_of(sheet, definition, laid_out.layout))
        for place, page in enumerate(laid_out.pages):
            if page.kind is not PageKind.FORM or page.number not in pages:
                continue
            canvas.doForm(form_name(place))
            for mark in marks:
                if mark.box.page == page.number:
                    writer.draw(canvas, mark, laid_out.page_size)
            self._name(pile, sheet)
            canvas.showPage()

    def _name(self, pile: PracticePile, sheet: PracticeSheet) -> None:
        """Say which sheet of which pile it is, where a real sheet has its serial."""
        laid_out = self._laid_out
        size = laid_out.page_size
        said = tr(
            "Practice pile {pile}, sheet {sheet}", language=laid_out.language, pile=pile.number, sheet=sheet.number
        )
        (line,) = set_text(said, laid_out.edition.styles.question, language=laid_out.language)[:1]
        x = size.width - size.side - line.width if laid_out.right_to_left else size.side
        draw_line_mm(self._canvas, line, x, serial_baseline(size), size.height)
