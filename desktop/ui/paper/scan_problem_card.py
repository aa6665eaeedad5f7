"""One page that was not attached: what is wrong, and where a person says it belongs."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.foundation.translation import ntr, tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import words


class ScanProblemCard(QWidget):
    """Shows one problem.

    Signals:
        attach_wanted (str, str): the serial and the page that were typed.
        aside_wanted: it is left out, and goes from the list.
        left: Esc.
    """

    attach_wanted = Signal(str, str)
    aside_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        roomy(layout, gap=2)
        self._title = words("", self, Type.STRONG)
        self._why = words("", self)
        layout.addWidget(self._title)
        layout.addWidget(self._why)
        self._hand = QWidget(self)
        hand = QVBoxLayout(self._hand)
        roomy(hand, gap=2)
        self.serial: Field = text_field(
            tr("Serial on the sheet"), self._hand, hint=tr("Type it, or scan a code of the sheet."), characters=24
        )
        self.page: Field = text_field(tr("Page"), self._hand, characters=6)
        self._edit(self.page).setValidator(QIntValidator(1, 999, self.page))
        self._edit(self.serial).returnPressed.connect(self._on_to_page)
        self._edit(self.page).returnPressed.connect(self._attach)
        hand.addWidget(self.serial)
        hand.addWidget(self.page)
        row = Flow(gap=3)
        self._go = button(tr("Attach"), self._hand, self._attach, kind="primary", name=tr("Attach this page"))
        row.addWidget(self._go)
        hand.addLayout(row)
        layout.addWidget(self._hand)
        self._aside = button(
            tr("Leave it out"), self, self.aside_wanted, name=tr("Leave it out: take it from this list, Delete")
        )
        layout.addWidget(self._aside, 0, Qt.AlignmentFlag.AlignLeading)
        # a scrolled column may be shorter than it should be for a moment, and must not squeeze the fields
        for each in (self, self._hand):
            each.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @staticmethod
    def _edit(field: Field) -> QLineEdit:
        edit = field.input
        assert isinstance(edit, QLineEdit)
        return edit

    @property
    def typed(self) -> str:
        """What was typed and not used."""
        return self._edit(self.serial).text().strip() if not self._hand.isHidden() else ""

    def show_problem(self, title: str, why: str, *, by_hand: bool, serial: str = "", page: int = 0) -> None:
        """Show another problem.

        Args:
            by_hand: whether there is a page that can be attached.
            serial: in groups of four, where the page's code says it.
        """
        self._title.setText(title)
        self._why.setText(why)
        self._hand.setVisible(by_hand)
        for field, value in ((self.serial, serial), (self.page, str(page) if page else "")):
            self._edit(field).setText(value)
            field.show_fault("")
        self.let_send(True)

    def let_send(self, free: bool) -> None:
        """Let the page be attached, or wait for what is under way."""
        self._go.setEnabled(free)
        self._aside.setEnabled(free)

    def take_focus(self) -> None:
        """Take the keyboard."""
        if self._hand.isHidden():
            self._aside.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            field = self.page if self.typed else self.serial
            field.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_to_page(self) -> None:
        text = self._edit(self.serial).text().strip()
        if "|" in text:  # the whole code of a page, by a scanner that types
            self._attach()
            return
        self.page.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _attach(self) -> None:
        if not self._go.isEnabled():
            return
        serial, page = self._edit(self.serial).text().strip(), self._edit(self.page).text().strip()
        self.serial.show_fault("" if serial else tr("Type the serial that stands on the sheet."))
        self.page.show_fault("" if page or "|" in serial else tr("Type which page of the form it is."))
        if not serial:
            self.serial.input.setFocus()
        elif not page and "|" not in serial:
            self.page.input.setFocus()
        else:
            self.attach_wanted.emit(serial, page)


def left_over_words(count: int) -> str:
    """Return how many wait, as a heading."""
    return ntr("{count} to look at", "{count} to look at", count) if count else tr("Nothing to look at")
