"""Asks why: a list of reasons to pick from by one key, and own words where none of them fits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QDialog, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import line_length, roomy, space
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.scroll import Scroll
from desktop.ui.parts.words import words
from desktop.ui.questions.choice_button import RadioRow

_KEYS = "123456789"


class ReasonDialog(QDialog):
    """A figure picks a reason, Enter goes on with it, Esc cancels.

    Args:
        reasons: (code, label), the likeliest first: it is picked already.
        own: the label of a line for own words; empty: there is none. Whatever is typed there is the reason.
    """

    def __init__(
        self, title: str, text: str, reasons: Sequence[tuple[str, str]], parent: QWidget, *, own: str, agree: str
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        outer = QVBoxLayout(self)
        roomy(outer, gap=3, margins=(5, 5, 5, 4))
        outer.addWidget(words(title, self, Type.SECTION))
        outer.addWidget(words(text, self))
        scroll = Scroll(self, characters=0, margins=0)
        roomy(scroll.layout_, gap=1)
        self._group = QButtonGroup(self)
        self._rows: list[RadioRow] = []
        for key, (code, label) in zip(_KEYS, reasons, strict=False):
            row = RadioRow(label, key, scroll.column)
            row.setProperty("code", code)
            row.setAccessibleDescription(tr("{question}. Key {key}", question=title, key=key))
            self._group.addButton(row)
            self._rows.append(row)
            scroll.layout_.addWidget(row)
        self._own = text_field(own, scroll.column, characters=0) if own else None
        if self._own is not None:
            scroll.layout_.addWidget(self._own)
            self._own.input.returnPressed.connect(self.accept)
        scroll.layout_.addStretch(1)
        outer.addWidget(scroll, 1)
        choices = Flow(gap=3)
        agreed = button(agree, self, self.accept, kind="primary")
        agreed.setDefault(True)
        choices.addWidget(agreed)
        choices.addWidget(button(tr("Cancel"), self, self.reject, name=tr("Cancel, Esc")))
        outer.addLayout(choices)
        self._rows[0].setChecked(True)
        self._rows[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self._take_room()

    def _take_room(self) -> None:
        """Be as high as the reasons need, and no higher than the screen: the rest is scrolled to."""
        room = self.screen().availableGeometry().size()
        width = min(line_length(70), room.width() - space(8))
        rows = sum(row.heightForWidth(width - space(16)) + space(1) for row in self._rows)
        wanted = rows + space(42) + (space(20) if self._own is not None else 0)
        self.resize(width, min(wanted, room.height() - space(8)))

    @property
    def chosen(self) -> tuple[str, str]:
        """The reason: its code, and the words for it. Own words have an empty code."""
        typed = self._own.input.text().strip() if self._own is not None else ""
        if typed:
            return "", typed
        row = self._group.checkedButton()
        return row.property("code"), row.label

    @classmethod
    def ask(
        cls,
        parent: QWidget,
        title: str,
        text: str,
        reasons: Sequence[tuple[str, str]],
        *,
        own: str = "",
        agree: str,
    ) -> tuple[str, str] | None:
        """Show it and return (code, words) of the reason; ``None`` when it was cancelled."""
        dialog = cls(title, text, reasons, parent, own=own, agree=agree)
        try:
            return dialog.chosen if dialog.exec() == QDialog.DialogCode.Accepted else None
        finally:
            dialog.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pick by a figure."""
        place = _KEYS.find(event.text()) if event.text() else -1
        if 0 <= place < len(self._rows):
            self._rows[place].setChecked(True)
            self._rows[place].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)
