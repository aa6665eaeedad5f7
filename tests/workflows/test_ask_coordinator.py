"""Queries: parked, answered, taken back, done with the sheet; no word of one outside the store's own rows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.foundation.errors import Refusal
from desktop.responses.queries import QueryState
from desktop.sheets.serials import read_serial
from desktop.staff.people import Actor, Role
from desktop.workflows.ask_coordinator import (
    MOST_WORDS,
    answer,
    of_draft,
    open_queries,
    park,
    queries,
    refuse_open_queries,
    settle,
)
from desktop.workflows.edit_response import void
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.verify_keying import SecondKeying, look_up_second
from tests.workflows.paper_days import printed
from tests.workplaces import PROGRAMME, signed_in

WORDS = "Made up: is this a 1 or a 7?"
SAID = "Made up: it is a 7, see the margin."
FIELD = "about_you/respondent_type"


@pytest.fixture
def vera(place) -> Actor:
    return signed_in(place, "Vera", Role.VOLUNTEER)


@pytest.fixture
def keying(place, vera, event_id) -> Keying:
    return begun(place, vera, event_id)


def begun(place, actor, event_id) -> Keying:
    (serial,) = printed(place, event_id, 1)
    return Keying.begin(place, actor=actor, sheet=look_up_serial(place, serial))


def finish(keying: Keying) -> None:
    for path in [each.path for each in keying.violations()]:
        keying.answer(path, keying.entry.node(path).choices[0][0])
    keying.finalise(received_on="2022-01-10")


def refused(place, serial: str) -> str:
    """Return in which words the sheet is refused to be finished; empty: it is not."""
    with place.reading() as unit:
        try:
            refuse_open_queries(unit, serial)
        except Refusal as error:
            return f"{error.place} {error.fault} {error.remedy}"
    return ""


def test_a_field_is_parked_and_answered_and_the_sheet_waits_meanwhile(place, vera, officer, keying) -> None:
    asked = park(place, actor=vera, keying=keying, path=FIELD, words=f"  {WORDS}\r\n")
    assert (asked.words, asked.number, asked.state) == (WORDS, "1", QueryState.OPEN)
    assert (asked.serial, asked.draft_id, asked.asked_by) == (keying.header.serial, keying.draft_id, "Vera")
    assert open_queries(place) == of_draft(place, keying.draft_id) == (asked,)
    assert open_queries(place, programme_id="another") == ()
    assert "1 query about it" in refused(place, asked.serial)
    assert WORDS not in refused(place, asked.serial)
    with pytest.raises(Refusal, match="not answered"):
        finish(keying)
    (shown,) = queries(place, actor=officer, programme_id=PROGRAMME)
    assert (shown.shown, shown.second) == (read_serial(asked.serial).shown, False)
    assert shown.question
    assert shown.choices[0][0] == "1"
    told = answer(place, actor=officer, query_id=asked.query_id, answer=SAID)
    assert (told.state, told.answer, told.answered_by) == (QueryState.ANSWERED, SAID, "Olu")
    assert open_queries(place) == ()
    assert of_draft(place, keying.draft_id) == (told,)
    assert not refused(place, asked.serial)
    finish(keying)
    assert of_draft(place, keying.draft_id) == ()
    with place.reading() as unit:
        assert unit.queries.get(asked.query_id).state is QueryState.DONE
    with pytest.raises(Refusal, match="no longer there"):
        answer(place, actor=officer, query_id=asked.query_id, answer="later")


def test_a_whole_sheet_is_parked_without_a_word(place, vera, officer, keying) -> None:
    asked = park(place, actor=vera, keying=keying, path="")
    assert (asked.path, asked.number, asked.words) == ("", "", "")
    (shown,) = queries(place, actor=officer)
    assert (shown.question, shown.choices) == ("", ())
    assert refused(place, asked.serial)


def test_an_answer_can_be_put_right_and_the_open_ones_stand_first(place, vera, officer, event_id, clock) -> None:
    first = park(place, actor=vera, keying=begun(place, vera, event_id), path=FIELD)
    clock.move(timedelta(minutes=5))
    second = park(place, actor=vera, keying=begun(place, vera, event_id), path="")
    answer(place, actor=officer, query_id=first.query_id, answer="Made up: one")
    answer(place, actor=officer, query_id=first.query_id, answer="Made up: two")
    found = queries(place, actor=officer)
    assert [each.query.query_id for each in found] == [second.query_id, first.query_id]
    assert found[1].query.answer == "Made up: two"
    assert len(queries(place, actor=officer, open_only=True)) == 1


def test_a_keyer_takes_their_own_back_and_sees_no_other(place, vera, officer, keying, event_id) -> None:
    asked = park(place, actor=vera, keying=keying, path=FIELD, words=WORDS)
    olus = park(place, actor=officer, keying=begun(place, officer, event_id), path=FIELD)
    assert [each.query.query_id for each in queries(place, actor=vera)] == [asked.query_id]
    assert len(queries(place, actor=officer)) == 2
    with pytest.raises(Refusal, match="role"):
        answer(place, actor=vera, query_id=asked.query_id, answer="I know now")
    with pytest.raises(Refusal, match="role"):
        settle(place, actor=vera, query_id=olus.query_id)
    assert settle(place, actor=vera, query_id=asked.query_id).answered_by == "Vera"
    finish(keying)


def test_what_is_refused(place, vera, officer, keying) -> None:
    auditor = signed_in(place, "Ada", Role.AUDITOR)
    with pytest.raises(Refusal, match="role"):
        park(place, actor=auditor, keying=keying, path=FIELD)
    with pytest.raises(Refusal, match="role"):
        queries(place, actor=auditor)
    with pytest.raises(Refusal, match="fit"):
        park(place, actor=vera, keying=keying, path=FIELD, words="x" * (MOST_WORDS + 1))
    asked = park(place, actor=vera, keying=keying, path=FIELD)
    with pytest.raises(Refusal, match="Nothing was written"):
        answer(place, actor=officer, query_id=asked.query_id, answer=" \n")
    with pytest.raises(Refusal, match="no longer there"):
        answer(place, actor=officer, query_id="none", answer="x")


def test_a_sheet_that_is_given_up_has_no_query_any_more(place, vera, officer, keying) -> None:
    asked = park(place, actor=vera, keying=keying, path=FIELD, words=WORDS)
    keying.abandon(reason="made up: torn")
    assert open_queries(place) == queries(place, actor=officer) == ()
    assert not refused(place, asked.serial)
    with place.reading() as unit:
        assert unit.queries.get(asked.query_id) is None  # its words go with what was keyed of the sheet
    with pytest.raises(Refusal, match="finished or given up"):
        park(place, actor=vera, keying=keying, path=FIELD)


def test_the_audit_trail_says_who_asked_and_never_what(place, vera, officer, keying) -> None:
    asked = park(place, actor=vera, keying=keying, path=FIELD, words=WORDS)
    answer(place, actor=officer, query_id=asked.query_id, answer=SAID)
    with place.reading() as unit:
        lines = unit.changes.list(asked.query_id)
        everything = repr(unit.changes.list())
    assert {(each.actor_name, each.what) for each in lines} == {("Vera", "query asked"), ("Olu", "query answered")}
    assert WORDS not in everything
    assert SAID not in everything


def test_a_query_of_a_second_keying_is_none_of_the_first_keyer_s(place, vera, officer, event_id) -> None:
    keying = begun(place, officer, event_id)
    finish(keying)
    serial = keying.header.serial
    cora = signed_in(place, "Cora", Role.COORDINATOR)
    sheet = look_up_second(place, serial, actor=cora, asked=True)
    again = SecondKeying.begin_second(place, actor=cora, sheet=sheet)
    asked = park(place, actor=cora, keying=again, path=FIELD, words=WORDS)
    (shown,) = queries(place, actor=officer)
    assert shown.second
    assert queries(place, actor=vera) == ()
    with pytest.raises(Refusal, match="not answered"):
        again.keep()
    answer(place, actor=officer, query_id=asked.query_id, answer=SAID)
    again.keep()
    assert queries(place, actor=officer) == ()


def test_a_sheet_whose_response_was_taken_out_asks_nothing_any_more(place, officer, event_id) -> None:
    keying = begun(place, officer, event_id)
    finish(keying)
    cora = signed_in(place, "Cora", Role.COORDINATOR)
    sheet = look_up_second(place, keying.header.serial, actor=cora, asked=True)
    again = SecondKeying.begin_second(place, actor=cora, sheet=sheet)
    park(place, actor=cora, keying=again, path=FIELD, words=WORDS)
    assert len(open_queries(place)) == 1
    void(place, actor=officer, response_id=keying.header.response_id, reason="made up: keyed twice")
    assert open_queries(place) == queries(place, actor=officer) == ()
