"""Interviewing a respondent: through the form on the screen, every answer on disk before the next question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from desktop.responses.drafts import DraftKind
from desktop.staff.people import Action, Actor
from desktop.workflows.open_entry import OpenEntry
from desktop.workflows.workplace import Workplace, require


class Interview(OpenEntry):
    """One respondent being interviewed. See :class:`~desktop.workflows.open_entry.OpenEntry`."""

    kind = DraftKind.INTERVIEW

    @classmethod
    def begin(
        cls,
        place: Workplace,
        *,
        actor: Actor,
        form_id: str,
        event_id: str,
        channel: str = "interview",
        language: str | None = None,
    ) -> Self:
        """Start an interview; its draft is on disk when this returns.

        Raises:
            Refusal: the form, the event or the programme is not on this device, or the role does not allow it.
        """
        require(actor, Action.INTERVIEW)
        return cls._begin(
            place, actor=actor, form_id=form_id, event_id=event_id, channel=channel, language=language
        )


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """An entry that was begun and neither finished nor given up. Holds no answer.

    Attributes:
        kind: interview or keying.
        answered: how many questions have an answer.
    """

    draft_id: str
    kind: DraftKind
    form_title: str
    event_name: str
    channel: str
    serial: str
    started_at: datetime
    started_by: str
    answered: int


def open_drafts(
    place: Workplace, *, event_id: str | None = None, kind: DraftKind | None = None
) -> tuple[OpenDraft, ...]:
    """Return the drafts that wait to be gone on with, newest first."""
    found = []
    with place.reading() as unit:
        for header in unit.drafts.list_open(event_id=event_id, kind=kind):
            form = unit.forms.by_sha(header.form_sha256)
            event = unit.events.get(header.event_id)
            steps = unit.drafts.steps(header.draft_id)
            standing = {path: value for what, path, value in steps if what == "answer"}
            found.append(
                OpenDraft(
                    draft_id=header.draft_id,
                    kind=header.kind,
                    form_title=form.title if form else header.form_id,
                    event_name=event.name if event else "",
                    channel=header.channel,
                    serial=header.serial,
                    started_at=header.started_at,
                    started_by=header.recorder.name,
                    answered=sum(1 for value in standing.values() if value != ""),
                )
            )
    return tuple(sorted(found, key=lambda draft: draft.started_at, reverse=True))
