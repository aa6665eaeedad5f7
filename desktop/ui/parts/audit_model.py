"""The lines of the audit trail as a table shows them: words are made for the rows in sight only."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.foundation.translation import tr
from desktop.ui.interview.answer_words import spoken_time

_Index = QModelIndex | QPersistentModelIndex


class AuditModel(QAbstractTableModel):
    """Number, time, what, who and why. Holds plain values, never rows of the store."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lines: tuple[Any, ...] = ()
        self._columns = (tr("Line"), tr("When"), tr("What"), tr("Who"), tr("Why"))

    def show_lines(self, lines: tuple[Any, ...]) -> None:
        """Show other ``lines``, newest first."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return self._cell(self._lines[index.row()], index.column())

    @staticmethod
    def _cell(line: Any, column: int) -> str:
        if column == 0:
            return str(line.number)
        if column == 1:
            return spoken_time(line.at)
        if column == 2:
            return tr(line.what)
        if column == 3:
            if not line.actor_name:
                # a command with no name, or a wrong PIN at the screen
                return tr("nobody signed in")
            name = line.actor_name
            return name if line.signed_in else tr("{name} (by a command)", name=name)
        return str(line.why)

    def in_full(self, row: int) -> str:
        """Return everything that a line says, in words."""
        number, when, what, who, why = (self._cell(self._lines[row], column) for column in range(5))
        text = tr("Line {number}: {what}. {who}, {when}.", number=number, what=what, who=who, when=when)
        if why:
            text += " " + tr("Why: {why}", why=why)
        if self._lines[row].about_id:
            text += " " + tr("About: {about}", about=self._lines[row].about_id)
        return text
