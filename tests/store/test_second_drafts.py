"""A second keying in progress: a journal and nothing more. No response, no count in the ledger, no list has it."""

from __future__ import annotations

from desktop.responses.drafts import DraftEnd, DraftKind
from desktop.responses.states import Move
from desktop.store.opening import Store
from tests.store.builders import ACTOR, NOW, draft, revision


def second(response_id: str = "", **changes):
    return draft(kind=DraftKind.SECOND_KEYING, channel="paper", serial="AAAA", response_id=response_id, **changes)


def test_it_is_no_response(store: Store) -> None:
    header = second()
    with store.unit() as unit:
        before = unit.ledger_facts()
        unit.drafts.begin(header)
        unit.drafts.append(header.draft_id, [("answer", "a", "1")])
        assert unit.responses.summaries() == ()
        assert unit.ledger_facts() == before
        assert unit.drafts.list_open() == ()
        assert unit.drafts.list_open(kind=DraftKind.SECOND_KEYING) == (header,)
        assert unit.drafts.open_for_serial("AAAA") is None
        assert unit.drafts.open_for_serial("AAAA", second=True) == header
        unit.drafts.keyed_again(header.draft_id)
        assert unit.drafts.steps(header.draft_id) == ()
        assert unit.drafts.get(header.draft_id).end is DraftEnd.FINALISED
        assert unit.ledger_facts() == before


def test_it_is_given_up(store: Store) -> None:
    header = second()
    with store.unit() as unit:
        unit.drafts.begin(header)
        unit.drafts.append(header.draft_id, [("answer", "a", "1")])
        unit.drafts.abandon(header.draft_id, "wrong sheet")
        assert unit.drafts.steps(header.draft_id) == ()
        assert unit.ledger_facts().drafts_abandoned == 0


def test_it_outlives_a_change_of_the_response_and_goes_when_that_is_taken_back(store: Store) -> None:
    keyed = revision()
    header = second(keyed.response_id)
    with store.unit() as unit:
        unit.responses.add_revision(keyed)
        unit.drafts.begin(header)
        unit.drafts.append(header.draft_id, [("answer", "a", "1")])
        unit.responses.add_revision(revision(response_id=keyed.response_id, deprecated_id=keyed.instance_id))
        assert unit.drafts.length(header.draft_id) == 1
        unit.responses.take_out([keyed.response_id], Move.WITHDRAW, actor=ACTOR, reason="asked", at=NOW)
        assert unit.drafts.steps(header.draft_id) == ()
        assert unit.drafts.open_for_serial("AAAA", second=True) is None
