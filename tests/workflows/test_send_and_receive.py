"""Batches from a laptop to the centre and back: repeats, copies, damage, strangers, quarantine."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from desktop.foundation.errors import Refusal
from desktop.keys.coordinator import CoordinatorPublicKeys
from desktop.responses.batches import RecordKind
from desktop.responses.states import ItemState
from desktop.workflows.balance import balance
from desktop.workflows.central_keys import init_central
from desktop.workflows.central_store import open_centre
from desktop.workflows.collect_receipts import ReceiptOutcome, collect_receipts
from desktop.workflows.practice import open_practice
from desktop.workflows.receive_batches import Outcome, central_balance, trust_device
from desktop.workflows.record_response import add_response
from desktop.workflows.send_batches import (
    batches,
    device_key,
    make_batch,
    send_batch,
    trust_coordinator,
)
from desktop.workflows.set_up import create
from tests.respondents import made_up_answers
from tests.workflows.exchange import CORA, everything, respond, send, states, take_in
from tests.workplaces import FORM, PASSPHRASE, PROGRAMME, keep_sheet


def test_states_on_the_way(place, officer, event_id, pack, centre, store_url, stick) -> None:
    respond(place, officer, event_id, pack, 3)
    assert states(place) == {ItemState.FINALISED}
    batch = make_batch(place, actor=officer)[0]
    assert (batch.number, batch.responses, batch.previous_digest) == (1, 3, "")
    assert states(place) == {ItemState.BATCHED}
    send_batch(place, actor=officer, batch_id=batch.batch_id, target=f"folder:{stick}")
    assert states(place) == {ItemState.SENT}
    assert [each.outcome for each in take_in(centre, store_url, stick)] == [Outcome.RECEIVED]
    assert states(place) == {ItemState.SENT}  # the centre has them, but only a receipt says so here
    taken = collect_receipts(place, actor=officer, source=f"folder:{stick}")
    assert [(each.outcome, each.synced) for each in taken] == [(ReceiptOutcome.TAKEN, 3)]
    assert states(place) == {ItemState.SYNCED}
    assert balance(place).ledger.balances
    assert central_balance(centre, store_url=store_url).ledger.balances
    again = collect_receipts(place, actor=officer, source=f"folder:{stick}")
    assert [each.outcome for each in again] == [ReceiptOutcome.ALREADY_TAKEN]


def test_batches_are_chained(place, officer, event_id, pack, centre, store_url, stick) -> None:
    first = second = None
    for seed in (1, 2):
        respond(place, officer, event_id, pack, 1, seed)
        first, second = second, send(place, officer, stick)
    assert second.number == first.number + 1
    assert second.previous_digest == first.digest
    with pytest.raises(Refusal, match="nothing finalised"):
        make_batch(place, actor=officer)


def test_twice_and_two_copies_change_nothing(place, officer, event_id, pack, centre, store_url, stick) -> None:
    respond(place, officer, event_id, pack, 4)
    batch = send(place, officer, stick)
    take_in(centre, store_url, stick)
    before = everything(centre, store_url)
    receipts = {path.name: path.read_bytes() for path in stick.glob("*.sbreceipt")}
    original = next(stick.glob("*.sbbatch"))
    (stick / "another name (2).sbbatch").write_bytes(original.read_bytes())
    # written a second time: other bytes, since encryption is random, but the same batch
    other = stick / "other"
    other.mkdir()
    send_batch(place, actor=officer, batch_id=batch.batch_id, target=f"folder:{other}")
    rewritten = next(other.glob("*.sbbatch")).read_bytes()
    assert rewritten != original.read_bytes()
    (stick / "rewritten.sbbatch").write_bytes(rewritten)
    outcomes = [each.outcome for each in take_in(centre, store_url, stick)]
    assert outcomes == [Outcome.ALREADY_RECEIVED] * 3
    assert everything(centre, store_url) == before
    assert {path.name: path.read_bytes() for path in stick.glob("*.sbreceipt")} == receipts


@pytest.mark.parametrize("fault", ["cut", "altered", "empty"])
def test_a_bad_file_is_refused_whole_and_named(
    place, officer, event_id, pack, centre, store_url, stick, fault
) -> None:
    respond(place, officer, event_id, pack, 2)
    send(place, officer, stick)
    path = next(stick.glob("*.sbbatch"))
    content = path.read_bytes()
    middle = len(content) // 2
    path.write_bytes(
        {
            "cut": content[:-1],
            "altered": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
            "empty": b"",
        }[fault]
    )
    received = take_in(centre, store_url, stick)
    assert [(each.file, each.outcome) for each in received] == [(path.name, Outcome.REFUSED)]
    assert received[0].words
    assert everything(centre, store_url) == ({}, 0, 0)
    assert not list(stick.glob("*.sbreceipt"))
    path.write_bytes(content)
    assert [each.outcome for each in take_in(centre, store_url, stick)] == [Outcome.RECEIVED]


def test_a_strange_device_is_refused(
    place, officer, event_id, pack, centre, store_url, stick, tmp_path, clock
) -> None:
    stranger = create(tmp_path / "stranger", clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet)
    try:
        with centre.reading() as unit:
            raw = unit.secrets.get(f"coordinator keys {unit.meta.get('central stores')}")
        from desktop.keys.coordinator import CoordinatorKeys

        trust_coordinator(stranger, actor=CORA, key=CoordinatorKeys.from_bytes(raw).public.to_text())
        from desktop.workflows.open_programme import put_pack

        with stranger.unit() as unit:
            put_pack(stranger, unit, actor=CORA, pack=pack)
            unit.commit()
        respond(stranger, CORA, event_id, pack, 1)
        send(stranger, CORA, stick)
    finally:
        stranger.close()
    received = take_in(centre, store_url, stick)
    assert [each.outcome for each in received] == [Outcome.REFUSED]
    assert "trust-device" in received[0].words


def test_same_id_with_other_bytes_is_quarantined(
    place, officer, event_id, pack, centre, store_url, stick, monkeypatch
) -> None:
    """A copied data folder: two laptops send one id with different answers."""
    revision = respond(place, officer, event_id, pack, 1)[0]
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    forged = replace(revision, envelope=replace(revision.envelope, serial="", language="changed"))
    from desktop.workflows import batch_lines, send_batches
    from desktop.workflows.batch_records import response_record

    respond(place, officer, event_id, pack, 1, seed=2)

    def with_forged(unit, response_ids, beside):
        records = real(unit, response_ids, beside)
        return [*records, response_record(forged)]

    real = send_batches.lines_of
    monkeypatch.setattr(send_batches, "lines_of", with_forged)
    remade = batch_lines._remade
    monkeypatch.setattr(
        batch_lines,
        "_remade",
        lambda unit, item: (
            response_record(forged)
            if item.kind is RecordKind.RESPONSE and item.identity == forged.instance_id
            else remade(unit, item)
        ),
    )
    send(place, officer, stick)
    received = take_in(centre, store_url, stick)
    fresh = [each for each in received if each.outcome is Outcome.RECEIVED]
    assert [(each.accepted, each.quarantined) for each in fresh] == [(1, 1)]
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        apart = unit.received.quarantined()
        standing = unit.responses.by_instance(revision.instance_id)
    assert [each.identity for each in apart] == [revision.instance_id]
    assert standing.revision == revision
    assert central_balance(centre, store_url=store_url).ledger.balances


def test_sent_again_after_the_receipt_it_stays_receipted(
    place, officer, event_id, pack, centre, store_url, stick
) -> None:
    respond(place, officer, event_id, pack, 1)
    batch = send(place, officer, stick)
    take_in(centre, store_url, stick)
    collect_receipts(place, actor=officer, source=f"folder:{stick}")
    send_batch(place, actor=officer, batch_id=batch.batch_id, target=f"folder:{stick}")
    assert [each.status.value for each in batches(place)[0].deliveries] == ["receipted"]
    assert states(place) == {ItemState.SYNCED}


def test_a_sheet_that_two_laptops_keyed_is_named_in_the_export(
    place, officer, event_id, pack, centre, store_url, stick, tmp_path, clock
) -> None:
    from desktop.workflows.export_responses import export_responses
    from desktop.workflows.open_programme import put_pack
    from desktop.workflows.print_paper import paper_copies, print_copies

    print_copies(place, actor=officer, form_id=FORM, event_id=event_id, copies=1, out=tmp_path / "a.pdf")
    serial = paper_copies(place)[0].serial
    other = create(tmp_path / "other", clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet)
    try:
        with other.unit() as unit:
            put_pack(other, unit, actor=officer, pack=pack)
            unit.commit()
        trust_coordinator(
            other,
            actor=CORA,
            key=init_central(centre, actor=CORA, store_url=store_url, keep_sheet=keep_sheet).to_text(),
        )
        trust_device(centre, actor=CORA, key=device_key(other))
        answers = made_up_answers(pack.forms[0].definition, random.Random(1), clock)
        for laptop in (place, other):
            given = {"form_id": FORM, "event_id": event_id, "channel": "paper", "serial": serial}
            add_response(laptop, actor=officer, answers=answers, **given)
            send(laptop, officer, stick)
    finally:
        other.close()
    assert [each.accepted for each in take_in(centre, store_url, stick)] == [1, 1]
    exported = export_responses(centre, actor=CORA, store_url=store_url, kind="csv", out=tmp_path / "a.csv")
    assert exported.rows == 2
    assert [words for words in exported.warnings if "keyed more than once" in words]


def test_practice_goes_nowhere(tmp_path, clock, stick, centre, few_responses) -> None:
    practice = open_practice(tmp_path / "practice", clock=clock)
    try:
        from desktop.workflows.manage_staff import named

        actor = named(practice, "Cora Practice")
        assert balance(practice).ledger.balances
        public = init_central(centre, actor=CORA, store_url=str(tmp_path / "central.db"), keep_sheet=keep_sheet)
        with pytest.raises(Refusal, match="made up"):
            trust_coordinator(practice, actor=actor, key=public.to_text())
        batch = make_batch(practice, actor=actor)[0]
        assert batch.made_up
        with pytest.raises(Refusal, match="made up"):
            send_batch(practice, actor=actor, batch_id=batch.batch_id, target=f"folder:{stick}")
        assert list(stick.iterdir()) == []
        assert [each.batch.made_up for each in batches(practice)] == [True]
    finally:
        practice.close()


def test_the_coordinator_key_is_read_back(centre, tmp_path) -> None:
    public = init_central(centre, actor=CORA, store_url=str(tmp_path / "central.db"), keep_sheet=keep_sheet)
    assert CoordinatorPublicKeys.from_text(public.to_text()) == public


def test_a_database_that_is_no_central_store_is_left_alone(centre, empty_postgresql, stick) -> None:
    import psycopg

    with pytest.raises(Refusal, match="no central store"):
        take_in(centre, empty_postgresql, stick)
    with psycopg.connect(empty_postgresql) as connection:
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert rows == []


def test_postgresql_as_central_store(place, officer, event_id, pack, centre, stick, empty_postgresql) -> None:
    public = init_central(centre, actor=CORA, store_url=empty_postgresql, keep_sheet=keep_sheet)
    assert init_central(centre, actor=CORA, store_url=empty_postgresql, keep_sheet=keep_sheet) == public
    trust_coordinator(place, actor=officer, key=public.to_text())
    trust_device(centre, actor=CORA, key=device_key(place))
    respond(place, officer, event_id, pack, 3)
    send(place, officer, stick)
    assert [each.accepted for each in take_in(centre, empty_postgresql, stick)] == [3]
    assert [each.outcome for each in take_in(centre, empty_postgresql, stick)] == [Outcome.ALREADY_RECEIVED]
    collect_receipts(place, actor=officer, source=f"folder:{stick}")
    assert states(place) == {ItemState.SYNCED}
    assert central_balance(centre, store_url=empty_postgresql).ledger.balances


def test_a_closing_date_that_moved_reaches_the_centre(
    place, officer, event_id, pack, centre, store_url, stick
) -> None:
    """The pack is brought up to date twice after the first batch; an older laptop then sends the old one again."""
    from datetime import date

    def sent_with(version: str, closes: date, seed: int) -> None:
        moved = replace(pack.programme, version=version, closes=closes)
        with place.unit() as unit:  # not by its pack: this laptop would refuse an older one, another has it still
            unit.programmes.put(moved, version, {})
            unit.commit()
        respond(place, officer, event_id, pack, 1, seed=seed)
        send(place, officer, stick)
        assert not [each for each in take_in(centre, store_url, stick) if each.outcome.is_refusal]

    def in_force() -> date:
        with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
            return unit.programmes.get(PROGRAMME).closes

    sent_with("9", date(2022, 1, 10), seed=1)
    assert in_force() == date(2022, 1, 10)
    sent_with("10", date(2022, 2, 10), seed=2)
    assert in_force() == date(2022, 2, 10)
    sent_with("10.1", date(2022, 3, 10), seed=3)
    assert in_force() == date(2022, 3, 10)
    sent_with("9.9", date(2022, 1, 11), seed=4)
    assert in_force() == date(2022, 3, 10)


def test_taken_in_though_the_receipt_can_not_be_written(
    place, officer, event_id, pack, centre, store_url, stick, monkeypatch
) -> None:
    from desktop.foundation.errors import WorldError
    from desktop.sync.targets import FolderTarget

    respond(place, officer, event_id, pack, 2)
    send(place, officer, stick)

    def full(self, name, content):
        raise WorldError(place=name, fault="The disk is full.", remedy="Make room.")

    with monkeypatch.context() as patch:
        patch.setattr(FolderTarget, "put", full)
        received = take_in(centre, store_url, stick)
    assert [(each.outcome, each.accepted) for each in received] == [(Outcome.NO_RECEIPT, 2)]
    assert received[0].outcome.is_refusal
    assert "taken in" in received[0].words
    assert [each.outcome for each in take_in(centre, store_url, stick)] == [Outcome.ALREADY_RECEIVED]
    assert collect_receipts(place, actor=officer, source=f"folder:{stick}")[0].synced == 2


def test_records_that_can_not_be_read_are_set_apart_alone(
    place, officer, event_id, pack, centre, store_url, stick, monkeypatch
) -> None:
    """XML that is none, a line with no XML, and one that claims the digest of another response's content."""
    import hashlib
    import json

    from desktop.workflows import batch_lines, send_batches
    from desktop.workflows.batch_records import response_record

    first = respond(place, officer, event_id, pack, 1)[0]
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    respond(place, officer, event_id, pack, 1, seed=2)
    good = json.loads(response_record(first).body)
    lines = {
        "uuid:not-xml": {**good, "instance_id": "uuid:not-xml", "xml": "<a"},
        "uuid:nothing": {**good, "instance_id": "uuid:nothing", "xml": None},
        first.instance_id: {**good, "xml": good["xml"].replace(">", " >", 1)},
    }
    strange = {}
    for identity, raw in lines.items():
        body = json.dumps(raw)
        digest = hashlib.sha256(body.encode()).hexdigest()
        strange[identity] = replace(response_record(first), identity=identity, body=body, sha256=digest)
    real, remade = send_batches.lines_of, batch_lines._remade
    monkeypatch.setattr(send_batches, "lines_of", lambda *given: [*real(*given), *strange.values()])
    monkeypatch.setattr(
        batch_lines, "_remade", lambda unit, item: strange.get(item.identity) or remade(unit, item)
    )
    send(place, officer, stick)
    fresh = [each for each in take_in(centre, store_url, stick) if each.outcome is Outcome.RECEIVED]
    assert [(each.accepted, each.already_there, each.quarantined) for each in fresh] == [(1, 0, 3)]
    assert central_balance(centre, store_url=store_url).ledger.balances
