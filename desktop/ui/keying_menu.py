"""What the menu "Keying" leads to: everything that is done with a pile of sheets that came back."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.foundation.translation import tr
from desktop.staff.people import Action
from desktop.ui.pages.find import page_named
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
    doors = (
        ("KEYING_OVERVIEW", tr("Sheets that wait"), "Ctrl+Shift+K", Action.KEY_PAPER, False),
        ("KEYING", tr("Key paper"), "Ctrl+K", Action.KEY_PAPER, False),
        ("VERIFY", tr("Key sheets a second time"), "Ctrl+Shift+S", Action.KEY_PAPER, False),
        ("ADJUDICATE", tr("Decide where two keyings differ"), "Ctrl+Shift+D", Action.ADJUDICATE, False),
        ("QUERIES", tr("Queries"), "Ctrl+Shift+Q", Action.KEY_PAPER, False),
        ("FILLED_IN", tr("Forms that came by e-mail"), "", Action.KEY_PAPER, False),
        ("SCANS", tr("Scans of sheets"), "", Action.ATTACH_SCANS, True),
        ("TRAINING", tr("Practise keying"), "", Action.KEY_PAPER, True),
        ("VERIFICATION", tr("Which sheets are keyed twice"), "", Action.SET_VERIFICATION, False),
        ("KEYING_FIGURES", tr("Figures of keying"), "", Action.KEY_PAPER, False),
    )
    found = []
    for name, label, keys, needed, rules_off in doors:
        where = Where.__members__.get(name)
        if where is not None and page_named(where.value) is where:
            found.append(KeyingDoor(where, label, keys, needed, rules_off))
    return tuple(found)
