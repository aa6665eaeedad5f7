"""Every shipped programme on one laptop, from pack to response; and what an event's area does to its form."""

from __future__ import annotations

import random
from datetime import date

import pytest

from desktop.staff.people import Actor
from desktop.workflows.balance import balance
from desktop.workflows.interview import Interview
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.open_programme import put_pack
from desktop.workflows.print_paper import paper_copies, print_copies
from desktop.workflows.record_response import add_response, responses
from desktop.workflows.run_event import add_event, window_words
from tests.packs.shipped import FIVE, LEEDS, LIVERPOOL, shipped
from tests.respondents import made_up_answers
from tests.workplaces import signed_in

AREAS = "choose/areas"
COMMENT = "{0}/{0}_comment"


def opened(place, actor: Actor, name: str) -> None:
    with place.unit() as unit:
        put_pack(place, unit, actor=actor, pack=shipped(name))
        unit.commit()


@pytest.fixture
def someone(empty_place) -> Actor:
    from desktop.staff.people import Role

    return signed_in(empty_place, "Olu", Role.OFFICER)


@pytest.fixture
def at_living_well(empty_place, someone) -> str:
    """Give the id of an event of Healthy Liverpool about living well."""
    opened(empty_place, someone, LIVERPOOL)
    (planned, *_others) = shipped(LIVERPOOL).programme.events
    assert planned.area == "living_well"
    return planned.event_id


def test_an_interview_begins_with_the_area_of_the_event(empty_place, someone, at_living_well) -> None:
    asked = Interview.begin(empty_place, actor=someone, form_id=f"{LIVERPOOL}-survey", event_id=at_living_well)
    assert asked.entry.node(AREAS).value == "living_well"
    assert asked.entry.node(COMMENT.format("living_well")).relevant
    assert not asked.entry.node(COMMENT.format("hospital_services")).relevant
    asked.answer(AREAS, "living_well hospital_services")
    again = Interview.resume(empty_place, actor=someone, draft_id=asked.draft_id)
    assert again.entry.nodes() == asked.entry.nodes()
    assert again.entry.node(COMMENT.format("hospital_services")).relevant
    again.answer("about_you/respondent_type", "resident")
    answers = again.finalise().answers
    assert answers[AREAS] == "living_well hospital_services"
    assert answers["about_you/area_of_event"] == "living_well"


def test_what_the_event_is_about_ticks_no_box_of_a_sheet(empty_place, someone, at_living_well, tmp_path) -> None:
    print_copies(
        empty_place,
        actor=someone,
        form_id=f"{LIVERPOOL}-survey",
        event_id=at_living_well,
        copies=1,
        out=tmp_path / "copies.pdf",
    )
    sheet = look_up_serial(empty_place, paper_copies(empty_place)[0].serial)
    keying = Keying.begin(empty_place, actor=someone, sheet=sheet)
    assert keying.entry.node(AREAS).value == ""
    keying.answer("about_you/respondent_type", "resident")
    assert keying.finalise(received_on="2022-01-10").answers == {"about_you/respondent_type": "resident"}


def test_a_response_from_outside_the_three_months_is_kept_and_flagged(
    empty_place, someone, at_living_well, clock
) -> None:
    assert clock.now().year == 2022
    asked = Interview.begin(empty_place, actor=someone, form_id=f"{LIVERPOOL}-survey", event_id=at_living_well)
    asked.answer("about_you/respondent_type", "resident")
    asked.finalise()
    assert len(responses(empty_place)) == 1
    (counted,) = balance(empty_place).timeliness
    assert {window.name: count for window, count in counted.by_window.items() if count} == {"LATE": 1}


def test_a_programme_that_has_yet_to_say_its_last_day_says_so(empty_place, someone) -> None:
    opened(empty_place, someone, LEEDS)
    assert window_words(empty_place, LEEDS) == "No closing date has been set."


def test_all_five_on_one_laptop(empty_place, someone, clock, tmp_path) -> None:
    for name in FIVE:
        opened(empty_place, someone, name)
        programme, form_id = shipped(name).programme, f"{name}-survey"
        area = programme.areas[0].code
        event = add_event(
            empty_place,
            actor=someone,
            programme_id=programme.programme_id,
            name="Made up",
            day=date(2022, 1, 12),
            venue="Made up",
            area=area,
            partner="Made up",
        )
        out = tmp_path / f"{name}.pdf"
        print_copies(empty_place, actor=someone, form_id=form_id, event_id=event.event_id, copies=1, out=out)
        assert out.read_bytes().startswith(b"%PDF")
        answers = made_up_answers(shipped(name).forms[0].definition, random.Random(name), clock)
        recorded = add_response(
            empty_place,
            actor=someone,
            form_id=form_id,
            event_id=event.event_id,
            channel="interview",
            answers=answers,
        )
        assert recorded.envelope.consent_version == programme.consent.version
        assert recorded.envelope.privacy_version == programme.privacy.version
    assert len(responses(empty_place)) == len(FIVE)
    assert balance(empty_place).ledger.balances
