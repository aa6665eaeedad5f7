"""Counting people at an event: a press adds a mark, a mark is taken back by a further one, nothing is overwritten.

What is counted is kept apart by kind, and no figure here adds two kinds up: one person may be in all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from desktop.engagement.attendance import CountKind, CountMark, RefusalReason
from desktop.engagement.programme import Programme
from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.staff.people import Action, Actor
from desktop.workflows.closed_events import refuse_closed
from desktop.workflows.merge_events import under_one
from desktop.workflows.workplace import Workplace, require, the_event, the_programme

_Key = TypeVar("_Key")

MOST_AT_ONCE = 999
"""So many people at one press; a larger figure is a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Tallies:
    """The counts of one event and of those merged with it, on the devices known here.

    Attributes:
        by_kind: kind to people; a kind of which nobody was counted is not there. Never added up.
        by_role: kind to role to people; role ``""`` where none was said.
        refusals: reason to people who did not want to take part.
        by_hour: (start of the hour in the programme's zone, kind, people), in order of time.
        by_device: device to kind to people: two laptops at one event count apart.
    """

    by_kind: Mapping[CountKind, int]
    by_role: Mapping[CountKind, Mapping[str, int]]
    refusals: Mapping[RefusalReason, int]
    by_hour: tuple[tuple[datetime, CountKind, int], ...]
    by_device: Mapping[str, Mapping[CountKind, int]]

    def of(self, kind: CountKind) -> int:
        """Return how many people were counted as ``kind``."""
        return self.by_kind.get(kind, 0)


def count(
    place: Workplace,
    *,
    actor: Actor,
    event_id: str,
    kind: CountKind,
    role: str = "",
    detail: str = "",
    amount: int = 1,
) -> CountMark:
    """Count ``amount`` people; the mark is on disk when this returns.

    Args:
        role: code of one of the programme's respondent types; empty where it was not said.
        detail: for a refusal a value of :class:`RefusalReason`; empty otherwise.
        amount: 1 to :data:`MOST_AT_ONCE`.

    Raises:
        Refusal: the event is not on this device or was closed, or role, detail or amount do not fit.
    """
    require(actor, Action.RUN_EVENT)
    with place.unit() as unit:
        event = refuse_closed(unit, event_id)
        _refuse(the_programme(unit, event.programme_id), event.name, kind, role, detail, amount)
        mark = CountMark(
            mark_id=new_id(),
            programme_id=event.programme_id,
            event_id=event_id,
            kind=kind,
            role=role,
            detail=detail,
            amount=amount,
            undoes="",
            device_id=place.device_id,
            made_by=actor.name,
            person_id=actor.person_id,
            made_at=place.clock.now(),
        )
        unit.attendance.add(mark)
        unit.changes.add(actor=actor, what="people counted", about_id=mark.mark_id, at=mark.made_at)
        unit.commit()
    return mark


def undo(place: Workplace, *, actor: Actor, event_id: str) -> CountMark | None:
    """Take back the last press of this laptop at this event, whatever kind it was; again, the one before it.

    Returns:
        The mark that takes it back, or ``None`` where nothing is left to take back.

    Raises:
        Refusal: the event is not on this device, or was closed.
    """
    require(actor, Action.RUN_EVENT)
    with place.unit() as unit:
        refuse_closed(unit, event_id)
        last = unit.attendance.last_standing(event_id, place.device_id)
        if last is None:
            return None
        mark = CountMark(
            mark_id=new_id(),
            programme_id=last.programme_id,
            event_id=event_id,
            kind=last.kind,
            role=last.role,
            detail=last.detail,
            amount=-last.amount,
            undoes=last.mark_id,
            device_id=place.device_id,
            made_by=actor.name,
            person_id=actor.person_id,
            made_at=place.clock.now(),
        )
        unit.attendance.add(mark)
        unit.changes.add(actor=actor, what="count taken back", about_id=mark.mark_id, at=mark.made_at)
        unit.commit()
    return mark


def tallies(place: Workplace, event_id: str) -> Tallies:
    """Return the counts of an event and of those merged with it.

    Raises:
        Refusal: the event is not on this device.
    """
    with place.reading() as unit:
        event = the_event(unit, event_id)
        zone = ZoneInfo(the_programme(unit, event.programme_id).time_zone)
        rows = unit.attendance.totals(under_one(unit, event_id))
    by_kind: dict[CountKind, int] = {}
    by_role: dict[CountKind, dict[str, int]] = {}
    refusals: dict[RefusalReason, int] = {}
    by_device: dict[str, dict[CountKind, int]] = {}
    hours: dict[tuple[datetime, CountKind], int] = {}
    for row in rows:
        _add(by_kind, row.kind, row.total)
        _add(by_role.setdefault(row.kind, {}), row.role, row.total)
        _add(by_device.setdefault(row.device_id, {}), row.kind, row.total)
        _add(hours, (_local_hour(row.hour, zone), row.kind), row.total)
        if row.kind is CountKind.REFUSAL:
            _add(refusals, RefusalReason(row.detail or RefusalReason.NOT_SAID), row.total)
    return Tallies(
        by_kind=_standing(by_kind),
        by_role={kind: _standing(roles) for kind, roles in by_role.items() if any(roles.values())},
        refusals=_standing(refusals),
        by_hour=tuple((at, kind, total) for (at, kind), total in sorted(hours.items()) if total),
        by_device={device: _standing(kinds) for device, kinds in by_device.items() if any(kinds.values())},
    )


def _local_hour(hour: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(hour).astimezone(zone)


def _add(into: dict[_Key, int], key: _Key, amount: int) -> None:
    into[key] = into.get(key, 0) + amount


def _standing(totals: Mapping[_Key, int]) -> dict[_Key, int]:
    """Leave out what was taken back to nothing."""
    return {key: total for key, total in totals.items() if total}


def _refuse(programme: Programme, event: str, kind: CountKind, role: str, detail: str, amount: int) -> None:
    roles = {each.code for each in programme.respondent_types}
    if not 1 <= amount <= MOST_AT_ONCE:
        raise Refusal(
            place=event,
            fault=tr("{amount} people can't be counted at once.", amount=amount),
            remedy=tr("Give a number from 1 to {most}.", most=MOST_AT_ONCE),
        )
    if role and role not in roles:
        raise Refusal(
            place=event,
            fault=tr("The programme has no such role: {role}.", role=role),
            remedy=_one_of(roles),
        )
    allowed = {each.value for each in RefusalReason} if kind is CountKind.REFUSAL else {""}
    if detail not in allowed:
        raise Refusal(
            place=event,
            fault=tr("The reason does not fit what is counted."),
            remedy=_one_of(allowed - {""}) if kind is CountKind.REFUSAL else tr("Leave the reason out."),
        )


def _one_of(codes: Iterable[str]) -> str:
    return tr("Use one of: {codes}.", codes=", ".join(sorted(codes)) or tr("none"))
