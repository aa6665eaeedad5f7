"""Keys pressed while an answer is being saved wait for the next screen; none is lost, none hits the old one."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget


class KeyHold(QObject):
    """Holds the key presses meant for ``page`` between :meth:`hold` and :meth:`release`."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._holding = False
        self._kept: list[tuple[int, Qt.KeyboardModifier, str]] = []

    @property
    def holding(self) -> bool:
        """Whether keys are being held."""
        return self._holding

    def hold(self) -> None:
        """Hold keys from now on."""
        if not self._holding:
            self._holding = True
            QApplication.instance().installEventFilter(self)

    def keep(self, typed: str) -> None:
        """Hold characters that were typed ahead of the next screen, as if they were pressed now."""
        for sign in typed:
            self._kept.append((ord(sign.upper()), Qt.KeyboardModifier.NoModifier, sign))

    def release(self) -> None:
        """Give the held keys to whatever has the focus now; one that starts another hold keeps the rest.

        While the page is behind the locked screen they wait for it: they were never meant for the PIN.
        """
        if self._holding:
            self._holding = False
            QApplication.instance().removeEventFilter(self)
        if self._kept and not self._page.isVisible():
            self._page.installEventFilter(self)
            return
        while self._kept and not self._holding:
            key, modifiers, text = self._kept.pop(0)
            target = QApplication.focusWidget()
            if target is None:
                self._kept.clear()
                return
            QCoreApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text))

    def drop(self) -> None:
        """Hold no more, and forget the keys: they were somebody's who has gone."""
        self._kept.clear()
        self.release()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take key presses for the page; when it is seen again, give it those that waited."""
        if event.type() == QEvent.Type.Show and watched is self._page and not self._holding:
            self._page.removeEventFilter(self)
            QTimer.singleShot(0, self, self.release)  # when the keyboard is back where it was
            return False
        if (
            self._holding
            and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
            and isinstance(watched, QWidget)
            and (watched is self._page or self._page.isAncestorOf(watched))
        ):
            # a key that nobody took goes up through the parents: only its first stop counts
            fresh = watched is QApplication.focusWidget()
            if fresh and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                self._kept.append((event.key(), event.modifiers(), event.text()))
            return True
        return False
