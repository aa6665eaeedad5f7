"""Why a note is changed or taken out: asked with the likeliest reason picked already."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.engagement.named import NAMED_SOMEBODY
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
    text = tr("What stood before stays in its history; where it named somebody, its words are emptied.")
    return _asked(parent, tr("Why is it changed?"), text, reasons)


def ask_why_out(parent: QWidget) -> str:
    """Return why something is taken out; empty when the person thought better of it."""
    reasons = [
        tr("Entered twice"),
        tr("Entered by mistake"),
        tr("It named somebody"),
        tr("The speaker took it back"),
    ]
    text = tr("It is counted no more. What it said stays in its history; where it named somebody, it is emptied.")
    return _asked(parent, tr("Why is it taken out?"), text, reasons)


def _asked(parent: QWidget, title: str, text: str, reasons: list[str]) -> str:
    found = ReasonDialog.ask(
        parent,
        title,
        text,
        [(NAMED_SOMEBODY if each == tr("It named somebody") else each, each) for each in reasons],
        own=tr("Another reason, with no names"),
        agree=tr("Go on"),
    )
    if found is None:
        return ""
    return NAMED_SOMEBODY if found[0] == NAMED_SOMEBODY else found[1]
