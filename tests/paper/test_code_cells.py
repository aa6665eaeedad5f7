"""Codes made from one another are the very codes that encoding each in full gives."""

from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop.foundation.crockford import ALPHABET
from desktop.paper.code_cells import RunOfCodes, cells_of
from desktop.sheets.page_codes import PageCode
from tests.paper.forms import serials

SERIALS = st.text(alphabet=ALPHABET, min_size=16, max_size=16)


def code_of(form_id: str):
    return lambda serial, page: PageCode(form_id, "2022010101", serial, page, 104, "large-print", "a" * 16)


@pytest.mark.parametrize("form_id", ["f", "form-0000000000000000", "a|b%", "s" * 90])
def test_codes_of_a_run_are_those_encoded_in_full(form_id) -> None:
    codes = RunOfCodes(code_of(form_id))
    codes.cells(serials(1)[0].canonical, 1)  # encoded in full; all others are made from one another

    @settings(max_examples=40, deadline=None)  # the first one makes what all others are made of
    @given(st.lists(st.tuples(SERIALS, st.integers(1, 104)), max_size=4))
    def same(pages: list[tuple[str, int]]) -> None:
        for serial, page in pages:
            assert codes.cells(serial, page) == cells_of(code_of(form_id)(serial, page).to_text())

    same()


def test_a_master_has_a_code_without_serial() -> None:
    assert RunOfCodes(code_of("f")).cells("", 3) == cells_of(code_of("f")("", 3).to_text())


def test_cells_are_read_by_another_program() -> None:
    codes = RunOfCodes(code_of("f"))
    for serial in serials(20):
        cells = codes.cells(serial.canonical, 2)
        stride = len(cells.rows) // cells.side
        picture = Image.new("L", (cells.side + 8, cells.side + 8), 255)
        for y in range(cells.side):
            for x in range(cells.side):
                if cells.rows[y * stride + x // 8] >> (7 - x % 8) & 1:
                    picture.putpixel((x + 4, y + 4), 0)
        (found,) = zxingcpp.read_barcodes(picture.resize((picture.width * 6, picture.height * 6), 0))
        assert PageCode.from_text(found.text) == code_of("f")(serial.canonical, 2)
