"""The sheets that can be keyed from their scans: attached, and keyed by nobody yet. The paper may be elsewhere."""

from __future__ import annotations

from datetime import datetime

from desktop.responses.drafts import DraftKind
from desktop.sheets.copies import CopyState
from desktop.staff.people import Action, Actor
from desktop.workflows.keyed_sheets import KEYED
from desktop.workflows.workplace import Workplace, require

_NOT_TO_KEY = KEYED | {CopyState.SPOILED, CopyState.BLANK, CopyState.REFUSED}


def scanned_to_key(place: Workplace, *, actor: Actor, programme_id: str) -> tuple[str, ...]:
    """Return the serials of sheets with scans that nobody has keyed or begun to key, in the order of attaching.

    Raises:
        Refusal: the role does not allow keying.
    """
    require(actor, Action.KEY_PAPER)
    with place.reading() as unit:
        first: dict[str, tuple[datetime, str]] = {}
        for scan in unit.scans.list(programme_id):
            at = (scan.attached_at, scan.serial)
            first[scan.serial] = min(first.get(scan.serial, at), at)
        copies = unit.copies.copies(first)
        begun = {draft.serial for draft in unit.drafts.list_open(kind=DraftKind.KEYING)}
    waiting = [
        serial
        for serial in first
        if serial not in begun and (serial not in copies or copies[serial].state not in _NOT_TO_KEY)
    ]
    return tuple(sorted(waiting, key=lambda serial: first[serial]))
