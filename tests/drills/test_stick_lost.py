"""Drill 2: the stick is lost. The batch goes onto another one; when the first turns up, nothing counts twice."""

from __future__ import annotations

from desktop.responses.states import ItemState
from desktop.workflows.balance import balance
from desktop.workflows.collect_receipts import collect_receipts
from desktop.workflows.receive_batches import Outcome, central_balance
from desktop.workflows.send_batches import BatchState, batches, send_batch
from tests.workflows.exchange import everything, respond, send, states, take_in


def test_another_stick_brings_it_and_the_lost_one_adds_nothing(
    place, officer, event_id, pack, stick, centre, store_url, tmp_path
) -> None:
    answered = respond(place, officer, event_id, pack, 3)
    batch = send(place, officer, stick)
    lost = stick.rename(tmp_path / "on the bus")
    [found] = lost.glob("batch-*.sbbatch")
    with place.reading() as unit:  # what whoever finds the stick would look for
        answers = [
            value
            for each in answered
            for value in unit.responses.revision(each.instance_id).answers.values()
            if len(value) > 8
        ]
    assert answers
    assert not [value for value in answers if value.encode() in found.read_bytes()]

    [without_receipt] = [each for each in batches(place) if each.state is BatchState.SENT]
    assert without_receipt.batch.batch_id == batch.batch_id
    stick.mkdir()
    send_batch(place, actor=officer, batch_id=batch.batch_id, target=f"folder:{stick}")
    assert [each.accepted for each in take_in(centre, store_url, stick)] == [3]
    assert states(place) == {ItemState.SENT}
    collect_receipts(place, actor=officer, source=f"folder:{stick}")
    assert states(place) == {ItemState.SYNCED}

    assert [each.outcome for each in take_in(centre, store_url, lost)] == [Outcome.ALREADY_RECEIVED]
    at_centre, received, set_apart = everything(centre, store_url)
    assert (len(at_centre), received, set_apart) == (3, 1, 0)
    assert balance(place).ledger.balances
    assert central_balance(centre, store_url=store_url).ledger.balances
