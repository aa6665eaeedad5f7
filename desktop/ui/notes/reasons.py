"""Why a note is changed or taken out: asked with the likeliest reason picked already."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.foundation.translation import tr
from desktop.ui.parts.reason_dialog import ReasonDialog


def ask_why_changed(parent: QWidget) -> str:
    """Return why something is changed; empty when the person thought better of it."""
    reasons = [
        tr("A slip of the pen"),
        tr("Words were missing"),
        tr("It was put down under the wrong heading"),
        tr("It named somebody"),
    ]
    return _asked(parent, tr("Why is it changed?"), tr("What stood before stays in its history."), reasons)


def ask_why_out(parent: QWidget) -> str:
    """Return why something is taken out; empty when the person thought better of it."""
    reasons = [
        tr("Entered twice"),
        tr("Entered by mistake"),
        tr("It named somebody"),
        tr("The speaker took it back"),
    ]
    text = tr("It is counted no more. What it said stays in its history, with the reason.")
    return _asked(parent, tr("Why is it taken out?"), text, reasons)


def _asked(parent: QWidget, title: str, text: str, reasons: list[str]) -> str:
    found = ReasonDialog.ask(
        parent,
        title,
        text,
        [(each, each) for each in reasons],
        own=tr("Another reason, with no names"),
        agree=tr("Go on"),
    )
    return found[1] if found is not None else ""
