"""Every difference of a sheet is decided: a last look, and why it was no third person where it was none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.responses.keyings import FieldKeyed
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.keying.decide_card import reading
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import words


class DecideEnd(QWidget):
    """Lists the decisions, and keeps them all at once.

    Signals:
        kept (str): keep them; why it was no third person who decided, or empty.
        back: to the last field. wanted (int): to the field at that place.
    """

    kept = Signal(str)
    back = Signal()
    wanted = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._third = True
        layout = QVBoxLayout(self)
        roomy(layout, gap=3)
        self.top = words("", self, tone="muted")
        layout.addWidget(self.top)
        layout.addWidget(words(tr("All is decided"), self, Type.TITLE))
        self.table = Table(
            tr("What was decided"),
            (tr("No."), tr("Stands from now on"), tr("As keyed"), tr("Question")),
            self,
            most_rows=8,
        )
        self.table.cellActivated.connect(self._to_row)
        layout.addWidget(self.table)
        self.exception = text_field(
            tr("Why no third person decides"),
            self,
            hint=tr("You keyed this sheet yourself. The reason is kept, and the figures show the exception."),
            characters=60,
        )
        self.exception.input.setMaxLength(300)
        self.exception.input.returnPressed.connect(self._keep)
        layout.addWidget(self.exception)
        layout.addWidget(
            words(tr("Enter keeps the decisions; they stay for ever, with your name. Esc goes back."), self)
        )
        row = Flow(gap=3)
        self.keep = button(tr("Keep the decisions"), self, self._keep, kind="primary")
        row.addWidget(self.keep)
        row.addWidget(button(tr("Back to the last field"), self, self.back))
        layout.addLayout(row)

    def show_end(
        self, top: str, fields: tuple[Any, ...], adopted: Mapping[str, FieldKeyed], *, third: bool
    ) -> None:
        """Show what was decided of ``fields``."""
        self._third = third
        self.top.setText(top)
        self.table.show_rows(
            [
                (
                    each.path,
                    (
                        each.number,
                        reading(each, adopted[each.path]).replace("\n", "; "),
                        _as_keyed(each, adopted[each.path]),
                        each.label,
                    ),
                )
                for each in fields
            ]
        )
        self.exception.setVisible(not third)
        self.exception.show_fault("")
        (self.keep if third else self.exception.input).setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, message: str) -> None:
        """Say why they can't be kept."""
        self.exception.show()
        self.exception.show_fault(message)
        self.exception.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        why = self.exception.input.text().strip()
        if not self._third and not why:
            self.refuse(tr("Say why no third person decides."))
            return
        self.kept.emit("" if self._third else why)

    def _to_row(self, row: int, _column: int) -> None:
        self.wanted.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the last field."""
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        else:
            super().keyPressEvent(event)


def _as_keyed(each: Any, adopted: FieldKeyed) -> str:
    if adopted == each.first:
        return tr("the first time")
    return tr("the second time") if adopted == each.second else tr("neither time")
