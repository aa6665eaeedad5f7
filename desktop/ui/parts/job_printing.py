"""Printing a whole job of numbered copies: each page drawn once as a picture, each copy's number painted on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPageLayout, QPageSize, QPainter, qRgb

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.sheets.print_jobs import CodeCells, PaperLook, PrinterJob

DOTS = 300
"""To the inch: letters are sharp, and a page of grey is 9 MB in memory."""
_INCH = 25.4
_FACE = "Noto Sans"
_WHITE_AND_BLACK = [qRgb(255, 255, 255), qRgb(0, 0, 0)]
_PALETTE = 256
_FEW = 4 * _PALETTE
"""Colours that a palette holds without anybody seeing a difference: letters on a tint. Photographs have more."""
_SIZES = {
    "A4": QPageSize.PageSizeId.A4,
    "A3": QPageSize.PageSizeId.A3,
    "A5": QPageSize.PageSizeId.A5,
    "Letter": QPageSize.PageSizeId.Letter,
}


class PrinterFailed(WorldError):
    """The printer did not take what was sent to it."""


def set_up(printer: Any, look: PaperLook) -> None:
    """Set the printer to what was chosen: called again after its dialog, which knows nothing of the layout.

    One copy: the dialog would print each number as often as it is told. The whole sheet without margins: shrunk
    pages lose the places of their boxes.
    """
    from PySide6.QtPrintSupport import QPrinter

    printer.setDocName(tr("Forms"))  # what the queue shows to everybody: nothing of what is in it
    printer.setPageSize(QPageSize(_SIZES[look.page_size]))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))
    printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide if look.duplex else QPrinter.DuplexMode.DuplexNone)
    printer.setCopyCount(1)
    printer.setCollateCopies(True)


def page_pictures(pdf: bytes, *, dots: int = DOTS, cancelled: Callable[[], bool] = lambda: False) -> list[QImage]:
    """Return each page as a picture, in grey where it has no colour; on the worker. Fewer where it was stopped."""
    import pypdfium2

    pages: list[QImage] = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            if cancelled():
                break
            pages.append(_picture(page.render(scale=dots / 72).to_pil().convert("RGB")))
    return pages


def _picture(page: Any) -> QImage:
    """Return a picture that takes no more room than its colours need."""
    colours = page.getcolors(_FEW)
    width, height = page.size
    if colours is None:
        return QImage(page.tobytes(), width, height, width * 3, QImage.Format.Format_RGB888).copy()
    if all(red == green == blue for _count, (red, green, blue) in colours):
        return QImage(page.convert("L").tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()
    few = page.quantize(_PALETTE, dither=0)
    made = QImage(few.tobytes(), width, height, width, QImage.Format.Format_Indexed8).copy()
    entries = few.getpalette()
    made.setColorTable([qRgb(*entries[at : at + 3]) for at in range(0, len(entries), 3)])
    return made


def paint_job(
    job: PrinterJob,
    printer: Any,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Paint all copies of a job on a printer that was set up, and return how many of them it prints.

    Every page is drawn once and kept by the printer; a copy adds its serial and its codes. Stopped, it prints the
    copies that are whole, or none where the printer can take them back.

    Args:
        progress: told (copies done, copies in all) after each copy.

    Raises:
        PrinterFailed: it did not take them; none of them counts as printed.
    """
    pages = page_pictures(job.pdf, cancelled=cancelled)
    if cancelled():
        return 0
    painter = QPainter()
    if not painter.begin(printer):
        raise _failed(printer)
    done = 0
    try:
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        press = _Press(job, painter, printer.resolution(), pages)
        for serial, shown in zip(job.serials, job.shown, strict=True):
            if cancelled():
                if printer.abort():
                    done = 0
                break
            for place, number in enumerate(job.numbers):
                if (done or place) and not printer.newPage():
                    raise _failed(printer)
                press.page(place, number, serial, shown)
            done += 1
            progress(done, len(job.serials))
    finally:
        painter.end()
    if printer.printerState() == type(printer).PrinterState.Error:
        raise _failed(printer)
    return done


class _Press:
    """Paints one page after another, in millimetres of the sheet."""

    def __init__(self, job: PrinterJob, painter: QPainter, resolution: int, pages: list[QImage]) -> None:
        self._job = job
        self._painter = painter
        self._unit = resolution / _INCH
        self._pages = pages
        width, height = job.page_size
        self._sheet = QRectF(QPointF(0, 0), QSizeF(width, height) * self._unit)
        edge, baseline, points = job.serial
        self._font = QFont(_FACE)
        self._font.setBold(True)
        self._font.setPointSizeF(points)
        left, top, side = (each * self._unit for each in job.code)
        self._code = QRectF(left, top, side, side)
        x = edge * self._unit
        if job.right_to_left and job.shown:
            # figures and capitals of the face are not equally wide: each serial is set from its own width
            self._metrics: QFontMetricsF | None = QFontMetricsF(self._font, painter.device())
        else:
            self._metrics = None
        self._at = QPointF(x, baseline * self._unit)

    def page(self, place: int, number: int, serial: str, shown: str) -> None:
        """Paint side ``place``; ``number`` is 0 where nothing is added."""
        self._painter.drawImage(self._sheet, self._pages[place])
        if not number:
            return
        self._painter.drawImage(self._code, _code(self._job.cells(serial, number)))
        self._painter.setFont(self._font)
        back = 0.0 if self._metrics is None else self._metrics.horizontalAdvance(shown)
        self._painter.drawText(self._at - QPointF(back, 0), shown)


def _code(cells: CodeCells) -> QImage:
    image = QImage(cells.rows, cells.side, cells.side, len(cells.rows) // cells.side, QImage.Format.Format_Mono)
    image.setColorTable(_WHITE_AND_BLACK)
    return image.copy()


def _failed(printer: Any) -> PrinterFailed:
    return PrinterFailed(
        place=tr("Printer {name}", name=printer.printerName()) if printer.printerName() else tr("The printer"),
        fault=tr("It did not take the copies."),
        remedy=tr("Look at the printer and its queue, then print again; these numbers are logged as spoiled."),
    )
