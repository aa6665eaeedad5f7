"""When one pick goes on by itself: always where the form says so, and by a figure where the person wants it."""

from __future__ import annotations

from desktop.ui.services import Services

SETTING = "figure_goes_on"
QUICK = frozenset({"quick", "quickcompact"})
"""Appearances that go on after a pick, as ODK Collect does."""


def figure_goes_on(services: Services) -> bool:
    """Tell whether a figure that picks the only answer goes on too; it does unless that was turned off."""
    return services.read_setting(SETTING) != "no"


def keep_figure_goes_on(services: Services, wanted: bool) -> None:
    """Keep what was chosen in the menu."""
    services.keep_setting(SETTING, "yes" if wanted else "no")
