from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.foundation.errors import DamagedFile
from desktop.sheets.codes import choice_codes
from desktop.sheets.copies import Box, BoxKind, Layout
from desktop.sheets.layouts import layout_digest, layout_from_json, layout_to_json, make_layout
from desktop.sheets.page_codes import PageCode, PageCodeRefused

lengths = st.floats(0, 420, allow_nan=False)
boxes = st.builds(
    Box,
    page=st.integers(1, 40),
    question=st.text(min_size=1, max_size=20),
    value=st.text(max_size=8),
    code=st.text(max_size=3),
    x=lengths,
    y=lengths,
    width=lengths,
    height=lengths,
    kind=st.sampled_from(BoxKind),
)


def layout_of(*given_boxes: Box) -> Layout:
    return make_layout(
        form_id="jhws",
        form_version="1",
        edition="standard",
        language="en",
        page_size=(210, 297),
        pages=3,
        boxes=given_boxes,
        duplex=True,
    )


@given(st.lists(boxes, max_size=5))
def test_a_layout_survives_json(some: list[Box]) -> None:
    layout = layout_of(*some)
    assert layout_from_json(layout_to_json(layout)) == layout
    assert len(layout.layout_id) == 16


def test_equal_layouts_share_an_id_and_a_moved_box_changes_it() -> None:
    box = Box(1, "q", "yes", "1", 20.0, 40.0, 5.0, 5.0)
    same_to_a_tenth = Box(1, "q", "yes", "1", 20.01, 40.0, 5.0, 5.0)
    moved = Box(1, "q", "yes", "1", 20.1, 40.0, 5.0, 5.0)
    assert layout_of(box).layout_id == layout_of(same_to_a_tenth).layout_id
    assert layout_of(box).layout_id != layout_of(moved).layout_id


@pytest.mark.parametrize(
    "change",
    [
        ('"version":2', '"version":3'),
        ('"version":2', '"version":1'),
        ('"duplex":true', '"duplex":false'),
        ('"x":20.0', '"x":20.1'),
        ("}", ""),
    ],
)
def test_an_altered_layout_is_refused(change: tuple[str, str]) -> None:
    text = layout_to_json(layout_of(Box(1, "q", "yes", "1", 20.0, 40.0, 5.0, 5.0)))
    with pytest.raises(DamagedFile):
        layout_from_json(text.replace(*change))


def test_layouts_of_version_1_stay_readable() -> None:
    text = (Path(__file__).parent / "layout_v1.json").read_text("utf-8").strip()
    layout = layout_from_json(text)
    assert layout.version == 1
    assert layout_digest(layout) == layout.layout_id == "9739ffded716ffa3"
    assert layout_to_json(layout) == text


def test_layouts_of_version_2_stay_readable() -> None:
    text = (Path(__file__).parent / "layout_v2.json").read_text("utf-8").strip()
    layout = layout_from_json(text)
    assert (layout.version, layout.duplex) == (2, False)
    assert layout_digest(layout) == layout.layout_id == "309996500e7471ee"
    assert layout_to_json(layout) == text


def test_the_same_boxes_on_one_side_and_on_both_are_two_layouts() -> None:
    both, one = (
        make_layout(
            form_id="jhws", form_version="1", edition="standard", language="en", page_size=(210, 297), pages=2,
            boxes=[], duplex=duplex,
        )
        for duplex in (True, False)
    )  # fmt: skip
    assert both.layout_id != one.layout_id


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        (["yes", "no"], ["1", "2"]),
        (["1", "2", "99"], ["1", "2", "99"]),
        (["01", "02"], ["1", "2"]),
        (["1", "other"], ["1", "2"]),
        (["1000", "2000"], ["1", "2"]),
        ([], []),
    ],
)
def test_codes_of_choices(values: list[str], codes: list[str]) -> None:
    assert list(choice_codes(values).values()) == codes


texts = st.text(max_size=30)


@given(st.builds(PageCode, texts, texts, texts, st.integers(1), st.integers(1), texts, texts))
def test_a_page_code_survives_text(code: PageCode) -> None:
    assert PageCode.from_text(code.to_text()) == code


def test_a_page_code_is_short_and_plain() -> None:
    code = PageCode("leicestershire-jhws", "2021112801", "2ZFT1F01001JG7XY", 3, 12, "standard", "0123456789abcdef")
    assert code.to_text() == "SB1|leicestershire-jhws|2021112801|2ZFT1F01001JG7XY|3|12|standard|0123456789abcdef"


@pytest.mark.parametrize("text", ["", "https://example.org", "SB2|a|b|c|1|2|e|l", "SB1|a|b", "SB1|a|b|c|x|2|e|l"])
def test_other_codes_are_refused(text: str) -> None:
    with pytest.raises(PageCodeRefused):
        PageCode.from_text(text)
