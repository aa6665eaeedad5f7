"""A form whose id has spaces in it: what is printed, planned and keyed of it reaches the centre like any other."""

from __future__ import annotations

from datetime import date

from desktop.responses.verification_plan import SheetRule
from desktop.staff.people import Role
from desktop.workflows.central_store import open_centre
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.open_programme import open_programme
from desktop.workflows.print_paper import paper_copies, print_copies
from desktop.workflows.run_event import add_event
from desktop.workflows.set_verification import set_plan
from tests.workflows.exchange import send, take_in
from tests.workflows.keyed_twice import CORA, key_second
from tests.workplaces import signed_in

SPACED = """
| survey |
| | type | name | label |
| | text | last | Last? |
| settings |
| | form_title | form_id       | version |
| | Spaced     | my last words | 1       |
"""
FORM = "my last words"


def test_it_travels(place, officer, tmp_path, centre, store_url, stick) -> None:
    path = tmp_path / "spaced.md"
    path.write_text(SPACED, encoding="utf-8")
    programme = open_programme(place, actor=officer, path=path)
    event = add_event(
        place,
        actor=officer,
        programme_id=programme.programme_id,
        name="Drop-in",
        day=date(2022, 1, 12),
        venue="Library",
    )
    set_plan(place, actor=CORA, form_id=FORM, rule=SheetRule.ALL)
    run = print_copies(
        place, actor=CORA, form_id=FORM, event_id=event.event_id, copies=1, out=tmp_path / "copies.pdf"
    ).run
    (copy,) = paper_copies(place, run_id=run.run_id)
    keying = Keying.begin(place, actor=officer, sheet=look_up_serial(place, copy.serial))
    keying.answer("last", "x")
    keying.finalise(received_on="2022-01-12")
    key_second(place, signed_in(place, "Vera", Role.VOLUNTEER), copy.serial, {"last": "x"})
    send(place, officer, stick)
    assert [(each.outcome.value, each.quarantined) for each in take_in(centre, store_url, stick)] == [
        ("received", 0)
    ]
    with place.reading() as unit, open_centre(centre, store_url) as at, at.store.reading() as there:
        assert there.plans.list() == unit.plans.list() != ()
        assert there.keyings.list() == unit.keyings.list() != ()
        assert there.copies.runs() == unit.copies.runs() != ()
        assert there.received.quarantined() == ()
