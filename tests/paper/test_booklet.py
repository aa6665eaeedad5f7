from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from desktop.paper import booklet
from desktop.paper.booklet import LanguageNotDrawable, UnknownEdition, draw_form
from desktop.paper.page_sizes import A4, LETTER
from desktop.paper.placed import PageKind
from desktop.questionnaires.definition import FormDefinition
from desktop.sheets.copies import BoxKind
from desktop.sheets.layouts import layout_from_json, layout_to_json
from tests.paper.forms import AGREE, LONG, choices, every_type, form, group, programme, question
from tests.paper.reading import (
    ARABIC,
    ENGLISH,
    T,
    in_three_scripts,
    printed,
    texts,
)


def test_sizes_and_distances_are_those_of_clear_print() -> None:
    laid_out = draw_form(every_type(), programme())
    ticks = [box for box in laid_out.layout.boxes if box.question == "start/agree"]
    assert [(box.width, box.height) for box in ticks] == [(5.0, 5.0)] * 6
    assert len({box.x for box in ticks}) == 1
    assert [box.code for box in ticks] == ["1", "2", "3", "4", "5", "6"]
    assert [box.value for box in ticks] == [choice.value for choice in AGREE]
    assert all(below.y - above.y - 5.0 >= 3.0 for above, below in pairwise(ticks))
    assert laid_out.edition.box_gap >= laid_out.edition.box * 2 / 3
    styles = laid_out.edition.styles
    assert min(styles.body.size, styles.question.size) == 14


@pytest.mark.parametrize(
    ("name", "kind", "count"),
    [
        ("start/comment", BoxKind.WRITING, 1),
        ("age", BoxKind.FIGURE, 4),
        ("hours", BoxKind.FIGURE, 6),
        ("satisfied", BoxKind.TICK, 11),
        ("day", BoxKind.FIGURE, 8),
        ("month", BoxKind.FIGURE, 6),
        ("at", BoxKind.FIGURE, 4),
        ("when", BoxKind.FIGURE, 12),
        ("order", BoxKind.FIGURE, 3),
        ("ok", BoxKind.TICK, 1),
        ("code", BoxKind.WRITING, 1),
        ("long", BoxKind.FIGURE, 2),
        ("child[1]/child_age", BoxKind.FIGURE, 4),
        ("child[3]/child_age", BoxKind.FIGURE, 4),
        ("photo", BoxKind.WRITING, 0),
        ("hidden", BoxKind.WRITING, 0),
    ],
)
def test_what_each_type_is_answered_in(name: str, kind: BoxKind, count: int) -> None:
    boxes = [box for box in draw_form(every_type(), programme()).layout.boxes if box.question == name]
    assert [box.kind for box in boxes] == [kind] * count


def test_writing_space_follows_the_author() -> None:
    laid_out = draw_form(every_type(), programme())
    height = {box.question: box.height for box in laid_out.layout.boxes if box.kind is BoxKind.WRITING}
    assert height == {"start/comment": 48.0, "name_of_group": 16.0, "rows": 72.0, "code": 8.0}


def test_no_question_is_split_from_its_answers() -> None:
    laid_out = draw_form(every_type(), programme())
    where = defaultdict(set)
    for box in laid_out.layout.boxes:
        where[box.question].add(box.page)
    assert all(len(pages) == 1 for pages in where.values())
    for asked in every_type().questions():
        if asked.path in where:
            (page,) = where[asked.path]
            assert asked.label() in " ".join(booklet.words_of(laid_out.pages[page - 1]))


def test_a_question_taller_than_a_page_says_continued() -> None:
    many = choices(*(f"{LONG} Number {number}" for number in range(20)))
    laid_out = draw_form(form(question("tall", T.SELECT_ONE, "Which of these?", choices=many)), programme())
    pages = {box.page for box in laid_out.layout.boxes}
    assert len(pages) > 1
    assert len(laid_out.layout.boxes) == 20
    for page in sorted(pages)[1:]:
        assert "Question 1, continued" in booklet.words_of(laid_out.pages[page - 1])


def test_the_slip_has_no_number_no_code_and_a_sheet_of_its_own(tmp_path: Path) -> None:
    laid_out = draw_form(form(question("q", T.TEXT)), programme())
    at = next(place for place, page in enumerate(laid_out.pages) if page.kind is PageKind.SLIP)
    assert laid_out.pages[at].number == 0
    assert at % 2 == 0
    said = texts(printed(laid_out, tmp_path))[at]
    for wanted in ("Your e-mail address", "Older people", "Please send me news", "Version 2021-12-01"):
        assert wanted in said
    assert "Page" not in said
    assert "small-form" not in said
    assert draw_form(form(question("q", T.TEXT)), programme(contact_questions=())).pages[-1].kind is PageKind.FORM
    assert draw_form(form(question("q", T.TEXT)), programme(), duplex=False).pages[-1].kind is PageKind.SLIP


@pytest.mark.parametrize("questions", range(1, 9))
def test_on_both_sides_the_slip_never_backs_an_answer_and_every_copy_begins_a_sheet(questions: int) -> None:
    tall = [question(f"q{n}", T.TEXT, parameters={"rows": "15"}) for n in range(questions)]
    pages = draw_form(form(*tall), programme()).pages
    slip = next(place for place, page in enumerate(pages) if page.kind is PageKind.SLIP)
    assert slip % 2 == 0
    assert len(pages) % 2 == 0


def test_right_to_left_pages_are_turned_round_but_figures_are_not(tmp_path: Path) -> None:
    left = draw_form(in_three_scripts(), programme(), language=ENGLISH).layout
    right = draw_form(in_three_scripts(), programme(), language=ARABIC, proof=True).layout

    def boxes(layout: object, name: str) -> list[float]:
        return [box.x for box in layout.boxes if box.question == f"start/{name}"]  # type: ignore[attr-defined]

    assert boxes(right, "agree") == [pytest.approx(A4.width - 5.0 - x) for x in boxes(left, "agree")]
    hours = boxes(right, "hours")
    assert hours == sorted(hours)
    day, month, year = (boxes(right, "day")[start:end] for start, end in ((0, 2), (2, 4), (4, 8)))
    assert day == sorted(day)
    assert year == sorted(year)
    assert min(day) > max(month) > max(year)


def test_equal_forms_share_a_layout_and_another_size_has_its_own() -> None:
    one, same = (draw_form(every_type(), programme()).layout for _ in range(2))
    other = draw_form(every_type(), programme(), page_size=LETTER).layout
    assert one == same
    assert layout_from_json(layout_to_json(one)) == one
    assert other.layout_id != one.layout_id
    assert other.page_size == (215.9, 279.4)
    assert max(box.y + box.height for box in other.boxes) <= 279.4 - LETTER.bottom + 0.1


def test_what_cannot_be_drawn_is_refused_with_its_place() -> None:
    with pytest.raises(LanguageNotDrawable) as refused:
        draw_form(form(group("g", "Group", question("q", T.TEXT, "健康 health"))), programme())
    assert "g/q" in refused.value.place
    assert "健 康" in refused.value.fault


@pytest.mark.parametrize("wrong", [{"edition": "giant"}, {"language": "Welsh (cy)"}])
def test_what_is_not_there_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(UnknownEdition):
        draw_form(every_type(), programme(), **wrong)


def test_a_question_that_needs_an_answer_says_so_on_paper() -> None:
    from desktop.questionnaires.expressions.parser import parse

    definition = form(question("a", T.TEXT, required=parse("true()")), question("b", T.TEXT))
    laid_out = draw_form(definition, programme())
    said = [line for page in laid_out.pages for line in booklet.words_of(page)]
    assert said.count("Please do not leave this one out.") == 1


def skipping() -> FormDefinition:
    from desktop.questionnaires.expressions.parser import parse

    yes_no = choices("Yes", "No")
    return form(
        question("carer", T.SELECT_ONE, "Are you a carer?", choices=yes_no),
        question("hours", T.INTEGER, "How many hours?", relevant=parse("/data/carer = 'c1'")),
        group(
            "more",
            "More about caring",
            question("whom", T.TEXT, "Whom do you care for?"),
            question("since", T.TEXT, "Since when?"),
            relevant=parse("/data/carer = 'c1'"),
        ),
    )


def test_skips_are_instructions_in_words() -> None:
    from desktop.questionnaires.expressions.wording import in_words

    definition = skipping()
    relevant = definition.question("hours").relevant
    assert relevant is not None
    words = in_words(relevant, definition, "default")
    assert words
    assert "1" in words
    assert "Yes" in words
    said = [line for page in draw_form(definition, programme()).pages for line in booklet.words_of(page)]
    assert said[said.index("How many hours?") - 1].rstrip(".") == words.rstrip(".")
    heading = said.index("More about caring")
    assert said[heading + 1].rstrip(".") == f"Questions 3 to 4: {words[0].lower()}{words[1:]}".rstrip(".")


def test_a_skip_that_has_no_words_says_something_true(monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop.questionnaires.expressions import wording

    monkeypatch.setattr(wording, "in_words", lambda *_, **__: None)
    said = [line for page in draw_form(skipping(), programme()).pages for line in booklet.words_of(page)]
    assert said[said.index("How many hours?") - 1] == "Leave this out if it does not apply to you."


def test_a_closing_word_stays_with_its_part() -> None:
    definition = form(
        group(
            "one",
            "One",
            question("a", T.TEXT, parameters={"rows": "9"}),
            question("close", T.NOTE, "Thank you for this part."),
        ),
        group("two", "Two", question("b", T.TEXT, parameters={"rows": "20"})),
    )
    laid_out = draw_form(definition, programme())
    pages = [booklet.words_of(page) for page in laid_out.pages]
    first = next(page for page in pages if "What about a?" in page)
    assert "Thank you for this part." in first
    assert "Two" not in first
