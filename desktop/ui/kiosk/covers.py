"""Empty windows over every other screen of the laptop, so that nothing stands open beside the form."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.words import words


class ScreenCover(QWidget):
    """Covers one screen. A press on it gives the keyboard back to the form.

    Signals:
        pressed: somebody pressed here.
    """

    pressed = Signal()

    def __init__(self, screen: QScreen, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle(tr("Sounding Board"))
        self.covered_screen = screen
        column = QVBoxLayout(self)
        column.addStretch(1)
        line = words(tr("Sounding Board"), self, Type.TITLE)
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column.addWidget(line)
        column.addStretch(1)
        self.setScreen(screen)
        self.setGeometry(screen.geometry())

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Give the keyboard back."""
        self.pressed.emit()


class Covers(QObject):
    """Keeps every screen but the window's own covered, also one that is plugged in later."""

    def __init__(self, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self.up: list[ScreenCover] = []
        self._on = False

    def put_up(self) -> None:
        """Cover from now on."""
        if self._on:
            return
        self._on = True
        app = _app()
        app.screenAdded.connect(self._again)
        app.screenRemoved.connect(self._again)
        handle = self._window.windowHandle()
        if handle is not None:
            handle.screenChanged.connect(self._again)
        self._again()

    def take_down(self) -> None:
        """Cover no more."""
        if not self._on:
            return
        self._on = False
        app = _app()
        app.screenAdded.disconnect(self._again)
        app.screenRemoved.disconnect(self._again)
        handle = self._window.windowHandle()
        if handle is not None:
            handle.screenChanged.disconnect(self._again)
        self._drop(self.up)
        self.up = []

    def _again(self, _screen: QScreen | None = None) -> None:
        wanted = [each for each in _app().screens() if each is not self._window.screen()]
        self._drop([cover for cover in self.up if cover.covered_screen not in wanted])
        self.up = [cover for cover in self.up if cover.covered_screen in wanted]
        covered = [cover.covered_screen for cover in self.up]
        for screen in wanted:
            if screen not in covered:
                cover = ScreenCover(screen, self._window)
                cover.pressed.connect(self._to_form)
                cover.showFullScreen()
                self.up.append(cover)

    def _to_form(self) -> None:
        self._window.activateWindow()

    def _drop(self, covers: list[ScreenCover]) -> None:
        for cover in covers:
            cover.hide()
            cover.deleteLater()


def _app() -> QGuiApplication:
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    return app
