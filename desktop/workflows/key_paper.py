"""Keying a paper sheet: by its serial, as it is written, on the keyboard alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Self

from desktop.foundation.errors import Refusal, WorldError
from desktop.foundation.translation import tr
from desktop.questionnaires.entry import Changes, Step
from desktop.responses.drafts import DraftKind
from desktop.responses.keyings import FieldEffort
from desktop.responses.response import MissingKind, Revision
from desktop.sheets.serials import read_serial
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.ask_coordinator import close_queries, refuse_open_queries
from desktop.workflows.first_keyers import log_going_on
from desktop.workflows.keyed_sheets import keep_first_keying
from desktop.workflows.keyers_let_in import refuse_untrained
from desktop.workflows.noted_words import cleaned, refuse_too_long
from desktop.workflows.open_entry import OpenEntry
from desktop.workflows.sheet_lookup import AlreadyKeyed, SerialForged, SheetToKey, look_up, look_up_serial
from desktop.workflows.sheet_notes import EFFORT, FORCED, LOOSE, MARGIN, MISSING, TYPING, UNDO, Act, SheetNotes
from desktop.workflows.workplace import Workplace, require

__all__ = ["AlreadyKeyed", "Keying", "SerialForged", "SheetToKey", "look_up", "look_up_serial"]

MOST_MARGIN = 4_000
"""Characters of what is written in the margins of one sheet."""
MOST_LOOSE = 99


class _BegunMeanwhile(Exception):
    """Another window began to key the sheet since its serial was looked up.

    Attributes:
        draft_id: of the keying that it began.
    """

    def __init__(self, draft_id: str) -> None:
        super().__init__()
        self.draft_id = draft_id


class Keying(OpenEntry):
    """One sheet being keyed, as it is written: what the form would drop or forbid is kept and marked."""

    kind = DraftKind.KEYING
    as_written = True

    _notes: SheetNotes
    _going_on = ""
    """Path of the question whose words are being typed in this sitting: each saving of them is one step still."""
    _left_blank: Collection[str] = ()

    @classmethod
    def begin(
        cls,
        place: Workplace,
        *,
        actor: Actor,
        sheet: SheetToKey,
        event_id: str = "",
        language: str | None = None,
    ) -> Self:
        """Start keying a sheet, or go on with it where it was left.

        Args:
            event_id: where the sheet was collected; needed when the print log is elsewhere.

        Raises:
            Refusal: no event is known, or the role does not allow keying.
            NotLetIn: the keyer is a volunteer who has still to practise.
        """
        require(actor, Action.KEY_PAPER)
        if sheet.draft_id:
            return cls.resume(place, actor=actor, draft_id=sheet.draft_id)
        chosen = event_id or sheet.event_id
        if not chosen:
            raise Refusal(
                place=tr("Serial {serial}", serial=sheet.shown),
                fault=tr("The print log of this sheet is on another device, so its event is not known here."),
                remedy=tr("Choose the event at which it was collected."),
            )
        if sheet.versions:
            raise Refusal(
                place=tr("Serial {serial}", serial=sheet.shown),
                fault=tr("This device has several versions of its form, and can't know which one the sheet has."),
                remedy=tr("Give the version that stands at the foot of the sheet."),
            )
        try:
            begun = cls._begun(place, actor=actor, sheet=sheet, event_id=chosen, language=language)
        except _BegunMeanwhile as meanwhile:
            return cls.resume(place, actor=actor, draft_id=meanwhile.draft_id)
        begun._restore_sheet_steps(())
        return begun

    @classmethod
    def _begun(
        cls, place: Workplace, *, actor: Actor, sheet: SheetToKey, event_id: str, language: str | None
    ) -> Self:
        def still_free(unit: UnitOfWork) -> None:
            # asked again in the transaction that begins it: another window may have been quicker
            now = look_up(unit, read_serial(sheet.serial))
            if now.draft_id:
                raise _BegunMeanwhile(now.draft_id)
            refuse_untrained(unit, actor, now.form_id)

        return cls._begin(
            place,
            actor=actor,
            form_id=sheet.form_id,
            form_sha256=sheet.form_sha256,
            event_id=event_id,
            channel="paper",
            language=language,
            serial=sheet.serial,
            print_log_here=sheet.print_log_here,
            check=still_free,
        )

    @classmethod
    def resume(cls, place: Workplace, *, actor: Actor, draft_id: str) -> Self:
        """Return the keying as it was; somebody who goes on with another person's work has a hand in it too.

        Raises:
            Refusal: the draft is gone: finalised, abandoned, or never there.
        """
        resumed = super().resume(place, actor=actor, draft_id=draft_id)
        if cls.kind is DraftKind.KEYING:
            with place.unit() as unit:
                log_going_on(unit, resumed.header, actor=actor, at=place.clock.now())
                unit.commit()
        return resumed

    def _restore_sheet_steps(self, rows: Iterable[tuple[str, str, str]]) -> None:
        self._notes = SheetNotes(rows)

    # keying -------------------------------------------------------------------------------------------------

    def answer(self, path: str, value: str) -> Changes:
        """Key a value; a missing code noted for the question before is taken back."""
        return self._act(path, value, ())

    @property
    def typing(self) -> str:
        """Path of the question whose words were saved before they were ended; empty where there is none."""
        return self._notes.typing

    def hold_words(self, path: str, value: str) -> Changes:
        """Save words that are still being typed; all that is saved of them until they end is undone as one."""
        return self._act(path, value, (), typing=path if value else "")

    def take_words_back(self, path: str, stood: str) -> Changes:
        """Save that what was typed is gone from the field again: ``stood`` stands there as before."""
        acts = self._notes.acts
        if self._going_on == path and acts and (acts[-1].path, acts[-1].value) == (path, stood):
            return self._undone(acts.pop())
        return self.hold_words(path, stood)

    def end_words(self, path: str) -> None:
        """Go on from a question whose words were saved while they were typed, and stand as they are."""
        self._going_on = ""
        if path and self.typing == path:
            self._keep_notes([Step(TYPING, "", "")])

    def mark_missing(self, path: str, kind: MissingKind) -> Changes:
        """Say why the question has no usable answer; a value keyed before is cleared."""
        return self._act(path, "", (Step(MISSING, path, kind.value),))

    def force(self, path: str, reason: str) -> None:
        """Keep a value that the form forbids, as written on the sheet, with the reason.

        Raises:
            Refusal: no reason was given.
        """
        if not reason.strip():
            raise Refusal(
                place=tr("Question {number}", number=self.numbers.get(path, path)),
                fault=tr("No reason was given."),
                remedy=tr("Say why the value is kept, for example: as written on the sheet."),
            )
        self._keep_notes([Step(FORCED, path, reason.strip())])

    def missing_kind(self, path: str) -> str:
        """Return the missing code noted for a question, or an empty text."""
        return self._notes.missing.get(path, "")

    def undo(self) -> str:
        """Take the last step back, whichever sitting it was made in: what stood before it stands again.

        Returns:
            the path of its question; empty where there is nothing left to undo.
        """
        while self._notes.acts:
            act = self._notes.acts.pop()
            if not self._is_there(act.path):
                continue  # of a block that is gone
            self._undone(act)
            return act.path
        return ""

    def _undone(self, act: Act) -> Changes:
        changes = self.entry.answer(act.path, act.value)
        steps = [*changes.steps, *self._notes.restoring(act), *self._typing_now("")]
        self._keep_notes([Step(UNDO, act.path, str(len(steps))), *steps])
        return changes

    def _typing_now(self, path: str) -> list[Step]:
        self._going_on = path
        return [Step(TYPING, path, "")] if path != self.typing else []

    def _act(self, path: str, value: str, notes: Sequence[Step], *, typing: str = "") -> Changes:
        """Give a value with what is noted of it, all in one transaction, so that it can be undone as one."""
        goes_on = bool(self._notes.acts) and self._notes.acts[-1].path == path == self._going_on
        before = Act(path, self.entry.node(path).value, self.missing_kind(path), self._notes.reasons.get(path, ""))
        changes = self.entry.answer(path, value)
        cleared = self._notes.clearing(path, answered=bool(value))
        if not goes_on:
            self._notes.acts.append(before)
        stood = () if goes_on or before.is_bare else (before.step(),)
        self._keep_notes([*stood, *changes.steps, *cleared, *notes, *self._typing_now(typing)])
        return changes

    def _is_there(self, path: str) -> bool:
        try:
            self.entry.node(path)
        except WorldError:
            return False
        return True

    def _keep_notes(self, steps: Sequence[Step]) -> None:
        # noted first: when the disk refuses, they stand in memory and go with the next step
        for step in steps:
            self._note(step)
        self._keep(steps)

    def _note(self, step: Step) -> None:
        self._notes.note(step)

    # beside the questions -----------------------------------------------------------------------------------

    def note_effort(self, path: str, effort: FieldEffort) -> None:
        """Count what a question took; on disk with the next step, or when the sheet is left."""
        step = Step(EFFORT, path, f"{effort.keystrokes} {effort.seconds:.2f}")
        self._notes.note(step)
        self._unsaved.append(step)

    def flush(self) -> None:
        """Write down what was only counted so far."""
        self._keep(())

    @property
    def margin_notes(self) -> str:
        """What is written beside the questions."""
        return self._notes.margin

    @property
    def loose_pages(self) -> int:
        """Pages that came with the sheet and are none of its own."""
        return self._notes.loose

    def set_margin_notes(self, words: str, *, loose_pages: int) -> None:
        """Keep what is written beside the questions, and how many other pages came with the sheet.

        Raises:
            Refusal: the words are too long, or there are more pages than any envelope holds.
        """
        place = tr("Notes in the margin")
        kept = refuse_too_long(cleaned(words), place=place, most=MOST_MARGIN)
        if not 0 <= loose_pages <= MOST_LOOSE:
            raise Refusal(
                place=place,
                fault=tr("{count} is no number of loose pages.", count=loose_pages),
                remedy=tr("Give how many pages came with the sheet, up to {most}.", most=MOST_LOOSE),
            )
        self._keep_notes([Step(MARGIN, "", kept), Step(LOOSE, "", str(loose_pages))])

    # ending -------------------------------------------------------------------------------------------------

    def _may_end(self, unit: UnitOfWork) -> None:
        if self.header.serial:
            refuse_open_queries(unit, self.header.serial)

    def _ended(self, unit: UnitOfWork, revision: Revision | None, at: datetime) -> None:
        if not self.header.serial:
            return
        close_queries(unit, self.header.serial)
        if revision is not None:
            keep_first_keying(
                self._place,
                unit,
                revision=revision,
                begun=self.header.started_at,
                at=at,
                efforts=self._notes.efforts,
            )

    def count_as_blank(self, paths: Collection[str]) -> None:
        """Take it at the end that these questions were asked and have nothing: whatever was keyed there counts."""
        self._left_blank = tuple(paths)

    def _missing(self) -> Mapping[str, str]:
        return dict.fromkeys(self._left_blank, MissingKind.BLANK.value) | self._notes.missing

    def _forced(self) -> Mapping[str, str]:
        """Every constraint that the sheet breaks is named; a keyer who gave no reason is shown as that."""
        broken = {each.path for each in self.entry.validate() if each.rule == "constraint"}
        return {path: self._notes.reasons.get(path, tr("as written on the sheet")) for path in broken}

    def _margin_notes(self) -> str:
        return self._notes.margin

    def _loose_pages(self) -> int:
        return self._notes.loose
