"""The pages of a practice sheet as pictures, to be keyed from as scans are; drawn when they are asked for."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from threading import Lock

from desktop.paper.booklet import LaidOut
from desktop.paper.practice_sheets import draw_sheets, pages_of
from desktop.questionnaires.definition import FormDefinition
from desktop.responses.practice_pile import PracticePile, PracticeSheet
from desktop.sheets.scans import PageLie, ScanPage
from desktop.workflows.sheet_pictures import SheetPictures

_FINE = 6.0
"""Pixels a millimetre: 150 dots an inch."""


def practice_pictures(
    laid_out: LaidOut, definition: FormDefinition, pile: PracticePile, sheet: PracticeSheet, drawing: Lock
) -> SheetPictures:
    """Return every page of the sheet. Its name in place of a serial is ``PILE-SHEET``, which no real sheet has.

    Args:
        drawing: held while a page is drawn: PDFium is not to be used from two threads at once.
    """
    layout, numbers = laid_out.layout, pages_of(laid_out)
    pdf = draw_sheets(laid_out, definition, pile, [sheet], all_pages=True)
    width, height = (round(side * _FINE) for side in layout.page_size)
    lie = PageLie(width / layout.page_size[0], 0.0, 0.0, 0.0, height / layout.page_size[1], 0.0)
    serial = f"{pile.number}-{sheet.number}"
    pages = [
        ScanPage(
            scan_id="",
            serial=serial,
            programme_id="",
            form_id=layout.form_id,
            page=number,
            pages=len(numbers),
            layout_id=layout.layout_id,
            key=b"",
            sha256="",
            size=0,
            media_type="image/jpeg",
            width=width,
            height=height,
            lie=lie,
            attached_by="",
            attached_at=datetime(2026, 1, 15, tzinfo=UTC),
        )
        for number in numbers
    ]

    def read(page: ScanPage) -> bytes:
        with drawing:
            return _drawn(pdf, numbers.index(page.page), width)

    return SheetPictures(serial, pages, {layout.layout_id: layout}, read)


def _drawn(pdf: bytes, place: int, width: int) -> bytes:
    """Return one page as JPEG."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[place]
        picture = page.render(scale=width / page.get_width()).to_pil().convert("RGB")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()
