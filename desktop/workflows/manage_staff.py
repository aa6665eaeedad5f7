"""Who is at the laptop: adding people, choosing oneself, and being named by a command."""

from __future__ import annotations

from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.staff.people import Action, Actor, Person, Role
from desktop.workflows.workplace import Workplace, require

SHORTEST_PIN = 4


class WrongPin(Refusal):
    """The PIN is not the one that was set."""


def people(place: Workplace) -> tuple[Person, ...]:
    """Return everybody who works with this laptop, by name."""
    with place.reading() as unit:
        return tuple(sorted(unit.people.list(), key=lambda person: person.name.casefold()))


def add_person(place: Workplace, *, actor: Actor, name: str, role: Role, pin: str | None = None) -> Person:
    """Add somebody. The first person may be anybody; after that it takes an officer or a coordinator.

    Only a coordinator (or whoever sets the laptop up) makes another coordinator: else an officer could open
    the exports by adding themself under a new name.

    Args:
        pin: four digits or more; ``None`` for none.

    Raises:
        Refusal: the name is empty or taken, the PIN is too short, or the role does not allow it.
    """
    from desktop.keys.pins import hash_pin

    cleaned = " ".join(name.split())
    where = tr("Adding a person")
    if not cleaned:
        raise Refusal(place=where, fault=tr("The name is empty."), remedy=tr("Give the name used at work."))
    if pin is not None and not (pin.isdecimal() and len(pin) >= SHORTEST_PIN):
        raise Refusal(
            place=where,
            fault=tr("The PIN is too short or has other characters than digits."),
            remedy=tr("Use {count} digits or more.", count=SHORTEST_PIN),
        )
    with place.unit() as unit:
        known = unit.people.list()
        if known:
            require(actor, Action.MANAGE_STAFF)
            if role is Role.COORDINATOR and actor.role not in (Role.COORDINATOR, None):
                raise Refusal(
                    place=where,
                    fault=tr("Only a coordinator can add a coordinator."),
                    remedy=tr("Ask the coordinator to add them."),
                )
        if unit.people.by_name(cleaned) is not None:
            raise Refusal(
                place=where,
                fault=tr("There is already somebody called {name}.", name=cleaned),
                remedy=tr("Add an initial so that the two can be told apart."),
            )
        person = Person(person_id=new_id(), name=cleaned, role=role, has_pin=pin is not None)
        unit.people.add(person, pin_hash=hash_pin(pin) if pin is not None else None)
        unit.changes.add(actor=actor, what="person added", about_id=person.person_id, at=place.clock.now())
        unit.commit()
    return person


def sign_in(place: Workplace, *, person_id: str, pin: str = "") -> Actor:
    """Return who is at the laptop from now on.

    Raises:
        WrongPin: the PIN does not match.
        Refusal: there is nobody with that id.
    """
    from desktop.keys.pins import verify_pin

    with place.reading() as unit:
        person = unit.people.by_id(person_id)
        stored = unit.people.pin_hash(person_id)
    if person is None:
        raise Refusal(
            place=tr("Signing in"), fault=tr("This person is not on the list."), remedy=tr("Choose a name again.")
        )
    if stored is not None and not verify_pin(stored, pin):
        raise WrongPin(
            place=person.name,
            fault=tr("The PIN is not right."),
            remedy=tr("Try again. A coordinator can add you anew if it is forgotten."),
        )
    return Actor(person_id=person.person_id, name=person.name, role=person.role, signed_in=True)


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
