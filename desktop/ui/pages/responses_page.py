"""The responses of a programme: a list of any length, searched, narrowed and sorted, with each a key away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop.foundation.translation import ntr, tr
from desktop.ui.design.spacing import space
from desktop.ui.design.type_scale import Type
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import words
from desktop.ui.responses.filter_bar import FilterBar
from desktop.ui.responses.response_model import CHUNK, ResponseModel

_ROWS = 8
_PAUSE_MS = 120
"""After so long without a key the words that stand there are searched for."""
_REST_MS = 200
"""So long after the first rows the other ids are fetched: they are painted by then, and what is typed meanwhile is
searched for at once, not behind all ids of what nobody wants any more."""
_WIDTHS = (24, 30, 14, 18, 18, 15)
"""Characters of the columns but the last, which takes what is left."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What a look at the store found.

    Attributes:
        asked: number of the search that asked for it.
        whole: whether these are all ids.
        rows: the first of them.
    """

    asked: int
    ids: tuple[str, ...]
    whole: bool
    rows: tuple[Any, ...] = ()


class ResponsesPage(Page):
    """Ids of all, rows of those in sight. Argument: ``said``, what was done with one of them, if anything.

    The first screenful comes at once, the other ids follow; what is typed meanwhile starts a new search, and what
    comes of an older one is not shown any more.
    """

    heading = tr("Responses")
    guide = "responses"
    characters = 156

    def build(self) -> None:
        column = self.content.column
        self._asked = 0
        if self.arguments.get("said"):
            self.say(self.arguments["said"], Type.STRONG)
        self._search = text_field(
            tr("Search"),
            column,
            characters=52,
            hint=tr(
                "Words of the answers, or their beginnings; a serial; who recorded it. Enter goes to the list."
            ),
        )
        self._search.input.textChanged.connect(self._typed)
        self._search.input.returnPressed.connect(self._to_list)
        self._search.input.installEventFilter(self)
        self.add(self._search)
        self._filters = FilterBar(column)
        self._filters.changed.connect(self._look)
        self.add(self._filters)
        row = Flow(gap=3)
        self._count = words("", column, Type.STRONG)
        self._all = button(tr("Show all again"), column, self._show_all)
        self._all.hide()
        row.addWidget(self._count)
        row.addWidget(self._all)
        self.content.layout_.addLayout(row)
        self._model = ResponseModel(self)
        self._model.rows_wanted.connect(self._fetch_rows)
        self._table = self._make_table()
        self.add(self._table)
        self._open_button = button(tr("Open it"), column, self._open, kind="primary", name=tr("Open it, Enter"))
        self.add(self._open_button, leading=True)
        self.content.layout_.addStretch(1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._look_for_the_rest)
        self._wanted: dict[str, Any] = {}
        self._gone = False

    def _make_table(self) -> QTableView:
        table = QTableView(self.content.column)
        table.setModel(self._model)
        table.setAccessibleName(tr("Responses, Enter opens one"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setAlternatingRowColors(True)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        table.installEventFilter(self)
        table.doubleClicked.connect(self._open)
        return table

    # fetching ---------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show the first rows, then the rest; what the lists offer comes beside it."""
        self._fit()
        self._search.input.setFocus()
        self._look()
        self.background.run(partial(self._choices_job, self.work, self.desk), then=self._filters.show_choices)

    @staticmethod
    def _choices_job(work: Any, desk: Any) -> Any:
        programme_id = desk.programme.programme_id
        return work.look_up_responses.choices(desk.place, actor=desk.actor, programme_id=programme_id)

    def before_leaving(self) -> None:
        """Nothing more is looked for: the workers may end before this page does."""
        self._gone = True
        self._pause.stop()
        self._rest.stop()

    def _typed(self) -> None:
        self._rest.stop()
        self._pause.start()

    def _look(self) -> None:
        self._pause.stop()
        self._rest.stop()
        self._asked += 1
        self._wanted = self._filters.wanted(self.desk.programme.programme_id, self._search.input.text())
        self.background.run(self._job(self._wanted, first=True), then=self._found, failed=self._not_found)

    def _look_for_the_rest(self) -> None:
        self.background.run(self._job(self._wanted, first=False), then=self._found, failed=self._not_found)

    def _job(self, wanted: dict[str, Any], *, first: bool) -> Callable[[], Any]:
        work, desk, asked = self.work, self.desk, self._asked

        def job() -> _Found:
            limit = work.look_up_responses.FIRST if first else None
            ids = work.look_up_responses.look_up(desk.place, actor=desk.actor, limit=limit, **wanted)
            # the first rows come with their ids: asked for by themselves they would wait behind all the other ids
            seen = ids[:CHUNK] if first else ()
            rows = work.look_up_responses.lines(desk.place, actor=desk.actor, response_ids=seen) if seen else ()
            return _Found(asked, ids, limit is None or len(ids) < limit, rows)

        return job

    def _found(self, found: _Found) -> None:
        ids, whole = found.ids, found.whole
        if self._gone or found.asked != self._asked:
            return  # something else is wanted by now
        self._model.show_ids(ids)
        if found.rows:
            self._model.put_rows(0, ids[:CHUNK], found.rows)
        if ids and not self._table.currentIndex().isValid():
            self._table.setCurrentIndex(self._model.index(0, 0))
        self._say_count(len(ids), whole=whole)
        self._all.setVisible(bool(self._search.input.text()) or self._filters.narrowed)
        self._open_button.setEnabled(bool(ids))
        if not whole:
            self._rest.start()

    def _not_found(self, error: Exception) -> None:
        self._count.setText(tr("The list could not be fetched."))
        self.background.refused.emit(error)

    def _say_count(self, many: int, *, whole: bool) -> None:
        narrowed = bool(self._search.input.text().strip()) or self._filters.narrowed
        if not whole:
            self._count.setText(tr("The first {count}, and more to come…", count=f"{many:,}"))
        elif many:
            self._count.setText(
                ntr("{number} response", "{number} responses", many, number=f"{many:,}")
                if not narrowed
                else ntr("{number} response found", "{number} responses found", many, number=f"{many:,}")
            )
        else:
            self._count.setText(
                tr("Nothing was found. Try fewer words, or the beginning of one.")
                if narrowed
                else tr("No response was finished yet. Each one stands here as soon as it is.")
            )

    def _fetch_rows(self, chunk: int) -> None:
        ids = self._model.ids_of(chunk)
        self.background.run(
            partial(self._rows_job, self.work, self.desk, chunk, ids),
            then=self._fetched,
            failed=self._not_fetched,
        )

    @staticmethod
    def _rows_job(work: Any, desk: Any, chunk: int, ids: tuple[str, ...]) -> tuple[int, tuple[str, ...], Any]:
        return chunk, ids, work.look_up_responses.lines(desk.place, actor=desk.actor, response_ids=ids)

    def _fetched(self, found: tuple[int, tuple[str, ...], Any]) -> None:
        self._model.put_rows(*found)

    def _not_fetched(self, error: Exception) -> None:
        self._model.ask_again()
        self.background.refused.emit(error)

    # moving about -----------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down leads from the words into the list, Enter opens a row, Esc leads back to the words."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if watched is self._search.input and key == Qt.Key.Key_Down:
                self._to_list()
                return True
            if watched is self._table and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open()
                return True
            if watched is self._table and key == Qt.Key.Key_Escape:
                self._search.input.setFocus()
                self._search.input.selectAll()
                return True
        return super().eventFilter(watched, event)

    def _to_list(self) -> None:
        if self._pause.isActive():
            self._look()
        self._table.setFocus()

    def _open(self, _index: QModelIndex | bool = False) -> None:
        row = self._table.currentIndex().row()
        if 0 <= row < len(self._model.ids):
            self.go(Where.RESPONSE, response_id=self._model.ids[row])

    def _show_all(self) -> None:
        self._search.input.clear()
        self._filters.clear()
        self._search.input.setFocus()

    # size -------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Give rows and columns the room that a new text size needs."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_table"):
            self._fit()

    def _fit(self) -> None:
        # fixed heights and widths: measuring 100,000 rows would take minutes
        height = self._table.fontMetrics().height() + space(3)
        upright = self._table.verticalHeader()
        upright.setMinimumSectionSize(height)
        upright.setDefaultSectionSize(height)
        upright.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        wide = self._table.fontMetrics().averageCharWidth()
        for column, characters in enumerate(_WIDTHS):
            self._table.setColumnWidth(column, wide * characters + space(3))
        self._table.setFixedHeight(height * _ROWS + self._table.horizontalHeader().sizeHint().height() + space(5))
