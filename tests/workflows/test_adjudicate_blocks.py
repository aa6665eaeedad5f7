"""Differences in the blocks of a repeat: one that a single keyer saw is added, or taken away again."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.responses.keyings import FieldKeyed
from desktop.responses.verification_plan import SheetRule
from desktop.sheets.serials import issue_serial
from desktop.staff.people import Role
from desktop.workflows.adjudicate import Adjudication
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.open_programme import open_programme
from desktop.workflows.run_event import add_event
from desktop.workflows.set_verification import set_plan
from desktop.workflows.verify_keying import SecondKeying, look_up_second
from tests.workflows.keyed_twice import CORA
from tests.workplaces import signed_in

BLOCKS = """
| survey |
| | type         | name  | label                       |
| | text         | first | First?                      |
| | begin_repeat | child | Child                       |
| | text         | club  | Which club is it in?        |
| | integer      | age   | How old is the child?       |
| | end_repeat   |       |                             |
| | text         | last  | Last?                       |
| settings |
| | form_title | form_id | version |
| | Blocks     | blocks  | 1       |
"""


@pytest.fixture
def serial(place, officer, tmp_path) -> str:
    path = tmp_path / "blocks.md"
    path.write_text(BLOCKS, encoding="utf-8")
    programme = open_programme(place, actor=officer, path=path)
    event = add_event(
        place,
        actor=officer,
        programme_id=programme.programme_id,
        name="Drop-in",
        day=date(2022, 1, 12),
        venue="Library",
    )
    set_plan(place, actor=CORA, form_id="blocks", rule=SheetRule.ALL)
    made = issue_serial(
        device_id="another laptop", run=1, number=5, serial_key=programme.serial_key, form_id="blocks"
    ).canonical
    vera = signed_in(place, "Vera", Role.VOLUNTEER)
    keying = Keying.begin(place, actor=officer, sheet=look_up_serial(place, made), event_id=event.event_id)
    answers = {"first": "a", "child[1]/club": "chess", "child[1]/age": "7", "last": "z"}
    for path, value in answers.items():
        keying.answer(path, value)
    keying.finalise(received_on="2022-01-12")
    again = SecondKeying.begin_second(place, actor=vera, sheet=look_up_second(place, made, actor=vera))
    again.add_repeat("child")
    for path, value in {**answers, "child[1]/age": "07", "child[2]/club": "swim", "child[2]/age": "3"}.items():
        again.answer(path, value)
    again.keep()
    return made


def decided(place, serial: str, **adopted: FieldKeyed):
    found = Adjudication.begin(place, actor=CORA, serial=serial)
    assert [(each.number, each.path) for each in found.fields] == [
        ("2 (2)", "child[2]/club"),
        ("3 (2)", "child[2]/age"),
    ]
    for each in found.fields:
        found.decide(each.path, adopted.get(each.path.rpartition("/")[2], each.second), reason="as it is seen")
    done = found.finish()
    with place.reading() as unit:
        return done, unit.responses.get(found.response_id).revision


def test_a_block_that_the_second_keyer_alone_saw_is_added(place, serial) -> None:
    done, revision = decided(place, serial)
    assert done.revised
    assert (revision.answers["child[2]/club"], revision.answers["child[2]/age"]) == ("swim", "3")
    assert revision.xml.count(b"<child>") == 2


def test_a_block_that_was_none_leaves_nothing_behind(place, serial) -> None:
    done, revision = decided(place, serial, club=FieldKeyed(), age=FieldKeyed())
    assert not done.revised
    assert revision.xml.count(b"<child>") == 1


def test_a_block_of_which_half_is_unreadable(place, serial) -> None:
    _done, revision = decided(place, serial, age=FieldKeyed("", "illegible"))
    assert revision.answers["child[2]/club"] == "swim"
    assert dict(revision.envelope.missing) == {"child[2]/age": "illegible"}
