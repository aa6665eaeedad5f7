"""Asks before something goes that was not kept."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.foundation.translation import tr


def may_lose(lost: str, parent: QWidget) -> bool:
    """Ask about what would be lost by leaving a page; nothing is asked where that is empty."""
    if not lost:
        return True
    answer = QMessageBox.question(
        parent,
        tr("Leave this page?"),
        lost,
        QMessageBox.StandardButton.Discard | QMessageBox.StandardButton.Cancel,
        QMessageBox.StandardButton.Cancel,
    )
    return answer == QMessageBox.StandardButton.Discard


def may_close(kept: str, parent: QWidget) -> bool:
    """Say what is kept while the program is closed, and ask whether it shall be."""
    if not kept:
        return True
    answer = QMessageBox.information(
        parent,
        tr("Close the program?"),
        kept,
        QMessageBox.StandardButton.Close | QMessageBox.StandardButton.Cancel,
        QMessageBox.StandardButton.Close,
    )
    return answer == QMessageBox.StandardButton.Close
