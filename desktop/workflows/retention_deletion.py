"""Letting go what is due: the deletion itself, and the copies that it does not reach.

Parted from :mod:`desktop.workflows.retention`, which says what is due and who may do it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from desktop.engagement.programme import Programme
from desktop.engagement.retention import Subject
from desktop.foundation.clock import end_of_day
from desktop.foundation.translation import ntr, tr
from desktop.responses.batches import BatchKind, RecordKind
from desktop.responses.drafts import DraftKind
from desktop.responses.received import QuarantinedRecord
from desktop.responses.states import FROZEN, ItemState, Move
from desktop.staff.people import Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.back_up import plan_of
from desktop.workflows.giving_up import give_up
from desktop.workflows.keep_rule import expires
from desktop.workflows.retention_event_day import delete_noted
from desktop.workflows.retention_keying import delete_keyed, unwritten_with_keyings
from desktop.workflows.taking_back import CONTACTS_EXPORT

ENDED = "retention"
"""Reason kept with batches, drafts and responses that end because their time has come."""
UNSYNCED = frozenset({ItemState.FINALISED, ItemState.BATCHED, ItemState.SENT, ItemState.DELIVERED_UNSIGNED})
"""States of a response of which this store does not know that the centre has it."""


_OF_NOBODY = frozenset(
    {
        RecordKind.PROGRAMME,
        RecordKind.FORM,
        RecordKind.EVENT,
        RecordKind.LEDGER,
        RecordKind.INSTRUCTION,
        RecordKind.ATTENDANCE,
        RecordKind.DEBRIEF,
        RecordKind.EVENT_MERGE,
        RecordKind.VERIFICATION_PLAN,
    }
)
"""Kinds of records that hold nothing of a respondent."""


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
            return _delete_contacts(unit, programme.programme_id, actor=actor, at=at)
        case Subject.RESPONSES:
            return _delete_responses(unit, programme.programme_id, actor=actor, at=at)
        case Subject.SCANS:
            return (("scans", len(unit.scans.erase_programme(programme.programme_id))),)
        case Subject.AUDIT:
            return (("lines", unit.changes.forget_before(start_of(day, programme))),)


def _delete_contacts(
    unit: UnitOfWork, programme_id: str, *, actor: Actor, at: datetime
) -> tuple[tuple[str, int], ...]:
    """Delete a programme's update list. A batch of it that was never written can't be written any more."""
    going = [contact.contact_id for contact in unit.contacts.list(programme_id)]
    gone = unit.contacts.erase_programme(programme_id)
    unwritten = [each for each in unit.batches.holding(going) if not unit.batches.deliveries(each)]
    give_up(unit, unwritten, actor=actor, reason=ENDED, at=at)
    apart = set_apart(unit, programme_id, Subject.CONTACTS)
    unit.received.empty_quarantined(apart)
    asked = unit.follow_ups.erase_programme(programme_id)
    return (
        ("contacts", gone),
        *((("requests", asked),) if asked else ()),
        *((("quarantined", len(apart)),) if apart else ()),
    )


def _delete_responses(
    unit: UnitOfWork, programme_id: str, *, actor: Actor, at: datetime
) -> tuple[tuple[str, int], ...]:
    """Empty every response of a programme, and give its drafts up; rows without answers are left.

    A batch that was never written can't be written any more; what else it holds goes into the next.
    """
    drafts = [draft for draft in unit.drafts.list_open() if draft.programme_id == programme_id]
    keyed_again = [
        draft
        for draft in unit.drafts.list_open(kind=DraftKind.SECOND_KEYING)
        if draft.programme_id == programme_id
    ]
    for draft in (*drafts, *keyed_again):
        unit.drafts.abandon(draft.draft_id, ENDED)
    batched = unit.responses.summaries(programme_id=programme_id, states=[ItemState.BATCHED])
    going = unit.responses.ids(states=to_erase(), programme_id=programme_id)
    holed = {summary.batch_id for summary in batched} | set(unwritten_with_keyings(unit, programme_id))
    unit.responses.take_out(going, Move.ERASE, actor=actor, reason=ENDED, at=at)
    keyed = delete_keyed(unit, programme_id)
    give_up(unit, sorted(holed), actor=actor, reason=ENDED, at=at)
    apart = set_apart(unit, programme_id, Subject.RESPONSES)
    unit.received.empty_quarantined(apart)
    gone = (("responses", len(going)), ("drafts", len(drafts)), ("quarantined", len(apart)))
    return (*gone, *keyed, *delete_noted(unit, programme_id, actor=actor, reason=ENDED, at=at))


def set_apart(unit: UnitOfWork, programme_id: str, subject: Subject) -> tuple[str, ...]:
    """Return the records in the centre's quarantine that name the programme and still have their bytes.

    Args:
        subject: contacts for entries of the update list; else what may hold answers.
    """
    return tuple(
        record.quarantine_id
        for record in unit.received.quarantined()
        if record.body
        and record.kind not in _OF_NOBODY
        and (record.kind == RecordKind.CONTACT) is (subject is Subject.CONTACTS)
        and _programme_of(record) == programme_id
    )


def _programme_of(record: QuarantinedRecord) -> str:
    """Return the programme that the body of a record names; empty when it can't be read, and for a picture."""
    try:
        read = json.loads(record.body)
        named = json.loads(read["envelope"]) if record.kind == RecordKind.RESPONSE else read
        return str(named["programme_id"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


# what is left elsewhere ----------------------------------------------------------------------------------


def copies_left(unit: UnitOfWork, programme: Programme, subject: Subject) -> Iterator[str]:
    """Yield a sentence for each kind of copy that this deletion does not reach, as far as this store knows."""
    if subject not in (Subject.AUDIT, Subject.SCANS):
        yield from _exports_left(unit, programme.programme_id, contacts=subject is Subject.CONTACTS)
        yield from _files_left(unit, BatchKind.CONTACTS if subject is Subject.CONTACTS else BatchKind.RESPONSES)
    yield from _backups_left(unit)
    if subject in (Subject.RESPONSES, Subject.CONTACTS):
        apart = [each for each in unit.received.quarantined() if each.body and each.kind not in _OF_NOBODY]
        ours = [each for each in apart if (each.kind == RecordKind.CONTACT) is (subject is Subject.CONTACTS)]
        unknown = sum(not _programme_of(record) for record in ours)
        if unknown:
            yield ntr(
                "{count} record set apart at the centre names no programme: look at it.",
                "{count} records set apart at the centre name no programme: look at them.",
                unknown,
            )
    if subject is Subject.SCANS:
        yield tr("The files that the sheets were scanned to: delete them where the scanner put them.")
    if subject is not Subject.AUDIT:
        yield tr("Paper sheets and slips: shred them by the same rule.")


def _exports_left(unit: UnitOfWork, programme_id: str, *, contacts: bool) -> Iterator[str]:
    for export in unit.exports.list(programme_id):
        if (export.kind == CONTACTS_EXPORT) == contacts:
            yield tr(
                "The export {place}, made on {day} by {name}: delete it there.",
                place=export.place,
                day=f"{export.made_at:%Y-%m-%d}",
                name=export.made_by or tr("a command"),
            )


def _files_left(unit: UnitOfWork, kind: BatchKind) -> Iterator[str]:
    """Yield a sentence for each place that batch files were written to: one for each file would fill pages."""
    kinds = {batch.batch_id: batch.kind for batch in unit.batches.list()}
    written: dict[str, list[datetime]] = defaultdict(list)
    for delivery in unit.batches.deliveries():
        if delivery.file_name and kinds.get(delivery.batch_id) is kind:
            written[delivery.target].append(delivery.at)
    for target, instants in sorted(written.items()):
        yield ntr(
            "{count} batch file at {target}, of {last}, which only the coordinator can open: delete it there.",
            "{count} batch files at {target}, the last of {last}, which only the coordinator can open: "
            "delete them there.",
            len(instants),
            target=target,
            last=f"{max(instants):%Y-%m-%d}",
        )


def _backups_left(unit: UnitOfWork) -> Iterator[str]:
    rule = plan_of(unit).rule
    standing: dict[str, list[datetime]] = defaultdict(list)
    for backup in unit.backups.list():
        if backup.removed_at is None:
            standing[str(Path(backup.place).parent)].append(backup.taken_at)
    for folder, instants in sorted(standing.items()):
        yield ntr(
            "{count} backup in {folder}, taken on {last}: while newer ones are made, the rule removes it by "
            "{expires}.",
            "{count} backups in {folder}, the last taken on {last}: while newer ones are made, the rule removes "
            "the last of them by {expires}. Delete them there to have them gone earlier.",
            len(instants),
            folder=folder,
            last=f"{max(instants):%Y-%m-%d}",
            expires=f"{expires(max(instants), rule):%Y-%m-%d}",
        )
