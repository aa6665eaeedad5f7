"""Days at a stall, with the real workflows: who answered what and when, and who then joined the update list.

Or asked for something, such as a call back: that is kept as an entry is, and is attacked as one.
"""

from __future__ import annotations

import random
import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.engagement.follow_ups import FollowUpKind
from desktop.foundation.clock import SetClock
from desktop.staff.people import Actor
from desktop.workflows import follow_up
from desktop.workflows.interview import Interview
from desktop.workflows.send_batches import LEAST_CONTACTS, make_batch
from desktop.workflows.update_list import add_contact, contacts_held, nobody_joins
from desktop.workflows.workplace import Workplace
from tests.attack.raw_file import Seized
from tests.workflows.exchange import CORA
from tests.workplaces import FORM, PROGRAMME

REQUIRED = ("best_start", "staying_healthy", "living_supported")
WORDS = ("More buses", "A bench at the stop", "Nobody rang back, twice, and I waited in all day for it", "No")


@dataclass
class Days:
    """What happened, and which of it nobody may find out.

    Attributes:
        owner: contact id to the response of the same person.
        group: contact id to the responses among which it is hidden: those of its day, and where a batch with it
            left in the middle of the day, those on that side of it.
    """

    owner: dict[str, str] = field(default_factory=dict)
    group: dict[str, tuple[str, ...]] = field(default_factory=dict)


Add = Callable[[Workplace, Actor, int], str]
"""Puts a made-up person on the update list, or notes what they ask for; gives the id under which it is kept."""


def as_the_application_does(place: Workplace, actor: Actor, number: int) -> str:
    """Add by the workflow of the screen."""
    with place.reading() as unit:
        before = {each.contact_id for each in unit.contacts.list()}
    email = f"person.{number}{'x' * (number % 7)}@example.org"
    add_contact(place, actor=actor, programme_id=PROGRAMME, values={"email": email})
    with place.reading() as unit:
        (added,) = {each.contact_id for each in unit.contacts.list()} - before
    return added


def ask(place: Workplace, actor: Actor, number: int) -> str:
    """Note a request by the workflow of the screen."""
    kinds = tuple(FollowUpKind)
    asked = follow_up.ask(
        place,
        actor=actor,
        programme_id=PROGRAMME,
        kind=kinds[number % len(kinds)],
        what=WORDS[number % len(WORDS)],
        reach=f"Made-up Name {'x' * (number % 7)}\n01632 {number:06}",
        owner="Olu",
        due=place.clock.now().date() + timedelta(days=number % 9),
    )
    return asked.request_id


def ask_and_do(place: Workplace, actor: Actor, number: int) -> str:
    """Note a request that is seen to on the spot; every third is opened again and handed on."""
    request_id = ask(place, actor, number)
    follow_up.settle(place, actor=actor, request_id=request_id, outcome="Seen to on the spot")
    if number % 3 == 0:
        follow_up.take_up_again(place, actor=actor, request_id=request_id)
        due = place.clock.now().date() + timedelta(days=7)
        follow_up.hand_on(place, actor=actor, request_id=request_id, owner="Cora", due=due)
    return request_id


def seed_ids(patch: pytest.MonkeyPatch, seed: int) -> None:
    """Let the same random ids be drawn each time, so that a test's outcome is always the same."""
    chance = random.Random(seed)
    patch.setattr("uuid.uuid4", lambda: uuid.UUID(int=chance.getrandbits(128), version=4))
    patch.setattr("secrets.choice", chance.choice)


def live(
    place: Workplace,
    actor: Actor,
    event_id: str,
    clock: SetClock,
    *,
    seed: int,
    days: int,
    people: int,
    joining: Callable[[random.Random, int], set[int]],
    add: Add,
    reopen: Callable[[Workplace], Workplace] | None = None,
    release: bool = False,
) -> tuple[Days, Workplace]:
    """Interview ``people`` on each of ``days``; those whom ``joining`` names join the list right after answering.

    How long a pause is does not hang on whether somebody joined in it: that is the one thing that the times in
    the responses themselves would tell.
    """
    chance = random.Random(seed)
    told = Days()
    for day in range(days):
        clock.move(datetime(2022, 1, 12 + day, 10, tzinfo=UTC) - clock.now())
        windows: list[tuple[list[str], list[str]]] = [([], [])]
        join = joining(chance, people)
        for person in range(people):
            response_id = interview(place, actor, event_id, clock, chance)
            responses, contacts = windows[-1]
            responses.append(response_id)
            pause = chance.randint(40, 400)
            clock.move(timedelta(seconds=pause // 2))
            if person in join:
                contact_id = add(place, actor, chance.randrange(10**6))
                told.owner[contact_id] = response_id
                contacts.append(contact_id)
            elif add is as_the_application_does:
                nobody_joins(place)
            clock.move(timedelta(seconds=pause - pause // 2))
            if release and contacts_held(place).get(PROGRAMME, 0) == LEAST_CONTACTS:
                make_batch(place, actor=CORA)
                windows.append(([], []))
        for responses, contacts in windows:
            told.group.update({each: tuple(responses) for each in contacts})
        if reopen is not None:
            place = reopen(place)
    return told, place


def interview(place: Workplace, actor: Actor, event_id: str, clock: SetClock, chance: random.Random) -> str:
    asked = Interview.begin(place, actor=actor, form_id=FORM, event_id=event_id)
    answers = [
        ("about_you/respondent_type", "organisation"),
        ("about_you/organisation_name", chance.choice(WORDS)),
    ]
    answers += [(f"{part}/{part}_outcome/{part}_agree", "agree") for part in REQUIRED]
    answers.append(("dying_well/dying_well_start/dying_well_offer", "no"))
    for path, value in answers:
        clock.move(timedelta(seconds=chance.randint(5, 40)))
        asked.answer(path, value)
    return asked.finalise().response_id


def begin_one_more(place: Workplace, actor: Actor, event_id: str) -> None:
    """Leave somebody half-way through their answers."""
    asked = Interview.begin(place, actor=actor, form_id=FORM, event_id=event_id)
    asked.answer("about_you/respondent_type", "organisation")


def seize(place: Workplace, to: Path) -> Seized:
    """Take the files away as they are at this moment, and read them."""
    shutil.copytree(place.folder, to)
    assert place.store.key is not None
    return Seized.read(to / "store.db", place.store.key)
