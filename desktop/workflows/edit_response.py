"""Changing a recorded response with a reason, and voiding one: a new revision, and never an old one rewritten."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Self

from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.questionnaires.entry import Environment, FormEntry, FormIncomplete, Step
from desktop.responses.drafts import DraftEnd, DraftHeader, DraftKind
from desktop.responses.instructions import Instruction, InstructionAction
from desktop.responses.response import MissingKind, Revision
from desktop.responses.states import ItemState, Move, can_move
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.instructions import leave_beside_backups
from desktop.workflows.open_entry import OpenEntry
from desktop.workflows.reasons import checked_reason
from desktop.workflows.revising import forced_as_written, is_as_written, next_revision, standing_entry
from desktop.workflows.taking_back import carry_out
from desktop.workflows.workplace import Workplace, recorder, require, the_programme

_NOT_ASKED = (MissingKind.ADULT_ONLY.value, MissingKind.NEEDS_FILE.value)


class ResponseEdit(OpenEntry):
    """A frozen response that is being changed. See :class:`~desktop.workflows.open_entry.OpenEntry`.

    It stands as it is, and counts, until the change is finished; then a new revision takes its place. What a sheet
    or a letter says is kept as it is written, as it was when it was keyed.

    Attributes:
        before: the revision that is changed.
        reason: why it is changed.
    """

    kind = DraftKind.EDIT
    before: Revision
    reason: str

    @classmethod
    def begin(cls, place: Workplace, *, actor: Actor, response_id: str, reason: str) -> Self:
        """Begin to change a response; the draft is on disk when this returns.

        Raises:
            Refusal: no reason was given, it can't be changed as it stands, somebody is changing it already, its
                form or programme is not on this device, or the role does not allow it.
        """
        require(actor, Action.CHANGE_RESPONSES)
        why = _why(reason, tr("Changing a response"))
        with place.unit() as unit:
            before = changeable(unit, response_id)
            form = unit.forms.by_sha(before.form_sha256)
            if form is None:
                raise Refusal(
                    place=tr("Changing a response"),
                    fault=tr("The form that it answers is not on this device."),
                    remedy=tr("Change it on the laptop that recorded it."),
                )
            programme = the_programme(unit, before.envelope.programme_id)
            envelope = before.envelope
            entry, steps = standing_entry(place, actor=actor, form=form, before=before)
            header = DraftHeader(
                draft_id=new_id(),
                response_id=response_id,
                kind=DraftKind.EDIT,
                form_id=form.form_id,
                form_version=form.version,
                form_sha256=form.sha256,
                programme_id=programme.programme_id,
                event_id=envelope.event_id,
                channel=envelope.channel,
                language=entry.language,
                recorder=recorder(actor),
                started_at=place.clock.now(),
                serial=envelope.serial,
                print_log_here=envelope.print_log_here,
                received_on=envelope.received_on,
                reason=why,
            )
            unit.drafts.begin(header)
            unit.drafts.append(header.draft_id, [(step.kind, step.path, step.value) for step in steps])
            unit.commit()
        begun = cls(
            place, actor=actor, header=header, form=form, programme=programme, entry=entry, written=len(steps)
        )
        return begun._of(before)

    @classmethod
    def resume(cls, place: Workplace, *, actor: Actor, draft_id: str) -> Self:
        """Return the change as it was when its last step was saved.

        Raises:
            Refusal: the draft is gone, the response was changed or taken out meanwhile, or the role does not allow
                it.
        """
        require(actor, Action.CHANGE_RESPONSES)
        with place.reading() as unit:
            header = unit.drafts.get(draft_id)
            form = unit.forms.by_sha(header.form_sha256) if header else None
            if header is None or form is None or header.kind is not cls.kind or header.end is not DraftEnd.OPEN:
                raise Refusal(
                    place=tr("Unfinished change"),
                    fault=tr("It is no longer there: it was finished or given up."),
                    remedy=tr("Open the response and begin a new one."),
                )
            before = changeable(unit, header.response_id, draft_id=draft_id)
            programme = the_programme(unit, header.programme_id)
            rows = unit.drafts.steps(draft_id)
        entry = FormEntry.replay(
            place.shelf.definition(form),
            [Step(kind, path, value) for kind, path, value in rows],
            clock=place.clock,
            environment=Environment(deviceid=place.device_id, username=actor.name),
            as_written=is_as_written(before.envelope),
        )
        resumed = cls(
            place, actor=actor, header=header, form=form, programme=programme, entry=entry, written=len(rows)
        )
        return resumed._of(before)

    def _of(self, before: Revision) -> Self:
        self.before, self.reason = before, self.header.reason
        self.equality_path = ""  # nobody is there to be asked: all that was answered stands in one list
        self.as_written = is_as_written(before.envelope)
        return self

    def finalise(self, *, received_on: str = "") -> Revision:
        """Freeze the change as a new revision, delete the journal, and count the response as finalised again.

        Args:
            received_on: as it was where it is empty.

        Raises:
            FormIncomplete: something required is missing or a constraint is broken.
            Refusal: the response was changed or taken out meanwhile.
            WorldError: the disk refused; the draft is as it was.
        """
        self._keep(())
        now = self._place.clock.now()
        excused = self._excused()
        if not self.as_written:
            broken = tuple(each for each in self.entry.validate() if each.path not in excused)
            if broken:
                raise FormIncomplete(broken, form_id=self.definition.form_id)
        revision = next_revision(
            self._place,
            actor=self._actor,
            before=self.before,
            entry=self.entry,
            reason=self.reason,
            missing=self.before.envelope.missing,
            forced=self._forced(),
            now=now,
            received_on=received_on,
        )
        with self._place.unit() as unit:
            self._refuse_if_elsewhere(unit)
            standing = changeable(unit, self.before.response_id, draft_id=self.draft_id)
            if standing.instance_id != self.before.instance_id:
                raise changed_meanwhile()
            unit.responses.add_revision(revision)  # the draft and its journal end with it
            unit.changes.add(
                actor=self._actor,
                what="response changed",
                about_id=revision.response_id,
                why=self.reason,
                at=now,
            )
            unit.commit()
        return revision

    def _forced(self) -> Mapping[str, str]:
        """Keep the reasons for what stands as it was; what else breaks a rule does so on the sheet."""
        if not self.as_written:
            return {}
        return forced_as_written(self.entry, self.before.envelope.forced)

    def _excused(self) -> Collection[str]:
        return {path for path, why in self.before.envelope.missing.items() if why in _NOT_ASKED}


def void(place: Workplace, *, actor: Actor, response_id: str, reason: str) -> ItemState:
    """Take a response out of the counts, with a reason; its answers are kept. Return the state it was in.

    It travels as an instruction, like a withdrawal: the centre voids it too, whether the response is there already
    or comes later, and a restored laptop voids it again.

    Raises:
        Refusal: no reason was given, it is not there or was taken out already, somebody is changing it, or the
            role does not allow it.
    """
    require(actor, Action.CHANGE_RESPONSES)
    why = _why(reason, tr("Voiding a response"))
    with place.unit() as unit:
        state = unit.responses.states([response_id]).get(response_id)
        if state is None or not can_move(state, Move.VOID):
            raise Refusal(
                place=tr("Voiding a response"),
                fault=tr("It is not there, is not finished, or was taken out already."),
                remedy=tr("Look at the list again."),
            )
        if unit.drafts.change_of(response_id) is not None:
            raise _being_changed()
        now = place.clock.now()
        origin = f"device {place.device_id}"
        given = Instruction(new_id(), InstructionAction.VOID, response_id, why, origin, now)
        unit.instructions.put(given)
        carry_out(unit, given, actor=actor, at=now)  # which logs it
        unit.commit()
    leave_beside_backups(place)
    return state


def _why(reason: str, place: str) -> str:
    why = checked_reason(reason, place=place)
    if not why:
        raise Refusal(
            place=place,
            fault=tr("No reason was given."),
            remedy=tr("Say in a few words why, with no names and no answers."),
        )
    return why


def changeable(unit: UnitOfWork, response_id: str, *, draft_id: str = "") -> Revision:
    """Return the newest revision of a response that may be changed now.

    Raises:
        Refusal: it may not.
    """
    stored = unit.responses.get(response_id)
    if stored is None or stored.revision is None or not can_move(stored.state, Move.REVISE):
        raise Refusal(
            place=tr("Changing a response"),
            fault=tr("It is not there, is not finished, or was taken out."),
            remedy=tr("Look at the list again."),
        )
    change = unit.drafts.change_of(response_id)
    if change is not None and change.draft_id != draft_id:
        raise _being_changed()
    return stored.revision


def _being_changed() -> Refusal:
    return Refusal(
        place=tr("This response"),
        fault=tr("Somebody began to change it and has not finished."),
        remedy=tr("Go on with that change, or give it up, on the page of the response."),
    )


def changed_meanwhile() -> Refusal:
    """Return the refusal of a change that was begun before another was finished."""
    return Refusal(
        place=tr("Changing a response"),
        fault=tr("It was changed elsewhere since this change was begun."),
        remedy=tr("Give this change up and begin anew from what stands now."),
    )
