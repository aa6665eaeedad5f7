"""What the menu "Keying" leads to: everything that is done with a pile of sheets that came back."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.foundation.translation import tr
from desktop.staff.people import Action
from desktop.ui.pages.page import Where


@dataclass(frozen=True, slots=True)
class KeyingDoor:
    """A page of keying.

    Attributes:
        keys: of the keyboard; empty where the menu alone leads there.
        needed: what the role must allow.
        rules_off: whether a line stands above it in the menu.
    """

    where: Where
    label: str
    keys: str
    needed: Action
    rules_off: bool = False


def keying_doors() -> tuple[KeyingDoor, ...]:
    """Return what the menu has, in the order in which a pile goes through it."""
    key = Action.KEY_PAPER
    return (
        KeyingDoor(Where.KEYING_OVERVIEW, tr("Sheets that wait"), "Ctrl+Shift+K", key),
        KeyingDoor(Where.KEYING, tr("Key paper"), "Ctrl+K", key),
        KeyingDoor(Where.VERIFY, tr("Key sheets a second time"), "Ctrl+Shift+S", key),
        KeyingDoor(Where.ADJUDICATE, tr("Decide where two keyings differ"), "Ctrl+Shift+D", Action.ADJUDICATE),
        KeyingDoor(Where.QUERIES, tr("Queries"), "Ctrl+Shift+Q", key),
        KeyingDoor(Where.FILLED_IN, tr("Forms that came by e-mail"), "", key),
        KeyingDoor(Where.SCANS, tr("Scans of sheets"), "", Action.ATTACH_SCANS, rules_off=True),
        KeyingDoor(Where.TRAINING, tr("Practise keying"), "", key, rules_off=True),
        KeyingDoor(Where.VERIFICATION, tr("Which sheets are keyed twice"), "", Action.SET_VERIFICATION),
        KeyingDoor(Where.KEYING_FIGURES, tr("Figures of keying"), "", key),
    )
