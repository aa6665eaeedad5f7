"""Practice sheets as drawn: in the boxes stands what is known of them, and none is a real sheet."""

from __future__ import annotations

from collections import defaultdict

import pytest
import zxingcpp
from reportlab.pdfbase.ttfonts import TTFont

from desktop.foundation.assets import resource_path
from desktop.paper.booklet import LaidOut, draw_form
from desktop.paper.figure_groups import groups_of
from desktop.paper.filled_answers import answers_from
from desktop.paper.handwriting import FACE
from desktop.paper.practice_marks import Hand, Mark, marks_of
from desktop.paper.practice_sheets import draw_sheets, pages_to_key
from desktop.questionnaires.definition import QuestionType
from desktop.responses.practice_answers import CODES, PHRASES, SENTENCES, plain
from desktop.responses.practice_pile import NOTES, Peculiar, PracticePile, PracticeSheet, boxes_of, make_pile
from desktop.sheets.copies import BoxKind
from desktop.sheets.fillable_marks import FieldName, state_of
from tests.paper.forms import programme
from tests.paper.reading import PX, pictures, squeezed, texts
from tests.practice_form import every_form

ONE_OF = (QuestionType.SELECT_ONE, QuestionType.RANGE)


@pytest.fixture(scope="module")
def laid_out() -> LaidOut:
    return draw_form(every_form(), programme(), duplex=False)


@pytest.fixture(scope="module")
def piles(laid_out: LaidOut) -> list[PracticePile]:
    return [make_pile(every_form(), laid_out.layout, number=number) for number in range(1, 7)]


def read_back(sheet: PracticeSheet, marks: list[Mark], laid_out: LaidOut) -> dict[str, str]:
    """Return what the marks say, read as a filled-in form is read."""
    said: dict[str, str] = {}
    figures = {mark.box: mark.text for mark in marks if mark.hand is Hand.FIGURE}
    filled = {mark.box for mark in marks if mark.hand is Hand.FILL}
    for path, boxes in boxes_of(laid_out.layout).items():
        question = every_form().question(plain(path))
        number = 0
        for group in groups_of(boxes):
            box = group[0]
            if box.kind is BoxKind.TICK:
                if any(m.hand is Hand.CROSS and m.box == box for m in marks) and box not in filled:
                    name = FieldName(path) if question.type in ONE_OF else FieldName(path, box.value)
                    said[name.to_text()] = state_of(box.value)
            elif box.kind is BoxKind.WRITING:
                said |= {FieldName(path).to_text(): m.text for m in marks if m.hand is Hand.WORDS and m.box == box}
            else:
                number += 1
                text = "".join(figures.get(each, "") for each in group)
                name = (
                    FieldName(path, box.value)
                    if question.type is QuestionType.RANK
                    else FieldName(path, group=number)
                )
                said |= {name.to_text(): text} if text else {}
    found, strange = answers_from(said, every_form())
    assert not strange
    return {each.path: each.value for each in found}


def test_what_stands_in_the_boxes_is_what_is_known_of_each_field(piles, laid_out) -> None:
    compared = 0
    for sheet in (sheet for pile in piles for sheet in pile.sheets):
        marks = list(marks_of(sheet, every_form(), laid_out.layout))
        stands = read_back(sheet, marks, laid_out)
        for field in sheet.fields:
            if field.peculiar is Peculiar.TWO_MARKED:
                crossed = {m.box.value for m in marks if m.box.question == field.path and m.hand is Hand.CROSS}
                assert crossed == set(field.written.split())
                continue
            found, written = stands.pop(field.path, ""), field.written
            if written and every_form().question(plain(field.path)).type in (
                QuestionType.DECIMAL,
                QuestionType.RANGE,
            ):
                assert float(found) == float(written)
            else:
                assert found == written, field
            compared += 1
        assert set(stands) <= {each.path for each in sheet.fields if each.peculiar is Peculiar.TWO_MARKED}
    assert compared > 500


def test_every_page_says_that_it_is_practice_and_none_has_a_code(piles, laid_out) -> None:
    pile = piles[0]
    pdf = draw_sheets(laid_out, every_form(), pile, pile.sheets[:2])
    said = [squeezed(text) for text in texts(pdf)]
    pages = pages_to_key(laid_out)
    assert len(said) == 2 * len(pages)
    assert all("Practice: made up" in text for text in said)
    assert all(f"Practice pile {pile.number}, sheet 1" in text for text in said[: len(pages)])
    assert all(f"Practice pile {pile.number}, sheet 2" in text for text in said[len(pages) :])
    assert all(zxingcpp.read_barcodes(picture) == [] for picture in pictures(pdf))
    assert draw_sheets(laid_out, every_form(), pile, pile.sheets[:2]) == pdf


def test_there_is_ink_where_a_mark_is_and_none_elsewhere(piles, laid_out) -> None:
    sheet = piles[1].sheets[0]
    drawn = pictures(draw_sheets(laid_out, every_form(), piles[1], [sheet]))
    page_of = dict(zip(pages_to_key(laid_out), drawn, strict=True))
    marked: dict[object, set[Hand]] = defaultdict(set)
    for mark in marks_of(sheet, every_form(), laid_out.layout):
        marked[mark.box].add(mark.hand)
    for box in laid_out.layout.boxes:
        inside = (box.x + 1, box.y + 1, box.x + box.width - 1, box.y + box.height - 1)
        dark = page_of[box.page].crop(tuple(round(edge * PX) for edge in inside)).histogram()
        share = sum(dark[:150]) / sum(dark)
        if box not in marked:
            assert share < 0.02 or box.kind is BoxKind.WRITING, box
        elif Hand.FILL in marked[box]:
            assert share > 0.6
        else:
            assert share > 0.002, (box, share)
    left = {box for box in marked if marked[box] == {Hand.NOTE}}
    assert not left  # a note stands beside something that is marked


def test_the_face_of_the_hand_has_its_licence_and_all_that_is_written_and_stands_apart() -> None:
    folder = resource_path("fonts") / "handwriting"
    assert "Caveat" in (folder / "OFL.txt").read_text("utf-8")
    assert not (resource_path("fonts") / f"{FACE}.ttf").exists()  # no screen and no form falls back to it
    has = set(TTFont(FACE, str(folder / f"{FACE}.ttf")).face.charToGlyph)
    written = "".join((*SENTENCES, *PHRASES, *CODES, *NOTES, "0123456789-."))
    assert {sign for sign in written if ord(sign) not in has} == set()
