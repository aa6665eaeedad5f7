"""What waits to be keyed a second time: on this laptop, and of piles that came from others."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.responses.drafts import DraftKind
from desktop.responses.keyings import same_person
from desktop.responses.queries import QueryState
from desktop.responses.verification import SheetStanding
from desktop.sheets.second_piles import PileWay, keyer_mark
from desktop.sheets.serials import read_serial
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.ask_coordinator import waiting_queries
from desktop.workflows.first_keyers import first_keyers
from desktop.workflows.keying_differences import first_keyings, standings_of
from desktop.workflows.second_piles import PileSeen, keyed_for, seen_here
from desktop.workflows.workplace import Workplace, recorder, require


@dataclass(frozen=True, slots=True)
class DueSheet:
    """A sheet that is to be keyed a second time; nothing of what was keyed, and not by whom.

    Attributes:
        event_name: empty where the event is not here.
        part: whether only some questions of it are keyed.
        mine: whether this person keyed it the first time: another one keys it now.
        begun: whether a second keying of it was begun and not finished; begun_here: by this person.
        pile_name: of the pile that it came with; empty where the first keying is here.
        asked: a query about it waits for its answer; told: one was answered, and none waits.
    """

    serial: str
    shown: str
    form_title: str
    event_name: str
    part: bool
    mine: bool
    begun: bool
    begun_here: bool
    pile_name: str
    asked: bool = False
    told: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """What waits.

    Attributes:
        sheets: in the order in which they were keyed first, those of piles after them.
        undecided: how many hang on sheets before them that are not settled.
        decisions: how many sheets wait for a decision.
        away: how many are away with a pile.
        piles: that came here and have sheets left, or were not sent back.
    """

    sheets: tuple[DueSheet, ...]
    undecided: int
    decisions: int
    away: int
    piles: tuple[PileSeen, ...]


def due(place: Workplace, *, actor: Actor, programme_id: str) -> Due:
    """Return what waits to be keyed a second time.

    Raises:
        Refusal: the role does not allow it.
    """
    require(actor, Action.KEY_PAPER)
    with place.reading() as unit:
        drafts = {each.serial: each for each in unit.drafts.list_open(kind=DraftKind.SECOND_KEYING)}
        titles = {each.form_id: each.title for each in unit.forms.list()}
        events = {each.event_id: each.name for each in unit.events.list(programme_id)}
        me = recorder(actor)
        # of several queries about a sheet one that waits decides
        waiting = sorted(waiting_queries(unit, programme_id), key=lambda each: each.state is QueryState.OPEN)
        queries = {each.draft_id: each.state for each in waiting}

        def sheet(serial: str, form_id: str, event_id: str, *, part: bool, mine: bool, pile: str) -> DueSheet:
            draft = drafts.get(serial)
            query = queries.get(draft.draft_id) if draft is not None else None
            return DueSheet(
                serial=serial,
                shown=read_serial(serial).shown,
                form_title=titles.get(form_id, form_id),
                event_name=events.get(event_id, ""),
                part=part,
                mine=mine,
                begun=draft is not None,
                begun_here=draft is not None and same_person(draft.recorder, me),
                pile_name=pile,
                asked=query is QueryState.OPEN,
                told=query is QueryState.ANSWERED,
            )

        firsts = {each.serial: each for each in first_keyings(unit, programme_id=programme_id)}
        standings = standings_of(place, unit, firsts.values())
        away = _away(unit)
        here = [
            firsts[serial]
            for serial, each in standings.items()
            if each.standing is SheetStanding.WAITS_FOR_SECOND and serial not in away
        ]
        keyers = first_keyers(unit, here)
        found = [
            sheet(
                first.serial,
                first.form_id,
                first.event_id,
                part=bool(standings[first.serial].scope),
                mine=any(same_person(each, me) for each in keyers[first.keying_id]),
                pile="",
            )
            for first in here
        ]
        piles = [each for each in unit.second_piles.list(PileWay.IN) if each.programme_id == programme_id]
        for pile in piles:
            if pile.ended_at is not None:
                continue
            keyings = unit.keyings.of_serials(each.serial for each in pile.sheets)
            mark = keyer_mark(pile.pile_id, actor.name)
            listed = {each.serial for each in found}  # in a newer pile, or here: it is one sheet to key
            found += [
                sheet(
                    each.serial,
                    each.form_id,
                    each.event_id,
                    part=bool(each.scope),
                    mine=mark in each.keyer_mark.split(),
                    pile=pile.name,
                )
                for each in pile.sheets
                if each.serial not in listed and keyed_for(pile, each, keyings.get(each.serial, ())) is None
            ]
        by_state = [each.standing for each in standings.values()]
        return Due(
            sheets=tuple(found),
            undecided=by_state.count(SheetStanding.UNDECIDED),
            decisions=by_state.count(SheetStanding.WAITS_FOR_DECISION),
            away=sum(
                each.standing is SheetStanding.WAITS_FOR_SECOND and serial in away
                for serial, each in standings.items()
            ),
            piles=tuple(seen_here(unit, each) for each in piles),
        )


def _away(unit: UnitOfWork) -> frozenset[str]:
    """Return the serials of sheets that are in piles that went out and have not come back."""
    return frozenset(
        sheet.serial
        for pile in unit.second_piles.list(PileWay.OUT)
        if pile.ended_at is None
        for sheet in pile.sheets
    )
