"""Deciding where two keyings of a sheet differ: by a third person, field by field, each decision kept.

What the first keyer read may be adopted, what the second did, or neither. Where that is not what the response
says, the response gets one new revision, as a change would give it; the first revision is never rewritten.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from desktop.foundation.errors import Refusal, WorldError
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.questionnaires.definition import Question
from desktop.questionnaires.entry import FormEntry
from desktop.questionnaires.numbering import question_numbers
from desktop.responses.adjudication import Decision, is_third
from desktop.responses.keying_comparison import Difference, FieldKind, as_keyed, same_field
from desktop.responses.keyings import FieldKeyed, KeyedSheet, Which
from desktop.responses.response import MissingKind, Recorder, Revision
from desktop.responses.verification import SheetStanding
from desktop.responses.verification_plan import without_blocks
from desktop.sheets.copies import CopyState
from desktop.sheets.serials import Serial, read_serial
from desktop.staff.people import Action, Actor, Role
from desktop.store.unit import UnitOfWork
from desktop.workflows.decided_sheet import DecidedSheet, block_order
from desktop.workflows.edit_response import changeable
from desktop.workflows.first_keyers import keyed_first
from desktop.workflows.keyed_sheets import mark_verified
from desktop.workflows.keying_differences import comparison, first_keyings, second_of, standings_of
from desktop.workflows.reasons import checked_reason
from desktop.workflows.workplace import Workplace, recorder, require

ADJUDICATED = "adjudicated"
"""The reason of a revision that came of decisions; each decision has a reason of its own."""
ON_PAPER = (MissingKind.BLANK, MissingKind.ILLEGIBLE, MissingKind.MULTIPLE)
"""Why a question on a sheet can have no usable answer."""


@dataclass(frozen=True, slots=True)
class WaitingSheet:
    """A sheet whose keyings differ.

    Attributes:
        differences: how many fields.
        mine: whether this person keyed it, the first or the second time: another one decides.
    """

    serial: str
    shown: str
    form_title: str
    differences: int
    mine: bool


@dataclass(frozen=True, slots=True)
class FieldToDecide:
    """One field that two keyers read differently.

    Attributes:
        number: of the question, as it is printed; with that of its block in a repeat.
        choices: (value, label) of the question's choices, in the sheet's order.
        stands: what the response says now, where it was changed since the first keying; else as ``first``.
    """

    path: str
    number: str
    label: str
    kind: FieldKind
    question: Question = field(repr=False)
    choices: tuple[tuple[str, str], ...]
    first: FieldKeyed = field(repr=False)
    second: FieldKeyed = field(repr=False)
    stands: FieldKeyed = field(repr=False)


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of deciding a sheet.

    Attributes:
        revised: whether the response has a new revision.
        decisions: as they were kept.
    """

    revised: bool
    decisions: tuple[Decision, ...]


def waiting(place: Workplace, *, actor: Actor, programme_id: str) -> tuple[WaitingSheet, ...]:
    """Return the sheets that wait for decisions, in the order in which they were keyed.

    Raises:
        Refusal: the role does not allow it.
    """
    require(actor, Action.ADJUDICATE)
    me = recorder(actor)
    found = []
    with place.reading() as unit:
        firsts = first_keyings(unit, programme_id=programme_id)
        titles = {each.form_id: each.title for each in unit.forms.list()}
        for serial, standing in standings_of(place, unit, firsts).items():
            if standing.standing is not SheetStanding.WAITS_FOR_DECISION:
                continue
            first, second = _keyings(unit, serial)
            found.append(
                WaitingSheet(
                    serial=serial,
                    shown=read_serial(serial).shown,
                    form_title=titles.get(first.form_id, first.form_id),
                    differences=len(comparison(place, unit, first, second).differences),
                    mine=not _is_third(unit, me, first, second),
                )
            )
    return tuple(found)


class Adjudication:
    """The differences of one sheet, being decided. Nothing is kept before :meth:`finish`: then it is all, at once.

    Attributes:
        serial, shown: of the sheet; the latter in groups of four.
        fields: what is to be decided, in the order of the sheet.
        third: whether this person keyed the sheet neither time.
        adopted: path to what was decided so far; reasons: path to why.
    """

    def __init__(
        self,
        place: Workplace,
        *,
        actor: Actor,
        first: KeyedSheet,
        second: KeyedSheet,
        before: Revision,
        sheet: DecidedSheet,
        fields: tuple[FieldToDecide, ...],
        third: bool,
    ) -> None:
        self._place, self._actor = place, actor
        self._first, self._second, self._before, self._sheet = first, second, before, sheet
        self.serial = first.serial
        self.shown = read_serial(first.serial).shown
        self.form_title = sheet.entry.definition.title
        self.response_id = before.response_id
        self.fields = fields
        self.third = third
        self.adopted: dict[str, FieldKeyed] = {}
        self.reasons: dict[str, str] = {}

    @classmethod
    def begin(cls, place: Workplace, *, actor: Actor, serial: str) -> Self:
        """Return the differences of a sheet.

        Raises:
            Refusal: it does not wait for a decision, its response can't be changed now, this person keyed it and
                is no coordinator, or the role does not allow it.
        """
        require(actor, Action.ADJUDICATE)
        with place.reading() as unit:
            first, second = _keyings(unit, serial)
            before = changeable(unit, first.response_id)
            form = unit.forms.by_sha(before.form_sha256)
            found = comparison(place, unit, first, second)
            copy = unit.copies.copy(serial)
            if form is None or copy is None or copy.state is not CopyState.KEYED:
                raise _no_more(read_serial(serial))
            third = _is_third(unit, recorder(actor), first, second)
        if not third and actor.role is not Role.COORDINATOR:
            raise Refusal(
                place=tr("Serial {serial}", serial=read_serial(serial).shown),
                fault=tr("You keyed this sheet yourself, so another person decides."),
                remedy=tr("Leave it to somebody who keyed it neither time, or to the coordinator."),
            )
        sheet = DecidedSheet(place, actor=actor, form=form, before=before)
        fields = _fields(sheet.entry, found.differences, before)
        return cls(
            place,
            actor=actor,
            first=first,
            second=second,
            before=before,
            sheet=sheet,
            fields=fields,
            third=third,
        )

    @property
    def language(self) -> str:
        """Name of the form's language that labels are in."""
        return self._sheet.entry.language

    @property
    def left(self) -> tuple[FieldToDecide, ...]:
        """What is not decided yet."""
        return tuple(each for each in self.fields if each.path not in self.adopted)

    def decide(self, path: str, adopted: FieldKeyed, *, reason: str = "") -> None:
        """Say what the sheet says at one field; decided again, the later holds.

        What was adopted in a block that this takes away is to be decided again: it is in ``left``.

        Args:
            reason: why; asked for where it is neither what the first nor what the second keyer read.

        Raises:
            AnswerRefused: the value is none of the question's type, as written.
            Refusal: no reason was given where there must be one, or it holds a contact detail.
        """
        each = next((each for each in self.fields if each.path == path), None)
        if each is None:
            raise _no_more(read_serial(self.serial))
        value, missing = adopted.value.strip(), "" if adopted.value.strip() else adopted.missing
        if missing and missing not in {kind.value for kind in ON_PAPER}:
            raise Refusal(
                place=tr("Question {number}", number=each.number),
                fault=tr("A sheet can't say this."),
                remedy=tr("Say blank, illegible or more than one marked, or key what is written."),
            )
        why = checked_reason(reason, place=tr("Question {number}", number=each.number))
        try:
            if path in self.adopted:  # what the other decision took away is to stand again
                self._sheet.begin_anew({at: said for at, said in self.adopted.items() if at != path})
            said = self._sheet.say(path, FieldKeyed(value, missing))
            if not why and not any(same_field(said, one, each.kind) for one in (each.first, each.second)):
                raise Refusal(
                    place=tr("Question {number}", number=each.number),
                    fault=tr("Neither keyer read this, and no reason was given."),
                    remedy=tr("Say in a few words what is to be seen on the sheet; quote no answer."),
                )
        except WorldError:
            self._sheet.begin_anew(self.adopted)
            raise
        self.adopted[path] = said
        self.reasons[path] = why
        for gone in self._sheet.unsaid(self.adopted):
            del self.adopted[gone], self.reasons[gone]

    def finish(self, *, exception: str = "") -> Decided:
        """Keep all decisions, give the response its new revision where it needs one, and mark the sheet verified.

        Args:
            exception: the coordinator's reason why it was no third person who decided.

        Raises:
            Refusal: a field is not decided; the response was changed or taken out, or the sheet decided, since it
                was looked at; or nobody said why it was no third person.
        """
        if self.left:
            raise Refusal(
                place=tr("Serial {serial}", serial=self.shown),
                fault=tr("{count} fields are not decided yet.", count=len(self.left)),
                remedy=tr("Decide them first."),
            )
        why = "" if self.third else self._checked_exception(exception)
        now = self._place.clock.now()
        changed = any(not same_field(self.adopted[each.path], each.stands, each.kind) for each in self.fields)
        decisions = tuple(
            Decision(
                decision_id=new_id(),
                serial=self.serial,
                form_id=self._first.form_id,
                response_id=self.response_id,
                path=each.path,
                first_keying_id=self._first.keying_id,
                second_keying_id=self._second.keying_id,
                first=each.first,
                second=each.second,
                adopted=self.adopted[each.path],
                reason=self.reasons[each.path],
                exception=why,
                decided_by=recorder(self._actor),
                decided_at=now,
                device_id=self._place.device_id,
            )
            for each in self.fields
        )
        with self._place.unit() as unit:
            self._refuse_if_changed(unit)
            unit.decisions.add_many(decisions)
            unit.changes.add(
                actor=self._actor, what="differences decided", about_id=self.response_id, why=why, at=now
            )
            if changed:
                revision = self._sheet.revision(self.adopted, reason=ADJUDICATED, now=now)
                unit.responses.add_revision(revision)
                unit.changes.add(
                    actor=self._actor,
                    what="response changed",
                    about_id=self.response_id,
                    why=ADJUDICATED,
                    at=now,
                )
            mark_verified(
                self._place,
                unit,
                actor=self._actor,
                programme_id=self._first.programme_id,
                serials=[self.serial],
                at=now,
            )
            unit.commit()
        return Decided(changed, decisions)

    def _checked_exception(self, exception: str) -> str:
        place = tr("Serial {serial}", serial=self.shown)
        why = checked_reason(exception, place=place)
        if not why:
            raise Refusal(
                place=place,
                fault=tr("You keyed this sheet yourself, and gave no reason to decide it all the same."),
                remedy=tr("Say why no third person decides it. The figures show that it is an exception."),
            )
        return why

    def _refuse_if_changed(self, unit: UnitOfWork) -> None:
        standing = changeable(unit, self.response_id)
        second = second_of(unit.keyings.of_serial(self.serial))
        same = standing.instance_id == self._before.instance_id
        if not same or second != self._second or unit.decisions.of_serial(self.serial):
            raise Refusal(
                place=tr("Serial {serial}", serial=self.shown),
                fault=tr("The response was changed, or the sheet decided, since you began to look at it."),
                remedy=tr("Look at it again: nothing of what you decided was kept."),
            )


def _keyings(unit: UnitOfWork, serial: str) -> tuple[KeyedSheet, KeyedSheet]:
    """Return the first and the second keying of a sheet.

    Raises:
        Refusal: it was not keyed twice.
    """
    keyings = unit.keyings.of_serial(serial)
    first = next((each for each in keyings if each.which is Which.FIRST), None)
    second = second_of(keyings)
    if first is None or second is None:
        raise _no_more(read_serial(serial))
    return first, second


def _is_third(unit: UnitOfWork, person: Recorder, first: KeyedSheet, second: KeyedSheet) -> bool:
    return is_third(person, first, second) and not keyed_first(unit, first, person)


def _fields(entry: FormEntry, differences: Iterable[Difference], before: Revision) -> tuple[FieldToDecide, ...]:
    definition = entry.definition
    numbers = question_numbers(definition)
    stands = as_keyed({**before.envelope.off_route, **before.answers}, before.envelope.missing)
    fields = []
    for each in differences:
        question = definition.find(without_blocks(each.path))
        assert isinstance(question, Question)  # only questions are compared
        fields.append(
            FieldToDecide(
                path=each.path,
                number=_numbered(numbers.get(question.path, ""), each.path),
                label=question.label(entry.language).strip(),
                kind=each.kind,
                question=question,
                choices=tuple((choice.value, choice.label(entry.language)) for choice in question.choices),
                first=each.first,
                second=each.second,
                stands=stands.get(each.path, FieldKeyed()),
            )
        )
    places = {each.path: at for at, each in enumerate(definition.questions())}
    begins: dict[str, int] = {}
    for question in definition.questions():
        for repeat in question.repeat_paths[:1]:
            begins.setdefault(repeat, places[question.path])

    def on_the_sheet(each: FieldToDecide) -> tuple[int, tuple[int, ...], int]:
        at = places[each.question.path]
        repeat = each.question.repeat_paths[0] if each.question.repeat_paths else ""
        return begins.get(repeat, at), block_order(each.path), at

    return tuple(sorted(fields, key=on_the_sheet))


def _numbered(number: str, path: str) -> str:
    blocks = ".".join(str(each) for each in block_order(path))
    return f"{number} ({blocks})" if blocks else number


def _no_more(serial: Serial) -> Refusal:
    return Refusal(
        place=tr("Serial {serial}", serial=serial.shown),
        fault=tr("Nothing of it waits for a decision: it was not keyed twice, or was decided already."),
        remedy=tr("Look at the list again."),
    )
