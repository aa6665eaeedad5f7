"""The easy read edition: the author's easy words, a picture at the left with the words at its right."""

from __future__ import annotations

import io
from dataclasses import replace

from PIL import Image

from desktop.paper.booklet import draw_form, words_of
from desktop.paper.placed import Answer, Picture, Words
from desktop.questionnaires.definition import EasyRead, FormDefinition, QuestionType
from desktop.questionnaires.definition import Words as Said
from tests.paper.forms import DEFAULT, choices, form, programme, question, words

T = QuestionType
WHOLE = programme(email="help@example.org")


def picture_file() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (600, 600), "red").save(file, format="PNG")
    return file.getvalue()


MEDIA = {"cake.png": picture_file(), "area.png": picture_file()}


def easy(text: str, picture: str = "") -> Said:
    said = words(text)
    return Said(said.by_language, {DEFAULT: (("image", picture),)} if picture else {})


def easy_form() -> FormDefinition:
    made = form(
        question("intro", T.NOTE, "This survey concerns services in your locality."),
        question(
            "age", T.SELECT_ONE, "Which age band are you in?", choices=choices("15 or younger", "16 or older")
        ),
        question("more", T.TEXT, "Is there anything else?"),
    )
    return replace(
        made,
        easy_read=EasyRead(
            {"intro": easy("This is about your area.", "area.png"), "age": easy("How old are you?", "cake.png")},
            {"age": {"c1": words("Under 16")}},
        ),
    )


def test_it_says_the_easy_words_and_the_ordinary_ones_where_there_are_none() -> None:
    laid_out = draw_form(easy_form(), WHOLE, edition="easy-read")
    said = [line for page in laid_out.pages for line in words_of(page)]
    for wanted in (
        "This is about your area.",
        "How old are you?",
        "Under 16",
        "16 or older",
        "Is there anything else?",
    ):
        assert wanted in said
    assert "Which age band are you in?" not in said
    assert laid_out.advice == ()


def test_other_editions_keep_the_ordinary_words() -> None:
    for edition in ("standard", "large-print"):
        said = [
            line for page in draw_form(easy_form(), programme(), edition=edition).pages for line in words_of(page)
        ]
        assert "Which age band are you in?" in said
        assert "How old are you?" not in said


def test_a_picture_stands_at_the_left_of_its_words() -> None:
    laid_out = draw_form(easy_form(), programme(), edition="easy-read", media=MEDIA)
    shown = 0
    for page in laid_out.pages:
        for picture in (item for item in page.items if isinstance(item, Picture)):
            shown += 1
            beside = [
                item
                for item in page.items
                if isinstance(item, Words)
                and picture.y <= item.y <= picture.y + picture.height
                and item.line.text in ("This is about your area.", "How old are you?", "Put a cross in one box.")
            ]
            assert beside
            assert all(item.x >= picture.x + picture.width + 3.0 for item in beside)
            assert abs(picture.width - laid_out.edition.picture) < 0.1
            for box in (item for item in page.items if isinstance(item, Answer)):
                assert box.y >= picture.y + picture.height or box.y + box.height <= picture.y
    assert shown == 2


def test_a_form_without_easy_words_is_printed_and_said() -> None:
    laid_out = draw_form(form(question("q", T.TEXT)), WHOLE, edition="easy-read")
    (told,) = laid_out.advice
    assert "easy_read" in told
    assert draw_form(form(question("q", T.TEXT)), WHOLE).advice == ()


def test_too_many_pages_are_said() -> None:
    many = form(*(question(f"q{n}", T.TEXT, parameters={"rows": "12"}) for n in range(30)))
    many = replace(many, easy_read=EasyRead({"q1": easy("Tell us.")}))
    (told,) = draw_form(many, WHOLE, edition="easy-read").advice
    assert "More than 24" in told
