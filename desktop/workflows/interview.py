"""Interviewing a respondent: through the form on the screen, every answer on disk before the next question."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Self

from desktop.questionnaires.steps import Screen, Step, Violation
from desktop.responses.drafts import DraftKind
from desktop.responses.queries import Query, QueryState
from desktop.responses.response import MissingKind
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.ask_coordinator import waiting_queries
from desktop.workflows.closed_events import refuse_closed
from desktop.workflows.open_entry import OpenEntry
from desktop.workflows.sheet_notes import MISSING
from desktop.workflows.workplace import Workplace, require


class Way(StrEnum):
    """How somebody who answers alone takes part."""

    OF_AGE = "of age"
    WITH_ADULT = "with an adult"


_WAY_STEP = "hand-over:way"


class Interview(OpenEntry):
    """One respondent being interviewed. See :class:`~desktop.workflows.open_entry.OpenEntry`.

    Attributes:
        way: how they take part. Under the least age, with an adult, what is for adults only is left out: its
            screens are not shown, nobody answers in its place, and the response says so. It stands in the journal,
            so that it holds for whoever goes on with the draft.
    """

    kind = DraftKind.INTERVIEW
    way = Way.OF_AGE

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
            Refusal: the form, the event or the programme is not on this device, the event was closed, or the role
                does not allow it.
        """
        require(actor, Action.INTERVIEW)
        return cls._begin(
            place,
            actor=actor,
            form_id=form_id,
            event_id=event_id,
            channel=channel,
            language=language,
            check=partial(_refuse_closed, event_id),
        )

    def go_way(self, way: Way) -> None:
        """Keep how they take part, before the first answer; on disk when this returns."""
        self._keep((Step(_WAY_STEP, "way", way.value),))
        self.way = way
        for path in self.left_out():
            if self.entry.node(path).value and not self.entry.node(path).readonly:
                self.answer(path, "")  # a default of the form is nobody's answer to a question that is not asked

    def _restore_sheet_steps(self, rows: Iterable[tuple[str, str, str]]) -> None:
        for kind, _path, value in rows:
            if kind == _WAY_STEP:
                self.way = Way(value)

    def left_out(self) -> Mapping[str, str]:
        """Return the path of each question that is asked by the form and not here, and why."""
        if self.way is Way.OF_AGE:
            return {}
        adult = tuple(f"{path}/" for path in self.programme.hand_over.adult_only)
        asked = {question.path for question in self.definition.questions() if question.asked}
        return {
            node.path: MissingKind.ADULT_ONLY.value
            for node in self.entry.nodes()
            if node.relevant and (plain := _plain(node.path)) in asked and f"{plain}/".startswith(adult)
        }

    def subject_screens(self) -> tuple[Screen, ...]:
        """Return the screens about the subject, without what is left out."""
        return self._without(super().subject_screens())

    def equality_screens(self) -> tuple[Screen, ...]:
        """Return the screens of the equality block, without what is left out."""
        return self._without(super().equality_screens())

    def violations(self) -> tuple[Violation, ...]:
        """Return what the subject part still breaks, of what is asked."""
        left = self.left_out()
        return tuple(each for each in super().violations() if each.path not in left)

    def _without(self, screens: tuple[Screen, ...]) -> tuple[Screen, ...]:
        left = self.left_out()
        if not left:
            return screens
        found = []
        adult = tuple(f"{path}/" for path in self.programme.hand_over.adult_only)
        for screen in screens:
            if screen.lists and self.way is Way.WITH_ADULT and f"{_plain(screen.paths[0])}/".startswith(adult):
                continue  # nobody is asked to add what is for adults
            paths = tuple(path for path in screen.paths if path not in left)
            # a screen of which only its notes are left is about what is not asked
            if paths == screen.paths or any(_plain(path) in self.numbers for path in paths):
                found.append(replace(screen, paths=paths))
        return tuple(found)

    def _missing(self) -> Mapping[str, str]:
        return self.left_out()

    def _excused(self) -> Collection[str]:
        return self.left_out().keys()

    def _assent_version(self) -> str:
        assent = self.programme.hand_over.assent
        return assent[0] if self.way is Way.WITH_ADULT and assent is not None else ""


def _refuse_closed(event_id: str, unit: UnitOfWork) -> None:
    if unit.events.get(event_id) is not None:  # what is not here is said with the form it was asked for
        refuse_closed(unit, event_id)


def _plain(path: str) -> str:
    """Return ``path`` without instance numbers."""
    return "/".join(part.split("[", 1)[0] for part in path.split("/"))


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """An entry that was begun and neither finished nor given up. Holds no answer.

    Attributes:
        kind: interview or keying.
        answered: how many questions have an answer. keyed: and those that a missing code was keyed for.
        queries: of a keying, to the coordinator: those that wait and those that were answered.
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
    queries: tuple[Query, ...] = ()
    keyed: int = 0

    @property
    def parked(self) -> bool:
        """Whether it waits for the answer to a query, and nobody is to go on with it now."""
        return any(each.state is QueryState.OPEN for each in self.queries)


def open_drafts(
    place: Workplace, *, event_id: str | None = None, kind: DraftKind | None = None
) -> tuple[OpenDraft, ...]:
    """Return the drafts that wait to be gone on with, newest first.

    Filled-in forms that wait to be looked at are left out unless ``kind`` asks for them: nobody goes on with one
    at the interview or the keying page.
    """
    found = []
    with place.reading() as unit:
        asked = waiting_queries(unit)
        for header in unit.drafts.list_open(event_id=event_id, kind=kind):
            if kind is None and header.kind is DraftKind.FILLED:
                continue
            form = unit.forms.by_sha(header.form_sha256)
            event = unit.events.get(header.event_id)
            steps = unit.drafts.steps(header.draft_id)
            standing = {path: value for what, path, value in steps if what == "answer"}
            missing = {path: value for what, path, value in steps if what == MISSING}
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
                    queries=tuple(each for each in asked if each.draft_id == header.draft_id),
                    keyed=sum(1 for path in {*standing, *missing} if standing.get(path) or missing.get(path)),
                )
            )
    return tuple(sorted(found, key=lambda draft: draft.started_at, reverse=True))
