"""Numbers, texts, scales and orders: what is typed, moved and counted, and what is said about it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QSlider, QWidget

from desktop.questionnaires.definition import QuestionType as T
from desktop.ui.interview.question_screen import QuestionScreen
from desktop.ui.questions.limits import limits_of
from desktop.ui.questions.make import question_widget
from desktop.ui.questions.scales import Picker, RangeSlider, Rating
from desktop.ui.questions.view import QuestionView
from tests.ui.accessible import unnamed

FEW = (("bus", "Buses"), ("pool", "The swimming pool"), ("lib", "The library"))
SCALE = {"start": "0", "end": "10", "step": "1"}


def view(kind: T, appearances: str = "", **more: object) -> QuestionView:
    given = {"path": "q", "number": "3", "label": "What do you say?", **more}
    return QuestionView(type=kind, appearances=frozenset(appearances.split()), **given)


EVERY = [
    view(T.INTEGER, "thousands-sep", value="1234567"),
    view(T.INTEGER, "counter", value="3"),
    view(T.DECIMAL, "bearing", value="400"),
    view(T.TEXT, "masked", value="secret"),
    view(T.TEXT, "url"),
    view(T.TEXT, "numbers"),
    view(T.TEXT, "multiline", value="some words", most_words=1),
    view(T.DATE, "month-year"),
    view(T.DATE, "year"),
    view(T.DATETIME),
    view(T.GEOPOINT, value="52.63 -1.13"),
    view(T.GEOTRACE, value="52.63 -1.13"),
    view(T.GEOSHAPE),
    view(T.RANGE, parameters=SCALE, value="3"),
    view(T.RANGE, "vertical", parameters=SCALE),
    view(T.RANGE, "no-ticks", parameters=SCALE),
    view(T.RANGE, "picker", parameters=SCALE),
    view(T.RANGE, "rating", parameters={"start": "1", "end": "5", "step": "1"}),
    view(T.RANK, choices=FEW),
    view(T.SELECT_ONE, "minimal", choices=FEW),
    view(T.SELECT_MULTIPLE, "minimal", choices=FEW, value="bus"),
    view(T.SELECT_ONE, "likert", choices=FEW),
    view(T.ACKNOWLEDGE),
    view(T.NOTE),
    view(T.SELECT_ONE, "label", choices=FEW),
]
_IDS = [f"{each.type.value} {' '.join(sorted(each.appearances))}" for each in EVERY]


@pytest.mark.parametrize("asked", EVERY, ids=_IDS)
@pytest.mark.parametrize(("scale", "width"), [(100, 640), (300, 1100)])
def test_every_widget_has_names_and_fits_the_line(
    qtbot, theme, asked: QuestionView, scale: int, width: int
) -> None:
    theme.set_scale(scale)
    screen = QuestionScreen(None)
    qtbot.addWidget(screen)
    screen.resize(width, 700)
    screen.show()
    screen.show_new((asked,))
    assert unnamed(screen) == []
    assert screen.minimumSizeHint().width() <= width
    # nothing stands outside at either side
    for child in screen.findChildren(QWidget):
        if child.isVisible() and child.parentWidget() is screen.widgets[0]:
            assert 0 <= child.mapTo(screen, QPoint(0, 0)).x() <= width


@pytest.mark.parametrize("asked", EVERY, ids=_IDS)
def test_what_is_read_only_takes_no_key(qtbot, theme, holder, asked: QuestionView) -> None:
    fixed = QuestionView(
        "q", "1", asked.type, "Given", value=asked.value, read_only=True, appearances=asked.appearances,
        parameters=asked.parameters, choices=asked.choices,
    )  # fmt: skip
    widget = question_widget(fixed, holder)
    before = widget.value()
    for key in "123":
        widget.pick(key)
    assert widget.value() == before
    assert not any(control.isEnabled() for control in widget.controls())


# numbers ------------------------------------------------------------------------------------------------------


def test_thousands_are_parted_while_they_are_typed(qtbot, theme, holder) -> None:
    widget = question_widget(view(T.INTEGER, "thousands-sep"), holder)
    (edit,) = widget.controls()
    qtbot.keyClicks(edit, "1234567")
    assert edit.text() == "1\u202f234\u202f567"
    assert widget.value() == "1234567"
    edit.setCursorPosition(1)
    qtbot.keyClicks(edit, "9")
    assert widget.value() == "19234567"
    qtbot.keyClicks(edit, "0")  # the place is kept
    assert widget.value() == "190234567"


def test_commas_between_thousands_are_understood(qtbot, theme, holder) -> None:
    widget = question_widget(view(T.DECIMAL, "thousands-sep"), holder)
    widget.controls()[0].setText("12,345.5")
    assert widget.value() == "12345.5"


def test_figures_of_other_scripts_are_figures(qtbot, theme, holder) -> None:
    widget = question_widget(view(T.INTEGER), holder)
    widget.controls()[0].setText("٤٢")
    assert widget.value() == "42"


def test_a_counter_counts_by_keys_and_buttons_and_not_below_nothing(qtbot, theme, holder) -> None:
    widget = question_widget(view(T.INTEGER, "counter"), holder)
    edit, less, more = widget.controls()
    qtbot.keyClick(edit, Qt.Key.Key_Up)
    qtbot.keyClick(edit, Qt.Key.Key_Up)
    qtbot.keyClick(more, Qt.Key.Key_Space)
    assert widget.value() == "3"
    qtbot.keyClick(edit, Qt.Key.Key_Down)
    for _ in range(4):
        qtbot.keyClick(less, Qt.Key.Key_Space)
    assert widget.value() == "0"


def test_a_bearing_beyond_a_circle_is_remarked(qtbot, theme, holder) -> None:
    widget = question_widget(view(T.DECIMAL, "bearing"), holder)
    (edit,) = widget.controls()
    qtbot.keyClicks(edit, "36")
    assert widget._remark.isHidden()
    qtbot.keyClicks(edit, "1")
    assert "0 to 360" in widget._remark.text()
    assert not widget._remark.isHidden()


# texts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("constraint", "limits"),
    [
        ("string-length(.) <= 200", (200, 0)),
        ("string-length(.) < 200 and string-length(.) > 2", (199, 0)),
        ("string-length( normalize-space(.) ) <= 50", (50, 0)),
        (r"regex(., '^(\S+\s*){0,30}$')", (0, 30)),
        (r"regex(., '^(\S+\s+){0,29}\S+$')", (0, 30)),
        ("string-length(.) <= 200 or . = 'x'", (0, 0)),
        ("not(string-length(.) <= 200)", (0, 0)),
        ("string-length(${other}) <= 20", (0, 0)),
        (". != ''", (0, 0)),
    ],
)
def test_limits_are_read_from_plain_constraints(constraint: str, limits: tuple[int, int]) -> None:
    assert limits_of(constraint) == limits


@pytest.mark.parametrize("appearances", ["", "multiline"])
def test_a_text_is_counted_against_its_limits(qtbot, theme, holder, appearances: str) -> None:
    widget = question_widget(view(T.TEXT, appearances, most_characters=12, most_words=2), holder)
    qtbot.keyClicks(widget.controls()[0], "two words")
    assert "2 words, at most 2" in widget._counter.text()
    assert "9 characters, at most 12" in widget._counter.text()
    assert widget._counter.property("tone") == "muted"
    qtbot.keyClicks(widget.controls()[0], " three")
    assert "1 word too many" in widget._counter.text()
    assert "3 characters too many" in widget._counter.text()
    assert widget._counter.property("tone") == "error"


def test_a_line_without_limits_has_no_count(theme, holder) -> None:
    assert question_widget(view(T.TEXT), holder)._counter.isHidden()


def test_what_is_masked_is_shown_on_demand(qtbot, theme, holder) -> None:
    widget = question_widget(view(T.TEXT, "masked"), holder)
    edit, show = widget.controls()
    assert edit.echoMode() is QLineEdit.EchoMode.Password
    qtbot.keyClick(show, Qt.Key.Key_Space)
    assert edit.echoMode() is QLineEdit.EchoMode.Normal
    assert show.accessibleName() == "Hide what is typed"


def test_how_to_answer_stays_when_the_screen_is_brought_up_to_date(qtbot, theme) -> None:
    screen = QuestionScreen(None)
    qtbot.addWidget(screen)
    screen.show()
    screen.show_new((view(T.INTEGER),))
    screen.refresh((view(T.INTEGER, label="In other words?"),))
    assert screen.widgets[0].hint.text() == "Type a whole number."
    assert screen.widgets[0].hint.isVisible()


# dates --------------------------------------------------------------------------------------------------------


def test_a_time_that_nobody_said_is_not_midnight(qtbot, theme, holder) -> None:
    widget = question_widget(view(T.DATETIME), holder)
    for edit, figures in zip(widget.controls(), ("23", "1", "2022"), strict=False):
        qtbot.keyClicks(edit, figures)
    assert widget.value() == "2022-01-23T"  # no date and time: the form asks for the rest
    qtbot.keyClicks(widget.controls()[3], "9")
    assert widget.value() == "2022-01-23T09:00:00.000"


def test_another_time_keeps_the_offset_and_not_the_seconds(qtbot, theme, holder) -> None:
    widget = question_widget(view(T.DATETIME, value="2022-01-23T14:30:17.000+01:00"), holder)
    minute = widget.controls()[4]
    minute.clear()
    qtbot.keyClicks(minute, "45")
    assert widget.value() == "2022-01-23T14:45:00.000+01:00"


# scales and orders --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("appearances", "kind"), [("", RangeSlider), ("vertical", RangeSlider), ("picker", Picker), ("rating", Rating)]
)
def test_a_scale_is_shown_as_the_form_says(theme, holder, appearances: str, kind: type) -> None:
    assert isinstance(question_widget(view(T.RANGE, appearances, parameters=SCALE), holder), kind)


def test_an_upright_slider_stands_upright_and_is_tall(qtbot, theme) -> None:
    screen = QuestionScreen(None)
    qtbot.addWidget(screen)
    screen.show()
    screen.show_new((view(T.RANGE, "vertical", parameters=SCALE),))
    slider = screen.widgets[0].controls()[0]
    assert slider.orientation() is Qt.Orientation.Vertical
    assert slider.height() > 3 * slider.width()
    qtbot.keyClick(slider, Qt.Key.Key_Up)
    assert screen.widgets[0].value() == "1"


def test_ticks_are_left_out_where_the_form_says_so(theme, holder) -> None:
    with_ticks = question_widget(view(T.RANGE, parameters=SCALE), holder)
    without = question_widget(view(T.RANGE, "no-ticks", parameters=SCALE), holder)
    assert with_ticks._slider.tickPosition() is not QSlider.TickPosition.NoTicks
    assert without._slider.tickPosition() is QSlider.TickPosition.NoTicks
    assert without._figures._figures == ("0", "10")


def test_a_figure_of_a_short_scale_is_its_answer(qtbot, theme, holder) -> None:
    widget = question_widget(view(T.RANGE, parameters=SCALE), holder)
    with qtbot.waitSignal(widget.chosen) as told:
        qtbot.keyClicks(widget.controls()[0], "7")
    assert told.args == [True]
    assert widget.value() == "7"
    qtbot.keyClick(widget._clear, Qt.Key.Key_Space)
    assert widget.value() == ""


@pytest.mark.parametrize("start", ["0", "1"])
def test_a_figure_takes_so_many_stars(qtbot, theme, holder, start: str) -> None:
    widget = question_widget(view(T.RANGE, "rating", parameters={"start": start, "end": "5", "step": "1"}), holder)
    assert widget.pick("4")
    assert widget.value() == "4"
    assert widget.controls()[0].accessibleName() == "4 of 5"
    assert not widget.pick("9")


def test_a_line_that_is_dragged_puts_the_rank_in_order(qtbot, theme, holder) -> None:
    widget = question_widget(view(T.RANK, choices=FEW), holder)
    ranked = widget.controls()[0]
    assert ranked.dragDropMode() is ranked.DragDropMode.InternalMove
    with qtbot.waitSignal(widget.settled):
        # what the list does when a line is dropped
        assert ranked.model().moveRow(QModelIndex(), 2, QModelIndex(), 0)
    assert widget.value() == "lib bus pool"
