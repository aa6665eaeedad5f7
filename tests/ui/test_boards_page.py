"""Boards by keyboard alone: options and their figures, corrected with a reason, with a photograph beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton

from desktop.engagement.boards import BoardKind, BoardOption
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.boards_page import BoardsPage
from desktop.ui.pages.page import Where
from desktop.workflows.run_boards import add_board, boards, void_board
from tests.ui.accessible import unnamed
from tests.ui.at_event import at_event, when_asked
from tests.ui.test_interview import Hands, hands
from tests.workflows.test_pictures import photograph

__all__ = ["hands"]

ENTER, ESC, TAB, DOWN, SPACE = (
    Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Space,
)  # fmt: skip
OPTIONS = (BoardOption("Benches", 2), BoardOption("Buses", 31))


def opened(window: MainWindow, hands: Hands, event_id: str) -> BoardsPage:
    at_event(window, event_id)
    window.show_page(Where.BOARDS)
    hands.settle()
    return window.page


@pytest.fixture
def page(at_work: MainWindow, hands: Hands, event_id: str) -> BoardsPage:
    return opened(at_work, hands, event_id)


@pytest.fixture
def there(at_work: MainWindow, hands: Hands, place, officer, event_id: str) -> BoardsPage:
    """Give the page with one board there already."""
    add_board(
        place, actor=officer, event_id=event_id, kind=BoardKind.DOTS, question="What first?", options=OPTIONS
    )
    return opened(at_work, hands, event_id)


def press_on_card(page: BoardsPage, hands: Hands, text: str) -> None:
    (made,) = (each for each in page.findChildren(QPushButton) if each.text() == text)
    made.setFocus()
    hands.press(SPACE)


def test_a_dot_vote_by_keyboard_alone(page: BoardsPage, hands: Hands, place, event_id) -> None:
    hands.press(ENTER, "What first?", ENTER)
    assert QApplication.focusWidget().accessibleName() == "Option 1"
    hands.press("Benches", TAB, "+", "+", "+", "-", ENTER)
    hands.press("Buses", TAB)
    QApplication.focusWidget().selectAll()
    hands.press("31", ENTER, "Walks", ENTER)  # the next row is made where there is none
    assert QApplication.focusWidget().accessibleName() == "Option 4"
    hands.press(ENTER)  # Enter in an empty row: all options are there
    (board,) = boards(place, event_id=event_id)
    assert board.kind is BoardKind.DOTS
    assert board.question == "What first?"
    assert board.options == (*OPTIONS, BoardOption("Walks", 0))
    assert page.would_lose() == ""
    assert [card.board for card in page._cards.values()] == [board]
    said = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "31 dots: Buses" in said
    assert "Dots are no people" in said


def test_a_ranking_by_keyboard_alone(page: BoardsPage, hands: Hands, place, event_id) -> None:
    hands.press(DOWN, ENTER, "What matters?", ENTER, "A", TAB, "+", ENTER, "B", TAB, "+", "+", ENTER)
    assert not page._each.isVisible()
    assert "Option 3: place" in [row[2].accessibleName() for row in page._rows._rows]
    hands.qtbot.keyClick(QApplication.focusWidget(), ENTER, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    (board,) = boards(place, event_id=event_id)
    assert board.kind is BoardKind.RANKING
    assert board.options == (BoardOption("A", 1), BoardOption("B", 2))


def test_what_is_missing_or_refused_is_said(page: BoardsPage, hands: Hands, place, event_id) -> None:
    page._save()
    assert page._summary.hasFocus()
    hands.press(TAB, ENTER)
    assert page._question.input.hasFocus()
    hands.press("What first?", ENTER, "Same", ENTER, "same", ENTER)
    assert "not saved" in page.would_lose()
    page._save()
    hands.settle()
    assert "stands there twice" in page._summary.accessibleName()
    assert boards(place, event_id=event_id) == ()


def test_a_board_is_corrected_with_a_reason(there: BoardsPage, hands: Hands, place, event_id) -> None:
    press_on_card(there, hands, "Change…")
    assert there._at.text() == "Changing: What first?"
    assert not there._kind.isEnabled()
    hands.press(TAB, "+")
    asked = when_asked(there, ENTER)
    hands.qtbot.keyClick(QApplication.focusWidget(), ENTER, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    assert asked() == ["Why is it changed?"]
    (board,) = boards(place, event_id=event_id)
    assert (board.revision, board.options[0].figure, board.reason) == (2, 3, "A slip of the pen")
    assert there._changing is None


def test_esc_leaves_a_change(there: BoardsPage, hands: Hands, place, event_id) -> None:
    press_on_card(there, hands, "Change…")
    hands.press(TAB, "+", ESC)
    assert there.would_lose() == ""
    assert boards(place, event_id=event_id)[0].revision == 1


def test_a_board_is_taken_out_with_a_reason(there: BoardsPage, hands: Hands, place, event_id) -> None:
    when_asked(there, "2", ENTER)
    press_on_card(there, hands, "Take out…")
    assert boards(place, event_id=event_id) == ()
    assert boards(place, event_id=event_id, voided=True)[0].reason == "Entered by mistake"
    assert there._none.isVisible()


def test_a_photograph_stands_with_the_board(
    there: BoardsPage, hands, place, event_id, tmp_path, monkeypatch
) -> None:
    path = tmp_path / "wall.jpg"
    path.write_bytes(photograph())

    def chosen(*_args: Any) -> tuple[str, str]:
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", chosen)
    press_on_card(there, hands, "Photograph…")
    (board,) = boards(place, event_id=event_id)
    with place.reading() as unit:
        assert unit.pictures.get(board.picture_id).owner_id == board.board_id
    names = [label.accessibleName() for label in there.findChildren(QLabel)]
    assert "Photograph of the board: What first?" in names


def test_what_is_no_photograph_is_refused(there: BoardsPage, hands, at_work, place, event_id, tmp_path) -> None:
    path = tmp_path / "wall.jpg"
    path.write_bytes(b"no picture")
    there.take_photo(boards(place, event_id=event_id)[0].board_id, path)
    hands.settle()
    assert "no picture that can be shown" in at_work._errors.said
    assert boards(place, event_id=event_id)[0].picture_id == ""


@pytest.mark.parametrize("scale", [100, 200, 300])
def test_every_widget_has_a_name_and_the_page_its_room(there, hands, at_work, theme, event_id, scale) -> None:
    theme.set_scale(scale)
    again = opened(at_work, hands, event_id)
    assert unnamed(at_work) == []
    assert again.content.horizontalScrollBar().maximum() == 0


def test_what_is_typed_while_one_is_being_saved_is_of_the_next(
    page: BoardsPage, hands: Hands, place, event_id
) -> None:
    page._question.input.setText("What first?")
    page._rows.show_options(OPTIONS)
    page._question.input.setFocus()
    page._save()
    hands.qtbot.keyClicks(page._question.input, "next")
    assert page.saving()
    hands.settle()
    assert [each.question for each in boards(place, event_id=event_id)] == ["What first?"]
    assert page._question.input.text() == "next"
    assert not page.saving()


def test_a_photograph_that_is_gone_hides_no_board(there: BoardsPage, hands, place, officer, event_id) -> None:
    (board,) = boards(place, event_id=event_id)
    with place.unit() as unit:
        unit.boards.put(replace(board, revision=2, reason="photograph", picture_id="gone"))
        unit.commit()
    there._fetch()
    hands.settle()
    assert [card.board.question for card in there._cards.values()] == ["What first?"]


def test_no_photograph_stays_of_a_board_that_was_taken_out_meanwhile(
    there: BoardsPage, hands, at_work, place, officer, event_id, tmp_path
) -> None:
    path = tmp_path / "wall.jpg"
    path.write_bytes(photograph())
    (board,) = boards(place, event_id=event_id)
    void_board(place, actor=officer, board_id=board.board_id, reason="entered twice")
    there.take_photo(board.board_id, path)
    hands.settle()
    assert "voided" in at_work._errors.said
    with place.reading() as unit:
        assert unit.pictures.of_owner(board.board_id) == ()
