"""The audit trail: who did what and why, and whether the chain of its lines is whole."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableView

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import ntr, tr
from desktop.ui.design.spacing import space
from desktop.ui.design.type_scale import Type
from desktop.ui.pages.page import Page
from desktop.ui.parts.audit_model import AuditModel
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import text_field
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
        self._known = text_field(
            tr("A head that was noted earlier (optional)"),
            column,
            hint=tr("A number and a hash: a trail that was cut at its end, or written anew, shows against it."),
        )
        self._known.input.returnPressed.connect(self._start_verifying)
        self.add(self._known)
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
        lines: tuple[Any, ...] = work.audit.audit_lines(
            desk.place, actor=desk.actor, limit=limit, store_url=store_url
        )
        return lines

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
        self._line.setText(self._model.in_full(row) if row >= 0 else "")

    def _read_more(self) -> None:
        self._limit *= 4
        self.begin()

    # verifying --------------------------------------------------------------------------------------------

    def _start_verifying(self) -> None:
        work, desk, url, known = self.work, self.desk, self._store_url, self._known.input.text().strip()

        def job(_task: Any) -> Any:
            head = work.audit.parse_head(known) if known else None
            result = work.audit.verify_audit(desk.place, actor=desk.actor, store_url=url, known_head=head)
            heads = work.audit.device_heads(desk.place, actor=desk.actor, store_url=url) if url else ()
            return result, tuple(sorted({each.device_id for each in heads if each.went_back}))

        self._known.show_fault("")
        self._verify.setEnabled(False)
        self.background.run(
            job, then=self._verified, failed=self._not_verified, words=tr("Verifying the trail…"), long=True
        )

    def _verified(self, found: tuple[Any, tuple[str, ...]]) -> None:
        result, went_back = found
        self.succeeded.emit()
        self._verify.setEnabled(True)
        head = f"{result.number}:{result.head}"
        if not result.ok:
            self._verdict.say(
                tr("✗ {words}", words=result.words),
                tr(
                    "Somebody wrote in the store with another program, or a part of it was lost. Keep the laptop"
                    " as it is, and tell the coordinator."
                ),
                kind="error",
            )
        elif went_back:
            self._verdict.say(
                tr("✗ The trail of a laptop went back"),
                tr("It told of fewer lines than before: {devices}", devices=", ".join(went_back)),
                kind="error",
            )
        else:
            self._verdict.say(
                tr("✓ {words}", words=result.words),
                ntr(
                    "{count} line was verified. Note its head elsewhere:\n{head}",
                    "{count} lines were verified. Note the head elsewhere:\n{head}",
                    result.lines,
                    head=head,
                ),
                kind="success",
            )
        self._verdict.show()
        self.content.to_top()
        self._verify.setFocus()

    def _not_verified(self, error: Exception) -> None:
        self._verify.setEnabled(True)
        if isinstance(error, WorldError) and self._known.input.text().strip():
            self._known.show_fault(f"{error.fault} {error.remedy}")
            self._known.input.setFocus()
        else:
            self.background.refused.emit(error)
