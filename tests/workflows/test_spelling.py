"""The dictionary that comes with the program, and what is no mistake."""

from __future__ import annotations

import pytest

from desktop.workflows.spelling import Spelling, spelling_for
from tests.workplaces import FORM, pack

__all__ = ["pack"]


@pytest.fixture
def spelling(pack) -> Spelling:
    (form,) = [each for each in pack.forms if each.definition.form_id == FORM]
    found = spelling_for(pack.programme, form.definition, form.definition.default_language)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("The neighbourhood organises a colour centre", []),
        ("I can't, and I can’t", []),
        ("GPs at LE3 5AB, see a@b.example or the CCG", []),
        ("Leicestershire", []),
        ("a wrod", ["wrod"]),
        ("color", ["color"]),
        ("1st 2nd", []),
    ],
    ids=("british", "apostrophes", "abbreviations", "of the form", "slip", "american", "figures"),
)
def test_doubts(spelling, text: str, doubtful: list[str]) -> None:
    found = spelling.doubts(text)
    assert [each.word for each in found] == doubtful
    assert all(text[each.start : each.start + each.length] == each.word for each in found)


def test_what_may_be_meant(spelling) -> None:
    assert "word" in spelling.suggest("wrod")
    assert len(spelling.suggest("stopp")) <= 5


def test_no_dictionary_no_help(pack) -> None:
    definition = pack.forms[0].definition
    assert spelling_for(pack.programme, definition, "Polski (pl)") is None


def test_a_doubt_shows_no_word_where_it_is_printed(spelling) -> None:
    assert "wrod" not in repr(spelling.doubts("wrod"))
