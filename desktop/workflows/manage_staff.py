"""Who is at the laptop: adding and changing people, choosing oneself, and being named by a command.

A PIN says who works; it encrypts nothing. Wrong ones are counted in the store, so that closing the application,
or setting the clock back, wins no guess (:mod:`desktop.foundation.slow_down`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.slow_down import TooSoon, still_to_wait, wait_after
from desktop.foundation.translation import tr
from desktop.staff.people import Action, Actor, Person, Role, may, may_give
from desktop.workflows.workplace import Workplace, require

if TYPE_CHECKING:
    from desktop.store.unit import UnitOfWork

SHORTEST_PIN = 4


class WrongPin(Refusal):
    """The PIN is not the one that was set.

    Attributes:
        seconds: how long there is to wait before the next attempt is looked at; nought at first.
    """

    def __init__(self, *, place: str, seconds: int) -> None:
        super().__init__(
            place=place,
            fault=tr("The PIN is not right."),
            remedy=tr("Try again. Somebody who may manage people can set a new one if it is forgotten."),
        )
        self.seconds = seconds


def people(place: Workplace) -> tuple[Person, ...]:
    """Return everybody who works with this laptop, by name."""
    with place.reading() as unit:
        return tuple(sorted(unit.people.list(), key=lambda person: person.name.casefold()))


def add_person(place: Workplace, *, actor: Actor, name: str, role: Role, pin: str | None = None) -> Person:
    """Add somebody. The first person may be anybody; after that it takes an officer or a coordinator.

    Nobody makes somebody who may do more than they: see :func:`desktop.staff.people.may_give`.

    Args:
        pin: four digits or more; ``None`` for none.

    Raises:
        Refusal: the name is empty or taken, the PIN is too short, or the role does not allow it.
    """
    cleaned = " ".join(name.split())
    where = tr("Adding a person")
    if not cleaned:
        raise Refusal(place=where, fault=tr("The name is empty."), remedy=tr("Give the name used at work."))
    pin_hash = _hashed(pin, where)
    with place.unit() as unit:
        if unit.people.list():
            require(actor, Action.MANAGE_STAFF)
            _require_rank(actor, role, where)
        if unit.people.by_name(cleaned) is not None:
            raise Refusal(
                place=where,
                fault=tr("There is already somebody called {name}.", name=cleaned),
                remedy=tr("Add an initial so that the two can be told apart."),
            )
        person = Person(person_id=new_id(), name=cleaned, role=role, has_pin=pin is not None)
        unit.people.add(person, pin_hash=pin_hash)
        _log(place, unit, actor, "person added", person, role.value)
        unit.commit()
    return person


def change_pin(place: Workplace, *, actor: Actor, person_id: str, pin: str | None) -> None:
    """Give somebody another PIN, or none; everybody may change their own. Wrong attempts are forgotten.

    Raises:
        Refusal: nobody has that id, the PIN is too short, or the actor may not decide about this person.
    """
    where = tr("Changing a PIN")
    pin_hash = _hashed(pin, where)
    with place.unit() as unit:
        person = _the_person(unit, person_id, where)
        if not (actor.signed_in and actor.person_id == person_id):
            require(actor, Action.MANAGE_STAFF)
            _require_rank(actor, person.role, where)
        unit.people.set_pin(person_id, pin_hash)
        unit.attempts.clear(person_id)
        _log(place, unit, actor, "PIN changed" if pin is not None else "PIN taken away", person)
        unit.commit()


def change_role(place: Workplace, *, actor: Actor, person_id: str, role: Role) -> None:
    """Give somebody another role; it counts from when they next sign in.

    Raises:
        Refusal: nobody has that id, the actor may not decide about either role, or nobody would be left who may
            manage people.
    """
    where = tr("Changing a role")
    require(actor, Action.MANAGE_STAFF)
    with place.unit() as unit:
        person = _the_person(unit, person_id, where)
        _require_rank(actor, person.role, where)
        _require_rank(actor, role, where)
        if person.role is role:
            return
        if not may(role, Action.MANAGE_STAFF):
            _keep_a_manager(unit, person, where)
        unit.people.set_role(person_id, role)
        _log(place, unit, actor, "role changed", person, f"{person.role.value} -> {role.value}")
        unit.commit()


def remove_person(place: Workplace, *, actor: Actor, person_id: str) -> None:
    """Take somebody off the list. What they did keeps their name, in the audit trail too.

    Raises:
        Refusal: nobody has that id, it is the actor, the actor may not decide about them, or nobody would be left
            who may manage people.
    """
    where = tr("Removing a person")
    require(actor, Action.MANAGE_STAFF)
    with place.unit() as unit:
        person = _the_person(unit, person_id, where)
        _require_rank(actor, person.role, where)
        if actor.person_id == person_id:
            raise Refusal(
                place=where,
                fault=tr("Nobody takes themself off the list."),
                remedy=tr("Ask a colleague to do it."),
            )
        _keep_a_manager(unit, person, where)
        unit.people.remove(person_id)
        unit.attempts.clear(person_id)
        # the row goes, so the trail is where the name of this id stands from now on
        _log(place, unit, actor, "person removed", person, f"{person.name}, {person.role.value}")
        unit.commit()


def sign_in(place: Workplace, *, person_id: str, pin: str = "") -> Actor:
    """Return who is at the laptop from now on.

    Raises:
        TooSoon: it was wrong too often; the PIN was not looked at.
        WrongPin: the PIN does not match.
        Refusal: there is nobody with that id.
    """
    from desktop.keys.pins import verify_pin

    where = tr("Signing in")
    with place.reading() as unit:
        person = _the_person(unit, person_id, where)
        stored = unit.people.pin_hash(person_id)
    if stored is not None:
        failures = _count_attempt(place, person, guess=bool(pin))
        if not pin or not verify_pin(stored, pin):
            raise WrongPin(place=person.name, seconds=wait_after(failures))
        with place.unit() as unit:
            unit.attempts.clear(person_id)
            unit.commit()
    return Actor(person_id=person.person_id, name=person.name, role=person.role, signed_in=True)


def _count_attempt(place: Workplace, person: Person, *, guess: bool) -> int:
    """Count an attempt as wrong before it is looked at, so that a kill in between wins no guess.

    Returns:
        how many there were since a PIN was last right, this one with them if it is a guess.

    Raises:
        TooSoon: there is still to wait.
    """
    now = place.clock.now()
    with place.unit() as unit:
        failures, last = unit.attempts.get(person.person_id) or (0, now)
        wait = still_to_wait(failures, last, now)
        if wait:
            if now < last:  # set back: the wait begins anew, and ends, by the clock as it is now
                unit.attempts.put_off(person.person_id, now)
                unit.commit()
            raise TooSoon(place=person.name, seconds=wait)
        if guess:
            failures = unit.attempts.failed(person.person_id, now)
            if wait_after(failures):
                nobody = Actor(person_id="", name="", role=None, signed_in=False)
                _log(place, unit, nobody, "PIN tried again after it was wrong", person, str(failures - 1))
            unit.commit()
    return failures


def named(place: Workplace, name: str) -> Actor:
    """Return the actor that a command names: recorded as not signed in.

    A name that nobody on the list has is recorded as it is given, with no role.
    """
    cleaned = " ".join(name.split())
    with place.reading() as unit:
        person = unit.people.by_name(cleaned) if cleaned else None
    if person is None:
        return Actor(person_id="", name=cleaned, role=None, signed_in=False)
    return Actor(person_id=person.person_id, name=person.name, role=person.role, signed_in=False)


def person_called(place: Workplace, name: str) -> Person:
    """Return the person of that name.

    Raises:
        Refusal: nobody on the list is called so.
    """
    with place.reading() as unit:
        found = unit.people.by_name(name)
    if found is None:
        raise Refusal(
            place=name,
            fault=tr("Nobody on the list is called so."),
            remedy=tr("Look the name up in the list of people."),
            command="staff list",
        )
    return found


def _the_person(unit: UnitOfWork, person_id: str, where: str) -> Person:
    found = unit.people.by_id(person_id)
    if found is None:
        raise Refusal(place=where, fault=tr("This person is not on the list."), remedy=tr("Choose a name again."))
    return found


def _hashed(pin: str | None, where: str) -> str | None:
    from desktop.keys.pins import hash_pin

    if pin is None:
        return None
    if not (pin.isdecimal() and len(pin) >= SHORTEST_PIN):
        raise Refusal(
            place=where,
            fault=tr("The PIN is too short or has other characters than digits."),
            remedy=tr("Use {count} digits or more.", count=SHORTEST_PIN),
        )
    return hash_pin(pin)


def _require_rank(actor: Actor, role: Role, where: str) -> None:
    """Refuse to decide about somebody who may do more; a command without a known name decides about anybody."""
    if actor.role is None or may_give(actor.role, role):
        return
    raise Refusal(
        place=where,
        fault=tr("Only a coordinator decides about somebody with the role {role}.", role=tr(role.value)),
        remedy=tr("Ask the coordinator to do it."),
    )


def _keep_a_manager(unit: UnitOfWork, going: Person, where: str) -> None:
    """Refuse to lose the last who may manage people: on an empty list anybody can make themself a coordinator."""
    if not may(going.role, Action.MANAGE_STAFF):
        return
    if any(may(each.role, Action.MANAGE_STAFF) for each in unit.people.list() if each != going):
        return
    raise Refusal(
        place=where,
        fault=tr("Nobody would be left who may manage people."),
        remedy=tr("Add an officer or a coordinator first."),
    )


def _log(place: Workplace, unit: UnitOfWork, actor: Actor, what: str, person: Person, why: str = "") -> None:
    unit.changes.add(actor=actor, what=what, about_id=person.person_id, why=why, at=place.clock.now())
