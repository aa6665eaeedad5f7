"""Sending: whom to, forming batches, and writing them to a target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.engagement.sealed_contact import SealedContact
from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.keys.coordinator import CoordinatorPublicKeys
from desktop.responses.batches import Batch, BatchKind, BatchRecord, Delivery, DeliveryStatus, RecordKind
from desktop.responses.instructions import FROM_LAPTOPS, Instruction
from desktop.responses.states import ItemState, Move, can_move
from desktop.responses.trust import TrustedCoordinator
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.batch_lines import lines_of, picture_lines, remade_records
from desktop.workflows.batch_records import (
    contact_record,
    instruction_record,
    ledger_record,
)
from desktop.workflows.device_ledger import ledger_body
from desktop.workflows.event_day_batches import put_in
from desktop.workflows.event_day_batches import waiting as event_day_waiting
from desktop.workflows.giving_up import give_up
from desktop.workflows.keying_batches import keying_put_in, keying_waiting
from desktop.workflows.paper_batches import paper_put_in, paper_waiting
from desktop.workflows.update_list import CONTACTS_HOLDER, LOCAL_CONTACTS_KEY, contacts_recipient
from desktop.workflows.workplace import Workplace, refuse_practice, require

LEAST_CONTACTS = 10
"""So many entries of the update list go together, or the coordinator decides otherwise: fewer would tell who."""


class BatchState(StrEnum):
    """How far a batch got, by its deliveries."""

    FORMED = "formed"
    SENT = "sent"
    SYNCED = "synced"
    GIVEN_UP = "given up"
    """What is in it went, or goes, into another batch."""


@dataclass(frozen=True, slots=True)
class BatchInHand:
    """A batch of this device and its deliveries."""

    batch: Batch
    state: BatchState
    deliveries: tuple[Delivery, ...]


# trust ---------------------------------------------------------------------------------------------------


def device_key(place: Workplace) -> str:
    """Return this device's public key as one line, for ``central trust-device``."""
    return place.device_key.public.to_text()


def trust_coordinator(place: Workplace, *, actor: Actor, key: str) -> TrustedCoordinator:
    """Encrypt to this coordinator from now on, and believe their receipts.

    Entries of the update list that were sealed to the device's own key are sealed to the coordinator's.

    Raises:
        MistypedKey: the line was cut or altered.
        Refusal: practice, or the role does not allow it.
    """
    require(actor, Action.SEND_BATCHES)
    refuse_practice(place)
    public = CoordinatorPublicKeys.from_text(key)
    now = place.clock.now()
    trusted = TrustedCoordinator(public.central_id, public.to_text(), actor.name, now)
    with place.unit() as unit:
        had_none = not unit.trust.coordinators()
        unit.trust.trust_coordinator(trusted)
        if had_none:
            unit.meta.set(CONTACTS_HOLDER, trusted.central_id)
            _reseal(unit)
        unit.changes.add(actor=actor, what="coordinator trusted", about_id=public.central_id, at=now)
        unit.commit()
    return trusted


def trusted_coordinators(place: Workplace) -> tuple[TrustedCoordinator, ...]:
    """Return the coordinators that batches are encrypted to."""
    with place.reading() as unit:
        return unit.trust.coordinators()


def _reseal(unit: UnitOfWork) -> None:
    from desktop.keys.encryption import open_contact, seal_contact

    identity = unit.secrets.get(LOCAL_CONTACTS_KEY)
    if identity is None:
        return
    recipient = contacts_recipient(unit)
    unit.contacts.reseal(
        SealedContact(
            held.contact_id,
            held.programme_id,
            held.day,
            seal_contact(open_contact(held.sealed, identity.decode()), recipient),
        )
        for held in unit.contacts.take_unsent()
    )


# forming -------------------------------------------------------------------------------------------------


def make_batch(place: Workplace, *, actor: Actor, contacts_now: bool = False) -> tuple[Batch, ...]:
    """Form a batch of everything that is finalised and in no batch, with its items, in one transaction.

    What an event has beside its questionnaires goes with it (counts, comments, boards, pictures), and so do print
    runs with what was done with paper, keyings with what was decided on them, withdrawals and voids: each by
    itself too, where there is nothing else. What the laptop holds is said in counts and ids
    (:mod:`desktop.workflows.device_ledger`). Pictures that are too many for one batch go in further ones. Entries
    of the update list go in a batch of their own, once ten are held or by the coordinator's decision.

    Returns:
        The batches formed, responses first; at least one.

    Raises:
        Refusal: there is nothing to send, no coordinator is trusted, or the role does not allow it.
    """
    require(actor, Action.SEND_BATCHES)
    if contacts_now:
        require(actor, Action.RELEASE_CONTACTS)
    formed: list[Batch] = []
    with place.unit() as unit:
        if not place.practice and not unit.trust.coordinators():
            raise no_coordinator()
        waiting = unit.responses.ids(states=[ItemState.FINALISED])
        instructions = [each for each in unit.instructions.unsent() if _travels(each)]
        beside = event_day_waiting(unit)
        paper = paper_waiting(unit)
        keyed = keying_waiting(unit)
        if waiting or instructions or beside or paper or keyed:
            records = lines_of(unit, waiting, (*beside.things, *paper, *keyed))
            records += picture_lines(unit, beside.pictures[:1])
            records += [instruction_record(each) for each in instructions]
            unit.responses.move(waiting, Move.PUT_IN_BATCH)
            records.append(ledger_record(place.device_id, ledger_body(place, unit)))  # as it is with this batch
            batch = _form(place, unit, actor=actor, kind=BatchKind.RESPONSES, records=records)
            unit.responses.set_batch(waiting, batch.batch_id)
            unit.instructions.mark_batched(batch.batch_id, [each.instruction_id for each in instructions])
            put_in(unit, records, batch.batch_id)
            paper_put_in(unit, records, batch.batch_id)
            keying_put_in(unit, records, batch.batch_id)
            formed.append(batch)
        for group in beside.pictures[1:]:
            pictures = picture_lines(unit, [group])
            batch = _form(place, unit, actor=actor, kind=BatchKind.RESPONSES, records=pictures)
            put_in(unit, pictures, batch.batch_id)
            formed.append(batch)
        for programme_id, held in sorted(unit.contacts.held().items()):
            # counted for each programme: one entry of a small one must not leave among nine of another
            if contacts_now or held >= LEAST_CONTACTS:
                formed.append(_form_contacts(place, unit, actor=actor, programme_id=programme_id))
        if not formed:
            raise Refusal(
                place=tr("Batches"),
                fault=tr("There is nothing finalised that is in no batch yet."),
                remedy=tr("Record responses, counts or comments first; drafts and sent responses do not count."),
            )
        unit.commit()
    return tuple(formed)


def _travels(instruction: Instruction) -> bool:
    """Tell whether the centre is to have it: given on this laptop, whatever its id was then."""
    return instruction.action in FROM_LAPTOPS and instruction.origin.startswith("device ")


def _form_contacts(place: Workplace, unit: UnitOfWork, *, actor: Actor, programme_id: str) -> Batch:
    contacts = unit.contacts.take_unsent(programme_id)
    records = [contact_record(each) for each in contacts]
    batch = _form(place, unit, actor=actor, kind=BatchKind.CONTACTS, records=records)
    unit.contacts.mark_released(batch.batch_id, [each.contact_id for each in contacts])
    return batch


def no_coordinator() -> Refusal:
    """Return what is said when nobody could open a batch."""
    return Refusal(
        place=tr("Batches"),
        fault=tr("No coordinator is known to this device, so nobody could open what it sends."),
        remedy=tr("Give this device the coordinator's public key first."),
    )


def _form(
    place: Workplace, unit: UnitOfWork, *, actor: Actor, kind: BatchKind, records: Sequence[BatchRecord]
) -> Batch:
    from desktop.sync.manifest import form_batch

    last = unit.batches.last_in_chain(place.device_id, place.epoch)
    batch = form_batch(
        batch_id=new_id(),
        kind=kind,
        device_id=place.device_id,
        epoch=place.epoch,
        number=last.number + 1 if last else 1,
        previous_digest=last.digest if last else "",
        formed_at=place.clock.now(),
        formed_by=actor.name,
        made_up=place.practice,
        records=records,
    )
    unit.batches.form(batch, records)
    unit.changes.add(actor=actor, what="batch formed", about_id=batch.batch_id, at=batch.formed_at)
    return batch


def batches(place: Workplace) -> tuple[BatchInHand, ...]:
    """Return the batches of this device, newest first, with their deliveries."""
    with place.reading() as unit:
        ended = unit.batches.ended()
        found = [_in_hand(unit, batch, given_up=batch.batch_id in ended) for batch in unit.batches.list()]
    return tuple(sorted(found, key=lambda each: (each.batch.epoch, each.batch.number), reverse=True))


def _in_hand(unit: UnitOfWork, batch: Batch, *, given_up: bool) -> BatchInHand:
    deliveries = unit.batches.deliveries(batch.batch_id)
    state = BatchState.FORMED
    if deliveries:
        state = BatchState.SENT
    if unit.receipts.by_batch(batch.batch_id):
        state = BatchState.SYNCED
    if given_up:
        state = BatchState.GIVEN_UP
    return BatchInHand(batch, state, deliveries)


# sending -------------------------------------------------------------------------------------------------


def send_batch(place: Workplace, *, actor: Actor, batch_id: str, target: str) -> Delivery:
    """Write a batch to a target as one signed and encrypted file. Sending again is safe: the centre knows it.

    Args:
        target: such as ``folder:/media/stick``.

    Raises:
        Refusal: practice, no such batch, no coordinator, an unknown kind of target; or something in it was taken
            back, and then what is left of it goes into the next batch.
        WorldError: the target can't be written; nothing changed.
    """
    from desktop.sync.batch_file import write_batch_file
    from desktop.sync.targets import batch_file_name, parse_target

    require(actor, Action.SEND_BATCHES)
    refuse_practice(place)
    where = parse_target(target)
    with place.unit() as unit:
        batch = unit.batches.get(batch_id)
        if batch is None:
            raise Refusal(
                place=tr("Batch {id}", id=batch_id),
                fault=tr("This device has formed no such batch."),
                remedy=tr("Look its id up in the list of batches."),
                command="batch list",
            )
        coordinators = unit.trust.coordinators()
        if not coordinators:
            raise no_coordinator()
        refuse_hole(place, unit, batch, actor=actor)
        if batch.device_id != place.device_id:
            # given up by the restore, and taken up again by its receipt, which came all the same
            raise Refusal(
                place=tr("Batch {number}", number=batch.number),
                fault=tr("It was formed before this laptop was restored from a backup, under a key that is gone."),
                remedy=tr("Nothing has to be done: the centre has it already."),
            )
        records = remade_records(unit, batch_id)
        response_ids = list(unit.responses.newest_of(_instance_ids(unit, batch_id)).values())
    content = write_batch_file(
        batch,
        records,
        device_key=place.device_key,
        coordinators=[CoordinatorPublicKeys.from_text(each.key_text) for each in coordinators],
    )
    placed = where.put(batch_file_name(batch_id), content)
    with place.unit() as unit:
        answered = bool(unit.receipts.by_batch(batch_id))  # written once more, it is no less receipted
        delivery = Delivery(
            batch_id=batch_id,
            target=where.text,
            status=DeliveryStatus.RECEIPTED if answered else DeliveryStatus.WRITTEN,
            file_name=placed.name,
            detail="",
            at=place.clock.now(),
        )
        unit.batches.put_delivery(delivery)
        states = unit.responses.states(response_ids)
        unit.responses.move([each for each in response_ids if can_move(states[each], Move.SEND)], Move.SEND)
        unit.changes.add(actor=actor, what="batch sent", about_id=batch_id, at=delivery.at)
        unit.commit()
    return delivery


def refuse_hole(place: Workplace, unit: UnitOfWork, batch: Batch, *, actor: Actor) -> None:
    """Refuse to write a batch in which something was taken back since: its bytes can't be made any more.

    Unless the centre has it already, the batch is given up, and that is committed.

    Raises:
        Refusal: it was given up, now or before, or has a hole and needs no sending.
    """
    where = tr("Batch {number}", number=batch.number)
    ended = unit.batches.ended().get(batch.batch_id)
    if ended is None:
        if all(each.sha256 for each in unit.batches.items(batch.batch_id)):
            return
        if unit.receipts.by_batch(batch.batch_id):
            raise Refusal(
                place=where,
                fault=tr("Something in it was taken back since, so it can't be written again."),
                remedy=tr("Nothing has to be done: the centre has it already, and is told what was taken back."),
            )
        ended = tr("something in it was taken back")
        give_up(unit, [batch.batch_id], actor=actor, reason=ended, at=place.clock.now())
        unit.commit()
    raise Refusal(
        place=where,
        fault=tr("It was given up: {reason}.", reason=ended),
        remedy=tr("Form a new batch: what is left of this one goes with it."),
    )


def _instance_ids(unit: UnitOfWork, batch_id: str) -> list[str]:
    return [each.identity for each in unit.batches.items(batch_id) if each.kind is RecordKind.RESPONSE]
