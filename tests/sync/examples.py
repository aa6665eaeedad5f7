"""Made-up batches for the tests of this room."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone

from desktop.keys.coordinator import CoordinatorKeys
from desktop.keys.device import DeviceKey
from desktop.responses.batches import Batch, BatchKind, BatchRecord, ItemResult, Receipt, RecordKind
from desktop.responses.instructions import Instruction, InstructionAction
from desktop.sync.batch_file import write_batch_file
from desktop.sync.manifest import form_batch

DEVICE = DeviceKey.generate("6a7d8d0e-6f43-4f5f-9d53-0f3b4f4f8a10")
OTHER_DEVICE = DeviceKey.generate()
CENTRE = CoordinatorKeys.generate("b8a6c7d2-1a55-4c58-8b0e-7d1f0b9e2c11")
OTHER_CENTRE = CoordinatorKeys.generate()
BATCH_ID = "1c5f2a7e-9b1d-4f33-8a64-5d0c7e2b9f01"
SPOKEN = "Buses stop too early: made up"
FORMED = datetime(2021, 12, 9, 16, 30, 5, 123456, timezone(timedelta(hours=1)))


def record(kind: RecordKind, identity: str, body: str) -> BatchRecord:
    return BatchRecord(kind=kind, identity=identity, sha256=hashlib.sha256(body.encode()).hexdigest(), body=body)


def some_records() -> tuple[BatchRecord, ...]:
    """Return four records, out of order, with an answer that must not be seen from outside."""
    answer = json.dumps({"xml": f"<data><comment>{SPOKEN}</comment></data>"})
    return (
        record(RecordKind.RESPONSE, "uuid:2b", answer),
        record(RecordKind.FORM, "f00d", '{"xml":"<h:html/>"}'),
        record(RecordKind.RESPONSE, "uuid:1a", '{"xml":"<data/>","note":"line\\nbreak \u2028 é 🚌"}'),
        record(RecordKind.PROGRAMME, "leicestershire-jhws 1", '{"title":"made up"}'),
    )


def formed(
    records: Iterable[BatchRecord],
    *,
    kind: BatchKind = BatchKind.RESPONSES,
    batch_id: str = BATCH_ID,
    number: int = 1,
    made_up: bool = False,
) -> Batch:
    return form_batch(
        batch_id=batch_id,
        kind=kind,
        device_id=DEVICE.device_id,
        epoch=1,
        number=number,
        previous_digest="" if number == 1 else "ab" * 32,
        formed_at=FORMED,
        formed_by="Aisha",
        made_up=made_up,
        records=records,
    )


def some_file(*, made_up: bool = False, batch_id: str = BATCH_ID) -> bytes:
    return write_batch_file(
        formed(some_records(), made_up=made_up, batch_id=batch_id),
        some_records(),
        device_key=DEVICE,
        coordinators=[CENTRE.public],
    )


def some_receipt() -> Receipt:
    return Receipt(
        receipt_id="0d7a3f52-55f0-4a8e-a9f7-2f6f0c1f7e21",
        batch_id=BATCH_ID,
        batch_digest=formed(some_records()).digest,
        device_id=DEVICE.device_id,
        central_id=CENTRE.central_id,
        received_at=datetime(2021, 12, 10, 9, 0, tzinfo=UTC),
        results=(("uuid:1a", ItemResult.ACCEPTED), ("uuid:2b", ItemResult.QUARANTINED)),
    )


def some_instructions() -> tuple[Instruction, ...]:
    """Return one instruction of each kind."""
    subjects = {
        InstructionAction.WITHDRAW: "ab" * 32,
        InstructionAction.ERASE_RESPONSE: "uuid:1a",
        InstructionAction.ERASE_CONTACT: "f2b7f7c0-0000-4000-8000-000000000001",
        InstructionAction.VOID: "uuid:2b",
    }
    return tuple(
        Instruction(
            instruction_id=f"5b0c2d1e-0000-4000-8000-00000000000{number}",
            action=action,
            subject=subject,
            reason="made up: Mrs Example rang" if number == 2 else "",
            origin=f"centre {CENTRE.central_id}" if number else f"device {DEVICE.device_id}",
            made_at=FORMED + timedelta(minutes=number),
        )
        for number, (action, subject) in enumerate(subjects.items())
    )
