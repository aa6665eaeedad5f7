"""One respondent's entry that is kept on disk as it is filled in: what interview, hand-over and keying share.

Every step goes into the encrypted journal, and is committed, before the call returns. When the disk refuses,
the step stays in memory and goes with the next one, so that nothing is lost by trying again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Self

from desktop.engagement.programme import Programme
from desktop.foundation.clock import civil_date
from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id, new_instance_id
from desktop.foundation.translation import tr
from desktop.questionnaires.definition import FormDefinition, Group, Question, Repeat
from desktop.questionnaires.entry import Changes, Environment, FormEntry, Screen, Step, Violation
from desktop.questionnaires.numbering import question_numbers
from desktop.questionnaires.stored_form import StoredForm
from desktop.responses.drafts import DraftEnd, DraftHeader, DraftKind
from desktop.responses.response import Revision
from desktop.staff.people import Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.form_media import FormMedia
from desktop.workflows.freezing import code_for, freeze, put_code, refuse_future
from desktop.workflows.keyed_sheets import mark_keyed
from desktop.workflows.sheet_notes import NOTES
from desktop.workflows.workplace import Workplace, recorder, the_event, the_form, the_programme

SHEET_STEPS = NOTES | {"sheet:file", "sheet:misfit", "hand-over:way"}
"""Journal steps that are about the sheet or the hand-over, not about the form: the entry never sees them."""


class OpenEntry:
    """A draft and the entry it fills.

    Attributes:
        draft_id: uuid4 text.
        definition: what is answered.
        entry: the answers in progress; read it, change it through this object only.
        programme: whose wording is shown.
        equality_path: path of the group that is asked after "check your answers"; empty when there is none.
        numbers: question path to its number, the same on screen and paper.
        withdrawal_code: empty until the entry is finalised; then the code that takes it back, for somebody who is
            there to be given it. It is kept nowhere else, so it is gone with this object.
    """

    kind: DraftKind
    as_written = False

    def __init__(
        self,
        place: Workplace,
        *,
        actor: Actor,
        header: DraftHeader,
        form: StoredForm,
        programme: Programme,
        entry: FormEntry,
        written: int,
    ) -> None:
        self._place = place
        self._actor = actor
        self._form = form
        self._unsaved: list[Step] = []
        self._written = written
        self.header = header
        self.programme = programme
        self.definition: FormDefinition = entry.definition
        self.entry = entry
        self.equality_path = form.equality_group
        self.numbers: Mapping[str, str] = question_numbers(self.definition)
        self.withdrawal_code = ""
        self._media: FormMedia | None = None

    def media(self, name: str) -> bytes | None:
        """Return a picture, sound or film that the form shows, by its file's name; ``None`` without it."""
        if self._media is None:  # not before it is asked for: few forms show any
            self._media = self._place.media(self._form)
        return self._media.get(name)

    @property
    def draft_id(self) -> str:
        """The draft's id."""
        return self.header.draft_id

    # beginning and resuming ------------------------------------------------------------------------------

    @classmethod
    def _begin(
        cls,
        place: Workplace,
        *,
        actor: Actor,
        form_id: str,
        event_id: str,
        channel: str,
        language: str | None,
        serial: str = "",
        print_log_here: bool | None = None,
        form_sha256: str = "",
        check: Callable[[UnitOfWork], None] = lambda unit: None,
        received_on: str = "",
        fill: Callable[[FormEntry], Sequence[Step]] = lambda entry: (),
    ) -> Self:
        with place.unit() as unit:
            check(unit)
            form = (unit.forms.by_sha(form_sha256) if form_sha256 else None) or the_form(unit, form_id)
            programme = the_programme(unit, form.programme_id)
            event = the_event(unit, event_id, of_programme=programme.programme_id)
            entry, steps = FormEntry.start(
                place.shelf.definition(form),
                clock=place.clock,
                language=language,
                environment=Environment(
                    deviceid=place.device_id,
                    username=actor.name,
                    # a sheet is keyed as it is: what the event is about must not tick a box for anybody
                    event_area="" if cls.as_written else event.area,
                ),
                as_written=cls.as_written,
            )
            header = DraftHeader(
                draft_id=new_id(),
                response_id=new_instance_id(),
                kind=cls.kind,
                form_id=form.form_id,
                form_version=form.version,
                form_sha256=form.sha256,
                programme_id=programme.programme_id,
                event_id=event.event_id,
                channel=channel,
                language=entry.language,
                recorder=recorder(actor),
                started_at=place.clock.now(),
                serial=serial,
                print_log_here=print_log_here,
                received_on=received_on,
            )
            steps = (*steps, *fill(entry))
            unit.drafts.begin(header)
            unit.drafts.append(header.draft_id, _rows(steps))
            unit.commit()
        return cls(
            place,
            actor=actor,
            header=header,
            form=form,
            programme=programme,
            entry=entry,
            written=len(steps),
        )

    @classmethod
    def resume(cls, place: Workplace, *, actor: Actor, draft_id: str) -> Self:
        """Return the entry as it was when its last step was saved.

        Raises:
            Refusal: the draft is gone: finalised, abandoned, or never there.
        """
        with place.reading() as unit:
            header = unit.drafts.get(draft_id)
            form = unit.forms.by_sha(header.form_sha256) if header else None
            if header is None or form is None or header.kind is not cls.kind or header.end is not DraftEnd.OPEN:
                raise Refusal(
                    place=tr("Unfinished entry"),
                    fault=tr("It is no longer there: it was finished or given up."),
                    remedy=tr("Start a new one."),
                )
            programme = the_programme(unit, header.programme_id)
            rows = unit.drafts.steps(draft_id)
        entry = FormEntry.replay(
            place.shelf.definition(form),
            [Step(kind, path, value) for kind, path, value in rows if kind not in SHEET_STEPS],
            clock=place.clock,
            environment=Environment(deviceid=place.device_id, username=actor.name),
            as_written=cls.as_written,
        )
        resumed = cls(
            place,
            actor=actor,
            header=header,
            form=form,
            programme=programme,
            entry=entry,
            written=len(rows),
        )
        resumed._restore_sheet_steps(rows)
        return resumed

    def _restore_sheet_steps(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Take back what was noted beside the answers: by keying about the sheet, at a hand-over about the age.

        Args:
            rows: the journal, all of it.
        """

    # answering -------------------------------------------------------------------------------------------

    def answer(self, path: str, value: str) -> Changes:
        """Give an answer (ODK text form, "" clears it); it is on disk when this returns.

        Raises:
            AnswerRefused: the value is none of the question's type.
            WorldError: the disk refused; the answer is kept and goes with the next one.
        """
        return self._save(self.entry.answer(path, value))

    def add_repeat(self, path: str) -> Changes:
        """Add an instance to a repeat; on disk when this returns."""
        return self._save(self.entry.add_repeat(path))

    def remove_repeat(self, path: str) -> Changes:
        """Remove an instance of a repeat; on disk when this returns."""
        return self._save(self.entry.remove_repeat(path))

    def set_language(self, language: str) -> Changes:
        """Show the form in another of its languages; on disk when this returns."""
        return self._save(self.entry.set_language(language))

    def set_place(self, path: str) -> None:
        """Keep where the person is, so that resuming lands there."""
        with self._place.unit() as unit:
            unit.drafts.set_place(self.draft_id, path)
            unit.commit()

    def _save(self, changes: Changes) -> Changes:
        self._keep(changes.steps)
        return changes

    def _keep(self, steps: Iterable[Step]) -> None:
        self._unsaved.extend(steps)
        if not self._unsaved:
            return
        with self._place.unit() as unit:
            self._refuse_if_elsewhere(unit)
            unit.drafts.append(self.draft_id, _rows(self._unsaved))
            unit.commit()
        self._written += len(self._unsaved)
        self._unsaved.clear()

    def _refuse_if_elsewhere(self, unit: UnitOfWork) -> None:
        """Refuse to go on when another window did: two sets of answers must not run into one."""
        if unit.drafts.length(self.draft_id) != self._written:
            raise Refusal(
                place=tr("This entry"),
                fault=tr("It was gone on with in another window since it was opened here."),
                remedy=tr("Close it here and take it up again from today's list; what was saved there stands."),
            )

    # screens and checks ----------------------------------------------------------------------------------

    def subject_screens(self) -> tuple[Screen, ...]:
        """Return the screens about the subject, relevant ones only, in order.

        A repeat that a person may add to begins with the list of its instances; a sheet has them as printed.
        """
        return self.entry.screens(excluding=self.equality_path or None, lists=not self.as_written)

    def equality_screens(self) -> tuple[Screen, ...]:
        """Return the screens of the equality block; none when the form has no such block."""
        if not self.equality_path:
            return ()
        return self.entry.screens(within=self.equality_path, lists=not self.as_written)

    @property
    def equality_asks_itself(self) -> bool:
        """Whether the block begins with a question of its own whether to answer it, so that nobody else need ask.

        That is so when everything else that it asks depends on its first question.
        """
        block = self.definition.find(self.equality_path) if self.equality_path else None
        if not isinstance(block, Group):
            return False
        asked = list(_with_rules(block, ()))
        if len(asked) < 2:
            return False
        (first, _), *rest = asked
        return all(any(first.ref in rule for rule in rules) for _, rules in rest)

    def violations(self) -> tuple[Violation, ...]:
        """Return what the subject part still breaks: required and constraint."""
        return self.entry.validate(excluding=self.equality_path or None)

    # ending ----------------------------------------------------------------------------------------------

    def finalise(self, *, received_on: str = "") -> Revision:
        """Freeze the answers as instance XML, delete the journal, and count the response as finalised.

        Args:
            received_on: for paper and letters, the ISO date it came in.

        Raises:
            FormIncomplete: something required is missing or a constraint is broken.
            WorldError: the disk refused; the draft is as it was.
        """
        self._keep(())
        now = self._place.clock.now()
        refuse_future(received_on, civil_date(now, self.programme.time_zone))
        code = code_for(self.header.channel)
        revision = freeze(
            self._place,
            actor=self._actor,
            entry=self.entry,
            programme=self.programme,
            header=self.header,
            now=now,
            received_on=received_on,
            missing=self._missing(),
            forced=self._forced(),
            code=code,
            excused=self._excused(),
            assent_version=self._assent_version(),
            file_digest=self._file_digest(),
            margin_notes=self._margin_notes(),
            loose_pages=self._loose_pages(),
        )
        with self._place.unit() as unit:
            self._refuse_if_elsewhere(unit)
            self._may_end(unit)
            unit.responses.add_revision(revision)  # its draft and journal end with it
            put_code(unit, revision)
            if revision.envelope.serial:
                mark_keyed(self._place, unit, actor=self._actor, revision=revision, at=now)
            self._ended(unit, revision, now)
            unit.commit()
        self.withdrawal_code = code
        return revision

    def abandon(self, *, reason: str) -> None:
        """Give the draft up: its answers are deleted, the reason is kept.

        Raises:
            Refusal: no reason was given.
        """
        if not reason.strip():
            raise Refusal(
                place=tr("Giving up an entry"),
                fault=tr("No reason was given."),
                remedy=tr("Say in a few words why it ended, with no names."),
            )
        with self._place.unit() as unit:
            self._refuse_if_elsewhere(unit)
            unit.drafts.abandon(self.draft_id, reason.strip())
            self._ended(unit, None, self._place.clock.now())
            unit.commit()

    def _may_end(self, unit: UnitOfWork) -> None:
        """Refuse in the transaction that would freeze it, where something stands in the way."""

    def _ended(self, unit: UnitOfWork, revision: Revision | None, at: datetime) -> None:
        """Keep what goes with the end, in its transaction; ``revision`` is ``None`` where it was given up."""

    def _missing(self) -> Mapping[str, str]:
        return {}

    def _forced(self) -> Mapping[str, str]:
        return {}

    def _excused(self) -> Collection[str]:
        return ()

    def _assent_version(self) -> str:
        return ""

    def _file_digest(self) -> str:
        return ""

    def _margin_notes(self) -> str:
        return ""

    def _loose_pages(self) -> int:
        return 0


def _with_rules(parent: Group | Repeat, rules: tuple[str, ...]) -> Iterator[tuple[Question, tuple[str, ...]]]:
    """Yield what is asked below ``parent`` with the relevance rules on the way to it, outermost first."""
    for child in parent.children:
        here = (*rules, child.relevant.text) if child.relevant is not None else rules
        if not isinstance(child, Question):
            yield from _with_rules(child, here)
        elif child.asked:
            yield child, here


def _rows(steps: Iterable[Step]) -> list[tuple[str, str, str]]:
    return [(step.kind, step.path, step.value) for step in steps]
