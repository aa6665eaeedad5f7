"""The blocks of a sheet keyed one after another, in the order in which they are printed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from desktop.paper.booklet import draw_form
from desktop.questionnaires.numbering import question_numbers
from desktop.ui.keying.sheet_course import SheetCourse
from tests.paper.forms import programme
from tests.questionnaires.forms import begin, form

BLOCKS = """
    | survey |
    | | type | name | label | repeat_count | appearance |
    | | text | first | First? | | |
    | | begin_group | places | Places | | table-list |
    | | select_one easy | gp | Your doctor | | |
    | | select_one easy | chemist | A chemist | | |
    | | end_group | | | | |
    | | begin_repeat | child | Child | | |
    | | text | name | What do you call the child? | | |
    | | integer | age | How old is the child? | | |
    | | begin_repeat | toy | Toy | | |
    | | text | what | Which toy? | | |
    | | end_repeat | | | | |
    | | end_repeat | | | | |
    | | begin_repeat | pet | Pet | 2 | |
    | | text | kind | What kind of animal? | | |
    | | end_repeat | | | | |
    | | text | last | Last? | | |
    | choices |
    | | list_name | name | label |
    | | easy | a | Easy |
    | | easy | b | Difficult |
    """


class Keying:
    """What a course drives, without a store."""

    def __init__(self) -> None:
        self.definition = form(BLOCKS)
        self.numbers = question_numbers(self.definition)
        self.entry = begin(BLOCKS, as_written=True)
        self.header = SimpleNamespace(serial="S")
        self.missing: dict[str, str] = {}
        self.answer = self.entry.answer
        self.add_repeat = self.entry.add_repeat
        self.remove_repeat = self.entry.remove_repeat

    def missing_kind(self, path: str) -> str:
        return self.missing.get(path, "")

    def mark_missing(self, path: str, kind: Any) -> None:
        self.missing[path] = str(kind)

    typing = ""
    blank: tuple[str, ...] = ()

    def count_as_blank(self, paths: Any) -> None:
        self.blank = tuple(paths)

    def end_words(self, path: str) -> None:
        pass

    def set_place(self, path: str) -> None:
        pass

    def finalise(self, *, received_on: str) -> Any:
        return SimpleNamespace(instance_id=received_on)


@pytest.fixture
def course() -> SheetCourse:
    return SheetCourse(Keying())


def key(course: SheetCourse, *values: str) -> list[str]:
    """Key the values one after another and return where each went."""
    went = []
    shown = course.start()
    for value in values:
        assert shown.view is not None
        went.append(shown.view.path)
        shown = course.key(shown.view.path, value)
    went.append(shown.view.path if shown.view is not None else "")
    return went


def test_the_order_is_that_of_the_sheet(course: SheetCourse) -> None:
    printed = list(dict.fromkeys(box.question for box in draw_form(form(BLOCKS), programme()).layout.boxes))
    course.keying.add_repeat("child")
    keyed = [row.path for row in course.start().rows]
    assert keyed[:3] == ["first", "places/gp", "places/chemist"]
    assert keyed == [path for path in printed if path in keyed]
    assert keyed.index("child[1]/age") < keyed.index("child[2]/name")


def test_another_block_begins_after_one_that_was_written_in(course: SheetCourse) -> None:
    assert key(course, "x", "a", "b", "Ann", "3", "", "Bob", "4", "ball") == [
        "first", "places/gp", "places/chemist",
        "child[1]/name", "child[1]/age", "child[1]/toy[1]/what",
        "child[2]/name", "child[2]/age", "child[2]/toy[1]/what", "child[2]/toy[2]/what",
    ]  # fmt: skip


def test_a_form_that_counts_itself_gets_no_more_blocks(course: SheetCourse) -> None:
    went = key(course, "", "", "", "", "", "", "dog", "cat", "end")
    assert went[3:] == [
        "child[1]/name",
        "child[1]/age",
        "child[1]/toy[1]/what",
        "pet[1]/kind",
        "pet[2]/kind",
        "last",
        "",
    ]


def test_blocks_without_a_word_are_taken_away_at_the_end(course: SheetCourse) -> None:
    key(course, "x", "a", "b", "Ann", "3", "", "", "", "", "dog", "cat", "end")
    assert "child[2]/name" in [row.path for row in course.start().rows]
    assert course.finish("2022-01-10") == "2022-01-10"
    paths = [row.path for row in course.start().rows]
    assert "child[1]/name" in paths
    assert "child[2]/name" not in paths
    assert not any(path.startswith("child[2]") for path in course.keying.entry.answers())


def test_what_was_asked_and_has_nothing_counts_as_blank_but_for_blocks_without_a_word(course) -> None:
    key(course, "", "a", "", "Ann", "", "", "", "", "", "dog", "", "")
    shown = course.start()
    while shown.view is not None:
        shown = course.key(shown.view.path, "")
    numbers = {row.path: row.number for row in shown.rows}
    left = ["first", "places/chemist", "child[1]/age", "pet[2]/kind", "last"]
    assert list(shown.nothing_keyed) == [numbers[path] for path in left]
    course.finish("2022-01-10")
    assert list(course.keying.blank) == left


def test_a_block_in_which_something_is_illegible_stays(course: SheetCourse) -> None:
    course.keying.add_repeat("child")
    course.keying.mark_missing("child[2]/age", "illegible")
    course.finish("2022-01-10")
    assert "child[2]/name" in [row.path for row in course.start().rows]


def test_each_block_has_its_number_beside_that_of_the_question(course: SheetCourse) -> None:
    course.keying.add_repeat("child")
    course.keying.add_repeat("child[2]/toy")
    numbers = {row.path: row.number for row in course.start().rows}
    assert numbers["first"] == "1"
    assert numbers["child[2]/age"] == "5 (2)"
    assert numbers["child[2]/toy[1]/what"] == "6 (2.1)"
