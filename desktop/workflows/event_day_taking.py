"""Taking counts, notes, boards, debriefs, merges and pictures of a batch into the central store.

In whatever order batches come, and however often, the centre ends with the same: a mark counts once, of the
revisions of a note the highest is in force, and no picture stays of a response that was taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar

from desktop.engagement.attendance import CountMark
from desktop.engagement.boards import Board
from desktop.engagement.debrief import Debrief, EventMerge
from desktop.engagement.named import NAMED_SOMEBODY, without_words
from desktop.engagement.notes import Note
from desktop.engagement.pictures import Picture
from desktop.foundation.clock import to_utc_text
from desktop.foundation.translation import tr
from desktop.responses.batches import Batch, BatchRecord, RecordKind
from desktop.responses.received import QuarantinedRecord
from desktop.store.unit import UnitOfWork
from desktop.workflows.event_day_batches import kept
from desktop.workflows.event_day_records import DayRecord, day_record, day_record_from, identity_of
from desktop.workflows.taking_back import TAKEN_BACK, TakenBack

_Thing = TypeVar("_Thing")
Displaced = Callable[[BatchRecord, str], None]
"""Sets a record apart that was here, with a reason."""


class EventDayOfBatch:
    """What an event has beside its questionnaires, in one batch."""

    def __init__(self, unit: UnitOfWork, batch: Batch, *, set_apart: Displaced) -> None:
        self._unit = unit
        self._batch_id = batch.batch_id
        self._set_apart = set_apart
        self._programmes: dict[str, str] = {}
        self._fresh: dict[RecordKind, dict[str, DayRecord]] = defaultdict(dict)

    def take(self, record: BatchRecord) -> None:
        """Look at one line, to be written by :meth:`write`.

        Raises:
            ValueError: it is not what it should be, or another with the same id is here; the words quote nothing.
        """
        thing = day_record_from(record.kind, record.body)
        if identity_of(thing) != record.identity:
            raise ValueError(tr("its id is not the one it is listed under"))
        if not isinstance(thing, Picture):
            self._refuse_strange_event(thing)
        before = self._fresh[record.kind].get(record.identity) or kept(self._unit, record.kind, record.identity)
        if before is None:
            self._fresh[record.kind][record.identity] = thing
        elif before != thing and not self._known_emptied(before, thing):
            self._both(before, thing)

    def write(self, taken_back: TakenBack) -> None:
        """Write what was taken, when it is known which responses were taken back."""
        unit, batch_id = self._unit, self._batch_id
        unit.attendance.add_many(self._of(CountMark), batch_id=batch_id)
        unit.notes.put_many(self._of(Note), batch_id=batch_id)
        unit.boards.put_many(self._of(Board), batch_id=batch_id)
        unit.debriefs.put_many(self._of(Debrief), batch_id=batch_id)
        unit.merges.put_many(self._of(EventMerge), batch_id=batch_id)
        pictures = self._of(Picture)
        states = unit.responses.states({each.owner_id for each in pictures})
        unit.pictures.put_many(
            [
                each
                for each in pictures
                if states.get(each.owner_id) not in TAKEN_BACK
                and taken_back.of_response(each.owner_id, "") is None
            ],
            batch_id=batch_id,
        )
        self._drop_what_named_somebody()

    def named_somebody(self, apart: QuarantinedRecord) -> bool:
        """Tell whether a line that is set apart is of a note or board that named somebody and was put right."""
        thing_id, _space, revision = apart.identity.partition(" ")
        unit = self._unit
        named = {RecordKind.NOTE.value: unit.notes.named, RecordKind.BOARD.value: unit.boards.named}
        if apart.kind not in named or not revision.isdecimal() or len(revision) > 9:
            return False
        return int(revision) < named[apart.kind](thing_id)

    def _drop_what_named_somebody(self) -> None:
        """Empty what was set apart of such notes and boards, and drop the photographs that such boards had."""
        unit = self._unit
        fresh: tuple[Note | Board, ...] = (*self._of(Note), *self._of(Board))
        if any(each.reason == NAMED_SOMEBODY for each in fresh):
            unit.received.empty_quarantined(
                [each.quarantine_id for each in unit.received.quarantined() if self.named_somebody(each)]
            )
        owners = {each.board_id for each in self._of(Board)} | {each.owner_id for each in self._of(Picture)}
        for board_id in owners:
            if unit.boards.named(board_id):
                standing = unit.boards.get(board_id)
                for picture_id, _owner, _name in unit.pictures.names_of([board_id]):
                    if standing is None or picture_id != standing.picture_id:
                        unit.pictures.remove(picture_id)

    def _known_emptied(self, before: DayRecord, thing: DayRecord) -> bool:
        """Tell whether one of two is the other without its words; the one without them stays."""
        if not isinstance(before, Note | Board) or not isinstance(thing, Note | Board):
            return False
        empty = without_words(thing)
        if empty != without_words(before) or empty not in (before, thing):
            return False
        line = day_record(empty)
        if line.identity in self._fresh[line.kind]:
            self._fresh[line.kind][line.identity] = empty
        elif isinstance(empty, Note):
            self._unit.notes.overwrite(empty, batch_id=self._batch_id)
        else:
            self._unit.boards.overwrite(empty, batch_id=self._batch_id)
        return True

    def _of(self, kind: type[_Thing]) -> list[_Thing]:
        return [each for things in self._fresh.values() for each in things.values() if isinstance(each, kind)]

    def _refuse_strange_event(self, thing: CountMark | Note | Board | Debrief | EventMerge) -> None:
        """Raise unless the events that it speaks of are here, and of its programme."""
        others = [thing.into_id] if isinstance(thing, EventMerge) and thing.into_id else []
        for event_id in (thing.event_id, *others):
            if event_id not in self._programmes:
                event = self._unit.events.get(event_id)
                if event is None:
                    raise ValueError(tr("its event did not come with it"))
                self._programmes[event_id] = event.programme_id
            if self._programmes[event_id] != thing.programme_id:
                raise ValueError(tr("its event is of another programme"))

    def _both(self, before: DayRecord, thing: DayRecord) -> None:
        """Two came under one id: a laptop was restored, and wrote the same revision again with other words.

        Which of a note's or a board's holds does not hang on which came first: it is the one written later. The
        other is set apart, and not lost. Of anything else the one that is here stays.

        Raises:
            ValueError: the newcomer is the one that is set apart.
        """
        reason = tr("another with the same id is here already")
        if not isinstance(before, Note | Board) or not isinstance(thing, Note | Board):
            raise ValueError(reason)
        if _order(thing) < _order(before):
            raise ValueError(reason)
        self._set_apart(day_record(before), reason)
        line = day_record(thing)
        if line.identity in self._fresh[line.kind]:
            self._fresh[line.kind][line.identity] = thing
        elif isinstance(thing, Note):
            self._unit.notes.overwrite(thing, batch_id=self._batch_id)
        else:
            self._unit.boards.overwrite(thing, batch_id=self._batch_id)


def _order(thing: Note | Board) -> tuple[str, str]:
    return to_utc_text(thing.made_at), day_record(thing).sha256
