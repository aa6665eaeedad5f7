"""The audit trail: who did what and why, and whether the chain of its lines is whole."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableView

from desktop.foundation.translation import ntr, tr
from desktop.ui.design.spacing import space
from desktop.ui.design.type_scale import Type
from desktop.ui.pages.page import Page
from desktop.ui.parts.audit_model import AuditModel
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import Notice, words

FIRST = 500
"""So many lines are read at first; more on demand."""
_ROWS = 12


class AuditPage(Page):
    """Read only. Argument: ``store_url`` for the trail of the central store; else that of this laptop."""

    heading = tr("Audit trail")
    guide = "audit"
    characters = 118

    def build(self) -> None:
        column = self.content.column
        self._store_url: str = self.arguments.get("store_url", "")
        self._limit = FIRST
        self.say(
            tr("Audit trail of the central store") if self._store_url else tr("Audit trail of this laptop"),
            Type.TITLE,
        )
        self._verdict = Notice("note", "", "", column)
        self._verdict.hide()
        self.add(self._verdict)
        self.say(
            tr(
                "Each line holds a hash of the line before it, so that none can be changed or taken out unseen. No"
                " answer and no contact detail is in it."
            )
        )
        row = Flow(gap=3)
        self._verify = button(tr("Verify the trail"), column, self._start_verifying, kind="primary")
        self._more = button(tr("Read earlier lines"), column, self._read_more)
        row.addWidget(self._verify)
        row.addWidget(self._more)
        self.content.layout_.addLayout(row)
        self._count = words("", column, tone="muted")
        self.add(self._count)
        self._model = AuditModel(self)
        self._table = QTableView(column)
        self._table.setModel(self._model)
        self._table.setAccessibleName(tr("Lines of the audit trail"))
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.setAlternatingRowColors(True)
        self._table.setTabKeyNavigation(False)
        self._table.setWordWrap(False)
        self._table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._table.verticalHeader().hide()
        header = self._table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        self._table.selectionModel().currentRowChanged.connect(self._show_line)
        self.add(self._table)
        self._line: QLabel = words("", column)
        self.add(self._line)
        self.content.layout_.addStretch(1)

    def begin(self) -> None:
        """Read the newest lines."""
        self.load(partial(self._fetch, self.work, self.desk, self._store_url, self._limit), self._found)

    @staticmethod
    def _fetch(work: Any, desk: Any, store_url: str, limit: int) -> tuple[Any, ...]:
        at = {"store_url": store_url} if store_url else {}
        lines = work.audit.audit_lines(desk.place, actor=desk.actor, limit=limit, **at)
        return tuple(sorted(lines, key=lambda line: line.number, reverse=True))

    def _found(self, lines: tuple[Any, ...]) -> None:
        self._model.show_lines(lines)
        self._more.setVisible(len(lines) >= self._limit)
        self._count.setText(
            ntr("The newest line", "The newest {count} lines", len(lines))
            if len(lines) >= self._limit
            else ntr("{count} line in all", "{count} lines in all", len(lines))
        )
        self._fit()
        if lines:
            self._table.setCurrentIndex(self._model.index(0, 0))
        (self._table if lines else self._verify).setFocus()

    def _fit(self) -> None:
        height = self._table.fontMetrics().height() + space(3)
        upright = self._table.verticalHeader()
        upright.setMinimumSectionSize(height)
        upright.setDefaultSectionSize(height)
        upright.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        # by the rows in sight: the widths of all would be measured one by one
        self._table.horizontalHeader().setResizeContentsPrecision(_ROWS * 4)
        for column in range(self._model.columnCount() - 1):
            self._table.resizeColumnToContents(column)
            self._table.setColumnWidth(column, min(self._table.columnWidth(column) + space(3), space(95)))
        shown = min(max(self._model.rowCount(), 1), _ROWS)
        self._table.setFixedHeight(height * shown + self._table.horizontalHeader().sizeHint().height() + space(5))

    def changeEvent(self, event: QEvent) -> None:
        """Give rows and columns the room that a new text size needs."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_line"):
            self._fit()

    def _show_line(self) -> None:
        """Say the chosen line in full, where the table cuts it."""
        row = self._table.currentIndex().row()
        if row < 0:
            self._line.clear()
            return
        number, when, who, what, why, about = (
            str(self._model.index(row, column).data()) for column in range(self._model.columnCount())
        )
        text = tr("Line {number}: {what}. {who}, {when}.", number=number, what=what, who=who, when=when)
        if why:
            text += " " + tr("Why: {why}", why=why)
        if about:
            text += " " + tr("About: {about}", about=about)
        self._line.setText(text)

    def _read_more(self) -> None:
        self._limit *= 4
        self.begin()

    # verifying --------------------------------------------------------------------------------------------

    def _start_verifying(self) -> None:
        work, desk = self.work, self.desk
        at = {"store_url": self._store_url} if self._store_url else {}

        def job(_task: Any) -> Any:
            return work.audit.verify_audit(desk.place, actor=desk.actor, **at)

        self._verify.setEnabled(False)
        self.background.run(
            job, then=self._verified, failed=self._not_verified, words=tr("Verifying the trail…"), long=True
        )

    def _verified(self, result: Any) -> None:
        self.succeeded.emit()
        self._verify.setEnabled(True)
        if result.ok:
            self._verdict.say(
                tr("✓ The trail is whole"),
                tr(
                    "{lines} verified. The newest hash is {head}: note it elsewhere, and a cut end would show.",
                    lines=ntr("{count} line", "{count} lines", result.lines),
                    head=str(result.head)[:16],
                ),
                kind="success",
            )
        else:
            self._verdict.say(
                tr("✗ The trail was changed"),
                tr(
                    "Line {number} does not fit the one before it. Somebody wrote in the store with another"
                    " program. Keep the laptop as it is, and tell the coordinator.",
                    number=result.first_broken,
                ),
                kind="error",
            )
        self._verdict.show()
        self.content.to_top()
        self._verify.setFocus()

    def _not_verified(self, error: Exception) -> None:
        self._verify.setEnabled(True)
        self.background.refused.emit(error)
