"""What practice shows of a pile that came back: sheets keyed once, sheets keyed twice, one that waits for a word.

Every word is invented and says so. The sheets are printed, logged and keyed by the workflows that real work uses.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from desktop.engagement.programme import PlannedEvent, Programme
from desktop.foundation.clock import SetClock, civil_date
from desktop.questionnaires.definition import QuestionType
from desktop.responses.keyings import FieldEffort
from desktop.responses.response import MissingKind
from desktop.responses.verification_plan import SheetRule
from desktop.sheets.custody import SheetHow, SheetMoveKind
from desktop.staff.people import Actor
from desktop.workflows.adjudicate import Adjudication
from desktop.workflows.ask_coordinator import park
from desktop.workflows.custody import move
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.practice_answers import made_up_values
from desktop.workflows.print_paper import printer_job
from desktop.workflows.set_verification import set_plan
from desktop.workflows.verify_keying import SecondKeying, look_up_second
from desktop.workflows.workplace import Workplace

COPIES, HANDED_OUT, RETURNED, KEYED = 12, 11, 10, 6
_WORDS = (
    "Made up: Keep the village surgery open.",
    "Made up: The letters are hard to read.",
    "Made up: Somewhere to sit in the park.",
)
_QUERY = "Made up: two boxes are marked, and one of them may be crossed out. Which one counts?"
_MARGIN = "Made up: an arrow from question 4 to question 6."


def fill_paper(
    place: Workplace, *, officer: Actor, volunteer: Actor, coordinator: Actor, programme: Programme
) -> None:
    """Let a pile come back from the event before today, and be keyed in part.

    Of ten sheets: two were keyed twice alike, one is decided, one waits for a decision, two wait to be keyed a
    second time (one by the volunteer, one by the officer), one is parked, three are not keyed.
    """
    today = civil_date(place.clock.now(), programme.time_zone)
    event = max((each for each in programme.events if each.day < today), key=lambda each: each.day)
    days = (today - event.day).days
    at = SetClock(place.clock.now() - timedelta(days=days, hours=1))
    then = replace(place, clock=at)
    serials = _come_back(then, officer, programme, event)
    pile = _Pile(then, at, programme)
    at.move(timedelta(minutes=10))
    set_plan(then, actor=coordinator, form_id=programme.forms[0].form_id, rule=SheetRule.ALL)
    for serial in serials[: KEYED - 1]:
        pile.key(serial, volunteer)
    pile.key(serials[KEYED - 1], officer)
    for serial in serials[:2]:
        pile.key_again(serial, officer)
    for serial in serials[2:4]:
        pile.key_again(serial, officer, slips=2)
    decided = Adjudication.begin(then, actor=coordinator, serial=serials[2])
    for each in decided.fields:
        decided.decide(each.path, each.second)
    decided.finish()
    at.move(timedelta(minutes=5))
    parked = Keying.begin(then, actor=volunteer, sheet=look_up_serial(then, serials[KEYED]))
    pile.fill(parked, most=3)
    park(then, actor=volunteer, keying=parked, path=_choice(parked), words=_QUERY)


def _come_back(place: Workplace, officer: Actor, programme: Programme, event: PlannedEvent) -> Sequence[str]:
    """Print, hand out and take back; the PDF is drawn for nobody."""
    form_id = programme.forms[0].form_id
    job = printer_job(place, actor=officer, form_id=form_id, event_id=event.event_id, copies=COPIES)
    serials = job.serials
    for kind, many in ((SheetMoveKind.ISSUE, HANDED_OUT), (SheetMoveKind.RETURN, RETURNED)):
        move(place, actor=officer, kind=kind, given=serials[:many], day=event.day, how=SheetHow.EVENT)
    return serials[:RETURNED]


class _Pile:
    """Keys sheets with answers by chance, and knows what stood on each."""

    def __init__(self, place: Workplace, at: SetClock, programme: Programme) -> None:
        self._place, self._at = place, at
        self._day = civil_date(at.now(), programme.time_zone).isoformat()
        self._written: dict[str, Mapping[str, str]] = {}
        self.chance = random.Random(COPIES)

    def key(self, serial: str, keyer: Actor) -> None:
        """Key a sheet the first time."""
        keying = Keying.begin(self._place, actor=keyer, sheet=look_up_serial(self._place, serial))
        self.fill(keying)
        keying.mark_missing(_choice(keying, last=True), MissingKind.BLANK)
        self._written[serial] = {
            path: keying.entry.node(path).value for path in keying.numbers if keying.entry.node(path).value
        }
        if not len(self._written) % 3:
            keying.set_margin_notes(_MARGIN, loose_pages=0)
        self._take_time(keying)
        keying.finalise(received_on=self._day)

    def fill(self, keying: Keying, *, most: int | None = None) -> None:
        """Key what stands on a sheet, question by question in its order; ``most``: only so many."""
        done = 0
        for path in keying.numbers:
            node = keying.entry.node(path)
            if done == most or not node.relevant or node.readonly:
                continue
            done += 1
            for value in made_up_values(keying.entry, path, self.chance, _WORDS):
                keying.answer(path, value)
                if keying.entry.node(path).valid:
                    break

    def key_again(self, serial: str, keyer: Actor, *, slips: int = 0) -> None:
        """Key it a second time, with so many choices read otherwise."""
        sheet = look_up_second(self._place, serial, actor=keyer)
        keying = SecondKeying.begin_second(self._place, actor=keyer, sheet=sheet)
        left = slips
        for path, value in self._written[serial].items():
            choices = [each for each, _label in keying.entry.node(path).choices]
            if left and keying.entry.node(path).type is QuestionType.SELECT_ONE and len(choices) > 1:
                others = [each for each in choices if each != value]
                # one that asks nothing else: the route stays as it was
                if self._same_route(keying, path, others[-1]):
                    value, left = others[-1], left - 1
            keying.answer(path, value)
        keying.mark_missing(_choice(keying, last=True), MissingKind.BLANK)
        self._take_time(keying)
        keying.keep()

    @staticmethod
    def _same_route(keying: Keying, path: str, value: str) -> bool:
        before = len(keying.subject_screens())
        keying.answer(path, value)
        return len(keying.subject_screens()) == before

    def _take_time(self, keying: Keying) -> None:
        """Count what the questions took: about two keys and two seconds each, more for words."""
        for path in keying.numbers:
            value = keying.entry.node(path).value
            keys = len(value) + 1 if " " in value else 1 + self.chance.randint(0, 1)
            keying.note_effort(path, FieldEffort(keys, round(keys * self.chance.uniform(0.3, 0.8), 2)))
        self._at.move(timedelta(minutes=2, seconds=self.chance.randint(0, 50)))


def _choice(keying: Keying, *, last: bool = False) -> str:
    """Return the path of the first or last question with one choice that is asked."""
    found = [
        path
        for path in keying.numbers
        if keying.entry.node(path).type is QuestionType.SELECT_ONE and keying.entry.node(path).relevant
    ]
    return found[-1 if last else 0]
