"""A store in which one person keyed thousands of sheets, for the benchmarks of keying a sheet a second time."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from desktop.engagement.programme import Programme
from desktop.foundation.ids import new_id, new_instance_id
from desktop.responses.keyings import FieldEffort, KeyedSheet, Which
from desktop.responses.response import Recorder, Revision
from desktop.responses.sampling import share_for
from desktop.responses.verification_plan import SheetRule
from desktop.sheets.custody import SheetHow, SheetMove, SheetMoveKind
from desktop.staff.people import Actor
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.open_programme import open_programme
from desktop.workflows.run_event import add_event
from desktop.workflows.set_verification import set_plan
from desktop.workflows.workplace import Workplace
from tests.ui.thirty_questions import write_choices_form
from tests.workflows.keyed_twice import CORA
from tests.workflows.paper_days import printed

FORM, QUESTIONS, RUN, AOQL = "choices-form", 60, 20, 0.02
VERA = Recorder("person-vera", "Vera", "volunteer", True)
CHOSEN, NEVER_CHOSEN = 0.0, 0.999
"""Lots: of a sheet that is chosen wherever a share is, and of one that is not; the last but one is such a one."""


@dataclass(frozen=True, slots=True)
class Thousands:
    """The store.

    Attributes:
        serials: of the sheets that were keyed under the rule RISK, in the order of that.
        free: of one keyed after them under the rule ALL: its turn hangs on no other.
    """

    programme: Programme
    serials: tuple[str, ...]
    free: str


def key_thousands(
    place: Workplace, officer: Actor, folder: Path, *, sheets: int, again: int, waiting: Collection[int]
) -> Thousands:
    """Fill the store. One sheet is keyed by the program; the others are copies of what it kept.

    Args:
        again: so many of the sheets, from the first, were keyed a second time where the rule asked for it, and
            nothing differed.
        waiting: places of sheets that are chosen by lot and were not keyed a second time.
    """
    chance = random.Random(7)
    made = write_choices_form(folder, QUESTIONS, sections=6, each=5)
    programme = open_programme(place, actor=officer, path=made)
    event = add_event(
        place,
        actor=officer,
        programme_id=programme.programme_id,
        name="Drop-in",
        day=date(2022, 1, 12),
        venue="Library",
    )
    set_plan(place, actor=CORA, form_id=FORM, rule=SheetRule.RISK, aoql=AOQL, run=RUN)
    serials = printed(place, event.event_id, sheets + 1, FORM)
    keying = Keying.begin(place, actor=officer, sheet=look_up_serial(place, serials[0]))
    for path in keying.numbers:
        keying.answer(path, "c1")
        keying.note_effort(path, FieldEffort(1, 0.85))
    revision = keying.finalise(received_on="2022-01-12")
    with place.reading() as unit:
        (first,) = unit.keyings.of_serial(serials[0])
    firsts = [replace(first, lot=CHOSEN if 0 in waiting else NEVER_CHOSEN)]
    revisions = []
    for number, serial in enumerate(serials[1:], 1):
        known = _copy_of(revision, serial)
        revisions.append(known)
        firsts.append(
            replace(
                first,
                keying_id=new_id(),
                serial=serial,
                response_id=known.response_id,
                instance_id=known.instance_id,
                finished_at=first.finished_at + timedelta(seconds=number),
                lot=CHOSEN if number in waiting else NEVER_CHOSEN if number == sheets - 2 else chance.random(),
                plan_version=1 if number < sheets else 2,
            )
        )
    asked = share_for(run=RUN, aoql=AOQL)
    due = [
        each
        for number, each in enumerate(firsts[:again])
        if number not in waiting and (number < 2 * RUN or each.lot < asked)
    ]
    answers = dict(revision.answers)
    with place.unit() as unit:
        unit.responses.add_revisions(revisions)
        unit.keyings.remove(first.keying_id)
        unit.keyings.add_many(firsts)
        unit.keyings.add_many(_second_of(each, answers) for each in due)
        moves = [_move(each, SheetMoveKind.KEY) for each in firsts[1:]]
        moves += [_move(each, SheetMoveKind.VERIFY) for each in due]
        unit.sheet_moves.add_many(moves)
        unit.sheet_moves.settle(serials)
        unit.commit()
    set_plan(place, actor=CORA, form_id=FORM, rule=SheetRule.ALL)
    return Thousands(programme, serials[:-1], serials[-1])


def _copy_of(revision: Revision, serial: str) -> Revision:
    known = new_instance_id()
    envelope = replace(revision.envelope, serial=serial)
    return replace(revision, instance_id=known, response_id=known, envelope=envelope)


def _second_of(first: KeyedSheet, answers: dict[str, str]) -> KeyedSheet:
    return replace(
        first,
        keying_id=new_id(),
        which=Which.SECOND,
        instance_id="",
        keyer=VERA,
        finished_at=first.finished_at + timedelta(hours=8),
        answers=answers,
        plan_version=0,
        lot=0.0,
    )


def _move(keyed: KeyedSheet, kind: SheetMoveKind) -> SheetMove:
    key = kind is SheetMoveKind.KEY
    return SheetMove(
        move_id=new_id(),
        programme_id=keyed.programme_id,
        kind=kind,
        serials=(keyed.serial,),
        day=keyed.finished_at.date(),
        how=SheetHow.NOT_SAID,
        edition="",
        event_id=keyed.event_id if key else "",
        reason="",
        undoes="",
        response_id=keyed.response_id if key else "",
        photocopy_of="",
        form_sha256=keyed.form_sha256 if key else "",
        device_id=keyed.device_id,
        made_by=keyed.keyer.name,
        person_id=keyed.keyer.person_id,
        made_at=keyed.finished_at + timedelta(hours=0 if key else 8),
    )
