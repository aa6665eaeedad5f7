"""Qt without a screen, the executors, and the theme."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.jobs.executors import Executors
from desktop.ui.background import Background
from desktop.ui.design.colours import LIGHT
from desktop.ui.design.theme import Theme

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
