"""Sheets that are keyed once and twice, for the tests of second keying: made in a moment, without a screen."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.responses.keyings import KeyedSheet
from desktop.responses.response import MissingKind, Revision
from desktop.responses.verification_plan import SheetRule
from desktop.staff.people import Actor, Role
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.set_verification import set_plan
from desktop.workflows.verify_keying import SecondKeying, look_up_second
from desktop.workflows.workplace import Workplace
from tests.workplaces import FORM

CORA = Actor(person_id="", name="Cora", role=Role.COORDINATOR, signed_in=True)
TYPE = "about_you/respondent_type"
PLACE = "about_you/neighbourhood"
AGREE = "best_start/best_start_outcome/best_start_agree"
WORDS = "best_start/best_start_outcome/best_start_comment"
GATE = "dying_well/dying_well_start/dying_well_offer"
BEHIND = "dying_well/dying_well_questions/dying_well_outcome/dying_well_comment"
HEARD = "whole_plan/heard"
MISSING = {kind.value for kind in MissingKind}
FIRST = {TYPE: "resident", PLACE: "Oadby", AGREE: "agree", WORDS: "More buses"}


def plan_all(place: Workplace, **more) -> None:
    """Have every sheet keyed a second time from now on."""
    set_plan(place, actor=CORA, form_id=FORM, rule=SheetRule.ALL, **more)


def fill(keying: Keying, answers: Mapping[str, str]) -> None:
    """Key ``answers``; the words of a missing kind stand for that kind."""
    for path, value in answers.items():
        if value in MISSING:
            keying.mark_missing(path, MissingKind(value))
        else:
            keying.answer(path, value)


def key_first(place: Workplace, actor: Actor, serial: str, answers: Mapping[str, str]) -> Revision:
    """Key a sheet the first time."""
    keying = Keying.begin(place, actor=actor, sheet=look_up_serial(place, serial))
    fill(keying, answers)
    return keying.finalise(received_on="2022-01-12")


def key_second(
    place: Workplace, actor: Actor, serial: str, answers: Mapping[str, str], *, asked: bool = False
) -> KeyedSheet:
    """Key a sheet the second time."""
    sheet = look_up_second(place, serial, actor=actor, asked=asked)
    keying = SecondKeying.begin_second(place, actor=actor, sheet=sheet)
    fill(keying, answers)
    return keying.keep()
