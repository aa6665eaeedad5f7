"""Every edition is laid out anew, by the figures of the guidance; tints, sizes of sheets, and the master."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from desktop.engagement.programme import TO_BE_FILLED_IN
from desktop.paper import booklet
from desktop.paper.booklet import UnknownEdition, draw_form, write_copies, write_master
from desktop.paper.editions import EDITIONS, TINTS
from desktop.paper.furniture import CORNER, CORNER_INSET, QR_SIDE, number_place, qr_place
from desktop.paper.page_sizes import A4, PAGE_SIZES
from desktop.paper.placed import Answer, PageKind, Words
from desktop.sheets.copies import BoxKind
from desktop.sheets.page_codes import PageCode
from desktop.typesetting.styles import POINT
from tests.paper.forms import every_type, programme, serials
from tests.paper.reading import ARABIC, in_three_scripts, pictures, texts

EACH = sorted(EDITIONS)
SMALLEST = {"standard": 14.0, "large-print": 18.0, "easy-read": 14.0}
BOX = {"standard": 5.0, "large-print": 6.5, "easy-read": 6.5}


@pytest.mark.parametrize("name", EACH)
def test_an_edition_keeps_to_the_guidance(name: str) -> None:
    edition = EDITIONS[name]
    styles = edition.styles
    assert min(styles.body.size, styles.question.size) >= SMALLEST[name]
    assert edition.box == BOX[name]
    assert edition.box_gap >= edition.box * 2 / 3
    assert edition.gap >= 3.0
    assert styles.heading.size > styles.subheading.size > styles.body.size
    # what is printed of two options, letters or boxes, leaves 3 mm clear
    pitch = max(styles.body.line_height, edition.box) + edition.option_gap
    assert pitch - edition.box >= 3.0
    assert pitch - 0.96 * styles.body.size * POINT >= 3.0


@pytest.mark.parametrize("name", EACH)
def test_no_words_of_an_edition_are_smaller_than_it_says(name: str) -> None:
    laid_out = draw_form(every_type(), programme(), edition=name)
    edition = laid_out.edition
    small = {edition.styles.code.size, edition.styles.foot.size, edition.styles.pattern.size}
    sizes = {item.line.size for page in laid_out.pages for item in page.items if isinstance(item, Words)}
    assert {size for size in sizes if size < SMALLEST[name]} <= small | {9.0, 8.0, 7.0}
    assert max(sizes) == edition.styles.title.size


def test_large_print_is_laid_out_anew_in_one_column() -> None:
    standard, large = (draw_form(every_type(), programme(), edition=name) for name in ("standard", "large-print"))
    assert large.layout.edition == "large-print"
    assert large.layout.layout_id != standard.layout.layout_id
    assert {box.question for box in large.layout.boxes} == {box.question for box in standard.layout.boxes}
    ticks = [box for box in large.layout.boxes if box.question == "start/agree"]
    assert {(box.width, box.height) for box in ticks} == {(6.5, 6.5)}
    assert len({box.x for box in ticks}) == 1
    assert all(below.y - above.y >= 6.5 + 3.0 for above, below in pairwise(ticks))


@pytest.mark.parametrize("name", EACH)
@pytest.mark.parametrize("size", sorted(PAGE_SIZES))
def test_everything_stands_within_the_words_margins_on_every_size(name: str, size: str) -> None:
    sheet = PAGE_SIZES[size]
    laid_out = draw_form(every_type(), programme(), edition=name, page_size=sheet)
    for page in laid_out.pages:
        for item in page.items:
            if isinstance(item, Answer | Words):
                assert item.x >= sheet.side - 0.1
                assert item.x + item.width <= sheet.width - sheet.side + 0.1
                assert item.y <= sheet.height - CORNER_INSET
            if isinstance(item, Answer):
                assert item.y + item.height <= sheet.height - sheet.bottom + 0.1


@pytest.mark.parametrize("size", sorted(PAGE_SIZES))
@pytest.mark.parametrize("right_to_left", [False, True])
def test_the_foot_holds_words_number_and_code_side_by_side(size: str, right_to_left: bool) -> None:
    sheet = PAGE_SIZES[size]
    definition = in_three_scripts() if right_to_left else every_type()
    laid_out = draw_form(
        definition, programme(), page_size=sheet, language=ARABIC if right_to_left else None, proof=True
    )
    code = qr_place(sheet, right_to_left=right_to_left)
    number = number_place(sheet, right_to_left=right_to_left)
    assert (number.width, number.height) >= (50.0, 20.0)
    low = [
        item
        for item in laid_out.pages[0].items
        if isinstance(item, Words) and item.y > sheet.height - sheet.bottom
    ]
    assert len(low) >= 2
    for item in low:
        for place in (code, number):
            assert item.x + item.width <= place.x or item.x >= place.x + place.width
    assert code.x + code.width <= number.x or number.x + number.width <= code.x
    corners = sheet.width - CORNER_INSET - CORNER
    assert code.x + QR_SIDE <= corners - 2.4  # four modules of the code stay clear
    assert code.x >= CORNER_INSET + CORNER + 2.4
    assert code.y + code.height <= sheet.height - CORNER_INSET


@pytest.mark.parametrize("tint", sorted(TINTS))
def test_a_tint_is_the_ground_of_every_page_and_moves_nothing(tint: str, tmp_path: Path) -> None:
    white = draw_form(every_type(), programme())
    tinted = draw_form(every_type(), programme(), tint=tint)
    assert tinted.layout == white.layout
    (path,) = write_copies(tinted, serials(1), tmp_path / "tinted.pdf")
    colour = TINTS[tint]
    wanted = tuple(round(255 * share) for share in (colour.red, colour.green, colour.blue))
    with pypdfium2.PdfDocument(path.read_bytes()) as document:
        for page in document:
            picture = page.render(scale=1).to_pil().convert("RGB")
            width, height = picture.size
            for at in ((2, 2), (width - 3, 2), (2, height - 3), (width - 3, height - 3)):
                assert max(abs(a - b) for a, b in zip(picture.getpixel(at), wanted, strict=True)) <= 2
        picture = document[0].render(scale=200 / 72).to_pil().convert("L")
    (code,) = zxingcpp.read_barcodes(picture)
    assert PageCode.from_text(code.text).page == 1


def test_on_tinted_stock_no_ground_is_drawn(tmp_path: Path) -> None:
    laid_out = draw_form(every_type(), programme(), tint="yellow", tinted_stock=True)
    (path,) = write_copies(laid_out, serials(1), tmp_path / "stock.pdf")
    with pypdfium2.PdfDocument(path.read_bytes()) as document:
        assert document[0].render(scale=1).to_pil().convert("RGB").getpixel((2, 2)) == (255, 255, 255)


def test_a_tint_that_there_is_not_is_refused() -> None:
    with pytest.raises(UnknownEdition) as refused:
        draw_form(every_type(), programme(), tint="mauve")
    assert "yellow" in refused.value.remedy


@pytest.mark.parametrize("language", [None, ARABIC])
def test_a_master_has_no_number_and_room_for_one(language: str | None, tmp_path: Path) -> None:
    definition = every_type() if language is None else in_three_scripts()
    laid_out = draw_form(definition, programme(), language=language, proof=True)
    write_master(laid_out, tmp_path / "master.pdf")
    pdf = (tmp_path / "master.pdf").read_bytes()
    place = number_place(A4, right_to_left=laid_out.right_to_left)
    for page, picture, said in zip(laid_out.pages, pictures(pdf), texts(pdf), strict=True):
        codes = zxingcpp.read_barcodes(picture)
        if page.kind is not PageKind.FORM:
            assert codes == []
            continue
        assert PageCode.from_text(codes[0].text) == laid_out.page_code("", page.number)
        assert "Number (for staff)" in said
        px = 200 / 25.4
        middle = round((place.y + place.height / 2) * px)
        for x in (place.x, place.x + place.width):
            strip = picture.crop((round(x * px) - 3, middle, round(x * px) + 4, middle + 1))
            assert min(strip.get_flattened_data()) < 100


@pytest.mark.parametrize("size", sorted(PAGE_SIZES))
def test_the_code_is_read_on_every_size_beside_the_corner_mark(size: str, tmp_path: Path) -> None:
    laid_out = draw_form(every_type(), programme(), page_size=PAGE_SIZES[size])
    (path,) = write_copies(laid_out, serials(1), tmp_path / "copies.pdf")
    with pypdfium2.PdfDocument(path.read_bytes()) as document:
        picture = document[1].render(scale=150 / 72).to_pil().convert("L")
    (code,) = zxingcpp.read_barcodes(picture.rotate(2, fillcolor=255))
    assert PageCode.from_text(code.text) == laid_out.page_code(serials(1)[0].canonical, 2)


def test_a_master_and_its_numbered_copies_share_a_layout() -> None:
    laid_out = draw_form(every_type(), programme())
    assert laid_out.page_code("", 1).layout_id == laid_out.page_code(serials(1)[0].canonical, 1).layout_id


def test_one_side_and_both_sides_are_told_apart() -> None:
    one, both = (draw_form(every_type(), programme(), duplex=duplex) for duplex in (False, True))
    assert (one.layout.duplex, both.layout.duplex) == (False, True)
    assert one.layout.layout_id != both.layout.layout_id


def test_a_version_stands_on_the_line_of_its_heading() -> None:
    laid_out = draw_form(every_type(), programme())
    front = laid_out.pages[0].items
    heading = next(
        item for item in front if isinstance(item, Words) and item.line.text == "How we use your answers"
    )
    version = next(item for item in front if isinstance(item, Words) and item.line.text == "Version 2021-11-29")
    assert version.y == heading.y
    assert version.x > heading.x + heading.width


def test_a_version_beside_a_long_heading_stands_below_it() -> None:
    from desktop.paper.setting import Setting

    edition = EDITIONS["standard"]
    setting = Setting(edition, 60.0, "default", "en")
    block = setting.statement_heading(
        "How we use your answers here", "Version 2021-11-29", edition.styles.heading, gap=0.0
    )
    (part,) = block.parts
    *heading, version = (item for item in part.items if isinstance(item, Words))
    assert version.y > max(item.y for item in heading)
    assert version.y <= part.height


def test_languages_and_formats_on_offer_stand_on_the_front() -> None:
    from desktop.engagement.programme import Language

    offered = (Language("en", "English"), Language("pl", "Polski"), Language("ur", "اردو"))
    laid_out = draw_form(every_type(), programme(languages=offered))
    said = " ".join(booklet.words_of(laid_out.pages[0]))
    assert "Languages: Polski, اردو." in said
    assert "large print, easy read" in said


def test_boxes_of_every_kind_are_in_every_edition() -> None:
    for name in EACH:
        kinds = {box.kind for box in draw_form(every_type(), programme(), edition=name).layout.boxes}
        assert kinds == set(BoxKind)


def test_what_the_programme_has_still_to_fill_in_is_said_before_copies_are_printed() -> None:
    (told,) = draw_form(every_type(), programme(email=TO_BE_FILLED_IN)).advice
    assert "fill in: e-mail." in told
    assert draw_form(every_type(), programme(email="help@example.org")).advice == ()
