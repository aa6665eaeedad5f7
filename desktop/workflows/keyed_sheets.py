"""What keying and verifying do with the sheet: its copy is moved on in the same transaction as the response."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from desktop.foundation.clock import civil_date
from desktop.foundation.errors import Defect
from desktop.foundation.ids import new_id
from desktop.responses.keyings import FieldEffort, KeyedSheet, Which
from desktop.responses.response import Revision
from desktop.sheets.copies import CopyState
from desktop.sheets.custody import SheetHow, SheetMove, SheetMoveKind
from desktop.staff.people import Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.workplace import Workplace, the_programme

KEYED = frozenset({CopyState.KEYED, CopyState.VERIFIED})
"""States of a copy whose answers are a response."""
_LOTS = secrets.SystemRandom()


def mark_keyed(place: Workplace, unit: UnitOfWork, *, actor: Actor, revision: Revision, at: datetime) -> None:
    """Log that the sheet was keyed as this response; one that another laptop printed is known here from now on.

    Raises:
        Defect: the sheet was keyed as another response before; whoever begins to key it is refused for that.
    """
    about = revision.envelope
    known = unit.copies.copy(about.serial)
    if known is None:
        unit.copies.add_foreign({about.serial: (about.programme_id, revision.form_id)})
    elif known.state in KEYED:
        if known.response_id == revision.response_id:
            return
        raise Defect("a copy was keyed twice")
    zone = the_programme(unit, about.programme_id).time_zone
    day = date.fromisoformat(about.received_on) if about.received_on else civil_date(at, zone)
    unit.sheet_moves.add(
        _move(
            place,
            actor,
            SheetMoveKind.KEY,
            [about.serial],
            day=day,
            at=at,
            programme_id=about.programme_id,
            event_id=about.event_id,
            response_id=revision.response_id,
            form_sha256=revision.form_sha256,
        )
    )


def keep_first_keying(
    place: Workplace,
    unit: UnitOfWork,
    *,
    revision: Revision,
    begun: datetime,
    at: datetime,
    efforts: Mapping[str, FieldEffort],
) -> KeyedSheet:
    """Keep in the response's own transaction that it is the first keying of its sheet, and return that.

    What decides whether it is keyed a second time is fixed here: the plan that is in force, and the lot.
    """
    about = revision.envelope
    plan = unit.plans.newest(revision.form_id)
    keying = KeyedSheet(
        keying_id=new_id(),
        which=Which.FIRST,
        serial=about.serial,
        programme_id=about.programme_id,
        event_id=about.event_id,
        form_id=revision.form_id,
        form_version=revision.form_version,
        form_sha256=revision.form_sha256,
        response_id=revision.response_id,
        instance_id=revision.instance_id,
        keyer=about.recorder,
        device_id=place.device_id,
        started_at=begun,
        finished_at=at,
        efforts=dict(efforts),
        plan_version=0 if plan is None else plan.version,
        lot=_LOTS.random(),
    )
    unit.keyings.add(keying)
    return keying


def mark_verified(
    place: Workplace, unit: UnitOfWork, *, actor: Actor, programme_id: str, serials: Iterable[str], at: datetime
) -> None:
    """Log that the keying of these sheets was verified; those that are not keyed are passed over."""
    found = unit.copies.copies(serials)
    keyed = sorted(serial for serial, copy in found.items() if copy.state is CopyState.KEYED)
    if keyed:
        day = civil_date(at, the_programme(unit, programme_id).time_zone)
        unit.sheet_moves.add(
            _move(place, actor, SheetMoveKind.VERIFY, keyed, day=day, at=at, programme_id=programme_id)
        )


def _move(
    place: Workplace,
    actor: Actor,
    kind: SheetMoveKind,
    serials: Iterable[str],
    *,
    day: date,
    at: datetime,
    programme_id: str,
    event_id: str = "",
    response_id: str = "",
    form_sha256: str = "",
) -> SheetMove:
    return SheetMove(
        move_id=new_id(),
        programme_id=programme_id,
        kind=kind,
        serials=tuple(serials),
        day=day,
        how=SheetHow.NOT_SAID,
        edition="",
        event_id=event_id,
        reason="",
        undoes="",
        response_id=response_id,
        photocopy_of="",
        form_sha256=form_sha256,
        device_id=place.device_id,
        made_by=actor.name,
        person_id=actor.person_id,
        made_at=at,
    )
