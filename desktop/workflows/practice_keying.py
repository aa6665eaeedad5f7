"""A practice sheet being keyed, in memory alone: what real keying keeps, practice forgets.

It is the very :class:`~desktop.workflows.key_paper.Keying` of real sheets, so that practice is like the work; only
what it would write goes nowhere, and it can't end as a response.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from typing import NoReturn

from desktop.engagement.programme import Programme
from desktop.foundation.errors import Defect
from desktop.foundation.ids import new_id
from desktop.questionnaires.entry import Environment, FormEntry, Step
from desktop.questionnaires.stored_form import StoredForm
from desktop.responses.drafts import DraftHeader
from desktop.responses.keyings import FieldKeyed
from desktop.responses.practice_pile import PracticeSheet
from desktop.staff.people import Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.key_paper import Keying
from desktop.workflows.workplace import Workplace, recorder


class _Looking(Workplace):
    """A workplace that can be looked at and not written to."""

    __slots__ = ()

    def unit(self) -> UnitOfWork:
        raise Defect("practice of a keyer writes nothing")


class PracticeKeying(Keying):
    """One practice sheet being keyed.

    Attributes:
        sheet: what stands on it, and what is right.
    """

    sheet: PracticeSheet

    @classmethod
    def of_sheet(
        cls,
        place: Workplace,
        *,
        actor: Actor,
        form: StoredForm,
        programme: Programme,
        sheet: PracticeSheet,
        language: str,
    ) -> PracticeKeying:
        """Begin a practice sheet; nothing is written."""
        looking = _Looking(**{each.name: getattr(place, each.name) for each in fields(Workplace)})
        entry, _ = FormEntry.start(
            place.shelf.definition(form),
            clock=place.clock,
            language=language,
            environment=Environment(deviceid=place.device_id, username=actor.name),
            as_written=True,
        )
        header = DraftHeader(
            draft_id=new_id(),
            response_id="",
            kind=cls.kind,
            form_id=form.form_id,
            form_version=form.version,
            form_sha256=form.sha256,
            programme_id=programme.programme_id,
            event_id="",
            channel="paper",
            language=entry.language,
            recorder=recorder(actor),
            started_at=place.clock.now(),
        )
        made = cls(looking, actor=actor, header=header, form=form, programme=programme, entry=entry, written=0)
        made._restore_sheet_steps(())
        made.sheet = sheet
        return made

    def keyed(self) -> Mapping[str, FieldKeyed]:
        """Return what was made of each field: answers on the route and off it, and why there is none."""
        answers = {**self.entry.off_route(), **self.entry.answers()}
        missing = {path: FieldKeyed("", kind) for path, kind in self._missing().items() if path not in answers}
        return missing | {path: FieldKeyed(value) for path, value in answers.items()}

    def passed_by(self) -> Collection[str]:
        """Return the questions that are not asked after what was keyed."""
        asked = {node.path for node in self.entry.nodes() if node.relevant and not node.readonly}
        return {field.path for field in self.sheet.fields if field.path not in asked}

    def set_place(self, path: str) -> None:
        """Practice is not resumed."""

    def _keep(self, steps: Iterable[Step]) -> None:
        self._unsaved.clear()

    def finalise(self, *, received_on: str = "") -> NoReturn:
        """Practice is never a response."""
        raise Defect("a practice sheet is no response")

    def abandon(self, *, reason: str) -> None:
        """There is nothing to give up."""
