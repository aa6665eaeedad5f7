"""How much paper the editions of the programmes take: as little as the guidance lets them."""

from __future__ import annotations

from functools import cache

import pytest

from desktop.paper.booklet import LaidOut, draw_form, words_of
from desktop.paper.editions import EDITIONS
from desktop.paper.placed import Answer, Page, PageKind, Words
from tests.packs.shipped import FIVE, form_of, shipped

MOST_PAGES = {
    "building-health-partnerships": 14,
    "healthy-liverpool": 16,
    "leeds-health-and-care-plan": 22,
    "leicestershire-jhws": 18,
    "our-healthier-south-east-london": 20,
}
"""Of the standard edition, on both sides. They took 20, 18, 26, 22 and 26 before paper was saved."""


@cache
def laid_out(name: str, edition: str) -> LaidOut:
    return draw_form(form_of(name), shipped(name).programme, edition=edition)


@pytest.mark.parametrize("name", FIVE)
def test_the_standard_edition_is_short(name: str) -> None:
    assert laid_out(name, "standard").layout.pages <= MOST_PAGES[name]


@pytest.mark.parametrize("name", FIVE)
def test_the_front_takes_two_pages_at_most(name: str) -> None:
    booklet = laid_out(name, "standard")
    questions = [number for number, page in enumerate(booklet.pages, start=1) if first_label(name) in said(page)]
    assert min(questions) <= 3


def first_label(name: str) -> str:
    return next(question.label() for question in form_of(name).questions() if question.asked).split("\n")[0]


def said(page: Page) -> str:
    return " ".join(words_of(page))


@pytest.mark.parametrize("edition", sorted(EDITIONS))
@pytest.mark.parametrize("name", FIVE)
def test_no_page_holds_a_line_alone(name: str, edition: str) -> None:
    booklet = laid_out(name, edition)
    high = booklet.page_size.height - booklet.page_size.bottom
    for page in booklet.pages:
        if page.kind is PageKind.BLANK_BACK or "left blank on purpose" in said(page):
            continue
        rows = {round(item.y, 1) for item in page.items if isinstance(item, Words | Answer) and item.y < high}
        assert len(rows) >= 3, (page.number, words_of(page))
