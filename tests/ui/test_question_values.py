"""What a question's widget is given, it gives back, in the form in which the engine keeps it."""

from __future__ import annotations

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.questionnaires.answers import normal_answer
from desktop.questionnaires.definition import Question
from desktop.questionnaires.definition import QuestionType as T
from desktop.ui.questions.make import question_widget
from desktop.ui.questions.numbers import ungrouped, with_groups
from desktop.ui.questions.places import fault_of, point_of
from desktop.ui.questions.view import QuestionView

FEW = tuple((f"c{number}", f"Choice number {number}") for number in range(6))
MANY = tuple((f"c{number}", f"Choice number {number}") for number in range(20))
_WORDS = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co", "Cf", "Zl", "Zp", "Zs"), include_characters=" "),
    max_size=40,
).map(str.strip)
_FRACTION = st.from_regex(r"[+-]?[0-9]{1,9}(\.[0-9]{1,6})?", fullmatch=True)
_OFFSET = st.sampled_from(["", "Z", "+01:00", "-03:30"])
_SECONDS = st.sampled_from([":00.000", ":17.250", ":59", ""])
_TIME = st.builds(
    lambda hour, minute, seconds, offset: f"{hour:02}:{minute:02}{seconds}{offset}",
    st.integers(0, 23), st.integers(0, 59), _SECONDS, _OFFSET,
)  # fmt: skip
_DATE = st.dates().map(lambda day: day.isoformat())
_DEGREES = st.tuples(st.integers(-89, 89), st.integers(-179, 179), st.integers(0, 99999))
_POINT = _DEGREES.map(lambda at: f"{at[0]}.{at[2]:05} {at[1]}.{at[2]:05}")
_LONG_POINT = st.one_of(_POINT, _POINT.map(lambda point: f"{point} 61.5 4"))


def one_of(choices: tuple[tuple[str, str], ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *(value for value, _label in choices)])


def some_of(choices: tuple[tuple[str, str], ...]) -> st.SearchStrategy[str]:
    values = [value for value, _label in choices]
    return st.sets(st.sampled_from(values)).map(lambda chosen: " ".join(each for each in values if each in chosen))


def _range(start: int, end: int, step: str, *appearances: str) -> tuple[T, dict[str, object], st.SearchStrategy]:
    sign = 1 if end >= start else -1
    steps = int(abs(end - start) / float(step))
    figures = st.integers(0, steps).map(lambda place: f"{start + sign * place * float(step):g}")
    parameters = {"start": str(start), "end": str(end), "step": step}
    return T.RANGE, {"parameters": parameters, "appearances": frozenset(appearances)}, figures


def _as(kind: T, values: st.SearchStrategy, appearances: str = "", **more: object) -> tuple[object, ...]:
    return kind, {"appearances": frozenset(appearances.split()), **more}, values


CASES: dict[str, tuple[object, ...]] = {
    "integer": _as(T.INTEGER, st.integers(-(2**31), 2**31 - 1).map(str)),
    "integer thousands": _as(T.INTEGER, st.integers(-(2**31), 2**31 - 1).map(str), "thousands-sep"),
    "integer counter": _as(T.INTEGER, st.integers(0, 999).map(str), "counter"),
    "decimal": _as(T.DECIMAL, _FRACTION),
    "decimal thousands": _as(T.DECIMAL, _FRACTION, "thousands-sep"),
    "decimal bearing": _as(T.DECIMAL, _FRACTION, "bearing"),
    "text": _as(T.TEXT, _WORDS),
    "text masked": _as(T.TEXT, _WORDS, "masked"),
    "text url": _as(T.TEXT, _WORDS, "url"),
    "text numbers": _as(T.TEXT, st.text(string.digits, max_size=12), "numbers thousands-sep"),
    "text multiline": _as(T.TEXT, st.lists(_WORDS).map(lambda lines: "\n".join(lines).strip()), "multiline"),
    "barcode": _as(T.BARCODE, _WORDS),
    "date": _as(T.DATE, _DATE),
    "date month-year": _as(T.DATE, _DATE.map(lambda day: f"{day[:7]}-01"), "month-year"),
    "date year": _as(T.DATE, _DATE.map(lambda day: f"{day[:4]}-01-01"), "year"),
    "time": _as(T.TIME, _TIME),
    "dateTime": _as(T.DATETIME, st.builds("{}T{}".format, _DATE, _TIME)),
    "geopoint": _as(T.GEOPOINT, _LONG_POINT),
    "geotrace": _as(T.GEOTRACE, st.lists(_LONG_POINT, min_size=2, max_size=5).map("; ".join)),
    "geoshape": _as(
        T.GEOSHAPE,
        st.lists(_POINT, min_size=3, max_size=6, unique=True).map(lambda found: "; ".join([*found, found[0]])),
    ),
    "acknowledge": _as(T.ACKNOWLEDGE, st.sampled_from(["", "OK"])),
    "rank": _as(T.RANK, st.permutations([value for value, _label in FEW]).map(" ".join), choices=FEW),
    "image": _as(T.IMAGE, st.uuids().map(lambda each: f"{each}.jpg")),
    "range": _range(0, 10, "1"),
    "range halves": _range(0, 5, "0.5", "no-ticks"),
    "range down": _range(5, 1, "1", "vertical"),
    "range picker": _range(1, 30, "1", "picker"),
    "range rating": _range(1, 5, "1", "rating"),
}
for _way in ("", "columns", "columns-3", "columns-pack", "columns no-buttons", "minimal", "autocomplete", "quick"):
    CASES[f"one {_way}"] = _as(T.SELECT_ONE, one_of(FEW), _way, choices=FEW)
    CASES[f"several {_way}"] = _as(T.SELECT_MULTIPLE, some_of(FEW), _way, choices=FEW)
CASES["one likert"] = _as(T.SELECT_ONE, one_of(FEW), "likert", choices=FEW)
CASES["one of many"] = _as(T.SELECT_ONE, one_of(MANY), choices=MANY)
CASES["several of many"] = _as(T.SELECT_MULTIPLE, some_of(MANY), choices=MANY)


@pytest.mark.parametrize("case", sorted(CASES))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_value_comes_back_as_it_was(qtbot, theme, holder, case: str, data: st.DataObject) -> None:
    kind, more, values = CASES[case]
    widget = holder.findChild(object, "asked")
    if widget is None:
        widget = question_widget(QuestionView("q", "1", kind, "What do you say?", **more), holder)
        widget.setObjectName("asked")
    value = data.draw(values)
    widget.set_value(value)
    assert widget.value() == value
    choices = [each for each, _label in more.get("choices", ())]
    asked = Question(ref="/data/q", path="q", name="q", type=kind, bind_type="decimal" if kind is T.RANGE else "")
    normal = normal_answer(asked, value, "q", choices=choices or None)
    widget.set_value(normal)
    assert widget.value() == normal
    widget.set_value("")
    assert widget.value() == ""


@given(_FRACTION)
def test_groups_of_thousands_change_no_figure(number: str) -> None:
    shown = with_groups(number)
    assert ungrouped(shown, grouped=True) == number
    whole = shown.lstrip("+-").partition(".")[0]
    assert all(len(group) == 3 for group in whole.split("\N{NARROW NO-BREAK SPACE}")[1:])


@pytest.mark.parametrize(
    ("typed", "point"),
    [
        ("52.63 -1.13", "52.63 -1.13"),
        ("52.63, -1.13", "52.63 -1.13"),
        ("52.63,-1.13", "52.63 -1.13"),
        ("52.63° N, 1.13° W", "52.63 -1.13"),
        ("52.63N 1.13W", "52.63 -1.13"),
        ("W 1.13, N 52.63", "52.63 -1.13"),
        ("52,63; -1,13", "52.63 -1.13"),
        ("  52.63   -1.13  61 4", "52.63 -1.13 61 4"),
    ],
)
def test_a_place_is_understood_as_maps_write_it(typed: str, point: str) -> None:
    assert point_of(typed) == point
    assert fault_of(point) == ""


@pytest.mark.parametrize("typed", ["the library", "52.63", "95 1", "52 190", "1 2 3 4 5", "52.63 -1.13 x"])
def test_what_is_no_place_is_told(typed: str) -> None:
    assert fault_of(point_of(typed)) != ""
