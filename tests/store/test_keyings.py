"""Keyings, plans, decisions, queries, practice, piles and scans: what goes in comes out, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.responses.drafts import DraftKind
from desktop.responses.keying_training import QuestionScore, TrainingRule
from desktop.responses.keyings import Which
from desktop.responses.queries import QueryState
from desktop.responses.states import Move
from desktop.sheets.second_piles import PileWay
from desktop.store.errors import StoreDefect
from tests.store.builders import (
    ACTOR,
    BEN,
    NOW,
    attempt,
    decision,
    draft,
    keying,
    plan,
    query,
    revision,
    scan,
    second_pile,
)


def test_keyings_come_out_as_they_went_in_and_in_order(store) -> None:
    with store.unit() as unit:
        first = keying("A", which=Which.FIRST, instance_id="uuid:1", lot=0.1 + 0.2)
        second, other = keying("A"), keying("B", form_id="other", lot=1 - 2**-53)
        for each in (other, second, first):
            unit.keyings.add(each)
        assert unit.keyings.get(second.keying_id) == second
        assert unit.keyings.get("none") is None
        assert unit.keyings.of_serial("A") == (first, second)
        assert unit.keyings.of_serials(["A", "B", "C"]) == {"A": (first, second), "B": (other,)}
        assert unit.keyings.of_responses(["uuid:made-up"]) == {"uuid:made-up": (first, second, other)}
        assert unit.keyings.list() == (first, second, other)
        assert unit.keyings.list(programme_id="made-up", form_id="survey", which=Which.SECOND) == (second,)
        assert unit.keyings.list(person_id=BEN.person_id) == (second, other)
        with pytest.raises(StoreDefect):
            unit.keyings.add(first)


def test_a_keying_without_its_response_is_in_no_batch(store) -> None:
    with store.unit() as unit:
        kept, elsewhere = keying("A"), keying("B", response_id="", pile_id="pile-1")
        unit.keyings.add_many([kept, elsewhere])
        unit.keyings.add_many([replace(kept, lot=0.9)])
        assert unit.keyings.unsent() == (kept,)
        unit.keyings.set_batch([kept.keying_id], "batch-1")
        assert unit.keyings.unsent() == ()
        unit.keyings.free_batch("batch-1")
        assert unit.keyings.unsent() == (kept,)
        unit.keyings.remove(kept.keying_id)
        assert unit.keyings.list() == (elsewhere,)
        assert unit.keyings.erase_programme("made-up") == 1
        assert unit.keyings.list() == ()


def test_plans_are_only_added_and_the_newest_is_in_force(store) -> None:
    with store.unit() as unit:
        first, second, other = plan(), plan(2, share=1 / 3), plan(form_id="other", programme_id="else")
        for each in (first, second, other):
            unit.plans.put(each)
        with pytest.raises(StoreDefect):
            unit.plans.put(plan(2))
        assert (unit.plans.newest("survey"), unit.plans.get("survey", 1)) == (second, first)
        assert (unit.plans.newest("none"), unit.plans.get("survey", 3)) == (None, None)
        assert unit.plans.list("made-up") == (first, second)
        unit.plans.set_batch([("survey", 1)], "batch-1")
        assert unit.plans.unsent() == (other, second)
        unit.plans.free_batch("batch-1")
        assert unit.plans.unsent() == (other, first, second)


def test_of_two_plans_with_one_number_the_later_is_in_force_in_whatever_order_they_come(store) -> None:
    with store.unit() as unit:
        earlier = plan(share=0.5)
        later = plan(share=0.1)
        unit.plans.add_many([later, later], batch_id="batch-2")
        unit.plans.add_many([earlier], batch_id="batch-1")
        assert unit.plans.newest("survey") == unit.plans.get("survey", 1) == later
        assert unit.plans.list() == (earlier, later)


def test_decisions_come_out_as_they_went_in(store) -> None:
    with store.unit() as unit:
        unit.keyings.add(keying("A", keying_id="keying-1"))
        first, second = decision("A"), decision("A", path="tale")
        other = decision("B", form_id="other", first_keying_id="none", response_id="none")
        unit.decisions.add_many([second, first, other])
        unit.decisions.add_many([replace(first, reason="rewritten")])
        assert unit.decisions.get(first.decision_id) == first
        assert unit.decisions.of_serial("A") == (first, second)
        assert unit.decisions.of_serials(["A", "B", "C"]) == {"A": (first, second), "B": (other,)}
        assert unit.decisions.list(programme_id="made-up") == (first, second)
        assert unit.decisions.list(form_id="other") == (other,)
        unit.decisions.set_batch([first.decision_id, other.decision_id], "batch-1")
        assert unit.decisions.unsent() == (second,)
        unit.decisions.free_batch("batch-1")
        assert len(unit.decisions.unsent()) == 3


def test_a_query_is_answered_and_done_with(store) -> None:
    with store.unit() as unit:
        asked, other = query("A"), query("B", programme_id="else", path="", number="")
        unit.queries.add(asked)
        unit.queries.add(other)
        assert unit.queries.open_of("A") == (asked,)
        assert unit.queries.list(states=[QueryState.OPEN]) == (asked, other)
        assert unit.queries.list(programme_id="else", states=[QueryState.OPEN]) == (other,)
        unit.queries.answer(asked.query_id, "A one", "Ann", NOW)
        unit.queries.answer(asked.query_id, "A seven", "Ann", NOW + timedelta(hours=1))
        answered = replace(
            asked, state=QueryState.ANSWERED, answer="A seven", answered_by="Ann",
            answered_at=NOW + timedelta(hours=1),
        )  # fmt: skip
        assert unit.queries.get(asked.query_id) == answered
        assert unit.queries.open_of("A") == ()
        unit.queries.done("A")
        assert unit.queries.of_serial("A") == (replace(answered, state=QueryState.DONE),)
        assert unit.queries.list(programme_id="made-up", states=[QueryState.DONE]) == unit.queries.of_serial("A")
        assert unit.queries.list(states=[]) == ()
        with pytest.raises(StoreDefect):
            unit.queries.answer(asked.query_id, "too late", "Ann", NOW)
        unit.queries.remove(other.query_id)
        assert unit.queries.get(other.query_id) is None


def test_a_query_travels_when_it_is_done_with_and_its_sheet_is_a_response(store) -> None:
    with store.unit() as unit:
        sent, still_open, given_up = query("A"), query("C"), query("B")
        for each in (sent, still_open, given_up):
            unit.queries.add(each)
        kept = revision(serial="A", channel="paper")
        unit.responses.add_revision(kept)
        unit.responses.add_revision(revision(serial="C", channel="paper"))
        unit.queries.done("A")
        unit.queries.done("B")
        assert [each.query_id for each in unit.queries.unsent()] == [sent.query_id]
        unit.queries.set_batch([sent.query_id], "batch-1")
        assert unit.queries.unsent() == ()
        unit.queries.free_batch("batch-1")
        assert len(unit.queries.unsent()) == 1


def test_practice_and_its_rule(store) -> None:
    with store.unit() as unit:
        first, second = attempt(), attempt(passed=True, scores={"q": QuestionScore(4, 0)})
        unit.trainings.add(second)
        unit.trainings.add(first)
        assert unit.trainings.newest("person-2", "survey") == second
        assert unit.trainings.newest("person-2", "other") is None
        assert unit.trainings.list("made-up") == (first, second)
        assert unit.trainings.passed("person-2", "survey")
        assert not unit.trainings.passed("person-1", "survey")
        assert unit.trainings.rule("survey") is None
        for rule in (TrainingRule("survey"), TrainingRule("survey", asked=True, most_errors=7.5)):
            unit.trainings.set_rule(rule)
            assert unit.trainings.rule("survey") == rule


def test_a_pile_keeps_its_sheets_in_order_until_it_ends(store) -> None:
    with store.unit() as unit:
        sent = second_pile("B", "A", "C")
        came = second_pile("A", way=PileWay.IN, identity="")
        unit.second_piles.add(sent)
        unit.second_piles.add(came)
        assert unit.second_piles.get(sent.pile_id) == sent
        assert unit.second_piles.get("none") is None
        assert unit.second_piles.list() == (came, sent)
        assert unit.second_piles.list(PileWay.IN) == (came,)
        assert unit.second_piles.of_serial("A") == (came, sent)
        unit.second_piles.end(came.pile_id, NOW)
        assert unit.second_piles.of_serial("A") == (sent,)
        assert unit.second_piles.get(came.pile_id) == replace(came, ended_at=NOW)
        with pytest.raises(StoreDefect):
            unit.second_piles.end("none", NOW)
        assert unit.second_piles.erase_programme("made-up") == 2
        assert unit.second_piles.list() == ()


def test_scans_by_copy_and_page(store) -> None:
    with store.unit() as unit:
        back, front, by_hand = scan("A", 2), scan("A", 1), scan("B", 1, lie=None, programme_id="else")
        for each in (back, front, by_hand):
            unit.scans.add(each)
        assert unit.scans.of_serial("A") == (front, back)
        assert (unit.scans.at("A", 2), unit.scans.at("A", 3)) == (back, None)
        assert unit.scans.get(by_hand.scan_id) == by_hand
        assert unit.scans.list("else") == (by_hand,)
        assert unit.scans.counts() == {"A": 2, "B": 1}
        assert unit.scans.names() == {back.scan_id, front.scan_id, by_hand.scan_id}
        unit.scans.remove(back.scan_id)
        assert set(unit.scans.remove_of(["A", "C"])) == {front.scan_id}
        assert unit.scans.erase_programme("else") == (by_hand.scan_id,)
        assert unit.scans.names() == frozenset()


@pytest.mark.parametrize("move", [Move.WITHDRAW, Move.ERASE])
def test_taking_back_takes_what_was_keyed_asked_and_scanned_of_the_sheet_and_of_no_other(store, move) -> None:
    with store.unit() as unit:
        gone, stays = revision(serial="A", channel="paper"), revision(serial="B", channel="paper")
        for kept in (gone, stays):
            serial = kept.envelope.serial
            unit.responses.add_revision(kept)
            unit.keyings.add(keying(serial, which=Which.FIRST, response_id=kept.response_id))
            unit.keyings.add(keying(serial, response_id=kept.response_id))
            unit.keyings.add(keying(serial, response_id="", pile_id="pile-1"))
            unit.decisions.add_many([decision(serial, response_id=kept.response_id)])
            unit.queries.add(query(serial))
            unit.scans.add(scan(serial))
        again = draft(serial="A", kind=DraftKind.SECOND_KEYING)
        unit.drafts.begin(again)
        unit.drafts.append(again.draft_id, [("answer", "q", "yes")])
        unit.responses.take_out([gone.response_id], move, actor=ACTOR, reason="asked for it", at=NOW)
        assert unit.drafts.steps(again.draft_id) == ()
        assert unit.drafts.list_open(kind=DraftKind.SECOND_KEYING) == ()
        assert {each.serial for each in unit.keyings.list()} == {"B"}
        assert len(unit.keyings.list()) == 3
        assert [each.serial for each in unit.decisions.list()] == ["B"]
        assert [each.serial for each in unit.queries.list()] == ["B"]
        assert unit.scans.counts() == {"B": 1}


def test_voiding_a_response_keeps_what_was_keyed_of_it(store) -> None:
    with store.unit() as unit:
        kept = revision(serial="A", channel="paper")
        unit.responses.add_revision(kept)
        unit.keyings.add(keying("A", response_id=kept.response_id))
        unit.responses.take_out([kept.response_id], Move.VOID, actor=ACTOR, reason="twice", at=NOW)
        assert len(unit.keyings.list()) == 1
