"""Training of keyers: a practice pile with known answers, keyed as real sheets are, told question by question.

Nothing of it reaches a response, a batch or an export: a pile is keyed in memory, and what is kept of it is how
many fields of each question were keyed, and how many wrong.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from desktop.engagement.programme import Programme
from desktop.foundation.durable_files import write_durably
from desktop.foundation.errors import Defect, Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.questionnaires.definition import QuestionType
from desktop.questionnaires.numbering import question_numbers
from desktop.questionnaires.stored_form import StoredForm
from desktop.responses.keying_comparison import kinds_of
from desktop.responses.keying_training import QuestionScore, TrainingAttempt, TrainingRule
from desktop.responses.keyings import FieldKeyed
from desktop.responses.practice_pile import HIGHEST_NUMBER, SHEETS, Peculiar, PracticePile, make_pile
from desktop.responses.practice_scores import FieldScore, by_question, errors_per_thousand, lets_in, score_sheet
from desktop.responses.verification_plan import Tolerance, without_blocks
from desktop.sheets.print_jobs import PaperLook
from desktop.staff.people import Action, Actor
from desktop.workflows.keyers_let_in import (
    FormTraining,
    KeyerStanding,
    NotLetIn,
    is_let_in,
    let_in,
    may_key,
    refuse_untrained,
    rule_of,
    set_rule,
    trainings,
)
from desktop.workflows.lay_out_form import lay_out
from desktop.workflows.practice_keying import PracticeKeying
from desktop.workflows.workplace import Workplace, require

if TYPE_CHECKING:
    from desktop.paper.booklet import LaidOut
    from desktop.workflows.sheet_pictures import SheetPictures

__all__ = [
    "FormTraining", "KeyerStanding", "NotLetIn", "PracticeKeying", "Training", "TrainingResult", "WrongField",
    "begin", "let_in", "may_key", "refuse_untrained", "set_rule", "trainings", "write_pile",
]  # fmt: skip

_LOOK = PaperLook(duplex=False)
_MOST_SHEETS = 50


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """How one question went, over all sheets of the pile.

    Attributes:
        number: as on screen and paper.
    """

    path: str
    number: str
    label: str
    score: QuestionScore


@dataclass(frozen=True, slots=True)
class WrongField:
    """One field that was keyed wrong: what stood there and what was keyed, side by side. All of it is made up.

    Attributes:
        sheet: number in the pile.
        number, label: of the question; of a repeat with the block.
        choices: (value, label) of the question, to say both in words.
        peculiar: what was peculiar about it.
    """

    sheet: int
    path: str
    number: str
    label: str
    type: QuestionType
    choices: tuple[tuple[str, str], ...]
    right: FieldKeyed
    keyed: FieldKeyed
    peculiar: Peculiar


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """What a keyer is told at the end of a practice pile.

    Attributes:
        rate: errors per 1,000 fields.
        questions: those with errors first, most errors first, else in the order of the form.
        notes_left: sheets with a note in the margin of which nothing was noted; that is no error of a field.
        may_key: whether they may begin now.
    """

    attempt: TrainingAttempt
    rule: TrainingRule
    rate: float
    questions: tuple[QuestionResult, ...]
    wrong: tuple[WrongField, ...]
    notes_left: tuple[int, ...]
    may_key: bool


class Training:
    """One practice pile being keyed by one person; in memory alone until :meth:`finish`.

    Attributes:
        pile: the sheets, with what is right. title: of the form. rule: what is set for it.
    """

    def __init__(
        self, place: Workplace, *, actor: Actor, pile: PracticePile, laid_out: LaidOut, form: StoredForm,
        programme: Programme, rule: TrainingRule, tolerance: Tolerance,
    ) -> None:  # fmt: skip
        self._place, self._actor, self._laid_out = place, actor, laid_out
        self._form, self._programme, self._tolerance = form, programme, tolerance
        self._definition = place.shelf.definition(form)
        self._drawing = Lock()
        self._scores: dict[int, tuple[FieldScore, ...]] = {}
        self._noted: set[int] = set()
        self.pile, self.title, self.rule = pile, form.title, rule

    def key(self, number: int) -> PracticeKeying:
        """Return sheet ``number`` (1 and up), to be keyed; what was keyed of it before is forgotten."""
        return PracticeKeying.of_sheet(
            self._place,
            actor=self._actor,
            form=self._form,
            programme=self._programme,
            sheet=self.pile.sheets[number - 1],
            language=self.pile.language,
        )

    def pictures(self, number: int) -> SheetPictures:
        """Return the pages of a sheet, to be keyed from; each is drawn when it is asked for."""
        from desktop.workflows.practice_pictures import practice_pictures

        sheet = self.pile.sheets[number - 1]
        return practice_pictures(self._laid_out, self._definition, self.pile, sheet, self._drawing)

    def hand_in(self, keying: PracticeKeying) -> None:
        """Score a sheet that was keyed to its end."""
        if keying.margin_notes:
            self._noted.add(keying.sheet.number)
        self._scores[keying.sheet.number] = score_sheet(
            keying.sheet,
            keying.keyed(),
            passed_by=keying.passed_by(),
            kinds=kinds_of(self._definition),
            tolerance=self._tolerance,
        )

    def finish(self) -> TrainingResult:
        """Keep how the pile went, logged, and tell the keyer; they are let in where it was good enough."""
        if len(self._scores) < len(self.pile.sheets):
            raise Defect("a practice pile is told at its end")
        all_scores = [score for number in sorted(self._scores) for score in self._scores[number]]
        scores = by_question(all_scores)
        now = self._place.clock.now()
        with self._place.unit() as unit:
            rule = rule_of(unit, self._form.form_id)  # it may have been set meanwhile
            attempt = TrainingAttempt(
                attempt_id=new_id(),
                person_id=self._actor.person_id,
                name=self._actor.name,
                programme_id=self._form.programme_id,
                form_id=self._form.form_id,
                form_sha256=self._form.sha256,
                sheets=len(self.pile.sheets),
                scores=scores,
                most_errors=rule.most_errors,
                passed=lets_in(scores, rule.most_errors),
                let_in_by="",
                reason="",
                at=now,
            )
            unit.trainings.add(attempt)
            unit.changes.add(actor=self._actor, what="practice pile keyed", about_id=attempt.attempt_id, at=now)
            unit.commit()
            may = is_let_in(unit, self._actor, self._form.form_id)
        return TrainingResult(
            attempt=attempt,
            rule=rule,
            rate=errors_per_thousand(scores),
            questions=self._questions(scores),
            wrong=self._wrong(all_scores),
            notes_left=tuple(
                sheet.number for sheet in self.pile.sheets if sheet.has_note and sheet.number not in self._noted
            ),
            may_key=may,
        )

    def _questions(self, scores: Mapping[str, QuestionScore]) -> tuple[QuestionResult, ...]:
        numbers = question_numbers(self._definition)
        places = {question.path: at for at, question in enumerate(self._definition.questions())}
        found = [
            QuestionResult(
                path, numbers.get(path, ""), self._definition.question(path).label(self.pile.language), score
            )
            for path, score in scores.items()
        ]
        return tuple(sorted(found, key=lambda each: (-each.score.errors, places[each.path])))

    def _wrong(self, scores: Iterable[FieldScore]) -> tuple[WrongField, ...]:
        numbers = question_numbers(self._definition)
        found = []
        for score in scores:
            if score.is_right:
                continue
            question = self._definition.question(without_blocks(score.path))
            blocks = "".join(f" ({part.partition(']')[0]})" for part in score.path.split("[")[1:])
            language = self.pile.language
            found.append(
                WrongField(
                    sheet=score.sheet,
                    path=score.path,
                    number=numbers.get(question.path, "") + blocks,
                    label=question.label(language),
                    type=question.type,
                    choices=tuple((choice.value, choice.label(language)) for choice in question.choices),
                    right=score.right,
                    keyed=score.keyed,
                    peculiar=score.peculiar,
                )
            )
        return tuple(found)


def begin(place: Workplace, *, actor: Actor, form_id: str, number: int = 0, sheets: int = SHEETS) -> Training:
    """Begin a practice pile of a form.

    Args:
        number: of a pile that was printed; 0 for a new one.
        sheets: how many it has.

    Raises:
        Refusal: the form is not here, there is no such pile, or the role does not allow keying.
        WorldError: the form can't be drawn.
    """
    require(actor, Action.KEY_PAPER)
    pile, laid_out, form, programme = _pile(place, form_id=form_id, number=number, sheets=sheets)
    with place.reading() as unit:
        rule = rule_of(unit, form_id)
        plan = unit.plans.newest(form_id)
    return Training(
        place,
        actor=actor,
        pile=pile,
        laid_out=laid_out,
        form=form,
        programme=programme,
        rule=rule,
        tolerance=plan.tolerance if plan is not None else Tolerance(),
    )


def write_pile(
    place: Workplace, *, actor: Actor, form_id: str, out: Path, number: int = 0, sheets: int = SHEETS
) -> PracticePile:
    """Write a practice pile as PDF, to be printed and keyed by its number; logged. No sheet of it has a serial.

    Raises:
        Refusal: as of :func:`begin`.
        WorldError: the form can't be drawn, or the file can't be written.
    """
    from desktop.paper.practice_sheets import draw_sheets

    require(actor, Action.KEY_PAPER)
    pile, laid_out, form, _programme = _pile(place, form_id=form_id, number=number, sheets=sheets)
    drawn = draw_sheets(laid_out, place.shelf.definition(form), pile, pile.sheets)
    with place.unit() as unit:
        unit.changes.add(actor=actor, what="practice pile written", about_id=form_id, at=place.clock.now())
        unit.commit()
    write_durably(out, drawn)
    return pile


def _pile(
    place: Workplace, *, form_id: str, number: int, sheets: int
) -> tuple[PracticePile, LaidOut, StoredForm, Programme]:
    if not 0 <= number <= HIGHEST_NUMBER:
        raise Refusal(
            place=tr("The practice pile"),
            fault=tr("There is no pile {number}.", number=number),
            remedy=tr("Give the number at the foot of its pages, from 1 to {most}.", most=HIGHEST_NUMBER),
        )
    if not 1 <= sheets <= _MOST_SHEETS:
        raise Refusal(
            place=tr("The practice pile"),
            fault=tr("It can't have {count} sheets.", count=sheets),
            remedy=tr("Choose from 1 to {most}.", most=_MOST_SHEETS),
        )
    laid_out, form, programme = lay_out(place, form_id=form_id, look=_LOOK, proof=True)
    pile = make_pile(
        place.shelf.definition(form),
        laid_out.layout,
        number=number or secrets.randbelow(HIGHEST_NUMBER) + 1,
        sheets=sheets,
    )
    return pile, laid_out, form, programme
