"""Differences in a repeat whose blocks the form counts by an answer: it may take blocks away, or bring them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop.foundation.errors import WorldError
from desktop.responses.keyings import FieldKeyed, Which
from desktop.responses.verification_plan import SheetRule
from desktop.sheets.serials import issue_serial
from desktop.staff.people import Role
from desktop.sync.pile_file import write_keyed_file
from desktop.workflows.adjudicate import Adjudication
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.open_programme import open_programme
from desktop.workflows.returned_piles import look_at_return, take_back
from desktop.workflows.run_event import add_event
from desktop.workflows.second_piles import own_fingerprint, send_pile
from desktop.workflows.set_verification import set_plan
from desktop.workflows.verify_keying import SecondKeying, look_up_second
from tests.workflows.keyed_twice import CORA
from tests.workplaces import signed_in

COUNTED = """
| survey |
| | type         | name  | label                   | repeat_count |
| | integer      | many  | How many children?      |              |
| | begin_repeat | child | Child                   | ${many}      |
| | text         | club  | Which club is it in?    |              |
| | end_repeat   |       |                         |              |
| | text         | last  | Last?                   |              |
| settings |
| | form_title | form_id | version |
| | Counted    | counted | 1       |
"""
TWO = {"many": "2", "child[1]/club": "chess", "child[2]/club": "swim", "last": "z"}
THREE = {**TWO, "many": "3", "child[3]/club": "dance"}
FOUR = {**THREE, "many": "4", "child[4]/club": "choir", "last": "y"}


@pytest.fixture
def serial(place, officer, tmp_path) -> str:
    path = tmp_path / "counted.md"
    path.write_text(COUNTED, encoding="utf-8")
    programme = open_programme(place, actor=officer, path=path)
    add_event(
        place,
        actor=officer,
        programme_id=programme.programme_id,
        name="Drop-in",
        day=date(2022, 1, 12),
        venue="Library",
    )
    set_plan(place, actor=CORA, form_id="counted", rule=SheetRule.ALL)
    return issue_serial(
        device_id="another laptop", run=1, number=5, serial_key=programme.serial_key, form_id="counted"
    ).canonical


def key_first(place, officer, serial, answers) -> None:
    with place.reading() as unit:
        (event,) = unit.events.list("counted")
    keying = Keying.begin(place, actor=officer, sheet=look_up_serial(place, serial), event_id=event.event_id)
    for path, value in answers.items():
        keying.answer(path, value)
    keying.finalise(received_on="2022-01-12")


def key_twice(place, officer, serial, first, second) -> Adjudication:
    key_first(place, officer, serial, first)
    vera = signed_in(place, "Vera", Role.VOLUNTEER)
    again = SecondKeying.begin_second(place, actor=vera, sheet=look_up_second(place, serial, actor=vera))
    for path, value in second.items():
        again.answer(path, value)
    again.keep()
    return Adjudication.begin(place, actor=CORA, serial=serial)


def said(place, found) -> dict[str, str]:
    with place.reading() as unit:
        revision = unit.responses.get(found.response_id).revision
    return {**revision.envelope.off_route, **revision.answers}


@pytest.mark.parametrize(("first", "second"), [(TWO, THREE), (THREE, TWO)], ids=["fewer first", "more first"])
@pytest.mark.parametrize("adopt", ["first", "second"])
def test_either_keyers_count_can_be_adopted(place, officer, serial, first, second, adopt) -> None:
    found = key_twice(place, officer, serial, first, second)
    assert [each.path for each in found.fields] == ["many", "child[3]/club"]
    for each in found.fields:
        found.decide(each.path, getattr(each, adopt))
    found.finish()
    assert said(place, found) == (first if adopt == "first" else second)


def test_what_stood_in_a_block_that_a_slip_took_away_stands_again(place, officer, serial) -> None:
    found = key_twice(place, officer, serial, THREE, FOUR)
    found.decide("last", FieldKeyed("y"))
    found.decide("many", FieldKeyed("1"), reason="as it is seen")
    with pytest.raises(WorldError, match="no reason"):
        found.decide("many", FieldKeyed("2"))
    found.decide("many", FieldKeyed("4"))
    found.decide("child[4]/club", FieldKeyed("choir"))
    found.finish()
    assert said(place, found) == FOUR


def test_what_was_adopted_in_a_block_that_is_taken_away_is_decided_again(place, officer, serial) -> None:
    found = key_twice(place, officer, serial, TWO, THREE)
    found.decide("many", FieldKeyed("3"))
    found.decide("child[3]/club", FieldKeyed("dance"))
    found.decide("many", FieldKeyed("2"))
    assert [each.path for each in found.left] == ["child[3]/club"]
    with pytest.raises(WorldError, match="says how many"):
        found.decide("child[3]/club", FieldKeyed("dance"))
    with pytest.raises(WorldError, match="says how many"):
        found.decide("child[3]/club", FieldKeyed("", "illegible"), reason="a smear")
    found.decide("child[3]/club", FieldKeyed())
    assert not found.finish().revised
    assert said(place, found) == TWO


def test_a_pile_with_counted_blocks_comes_back(place, officer, serial, tmp_path) -> None:
    key_first(place, officer, serial, TWO)
    pile = send_pile(place, actor=CORA, programme_id="counted", name="a", path=tmp_path / "a.sbpile").pile
    with place.reading() as unit:
        (first,) = unit.keyings.of_serial(serial)
    made = replace(
        first,
        keying_id="5f0c1f5e-0000-4000-8000-000000000001",
        which=Which.SECOND,
        keyer=replace(first.keyer, person_id="", name="Vera"),
        answers=TWO,
        pile_id=pile.pile_id,
        efforts={},
    )
    path = tmp_path / "a.sbkeyed"

    def back(sheet) -> tuple[int, int]:
        # the lines of a file have their answers by path: the blocks stand before the count
        path.write_bytes(write_keyed_file(pile, [sheet], device_key=place.device_key, made_up=False))
        assert look_at_return(place, actor=CORA, path=path).fingerprint == own_fingerprint(place)
        done = take_back(place, actor=CORA, path=path, fingerprint=own_fingerprint(place))
        return done.new, done.verified

    assert back(replace(made, answers={**TWO, "child[3]/club": "dance"})) == (0, 0)
    assert back(replace(made, answers={"many": "2", "child/club": "chess"})) == (0, 0)
    # an id, a name or a path that the centre would refuse would hold up a batch of this laptop
    assert back(replace(made, keying_id="two words")) == (0, 0)
    assert back(replace(made, keyer=replace(made.keyer, name="V" * 200_001))) == (0, 0)
    assert back(replace(made, event_id="another", form_version="another")) == (1, 1)
    with place.reading() as unit:
        _first, second = unit.keyings.of_serial(serial)
    assert (second.event_id, second.form_version) == (first.event_id, first.form_version)
