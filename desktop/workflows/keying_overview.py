"""How many sheets wait for what, from the pile that came back to the last decision: by form and event."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.responses.drafts import DraftHeader, DraftKind
from desktop.responses.queries import QueryState
from desktop.responses.states import STOPPED
from desktop.responses.verification import SheetStanding
from desktop.sheets.copies import CopyState, PaperCopy
from desktop.sheets.second_piles import PileWay
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.ask_coordinator import waiting_queries
from desktop.workflows.keying_differences import first_keyings, standings_of
from desktop.workflows.merge_events import stands_for
from desktop.workflows.second_piles import keyed_of
from desktop.workflows.workplace import Workplace, require

_ON_PAPER = (CopyState.RETURNED, CopyState.KEYED, CopyState.VERIFIED)


class Stage(StrEnum):
    """Where a sheet is on its way; each sheet is at one."""

    TO_KEY = "to key"
    """It came back with answers, and nobody has begun to key it."""
    BEGUN = "begun"
    """Not keyed to the end, and nothing stands in the way."""
    ASKED = "asked"
    """Parked: a query about it waits for its answer."""
    SECOND = "second"
    """It waits to be keyed a second time."""
    DECISION = "decision"
    """Two keyings of it differ, and nobody has decided yet."""
    UNDECIDED = "undecided"
    """Keyed once; whether it is keyed a second time hangs on a sheet before it."""
    ONCE = "once"
    """Keyed once, and that is all that the plan asks."""
    VERIFIED = "verified"
    """Keyed twice, and every difference is decided."""


@dataclass(frozen=True, slots=True)
class PileLine:
    """The sheets of one form at one event.

    Attributes:
        event_name: empty where nobody said at which event they were collected; event_day: ``None`` likewise.
        at: how many are at each stage; a stage without any is not in it.
    """

    form_id: str
    form_title: str
    event_id: str
    event_name: str
    event_day: date | None
    at: Mapping[Stage, int]

    @property
    def sheets(self) -> int:
        """All of them."""
        return sum(self.at.values())


@dataclass(frozen=True, slots=True)
class KeyingOverview:
    """What waits for what on this laptop.

    Attributes:
        lines: by day and name of the event, then by form.
        answered: queries that were answered and whose sheet can be gone on with.
        away: sheets that wait to be keyed a second time and are with a pile on another laptop.
    """

    lines: tuple[PileLine, ...]
    answered: int
    away: int

    def total(self, stage: Stage) -> int:
        """Return how many sheets are at a stage."""
        return sum(each.at.get(stage, 0) for each in self.lines)

    @property
    def sheets(self) -> int:
        """All sheets."""
        return sum(each.sheets for each in self.lines)


def overview(place: Workplace, *, actor: Actor, programme_id: str) -> KeyingOverview:
    """Return what the sheets of a programme wait for on this laptop. Counts only.

    Raises:
        Refusal: the role has nothing to do with keying.
    """
    require(actor, Action.KEY_PAPER)
    with place.reading() as unit:
        waiting = waiting_queries(unit, programme_id)
        counted: dict[tuple[str, str], Counter[Stage]] = defaultdict(Counter)
        shown: dict[str, str] = {}
        out = [each for each in unit.second_piles.list(PileWay.OUT) if each.ended_at is None]
        gone = {sheet.serial for pile in out for sheet in pile.sheets}
        away = 0
        for serial, event_id, form_id, stage in _staged(place, unit, programme_id):
            away += stage is Stage.SECOND and serial in gone
            if event_id not in shown:
                shown[event_id] = stands_for(unit, event_id) if event_id else ""
            counted[shown[event_id], form_id][stage] += 1
        lines = _lines(unit, programme_id, counted)
    answered = sum(1 for each in waiting if each.state is QueryState.ANSWERED)
    return KeyingOverview(lines, answered=answered, away=away)


def practice_to_key(place: Workplace, *, actor: Actor, programme_id: str) -> tuple[str, ...]:
    """Return the serials of sheets of practice that came back and nobody has begun to key; none of real work.

    A real sheet is in the keyer's hand. Of practice there is no paper, so that a serial can be had only here.

    Raises:
        Refusal: the role has nothing to do with keying.
    """
    require(actor, Action.KEY_PAPER)
    if not place.practice:
        return ()
    with place.reading() as unit:
        begun = _drafts(unit, programme_id, DraftKind.KEYING)
        came_back = unit.copies.list(states=(CopyState.RETURNED,))
        return tuple(
            each.serial for each in came_back if each.programme_id == programme_id and each.serial not in begun
        )


def _staged(place: Workplace, unit: UnitOfWork, programme_id: str) -> Iterator[tuple[str, str, str, Stage]]:
    """Yield serial, event, form and stage of each sheet that came back, is being keyed, or came with a pile."""
    asked = {each.draft_id for each in waiting_queries(unit, programme_id, {QueryState.OPEN})}
    first = _drafts(unit, programme_id, DraftKind.KEYING)
    second = _drafts(unit, programme_id, DraftKind.SECOND_KEYING)
    for draft in first.values():
        stage = Stage.ASKED if draft.draft_id in asked else Stage.BEGUN
        yield draft.serial, draft.event_id, draft.form_id, stage
    after = _after_first(place, unit, programme_id)
    copies = [each for each in unit.copies.list(states=_ON_PAPER) if each.programme_id == programme_id]
    states = unit.responses.states(each.response_id for each in copies if each.response_id)
    for copy in copies:
        if copy.serial in first or states.get(copy.response_id) in STOPPED:
            continue  # it is being keyed, or its response was taken out
        stage = _stage(copy, after)
        if stage is Stage.SECOND and copy.serial in second and second[copy.serial].draft_id in asked:
            stage = Stage.ASKED
        yield copy.serial, copy.event_id, copy.form_id, stage
    here = {copy.serial for copy in copies}
    for pile in unit.second_piles.list(PileWay.IN):
        if pile.programme_id != programme_id or pile.ended_at is not None:
            continue
        done = here | {each.serial for each in keyed_of(unit, pile)}
        for sheet in pile.sheets:
            if sheet.serial not in done:
                begun = second.get(sheet.serial)
                stage = Stage.ASKED if begun is not None and begun.draft_id in asked else Stage.SECOND
                yield sheet.serial, sheet.event_id, sheet.form_id, stage


def _drafts(unit: UnitOfWork, programme_id: str, kind: DraftKind) -> Mapping[str, DraftHeader]:
    return {each.serial: each for each in unit.drafts.list_open(kind=kind) if each.programme_id == programme_id}


def _stage(copy: PaperCopy, after: Mapping[str, Stage]) -> Stage:
    if copy.state is CopyState.RETURNED:
        return Stage.TO_KEY
    if copy.state is CopyState.VERIFIED:
        return Stage.VERIFIED
    return after.get(copy.serial, Stage.ONCE)  # keyed before there was a plan, or on a laptop that keeps it


def _lines(
    unit: UnitOfWork, programme_id: str, counted: Mapping[tuple[str, str], Counter[Stage]]
) -> tuple[PileLine, ...]:
    events = {each.event_id: each for each in unit.events.list(programme_id=programme_id)}
    titles = {each.form_id: each.title for each in unit.forms.list()}
    lines = []
    for (event_id, form_id), at in counted.items():
        event = events.get(event_id)
        lines.append(
            PileLine(
                form_id=form_id,
                form_title=titles.get(form_id, form_id),
                event_id=event_id,
                event_name="" if event is None else event.name,
                event_day=None if event is None else event.day,
                at=dict(at),
            )
        )
    return tuple(
        sorted(
            lines, key=lambda each: (each.event_day or date.max, each.event_name, each.event_id, each.form_title)
        )
    )


def _after_first(place: Workplace, unit: UnitOfWork, programme_id: str) -> Mapping[str, Stage]:
    """Return what the sheets wait for that were keyed once, or twice and are not settled, by serial."""
    found = standings_of(place, unit, first_keyings(unit, programme_id=programme_id))
    return {serial: _AFTER[each.standing] for serial, each in found.items()}


_AFTER = {
    SheetStanding.NOT_CHOSEN: Stage.ONCE,
    SheetStanding.UNDECIDED: Stage.UNDECIDED,
    SheetStanding.WAITS_FOR_SECOND: Stage.SECOND,
    SheetStanding.WAITS_FOR_DECISION: Stage.DECISION,
    SheetStanding.VERIFIED: Stage.VERIFIED,
}
