"""Where a day begins: for an officer at the event, a volunteer at the keying, an auditor at the audit trail."""

from __future__ import annotations

from typing import Any

from desktop.staff.people import Role
from desktop.ui.pages.page import Where
from desktop.ui.services import Desk


def audits_only(desk: Desk | None) -> bool:
    """Tell whether the person reads the audit trail and works with no programme."""
    return desk is not None and desk.actor.role is Role.AUDITOR


def home_of(desk: Desk | None, arguments: dict[str, Any]) -> tuple[Where, dict[str, Any]]:
    """Return where "today" is for the person at the desk, with those of the ``arguments`` that the page takes."""
    if desk is not None and desk.keys_only:
        return Where.KEYING, arguments
    if audits_only(desk):
        return Where.AUDIT, {}
    if desk is not None and desk.programme is None:
        return Where.PACKS, {}
    return Where.TODAY, arguments


def first_page(desk: Desk, *, programmes: int) -> Where:
    """Return where somebody goes who has just come to a laptop with so many programmes and none chosen."""
    return Where.AUDIT if audits_only(desk) and not programmes else Where.PACKS
