"""A filled-in form that came by e-mail and was taken over: looked at by a person before it counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self

from desktop.engagement.programme import Channel
from desktop.foundation.clock import civil_date
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.questionnaires.entry import FormEntry, Step
from desktop.responses.drafts import DraftKind
from desktop.responses.response import Revision
from desktop.staff.people import Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.fillable_reading import (
    FILE_STEP,
    MISFIT_STEP,
    ReadAnswer,
    Reading,
    question_at,
    shown_answer,
    taken_as,
)
from desktop.workflows.freezing import refuse_future
from desktop.workflows.key_paper import Keying
from desktop.workflows.workplace import Workplace, the_programme


class AlreadyTakenIn(Refusal):
    """The same file was taken in before.

    Attributes:
        response_id: of the response, or the draft of it, that was read from it.
    """

    def __init__(self, response_id: str) -> None:
        super().__init__(
            place=tr("The filled-in form"),
            fault=tr("This file was taken in before."),
            remedy=tr(
                "If it is another person's after all, with the same answers, take it in once more and say so."
            ),
        )
        self.response_id = response_id


class FilledIn(Keying):
    """A filled-in form that was taken over, to be looked at: as written, and changed as a keyed sheet is.

    Attributes:
        misfits: path to what stands there and is no answer. The question counts as illegible until it is answered.
    """

    kind = DraftKind.FILLED
    misfits: dict[str, str]
    _file: str

    @classmethod
    def begin_from(
        cls, place: Workplace, *, actor: Actor, read: Reading, event_id: str, received_on: str, again: bool
    ) -> Self:
        """Begin the draft, with everything that fits, in one transaction; as :func:`take_in_fillable`."""
        form, digest = read.form, read.fields.digest
        now = place.clock.now()
        with place.reading() as unit:
            today = civil_date(now, the_programme(unit, form.programme_id).time_zone)
        refuse_future(received_on, today)
        beside: list[Step] = []

        def still_new(unit: UnitOfWork) -> None:
            # asked where it is begun: another window may have been quicker
            taken = "" if again else taken_as(unit, form, digest)
            if taken:
                raise AlreadyTakenIn(taken)
            unit.changes.add(actor=actor, what="filled-in form taken in", about_id=form.form_id, at=now)

        def fill(entry: FormEntry) -> Sequence[Step]:
            taken_over = read.fill(entry)
            beside.extend((Step(FILE_STEP, "", digest), *taken_over.notes(entry)))
            return (*taken_over.steps, *beside)

        begun = cls._begin(
            place,
            actor=actor,
            form_id=form.form_id,
            form_sha256=form.sha256,
            event_id=event_id,
            channel=Channel.EMAIL.value,
            language=read.language,
            received_on=received_on or today.isoformat(),
            check=still_new,
            fill=fill,
        )
        begun._restore_sheet_steps((step.kind, step.path, step.value) for step in beside)
        return begun

    def finalise(self, *, received_on: str = "") -> Revision:
        """Count the response; the date received is the one that was given when it was taken in."""
        return super().finalise(received_on=received_on or self.header.received_on)

    def answers(self) -> tuple[ReadAnswer, ...]:
        """Return everything that stands there now, in the order of the form, misfits too."""
        from desktop.paper.filled_answers import Filled

        standing = {**self.entry.off_route(), **self.entry.answers()}
        broken = {each.path for each in self.entry.validate() if each.rule == "constraint"}
        found = []
        for node in self.entry.nodes():
            misfit = self.misfits.get(node.path) if node.path not in standing else None
            if node.path in standing or misfit is not None:
                value = standing.get(node.path, "")
                each = Filled(node.path, value, misfit or value, tr("It does not fit.") if misfit else "")
                question = question_at(self.definition, node.path)
                if question is not None and question.asked:
                    found.append(
                        shown_answer(self.definition, each, self.entry.language, node.path in broken, None)
                    )
        return tuple(found)

    def _restore_sheet_steps(self, rows: Iterable[tuple[str, str, str]]) -> None:
        kept = tuple(rows)
        self.misfits = {path: value for kind, path, value in kept if kind == MISFIT_STEP}
        self._file = next((value for kind, _path, value in kept if kind == FILE_STEP), "")
        super()._restore_sheet_steps(kept)

    def _file_digest(self) -> str:
        return self._file
