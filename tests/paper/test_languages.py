from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.engagement.programme import Language
from desktop.engagement.translations import fixed_words, lacking, own_words
from desktop.paper.booklet import UnknownEdition, draw_form, words_of
from desktop.paper.furniture import serial_baseline
from desktop.paper.languages import LanguageNotApproved, what_is_missing
from desktop.paper.placed import Answer, Page, Words
from desktop.questionnaires.definition import Words as Labels
from desktop.questionnaires.expressions.parser import parse
from tests.paper.fixed_words import TEMPLATE, gathered
from tests.paper.forms import choices, form, group, programme, question
from tests.paper.languages import (
    ARTICLE_1,
    ENGLISH,
    OTHERS,
    T,
    approved,
    code_of,
    in_many_languages,
    mark,
    piece,
)
from tests.paper.reading import pictures, printed, texts

ARABIC, URDU, POLISH = OTHERS[0], OTHERS[1], "Polski (pl)"
LINE = frozenset({"list-nolabel"})
RIGHT_TO_LEFT = (ARABIC, URDU)


def number_of(english: str) -> int:
    return [each for each, _ in fixed_words()].index(english)


def page_with(pages: tuple[Page, ...], path: str) -> Page:
    return next(page for page in pages if any(isinstance(i, Answer) and i.question == path for i in page.items))


def test_the_kept_list_of_fixed_words_is_that_of_the_code() -> None:
    """When it is not: ``python -m tests.paper.fixed_words``."""
    assert TEMPLATE.read_text("utf-8") == gathered()
    assert len(fixed_words()) > 60


def test_a_language_that_nobody_approved_is_refused_with_all_that_is_missing() -> None:
    made = programme(languages=(Language("en", "English"), Language("pl", "Polski")))
    with pytest.raises(LanguageNotApproved) as refused:
        draw_form(in_many_languages(), made, language=POLISH)
    assert POLISH in refused.value.place
    assert "No person has approved" in refused.value.fault
    assert f"{len(fixed_words())} fixed words" in refused.value.fault
    assert f"{len(own_words(made))} texts of the programme" in refused.value.fault


@pytest.mark.parametrize("second", [False, True])
def test_words_without_an_approval_and_an_approval_without_a_word_are_refused(second: bool) -> None:
    definition = in_many_languages()
    whole = approved(programme(), POLISH)
    english, polish = whole.languages
    chosen = {"language": ENGLISH, "second_language": POLISH} if second else {"language": POLISH}
    draw_form(definition, whole, **chosen)
    for spoilt, said in (
        (replace(polish, approved_by=""), "No person has approved"),
        (replace(polish, words=polish.words[1:]), "1 fixed word or sentence is missing"),
        (replace(polish, words=polish.words[:-1]), "1 text of the programme is missing"),
    ):
        with pytest.raises(LanguageNotApproved, match=said):
            draw_form(definition, replace(whole, languages=(english, spoilt)), **chosen)


@pytest.mark.parametrize("stand_in", ["", "-"], ids=["empty", "as-pyxform-writes-it"])
def test_a_label_without_translation_is_counted(stand_in: str) -> None:
    label = Labels({ENGLISH: ("Anything else?",), POLISH: (stand_in,)})
    more = replace(question("more", T.TEXT), labels=label)
    definition = replace(form(more), languages=(ENGLISH, POLISH), default_language=ENGLISH)
    made = approved(programme(), POLISH)
    assert what_is_missing(definition, made, POLISH) == ("1 label of the form is not translated.",)
    assert what_is_missing(definition, made, ENGLISH) == ()


def test_practice_and_a_proof_are_drawn_in_any_language() -> None:
    definition = in_many_languages()
    draw_form(definition, programme(made_up=True), language=URDU)
    draw_form(definition, programme(), language=URDU, proof=True)


def test_the_language_that_a_programme_is_written_in_needs_no_approval_but_its_fixed_words() -> None:
    made = programme(languages=(Language("cy", "Cymraeg"),))
    assert lacking(made, "cy").approval is False
    assert lacking(made, "cy").own == ()
    assert len(lacking(made, "cy").fixed) == len(fixed_words())
    assert not lacking(programme(), "en")
    assert not lacking(programme(languages=(Language("und", "default"),)), "und")


def test_a_second_language_that_the_form_has_not_is_refused() -> None:
    with pytest.raises(UnknownEdition):
        draw_form(in_many_languages(), programme(), second_language="Klingon")


@pytest.mark.parametrize("name", OTHERS, ids=code_of)
def test_the_fixed_words_and_the_programmes_are_those_of_the_language(name: str) -> None:
    made = approved(programme(), name)
    laid_out = draw_form(in_many_languages(), made, language=name)
    said = {line for page in laid_out.pages for line in words_of(page)}
    letter = ARTICLE_1[name][0]
    for english in ("Put a cross in one box.", "Use a black or blue pen.", "How we use your answers"):
        assert mark(number_of(english), english, letter) in said
        assert english not in said
    own = [*(each for each, _ in fixed_words()), *own_words(made)]
    assert mark(own.index(made.title), made.title, letter) in said
    assert laid_out.language == code_of(name)


@pytest.mark.parametrize("name", OTHERS, ids=code_of)
def test_text_extracted_from_the_pdf_equals_the_labels(name: str, tmp_path: Path) -> None:
    definition = in_many_languages()
    laid_out = draw_form(definition, approved(programme(), name), language=name)
    set_words = " ".join(line for page in laid_out.pages for line in words_of(page))
    found = {letters_of(word) for text in texts(printed(laid_out, tmp_path)) for word in text.split()}
    for asked in definition.questions():
        for label in (asked.label(name), *(choice.label(name) for choice in asked.choices)):
            assert label in set_words  # which each run carries as its ActualText
            assert {letters_of(word) for word in label.split()} <= found, label


def letters_of(word: str) -> str:
    """Return the letters of a word in an order that does not tell which way they run.

    PDFium turns right-to-left ActualText round once more when it extracts it, and puts marks before their letter.
    """
    return "".join(sorted(word.strip(".,;؛،۔।")))


@pytest.mark.parametrize("name", OTHERS, ids=code_of)
def test_lines_do_not_run_into_each_other_and_end_at_the_margin(name: str) -> None:
    laid_out = draw_form(in_many_languages(), approved(programme(), name), language=name)
    for page in laid_out.pages:
        for item in page.items:
            if isinstance(item, Words):
                assert item.x >= laid_out.page_size.side - 0.1
                assert item.x + item.width <= laid_out.page_size.width - laid_out.page_size.side + 0.5


def test_urdu_stands_in_its_own_hand_with_lines_as_tall_as_it_needs() -> None:
    laid_out = draw_form(in_many_languages(), approved(programme(), URDU), language=URDU)
    faces = {
        run.face
        for page in laid_out.pages
        for item in page.items
        if isinstance(item, Words)
        for run in item.line.runs
        if any("\u0600" <= sign <= "\u06ff" for sign in run.text)
    }
    assert faces == {"NotoNastaliqUrdu-Regular", "NotoNastaliqUrdu-Bold"}
    body = laid_out.edition.styles.body
    assert body.line_height / (body.size * 25.4 / 72) > 2


@pytest.mark.parametrize(
    ("first", "second"),
    [(ENGLISH, POLISH), (ENGLISH, URDU), (URDU, ENGLISH), (ARABIC, URDU)],
    ids=lambda name: code_of(name),
)
def test_two_languages_stand_side_by_side_beside_one_column_of_boxes(first: str, second: str) -> None:
    definition = in_many_languages()
    made = approved(programme(), *OTHERS)
    alone = draw_form(definition, made, language=first)
    both = draw_form(definition, made, language=first, second_language=second)
    keys = [(box.question, box.value, box.code, box.kind) for box in alone.layout.boxes]
    assert [(box.question, box.value, box.code, box.kind) for box in both.layout.boxes] == keys
    assert both.layout.language == f"{first} / {second}"
    assert both.layout.layout_id != alone.layout.layout_id
    page = page_with(both.pages, "start/several")
    several = next(each for each in definition.questions() if each.name == "several")
    boxes = [item for item in page.items if isinstance(item, Answer) and item.question == "start/several"]
    assert len({box.x for box in boxes}) == 1
    middle = both.page_size.width / 2
    for choice, box in zip(several.choices, boxes, strict=True):
        near, far = (
            min(
                (i for i in page.items if isinstance(i, Words) and i.line.text == choice.label(name)),
                key=lambda i: abs(i.y - box.y),
            )
            for name in (first, second)
        )
        assert near.y == pytest.approx(far.y)
        assert box.y < near.y < box.y + box.height + 1
        if both.right_to_left:
            assert far.x + far.width < near.x + near.width < box.x
        else:
            assert box.x + box.width < near.x < far.x
        turned = (second in RIGHT_TO_LEFT) is not both.right_to_left
        if turned:  # each language begins at its own side of the page
            edge = both.page_size.side if both.right_to_left else both.page_size.width - both.page_size.side
            begin = far.x if both.right_to_left else far.x + far.width
            assert begin == pytest.approx(edge, abs=0.2)
        assert near.x < middle < near.x + near.width or (near.x < middle) is not both.right_to_left


def test_both_languages_of_every_label_are_in_a_booklet_of_two(tmp_path: Path) -> None:
    definition = in_many_languages()
    made = approved(programme(), POLISH)
    laid_out = draw_form(definition, made, second_language=POLISH)
    found = " ".join(texts(printed(laid_out, tmp_path))).split()
    for asked in definition.questions():
        for name in (ENGLISH, POLISH):
            for label in (asked.label(name), *(choice.label(name) for choice in asked.choices)):
                assert set(label.split()) <= set(found), label
    assert {"Put", mark(number_of("Put a cross in one box."), "", "W")} <= set(found)


def test_every_box_of_a_booklet_in_two_languages_is_where_the_layout_says(tmp_path: Path) -> None:
    laid_out = draw_form(in_many_languages(), approved(programme(), URDU), language=ENGLISH, second_language=URDU)
    rendered = pictures(printed(laid_out, tmp_path))
    scale = 200 / 25.4
    for box in laid_out.layout.boxes:
        picture = rendered[box.page - 1]
        for x in (box.x, box.x + box.width):
            edge = picture.crop(
                (
                    int((x - 0.4) * scale),
                    int((box.y + box.height / 2) * scale),
                    int((x + 0.4) * scale) + 1,
                    int((box.y + box.height / 2) * scale) + 1,
                )
            )
            assert edge.getextrema()[0] < 128, box


@pytest.mark.parametrize("name", RIGHT_TO_LEFT, ids=code_of)
def test_numbers_and_dates_keep_their_order_among_words_from_right_to_left(name: str) -> None:
    laid_out = draw_form(in_many_languages(), approved(programme(), name), language=name)
    lines = [item.line for page in laid_out.pages for item in page.items if isinstance(item, Words)]
    seen = ["".join("".join(run.text) for run in line.runs).replace("\u200e", "") for line in lines]
    assert any("0116 000 0000" in text for text in seen)
    assert any("2021-11-29" in text for text in seen)


@pytest.mark.parametrize("second", [POLISH, URDU], ids=code_of)
def test_a_table_says_its_head_and_its_lines_in_both_languages(second: str) -> None:
    heads = [{name: words.split()[0] for name, words in piece(number).items()} for number in range(3)]
    lines = [
        question(f"line{number}", T.SELECT_ONE, piece(number + 4), choices=choices(*heads), appearances=LINE)
        for number in range(3)
    ]
    definition = in_many_languages(group("table", piece(3), *lines))
    laid_out = draw_form(definition, approved(programme(), second), second_language=second)
    page = page_with(laid_out.pages, "start/table/line0")
    boxes = [item for item in page.items if isinstance(item, Answer) and item.question == "start/table/line0"]
    assert len({box.y for box in boxes}) == 1
    said = [item for item in page.items if isinstance(item, Words)]
    for head, box in zip(heads, boxes, strict=True):
        for name in (ENGLISH, second):
            above = [each for each in said if each.line.text == head[name] and each.y < box.y]
            assert any(each.x - 3 < box.x + box.width / 2 < each.x + each.width + 3 for each in above)
    for number in range(3):
        assert {piece(number + 4)[ENGLISH], piece(number + 4)[second]} <= {each.line.text for each in said}


def test_in_two_languages_skips_and_conditions_are_said_in_both() -> None:
    yes_no = choices({ENGLISH: "Yes", POLISH: "[tak]"}, {ENGLISH: "No", POLISH: "[nie]"})
    definition = form(
        question("pet", T.SELECT_ONE, piece(0), choices=yes_no),
        question("legs", T.INTEGER, piece(1), relevant=parse("/data/pet = 'c1'")),
        question("last", T.TEXT, piece(2)),
        languages=(ENGLISH, POLISH),
    )
    laid_out = draw_form(definition, approved(programme(), POLISH), second_language=POLISH)
    said = [line for page in laid_out.pages for line in words_of(page)]
    assert "Only if question 1 is Yes." in said
    assert "No: go to question 3" in said
    condition = mark(number_of("question {number} is {value}"), "{number} {value}", "W")
    only_if = mark(number_of("Only if {condition}"), "{condition}", "W")
    assert only_if.format(condition=condition.format(number=1, value="[tak]")) + "." in said
    skip = mark(number_of("{label}: go to question {number}"), "{label} {number}", "W")
    assert skip.format(label="[nie]", number=3) in said


def test_a_form_in_a_language_that_its_programme_does_not_name_is_refused_but_a_kind_of_english_is_not() -> None:
    definition = form(question("q", T.TEXT, {URDU: "ا"}), languages=(URDU,))
    assert "No person has approved" in what_is_missing(definition, programme(), URDU)[0]
    british = form(question("q", T.TEXT, {"English (en-GB)": "Anything?"}), languages=("English (en-GB)",))
    assert what_is_missing(british, programme(), "English (en-GB)") == ()


@pytest.mark.parametrize("edition", ["standard", "large-print"])
def test_at_the_foot_no_line_stands_in_another_in_two_languages(edition: str) -> None:
    laid_out = draw_form(in_many_languages(), approved(programme(), URDU), second_language=URDU, edition=edition)
    page, size = laid_out.pages[0], laid_out.page_size
    at_foot = sorted(
        (each.y, each.line.size) for each in page.items if isinstance(each, Words) and each.y > size.height - 33.0
    )
    (page_of, _), *form_id = at_foot
    assert page_of < serial_baseline(size) - 5.0
    assert all(y > serial_baseline(size) + 3.0 for y, _ in form_id)
    assert len(form_id) == 1
