"""The one place that shows errors.

What the world did (:class:`WorldError`) is said as place, fault and remedy. Anything else is a fault of the
program: said as such, with a reference that can be copied; it holds kinds and places in the code, no answer.
"""

from __future__ import annotations

import hashlib
import traceback
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.buttons import button
from desktop.ui.parts.words import words


def reference_of(error: BaseException) -> str:
    """Return a reference to a fault of the program: kinds, files, lines; no message, for it may quote answers."""
    lines = []
    cause: BaseException | None = error
    while cause is not None:
        lines.append(type(cause).__name__)
        for frame in traceback.extract_tb(cause.__traceback__)[-8:]:
            lines.append(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}")
        cause = cause.__cause__ or cause.__context__
    body = "\n".join(lines)
    return f"SB-{hashlib.sha256(body.encode()).hexdigest()[:8]}\n{body}"


class ErrorPanel(QFrame):
    """Shows one error until it is closed.

    Signals:
        closed: the person has read it.
        way_out_wanted: the page that helps out of it is wanted.
    """

    closed = Signal()
    way_out_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "error")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QVBoxLayout(self)
        roomy(layout, gap=1.5, margins=(4, 3, 4, 3))
        self._title = words("", self, Type.SECTION)
        self._fault = words("", self)
        self._remedy = words("", self)
        self._reference = words("", self, Type.SMALL, tone="muted")
        row = QHBoxLayout()
        roomy(row, gap=3)
        self._copy = button(tr("Copy the reference"), self, self._copy_reference)
        self._close = button(tr("Close this message"), self, self.dismiss)
        self._way_out = button("", self, self.way_out_wanted, kind="primary")
        row.addWidget(self._way_out)
        row.addWidget(self._copy)
        row.addWidget(self._close)
        row.addStretch(1)
        for part in (self._title, self._fault, self._remedy, self._reference):
            layout.addWidget(part)
        layout.addLayout(row)
        self._full_reference = ""
        self.setAccessibleName(tr("Error"))
        self.hide()

    @property
    def said(self) -> str:
        """All words that are shown, one line each."""
        parts = (self._title, self._fault, self._remedy, self._reference)
        return "\n".join(part.text() for part in parts if part.text())

    def show_error(self, error: BaseException, *, way_out: str = "") -> None:
        """Show ``error`` and take the focus; ``way_out`` is what the button says that leads out of it."""
        self._way_out.setText(way_out)
        self._way_out.setAccessibleName(way_out)
        self._way_out.setVisible(bool(way_out))
        if isinstance(error, WorldError):
            self._full_reference = ""
            self._title.setText(error.place)
            self._fault.setText(error.fault)
            self._remedy.setText(error.remedy)
        else:
            self._full_reference = reference_of(error)
            self._title.setText(tr("A fault of the program"))
            self._fault.setText(tr("Something went wrong that is not your doing. What was saved is still saved."))
            self._remedy.setText(
                tr(
                    "Try once more. If it happens again, copy the reference and send it to"
                    " whoever supports the program."
                )
            )
        self._reference.setText(
            tr("Reference: {reference}", reference=self._full_reference.partition("\n")[0])
            if self._full_reference
            else ""
        )
        self._reference.setVisible(bool(self._full_reference))
        self._copy.setVisible(bool(self._full_reference))
        self.setAccessibleName(self.said.replace("\n", ". "))
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def dismiss(self) -> None:
        """Hide it."""
        self.hide()
        self.closed.emit()

    def _copy_reference(self) -> None:
        QGuiApplication.clipboard().setText(self._full_reference)
