"""Printing a PDF that the program drew, on a printer of this computer.

The pages are drawn as pictures on the worker and painted on the printer here: no copy of them is written to a file
first, which for a recovery sheet or a withdrawal slip would be a file nobody deletes.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QWidget

SCALE = 300 / 72
"""300 dots an inch: letters and a QR code are sharp."""


def page_images(pdf: bytes, scale: float = SCALE, places: range | None = None) -> list[tuple[int, int, bytes]]:
    """Return (width, height, RGB bytes) of each page; on the worker.

    Args:
        scale: 1 is 72 dots an inch.
        places: which pages, 0 and up; ``None``: all.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = []
        for place in range(len(document)) if places is None else places:
            picture = document[place].render(scale=scale).to_pil().convert("RGB")
            pages.append((picture.width, picture.height, picture.tobytes()))
        return pages
    finally:
        document.close()


def print_pages(pages: list[tuple[int, int, bytes]], title: str, parent: QWidget) -> bool:
    """Ask for the printer and paint ``pages`` on it; tell whether they were printed.

    Args:
        pages: from :func:`page_images`, at its usual scale.
        title: what the printer's queue shows: say nothing in it that is to be kept secret.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    return paint_pages(pages, printer)


def paint_pages(pages: list[tuple[int, int, bytes]], printer: object) -> bool:
    """Paint ``pages`` on a printer that was chosen, each in its own size; tell whether the printer took them."""
    from PySide6.QtPrintSupport import QPrinter

    assert isinstance(printer, QPrinter)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    try:
        for number, (width, height, raw) in enumerate(pages):
            if number:
                printer.newPage()
            image = QImage(raw, width, height, width * 3, QImage.Format.Format_RGB888)
            room = printer.pageLayout().paintRectPixels(printer.resolution())
            dots = printer.resolution() / 72 / SCALE
            size = image.size() * dots
            if size.width() > room.width() or size.height() > room.height():
                size.scale(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRect(0, 0, size.width(), size.height()), image)
    finally:
        painter.end()
    return True
