"""Letting go what is due: the deletion itself, and the copies that it does not reach.

Parted from :mod:`desktop.workflows.retention`, which says what is due and who may do it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from desktop.engagement.programme import Programme
from desktop.engagement.retention import Subject
from desktop.foundation.clock import end_of_day
from desktop.foundation.translation import ntr, tr
from desktop.responses.batches import BatchKind
from desktop.responses.states import FROZEN, ItemState, Move
from desktop.staff.people import Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.giving_up import give_up

ENDED = "retention"
"""Reason kept with batches, drafts and responses that end because their time has come."""
UNSYNCED = frozenset({ItemState.FINALISED, ItemState.BATCHED, ItemState.SENT, ItemState.DELIVERED_UNSIGNED})
"""States of a response of which this store does not know that the centre has it."""


def to_erase() -> frozenset[ItemState]:
    """Return the states of responses that still hold something, or a reason, and are to be emptied."""
    return FROZEN - {ItemState.ERASED}


def start_of(day: date, programme: Programme) -> datetime:
    """Return the first instant of ``day``: lines of the day itself stay, this very deletion's among them."""
    return end_of_day(day - timedelta(days=1), programme.time_zone)


def delete(
    unit: UnitOfWork, programme: Programme, subject: Subject, *, actor: Actor, at: datetime, day: date
) -> tuple[tuple[str, int], ...]:
    """Delete one subject of a programme in this unit; return what and how many (:class:`Certificate` counts).

    Args:
        day: on which it was due.
    """
    match subject:
        case Subject.CONTACTS:
            return (("contacts", _delete_contacts(unit, programme.programme_id, actor=actor, at=at)),)
        case Subject.RESPONSES:
            return _delete_responses(unit, programme.programme_id, actor=actor, at=at)
        case Subject.SCANS:
            return (("scans", 0),)
        case Subject.AUDIT:
            return (("lines", unit.changes.forget_before(start_of(day, programme))),)


def _delete_contacts(unit: UnitOfWork, programme_id: str, *, actor: Actor, at: datetime) -> int:
    """Delete a programme's update list. A batch of it that was never written can't be written any more."""
    going = [contact.contact_id for contact in unit.contacts.list(programme_id)]
    gone = unit.contacts.erase_programme(programme_id)
    unwritten = [each for each in unit.batches.holding(going) if not unit.batches.deliveries(each)]
    give_up(unit, unwritten, actor=actor, reason=ENDED, at=at)
    return gone


def _delete_responses(
    unit: UnitOfWork, programme_id: str, *, actor: Actor, at: datetime
) -> tuple[tuple[str, int], ...]:
    """Empty every response of a programme, and give its drafts up; rows without answers are left.

    A batch that was never written can't be written any more; what else it holds goes into the next.
    """
    drafts = [draft for draft in unit.drafts.list_open() if draft.programme_id == programme_id]
    for draft in drafts:
        unit.drafts.abandon(draft.draft_id, ENDED)
    batched = unit.responses.summaries(programme_id=programme_id, states=[ItemState.BATCHED])
    going = unit.responses.ids(states=to_erase(), programme_id=programme_id)
    unit.responses.take_out(going, Move.ERASE, actor=actor, reason=ENDED, at=at)
    give_up(unit, sorted({summary.batch_id for summary in batched}), actor=actor, reason=ENDED, at=at)
    apart = _set_apart(unit, programme_id)
    unit.received.empty_quarantined(apart)
    return (("responses", len(going)), ("drafts", len(drafts)), ("quarantined", len(apart)))


def _set_apart(unit: UnitOfWork, programme_id: str) -> list[str]:
    """Return the records in the centre's quarantine that name the programme and still have their bytes."""
    return [
        record.quarantine_id
        for record in unit.received.quarantined()
        if record.body and _programme_of(record.body) == programme_id
    ]


def _programme_of(body: bytes) -> str:
    """Return the programme that the body of a response's record names; empty when it can't be read."""
    try:
        envelope = json.loads(json.loads(body)["envelope"])
        return str(envelope["programme_id"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


# what is left elsewhere ----------------------------------------------------------------------------------


def copies_left(unit: UnitOfWork, programme: Programme, subject: Subject) -> Iterator[str]:
    """Yield a sentence for each copy that this deletion does not reach, as far as this store knows of it."""
    exported = {Subject.CONTACTS: "contacts", Subject.RESPONSES: "responses"}.get(subject)
    for export in unit.exports.list():
        # an export of several programmes names none
        if (
            exported is not None
            and export.kind == exported
            and export.programme_id in ("", programme.programme_id)
        ):
            yield tr(
                "The export {place}, made on {day} by {name}: delete it there.",
                place=export.place,
                day=f"{export.made_at:%Y-%m-%d}",
                name=export.made_by or tr("a command"),
            )
    if subject is not Subject.SCANS:
        for backup in unit.backups.list():
            if backup.removed_at is None:
                yield tr(
                    "The backup {place}, taken on {day}: it goes by the rule for backups, or delete it there.",
                    place=backup.place,
                    day=f"{backup.taken_at:%Y-%m-%d}",
                )
    if exported is not None:
        yield from _files_left(unit, BatchKind(exported))
        unknown = sum(
            bool(record.body) and not _programme_of(record.body) for record in unit.received.quarantined()
        )
        if unknown and subject is Subject.RESPONSES:
            yield ntr(
                "{count} record set apart at the centre names no programme: look at it.",
                "{count} records set apart at the centre name no programme: look at them.",
                unknown,
            )
        yield tr("Paper sheets and slips: shred them by the same rule.")


def _files_left(unit: UnitOfWork, kind: BatchKind) -> Iterator[str]:
    kinds = {batch.batch_id: batch.kind for batch in unit.batches.list()}
    for delivery in unit.batches.deliveries():
        if delivery.file_name and kinds.get(delivery.batch_id) is kind:
            yield tr(
                "The batch file {file} at {target}, written on {day}, which only the coordinator can open: "
                "delete it there.",
                file=delivery.file_name,
                target=delivery.target,
                day=f"{delivery.at:%Y-%m-%d}",
            )
