"""The code on every page is read back from what a scanner or a photocopier makes of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO
from random import Random

import pytest
import zxingcpp
from PIL import Image, ImageEnhance, ImageFilter

from desktop.paper.booklet import LaidOut, draw_form
from desktop.paper.furniture import QR_SIDE, qr_place
from desktop.paper.page_sizes import PAGE_SIZES
from desktop.paper.placed import PageKind
from desktop.sheets.page_codes import PageCode
from tests.packs.shipped import FIVE, form_of, shipped
from tests.paper.forms import every_type, programme, serials
from tests.paper.languages import OTHERS, code_of, in_many_languages
from tests.paper.looking import DPI, PX, drawn


def turned(by: float) -> Callable[[Image.Image], Image.Image]:
    return lambda picture: picture.rotate(by, expand=True, fillcolor=255, resample=Image.Resampling.BILINEAR)


def blurred(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(1.5))


def darkened(picture: Image.Image) -> Image.Image:
    return picture.point(lambda level: round(20 + level * 0.45))


def compressed(picture: Image.Image) -> Image.Image:
    file = BytesIO()
    picture.save(file, format="JPEG", quality=20)
    return Image.open(file).convert("L")


def photocopied(picture: Image.Image) -> Image.Image:
    """Specks, a grey ground, fat ink and hard contrast, a little aslant."""
    random = Random(20220103)
    copied = (
        ImageEnhance.Contrast(picture.filter(ImageFilter.GaussianBlur(0.8)))
        .enhance(2.5)
        .point(lambda level: min(level, 225))
    )
    width, height = copied.size
    for _ in range(width * height // 400):
        copied.putpixel((random.randrange(width), random.randrange(height)), random.choice((0, 90, 255)))
    return turned(1.2)(copied)


def copied_twice(picture: Image.Image) -> Image.Image:
    return photocopied(photocopied(picture))


SPOILT = {
    "as it is": lambda picture: picture,
    "3 degrees to the left": turned(3),
    "3 degrees to the right": turned(-3),
    "on its side": turned(90),
    "upside down": turned(180),
    "on its other side": turned(270),
    "blurred": blurred,
    "darkened": darkened,
    "compressed": compressed,
    "photocopied": photocopied,
    "photocopied twice": copied_twice,
    "all at once": lambda picture: compressed(darkened(blurred(turned(183)(picture)))),
}


@cache
def a_form() -> LaidOut:
    return draw_form(every_type(), programme())


def faults(laid_out: LaidOut, *, spoil: Callable[[Image.Image], Image.Image], every: int = 1) -> list[str]:
    """Return a line for each page whose code is not read, or says something else."""
    serial = serials(1)[0].canonical
    found = []
    wanted = [
        at for at, page in enumerate(laid_out.pages) if page.kind is not PageKind.FORM or page.number % every == 0
    ]
    assert any(laid_out.pages[at].kind is PageKind.FORM for at in wanted)
    for at, picture in zip(wanted, drawn(laid_out, wanted), strict=True):
        page = laid_out.pages[at]
        codes = zxingcpp.read_barcodes(spoil(picture))
        if page.kind is not PageKind.FORM:
            found += [f"a code on the {page.kind}" for _ in codes]
            continue
        said = [PageCode.from_text(code.text) for code in codes]
        if said != [laid_out.page_code(serial, page.number)]:
            found.append(f"page {page.number}: {said}")
    return found


@pytest.mark.parametrize("name", FIVE)
def test_pages_of_a_pack(name: str) -> None:
    laid_out = draw_form(form_of(name), shipped(name).programme)
    assert faults(laid_out, spoil=SPOILT["as it is"], every=9) == []


@pytest.mark.parametrize("how", [each for each in SPOILT if each != "photocopied twice"])
def test_a_page_that_was_turned_blurred_darkened_or_copied(how: str) -> None:
    assert faults(a_form(), spoil=SPOILT[how], every=6) == []


@pytest.mark.parametrize(("size", "tint"), [("A4", "yellow"), ("A5", ""), ("Letter", "cream")])
def test_a_copy_of_every_size_and_tint(size: str, tint: str) -> None:
    laid_out = draw_form(every_type(), programme(), page_size=PAGE_SIZES[size], tint=tint)
    assert faults(laid_out, spoil=photocopied, every=5) == []


@pytest.mark.parametrize("name", OTHERS, ids=code_of)
def test_a_page_in_every_language(name: str) -> None:
    laid_out = draw_form(in_many_languages(), programme(), language=name, proof=True)
    assert faults(laid_out, spoil=blurred, every=3) == []


@pytest.mark.parametrize("right_to_left", [False, True])
def test_the_code_stands_where_a_scan_looks_for_it(right_to_left: bool) -> None:
    language = OTHERS[0] if right_to_left else None
    laid_out = draw_form(in_many_languages(), programme(), language=language, proof=True)
    (code,) = zxingcpp.read_barcodes(drawn(laid_out, [0])[0])
    place = qr_place(laid_out.page_size, right_to_left=right_to_left)
    corner = code.position.top_left
    assert corner.x / PX == pytest.approx(place.x, abs=0.6)
    assert corner.y / PX == pytest.approx(place.y, abs=0.6)
    assert (code.position.top_right.x - corner.x) / PX == pytest.approx(QR_SIDE, abs=0.8)
    assert DPI == 200


@pytest.mark.soak
@pytest.mark.parametrize("how", SPOILT)
@pytest.mark.parametrize("edition", ["standard", "large-print", "easy-read"])
@pytest.mark.parametrize("name", FIVE)
def test_every_page_of_every_edition_however_it_was_spoilt(name: str, edition: str, how: str) -> None:
    laid_out = draw_form(form_of(name), shipped(name).programme, edition=edition)
    assert faults(laid_out, spoil=SPOILT[how]) == []
