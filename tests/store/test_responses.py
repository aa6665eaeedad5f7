"""Drafts, revisions, states and the ledger, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.foundation.errors import Defect
from desktop.foundation.ids import new_instance_id
from desktop.responses.batches import BatchRecord, ItemResult, RecordKind
from desktop.responses.drafts import DraftEnd, DraftHeader, DraftKind
from desktop.responses.ledger import make_ledger
from desktop.responses.received import ReceivedBatch, RecordResult
from desktop.responses.states import ItemState, Move, can_move
from desktop.sheets.custody import SheetMoveKind
from desktop.store.errors import StoreDefect
from desktop.store.opening import Store
from desktop.store.unit import UnitOfWork
from tests.store.builders import ACTOR, NOW, batch, draft, print_run, receipt, revision, sheet_move

ON_A_SHARED_STORE = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
"""Each example works in a unit that is rolled back, so that examples may share one store."""


def test_a_draft_from_begin_to_resume(store: Store) -> None:
    header = draft(serial="S", print_log_here=False, received_on="2026-03-01", kind=DraftKind.KEYING)
    steps = [("answer", "a", "1"), ("answer", "a", ""), ("clock", "", "2026-03-02"), ("answer", "b", "é\n'\"")]
    with store.unit() as unit:
        unit.drafts.begin(header)
        unit.drafts.append(header.draft_id, steps[:1])
        unit.commit()
    with store.unit() as unit:
        unit.drafts.append(header.draft_id, steps[1:])
        unit.drafts.set_place(header.draft_id, "b")
        unit.commit()
    with store.reading() as unit:
        assert unit.drafts.steps(header.draft_id) == tuple(steps)
        placed = replace(header, place="b")
        assert unit.drafts.get(header.draft_id) == placed
        assert unit.drafts.list_open() == (placed,)
        assert unit.drafts.list_open("event-1", DraftKind.KEYING) == (placed,)
        assert unit.drafts.list_open("event-2") == ()
        assert unit.drafts.list_open(kind=DraftKind.INTERVIEW) == ()
        assert unit.drafts.open_for_serial("S") == placed
        assert unit.drafts.open_for_serial("T") is None
        assert unit.drafts.get("none") is None
        found = unit.responses.get(header.response_id)
        assert found is not None
        assert (found.state, found.revision, found.revisions) == (ItemState.DRAFT, None, ())
        assert found.summary.started_at == NOW
        assert found.summary.finalised_at is None


_ANY_TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
_STEPS = st.lists(st.tuples(st.sampled_from("ab"), st.text("q/[1]", max_size=5), _ANY_TEXT))


@ON_A_SHARED_STORE
@given(writes=st.lists(_STEPS, max_size=5))
def test_a_journal_gives_back_what_it_was_given(store: Store, writes: list[list[tuple[str, str, str]]]) -> None:
    first, second = draft(), draft()
    with store.unit() as unit:
        unit.drafts.begin(first)
        unit.drafts.begin(second)
        for steps in writes:
            unit.drafts.append(first.draft_id, steps)
            unit.drafts.append(second.draft_id, steps[:1])
        assert unit.drafts.steps(first.draft_id) == tuple(step for steps in writes for step in steps)
        assert unit.drafts.steps(second.draft_id) == tuple(step for steps in writes for step in steps[:1])


def _raw_journal(unit: UnitOfWork) -> int:
    return int(unit._connection.exec_driver_sql("SELECT count(*) FROM journal_step").scalar_one())


def test_finalising_freezes_and_deletes_the_journal(store: Store) -> None:
    header, other = draft(), draft()
    frozen = revision(response_id=header.response_id)
    with store.unit() as unit:
        for each in (header, other):
            unit.drafts.begin(each)
            unit.drafts.append(each.draft_id, [("answer", "q", "yes")])
        unit.responses.add_revision(frozen)
        assert _raw_journal(unit) == 1
        ended = unit.drafts.get(header.draft_id)
        assert ended is not None
        assert ended.end is DraftEnd.FINALISED
        assert unit.drafts.list_open() == (other,)
        stored = unit.responses.get(header.response_id)
        assert stored is not None
        assert (stored.state, stored.revision, stored.device_id) == (ItemState.FINALISED, frozen, "device-1")
        assert stored.revisions == (frozen.instance_id,)
        with pytest.raises(StoreDefect):
            unit.drafts.append(header.draft_id, [("answer", "q", "no")])
        with pytest.raises(Defect):
            unit.drafts.abandon(header.draft_id, "too late")


def test_abandoning_keeps_the_reason_and_no_answer(store: Store) -> None:
    header = draft(place="")
    with store.unit() as unit:
        unit.drafts.begin(header)
        unit.drafts.append(header.draft_id, [("answer", "q", "yes")])
        unit.drafts.abandon(header.draft_id, "had to go")
        assert _raw_journal(unit) == 0
        assert unit.drafts.get(header.draft_id) == replace(header, end=DraftEnd.ABANDONED, reason="had to go")
        assert unit.responses.states([header.response_id]) == {header.response_id: ItemState.ABANDONED}
        with pytest.raises(Defect):
            unit.responses.add_revision(revision(response_id=header.response_id))
        with pytest.raises(StoreDefect):
            unit.drafts.abandon("none", "")


def test_revisions_follow_one_another(store: Store) -> None:
    first = revision(word="yes")
    second = revision(response_id=first.response_id, deprecated_id=first.instance_id, word="no", reason="misheard")
    with store.unit() as unit:
        unit.responses.add_revision(first)
        unit.responses.move([first.response_id], Move.PUT_IN_BATCH)
        unit.responses.set_batch([first.response_id], "batch-1")
        assert unit.responses.summaries(batch_id="batch-1")[0].response_id == first.response_id
        unit.responses.add_revision(second)
        stored = unit.responses.get(first.response_id)
        assert stored is not None
        assert (stored.state, stored.revision) == (ItemState.FINALISED, second)
        assert stored.summary.batch_id == ""
        assert stored.revisions == (first.instance_id, second.instance_id)
        assert unit.responses.by_instance(first.instance_id) == stored
        assert unit.responses.by_instance(second.instance_id) == stored
        assert unit.responses.by_instance("none") is None
        assert unit.responses.get("none") is None
        assert unit.responses.revision(first.instance_id) == first
        assert unit.responses.revision("none") is None
        assert unit.responses.newest_revisions([first.response_id, "none"]) == (second,)
        assert unit.responses.newest_of([first.instance_id, second.instance_id]) == {
            second.instance_id: first.response_id
        }
        assert unit.responses.content_digests([first.instance_id, "none"]) == {
            first.instance_id: first.content_sha256
        }
        with pytest.raises(StoreDefect):
            unit.responses.add_revision(second)


@ON_A_SHARED_STORE
@given(order=st.permutations(range(4)), together=st.booleans())
def test_at_the_centre_the_order_of_arrival_is_no_matter(store: Store, order: list[int], together: bool) -> None:
    chain = [revision(word="0")]
    for word in "123":
        chain.append(revision(response_id=chain[0].response_id, deprecated_id=chain[-1].instance_id, word=word))
    with store.unit() as unit:
        arriving = [chain[place] for place in order]
        for group in [arriving] if together else [[each] for each in arriving]:
            unit.responses.add_revisions(group, ItemState.SYNCED, batch_id="b")
        stored = unit.responses.get(chain[0].response_id)
        assert stored is not None
        assert (stored.revision, stored.state) == (chain[-1], ItemState.SYNCED)
        assert stored.revisions == tuple(each.instance_id for each in chain)


def test_what_was_taken_out_stays_out_at_the_centre(store: Store) -> None:
    first = revision()
    second = revision(response_id=first.response_id, deprecated_id=first.instance_id)
    with store.unit() as unit:
        unit.responses.add_revision(first, ItemState.SYNCED)
        unit.responses.take_out([first.response_id], Move.WITHDRAW, actor=ACTOR, reason="asked", at=NOW)
        unit.responses.add_revision(second, ItemState.SYNCED)
        assert unit.responses.states([first.response_id]) == {first.response_id: ItemState.WITHDRAWN}


def test_moves_are_all_or_none(store: Store) -> None:
    finalised, batched = revision(), revision()
    with store.unit() as unit:
        unit.responses.add_revisions([finalised, batched])
        unit.responses.move([batched.response_id], Move.PUT_IN_BATCH)
        with pytest.raises(Defect):
            unit.responses.move([finalised.response_id, batched.response_id], Move.PUT_IN_BATCH)
        with pytest.raises(StoreDefect):
            unit.responses.move([finalised.response_id, "none"], Move.PUT_IN_BATCH)
        with pytest.raises(StoreDefect):
            unit.responses.take_out([finalised.response_id], Move.SEND, actor=ACTOR, reason="", at=NOW)
        assert unit.responses.states([finalised.response_id]) == {finalised.response_id: ItemState.FINALISED}
        unit.responses.move([finalised.response_id, finalised.response_id], Move.PUT_IN_BATCH)
        assert unit.responses.counts_by_state()[ItemState.BATCHED] == 2


def test_erasing_leaves_a_tombstone_with_no_answer_and_no_digest(store: Store) -> None:
    first = revision(word="heliotrope")
    second = revision(response_id=first.response_id, deprecated_id=first.instance_id, word="heliotrope too")
    formed = batch()
    with store.unit() as unit:
        unit.responses.add_revision(first)
        unit.batches.form(formed, [BatchRecord(RecordKind.RESPONSE, first.instance_id, "digest", "")])
        unit.responses.move([first.response_id], Move.PUT_IN_BATCH)
        unit.responses.add_revision(second)
        unit.responses.take_out([first.response_id], Move.ERASE, actor=ACTOR, reason="asked", at=NOW)
        stored = unit.responses.get(first.response_id)
        assert stored is not None
        assert (stored.state, stored.revision) == (ItemState.ERASED, None)
        assert stored.revisions == (first.instance_id, second.instance_id)
        assert unit.responses.revision(first.instance_id) is None
        assert unit.responses.newest_revisions([first.response_id]) == ()
        assert unit.responses.content_digests([first.instance_id]) == {first.instance_id: ""}
        assert unit.batches.items(formed.batch_id)[0].sha256 == ""
        assert _balances(unit)


def test_lists_are_filtered_and_sorted_in_sql(store: Store) -> None:
    added = [revision(event_id=f"event-{number % 2}", serial="S" if number == 3 else "") for number in range(6)]
    letter = revision(channel="letter", programme_id="another", event_id="event-9", received_on="2026-03-01")
    with store.unit() as unit:
        unit.responses.add_revisions([*reversed(added), letter])
        ids = [each.response_id for each in added]
        listed = [row.response_id for row in unit.responses.summaries(programme_id="made-up")]
        assert listed == ids[::-1]
        of_event = unit.responses.summaries(event_id="event-1", newest_first=False)
        assert [row.response_id for row in of_event] == ids[1::2]
        assert [row.response_id for row in unit.responses.summaries(limit=2, offset=1)] == ids[::-1][:2]
        assert len(unit.responses.summaries(offset=5)) == 2
        assert unit.responses.summaries(channel="letter")[0].received_on == "2026-03-01"
        assert unit.responses.summaries(states=[ItemState.DRAFT]) == ()
        assert unit.responses.summaries(states=[]) == ()
        assert len(unit.responses.summaries(form_id="survey")) == 7
        assert [row.response_id for row in unit.responses.by_serial("S")] == [ids[3]]
        assert unit.responses.by_serial("") == ()
        assert unit.responses.ids(states=[ItemState.FINALISED], programme_id="made-up") == tuple(ids)
        counts = unit.responses.counts_by_state(event_id="event-1")
        assert counts[ItemState.FINALISED] == 3
        assert set(counts) == set(ItemState)


@pytest.mark.parametrize("filtered", [{}, {"programme_id": "p"}, {"event_id": "e"}, {"states": [ItemState.DRAFT]}])
def test_a_list_is_read_along_an_index(file_store: Store, filtered: dict[str, Any]) -> None:
    """Of 100,000 responses only the rows that are shown are read: no sorting, no scan of the table."""
    seen: list[str] = []
    with file_store.reading() as unit:
        raw = unit._connection.connection.driver_connection
        assert raw is not None
        raw.set_trace_callback(seen.append)
        unit.responses.summaries(limit=50, **filtered)
        raw.set_trace_callback(None)
        (statement,) = [each for each in seen if each.startswith("SELECT")]
        plan = [row[3] for row in raw.execute("EXPLAIN QUERY PLAN " + statement)]
    assert len(plan) == 1
    assert "USING INDEX" in plan[0]


def _balances(unit: UnitOfWork) -> bool:
    ledger = make_ledger(unit.responses.counts_by_state(), unit.ledger_facts())
    assert ledger.balances, [equation for equation in ledger.equations if not equation.holds]
    return ledger.balances


class Field:
    """One response in the store, moved as the workflows move it: the state and the facts in one unit."""

    def __init__(self, unit: UnitOfWork, number: int, header: DraftHeader | None) -> None:
        self.unit, self.number = unit, number
        self.batches = 0
        self.formed = ""
        if header is not None:
            unit.drafts.begin(header)
            self.header, self.response_id, self.newest = header, header.response_id, ""
        else:
            first = revision()
            unit.responses.add_revision(first)
            self.header, self.response_id, self.newest = None, first.response_id, first.instance_id

    @property
    def state(self) -> ItemState:
        return self.unit.responses.states([self.response_id])[self.response_id]

    def happen(self, move: Move) -> None:
        if not can_move(self.state, move):
            return
        unit, ids = self.unit, [self.response_id]
        if move is Move.ABANDON and self.header is not None:
            unit.drafts.abandon(self.header.draft_id, "had to go")
        elif move in {Move.FINALISE, Move.REVISE}:
            added = revision(response_id=self.response_id, deprecated_id=self.newest)
            unit.responses.add_revision(added)
            self.newest = added.instance_id
        elif move is Move.PUT_IN_BATCH:
            self.batches += 1
            formed = batch(self.batches, device_id=f"device-{self.number}")
            unit.batches.form(formed, [BatchRecord(RecordKind.RESPONSE, self.newest, "aa", "")])
            unit.responses.move(ids, move)
            self.formed = formed.batch_id
        elif move is Move.PUT_BACK:  # what was put back was in a batch that is given up
            unit.batches.end([self.formed], "made up", NOW)
            unit.responses.move(ids, move)
        elif move in {Move.RECEIPT_ACCEPTED, Move.RECEIPT_QUARANTINED}:
            result = ItemResult.ACCEPTED if move is Move.RECEIPT_ACCEPTED else ItemResult.QUARANTINED
            unit.receipts.put(receipt(batch(), ((self.newest, result),)), b"")
            unit.responses.move(ids, move)
        elif move in {Move.VOID, Move.WITHDRAW, Move.ERASE}:
            unit.responses.take_out(ids, move, actor=ACTOR, reason="asked", at=NOW + timedelta(hours=1))
        else:
            unit.responses.move(ids, move)


@ON_A_SHARED_STORE
@given(data=st.data())
def test_the_ledger_balances_after_any_moves(store: Store, data: st.DataObject) -> None:
    many = data.draw(st.integers(0, 4))
    moves = data.draw(st.lists(st.tuples(st.integers(0, max(many - 1, 0)), st.sampled_from(Move)), max_size=30))
    with store.unit() as unit:
        fields = [Field(unit, number, draft() if number % 2 == 0 else None) for number in range(many)]
        for number, move in moves:
            if fields:
                fields[number].happen(move)
        assert _balances(unit)


def test_the_ledger_finds_a_state_that_was_tampered_with(store: Store) -> None:
    with store.unit() as unit:
        unit.responses.add_revision(revision())
        assert _balances(unit)
        unit._connection.exec_driver_sql("UPDATE response SET state = 'synced'")
        assert not make_ledger(unit.responses.counts_by_state(), unit.ledger_facts()).balances


def test_the_ledger_counts_paper(store: Store) -> None:
    keyed, foreign = revision(channel="paper", serial="A"), revision(channel="paper", serial="X")
    with store.unit() as unit:
        unit.copies.add_run(print_run(copies=3), ["A", "B", "C"])
        unit.responses.add_revisions([keyed, foreign, revision()])
        unit.copies.add_foreign({"X": ("made-up", "survey")})
        unit.sheet_moves.add(sheet_move("A", kind=SheetMoveKind.KEY, response_id=keyed.response_id))
        unit.sheet_moves.add(sheet_move("X", kind=SheetMoveKind.KEY, response_id=foreign.response_id))
        unit.sheet_moves.add(sheet_move("B", "C"))
        facts = unit.ledger_facts()
        assert (facts.copies_printed, facts.copies_keyed, facts.copies_not_keyed) == (3, 1, 2)
        assert (facts.paper, facts.paper_log_here, facts.paper_log_elsewhere, facts.paper_twice) == (2, 1, 1, 0)
        assert _balances(unit)
        # two laptops keyed one sheet, and of another the response is not here: both are said, and both balance
        unit.responses.add_revision(revision(channel="paper", serial="A"))
        unit.sheet_moves.add(sheet_move("B", kind=SheetMoveKind.KEY, response_id="uuid:elsewhere"))
        facts = unit.ledger_facts()
        assert (facts.copies_keyed, facts.copies_keyed_unseen, facts.paper_twice) == (2, 1, 1)
        assert _balances(unit)
        unit.copies.add_run(print_run(2, copies=1), ["D"])
        unit.responses.add_revision(revision(channel="paper", serial="D"))
        # a response whose sheet nobody logged as keyed
        assert not make_ledger(unit.responses.counts_by_state(), unit.ledger_facts()).balances


def test_the_ledger_of_a_centre(store: Store) -> None:
    first, second = revision(), revision()
    received = ReceivedBatch(batch(), "ff", NOW, "Cy", "receipt")
    with store.unit() as unit:
        unit.responses.add_revisions([first, second], ItemState.SYNCED, batch_id=received.batch.batch_id)
        unit.received.put_batch(received)
        unit.received.record_results(
            received.batch.batch_id,
            [
                RecordResult(first.instance_id, ItemResult.ACCEPTED),
                RecordResult(second.instance_id, ItemResult.ACCEPTED),
                RecordResult(new_instance_id(), ItemResult.QUARANTINED, "revoked"),
            ],
        )
        assert _balances(unit)
        assert unit.ledger_facts().accepted == 2


def test_states_can_be_asked_for_in_a_unit_that_only_reads(store) -> None:
    kept = revision()
    with store.unit() as unit:
        unit.responses.add_revision(kept)
        unit.commit()
    with store.reading() as unit:
        assert unit.responses.states([kept.response_id, "none"]) == {kept.response_id: ItemState.FINALISED}
        assert unit.responses.programmes_of([kept.response_id, "none"]) == {kept.response_id: "made-up"}
