"""What an event has beside its questionnaires, on its way into a batch, and out of one that was given up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.responses.batches import DAY_KINDS, BatchRecord, RecordKind
from desktop.responses.states import IN_BATCH, ItemState
from desktop.store.unit import UnitOfWork
from desktop.workflows.event_day_records import DayRecord, identity_of

MOST_PICTURES_AT_ONCE = 24 * 1024 * 1024
"""Bytes of pictures in one batch. What is more goes into the next: a batch is made and read in memory."""

_WITH_ITS_RESPONSE = IN_BATCH | {ItemState.FINALISED}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is in no batch yet.

    Attributes:
        things: marks, and revisions of notes, boards, debriefs and merges.
        pictures: ids of pictures in groups, of which each fits into one batch.
    """

    things: tuple[DayRecord, ...]
    pictures: tuple[tuple[str, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.things or self.pictures)


def waiting(unit: UnitOfWork) -> Waiting:
    """Return what an event has beside its questionnaires and is in no batch of this laptop.

    A picture goes with its response, or after it: while somebody is still answering it waits.
    """
    things: tuple[DayRecord, ...] = (
        *unit.attendance.unsent(),
        *unit.notes.unsent(),
        *unit.boards.unsent(),
        *unit.debriefs.unsent(),
        *unit.merges.unsent(),
    )
    held = unit.pictures.waiting()
    states = unit.responses.states(owner_id for _, owner_id, _ in held)
    ready = [
        (picture_id, size)
        for picture_id, owner_id, size in held
        if states.get(owner_id) in _WITH_ITS_RESPONSE or unit.boards.get(owner_id) is not None
    ]
    return Waiting(things, _grouped(ready))


def _grouped(pictures: Iterable[tuple[str, int]]) -> tuple[tuple[str, ...], ...]:
    groups: list[list[str]] = []
    room = 0
    for picture_id, size in pictures:
        if size > room or not groups:
            groups.append([])
            room = MOST_PICTURES_AT_ONCE
        groups[-1].append(picture_id)
        room -= size
    return tuple(tuple(each) for each in groups)


def kept(unit: UnitOfWork, kind: RecordKind, identity: str) -> DayRecord | None:
    """Return what the store holds under the identity of a line (:func:`identity_of`), or ``None``."""
    match kind:
        case RecordKind.ATTENDANCE:
            return unit.attendance.get(identity)
        case RecordKind.PICTURE:
            return unit.pictures.get(identity)
        case RecordKind.NOTE:
            found: Sequence[DayRecord] = unit.notes.history(identity.split(" ")[0])
        case RecordKind.BOARD:
            found = unit.boards.history(identity.split(" ")[0])
        case RecordKind.DEBRIEF:
            found = unit.debriefs.history(*identity.split(" ")[:2])
        case _:
            found = unit.merges.history(identity.split(" ")[0])
    return next((each for each in found if identity_of(each) == identity), None)


def put_in(unit: UnitOfWork, records: Iterable[BatchRecord], batch_id: str) -> None:
    """Keep on everything among ``records`` that an event has that it is in this batch."""
    for kind, identities in _by_kind(records).items():
        _set_batch(unit, kind, identities, batch_id)


def put_back(unit: UnitOfWork, batch_id: str) -> None:
    """Let what is in a batch be in none again: the batch was given up."""
    unit.attendance.free_batch(batch_id)
    unit.notes.free_batch(batch_id)
    unit.boards.free_batch(batch_id)
    unit.debriefs.free_batch(batch_id)
    unit.merges.free_batch(batch_id)
    unit.pictures.free_batch(batch_id)


def take_up(unit: UnitOfWork, records: Iterable[BatchRecord], batch_id: str) -> None:
    """Let what waits for the next batch, and is in this one, wait no more: the centre has this one."""
    free: Mapping[RecordKind, set[str]] = {
        RecordKind.ATTENDANCE: {each.mark_id for each in unit.attendance.unsent()},
        RecordKind.NOTE: {identity_of(each) for each in unit.notes.unsent()},
        RecordKind.BOARD: {identity_of(each) for each in unit.boards.unsent()},
        RecordKind.DEBRIEF: {identity_of(each) for each in unit.debriefs.unsent()},
        RecordKind.EVENT_MERGE: {identity_of(each) for each in unit.merges.unsent()},
        RecordKind.PICTURE: set(unit.pictures.unsent()),
    }
    for kind, identities in _by_kind(records).items():
        _set_batch(unit, kind, [each for each in identities if each in free[kind]], batch_id)


def _by_kind(records: Iterable[BatchRecord]) -> dict[RecordKind, list[str]]:
    found: dict[RecordKind, list[str]] = defaultdict(list)
    for record in records:
        if record.kind in DAY_KINDS:
            found[record.kind].append(record.identity)
    return found


def _set_batch(unit: UnitOfWork, kind: RecordKind, identities: Sequence[str], batch_id: str) -> None:
    parts = [each.split(" ") for each in identities]
    match kind:
        case RecordKind.ATTENDANCE:
            unit.attendance.set_batch(identities, batch_id)
        case RecordKind.PICTURE:
            unit.pictures.set_batch(identities, batch_id)
        case RecordKind.NOTE:
            unit.notes.set_batch([(note_id, int(revision)) for note_id, revision in parts], batch_id)
        case RecordKind.BOARD:
            unit.boards.set_batch([(board_id, int(revision)) for board_id, revision in parts], batch_id)
        case RecordKind.DEBRIEF:
            keys = [(event_id, device_id, int(revision)) for event_id, device_id, revision in parts]
            unit.debriefs.set_batch(keys, batch_id)
        case _:
            keys = [(event_id, device_id, int(revision)) for event_id, device_id, revision in parts]
            unit.merges.set_batch(keys, batch_id)
