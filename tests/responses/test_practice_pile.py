"""Practice piles: the same from the same number, such as the form allows, with every kind of doubtful mark."""

from __future__ import annotations

from collections import Counter

import pytest

from desktop.foundation.clock import SetClock
from desktop.paper.booklet import draw_form
from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.entry import FormEntry
from desktop.responses.practice_answers import there
from desktop.responses.practice_pile import Peculiar, PracticePile, PracticeSheet, make_pile
from desktop.responses.response import MissingKind
from tests.packs.shipped import FOUR, LEICESTERSHIRE, form_of
from tests.paper.forms import programme
from tests.practice_form import every_form
from tests.questionnaires.forms import NOON, form

NUMBERS = range(1, 6)


def pile_of(definition: FormDefinition, number: int) -> PracticePile:
    laid_out = draw_form(definition, programme(), duplex=False, proof=True)
    return make_pile(definition, laid_out.layout, number=number)


@pytest.fixture(scope="module")
def piles() -> list[PracticePile]:
    layout = draw_form(every_form(), programme(), duplex=False).layout
    return [make_pile(every_form(), layout, number=number) for number in NUMBERS]


def keyed_rightly(sheet: PracticeSheet) -> FormEntry:
    entry, _ = FormEntry.start(every_form(), clock=SetClock(NOON), as_written=True)
    for field in sheet.fields:
        assert there(entry, field.path, 2)
        if field.right.value:
            entry.answer(field.path, field.right.value)
    return entry


def test_the_same_number_makes_the_same_pile_and_another_number_another(piles) -> None:
    assert pile_of(every_form(), 3) == piles[2]
    assert len({repr(pile.sheets) for pile in piles}) == len(piles)


def test_every_kind_of_doubtful_mark_stands_in_a_pile_and_most_fields_are_plain(piles) -> None:
    for pile in piles:
        found = Counter(field.peculiar for sheet in pile.sheets for field in sheet.fields)
        doubtful = {kind: count for kind, count in found.items() if kind is not Peculiar.PLAIN}
        assert set(doubtful) >= set(Peculiar) - {Peculiar.PLAIN, Peculiar.OFF_ROUTE, Peculiar.OUT_OF_RANGE}
        assert set(doubtful.values()) <= {1, 2}
        assert found[Peculiar.PLAIN] > 4 * sum(doubtful.values())
    everything = {field.peculiar for pile in piles for sheet in pile.sheets for field in sheet.fields}
    assert everything == set(Peculiar)


def test_what_is_plain_is_such_as_the_form_allows_and_is_asked(piles) -> None:
    for sheet in (sheet for pile in piles for sheet in pile.sheets):
        entry = keyed_rightly(sheet)
        for field in sheet.fields:
            node = entry.node(field.path)
            assert (node.violation == "constraint") is (field.peculiar is Peculiar.OUT_OF_RANGE), field
            assert node.relevant is (field.peculiar is not Peculiar.OFF_ROUTE), field
            assert node.value == field.right.value


def test_the_right_keying_of_each_doubtful_mark(piles) -> None:
    for field in (field for pile in piles for sheet in pile.sheets for field in sheet.fields):
        right = field.right
        assert not (right.value and right.missing)
        match field.peculiar:
            case Peculiar.BLANK:
                assert (field.written, right.missing) == ("", MissingKind.BLANK)
            case Peculiar.TWO_MARKED:
                assert (len(field.written.split()), right.missing) == (2, MissingKind.MULTIPLE)
            case Peculiar.ILLEGIBLE:
                assert field.written
                assert right.missing == MissingKind.ILLEGIBLE
            case Peculiar.CORRECTED:
                assert field.cancelled not in ("", right.value)
                assert field.written == right.value
            case Peculiar.MARGIN_NOTE:
                assert field.note
                assert field.written == right.value != ""
            case _:
                assert field.written == right.value
                assert bool(right.value) is (right.missing == "")


def test_a_value_that_the_form_fills_in_is_no_answer_where_the_sheet_has_none() -> None:
    definition = form(
        """
        | survey |  |  |  |  |
        |  | type | name | label | default |
        |  | integer | visits | How many visits? | 3 |
        |  | integer | people | How many people? | 2 |
        | settings |
        |  | form_id | version |
        |  | filled-in | 1 |
        """
    )
    fields = [f for number in range(1, 12) for s in pile_of(definition, number).sheets for f in s.fields]
    assert {field.peculiar for field in fields} == {Peculiar.PLAIN, Peculiar.BLANK, Peculiar.ILLEGIBLE}
    for field in fields:
        assert bool(field.right.value) is (field.right.missing == "")
        if field.peculiar is Peculiar.PLAIN:
            assert field.written == field.right.value


@pytest.mark.parametrize("name", [LEICESTERSHIRE, *(pytest.param(name, marks=pytest.mark.soak) for name in FOUR)])
def test_every_shipped_form_has_a_pile(name: str) -> None:
    definition = form_of(name)
    pile = pile_of(definition, 17)
    assert [sheet.number for sheet in pile.sheets] == [1, 2, 3, 4, 5]
    assert all(len(sheet.fields) >= 8 for sheet in pile.sheets)
    assert sum(field.peculiar is not Peculiar.PLAIN for sheet in pile.sheets for field in sheet.fields) >= 8
