"""The coordinator's plan of second keying: which sheets, which questions, and what differences are let pass."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QVBoxLayout, QWidget

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import ntr, tr
from desktop.responses.verification_plan import QuestionScope, SheetRule, Tolerance, VerificationPlan
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_time
from desktop.ui.keying.plan_questions import PlanQuestions
from desktop.ui.keying.plan_words import RULES, cost_words, hundredths, rule_words, shown_hundredths, whole
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.choice_box import ChoiceBox
from desktop.ui.parts.error_summary import ErrorSummary, Fault
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.words import Notice, words
from desktop.ui.questions.choice_button import RadioRow


class VerificationPage(Page):
    """Argument, optional: ``form_id`` to begin with. Sheets that were keyed go by the plan of their time."""

    heading = tr("Which sheets are keyed twice")
    characters = 104
    guide = "keying-twice"

    def build(self) -> None:
        self._plans: dict[str, Any] = {}
        self._kept: tuple[Any, ...] = ()
        column = self.content.column
        self.summary = ErrorSummary(column)
        self.summary.wanted.connect(self._to_fault)
        self.add(self.summary)
        self._said = Notice("success", "", "", column)
        self._said.hide()
        self.add(self._said)
        self.say(tr("Which sheets are keyed a second time"), Type.TITLE)
        self.say(
            tr(
                "Another person keys the sheet again without seeing the first keying, and a third person decides"
                " where the two differ. Reading back by eye finds no more errors than one keying leaves."
            )
        )
        self._empty = Notice(
            "note", tr("No form is here"), tr("Open a programme pack with a form that is printed."), column
        )
        self.add(self._empty)
        self._forms = ChoiceBox()
        self._forms.currentIndexChanged.connect(self._form_chosen)
        self._form_field = Field(tr("Form"), self._forms, column, characters=60)
        self.add(self._form_field)
        self._part = QWidget(column)
        inside = QVBoxLayout(self._part)
        roomy(inside, gap=3)
        self._standing = words("", self._part, tone="muted")
        inside.addWidget(self._standing)
        self._make_rules(inside)
        self._make_tolerance(inside)
        self.questions = PlanQuestions(self._part)
        inside.addWidget(self.questions)
        self.keep = button(tr("Set this plan"), self._part, self._keep, kind="primary")
        inside.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeading)
        self.add(self._part)
        self.content.layout_.addStretch(1)
        self._part.hide()
        self._form_field.hide()
        self._empty.hide()

    def _make_rules(self, layout: QVBoxLayout) -> None:
        box = self._part
        layout.addWidget(words(tr("Sheets"), box, Type.SECTION))
        self._group = QButtonGroup(box)
        self.rules: dict[SheetRule, RadioRow] = {}
        for at, rule in enumerate(RULES, start=1):
            row = RadioRow(rule_words(rule), str(at), box)
            row.setProperty("rule", rule.value)
            self._group.addButton(row)
            self.rules[rule] = row
            layout.addWidget(row)
        self._group.buttonToggled.connect(self._tell)
        self.share = text_field(
            tr("Of 100 sheets"), box, hint=tr("So many of each keyer's are drawn, such as 10."), characters=8
        )
        self.aoql = text_field(
            tr("Sheets in 100 that may keep an error"),
            box,
            hint=tr("On average in the long run, whoever keys; such as 1. The fewer, the more are keyed twice."),
            characters=8,
        )
        self.run = text_field(
            tr("Sheets in a row without an error"),
            box,
            hint=tr("After so many a share is enough, such as 50. The more, the smaller is the share after."),
            characters=8,
        )
        for each in (self.share, self.aoql, self.run):
            each.input.textChanged.connect(self._tell)
            each.input.returnPressed.connect(self._keep)
            layout.addWidget(each)
        self.cost = Notice("note", "", "", box)
        layout.addWidget(self.cost)

    def _make_tolerance(self, layout: QVBoxLayout) -> None:
        box = self._part
        layout.addWidget(words(tr("Words"), box, Type.SECTION))
        layout.addWidget(
            words(tr("Marks, figures and dates must be the same. Of words, differences let pass are:"), box)
        )
        self.case = QCheckBox(tr("Capitals or small letters"), box)
        self.spaces = QCheckBox(tr("How many spaces, and where lines end"), box)
        self.punctuation = QCheckBox(tr("Punctuation: every sign but letters, figures and spaces"), box)
        for each in (self.case, self.spaces, self.punctuation):
            layout.addWidget(each)

    # showing ------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Fetch the plans."""
        self.load(partial(self._plans_job, self.work, self.desk), self._found)

    @staticmethod
    def _plans_job(work: Any, desk: Any) -> Any:
        programme_id = desk.programme.programme_id if desk.programme is not None else ""
        return work.set_verification.plans_of(desk.place, programme_id=programme_id)

    def _found(self, found: tuple[Any, ...]) -> None:
        chosen = self._forms.currentData() or self.arguments.get("form_id", "")
        self._plans = {each.form_id: each for each in found}
        self._forms.blockSignals(True)
        self._forms.clear()
        for each in found:
            self._forms.add(each.title, each.form_id)
        if chosen:
            self._forms.choose(chosen)
        self._forms.blockSignals(False)
        self._form_field.setVisible(len(found) > 1)
        self._part.setVisible(bool(found))
        self._empty.setVisible(not found)
        if not found:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._show_plan()
        self._group.checkedButton().setFocus(Qt.FocusReason.OtherFocusReason)

    def _form_chosen(self) -> None:
        self.summary.clear()
        self._show_plan()

    def _show_plan(self) -> None:
        seen = self._plans[self._forms.currentData()]
        plan: VerificationPlan | None = seen.plan
        self._standing.setText(self._standing_words(seen))
        self.rules[plan.rule if plan is not None else SheetRule.NONE].setChecked(True)
        self.share.input.setText(
            shown_hundredths(plan.share if plan is not None and plan.rule is SheetRule.SAMPLE else 0.1)
        )
        self.aoql.input.setText(shown_hundredths(plan.aoql if plan is not None else 0.01))
        self.run.input.setText(str(plan.run if plan is not None else 50))
        tolerance = plan.tolerance if plan is not None else Tolerance()
        self.case.setChecked(tolerance.case)
        self.spaces.setChecked(tolerance.spaces)
        self.punctuation.setChecked(tolerance.punctuation)
        self.questions.show_questions(
            seen.questions, plan.scopes if plan is not None else {}, plan.tolerances if plan is not None else {}
        )
        self._kept = self._now()
        self._tell()

    @staticmethod
    def _standing_words(seen: Any) -> str:
        plan = seen.plan
        said = (
            tr("Nothing is set yet: no sheet of this form is keyed a second time.")
            if plan is None
            else tr(
                "In force is version {version}, set by {name} on {when}.",
                version=plan.version,
                name=plan.set_by or tr("nobody named"),
                when=spoken_time(plan.set_at),
            )
        )
        if not seen.keyed:
            return said
        return f"{said} " + ntr(
            "{count} sheet is keyed already; a change leaves it with the plan of its time.",
            "{count} sheets are keyed already; a change leaves them with the plan of their time.",
            seen.keyed,
        )

    @property
    def rule(self) -> SheetRule:
        """The rule that is chosen."""
        return SheetRule(self._group.checkedButton().property("rule"))

    def _tell(self, *_changed: object) -> None:
        if self._group.checkedButton() is None:
            return
        rule = self.rule
        self.share.setVisible(rule is SheetRule.SAMPLE)
        self.aoql.setVisible(rule is SheetRule.RISK)
        self.run.setVisible(rule is SheetRule.RISK)
        cost, meaning = cost_words(
            rule,
            share=hundredths(self.share.input.text()),
            aoql=_least_one(hundredths(self.aoql.input.text())),
            run=whole(self.run.input.text()),
        )
        self.cost.say(cost, meaning)
        self.cost.setVisible(bool(cost))

    # setting ------------------------------------------------------------------------------------------------

    def _now(self) -> tuple[Any, ...]:
        """Return what stands on the page."""
        return (
            self.rule,
            self.share.input.text().strip() if self.rule is SheetRule.SAMPLE else "",
            (self.aoql.input.text().strip(), self.run.input.text().strip()) if self.rule is SheetRule.RISK else "",
            self._tolerance(),
            tuple(sorted(self.questions.scopes.items())),
            tuple(sorted(self.questions.tolerances.items(), key=lambda each: each[0])),
        )

    def _tolerance(self) -> Tolerance:
        return Tolerance(self.case.isChecked(), self.spaces.isChecked(), self.punctuation.isChecked())

    def _faults(self) -> list[Fault]:
        found = []
        if self.rule is SheetRule.SAMPLE and hundredths(self.share.input.text()) is None:
            found.append(Fault("share", tr("Give how many of 100 sheets are drawn: a number from 1 to 100.")))
        if self.rule is SheetRule.RISK and hundredths(self.aoql.input.text()) is None:
            found.append(
                Fault("aoql", tr("Give how many sheets in 100 may keep an error: more than 0, at most 20."))
            )
        if self.rule is SheetRule.RISK and whole(self.run.input.text()) is None:
            found.append(Fault("run", tr("Give after how many sheets a share is enough: a whole number from 1.")))
        everything = set(self.questions.table.keys)
        never = {path for path, each in self.questions.scopes.items() if each is QuestionScope.NEVER}
        if self.rule is not SheetRule.NONE and everything and never == everything:
            found.append(Fault("questions", tr("Every question is left out: keep one at least.")))
        return found

    def _to_fault(self, key: str) -> None:
        fields = {"share": self.share, "aoql": self.aoql, "run": self.run, "questions": self.questions.table}
        fields.get(key, self.keep).setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        faults = self._faults()
        self._show_faults(faults)
        if faults:
            return
        job = partial(
            self.work.set_verification.set_plan,
            self.desk.place,
            actor=self.desk.actor,
            form_id=self._forms.currentData(),
            rule=self.rule,
            share=hundredths(self.share.input.text()) or 0.1,
            aoql=hundredths(self.aoql.input.text()) or 0.01,
            run=whole(self.run.input.text()) or 50,
            scopes=self.questions.scopes,
            tolerance=self._tolerance(),
            tolerances=self.questions.tolerances,
        )
        self.keep.setEnabled(False)
        self.background.run(job, then=self._set, failed=self._refused)

    def _show_faults(self, faults: list[Fault]) -> None:
        messages = {each.key: each.message for each in faults}
        for key, field in (("share", self.share), ("aoql", self.aoql), ("run", self.run)):
            field.show_fault(messages.get(key, ""))
        self.summary.show_faults(faults)
        if faults:
            self._said.hide()
            self.content.to_top()

    def _set(self, plan: VerificationPlan) -> None:
        self.keep.setEnabled(True)
        self.succeeded.emit()
        self._said.say(
            tr("✓ The plan is set: version {version}", version=plan.version),
            tr("Sheets that are keyed from now on go by it."),
        )
        self._said.show()
        self.content.to_top()
        self.begin()

    def _refused(self, error: Exception) -> None:
        self.keep.setEnabled(True)
        if not isinstance(error, WorldError):
            self.background.refused.emit(error)
            return
        key = "aoql" if self.rule is SheetRule.RISK else "share"
        self._show_faults([Fault(key, f"{error.fault} {error.remedy}")])

    # leaving ------------------------------------------------------------------------------------------------

    def would_lose(self) -> str:
        """Say that what was changed is not set yet."""
        if not self._kept or self._now() == self._kept:
            return ""
        return tr("What was changed of the plan is not set yet, and would be lost.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A figure chooses a rule; Esc goes back where nothing would be lost."""
        at = "1234".find(event.text()) if event.text() else -1
        if at >= 0 and self._plans:
            self.rules[RULES[at]].setChecked(True)
            self.rules[RULES[at]].setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() == Qt.Key.Key_Escape and not self.would_lose():
            self.go(Where.KEYING_OVERVIEW)
        else:
            super().keyPressEvent(event)


def _least_one(aoql: float | None) -> float | None:
    """Return a limit for which there is a share; of 100 % there is none."""
    return aoql if aoql is not None and aoql < 1 else None
