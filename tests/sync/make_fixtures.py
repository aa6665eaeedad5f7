"""Write the carried files of version 1 that the tests keep: ``python -m tests.sync.make_fixtures``.

Made once, when the version was new, and never again: the point is that old files stay readable. A new version
gets a new function and new files. All of it is made up, and says so.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from desktop.foundation.clock import to_utc_text
from desktop.keys.coordinator import CoordinatorKeys
from desktop.keys.encryption import seal_contact
from desktop.responses.batches import BatchKind, RecordKind
from desktop.responses.instructions import InstructionAction
from desktop.sync.batch_file import write_batch_file
from desktop.sync.instructions_file import write_instructions_file
from desktop.sync.manifest import in_order
from desktop.sync.pile_file import write_pile_file
from desktop.sync.receipt_file import write_receipt_file
from desktop.workflows.event_day_records import day_record
from desktop.workflows.keying_records import keying_record
from tests.sync.examples import (
    CENTRE,
    DEVICE,
    formed,
    record,
    some_instructions,
    some_receipt,
    some_records,
)
from tests.workflows.event_days import EXAMPLES
from tests.workflows.test_keying_records import THINGS

FOLDER = Path(__file__).parent / "fixtures"


def make_v1() -> None:
    """Write a batch of responses, one of a contact, one from practice, a receipt, and the keys to all of them."""
    FOLDER.mkdir(exist_ok=True)
    sealed = seal_contact(b'{"email":"made.up@example.org"}', CENTRE.contacts_recipient)
    contact = record(
        RecordKind.CONTACT, "f2b7f7c0-0000-4000-8000-000000000001", json.dumps({"sealed": sealed.hex()})
    )
    batches = {
        "responses-v1": (formed(some_records()), some_records()),
        "contacts-v1": (formed([contact], kind=BatchKind.CONTACTS, number=2), (contact,)),
        "practice-v1": (formed(some_records(), made_up=True), some_records()),
    }
    for name, (batch, records) in batches.items():
        content = write_batch_file(batch, records, device_key=DEVICE, coordinators=[CENTRE.public])
        (FOLDER / f"{name}.sbbatch").write_bytes(content)
        expected = {
            "digest": batch.digest,
            "formed_at": to_utc_text(batch.formed_at),
            "made_up": batch.made_up,
            "number": batch.number,
            "previous_digest": batch.previous_digest,
            "records": [[each.kind.value, each.identity, each.body] for each in in_order(records)],
        }
        (FOLDER / f"{name}.expected.json").write_text(json.dumps(expected, indent=1) + "\n")
    receipt = replace(some_receipt(), batch_digest=batches["responses-v1"][0].digest)
    (FOLDER / "receipt-v1.sbreceipt").write_bytes(write_receipt_file(receipt, keys=CENTRE))
    (FOLDER / "coordinator-v1.json").write_bytes(CENTRE.to_bytes() + b"\n")
    (FOLDER / "device-v1.txt").write_text(DEVICE.public_text + "\n")


def make_event_day_v1() -> None:
    """Write a batch of what an event has beside its questionnaires, one of each kind, to the keys of version 1."""
    coordinator = CoordinatorKeys.from_bytes((FOLDER / "coordinator-v1.json").read_bytes())
    records = tuple(day_record(thing) for thing in EXAMPLES.values())
    batch = formed(records, number=3)
    content = write_batch_file(batch, records, device_key=DEVICE, coordinators=[coordinator.public])
    (FOLDER / "event-day-v1.sbbatch").write_bytes(content)
    expected = {
        "digest": batch.digest,
        "formed_at": to_utc_text(batch.formed_at),
        "made_up": batch.made_up,
        "number": batch.number,
        "previous_digest": batch.previous_digest,
        "records": [[each.kind.value, each.identity, each.body] for each in in_order(records)],
    }
    (FOLDER / "event-day-v1.device.txt").write_text(DEVICE.public_text + "\n")
    (FOLDER / "event-day-v1.expected.json").write_text(json.dumps(expected, indent=1) + "\n")


def make_keying_v1() -> None:
    """Write a batch of what there is about keying twice, one of each kind, to the keys of version 1."""
    coordinator = CoordinatorKeys.from_bytes((FOLDER / "coordinator-v1.json").read_bytes())
    records = tuple(keying_record(thing) for thing in THINGS)
    batch = formed(records, number=4)
    content = write_batch_file(batch, records, device_key=DEVICE, coordinators=[coordinator.public])
    (FOLDER / "keying-v1.sbbatch").write_bytes(content)
    expected = {
        "digest": batch.digest,
        "formed_at": to_utc_text(batch.formed_at),
        "made_up": batch.made_up,
        "number": batch.number,
        "previous_digest": batch.previous_digest,
        "records": [[each.kind.value, each.identity, each.body] for each in in_order(records)],
    }
    (FOLDER / "keying-v1.device.txt").write_text(DEVICE.public_text + "\n")
    (FOLDER / "keying-v1.expected.json").write_text(json.dumps(expected, indent=1) + "\n")


def make_instructions_v1() -> None:
    """Write a list of instructions by a centre, one by a device, and the keys that they are to be checked with."""
    for name, keys in (("centre", CENTRE), ("device", DEVICE)):
        content = write_instructions_file(some_instructions(), keys=keys)
        (FOLDER / f"instructions-by-{name}-v1.sbinstructions").write_bytes(content)
    trusted = {"centre": CENTRE.public.to_text(), "device": DEVICE.public_text}
    (FOLDER / "instructions-v1.trusted.json").write_text(json.dumps(trusted, indent=1) + "\n")


def make_void_v1() -> None:
    """Write a list with a void in it, as it came to be among the actions, and the key of its centre."""
    voids = [each for each in some_instructions() if each.action is InstructionAction.VOID]
    (FOLDER / "void-by-centre-v1.sbinstructions").write_bytes(write_instructions_file(voids, keys=CENTRE))
    (FOLDER / "void-v1.trusted.txt").write_text(CENTRE.public.to_text() + "\n")


def make_second_pile_v1() -> None:
    """Write a pile to be keyed a second time, and what came back; its key is in the test that reads them."""
    from tests.sync.test_pile_file import keyed, pile, returned

    content = write_pile_file(pile(), device_key=DEVICE, made_up=True)
    (FOLDER / "second-pile-v1.sbpile").write_bytes(content)
    (FOLDER / "second-pile-v1.sbkeyed").write_bytes(returned(keyed()))


if __name__ == "__main__":
    make_keying_v1()  # the others were run when their versions were new
