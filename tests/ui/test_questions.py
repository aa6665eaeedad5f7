"""Every question widget: what it shows, what keys do, what it gives back, and its names."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.questionnaires.definition import QuestionType as T
from desktop.ui.interview.question_screen import QuestionScreen
from desktop.ui.questions.make import Unsupported, question_widget
from desktop.ui.questions.searched import SearchedSelect
from desktop.ui.questions.view import QuestionView
from tests.ui.accessible import unnamed

AGREE = (("agree", "Agree"), ("neither", "Neither"), ("disagree", "Disagree"))
MANY = tuple((f"g{number}", f"Group {number}") for number in range(19))

ROUND_TRIPS = [
    (T.TEXT, "two words", {}),
    (T.TEXT, "two\nlines", {"appearances": frozenset({"multiline"})}),
    (T.INTEGER, "42", {}),
    (T.DECIMAL, "4.5", {}),
    (T.DATE, "2022-01-23", {}),
    (T.TIME, "14:30:00.000", {}),
    (T.DATETIME, "2022-01-23T14:30:00.000+01:00", {}),
    (T.RANGE, "7", {"parameters": {"start": "0", "end": "10", "step": "1"}}),
    (T.RANGE, "2.5", {"parameters": {"start": "0", "end": "5", "step": "0.5"}}),
    (T.RANGE, "3", {"parameters": {"start": "5", "end": "1", "step": "1"}}),
    (T.SELECT_ONE, "neither", {"choices": AGREE}),
    (T.SELECT_ONE, "g17", {"choices": MANY}),
    (T.SELECT_MULTIPLE, "agree disagree", {"choices": AGREE}),
    (T.SELECT_MULTIPLE, "g1 g18", {"choices": MANY}),
    (T.RANK, "disagree agree neither", {"choices": AGREE}),
    (T.ACKNOWLEDGE, "OK", {}),
    (T.BARCODE, "501234", {}),
    (T.GEOPOINT, "52.63 -1.13", {}),
]


def view(kind: T, value: str = "", **more: object) -> QuestionView:
    return QuestionView(path="q", number="3", type=kind, label="What do you say?", value=value, **more)


@pytest.mark.parametrize(("kind", "value", "more"), ROUND_TRIPS, ids=lambda each: str(each)[:24])
def test_what_is_shown_is_given_back(qtbot, theme, holder, kind: T, value: str, more: dict[str, object]) -> None:
    widget = question_widget(view(kind, value, **more), holder)
    assert widget.value() == value
    widget.set_value("")
    assert widget.value() == ""
    widget.set_value(value)
    assert widget.value() == value


@pytest.mark.parametrize("kind", [kind for kind in T if kind is not T.CALCULATE])
def test_every_type_has_a_widget_with_names(qtbot, theme, kind: T) -> None:
    screen = QuestionScreen(None)
    qtbot.addWidget(screen)
    screen.show()
    screen.show_new((view(kind, choices=AGREE),))
    assert screen.widgets[0].value() == ""
    assert unnamed(screen) == []


def test_a_figure_or_letter_picks_a_choice(qtbot, theme) -> None:
    screen = QuestionScreen(None)
    qtbot.addWidget(screen)
    screen.show()
    screen.show_new((view(T.SELECT_ONE, choices=MANY[:12]),))
    widget = screen.widgets[0]
    with qtbot.waitSignal(widget.settled):
        qtbot.keyClick(widget.controls()[0], Qt.Key.Key_2)
    assert widget.value() == "g1"
    qtbot.keyClick(widget.controls()[0], Qt.Key.Key_B)
    assert widget.value() == "g10"


@pytest.mark.parametrize("kind", [T.SELECT_ONE, T.RANGE], ids=["choices", "stars"])
@pytest.mark.parametrize(
    "taking", [Qt.Key.Key_Backspace, Qt.Key.Key_Delete, None], ids=["backspace", "delete", "link"]
)
def test_the_same_figure_again_keeps_the_answer_and_it_is_taken_back_by_a_key_or_a_link(
    qtbot, theme, kind: T, taking: Qt.Key | None
) -> None:
    screen = QuestionScreen(None)
    qtbot.addWidget(screen)
    screen.show()
    screen.show_new((view(kind, "", choices=(("1", "One"), ("2", "Two")), appearances=frozenset({"rating"})),))
    widget = screen.widgets[0]
    told: list[bool] = []
    widget.chosen.connect(told.append)
    assert not widget._clear.isVisible()
    for _ in range(2):
        qtbot.keyClick(widget.controls()[0], Qt.Key.Key_2)
    assert widget.value() == "2"
    assert told == [True, True]
    assert "Backspace" in widget.controls()[0].accessibleDescription()
    with qtbot.waitSignal(widget.settled):
        if taking is None:
            qtbot.mouseClick(widget._clear, Qt.MouseButton.LeftButton)
        else:
            qtbot.keyClick(widget.controls()[0], taking)
    assert widget.value() == ""
    assert not widget._clear.isVisible()
    assert told == [True, True]


def test_a_required_answer_has_no_link_that_takes_it_back(qtbot, theme, holder) -> None:
    assert question_widget(view(T.SELECT_ONE, choices=AGREE, required=True), holder)._clear is None
    assert question_widget(view(T.SELECT_ONE, choices=AGREE, read_only=True), holder)._clear is None


def test_figures_turn_several_choices_on_and_off(qtbot, theme) -> None:
    screen = QuestionScreen(None)
    qtbot.addWidget(screen)
    screen.show()
    screen.show_new((view(T.SELECT_MULTIPLE, choices=AGREE),))
    widget = screen.widgets[0]
    for key in "131":
        qtbot.keyClicks(widget.controls()[0], key)
    assert widget.value() == "disagree"


def test_many_choices_are_searched_without_accents(qtbot, theme, holder) -> None:
    choices = (*MANY, ("mon", "Ynys Môn"))
    widget = question_widget(view(T.SELECT_ONE, choices=choices), holder)
    assert isinstance(widget, SearchedSelect)
    search, shown = widget.controls()
    qtbot.keyClicks(search, "mon")
    assert [item.text() for item in widget._items() if not item.isHidden()] == ["Ynys Môn"]
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert widget.value() == "mon"
    del shown


def test_only_one_of_many_stays_chosen(qtbot, theme, holder) -> None:
    widget = question_widget(view(T.SELECT_ONE, "g3", choices=MANY), holder)
    widget._items()[5].setCheckState(Qt.CheckState.Checked)
    assert widget.value() == "g5"


def test_date_fields_move_on_and_back(qtbot, theme) -> None:
    screen = QuestionScreen(None)
    qtbot.addWidget(screen)
    screen.show()
    screen.activateWindow()
    screen.show_new((view(T.DATE),))
    widget = screen.widgets[0]
    day, month, year = widget.controls()
    qtbot.keyClicks(day, "23")
    qtbot.keyClicks(month, "1")
    qtbot.keyClicks(year, "2022")
    assert widget.value() == "2022-01-23"
    qtbot.keyClicks(year, "")
    year.clear()
    assert widget.value() == "-01-23"  # half a date is no date: the form refuses it


def test_an_untouched_slider_is_no_answer(qtbot, theme, holder) -> None:
    widget = question_widget(view(T.RANGE, parameters={"start": "0", "end": "10", "step": "1"}), holder)
    assert widget.value() == ""
    qtbot.keyClick(widget.controls()[0], Qt.Key.Key_Space)
    assert widget.value() == "0"
    qtbot.keyClick(widget.controls()[0], Qt.Key.Key_Right)
    assert widget.value() == "1"


def test_keys_put_a_rank_in_order(qtbot, theme, holder) -> None:
    widget = question_widget(view(T.RANK, choices=AGREE), holder)
    ranked = widget.controls()[0]
    qtbot.keyClick(ranked, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert widget.value() == "neither agree disagree"
    qtbot.keyClicks(ranked, "3")
    assert widget.value() == "neither disagree agree"


def test_text_counts_words(qtbot, theme, holder) -> None:
    widget = question_widget(view(T.TEXT, "three short words", appearances=frozenset({"multiline"})), holder)
    assert "3 words" in widget._counter.text()
    assert "17 characters" in widget._counter.text()


def test_a_decimal_comma_is_a_point(qtbot, theme, holder) -> None:
    widget = question_widget(view(T.DECIMAL), holder)
    qtbot.keyClicks(widget.controls()[0], "3,5")
    assert widget.value() == "3.5"


@pytest.mark.parametrize("kind", [T.AUDIO, T.VIDEO, T.FILE])
def test_media_say_plainly_that_they_cannot_be_taken(qtbot, theme, holder, kind: T) -> None:
    widget = question_widget(view(kind), holder)
    assert isinstance(widget, Unsupported)
    assert widget.value() == ""


def test_faults_take_the_focus_and_link_to_their_field(qtbot, theme) -> None:
    screen = QuestionScreen(None)
    qtbot.addWidget(screen)
    screen.show()
    screen.activateWindow()
    first = QuestionView("a", "1", T.TEXT, "First", required=True)
    second = QuestionView("b", "2", T.INTEGER, "Second", required=True)
    screen.show_new((first, second))
    screen.show_faults((("b", "Give a number."),))
    qtbot.waitUntil(screen.summary.hasFocus, timeout=30_000)
    assert "Give a number." in screen.summary.accessibleName()
    assert screen.widgets[1].fault.text() == "Error: Give a number."
    screen.summary._links[0].click()
    qtbot.waitUntil(screen.widgets[1].controls()[0].hasFocus, timeout=30_000)


def test_enter_on_the_faults_goes_to_the_first_field_at_fault(qtbot, theme) -> None:
    screen = QuestionScreen(None)
    qtbot.addWidget(screen)
    screen.show()
    screen.activateWindow()
    views = [QuestionView(each, each, T.TEXT, each.upper(), required=True) for each in "abc"]
    screen.show_new(tuple(views))
    screen.show_faults((("b", "Say it."), ("c", "Say this too.")))
    qtbot.waitUntil(screen.summary.hasFocus, timeout=30_000)
    qtbot.keyClick(screen.summary, Qt.Key.Key_Return)
    qtbot.waitUntil(screen.widgets[1].controls()[0].hasFocus, timeout=30_000)


def test_a_field_list_keeps_what_is_being_typed(qtbot, theme) -> None:
    screen = QuestionScreen(None)
    qtbot.addWidget(screen)
    first = QuestionView("a", "1", T.TEXT, "First")
    third = QuestionView("c", "3", T.TEXT, "Third")
    screen.show_new((first, third))
    kept = screen.widgets[0]
    qtbot.keyClicks(kept.controls()[0], "half a wo")
    screen.refresh((first, QuestionView("b", "2", T.TEXT, "Second"), third))
    assert [widget.path for widget in screen.widgets] == ["a", "b", "c"]
    assert screen.widgets[0] is kept
    assert screen.values()["a"] == "half a wo"
    screen.refresh((first,))
    assert [widget.path for widget in screen.widgets] == ["a"]


def test_words_of_a_form_are_never_mark_up(qtbot, theme, holder) -> None:
    widget = question_widget(QuestionView("a", "1", T.TEXT, "<b>Bold</b> & more"), holder)
    assert widget.label.textFormat() == Qt.TextFormat.PlainText
    assert "<b>Bold</b> & more" in widget.label.text()


def test_a_number_keeps_room_for_its_figures_when_the_text_grows(qtbot, theme, holder) -> None:
    widget = question_widget(view(T.INTEGER), holder)
    (line,) = widget.controls()
    before = line.width()
    theme.set_scale(200)
    qtbot.waitUntil(lambda: line.width() >= 1.9 * before, timeout=30_000)
