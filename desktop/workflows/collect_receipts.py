"""Collecting what the centre left for this laptop: its receipts, and its list of what was taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import ntr, tr
from desktop.keys.coordinator import CoordinatorPublicKeys
from desktop.responses.batches import Batch, DeliveryStatus, ItemResult, Receipt, RecordKind
from desktop.responses.states import Move, can_move
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.giving_up import revive
from desktop.workflows.instructions import leave_beside_backups, take_list
from desktop.workflows.workplace import Workplace, refuse_practice, require

_ENDINGS = (".sbreceipt", ".sbinstructions")


class ReceiptOutcome(StrEnum):
    """What became of one file that the centre left."""

    TAKEN = "taken"
    ALREADY_TAKEN = "already taken"
    NOT_OURS = "for another device"
    REFUSED = "refused"
    INSTRUCTIONS = "instructions carried out"
    """It is no receipt but a list of what was taken back; nothing in it was new before."""

    @property
    def is_refusal(self) -> bool:
        """Whether the file was refused."""
        return self is ReceiptOutcome.REFUSED


@dataclass(frozen=True, slots=True)
class TakenReceipt:
    """One file that the centre left, and what it moved.

    Attributes:
        batch_id: empty for a list of what was taken back.
        synced, quarantined: responses that the receipt moved.
        words: for a person; empty where there is nothing to say.
    """

    file: str
    batch_id: str
    outcome: ReceiptOutcome
    synced: int
    quarantined: int
    words: str


def collect_receipts(place: Workplace, *, actor: Actor, source: str) -> tuple[TakenReceipt, ...]:
    """Take every receipt at a target, and carry out what the centre says was taken back.

    What a valid receipt names moves to synced or quarantined. A batch that was given up, and came all the same, is
    revived by its receipt.

    Raises:
        WorldError: the target can't be read. A bad file is no error: it is listed as refused.
    """
    from desktop.sync.targets import parse_target

    require(actor, Action.SEND_BATCHES)
    refuse_practice(place)
    where = parse_target(source)
    listing = where.list()
    taken = [_refused(each.name, each.reason) for each in listing.unreadable if each.name.endswith(_ENDINGS)]
    for names, take in ((listing.receipts, _take_receipt), (listing.instructions, _take_instructions)):
        for name in names:
            try:
                taken.append(take(place, actor=actor, name=name, raw=where.get(name)))
            except WorldError as refused:
                taken.append(_refused(name, f"{refused.fault} {refused.remedy}"))
    if any(each.outcome is ReceiptOutcome.INSTRUCTIONS for each in taken):
        leave_beside_backups(place)
    return tuple(taken)


def _refused(name: str, words: str, batch_id: str = "") -> TakenReceipt:
    return TakenReceipt(name, batch_id, ReceiptOutcome.REFUSED, 0, 0, words)


def _centres(unit: UnitOfWork) -> list[CoordinatorPublicKeys]:
    return [CoordinatorPublicKeys.from_text(each.key_text) for each in unit.trust.coordinators()]


def _take_receipt(place: Workplace, *, actor: Actor, name: str, raw: bytes) -> TakenReceipt:
    from desktop.sync.receipt_file import read_receipt_file

    with place.unit() as unit:
        receipt = read_receipt_file(raw, name=name, trusted=_centres(unit))
        batch = unit.batches.get(receipt.batch_id)
        # the batch's device, not this one: a restored store still holds batches of what it was before
        if batch is None or receipt.device_id != batch.device_id:
            return TakenReceipt(name, receipt.batch_id, ReceiptOutcome.NOT_OURS, 0, 0, "")
        if receipt.batch_digest != batch.digest:
            return _refused(name, tr("It speaks of other bytes than this batch has."), receipt.batch_id)
        if any(each.receipt_id == receipt.receipt_id for each in unit.receipts.by_batch(receipt.batch_id)):
            return TakenReceipt(name, receipt.batch_id, ReceiptOutcome.ALREADY_TAKEN, 0, 0, "")
        now = place.clock.now()
        if receipt.batch_id in unit.batches.ended():
            revive(unit, receipt.batch_id, actor=actor, at=now)
        accepted, set_apart = _moved(unit, batch, receipt)
        unit.receipts.put(receipt, raw)
        unit.responses.move(accepted, Move.RECEIPT_ACCEPTED)
        unit.responses.move(set_apart, Move.RECEIPT_QUARANTINED)
        for delivery in unit.batches.deliveries(receipt.batch_id):
            unit.batches.put_delivery(replace(delivery, status=DeliveryStatus.RECEIPTED, at=now))
        unit.changes.add(actor=actor, what="receipt taken", about_id=receipt.receipt_id, at=now)
        unit.commit()
    return TakenReceipt(name, receipt.batch_id, ReceiptOutcome.TAKEN, len(accepted), len(set_apart), "")


def _moved(unit: UnitOfWork, batch: Batch, receipt: Receipt) -> tuple[list[str], list[str]]:
    """Return the responses that the receipt says the centre has, and those that it set apart."""
    named = dict(receipt.results)
    # only what this batch holds, and only where it is still the newest revision
    items = unit.batches.items(batch.batch_id)
    newest = unit.responses.newest_of(each.identity for each in items if each.kind is RecordKind.RESPONSE)
    states = unit.responses.states(newest.values())
    accepted, set_apart = [], []
    for instance_id, response_id in newest.items():
        result = named.get(instance_id)
        if result in (ItemResult.ACCEPTED, ItemResult.ALREADY_THERE):
            if can_move(states[response_id], Move.RECEIPT_ACCEPTED):
                accepted.append(response_id)
        elif result is ItemResult.QUARANTINED and can_move(states[response_id], Move.RECEIPT_QUARANTINED):
            set_apart.append(response_id)
    return accepted, set_apart


def _take_instructions(place: Workplace, *, actor: Actor, name: str, raw: bytes) -> TakenReceipt:
    from desktop.sync.errors import UntrustedDevice
    from desktop.sync.instructions_file import read_instructions_file

    with place.unit() as unit:
        try:
            found = read_instructions_file(raw, name=name, centres=_centres(unit))
        except UntrustedDevice:  # a laptop's list for its own backups; only the centre's word counts here
            return TakenReceipt(name, "", ReceiptOutcome.NOT_OURS, 0, 0, "")
        done = take_list(unit, found, actor=actor, at=place.clock.now())
        if not done.new and not done.carried_out:
            return TakenReceipt(name, "", ReceiptOutcome.ALREADY_TAKEN, 0, 0, "")
        unit.commit()
    here = len(done.carried_out)
    words = ntr(
        "{count} withdrawal, erasure or void is new from the centre; {here} was about something here.",
        "{count} withdrawals, erasures and voids are new from the centre; {here} were about something here.",
        done.new,
        here=here,
    )
    return TakenReceipt(name, "", ReceiptOutcome.INSTRUCTIONS, 0, 0, words)
