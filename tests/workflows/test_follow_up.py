"""Requests with contact details: an owner, a day, an end, and nothing that leads to a response."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop.engagement.follow_ups import FollowUpKind
from desktop.foundation.errors import Refusal
from desktop.sheets.serials import issue_serial
from desktop.staff.people import Role
from desktop.workflows import follow_up
from desktop.workflows.audit import verify_audit
from desktop.workflows.glance import at_a_glance
from tests.workplaces import PROGRAMME, signed_in

REACH = "Made-up Name\n0100 000 0000"


def ask(place, officer, **changed):
    given = {
        "programme_id": PROGRAMME,
        "kind": FollowUpKind.LARGE_PRINT,
        "what": "The form in large print",
        "reach": REACH,
        "owner": "Olu",
        "due": date(2022, 1, 20),
        **changed,
    }
    return follow_up.ask(place, actor=officer, **given)


def test_a_request_is_kept_as_it_was_given(place, officer, event_id) -> None:
    asked = ask(place, officer, event_id=event_id)
    (kept,) = follow_up.follow_ups(place, actor=officer, programme_id=PROGRAMME)
    assert kept == asked
    assert kept.reach == REACH
    assert kept.asked_on == date(2022, 1, 12)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"what": "  "}, "Nothing is asked"),
        ({"owner": ""}, "Nobody"),
        ({"due": date(2022, 1, 11)}, "past"),
        ({"what": "x" * (follow_up.MOST_WORDS + 1)}, "characters"),
        ({"reach": "x" * (follow_up.MOST_REACH + 1)}, "characters"),
    ],
    ids=["nothing", "nobody", "past", "long", "long reach"],
)
def test_what_cannot_be_done_is_refused(place, officer, changed, said) -> None:
    with pytest.raises(Refusal, match=said):
        ask(place, officer, **changed)
    assert follow_up.follow_ups(place, actor=officer, programme_id=PROGRAMME) == ()


def test_no_request_holds_the_number_of_a_sheet(place, officer) -> None:
    serial = issue_serial(device_id="laptop", run=1, number=7, serial_key="07" * 32, form_id="form")
    for field in ("what", "owner", "reach"):
        with pytest.raises(Refusal, match="number of a paper form"):
            ask(place, officer, **{field: f"posted {serial.shown.lower()}, by Olu"})
    asked = ask(place, officer)
    with pytest.raises(Refusal, match="number of a paper form"):
        follow_up.settle(place, actor=officer, request_id=asked.request_id, outcome=f"posted {serial}")
    (kept,) = follow_up.follow_ups(place, actor=officer, programme_id=PROGRAMME)
    assert kept.done_on is None


def test_the_longest_request_fits(place, officer) -> None:
    most = {name: "𝐱" * length for name, length in (("what", 240), ("reach", 240), ("owner", 80))}
    asked = ask(place, officer, **most)
    with pytest.raises(Refusal, match="characters"):
        follow_up.settle(place, actor=officer, request_id=asked.request_id, outcome="𝐱" * 241)
    done = follow_up.settle(place, actor=officer, request_id=asked.request_id, outcome="𝐱" * 240)
    assert follow_up.follow_ups(place, actor=officer, programme_id=PROGRAMME) == (done,)


def still_open(place, event_id) -> tuple[int, int]:
    seen = at_a_glance(place, event_id)
    return seen.requests_open, seen.requests_overdue


def test_due_settled_and_opened_again(place, officer, event_id, clock) -> None:
    late = ask(place, officer, due=date(2022, 1, 13))
    ask(place, officer, due=date(2022, 1, 14))
    assert still_open(place, event_id) == (2, 0)
    clock.move(timedelta(days=2))
    assert still_open(place, event_id) == (2, 1)
    done = follow_up.settle(place, actor=officer, request_id=late.request_id, outcome="Posted")
    assert (done.done_on, done.outcome) == (date(2022, 1, 14), "Posted")
    assert still_open(place, event_id) == (1, 0)
    with pytest.raises(Refusal, match="done before"):
        follow_up.settle(place, actor=officer, request_id=late.request_id, outcome="Posted")
    follow_up.take_up_again(place, actor=officer, request_id=late.request_id)
    assert still_open(place, event_id) == (2, 1)
    handed = follow_up.hand_on(
        place, actor=officer, request_id=late.request_id, owner="Cora", due=date(2022, 2, 1)
    )
    assert (handed.owner, handed.reach) == ("Cora", REACH)
    follow_up.remove(place, actor=officer, request_id=late.request_id)
    assert len(follow_up.follow_ups(place, actor=officer, programme_id=PROGRAMME)) == 1


def test_asking_writes_nothing_beside_it(place, officer) -> None:
    with place.reading() as unit:
        before = len(unit.changes.list())
    ask(place, officer)
    with place.reading() as unit:
        assert len(unit.changes.list()) == before


def test_what_is_done_with_it_is_logged_by_the_day_alone_and_the_trail_stays_whole(place, officer, clock) -> None:
    asked = [ask(place, officer) for _ in range(2)]
    ada = signed_in(place, "Ada", Role.COORDINATOR)
    settle, again, hand_on = follow_up.settle, follow_up.take_up_again, follow_up.hand_on
    settle(place, actor=officer, request_id=asked[1].request_id, outcome="Posted")
    clock.move(timedelta(minutes=3))
    again(place, actor=officer, request_id=asked[1].request_id)
    hand_on(place, actor=officer, request_id=asked[0].request_id, owner="Cora", due=date(2022, 2, 1))
    clock.move(timedelta(minutes=3))
    follow_up.remove(place, actor=officer, request_id=asked[0].request_id)
    with place.reading() as unit:
        lines = [each for each in reversed(unit.changes.list()) if "follow-up" in each.what]
    assert [each.what for each in lines] == [
        "follow-up done", "follow-up opened again", "follow-up handed on", "follow-up deleted",
    ]  # fmt: skip
    assert {each.actor_name for each in lines} == {"Olu"}
    assert {each.about_id for each in lines} == {PROGRAMME}
    assert {each.at for each in lines} == {datetime(2022, 1, 12, tzinfo=UTC)}
    assert verify_audit(place, actor=ada).ok


def test_the_day_of_a_line_is_that_of_the_programme_s_time_zone(place, officer, clock) -> None:
    clock.move(datetime(2022, 6, 30, 23, 30, tzinfo=UTC) - clock.now())  # in London it is July by now
    asked = ask(place, officer, due=date(2022, 7, 20))
    follow_up.settle(place, actor=officer, request_id=asked.request_id, outcome="Posted")
    with place.reading() as unit:
        line = unit.changes.list(limit=1)[0]
    assert line.at == datetime(2022, 7, 1, tzinfo=ZoneInfo("Europe/London"))


def test_a_volunteer_notes_a_request_and_reads_no_addresses(place, officer) -> None:
    vera = signed_in(place, "Vera", Role.VOLUNTEER)
    noted = ask(place, vera)
    assert follow_up.follow_ups(place, actor=officer, programme_id=PROGRAMME) == (noted,)
    for change, given in (
        (follow_up.settle, {"outcome": "called back"}),
        (follow_up.take_up_again, {}),
        (follow_up.hand_on, {"owner": "Vera", "due": noted.due}),
        (follow_up.remove, {}),
    ):
        with pytest.raises(Refusal, match="role"):
            change(place, actor=vera, request_id=noted.request_id, **given)
    nobody = signed_in(place, "Adam", Role.AUDITOR)
    with pytest.raises(Refusal, match="role"):
        ask(place, nobody)
    with pytest.raises(Refusal, match="role"):
        follow_up.follow_ups(place, actor=vera, programme_id=PROGRAMME)


HALF_A_SIGN = "call\ud83d b\x01ack"


def test_signs_that_no_store_holds_are_left_out(place, officer) -> None:
    """A paste may be cut in the middle of a sign, and a control character takes six bytes in a slot."""
    asked = ask(place, officer, what=HALF_A_SIGN, owner="\x02" + "O" * 79, reach="\udc00 01\n\x03 02")
    assert (asked.what, asked.owner, asked.reach) == ("call? b ack", "O" * 79, "? 01\n02")
    assert follow_up.follow_ups(place, actor=officer, programme_id=PROGRAMME) == (asked,)
