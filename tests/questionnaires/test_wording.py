"""Conditions in words, with the numbers that screen and paper show."""

from __future__ import annotations

import pytest

from desktop.questionnaires.expressions.wording import in_words
from desktop.questionnaires.numbering import question_numbers
from tests.questionnaires.forms import form


def _form(relevant: str) -> str:
    return f"""
    | survey |
    | | type | name | label | relevant | calculation |
    | | note | hello | Hello | | |
    | | select_one yn | a | A | | |
    | | select_multiple fruit | b | B | | |
    | | integer | c | C | | |
    | | calculate | hidden | | | 1 + 1 |
    | | text | d | D | {relevant} | |
    | choices |
    | | list_name | name | label |
    | | yn | yes | Yes |
    | | yn | no | No |
    | | fruit | apple | Apples |
    | | fruit | pear | Pears |
    """


@pytest.mark.parametrize(
    ("relevant", "words"),
    [
        ("${a} = 'yes'", "Only if question 1 is Yes"),
        ("'yes' = ${a}", "Only if question 1 is Yes"),
        ("${a} != 'yes'", "Only if question 1 is not Yes"),
        ("not(${a} = 'yes')", "Only if question 1 is not Yes"),
        ("selected(${a}, 'no')", "Only if question 1 is No"),
        ("selected(${b}, 'pear')", "Only if question 2 includes Pears"),
        ("not(selected(${b}, 'pear'))", "Only if question 2 does not include Pears"),
        ("selected(${b}, 'pear') or selected(${b}, 'apple')", "Only if question 2 includes Pears or Apples"),
        ("${c} >= 18", "Only if question 3 is 18 or more"),
        ("17 < ${c}", "Only if question 3 is more than 17"),
        ("${c} != ''", "Only if question 3 has an answer"),
        ("count-selected(${b}) > 0", "Only if question 2 has an answer"),
        ("${a} = 'yes' and ${c} < 5", "Only if question 1 is Yes, and question 3 is less than 5"),
        ("${a} = 'yes' or ${c} < 5", "Only if question 1 is Yes, or question 3 is less than 5"),
        (
            "${a} = 'yes' and (${c} < 5 or ${b} = '')",
            "Only if question 1 is Yes, and either question 3 is less than 5 or question 2 has no answer",
        ),
        ("${hidden} > 3", None),
        ("string-length(${a}) * 2 > ${c}", None),
    ],
)
def test_in_words(relevant: str, words: str | None) -> None:
    definition = form(_form(relevant))
    rule = definition.question("d").relevant
    assert rule is not None
    assert in_words(rule, definition, "default") == words


def test_numbers_leave_out_notes_and_hidden_values() -> None:
    assert question_numbers(form(_form("true()"))) == {"a": "1", "b": "2", "c": "3", "d": "4"}
