"""Where a question stands on its pages, against the words and boxes that were really set there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop.paper.booklet import LaidOut, draw_form
from desktop.paper.page_sizes import A5
from desktop.paper.placed import Words
from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.numbering import question_numbers
from desktop.sheets.copies import Box, BoxKind
from desktop.sheets.layouts import make_layout
from desktop.sheets.question_places import (
    QuestionPlace,
    Rectangle,
    fineness,
    page_of_block,
    question_places,
    shrunk,
    to_page,
    to_pixels,
)
from desktop.sheets.scans import PageLie
from tests.packs.shipped import FIVE, form_of, shipped
from tests.paper.forms import AGREE, T, every_type, form, group, programme, question
from tests.paper.reading import ARABIC, in_three_scripts


def all_places(laid_out: LaidOut) -> Iterator[tuple[str, QuestionPlace]]:
    for path, places in question_places(laid_out.layout).items():
        for place in places:
            yield path, place


def plain(path: str) -> str:
    return "/".join(part.split("[", 1)[0] for part in path.split("/"))


def faults(laid_out: LaidOut, definition: FormDefinition) -> list[str]:
    """Return a line for each box outside its question's frame or inside another's, and each number outside."""
    found = []
    numbers = question_numbers(definition)
    places = list(all_places(laid_out))
    for box in laid_out.layout.boxes:
        own = Rectangle(box.x, box.y, box.width, box.height)
        for path, place in places:
            if place.page == box.page and (path == box.question) != place.frame.holds(own):
                found.append(f"{box.question} and the frame of {path} on page {place.page}")
    seen = set()
    for path, place in places:
        if path in seen:
            continue  # what goes on on another page has its number on the first
        seen.add(path)
        page = next(page for page in laid_out.pages if page.number == place.page)
        number = numbers[plain(path)]
        edges = [
            (item.x, item.y)
            for item in page.items
            if isinstance(item, Words) and item.line.text == number and item.y > place.frame.y
        ]
        if not any(place.frame.holds(Rectangle(x, y - 2.0, 0.5, 2.0)) for x, y in edges):
            found.append(f"the number of {path} is not in its frame on page {place.page}")
    return found


TABLE = form(
    group(
        "part",
        "Part",
        *(question(f"q{at}", T.SELECT_ONE, f"Statement number {at}", choices=AGREE[:3]) for at in range(5)),
        question("words", T.TEXT, "What else?"),
    )
)
ABOVE = form(group("part", "Part", *(question(f"q{at}", T.SELECT_ONE, choices=AGREE) for at in range(5))))


@pytest.mark.parametrize("edition", ["standard", "large-print", "easy-read"])
def test_every_type_of_question_has_its_boxes_and_its_number_in_its_frame(edition: str) -> None:
    assert faults(draw_form(every_type(), programme(), edition=edition), every_type()) == []


@pytest.mark.parametrize("table", [TABLE, ABOVE], ids=["words beside the boxes", "words above them"])
def test_a_row_of_a_table_has_a_frame_of_its_own(table: FormDefinition) -> None:
    laid_out = draw_form(table, programme())
    assert faults(laid_out, table) == []
    frames = [place.frame for path, place in all_places(laid_out) if path != "part/words"]
    assert max(frame.height for frame in frames[1:]) < 25.0


def test_a_page_from_right_to_left_and_a_small_one() -> None:
    definition = in_three_scripts()
    assert faults(draw_form(definition, programme(), language=ARABIC, proof=True), definition) == []
    assert faults(draw_form(every_type(), programme(), page_size=A5), every_type()) == []


@pytest.mark.soak
@pytest.mark.parametrize("edition", ["standard", "large-print", "easy-read"])
@pytest.mark.parametrize("name", FIVE)
def test_every_pack(name: str, edition: str) -> None:
    laid_out = draw_form(form_of(name), shipped(name).programme, edition=edition, proof=True)
    assert faults(laid_out, form_of(name)) == []


def test_a_question_on_two_pages_has_a_place_on_each() -> None:
    boxes = [
        Box(page, "part/long", f"c{page}", str(page), 25.0, y, 5.0, 5.0, BoxKind.TICK)
        for page, y in ((1, 240.0), (2, 30.0))
    ]
    layout = make_layout(
        form_id="f", form_version="1", edition="standard", language="", page_size=(210, 297), pages=2, boxes=boxes
    )
    first, second = question_places(layout)["part/long"]
    assert (first.page, second.page) == (1, 2)
    assert second.boxes == Rectangle(25.0, 30.0, 5.0, 5.0)


def test_a_block_that_is_not_printed_stands_with_the_last_one() -> None:
    layout = draw_form(every_type(), programme()).layout
    repeat = next(box.question.partition("[")[0] for box in layout.boxes if "[" in box.question)
    last = max(box.page for box in layout.boxes if box.question.startswith(f"{repeat}[3]"))
    assert page_of_block(layout, f"{repeat}[4]/age") == last
    assert page_of_block(layout, "nothing") == 0


def test_a_lie_is_turned_back_and_made_smaller() -> None:
    lie = PageLie(a=0.3, b=-11.8, c=2500.0, d=11.8, e=0.3, f=12.0)
    assert fineness(lie) == pytest.approx(11.8, abs=0.01)
    x, y = to_pixels(lie, 40.0, 80.0)
    assert to_page(lie, x, y) == pytest.approx((40.0, 80.0))
    assert to_pixels(shrunk(lie, 0.5, 0.25), 40.0, 80.0) == pytest.approx((x * 0.5, y * 0.25))
