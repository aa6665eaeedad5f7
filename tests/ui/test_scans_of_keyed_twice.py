"""Second keying and deciding with the scan: the page beside the field, its own part beside a difference."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.workflows.lay_out_form import lay_out
from tests.scanned_sheets import Scanned, attach_scanned, scanned
from tests.ui.test_adjudicate_page import opened as opened_to_decide
from tests.ui.test_adjudicate_page import serial
from tests.ui.test_interview import ENTER, Hands, hands, small
from tests.ui.test_verify_page import opened as opened_to_verify
from tests.ui.test_verify_page import serials, vera

__all__ = ["hands", "serial", "serials", "small", "vera"]


@pytest.fixture
def attach(place, small) -> Any:
    def attached(of_sheet: str) -> Scanned:
        laid_out, _form, programme = lay_out(place, form_id=small["form_id"])
        made = scanned(laid_out, of_sheet, dpi=75, degrees=180.5)
        attach_scanned(place, made, programme_id=programme.programme_id)
        return made

    return attached


def test_a_second_keyer_sees_the_page_and_the_next_sheet_is_ready(
    window, hands: Hands, vera, serials, attach
) -> None:
    for each in serials:
        attach(each)
    page = opened_to_verify(window, hands)
    hands.press(serials[0], ENTER)
    for keys, path in ((), "resident"), (("1",), "years"), (("30", ENTER), "uses"):
        hands.press(*keys)
        assert page._view.path == path
        assert not page._view.canvas.frame_on_screen().isEmpty()
    assert page._view._next.serial == serials[1]
    assert page._view._next.has(page._view.page)


def test_the_field_s_own_part_stands_beside_a_difference(window, hands: Hands, serial, attach) -> None:
    attach(serial)
    page = opened_to_decide(window, hands)
    hands.press(ENTER)
    crop = page._card.picture_slot
    assert (page.here, crop.path) == ("years", "years")
    assert [each.isVisible() for each in crop.pictures] == [True]
    hands.press("2")
    assert (page.here, crop.path) == ("uses", "uses")
    assert [each.isVisible() for each in crop.pictures] == [True]
