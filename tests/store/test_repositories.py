"""Every repository, on a SQLCipher file and on PostgreSQL: what goes in comes out."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.responses.batches import BatchKind, BatchRecord, Delivery, DeliveryStatus, ItemResult, RecordKind
from desktop.responses.received import ChainGap, QuarantinedRecord, ReceivedBatch, RecordResult
from desktop.responses.trust import TrustedCoordinator, TrustedDevice
from desktop.sheets.copies import Box, BoxKind, CopyState, PaperCopy
from desktop.sheets.layouts import make_layout
from desktop.staff.people import Person, Role
from desktop.store.errors import StoreDefect
from desktop.store.opening import Store
from desktop.store.repositories.central import find_gaps
from tests.store.builders import ACTOR, NOW, batch, event, form, print_run, programme, receipt


def test_meta(store: Store) -> None:
    with store.unit() as unit:
        assert unit.meta.get("epoch") is None
        unit.meta.set("epoch", "1")
        unit.meta.set("epoch", "2")
        assert unit.meta.get("epoch") == "2"


def test_secrets_stay_in_the_encrypted_file(file_store: Store) -> None:
    with file_store.unit() as unit:
        unit.secrets.put("device", b"\x00\xff")
        unit.secrets.put("device", b"\x01", version=2)
        assert unit.secrets.get("device") == b"\x01"
        assert unit.secrets.get("other") is None


def test_secrets_never_go_on_a_server(postgresql_store: Store) -> None:
    with postgresql_store.unit() as unit:
        with pytest.raises(StoreDefect):
            unit.secrets.put("device", b"\x00")
        assert unit.secrets.get("device") is None


def test_people(store: Store) -> None:
    ann = Person(new_id(), "Ann Straße", Role.OFFICER, True)
    bo = Person(new_id(), "Bo", Role.VOLUNTEER, False)
    with store.unit() as unit:
        unit.people.add(bo, None)
        unit.people.add(ann, "hash")
        assert unit.people.list() == (ann, bo)
        assert unit.people.by_name("  ann  STRASSE ") == ann
        assert unit.people.by_name("Cy") is None
        assert unit.people.by_id(bo.person_id) == bo
        assert unit.people.pin_hash(ann.person_id) == "hash"
        assert unit.people.pin_hash(bo.person_id) is None
        with pytest.raises(Refusal):
            unit.people.add(Person(new_id(), "BO", Role.OFFICER, False), None)
        assert len(unit.people.list()) == 2


def test_programmes(store: Store) -> None:
    first, second = programme(), programme(version="2", closes=date(2026, 5, 1))
    with store.unit() as unit:
        unit.programmes.put(first, "sha-1", {"programme.toml": b"a", "survey.xlsx": b"\x00\xff"})
        unit.programmes.put(first, "sha-1", {"programme.toml": b"changed nothing"})
        assert unit.programmes.list() == (first,)
        assert unit.programmes.files("made-up") == {"programme.toml": b"a", "survey.xlsx": b"\x00\xff"}
        unit.programmes.put(second, "sha-2", {})
        other = programme("another")
        unit.programmes.put(other, "sha-1", {})
        assert unit.programmes.list() == (other, second)
        assert unit.programmes.get("made-up") == second
        assert unit.programmes.pack_sha256("made-up") == "sha-2"
        assert unit.programmes.files("made-up") == {}
        assert unit.programmes.get("nothing") is None
        assert unit.programmes.files("nothing") == {}


def test_forms(store: Store) -> None:
    first, second, again = form("aa"), form("bb", version="2"), form("cc", version="1", title="Corrected")
    with store.unit() as unit:
        for each in (first, second, again, replace(first, equality_group="about_you")):
            unit.forms.put(each)
        assert unit.forms.get("survey") == again
        assert unit.forms.get("survey", "1") == again
        assert unit.forms.get("survey", "2") == second
        assert unit.forms.by_sha("aa") == replace(first, equality_group="about_you")
        assert [each.sha256 for each in unit.forms.list()] == ["aa", "bb", "cc"]
        assert unit.forms.get("none") is None
        assert unit.forms.by_sha("none") is None


def test_events(store: Store) -> None:
    first = event()
    moved = event(revision=2, day=date(2026, 3, 9), made_at=NOW.astimezone(timezone(timedelta(hours=1))))
    other = event("event-2", programme_id="another", day=date(2026, 3, 9), name="A drop-in")
    with store.unit() as unit:
        for each in (moved, first, other):
            unit.events.put(each)
        assert unit.events.get("event-1") == moved
        assert unit.events.get("event-1", 1) == first
        assert unit.events.list() == (other, moved)
        assert unit.events.list("made-up") == (moved,)
        assert unit.events.on_day(date(2026, 3, 2)) == ()
        assert unit.events.on_day(date(2026, 3, 9)) == (other, moved)
        # the same revision made on two laptops: the later one stays, in whichever order they come
        later = replace(moved, venue="Library", made_at=NOW + timedelta(minutes=1))
        unit.events.put(later)
        unit.events.put(moved)
        assert unit.events.get("event-1") == later
        assert unit.events.get("nothing") is None


def test_copies(store: Store) -> None:
    run, second = print_run(), print_run(2, copies=1, printed_at=NOW + timedelta(days=1))
    with store.unit() as unit:
        assert unit.copies.next_run_number() == 1
        unit.copies.add_run(run, ["C", "A", "B"])
        unit.copies.add_run(second, ["D"])
        assert unit.copies.next_run_number() == 3
        assert unit.copies.runs() == (second, run)
        assert unit.copies.run(run.run_id) == run
        unit.copies.add_foreign({"FOREIGN": ("made-up", "survey"), "A": ("other", "other")})
        of_run = {"programme_id": "made-up", "form_id": "survey", "event_id": "event-1"}
        assert unit.copies.copy("A") == PaperCopy("A", run.run_id, CopyState.PRINTED, "", **of_run)
        assert unit.copies.copy("FOREIGN") == PaperCopy(
            "FOREIGN", "", CopyState.PRINTED, "", programme_id="made-up", form_id="survey"
        )
        assert unit.copies.copy("Z") is None
        assert set(unit.copies.copies(["A", "D", "Z"])) == {"A", "D"}
        assert [copy.serial for copy in unit.copies.list(run.run_id)] == ["A", "B", "C"]
        assert [copy.serial for copy in unit.copies.list()] == ["A", "B", "C", "D", "FOREIGN"]


def test_layouts(store: Store) -> None:
    layout = make_layout(
        form_id="survey",
        form_version="1",
        edition="standard",
        language="English (en)",
        page_size=(210.0, 297.0),
        pages=2,
        boxes=(
            Box(1, "group/q", "yes", "1", 10.5, 20.2, 5.0, 5.0),
            Box(2, "q2", "", "", 1.0, 2.0, 100.0, 30.0, BoxKind.WRITING),
        ),
    )
    with store.unit() as unit:
        unit.copies.put_layout(layout)
        unit.copies.put_layout(layout)
        assert unit.copies.layout(layout.layout_id) == layout
        assert unit.copies.layout("none") is None
        unit.copies.put_layout(replace(layout, layout_id="later", version=99))
        with pytest.raises(StoreDefect):
            unit.copies.layout("later")


def test_contacts(store: Store) -> None:
    ids = [new_id() for _ in range(12)]
    with store.unit() as unit:
        for each in ids:
            unit.contacts.add(each, "made-up", date(2026, 3, 2), each.encode())
        unit.contacts.add(ids[0], "made-up", date(2026, 3, 3), b"a second time")
        unit.contacts.add(new_id(), "another", date(2026, 3, 2), b"x")
        assert unit.contacts.held() == {"made-up": 12, "another": 1}
        unsent = unit.contacts.take_unsent("made-up")
        assert [each.contact_id for each in unsent] == sorted(ids)
        assert {each.sealed for each in unsent} == {each.encode() for each in ids}
        unit.contacts.mark_released("batch-1", ids[:10])
        assert unit.contacts.held() == {"made-up": 2, "another": 1}
        assert len(unit.contacts.take_unsent()) == 3
        assert len(unit.contacts.list("made-up")) == 12
        assert len(unit.contacts.list(batch_id="batch-1")) == 10
        unit.contacts.mark_released("batch-1", ids)
        assert unit.contacts.held() == {"another": 1}


def test_contacts_have_no_rowid(file_store: Store) -> None:
    """A rowid would say in which order people put themselves on the list."""
    with file_store.unit() as unit, pytest.raises(StoreDefect):
        unit._connection.exec_driver_sql("SELECT rowid FROM contact")


def test_batches(store: Store) -> None:
    first, second = batch(1, items=3), batch(2, kind=BatchKind.CONTACTS)
    other_epoch = batch(1, epoch=2, made_up=False)
    records = (
        BatchRecord(RecordKind.EVENT, "event-1/1", "e0", '{"an":"event"}'),
        BatchRecord(RecordKind.RESPONSE, "uuid:1", "e1", '{"an":"answer"}'),
        BatchRecord(RecordKind.CONTACT, "contact-1", "e2", "sealed"),
    )
    with store.unit() as unit:
        for each in (first, second, other_epoch):
            unit.batches.form(each, records if each is first else ())
        assert unit.batches.get(first.batch_id) == first
        assert unit.batches.get("none") is None
        assert unit.batches.list() == (other_epoch, second, first)
        assert unit.batches.items(second.batch_id) == ()
        # what is in a response or a contact is not kept a second time
        assert unit.batches.items(first.batch_id) == (
            records[0],
            *(replace(each, body="") for each in records[1:]),
        )
        assert unit.batches.last_in_chain("device-1", 1) == second
        assert unit.batches.last_in_chain("device-1", 3) is None
        written = Delivery(first.batch_id, "folder:/a", DeliveryStatus.WRITTEN, "x.sbbatch", "", NOW)
        waiting = Delivery(first.batch_id, "folder:/b", DeliveryStatus.WAITING, "", "", NOW)
        unit.batches.put_delivery(waiting)
        unit.batches.put_delivery(replace(written, status=DeliveryStatus.WAITING))
        unit.batches.put_delivery(written)
        assert unit.batches.deliveries(first.batch_id) == (written, waiting)
        assert unit.batches.deliveries() == (written, waiting)
        assert unit.batches.deliveries(second.batch_id) == ()


def test_a_number_is_used_once_in_a_chain(store: Store) -> None:
    with store.unit() as unit:
        unit.batches.form(batch(1), ())
        with pytest.raises(StoreDefect):
            unit.batches.form(batch(1), ())


def test_receipts(store: Store) -> None:
    first = batch()
    given = receipt(first, (("uuid:2", ItemResult.ACCEPTED), ("uuid:1", ItemResult.QUARANTINED)))
    again = replace(given, receipt_id=new_id(), received_at=NOW + timedelta(hours=1), results=())
    with store.unit() as unit:
        unit.receipts.put(again, b"later")
        unit.receipts.put(given, b"\x00raw")
        unit.receipts.put(given, b"changes nothing")
        assert unit.receipts.by_batch(first.batch_id) == (given, again)
        assert unit.receipts.get(given.receipt_id) == given
        assert unit.receipts.raw(given.receipt_id) == b"\x00raw"
        assert unit.receipts.by_batch("none") == ()
        assert unit.receipts.get("none") is None
        assert unit.receipts.raw("none") is None


def test_trust(store: Store) -> None:
    coordinator = TrustedCoordinator("central-1", "sbc1-a", "Ann", NOW)
    device = TrustedDevice("device-1", "sbd1-a", "Blue laptop", "Ann", NOW)
    with store.unit() as unit:
        unit.trust.trust_coordinator(coordinator)
        unit.trust.trust_coordinator(replace(coordinator, key_text="sbc1-b"))
        assert unit.trust.coordinators() == (replace(coordinator, key_text="sbc1-b"),)
        unit.trust.trust_device(device)
        assert unit.trust.devices() == (device,)
        assert unit.trust.device("device-1") == device
        unit.trust.forget_device("device-1")
        assert unit.trust.device("device-1") is None


def test_received(store: Store) -> None:
    first = ReceivedBatch(batch(1), "ff", NOW, "Cy", new_id())
    third = ReceivedBatch(batch(3), "fe", NOW + timedelta(hours=1), "Cy", new_id())
    results = (
        RecordResult("uuid:2", ItemResult.ACCEPTED),
        RecordResult("uuid:1", ItemResult.QUARANTINED, "the same id with other bytes"),
    )
    apart = QuarantinedRecord(
        new_id(), first.batch.batch_id, "device-1", "response", "uuid:1", "other bytes", b"\x00{}", NOW
    )
    with store.unit() as unit:
        for each in (first, third):
            unit.received.put_batch(each)
        unit.received.record_results(first.batch.batch_id, results)
        unit.received.add_quarantined([apart])
        assert unit.received.batch_by_id(first.batch.batch_id) == first
        assert unit.received.batch_by_file("fe") == third
        assert unit.received.batch_by_id("none") is None
        assert unit.received.batch_by_file("none") is None
        assert unit.received.batches() == (third, first)
        assert unit.received.batches("device-2") == ()
        assert unit.received.results(first.batch.batch_id) == results
        assert unit.received.quarantined() == (apart,)
        assert unit.received.gaps() == (ChainGap("device-1", 1, 2, 2),)
        assert unit.received.gaps("device-1", 2) == ()
    with store.unit() as unit, pytest.raises(StoreDefect):
        unit.received.record_results("none", results)


@given(st.sets(st.integers(1, 60), min_size=1))
def test_gaps_and_numbers_make_the_whole_chain(numbers: set[int]) -> None:
    gaps = find_gaps({("d", 1): numbers})
    missing = [number for gap in gaps for number in range(gap.first, gap.last + 1)]
    assert sorted([*numbers, *missing]) == list(range(1, max(numbers) + 1))
    # runs are as long as they can be
    assert all(later.first > earlier.last + 1 for earlier, later in pairwise(gaps))


def test_changes(store: Store) -> None:
    with store.unit() as unit:
        unit.changes.add(ACTOR, "batch formed", "batch-1", at=NOW)
        unit.changes.add(ACTOR, "response voided", "uuid:1", "keyed twice", at=NOW)
        voided, formed = unit.changes.list()
        assert (voided.number, voided.what, voided.why, voided.at) == (2, "response voided", "keyed twice", NOW)
        assert (formed.actor_id, formed.actor_name, formed.signed_in) == ("person-1", "Ann", True)
        assert unit.changes.list(about_id="batch-1") == (formed,)
        assert unit.changes.list(limit=1) == (voided,)


def test_one_at_a_time_takes_batches_in(store: Store) -> None:
    """Two coordinators receive one stick into one database: the second waits until the first is done."""
    order = []
    asked = threading.Event()

    def second() -> None:
        asked.set()
        with store.unit() as unit:
            unit.received.hold()
            order.append(unit.meta.get("who"))

    other = threading.Thread(target=second)
    with store.unit() as unit:
        unit.received.hold()
        other.start()
        assert asked.wait(10)
        unit.meta.set("who", "the first")
        unit.commit()
    other.join(10)
    assert order == ["the first"]
