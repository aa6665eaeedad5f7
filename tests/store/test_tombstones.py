"""Whatever happened to a response, and to others around it: taken back, nothing of it is left in the file."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.foundation.ids import new_id
from desktop.responses.batches import BatchRecord, ItemResult, RecordKind
from desktop.responses.ledger import make_ledger
from desktop.responses.received import QuarantinedRecord
from desktop.responses.states import ItemState, Move, can_move
from desktop.store.opening import Store, open_store
from desktop.store.target import StoreTarget
from desktop.store.unit import UnitOfWork
from tests.conftest import STORE_KEY
from tests.store.builders import ACTOR, NOW, batch, draft, receipt, revision
from tests.store.raw_pages import find

GONE = {ItemState.WITHDRAWN, ItemState.ERASED}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a store with nothing in it, once: a copy is quicker than a migration."""
    path = tmp_path_factory.mktemp("template") / "store.db"
    open_store(StoreTarget.file(path), key=STORE_KEY).close()
    return path


class Respondent:
    """One response with words that occur nowhere else, moved one committed unit at a time."""

    def __init__(self, store: Store, number: int, length: int) -> None:
        self.store = store
        self.needle = f"needle-{number}-{new_id()}"
        self.tale = (self.needle + " ") * length  # some fill a few bytes, some overflow over several pages
        self.header = draft()
        self.response_id, self.newest = self.header.response_id, ""
        self.hashes: list[str] = []
        with store.unit() as unit:
            unit.drafts.begin(self.header)
            unit.drafts.append(self.header.draft_id, [("answer", "tale", self.tale)])
            unit.commit()

    @property
    def state(self) -> ItemState:
        with self.store.reading() as unit:
            return unit.responses.states([self.response_id])[self.response_id]

    def happen(self, move: Move | None) -> None:
        if move is not None:
            with self.store.unit() as unit:
                self._happen(move, unit)
                unit.commit()

    def _happen(self, move: Move, unit: UnitOfWork) -> None:
        ids = [self.response_id]
        if move is Move.ABANDON:
            unit.drafts.abandon(self.header.draft_id, "had to go")
        elif move in {Move.FINALISE, Move.REVISE}:
            frozen = revision(
                response_id=self.response_id, deprecated_id=self.newest, forced={"tale": self.needle}
            )
            frozen = replace(frozen, xml=f"<tale>{self.tale}</tale>".encode(), answers={"tale": self.tale})
            if move is Move.REVISE:
                frozen = replace(frozen, reason=self.needle)
            unit.responses.add_revision(frozen)
            self.newest = frozen.instance_id
            self.hashes.append(frozen.content_sha256)
        elif move is Move.PUT_IN_BATCH:
            self.formed = batch(1 + len(unit.batches.list()))
            record = BatchRecord(RecordKind.RESPONSE, self.newest, self.hashes[-1], self.needle)
            unit.batches.form(self.formed, [record])
            unit.responses.move(ids, move)
        elif move is Move.PUT_BACK:
            unit.batches.end([self.formed.batch_id], "made up", NOW)
            unit.responses.move(ids, move)
        elif move in {Move.RECEIPT_ACCEPTED, Move.RECEIPT_QUARANTINED}:
            accepted = move is Move.RECEIPT_ACCEPTED
            result = ItemResult.ACCEPTED if accepted else ItemResult.QUARANTINED
            unit.receipts.put(receipt(self.formed, ((self.newest, result),)), b"")
            unit.responses.move(ids, move)
            if not accepted:
                body = self.tale.encode()
                apart = QuarantinedRecord(new_id(), "b", "d", "response", self.newest, "other bytes", body, NOW)
                unit.received.add_quarantined([apart])
        elif move in {Move.VOID, Move.WITHDRAW, Move.ERASE}:
            unit.responses.take_out(ids, move, actor=ACTOR, reason="asked", at=NOW)
        else:
            unit.responses.move(ids, move)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_nothing_is_left_of_who_went_and_nothing_is_lost_of_who_stayed(
    template: Path, data: st.DataObject
) -> None:
    lengths = data.draw(st.lists(st.sampled_from([1, 3, 80, 400]), min_size=1, max_size=4))
    many = len(lengths)
    turns = data.draw(st.lists(st.integers(0, many - 1), max_size=16))
    last = data.draw(st.lists(st.sampled_from([Move.WITHDRAW, Move.ERASE]), min_size=many, max_size=many))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        shutil.copyfile(template, path)
        store = open_store(StoreTarget.file(path), key=STORE_KEY)
        people = [Respondent(store, number, length) for number, length in enumerate(lengths)]
        try:
            for number in turns:
                state = people[number].state
                possible = [move for move in Move if can_move(state, move)]
                people[number].happen(data.draw(st.sampled_from(possible)) if possible else None)
            # what is still a draft is finalised, and every second one is taken back whatever it has been through
            for number in range(many):
                for move in (Move.FINALISE, last[number] if number % 2 == 0 else Move.FINALISE):
                    if can_move(people[number].state, move):
                        people[number].happen(move)
            states = [person.state for person in people]
            assert all(state in GONE | {ItemState.ABANDONED} for state in states[::2])
            for person, state in zip(people, states, strict=True):
                traces = [person.needle, *person.hashes]
                if state in GONE | {ItemState.ABANDONED}:
                    assert find(path, STORE_KEY, traces) == [], state
                else:
                    with store.reading() as unit:
                        stored = unit.responses.get(person.response_id)
                    assert stored is not None
                    assert stored.revision is not None
                    assert stored.revision.answers["tale"] == person.tale
            with store.reading() as unit:
                assert make_ledger(unit.responses.counts_by_state(), unit.ledger_facts()).balances
        finally:
            store.close()
        gone = [each for each, state in zip(people, states, strict=True) if state in GONE]
        assert find(path, STORE_KEY, [needle for each in gone for needle in (each.needle, *each.hashes)]) == []
