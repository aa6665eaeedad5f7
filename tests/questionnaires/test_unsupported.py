"""What isn't done is told when a form is read."""

from __future__ import annotations

import pytest

from desktop.questionnaires.problems import FormRefused, Severity
from desktop.questionnaires.xform import read_xform
from tests.questionnaires.forms import form, xml_of

PLAIN = "| survey |\n| | type | name | label |\n| | text | t | T |"
SEARCH = """
    | survey |
    | | type | name | label | appearance |
    | | select_one towns | town | Town | minimal search('towns') |
    | choices |
    | | list_name | name | label |
    | | towns | key | title |
    """


def test_a_form_that_asks_for_nothing_unusual_has_no_warnings() -> None:
    assert form(PLAIN).problems == ()


def test_a_log_of_filling_in_is_told_to_stay_empty() -> None:
    definition = form(PLAIN + "\n| | audit | audit | |")
    (problem,) = definition.problems
    assert (problem.severity, problem.path) == (Severity.WARNING, "meta/audit")
    assert "audit" in problem.fault


def test_a_key_to_encrypt_with_is_told_to_be_unused() -> None:
    definition = form(PLAIN + "\n| settings |\n| | public_key |\n| | MIIB |")
    assert ["public key" in problem.fault for problem in definition.problems] == [True]


def test_choices_from_a_search_are_refused() -> None:
    with pytest.raises(FormRefused, match="search") as caught:
        read_xform(xml_of(SEARCH))
    assert (caught.value.problems[0].path, caught.value.problems[0].column) == ("town", "appearance")
