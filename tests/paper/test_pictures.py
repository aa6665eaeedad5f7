"""Pictures of labels and choices on paper: beside what they belong to, no finer than print shows."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from desktop.paper.booklet import LaidOut, draw_form
from desktop.paper.placed import Answer, Picture
from desktop.questionnaires.definition import Choice, FormDefinition, Words
from desktop.sheets.copies import BoxKind
from tests.media_forms import picture
from tests.paper.forms import form, programme, question, words
from tests.paper.reading import ARABIC, DPI, PX, T, in_three_scripts, printed

MEDIA = {
    "park.png": picture("#22aa77", (900, 450), "JPEG"),
    "good.png": picture("#33bb33", (400, 400), "JPEG"),
    "bad.png": picture("#bb3333", (400, 400), "JPEG"),
}
FACES = (("good", "good.png"), ("bad", "bad.png"), ("none", ""))


def pictured(said: Words, name: str) -> Words:
    return Words(said.by_language, {"default": (("image", name),)} if name else {})


def park(**more: object) -> FormDefinition:
    asked = question("feel", more.pop("kind", T.SELECT_ONE), "How is the park?", **more)
    choices = tuple(Choice(value, pictured(words(f"It is {value}"), name)) for value, name in FACES)
    return form(
        replace(asked, labels=pictured(asked.labels, "park.png"), choices=choices), question("more", T.TEXT)
    )


def placed(laid_out: LaidOut, kind: type) -> list[tuple[int, object]]:
    return [(page.number, item) for page in laid_out.pages for item in page.items if isinstance(item, kind)]


def ticks(laid_out: LaidOut) -> list[Answer]:
    return [item for _page, item in placed(laid_out, Answer) if item.kind is BoxKind.TICK]


@pytest.mark.parametrize("edition", ["standard", "large-print", "easy-read"])
def test_each_picture_stands_with_its_words(edition: str) -> None:
    laid_out = draw_form(park(), programme(), media=MEDIA, edition=edition)
    label, good, bad = (item for _page, item in placed(laid_out, Picture))
    assert label.width > 30
    assert label.width == pytest.approx(label.height * 2, rel=0.01)
    for face, box in zip((good, bad), ticks(laid_out), strict=False):
        middle = face.y + face.height / 2
        assert box.y < middle < box.y + box.height
        assert face.x > box.x + box.width
    assert label.y + label.height <= good.y
    assert good.y + good.height <= bad.y


def test_they_are_drawn_where_the_layout_has_them(tmp_path: Path) -> None:
    laid_out = draw_form(park(), programme(), media=MEDIA)
    with pypdfium2.PdfDocument(printed(laid_out, tmp_path)) as document:
        sheets = [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in document]
    for number, item in placed(laid_out, Picture):
        seen = sheets[number - 1].getpixel((round((item.x + 2) * PX), round((item.y + 2) * PX)))
        with Image.open(io.BytesIO(item.content)) as meant:
            wanted = meant.getpixel((2, 2))
        assert all(abs(one - other) < 16 for one, other in zip(seen, wanted, strict=True))


def test_they_keep_clear_of_the_words_and_of_the_boxes() -> None:
    laid_out = draw_form(park(), programme(), media=MEDIA)
    drawn = placed(laid_out, Picture)
    for page, box in placed(laid_out, Answer):
        for number, item in drawn:
            apart = (
                item.x + item.width <= box.x or box.x + box.width <= item.x
                or item.y + item.height <= box.y or box.y + box.height <= item.y
            )  # fmt: skip
            assert number != page or apart


def test_no_more_dots_than_print_shows(tmp_path: Path) -> None:
    large = {name: picture("#22aa77", (1200, 600), "JPEG") for name in MEDIA}
    laid_out = draw_form(park(), programme(), media=large)
    for _page, item in placed(laid_out, Picture):
        with Image.open(io.BytesIO(item.content)) as kept:
            assert kept.width <= round(item.width / 25.4 * 300) + 1
    plain = len(printed(draw_form(park(), programme()), tmp_path))
    assert len(printed(laid_out, tmp_path)) < plain + 100_000


def test_a_small_picture_is_not_blown_up() -> None:
    small = {"park.png": picture(size=(72, 36), kind="JPEG")}
    ((_page, item),) = placed(draw_form(park(), programme(), media=small), Picture)
    assert item.width == pytest.approx(25.4, abs=0.1)


def test_equal_pictures_of_many_copies_are_one_in_the_file(tmp_path: Path) -> None:
    laid_out = draw_form(park(), programme(), media=MEDIA)
    one = len(printed(laid_out, tmp_path, copies=1))
    twenty = len(printed(laid_out, tmp_path, copies=20))
    assert twenty - one < 19 * 8_000


def test_without_the_files_the_words_are_asked_as_before() -> None:
    assert placed(draw_form(park(), programme()), Picture) == []
    assert len(ticks(draw_form(park(), programme()))) == len(ticks(draw_form(park(), programme(), media=MEDIA)))


def test_choices_to_be_ranked_have_theirs() -> None:
    laid_out = draw_form(park(kind=T.RANK), programme(), media=MEDIA)
    _label, good, _bad = (item for _page, item in placed(laid_out, Picture))
    figures = [item for _page, item in placed(laid_out, Answer) if item.kind is BoxKind.FIGURE]
    assert figures[0].y < good.y + good.height / 2 < figures[0].y + figures[0].height


def test_a_note_has_its_picture_below_its_words() -> None:
    note = question("map", T.NOTE, "This is the park.")
    definition = form(replace(note, labels=pictured(note.labels, "park.png")), question("q", T.TEXT))
    ((_page, item),) = placed(draw_form(definition, programme(), media=MEDIA), Picture)
    assert item.height > 30


def test_a_page_from_right_to_left_is_mirrored() -> None:
    base = in_three_scripts()
    (group, *others) = base.root.children
    (asked, *rest) = group.children
    media = dict.fromkeys(base.languages, (("image", "park.png"),))
    shown = replace(asked, labels=Words(asked.labels.by_language, media))
    root = replace(base.root, children=(replace(group, children=(shown, *rest)), *others))
    definition = replace(base, root=root)
    left, right = (
        draw_form(definition, programme(), media=MEDIA, language=name, proof=True)
        for name in (base.languages[0], ARABIC)
    )
    ((_page, here),), ((_page, there),) = placed(left, Picture), placed(right, Picture)
    assert here.x + here.width + there.x == pytest.approx(left.page_size.width)
