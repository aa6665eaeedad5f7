"""The withdrawal slip: one page that is read back by eye and by a QR reader."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp

from desktop.engagement.programme import TO_BE_FILLED_IN
from desktop.keys.withdrawal_codes import new_code, read_code
from desktop.paper.page_sizes import A5
from desktop.paper.withdrawal_slip import draw_withdrawal_slip
from desktop.typesetting.styles import POINT
from tests.store.builders import programme

SHOWN = {"title": "Have your say", "organisation": "A county council", "help_line": "0116 496 0000"}


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        assert len(document) == 1
        page = document[0]
        assert page.get_size() == pytest.approx((A5.width / POINT, A5.height / POINT), abs=0.1)
        return page.get_textpage().get_text_bounded()
    finally:
        document.close()


def test_code_and_words_are_on_the_page() -> None:
    code = new_code()
    given = programme(**SHOWN, email="", website=TO_BE_FILLED_IN, made_up=False)
    said = text_of(draw_withdrawal_slip(code=code, programme=given))
    for words in (code, "Have your say", "A county council", "0116 496 0000", "take your answers back"):
        assert words in said
    assert "Practice" not in said
    assert "E-mail" not in said  # there is none
    assert TO_BE_FILLED_IN not in said
    assert "Practice" in text_of(draw_withdrawal_slip(code=code, programme=replace(given, made_up=True)))


def test_the_qr_gives_the_code_back() -> None:
    code = new_code()
    document = pypdfium2.PdfDocument(draw_withdrawal_slip(code=code, programme=programme(**SHOWN)))
    try:
        image = document[0].render(scale=150 / 72).to_pil()
    finally:
        document.close()
    (found,) = zxingcpp.read_barcodes(image)
    assert read_code(found.text) == code


def test_the_code_is_in_no_metadata_and_equal_slips_are_equal_bytes() -> None:
    code = new_code()
    pdf = draw_withdrawal_slip(code=code, programme=programme(**SHOWN))
    assert pdf == draw_withdrawal_slip(code=code, programme=programme(**SHOWN))
    document = pypdfium2.PdfDocument(pdf)
    try:
        metadata = str(document.get_metadata_dict())
    finally:
        document.close()
    for group in code.split("-")[:4]:
        assert group not in metadata


@pytest.mark.parametrize("language", ["en", "ar"])
def test_long_names_stay_on_the_page(language: str) -> None:
    long = programme(
        title="A very long title of a consultation about health and wellbeing in every part of the county" * 2,
        organisation="The board of many partners for health and wellbeing and everything beside it",
        help_line="0116 496 0000", email="made.up@example.org", website="https://example.org/have-your-say",
    )  # fmt: skip
    document = pypdfium2.PdfDocument(draw_withdrawal_slip(code=new_code(), programme=long, language=language))
    try:
        page = document[0]
        lowest = min(each.get_bounds()[1] for each in page.get_objects())
    finally:
        document.close()
    assert lowest > 5 / POINT


def test_the_slip_is_in_the_words_of_the_packs_translation() -> None:
    from desktop.engagement.translations import fixed_words, own_words
    from tests.paper.forms import programme as in_english
    from tests.paper.languages import OTHERS, approved, mark
    from tests.paper.reading import texts

    polish = OTHERS[4]
    made = approved(in_english(), polish)
    said = " ".join(texts(draw_withdrawal_slip(code="ABCD-EFGH", programme=made, language="pl"))[0].split())
    fixed = [each for each, _ in fixed_words()]
    assert mark(fixed.index("Your withdrawal code"), "", "W") in said
    assert "Your withdrawal code" not in said
    own = [*fixed, *own_words(made)]
    assert mark(own.index(made.title), "", "W") in said
