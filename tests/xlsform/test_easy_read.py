"""Easy read words: from the columns of a spreadsheet into the form, and what is said about them."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.easy_read import has_easy_read, in_easy_words
from desktop.questionnaires.form_media import named_media
from desktop.questionnaires.problems import Severity
from desktop.xlsform.check import check_form
from desktop.xlsform.convert import read_form
from tests.xlsform.test_check import GOOD, write

EASY = """
    | survey |
    | | type | name | label | easy_read | easy_read_image |
    | | begin_group | about | Information about the respondent | About you | |
    | | select_one ages | age | Which age band are you in? | How old are you? | cake.png |
    | | end_group | | | | |
    | | text | say | Have you any comments, ${age}? | What do you think, ${age}? Tell us. | talk.png |
    | | text | more | Anything else? | | |
    | choices |
    | | list_name | name | label | easy_read |
    | | ages | 1 | 15 years or younger | Under 16 |
    | | ages | 2 | 16 years or older | |
    | settings |
    | | form_id | version |
    | | easy | 1 |
    """
LONG = "This is a sentence that goes on and on until nobody can say what its one idea was."


def definition_of(folder: Path, markdown: str = EASY) -> FormDefinition:
    return read_form(write(folder, markdown)).definition


def test_the_columns_become_words_and_pictures_of_the_form(tmp_path: Path) -> None:
    definition = definition_of(tmp_path)
    assert has_easy_read(definition)
    easy = in_easy_words(definition)
    assert easy.question("age").label() == "How old are you?"
    assert easy.question("age").labels.media["default"] == (("image", "cake.png"),)
    assert [choice.label() for choice in easy.question("age").choices] == ["Under 16", "16 years or older"]
    assert easy.question("say").label() == "What do you think, …? Tell us."
    assert easy.question("more").label() == "Anything else?"
    group = easy.find("about")
    assert group is not None
    assert group.label() == "About you"
    # and the form itself is asked in its own words
    assert definition.question("age").label() == "Which age band are you in?"
    assert definition.question("age").choices[0].label() == "15 years or younger"


def test_they_are_kept_in_the_xform_itself(tmp_path: Path) -> None:
    definition = definition_of(tmp_path)
    kept = tmp_path / "kept.xml"
    kept.write_bytes(definition.xml)
    again = read_form(kept).definition
    assert again.sha256 == definition.sha256
    assert again.easy_read == definition.easy_read


def test_their_pictures_are_among_the_media_of_the_form(tmp_path: Path) -> None:
    assert {named.name for named in named_media(definition_of(tmp_path))} == {"cake.png", "talk.png"}


def test_a_form_without_them_is_as_it_was(tmp_path: Path) -> None:
    definition = definition_of(tmp_path, GOOD)
    assert not has_easy_read(definition)
    assert b"easy-read" not in definition.xml
    assert in_easy_words(definition) is definition
    assert not [problem for problem in check_form(write(tmp_path, GOOD)) if "easy_read" in problem.column]


def test_each_language_has_its_own(tmp_path: Path) -> None:
    markdown = """
        | survey |
        | | type | name | label::English | label::Polski (pl) | easy_read::English | easy_read::polski (pl) |
        | | text | a | Please comment | Prosimy o komentarz | What do you think? | Co myślisz? |
        | | text | b | Anything to add? | Coś jeszcze? | More? | |
        """
    easy = in_easy_words(definition_of(tmp_path, markdown))
    assert easy.question("a").label("Polski (pl)") == "Co myślisz?"
    assert easy.question("a").label("English") == "What do you think?"
    assert easy.question("b").label("Polski (pl)") == "Coś jeszcze?"
    told = [problem for problem in check_form(write(tmp_path, markdown)) if "easy_read" in problem.column]
    assert [(problem.row, problem.column) for problem in told if "Polski" in problem.column] == [
        (3, "easy_read::Polski (pl)")
    ]


def test_the_check_names_what_has_none_and_what_is_too_long(tmp_path: Path) -> None:
    markdown = EASY.replace("What do you think, ${age}? Tell us.", LONG).replace("Under 16", LONG)
    told = [problem for problem in check_form(write(tmp_path, markdown)) if "easy_read" in problem.column]
    assert {problem.severity for problem in told} == {Severity.WARNING}
    assert {(problem.sheet, problem.row, problem.column) for problem in told} == {
        ("survey", 6, "easy_read"),
        ("survey", 5, "easy_read"),
        ("choices", 2, "easy_read"),
        ("survey", None, "easy_read_image"),
    }
    by_row = {(problem.sheet, problem.row): problem.fault for problem in told}
    assert "“more” has no easy read words" in by_row["survey", 6]
    assert "has 18 words" in by_row["survey", 5]
    assert "1 question has no easy read picture" in by_row["survey", None]
    assert "more" in by_row["survey", None]


@pytest.mark.parametrize(("words", "long"), [("one " * 15 + ".", 0), ("one " * 16 + ".", 1), ("Yes. " * 40, 0)])
def test_fifteen_words_are_a_sentence(words: str, long: int, tmp_path: Path) -> None:
    markdown = EASY.replace("How old are you?", words.replace(" .", "."))
    told = [problem for problem in check_form(write(tmp_path, markdown)) if "long for easy read" in problem.fault]
    assert len(told) == long
