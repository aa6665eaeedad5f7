"""By risk, a sheet of which only some questions were keyed twice is no sheet without an error."""

from __future__ import annotations

from datetime import timedelta

from desktop.responses.verification_plan import QuestionScope, SheetRule
from desktop.staff.people import Role
from desktop.workflows import keyed_sheets
from desktop.workflows.adjudicate import Adjudication
from desktop.workflows.keying_differences import first_keyings, standing_of
from desktop.workflows.set_verification import set_plan
from tests.workflows.keyed_twice import AGREE, CORA, FIRST, key_first, key_second
from tests.workflows.paper_days import printed
from tests.workplaces import FORM, signed_in


class NeverChosen:
    """Draws a lot that no share reaches."""

    def random(self) -> float:
        return 0.999


def test_it_counts_for_no_run(place, officer, event_id, clock, monkeypatch) -> None:
    monkeypatch.setattr(keyed_sheets, "_LOTS", NeverChosen())
    scopes = {AGREE: QuestionScope.ALWAYS}
    set_plan(place, actor=CORA, form_id=FORM, rule=SheetRule.RISK, run=1, aoql=0.1, scopes=scopes)
    vera = signed_in(place, "Vera", Role.VOLUNTEER)
    one, two, three, four = printed(place, event_id, 4)
    for serial in (one, two, three, four):
        clock.move(timedelta(minutes=1))
        key_first(place, officer, serial, FIRST)

    def scope(serial: str) -> tuple[str, ...]:
        with place.reading() as unit:
            sheet = next(each for each in first_keyings(unit, form_id=FORM) if each.serial == serial)
            return standing_of(place, unit, sheet).scope

    key_second(place, vera, one, FIRST)
    assert scope(three) == (AGREE,)  # a run without an error: the share alone, and what always is
    key_second(place, vera, three, FIRST)
    key_second(place, CORA, two, {**FIRST, AGREE: "disagree"})
    found = Adjudication.begin(place, actor=signed_in(place, "Bo", Role.OFFICER), serial=two)
    found.decide(AGREE, found.fields[0].second)
    found.finish()
    assert scope(four) == ()  # the whole sheet: the third had no more than one question looked at since the error
