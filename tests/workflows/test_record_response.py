"""A response from a file of answers: taken as the form takes it, refused as the form refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from desktop.foundation.errors import Refusal
from desktop.responses.states import ItemState
from desktop.workflows.balance import balance
from desktop.workflows.interview import Interview
from desktop.workflows.key_paper import AlreadyKeyed, Keying, SerialForged, look_up_serial
from desktop.workflows.open_programme import put_pack
from desktop.workflows.print_paper import paper_copies, print_copies
from desktop.workflows.record_response import FormRefuses, add_response, response, responses
from desktop.workflows.run_event import add_event
from tests.workplaces import FORM

LEAST = {
    "respondent_type": "resident",
    "best_start_agree": "agree",
    "staying_healthy_agree": "neither",
    "living_supported_agree": "disagree",
    "dying_well_offer": "no",
}


def _add(place, officer, event, answers, **more):
    given = {"form_id": FORM, "event_id": event, "channel": "online", **more}
    return add_response(place, actor=officer, answers=answers, **given)


def test_the_least_that_the_form_takes(place, officer, event_id) -> None:
    revision = _add(place, officer, event_id, LEAST)
    assert revision.instance_id.startswith("uuid:")
    assert {path.rpartition("/")[2]: value for path, value in revision.answers.items()} == LEAST
    stored = response(place, revision.instance_id)
    assert stored.state is ItemState.FINALISED
    assert stored.revision == revision
    assert revision.instance_id.encode() in revision.xml
    assert b"dying_well_agree" not in revision.xml  # not relevant, so not there


@pytest.mark.parametrize(
    ("change", "question", "rule"),
    [
        ({"respondent_type": ""}, "about_you/respondent_type", "required"),
        ({"best_start_agree": "perhaps"}, "best_start_agree", "choice"),
        ({"neighbourhood": "LE3 5AB"}, "about_you/neighbourhood", "constraint"),
        ({"no_such_question": "1"}, "no_such_question", "unknown"),
        ({"dying_well_agree": "agree"}, "dying_well_agree", "relevant"),
        ({"missing": True}, "missing", "type"),
    ],
)
def test_refused_by_question_and_rule(place, officer, event_id, change, question, rule) -> None:
    with pytest.raises(FormRefuses) as refused:
        _add(place, officer, event_id, {**LEAST, **change})
    assert any(question in where and rule == broken for where, broken, _ in refused.value.broken)
    assert question in str(refused.value)
    assert responses(place) == ()


def test_everything_wrong_is_said_at_once(place, officer, event_id) -> None:
    with pytest.raises(FormRefuses) as refused:
        _add(place, officer, event_id, {"neighbourhood": "nowhere", "respondent_type": "resident"})
    assert {rule for _, rule, _ in refused.value.broken} == {"constraint", "required"}


@pytest.mark.parametrize(
    "more", [{"channel": "pigeon"}, {"serial": "0000"}, {"form_id": "none"}, {"event_id": "none"}]
)
def test_refused_as_a_whole(place, officer, event_id, more) -> None:
    with pytest.raises(Refusal):
        _add(place, officer, event_id, LEAST, **more)
    assert responses(place) == ()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"channel": "interview", "received_on": "2021-12-24"}, "on the spot"),
        ({"channel": "interview", "as_written": True}, "rules hold"),
        ({"channel": "paper", "received_on": "2022-01-13"}, "has not come"),
    ],
)
def test_no_channel_bends_the_closing_date_or_the_form(place, officer, event_id, more, words) -> None:
    with pytest.raises(Refusal, match=words):
        _add(place, officer, event_id, LEAST, **more)
    assert responses(place) == ()


def test_a_letter_of_today_is_dated_where_the_programme_is(place, officer, event_id, clock) -> None:
    """A laptop that stands on another offset, a minute before midnight there and past it in England."""
    clock.instant = datetime(2022, 1, 23, 23, 30, tzinfo=timezone(timedelta(hours=-1)))
    revision = _add(place, officer, event_id, LEAST, channel="letter")
    assert revision.envelope.received_on == "2022-01-24"


def test_an_event_of_another_programme_is_refused(place, officer, event_id, pack) -> None:
    other = replace(pack.programme, programme_id="other", forms=(), events=())
    with place.unit() as unit:
        put_pack(place, unit, actor=officer, pack=replace(pack, programme=other, forms=(), sha256="other"))
        unit.commit()
    event = add_event(place, actor=officer, programme_id="other", name="A", day=date(2022, 1, 12), venue="B")
    with pytest.raises(Refusal, match="belongs to the programme other"):
        _add(place, officer, event.event_id, LEAST)
    with pytest.raises(Refusal, match="belongs to the programme other"):
        Interview.begin(place, actor=officer, form_id=FORM, event_id=event.event_id)
    assert responses(place) == ()


def test_a_sheet_that_is_being_keyed_at_the_screen(place, officer, event_id, tmp_path) -> None:
    """The command must not take the sheet from under the window: its entry could never be finished."""
    print_copies(place, actor=officer, form_id=FORM, event_id=event_id, copies=1, out=tmp_path / "a.pdf")
    serial = paper_copies(place)[0].serial
    keying = Keying.begin(place, actor=officer, sheet=look_up_serial(place, serial))
    with pytest.raises(Refusal, match="on the screen"):
        _add(place, officer, event_id, LEAST, channel="paper", serial=serial)
    keying.finalise(received_on="2022-01-12")
    with pytest.raises(AlreadyKeyed):
        _add(place, officer, event_id, LEAST, channel="paper", serial=serial)
    assert balance(place).ledger.balances


def test_a_list_for_several_choices(place, officer, event_id) -> None:
    revision = _add(place, officer, event_id, {**LEAST, "heard": ["website", "letter"]})
    assert revision.answers["whole_plan/heard"] == "website letter"


def test_paper_by_serial(place, officer, event_id, tmp_path) -> None:
    print_copies(place, actor=officer, form_id=FORM, event_id=event_id, copies=3, out=tmp_path / "a.pdf")
    serials = [copy.serial for copy in paper_copies(place)]
    revision = _add(
        place, officer, event_id, LEAST, channel="paper", serial=serials[0].lower(), received_on="2022-01-10"
    )
    assert revision.envelope.serial == serials[0]
    assert revision.envelope.print_log_here is True
    assert revision.envelope.received_on == "2022-01-10"
    with pytest.raises(AlreadyKeyed):
        _add(place, officer, event_id, LEAST, channel="paper", serial=serials[0])
    assert {copy.state.value for copy in paper_copies(place)} == {"keyed", "printed"}


def test_a_wrong_check_digit_and_a_forged_serial(place, officer, event_id, tmp_path) -> None:
    from desktop.sheets.serials import SerialRefused, read_serial

    print_copies(place, actor=officer, form_id=FORM, event_id=event_id, copies=1, out=tmp_path / "a.pdf")
    serial = paper_copies(place)[0].serial
    wrong = serial[:-1] + ("0" if serial[-1] != "0" else "1")
    with pytest.raises(SerialRefused):
        _add(place, officer, event_id, LEAST, channel="paper", serial=wrong)
    forged = replace(read_serial(serial), number=77)
    with pytest.raises(SerialForged):
        _add(place, officer, event_id, LEAST, channel="paper", serial=forged.canonical)


def test_as_written_keeps_what_the_form_would_not(place, officer, event_id) -> None:
    answers = {**LEAST, "neighbourhood": "LE3 5AB", "dying_well_comment": "Talk about it earlier"}
    answers.pop("best_start_agree")
    revision = _add(place, officer, event_id, answers, channel="paper", as_written=True)
    assert revision.answers["about_you/neighbourhood"] == "LE3 5AB"
    assert list(revision.envelope.forced) == ["about_you/neighbourhood"]
    assert list(revision.envelope.off_route.values()) == ["Talk about it earlier"]
