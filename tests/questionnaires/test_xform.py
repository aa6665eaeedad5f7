"""XForm XML that is hostile, damaged, or no form at all."""

from __future__ import annotations

import pytest

from desktop.questionnaires.definition import Group, UnknownQuestion
from desktop.questionnaires.numbering import question_numbers
from desktop.questionnaires.problems import FormRefused
from desktop.questionnaires.xform import read_xform
from tests.questionnaires.forms import form
from tests.questionnaires.test_expressions import xform

BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>'


@pytest.mark.parametrize(
    ("xml", "fault"),
    [
        (b"", "not well formed"),
        (b"<x>", "not well formed"),
        (b"<x/>", "no XForm"),
        (BOMB, "document type"),
        (OUTSIDE, "document type"),
        (BOMB.decode().encode("utf-16"), "document type"),
        (b"<x>" * 300 + b"</x>" * 300, "not well formed"),
        (b"\x00\x01\x02", "not well formed"),
    ],
)
def test_refused(xml: bytes, fault: str) -> None:
    with pytest.raises(FormRefused) as caught:
        read_xform(xml)
    assert fault in caught.value.problems[0].fault


def test_every_problem_is_told_at_once() -> None:
    text = xform("1").decode().replace('type="int"', 'type="int" relevant="((" constraint="foo(.)"')
    with pytest.raises(FormRefused) as caught:
        read_xform(text.encode())
    assert [(problem.path, problem.column) for problem in caught.value.problems] == [
        ("n", "relevant"),
        ("n", "constraint"),
    ]


def test_definitions_are_equal_by_their_bytes_and_know_their_questions() -> None:
    one, two = read_xform(xform("1")), read_xform(xform("1"))
    assert one == two
    assert hash(one) == hash(two)
    assert one != read_xform(xform("2"))
    assert one.question("v") is one.question("r/v") is one.question("/data/r/v")
    with pytest.raises(UnknownQuestion):
        one.question("nobody")


def test_a_name_that_two_questions_have_is_said_to_be_ambiguous() -> None:
    definition = form("""
    | survey |
    | | type | name | label |
    | | begin_group | g | G |
    | | text | q | Q |
    | | end_group | | |
    | | begin_group | h | H |
    | | text | q | Q |
    | | end_group | | |
    """)
    with pytest.raises(UnknownQuestion, match="2 questions"):
        definition.question("q")
    assert definition.question("h/q").path == "h/q"
    assert [type(node) for node in definition.root.children][:2] == [Group, Group]


def test_the_head_of_a_table_list_asks_nothing() -> None:
    table = form(
        """
        | survey  |                   |       |                 |            |
        |         | type              | name  | label           | appearance |
        |         | begin_group       | table | How often?      | table-list |
        |         | select_one often  | buses | Do you go by?   |            |
        |         | select_one often  | pool  | Do you swim?    |            |
        |         | end_group         |       |                 |            |
        | choices |                   |       |                 |            |
        |         | list_name         | name  | label           |            |
        |         | often             | day   | Every day       |            |
        |         | often             | never | Never           |            |
        """
    )
    heads = [question for question in table.questions() if "label" in question.appearances]
    assert len(heads) == 1
    assert not heads[0].asked
    assert question_numbers(table) == {"table/buses": "1", "table/pool": "2"}
