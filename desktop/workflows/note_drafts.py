"""A note that is being written, kept in the encrypted store every few seconds, so that nothing said is lost.

A draft is part of no count and no batch. It goes in the commit that saves the note, or when it is given up.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from desktop.engagement.notes import NoteDraft, NoteKind
from desktop.foundation.clock import civil_date
from desktop.staff.people import Action, Actor
from desktop.workflows.noted_words import MOST_CHARACTERS
from desktop.workflows.workplace import Workplace, require, the_event, the_programme

_MOST_KEPT = 3 * MOST_CHARACTERS


@dataclass(frozen=True, slots=True)
class WaitingDraft:
    """A note that was begun and neither saved nor given up.

    Attributes:
        fields: what stood in each field of the screen.
        own: whether the person who asks wrote it.
        today: whether it was written today.
    """

    draft_id: str
    kind: NoteKind
    event_id: str
    fields: Mapping[str, str]
    own: bool
    today: bool


def keep_draft(
    place: Workplace, *, actor: Actor, draft_id: str, kind: NoteKind, event_id: str, fields: Mapping[str, str]
) -> None:
    """Keep how a note stands; on disk when this returns. Nothing is logged: nothing has been recorded yet.

    Args:
        fields: by name of the field; a draft with nothing in any of them is removed.

    Raises:
        Refusal: the event is not here, or the role does not allow it.
        WorldError: the disk refuses.
    """
    require(actor, Action.RUN_EVENT)
    standing = {name: text[:_MOST_KEPT] for name, text in fields.items() if text}
    with place.unit() as unit:
        if standing:
            zone = the_programme(unit, the_event(unit, event_id).programme_id).time_zone
            body = json.dumps(standing, sort_keys=True, ensure_ascii=True)
            today = civil_date(place.clock.now(), zone)
            unit.note_drafts.put(NoteDraft(draft_id, kind, event_id, actor.person_id, today, body))
        else:
            unit.note_drafts.remove(draft_id)
        unit.commit()


def waiting_drafts(
    place: Workplace, *, actor: Actor, event_id: str, kind: NoteKind = NoteKind.CONVERSATION
) -> tuple[WaitingDraft, ...]:
    """Return the drafts of an event: one's own first, then by day.

    Raises:
        Refusal: the event is not here, or the role does not allow it.
    """
    require(actor, Action.RUN_EVENT)
    with place.reading() as unit:
        zone = the_programme(unit, the_event(unit, event_id).programme_id).time_zone
        drafts = unit.note_drafts.list(event_id=event_id)
    today = civil_date(place.clock.now(), zone)
    found = [
        WaitingDraft(
            draft_id=each.draft_id,
            kind=each.kind,
            event_id=each.event_id,
            fields=json.loads(each.body),
            own=each.person_id == actor.person_id,
            today=each.day == today,
        )
        for each in drafts
        if each.kind is kind
    ]
    return tuple(sorted(found, key=lambda each: not each.own))


def drop_draft(place: Workplace, *, actor: Actor, draft_id: str) -> None:
    """Give a draft up: what was written in it is deleted. Nothing happens where it is not there.

    Raises:
        Refusal: the role does not allow it.
    """
    require(actor, Action.RUN_EVENT)
    with place.unit() as unit:
        unit.note_drafts.remove(draft_id)
        unit.commit()
