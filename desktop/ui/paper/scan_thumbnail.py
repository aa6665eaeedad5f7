"""What a scanned page looks like: small beside the list, and large enough to read its serial in a window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy, space
from desktop.ui.parts.buttons import button
from desktop.ui.parts.words import words

_HIGH = 110


class _Fitted(QLabel):
    """A picture as wide as there is room for, and never wider than it is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.whole = QPixmap()
        self.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_picture(self, picture: QPixmap) -> None:
        """Show another one; an empty one for nothing."""
        self.whole = picture
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture into the width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def fit(self) -> None:
        """Scale it to the room there is."""
        if self.whole.isNull():
            self.setPixmap(QPixmap())
            self.setFixedHeight(0)
            return
        ratio = self.devicePixelRatioF()
        room = (QSize(max(self.width(), 1), space(_HIGH)) * ratio).boundedTo(self.whole.size())
        small = self.whole.scaled(
            room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        small.setDevicePixelRatio(ratio)
        self.setPixmap(small)
        self.setFixedHeight(round(small.height() / ratio))


class ScanThumbnail(QWidget):
    """Shows one page, or says that there is nothing to show.

    Attributes:
        picture: the label that has it.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        layout = QVBoxLayout(self)
        roomy(layout, gap=2)
        self._large = button(tr("Show it large…"), self, self._show_large)
        layout.addWidget(self._large, 0, Qt.AlignmentFlag.AlignLeading)
        self._said = words("", self, tone="muted")
        layout.addWidget(self._said)
        self.picture = _Fitted(self)
        layout.addWidget(self.picture)
        layout.addStretch(1)
        self._name = ""
        self.show_page(b"", "", said="")

    def show_page(self, content: bytes, name: str, *, said: str = "") -> None:
        """Show a JPEG.

        Args:
            name: which page it is.
            said: what stands there where there is no picture.
        """
        whole = QPixmap()
        if content:
            whole.loadFromData(content, "JPG")
        self._name = name
        self.picture.setAccessibleName(tr("Picture of {page}", page=name) if name else "")
        self.picture.show_picture(whole)
        self._large.setVisible(not whole.isNull())
        self._said.setText(said)
        self._said.setVisible(bool(said) and whole.isNull())

    def _show_large(self) -> None:
        dialog = self.large()
        try:
            dialog.exec()
        finally:
            dialog.deleteLater()

    def large(self) -> QDialog:
        """Return a window with the page as large as it is; Esc closes it, arrow keys move it."""
        dialog = QDialog(self)
        dialog.setWindowTitle(self._name)
        layout = QVBoxLayout(dialog)
        roomy(layout, gap=2, margins=(3, 3, 3, 3))
        area = QScrollArea(dialog)
        area.setAccessibleName(tr("Picture of {page}, to be moved with the arrow keys", page=self._name))
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        page = QLabel(area)
        page.setPixmap(self.picture.whole)
        page.setAccessibleName(self._name)
        area.setWidget(page)
        layout.addWidget(area)
        layout.addWidget(button(tr("Close"), dialog, dialog.accept), 0, Qt.AlignmentFlag.AlignLeading)
        room = self.screen().availableGeometry().size()
        dialog.resize(room.width() * 9 // 10, room.height() * 9 // 10)
        area.setFocus()
        return dialog
