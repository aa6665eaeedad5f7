"""Custody of paper on one laptop: stacks and ranges in one act, undone by a counter move, balanced throughout."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from desktop.engagement.follow_ups import FollowUpKind, SealedFollowUp
from desktop.foundation.errors import Refusal
from desktop.sheets.copies import CopyState, RunKind
from desktop.sheets.custody import SheetHow, SheetMoveKind
from desktop.sheets.page_codes import PageCode
from desktop.sheets.serials import issue_serial, read_serial
from desktop.staff.people import Actor, Role
from desktop.workflows.custody import acts, history, move, pile, put_back, undo
from desktop.workflows.key_paper import look_up_serial
from desktop.workflows.keyed_sheets import mark_verified
from desktop.workflows.merge_events import merge
from desktop.workflows.number_sheets import accept_photocopy, draw_labels, number_sheet, seen_before
from desktop.workflows.paper_ledger import paper_ledger
from desktop.workflows.record_response import add_response
from desktop.workflows.run_event import add_event
from tests.workflows.paper_days import printed
from tests.workplaces import FORM, PROGRAMME, signed_in

TYPE = "about_you/respondent_type"


@pytest.fixture
def other_event(place, officer) -> str:
    made = add_event(
        place, actor=officer, programme_id=PROGRAMME, name="Market", venue="Square", day=date(2022, 1, 12)
    )
    return made.event_id


def states(place, serials) -> list[str]:
    with place.reading() as unit:
        found = unit.copies.copies(serials)
    return [found[each].state.value for each in serials]


def line_of(place, officer, event_id):
    report = paper_ledger(place, actor=officer, programme_id=PROGRAMME)
    assert report.ledger.balances, [
        equation for line in report.ledger.lines for equation in line.equations if not equation.holds
    ]
    return next(each.line for each in report.lines if each.line.event_id == event_id)


def keyed(place, officer, event_id, serial, **more):
    return add_response(
        place, actor=officer, form_id=FORM, event_id=event_id, channel="paper", serial=serial,
        answers={TYPE: "resident"}, as_written=True, **more,
    )  # fmt: skip


def test_a_range_a_run_and_a_stack_move_in_one_act_each(place, officer, event_id) -> None:
    serials = printed(place, event_id, 12)
    done = move(
        place,
        actor=officer,
        kind=SheetMoveKind.ISSUE,
        given=[f"{serials[0]} … {serials[4]}", "", "run 1 6-8", "run 1 10"],
        how=SheetHow.EVENT,
    )
    assert done.serials == (*serials[:8], serials[9])
    assert len(done.moves) == 1
    assert states(place, serials) == [*["issued"] * 8, "printed", "issued", "printed", "printed"]
    page = PageCode(FORM, "1", serials[0], 2, 4, "standard", "x").to_text()
    back = move(
        place, actor=officer, kind=SheetMoveKind.RETURN, given=[page, read_serial(serials[1]).shown.lower()]
    )
    assert back.serials == serials[:2]
    line = line_of(place, officer, event_id)
    assert (line.printed, line.sheets, line.out) == (12, 12, 10)
    assert (line.states[CopyState.ISSUED], line.states[CopyState.RETURNED]) == (7, 2)


def test_what_can_not_be_moved_is_left_out_with_the_reason(place, officer, event_id) -> None:
    serials = printed(place, event_id, 3)
    move(place, actor=officer, kind=SheetMoveKind.SPOIL, given=serials[:1])
    forged = issue_serial(device_id="x", run=1, number=1, serial_key="00" * 32, form_id=FORM)
    done = move(
        place,
        actor=officer,
        kind=SheetMoveKind.ISSUE,
        given=[*serials, forged.canonical, "nonsense", "run 7", "run 1 2-9", f"{serials[0]} to {forged}"],
    )
    assert done.serials == serials[1:]
    assert [each.why for each in done.left_out] == [
        "A serial has 16 letters and figures; this has 8.",
        "This laptop has no print run 7.",
        "The print run has the numbers 1 to 3.",
        "The two serials are not of one print run.",
        "No form on this device has issued it.",
        "It is down as spoiled.",
    ]
    nothing = move(place, actor=officer, kind=SheetMoveKind.ISSUE, given=serials)
    assert (nothing.moves, nothing.serials, len(nothing.left_out)) == ((), (), 3)
    assert len(acts(place)) == 2


def test_pages_of_one_copy_are_no_photocopies_and_the_same_page_twice_may_be(place, officer, event_id) -> None:
    serial = printed(place, event_id, 1)[0]
    codes = [PageCode(FORM, "1", serial, page, 2, "standard", "x").to_text() for page in (1, 2)]
    assert pile(place, codes).twice == ()
    assert pile(place, [*codes, codes[0]]).twice == (serial,)
    assert [each.copy.state for each in pile(place, codes).copies] == [CopyState.PRINTED]
    assert acts(place) == ()


def test_an_act_is_taken_back_by_a_counter_move(place, officer, event_id) -> None:
    serials = printed(place, event_id, 4)
    wrong = move(place, actor=officer, kind=SheetMoveKind.SPOIL, given=serials[:3]).moves[0]
    place.clock.move(timedelta(seconds=1))
    with pytest.raises(Refusal, match="No reason"):
        undo(place, actor=officer, move_id=wrong.move_id, reason=" ")
    put_back(place, actor=officer, given=serials[:1], reason="it is the next one")
    undone = undo(place, actor=officer, move_id=wrong.move_id, reason="wrong pile")
    assert undone.serials == tuple(sorted(serials[1:3]))
    assert states(place, serials) == ["printed"] * 4
    with pytest.raises(Refusal, match="before"):
        undo(place, actor=officer, move_id=wrong.move_id, reason="again")
    with pytest.raises(Refusal, match="nothing here"):
        undo(place, actor=officer, move_id=undone.moves[0].move_id, reason="again")
    assert [each.kind.value for each in history(place, serials[1])] == ["spoil", "put back"]
    line_of(place, officer, event_id)


def test_putting_back_goes_one_step_or_all_the_way(place, officer, event_id) -> None:
    serials = printed(place, event_id, 2)
    for kind in (SheetMoveKind.ISSUE, SheetMoveKind.RETURN, SheetMoveKind.BLANK):
        move(place, actor=officer, kind=kind, given=serials, how=SheetHow.POST)
        place.clock.move(timedelta(seconds=1))
    put_back(place, actor=officer, given=serials[:1], reason="there is a cross on it")
    put_back(place, actor=officer, given=serials[1:], reason="for the next event", all_moves=True)
    assert states(place, serials) == ["returned", "printed"]
    left = put_back(place, actor=officer, given=serials[1:], reason="once more")
    assert (left.moves, [each.why for each in left.left_out]) == ((), ["There is nothing to put back."])


def test_a_keyed_sheet_is_never_put_back_by_hand(place, officer, event_id) -> None:
    serial = printed(place, event_id, 1)[0]
    made = keyed(place, officer, event_id, serial)
    assert states(place, [serial]) == ["keyed"]
    assert put_back(place, actor=officer, given=[serial], reason="x").moves == ()
    with pytest.raises(Refusal):
        undo(place, actor=officer, move_id=history(place, serial)[0].move_id, reason="x")
    for kind in (SheetMoveKind.KEY, SheetMoveKind.SPOIL, SheetMoveKind.RETURN):
        assert move(place, actor=officer, kind=kind, given=[serial]).moves == ()
    with place.unit() as unit:
        mark_verified(place, unit, actor=officer, programme_id=PROGRAMME, serials=[serial], at=place.clock.now())
        unit.commit()
    assert states(place, [serial]) == ["verified"]
    with place.reading() as unit:
        assert unit.copies.copy(serial).response_id == made.response_id
    assert line_of(place, officer, event_id).states[CopyState.VERIFIED] == 1


def test_a_lost_sheet_that_turns_up_is_returned(place, officer, event_id) -> None:
    serials = printed(place, event_id, 2)
    move(place, actor=officer, kind=SheetMoveKind.UNACCOUNTED, given=["run 1"], reason="left on the bus")
    line = line_of(place, officer, event_id)
    assert (line.out, line.states[CopyState.UNACCOUNTED]) == (2, 2)
    move(place, actor=officer, kind=SheetMoveKind.RETURN, given=serials[:1])
    assert states(place, serials) == ["returned", "unaccounted"]


def test_a_sheet_that_comes_in_late_is_keyed_and_shown_late(place, officer, event_id) -> None:
    serials = printed(place, event_id, 3)
    place.clock.move(timedelta(days=60))
    move(place, actor=officer, kind=SheetMoveKind.RETURN, given=serials[1:2], day=date(2022, 1, 14))
    done = move(place, actor=officer, kind=SheetMoveKind.RETURN, given=serials[:2], how=SheetHow.POST)
    assert (done.serials, done.late) == (serials[:1], 1)
    assert [each.late for each in pile(place, serials[:2]).copies] == [True, False]
    assert look_up_serial(place, serials[0]).received_on == "2022-03-13"
    keyed(place, officer, event_id, serials[0], received_on="2022-03-13")
    line = line_of(place, officer, event_id)
    assert (line.late, line.back_by_post, line.back_not_said) == (1, 1, 1)
    with pytest.raises(Refusal, match="not come yet"):
        move(place, actor=officer, kind=SheetMoveKind.RETURN, given=serials[2:], day=date(2022, 4, 1))


def test_posted_copies_stand_beside_the_requests_and_are_never_joined(place, officer, event_id) -> None:
    serials = printed(place, event_id, 3)
    with place.unit() as unit:
        unit.follow_ups.make_room()
        for number, kind in enumerate(
            [FollowUpKind.LARGE_PRINT, FollowUpKind.LARGE_PRINT, FollowUpKind.CALL_BACK]
        ):
            unit.follow_ups.put(
                SealedFollowUp(f"r{number}", PROGRAMME, event_id, date(2022, 1, 10), kind, "", b"sealed", "Olu",
                               date(2022, 1, 20), None, "")
            )  # fmt: skip
        unit.commit()
    post = {"actor": officer, "kind": SheetMoveKind.ISSUE, "how": SheetHow.POST}
    sent = move(place, given=serials[:2], edition="large-print", **post)
    move(place, given=serials[2:], **post)
    undo(place, actor=officer, move_id=sent.moves[0].move_id, reason="wrong pile")
    move(place, given=serials[:1], edition="large-print", **post)
    report = paper_ledger(place, actor=officer, programme_id=PROGRAMME)
    day = place.clock.now().date()
    assert report.ledger.posted == {("large-print", day.isoformat()): 1, ("standard", day.isoformat()): 1}
    assert report.requests == {(FollowUpKind.LARGE_PRINT, date(2022, 1, 10)): 2}
    with place.reading() as unit:
        assert not [each for each in unit.sheet_moves.list() if "r0" in str(each)]


@pytest.mark.parametrize(
    "said",
    [
        {"reason": "for jane@example.org"},
        {"reason": "she rang from 0151 496 0000"},
        {"edition": "large print for jane@example.org"},
        {"edition": "L8 1TN"},
    ],
    ids=["address", "telephone", "format with an address", "postcode"],
)
def test_no_contact_detail_stands_beside_a_serial(place, officer, event_id, said) -> None:
    serials = printed(place, event_id, 2)
    with pytest.raises(Refusal):
        move(place, actor=officer, kind=SheetMoveKind.ISSUE, given=serials, how=SheetHow.POST, **said)
    assert states(place, serials) == ["printed"] * 2
    act = move(place, actor=officer, kind=SheetMoveKind.ISSUE, given=serials, how=SheetHow.POST).moves[0]
    if reason := said.get("reason"):
        with pytest.raises(Refusal):
            undo(place, actor=officer, move_id=act.move_id, reason=reason)
        with pytest.raises(Refusal):
            put_back(place, actor=officer, given=serials, reason=reason)
    assert states(place, serials) == ["issued"] * 2


def test_what_is_taken_back_after_midnight_has_the_day_of_the_programme(place, officer, event_id) -> None:
    serials = printed(place, event_id, 1)
    place.clock.instant = datetime(2022, 7, 1, 23, 30, tzinfo=UTC)  # past midnight in London
    act = move(place, actor=officer, kind=SheetMoveKind.ISSUE, given=serials).moves[0]
    back = undo(place, actor=officer, move_id=act.move_id, reason="wrong pile").moves[0]
    assert (act.day, back.day) == (date(2022, 7, 2), date(2022, 7, 2))


def test_copies_count_where_they_were_used(place, officer, event_id, other_event) -> None:
    serials = printed(place, event_id, 5)
    move(place, actor=officer, kind=SheetMoveKind.ISSUE, given=serials[:2], event_id=other_event)
    keyed(place, officer, other_event, serials[4])
    here, there = (line_of(place, officer, each) for each in (event_id, other_event))
    assert (here.printed, here.went, here.came, here.sheets) == (5, 3, 0, 2)
    assert (there.printed, there.went, there.came, there.sheets) == (0, 0, 3, 3)
    assert look_up_serial(place, serials[0]).event_id == other_event
    merge(place, actor=officer, event_id=other_event, into_id=event_id, reason="one event")
    both = line_of(place, officer, event_id)
    assert (both.printed, both.went, both.came, both.sheets) == (5, 0, 0, 5)


def test_returned_sheets_without_a_number_get_one(place, officer, event_id, other_event) -> None:
    labels = draw_labels(place, actor=officer, form_id=FORM, event_id=event_id, labels=3)
    assert line_of(place, officer, event_id).sheets == 0
    stuck = number_sheet(
        place, actor=officer, form_id=FORM, event_id=other_event, label=labels.serials[1].shown,
        kind=SheetMoveKind.BLANK,
    )  # fmt: skip
    assert stuck.serial == labels.serials[1]
    with pytest.raises(Refusal, match="already"):
        number_sheet(place, actor=officer, form_id=FORM, event_id=event_id, label=labels.serials[1].shown)
    written = [number_sheet(place, actor=officer, form_id=FORM, event_id=event_id) for _ in range(3)]
    assert [each.serial.number for each in written] == [1, 2, 3]
    assert len({each.serial.run for each in written}) == 1
    with pytest.raises(Refusal, match="no label"):
        number_sheet(place, actor=officer, form_id=FORM, event_id=event_id, label=written[0].shown)
    spoil = move(place, actor=officer, kind=SheetMoveKind.SPOIL, given=[labels.serials[0].canonical])
    assert [each.why for each in spoil.left_out] == ["It is on a label that no sheet bears yet."]
    here, there = (line_of(place, officer, each) for each in (event_id, other_event))
    assert (here.drawn[RunKind.LABELS], here.drawn[RunKind.WRITTEN], here.unused, here.sheets) == (3, 3, 2, 3)
    assert (there.sheets, there.states[CopyState.BLANK], there.came) == (1, 1, 1)
    made = keyed(place, officer, event_id, written[0].serial.canonical)
    assert made.envelope.print_log_here is True


def test_a_page_code_says_the_version_that_is_on_the_sheet(place, officer, event_id) -> None:
    with place.reading() as unit:
        form = unit.forms.get(FORM)
    code = PageCode(FORM, form.version, "", 1, 4, "easy-read", "lay").to_text()
    sheet = number_sheet(place, actor=officer, form_id="", event_id=event_id, page_code=code)
    with place.reading() as unit:
        run = unit.copies.run(unit.copies.copy(sheet.serial.canonical).run_id)
    assert (run.edition, run.layout_id, run.form_sha256) == ("easy-read", "lay", form.sha256)
    for wrong, said in (
        (PageCode(FORM, "0", "", 1, 4, "standard", "lay").to_text(), "Version 0"),
        (PageCode(FORM, form.version, sheet.serial.canonical, 1, 4, "standard", "lay").to_text(), "already"),
    ):
        with pytest.raises(Refusal, match=said):
            number_sheet(place, actor=officer, form_id="", event_id=event_id, page_code=wrong)


def test_a_photocopy_gets_a_number_of_its_own(place, officer, event_id) -> None:
    serial = printed(place, event_id, 1)[0]
    assert seen_before(place, serial) is None
    keyed(place, officer, event_id, serial)
    assert seen_before(place, serial).state is CopyState.KEYED
    own = accept_photocopy(place, actor=officer, original=serial, how=SheetHow.POST)
    assert own.serial.canonical != serial
    with place.reading() as unit:
        copy = unit.copies.copy(own.serial.canonical)
        assert (copy.photocopy_of, copy.state, copy.event_id) == (serial, CopyState.RETURNED, event_id)
        assert unit.copies.photocopies(serial) == (copy,)
    keyed(place, officer, event_id, own.serial.canonical)
    line = line_of(place, officer, event_id)
    assert (line.printed, line.drawn[RunKind.PHOTOCOPY], line.sheets, line.states[CopyState.KEYED]) == (1, 1, 2, 2)


def test_a_volunteer_moves_paper_and_does_not_write_it_off(place, officer, event_id) -> None:
    vi = signed_in(place, "Vi", Role.VOLUNTEER)
    serials = printed(place, event_id, 2)
    move(place, actor=vi, kind=SheetMoveKind.RETURN, given=serials[:1])
    with pytest.raises(Refusal, match="role"):
        move(place, actor=vi, kind=SheetMoveKind.UNACCOUNTED, given=serials)
    with pytest.raises(Refusal, match="role"):
        move(place, actor=Actor("", "Ada", Role.AUDITOR, True), kind=SheetMoveKind.RETURN, given=serials)


def test_every_act_is_in_the_log(place, officer, event_id) -> None:
    serials = printed(place, event_id, 3)
    done = move(place, actor=officer, kind=SheetMoveKind.SPOIL, given=serials[:2], reason="coffee").moves[0]
    back = undo(place, actor=officer, move_id=done.move_id, reason="dried").moves[0]
    sheet = number_sheet(place, actor=officer, form_id=FORM, event_id=event_id).move
    with place.reading() as unit:
        said = [(line.what, line.about_id, line.why) for line in unit.changes.walk()][-3:]
    assert said == [
        ("paper spoiled", done.move_id, "coffee"),
        ("paper put back", back.move_id, "dried"),
        ("paper numbered", sheet.move_id, ""),
    ]
