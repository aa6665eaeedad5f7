"""A response that is voided on a laptop is voided at the centre: after it came there, before, and for good."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.foundation.errors import Refusal
from desktop.responses.instructions import Instruction, InstructionAction
from desktop.responses.states import ItemState
from desktop.workflows.back_up import back_up, set_plan
from desktop.workflows.balance import balance
from desktop.workflows.central_store import open_centre
from desktop.workflows.collect_receipts import ReceiptOutcome
from desktop.workflows.edit_response import ResponseEdit, void
from desktop.workflows.export_responses import export_responses
from desktop.workflows.giving_up import give_up
from desktop.workflows.interview import Interview
from desktop.workflows.receive_batches import central_balance, trust_device
from desktop.workflows.restore import restore
from desktop.workflows.send_batches import device_key, make_batch, send_batch
from desktop.workflows.taking_back import carry_out
from desktop.workflows.withdraw import withdraw
from tests.workflows.exchange import CORA, respond, send, take_in
from tests.workflows.withdrawals import answered, at_centre, collect, is_tombstone
from tests.workplaces import FORM

WHY = "recorded twice"
ASKED = ("best_start_agree", "agree", "disagree")


@pytest.fixture
def recorded(place, officer, event_id, pack):
    """Give the ids of two responses."""
    return [each.response_id for each in respond(place, officer, event_id, pack, 2)]


def voided_lines(unit, response_id):
    return [
        (each.actor_name, each.why)
        for each in unit.changes.list(about_id=response_id)
        if each.what == "response voided"
    ]


def balanced(place, centre, store_url) -> bool:
    return balance(place).ledger.balances and central_balance(centre, store_url=store_url).ledger.balances


def changed(place, officer, response_id) -> None:
    change = ResponseEdit.begin(place, actor=officer, response_id=response_id, reason="misheard")
    path = next(each for each in change.before.answers if each.endswith(ASKED[0]))
    change.answer(path, ASKED[2] if change.before.answers[path] == ASKED[1] else ASKED[1])
    change.finalise()


def test_after_it_came(place, officer, recorded, centre, store_url, stick, tmp_path) -> None:
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    collect(place, officer, stick)
    gone, stays = recorded
    assert void(place, actor=officer, response_id=gone, reason=WHY) is ItemState.SYNCED
    batch = send(place, officer, stick)
    assert (batch.responses, batch.items) == (0, 2)  # the instruction, and what the laptop holds
    assert [each.quarantined for each in take_in(centre, store_url, stick)] == [0, 0]
    assert at_centre(centre, store_url) == {gone: ItemState.VOIDED, stays: ItemState.SYNCED}
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        assert voided_lines(unit, gone) == [(CORA.name, WHY)]
        assert [(move, why) for move, _by, _at, why in unit.responses.endings(gone)] == [("void", WHY)]
        assert unit.responses.get(gone).revision.answers  # kept
    with place.reading() as unit:
        assert voided_lines(unit, gone) == [(officer.name, WHY)]
    assert balanced(place, centre, store_url)
    assert export_responses(centre, actor=CORA, store_url=store_url, kind="csv", out=tmp_path / "a.csv").rows == 1
    # and again: the same files, and the centre's list for the laptops, change nothing
    take_in(centre, store_url, stick)
    collect(place, officer, stick)
    assert {each.outcome for each in collect(place, officer, stick)} == {ReceiptOutcome.ALREADY_TAKEN}
    assert at_centre(centre, store_url)[gone] is ItemState.VOIDED
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        assert len(voided_lines(unit, gone)) == 1
    with place.reading() as unit:
        assert len(voided_lines(unit, gone)) == 1
    with pytest.raises(Refusal, match="nothing finalised"):
        make_batch(place, actor=officer)


def test_before_it_came(place, officer, recorded, centre, store_url, stick, tmp_path) -> None:
    """The stick with the response is found only when the void has long been at the centre."""
    late = tmp_path / "late"
    late.mkdir()
    send(place, officer, late)
    gone, stays = recorded
    void(place, actor=officer, response_id=gone, reason=WHY)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    assert at_centre(centre, store_url) == {}
    assert [(each.accepted, each.quarantined) for each in take_in(centre, store_url, late)] == [(2, 0)]
    assert at_centre(centre, store_url) == {gone: ItemState.VOIDED, stays: ItemState.SYNCED}
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        assert voided_lines(unit, gone) == [(CORA.name, WHY)]
        assert unit.instructions.pending() == ()
        assert not is_tombstone(unit, gone)
    collect(place, officer, stick)
    collect(place, officer, late)
    assert balanced(place, centre, store_url)


def test_voided_before_it_left_it_need_never_leave(place, officer, recorded, centre, store_url, stick) -> None:
    """Its batch was formed and is given up; should it come all the same, by a copy, the centre knows."""
    gone, stays = recorded
    batch = make_batch(place, actor=officer)[0]
    void(place, actor=officer, response_id=gone, reason=WHY)
    with place.unit() as unit:
        give_up(unit, [batch.batch_id], actor=officer, reason="made up", at=place.clock.now())
        unit.commit()
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    assert at_centre(centre, store_url) == {stays: ItemState.SYNCED}
    collect(place, officer, stick)
    assert balanced(place, centre, store_url)
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        assert [each.subject for each in unit.instructions.pending()] == [gone]


@pytest.mark.parametrize("first", ["void", "revision"])
def test_with_a_later_revision(place, officer, recorded, centre, store_url, stick, tmp_path, first) -> None:
    """It was changed, then voided; the change comes before the void or after it."""
    gone, stays = recorded
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    changed(place, officer, gone)
    ways = {name: tmp_path / name for name in ("void", "revision")}
    for each in ways.values():
        each.mkdir()
    send(place, officer, ways["revision"])
    void(place, actor=officer, response_id=gone, reason=WHY)
    send(place, officer, ways["void"])
    for name in sorted(ways, key=lambda name: name != first):
        take_in(centre, store_url, ways[name])
    assert at_centre(centre, store_url) == {gone: ItemState.VOIDED, stays: ItemState.SYNCED}
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        stored = unit.responses.get(gone)
        assert len(stored.revisions) == 2
        assert stored.revision.reason == "misheard"
    for each in (stick, *ways.values()):
        collect(place, officer, each)
    assert balanced(place, centre, store_url)


@pytest.mark.parametrize("first", ["void", "withdrawal"])
def test_a_withdrawal_wins(place, officer, event_id, pack, centre, store_url, stick, tmp_path, first) -> None:
    response_id, code = answered(place, officer, event_id, pack)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    ways = {name: tmp_path / name for name in ("void", "withdrawal")}
    for each in ways.values():
        each.mkdir()
    void(place, actor=officer, response_id=response_id, reason=WHY)
    send(place, officer, ways["void"])
    withdraw(place, actor=officer, code=code)
    send(place, officer, ways["withdrawal"])
    for name in sorted(ways, key=lambda name: name != first):
        take_in(centre, store_url, ways[name])
    assert at_centre(centre, store_url) == {response_id: ItemState.WITHDRAWN}
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        assert is_tombstone(unit, response_id)
    for each in (stick, *ways.values()):
        collect(place, officer, each)
    assert balanced(place, centre, store_url)


def test_one_that_came_as_a_tombstone_stays_one(
    place, officer, event_id, pack, centre, store_url, stick, tmp_path
) -> None:
    """Voided, then withdrawn, while the response itself is still on the road."""
    response_id, code = answered(place, officer, event_id, pack)
    late = tmp_path / "late"
    late.mkdir()
    send(place, officer, late)
    void(place, actor=officer, response_id=response_id, reason=WHY)
    withdraw(place, actor=officer, code=code)
    send(place, officer, stick)
    for each in (stick, late):
        take_in(centre, store_url, each)
    assert at_centre(centre, store_url) == {response_id: ItemState.WITHDRAWN}
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        assert is_tombstone(unit, response_id)
    for each in (stick, late):
        collect(place, officer, each)
    assert balanced(place, centre, store_url)


def test_a_laptop_restored_from_before_voids_it_again(
    place, officer, recorded, centre, store_url, stick, tmp_path, clock
) -> None:
    from tests.workplaces import PASSPHRASE

    folder = tmp_path / "backups"
    folder.mkdir()
    set_plan(place, actor=officer, folder=folder)
    backup = Path(back_up(place, actor=officer).place)
    gone, stays = recorded
    void(place, actor=officer, response_id=gone, reason=WHY)
    place.close()
    again = restore(backup, place.folder, clock=clock, actor=officer, passphrase=PASSPHRASE)
    with again.reading() as unit:
        assert unit.responses.states(recorded) == {gone: ItemState.VOIDED, stays: ItemState.FINALISED}
        ((_, why),) = voided_lines(unit, gone)
    assert "no reason" in why  # the list beside a backup is not encrypted, and holds none
    trust_device(centre, actor=CORA, key=device_key(again))
    batch = make_batch(again, actor=officer)[0]
    send_batch(again, actor=officer, batch_id=batch.batch_id, target=f"folder:{stick}")
    take_in(centre, store_url, stick)
    assert at_centre(centre, store_url) == {stays: ItemState.SYNCED}
    assert balanced(again, centre, store_url)
    again.close()


@pytest.mark.parametrize("begun", ["a change", "an interview"])
def test_where_it_is_open_on_a_restored_laptop_what_was_begun_is_given_up(
    place, officer, recorded, event_id, begun
) -> None:
    if begun == "a change":
        open_entry = ResponseEdit.begin(place, actor=officer, response_id=recorded[0], reason="misheard")
        response_id, left = recorded[0], ItemState.VOIDED
    else:
        open_entry = Interview.begin(place, actor=officer, form_id=FORM, event_id=event_id)
        response_id, left = open_entry.header.response_id, ItemState.ABANDONED
    now = place.clock.now()
    order = Instruction("i1", InstructionAction.VOID, response_id, "", "device of before", now)
    with place.unit() as unit:
        unit.instructions.put(order, batch_id="came")
        assert carry_out(unit, order, actor=officer, at=now).fresh
        assert not carry_out(unit, order, actor=officer, at=now).fresh
        unit.commit()
    with place.reading() as unit:
        assert unit.responses.get(response_id).state is left
        assert unit.drafts.list_open() == ()
        assert unit.drafts.change_of(response_id) is None
    assert balance(place).ledger.balances
    with pytest.raises(Refusal):
        open_entry.finalise()


def test_a_reason_with_a_contact_detail_is_not_kept_at_the_centre(
    place, officer, recorded, centre, store_url, stick
) -> None:
    """No laptop of ours writes one; what is asked for is done all the same."""
    with pytest.raises(Refusal, match="e-mail"):
        void(place, actor=officer, response_id=recorded[0], reason="see a@example.org")
    now, subject = place.clock.now(), recorded[0]
    order = Instruction(
        "i1", InstructionAction.VOID, subject, "ring 0116 496 0000", f"device {place.device_id}", now
    )
    with place.unit() as unit:
        unit.instructions.put(order)
        unit.commit()
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        assert unit.responses.get(subject).state is ItemState.VOIDED
        ((_, why),) = voided_lines(unit, subject)
        assert "no reason" in why
        assert [each.reason for each in unit.instructions.list()] == [""]
        assert unit.received.quarantined() == ()
