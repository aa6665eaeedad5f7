"""The update list on its way: in batches of its own, ten at a time, to one key."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.foundation.errors import Refusal
from desktop.sheets.serials import issue_serial
from desktop.workflows.central_keys import init_central
from desktop.workflows.collect_receipts import ReceiptOutcome, collect_receipts
from desktop.workflows.receive_batches import trust_device
from desktop.workflows.send_batches import (
    device_key,
    make_batch,
    send_batch,
    trust_coordinator,
)
from desktop.workflows.set_up import create
from desktop.workflows.update_list import add_contact, contacts_held
from tests.workflows.exchange import CORA, take_in
from tests.workplaces import PASSPHRASE, PROGRAMME, keep_sheet


def test_contacts_wait_for_ten(place, officer, event_id, pack, centre, store_url, stick) -> None:
    for number in range(9):
        add_contact(
            place, actor=officer, programme_id=PROGRAMME, values={"email": f"made.up.{number}@example.org"}
        )
    with pytest.raises(Refusal):
        make_batch(place, actor=officer)
    assert contacts_held(place) == {PROGRAMME: 9}
    with pytest.raises(Refusal, match="role"):
        make_batch(place, actor=officer, contacts_now=True)
    add_contact(place, actor=officer, programme_id=PROGRAMME, values={"email": "made.up.10@example.org"})
    formed = make_batch(place, actor=officer)
    assert [each.kind.value for each in formed] == ["contacts"]
    assert contacts_held(place) == {}
    send_batch(place, actor=officer, batch_id=formed[0].batch_id, target=f"folder:{stick}")
    assert [each.accepted for each in take_in(centre, store_url, stick)] == [10]
    assert [each.accepted for each in take_in(centre, store_url, stick)] == [10]
    taken = collect_receipts(place, actor=officer, source=f"folder:{stick}")
    assert [each.outcome for each in taken] == [ReceiptOutcome.TAKEN]


def test_no_entry_holds_the_number_of_a_sheet(place, officer) -> None:
    serial = issue_serial(device_id="laptop", run=1, number=7, serial_key="07" * 32, form_id="form")
    values = {"name": f"Ann, {serial.shown}", "email": "made.up@example.org"}
    with pytest.raises(Refusal, match="number of a paper form"):
        add_contact(place, actor=officer, programme_id=PROGRAMME, values=values)
    assert contacts_held(place) == {}


def test_contacts_are_counted_for_each_programme(place, officer, event_id, pack, centre, store_url) -> None:
    """Nine of one programme and one of another are not ten: the one would leave alone."""
    second = replace(pack.programme, programme_id="second", events=())
    with place.unit() as unit:
        unit.programmes.put(second, "second", {})
        unit.commit()
    for number in range(9):
        add_contact(
            place, actor=officer, programme_id=PROGRAMME, values={"email": f"made.up.{number}@example.org"}
        )
    add_contact(place, actor=officer, programme_id="second", values={"email": "alone@example.org"})
    with pytest.raises(Refusal):
        make_batch(place, actor=officer)
    assert contacts_held(place) == {PROGRAMME: 9, "second": 1}


def test_contacts_given_before_a_coordinator_is_known(place, officer, centre, tmp_path, stick) -> None:
    from desktop.workflows.export_contacts import export_contacts

    add_contact(place, actor=officer, programme_id=PROGRAMME, values={"email": "early@example.org"})
    url = str(tmp_path / "central.db")
    public = init_central(centre, actor=CORA, store_url=url, keep_sheet=keep_sheet)
    trust_coordinator(place, actor=officer, key=public.to_text())
    trust_device(centre, actor=CORA, key=device_key(place))
    batch = make_batch(place, actor=CORA, contacts_now=True)[0]
    send_batch(place, actor=officer, batch_id=batch.batch_id, target=f"folder:{stick}")
    take_in(centre, url, stick)
    out = tmp_path / "updates.csv"
    exported = export_contacts(centre, actor=CORA, store_url=url, out=out, plain=True)
    assert exported.rows == 1
    assert "early@example.org" in out.read_text(encoding="utf-8-sig")
    with pytest.raises(Refusal, match="coordinator"):
        export_contacts(centre, actor=officer, store_url=url, out=out, plain=True)


def test_the_update_list_stays_with_the_coordinator_who_was_trusted_first(
    place, officer, tmp_path, clock, stick
) -> None:
    """Several centres, in any order of their random ids, one trusted again: every entry goes to one key."""
    from desktop.workflows.export_contacts import export_contacts

    centres = [
        create(tmp_path / f"centre {n}", clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet)
        for n in range(4)
    ]
    try:
        urls = [str(tmp_path / f"central {n}.db") for n in range(4)]
        keys = [
            init_central(each, actor=CORA, store_url=url, keep_sheet=keep_sheet).to_text()
            for each, url in zip(centres, urls, strict=True)
        ]
        for number, key in enumerate([*keys, keys[0]]):
            trust_coordinator(place, actor=officer, key=key)
            add_contact(place, actor=officer, programme_id=PROGRAMME, values={"email": f"{number}@example.org"})
            clock.move(timedelta(minutes=1))
        batch = make_batch(place, actor=CORA, contacts_now=True)[0]
        send_batch(place, actor=officer, batch_id=batch.batch_id, target=f"folder:{stick}")
        for each, url in zip(centres, urls, strict=True):
            trust_device(each, actor=CORA, key=device_key(place))
            assert [got.accepted for got in take_in(each, url, stick)] == [5]
        exported = export_contacts(centres[0], actor=CORA, store_url=urls[0], out=tmp_path / "a.csv")
        assert (exported.rows, len(exported.warnings)) == (5, 1)
        with pytest.raises(Refusal, match="another coordinator"):
            export_contacts(centres[1], actor=CORA, store_url=urls[1], out=tmp_path / "b.csv")
    finally:
        for each in centres:
            each.close()
