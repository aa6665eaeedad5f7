"""Repositories of custody, on both engines: what was put in comes out, and putting it in twice changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from desktop.foundation.errors import Defect
from desktop.responses.batches import BatchRecord, ItemResult, RecordKind
from desktop.responses.custody import (
    BackupMade,
    CertificateRow,
    DeviceLedger,
    ExportMade,
    OutOfReach,
    RevokedDevice,
)
from desktop.responses.instructions import Instruction, InstructionAction
from desktop.responses.ledger import make_ledger
from desktop.responses.states import ItemState, Move
from desktop.staff.people import Person, Role
from desktop.store.opening import Store
from tests.store.builders import ACTOR, NOW, batch, receipt, revision

SUMMER = datetime(2026, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=1)))


def instruction(instruction_id: str = "i-1", **changes) -> Instruction:
    made = Instruction(instruction_id, InstructionAction.WITHDRAW, "ab" * 32, "", "device d-1", SUMMER)
    return replace(made, **changes)


def test_codes(store: Store) -> None:
    with store.unit() as unit:
        unit.codes.put("aa", "r-1")
        unit.codes.put_many([("bb", "r-2"), ("aa", "another")])  # a hash that is there stays as it is
        unit.commit()
    with store.reading() as unit:
        assert [unit.codes.response_of(code) for code in ("aa", "bb", "cc")] == ["r-1", "r-2", None]


def test_instructions(store: Store) -> None:
    erase = instruction("i-0", action=InstructionAction.ERASE_CONTACT, subject="c-1", reason="asked")
    with store.unit() as unit:
        assert unit.instructions.put(instruction())
        assert unit.instructions.put(erase, batch_id="came-in-it")
        assert not unit.instructions.put(instruction(subject="changed"))
        unit.commit()
    with store.unit() as unit:
        assert unit.instructions.list() == (erase, instruction())
        assert unit.instructions.get("i-1") == instruction()
        assert unit.instructions.get("i-2") is None
        assert unit.instructions.unsent() == (instruction(),)
        assert unit.instructions.about("c-1", InstructionAction.ERASE_CONTACT) == (erase,)
        assert unit.instructions.about("c-1", InstructionAction.WITHDRAW) == ()
        assert unit.instructions.pending() == (erase, instruction())
        assert unit.instructions.pending(InstructionAction.WITHDRAW) == (instruction(),)
        unit.instructions.mark_applied("i-0", NOW)
        unit.instructions.mark_batched("b-1", ["i-1"])
        assert [unit.instructions.applied(each) for each in ("i-0", "i-1", "i-2")] == [True, False, False]
        assert unit.instructions.pending() == (instruction(),)
        assert unit.instructions.unsent() == ()


def test_revoked_devices_and_their_ledgers(store: Store) -> None:
    first = RevokedDevice("d-1", SUMMER, "stolen", "Cora", NOW)
    earlier = replace(first, since=SUMMER - timedelta(days=1))
    told = [DeviceLedger("d-1", epoch, number, NOW, "{}") for epoch, number in ((1, 9), (2, 1), (1, 10))]
    with store.unit() as unit:
        unit.devices.revoke(first)
        unit.devices.revoke(earlier)
        for each in told:
            unit.devices.put_ledger(each)
        unit.devices.put_ledger(replace(told[0], body="another"))
        unit.commit()
    with store.reading() as unit:
        assert unit.devices.revoked() == unit.devices.revoked("d-1") == (earlier,)
        assert unit.devices.revoked("d-2") == ()
        assert unit.devices.last_ledger("d-1") == told[1]
        assert unit.devices.last_ledger("d-2") is None
        assert unit.devices.ledgers("d-1") == (told[0], told[2], told[1])


def test_copies_out_of_reach(store: Store) -> None:
    copies = [
        OutOfReach(
            f"c-{number}", "i-1", "export", "/stick", NOW + timedelta(days=number), "2026-09-01", "Delete it."
        )
        for number in range(2)
    ]
    with store.unit() as unit:
        unit.copies_out.add_many(reversed(copies))
        unit.copies_out.add_many(copies)
        unit.copies_out.mark_done("c-0", "Cora", SUMMER)
        unit.commit()
    with store.reading() as unit:
        assert unit.copies_out.list(open_only=True) == (copies[1],)
        assert unit.copies_out.list() == (replace(copies[0], done_by="Cora", done_at=SUMMER), copies[1])


def test_exports_backups_and_certificates(store: Store) -> None:
    export = ExportMade("e-1", "made-up", "responses", "/out", 12, "Cora", SUMMER)
    backup = BackupMade("b-1", "/backups/b-1", 3 * 2**31, True, NOW)
    certificate = CertificateRow("z-1", "made-up", "contacts", "2026-05-01", "Cora", SUMMER, '{"rows":3}', "{}")
    with store.unit() as unit:
        unit.exports.add(export)
        unit.exports.add(replace(export, export_id="e-0", programme_id="other", made_at=NOW))
        unit.backups.add(backup)
        unit.retention.add(certificate)
        unit.commit()
    with store.unit() as unit:
        assert [each.export_id for each in unit.exports.list()] == ["e-0", "e-1"]
        assert unit.exports.list("made-up") == (export,)
        assert unit.backups.list() == (backup,)
        unit.backups.mark_removed("b-1", SUMMER)
        assert unit.backups.list() == (replace(backup, removed_at=SUMMER),)
        assert unit.retention.list("made-up") == unit.retention.list() == (certificate,)
        assert unit.retention.list("other") == ()


def test_attempts(store: Store) -> None:
    with store.unit() as unit:
        assert unit.attempts.get("p") is None
        assert [unit.attempts.failed("p", NOW + timedelta(seconds=each)) for each in range(3)] == [1, 2, 3]
        assert unit.attempts.get("p") == (3, NOW + timedelta(seconds=2))
        unit.attempts.put_off("p", SUMMER)
        assert unit.attempts.get("p") == (3, SUMMER)
        unit.attempts.clear("p")
        assert unit.attempts.get("p") is None


def test_people_change(store: Store) -> None:
    with store.unit() as unit:
        unit.people.add(Person("p-1", "Ann", Role.OFFICER, False), None)
        unit.people.set_pin("p-1", "hash")
        unit.people.set_role("p-1", Role.AUDITOR)
        assert unit.people.by_id("p-1") == Person("p-1", "Ann", Role.AUDITOR, True)
        unit.people.set_pin("p-1", None)
        assert unit.people.pin_hash("p-1") is None
        unit.people.remove("p-1")
        assert unit.people.list() == ()


def test_a_named_fact_is_forgotten(store: Store) -> None:
    with store.unit() as unit:
        unit.meta.set("audit head", "1")
        unit.meta.forget("audit head")
        unit.meta.forget("never was")
        assert unit.meta.get("audit head") is None


def balances(unit) -> bool:
    return make_ledger(unit.responses.counts_by_state(), unit.ledger_facts()).balances


def test_a_batch_given_up_and_its_responses_put_back_balance(store: Store) -> None:
    kept = [revision() for _ in range(2)]
    ids = [each.response_id for each in kept]
    with store.unit() as unit:
        unit.responses.add_revisions(kept)
        formed = [batch(number) for number in (1, 2)]
        records = [BatchRecord(RecordKind.RESPONSE, each.instance_id, each.content_sha256, "") for each in kept]
        unit.batches.form(formed[0], records)
        unit.responses.move(ids, Move.PUT_IN_BATCH)
        assert balances(unit)
        unit.responses.take_out(ids[:1], Move.WITHDRAW, actor=ACTOR, reason="", at=NOW)
        assert balances(unit)
        unit.batches.end([formed[0].batch_id], "a response in it was withdrawn", SUMMER)
        unit.batches.end([formed[0].batch_id, "b-2"], "again", NOW)
        unit.responses.move(ids[1:], Move.PUT_BACK)
        assert balances(unit)
        assert unit.batches.ended() == {
            formed[0].batch_id: "a response in it was withdrawn",
            "b-2": "again",
        }
        assert unit.batches.ended_at()[formed[0].batch_id] == SUMMER
        unit.batches.form(formed[1], records[1:])
        unit.responses.move(ids[1:], Move.PUT_IN_BATCH)
        assert balances(unit)
        # the first was written after all: its receipt speaks of the one that stands
        unit.batches.revive(formed[0].batch_id)
        assert formed[0].batch_id not in unit.batches.ended()
        unit.receipts.put(receipt(formed[0], ((ids[1], ItemResult.ACCEPTED),)), b"raw")
        unit.responses.move(ids[1:], Move.RECEIPT_ACCEPTED)
        assert balances(unit)


def test_the_ledger_sees_a_batch_that_was_given_up_and_not_put_back(store: Store) -> None:
    kept = revision()
    with store.unit() as unit:
        unit.responses.add_revision(kept)
        formed = batch()
        unit.batches.form(formed, [BatchRecord(RecordKind.RESPONSE, kept.instance_id, kept.content_sha256, "")])
        unit.responses.move([kept.response_id], Move.PUT_IN_BATCH)
        unit.batches.end([formed.batch_id], "lost", NOW)
        assert not balances(unit)


def test_a_withdrawn_response_may_be_erased_and_not_the_other_way(store: Store) -> None:
    kept = revision()
    with store.unit() as unit:
        unit.responses.add_revision(kept)
        for move, state in ((Move.WITHDRAW, ItemState.WITHDRAWN), (Move.ERASE, ItemState.ERASED)):
            unit.responses.take_out([kept.response_id], move, actor=ACTOR, reason="", at=NOW)
            found = unit.responses.get(kept.response_id)
            assert found is not None
            assert found.state is state
            assert balances(unit)
        with pytest.raises(Defect):
            unit.responses.take_out([kept.response_id], Move.WITHDRAW, actor=ACTOR, reason="", at=NOW)


def test_instants_keep_their_offset(store: Store) -> None:
    with store.unit() as unit:
        unit.instructions.put(instruction(made_at=SUMMER))
        found = unit.instructions.get("i-1")
    assert found is not None
    assert found.made_at.utcoffset() == timedelta(hours=1)
    assert found.made_at == SUMMER.astimezone(UTC)
