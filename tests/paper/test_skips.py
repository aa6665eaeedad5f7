"""Skips beside the choices: only what one answer settles, and only where it helps."""

from __future__ import annotations

import pytest

from desktop.paper.booklet import draw_form, words_of
from desktop.paper.skips import skips
from desktop.questionnaires.expressions.parser import parse
from desktop.questionnaires.numbering import question_numbers
from tests.paper.forms import choices, form, group, programme, question
from tests.paper.reading import T

YES_NO = choices("Yes", "No", "Prefer not to say")


def relevant(text: str):
    return parse(text)


def leads(*children) -> dict[tuple[str, str], str]:
    definition = form(*children)
    return {key: skip.to for key, skip in skips(definition, question_numbers(definition)).items()}


def test_a_part_that_is_skipped_whole_names_the_question_after_it() -> None:
    children = (
        question("gate", T.SELECT_ONE, choices=YES_NO),
        group(
            "part", "A part", question("a", T.TEXT), question("b", T.TEXT), relevant=relevant("/data/gate='c1'")
        ),
        question("after", T.TEXT),
    )
    assert leads(*children) == {("gate", "c2"): "4", ("gate", "c3"): "4"}
    said = "\n".join(line for page in draw_form(form(*children), programme()).pages for line in words_of(page))
    assert "No: go to question 4" in said
    assert "Yes: go" not in said
    assert "Questions 2 to 3: only if question 1 is Yes." in said


def test_after_the_last_part_the_questions_are_finished() -> None:
    gate = question("gate", T.SELECT_ONE, choices=YES_NO)
    assert leads(gate, question("a", T.TEXT, relevant=relevant("/data/gate='c1'")))["gate", "c2"] == ""


@pytest.mark.parametrize(
    "condition",
    [
        "/data/gate='c1' or /data/other='x'",
        "/data/gate=/data/other",
        "string-length(/data/gate) > 0",
        "/data/other='c1'",
    ],
)
def test_what_one_answer_does_not_settle_is_no_skip(condition: str) -> None:
    gate = question("gate", T.SELECT_ONE, choices=YES_NO)
    other = question("other", T.TEXT)
    assert leads(other, gate, question("a", T.TEXT, relevant=relevant(condition))) == {}


def test_a_question_about_one_choice_of_many_is_no_skip_for_all_others() -> None:
    faith = question("faith", T.SELECT_ONE, choices=choices("A", "B", "C", "D", "Other"))
    assert leads(faith, question("which", T.TEXT, relevant=relevant("/data/faith='c5'"))) == {}
