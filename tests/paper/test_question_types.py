"""Types of questions on paper: scales, figures, rows to write on, numbered blocks, lists, what has no box."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from desktop.paper.booklet import LaidOut, draw_form, words_of
from desktop.questionnaires.expressions.parser import parse
from desktop.questionnaires.numbering import question_numbers
from desktop.sheets.copies import Box, BoxKind
from tests.paper.forms import LONG, choices, form, group, programme, question, repeat
from tests.paper.reading import T
from tests.questionnaires.forms import form as from_spreadsheet

YES_NO = choices("Yes", "No")
MANY = choices(*(f"Place number {number}" for number in range(1, 46)))


def boxes_of(laid_out: LaidOut, path: str) -> list[Box]:
    return [box for box in laid_out.layout.boxes if box.question == path]


def said(laid_out: LaidOut) -> list[str]:
    return [line for page in laid_out.pages for line in words_of(page)]


def scale(start: str, end: str, step: str = "1") -> LaidOut:
    parameters = {"start": start, "end": end, "step": step}
    return draw_form(form(question("scale", T.RANGE, "How much?", parameters=parameters)), programme())


@pytest.mark.parametrize(
    ("start", "end", "step", "figures"),
    [
        ("0", "10", "1", "0 1 2 3 4 5 6 7 8 9 10"),
        ("1", "5", "1", "1 2 3 4 5"),
        ("5", "1", "1", "5 4 3 2 1"),
        ("-1", "1", "0.5", "-1 -0.5 0 0.5 1"),
        ("0", "100", "10", "0 10 20 30 40 50 60 70 80 90 100"),
    ],
)
def test_a_short_scale_is_a_row_of_boxes_with_the_figure_that_is_keyed(
    start: str, end: str, step: str, figures: str
) -> None:
    laid_out = scale(start, end, step)
    boxes = boxes_of(laid_out, "scale")
    assert [box.kind for box in boxes] == [BoxKind.TICK] * len(boxes)
    assert [box.value for box in boxes] == [box.code for box in boxes] == figures.split()
    assert len({box.y for box in boxes}) == 1
    assert all(other.x - one.x >= 5.0 + 3.0 for one, other in pairwise(boxes))
    assert "Put a cross in one box." in said(laid_out)


@pytest.mark.parametrize(
    ("start", "end", "step", "count", "words"),
    [
        ("0", "100", "5", 3, "Write a number from 0 to 100, in steps of 5."),
        ("0", "12", "1", 2, "Write a number from 0 to 12."),
        ("-20", "20", "1", 3, "Write a number from -20 to 20."),
        ("0", "10", "0.25", 4, "Write a number from 0 to 10, in steps of 0.25."),
    ],
)
def test_a_long_scale_is_answered_in_figures(start: str, end: str, step: str, count: int, words: str) -> None:
    laid_out = scale(start, end, step)
    boxes = boxes_of(laid_out, "scale")
    assert [box.kind for box in boxes] == [BoxKind.FIGURE] * count
    assert words in said(laid_out)


def test_a_scale_that_the_large_print_cannot_hold_in_a_row_goes_on_below() -> None:
    parameters = {"start": "1000000", "end": "1000010", "step": "1"}
    asked = question("scale", T.RANGE, parameters=parameters)
    boxes = boxes_of(draw_form(form(asked), programme(), edition="large-print"), "scale")
    assert len(boxes) == 11
    assert len({box.y for box in boxes}) > 1
    assert max(box.x + box.width for box in boxes) <= 190.0


@pytest.mark.parametrize(
    ("constraint", "more", "rows"),
    [
        ("string-length(.) <= 5", {}, 1),
        ("string-length(.) <= 100", {"appearances": frozenset({"multiline"})}, 3),
        ("string-length(.) <= 4000", {"appearances": frozenset({"multiline"})}, 6),
        ("string-length(.) <= 5", {"parameters": {"rows": "4"}}, 4),
        (". != 'x'", {}, 2),
    ],
)
def test_rows_to_write_on_follow_the_author(constraint: str, more: dict[str, object], rows: int) -> None:
    laid_out = draw_form(form(question("say", T.TEXT, constraint=parse(constraint), **more)), programme())
    (box,) = boxes_of(laid_out, "say")
    assert box.height == pytest.approx(rows * laid_out.edition.row)


@pytest.mark.parametrize(
    ("kind", "constraint", "figures"),
    [
        (T.INTEGER, ". <= 120", 3),
        (T.INTEGER, ". < 100", 2),
        (T.INTEGER, ". > 0 and 1000 > .", 3),
        (T.INTEGER, ". >= 5", 4),
        (T.INTEGER, ". >= 10000", 5),
        (T.INTEGER, ". <= /data/other", 4),
        (T.INTEGER, ". <= 9 or . = 99", 2),
        (T.DECIMAL, ". > 10.51 and . < 18.39", 4),
    ],
)
def test_as_many_figures_as_the_largest_number_that_is_allowed(kind: T, constraint: str, figures: int) -> None:
    laid_out = draw_form(form(question("n", kind, constraint=parse(constraint))), programme())
    assert len(boxes_of(laid_out, "n")) == figures


BLOCKS = """
    | survey |
    | | type | name | label | repeat_count |
    | | integer | children | How many children? | |
    | | begin_repeat | child | Child | |
    | | text | name | What do you call the child? | |
    | | end_repeat | | | |
    | | begin_repeat | pet | Pet | 2 |
    | | text | kind | What kind of animal? | |
    | | end_repeat | | | |
    | | begin_repeat | trip | Trip | ${children} |
    | | text | where | Where to? | |
    | | end_repeat | | | |
    """


def test_repeats_are_numbered_blocks_as_many_as_the_form_says() -> None:
    laid_out = draw_form(from_spreadsheet(BLOCKS), programme())
    words = said(laid_out)
    assert [line for line in words if line.startswith("Pet: ")] == ["Pet: 1 of 2", "Pet: 2 of 2"]
    assert [line for line in words if line.startswith("Child: ")] == ["Child: 1", "Child: 2", "Child: 3"]
    paths = list(dict.fromkeys(box.question for box in laid_out.layout.boxes))
    assert paths == [
        "children", "child[1]/name", "child[2]/name", "child[3]/name",
        "pet[1]/kind", "pet[2]/kind", "trip[1]/where", "trip[2]/where", "trip[3]/where",
    ]  # fmt: skip
    # where a person may have more to say than blocks are printed, the sheet says what to do: twice here
    assert sum(line.startswith("If there are more, use a sheet of your own.") for line in words) == 2


def test_questions_that_share_a_long_list_share_its_sheet() -> None:
    one = question("live", T.SELECT_ONE, "Which place do you live in?", choices=MANY)
    other = question("go", T.SELECT_MULTIPLE, "Which places do you go to?", choices=MANY)
    laid_out = draw_form(form(one, question("between", T.TEXT), other), programme())
    words = said(laid_out)
    assert words.count("List for questions 1 and 3") == 1
    assert words.count("Place number 45") == 1
    assert "List for questions 1 and 3, continued" in words
    assert [box.kind for box in boxes_of(laid_out, "live")] == [BoxKind.FIGURE] * 2
    assert [box.kind for box in boxes_of(laid_out, "go")] == [BoxKind.FIGURE] * 10


@pytest.mark.parametrize(
    "asked",
    [
        question("q", T.IMAGE, "Take a photograph"),
        question("q", T.GEOPOINT, "Where is it?"),
        question("q", T.SELECT_ONE, "Which of the children that you named?"),
    ],
    ids=["image", "place", "choices of an entry"],
)
def test_what_paper_cannot_hold_says_so(asked: object) -> None:
    laid_out = draw_form(form(asked), programme())
    assert boxes_of(laid_out, "q") == []
    assert "This cannot be answered on paper. Please ask a helper." in said(laid_out)


def test_what_is_only_read_has_its_number_and_no_box() -> None:
    shown = question("total", T.INTEGER, "The total", read_only=True)
    laid_out = draw_form(form(shown, question("after", T.INTEGER, "And then?")), programme())
    assert boxes_of(laid_out, "total") == []
    words = said(laid_out)
    assert words[words.index("The total") + 1] == "1"
    assert words[words.index("And then?") + 1] == "2"


@pytest.mark.parametrize("rows", range(2, 20, 2))
def test_words_that_lead_to_a_question_do_not_part_it_from_its_answers(rows: int) -> None:
    options = choices(*(f"Option {number}" for number in range(12)))
    definition = form(
        question("before", T.TEXT, parameters={"rows": str(rows)}),
        group(
            "part",
            "A part",
            question("lead", T.NOTE, LONG),
            question("long", T.SELECT_ONE, "Which of them?", choices=options),
        ),
    )
    laid_out = draw_form(definition, programme())
    (page,) = {box.page for box in boxes_of(laid_out, "part/long")}
    assert "Which of them?" in words_of(laid_out.pages[page - 1])
    assert not any("continued" in line for line in said(laid_out))


def test_skips_name_numbers_that_heads_of_tables_do_not_shift() -> None:
    definition = from_spreadsheet(
        """
        | survey |
        | | type | name | label | relevant | appearance |
        | | select_one yn | carer | Are you a carer? | | |
        | | begin_group | part | How easy? | ${carer} = 'yes' | table-list |
        | | select_one easy | gp | Your doctor | | |
        | | select_one easy | shop | A shop | | |
        | | end_group | | | | |
        | | text | after | Anything else? | | |
        | choices |
        | | list_name | name | label |
        | | yn | yes | Yes |
        | | yn | no | No |
        | | easy | a | Easy |
        | | easy | b | Difficult |
        """
    )
    assert dict(question_numbers(definition)) == {"carer": "1", "part/gp": "2", "part/shop": "3", "after": "4"}
    words = said(draw_form(definition, programme()))
    assert "No: go to question 4" in words
    assert "Questions 2 to 3: only if question 1 is Yes." in words
    assert words[words.index("Anything else?") + 1] == "4"


def test_a_choice_ranked_has_a_figure_box_beside_its_code() -> None:
    ranked = question("order", T.RANK, choices=choices(*(f"Thing {n}" for n in range(12))))
    laid_out = draw_form(form(ranked), programme())
    boxes = boxes_of(laid_out, "order")
    assert {box.kind for box in boxes} == {BoxKind.FIGURE}
    # twelve things need two figures each
    assert [box.code for box in boxes] == [letter for letter in "abcdefghijkl" for _ in range(2)]


def test_blocks_of_a_repeat_have_tables_of_their_own() -> None:
    lines = [question(f"q{n}", T.SELECT_ONE, choices=YES_NO) for n in range(2)]
    definition = form(repeat("pet", "Pet", *(replace(line) for line in lines)))
    laid_out = draw_form(definition, programme())
    for block in (1, 2, 3):
        for name in ("q0", "q1"):
            boxes = boxes_of(laid_out, f"pet[{block}]/{name}")
            assert [box.value for box in boxes] == ["c1", "c2"]
            assert len({box.y for box in boxes}) == 1


def test_a_question_with_very_many_words_may_go_over_a_page_with_them() -> None:
    words = " ".join([LONG] * 30)
    tall = question("tall", T.SELECT_ONE, words, choices=YES_NO)
    hinted = question("hinted", T.INTEGER, "How many?", hint=words)
    laid_out = draw_form(form(tall, hinted), programme(), edition="large-print")
    whole = " ".join(said(laid_out))
    assert whole.count("disability.") == 60
    assert len({box.page for box in boxes_of(laid_out, "tall")}) == 1
    assert len({box.page for box in boxes_of(laid_out, "hinted")}) == 1


def test_a_line_of_a_table_with_very_many_words_is_a_question_by_itself() -> None:
    lines = [
        question(f"q{n}", T.SELECT_ONE, " ".join([LONG] * length), choices=YES_NO)
        for n, length in enumerate((1, 12))
    ]
    boxes = boxes_of(draw_form(form(*lines), programme()), "q1")
    assert len({box.x for box in boxes}) == 1


def test_figures_for_several_codes_go_on_below_where_the_sheet_is_narrow() -> None:
    from desktop.paper.page_sizes import A5

    places = choices(*(f"Place {number}" for number in range(120)))
    asked = question("go", T.SELECT_MULTIPLE, choices=places)
    for edition in ("standard", "large-print"):
        boxes = boxes_of(draw_form(form(asked), programme(), edition=edition, page_size=A5), "go")
        assert len(boxes) == 15
        assert max(box.x + box.width for box in boxes) <= A5.width - A5.side
        assert len({box.y for box in boxes}) > 1


@pytest.mark.parametrize("edition", ["standard", "large-print", "easy-read"])
@pytest.mark.parametrize("size", ["A4", "A5"])
def test_the_most_lines_to_write_on_fit_a_page_with_a_long_question(edition: str, size: str) -> None:
    from desktop.paper.page_sizes import PAGE_SIZES

    asked = question(
        "much", T.TEXT, "What would you like to say about all of this? " * 9, parameters={"rows": "20"}
    )
    laid_out = draw_form(form(asked), programme(), edition=edition, page_size=PAGE_SIZES[size])
    (box,) = laid_out.layout.boxes
    assert box.height >= 10 * laid_out.edition.row


def test_a_form_without_a_version_does_not_say_the_word_alone() -> None:
    laid_out = draw_form(replace(form(question("q", T.TEXT)), version=""), programme())
    said = words_of(laid_out.pages[0])
    assert "Form small-form" in said
    assert not any(line.endswith("version") for line in said)
