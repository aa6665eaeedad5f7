"""What is keyed and the scanned page on one screen: side by side where there is room, else one above the other."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from desktop.ui.design.spacing import line_length
from desktop.ui.keying.page_view import PageView
from desktop.ui.parts.scroll import Scroll

_CHARACTERS = 46
"""So wide at least is what is keyed beside a page."""
_LEAST_PAGE = 460
"""Pixels, and so wide the page: a narrower one can't be read at its width, whatever the text size."""
_NO_LIMIT = 16_777_215
"""Qt's own QWIDGETSIZE_MAX."""
_ABOVE = 0.42
"""Part of the height that a page has above what is keyed."""


class WithPage(QWidget):
    """Holds a page's content and a :class:`PageView`, which is seen while a sheet that has scans is keyed.

    Args:
        content: what is keyed; it scrolls by itself.
    """

    def __init__(self, parent: QWidget, content: Scroll, page: PageView) -> None:
        super().__init__(parent)
        self.page = page
        self._content = content
        self._wanted = False
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        page.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        page.hide()
        page.opened.connect(self._arrange)
        self._row.addWidget(content, 10)
        self._row.addWidget(page, 12)

    def show_pages(self, wanted: bool) -> None:
        """Say whether a question is on the screen: at the end of a sheet the page has nothing to show."""
        self._wanted = wanted
        self._arrange()
        # the page may have left so little room that the field is out of sight
        QTimer.singleShot(0, self._content, self._content.show_focus)

    @property
    def beside(self) -> bool:
        """Whether there is room for both side by side."""
        return self.width() >= line_length(_CHARACTERS) + _LEAST_PAGE

    def _arrange(self) -> None:
        self.page.setVisible(self._wanted and self.page.there)
        if self.beside:
            self._row.setDirection(QBoxLayout.Direction.LeftToRight)
            self.page.setMaximumHeight(_NO_LIMIT)
        else:
            # the page above: it is read before its answer is keyed; but the field has to be seen too
            self._row.setDirection(QBoxLayout.Direction.BottomToTop)
            self.page.setMaximumHeight(round(self.height() * _ABOVE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Choose anew when the text size changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange) and hasattr(self, "_row"):
            self._arrange()
