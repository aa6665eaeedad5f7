"""Tables on paper: which questions make one, what stands in it, and where it goes on."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from desktop.paper.booklet import LaidOut, draw_form, words_of
from desktop.paper.grids import Grid, with_grids
from desktop.paper.page_sizes import A4, A5
from desktop.paper.placed import Page, Rule, Words
from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.expressions.parser import parse
from desktop.sheets.copies import Box, BoxKind
from tests.paper.forms import AGREE, choices, every_type, form, group, programme, question
from tests.paper.reading import ARABIC, ENGLISH, T, printed, squeezed, texts
from tests.questionnaires.forms import form as from_spreadsheet

YES_NO = choices("Yes", "No")
LINE = frozenset({"list-nolabel"})
TABLE_LIST = """
    | survey |
    | | type | name | label | hint | appearance |
    | | begin_group | reach | How easy is it to get to each of these? | | table-list |
    | | select_one easy | gp | Your doctor | | |
    | | select_one easy | hospital | The nearest hospital | By any way of travel | |
    | | select_one easy | chemist | A chemist | | |
    | | end_group | | | | |
    | | text | after | Anything else? | | |
    | choices |
    | | list_name | name | label |
    | | easy | 1 | Very easy |
    | | easy | 2 | Easy |
    | | easy | 9 | Don't know |
    """


def agreeing(count: int, **more: object) -> FormDefinition:
    """A form with one table that nobody asked for."""
    lines = (question(f"q{n}", T.SELECT_ONE, f"Statement number {n}", choices=AGREE, **more) for n in range(count))
    return form(group("part", "Part", *lines))


def rows_of(laid_out: LaidOut) -> dict[str, list[Box]]:
    """Return the boxes of each question."""
    rows: dict[str, list[Box]] = {}
    for box in laid_out.layout.boxes:
        rows.setdefault(box.question, []).append(box)
    return rows


def is_a_row(boxes: list[Box]) -> bool:
    return len({box.y for box in boxes}) == 1


def said(laid_out: LaidOut) -> list[str]:
    return [line for page in laid_out.pages for line in words_of(page)]


def test_a_table_of_the_spreadsheet_has_its_words_once_and_its_codes_beside_every_box() -> None:
    laid_out = draw_form(from_spreadsheet(TABLE_LIST), programme())
    rows = rows_of(laid_out)
    lines = [rows[f"reach/{name}"] for name in ("gp", "hospital", "chemist")]
    assert all(is_a_row(boxes) and len(boxes) == 3 for boxes in lines)
    assert [[box.x for box in boxes] for boxes in lines] == [[box.x for box in lines[0]]] * 3
    assert [(box.value, box.code) for box in lines[0]] == [("1", "1"), ("2", "2"), ("9", "9")]
    words = said(laid_out)
    for once in ("How easy is it to get to each of these?", "Put a cross in one box on each line.", "Your doctor"):
        assert words.count(once) == 1
    assert words.count("Easy") == 1
    assert words.count("9") == 3  # in small print beside its box on each line
    assert [words[words.index(label) - 1] for label in ("Your doctor", "Anything else?")] != ["", ""]
    assert "By any way of travel" in words


def test_codes_are_in_small_print_just_before_their_boxes() -> None:
    laid_out = draw_form(agreeing(3), programme())
    small = laid_out.edition.styles.code.size
    for box in laid_out.layout.boxes:
        page = laid_out.pages[box.page - 1]
        (code,) = (
            item
            for item in page.items
            if isinstance(item, Words)
            and item.line.size == small
            and item.line.text == box.code
            and abs(item.x + item.width - (box.x - 1.5)) < 0.1
            and box.y < item.y < box.y + box.height
        )
        assert code.x > 0


def test_numbers_run_on_through_a_table() -> None:
    laid_out = draw_form(from_spreadsheet(TABLE_LIST), programme())
    for page in laid_out.pages:
        large = [item for item in page.items if isinstance(item, Words) and item.line.size > 12]
        placed = {item.line.text: item.y for item in large}
        if "Your doctor" in placed:
            assert placed["1"] == placed["Your doctor"]
            assert placed["3"] == placed["A chemist"]
            assert placed["4"] == placed["Anything else?"]
            break
    else:
        pytest.fail("the table is on no page")


def head_count(page: Page) -> int:
    return words_of(page).count("Agree")


def test_a_long_table_goes_on_with_its_head_repeated_and_no_line_alone() -> None:
    laid_out = draw_form(agreeing(30), programme())
    pages = sorted({box.page for box in laid_out.layout.boxes})
    assert len(pages) > 1
    for number in pages:
        page = laid_out.pages[number - 1]
        assert head_count(page) == 1
        lines = {box.question for box in laid_out.layout.boxes if box.page == number}
        assert len(lines) >= 2
        # a rule below the head, and below every line
        assert len([item for item in page.items if isinstance(item, Rule)]) == len(lines) + 1
    for number in pages[1:]:
        assert "Questions 1 to 30, continued" in words_of(laid_out.pages[number - 1])
    for boxes in rows_of(laid_out).values():
        assert len({box.page for box in boxes}) == 1
        assert is_a_row(boxes)


@pytest.mark.parametrize("before", range(0, 20, 3))
def test_a_line_never_stands_alone_wherever_the_table_begins(before: int) -> None:
    first = [question("above", T.TEXT, parameters={"rows": str(before)})] if before else []
    lines = (question(f"q{n}", T.SELECT_ONE, f"Statement {n}", choices=YES_NO) for n in range(9))
    laid_out = draw_form(form(*first, *lines), programme())
    on_pages: dict[int, set[str]] = {}
    for box in laid_out.layout.boxes:
        if box.kind is BoxKind.TICK:
            on_pages.setdefault(box.page, set()).add(box.question)
    assert all(len(lines) > 1 for lines in on_pages.values())


@pytest.mark.parametrize("edition", ["large-print", "easy-read"])
def test_editions_of_one_column_set_a_table_question_by_question_with_its_words(edition: str) -> None:
    laid_out = draw_form(from_spreadsheet(TABLE_LIST), programme(), edition=edition)
    rows = rows_of(laid_out)
    for name in ("gp", "hospital", "chemist"):
        boxes = rows[f"reach/{name}"]
        assert len({box.x for box in boxes}) == 1
        assert all(lower.y > upper.y for upper, lower in pairwise(boxes))
        assert [box.code for box in boxes] == ["1", "2", "9"]
    whole = squeezed(" ".join(said(laid_out)))
    assert whole.count("How easy is it to get to each of these?") == 3
    assert "on each line" not in whole


def test_a_table_that_is_too_wide_becomes_one_question_below_another() -> None:
    long = choices(*("A rather unspeakablylongwinded answer" for _ in range(7)))
    lines = [question(f"q{n}", T.SELECT_ONE, choices=long, appearances=LINE) for n in range(3)]
    rows = rows_of(draw_form(form(*lines), programme()))
    assert all(len({box.x for box in boxes}) == 1 and len(boxes) == 7 for boxes in rows.values())


def test_long_words_of_a_line_stand_above_its_boxes() -> None:
    label = (
        "Being heard: do you agree that everybody who was in the room listened to what you had to say, and why?"
    )
    lines = [question(f"q{n}", T.SELECT_ONE, label, choices=AGREE) for n in range(2)]
    laid_out = draw_form(form(*lines), programme())
    boxes = rows_of(laid_out)["q0"]
    assert is_a_row(boxes)
    page = laid_out.pages[boxes[0].page - 1]
    asked = [item for item in page.items if isinstance(item, Words) and item.line.text.startswith("Being heard")]
    assert len(asked) == 2
    assert asked[0].y < boxes[0].y < asked[1].y
    assert asked[0].width > 100


@pytest.mark.parametrize("size", [A4, A5], ids=["A4", "A5"])
def test_no_box_touches_another_or_leaves_the_words(size: object) -> None:
    days = choices("Mon", "Tue", "Wed", "Thu", "Fri", "Weekend")
    lines = [question(f"q{n}", T.SELECT_MULTIPLE, f"Line {n}", choices=days, appearances=LINE) for n in range(4)]
    laid_out = draw_form(form(*lines), programme(), page_size=size)  # type: ignore[arg-type]
    rows = rows_of(laid_out)
    assert len(rows) == 4
    for boxes in rows.values():
        assert len(boxes) == 6
        for one, other in pairwise(boxes):
            assert other.x - one.x >= 5.0 + 3.0 or other.y - one.y >= 5.0
        assert max(box.x + box.width for box in boxes) <= size.width - size.side  # type: ignore[attr-defined]


def test_right_to_left_the_first_choice_stands_nearest_to_the_words() -> None:
    said_in_both = [{ENGLISH: f"Line {n}", ARABIC: "هل توافق على هذا؟"} for n in range(3)]
    two = choices({ENGLISH: "Yes", ARABIC: "نعم"}, {ENGLISH: "No", ARABIC: "لا"})
    lines = [
        question(f"q{n}", T.SELECT_ONE, label, choices=two, appearances=LINE)
        for n, label in enumerate(said_in_both)
    ]
    definition = form(*lines, languages=(ENGLISH, ARABIC))
    practice = programme(made_up=True)
    left, right = (rows_of(draw_form(definition, practice, language=name)) for name in (ENGLISH, ARABIC))
    assert left["q0"][0].x < left["q0"][1].x
    assert right["q0"][0].x > right["q0"][1].x


# which questions make a table ------------------------------------------------------------------------------


def grids(*children: object, leading: set[str] | None = None) -> list[list[str]]:
    found = with_grids(form(*children).root.children, leading or set())
    return [[line.name for line in each.lines] for each in found if isinstance(each, Grid)]


def test_neighbours_with_the_same_few_choices_make_a_table() -> None:
    one = [question(f"a{n}", T.SELECT_ONE, choices=YES_NO) for n in range(2)]
    other = [question(f"b{n}", T.SELECT_ONE, choices=AGREE) for n in range(3)]
    assert grids(*one, *other) == [["a0", "a1"], ["b0", "b1", "b2"]]
    assert grids(one[0], question("t", T.TEXT), one[1]) == []
    assert grids(one[0]) == []


@pytest.mark.parametrize(
    "change",
    [
        {"relevant": parse("/data/x = 'y'")},
        {"appearances": frozenset({"image-map"})},
        {"read_only": True},
        {"choice_filter": parse("x = 1")},
    ],
    ids=["relevance", "map", "read only", "filter"],
)
def test_what_differs_from_its_neighbours_stands_by_itself(change: dict[str, object]) -> None:
    odd = question("odd", T.SELECT_ONE, choices=YES_NO, **change)
    assert grids(question("a", T.SELECT_ONE, choices=YES_NO), odd) == []


def test_a_question_that_leads_past_others_keeps_its_instructions_beside_its_boxes() -> None:
    lines = [question(f"a{n}", T.SELECT_ONE, choices=YES_NO) for n in range(3)]
    assert grids(*lines, leading={"a2"}) == [["a0", "a1"]]
    asked_for = [question(f"a{n}", T.SELECT_ONE, choices=YES_NO, appearances=LINE) for n in range(3)]
    assert grids(*asked_for, leading={"a2"}) == [["a0", "a1", "a2"]]


def test_in_a_table_that_was_asked_for_the_line_says_where_a_choice_leads() -> None:
    lines = [question(f"a{n}", T.SELECT_ONE, choices=YES_NO, appearances=LINE) for n in range(2)]
    then = question("why", T.TEXT, "Why?", relevant=parse("/data/a1 = 'c1'"))
    laid_out = draw_form(form(*lines, then, question("last", T.TEXT)), programme())
    assert "No: go to question 4" in said(laid_out)
    assert all(is_a_row(boxes) for name, boxes in rows_of(laid_out).items() if name in ("a0", "a1"))


def test_a_condition_that_all_lines_share_is_said_once() -> None:
    gate = question("gate", T.SELECT_ONE, "Carer?", choices=YES_NO)
    lines = [
        question(f"q{n}", T.SELECT_ONE, choices=AGREE, relevant=parse("/data/gate = 'c1'"), appearances=LINE)
        for n in range(3)
    ]
    words = said(draw_form(form(gate, *lines), programme()))
    assert words.count("Questions 2 to 4: only if question 1 is Yes.") == 1


def test_pictures_keep_questions_out_of_tables() -> None:
    from dataclasses import replace

    plain = question("a", T.SELECT_ONE, choices=YES_NO)
    pictured = replace(plain.labels, media={"default": (("image", "a.png"),)})
    assert grids(plain, question("b", T.SELECT_ONE, choices=YES_NO)) == [["a", "b"]]
    assert grids(replace(plain, labels=pictured), question("b", T.SELECT_ONE, choices=YES_NO)) == []


def test_one_likert_question_is_a_row_below_its_words() -> None:
    lone = question("lone", T.SELECT_ONE, "How easy was it?", choices=AGREE, appearances=frozenset({"likert"}))
    laid_out = draw_form(form(lone), programme())
    assert is_a_row(rows_of(laid_out)["lone"])
    words = said(laid_out)
    assert words[words.index("1", words.index("How easy was it?") - 1)] == "1"
    assert "Put a cross in one box." in words
    assert "on each line" not in " ".join(words)


def test_the_words_of_a_table_are_in_the_pdf(tmp_path: Path) -> None:
    whole = squeezed(" ".join(texts(printed(draw_form(from_spreadsheet(TABLE_LIST), programme()), tmp_path))))
    for wanted in ("1 Your doctor", "2 The nearest hospital", "3 A chemist", "Don't know", "Very easy"):
        assert wanted in whole


def test_every_choice_of_every_question_has_its_box() -> None:
    for edition in ("standard", "large-print", "easy-read"):
        for definition in (every_type(), from_spreadsheet(TABLE_LIST), agreeing(12)):
            rows = rows_of(draw_form(definition, programme(), edition=edition))
            for asked in definition.questions():
                if asked.asked and asked.choices and len(asked.choices) <= 30:
                    values = [box.value for box in rows[asked.path]]
                    assert values == [choice.value for choice in asked.choices]
