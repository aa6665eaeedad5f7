from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.foundation.errors import Defect
from desktop.paper.placed import Block, Part
from desktop.paper.planner import At, fill_pages

HEIGHT = 100.0
MORE = Part(7.0, ())


def part(height: float, gap: float = 0.0, *, glued: bool = False) -> Part:
    return Part(height, (), gap, glued)


heights = st.floats(1, 40)
gaps = st.floats(0, 12)
parts = st.builds(part, heights, gaps)
blocks = st.lists(
    st.builds(
        Block,
        st.lists(parts, min_size=1, max_size=6).map(tuple),
        keep_with_next=st.booleans(),
        splittable=st.booleans(),
        continued=st.sampled_from([None, MORE]),
        new_page=st.booleans(),
    ),
    max_size=12,
)


def page_of(pages: tuple[tuple[At, ...], ...], wanted: Part) -> int:
    return next(number for number, page in enumerate(pages) for at in page if at.part is wanted)


def whole(block: Block) -> float:
    return sum(each.gap + each.height for each in block.parts) - block.parts[0].gap


def fresh(given_blocks: list[Block]) -> list[Block]:
    """Return the blocks with parts that are told apart by identity."""
    return [
        Block(
            tuple(part(each.height, each.gap) for each in block.parts),
            block.keep_with_next,
            block.splittable,
            block.continued,
            block.new_page,
        )
        for block in given_blocks
    ]


@given(blocks)
def test_every_part_stands_once_in_order_inside_the_page_and_over_no_other(some: list[Block]) -> None:
    some = fresh(some)
    pages = fill_pages(some, HEIGHT)
    placed = [at.part for page in pages for at in page if at.part is not MORE]
    assert [id(each) for each in placed] == [id(each) for block in some for each in block.parts]
    for page in pages:
        assert page[0].y == 0
        assert all(at.y + at.part.height <= HEIGHT + 1e-3 for at in page)
        for above, below in pairwise(page):
            assert below.y >= above.y + above.part.height + below.part.gap - 1e-6


@given(blocks)
def test_no_question_is_split_that_would_fit_on_a_page(some: list[Block]) -> None:
    some = fresh(some)
    pages = fill_pages(some, HEIGHT)
    before_kept = False
    for block in some:
        if not block.splittable and not before_kept and not block.keep_with_next and whole(block) <= HEIGHT:
            assert len({page_of(pages, each) for each in block.parts}) == 1
        before_kept = block.keep_with_next


def test_a_heading_goes_with_the_first_question() -> None:
    heading = Block((part(10),), keep_with_next=True)
    question = Block((part(10), part(20)))
    pages = fill_pages([Block((part(75),)), heading, question], HEIGHT)
    assert [len(page) for page in pages] == [1, 3]


def test_two_headings_go_with_the_first_question() -> None:
    one, two = Block((part(10),), keep_with_next=True), Block((part(11),), keep_with_next=True)
    pages = fill_pages([Block((part(75),)), one, two, Block((part(10),))], HEIGHT)
    assert [len(page) for page in pages] == [1, 3]


def test_a_question_taller_than_a_page_is_split_between_options_and_says_so() -> None:
    tall = Block(tuple(part(30) for _ in range(5)), continued=MORE)
    pages = fill_pages([Block((part(50),)), tall], HEIGHT)
    assert [len(page) for page in pages] == [2, 4, 2] or [len(page) for page in pages] == [1, 3, 3]
    assert [MORE in [at.part for at in page] for page in pages].count(True) == 1


def test_text_runs_over_but_leaves_no_line_alone() -> None:
    lines = Block(
        (part(10, glued=True), part(10), part(10, glued=True), part(10)),
        splittable=True,
    )
    pages = fill_pages([Block((part(75),)), lines], HEIGHT)
    assert [len(page) for page in pages] == [3, 2]


def test_a_heading_at_the_very_end_is_still_printed() -> None:
    assert len(fill_pages([Block((part(10),), keep_with_next=True)], HEIGHT)) == 1
    assert fill_pages([], HEIGHT) == ()


def test_a_part_taller_than_the_page_is_a_defect() -> None:
    with pytest.raises(Defect):
        fill_pages([Block((part(101),))], HEIGHT)


def test_a_few_words_before_a_question_are_not_cut_from_it_nor_in_two() -> None:
    words = Block(tuple(Part(10.0, ()) for _ in range(3)), keep_with_next=True, splittable=True)
    before, question = Block((Part(60.0, ()),)), Block((Part(40.0, ()),))
    first, second = fill_pages([before, words, question], 100.0)
    assert len(first) == 1
    assert len(second) == 4


def test_words_too_long_for_a_page_with_their_question_are_still_cut() -> None:
    words = Block(tuple(Part(10.0, ()) for _ in range(8)), keep_with_next=True, splittable=True)
    before, question = Block((Part(60.0, ()),)), Block((Part(40.0, ()),))
    pages = fill_pages([before, words, question], 100.0)
    assert len(pages[0]) > 1
    assert pages[-1][-1].part.height == 40.0
