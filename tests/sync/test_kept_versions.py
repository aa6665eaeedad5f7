"""Files of every version that was ever written are still read."""

from __future__ import annotations

import json

import pytest

from desktop.foundation.clock import to_utc_text
from desktop.foundation.errors import Refusal
from desktop.keys.coordinator import CoordinatorKeys, CoordinatorPublicKeys
from desktop.keys.device import DevicePublicKey
from desktop.keys.encryption import open_contact
from desktop.responses.batches import DAY_KINDS, KEYING_KINDS, ItemResult
from desktop.responses.instructions import InstructionAction
from desktop.sync.batch_file import OpenedBatch, read_batch_file
from desktop.sync.instructions_file import Signer, read_instructions_file
from desktop.sync.manifest import batch_digest, manifest_of
from desktop.sync.receipt_file import read_receipt_file
from desktop.workflows.event_day_records import day_record, day_record_from, identity_of
from desktop.workflows.keying_records import keying_record, keying_record_from
from tests.sync.make_fixtures import FOLDER


def keys() -> CoordinatorKeys:
    return CoordinatorKeys.from_bytes((FOLDER / "coordinator-v1.json").read_bytes())


def opened(name: str, *, accept_made_up: bool = False) -> OpenedBatch:
    its_own = FOLDER / f"{name}.device.txt"
    key = its_own if its_own.exists() else FOLDER / "device-v1.txt"
    device = DevicePublicKey.from_text(key.read_text())
    return read_batch_file(
        (FOLDER / f"{name}.sbbatch").read_bytes(),
        name=name,
        trusted=[device],
        identity=keys().batch_identity,
        accept_made_up=accept_made_up,
    )


@pytest.mark.parametrize("name", ["responses-v1", "contacts-v1", "practice-v1", "event-day-v1", "keying-v1"])
def test_batch_files_v1(name: str) -> None:
    expected = json.loads((FOLDER / f"{name}.expected.json").read_text())
    found = opened(name, accept_made_up=True)
    batch = found.batch
    # the digest stands for good: a manifest that came out in other bytes would break every chain
    assert batch.digest == batch_digest(manifest_of(batch, found.records)) == expected["digest"]
    assert [[each.kind.value, each.identity, each.body] for each in found.records] == expected["records"]
    assert (batch.number, batch.previous_digest) == (expected["number"], expected["previous_digest"])
    assert (to_utc_text(batch.formed_at), batch.made_up) == (expected["formed_at"], expected["made_up"])


def test_what_an_event_has_beside_its_questionnaires_v1() -> None:
    records = opened("event-day-v1").records
    assert {record.kind for record in records} == DAY_KINDS
    for record in records:
        thing = day_record_from(record.kind, record.body)
        assert identity_of(thing) == record.identity
        assert day_record(thing) == record


def test_what_there_is_about_keying_twice_v1() -> None:
    records = opened("keying-v1").records
    assert {record.kind for record in records} == KEYING_KINDS
    for record in records:
        thing = keying_record_from(record.kind, record.body)
        assert keying_record(thing) == record


def test_sealed_contact_v1() -> None:
    (record,) = opened("contacts-v1").records
    sealed = bytes.fromhex(json.loads(record.body)["sealed"])
    assert open_contact(sealed, keys().contacts_identity) == b'{"email":"made.up@example.org"}'


def test_practice_batch_v1_is_still_refused() -> None:
    with pytest.raises(Refusal):
        opened("practice-v1")


def test_receipt_file_v1() -> None:
    content = (FOLDER / "receipt-v1.sbreceipt").read_bytes()
    receipt = read_receipt_file(content, name="receipt-v1", trusted=[keys().public])
    assert receipt.batch_digest == opened("responses-v1").batch.digest
    assert receipt.results == (("uuid:1a", ItemResult.ACCEPTED), ("uuid:2b", ItemResult.QUARANTINED))


@pytest.mark.parametrize("signer", list(Signer))
def test_instructions_file_v1(signer: Signer) -> None:
    trusted = json.loads((FOLDER / "instructions-v1.trusted.json").read_text())
    found = read_instructions_file(
        (FOLDER / f"instructions-by-{signer.value}-v1.sbinstructions").read_bytes(),
        name="instructions-v1",
        centres=[CoordinatorPublicKeys.from_text(trusted["centre"])],
        devices=[DevicePublicKey.from_text(trusted["device"])],
    )
    assert found.signer is signer
    assert [(each.action, each.subject, each.origin.partition(" ")[0]) for each in found.instructions] == [
        (InstructionAction.WITHDRAW, "ab" * 32, "device"),
        (InstructionAction.ERASE_RESPONSE, "uuid:1a", "centre"),
        (InstructionAction.ERASE_CONTACT, "f2b7f7c0-0000-4000-8000-000000000001", "centre"),
    ]
    assert to_utc_text(found.instructions[0].made_at) == "2021-12-09T15:30:05.123456Z"


def test_a_void_in_an_instructions_file_v1() -> None:
    found = read_instructions_file(
        (FOLDER / "void-by-centre-v1.sbinstructions").read_bytes(),
        name="void-v1",
        centres=[CoordinatorPublicKeys.from_text((FOLDER / "void-v1.trusted.txt").read_text().strip())],
    )
    assert [(each.action, each.subject) for each in found.instructions] == [(InstructionAction.VOID, "uuid:2b")]
