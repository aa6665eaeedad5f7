"""A lost laptop: what it said was on it, and from when on it is not believed; numbers that stay empty say why."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.foundation.errors import Refusal
from desktop.responses.states import ItemState
from desktop.workflows.central_store import open_centre
from desktop.workflows.collect_receipts import collect_receipts
from desktop.workflows.giving_up import give_up
from desktop.workflows.interview import Interview
from desktop.workflows.lost_device import lost_report, number_gaps, revoke_device, revoked_devices
from desktop.workflows.receive_batches import Outcome, central_balance
from desktop.workflows.send_batches import make_batch, send_batch
from desktop.workflows.update_list import add_contact
from desktop.workflows.withdraw import withdraw
from tests.workflows.exchange import CORA, respond, send, states, take_in
from tests.workflows.withdrawals import answered, at_centre
from tests.workplaces import FORM, PROGRAMME


def report(centre, store_url, place):
    return lost_report(centre, actor=CORA, store_url=store_url, device_id=place.device_id)


def revoke(centre, store_url, place, since):
    return revoke_device(
        centre, actor=CORA, store_url=store_url, device_id=place.device_id, since=since, reason="left on the bus"
    )


def test_what_was_on_it_is_told_from_its_last_ledger(
    place, officer, event_id, pack, centre, store_url, stick, clock
) -> None:
    assert report(centre, store_url, place).last_heard is None
    sent = respond(place, officer, event_id, pack, 2)
    draft = Interview.begin(place, actor=officer, form_id=FORM, event_id=event_id)
    add_contact(place, actor=officer, programme_id=PROGRAMME, values={"email": "a@example.org"})
    clock.move(timedelta(days=1))
    add_contact(place, actor=officer, programme_id=PROGRAMME, values={"email": "b@example.org"})
    batch = send(place, officer, stick)
    take_in(centre, store_url, stick)
    said = report(centre, store_url, place)
    assert said.last_heard == batch.formed_at
    # both that came are at the centre by now; the draft is not; of the contacts, those of a day before
    assert [(each.response_id, each.state, each.day) for each in said.unsynced] == [
        (draft.header.response_id, "draft", (clock.now() - timedelta(days=1)).date())
    ]
    assert said.unsynced[0].event
    assert (said.drafts, said.contacts, said.copies_out, said.revoked) == (1, 1, 0, None)
    # what was recorded and never sent is listed, until it comes
    late = respond(place, officer, event_id, pack, 1, seed=7)[0]
    stays = make_batch(place, actor=officer)[0]
    respond(place, officer, event_id, pack, 1, seed=8)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    missing = {each.response_id: each.state for each in report(centre, store_url, place).unsynced}
    assert missing == {late.response_id: "batched", draft.header.response_id: "draft"}
    assert not {each.response_id for each in sent} & set(missing)
    send_batch(place, actor=officer, batch_id=stays.batch_id, target=f"folder:{stick}")
    take_in(centre, store_url, stick)
    assert [each.response_id for each in report(centre, store_url, place).unsynced] == [draft.header.response_id]


def test_the_ledger_holds_no_answer_and_no_time_finer_than_a_day(
    place, officer, event_id, pack, centre, store_url, stick
) -> None:
    revision = respond(place, officer, event_id, pack, 1)[0]
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        body = unit.devices.last_ledger(place.device_id).body
    raw = json.loads(body)
    assert set(raw) == {"counts", "open", "contacts", "copies_out", "drafts", "second_keyings", "ended", "audit"}
    assert [set(each) for each in raw["open"]] == [{"response_id", "state", "event_id", "channel", "day"}]
    for value in revision.answers.values():
        assert len(value) < 6 or value not in body
    assert revision.envelope.finalised_at not in body


def test_from_a_day_on_it_is_not_believed(
    place, officer, event_id, pack, centre, store_url, stick, clock, tmp_path
) -> None:
    before = respond(place, officer, event_id, pack, 1)[0]
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    late_file = tmp_path / "late"
    late_file.mkdir()
    in_time = respond(place, officer, event_id, pack, 1, seed=2)[0]
    send(place, officer, late_file)  # formed before it was lost; the stick is found a week later
    clock.move(timedelta(hours=2))
    done = revoke(centre, store_url, place, clock.now())
    assert done.taken_in == ()
    assert [each.since for each in revoked_devices(centre, actor=CORA, store_url=store_url)] == [clock.now()]
    respond(place, officer, event_id, pack, 1, seed=3)
    send(place, officer, stick)
    fresh = [each for each in take_in(centre, store_url, stick) if each.outcome is Outcome.RECEIVED]
    assert [(each.accepted, each.quarantined) for each in fresh] == [(0, 1)]
    # what stood stands, also when it comes again; what was formed before is taken in
    assert [each.outcome for each in take_in(centre, store_url, stick)] == [Outcome.ALREADY_RECEIVED] * 2
    [late] = take_in(centre, store_url, late_file)
    assert late.accepted == 1
    assert "in good hands" in late.words  # a clock that was set back looks just so: a person is told
    assert not fresh[0].words
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        assert unit.changes.list(about_id=late.batch_id)[0].why == late.words
    assert set(at_centre(centre, store_url)) == {before.response_id, in_time.response_id}
    assert central_balance(centre, store_url=store_url).ledger.balances
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        apart = unit.received.quarantined()
        assert "left on the bus" in apart[0].reason
        # not even its programme or its ledger is taken from it
        assert {each.kind for each in apart} == {"programme", "form", "event", "response", "ledger"}
    collect_receipts(place, actor=officer, source=f"folder:{stick}")
    assert sorted(states(place)) == sorted({ItemState.SYNCED, ItemState.SENT, ItemState.QUARANTINED})


def test_a_clock_set_back_does_not_help(place, officer, event_id, pack, centre, store_url, stick, clock) -> None:
    lost_at = clock.now() + timedelta(hours=1)
    clock.move(timedelta(hours=2))
    respond(place, officer, event_id, pack, 1)
    send(place, officer, stick)
    take_in(centre, store_url, stick)  # after the loss, before anybody knew
    done = revoke(centre, store_url, place, lost_at)
    assert [each.number for each in done.taken_in] == [1]
    clock.move(-timedelta(days=3))
    respond(place, officer, event_id, pack, 1, seed=2)
    batch = send(place, officer, stick)
    assert batch.formed_at < lost_at
    fresh = [each for each in take_in(centre, store_url, stick) if each.outcome is Outcome.RECEIVED]
    assert [(each.accepted, each.quarantined) for each in fresh] == [(0, 1)]


def test_who_may_revoke_and_what_is_asked(place, officer, centre, store_url, clock) -> None:
    given = {"store_url": store_url, "device_id": place.device_id, "since": clock.now(), "reason": "lost"}
    with pytest.raises(Refusal, match="role"):
        revoke_device(centre, actor=officer, **given)
    with pytest.raises(Refusal, match="No reason"):
        revoke_device(centre, actor=CORA, **{**given, "reason": " "})
    with pytest.raises(Refusal, match="lies ahead"):
        revoke_device(centre, actor=CORA, **{**given, "since": clock.now() + timedelta(minutes=1)})
    with pytest.raises(Refusal, match="ever trusted"):
        revoke_device(centre, actor=CORA, **{**given, "device_id": "somebody else"})
    revoke_device(centre, actor=CORA, **given)
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        (line,) = unit.changes.list(about_id=place.device_id)
    assert (line.what, line.actor_name, line.why) == ("device revoked", "Cora", "lost")


def test_numbers_given_up_are_told_from_numbers_lost(
    place, officer, event_id, pack, centre, store_url, stick
) -> None:
    _, code = answered(place, officer, event_id, pack)
    make_batch(place, actor=officer)  # number 1, given up by the withdrawal
    withdraw(place, actor=officer, code=code)
    respond(place, officer, event_id, pack, 1, seed=2)
    make_batch(place, actor=officer)  # number 2, written to no stick
    respond(place, officer, event_id, pack, 1, seed=3)
    assert send(place, officer, stick).number == 3
    take_in(centre, store_url, stick)
    gaps = number_gaps(centre, actor=CORA, store_url=store_url)
    assert [(each.first, each.explained) for each in gaps] == [(1, True), (2, False)]
    assert "given up on 2022-01-12: something in it was taken back" in gaps[0].words
    assert "send it again" in gaps[1].words


def test_a_run_of_missing_numbers_is_one_line(place, officer, event_id, pack, centre, store_url, stick) -> None:
    """Whoever has a laptop can number a batch as they like: nobody's list may grow without end by it."""
    for seed in range(2):
        respond(place, officer, event_id, pack, 1, seed=seed)
        [batch] = make_batch(place, actor=officer)
        with place.unit() as unit:
            give_up(unit, [batch.batch_id], actor=officer, reason="lost", at=place.clock.now())
            unit.commit()
    respond(place, officer, event_id, pack, 1, seed=3)
    assert send(place, officer, stick).number == 3
    take_in(centre, store_url, stick)
    with open_centre(centre, store_url) as opened, opened.store.unit() as unit:
        (came,) = unit.received.batches()
        far = replace(came.batch, batch_id="far", number=2**40)
        unit.received.put_batch(replace(came, batch=far, receipt_id="far"))
        unit.commit()
    gaps = number_gaps(centre, actor=CORA, store_url=store_url)
    assert [(each.numbers, each.explained) for each in gaps] == [
        ("1", True), ("2", True), (f"4-{2**40 - 1}", False),
    ]  # fmt: skip


def test_a_batch_that_claims_a_ledger_that_is_none(
    place, officer, event_id, pack, centre, store_url, stick, monkeypatch
) -> None:
    from desktop.workflows import send_batches

    for number, body in enumerate(("[]", "{}", '{"open": 5}', "no json", "[" * 5000)):
        monkeypatch.setattr(send_batches, "ledger_body", lambda place, unit, body=body: body)
        respond(place, officer, event_id, pack, 1, seed=random.Random(number).randint(1, 99))
        send(place, officer, stick)
        fresh = [each for each in take_in(centre, store_url, stick) if each.outcome is Outcome.RECEIVED]
        assert [each.accepted for each in fresh] == [1]
    assert report(centre, store_url, place).last_heard is None
