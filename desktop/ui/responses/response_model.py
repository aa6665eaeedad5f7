"""The responses of a list as a table shows them: ids of all, and rows of those that are looked at.

Sorting, filtering and searching are done in SQL; the table never holds more than the rows that were looked at.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.engagement.channel_words import channel_words
from desktop.foundation.translation import tr
from desktop.ui.interview.answer_words import spoken_time
from desktop.ui.responses.response_words import state_words, window_words

CHUNK = 100
"""So many rows are fetched at once."""
_KEPT = 40
"""So many chunks are kept: scrolling through 100,000 rows must not gather them all."""
_Index = QModelIndex | QPersistentModelIndex


class ResponseModel(QAbstractTableModel):
    """Ids in order, and rows by chunks.

    Signals:
        rows_wanted (int): a row of this chunk is looked at and was not fetched yet.
    """

    rows_wanted = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ids: tuple[str, ...] = ()
        self._chunks: OrderedDict[int, dict[str, Any]] = OrderedDict()
        self._asked: set[int] = set()
        self._columns = (
            tr("Started"), tr("Event"), tr("Channel"), tr("Recorded by"), tr("State"), tr("Counts"), tr("Serial"),
        )  # fmt: skip

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all rows, in order."""
        return self._ids

    def show_ids(self, ids: tuple[str, ...]) -> None:
        """Show other responses; where the first ones stay, rows are only added, and the chosen one stays."""
        before = self._ids
        if before and len(ids) >= len(before) and ids[: len(before)] == before:
            if len(ids) > len(before):
                self.beginInsertRows(QModelIndex(), len(before), len(ids) - 1)
                self._ids = ids
                # the last chunk was not full
                last = (len(before) - 1) // CHUNK
                if len(before) % CHUNK:
                    self._chunks.pop(last, None)
                    self._asked.discard(last)
                self.endInsertRows()
            return
        self.beginResetModel()
        self._ids = ids
        self._chunks.clear()
        self._asked.clear()
        self.endResetModel()

    def ids_of(self, chunk: int) -> tuple[str, ...]:
        """Return the ids of a chunk's rows."""
        return self._ids[chunk * CHUNK : (chunk + 1) * CHUNK]

    def put_rows(self, chunk: int, ids: Sequence[str], rows: Sequence[Any]) -> None:
        """Take the rows of a chunk; nothing happens where other responses are shown by now."""
        if self.ids_of(chunk) != tuple(ids):
            return
        self._asked.discard(chunk)
        self._chunks[chunk] = {row.response_id: row for row in rows}
        while len(self._chunks) > _KEPT:
            self._chunks.popitem(last=False)
        first, last = chunk * CHUNK, chunk * CHUNK + len(ids) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))

    def ask_again(self) -> None:
        """Let rows that were asked for and did not come be asked for when they are looked at again."""
        self._asked.clear()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._ids)

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
        chunk = index.row() // CHUNK
        rows = self._chunks.get(chunk)
        if rows is None:
            if chunk not in self._asked:
                self._asked.add(chunk)
                self.rows_wanted.emit(chunk)
            return "…"
        row = rows.get(self._ids[index.row()])
        return "" if row is None else _cell(row, index.column())


def _apart(words: str) -> str:
    """Keep words in their own direction of writing, whichever the table has (Unicode, annex 9: isolates)."""
    return f"\u2068{words}\u2069"


def _cell(row: Any, column: int) -> str:
    match column:
        case 0:
            return _apart(spoken_time(row.started_at))
        case 1:
            return _apart(row.event_name)
        case 2:
            return channel_words(row.channel)
        case 3:
            return str(row.recorded_by)
        case 4:
            return state_words(row.state)
        case 5:
            return window_words(row.window)
        case _:
            return str(row.serial)
