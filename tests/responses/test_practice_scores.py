"""How practice is scored: what is right, what is wrong, and what is not counted twice."""

from __future__ import annotations

import pytest

from desktop.responses.keying_comparison import FieldKind
from desktop.responses.keying_training import QuestionScore
from desktop.responses.keyings import FieldKeyed
from desktop.responses.practice_pile import Peculiar, PracticeField, PracticeSheet
from desktop.responses.practice_scores import by_question, errors_per_thousand, lets_in, score_sheet
from desktop.responses.verification_plan import Tolerance

KINDS = {
    "resident": FieldKind.CHOICE,
    "years": FieldKind.FIGURE,
    "garden": FieldKind.CHOICE,
    "words": FieldKind.TEXT,
    "person/age": FieldKind.FIGURE,
}
SHEET = PracticeSheet(
    1,
    (
        PracticeField("resident", FieldKeyed("y"), "y"),
        PracticeField("years", FieldKeyed("12"), "12"),
        PracticeField("garden", FieldKeyed("n"), "n", Peculiar.OFF_ROUTE),
        PracticeField("words", FieldKeyed("More buses, please."), "More buses, please."),
        PracticeField("person[1]/age", FieldKeyed("", "illegible"), "7", Peculiar.ILLEGIBLE),
        PracticeField("person[2]/age", FieldKeyed("", "blank"), ""),
    ),
)
RIGHT = {
    "resident": FieldKeyed("y"),
    "years": FieldKeyed("12"),
    "garden": FieldKeyed("n"),
    "words": FieldKeyed("More buses, please."),
    "person[1]/age": FieldKeyed("", "illegible"),
}


def wrong_paths(
    changes: dict[str, FieldKeyed], *, without: str = "", passed_by: tuple[str, ...] = ()
) -> list[str]:
    keyed = {path: each for path, each in {**RIGHT, **changes}.items() if path != without}
    scores = score_sheet(SHEET, keyed, passed_by=passed_by, kinds=KINDS, tolerance=Tolerance())
    return [score.path for score in scores if not score.is_right]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, []),
        ({"resident": FieldKeyed("n")}, ["resident"]),
        ({"years": FieldKeyed("012")}, []),
        ({"years": FieldKeyed("21")}, ["years"]),
        ({"years": FieldKeyed("", "illegible")}, ["years"]),
        ({"words": FieldKeyed("more  buses, please.")}, []),
        ({"words": FieldKeyed("More buses please")}, ["words"]),
        ({"person[1]/age": FieldKeyed("7")}, ["person[1]/age"]),
        ({"person[1]/age": FieldKeyed("", "blank")}, ["person[1]/age"]),
        ({"person[2]/age": FieldKeyed("", "blank")}, []),
        ({"person[2]/age": FieldKeyed("3")}, ["person[2]/age"]),
        ({"garden": FieldKeyed()}, []),
        ({"garden": FieldKeyed("y")}, ["garden"]),
        ({"person[3]/age": FieldKeyed("3")}, ["person[3]/age"]),
        ({"person[3]/age": FieldKeyed("", "blank")}, []),
    ],
)
def test_what_is_wrong(changes, wrong) -> None:
    assert wrong_paths(changes) == wrong


def test_what_the_program_passed_by_after_one_error_is_not_counted_again() -> None:
    slip = {"resident": FieldKeyed("n")}
    assert wrong_paths(slip, without="years") == ["resident", "years"]
    assert wrong_paths(slip, without="years", passed_by=("years",)) == ["resident"]
    assert wrong_paths({"years": FieldKeyed("13")}, passed_by=("years",)) == ["years"]


def test_rates_by_question_and_what_lets_in() -> None:
    sheets = [
        score_sheet(SHEET, keyed, passed_by=(), kinds=KINDS, tolerance=Tolerance())
        for keyed in (RIGHT, {**RIGHT, "person[1]/age": FieldKeyed("7"), "years": FieldKeyed("13")})
    ]
    scores = by_question(score for sheet in sheets for score in sheet)
    assert scores == {
        "resident": QuestionScore(2, 0),
        "years": QuestionScore(2, 1),
        "garden": QuestionScore(2, 0),
        "words": QuestionScore(2, 0),
        "person/age": QuestionScore(4, 1),
    }
    assert errors_per_thousand(scores) == pytest.approx(2000 / 12)
    assert lets_in(scores, 167)
    assert not lets_in(scores, 166)
    assert not lets_in({}, 1000)
