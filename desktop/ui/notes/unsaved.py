"""What could not be saved: kept in sight until it is, or until somebody takes it back into the box."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import ntr, tr
from desktop.ui.design.spacing import roomy
from desktop.ui.notes.note_words import first_line
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import Notice


class OnItsWay(QObject):
    """The fields of one note, from Enter until the disk has it.

    It goes with the page. What the disk refuses afterwards is then shown by the window, as every error is that no
    page takes care of; a result that the page itself waited for would be dropped.

    Signals:
        kept (object): what was saved. refused (object, object): the fields, and the error.
    """

    kept = Signal(object)
    refused = Signal(object, object)

    def __init__(self, fields: dict[str, Any], page: QWidget) -> None:
        super().__init__(page)
        self._fields = fields

    def end(self, saved: Any) -> None:
        """It is on the disk."""
        self.kept.emit(saved)
        self.deleteLater()

    def fail(self, error: Exception) -> None:
        """It was not saved."""
        self.refused.emit(self._fields, error)
        self.deleteLater()


class Unsaved(QWidget):
    """Holds the fields of notes that the disk, or a rule, refused. Hidden while there are none.

    Attributes:
        held: the fields of each, oldest first.
    Signals:
        again_wanted: all of them are to be saved again.
        back_wanted: the oldest is to be taken back into the box.
    """

    again_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.held: list[dict[str, Any]] = []
        self._why = ""
        column = QVBoxLayout(self)
        roomy(column, gap=2)
        self._notice = Notice("error", "", "", self)
        column.addWidget(self._notice)
        row = Flow(gap=2)
        self.again = button(tr("Try again"), self, self.again_wanted, kind="primary")
        row.addWidget(self.again)
        row.addWidget(button(tr("Put the first back into the field"), self, self.back_wanted))
        column.addLayout(row)
        self.hide()

    def hold(self, fields: dict[str, Any], error: Exception) -> None:
        """Keep ``fields`` in sight, and say why they were not saved."""
        self.held.append(fields)
        self._why = (
            f"{error.fault} {error.remedy}" if isinstance(error, WorldError) else tr("A fault of the program.")
        )
        self._show()

    def take_all(self) -> list[dict[str, Any]]:
        """Return all, and hold none."""
        taken, self.held = self.held, []
        self._show()
        return taken

    def take_first(self) -> dict[str, Any] | None:
        """Return the oldest, and hold it no more."""
        taken = self.held.pop(0) if self.held else None
        self._show()
        return taken

    def _show(self) -> None:
        title = ntr("{count} comment is not saved", "{count} comments are not saved", len(self.held))
        lines = [first_line(each["words"], 60) for each in self.held]
        self._notice.say(title, "\n".join([self._why, *lines]))
        self.setVisible(bool(self.held))
