"""What people asked for at an event: a call back, large print by post, an interpreter. With an owner and a day.

A request holds contact details, so it is kept as an entry of the update list is: the day only, in a slot that was
there before, with no line of who wrote it when, and in no batch. Nothing leads from it to a response
(``tests/attack``). What stays, outside of what a table can hide:

- the event and the day: the responses among which one request is hidden are those of both, and where few came they
  are few;
- its owner, where that is who recorded the responses too, and they recorded few of them;
- what is asked for, held against what was answered: another language, or large print, against the language of the
  form or an answer about a disability;
- that something was done with a request: the line of the audit trail names who and the day, and neither time nor
  request, but its place among other lines tells between which of them it was;
- two backups of one day: a request came between them;
- what a disk keeps of a log that was emptied, and swap: both are for the encryption of the whole disk.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from desktop.engagement.follow_ups import FollowUp, FollowUpKind, SealedFollowUp
from desktop.engagement.programme import Programme
from desktop.foundation.clock import civil_date
from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.sheets.serials import holds_serial
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.noted_words import one_line
from desktop.workflows.workplace import Workplace, require, the_event, the_programme

FOLLOW_UPS_KEY = "follow-ups key of this device"
"""Name of the secret that requests are sealed to: they are read on this laptop, by who sees to them."""
MOST_WORDS = 240
MOST_OWNER = 80
MOST_REACH = 240
"""Characters. A slot holds the longest of each in any script, sealed in one block: its length tells nothing."""


def ask(
    place: Workplace,
    *,
    actor: Actor,
    programme_id: str,
    kind: FollowUpKind,
    what: str,
    reach: str,
    owner: str,
    due: date,
    event_id: str = "",
) -> FollowUp:
    """Note what somebody asked for; a keyer may, who finds it on a sheet, and reads no list.

    Nothing is written beside it: no time finer than the day, no line in the audit trail.

    Args:
        what: in a few words.
        reach: how to reach the person: name, telephone, e-mail or address; may be empty for what is done on the
            spot.
        owner: name of who sees to it.
        due: the day it is to be done by; not before today.

    Raises:
        Refusal: nobody owns it, nothing is asked, the day is past, the words are too many or hold the number of a
            paper form, or the role does not allow it.
    """
    require(actor, Action.NOTE_FOLLOW_UP)
    with place.unit() as unit:
        programme = the_programme(unit, programme_id)
        if event_id:
            the_event(unit, event_id, of_programme=programme_id)
        today = civil_date(place.clock.now(), programme.time_zone)
        request = FollowUp(
            request_id=new_id(),
            programme_id=programme_id,
            event_id=event_id,
            asked_on=today,
            kind=kind,
            what=one_line(what),
            reach=_lines(reach),
            owner=one_line(owner),
            due=due,
            done_on=None,
            outcome="",
        )
        _check(request, today)
        unit.follow_ups.put(_sealed(unit, request))
        unit.commit()
    return request


def follow_ups(
    place: Workplace, *, actor: Actor, programme_id: str, open_only: bool = False
) -> tuple[FollowUp, ...]:
    """Return the requests of a programme on this laptop, by the day they are due.

    Raises:
        Refusal: the role does not allow it.
    """
    require(actor, Action.RUN_EVENT)
    with place.reading() as unit:
        return tuple(_opened(unit, each) for each in unit.follow_ups.list(programme_id, open_only=open_only))


def settle(place: Workplace, *, actor: Actor, request_id: str, outcome: str) -> FollowUp:
    """Say that a request is done, and how it ended.

    Raises:
        Refusal: there is no such request, it was done before, or nothing is said of how it ended.
    """
    require(actor, Action.RUN_EVENT)
    if not one_line(outcome):
        raise Refusal(
            place=tr("Follow-ups"),
            fault=tr("Nothing is said of how it ended."),
            remedy=tr("Say it in a few words, such as: called back, or posted."),
        )
    with place.unit() as unit:
        request = _open_one(unit, request_id)
        programme = the_programme(unit, request.programme_id)
        today = civil_date(place.clock.now(), programme.time_zone)
        done = replace(request, done_on=today, outcome=one_line(outcome))
        _check_words(done)
        unit.follow_ups.put(_sealed(unit, done))
        _log(place, unit, actor, "follow-up done", programme)
        unit.commit()
    return done


def take_up_again(place: Workplace, *, actor: Actor, request_id: str) -> FollowUp:
    """Open a request again that was said to be done."""
    require(actor, Action.RUN_EVENT)
    with place.unit() as unit:
        again = replace(_one(unit, request_id), done_on=None, outcome="")
        unit.follow_ups.put(_sealed(unit, again))
        _log(place, unit, actor, "follow-up opened again", the_programme(unit, again.programme_id))
        unit.commit()
    return again


def hand_on(place: Workplace, *, actor: Actor, request_id: str, owner: str, due: date) -> FollowUp:
    """Give an open request to somebody else, or another day.

    Raises:
        Refusal: it is done, nobody owns it, or the day is past.
    """
    require(actor, Action.RUN_EVENT)
    with place.unit() as unit:
        request = _open_one(unit, request_id)
        programme = the_programme(unit, request.programme_id)
        handed = replace(request, owner=one_line(owner), due=due)
        _check(handed, civil_date(place.clock.now(), programme.time_zone))
        unit.follow_ups.put(_sealed(unit, handed))
        _log(place, unit, actor, "follow-up handed on", programme)
        unit.commit()
    return handed


def remove(place: Workplace, *, actor: Actor, request_id: str) -> None:
    """Delete a request with its contact details: overwritten where it lies.

    Raises:
        Refusal: there is no such request, or the role does not allow it.
    """
    require(actor, Action.RUN_EVENT)
    with place.unit() as unit:
        programme_id = _one(unit, request_id).programme_id
        unit.follow_ups.remove(request_id)
        _log(place, unit, actor, "follow-up deleted", the_programme(unit, programme_id))
        unit.commit()


# inside --------------------------------------------------------------------------------------------------


def _log(place: Workplace, unit: UnitOfWork, actor: Actor, what: str, programme: Programme) -> None:
    """Log who did it on which day, and neither the time nor which request it was.

    What is seen to on the spot would else tell, by the time or by the order of such lines, after whose answers it
    was asked for. The chain of the trail goes by numbers and does not mind a time that is earlier than the last.
    """
    day = civil_date(place.clock.now(), programme.time_zone)
    at = datetime.combine(day, time(0), ZoneInfo(programme.time_zone))
    unit.changes.add(
        actor=actor,
        what=what,
        about_id=programme.programme_id,
        why=tr("No time is kept of it, only the day."),
        at=at,
    )


def _lines(text: str) -> str:
    """Return an address with its lines."""
    return "\n".join(line for line in (one_line(each) for each in text.splitlines()) if line)


def _check(request: FollowUp, today: date) -> None:
    where = tr("Follow-ups")
    if not request.what:
        raise Refusal(
            place=where, fault=tr("Nothing is asked for."), remedy=tr("Say in a few words what is wanted.")
        )
    if not request.owner:
        raise Refusal(
            place=where,
            fault=tr("Nobody is to see to it."),
            remedy=tr("Name one person: what everybody is to do, nobody does."),
        )
    if request.due < today:
        raise Refusal(place=where, fault=tr("The day it is due is past."), remedy=tr("Give a day from today on."))
    _check_words(request)


def _check_words(request: FollowUp) -> None:
    for said, most in (
        (request.what, MOST_WORDS),
        (request.owner, MOST_OWNER),
        (request.reach, MOST_REACH),
        (request.outcome, MOST_WORDS),
    ):
        if len(said) > most:
            raise Refusal(
                place=tr("Follow-ups"),
                fault=tr("One field has more than {most} characters.", most=most),
                remedy=tr("Shorten it to what is needed to do it."),
            )
        if holds_serial(said):  # it would lead from a name to the answers on that sheet
            raise Refusal(
                place=tr("Follow-ups"),
                fault=tr("The number of a paper form stands in it."),
                remedy=tr("Leave it out: nobody may tell from a request which answers are whose."),
            )


def requests_key(unit: UnitOfWork) -> str:
    """Return the private half of the key that requests are sealed to; made where there is none yet.

    That is when a store is opened: made with the first request, its row would tell when that came.
    """
    from desktop.keys.encryption import SealingKey

    kept = unit.secrets.get(FOLLOW_UPS_KEY)
    if kept is not None:
        return kept.decode()
    made = SealingKey.generate()
    unit.secrets.put(FOLLOW_UPS_KEY, made.identity.encode())
    return made.identity


def _sealed(unit: UnitOfWork, request: FollowUp) -> SealedFollowUp:
    from desktop.keys.encryption import recipient_of, seal_contact

    plain = json.dumps({"reach": request.reach}, ensure_ascii=False).encode()
    return SealedFollowUp(
        request_id=request.request_id,
        programme_id=request.programme_id,
        event_id=request.event_id,
        asked_on=request.asked_on,
        kind=request.kind,
        what=request.what,
        sealed=seal_contact(plain, recipient_of(requests_key(unit))),
        owner=request.owner,
        due=request.due,
        done_on=request.done_on,
        outcome=request.outcome,
    )


def _opened(unit: UnitOfWork, kept: SealedFollowUp) -> FollowUp:
    from desktop.keys.encryption import open_contact

    identity = unit.secrets.get(FOLLOW_UPS_KEY)
    reach = json.loads(open_contact(kept.sealed, identity.decode()))["reach"] if identity is not None else ""
    return FollowUp(
        request_id=kept.request_id,
        programme_id=kept.programme_id,
        event_id=kept.event_id,
        asked_on=kept.asked_on,
        kind=kept.kind,
        what=kept.what,
        reach=str(reach),
        owner=kept.owner,
        due=kept.due,
        done_on=kept.done_on,
        outcome=kept.outcome,
    )


def _one(unit: UnitOfWork, request_id: str) -> FollowUp:
    found = unit.follow_ups.get(request_id)
    if found is None:
        raise _gone()
    return _opened(unit, found)


def _open_one(unit: UnitOfWork, request_id: str) -> FollowUp:
    request = _one(unit, request_id)
    if request.done_on is not None:
        raise Refusal(
            place=tr("Follow-ups"),
            fault=tr("It was said to be done before."),
            remedy=tr("Open it again first, if it is not."),
        )
    return request


def _gone() -> Refusal:
    return Refusal(
        place=tr("Follow-ups"),
        fault=tr("There is no such request on this laptop."),
        remedy=tr("It may have been deleted in another window. Look at the list again."),
    )
