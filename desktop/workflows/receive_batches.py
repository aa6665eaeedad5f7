"""Receiving: the coordinator's side. Batches become rows of the central store, and receipts go back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.foundation.errors import Refusal, WorldError
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.keys.device import DevicePublicKey
from desktop.responses.batches import Batch, ItemResult, Receipt
from desktop.responses.received import ReceivedBatch, RecordResult
from desktop.responses.trust import TrustedDevice
from desktop.staff.people import Action, Actor
from desktop.workflows.balance import Balance, balance_of
from desktop.workflows.central_store import Centre, open_centre
from desktop.workflows.instructions import leave_beside_copies, leave_list
from desktop.workflows.lost_device import not_believed
from desktop.workflows.take_in import RecordsOfBatch, apart
from desktop.workflows.workplace import Workplace, refuse_practice, require

if TYPE_CHECKING:
    from desktop.sync.targets import Target


_UNKNOWN_KIND = "this program does not know this kind of record"
_BATCH_ENDING = ".sbbatch"


class Outcome(StrEnum):
    """What became of one batch file."""

    RECEIVED = "received"
    ALREADY_RECEIVED = "already received"
    NO_RECEIPT = "received, receipt not written"
    """It is in the central store for good; receive again from a place that can be written to give the receipt."""
    REFUSED = "refused"

    @property
    def is_refusal(self) -> bool:
        """Whether something about the file was refused, so that a person has to act."""
        return self in (Outcome.REFUSED, Outcome.NO_RECEIPT)


@dataclass(frozen=True, slots=True)
class Received:
    """One batch file, and what the centre did with it.

    Attributes:
        words: for a refused file, or a receipt that could not be written: fault and remedy; for one that was taken
            in and leaves a doubt, which.
    """

    file: str
    batch_id: str
    outcome: Outcome
    accepted: int
    already_there: int
    quarantined: int
    words: str


def trust_device(place: Workplace, *, actor: Actor, key: str, label: str = "") -> TrustedDevice:
    """Take in batches that this device signed.

    Raises:
        MistypedKey: the line was cut or altered.
        Refusal: the role does not allow it.
    """
    require(actor, Action.RECEIVE_BATCHES)
    public = DevicePublicKey.from_text(key)
    trusted = TrustedDevice(public.device_id, public.to_text(), label, actor.name, place.clock.now())
    with place.unit() as unit:
        unit.trust.trust_device(trusted)
        unit.changes.add(actor=actor, what="device trusted", about_id=public.device_id, at=trusted.added_at)
        unit.commit()
    return trusted


def trusted_devices(place: Workplace) -> tuple[TrustedDevice, ...]:
    """Return the devices whose batches are taken in."""
    with place.reading() as unit:
        return unit.trust.devices()


def receive(place: Workplace, *, actor: Actor, store_url: str, source: str) -> tuple[Received, ...]:
    """Take every batch file at a target into the central store, and write a signed receipt beside it.

    Beside the receipts goes the list of what was withdrawn and erased, for the laptops.

    Each file is taken in whole, in one transaction, or refused whole. Receiving a batch again, under whatever
    name, changes nothing and writes the same receipt.

    Raises:
        WorldError: the target or the central store can't be reached. A bad file is no error: it is listed.
    """
    from desktop.sync.targets import parse_target

    require(actor, Action.RECEIVE_BATCHES)
    refuse_practice(place)
    where = parse_target(source)
    with open_centre(place, store_url) as centre:
        listing = where.list()
        taken = [
            Received(each.name, "", Outcome.REFUSED, 0, 0, 0, each.reason)
            for each in listing.unreadable
            if each.name.lower().endswith(_BATCH_ENDING)
        ]
        for name in listing.batches:
            try:
                received, receipt = _take(
                    place, centre, actor=actor, name=name, raw=where.get(name), source=where.text
                )
            except WorldError as refused:
                taken.append(Received(name, "", Outcome.REFUSED, 0, 0, 0, f"{refused.fault} {refused.remedy}"))
                continue
            try:
                _write_receipt(centre, where, receipt)
            except WorldError as refused:
                words = tr("It was taken in, but its receipt could not be written: {fault}", fault=refused.fault)
                received = replace(received, outcome=Outcome.NO_RECEIPT, words=f"{words} {refused.remedy}")
            taken.append(received)
        try:
            leave_list(centre, where)
        except WorldError as refused:
            words = tr("The list of what was taken back could not be written: {fault}", fault=refused.fault)
            taken.append(Received("", "", Outcome.NO_RECEIPT, 0, 0, 0, f"{words} {refused.remedy}"))
        leave_beside_copies(centre)
        return tuple(taken)


def _write_receipt(centre: Centre, where: Target, receipt: Receipt) -> None:
    from desktop.sync.receipt_file import write_receipt_file
    from desktop.sync.targets import receipt_file_name

    where.put(receipt_file_name(receipt.receipt_id), write_receipt_file(receipt, keys=centre.keys))


def _take(
    place: Workplace, centre: Centre, *, actor: Actor, name: str, raw: bytes, source: str
) -> tuple[Received, Receipt]:
    from desktop.sync.batch_file import read_batch_file

    opened = read_batch_file(
        raw,
        name=name,
        trusted=[DevicePublicKey.from_text(each.key_text) for each in trusted_devices(place)],
        identity=centre.keys.batch_identity,
    )
    batch = opened.batch
    with centre.store.unit() as unit:
        unit.received.hold()
        standing = unit.received.batch_by_id(batch.batch_id)
        if standing is not None:
            if standing.batch.digest != batch.digest:
                raise Refusal(
                    place=name,
                    fault=tr("Another batch with the same id was received before."),
                    remedy=tr("Ask which laptop it comes from; a copied data folder needs a restore."),
                )
            results = unit.received.results(batch.batch_id)
            return _received(name, batch, Outcome.ALREADY_RECEIVED, results), _receipt(centre, standing, results)
        now = place.clock.now()
        taking = RecordsOfBatch(unit, batch, actor=actor, now=now, file=f"{source}/{name}")
        revoked = not_believed(unit, batch)
        if revoked is None:
            results, quarantined = taking.take(opened.records)
        else:
            reason = tr("formed after the laptop was revoked: {reason}", reason=revoked.reason)
            results, quarantined = taking.set_all_apart(opened.records, reason)
        quarantined += [
            apart(batch, each.kind, each.identity, each.body, _UNKNOWN_KIND, now) for each in opened.unknown
        ]
        standing = ReceivedBatch(
            batch=batch,
            file_sha256=opened.file_sha256,
            received_at=now,
            received_by=actor.name,
            receipt_id=new_id(),
        )
        unit.received.put_batch(standing)
        unit.received.record_results(batch.batch_id, results)
        unit.received.add_quarantined(quarantined)
        doubt = ""
        if revoked is None and unit.devices.revoked(batch.device_id):
            doubt = tr(
                "It comes from a laptop that is revoked, and by that laptop's own clock it was formed before."
                " Make sure that the stick was in good hands by then."
            )
        unit.changes.add(actor=actor, what="batch received", about_id=batch.batch_id, why=doubt, at=now)
        unit.commit()
    received = _received(name, batch, Outcome.RECEIVED, results)
    return replace(received, words=doubt), _receipt(centre, standing, results)


def _received(name: str, batch: Batch, outcome: Outcome, results: Sequence[RecordResult]) -> Received:
    def count(result: ItemResult) -> int:
        return sum(1 for each in results if each.result is result)

    return Received(
        file=name,
        batch_id=batch.batch_id,
        outcome=outcome,
        accepted=count(ItemResult.ACCEPTED),
        already_there=count(ItemResult.ALREADY_THERE),
        quarantined=count(ItemResult.QUARANTINED),
        words="",
    )


def _receipt(centre: Centre, received: ReceivedBatch, results: Sequence[RecordResult]) -> Receipt:
    return Receipt(
        receipt_id=received.receipt_id,
        batch_id=received.batch.batch_id,
        batch_digest=received.batch.digest,
        device_id=received.batch.device_id,
        central_id=centre.keys.central_id,
        received_at=received.received_at,
        results=tuple((each.identity, each.result) for each in results),
    )


def central_balance(place: Workplace, *, store_url: str) -> Balance:
    """Return the ledger of a central store."""
    with open_centre(place, store_url) as centre, centre.store.reading() as unit:
        return balance_of(unit)
