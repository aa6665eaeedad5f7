"""Taking back what somebody gave: answers by their withdrawal code, a response by its id, an update list's entry.

Each becomes an instruction. It is carried out at once where it was given, and travels: from a laptop to the centre
with the batches, from the centre to the laptops beside the receipts. It reaches a response that comes after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.keys.withdrawal_codes import code_hash
from desktop.responses.custody import OutOfReach
from desktop.responses.instructions import Instruction, InstructionAction
from desktop.responses.states import ItemState
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.central_store import open_centre, require_coordinator
from desktop.workflows.instructions import leave_beside_backups, leave_beside_copies
from desktop.workflows.reasons import checked_reason
from desktop.workflows.taking_back import CarriedOut, carry_out
from desktop.workflows.workplace import Workplace, require

_GIVEN = {
    InstructionAction.WITHDRAW: "withdrawal asked for",
    InstructionAction.ERASE_RESPONSE: "erasure of a response ordered",
    InstructionAction.ERASE_CONTACT: "erasure of a contact ordered",
}
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What became of a withdrawal or an erasure, here.

    Attributes:
        instruction_id: by which the audit names it.
        found: whether the response, or the entry, is or was here. If not, the instruction waits, and travels.
        before: whether it had been taken back here already, so that nothing was left to do.
        state: of the response now; ``None`` where it is not here, and for an entry of the update list.
        out_of_reach: copies for a person to act on that nobody has dealt with yet.
    """

    instruction_id: str
    found: bool
    before: bool
    state: ItemState | None
    out_of_reach: tuple[OutOfReach, ...]


@dataclass(frozen=True, slots=True)
class FoundContact:
    """One entry of the update list that was looked up.

    Attributes:
        words: what was given, for a person to see whether it is the right one.
    """

    contact_id: str
    programme_id: str
    day: date
    words: str


# answers -------------------------------------------------------------------------------------------------


def withdraw(place: Workplace, *, actor: Actor, code: str, reason: str = "") -> Withdrawal:
    """Take the answers back that belong to a withdrawal code, on this laptop and wherever the batches go.

    Where the response is not here, the instruction is kept and travels all the same. Giving a code twice changes
    nothing.

    Args:
        code: as it stands on the slip, however it was typed. It is not kept, nor logged.
        reason: in the person's words; nobody has to give one.

    Raises:
        MistypedCode: it is no code.
        Refusal: the role does not allow it, or the reason holds a contact detail.
    """
    require(actor, Action.WITHDRAW)
    subject = code_hash(code)
    with place.unit() as unit:
        done = _give(
            place, unit, InstructionAction.WITHDRAW, subject, actor=actor, reason=reason, origin=_device(place)
        )
        unit.commit()
    leave_beside_backups(place)
    return done


def withdraw_at_centre(
    place: Workplace, *, actor: Actor, store_url: str, code: str, reason: str = ""
) -> Withdrawal:
    """Take the answers back at the central store; see :func:`withdraw`.

    Raises:
        MistypedCode: it is no code.
        Refusal: the actor is no coordinator, the central store can't be opened here, or the reason holds a
            contact detail.
    """
    require_coordinator(place, actor)
    subject = code_hash(code)
    with _centre(place, store_url) as (unit, origin):
        return _give(place, unit, InstructionAction.WITHDRAW, subject, actor=actor, reason=reason, origin=origin)


def erase_response(
    place: Workplace, *, actor: Actor, response_id: str, reason: str, store_url: str = ""
) -> Withdrawal:
    """Erase a response whose code was lost, or that never had one (paper), by its id.

    Args:
        response_id: the response's, or the instance id of any of its revisions.
        store_url: of the central store, from where it reaches the laptops; without one it is erased on this
            laptop alone, since the centre takes no erasure from a laptop.

    Raises:
        Refusal: the actor is no coordinator, no reason was given, or the entry is not finished.
    """
    require_coordinator(place, actor)
    if not reason.strip():
        raise Refusal(
            place=tr("Erasing a response"),
            fault=tr("No reason was given."),
            remedy=tr("Say in a few words why it is erased, with no names and nothing of what was said."),
        )
    with _centre(place, store_url) if store_url else _here(place) as (unit, origin):
        stored = unit.responses.by_instance(response_id) or unit.responses.get(response_id)
        if stored is not None and stored.state in (ItemState.DRAFT, ItemState.ABANDONED):
            raise Refusal(
                place=tr("Response {id}", id=response_id),
                fault=tr("It was never finished, so there are no answers on file."),
                remedy=tr("Give the entry up where it is open."),
            )
        subject = stored.response_id if stored is not None else response_id.strip()
        action = InstructionAction.ERASE_RESPONSE
        done = _give(place, unit, action, subject, actor=actor, reason=reason.strip(), origin=origin)
    if not store_url:
        leave_beside_backups(place)
    return done


def _device(place: Workplace) -> str:
    return f"device {place.device_id}"


@contextmanager
def _here(place: Workplace) -> Iterator[tuple[UnitOfWork, str]]:
    with place.unit() as unit:
        yield unit, _device(place)
        unit.commit()


@contextmanager
def _centre(place: Workplace, store_url: str) -> Iterator[tuple[UnitOfWork, str]]:
    with open_centre(place, store_url) as centre:
        with centre.store.unit() as unit:
            unit.received.hold()  # a batch that is being received must not slip past the instruction
            yield unit, f"centre {centre.keys.central_id}"
            unit.commit()
        leave_beside_copies(centre)


def _give(
    place: Workplace,
    unit: UnitOfWork,
    action: InstructionAction,
    subject: str,
    *,
    actor: Actor,
    reason: str,
    origin: str,
) -> Withdrawal:
    now, words = place.clock.now(), checked_reason(reason, place=tr("The reason"))
    known = unit.instructions.about(subject, action)
    if known:
        instruction = known[0]
    else:
        instruction = Instruction(new_id(), action, subject, words, origin, now)
        unit.instructions.put(instruction)
        about = instruction.instruction_id
        unit.changes.add(actor=actor, what=_GIVEN[action], about_id=about, why=instruction.reason, at=now)
    return _withdrawal(unit, carry_out(unit, instruction, actor=actor, at=now))


def _withdrawal(unit: UnitOfWork, done: CarriedOut) -> Withdrawal:
    about = done.instruction.instruction_id
    # an entry of the update list leaves no tombstone: that it was here is known by the instruction alone
    found = done.found or unit.instructions.applied(about)
    copies = tuple(each for each in unit.copies_out.list(open_only=True) if each.instruction_id == about)
    return Withdrawal(about, found, found and not done.fresh, done.state, copies)


# the update list -----------------------------------------------------------------------------------------


def find_contacts(place: Workplace, *, actor: Actor, store_url: str, matching: str) -> tuple[FoundContact, ...]:
    """Look somebody up in the update list at the centre by part of a name, an address or a number.

    Entries still on a laptop can't be found: they are sealed, and come with its next batch of contacts.

    Raises:
        Refusal: the actor is no coordinator, the contacts key is not here, or too little was typed.
    """
    from desktop.keys.errors import NotForThisKey
    from desktop.workflows.update_list import open_sealed

    require_coordinator(place, actor)
    if len(matching.strip()) < _SHORTEST:
        raise Refusal(
            place=tr("Update list"),
            fault=tr("That is too little to look anybody up by."),
            remedy=tr("Type at least {count} characters of the address, the number or the name.", count=_SHORTEST),
        )
    found = []
    with open_centre(place, store_url) as centre:
        identity = centre.keys.contacts_identity
        if not identity:
            raise Refusal(
                place=tr("Update list"),
                fault=tr("The contacts key is not held here."),
                remedy=tr("Look it up on the laptop on which the central store was made."),
            )
        with centre.store.unit() as unit:
            for sealed in unit.contacts.list():
                try:
                    contact = open_sealed(sealed, identity)
                except NotForThisKey:
                    continue
                given = [words for _, words in contact.values]
                if any(_matches(matching, words) for words in given):
                    words = tr("{words} (given on {day})", words=", ".join(given), day=contact.day.isoformat())
                    found.append(FoundContact(contact.contact_id, contact.programme_id, contact.day, words))
            # that somebody looked, and never for whom
            unit.changes.add(actor=actor, what="update list looked through", at=place.clock.now())
            unit.commit()
    return tuple(sorted(found, key=lambda each: (each.words, each.contact_id)))


def _matches(typed: str, given: str) -> bool:
    if " ".join(typed.split()).casefold() in given.casefold():
        return True
    number = _digits(typed)
    return len(number) >= 6 and number in _digits(given)


def _digits(text: str) -> str:
    """Return the figures of a telephone number without its leading nought or 44, so that +44 116 finds 0116."""
    if not re.fullmatch(r"\+?[\d ()-]+", text.strip()):
        return ""
    return re.sub(r"^(44|0)+", "", re.sub(r"\D", "", text))


def erase_contact(
    place: Workplace, *, actor: Actor, store_url: str, contact_ids: Sequence[str], reason: str = ""
) -> tuple[Withdrawal, ...]:
    """Delete entries of the update list at the centre, and on every laptop that collects its receipts.

    Raises:
        Refusal: the actor is no coordinator.
    """
    require_coordinator(place, actor)
    action = InstructionAction.ERASE_CONTACT
    with _centre(place, store_url) as (unit, origin):
        return tuple(
            _give(place, unit, action, contact_id, actor=actor, reason=reason, origin=origin)
            for contact_id in dict.fromkeys(contact_ids)
        )


# copies out of reach -------------------------------------------------------------------------------------


def copies_to_act_on(place: Workplace, *, store_url: str = "") -> tuple[OutOfReach, ...]:
    """Return the copies that no instruction reaches and nobody has dealt with, of this laptop or of the centre."""
    if not store_url:
        with place.reading() as unit:
            return unit.copies_out.list(open_only=True)
    with open_centre(place, store_url) as centre, centre.store.reading() as unit:
        return unit.copies_out.list(open_only=True)


def mark_dealt_with(place: Workplace, *, actor: Actor, copy_id: str, store_url: str = "") -> None:
    """Keep that somebody dealt with a copy: deleted it, or saw to it that it goes.

    Raises:
        Refusal: the role does not allow it, or there is no such copy.
    """
    require(actor, Action.WITHDRAW)
    with _centre(place, store_url) if store_url else _here(place) as (unit, _origin):
        if not any(each.copy_id == copy_id for each in unit.copies_out.list(open_only=True)):
            raise Refusal(
                place=tr("Copy {id}", id=copy_id),
                fault=tr("There is no such copy that waits for somebody."),
                remedy=tr("Look its id up in the list of copies out of reach."),
                command="out-of-reach list",
            )
        now = place.clock.now()
        unit.copies_out.mark_done(copy_id, actor.name, now)
        unit.changes.add(actor=actor, what="copy out of reach dealt with", about_id=copy_id, at=now)
