"""Makes the kept store of the newest schema: ``python -m tests.store.make_fixtures``, once, when it is new.

Everything in it is made up. A later schema adds a file of its own and leaves this one as it is.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from desktop.engagement.notes import NoteDraft, NoteKind
from desktop.responses.batches import BatchRecord, Delivery, DeliveryStatus, ItemResult, RecordKind
from desktop.responses.custody import (
    BackupMade,
    CertificateRow,
    DeviceLedger,
    ExportMade,
    OutOfReach,
    RevokedDevice,
)
from desktop.responses.instructions import Instruction, InstructionAction
from desktop.responses.keying_training import TrainingRule
from desktop.responses.keyings import Which
from desktop.responses.states import Move
from desktop.sheets.copies import RunKind
from desktop.sheets.custody import SheetHow, SheetMoveKind
from desktop.store.opening import open_store
from desktop.store.schema import HEAD
from desktop.store.target import StoreTarget
from desktop.store.unit import UnitOfWork
from tests.store.builders import (
    ACTOR,
    NOW,
    attempt,
    batch,
    benchmark,
    board,
    concern,
    debrief,
    decision,
    draft,
    event,
    follow_up,
    form,
    keying,
    mark,
    merge,
    note,
    picture,
    plan,
    print_run,
    programme,
    query,
    receipt,
    revision,
    scan,
    second_pile,
    sheet_move,
)

FIXTURES = Path(__file__).parent / "fixtures"
KEY = bytes(range(32))
"""The key of the kept stores, on purpose in clear: they hold nothing of anybody."""


def make_store(path: Path) -> None:
    """Write a store with one of everything that was versioned from the first: a batch, its delivery, a receipt."""
    store = open_store(StoreTarget.file(path), key=KEY)
    with store.unit() as unit:
        unit.programmes.put(programme(), "ab", {})
        unit.forms.put(form())
        unit.events.put(event())
        unit.drafts.begin(draft(draft_id="draft-1", response_id="uuid:draft-1"))
        unit.drafts.append("draft-1", [("answer", "q", "yes")])
        kept = revision(response_id="uuid:kept-1")
        unit.responses.add_revision(kept)
        formed = batch(batch_id="batch-1")
        unit.batches.form(formed, [BatchRecord(RecordKind.RESPONSE, "uuid:kept-1", "cd", "{}")])
        unit.responses.move(["uuid:kept-1"], Move.PUT_IN_BATCH)
        unit.responses.set_batch(["uuid:kept-1"], "batch-1")
        unit.batches.put_delivery(
            Delivery("batch-1", "folder:/made-up", DeliveryStatus.WRITTEN, "batch-1.sbbatch", "", NOW)
        )
        unit.receipts.put(receipt(formed, (("uuid:kept-1", ItemResult.ACCEPTED),)), b"made up")
        unit.responses.move(["uuid:kept-1"], Move.RECEIPT_ACCEPTED)
        _custody(unit)
        _event_day(unit)
        _paper(unit)
        _keying(unit)
        unit.commit()
    store.close()


def _custody(unit: UnitOfWork) -> None:
    """Put in what came with version 2: a tombstone, a batch given up, instructions, the chain of the log."""
    gone = revision(response_id="uuid:gone-1", word="withdrawn")
    unit.responses.add_revision(gone)
    unit.codes.put("ab" * 32, "uuid:gone-1")
    asked = Instruction("instruction-1", InstructionAction.WITHDRAW, "ab" * 32, "", "device device-1", NOW)
    unit.instructions.put(asked)
    unit.responses.take_out(["uuid:gone-1"], Move.WITHDRAW, actor=ACTOR, reason="asked for it", at=NOW)
    unit.instructions.mark_applied("instruction-1", NOW)
    unit.batches.form(batch(2, batch_id="batch-2"), [BatchRecord(RecordKind.RESPONSE, "uuid:gone-1", "", "")])
    unit.batches.end(["batch-2"], "made up", NOW)
    for contact_id, batch_id in (("contact-1", ""), ("contact-2", "batch-3")):
        unit.contacts.add(contact_id, "made-up", date(2026, 3, 2), b"made up, not sealed", batch_id=batch_id)
    unit.devices.revoke(RevokedDevice("device-2", NOW, "lost", "Ann", NOW))
    unit.devices.put_ledger(DeviceLedger("device-2", 1, 1, NOW, "{}"))
    unit.copies_out.add_many([
        OutOfReach("copy-1", "instruction-1", "export", "/made-up", NOW, "2026-09-01", "Delete it.")
    ])  # fmt: skip
    unit.exports.add(ExportMade("export-1", "made-up", "responses", "/made-up", 1, "Ann", NOW))
    unit.backups.add(BackupMade("backup-1", "/made-up", 4096, True, NOW))
    unit.attempts.failed("person-1", NOW)
    unit.retention.add(
        CertificateRow("certificate-1", "made-up", "contacts", "2026-05-01", "Ann", NOW, "{}", "{}")
    )
    for what in ("batch formed", "response withdrawn", "batch given up"):
        unit.changes.add(ACTOR, what, "made-up", "made up", at=NOW)


def _event_day(unit: UnitOfWork) -> None:
    """Put in what came with version 3: counts, notes, boards, requests, concerns, pictures, benchmarks."""
    unit.attendance.add(mark(mark_id="mark-1", amount=2, role="carer"))
    unit.attendance.add(mark(mark_id="mark-2", amount=-2, role="carer", undoes="mark-1"))
    first = note(note_id="note-1", words="More buses", codes=("s1", "a2"))
    unit.notes.put(first)
    unit.notes.put(replace(first, revision=2, words="Fewer cars", reason="misheard"))
    unit.note_drafts.put(
        NoteDraft("draft-1", NoteKind.CONVERSATION, "event-1", "person-1", date(2026, 3, 2), '{"words": "It was"}')
    )
    unit.boards.put(board(board_id="board-1", picture_id="picture-1"))
    unit.pictures.put(picture("board-1", picture_id="picture-1", name="picture-1.jpg"))
    unit.debriefs.put(debrief(closed=True))
    unit.merges.put(merge("event-2", "event-1"))
    unit.follow_ups.make_room()
    unit.follow_ups.put(follow_up("request-1", sealed=b"made up, not sealed"))
    unit.concerns.put(concern(concern_id="concern-1", sealed=b"made up, not sealed"))
    unit.benchmarks.put(benchmark())


def _paper(unit: UnitOfWork) -> None:
    """Put in what came with version 4: runs of every kind, and acts, one of them taken back."""
    unit.copies.add_run(print_run(run_id="run-1", copies=3, device_id="device-1", issuer=7), ["A", "B", "C"])
    unit.copies.add_run(print_run(2, run_id="run-2", copies=0, last_number=0, kind=RunKind.PHOTOCOPY), [])
    unit.copies.grow_run("run-2", "P")
    unit.copies.add_foreign({"FOREIGN": ("made-up", "survey")})
    unit.sheet_moves.add(
        sheet_move("A", "B", "FOREIGN", move_id="move-1", how=SheetHow.POST, edition="large-print")
    )
    unit.sheet_moves.add(sheet_move("A", move_id="move-2", kind=SheetMoveKind.SPOIL, reason="made up"))
    unit.sheet_moves.add(
        sheet_move("A", move_id="move-3", kind=SheetMoveKind.PUT_BACK, undoes="move-2", reason="slip")
    )
    unit.sheet_moves.add(sheet_move("P", move_id="move-4", kind=SheetMoveKind.RETURN, photocopy_of="B"))


def _keying(unit: UnitOfWork) -> None:
    """Put in what came with version 5: keyings, a plan, a decision, queries, practice, a pile, a scan."""
    unit.keyings.add(keying("A", keying_id="keying-1", which=Which.FIRST, instance_id="uuid:kept-1", lot=0.75))
    unit.keyings.add(keying("A", keying_id="keying-2", pile_id="pile-1"))
    unit.plans.put(plan())
    unit.decisions.add_many([decision("A", decision_id="decision-1")])
    unit.queries.add(query("A", query_id="query-1"))
    unit.queries.answer("query-1", "A seven", "Ann", NOW)
    unit.trainings.add(attempt(attempt_id="attempt-1"))
    unit.trainings.set_rule(TrainingRule("survey", asked=True, most_errors=7.5))
    unit.second_piles.add(second_pile("A", "B", pile_id="pile-1"))
    unit.scans.add(scan("A", 2, scan_id="scan-1"))


if __name__ == "__main__":
    FIXTURES.mkdir(exist_ok=True)
    target = FIXTURES / f"store-v{int(HEAD)}.db"
    if target.exists():
        sys.exit("It is there already; a kept file is never made anew.")
    make_store(target)
