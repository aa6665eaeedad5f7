"""Erasing by id, and what withdrawal finds in quarantine and in several revisions."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id, new_instance_id
from desktop.keys.withdrawal_codes import code_hash, new_code
from desktop.responses.batches import ItemResult
from desktop.responses.states import ItemState
from desktop.workflows.balance import balance
from desktop.workflows.batch_records import response_record
from desktop.workflows.central_store import open_centre
from desktop.workflows.export_responses import export_responses
from desktop.workflows.interview import Interview
from desktop.workflows.receive_batches import central_balance
from desktop.workflows.record_response import response, responses
from desktop.workflows.take_in import RecordsOfBatch
from desktop.workflows.withdraw import (
    copies_to_act_on,
    erase_response,
    mark_dealt_with,
    withdraw,
    withdraw_at_centre,
)
from tests.workflows.exchange import CORA, respond, send, states, take_in
from tests.workflows.withdrawals import answered, collect
from tests.workplaces import FORM

# erasing -------------------------------------------------------------------------------------------------


def test_a_paper_response_is_erased_by_its_id_everywhere(
    place, officer, event_id, pack, centre, store_url, stick, tmp_path
) -> None:
    from desktop.workflows.print_paper import paper_copies, print_copies

    print_copies(place, actor=officer, form_id=FORM, event_id=event_id, copies=1, out=tmp_path / "a.pdf")
    serial = paper_copies(place)[0].serial
    response_id, code = answered(place, officer, event_id, pack, channel="paper", serial=serial)
    assert code == ""
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    export_responses(centre, actor=CORA, store_url=store_url, kind="csv", out=tmp_path / "a.csv", plain=True)
    with pytest.raises(Refusal, match="coordinator"):
        erase_response(centre, actor=officer, response_id=response_id, reason="asked", store_url=store_url)
    with pytest.raises(Refusal, match="No reason"):
        erase_response(centre, actor=CORA, response_id=response_id, reason=" ", store_url=store_url)
    done = erase_response(centre, actor=CORA, response_id=response_id, reason="asked", store_url=store_url)
    assert (done.found, done.state) == (True, ItemState.ERASED)
    assert sorted(each.kind for each in done.out_of_reach) == ["export", "paper"]
    assert {each.place for each in done.out_of_reach if each.kind == "export"} == {
        f"{tmp_path / 'a.csv'}, {tmp_path / 'a-codebook.csv'}"
    }
    take_in(centre, store_url, stick)
    collect(place, officer, stick)
    assert states(place) == {ItemState.ERASED}
    assert response(place, response_id).revision is None
    assert balance(place).ledger.balances
    assert central_balance(centre, store_url=store_url).ledger.balances


def test_an_export_of_before_it_came_does_not_hold_it(
    place, officer, event_id, pack, centre, store_url, stick, tmp_path, clock
) -> None:
    from datetime import timedelta

    respond(place, officer, event_id, pack, 1, seed=9)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    export_responses(centre, actor=CORA, store_url=store_url, kind="csv", out=tmp_path / "a.csv", plain=True)
    clock.move(timedelta(minutes=1))
    _, code = answered(place, officer, event_id, pack)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    clock.move(timedelta(minutes=1))
    done = withdraw_at_centre(centre, actor=CORA, store_url=store_url, code=code)
    assert (done.found, done.out_of_reach) == (True, ())


def test_a_copy_is_ticked_off(place, officer, event_id, pack, store_url, stick) -> None:
    _, code = answered(place, officer, event_id, pack)
    send(place, officer, stick)
    withdraw(place, actor=officer, code=code)
    (copy,) = copies_to_act_on(place)
    mark_dealt_with(place, actor=officer, copy_id=copy.copy_id)
    assert copies_to_act_on(place) == ()
    with pytest.raises(Refusal, match="no such copy"):
        mark_dealt_with(place, actor=officer, copy_id=copy.copy_id)


def test_an_unfinished_entry_is_given_up_rather_than_erased(place, officer, event_id) -> None:
    asked = Interview.begin(place, actor=officer, form_id=FORM, event_id=event_id)
    with pytest.raises(Refusal, match="never finished"):
        erase_response(place, actor=CORA, response_id=asked.header.response_id, reason="asked")


# quarantine ----------------------------------------------------------------------------------------------


def test_what_lies_in_quarantine_is_emptied_too(
    place, officer, event_id, pack, centre, store_url, stick, clock
) -> None:
    from desktop.workflows.lost_device import revoke_device

    _, code = answered(place, officer, event_id, pack)
    revoke_device(
        centre, actor=CORA, store_url=store_url, device_id=place.device_id, since=clock.now(), reason="lost"
    )
    send(place, officer, stick)
    assert [each.quarantined for each in take_in(centre, store_url, stick)] == [1]
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        (apart,) = (each for each in unit.received.quarantined() if each.kind == "response")
    assert json.loads(apart.body)["instance_id"] == apart.identity
    withdraw_at_centre(centre, actor=CORA, store_url=store_url, code=code)
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        (apart,) = (each for each in unit.received.quarantined() if each.kind == "response")
    assert apart.body == b""
    # and what comes into quarantine later comes without its bytes
    _, late = answered(place, officer, event_id, pack, seed=2)
    withdraw_at_centre(centre, actor=CORA, store_url=store_url, code=late)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        bodies = [each.body for each in unit.received.quarantined() if each.kind == "response"]
    assert bodies == [b"", b""]
    assert len(responses(place)) == 2


def revisions_of(place, response_id, code_2):
    """Return a response in two revisions, of which the second alone bears a code."""
    with place.reading() as unit:
        first = unit.responses.get(response_id).revision
    response_id, second_id = new_instance_id(), new_instance_id()

    def again(instance_id, **envelope):
        return replace(
            first,
            instance_id=instance_id,
            response_id=response_id,
            xml=first.xml.replace(first.instance_id.encode(), instance_id.encode()),
            envelope=replace(first.envelope, salt=new_id(), **envelope),
        )

    first = again(response_id, withdrawal_hash="")
    second = replace(again(second_id, withdrawal_hash=code_hash(code_2)), deprecated_id=response_id)
    return response_id, second_id, [response_record(first), response_record(second)]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("apart", [False, True])
def test_every_revision_goes_whichever_tells_the_code(
    place, officer, event_id, pack, centre, store_url, stick, clock, turned, apart
) -> None:
    sent, _ = answered(place, officer, event_id, pack)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    early, late = new_code(), new_code()
    withdraw_at_centre(centre, actor=CORA, store_url=store_url, code=early)
    with open_centre(centre, store_url) as opened, opened.store.unit() as unit:
        batch = unit.received.batches()[0].batch
        for number, code in ((2, early), (3, late)):
            response_id, second_id, records = revisions_of(place, sent, code)
            if turned:
                records.reverse()
            taking = RecordsOfBatch(unit, replace(batch, number=number), actor=CORA, now=clock.now(), file="f")
            _, set_apart = taking.set_all_apart(records, "lost") if apart else taking.take(records)
            unit.received.add_quarantined(set_apart)
            if code == early:
                assert all(each.body == b"" for each in set_apart)
                assert apart or unit.responses.states([response_id]) == {response_id: ItemState.WITHDRAWN}
                assert unit.responses.revision(response_id) is None
                assert unit.responses.revision(second_id) is None
        unit.commit()
    withdraw_at_centre(centre, actor=CORA, store_url=store_url, code=late)
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        assert [each.body for each in unit.received.quarantined()] == [b""] * (4 if apart else 0)
        assert unit.responses.revision(response_id) is None
        assert unit.responses.revision(second_id) is None


def test_a_line_that_is_broken_elsewhere_is_found_by_its_code(
    place, officer, event_id, pack, centre, store_url, stick, clock
) -> None:
    sent, _ = answered(place, officer, event_id, pack)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    code = new_code()
    _, _, (_, record) = revisions_of(place, sent, code)
    body = json.loads(record.body)
    del body["response_id"]
    with open_centre(centre, store_url) as opened, opened.store.unit() as unit:
        batch = replace(unit.received.batches()[0].batch, number=2)
        taking = RecordsOfBatch(unit, batch, actor=CORA, now=clock.now(), file="f")
        results, set_apart = taking.take([replace(record, body=json.dumps(body))])
        unit.received.add_quarantined(set_apart)
        unit.commit()
    assert [each.result for each in results] == [ItemResult.QUARANTINED]
    assert b"xml" in set_apart[0].body
    withdraw_at_centre(centre, actor=CORA, store_url=store_url, code=code)
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        assert [each.body for each in unit.received.quarantined()] == [b""]
