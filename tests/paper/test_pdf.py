from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from desktop.engagement.programme import TO_BE_FILLED_IN
from desktop.foundation.errors import WorldError
from desktop.jobs.executors import Cancelled
from desktop.paper import booklet
from desktop.paper.booklet import draw_form, specimen, write_copies
from desktop.paper.page_sizes import A4
from desktop.sheets.copies import BoxKind
from desktop.sheets.page_codes import PageCode
from desktop.sheets.serials import read_serial
from tests.paper.forms import AGREE, KEY, every_type, form, programme, question, serials
from tests.paper.reading import (
    ARABIC,
    BENGALI,
    ENGLISH,
    PX,
    T,
    in_three_scripts,
    pictures,
    printed,
    squeezed,
    texts,
)


def test_every_label_stands_in_the_text_of_the_pdf(tmp_path: Path) -> None:
    definition = every_type()
    whole = squeezed(" ".join(texts(printed(draw_form(definition, programme()), tmp_path))))
    for asked in definition.questions():
        if asked.visible:
            assert squeezed(asked.label()) in whole
            assert squeezed(asked.hint()) in whole
        for choice in asked.choices:
            assert choice.label() in whole
    for node in definition.walk():
        assert node.label() in whole or node.name == "hidden"


def test_numbers_are_those_of_screen_and_keying(tmp_path: Path) -> None:
    from desktop.questionnaires.numbering import question_numbers

    definition = every_type()
    lines = "\n".join(texts(printed(draw_form(definition, programme()), tmp_path))).splitlines()
    for path, number in question_numbers(definition).items():
        assert f"{number} {definition.question(path).label()}" in [squeezed(line) for line in lines]


def test_the_front_says_what_the_programme_says(tmp_path: Path) -> None:
    front = squeezed(" ".join(texts(printed(draw_form(form(question("q", T.TEXT)), programme()), tmp_path))))
    for wanted in (
        "The Health and Wellbeing Board",
        "Health and wellbeing strategy: have your say",
        "The draft is a ten-year plan. Tell us what you think.",
        "return this form by 23 January 2022",
        "Freepost HEALTH 1 High Street Town",
        "Telephone: 0116 000 0000",
        "www.example.org",
        "You choose whether to take part.",
        "Version 2021-11-29",
        "I agree that my answers are used.",
        "Version 2021-11-30",
        "large print, easy read, another language",
        "Put a cross in the box",
        "If you made a mistake",
    ):
        assert wanted in front
    assert f"E-mail: {TO_BE_FILLED_IN}" in front


def test_every_page_says_which_it_is_and_its_qr_is_read_back(tmp_path: Path) -> None:
    laid_out = draw_form(every_type(), programme())
    pdf = printed(laid_out, tmp_path, copies=2)
    said = texts(pdf)
    pages = laid_out.layout.pages
    each = len(laid_out.pages)
    assert len(said) == 2 * each == 2 * (pages + 2)  # the slip and its blank back
    first, second = serials(2)
    for place, picture in enumerate(pictures(pdf)):
        serial = first if place < len(said) / 2 else second
        number = place % each + 1
        codes = zxingcpp.read_barcodes(picture)
        if number > pages:  # the slip and its back
            assert codes == []
            assert serial.shown not in said[place]
            continue
        (code,) = codes
        assert PageCode.from_text(code.text) == PageCode(
            "small-form", "2022010101", serial.canonical, number, pages, "standard", laid_out.layout.layout_id
        )
        assert f"Page {number} of {pages}" in said[place]
        assert serial.shown in said[place]
        assert "Form small-form, version 2022010101" in said[place]
        corners = code.position
        side = (corners.top_right.x - corners.top_left.x) / PX
        assert side >= 22


@pytest.mark.parametrize("language", [ENGLISH, ARABIC])
def test_every_box_of_the_layout_is_in_the_picture_where_it_should_be(language: str, tmp_path: Path) -> None:
    definition = every_type() if language == ENGLISH else in_three_scripts()
    laid_out = draw_form(definition, programme(), language=None if language == ENGLISH else language, proof=True)
    rendered = pictures(printed(laid_out, tmp_path))
    kinds = defaultdict(int)
    for box in laid_out.layout.boxes:
        picture = rendered[box.page - 1]
        kinds[box.kind] += 1
        left, top = box.x * PX, box.y * PX
        right, bottom = (box.x + box.width) * PX, (box.y + box.height) * PX
        for share in (0.2, 0.5, 0.8):
            across, down = left + share * (right - left), top + share * (bottom - top)
            for x, y in ((across, top), (across, bottom), (left, down), (right, down)):
                assert darkest(picture, x, y, reach=1) < 100, box
        # one millimetre inside and outside there is paper
        middle = (left + right) / 2
        assert lightest(picture, left + PX, (top + bottom) / 2) > 200
        assert lightest(picture, middle, top + PX) > 200
        assert lightest(picture, middle, top - PX) > 200
        assert 0 < box.x < box.x + box.width < A4.width
        assert A4.top <= box.y < box.y + box.height <= A4.height - A4.bottom + 0.1
        assert all(round(length, 1) == length for length in (box.x, box.y, box.width, box.height))
    assert kinds[BoxKind.TICK]
    assert kinds[BoxKind.FIGURE]


def darkest(picture: Image.Image, x: float, y: float, reach: int) -> int:
    return min(
        picture.getpixel((round(x) + right, round(y) + down))
        for right in range(-reach, reach + 1)
        for down in range(-reach, reach + 1)
    )


def lightest(picture: Image.Image, x: float, y: float) -> int:
    return int(picture.getpixel((round(x), round(y))))


def test_practice_stands_on_every_page_and_a_specimen_has_no_number(tmp_path: Path) -> None:
    made_up = draw_form(every_type(), programme(made_up=True))
    assert all("Practice – made up" in said for said in texts(printed(made_up, tmp_path)))
    assert not any("Practice" in said for said in texts(printed(draw_form(every_type(), programme()), tmp_path)))
    preview = specimen(made_up)
    assert all("Practice – made up. Specimen – not for use" in said for said in texts(preview))
    assert not any(zxingcpp.read_barcodes(picture) for picture in pictures(preview))
    assert serials(1)[0].shown not in "".join(texts(preview))


def test_arabic_and_bengali_words_are_in_the_pdf(tmp_path: Path) -> None:
    definition = in_three_scripts()
    bengali = squeezed(
        " ".join(texts(printed(draw_form(definition, programme(), language=BENGALI, proof=True), tmp_path)))
    )
    arabic = " ".join(
        texts(printed(draw_form(definition, programme(), language=ARABIC, proof=True), tmp_path))
    ).split()
    for asked in definition.questions():
        assert asked.label(BENGALI) in bengali
        # PDFium turns the letters of right-to-left ActualText round once more
        assert set(asked.label(ARABIC).replace("؟", "").split()) <= {word[::-1].strip("؟") for word in arabic}


def test_the_file_says_its_title_language_and_how_to_be_printed(tmp_path: Path) -> None:
    pdf = printed(draw_form(in_three_scripts(), programme(), language=ARABIC, proof=True), tmp_path)
    with pypdfium2.PdfDocument(pdf) as document:
        assert document.get_metadata_value("Title") == "A small form"
        assert document.get_metadata_value("Author") == "The Health and Wellbeing Board"
    assert b"/Lang (ar)" in pdf
    assert b"/PrintScaling /None" in pdf


def test_many_copies_come_in_volumes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(booklet, "VOLUME", 3)
    laid_out = draw_form(form(question("q", T.TEXT)), programme())
    told: list[tuple[int, int]] = []
    files = write_copies(laid_out, serials(7), tmp_path / "run.pdf", progress=lambda d, n: told.append((d, n)))
    assert [path.name for path in files] == ["run-1.pdf", "run-2.pdf", "run-3.pdf"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run-1.pdf", "run-2.pdf", "run-3.pdf"]
    assert told == [(n, 7) for n in range(1, 8)]
    found = [
        line
        for path in files
        for said in texts(path.read_bytes())
        for line in said.splitlines()
        if line.count("-") == 3
    ]
    in_order = list(dict.fromkeys(read_serial(line).number for line in found if len(line) == 19))
    assert in_order == list(range(1, 8))


def test_cancelling_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(booklet, "VOLUME", 2)
    laid_out = draw_form(form(question("q", T.TEXT)), programme())
    done: list[int] = []
    with pytest.raises(Cancelled):
        write_copies(
            laid_out,
            serials(9),
            tmp_path / "run.pdf",
            progress=lambda d, _: done.append(d),
            cancelled=lambda: len(done) == 5,
        )
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    laid_out = draw_form(form(question("q", T.TEXT)), programme())
    with pytest.raises(WorldError):
        write_copies(laid_out, serials(1), tmp_path / "missing" / "run.pdf")


def test_the_serial_key_is_nowhere_in_the_file(tmp_path: Path) -> None:
    assert KEY.encode() not in printed(draw_form(every_type(), programme()), tmp_path)


def test_pages_a_second(benchmark: object, tmp_path: Path) -> None:
    """Benchmark: 50 copies of a short form with serial and QR on every page."""
    definition = form(
        question("a", T.SELECT_ONE, choices=AGREE), question("b", T.TEXT, appearances=frozenset({"multiline"}))
    )
    laid_out = draw_form(definition, programme())
    numbered = serials(50)
    files = benchmark(write_copies, laid_out, numbered, tmp_path / "copies.pdf")  # type: ignore[operator]
    assert len(texts(files[0].read_bytes())) == 50 * len(laid_out.pages)


@pytest.mark.parametrize("angle", [-4, 90, 183])
def test_a_turned_and_blurred_page_still_says_which_it_is(angle: int, tmp_path: Path) -> None:
    laid_out = draw_form(form(question("q", T.TEXT)), programme())
    page = pictures(printed(laid_out, tmp_path))[0].filter(ImageFilter.GaussianBlur(1.2))
    (code,) = zxingcpp.read_barcodes(page.rotate(angle, expand=True, fillcolor=255))
    assert PageCode.from_text(code.text).serial == serials(1)[0].canonical
