"""Handing the laptop over: an attendee answers alone, and only a PIN gives it back.

That it was handed over stands in the store, not in memory: after a crash, a kill or a pulled plug the next start
asks for the PIN before anybody can choose a name. What was being answered then is a draft for the staff.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from desktop.engagement.hand_over import HandOver
from desktop.engagement.programme import Channel
from desktop.foundation.clock import from_utc_text, to_utc_text
from desktop.foundation.errors import Refusal
from desktop.foundation.slow_down import TooSoon, still_to_wait, wait_after
from desktop.foundation.translation import tr
from desktop.questionnaires.definition import QuestionType
from desktop.responses.response import MissingKind
from desktop.staff.people import Action, Actor
from desktop.workflows.closed_events import refuse_closed
from desktop.workflows.interview import Interview, Way
from desktop.workflows.manage_staff import SHORTEST_PIN, WrongPin, sign_in
from desktop.workflows.workplace import Workplace, require, the_event, the_form, the_programme

if TYPE_CHECKING:
    from desktop.store.unit import UnitOfWork

__all__ = ["Age", "Alone", "HandedOver", "Offer", "Way", "ages", "hand_over", "handed_over", "offer", "take_back"]

HANDED_OVER = "handed over"
"""Name of the fact that the laptop is in somebody else's hands."""
ATTEMPTS = "hand-over"
"""Under this wrong guesses at the PIN of one hand-over are counted."""

NEEDS_A_FILE = frozenset({QuestionType.IMAGE, QuestionType.AUDIO, QuestionType.VIDEO, QuestionType.FILE})
"""Questions that are answered with a file: a window to choose one shows the files of the laptop."""


class Age(StrEnum):
    """What somebody says of their age; nothing finer is asked, and it is not kept."""

    OF_AGE = "of age"
    ASSENT = "assent"
    TOO_YOUNG = "too young"


@dataclass(frozen=True, slots=True)
class Offer:
    """What is to be known before the laptop is handed over.

    Attributes:
        languages: of the form, by the name that the form gives them; the first is shown first.
        own_names: code of a language to its own name, where the programme says it.
        has_pin: whether the person who hands over has a PIN of their own.
        needs_a_file: how many questions are left out because they are answered with a file.
        adult_only: how many questions are left out for somebody under the least age.
    """

    form_id: str
    form_title: str
    event_id: str
    event_name: str
    languages: tuple[str, ...]
    own_names: Mapping[str, str]
    rules: HandOver
    has_pin: bool
    needs_a_file: int
    adult_only: int


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The laptop is in somebody else's hands.

    Attributes:
        name: who handed it over.
        one_time: whether a PIN was set for this once, since they have none.
    """

    person_id: str
    name: str
    form_id: str
    event_id: str
    since: datetime
    one_time: bool


def ages(rules: HandOver) -> tuple[Age, ...]:
    """Return what is asked about somebody's age before the notice; nothing where the programme said no age."""
    if rules.least_age is None:
        return ()
    if rules.assent is None or rules.assent_from is None:
        return (Age.OF_AGE, Age.TOO_YOUNG)
    # from nought on everybody can take part with an adult: nobody is too young then
    return (Age.OF_AGE, Age.ASSENT, Age.TOO_YOUNG) if rules.assent_from else (Age.OF_AGE, Age.ASSENT)


def offer(place: Workplace, *, actor: Actor, form_id: str, event_id: str) -> Offer:
    """Return what is to be known before the laptop is handed over.

    Raises:
        Refusal: the form or the event is not on this device, they are of two programmes, the event was closed, or
            the role does not allow it.
    """
    require(actor, Action.INTERVIEW)
    with place.reading() as unit:
        form = the_form(unit, form_id)
        programme = the_programme(unit, form.programme_id)
        event = the_event(unit, event_id, of_programme=programme.programme_id)
        refuse_closed(unit, event_id)
        person = unit.people.by_id(actor.person_id) if actor.person_id else None
    definition = place.shelf.definition(form)
    rules = programme.hand_over
    asked = [each for each in definition.questions() if each.asked]
    return Offer(
        form_id=form.form_id,
        form_title=form.title,
        event_id=event.event_id,
        event_name=event.name,
        languages=definition.languages,
        own_names={each.code: each.label for each in programme.languages},
        rules=rules,
        has_pin=person is not None and person.has_pin,
        needs_a_file=sum(1 for each in asked if each.type in NEEDS_A_FILE),
        adult_only=sum(
            1 for each in asked if any(f"{each.path}/".startswith(f"{path}/") for path in rules.adult_only)
        ),
    )


def hand_over(place: Workplace, *, actor: Actor, form_id: str, event_id: str, pin: str = "") -> HandedOver:
    """Keep that the laptop is handed over, until :func:`take_back`.

    Args:
        pin: for this once, for somebody who has none of their own; at least four digits.

    Raises:
        Refusal: as :func:`offer`; or there is no PIN with which it could be taken back.
    """
    from desktop.keys.pins import hash_pin

    offered = offer(place, actor=actor, form_id=form_id, event_id=event_id)
    if not offered.has_pin and not (pin.isdecimal() and len(pin) >= SHORTEST_PIN):
        raise Refusal(
            place=tr("Handing over"),
            fault=tr("Without a PIN anybody could take the laptop back."),
            remedy=tr("Give a PIN of {count} digits or more for this once.", count=SHORTEST_PIN),
        )
    now = place.clock.now()
    with place.unit() as unit:
        _keep(unit, actor, offered, "" if offered.has_pin else hash_pin(pin), now)
        unit.attempts.clear(ATTEMPTS)
        unit.changes.add(actor=actor, what="laptop handed over", about_id=event_id, at=now)
        unit.commit()
    found = handed_over(place)
    assert found is not None
    return found


def _keep(unit: UnitOfWork, actor: Actor, offered: Offer, pin_hash: str, now: datetime) -> None:
    said = {
        "person_id": actor.person_id,
        "name": actor.name,
        "form_id": offered.form_id,
        "event_id": offered.event_id,
        "since": to_utc_text(now),
        "pin_hash": pin_hash,
    }
    unit.meta.set(HANDED_OVER, json.dumps(said, sort_keys=True))


def handed_over(place: Workplace) -> HandedOver | None:
    """Return who handed the laptop over and did not take it back; ``None`` where the staff have it."""
    with place.reading() as unit:
        text = unit.meta.get(HANDED_OVER)
    if text is None:
        return None
    said = json.loads(text)
    return HandedOver(
        person_id=said["person_id"],
        name=said["name"],
        form_id=said["form_id"],
        event_id=said["event_id"],
        since=from_utc_text(said["since"], 0),
        one_time=bool(said["pin_hash"]),
    )


def take_back(place: Workplace, *, pin: str, name: str = "") -> Actor:
    """Return who is at the laptop from now on: who handed it over, or a colleague who gives their ``name``.

    Wrong PINs are counted in the store, as at signing in. That a name is not on the list, or has no PIN, is not
    told apart from a wrong PIN: somebody at the kiosk would learn the names.

    Raises:
        TooSoon: it was wrong too often; the PIN was not looked at.
        WrongPin: the PIN does not match.
        Refusal: nobody has the laptop.
    """
    held = handed_over(place)
    if held is None:
        raise Refusal(
            place=tr("Taking back"),
            fault=tr("The laptop is not handed over."),
            remedy=tr("Choose your name in the list of people."),
        )
    person_id = held.person_id
    if name.strip():
        with place.reading() as unit:
            person = unit.people.by_name(name)
        if person is None or not person.has_pin:
            raise WrongPin(place=tr("Taking back"), seconds=_count(place))
        person_id = person.person_id
        actor = sign_in(place, person_id=person_id, pin=pin)
    elif held.one_time:
        actor = _by_one_time_pin(place, held, pin)
    else:
        actor = sign_in(place, person_id=person_id, pin=pin)
    _end(place, actor, held)
    return actor


def take_back_without_pin(place: Workplace, *, actor: Actor) -> HandedOver | None:
    """Take the laptop back by a command, for a PIN that was forgotten; whoever can run it can open the store.

    Raises:
        Refusal: it was asked for at the screen.
    """
    if actor.signed_in:
        raise Refusal(
            place=tr("Taking back"),
            fault=tr("At the screen the laptop is taken back with a PIN."),
            remedy=tr("Give the PIN."),
        )
    held = handed_over(place)
    if held is not None:
        _end(place, actor, held)
    return held


def _end(place: Workplace, actor: Actor, held: HandedOver) -> None:
    with place.unit() as unit:
        unit.meta.forget(HANDED_OVER)
        unit.attempts.clear(ATTEMPTS)
        unit.changes.add(actor=actor, what="laptop taken back", about_id=held.event_id, at=place.clock.now())
        unit.commit()


def _by_one_time_pin(place: Workplace, held: HandedOver, pin: str) -> Actor:
    from desktop.keys.pins import verify_pin

    with place.reading() as unit:
        said = json.loads(unit.meta.get(HANDED_OVER) or "{}")
        person = unit.people.by_id(held.person_id)
    failures_wait = _count(place)  # counted as wrong before it is looked at: a kill in between wins no guess
    if not pin or not verify_pin(said["pin_hash"], pin):
        raise WrongPin(place=tr("Taking back"), seconds=failures_wait)
    role = person.role if person is not None else None
    return Actor(person_id=held.person_id, name=held.name, role=role, signed_in=person is not None)


def _count(place: Workplace) -> int:
    """Count a guess; return how long there is to wait after it.

    Raises:
        TooSoon: there is still to wait.
    """
    now = place.clock.now()
    with place.unit() as unit:
        failures, last = unit.attempts.get(ATTEMPTS) or (0, now)
        wait = still_to_wait(failures, last, now)
        if wait:
            if now < last:
                unit.attempts.put_off(ATTEMPTS, now)
                unit.commit()
            raise TooSoon(place=tr("Taking back"), seconds=wait)
        failures = unit.attempts.failed(ATTEMPTS, now)
        unit.commit()
    return wait_after(failures)


class Alone(Interview):
    """One attendee who answers without staff. See :class:`~desktop.workflows.interview.Interview`.

    Questions that are answered with a file are left out, and said so on the response: see :data:`NEEDS_A_FILE`.
    """

    @classmethod
    def hand(
        cls,
        place: Workplace,
        *,
        actor: Actor,
        form_id: str,
        event_id: str,
        way: Way = Way.OF_AGE,
        language: str | None = None,
    ) -> Self:
        """Start; the draft is on disk when this returns.

        Args:
            way: under the programme's least age with an adult, and then without what is for adults.

        Raises:
            Refusal: as of :meth:`~desktop.workflows.interview.Interview.begin`; or the programme has no such way.
        """
        made = cls.begin(
            place, actor=actor, form_id=form_id, event_id=event_id, channel=Channel.KIOSK.value, language=language
        )
        if way is Way.WITH_ADULT and made.programme.hand_over.assent is None:
            made.abandon(reason=tr("The programme has no wording for it."))
            raise Refusal(
                place=tr("Answering with an adult"),
                fault=tr("The programme has no wording for somebody under its least age."),
                remedy=tr("Ask a member of staff."),
            )
        made.go_way(way)
        return made

    def left_out(self) -> Mapping[str, str]:
        """Return the path of each question that is asked by the form and not here, and why."""
        found = dict(super().left_out())
        for node in self.entry.nodes():
            if node.relevant and node.kind == "question" and node.type in NEEDS_A_FILE:
                found[node.path] = MissingKind.NEEDS_FILE.value
        return found
