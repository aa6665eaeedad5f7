"""What will work badly here is told: never asked, hard to decline, too long, not translated."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.questionnaires.problems import Severity
from desktop.xlsform.advice import LONG_CHOICE, MANY_CHOICES, advice
from desktop.xlsform.check import check_form
from desktop.xlsform.never_asked import never_asked
from desktop.xlsform.sheets import Book
from tests.questionnaires.forms import form
from tests.xlsform.test_check import write

ROUTES = """
    | survey |
    | | type | name | label | relevant | default |
    | | select_one yn | pet | A pet? | | |
    | | select_multiple kind | kinds | Which? | | |
    | | integer | count | How many? | | |
    | | text | q | Q? | {rule} | |
    | | select_one yn | preset | P? | | other |
    | choices |
    | | list_name | name | label |
    | | yn | y | Yes |
    | | yn | n | No |
    | | kind | cat | Cat |
    | | kind | dog | Dog |
    """


def never(rule: str) -> list[str]:
    return [problem.fault for problem in never_asked(form(ROUTES.replace("{rule}", rule)))]


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("false()", ""),
        ("1 = 2", ""),
        ("not(true())", ""),
        ("'a' = 'b' or 0", ""),
        ("${pet} = 'yes'", "“yes” is none of the choices of “pet”"),
        ("'yes' = ${pet}", "“yes” is none of the choices of “pet”"),
        ("selected(${kinds}, 'cow')", "“cow” is none of the choices of “kinds”"),
        ("${count} > 1 and selected(${kinds}, 'cow')", "“cow” is none of the choices of “kinds”"),
        ("${pet} = 'x' or ${pet} = 'z'", "“z” is none of the choices of “pet”"),
        ("${pet} = 'y' and ${pet} = 'n'", "“pet” can't be both “y” and “n”"),
    ],
)
def test_a_question_that_can_never_be_asked_is_told(rule: str, why: str) -> None:
    (fault,) = never(rule)
    assert fault.startswith("“q” can never be asked")
    assert why in fault


@pytest.mark.parametrize(
    "rule",
    [
        "true()",
        "${pet} = 'y'",
        "${pet} != 'yes'",
        "${pet} = ''",
        "not(${pet} = 'yes')",
        "${pet} = 'yes' or ${count} > 3",
        "selected(${kinds}, 'cat') and ${pet} = 'n'",
        "${preset} = 'other'",
        "${count} = 4 and ${count} > 3",
        "count-selected(${kinds}) > 0 and random() < 0.5",
        "${pet} = 'y' or ${pet} = 'n'",
    ],
)
def test_a_question_that_may_be_asked_is_not(rule: str) -> None:
    assert never(rule) == []


def test_what_follows_from_it_is_told_once_for_a_group() -> None:
    found = list(never_asked(form("""
        | survey |
        | | type | name | label | relevant |
        | | begin_group | g | G | 1 > 2 |
        | | select_one yn | a | A | |
        | | text | b | B | false() |
        | | end_group | | | |
        | | text | c | C | ${a} = 'y' |
        | choices |
        | | list_name | name | label |
        | | yn | y | Yes |
        """)))  # fmt: skip
    assert [(problem.path, problem.column) for problem in found] == [("g", "relevant"), ("c", "relevant")]
    assert "“a” is never asked either" in found[1].fault


SENSITIVE = """
    | survey |
    | | type | name | label | required |
    | | select_one sex | sex | What is your sex? | yes |
    | | select_one belief | faith | What is your religion? | |
    | | select_one sex | q9 | Which of these describes your sexual orientation? | |
    | | text | ethnicity | In your own words | ${sex} = 'f' |
    | | select_one sex | aim | Is the plan for disabled people good? | yes |
    | | image | photo | Show us | |
    | choices |
    | | list_name | name | label |
    | | sex | f | Female |
    | | sex | m | Male |
    | | belief | none | No religion |
    | | belief | x | I would rather not say |
    """


def test_sensitive_questions_can_be_declined(tmp_path: Path) -> None:
    found = check_form(write(tmp_path, SENSITIVE))
    assert [(p.row, p.column, p.severity) for p in found] == [
        (2, "required", Severity.WARNING),
        (2, "type", Severity.WARNING),
        (4, "type", Severity.WARNING),
        (5, "required", Severity.WARNING),
        (7, "", Severity.WARNING),  # pyxform's own, about the size of pictures
        (7, "type", Severity.WARNING),
    ]
    assert "no choice “Prefer not to say”" in found[1].fault
    assert "asks for a picture" in found[5].fault


def test_what_the_equality_group_forbids_is_not_told_twice(tmp_path: Path) -> None:
    grouped = """
        | survey |
        | | type | name | label | required |
        | | begin_group | equality | About you | |
        | | text | religion | What is your religion? | yes |
        | | end_group | | | |
        """
    found = check_form(write(tmp_path, grouped), equality_group="equality")
    assert [(p.row, p.severity) for p in found] == [(3, Severity.ERROR)]


def test_choices_are_told_by_their_own_row(tmp_path: Path) -> None:
    found = check_form(write(tmp_path, f"""
        | survey |
        | | type | name | label::English (en) | label::Cymraeg (cy) |
        | | select_one yn | one | One? | Un? |
        | | select_one yn | two | Two? | Dau? |
        | choices |
        | | list_name | name | label::English (en) | label::Cymraeg (cy) |
        | | yn | y | Yes | Oes |
        | | yn | n | No | |
        | | yn | p | {"perhaps " * 30} | Efallai |
        """))  # fmt: skip
    assert [(p.sheet, p.row, p.column) for p in found] == [
        ("choices", 3, "label::Cymraeg (cy)"),
        ("choices", 4, "label"),
    ]
    assert str(len("perhaps " * 30) - 1) in found[1].fault
    assert len("perhaps " * 30) > LONG_CHOICE


def test_a_list_that_fills_pages_is_told_for_each_question() -> None:
    rows = "\n".join(f"        | | many | c{number} | Choice {number} |" for number in range(MANY_CHOICES + 1))
    found = list(advice(form(f"""
        | survey |
        | | type | name | label |
        | | select_one many | a | A? |
        | | select_one many | b | B? |
        | choices |
        | | list_name | name | label |
{rows}
        """), Book()))  # fmt: skip
    assert [problem.path for problem in found] == ["a", "b"]
    assert "61 choices" in found[0].fault


def test_a_filter_over_a_column_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = check_form(write(tmp_path, """
        | survey |
        | | type | name | label | choice_filter |
        | | text | where | Where? | |
        | | select_one place | near | Near? | area = ${where} |
        | | select_one place | far | Far? | aera = ${where} and starts-with(name, 'x') |
        | choices |
        | | list_name | name | label | area |
        | | place | x | X | north |
        """))  # fmt: skip
    assert [(p.row, p.column) for p in found] == [(4, "choice_filter")]
    assert "“aera”, which no column is called" in found[0].fault


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("[0-9]{5}", True),
        ("^[0-9]{5}", True),
        ("[0-9]{5}$", True),
        (r"^[0-9]\$", True),
        ("^[0-9]{5}$", False),
        (".*@.*", False),
        ("^(a|b)$", False),
    ],
)
def test_a_pattern_that_other_programs_take_for_the_whole_is_told(pattern: str, told: bool) -> None:
    escaped = pattern.replace("|", r"\|")
    definition = form(f"""
        | survey |
        | | type | name | label | constraint |
        | | text | q | Q | . = '' or regex(., '{escaped}') |
        """)
    found = [problem.column for problem in advice(definition, Book()) if pattern in problem.fault]
    assert found == (["constraint"] if told else [])
