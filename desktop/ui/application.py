"""Runs the application: one ``QApplication``, one window, and an orderly end.

What ``startup`` hands in:

``folder``
    the data folder of real work (``--data``, else the platform's own place); practice stands below it.
``practice``
    true for ``--practice``: the first page is practice at once.
``clock``, ``executors``
    the clock, and :class:`desktop.jobs.executors.Executors`; the executors are closed here at the end.
``find_keyring``
    called on a worker when a store is set up or opened; returns the keyring port or ``None``.
``passphrase``
    from the environment, for unattended use; ``None`` when there is none.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from desktop.foundation.assets import resource_path
from desktop.foundation.clock import Clock
from desktop.jobs.executors import Executors
from desktop.ui.background import Background
from desktop.ui.design.theme import Theme, scheme_named
from desktop.ui.garbage import Collector
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.page import Where
from desktop.ui.services import Services

PRACTICE_FOLDER = "practice"
_SETTINGS = "screen.ini"
_TEXT_SIZE = "text size"
_COLOURS = "colours"


class ScreenSettings:
    """Settings of the screen in a small file: text size, address of the central store. Nothing of a person."""

    def __init__(self, folder: Path) -> None:
        self._settings = QSettings(str(folder / _SETTINGS), QSettings.Format.IniFormat)

    def read(self, name: str) -> str:
        """Return a setting, empty when it was never kept."""
        return str(self._settings.value(name.replace(" ", "_"), ""))

    def keep(self, name: str, value: str) -> None:
        """Keep a setting."""
        self._settings.setValue(name.replace(" ", "_"), value)

    def read_text_size(self) -> int:
        """Return the text size in per cent, 100 when none was kept."""
        kept = self.read(_TEXT_SIZE)
        return int(kept) if kept.isdigit() else 100

    def keep_text_size(self, scale: int) -> None:
        """Keep the text size."""
        self.keep(_TEXT_SIZE, str(scale))

    def keep_colours(self, name: str) -> None:
        """Keep the name of the scheme that was chosen; empty: as the system has it."""
        self.keep(_COLOURS, name)

    def read_colours(self) -> str:
        """Return the name of the scheme that was chosen; empty: as the system has it."""
        return self.read(_COLOURS)


def run_application(
    *,
    folder: Path,
    practice: bool = False,
    clock: Clock,
    executors: Executors,
    find_keyring: Callable[[], Any],
    passphrase: str | None = None,
    arguments: Sequence[str] = (),
    when_painted: Callable[[], None] | None = None,
    preview: Path | None = None,
) -> int:
    """Show the window and return the exit code when it is closed.

    Args:
        when_painted: called once, when the first window is on the screen; for measuring.
        preview: a form to go through, with no store open and nothing saved; the window closes with it.
    """
    app = QApplication.instance() or QApplication([sys.argv[0], *arguments])
    assert isinstance(app, QApplication)
    app.setApplicationName("Sounding Board")
    app.setApplicationDisplayName("Sounding Board")
    icon = resource_path("icons/sounding-board.svg")
    if icon.exists():
        app.setWindowIcon(QIcon(str(icon)))
    settings = ScreenSettings(folder)
    theme = Theme(
        app,
        scale=settings.read_text_size(),
        scheme=scheme_named(settings.read_colours()),
        keep=settings.keep_text_size,
        keep_scheme=settings.keep_colours,
    )
    services = Services(
        folder=folder,
        practice_folder=folder / PRACTICE_FOLDER,
        clock=clock,
        executors=executors,
        find_keyring=find_keyring,
        passphrase=passphrase,
        read_setting=settings.read,
        keep_setting=settings.keep,
    )
    background = Background(executors)
    collector = Collector(app)
    window = MainWindow(services=services, theme=theme, background=background)
    if preview is not None:
        window.show_page(Where.PREVIEW, path=str(preview))
    else:
        window.show_page(Where.START, practise=practice, open_real=passphrase is not None and not practice)
    window.open_on_screen(window.screen().availableGeometry().width())
    if when_painted is not None:
        QTimer.singleShot(0, app, when_painted)
    try:
        return app.exec()
    finally:
        # what the window still saves must reach the disk before the workers end; results go nowhere any more
        executors.close()
        window.close_workplace()
        window.deleteLater()
        collector.stop()
