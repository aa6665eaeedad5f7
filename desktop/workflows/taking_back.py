"""Carrying an instruction out on one store, a laptop's or the central one, and listing what it can't reach.

Two take answers back and one an address; the fourth, voiding, takes a response out of the counts and keeps it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.foundation.clock import to_utc_text
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.responses.batches import OF_RESPONSES, Delivery, RecordKind
from desktop.responses.custody import BackupMade, ExportMade, OutOfReach
from desktop.responses.instructions import Instruction, InstructionAction
from desktop.responses.received import QuarantinedRecord
from desktop.responses.states import ItemState, Move, can_move
from desktop.responses.stored import StoredResponse
from desktop.staff.people import Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.giving_up import give_up
from desktop.workflows.keep_rule import KeepRule, expires
from desktop.workflows.keying_batches import keying_identities
from desktop.workflows.second_drafts import close_of_response

MOVES = {InstructionAction.WITHDRAW: Move.WITHDRAW, InstructionAction.ERASE_RESPONSE: Move.ERASE}
TAKEN_BACK = frozenset({ItemState.WITHDRAWN, ItemState.ERASED})
"""States of a response whose answers are gone for good."""
CONTACTS_EXPORT = "contacts"
"""Kind of an export of the update list."""
COMMENTS_EXPORT = "comments"
"""Kind of an export of comments; every other kind is of responses."""
_OF_RESPONSES = frozenset(each.value for each in OF_RESPONSES)
_WHAT = {
    InstructionAction.WITHDRAW: "response withdrawn",
    InstructionAction.ERASE_RESPONSE: "response erased",
    InstructionAction.ERASE_CONTACT: "contact erased",
    InstructionAction.VOID: "response voided",
}


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """What became of one instruction on one store.

    Attributes:
        found: whether what it speaks of is, or was, here; if not, it waits.
        fresh: whether something was emptied or deleted by this very call.
        state: of the response now; ``None`` where it is not here, and for a contact.
        out_of_reach: copies that were noted for a person to act on.
    """

    instruction: Instruction
    found: bool
    fresh: bool
    state: ItemState | None
    out_of_reach: tuple[OutOfReach, ...]


def carry_out(unit: UnitOfWork, instruction: Instruction, *, actor: Actor, at: datetime) -> CarriedOut:
    """Carry an instruction out on this store, where what it speaks of is here; doing it again changes nothing.

    The audit names the instruction, never the response, the contact or the code; of a voided response, which
    stays, it names the response, and says why.
    """
    voids = instruction.action is InstructionAction.VOID
    if instruction.action is InstructionAction.ERASE_CONTACT:
        done = _erase_contact(unit, instruction, actor=actor, at=at)
    elif voids:
        done = _void(unit, instruction, actor=actor, at=at)
    else:
        done = _take_out(unit, instruction, actor=actor, at=at)
    unit.copies_out.add_many(done.out_of_reach)
    if done.found:
        unit.instructions.mark_applied(instruction.instruction_id, at)
    if done.fresh:
        about, why = (instruction.subject, reason_of(instruction)) if voids else (instruction.instruction_id, "")
        unit.changes.add(actor=actor, what=_WHAT[instruction.action], about_id=about, why=why, at=at)
    return done


def carry_out_pending(unit: UnitOfWork, *, actor: Actor, at: datetime) -> tuple[CarriedOut, ...]:
    """Carry out every instruction that still waits; return those that found something."""
    done = (carry_out(unit, each, actor=actor, at=at) for each in unit.instructions.pending())
    return tuple(each for each in done if each.found)


def _take_out(unit: UnitOfWork, instruction: Instruction, *, actor: Actor, at: datetime) -> CarriedOut:
    withdrawn = instruction.action is InstructionAction.WITHDRAW
    response_id = unit.codes.response_of(instruction.subject) if withdrawn else instruction.subject
    apart = _set_apart(unit, instruction, response_id)
    unit.received.empty_quarantined(apart)
    stored = unit.responses.get(response_id) if response_id else None
    if stored is not None and stored.state is ItemState.DRAFT:
        # the store was restored from a backup of when it was not finished
        for draft in unit.drafts.list_open():
            if draft.response_id == stored.response_id:
                unit.drafts.abandon(draft.draft_id, "")
        return CarriedOut(instruction, True, True, ItemState.ABANDONED, ())
    if stored is None or stored.state is ItemState.ABANDONED:
        # one that was only ever set apart may yet come by another way: the instruction waits on
        return CarriedOut(instruction, False, bool(apart), None, ())
    move = MOVES[instruction.action]
    if stored.state in TAKEN_BACK or not can_move(stored.state, move):
        return CarriedOut(instruction, True, bool(apart), stored.state, ())
    copies = copies_of_response(unit, stored, instruction_id=instruction.instruction_id)
    beside = _beside(unit, stored)
    unit.responses.take_out([stored.response_id], move, actor=actor, reason=reason_of(instruction), at=at)
    _give_up_unwritten(unit, [*stored.revisions, *beside], actor=actor, at=at)
    return CarriedOut(
        instruction, True, True, unit.responses.states([stored.response_id])[stored.response_id], copies
    )


def _beside(unit: UnitOfWork, stored: StoredResponse) -> list[str]:
    """Return the identities of the lines that hold something of a response beside its revisions."""
    pictures = [each.picture_id for each in unit.pictures.of_owner(stored.response_id)]
    return [*pictures, *keying_identities(unit, stored.response_id, stored.summary.serial)]


def _void(unit: UnitOfWork, instruction: Instruction, *, actor: Actor, at: datetime) -> CarriedOut:
    """Take a response out of the counts, for good; where it is not here, the instruction waits for it."""
    response_id = instruction.subject
    stored = unit.responses.get(response_id)
    if stored is None or stored.state is ItemState.ABANDONED:
        return CarriedOut(instruction, False, False, None, ())
    # the store was restored from a backup of when it was not finished, or was being changed
    drafts = [each for each in unit.drafts.list_open() if each.response_id == response_id]
    change = unit.drafts.change_of(response_id)
    for draft in [*drafts, *([] if change is None else [change])]:
        unit.drafts.abandon(draft.draft_id, tr("the response was voided"))
    if drafts:
        return CarriedOut(instruction, True, True, ItemState.ABANDONED, ())
    if not can_move(stored.state, Move.VOID):
        return CarriedOut(instruction, True, False, stored.state, ())
    unit.responses.take_out([response_id], Move.VOID, actor=actor, reason=reason_of(instruction), at=at)
    close_of_response(unit, response_id, actor=actor, at=at)
    return CarriedOut(instruction, True, True, ItemState.VOIDED, ())


def void_late(unit: UnitOfWork, response_ids: Collection[str], *, actor: Actor, at: datetime) -> None:
    """Void those of ``response_ids``, which just came, that were voided before they did."""
    if response_ids:
        for each in unit.instructions.pending(InstructionAction.VOID):
            if each.subject in response_ids:
                carry_out(unit, each, actor=actor, at=at)


def reason_of(instruction: Instruction) -> str:
    """Return why, as it stands on the tombstone."""
    if instruction.reason:
        return instruction.reason
    if instruction.action is InstructionAction.VOID:
        return tr("voided on another store, from where no reason came")
    if instruction.action is InstructionAction.WITHDRAW:
        return tr("withdrawn by the respondent's code")
    return tr("erased by a coordinator")


def _erase_contact(unit: UnitOfWork, instruction: Instruction, *, actor: Actor, at: datetime) -> CarriedOut:
    contact = unit.contacts.get(instruction.subject)
    apart = [
        each.quarantine_id
        for each in unit.received.quarantined()
        if (each.kind, each.identity) == (RecordKind.CONTACT.value, instruction.subject) and each.body
    ]
    unit.received.empty_quarantined(apart)
    if contact is None:
        return CarriedOut(instruction, False, bool(apart), None, ())
    batches = unit.batches.holding([contact.contact_id])
    written = [each for batch_id in batches for each in unit.batches.deliveries(batch_id)]
    exports = [each for each in unit.exports.list(contact.programme_id) if each.kind == CONTACTS_EXPORT]
    day = contact.day.isoformat()
    backups = [each for each in unit.backups.list() if to_utc_text(each.taken_at)[:10] >= day]
    copies = _copies(instruction.instruction_id, written, exports, backups, _rule(unit))
    unit.contacts.erase([contact.contact_id])
    _give_up_unwritten(unit, [contact.contact_id], actor=actor, at=at)
    return CarriedOut(instruction, True, True, None, copies)


def _give_up_unwritten(unit: UnitOfWork, identities: Sequence[str], *, actor: Actor, at: datetime) -> None:
    """A batch that never left and now has a hole can't be written any more; one that left stays as it is."""
    unwritten = [each for each in unit.batches.holding(identities) if not unit.batches.deliveries(each)]
    give_up(unit, unwritten, actor=actor, reason=tr("something in it was taken back"), at=at)


def _set_apart(unit: UnitOfWork, instruction: Instruction, response_id: str | None) -> list[str]:
    """Return the lines in quarantine of the response that an instruction takes back, its keyings among them.

    One revision may tell the code and another not. A line that can't be read claims no id and no code.
    """
    claimed = {
        each.quarantine_id: claims(each.body)
        for each in unit.received.quarantined()
        if each.kind in _OF_RESPONSES and each.body
    }
    code = instruction.subject if instruction.action is InstructionAction.WITHDRAW else None
    theirs = {claimed_id for claimed_id, claimed_hash in claimed.values() if claimed_id and claimed_hash == code}
    if response_id:
        theirs.add(response_id)
    return [number for number, (its_id, its_hash) in claimed.items() if its_id in theirs or its_hash == code]


def claims(body: bytes | str) -> tuple[str, str]:
    """Return the response id and the hash of the withdrawal code on a response's line; else empty texts.

    A picture's line has the id of the response, or of the board, that it belongs to; so have a keying's, a
    decision's and a query's.

    Each is read by itself: a line that lost one of them, or is wrong elsewhere, is found by the other.
    """
    raw = _fields(body)
    envelope = _fields(raw.get("envelope", ""))
    return str(raw.get("response_id") or raw.get("owner_id") or ""), str(envelope.get("withdrawal_hash") or "")


def _fields(text: object) -> dict[str, object]:
    try:
        read = text if isinstance(text, dict) else json.loads(text)  # type: ignore[arg-type]  # else a TypeError
    except (ValueError, TypeError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


# what is out of reach ------------------------------------------------------------------------------------


def copies_of_response(unit: UnitOfWork, stored: StoredResponse, *, instruction_id: str) -> tuple[OutOfReach, ...]:
    """Return the copies of a response that this store knows of and nothing but a person can reach."""
    batches = unit.batches.holding([*stored.revisions, *_beside(unit, stored)])
    written = [each for batch_id in batches for each in unit.batches.deliveries(batch_id)]
    came = unit.received.first_received(stored.revisions)
    exports = [
        each
        for each in unit.exports.list(stored.summary.programme_id)
        if each.kind not in (CONTACTS_EXPORT, COMMENTS_EXPORT) and (came is None or each.made_at >= came)
    ]
    finalised = stored.summary.finalised_at
    backups = [each for each in unit.backups.list() if finalised is None or each.taken_at >= finalised]
    copies = _copies(instruction_id, written, exports, backups, _rule(unit))
    if not stored.summary.serial:
        return copies
    if unit.scans.of_serial(stored.summary.serial):
        scanned = _copy(
            instruction_id,
            "scan",
            tr("The files that the sheet with the serial {serial} was scanned to", serial=stored.summary.serial),
            stored.summary.started_at,
            tr("Delete them where the scanner put them. The pages that were attached here are deleted."),
        )
        copies = (*copies, scanned)
    sheet = _copy(
        instruction_id,
        "paper",
        tr("The sheet with the serial {serial}", serial=stored.summary.serial),
        stored.summary.started_at,
        tr("Take the sheet out of the box and destroy it."),
    )
    return (*copies, sheet)


def batch_file_copy(instruction_id: str, place: str, at: datetime) -> OutOfReach:
    """Return a batch file as a copy out of reach."""
    return _copy(
        instruction_id,
        "batch file",
        place,
        at,
        tr("Delete the file when its receipt was collected. Only the coordinator's key opens it."),
    )


def _rule(unit: UnitOfWork) -> KeepRule:
    from desktop.workflows.back_up import plan_of  # which writes the list of instructions beside a backup

    return plan_of(unit).rule


def _copies(
    instruction_id: str,
    written: Iterable[Delivery],
    exports: Iterable[ExportMade],
    backups: Iterable[BackupMade],
    rule: KeepRule,
) -> tuple[OutOfReach, ...]:
    found = [
        # a server keeps what it was given as a record, a folder as a file
        _copy(
            instruction_id,
            "server",
            each.target,
            each.at,
            tr("Ask whoever runs the server to delete it there."),
        )
        if not each.target.startswith("folder:")
        else batch_file_copy(instruction_id, f"{each.target}/{each.file_name}", each.at)
        for each in written
    ]
    found += [
        _copy(
            instruction_id,
            "export",
            each.place,
            each.made_at,
            tr(
                "Made by {name}. Ask them to delete it, and what was made from it; export anew.", name=each.made_by
            ),
        )
        for each in exports
    ]
    found += [
        _copy(
            instruction_id,
            "backup",
            each.place,
            each.taken_at,
            tr("It goes by the rule for backups. Should it be restored before, this is taken back again.")
            if each.verified
            else tr("No rule removes it. Delete it when it is no longer needed."),
            expires=expires(each.taken_at, rule).date().isoformat() if each.verified else "",
        )
        for each in backups
        if each.removed_at is None
    ]
    return tuple(found)


def _copy(instruction_id: str, kind: str, place: str, at: datetime, words: str, expires: str = "") -> OutOfReach:
    return OutOfReach(
        copy_id=new_id(),
        instruction_id=instruction_id,
        kind=kind,
        place=place,
        made_at=at,
        expires=expires,
        words=words,
    )


# what comes after its instruction ------------------------------------------------------------------------


class TakenBack:
    """What was withdrawn or erased, so that nothing of it is taken in again, whenever it comes."""

    def __init__(self, unit: UnitOfWork) -> None:
        self._codes: dict[str, Instruction] = {}
        self._responses: dict[str, Instruction] = {}
        self._contacts: set[str] = set()
        for each in unit.instructions.list():
            match each.action:
                case InstructionAction.WITHDRAW:
                    self._codes[each.subject] = each
                    response_id = unit.codes.response_of(each.subject)
                    if response_id is not None:
                        self._responses[response_id] = each
                case InstructionAction.ERASE_RESPONSE:
                    self._responses[each.subject] = each
                case InstructionAction.ERASE_CONTACT:
                    self._contacts.add(each.subject)

    def learn(self, claimed: Iterable[tuple[str, str]]) -> None:
        """Take in the (response id, hash of the code) that lines claim, of which any may tell whose code it is.

        Else a revision that does not bear the code would be stored because it comes before the one that does.
        """
        for response_id, withdrawal_hash in claimed:
            if response_id and withdrawal_hash in self._codes:
                self._responses.setdefault(response_id, self._codes[withdrawal_hash])

    def of_response(self, response_id: str, withdrawal_hash: str) -> Instruction | None:
        """Return the instruction that takes this response back."""
        return self._responses.get(response_id) or (self._codes.get(withdrawal_hash) if withdrawal_hash else None)

    def is_contact(self, contact_id: str) -> bool:
        """Tell whether this entry of the update list was erased."""
        return contact_id in self._contacts


def emptied(record: QuarantinedRecord, taken_back: TakenBack) -> QuarantinedRecord:
    """Return a record that is set apart without its bytes, where it is of something that was taken back."""
    gone = (record.kind in _OF_RESPONSES and taken_back.of_response(*claims(record.body)) is not None) or (
        record.kind == RecordKind.CONTACT.value and taken_back.is_contact(record.identity)
    )
    return replace(record, body=b"") if gone else record
