"""Who keyed a sheet the first time: whoever finished it, whoever began it, and whoever went on with it between.

A keying that was interrupted may be gone on with by another person. Each of them has seen what is keyed, so none
of them keys the sheet a second time or decides on it. Only the laptop that has the first keying knows all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from desktop.responses.drafts import DraftHeader, DraftKind
from desktop.responses.keyings import KeyedSheet, same_person
from desktop.responses.response import Recorder
from desktop.staff.people import Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.workplace import recorder

GONE_ON = "first keying gone on with"
"""What the audit trail says of somebody who goes on with a keying that another person began."""


def log_going_on(unit: UnitOfWork, header: DraftHeader, *, actor: Actor, at: datetime) -> None:
    """Log that somebody goes on with the keying that another person began; once for each of them."""
    me = recorder(actor)
    known = (header.recorder, *_went_on(unit, [header.draft_id]).get(header.draft_id, ()))
    if any(same_person(each, me) for each in known):
        return
    unit.changes.add(actor=actor, what=GONE_ON, about_id=header.draft_id, at=at)


def first_keyers(unit: UnitOfWork, firsts: Iterable[KeyedSheet]) -> Mapping[str, tuple[Recorder, ...]]:
    """Return keying id to everybody who keyed the sheet the first time; whoever finished it stands first."""
    sheets = tuple(firsts)
    drafts = unit.drafts.of_responses((each.response_id for each in sheets), kind=DraftKind.KEYING)
    went_on = _went_on(unit, [each.draft_id for each in drafts])
    beside = {each.response_id: (each.recorder, *went_on.get(each.draft_id, ())) for each in drafts}
    return {each.keying_id: (each.keyer, *beside.get(each.response_id, ())) for each in sheets}


def keyed_first(unit: UnitOfWork, first: KeyedSheet, person: Recorder) -> bool:
    """Tell whether ``person`` had a hand in the first keying."""
    return any(same_person(each, person) for each in first_keyers(unit, [first])[first.keying_id])


def changed_it(unit: UnitOfWork, first: KeyedSheet, person: Recorder) -> bool:
    """Tell whether ``person`` began to change the response that it is, and so saw what was keyed."""
    changes = unit.drafts.of_responses([first.response_id], kind=DraftKind.EDIT)
    return any(same_person(each.recorder, person) for each in changes)


def _went_on(unit: UnitOfWork, draft_ids: Iterable[str]) -> Mapping[str, tuple[Recorder, ...]]:
    found: dict[str, tuple[Recorder, ...]] = {}
    for line in unit.changes.about(draft_ids, what=GONE_ON):
        who = Recorder(line.actor_id, line.actor_name, "", line.signed_in)
        found[line.about_id] = (*found.get(line.about_id, ()), who)
    return found
