"""Responses that were taken back before they came: they are counted, and nothing of them was ever written."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.responses.batches import BatchRecord, ItemResult, RecordKind
from desktop.responses.ledger import make_ledger
from desktop.responses.received import ReceivedBatch, RecordResult
from desktop.responses.states import ItemState, Move
from tests.conftest import STORE_KEY
from tests.store.builders import ACTOR, NOW, batch, revision
from tests.store.raw_pages import find

NEEDLE = "needle-that-must-not-be-found"


def received(unit, formed, results, at=NOW) -> None:
    unit.received.put_batch(ReceivedBatch(formed, "ff", at, "Cora", f"receipt of {formed.batch_id}"))
    unit.received.record_results(formed.batch_id, results)


@pytest.mark.parametrize(
    ("move", "state"), [(Move.WITHDRAW, ItemState.WITHDRAWN), (Move.ERASE, ItemState.ERASED)], ids=str
)
def test_a_tombstone_is_counted_and_holds_nothing(store, move, state) -> None:
    made, formed = revision(word=NEEDLE), batch()
    with store.unit() as unit:
        unit.responses.add_tombstones([made], move, actor=ACTOR, reason="asked", at=NOW, batch_id=formed.batch_id)
        received(unit, formed, [RecordResult(made.instance_id, ItemResult.ACCEPTED)])
        unit.commit()
    with store.reading() as unit:
        stored = unit.responses.get(made.response_id)
        assert (stored.state, stored.revision, stored.revisions) == (state, None, (made.instance_id,))
        assert unit.responses.content_digests([made.instance_id]) == {made.instance_id: ""}
        assert unit.responses.revision(made.instance_id) is None
        assert make_ledger(unit.responses.counts_by_state(), unit.ledger_facts()).balances


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(["here", "tombstone", "withdrawn", "erased"]), min_size=1, max_size=6))
def test_the_ledger_balances_with_any_tombstones(file_store, kinds) -> None:
    """At the centre, however each response came to be what it is."""
    formed = batch()
    revisions = [revision(word=f"{NEEDLE} {number}") for number in range(len(kinds))]
    with file_store.unit() as unit:
        for kind, made in zip(kinds, revisions, strict=True):
            if kind == "tombstone":
                taken = {"actor": ACTOR, "reason": "", "at": NOW, "batch_id": formed.batch_id}
                unit.responses.add_tombstones([made], Move.WITHDRAW, **taken)
                continue
            unit.responses.add_revision(made, ItemState.SYNCED, batch_id=formed.batch_id)
            if kind != "here":
                move = Move.ERASE if kind == "erased" else Move.WITHDRAW
                unit.responses.take_out([made.response_id], move, actor=ACTOR, reason="", at=NOW)
        received(unit, formed, [RecordResult(each.instance_id, ItemResult.ACCEPTED) for each in revisions])
        assert make_ledger(unit.responses.counts_by_state(), unit.ledger_facts()).balances
        standing = {each.response_id for each in unit.responses.summaries(states=[ItemState.SYNCED])}
        assert {
            each.response_id for kind, each in zip(kinds, revisions, strict=True) if kind == "here"
        } <= standing
        # rolled back: each example begins with an empty store


def test_not_a_byte_of_it_is_in_the_file(file_store, tmp_path) -> None:
    kept, gone = revision(word="kept-and-to-be-found-here"), revision(word=NEEDLE)
    with file_store.unit() as unit:
        unit.responses.add_revision(kept, ItemState.SYNCED)
        unit.responses.add_tombstones([gone], Move.WITHDRAW, actor=ACTOR, reason="", at=NOW, batch_id="b")
        unit.commit()
    needles = [NEEDLE, gone.content_sha256]
    assert find(tmp_path / "store.db", STORE_KEY, needles) == []
    assert find(tmp_path / "store.db", STORE_KEY, ["kept-and-to-be-found-here"])


def test_which_batches_hold_a_record(store) -> None:
    one, two = batch(1, items=1), batch(2, items=2)
    record = BatchRecord(RecordKind.RESPONSE, "uuid:a", "aa", "")
    with store.unit() as unit:
        unit.batches.form(one, [record])
        unit.batches.form(two, [record, BatchRecord(RecordKind.RESPONSE, "uuid:b", "bb", "")])
        assert unit.batches.holding(["uuid:a"]) == tuple(sorted([one.batch_id, two.batch_id]))
        assert unit.batches.holding(["uuid:b", "uuid:c"]) == (two.batch_id,)
        assert unit.batches.holding([]) == ()


def test_when_something_first_came(store) -> None:
    with store.unit() as unit:
        for number, result in enumerate([ItemResult.QUARANTINED, ItemResult.ACCEPTED, ItemResult.ALREADY_THERE]):
            at = NOW + timedelta(days=number)
            received(unit, batch(number + 1), [RecordResult("uuid:a", result)], at=at)
        assert unit.received.first_received(["uuid:a", "uuid:b"]) == NOW + timedelta(days=1)
        assert unit.received.first_received(["uuid:b"]) is None
