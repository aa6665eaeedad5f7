"""Printing the withdrawal slip with no window that asks: one that does shows the files of the laptop."""

from __future__ import annotations

from desktop.ui.parts.printing import paint_pages


class SlipPrinter:
    """The printers of this computer."""

    def names(self) -> list[str]:
        """Return their names, the usual one first."""
        from PySide6.QtPrintSupport import QPrinterInfo

        found = list(QPrinterInfo.availablePrinterNames())
        usual = QPrinterInfo.defaultPrinterName()
        return sorted(found, key=lambda name: (name != usual, name.casefold()))

    def print(self, pages: list[tuple[int, int, bytes]], title: str, name: str) -> bool:
        """Print ``pages`` on the printer called ``name``; tell whether it took them."""
        from PySide6.QtGui import QPageLayout, QPageSize
        from PySide6.QtPrintSupport import QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPrinterName(name)
        if not printer.isValid():
            return False
        printer.setDocName(title)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
        printer.setPageOrientation(QPageLayout.Orientation.Portrait)
        return paint_pages(pages, printer)
