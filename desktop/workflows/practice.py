"""Practice: a store with made-up, realistic data around today, that needs no set-up and goes nowhere.

It is filled by the same workflows that real work uses. Its seed is fixed, so that two laptops show the same
people and words; every text in it is invented, and says nothing that somebody said.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from desktop.engagement.hand_over import Safeguarding, TopicCode
from desktop.engagement.programme import PlannedEvent, Programme
from desktop.engagement.retention import Retention, RetentionRule
from desktop.foundation.assets import packs_path
from desktop.foundation.clock import Clock, SetClock, civil_date
from desktop.foundation.durable_files import file_fault
from desktop.foundation.errors import Refusal, WorldError
from desktop.foundation.translation import tr
from desktop.keys.slots import read_slots
from desktop.packs.pack import Pack
from desktop.staff.people import Actor, Role
from desktop.workflows.check_forms import read_any_pack
from desktop.workflows.interview import Interview
from desktop.workflows.manage_staff import add_person, named
from desktop.workflows.open_programme import put_pack
from desktop.workflows.practice_answers import answer_by_chance
from desktop.workflows.practice_benchmarks import load_made_up
from desktop.workflows.practice_event import fill_event
from desktop.workflows.practice_paper import fill_paper
from desktop.workflows.set_up import KEYS_FILE, STORE_FILE, Found, create, look, open_workplace
from desktop.workflows.update_list import add_contact
from desktop.workflows.workplace import Workplace

PRACTICE_PACK = "leicestershire-jhws"
PROGRAMME_ID = "practice"
FILLED = "practice filled"
RESPONSES = 30
_SEED = 20211129
_COMMENTS = (
    "Made up: The bus only comes twice a day, so the clinic is hard to reach.",
    "Made up: More things for young people after school, please.",
    "Made up: The walking group got me out of the house again.",
    "Made up: I waited five weeks and then the appointment was moved.",
    "Made up: Explain it in plain words, and on paper too.",
    "Made up: Carers need a break now and then. Nobody asks us.",
    "",
    "",
)
_PEOPLE = (("Olu Practice", Role.OFFICER), ("Vera Practice", Role.VOLUNTEER), ("Cora Practice", Role.COORDINATOR))
# figures to practise with, said to be made up wherever they are shown; no programme's own
_MADE_UP_RETENTION = Retention(
    contacts=RetentionRule(months=6),
    responses=RetentionRule(months=12),
    scans=RetentionRule(months=3),
    audit=RetentionRule(months=24),
)
_MADE_UP_CALLS = Safeguarding(
    emergency="999",
    duty_team="Made-up duty team, 01632 960001",  # a number that is kept free for stories
    lead="Made-up safeguarding lead, 01632 960002",
)
_MADE_UP_ASSENT = ("practice", "Made up: I want to answer these questions, and an adult I trust is here with me.")
_MADE_UP_TOPICS = (
    TopicCode("near", "Made-up statement: help close to home", "statement"),
    TopicCode("near_1", "Made-up action 1: a bus to the clinic", "action", "near"),
    TopicCode("near_2", "Made-up action 2: the clinic comes to the village", "action", "near"),
    TopicCode("plain", "Made-up statement: everybody understands what is planned", "statement"),
    TopicCode("plain_1", "Made-up action 1: letters in plain words", "action", "plain"),
)
_EVENTS = (
    (
        "today-morning",
        "Made-up drop-in at the library",
        "Made-up library, reading room",
        0,
        "Made-up carers group",
    ),
    ("today-market", "Made-up stall at the market", "Made-up market square", 0, ""),
    ("last-week", "Made-up coffee morning", "Made-up village hall", -6, "Made-up village association"),
    ("next-week", "Made-up evening session", "Made-up school hall", 8, ""),
)


def open_practice(folder: Path, *, clock: Clock) -> Workplace:
    """Open the practice store in ``folder``; made anew when it is not there, half made, or its dates have passed.

    Raises:
        Refusal: a store that is not for practice stands there; it is left alone.
        WorldError: the folder can't be written.
    """
    if look(folder) is Found.PRACTICE:
        place = open_workplace(folder, clock=clock)
        if _still_good(place):
            return place
        place.close()
    _clear(folder)
    place = create(folder, clock=clock, practice=True)
    try:
        _fill(place)
    except BaseException:
        place.close()
        raise
    return place


def _clear(folder: Path) -> None:
    """Remove a practice store that is half made or out of date, and nothing else that may lie in the folder.

    Raises:
        Refusal: what stands there is no practice store.
        WorldError: a file can't be removed (Windows: another window has it open).
    """
    keys = folder / KEYS_FILE
    ours = look(folder) is Found.NEW  # nothing, or left over from a set-up that was interrupted: create clears it
    if keys.exists():
        try:
            ours = read_slots(keys).practice
        except WorldError:
            ours = False
    if not ours:
        raise Refusal(
            place=str(folder),
            fault=tr("Practice belongs in this folder, but what stands there is no practice store."),
            remedy=tr("Choose another data folder, or move what is there away. Nothing was changed."),
        )
    try:
        for path in (*folder.glob(STORE_FILE + "*"), keys):  # the keys last: they tell that it is practice
            path.unlink(missing_ok=True)
    except OSError as fault:
        raise file_fault(folder, fault) from fault


def _still_good(place: Workplace) -> bool:
    """Tell whether it was filled to the end, and its window still lies around today."""
    with place.reading() as unit:
        programme = unit.programmes.get(PROGRAMME_ID)
        if unit.meta.get(FILLED) != "1" or programme is None or programme.opens is None:
            return False
    today = civil_date(place.clock.now(), programme.time_zone)
    # the events of "today" are those of the day it was made on
    return programme.opens + timedelta(days=28) == today


def practice_pack(clock: Clock) -> Pack:
    """Return a pack with the questions of a shipped one, made-up events, and a window around today."""
    pack = read_any_pack(packs_path() / PRACTICE_PACK)
    programme = pack.programme
    today = civil_date(clock.now(), programme.time_zone)
    area = programme.areas[0].code if programme.areas else ""
    made_up = replace(
        programme,
        programme_id=PROGRAMME_ID,
        version=today.isoformat(),
        title=tr("Practice: {title}", title=programme.title),
        opens=today - timedelta(days=28),
        closes=today + timedelta(days=28),
        events=tuple(
            PlannedEvent(f"practice-{key}", name, venue, today + timedelta(days=days), area, partner)
            for key, name, venue, days, partner in _EVENTS
        ),
        made_up=True,
        retention=_MADE_UP_RETENTION,
        counts_roles=True,
        topics=_MADE_UP_TOPICS,
        safeguarding=_MADE_UP_CALLS,
        hand_over=replace(
            programme.hand_over, least_age=16, assent=_MADE_UP_ASSENT, assent_from=13, keeps_unfinished=False
        ),
    )
    return Pack(made_up, pack.forms, pack.files, pack.sha256, pack.problems)


def _fill(place: Workplace) -> None:
    pack = practice_pack(place.clock)
    nobody = Actor(person_id="", name="", role=None, signed_in=False)
    for name, role in _PEOPLE:
        add_person(place, actor=nobody, name=name, role=role)
    officer = named(place, _PEOPLE[0][0])
    with place.unit() as unit:
        put_pack(place, unit, actor=officer, pack=pack)
        unit.commit()
    _respond(place, officer, pack.programme)
    load_made_up(place, officer=officer, programme=pack.programme)
    fill_event(place, officer=officer, programme=pack.programme)
    _officer, volunteer, coordinator = (named(place, name) for name, _role in _PEOPLE)
    fill_paper(place, officer=officer, volunteer=volunteer, coordinator=coordinator, programme=pack.programme)
    for number in range(3):
        add_contact(
            place,
            actor=officer,
            programme_id=PROGRAMME_ID,
            values=_contact(pack.programme, number),
        )
    with place.unit() as unit:
        unit.meta.set(FILLED, "1")
        unit.commit()


def _contact(programme: Programme, number: int) -> dict[str, str]:
    made_up = {"name": f"Made-up person {number + 1}", "email": f"made.up.{number + 1}@example.org"}
    return {
        question.name: made_up[question.kind]
        for question in programme.contact_questions
        if question.kind in made_up
    }


def _respond(place: Workplace, officer: Actor, programme: Programme) -> None:
    chance = random.Random(_SEED)
    form_id = programme.forms[0].form_id
    happened = [
        event for event in programme.events if event.day <= civil_date(place.clock.now(), programme.time_zone)
    ]
    now = place.clock.now()
    for number in range(RESPONSES):
        # two of three at the first of today's events: who was heard there is shown once enough people said
        others = happened[1:] or happened
        event = happened[0] if number % 3 else others[number // 3 % len(others)]
        at = SetClock(now - timedelta(days=(now.date() - event.day).days, minutes=7 * number))
        then = replace(place, clock=at)
        asked = Interview.begin(then, actor=officer, form_id=form_id, event_id=event.event_id)
        answer_by_chance(asked, chance, _COMMENTS)
        at.move(timedelta(minutes=6))
        asked.finalise()
    left_open = Interview.begin(place, actor=officer, form_id=form_id, event_id=happened[0].event_id)
    answer_by_chance(left_open, chance, _COMMENTS, most=4)
