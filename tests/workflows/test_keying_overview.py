"""What waits for what: a pile on its way, each sheet counted once, at the place where it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.foundation.errors import Refusal
from desktop.responses.verification_plan import SheetRule
from desktop.sheets.custody import SheetMoveKind
from desktop.staff.people import Role
from desktop.workflows.ask_coordinator import answer, park
from desktop.workflows.custody import move
from desktop.workflows.edit_response import void
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.keying_overview import Stage, overview
from desktop.workflows.other_laptops_piles import take_in_pile
from desktop.workflows.second_keying_due import due
from desktop.workflows.second_piles import send_pile
from desktop.workflows.set_verification import set_plan
from desktop.workflows.verify_keying import SecondKeying, look_up_second
from tests.workflows.paper_days import printed
from tests.workflows.test_second_piles import other
from tests.workplaces import FORM, PROGRAMME, signed_in

__all__ = ["other"]

FIELD = "about_you/respondent_type"


def begun(place, actor, serial: str) -> Keying:
    return Keying.begin(place, actor=actor, sheet=look_up_serial(place, serial))


def finish(keying: Keying, value: str = "resident") -> None:
    keying.answer(FIELD, value)
    if isinstance(keying, SecondKeying):
        keying.keep()
    else:
        keying.finalise(received_on="2022-01-10")


def again(place, actor, serial: str) -> SecondKeying:
    return SecondKeying.begin_second(place, actor=actor, sheet=look_up_second(place, serial, actor=actor))


def stages(place, actor) -> dict[str, int]:
    found = overview(place, actor=actor, programme_id=PROGRAMME)
    assert found.sheets == sum(found.total(stage) for stage in Stage)
    return {stage.value: found.total(stage) for stage in Stage if found.total(stage)}


def test_a_pile_on_its_way(place, officer, event_id, clock) -> None:
    vera, cora = signed_in(place, "Vera", Role.VOLUNTEER), signed_in(place, "Cora", Role.COORDINATOR)
    assert overview(place, actor=vera, programme_id=PROGRAMME).lines == ()
    serials = printed(place, event_id, 8)
    assert stages(place, officer) == {}
    move(place, actor=officer, kind=SheetMoveKind.RETURN, given=serials[:7])
    move(place, actor=officer, kind=SheetMoveKind.BLANK, given=serials[7:])
    assert stages(place, officer) == {"to key": 7}
    finish(begun(place, vera, serials[0]))
    assert stages(place, officer) == {"to key": 6, "once": 1}  # no plan was in force when it was finished
    clock.move(timedelta(minutes=1))
    set_plan(place, actor=cora, form_id=FORM, rule=SheetRule.ALL)
    for serial in serials[1:4]:
        finish(begun(place, vera, serial))
        clock.move(timedelta(minutes=1))
    assert stages(place, officer) == {"to key": 3, "once": 1, "second": 3}
    assert overview(place, actor=vera, programme_id=PROGRAMME).away == 0
    finish(again(place, officer, serials[1]))
    finish(again(place, officer, serials[2]), "organisation")
    parked = again(place, officer, serials[3])
    asked = park(place, actor=officer, keying=parked, path=FIELD)
    (waits,) = due(place, actor=officer, programme_id=PROGRAMME).sheets
    assert (waits.begun_here, waits.asked, waits.told) == (True, True, False)
    begun(place, vera, serials[4])
    told = park(place, actor=vera, keying=begun(place, vera, serials[5]), path="")
    wanted = {"to key": 1, "begun": 1, "asked": 2, "once": 1, "verified": 1, "decision": 1}
    assert stages(place, officer) == wanted
    answer(place, actor=cora, query_id=asked.query_id, answer="Made up: a 2")
    assert stages(place, officer) == {**wanted, "asked": 1, "second": 1}
    (waits,) = due(place, actor=officer, programme_id=PROGRAMME).sheets
    assert (waits.begun_here, waits.asked, waits.told) == (True, False, True)
    answer(place, actor=cora, query_id=told.query_id, answer="Made up: key it")
    assert stages(place, officer) == {**{k: v for k, v in wanted.items() if k != "asked"}, "begun": 2, "second": 1}
    found = overview(place, actor=vera, programme_id=PROGRAMME)
    (line,) = found.lines
    assert (line.form_id, line.event_id, line.sheets, found.answered) == (FORM, event_id, 7, 2)
    assert line.at[Stage.VERIFIED] == 1
    assert line.event_name
    assert line.form_title


def test_what_is_away_with_a_pile_is_said_here_and_counts_there(place, other, officer, event_id, tmp_path) -> None:
    cora = signed_in(place, "Cora", Role.COORDINATOR)
    set_plan(place, actor=cora, form_id=FORM, rule=SheetRule.ALL)
    serials = printed(place, event_id, 2)
    for serial in serials:
        finish(begun(place, officer, serial))
    send_pile(
        place, actor=officer, name="made up", serials=serials[:1], programme_id=PROGRAMME,
        path=tmp_path / "made-up.sbpile",
    )  # fmt: skip
    found = overview(place, actor=cora, programme_id=PROGRAMME)
    assert (found.total(Stage.SECOND), found.away) == (2, 1)
    vera = signed_in(other, "Vera", Role.VOLUNTEER)
    take_in_pile(other, actor=vera, path=tmp_path / "made-up.sbpile")
    assert stages(other, vera) == {"second": 1}
    keying = again(other, vera, serials[0])
    park(other, actor=vera, keying=keying, path=FIELD)
    assert stages(other, vera) == {"asked": 1}


def test_a_response_that_was_taken_out_waits_for_nothing(place, officer, event_id) -> None:
    (serial,) = printed(place, event_id, 1)
    keying = begun(place, officer, serial)
    finish(keying)
    assert stages(place, officer) == {"once": 1}
    void(place, actor=officer, response_id=keying.header.response_id, reason="made up: keyed twice")
    assert stages(place, officer) == {}


def test_an_auditor_has_nothing_to_do_with_it(place) -> None:
    with pytest.raises(Refusal, match="role"):
        overview(place, actor=signed_in(place, "Ada", Role.AUDITOR), programme_id=PROGRAMME)
