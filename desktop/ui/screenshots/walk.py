"""The walk through every screen of practice, in one way of showing them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.foundation.clock import SetClock
from desktop.jobs.executors import Executors
from desktop.ui.background import Background
from desktop.ui.design.theme import Theme, scheme_named
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.page import Where
from desktop.ui.screenshots.camera import Camera
from desktop.ui.screenshots.custody import take_custody
from desktop.ui.screenshots.event_day import take_event_day, take_responses, take_start
from desktop.ui.screenshots.interview import take_interview
from desktop.ui.screenshots.keying import take_keying
from desktop.ui.screenshots.kiosk import take_kiosk
from desktop.ui.screenshots.paper import take_paper
from desktop.ui.screenshots.question_kinds import take_kinds
from desktop.ui.screenshots.ways_in import take_out_of_sight
from desktop.ui.services import Services

WIDTH, HEIGHT = 1366, 728
"""A 1366 x 768 laptop, less the bar of the operating system."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way of showing the screens.

    Attributes:
        name: of its folder and its sheets.
        scale: text size in per cent.
        scheme: name of the colours.
        mirrored: every layout from right to left, as in Arabic and Urdu.
    """

    name: str
    scale: int = 100
    scheme: str = "light"
    mirrored: bool = False


WAYS = (
    Way("100"),
    Way("200", scale=200),
    Way("dark", scheme="dark"),
    Way("high-contrast", scheme="high contrast"),
    Way("mirrored", mirrored=True),
)


def take_all(folder: Path, out: Path, way: Way, *, only: Sequence[str] = ()) -> list[Path]:
    """Walk through every screen of practice and return the pictures' paths; ``only`` some of them.

    Args:
        folder: for the practice store; it can go afterwards.
    """
    app = QApplication.instance() or QApplication([sys.argv[0]])
    assert isinstance(app, QApplication)
    font, direction = app.font(), app.layoutDirection()
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft if way.mirrored else Qt.LayoutDirection.LeftToRight)
    theme = Theme(app, scale=way.scale, scheme=scheme_named(way.scheme))
    try:
        with Executors() as executors:
            return _take(folder, out, way, only, app, theme, executors)
    finally:
        theme.setParent(None)  # the next way begins with the font of the system
        app.setStyleSheet("")
        app.setFont(font)
        app.setLayoutDirection(direction)


def _take(
    folder: Path,
    out: Path,
    way: Way,
    only: Sequence[str],
    app: QApplication,
    theme: Theme,
    executors: Executors,
) -> list[Path]:
    services = Services(
        folder=folder / "real",
        practice_folder=folder / "practice",
        clock=SetClock(datetime(2026, 3, 12, 10, 30, tzinfo=UTC)),
        executors=executors,
        find_keyring=lambda: None,
        # each picture shows the question with its answer: nothing goes on by itself
        read_setting=lambda name: "no" if name == "figure_goes_on" else "",
        direction_of=(lambda _language: Qt.LayoutDirection.RightToLeft) if way.mirrored else None,
    )
    background = Background(executors)
    window = MainWindow(services=services, theme=theme, background=background)
    window.resize(WIDTH, HEIGHT)
    camera = Camera(app, window, background, out, only)
    window.show_page(Where.START)
    window.show()
    try:
        _walk(camera)
    finally:
        if window.page is not None:
            window.page.before_leaving()
        camera.settle()
        window.close_workplace()
        window.hide()
        window.deleteLater()
        app.processEvents()
    return camera.taken


def _walk(camera: Camera) -> None:
    take_start(camera)
    take_event_day(camera)
    take_interview(camera)
    take_responses(camera)
    take_paper(camera)
    take_keying(camera)
    take_custody(camera)
    take_kinds(camera)
    take_kiosk(camera)
    take_out_of_sight(camera)
