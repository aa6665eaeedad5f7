"""Handing the laptop over: who gets it back, what is left out for whom, and what stands on the response."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.engagement.hand_over import NO_HAND_OVER_RULES
from desktop.foundation.errors import Refusal
from desktop.foundation.slow_down import TooSoon
from desktop.questionnaires.entry import FormIncomplete
from desktop.responses.response import Envelope
from desktop.staff.people import Actor, Role
from desktop.workflows.interview import Interview, Way, open_drafts
from desktop.workflows.kiosk import (
    HANDED_OVER,
    Age,
    Alone,
    ages,
    hand_over,
    handed_over,
    offer,
    take_back,
    take_back_without_pin,
)
from desktop.workflows.manage_staff import WrongPin, add_person, sign_in
from desktop.workflows.set_up import open_workplace
from tests.kiosk_form import FORM_ID, URDU, WITH_ASSENT, open_kiosk_programme, with_rules
from tests.workplaces import PASSPHRASE

PIN = "8642"


@pytest.fixture
def given(tmp_path, place, officer) -> dict[str, str]:
    _programme, event_id = open_kiosk_programme(tmp_path, place, officer, WITH_ASSENT)
    return {"form_id": FORM_ID, "event_id": event_id}


@pytest.fixture
def asha(place, officer) -> Actor:
    person = add_person(place, actor=officer, name="Asha", role=Role.OFFICER, pin=PIN)
    return sign_in(place, person_id=person.person_id, pin=PIN)


def finalised(place, entry: Alone):
    entry.finalise()
    with place.reading() as unit:
        return unit.responses.get(entry.header.response_id).revision


# who may be asked -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("least", "assent", "assent_from", "asked"),
    [
        (None, ("1", "words"), 12, ()),
        (16, None, None, (Age.OF_AGE, Age.TOO_YOUNG)),
        (16, None, 12, (Age.OF_AGE, Age.TOO_YOUNG)),
        (16, ("1", "words"), None, (Age.OF_AGE, Age.TOO_YOUNG)),
        (16, ("1", "words"), 12, (Age.OF_AGE, Age.ASSENT, Age.TOO_YOUNG)),
        (16, ("1", "words"), 0, (Age.OF_AGE, Age.ASSENT)),
    ],
    ids=["nothing said", "no assent", "an age without words", "words without an age", "assent", "from nought"],
)
def test_the_age_is_asked_as_far_as_the_programme_said(least, assent, assent_from, asked) -> None:
    assert ages(replace(WITH_ASSENT, least_age=least, assent=assent, assent_from=assent_from)) == asked


def test_what_staff_see_first(place, officer, given) -> None:
    offered = offer(place, actor=officer, **given)
    assert offered.languages == ("English (en)", "Urdu (ur)")
    assert offered.own_names == {"en": "English", "ur": "اردو"}
    assert (offered.needs_a_file, offered.adult_only, offered.has_pin) == (1, 2, False)
    assert offered.event_name == "Drop-in"


def test_a_volunteer_does_not_hand_over(place, officer, given) -> None:
    person = add_person(place, actor=officer, name="Vera", role=Role.VOLUNTEER)
    with pytest.raises(Refusal):
        hand_over(place, actor=sign_in(place, person_id=person.person_id), pin="1234", **given)
    assert handed_over(place) is None


# giving and taking back -----------------------------------------------------------------------------------


@pytest.mark.parametrize("pin", ["", "123", "12a4"])
def test_without_a_pin_it_is_not_handed_over(place, officer, given, pin) -> None:
    with pytest.raises(Refusal, match="PIN"):
        hand_over(place, actor=officer, pin=pin, **given)
    assert handed_over(place) is None


def test_it_outlives_the_program_and_holds_no_pin(place, asha, given, clock) -> None:
    hand_over(place, actor=asha, **given)
    place.close()
    again = open_workplace(place.folder, clock=clock, passphrase=PASSPHRASE)
    try:
        held = handed_over(again)
        assert held is not None
        assert (held.name, held.event_id, held.one_time) == ("Asha", given["event_id"], False)
        with pytest.raises(WrongPin):
            take_back(again, pin="1111")
        assert handed_over(again) == held
        assert take_back(again, pin=PIN).name == "Asha"
        assert handed_over(again) is None
    finally:
        again.close()


def test_a_pin_for_this_once(place, officer, given) -> None:
    hand_over(place, actor=officer, pin="4711", **given)
    with place.reading() as unit:
        assert "4711" not in (unit.meta.get(HANDED_OVER) or "")
    with pytest.raises(WrongPin):
        take_back(place, pin="")
    actor = take_back(place, pin="4711")
    assert (actor.person_id, actor.role, actor.signed_in) == (officer.person_id, Role.OFFICER, True)
    with pytest.raises(Refusal):
        take_back(place, pin="4711")


def test_guessing_a_pin_for_once_grows_slow_and_a_clock_set_back_wins_nothing(
    place, officer, given, clock
) -> None:
    hand_over(place, actor=officer, pin="4711", **given)
    for guess in ("0001", "0002"):
        with pytest.raises(WrongPin):
            take_back(place, pin=guess)
    with pytest.raises(WrongPin) as third:
        take_back(place, pin="0003")
    assert third.value.seconds == 2
    with pytest.raises(TooSoon):
        take_back(place, pin="4711")
    clock.instant -= timedelta(hours=1)
    with pytest.raises(TooSoon):
        take_back(place, pin="4711")
    clock.instant += timedelta(seconds=3)
    assert take_back(place, pin="4711").name == officer.name


def test_a_colleague_takes_it_back_and_no_name_can_be_found_out(place, officer, asha, given) -> None:
    hand_over(place, actor=officer, pin="4711", **given)
    told = []
    for name, pin in (("Nobody", PIN), ("Olu", PIN), ("Asha", "1111")):
        with pytest.raises(WrongPin) as refused:
            take_back(place, pin=pin, name=name)
        told.append(refused.value.fault)
    assert len(set(told)) == 1
    assert take_back(place, pin=PIN, name=" asha ").person_id == asha.person_id


def test_both_ends_stand_in_the_audit_trail(place, asha, given) -> None:
    hand_over(place, actor=asha, **given)
    take_back(place, pin=PIN)
    with place.reading() as unit:
        lines = [line for line in unit.changes.list() if line.what.startswith("laptop ")]
    assert {(line.what, line.about_id) for line in lines} == {
        ("laptop handed over", given["event_id"]),
        ("laptop taken back", given["event_id"]),
    }


def test_a_command_takes_it_back_where_the_pin_is_lost_and_the_screen_does_not(place, officer, given) -> None:
    hand_over(place, actor=officer, pin="4711", **given)
    with pytest.raises(Refusal):
        take_back_without_pin(place, actor=officer)
    shell = Actor(person_id="", name="Olu", role=None, signed_in=False)
    assert take_back_without_pin(place, actor=shell) is not None
    assert handed_over(place) is None
    assert take_back_without_pin(place, actor=shell) is None


# what is left out -----------------------------------------------------------------------------------------


def test_of_age_only_what_needs_a_file_is_left_out_and_the_response_says_so(place, officer, given) -> None:
    entry = Alone.hand(place, actor=officer, language=URDU, **given)
    paths = [path for screen in entry.subject_screens() for path in screen.paths]
    assert paths == ["resident", "comment", "adults/work", "adults/job", "last"]
    entry.answer("resident", "y")
    with pytest.raises(FormIncomplete):
        entry.finalise()  # what is asked and required still has to be answered
    entry.answer("adults/job", "Baker")
    revision = finalised(place, entry)
    assert revision.envelope.channel == "kiosk"
    assert revision.envelope.language == URDU
    assert dict(revision.envelope.missing) == {"picture": "left out: needs a file"}
    assert revision.envelope.assent_version == ""
    assert entry.withdrawal_code


def test_with_an_adult_what_is_for_adults_is_neither_asked_nor_answered(place, officer, given) -> None:
    entry = Alone.hand(place, actor=officer, way=Way.WITH_ADULT, **given)
    paths = [path for screen in entry.subject_screens() for path in screen.paths]
    assert paths == ["resident", "comment", "last"]
    entry.answer("resident", "y")
    assert entry.violations() == ()
    revision = finalised(place, entry)
    assert dict(revision.answers) == {"resident": "y"}  # not even the form's default
    assert dict(revision.envelope.missing) == {
        "picture": "left out: needs a file",
        "adults/work": "left out: for adults only",
        "adults/job": "left out: for adults only",
    }
    assert revision.envelope.assent_version == "2022-01-01"
    assert Envelope.from_json(revision.envelope.to_json()) == revision.envelope


def test_staff_who_go_on_with_it_are_not_shown_what_is_for_adults(place, officer, given) -> None:
    entry = Alone.hand(place, actor=officer, way=Way.WITH_ADULT, **given)
    entry.answer("resident", "y")
    (draft,) = open_drafts(place)
    assert draft.channel == "kiosk"
    gone_on = Interview.resume(place, actor=officer, draft_id=draft.draft_id)
    paths = [path for screen in gone_on.subject_screens() for path in screen.paths]
    assert paths == ["resident", "picture", "comment", "last"]  # somebody is there now to add the picture


def test_an_assent_that_the_programme_does_not_have_is_refused(place, officer, given) -> None:
    with place.reading() as unit:
        form = unit.forms.get(FORM_ID)
        programme = unit.programmes.get(form.programme_id)
    with_rules(place, programme, NO_HAND_OVER_RULES)
    with pytest.raises(Refusal):
        Alone.hand(place, actor=officer, way=Way.WITH_ADULT, **given)
    assert open_drafts(place) == ()


def test_an_envelope_of_before_has_the_bytes_it_had(place, officer, given) -> None:
    entry = Alone.hand(place, actor=officer, **given)
    entry.answer("resident", "y")
    entry.answer("adults/job", "Baker")
    assert "assent_version" not in finalised(place, entry).envelope.to_json()


def test_a_closed_event_is_not_handed_over(place, asha, given) -> None:
    from desktop.workflows.debrief import close_event

    close_event(place, actor=asha, event_id=given["event_id"])
    with pytest.raises(Refusal, match="closed"):
        hand_over(place, actor=asha, **given)
    assert handed_over(place) is None
