"""The end of an event: what is written of it, when it can be closed, what a closed one refuses, opening it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from desktop.engagement.attendance import CountKind
from desktop.engagement.boards import BoardKind, BoardOption
from desktop.engagement.debrief import Cost, EventMerge
from desktop.engagement.notes import NoteKind
from desktop.foundation.errors import Refusal
from desktop.staff.people import Role
from desktop.workflows.closed_events import is_closed
from desktop.workflows.count_people import count, undo
from desktop.workflows.debrief import MOST_COSTS, close_event, event_report, keep_debrief, reopen_event
from desktop.workflows.interview import Interview
from desktop.workflows.kiosk import hand_over
from desktop.workflows.merge_events import merge
from desktop.workflows.note_comment import add_comment, add_conversation
from desktop.workflows.note_drafts import keep_draft
from desktop.workflows.record_response import add_response
from desktop.workflows.run_boards import add_board
from desktop.workflows.run_event import add_event
from desktop.workflows.safeguarding import note_concern, refer
from tests.workflows.test_record_response import LEAST
from tests.workplaces import FORM, PROGRAMME, signed_in

OPTIONS = (BoardOption("Made-up A", 3), BoardOption("Made-up B", 1))


def closed(place, event_id: str) -> bool:
    with place.reading() as unit:
        return is_closed(unit, event_id)


def test_what_is_written_is_kept_by_revisions(place, officer, event_id) -> None:
    assert event_report(place, event_id).debrief is None
    first = keep_debrief(place, actor=officer, event_id=event_id, weather="  dry ").debrief
    assert (first.revision, first.weather, first.closed) == (1, "dry", False)
    again = keep_debrief(place, actor=officer, event_id=event_id, weather="dry").debrief
    assert again.revision == 1  # nothing was changed
    more = keep_debrief(
        place, actor=officer, event_id=event_id, costs=(Cost(" Hall ", 4550), Cost("Tea", 1200)), weather="wet"
    ).debrief
    assert more.costs == (Cost("Hall", 4550), Cost("Tea", 1200))
    assert event_report(place, event_id).debrief == more


@pytest.mark.parametrize(
    "wrong",
    [
        {"costs": (Cost("", 1),)},
        {"costs": (Cost("Hall", -1),)},
        {"costs": (Cost("Hall", 10**12),)},
        {"costs": (Cost("Hall", 1),) * (MOST_COSTS + 1)},
        {"publicity": "x" * 5000},
    ],
    ids=["no name", "negative", "too much", "too many", "too long"],
)
def test_what_can_not_be_is_refused(place, officer, event_id, wrong: dict) -> None:
    with pytest.raises(Refusal):
        keep_debrief(place, actor=officer, event_id=event_id, **wrong)
    assert event_report(place, event_id).debrief is None


def test_contact_details_are_pointed_out(place, officer, event_id) -> None:
    kept = keep_debrief(place, actor=officer, event_id=event_id, reach="Made up: write to a.b@example.org")
    assert kept.looks_like


def test_the_figures_are_separate_counts(place, officer, event_id) -> None:
    count(place, actor=officer, event_id=event_id, kind=CountKind.ATTENDANCE, amount=12)
    count(place, actor=officer, event_id=event_id, kind=CountKind.FOOTFALL, amount=40)
    add_comment(place, actor=officer, event_id=event_id, words="Made up: more buses.")
    add_conversation(place, actor=officer, event_id=event_id, words="Made up: it is far.")
    add_board(place, actor=officer, event_id=event_id, kind=BoardKind.DOTS, question="Made up?", options=OPTIONS)
    add_response(place, actor=officer, form_id=FORM, event_id=event_id, channel="interview", answers=LEAST)
    report = event_report(place, event_id)
    assert (report.came, report.tallies.of(CountKind.FOOTFALL)) == (12, 40)
    assert (report.comments, report.conversations, len(report.boards)) == (1, 1, 1)
    assert report.figures.by_channel == {"interview": 1}
    assert report.in_the_way == ()


def test_a_concern_that_was_not_referred_keeps_it_open(place, officer, event_id) -> None:
    concern = note_concern(place, actor=officer, event_id=event_id, what="Made up: the least.", owner=officer.name)
    with pytest.raises(Refusal, match="1 safeguarding concern was not referred") as refused:
        close_event(place, actor=officer, event_id=event_id)
    assert "least" not in str(refused.value)
    refer(place, actor=officer, concern_id=concern.concern_id, referred_to="Made-up duty team")
    assert close_event(place, actor=officer, event_id=event_id).closed


def test_an_interview_that_was_begun_keeps_it_open(place, officer, event_id) -> None:
    begun = Interview.begin(place, actor=officer, form_id=FORM, event_id=event_id)
    with pytest.raises(Refusal, match=r"1 interview was begun and not finished \(begun by Olu\)"):
        close_event(place, actor=officer, event_id=event_id)
    begun.abandon(reason="made up: a test")
    close_event(place, actor=officer, event_id=event_id)


def test_a_conversation_that_was_not_saved_keeps_it_open(place, officer, event_id) -> None:
    keep_draft(
        place, actor=officer, draft_id="made-up", kind=NoteKind.CONVERSATION, event_id=event_id,
        fields={"words": "Made up."},
    )  # fmt: skip
    with pytest.raises(Refusal, match="1 conversation was begun and not saved") as refused:
        close_event(place, actor=officer, event_id=event_id)
    assert "Made up" not in str(refused.value)


CLOSED_REFUSE: dict[str, Callable] = {
    "count": lambda place, actor, event: count(place, actor=actor, event_id=event, kind=CountKind.FOOTFALL),
    "undo": lambda place, actor, event: undo(place, actor=actor, event_id=event),
    "comment": lambda place, actor, event: add_comment(place, actor=actor, event_id=event, words="Made up."),
    "conversation": lambda place, actor, event: add_conversation(
        place, actor=actor, event_id=event, words="Made up."
    ),
    "board": lambda place, actor, event: add_board(
        place, actor=actor, event_id=event, kind=BoardKind.DOTS, question="Made up?", options=OPTIONS
    ),
    "interview": lambda place, actor, event: Interview.begin(place, actor=actor, form_id=FORM, event_id=event),
    "hand over": lambda place, actor, event: hand_over(
        place, actor=actor, form_id=FORM, event_id=event, pin="8642"
    ),
    "response by command": lambda place, actor, event: add_response(
        place, actor=actor, form_id=FORM, event_id=event, channel="interview", answers=LEAST
    ),
}


@pytest.mark.parametrize("what", CLOSED_REFUSE)
def test_a_closed_event_refuses_and_says_what_to_do(place, officer, event_id, what: str) -> None:
    close_event(place, actor=officer, event_id=event_id)
    with pytest.raises(Refusal, match="was closed") as refused:
        CLOSED_REFUSE[what](place, officer, event_id)
    assert "Open it again" in refused.value.remedy
    assert refused.value.command == "event reopen"
    reopen_event(place, actor=officer, event_id=event_id, reason="made up: somebody came late")
    CLOSED_REFUSE[what](place, officer, event_id)


def test_paper_and_letters_of_a_closed_event_are_recorded_as_before(place, officer, event_id) -> None:
    close_event(place, actor=officer, event_id=event_id)
    for channel in ("paper", "letter", "online"):
        add_response(place, actor=officer, form_id=FORM, event_id=event_id, channel=channel, answers=LEAST)


def test_closing_twice_and_opening_what_is_open_are_refused(place, officer, event_id) -> None:
    with pytest.raises(Refusal, match="not closed"):
        reopen_event(place, actor=officer, event_id=event_id, reason="made up")
    close_event(place, actor=officer, event_id=event_id)
    with pytest.raises(Refusal, match="closed already"):
        close_event(place, actor=officer, event_id=event_id)
    with pytest.raises(Refusal, match="No reason"):
        reopen_event(place, actor=officer, event_id=event_id, reason=" ")
    with pytest.raises(Refusal, match="telephone"):
        reopen_event(place, actor=officer, event_id=event_id, reason="call 0116 496 0000")
    reopen_event(place, actor=officer, event_id=event_id, reason="made up: late")
    assert not closed(place, event_id)


def test_what_was_written_stays_through_closing_and_opening_and_every_step_is_logged(
    place, officer, event_id
) -> None:
    keep_debrief(place, actor=officer, event_id=event_id, weather="dry")
    close_event(place, actor=officer, event_id=event_id)
    keep_debrief(place, actor=officer, event_id=event_id, weather="dry, then wet")
    assert closed(place, event_id)
    reopen_event(place, actor=officer, event_id=event_id, reason="made up: late")
    assert event_report(place, event_id).debrief.weather == "dry, then wet"
    with place.reading() as unit:
        lines = [(each.what, each.why) for each in reversed(unit.changes.list(event_id))]
    assert lines == [
        ("debrief kept", ""), ("event closed", ""), ("debrief kept", ""),
        ("event opened again", "made up: late"),
    ]  # fmt: skip


def test_events_that_are_counted_together_have_one_debrief(place, officer, event_id) -> None:
    other = add_event(
        place, actor=officer, programme_id=PROGRAMME, name="Made-up twin", day=date(2022, 1, 12), venue="Hall"
    ).event_id
    merge(place, actor=officer, event_id=other, into_id=event_id, reason="made on two laptops")
    note = note_concern(place, actor=officer, event_id=other, what="Made up.", owner=officer.name)
    with pytest.raises(Refusal):
        close_event(place, actor=officer, event_id=event_id)
    refer(place, actor=officer, concern_id=note.concern_id, referred_to="Made-up duty team")
    keep_debrief(place, actor=officer, event_id=other, weather="dry")
    assert event_report(place, event_id).debrief.weather == "dry"
    close_event(place, actor=officer, event_id=other)
    assert closed(place, event_id)
    assert closed(place, other)


def test_what_was_said_of_an_event_before_it_was_merged_is_not_lost_from_sight(place, officer, event_id) -> None:
    day = date(2022, 1, 12)
    spot = add_event(
        place, actor=officer, programme_id=PROGRAMME, name="Made-up stall", venue="Market", day=day
    ).event_id
    before = keep_debrief(place, actor=officer, event_id=spot, costs=(Cost("Stall", 3000),)).debrief
    merge(place, actor=officer, event_id=spot, into_id=event_id, reason="the same afternoon")
    keep_debrief(place, actor=officer, event_id=event_id, weather="dry")
    assert event_report(place, event_id).elsewhere == (before,)


def test_a_merge_closes_no_event_past_a_concern(place, officer, event_id) -> None:
    day = date(2022, 1, 12)
    spot = add_event(
        place, actor=officer, programme_id=PROGRAMME, name="Made-up stall", venue="Market", day=day
    ).event_id
    noted = note_concern(place, actor=officer, event_id=spot, what="Made up.", owner=officer.name)
    close_event(place, actor=officer, event_id=event_id)
    with pytest.raises(Refusal, match="is closed, and this event is not"):
        merge(place, actor=officer, event_id=spot, into_id=event_id, reason="the same afternoon")
    refer(place, actor=officer, concern_id=noted.concern_id, referred_to="Made-up duty team")
    close_event(place, actor=officer, event_id=spot)
    merge(place, actor=officer, event_id=spot, into_id=event_id, reason="the same afternoon")
    assert closed(place, spot)


def test_a_merge_reopens_no_event_without_a_reason(place, officer, event_id) -> None:
    spot = add_event(
        place, actor=officer, programme_id=PROGRAMME, name="Made-up stall", venue="Market", day=date(2022, 1, 12)
    ).event_id
    close_event(place, actor=officer, event_id=spot)
    with pytest.raises(Refusal, match="This event is closed"):
        merge(place, actor=officer, event_id=spot, into_id=event_id, reason="the same afternoon")
    assert closed(place, spot)
    reopen_event(place, actor=officer, event_id=spot, reason="counted with another")
    merge(place, actor=officer, event_id=spot, into_id=event_id, reason="the same afternoon")
    assert not closed(place, event_id)


def test_in_a_circle_of_merges_every_event_has_the_same_debrief(place, officer, event_id, clock) -> None:
    """Two laptops may each merge in their own way; what a third event hangs on is closed for all or for none."""
    spots = [
        add_event(
            place, actor=officer, programme_id=PROGRAMME, name=name, venue="Hall", day=date(2022, 1, 12)
        ).event_id
        for name in ("first", "second", "third")
    ]
    low, middle, high = sorted(spots)
    for number, (one, other) in enumerate(((middle, high), (high, middle), (low, high))):
        with place.unit() as unit:
            unit.merges.put(
                EventMerge(PROGRAMME, one, other, 1, "made up", f"laptop {number}", "Made-up", "", clock.now())
            )
            unit.commit()
    close_event(place, actor=officer, event_id=middle)
    assert [closed(place, each) for each in (low, middle, high)] == [True, True, True]


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.AUDITOR])
def test_who_runs_no_events_closes_none(place, event_id, role: Role) -> None:
    somebody = signed_in(place, "Vera", role)
    for refused in (
        lambda: keep_debrief(place, actor=somebody, event_id=event_id),
        lambda: close_event(place, actor=somebody, event_id=event_id),
        lambda: reopen_event(place, actor=somebody, event_id=event_id, reason="made up"),
    ):
        with pytest.raises(Refusal, match="role"):
            refused()
