"""Looking responses up, changing one with a reason and voiding one: what was frozen once is never rewritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from desktop.engagement.programme import Window
from desktop.foundation.errors import Refusal
from desktop.questionnaires.entry import FormIncomplete
from desktop.responses.finding import ResponseFilter, ResponseOrder
from desktop.responses.states import ItemState
from desktop.staff.people import Role
from desktop.workflows.balance import balance
from desktop.workflows.edit_response import ResponseEdit, void
from desktop.workflows.interview import open_drafts
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.look_up_responses import choices, lines, look_up, response
from desktop.workflows.open_programme import put_pack
from desktop.workflows.record_response import add_response
from desktop.workflows.send_batches import make_batch
from desktop.workflows.withdraw import withdraw
from tests.workflows.exchange import CORA
from tests.workflows.paper_days import printed
from tests.workplaces import FORM, PROGRAMME, signed_in

AGREES = {
    "respondent_type": "resident",
    **{f"{part}_agree": "agree" for part in ("best_start", "staying_healthy", "living_supported")},
    "dying_well_offer": "no",
}
OFFER = (
    "dying_well/dying_well_start/dying_well_offer",
    "dying_well/dying_well_questions/dying_well_outcome/dying_well_comment",
)
"""A question, and another that is asked after yes alone."""
EVERYTHING = ResponseFilter(programme_id=PROGRAMME)


@pytest.fixture
def recorded(place, officer, event_id):
    """Give three responses, the newest last: two interviews, and a letter that came in late."""

    def add(clock_days: int, **more):
        place.clock.instant = datetime(2022, 1, 12 + clock_days, 10, tzinfo=UTC)
        asked = {"form_id": FORM, "event_id": event_id, "channel": "interview", "answers": AGREES, **more}
        return add_response(place, actor=officer, **asked)

    return [
        add(0),
        add(1, answers={**AGREES, "best_start_agree": "disagree"}),
        add(18, channel="letter", received_on="2022-01-24"),
    ]


def test_the_list_shows_what_was_finished_and_where_it_lies_in_time(place, officer, recorded, event_id) -> None:
    from desktop.workflows.interview import Interview

    Interview.begin(place, actor=officer, form_id=FORM, event_id=event_id)
    ids = [each.response_id for each in recorded]
    assert list(look_up(place, actor=officer, wanted=EVERYTHING)) == ids[::-1]
    assert list(look_up(place, actor=officer, wanted=EVERYTHING, limit=1)) == ids[2:]
    assert list(look_up(place, actor=officer, wanted=EVERYTHING, window=Window.LATE)) == ids[2:]
    assert list(look_up(place, actor=officer, wanted=EVERYTHING, window=Window.INSIDE)) == ids[1::-1]
    assert list(look_up(place, actor=officer, wanted=EVERYTHING, window=Window.BEFORE)) == []
    search = replace(EVERYTHING, search="disagree")
    assert list(look_up(place, actor=officer, wanted=search)) == ids[1:2]
    by_channel = look_up(place, actor=officer, wanted=EVERYTHING, order=ResponseOrder.CHANNEL, descending=False)
    assert list(by_channel) == ids
    shown = lines(place, actor=officer, response_ids=ids[::-1])
    assert [each.window for each in shown] == [Window.LATE, Window.INSIDE, Window.INSIDE]
    assert [each.channel for each in shown] == ["letter", "interview", "interview"]
    assert {each.recorded_by for each in shown} == {officer.name}
    told = choices(place, actor=officer, programme_id=PROGRAMME)
    assert event_id in dict(told.events)
    assert FORM in dict(told.forms)
    assert told.by_state == ((ItemState.FINALISED, 3),)


def test_lateness_is_worked_out_against_the_closing_date_in_force(place, pack, officer, recorded) -> None:
    moved = replace(pack.programme, version="2022-02-01", closes=date(2022, 1, 12), opens=date(2022, 1, 12))
    with place.unit() as unit:
        put_pack(place, unit, actor=CORA, pack=replace(pack, programme=moved, sha256="moved"))
        unit.commit()
    assert len(look_up(place, actor=officer, wanted=EVERYTHING, window=Window.LATE)) == 2
    assert len(look_up(place, actor=officer, wanted=EVERYTHING, window=Window.INSIDE)) == 1


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.AUDITOR])
def test_whoever_keys_or_audits_reads_no_answers(place, recorded, role) -> None:
    somebody = signed_in(place, "Sam", role)
    response_id = recorded[0].response_id
    for refused in (
        lambda: look_up(place, actor=somebody, wanted=EVERYTHING),
        lambda: choices(place, actor=somebody, programme_id=PROGRAMME),
        lambda: lines(place, actor=somebody, response_ids=[response_id]),
        lambda: response(place, actor=somebody, response_id=response_id),
        lambda: ResponseEdit.begin(place, actor=somebody, response_id=response_id, reason="misheard"),
        lambda: void(place, actor=somebody, response_id=response_id, reason="twice"),
    ):
        with pytest.raises(Refusal, match="role does not allow"):
            refused()


def the_path(opened, name: str) -> str:
    return next(path for path in opened.numbers if path.rpartition("/")[2] == name)


def test_a_change_is_a_new_revision_with_a_reason(place, officer, recorded, clock) -> None:
    first = recorded[0]
    clock.move(timedelta(hours=1))
    change = ResponseEdit.begin(place, actor=officer, response_id=first.response_id, reason=" misheard ")
    path = the_path(change, "best_start_agree")
    change.answer(path, "strongly_disagree")
    with place.reading() as unit:  # it stands as it is until it is finished
        assert unit.responses.get(first.response_id).revision == first
        assert balance(place).ledger.balances
    assert open_drafts(place) == ()
    reading = response(place, actor=officer, response_id=first.response_id)
    assert (reading.draft_id, reading.changed_by) == (change.draft_id, officer.name)
    resumed = ResponseEdit.resume(place, actor=officer, draft_id=change.draft_id)
    assert resumed.entry.node(path).value == "strongly_disagree"
    newest = resumed.finalise()
    assert (newest.deprecated_id, newest.reason) == (first.instance_id, "misheard")
    assert newest.instance_id.encode() in newest.xml
    assert first.instance_id.encode() in newest.xml
    assert newest.envelope.started_at == first.envelope.started_at
    assert newest.envelope.withdrawal_hash == first.envelope.withdrawal_hash
    with place.reading() as unit:
        stored = unit.responses.get(first.response_id)
        assert (stored.state, stored.revision) == (ItemState.FINALISED, newest)
        assert unit.responses.revision(first.instance_id) == first
        assert unit.drafts.steps(change.draft_id) == ()
        line = [each for each in unit.changes.list() if each.what == "response changed"]
    assert [(each.about_id, each.why) for each in line] == [(first.response_id, "misheard")]
    assert balance(place).ledger.balances
    read = response(place, actor=officer, response_id=first.response_id)
    assert read.draft_id == ""
    assert {each.path: each.value for each in read.answers}[path] == "strongly_disagree"
    assert [each.reason for each in read.history] == ["misheard", ""]
    assert [len(each.changed) for each in read.history] == [1, 0]
    found = look_up(place, actor=officer, wanted=replace(EVERYTHING, search="strongly"))
    assert list(found) == [first.response_id]


def test_a_change_keeps_the_rules_of_the_form(place, officer, recorded) -> None:
    change = ResponseEdit.begin(place, actor=officer, response_id=recorded[0].response_id, reason="to be left out")
    change.answer(the_path(change, "best_start_agree"), "")
    with pytest.raises(FormIncomplete):
        change.finalise()
    with place.reading() as unit:
        assert unit.drafts.change_of(recorded[0].response_id) is not None


def test_what_a_letter_says_is_kept_as_it_is_written(place, officer, recorded) -> None:
    letter = recorded[2]
    change = ResponseEdit.begin(place, actor=officer, response_id=letter.response_id, reason="not on the sheet")
    change.answer(the_path(change, "best_start_agree"), "")
    newest = change.finalise()
    assert newest.envelope.received_on == "2022-01-24"
    assert "best_start_agree" not in str(newest.answers.get(the_path(change, "best_start_agree"), ""))


@pytest.mark.parametrize("reason", ["", "  ", "ring 0113 496 0000", "write to jo@example.org"])
def test_a_reason_is_needed_and_names_nobody(place, officer, recorded, reason) -> None:
    response_id = recorded[0].response_id
    with pytest.raises(Refusal, match="reason"):
        ResponseEdit.begin(place, actor=officer, response_id=response_id, reason=reason)
    with pytest.raises(Refusal, match="reason"):
        void(place, actor=officer, response_id=response_id, reason=reason)
    with place.reading() as unit:
        assert unit.responses.get(response_id).state is ItemState.FINALISED
        assert unit.drafts.change_of(response_id) is None


def test_two_people_never_change_one_response_at_once(place, officer, recorded) -> None:
    response_id = recorded[0].response_id
    first = ResponseEdit.begin(place, actor=officer, response_id=response_id, reason="misheard")
    with pytest.raises(Refusal, match="has not finished"):
        ResponseEdit.begin(place, actor=officer, response_id=response_id, reason="again")
    with pytest.raises(Refusal, match="has not finished"):
        void(place, actor=officer, response_id=response_id, reason="twice")
    first.abandon(reason="it was right")
    with pytest.raises(Refusal, match="no longer there"):
        ResponseEdit.resume(place, actor=officer, draft_id=first.draft_id)
    with place.reading() as unit:
        assert unit.responses.get(response_id).state is ItemState.FINALISED
    assert balance(place).ledger.balances
    ResponseEdit.begin(place, actor=officer, response_id=response_id, reason="again").finalise()


def test_a_change_of_what_was_withdrawn_meanwhile_comes_to_nothing(place, officer, event_id) -> None:
    codes: list[str] = []
    made = add_response(
        place, actor=officer, form_id=FORM, event_id=event_id, channel="interview", answers=AGREES,
        hand_over_code=codes.append,
    )  # fmt: skip
    change = ResponseEdit.begin(place, actor=officer, response_id=made.response_id, reason="misheard")
    withdraw(place, actor=officer, code=codes[0])
    with pytest.raises(Refusal):
        change.finalise()
    with place.reading() as unit:
        stored = unit.responses.get(made.response_id)
    assert (stored.state, stored.revision) == (ItemState.WITHDRAWN, None)
    read = response(place, actor=officer, response_id=made.response_id)
    assert read.answers == ()
    assert not read.may_change
    assert [what for what, *_ in read.ended] == ["withdraw"]


def test_a_changed_response_goes_into_the_next_batch(place, officer, recorded, store_url) -> None:
    make_batch(place, actor=officer)
    response_id = recorded[0].response_id
    change = ResponseEdit.begin(place, actor=officer, response_id=response_id, reason="misheard")
    change.answer(the_path(change, "best_start_agree"), "disagree")
    change.finalise()
    with place.reading() as unit:
        assert unit.responses.ids(states=[ItemState.FINALISED]) == (response_id,)
    assert balance(place).ledger.balances
    make_batch(place, actor=officer)
    with place.reading() as unit:
        assert unit.responses.get(response_id).state is ItemState.BATCHED


def test_voiding_keeps_the_answers_and_says_who_did_it_and_why(place, officer, recorded) -> None:
    response_id = recorded[1].response_id
    assert void(place, actor=officer, response_id=response_id, reason="keyed twice") is ItemState.FINALISED
    read = response(place, actor=officer, response_id=response_id)
    assert read.line.state is ItemState.VOIDED
    assert not read.may_change
    assert not read.may_void
    assert read.answers
    assert [(what, by, why) for what, by, _at, why in read.ended] == [("void", officer.name, "keyed twice")]
    with pytest.raises(Refusal, match="taken out"):
        void(place, actor=officer, response_id=response_id, reason="again")
    with pytest.raises(Refusal, match="taken out"):
        ResponseEdit.begin(place, actor=officer, response_id=response_id, reason="again")
    with place.reading() as unit:
        assert [each.about_id for each in unit.changes.list() if each.what == "response voided"] == [response_id]
    assert balance(place).ledger.balances


def test_a_response_that_is_not_there_is_refused(place, officer) -> None:
    with pytest.raises(Refusal, match="not there"):
        response(place, actor=officer, response_id="uuid:never")
    with pytest.raises(Refusal, match="not there"):
        void(place, actor=officer, response_id="uuid:never", reason="twice")


def test_what_a_sheet_says_where_the_form_would_skip_outlives_a_change(place, officer, event_id) -> None:
    """It stands in the envelope alone; and it becomes an answer when the question that skips it is changed."""
    serial = printed(place, event_id, 1)[0]
    keying = Keying.begin(place, actor=officer, sheet=look_up_serial(place, serial))
    gate, behind = OFFER
    keying.answer(gate, "no")
    keying.answer(behind, "Talk about it earlier")
    frozen = keying.finalise(received_on="2022-01-12")
    assert frozen.envelope.off_route == {behind: "Talk about it earlier"}

    change = ResponseEdit.begin(place, actor=officer, response_id=frozen.response_id, reason="a typing error")
    assert change.entry.off_route() == frozen.envelope.off_route
    change.answer("about_you/respondent_type", "resident")
    again = ResponseEdit.resume(place, actor=officer, draft_id=change.draft_id).finalise()
    assert again.envelope.off_route == frozen.envelope.off_route

    change = ResponseEdit.begin(place, actor=officer, response_id=frozen.response_id, reason="the gate")
    change.answer(gate, "yes")
    last = change.finalise()
    assert (last.answers[behind], dict(last.envelope.off_route)) == ("Talk about it earlier", {})
