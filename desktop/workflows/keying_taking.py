"""Taking keyings, plans, decisions and queries of a batch into the central store.

In whatever order batches come, and however often, the centre ends with the same: each counts once, two plans that
two laptops set under one number are both kept, and nothing stays of a response that was taken back.
"""

from __future__ import annotations

from typing import TypeVar

from desktop.foundation.translation import tr
from desktop.responses.adjudication import Decision
from desktop.responses.batches import Batch, BatchRecord, RecordKind
from desktop.responses.keyings import KeyedSheet
from desktop.responses.queries import Query
from desktop.responses.verification_plan import VerificationPlan
from desktop.store.unit import UnitOfWork
from desktop.workflows.keying_batches import keying_kept
from desktop.workflows.keying_records import KeyingRecord, identity_of, keying_record_from
from desktop.workflows.taking_back import TAKEN_BACK, TakenBack

_Thing = TypeVar("_Thing")


class KeyingOfBatch:
    """What one batch has about keying."""

    def __init__(self, unit: UnitOfWork, batch: Batch) -> None:
        self._unit = unit
        self._batch_id = batch.batch_id
        self._fresh: dict[tuple[RecordKind, str], KeyingRecord] = {}

    def take(self, record: BatchRecord) -> None:
        """Look at one line, to be written by :meth:`write`.

        Raises:
            ValueError: it is not what it should be, or another with the same id is here; the words quote nothing.
        """
        found = keying_record_from(record.kind, record.body)
        if identity_of(found.thing) != record.identity:
            raise ValueError(tr("its id is not the one it is listed under"))
        if self._unit.programmes.get(found.programme_id) is None:
            raise ValueError(tr("its programme did not come with it"))
        if found.event_id:
            event = self._unit.events.get(found.event_id)
            if event is None:
                raise ValueError(tr("its event did not come with it"))
            if event.programme_id != found.programme_id:
                raise ValueError(tr("its event is of another programme"))
        key = (record.kind, record.identity)
        known = self._fresh.get(key) or keying_kept(self._unit, *key)
        if known is None:
            self._fresh[key] = found
        elif known.thing != found.thing:
            raise ValueError(tr("another with the same id is here already"))

    def write(self, taken_back: TakenBack) -> None:
        """Write what was taken, when it is known which responses were taken back."""
        responses = {each.response_id for each in self._fresh.values() if each.response_id}
        states = self._unit.responses.states(responses)
        gone = {
            each
            for each in responses
            if states.get(each) in TAKEN_BACK or taken_back.of_response(each, "") is not None
        }
        kept = [each.thing for each in self._fresh.values() if each.response_id not in gone]
        unit, batch_id = self._unit, self._batch_id
        unit.keyings.add_many(_of(kept, KeyedSheet), batch_id=batch_id)
        unit.plans.add_many(_of(kept, VerificationPlan), batch_id=batch_id)
        unit.decisions.add_many(_of(kept, Decision), batch_id=batch_id)
        unit.queries.add_many(_of(kept, Query), batch_id=batch_id)


def _of(things: list[KeyedSheet | VerificationPlan | Decision | Query], kind: type[_Thing]) -> list[_Thing]:
    return [each for each in things if isinstance(each, kind)]
