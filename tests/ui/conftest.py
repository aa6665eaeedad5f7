"""Qt without a screen, the executors, and the theme."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.foundation.clock import SetClock
from desktop.jobs.executors import Executors
from desktop.packs.pack import Pack
from desktop.staff.people import Actor
from desktop.ui.background import Background
from desktop.ui.design.colours import LIGHT
from desktop.ui.design.theme import Theme
from desktop.ui.main_window import MainWindow
from desktop.ui.services import Desk, Services
from desktop.workflows.workplace import Workplace
from tests.workplaces import clock, empty_place, event_id, made_once, officer, pack, place

__all__ = ["clock", "empty_place", "event_id", "made_once", "officer", "pack", "place"]

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The screen that is not there has no size hints to pass on, and says so at each window."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints"))


@pytest.fixture
def holder(qtbot) -> QWidget:
    """Give a window to put widgets into."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def executors() -> Iterator[Executors]:
    with Executors() as made:
        yield made
        # a window that was closed lives on until the next event loop takes it away: that would be another test's
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def background(qtbot, executors: Executors) -> Background:
    return Background(executors)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    direction = qapp.layoutDirection()
    font, palette, sheet = qapp.font(), qapp.palette(), qapp.styleSheet()
    made = Theme(qapp, scheme=LIGHT)
    yield made
    made.setParent(None)
    qapp.setStyleSheet(sheet)
    qapp.setFont(font)
    qapp.setPalette(palette)
    qapp.setLayoutDirection(direction)


@pytest.fixture
def mirrored(qapp: QApplication) -> Iterator[None]:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def services(tmp_path: Path, clock: SetClock, executors: Executors) -> Services:
    """Give what a window is given: real workflows, no keyring."""
    return Services(
        folder=tmp_path / "data",
        practice_folder=tmp_path / "practice",
        clock=clock,
        executors=executors,
        find_keyring=lambda: None,
    )


@pytest.fixture
def window(qtbot, theme, services: Services, background: Background) -> MainWindow:
    """Give the window, with nothing open."""
    made = MainWindow(services=services, theme=theme, background=background)

    def leave(_window: MainWindow) -> None:
        if made.page is not None:
            made.page.before_leaving()
        qtbot.waitUntil(lambda: not background.busy, timeout=20_000)
        made.page = None  # closing asks about what the page keeps, and nobody is here to answer
        made.desk = None

    qtbot.addWidget(made, before_close_func=leave)
    made.resize(1366, 728)
    made.show()
    return made


@pytest.fixture
def at_work(window: MainWindow, place: Workplace, officer: Actor, pack: Pack) -> MainWindow:
    """Give the window with the shipped programme open and an officer at the laptop."""
    window.desk = Desk(place, officer, pack.programme)
    return window
