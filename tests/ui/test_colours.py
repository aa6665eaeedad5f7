"""The contrast of every pair of colours that is used together, computed."""

from __future__ import annotations

import pytest

from desktop.ui.design.colours import CONTROL_PAIRS, SCHEMES, WORD_PAIRS, Colours, contrast
from desktop.ui.design.theme import palette_of


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#777777") == pytest.approx(1.0)


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
@pytest.mark.parametrize(("front", "back"), WORD_PAIRS, ids=lambda role: role)
def test_words_stand_out(scheme: Colours, front: str, back: str) -> None:
    assert contrast(getattr(scheme, front), getattr(scheme, back)) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
@pytest.mark.parametrize(("front", "back"), CONTROL_PAIRS, ids=lambda role: role)
def test_controls_and_focus_stand_out(scheme: Colours, front: str, back: str) -> None:
    assert contrast(getattr(scheme, front), getattr(scheme, back)) >= 3.0


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
def test_the_palette_carries_the_scheme(qapp, scheme: Colours) -> None:
    palette = palette_of(scheme)
    for front, back in (
        (palette.windowText(), palette.window()),
        (palette.text(), palette.base()),
        (palette.buttonText(), palette.button()),
        (palette.highlightedText(), palette.highlight()),
        (palette.placeholderText(), palette.base()),
    ):
        assert contrast(front.color().name(), back.color().name()) >= 4.5
