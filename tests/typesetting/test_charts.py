"""Charts: lengths that are to scale, words that keep to their room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.typesetting.charts import (
    MORE,
    Box,
    ChartRow,
    Stroke,
    Words,
    bar_chart,
    clipped,
    column_chart,
    stacked,
)
from desktop.typesetting.lines import set_text
from desktop.typesetting.styles import TextStyle

BODY = TextStyle(9)


def filled(ink) -> list[Box]:
    return [item for item in ink if isinstance(item, Box) and item.fill is not None]


def test_bars_are_to_scale_and_nought_has_none() -> None:
    rows = [ChartRow("A", 40, "40"), ChartRow("B", 10, "10"), ChartRow("C", 0, "0")]
    drawn = bar_chart(rows, 0, 0, 100, style=BODY)
    first, second = filled(drawn.ink)
    assert first.width == pytest.approx(4 * second.width)
    assert [item.line.text for item in drawn.ink if isinstance(item, Words)] == ["A", "40", "B", "10", "C", "0"]


def test_a_mark_stands_on_the_scale_of_the_bars() -> None:
    drawn = bar_chart([ChartRow("A", 20, "20", mark=40)], 0, 0, 100, style=BODY)
    (bar,) = filled(drawn.ink)
    (mark,) = [item for item in drawn.ink if isinstance(item, Stroke)]
    assert mark.x == pytest.approx(bar.x + 2 * bar.width)


def test_a_row_without_figures_has_no_bar() -> None:
    drawn = bar_chart([ChartRow("3 more", 0, "")], 0, 0, 100, style=BODY)
    assert [type(item) for item in drawn.ink] == [Words]


def test_columns_are_to_scale_on_one_base_line() -> None:
    rows = [ChartRow("10:00", 30, "30"), ChartRow("11:00", 0, "0"), ChartRow("12:00", 15, "15")]
    drawn = column_chart(rows, 5, 5, 80, 40, style=BODY)
    first, second = filled(drawn.ink)
    assert first.height == pytest.approx(2 * second.height)
    assert first.y + first.height == pytest.approx(second.y + second.height)
    assert drawn.height == 40


@given(st.text(max_size=300), st.integers(0, 5), st.floats(10, 80))
def test_clipped_keeps_to_lines_and_width(text: str, most: int, width: float) -> None:
    lines = clipped(text, BODY, width, most)
    assert len(lines) <= most
    assert all(line.width <= width + 0.5 for line in lines)
    if 0 < most < len(set_text(text, BODY, width)):
        assert lines[-1].text.endswith(MORE)


def test_stacked_lines_stand_a_line_apart() -> None:
    drawn = stacked(set_text("one\ntwo", BODY), BODY, 3, 10)
    first, second = drawn.ink
    assert second.y - first.y == pytest.approx(BODY.line_height)
    assert drawn.height == pytest.approx(2 * BODY.line_height)
