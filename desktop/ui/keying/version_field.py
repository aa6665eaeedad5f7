"""Which version of a form a sheet of another laptop has: it stands at its foot, and nothing else tells it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QWidget

from desktop.foundation.translation import tr
from desktop.ui.parts.fields import Field


class VersionField(Field):
    """Asks for the version where this laptop has several; hidden otherwise.

    Signals:
        entered: Enter was pressed on the choice.
    """

    entered = Signal()

    def __init__(self, parent: QWidget) -> None:
        self._versions = QComboBox()
        self._versions.setPlaceholderText(tr("Choose the version"))
        super().__init__(
            tr("Version on the sheet"),
            self._versions,
            parent,
            hint=tr("It stands at the foot of every page, behind the form's name. This laptop has several."),
        )
        self._versions.installEventFilter(self)
        self.hide()

    @property
    def chosen(self) -> str:
        """The version that was chosen, or empty."""
        return self._versions.currentText()

    def offer(self, versions: tuple[str, ...]) -> None:
        """Ask for one of ``versions``; what was chosen for the sheet before stands where it is among them."""
        before = self.chosen
        self._versions.clear()
        self._versions.addItems(list(versions))
        self._versions.setCurrentIndex(versions.index(before) if before in versions else -1)
        self.show()

    def ask(self) -> None:
        """Say that it is missing, and give it the keyboard."""
        self.show_fault(tr("Choose the version that stands on the sheet."))
        self._versions.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on."""
        enter = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.type() == QEvent.Type.KeyPress and self.chosen:
            self.entered.emit()
            return True
        return super().eventFilter(watched, event)
