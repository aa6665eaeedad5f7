"""What a keyer's keys come to."""

from __future__ import annotations

import pytest

from desktop.questionnaires.definition import QuestionType as T
from desktop.responses.response import MissingKind
from desktop.sheets.codes import choice_letters, printed_codes
from desktop.ui.keying.codes import Keyed, codes_of, keyed, missing_at_once, typed_form
from desktop.ui.questions.view import QuestionView

FIVE = tuple((f"v{number}", f"Choice {number}") for number in range(1, 6))
TWELVE = tuple((f"v{number}", f"Choice {number}") for number in range(1, 13))
OWN = (("1", "Yes"), ("2", "No"), ("99", "Don't know"))


def view(kind: T, choices: tuple[tuple[str, str], ...] = (), value: str = "") -> QuestionView:
    return QuestionView("q", "1", kind, "Question", choices=choices, value=value)


@pytest.mark.parametrize(
    ("kind", "choices", "typed", "expected"),
    [
        (T.SELECT_ONE, FIVE, "3", Keyed("v3", complete=True)),
        (T.SELECT_ONE, FIVE, "7", Keyed(None, fault="There is no code 7 here.")),
        (T.SELECT_ONE, TWELVE, "1", Keyed("v1", complete=False)),
        (T.SELECT_ONE, TWELVE, "12", Keyed("v12", complete=True)),
        (T.SELECT_ONE, TWELVE, "2", Keyed("v2", complete=True)),
        (T.SELECT_ONE, OWN, "9", Keyed(None)),
        (T.SELECT_ONE, OWN, "99", Keyed("99", complete=True)),
        (T.SELECT_ONE, TWELVE, "a", Keyed("v1", complete=True)),
        (T.SELECT_ONE, TWELVE, "L", Keyed("v12", complete=True)),
        (T.SELECT_ONE, FIVE, "a", Keyed(None, fault="There is no code a here.")),
        (T.SELECT_MULTIPLE, FIVE, "ace", Keyed("v1 v3 v5")),
        (T.SELECT_MULTIPLE, FIVE, "a C,e", Keyed("v1 v3 v5")),
        (T.SELECT_MULTIPLE, FIVE, "ac2", Keyed("v1 v3", complete=True, ahead="2")),
        (T.SELECT_MULTIPLE, FIVE, "ac-", Keyed("v1 v3", complete=True, ahead="-")),
        (T.SELECT_MULTIPLE, FIVE, "ac?", Keyed(None, fault="There is no code ? here.")),
        (T.SELECT_MULTIPLE, FIVE, "aa2", Keyed(None, fault="The same code was keyed twice.")),
        (T.SELECT_MULTIPLE, FIVE, "g", Keyed(None, fault="There is no code g here.")),
        (T.SELECT_MULTIPLE, FIVE, "1 3d", Keyed("v1 v3 v4")),
        (T.SELECT_MULTIPLE, TWELVE, "al", Keyed("v1 v12")),
        (T.RANK, FIVE, "cab1", Keyed("v3 v1 v2", complete=True, ahead="1")),
        (T.SELECT_MULTIPLE, FIVE, "135", Keyed("v1 v3 v5")),
        (T.SELECT_MULTIPLE, FIVE, "1 3", Keyed("v1 v3")),
        (T.SELECT_MULTIPLE, FIVE, "11", Keyed(None, fault="The same code was keyed twice.")),
        (T.SELECT_MULTIPLE, TWELVE, "1 12", Keyed("v1 v12")),
        (T.RANK, FIVE, "31245", Keyed("v3 v1 v2 v4 v5")),
        (T.DATE, (), "23012022", Keyed("2022-01-23", complete=True)),
        (T.DATE, (), "2301", Keyed(None)),
        (T.DATE, (), "3/1/2022", Keyed("2022-01-03", complete=True)),
        (T.TIME, (), "1430", Keyed("14:30:00.000", complete=True)),
        (T.INTEGER, (), "42", Keyed("42")),
        (T.DECIMAL, (), "4,5", Keyed("4.5")),
        (T.TEXT, (), "as written", Keyed("as written")),
        (T.ACKNOWLEDGE, (), "1", Keyed("OK", complete=True)),
    ],
)
def test_keys_come_to(kind: T, choices: tuple[tuple[str, str], ...], typed: str, expected: Keyed) -> None:
    assert keyed(view(kind, choices), typed) == expected


@pytest.mark.parametrize("kind", [T.SELECT_ONE, T.SELECT_MULTIPLE, T.DATE, T.RANK])
def test_missing_codes_count_at_once(kind: T) -> None:
    question = view(kind, FIVE)
    assert missing_at_once(question, "?") is MissingKind.ILLEGIBLE
    assert missing_at_once(question, "-") is MissingKind.BLANK
    assert missing_at_once(question, "!") is MissingKind.MULTIPLE
    assert missing_at_once(question, "1") is None


def test_a_minus_may_begin_a_number_and_a_mark_may_begin_words() -> None:
    assert missing_at_once(view(T.INTEGER), "-") is None
    assert missing_at_once(view(T.INTEGER), "?") is MissingKind.ILLEGIBLE
    assert missing_at_once(view(T.TEXT), "?") is None


@pytest.mark.parametrize(
    ("kind", "choices", "value"),
    [
        (T.SELECT_ONE, FIVE, "v4"),
        (T.SELECT_MULTIPLE, TWELVE, "v1 v11"),
        (T.DATE, (), "2022-01-23"),
        (T.TIME, (), "14:30:00.000"),
        (T.INTEGER, (), "-3"),
        (T.ACKNOWLEDGE, (), "OK"),
    ],
)
def test_what_stands_can_be_keyed_again(kind: T, choices: tuple[tuple[str, str], ...], value: str) -> None:
    question = view(kind, choices, value)
    assert keyed(question, typed_form(question)).value == value


def test_codes_are_those_of_the_sheet() -> None:
    assert [code for code, _value, _label in codes_of(view(T.SELECT_ONE, FIVE))] == ["1", "2", "3", "4", "5"]
    assert [code for code, _value, _label in codes_of(view(T.SELECT_ONE, OWN))] == ["1", "2", "99"]


@pytest.mark.parametrize(
    ("kind", "appearance", "typed", "value"),
    [
        (T.DATE, "month-year", "031985", "1985-03-01"),
        (T.DATE, "month-year", "3/1985", "1985-03-01"),
        (T.DATE, "year", "1985", "1985-01-01"),
        (T.DATETIME, "", "270319851430", "1985-03-27T14:30:00.000"),
    ],
)
def test_dates_are_keyed_with_the_figures_that_the_sheet_has(
    kind: T, appearance: str, typed: str, value: str
) -> None:
    asked = QuestionView("q", "1", kind, "Question", appearances=frozenset({appearance} - {""}))
    assert keyed(asked, typed) == Keyed(value, complete=True)
    assert keyed(asked, typed[:2]) == Keyed(None)
    assert keyed(asked, "x").fault
    stands = QuestionView("q", "1", kind, "Question", value=value, appearances=asked.appearances)
    assert keyed(asked, typed_form(stands)).value == value


def test_a_letter_stands_where_a_figure_would_take_another_key() -> None:
    values = [f"v{number}" for number in range(1, 31)]
    assert choice_letters(values[:5], several=False) == {}
    assert choice_letters(values[:3], several=True) == {"v1": "a", "v2": "b", "v3": "c"}
    assert choice_letters(values[:10], several=False)["v10"] == "j"
    assert choice_letters(values, several=True) == {}
    assert printed_codes(values, several=True)["v30"] == "30"
    assert printed_codes(values[:5], several=False)["v5"] == "5"
