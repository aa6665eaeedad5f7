"""When one pick goes on by itself: always where the form says so, and by a figure where the person wants it."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from desktop.foundation.translation import tr
from desktop.ui.services import Services

SETTING = "figure_goes_on"
QUICK = frozenset({"quick", "quickcompact"})
"""Appearances that go on after a pick, as ODK Collect does."""


def figure_goes_on(services: Services) -> bool:
    """Tell whether a figure that picks the only answer goes on too; it does unless that was turned off."""
    return services.read_setting(SETTING) != "no"


class FigureGoesOn(QAction):
    """The line of the menu "View" that turns it on and off."""

    def __init__(self, services: Services, parent: QObject) -> None:
        super().__init__(tr("A figure picks and goes on"), parent)
        self._services = services
        self.setCheckable(True)
        self.setChecked(figure_goes_on(services))
        self.triggered.connect(self._keep)

    def _keep(self, wanted: bool) -> None:
        self._services.keep_setting(SETTING, "yes" if wanted else "no")
