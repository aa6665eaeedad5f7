"""What is a value of a question's type, and how it is kept."""

from __future__ import annotations

import pytest

from desktop.foundation.clock import SetClock
from desktop.questionnaires.entry import AnswerRefused, FormEntry
from desktop.questionnaires.xform import read_xform
from tests.questionnaires.forms import NOON, begin, xml_of

TYPES = """
    | survey |
    | | type | name | label | calculation |
    | | text | t | T | |
    | | date | d | D | |
    | | time | h | H | |
    | | integer | i | I | |
    | | rank abc | r | R | |
    | | select_multiple abc | m | M | |
    | | calculate | none | | if(selected(${m}, ''), 'nothing', 'something') |
    | choices |
    | | list_name | name | label |
    | | abc | a | A |
    | | abc | b | B |
    | | abc | c | C |
    """


@pytest.fixture
def entry() -> FormEntry:
    return begin(TYPES)


@pytest.mark.parametrize(
    ("question", "given", "kept"),
    [
        ("t", "Zoe\u0301", "Zo\u00e9"),
        ("d", "2022-01-05", "2022-01-05"),
        ("d", "2022-01-05T14:30:00", "2022-01-05"),
        ("h", "14:30", "14:30"),
        ("h", "14:30:00+14:00", "14:30:00+14:00"),
        ("i", "-2147483648", "-2147483648"),
        ("r", "c a b", "c a b"),
        ("m", "c a", "a c"),
    ],
)
def test_a_value_is_kept_in_its_normal_form(entry: FormEntry, question: str, given: str, kept: str) -> None:
    entry.answer(question, given)
    assert entry.node(question).value == kept


@pytest.mark.parametrize(
    ("question", "given"),
    [
        ("d", "2022-01-05T14:30:00Z"),
        ("d", "2022-01-05T14:30:00-08:00"),
        ("d", "2022-01-05 and more"),
        ("h", "14:30:00+25:00"),
        ("h", "14:30:00+14:60"),
        ("i", "10.1"),
        ("i", "2147483648"),
        ("r", "c a"),
        ("m", "a d"),
    ],
)
def test_what_is_no_value_is_refused_and_changes_nothing(entry: FormEntry, question: str, given: str) -> None:
    with pytest.raises(AnswerRefused):
        entry.answer(question, given)
    assert entry.node(question).value == ""


def test_a_rank_on_paper_may_leave_choices_out() -> None:
    entry = begin(TYPES, as_written=True)
    entry.answer("r", "c a")
    assert entry.node("r").value == "c a"


def test_nothing_selected_is_what_forms_ask_for_by_an_empty_text(entry: FormEntry) -> None:
    assert entry.node("none").value == "nothing"
    entry.answer("m", "a")
    assert entry.node("none").value == "something"


def test_white_space_of_a_label_stays_in_the_state_and_goes_where_it_is_shown() -> None:
    xml = xml_of("| survey |\n| | type | name | label |\n| | text | t | T |")
    definition = read_xform(xml.replace(b"<label>T</label>", b"<label>    code\n </label>"))
    entry, _ = FormEntry.start(definition, clock=SetClock(NOON))
    assert entry.node("t").label == "    code\n "
    assert definition.question("t").label() == "code"
