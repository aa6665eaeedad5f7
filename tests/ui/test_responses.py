"""The list of responses, one of them, changing and voiding it: by keyboard, and with more rows than a screen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from desktop.responses.states import ItemState
from desktop.staff.people import Role
from desktop.ui.pages.edit_page import EditPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.response_page import ResponsePage
from desktop.ui.pages.responses_page import ResponsesPage, _Found
from desktop.ui.parts.reason_dialog import ReasonDialog
from desktop.ui.responses.response_model import CHUNK, ResponseModel
from desktop.workflows.record_response import add_response
from tests.ui.hands import Hands as Reader
from tests.ui.test_interview import Hands, hands
from tests.workplaces import FORM, signed_in

__all__ = ["hands"]
AGREES = {
    "respondent_type": "resident",
    **{f"{part}_agree": "agree" for part in ("best_start", "staying_healthy", "living_supported")},
    "dying_well_offer": "no",
}


@pytest.fixture
def recorded(place, officer, event_id) -> list[str]:
    """Give the ids of three responses, the newest first; the second disagrees with something."""
    found = []
    for change in ({}, {"best_start_agree": "disagree"}, {}):
        made = add_response(
            place,
            actor=officer,
            form_id=FORM,
            event_id=event_id,
            channel="interview",
            answers={**AGREES, **change},
        )
        found.append(made.response_id)
        place.clock.move(timedelta(minutes=5))
    return found[::-1]


@pytest.fixture
def reader(qtbot, at_work) -> Reader:
    return Reader(qtbot, at_work)


@pytest.fixture
def listed(at_work, hands: Hands, reader: Reader, recorded) -> ResponsesPage:
    at_work.show_page(Where.RESPONSES)
    page = reader.page(ResponsesPage)
    reader.reads("3 responses")
    hands.settle()
    return page


def cells(page: ResponsesPage) -> list[list[str]]:
    model = page._model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def picks(monkeypatch, reason: tuple[str, str] | None) -> list[str]:
    """Answer every question for a reason with ``reason``; return the list that the titles go into."""
    titles: list[str] = []

    def ask(cls, parent, title, text, reasons, *, own="", agree):
        titles.append(title)
        return reason

    monkeypatch.setattr(ReasonDialog, "ask", classmethod(ask))
    return titles


def test_the_list_shows_what_there_is_newest_first(listed, reader, recorded) -> None:
    assert listed._model.ids == tuple(recorded)
    reader.until(lambda: "…" not in cells(listed)[0])
    assert [row[3:6] for row in cells(listed)] == [["Olu", "Finished", "In time"]] * 3
    assert QApplication.focusWidget() is listed._search.input


def test_words_are_searched_for_as_they_are_typed(listed, hands, reader, recorded) -> None:
    hands.press("disag")
    reader.reads("1 response found")
    assert listed._model.ids == (recorded[1],)
    hands.press("x")
    reader.reads("Nothing was found")
    assert not listed._open_button.isEnabled()
    hands.press(Qt.Key.Key_Backspace, Qt.Key.Key_Down)
    reader.reads("1 response found")
    reader.button("Show all again").click()
    reader.reads("3 responses")


def test_what_comes_of_an_older_search_is_not_shown(listed, recorded) -> None:
    listed._asked += 1
    listed._found(_Found(listed._asked - 1, {}, ("uuid:stale",), True))
    assert listed._model.ids == tuple(recorded)


def test_by_keys_alone_from_the_words_to_a_response_and_back(listed, at_work, hands, reader, recorded) -> None:
    hands.press(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is listed._table
    hands.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    page = reader.page(ResponsePage)
    assert page.arguments["response_id"] == recorded[1]
    reader.reads("History")
    assert "disagree" in reader.words().lower()
    hands.settle()
    hands.press(Qt.Key.Key_Escape)
    back = reader.page(ResponsesPage)
    reader.reads("3 responses")
    hands.settle()
    hands.press(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is back._table
    hands.press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is back._search.input


def test_the_list_is_narrowed_and_ordered(listed, reader, recorded) -> None:
    filters = listed._filters
    filters._channel.setCurrentIndex(filters._channel.findText("On paper"))
    filters._channel.activated.emit(filters._channel.currentIndex())
    reader.reads("Nothing was found")
    reader.button("Show all again").click()
    reader.reads("3 responses")
    filters._order.setCurrentIndex(filters._order.findText("Oldest first"))
    filters._order.activated.emit(1)
    reader.until(lambda: listed._model.ids == tuple(recorded[::-1]))
    filters._state.setCurrentIndex(1)
    filters._state.activated.emit(1)
    reader.reads("3 responses found")
    assert filters._state.currentText() == "Finished: 3"


def test_an_empty_list_says_so(at_work, reader) -> None:
    at_work.show_page(Where.RESPONSES)
    reader.reads("No response was finished yet")


def test_answers_are_changed_by_keys_with_a_reason(at_work, place, hands, reader, recorded, monkeypatch) -> None:
    titles = picks(monkeypatch, ("misheard", "It was misheard or misread"))
    at_work.show_page(Where.RESPONSE, response_id=recorded[1])
    reader.button("Change answers…").click()
    page = reader.page(EditPage)
    reader.until(lambda: page.shown is not None)
    hands.settle()
    assert titles == ["Change answers"]
    path = next(row.path for row in page.shown.rows if row.path.endswith("best_start_agree"))
    page._change(path)
    reader.until(lambda: page.shown.views)
    hands.settle()
    hands.press("2", Qt.Key.Key_Return)
    reader.until(lambda: page.shown.rows)
    hands.settle()
    hands.press(Qt.Key.Key_Return)
    reader.reads("Finish the change")
    hands.settle()
    hands.press(Qt.Key.Key_Return)
    shown = reader.page(ResponsePage)
    reader.reads("The change is saved")
    reader.reads("Why: It was misheard or misread")
    assert shown.arguments["response_id"] == recorded[1]
    with place.reading() as unit:
        stored = unit.responses.get(recorded[1])
    assert stored.revision.answers[path] == "agree"
    assert len(stored.revisions) == 2


def test_a_change_that_was_left_is_gone_on_with_or_given_up(
    at_work, place, hands, reader, recorded, monkeypatch
) -> None:
    picks(monkeypatch, ("mistyped", "It was mistyped"))
    at_work.show_page(Where.RESPONSE, response_id=recorded[0])
    reader.button("Change answers…").click()
    page = reader.page(EditPage)
    reader.until(lambda: page.shown is not None)
    hands.settle()
    page._stop()
    reader.page(ResponsePage)
    reader.reads("A change is open")
    hands.settle()
    reader.button("Go on with the change").click()
    page = reader.page(EditPage)
    reader.until(lambda: page.shown is not None)
    hands.settle()
    page._abandon()
    reader.reads("The change was given up")
    reader.button("Change answers…")
    with place.reading() as unit:
        assert unit.drafts.change_of(recorded[0]) is None
        assert unit.responses.get(recorded[0]).state is ItemState.FINALISED


def test_a_response_is_voided_with_a_reason(at_work, place, hands, reader, recorded, monkeypatch) -> None:
    picks(monkeypatch, ("twice", "It was recorded twice"))
    at_work.show_page(Where.RESPONSE, response_id=recorded[0])
    reader.button("Void it…").click()
    reader.reads("✓ Voided")
    reader.reads("The centre is told with the next batch")
    reader.reads("Why: It was recorded twice")
    hands.settle()
    assert not reader._buttons("Void it…")
    assert not reader._buttons("Change answers…")
    with place.reading() as unit:
        assert unit.responses.get(recorded[0]).state is ItemState.VOIDED


def test_nothing_happens_where_no_reason_is_given(at_work, place, hands, reader, recorded, monkeypatch) -> None:
    titles = picks(monkeypatch, None)
    at_work.show_page(Where.RESPONSE, response_id=recorded[0])
    reader.button("Void it…").click()
    reader.button("Change answers…").click()
    hands.settle()
    assert titles == ["Void this response", "Change answers"]
    assert isinstance(at_work.page, ResponsePage)
    with place.reading() as unit:
        assert unit.responses.get(recorded[0]).state is ItemState.FINALISED


def test_the_menu_leads_there_for_those_who_may(at_work, qtbot, place, hands) -> None:
    keys = {action.data(): (action, needed) for action, needed in at_work._menus.go_actions}
    _action, needed = keys[Where.RESPONSES.value]
    officer, volunteer = at_work.desk, signed_in(place, "Vera", Role.VOLUNTEER)
    assert officer.may(needed)
    assert not type(officer)(place, volunteer, officer.programme).may(needed)


class _Line:
    def __init__(self, response_id: str) -> None:
        self.response_id = response_id


def ids(many: int) -> tuple[str, ...]:
    return tuple(f"uuid:{number}" for number in range(many))


def test_the_model_keeps_qts_rules_and_asks_for_a_chunk_once(qtbot) -> None:
    model = ResponseModel(None)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    asked: list[int] = []
    model.rows_wanted.connect(asked.append)
    model.show_ids(ids(250))
    for row in (0, 1, 99, 100, 249, 249):
        assert model.index(row, 3).data() == "…"
    assert sorted(set(asked)) == [0, 1, 2]
    assert len(asked) == len(set(asked))
    model.put_rows(0, ids(250)[1:CHUNK], [])  # of a list that is not shown any more
    assert model.index(0, 3).data() == "…"
    model.show_ids(ids(1_000))
    assert model.rowCount() == 1_000
    model.index(249, 0).data()
    assert asked.count(2) == 2  # the chunk was not full before
    model.show_ids(ids(5))
    assert model.rowCount() == 5
    assert isinstance(model, QAbstractItemModel)
    del tester


def test_scrolling_through_very_many_rows_does_not_gather_them(qtbot) -> None:
    model = ResponseModel(None)
    model.show_ids(ids(100_000))

    def rows(chunk: int) -> None:
        wanted = model.ids_of(chunk)
        model.put_rows(chunk, wanted, [_Line(each) for each in wanted])

    for chunk in range(1_000):
        rows(chunk)
    assert len(model._chunks) <= 40
