"""The words of :mod:`desktop.store.privacy` for batches, receipts, and what is known of copies and devices."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.foundation.translation import tr
from desktop.store.privacy import Category, ColumnNote, Kept, TableNote

_NONE, _STAFF, _PERSONAL, _SPECIAL, _KEY = Category
_Told = tuple[Category, str]


def _columns(**told: _Told) -> dict[str, ColumnNote]:
    return {name: ColumnNote(words, category) for name, (category, words) in told.items()}


def _batch() -> dict[str, _Told]:
    return {
        "batch_id": (_NONE, tr("Random id of the batch")),
        "kind": (_NONE, tr("Responses or contacts; never both in one")),
        "device_id": (_NONE, tr("Random id of the laptop")),
        "epoch": (_NONE, tr("Which life of the laptop's store")),
        "number": (_NONE, tr("Place in its chain of batches")),
        "previous_digest": (_NONE, tr("Digest of the batch before")),
        "digest": (_NONE, tr("Digest of what the batch holds")),
        "formed_utc": (_NONE, tr("When it was formed, by the laptop's clock")),
        "formed_by": (_STAFF, tr("Name of who formed it")),
        "items": (_NONE, tr("How many records")),
        "responses": (_NONE, tr("How many responses")),
        "made_up": (_NONE, tr("Whether it is practice")),
    }


def outbox() -> Mapping[str, TableNote]:
    """Return the notes of batches, deliveries and receipts."""
    stays = tr("Nobody: it stays in this store.")
    receipts = tr("The laptop that sent the batch, in a signed file without answers.")
    return {
        "batch": TableNote(
            tr("A closed batch of this laptop."), True, False,
            tr("The coordinator, in the batch's own file."), Kept.RECORD, _columns(**_batch()),
        ),
        "batch_item": TableNote(
            tr("What is in a batch. Answers and contacts are not kept a second time here."),
            True, False, tr("The coordinator, in the batch's own file."), Kept.RECORD,
            _columns(
                batch_id=(_NONE, tr("Random id of the batch")),
                position=(_NONE, tr("Place in the batch, by kind and random id")),
                kind=(_NONE, tr("Kind of record")),
                identity=(_PERSONAL, tr("Random id of the record")),
                sha256=(_SPECIAL, tr("Digest of the record; emptied when it is withdrawn or erased")),
                body=(_NONE, tr("The record, for programmes, forms, events, instructions and ledgers only")),
            ),
        ),
        "batch_ending": TableNote(
            tr("A batch that was given up."), True, False, tr("The coordinator, in the laptop's ledger."),
            Kept.RECORD,
            _columns(
                batch_id=(_NONE, tr("Random id of the batch")),
                reason=(_NONE, tr("Why")),
                at_utc=(_NONE, tr("When")),
            ),
        ),
        "delivery": TableNote(
            tr("How far a batch got at one target."), True, False, stays, Kept.RECORD,
            _columns(
                batch_id=(_NONE, tr("Random id of the batch")),
                target=(_NONE, tr("Where it was written, such as a folder of a stick")),
                status=(_NONE, tr("Written, receipted, refused")),
                file_name=(_NONE, tr("Name of the file")),
                detail=(_NONE, tr("Words of the target")),
                at_utc=(_NONE, tr("When")),
                version=(_NONE, tr("Version of this row's format")),
            ),
        ),
        "receipt": TableNote(
            tr("The centre's signed word on one batch."), True, True, receipts, Kept.RECORD,
            _columns(
                receipt_id=(_NONE, tr("Random id of the receipt")),
                batch_id=(_NONE, tr("Random id of the batch")),
                batch_digest=(_NONE, tr("Digest of what the batch holds")),
                device_id=(_NONE, tr("Random id of the laptop")),
                central_id=(_NONE, tr("Random id of the central store")),
                received_utc=(_NONE, tr("When the centre took it")),
                raw=(_NONE, tr("The signed bytes")),
            ),
        ),
        "receipt_result": TableNote(
            tr("What a receipt says of one response."), True, True, receipts, Kept.RECORD,
            _columns(
                receipt_id=(_NONE, tr("Random id of the receipt")),
                position=(_NONE, tr("Place in the receipt")),
                identity=(_PERSONAL, tr("Random id of the revision")),
                result=(_NONE, tr("Accepted, already there, or set apart")),
            ),
        ),
        "received_batch": TableNote(
            tr("A batch that the centre took."), False, True, stays, Kept.RECORD,
            _columns(
                **_batch(),
                file_sha256=(_NONE, tr("Digest of the encrypted file")),
                received_utc=(_NONE, tr("When it was taken")),
                received_by=(_STAFF, tr("Name of who took it")),
                receipt_id=(_NONE, tr("The receipt given for it")),
            ),
        ),
        "record_result": TableNote(
            tr("What the centre did with one response of a batch."), False, True, receipts, Kept.RECORD,
            _columns(
                batch_id=(_NONE, tr("Random id of the batch")),
                position=(_NONE, tr("Place in the batch, by random id")),
                identity=(_PERSONAL, tr("Random id of the revision")),
                result=(_NONE, tr("Accepted, already there, or set apart")),
                words=(_NONE, tr("Why")),
            ),
        ),
    }  # fmt: skip


def custody() -> Mapping[str, TableNote]:
    """Return the notes of instructions, lost devices, copies out of reach, exports, backups and certificates."""
    stays = tr("Nobody: it stays in this store.")
    return {
        "instruction": TableNote(
            tr("An instruction to withdraw, erase or void something."), True, True,
            tr("The centre, in encrypted batches; every laptop, in signed lists without the reason."), Kept.RECORD,
            _columns(
                instruction_id=(_NONE, tr("Random id")),
                action=(_NONE, tr("Withdraw, erase a response, erase a contact, void a response")),
                subject=(_PERSONAL, tr("Digest of the withdrawal code, or random id of what is erased or voided")),
                reason=(_NONE, tr("Why; goes to the centre and no further")),
                origin=(_NONE, tr("Which laptop or centre gave it")),
                made_utc=(_NONE, tr("When it was given")),
                applied_utc=(_NONE, tr("When it was carried out here")),
                batch_id=(_NONE, tr("Batch that carried it")),
            ),
        ),
        "revoked_device": TableNote(
            tr("A lost laptop, whose later batches are set apart."), False, True, stays, Kept.RECORD,
            _columns(
                device_id=(_NONE, tr("Random id of the laptop")),
                from_utc=(_NONE, tr("From when on it is not believed")),
                reason=(_NONE, tr("Why")),
                revoked_by=(_STAFF, tr("Name of who decided it")),
                at_utc=(_NONE, tr("When it was decided")),
            ),
        ),
        "device_ledger": TableNote(
            tr("What a laptop said, with one batch, of what it holds."), False, True, stays, Kept.RECORD,
            _columns(
                device_id=(_NONE, tr("Random id of the laptop")),
                epoch=(_NONE, tr("Which life of its store")),
                number=(_NONE, tr("Number of the batch")),
                formed_utc=(_NONE, tr("When, by the laptop's clock")),
                body=(_PERSONAL, tr("Counts; random ids, events and days of what is not synced; no answers")),
            ),
        ),
        "out_of_reach": TableNote(
            tr("A copy that no instruction reaches, for a person to act on."), True, True, stays, Kept.RECORD,
            _columns(
                copy_id=(_NONE, tr("Random id")),
                instruction_id=(_NONE, tr("What was withdrawn or erased")),
                kind=(_NONE, tr("Export, backup, batch file, paper …")),
                place=(_PERSONAL, tr("Where it is: a path, or the serial of a sheet")),
                made_utc=(_NONE, tr("When it was noted")),
                expires=(_NONE, tr("Day on which it goes by itself")),
                words=(_NONE, tr("What to do about it")),
                done_by=(_STAFF, tr("Name of who dealt with it")),
                done_utc=(_NONE, tr("When")),
            ),
        ),
        "export_made": TableNote(
            tr("An export that left."), False, True, stays, Kept.RECORD,
            _columns(
                export_id=(_NONE, tr("Random id")),
                programme_id=(_NONE, tr("Which programme")),
                kind=(_NONE, tr("Responses or contacts")),
                place=(_NONE, tr("File that it was written to")),
                responses=(_NONE, tr("How many records")),
                made_by=(_STAFF, tr("Name of who made it")),
                made_utc=(_NONE, tr("When")),
            ),
        ),
        "backup_made": TableNote(
            tr("A backup of this store."), True, False, stays, Kept.RECORD,
            _columns(
                backup_id=(_NONE, tr("Random id")),
                place=(_NONE, tr("Folder that it is in")),
                size=(_NONE, tr("Bytes")),
                verified=(_NONE, tr("Whether it was opened and found whole")),
                taken_utc=(_NONE, tr("When")),
                removed_utc=(_NONE, tr("When it was removed")),
            ),
        ),
        "retention_done": TableNote(
            tr("A certificate that something was deleted because its time had come."), True, True, stays,
            Kept.RECORD,
            _columns(
                certificate_id=(_NONE, tr("Random id")),
                programme_id=(_NONE, tr("Which programme")),
                subject=(_NONE, tr("Contacts, responses, scans or the audit trail")),
                due=(_NONE, tr("Day from which on it was due")),
                done_by=(_STAFF, tr("Name of who carried it out")),
                done_utc=(_NONE, tr("When")),
                counts=(_NONE, tr("How many of what")),
                body=(_STAFF, tr("The certificate")),
            ),
        ),
    }  # fmt: skip
