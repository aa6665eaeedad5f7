"""Withdrawal by a code and erasure by id: on the laptop, on the way, at the centre, and before it comes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.foundation.errors import Refusal
from desktop.keys.withdrawal_codes import MistypedCode, code_hash, new_code
from desktop.responses.instructions import InstructionAction
from desktop.responses.states import ItemState
from desktop.staff.people import Role
from desktop.workflows.balance import balance
from desktop.workflows.central_keys import init_central
from desktop.workflows.central_store import open_centre
from desktop.workflows.collect_receipts import ReceiptOutcome
from desktop.workflows.export_responses import export_responses
from desktop.workflows.interview import Interview
from desktop.workflows.receive_batches import Outcome, central_balance, trust_device
from desktop.workflows.send_batches import BatchState, batches, make_batch, send_batch
from desktop.workflows.withdraw import (
    copies_to_act_on,
    erase_response,
    withdraw,
    withdraw_at_centre,
)
from tests.workflows.exchange import CORA, respond, send, states, take_in
from tests.workflows.withdrawals import answered, at_centre, collect, is_tombstone
from tests.workplaces import FORM, keep_sheet, signed_in

# the code ------------------------------------------------------------------------------------------------


def test_who_is_there_is_given_a_code_that_is_kept_only_as_a_hash(place, officer, event_id, pack) -> None:
    response_id, code = answered(place, officer, event_id, pack)
    with place.reading() as unit:
        assert unit.codes.response_of(code_hash(code)) == response_id
        envelope = unit.responses.get(response_id).revision.envelope
    assert envelope.withdrawal_hash == code_hash(code)
    assert code not in envelope.to_json()
    assert answered(place, officer, event_id, pack, channel="kiosk")[1]
    for channel in ("letter", "telephone", "paper"):
        assert answered(place, officer, event_id, pack, channel=channel)[1] == ""


def test_an_interview_gives_the_code_once_it_is_on_the_disk(place, officer, event_id) -> None:
    asked = Interview.begin(place, actor=officer, form_id=FORM, event_id=event_id)
    assert asked.withdrawal_code == ""
    for screen in asked.subject_screens():
        for path in screen.paths:
            if asked.entry.node(path).required and asked.entry.node(path).relevant:
                asked.answer(path, asked.entry.node(path).choices[0][0])
    revision = asked.finalise()
    assert code_hash(asked.withdrawal_code) == revision.envelope.withdrawal_hash
    assert asked.withdrawal_code not in repr(asked)
    assert withdraw(place, actor=officer, code=asked.withdrawal_code).state is ItemState.WITHDRAWN


def test_two_answers_alike_have_digests_that_tell_nothing(place, officer, event_id, pack) -> None:
    """The envelope is salted: a digest that outlives the answers can't be used to try out what they were."""
    first, second = (answered(place, officer, event_id, pack, seed=5)[0] for _ in range(2))
    with place.reading() as unit:
        one, two = (unit.responses.get(each).revision.envelope for each in (first, second))
    assert one.salt
    assert two.salt
    assert one.salt != two.salt


# on the laptop -------------------------------------------------------------------------------------------


def test_withdrawn_before_it_was_sent(place, officer, event_id, pack) -> None:
    response_id, code = answered(place, officer, event_id, pack)
    done = withdraw(place, actor=officer, code=code.lower().replace("-", " "))
    assert (done.found, done.state, done.out_of_reach) == (True, ItemState.WITHDRAWN, ())
    with place.reading() as unit:
        assert is_tombstone(unit, response_id)
        lines = [(each.what, each.about_id) for each in unit.changes.list(limit=2)]
        (ending,) = unit.instructions.list()
    # by the instruction: neither the code nor the response stands in the audit trail
    assert lines == [("response withdrawn", done.instruction_id), ("withdrawal asked for", done.instruction_id)]
    assert ending.subject == code_hash(code)
    assert balance(place).ledger.balances
    again = withdraw(place, actor=officer, code=code)
    assert again == replace(done, before=True)
    with place.reading() as unit:
        assert len(unit.instructions.list()) == 1
        assert len(unit.changes.list(about_id=done.instruction_id)) == 2


def test_a_code_that_is_none_is_refused_and_changes_nothing(place, officer, event_id, pack) -> None:
    answered(place, officer, event_id, pack)
    with pytest.raises(MistypedCode):
        withdraw(place, actor=officer, code="ABCD")
    with place.reading() as unit:
        assert unit.instructions.list() == ()


def test_a_volunteer_and_an_auditor_may_not(place, event_id, pack) -> None:
    for name, role in (("Vera", Role.VOLUNTEER), ("Aud", Role.AUDITOR)):
        with pytest.raises(Refusal, match="role"):
            withdraw(place, actor=signed_in(place, name, role), code=new_code())


def test_the_others_of_an_unwritten_batch_go_into_the_next(place, officer, event_id, pack, store_url) -> None:
    gone, code = answered(place, officer, event_id, pack)
    respond(place, officer, event_id, pack, 2, seed=3)
    batch = make_batch(place, actor=officer)[0]
    withdraw(place, actor=officer, code=code)
    assert states(place) == {ItemState.FINALISED, ItemState.WITHDRAWN}
    assert balance(place).ledger.balances
    with pytest.raises(Refusal, match="given up"):
        send_batch(place, actor=officer, batch_id=batch.batch_id, target="folder:/nowhere")
    second = make_batch(place, actor=officer)[0]
    assert (second.number, second.responses) == (2, 2)
    assert [each.state for each in batches(place)] == [BatchState.FORMED, BatchState.GIVEN_UP]
    assert balance(place).ledger.balances
    del gone


def test_a_sent_batch_stays_until_it_is_to_be_written_again(
    place, officer, event_id, pack, centre, store_url, stick, tmp_path
) -> None:
    _, code = answered(place, officer, event_id, pack)
    respond(place, officer, event_id, pack, 2, seed=3)
    batch = send(place, officer, stick)
    done = withdraw(place, actor=officer, code=code)
    assert [(each.kind, each.place) for each in done.out_of_reach] == [
        ("batch file", f"folder:{stick}/batch-{batch.batch_id}.sbbatch")
    ]
    assert states(place) == {ItemState.SENT, ItemState.WITHDRAWN}
    with pytest.raises(Refusal, match="new batch"):
        send_batch(place, actor=officer, batch_id=batch.batch_id, target=f"folder:{tmp_path}")
    assert states(place) == {ItemState.FINALISED, ItemState.WITHDRAWN}
    second = make_batch(place, actor=officer)[0]
    assert balance(place).ledger.balances
    # the first file comes all the same: its receipt revives the batch, and nothing is counted twice
    take_in(centre, store_url, stick)
    assert [each.outcome for each in collect(place, officer, stick)] == [ReceiptOutcome.TAKEN]
    assert states(place) == {ItemState.SYNCED, ItemState.WITHDRAWN}
    assert balance(place).ledger.balances
    send_batch(place, actor=officer, batch_id=second.batch_id, target=f"folder:{stick}")
    take_in(centre, store_url, stick)
    assert sorted(at_centre(centre, store_url).values()) == ["synced", "synced", "withdrawn"]
    collect(place, officer, stick)
    assert balance(place).ledger.balances
    assert central_balance(centre, store_url=store_url).ledger.balances


def test_a_receipted_batch_needs_no_sending(place, officer, event_id, pack, centre, store_url, stick) -> None:
    _, code = answered(place, officer, event_id, pack)
    batch = send(place, officer, stick)
    take_in(centre, store_url, stick)
    collect(place, officer, stick)
    withdraw(place, actor=officer, code=code)
    with pytest.raises(Refusal, match="Nothing has to be done"):
        send_batch(place, actor=officer, batch_id=batch.batch_id, target=f"folder:{stick}")
    assert [each.state for each in batches(place)] == [BatchState.SYNCED]
    assert balance(place).ledger.balances


# to the centre -------------------------------------------------------------------------------------------


def test_a_withdrawal_goes_to_the_centre_by_itself(
    place, officer, event_id, pack, centre, store_url, stick
) -> None:
    response_id, code = answered(place, officer, event_id, pack)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    collect(place, officer, stick)
    withdraw(place, actor=officer, code=code, reason="changed their mind")
    batch = make_batch(place, actor=officer)[0]
    assert (batch.responses, batch.items) == (0, 2)  # the instruction, and what the laptop holds
    send_batch(place, actor=officer, batch_id=batch.batch_id, target=f"folder:{stick}")
    assert [each.outcome for each in take_in(centre, store_url, stick)].count(Outcome.RECEIVED) == 1
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        assert unit.responses.get(response_id).state is ItemState.WITHDRAWN
        assert is_tombstone(unit, response_id)
    assert central_balance(centre, store_url=store_url).ledger.balances
    with pytest.raises(Refusal, match="nothing finalised"):
        make_batch(place, actor=officer)


def test_a_withdrawal_that_comes_first_takes_effect(
    place, officer, event_id, pack, centre, store_url, stick, tmp_path
) -> None:
    """At the centre, from the slip, while the laptop is still on the road."""
    response_id, code = answered(place, officer, event_id, pack)
    respond(place, officer, event_id, pack, 1, seed=4)
    early = withdraw_at_centre(centre, actor=CORA, store_url=store_url, code=code)
    assert (early.found, early.state) == (False, None)
    send(place, officer, stick)
    assert [(each.accepted, each.already_there) for each in take_in(centre, store_url, stick)] == [(2, 0)]
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        assert is_tombstone(unit, response_id)
        assert unit.instructions.applied(early.instruction_id)
        assert unit.responses.get(response_id).state is ItemState.WITHDRAWN
    ledger = central_balance(centre, store_url=store_url).ledger
    assert ledger.balances
    assert (ledger.counts[ItemState.SYNCED], ledger.counts[ItemState.WITHDRAWN]) == (1, 1)
    assert [each.kind for each in copies_to_act_on(centre, store_url=store_url)] == ["batch file"]
    # and the list beside the receipt tells the laptop
    taken = collect(place, officer, stick)
    assert [each.outcome for each in taken] == [ReceiptOutcome.TAKEN, ReceiptOutcome.INSTRUCTIONS]
    assert states(place) == {ItemState.SYNCED, ItemState.WITHDRAWN}
    with place.reading() as unit:
        assert is_tombstone(unit, response_id)
    assert balance(place).ledger.balances
    assert [each.outcome for each in collect(place, officer, stick)] == [ReceiptOutcome.ALREADY_TAKEN] * 2
    with pytest.raises(Refusal, match="nothing finalised"):
        make_batch(place, actor=officer)  # what the centre said need not be told to the centre
    out = tmp_path / "a.csv"
    assert export_responses(centre, actor=CORA, store_url=store_url, kind="csv", out=out).rows == 1


def test_in_one_batch_with_its_response(place, officer, event_id, pack, centre, store_url, stick) -> None:
    """A second laptop was told the code, and sends it with a batch in which the response comes by chance."""
    response_id, code = answered(place, officer, event_id, pack)
    from desktop.responses.instructions import Instruction

    with place.unit() as unit:  # not carried out here: as if the response had been copied from elsewhere
        now = place.clock.now()
        unit.instructions.put(
            Instruction("i1", InstructionAction.WITHDRAW, code_hash(code), "", f"device {place.device_id}", now)
        )
        unit.commit()
    send(place, officer, stick)
    assert [each.accepted for each in take_in(centre, store_url, stick)] == [1]
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        assert is_tombstone(unit, response_id)
    assert central_balance(centre, store_url=store_url).ledger.balances


def test_sent_again_by_a_copy_it_stays_withdrawn(
    place, officer, event_id, pack, centre, store_url, stick, tmp_path
) -> None:
    """A batch formed before the withdrawal comes after it: the response is there already, as a tombstone."""
    response_id, code = answered(place, officer, event_id, pack)
    other = tmp_path / "other"
    other.mkdir()
    first = send(place, officer, other)
    # the same response in a second batch: the laptop gave the first up, not knowing that it would arrive
    from desktop.workflows.giving_up import give_up

    with place.unit() as unit:
        give_up(unit, [first.batch_id], actor=officer, reason="made up", at=place.clock.now())
        unit.commit()
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    withdraw_at_centre(centre, actor=CORA, store_url=store_url, code=code)
    assert [(each.accepted, each.already_there) for each in take_in(centre, store_url, other)] == [(0, 1)]
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        assert is_tombstone(unit, response_id)
        assert unit.received.quarantined() == ()
    assert central_balance(centre, store_url=store_url).ledger.balances


def test_a_laptop_may_order_nothing_but_a_withdrawal(
    place, officer, event_id, pack, centre, store_url, stick, monkeypatch
) -> None:
    from desktop.responses.instructions import Instruction
    from desktop.workflows import send_batches

    response_id, _ = answered(place, officer, event_id, pack)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    with place.unit() as unit:
        now = place.clock.now()
        unit.instructions.put(
            Instruction("i1", InstructionAction.ERASE_RESPONSE, response_id, "", f"device {place.device_id}", now)
        )
        unit.commit()
    with pytest.raises(Refusal, match="nothing finalised"):
        make_batch(place, actor=officer)
    monkeypatch.setattr(send_batches, "_travels", lambda instruction: True)  # a laptop in other hands
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    assert at_centre(centre, store_url) == {response_id: ItemState.SYNCED}
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        assert [each.kind for each in unit.received.quarantined()] == ["instruction"]
        assert unit.instructions.list() == ()


def test_on_postgresql(place, officer, event_id, pack, centre, stick, empty_postgresql, clock) -> None:
    """The central store on a server: taken back before and after it comes, by code and by id."""
    from desktop.workflows.lost_device import lost_report, number_gaps, revoke_device
    from desktop.workflows.send_batches import device_key, trust_coordinator

    url = empty_postgresql
    public = init_central(centre, actor=CORA, store_url=url, keep_sheet=keep_sheet)
    trust_coordinator(place, actor=officer, key=public.to_text())
    trust_device(centre, actor=CORA, key=device_key(place))
    early, code = answered(place, officer, event_id, pack)
    withdraw_at_centre(centre, actor=CORA, store_url=url, code=code)
    late, late_code = answered(place, officer, event_id, pack, seed=2)
    erased, _ = answered(place, officer, event_id, pack, seed=3)
    send(place, officer, stick)
    assert [each.accepted for each in take_in(centre, url, stick)] == [3]
    assert withdraw_at_centre(centre, actor=CORA, store_url=url, code=late_code).found
    assert erase_response(centre, actor=CORA, response_id=erased, reason="asked", store_url=url).found
    assert at_centre(centre, url) == {
        early: ItemState.WITHDRAWN, late: ItemState.WITHDRAWN, erased: ItemState.ERASED
    }  # fmt: skip
    with open_centre(centre, url) as opened, opened.store.reading() as unit:
        assert all(is_tombstone(unit, each) for each in (early, late, erased))
    assert central_balance(centre, store_url=url).ledger.balances
    about = {"actor": CORA, "store_url": url, "device_id": place.device_id}
    assert lost_report(centre, **about).unsynced == ()
    assert number_gaps(centre, actor=CORA, store_url=url) == ()
    assert revoke_device(centre, **about, since=clock.now(), reason="lost").taken_in
    take_in(centre, url, stick)
    collect(place, officer, stick)
    assert states(place) == {ItemState.WITHDRAWN, ItemState.ERASED}
