"""The pages of a sheet and what of them belongs to a question, on pages that were drawn, marked and turned."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw

from desktop.foundation.errors import DamagedFile
from desktop.paper.booklet import LaidOut, draw_form
from desktop.paper.page_sizes import A5
from desktop.sheets.layouts import layout_from_json
from desktop.sheets.question_places import fineness, to_pixels
from desktop.workflows.attach_scans import attach
from desktop.workflows.page_layouts import find_layout
from desktop.workflows.sheet_pictures import (
    CROP_FINE,
    SheetPictures,
    crops,
    find_layouts,
    make_known,
    open_pictures,
)
from tests.paper.forms import every_type, programme
from tests.paper.scanning import lying
from tests.scanned_sheets import Scanned, scanned
from tests.workflows.scan_piles import laid_out as attached_form
from tests.workflows.scan_piles import pdf_pile, printed_run, read_here, sheet
from tests.workplaces import FORM

SERIAL = "0123456789ABCDEFG"


@pytest.fixture(scope="module")
def laid_out() -> LaidOut:
    return draw_form(every_type(), programme())


def pictures(laid_out: LaidOut, made: Scanned) -> SheetPictures:
    return SheetPictures(SERIAL, made.scans, {laid_out.layout.layout_id: laid_out.layout}, made.read)


def share(png: bytes, colour: tuple[int, int, int]) -> float:
    """Return how many square millimetres of a crop are of about that colour."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    off = ImageChops.difference(image, Image.new("RGB", image.size, colour)).point(lambda each: each < 60 and 255)
    red, green, blue = off.split()
    there = ImageChops.darker(ImageChops.darker(red, green), blue).histogram()[255]
    return float(there / CROP_FINE**2)


@pytest.mark.parametrize("degrees", [0.0, 2.5, 91.0, 181.0])
def test_a_crop_holds_the_mark_of_its_question_however_the_page_lies(laid_out, degrees: float) -> None:
    made = scanned(laid_out, SERIAL, degrees=degrees, only=(3, 6))
    sheet = pictures(laid_out, made)
    on_these = {path: mark for path, mark in made.marks.items() if mark[0].page in (3, 6)}
    assert len(on_these) > 6
    for path, (box, colour) in on_these.items():
        crops = [crop for crop in sheet.crop(path) if crop.page == box.page]
        whole = (box.width - 1.2) * (box.height - 1.2)
        assert share(crops[-1].png, colour) == pytest.approx(whole, rel=0.25), path


def test_a_lie_belongs_to_the_picture_as_it_was_decoded(laid_out) -> None:
    made = scanned(laid_out, SERIAL, dpi=200, degrees=1.0, only=(3,))
    sheet = pictures(laid_out, made)
    small, fine = sheet.picture(3, fine=3.0), sheet.picture(3, fine=7.0)
    assert (small.width, fine.width) == (pytest.approx(made.scans[0].width / 2, abs=1), made.scans[0].width)
    assert fineness(small.lie) == pytest.approx(fineness(fine.lie) / 2, rel=0.01)
    box, colour = next(mark for mark in made.marks.values() if mark[0].page == 3)
    for each in (small, fine):
        x, y = to_pixels(each.lie, box.x + box.width / 2, box.y + box.height / 2)
        at = 3 * (round(y) * each.width + round(x))
        assert all(abs(a - b) < 40 for a, b in zip(each.pixels[at : at + 3], colour, strict=True))


def test_a_page_is_decoded_once(laid_out) -> None:
    made = scanned(laid_out, SERIAL, only=(3, 4))
    read = []

    def counted(scan):
        read.append(scan.page)
        return made.read(scan)

    sheet = SheetPictures(SERIAL, made.scans, {laid_out.layout.layout_id: laid_out.layout}, counted)
    assert not sheet.has(3)
    assert sheet.picture(3) is sheet.picture(3)
    assert sheet.has(3)
    assert read == [3]
    assert sheet.picture(5) is None
    assert sheet.attached == (3, 4)
    assert sheet.pages == laid_out.layout.pages


def test_a_grey_page_and_a_lossless_one(laid_out) -> None:
    made = scanned(laid_out, SERIAL, only=(3,), grey=True)
    page = pictures(laid_out, made).picture(3)
    assert page.grey
    assert len(page.pixels) == page.width * page.height
    made = scanned(laid_out, SERIAL, only=(3,), kind="PNG", dpi=200)
    page = pictures(laid_out, made).picture(3, fine=3.0)
    assert len(page.pixels) == 3 * page.width * page.height
    assert page.width < made.scans[0].width


def test_a_page_attached_by_hand_has_no_crop_and_is_shown_whole(laid_out) -> None:
    made = scanned(laid_out, SERIAL, only=(3,), without_lie=(3,))
    sheet = pictures(laid_out, made)
    path = next(path for path, (box, _colour) in made.marks.items() if box.page == 3)
    assert sheet.crop(path) == ()
    assert not sheet.lies(3)
    assert sheet.picture(3).lie is None
    assert sheet.find(path).places[0].page == 3


def test_a_damaged_file_is_said_and_shows_nothing(laid_out) -> None:
    made = scanned(laid_out, SERIAL, only=(3,))
    sheet = SheetPictures(SERIAL, made.scans, {}, lambda _scan: b"\xff\xd8 no picture")
    with pytest.raises(DamagedFile, match="page 3"):
        sheet.picture(3)


def test_a_block_beyond_the_printed_ones_and_a_question_without_a_box(laid_out) -> None:
    sheet = pictures(laid_out, scanned(laid_out, SERIAL, only=(6,)))
    repeat = next(box.question for box in laid_out.layout.boxes if "[3]" in box.question)
    beyond = sheet.find(repeat.replace("[3]", "[4]"))
    assert beyond.places == ()
    assert beyond.near == sheet.find(repeat).places[0].page
    assert sheet.find("nothing/of/it") == replace(beyond, near=0)


def test_a_layout_that_is_not_kept_is_told(laid_out) -> None:
    made = scanned(laid_out, SERIAL, only=(3, 4))
    sheet = SheetPictures(SERIAL, made.scans, {}, made.read)
    assert sheet.unknown == ((laid_out.layout.layout_id, "small-form"),)
    assert sheet.find("anything").places == ()


def test_the_layout_of_another_laptop_is_made_anew_from_the_form(place, pack) -> None:
    definition = pack.forms[0].definition
    for way in ({}, {"edition": "large-print", "duplex": False}, {"page_size": A5}):
        made = draw_form(definition, pack.programme, **way).layout
        assert find_layout(place, form_id=FORM, layout_id=made.layout_id, edition=made.edition) == made


def test_a_layout_that_no_way_has_is_not_made_up(place) -> None:
    asked = []

    def enough() -> bool:
        asked.append(True)
        return len(asked) > 3

    assert find_layout(place, form_id=FORM, layout_id="0" * 16, cancelled=enough) is None
    assert find_layout(place, form_id="no such form", layout_id="0" * 16) is None


@pytest.mark.parametrize(("degrees", "quarter", "here"), [(1.2, 0, True), (-0.8, 2, True), (0.5, 1, False)])
def test_a_page_that_was_really_attached_shows_each_question_s_own_mark(
    place, officer, tmp_path, degrees: float, quarter: int, here: bool
) -> None:
    form = attached_form()
    (serial,) = printed_run(place, form, 1, keep=here)
    page = sheet(form, serial, 3).convert("L")
    px = page.width / form.layout.page_size[0]
    boxes = {box.question: box for box in form.layout.boxes if box.page == 3}
    *others, (path, box) = boxes.items()
    inside = (
        (box.x + 0.6) * px,
        (box.y + 0.6) * px,
        (box.x + box.width - 0.6) * px,
        (box.y + box.height - 0.6) * px,
    )
    ImageDraw.Draw(page).rectangle(inside, fill=0)
    lain, _truth = lying(page, degrees=degrees, quarter=quarter)
    with read_here() as reading:
        pile = pdf_pile(tmp_path / "pile.pdf", [lain])
        assert attach(place, actor=officer, paths=[pile], reading=reading).attached == 1
    if not here:  # of another laptop: its layout is made anew
        unknown = open_pictures(place, actor=officer, serial=serial)
        assert unknown.crop(path) == ()
        make_known(place, find_layouts(place, unknown))
    mark = (box.width - 1.2) * (box.height - 1.2)
    (crop,) = crops(place, actor=officer, serial=serial, path=path)
    assert share(crop.png, (0, 0, 0)) >= 0.95 * mark
    for other, _box in others:
        (crop,) = crops(place, actor=officer, serial=serial, path=other)
        assert share(crop.png, (0, 0, 0)) < 0.5 * mark


def test_a_layout_that_an_earlier_program_kept_still_says_where_the_questions_are(place) -> None:
    old = layout_from_json((Path(__file__).parents[1] / "sheets" / "layout_v1.json").read_text(encoding="utf-8"))
    with place.unit() as unit:
        unit.copies.put_layout(old)
        unit.commit()
    with place.reading() as unit:
        assert unit.copies.layout(old.layout_id) == old
