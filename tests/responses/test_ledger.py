"""The ledger's equations, over every order of moves."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.responses.ledger import BEFORE_FREEZING, ON_THE_WAY, Facts, make_ledger
from desktop.responses.states import FROZEN, IN_BATCH, STOPPED, ItemState, Move, after, can_move
from tests.store.builders import envelope

NOTHING = Facts(*[0] * 16)


def test_every_state_is_on_exactly_one_side() -> None:
    """A state that is added to the list must be given its place here, or this test fails."""
    parts = [
        BEFORE_FREEZING,
        {ItemState.FINALISED},
        ON_THE_WAY,
        {ItemState.SYNCED},
        {ItemState.QUARANTINED},
        STOPPED,
    ]
    assert sorted(state for part in parts for state in part) == sorted(ItemState)
    assert set(ItemState) == FROZEN | BEFORE_FREEZING
    assert not FROZEN & BEFORE_FREEZING
    assert ON_THE_WAY | {ItemState.SYNCED, ItemState.QUARANTINED} == IN_BATCH


@pytest.mark.parametrize("state", list(ItemState))
def test_one_item_more_in_any_state_is_noticed(state: ItemState) -> None:
    ledger = make_ledger({state: 1}, NOTHING)
    assert not ledger.equations[0].holds
    assert not ledger.balances
    # and by at least one equation that is about that state rather than about the whole
    assert any(not equation.holds for equation in ledger.equations[1:])


@pytest.mark.parametrize("name", list(Facts.__slots__))
def test_every_fact_that_is_off_by_one_is_noticed(name: str) -> None:
    assert not make_ledger({}, replace(NOTHING, **{name: 1})).balances


def test_nothing_balances() -> None:
    ledger = make_ledger({}, NOTHING)
    assert ledger.balances
    assert set(ledger.counts) == set(ItemState)


class Item:
    """One response as the facts see it, told by what happened and not by its state."""

    def __init__(self) -> None:
        self.state = ItemState.DRAFT
        self.frozen = self.abandoned = self.stopped = self.in_batch = False
        self.accepted = self.quarantined = False

    def happen(self, move: Move) -> None:
        self.state = after(self.state, move)
        if move is Move.ABANDON:
            self.abandoned = True
        elif move is Move.FINALISE:
            self.frozen = True
        elif move is Move.PUT_IN_BATCH:
            self.in_batch = True
        elif move in {Move.REVISE, Move.PUT_BACK}:  # the newest revision is in no batch; no receipt speaks of it
            self.in_batch = self.accepted = self.quarantined = False
        elif move is Move.RECEIPT_ACCEPTED:
            self.accepted = True
        elif move is Move.RECEIPT_QUARANTINED:
            self.quarantined = True
        elif move in {Move.VOID, Move.WITHDRAW, Move.ERASE}:
            self.stopped = True


@example([[Move.FINALISE, Move.PUT_IN_BATCH, Move.PUT_BACK]])  # seldom drawn
@given(st.lists(st.lists(st.sampled_from(Move), max_size=12), max_size=8))
def test_the_ledger_balances_after_any_moves(histories: list[list[Move]]) -> None:
    items = []
    for history in histories:
        item = Item()
        for move in history:
            if can_move(item.state, move):
                item.happen(move)
        items.append(item)
    counts = {state: sum(item.state is state for item in items) for state in ItemState}
    standing = [item for item in items if item.in_batch and not item.stopped]
    facts = replace(
        NOTHING,
        items_started=len(items),
        drafts_open=sum(not item.frozen and not item.abandoned for item in items),
        drafts_abandoned=sum(item.abandoned for item in items),
        frozen=sum(item.frozen for item in items),
        in_batches=len(standing),
        accepted=sum(item.accepted for item in standing),
        quarantined=sum(item.quarantined and not item.accepted for item in standing),
        stopped=sum(item.stopped for item in items),
    )
    ledger = make_ledger(counts, facts)
    assert ledger.balances, [equation for equation in ledger.equations if not equation.holds]


def test_an_envelope_is_written_as_the_dataclass_says() -> None:
    """Envelopes are hashed: writing them field by field must give what the plain way gives."""
    made = envelope(
        missing={"b": "blank", "a": "illegible"},
        forced={"c": "said so"},
        serial="é",
        withdrawal_hash="ab",
        salt="s",
        assent_version="1",
        file_hash="cd",
        margin_notes="beside the box",
        loose_pages=2,
    )
    plain = json.dumps(asdict(made), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert made.to_json() == plain
    assert type(made).from_json(plain) == made


def test_an_envelope_of_before_keeps_its_bytes() -> None:
    """One without a withdrawal code is written, and hashed, as it always was."""
    made = envelope(serial="é")
    raw = asdict(made)
    later = ("withdrawal_hash", "salt", "assent_version", "file_hash", "margin_notes", "loose_pages")
    assert [raw.pop(name) for name in later] == ["", "", "", "", "", 0]
    plain = json.dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert made.to_json() == plain
    assert type(made).from_json(plain) == made
