"""Keying without leaving the keyboard: undo, queries, margin notes, what belongs elsewhere, piles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from desktop.engagement.follow_ups import FollowUpKind
from desktop.responses.keyings import FieldEffort, Which
from desktop.sheets.custody import SheetMoveKind
from desktop.sheets.piles import pile_code, ranges_of
from desktop.staff.people import Role
from desktop.ui.keying.effort import Effort
from desktop.ui.pages.concerns_page import ConcernsPage
from desktop.ui.pages.follow_ups_page import FollowUpsPage
from desktop.ui.pages.keying_page import KeyingPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.update_list_page import UpdateListPage
from desktop.workflows.ask_coordinator import answer, open_queries
from desktop.workflows.custody import move
from desktop.workflows.follow_up import ask, follow_ups
from tests.ui.test_interview import ENTER, ESC, Hands, hands, small
from tests.ui.test_keying import begin, serials
from tests.workplaces import signed_in

__all__ = ["hands", "serials", "small"]

CONTROL = Qt.KeyboardModifier.ControlModifier


def control(hands: Hands, key: Qt.Key) -> None:
    hands.qtbot.keyClick(QApplication.focusWidget(), key, CONTROL)
    hands.settle()


def answers(window) -> dict[str, str]:
    return dict(window.page._course.keying.entry.answers())


# undo -------------------------------------------------------------------------------------------------------


def test_undo_takes_back_what_was_keyed_and_the_route_with_it(window, hands, serials) -> None:
    begin(window, hands, serials[0])
    hands.press("2")  # skips the years
    assert window.page._here() == "uses"
    hands.press("-")
    control(hands, Qt.Key.Key_Z)
    assert window.page._here() == "uses"
    assert window.page._course.keying.missing_kind("uses") == ""
    assert "Undone: question" in window.page._sheet_part.card.said.text()
    control(hands, Qt.Key.Key_Z)
    assert window.page._here() == "resident"
    assert answers(window) == {}
    hands.press("1")
    assert window.page._here() == "years"
    assert window.page._sheet_part.card.said.isHidden()


def test_undo_of_a_forced_value_and_of_typing(window, hands, serials) -> None:
    begin(window, hands, serials[0])
    hands.press("1", "300", ENTER, ENTER)
    assert window.page._here() == "uses"
    hands.press("1")
    control(hands, Qt.Key.Key_Z)  # what is being typed comes first
    assert window.page._here() == "uses"
    assert window.page._field._line.text() == ""
    control(hands, Qt.Key.Key_Z)
    assert window.page._here() == "years"
    assert answers(window) == {"resident": "y"}
    assert window.page._course.keying._forced() == {}
    control(hands, Qt.Key.Key_Z)
    control(hands, Qt.Key.Key_Z)
    assert "nothing left to undo" in window.page._sheet_part.card.said.text()


def test_undo_from_the_end_of_the_sheet(window, hands, serials) -> None:
    begin(window, hands, serials[0])
    hands.press("2", "1", ENTER, "Words", ENTER, "-", "?")
    assert window.page.at_end
    control(hands, Qt.Key.Key_Z)
    assert not window.page.at_end
    assert window.page._course.keying.missing_kind("equality/health") == ""


# typing ahead -----------------------------------------------------------------------------------------------


def test_a_run_of_letters_ends_with_the_key_of_the_next_question(window, hands, serials) -> None:
    begin(window, hands, serials[0])
    hands.press("2")
    hands.press("ac7")  # the next one takes words: the figure is its first sign
    assert answers(window)["uses"] == "bus pool"
    assert window.page._here() == "comment"
    assert window.page._field._box.toPlainText() == "7"


def test_what_was_typed_ahead_is_not_taken_for_a_reason(window, hands, serials) -> None:
    begin(window, hands, serials[0])
    hands.press("1")
    hands.qtbot.keyClicks(QApplication.focusWidget(), "300")
    hands.qtbot.keyClick(QApplication.focusWidget(), ENTER)
    hands.qtbot.keyClicks(QApplication.focusWidget(), "13")
    hands.settle()
    assert window.page._here() == "years"
    assert window.page._reason.input.text() == "as written on the sheet"


# queries ----------------------------------------------------------------------------------------------------


def test_a_field_is_parked_and_the_sheet_waits_for_its_answer(window, hands, serials, place, officer) -> None:
    begin(window, hands, serials[0])
    hands.press("1")
    control(hands, Qt.Key.Key_U)
    assert window.page._sheet_part.ask.isVisible()
    hands.press("Is it 3 or 8?", ENTER)
    assert window.page._here() == "uses"
    (query,) = open_queries(place)
    assert (query.path, query.words) == ("years", "Is it 3 or 8?")
    assert "the coordinator is asked" in window.page._list.item(1, 1).text()
    hands.press("1", ENTER, "Words", ENTER, "-", "-")
    assert window.page.at_end
    assert "not answered yet" in window.page._end_part.waits.title.text()
    assert not window.page._received.isVisible()
    hands.press(ENTER)  # the next sheet
    assert window.page._serial.input.hasFocus()
    assert "waits for the coordinator" in window.page._done.title.text()
    with place.reading() as unit:
        assert unit.responses.by_serial(serials[0])[0].state.value == "draft"

    answer(place, actor=officer, query_id=query.query_id, answer="It is an 8")
    begin(window, hands, serials[0])
    assert window.page._here() == "years"
    assert "It is an 8" in window.page._sheet_part.card.told.text.text()
    hands.press("8", ENTER)
    while not window.page.at_end:
        hands.press(ENTER)
    hands.press(ENTER)
    with place.reading() as unit:
        (keyed,) = unit.keyings.of_serial(serials[0])
    assert keyed.which is Which.FIRST


def test_a_whole_sheet_is_parked_by_one_key_more(window, hands, serials, place) -> None:
    begin(window, hands, serials[0])
    control(hands, Qt.Key.Key_U)
    control(hands, Qt.Key.Key_Return)
    assert window.page._serial.input.hasFocus()
    (query,) = open_queries(place)
    assert (query.path, query.words) == ("", "")


def test_a_query_is_taken_back_and_esc_asks_nothing(window, hands, serials, place) -> None:
    begin(window, hands, serials[0])
    control(hands, Qt.Key.Key_U)
    hands.press(ESC)
    assert open_queries(place) == ()
    assert window.page._field._line.hasFocus()
    control(hands, Qt.Key.Key_U)
    hands.press(ENTER)
    assert len(open_queries(place)) == 1
    hands.press(ESC)
    assert window.page._here() == "resident"
    control(hands, Qt.Key.Key_U)
    hands.press(Qt.Key.Key_Space)  # the button that takes it back has the keyboard
    assert open_queries(place) == ()
    assert window.page._here() == "resident"


# beside the questions ---------------------------------------------------------------------------------------


def test_notes_in_the_margin_and_loose_pages(window, hands, serials, place) -> None:
    begin(window, hands, serials[0])
    control(hands, Qt.Key.Key_M)
    hands.press("see the back", ENTER, "x", ENTER)
    assert "number of pages" in window.page._sheet_part.margin._pages.fault
    window.page._sheet_part.margin._pages.input.selectAll()
    hands.press("2", ENTER)
    assert window.page._field._line.hasFocus()
    control(hands, Qt.Key.Key_M)
    assert window.page._sheet_part.margin._words.toPlainText() == "see the back"
    hands.press(ESC)
    assert window.page._field._line.hasFocus()
    keying = window.page._course.keying
    assert (keying.margin_notes, keying.loose_pages) == ("see the back", 2)


def test_notes_in_the_margin_are_shown_with_the_response(window, hands, serials, place) -> None:
    begin(window, hands, serials[0])
    control(hands, Qt.Key.Key_M)
    hands.press("see the back", ENTER, "1", ENTER)
    hands.press("2", "-", ENTER, "-", "-", ENTER)
    with place.reading() as unit:
        (summary,) = unit.responses.summaries()
    window.show_page(Where.RESPONSE, response_id=summary.response_id)
    hands.settle()
    shown = "\n".join(each.text() for each in window.page.findChildren(QLabel))
    assert "see the back" in shown
    assert "1 loose page came with the sheet." in shown


def test_notes_that_were_not_ended_by_enter_are_kept_on_leaving(window, hands, serials) -> None:
    begin(window, hands, serials[0])
    control(hands, Qt.Key.Key_M)
    hands.press("half a word")
    window.show_page(Where.KEYING)
    hands.settle()
    begin(window, hands, serials[0])
    assert window.page._course.keying.margin_notes == "half a word"


ELSEWHERE = {"1": UpdateListPage, "2": FollowUpsPage, "3": ConcernsPage}


def shows(window, kind: type) -> bool:
    return isinstance(window.page, kind)


def test_what_belongs_elsewhere_has_a_way_that_comes_back_to_the_very_field(window, hands, serials) -> None:
    begin(window, hands, serials[0])
    hands.press("1", "30", ENTER, ESC)
    window.page._carried = "09012022"
    for key, kind in ELSEWHERE.items():
        assert window.page._here() == "years"
        control(hands, Qt.Key.Key_J)
        hands.press(key)
        hands.qtbot.waitUntil(partial(shows, window, kind), timeout=30_000)
        hands.settle()
        hands.qtbot.keyClick(QApplication.focusWidget() or window.page, ESC)
        hands.qtbot.waitUntil(partial(shows, window, KeyingPage), timeout=30_000)
        hands.settle()
        assert window.page._here() == "years"
        assert window.page._carried == "09012022"
        assert window.page._field._line.hasFocus()


def test_a_volunteer_is_offered_what_a_volunteer_may(window, hands, serials, place) -> None:
    window.desk = replace(window.desk, actor=signed_in(place, "Vera", Role.VOLUNTEER))
    begin(window, hands, serials[0])
    control(hands, Qt.Key.Key_J)
    offered = [text for text, _signal in window.page._sheet_part.found._ways]
    assert offered == [
        "A name or contact details for the update list",
        "Somebody asks for something",
        "A safeguarding concern",
    ]


def test_please_call_me_on_a_sheet_is_noted_by_a_volunteer(window, hands, serials, place, officer) -> None:
    programme_id = window.desk.programme.programme_id
    ask(
        place, actor=officer, programme_id=programme_id, kind=FollowUpKind.CALL_BACK, what="Of another person",
        reach="01632 960001", owner="Olu", due=date(2022, 1, 14),
    )  # fmt: skip
    window.desk = replace(window.desk, actor=signed_in(place, "Vera", Role.VOLUNTEER))
    begin(window, hands, serials[0])
    hands.press("1", "30", ENTER, ESC)
    assert window.page._here() == "years"
    control(hands, Qt.Key.Key_J)
    hands.press("2")
    hands.qtbot.waitUntil(partial(shows, window, FollowUpsPage), timeout=30_000)
    hands.settle()
    page = window.page
    assert not page._list.isVisible()
    assert page._list.requests == ()
    hands.press("Call", ENTER, "Please call me", Qt.Key.Key_Tab, "01632 960002", Qt.Key.Key_Tab, "Olu", ENTER)
    noted = {each.what: each.reach for each in follow_ups(place, actor=officer, programme_id=programme_id)}
    assert noted == {"Of another person": "01632 960001", "Please call me": "01632 960002"}
    assert "Saved" in page._said.text()
    assert page._list.requests == ()
    hands.press(ESC)
    hands.qtbot.waitUntil(partial(shows, window, KeyingPage), timeout=30_000)
    hands.settle()
    assert window.page._here() == "years"
    assert window.page._field._line.hasFocus()


# piles ------------------------------------------------------------------------------------------------------


def test_a_pile_tells_how_far_it_is_and_which_sheet_is_next(window, hands, serials, place, officer) -> None:
    move(place, actor=officer, kind=SheetMoveKind.RETURN, given=serials, day=date(2022, 1, 5))
    begin(window, hands, pile_code(ranges_of(serials)))
    pile = window.page._serial_part.pile
    assert "0 of 2" in pile._words.text()
    pile._next.click()
    hands.settle()
    assert window.page._sheet.serial == serials[0]
    hands.press("2", "-", ENTER, "-", "-", ENTER)
    assert "1 of 2" in pile._words.text()
    begin(window, hands, serials[1])
    hands.press("2", "-", ENTER, "-", "-", ENTER)
    assert "through" in pile._words.text()


# effort -----------------------------------------------------------------------------------------------------


def test_what_a_question_took_is_counted(window, hands, serials, place) -> None:
    begin(window, hands, serials[0])
    ticks = iter(range(1, 1000))
    part = window.page._sheet_part
    part._clock = partial(next, ticks)
    hands.press("1", "3", "0", ENTER)
    window.show_page(Where.KEYING)  # the sheet is left in between
    hands.settle()
    begin(window, hands, serials[0])
    hands.press("-", ENTER, "-", "-", ENTER)
    with place.reading() as unit:
        (keyed,) = unit.keyings.of_serial(serials[0])
    assert keyed.efforts["resident"].keystrokes == 1
    assert (keyed.efforts["years"].keystrokes, keyed.efforts["years"].seconds) == (3, 3.0)
    assert keyed.efforts["comment"].keystrokes == 1


def test_a_pause_is_no_work() -> None:
    effort = Effort(pause=30)
    for path, now in (("a", 100.0), ("a", 101.5), ("b", 102.0), ("b", 140.0), ("b", 141.0)):
        effort.key(path, now)
    assert effort.take() == {"a": FieldEffort(2, 1.5), "b": FieldEffort(3, 1.5)}
    assert effort.take() == {}
    effort.stop()
    effort.key("c", 1000.0)
    assert effort.take() == {"c": FieldEffort(1, 0.0)}


def test_a_damaged_code_of_a_pile_says_so(window, hands, serials) -> None:
    begin(window, hands, "SBP1|x")
    assert "not one of a pile sheet" in window.page._serial.fault
    assert window.page._serial_part.pile.isHidden()


# going on ---------------------------------------------------------------------------------------------------


def test_a_sheet_goes_on_behind_what_was_keyed_last(window, hands, serials, place, officer) -> None:
    begin(window, hands, serials[0])
    hands.press("1", ENTER, "1", ENTER)  # the years are gone past with Enter
    assert window.page._here() == "comment"
    window.show_page(Where.KEYING)
    begin(window, hands, serials[0])
    assert window.page._here() == "comment"
    control(hands, Qt.Key.Key_U)
    hands.press(ENTER)
    (query,) = open_queries(place)
    window.show_page(Where.KEYING)
    begin(window, hands, serials[0])
    behind = window.page._here()
    assert behind not in ("", "years", "comment")
    answer(place, actor=officer, query_id=query.query_id, answer="Key it as it stands.")
    window.show_page(Where.KEYING)
    begin(window, hands, serials[0])
    assert window.page._here() == "comment"


def test_behind_what_was_answered_only_what_has_nothing_is_asked(window, hands, serials, place, officer) -> None:
    begin(window, hands, serials[0])
    hands.press("2")
    control(hands, Qt.Key.Key_U)
    hands.press(ENTER)
    assert window.page._here() == "comment"
    hands.press("Words", ENTER, "-", "?")
    assert window.page.at_end
    window.show_page(Where.KEYING)
    (query,) = open_queries(place)
    answer(place, actor=officer, query_id=query.query_id, answer="None of them.")
    begin(window, hands, serials[0])
    assert window.page._here() == "uses"
    hands.press("-")
    assert window.page.at_end
    hands.press(ESC, Qt.Key.Key_Up, Qt.Key.Key_Up, ENTER)  # who goes back looks at each again
    assert not window.page.at_end


def test_arrows_leave_words_at_their_first_and_last_line(window, hands, serials) -> None:
    begin(window, hands, serials[0])
    hands.press("2", "1", ENTER, "Words", ENTER)
    after = window.page._here()
    hands.press(Qt.Key.Key_Up)
    assert window.page._here() == "comment"
    hands.press(Qt.Key.Key_Down)
    assert window.page._here() == after
    hands.press(Qt.Key.Key_Up)
    window.page._field._box.setPlainText("one\ntwo")  # the cursor stands in the first line
    hands.press(Qt.Key.Key_Down)
    assert window.page._here() == "comment"
    hands.press(Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert window.page._here() == "uses"
    assert answers(window)["comment"] == "one\ntwo"


def test_a_sheet_to_go_on_with_comes_after_the_serial(window, hands, serials) -> None:
    begin(window, hands, serials[0])
    hands.press("2")
    window.show_page(Where.KEYING)
    hands.settle()
    hands.press(Qt.Key.Key_Tab)
    assert "Go on with" in QApplication.focusWidget().text()
