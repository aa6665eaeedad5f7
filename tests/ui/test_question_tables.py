"""Selects in tables, in columns and side by side: what keys do, what is told, and what fits."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.questionnaires.definition import QuestionType as T
from desktop.ui.interview.question_screen import QuestionScreen
from desktop.ui.questions.choice_button import Shape
from desktop.ui.questions.make import question_widget
from desktop.ui.questions.matrix import Head, Table, runs
from desktop.ui.questions.searched import DropDown, Folded, SearchedSelect
from desktop.ui.questions.view import QuestionView
from tests.ui.accessible import unnamed

AGREE = (("sa", "Strongly agree"), ("a", "Agree"), ("n", "Neither"), ("d", "Disagree"))
FEW = (("bus", "Buses"), ("pool", "The swimming pool"), ("lib", "The library"))


def view(kind: T, appearances: str = "", *, path: str = "q", **more: object) -> QuestionView:
    given = {"number": "3", "label": "What do you say?", "choices": AGREE, **more}
    return QuestionView(path=path, type=kind, appearances=frozenset(appearances.split()), **given)


def lines(count: int, kind: T = T.SELECT_ONE) -> tuple[QuestionView, ...]:
    head = view(kind, "label", path="head", number="", label="How much do you agree?")
    return (
        head,
        *(view(kind, "list-nolabel", path=f"q{at}", number=str(at), label=f"Line {at}") for at in range(count)),
    )


@pytest.fixture
def screen(qtbot, theme) -> QuestionScreen:
    made = QuestionScreen(None)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.activateWindow()
    return made


def table_of(screen: QuestionScreen) -> Table:
    (found,) = screen._tables
    return found


# tables -------------------------------------------------------------------------------------------------------


def test_lines_with_the_same_choices_are_one_table(screen) -> None:
    screen.show_new((*lines(3), view(T.TEXT, path="more")))
    assert [widget.path for widget in screen.widgets] == ["q0", "q1", "q2", "more"]
    assert set(screen.values()) == {"q0", "q1", "q2", "more"}  # the head asks nothing
    assert len(table_of(screen).findChildren(Head)) == 1
    assert "How much do you agree?" in table_of(screen)._corner.text()
    assert unnamed(screen) == []


def test_a_figure_picks_and_goes_to_the_next_line(screen, qtbot) -> None:
    screen.show_new(lines(3))
    for key in ("1", "3", "2"):
        qtbot.keyClicks(QApplication.focusWidget(), key)
    assert [widget.value() for widget in screen.widgets] == ["sa", "n", "a"]
    assert screen.widgets[2].isAncestorOf(QApplication.focusWidget())


def test_arrows_go_across_and_from_line_to_line(screen, qtbot) -> None:
    screen.show_new(lines(3))
    first, second, third = screen.widgets
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert first.isAncestorOf(QApplication.focusWidget())
    assert QApplication.focusWidget().label == "Agree"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert second.isAncestorOf(QApplication.focusWidget())
    assert QApplication.focusWidget().label == "Agree"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert second.value() == "a"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)  # there is no line below
    assert third.isAncestorOf(QApplication.focusWidget())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert QApplication.focusWidget() is second.controls()[0]  # on what was taken


def test_a_figure_in_a_table_of_several_stays_in_its_line(screen, qtbot) -> None:
    screen.show_new(lines(2, T.SELECT_MULTIPLE))
    for key in ("1", "3"):
        qtbot.keyClicks(QApplication.focusWidget(), key)
    assert screen.widgets[0].value() == "sa n"
    assert screen.widgets[1].value() == ""


@pytest.mark.parametrize(("count", "heads"), [(8, 1), (10, 1), (11, 2), (19, 3)])
def test_the_head_stands_again_in_a_long_table(screen, count: int, heads: int) -> None:
    screen.show_new(lines(count))
    assert len(table_of(screen).findChildren(Head)) == heads


def test_choices_go_under_their_question_where_the_head_does_not_fit(screen, qtbot, theme) -> None:
    screen.show_new(lines(2))
    table = table_of(screen)
    qtbot.waitUntil(lambda: table.across, timeout=30_000)
    assert {row.shape for row in screen.widgets[0]._rows} == {Shape.BARE}
    theme.set_scale(200)
    screen.resize(700, 700)
    qtbot.waitUntil(lambda: not table.across, timeout=30_000)
    qtbot.waitUntil(lambda: {row.shape for row in screen.widgets[0]._rows} == {Shape.ROW}, timeout=30_000)
    assert not table.findChildren(Head)[0].isVisible()


def test_a_line_that_comes_or_goes_leaves_the_others_as_they_are(screen, qtbot) -> None:
    three = lines(3)
    screen.show_new(three)
    kept = screen.widgets[0]
    qtbot.keyClicks(kept.controls()[0], "2")
    screen.refresh((three[0], three[1], three[3]))
    assert [widget.path for widget in screen.widgets] == ["q0", "q2"]
    assert screen.widgets[0] is kept
    assert kept.value() == "a"
    screen.refresh(three)
    assert [widget.path for widget in screen.widgets] == ["q0", "q1", "q2"]
    assert table_of(screen)._lines == list(screen.widgets)
    screen.refresh((view(T.TEXT, path="other"),))
    assert screen._tables == []


def test_a_fault_stands_at_its_line(screen) -> None:
    screen.show_new(lines(2))
    screen.show_faults((("q1", "Please answer."),))
    assert screen.widgets[1].fault.isVisible()
    assert not screen.widgets[0].fault.isVisible()


def test_a_table_is_mirrored(screen, qtbot, mirrored) -> None:
    screen.show_new(lines(2))
    row = screen.widgets[0]
    qtbot.waitUntil(lambda: row._rows[0].width() > 0 and table_of(screen).across, timeout=30_000)
    left_ends = [each.mapTo(screen, QPoint(0, 0)).x() for each in row._rows]
    assert left_ends == sorted(left_ends, reverse=True)
    assert row.label.mapTo(screen, QPoint(0, 0)).x() > left_ends[0]


def test_likert_questions_one_after_another_are_a_table_and_one_alone_is_a_row() -> None:
    two = (view(T.SELECT_ONE, "likert", path="a"), view(T.SELECT_ONE, "likert", path="b"))
    assert [len(together) for key, together in runs(two) if key] == [2]
    assert [key for key, _together in runs(two[:1])] == [None]
    apart = (two[0], view(T.TEXT, path="t"), two[1])
    assert [key for key, _together in runs(apart)] == [None, None, None]


# columns and boxes --------------------------------------------------------------------------------------------


def _columns(widget: QWidget) -> int:
    return len({each.geometry().x() for each in widget._rows})


@pytest.mark.parametrize(
    ("appearances", "columns"), [("", 1), ("columns", 3), ("columns-2", 2), ("columns-3", 3), ("likert", 3)]
)
def test_choices_stand_in_as_many_columns_as_the_form_says(screen, qtbot, appearances: str, columns: int) -> None:
    screen.show_new((view(T.SELECT_ONE, appearances, choices=FEW),))
    qtbot.waitUntil(lambda: _columns(screen.widgets[0]) == columns, timeout=30_000)


@pytest.mark.parametrize("appearances", ["columns", "columns-3", "columns-pack", "likert"])
def test_no_word_is_broken_where_it_is_narrow(screen, qtbot, theme, appearances: str) -> None:
    theme.set_scale(200)
    screen.show_new((view(T.SELECT_ONE, appearances, choices=FEW),))
    screen.resize(330, 900)
    rows = screen.widgets[0]._rows
    qtbot.waitUntil(lambda: all(row.geometry().right() < 330 for row in rows), timeout=30_000)
    assert all(row.width() >= row.least_width(row.shape) or row.width() > 250 for row in rows)


def test_choices_grow_with_the_text_while_they_are_shown(screen, qtbot, theme) -> None:
    screen.show_new((view(T.SELECT_ONE, "columns-3", choices=FEW),))
    row = screen.widgets[0]._rows[0]
    qtbot.waitUntil(lambda: row.height() > 20, timeout=30_000)
    before = row.height()
    theme.set_scale(200)
    qtbot.waitUntil(lambda: row.height() > 1.6 * before, timeout=30_000)


def test_a_choice_without_a_mark_shows_a_tick_when_it_is_taken(screen, qtbot) -> None:
    screen.show_new((view(T.SELECT_ONE, "no-buttons columns", choices=FEW),))
    row = screen.widgets[0]._rows[0]
    before = row.grab().toImage()
    qtbot.keyClicks(row, "1")
    assert row.grab().toImage() != before
    assert not row.marked


# what is told -------------------------------------------------------------------------------------------------


def _told(screen: QuestionScreen) -> list[bool]:
    told: list[bool] = []
    screen.chosen.connect(told.append)
    return told


def test_a_figure_and_a_click_tell_that_the_answer_is_chosen(screen, qtbot) -> None:
    screen.show_new((view(T.NOTE, path="n"), view(T.SELECT_ONE, choices=FEW)))
    told = _told(screen)
    row = screen.widgets[1]._rows[1]
    qtbot.keyClicks(row, "2")
    assert told == [True]
    qtbot.keyClick(row, Qt.Key.Key_Backspace)  # taken back
    assert told == [True]
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert told == [True, False]


def test_looking_around_with_arrows_and_space_tells_nothing(screen, qtbot) -> None:
    screen.show_new((view(T.SELECT_ONE, choices=FEW),))
    told = _told(screen)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Space):
        qtbot.keyClick(QApplication.focusWidget(), key)
    assert screen.widgets[0].value() != ""
    assert told == []


def test_one_of_two_questions_is_not_the_whole_answer(screen, qtbot) -> None:
    screen.show_new((view(T.SELECT_ONE, path="a"), view(T.SELECT_ONE, path="b")))
    told = _told(screen)
    qtbot.keyClicks(screen.widgets[0]._rows[0], "1")
    assert told == []


def test_several_choices_tell_nothing_for_more_may_come(screen, qtbot) -> None:
    screen.show_new((view(T.SELECT_MULTIPLE),))
    told = _told(screen)
    qtbot.keyClicks(screen.widgets[0]._rows[0], "1")
    assert told == []


# lists --------------------------------------------------------------------------------------------------------


def test_a_closed_list_is_not_changed_by_the_wheel_and_is_by_keys(screen, qtbot) -> None:
    screen.show_new((view(T.SELECT_ONE, "minimal", choices=FEW),))
    widget = screen.widgets[0]
    assert isinstance(widget, DropDown)
    box = widget.controls()[0]
    with qtbot.waitSignal(widget.settled):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert widget.value() == "bus"
    wheel = QEvent(QEvent.Type.Wheel)
    assert widget.eventFilter(box, wheel)
    assert widget.value() == "bus"


def test_choices_unfold_by_a_button_or_a_figure(screen, qtbot) -> None:
    screen.show_new((view(T.SELECT_MULTIPLE, "minimal", choices=FEW),))
    widget = screen.widgets[0]
    assert isinstance(widget, Folded)
    assert not widget._rows[0].isVisible()
    qtbot.keyClicks(widget._open, "2")
    assert widget._rows[0].isVisible()
    assert widget.value() == "pool"
    assert "The swimming pool" in widget._said.text()
    qtbot.mouseClick(widget._open, Qt.MouseButton.LeftButton)
    assert not widget._rows[0].isVisible()


@pytest.mark.parametrize("appearance", ["autocomplete", "search"])
def test_a_form_can_ask_for_a_search(theme, holder, appearance: str) -> None:
    assert isinstance(question_widget(view(T.SELECT_ONE, appearance), holder), SearchedSelect)


def test_enter_takes_the_marked_line_of_a_searched_list_and_then_goes_on(screen, qtbot) -> None:
    screen.show_new((view(T.SELECT_ONE, "autocomplete", choices=FEW),))
    widget = screen.widgets[0]
    search, shown = widget.controls()
    qtbot.keyClick(search, Qt.Key.Key_Down)
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert widget.value() == "pool"
    enter = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    assert not widget.eventFilter(shown, enter)


def test_enter_in_a_list_of_several_takes_nothing(screen, qtbot) -> None:
    screen.show_new((view(T.SELECT_MULTIPLE, "autocomplete", choices=FEW),))
    search, shown = screen.widgets[0].controls()
    qtbot.keyClick(search, Qt.Key.Key_Down)
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert screen.widgets[0].value() == ""


def test_a_key_with_ctrl_picks_nothing(screen) -> None:
    screen.show_new((view(T.SELECT_ONE, choices=FEW),))
    widget = screen.widgets[0]
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier, "1")
    QApplication.sendEvent(widget, event)
    assert widget.value() == ""
