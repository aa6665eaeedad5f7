"""Practice for keyers: an offer, the sheets of a pile as real ones are keyed, and how it went."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.staff.people import Action
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.keying.practice_course import PracticeCourse
from desktop.ui.keying.practice_offer import PracticeOffer
from desktop.ui.keying.practice_result import PracticeResult
from desktop.ui.keying.practice_rules import PracticeRules
from desktop.ui.keying.practice_view import PracticeView
from desktop.ui.keying.sheet_course import SheetShown
from desktop.ui.keying.sheet_part import SheetPart
from desktop.ui.keying.with_page import WithPage
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.key_hold import KeyHold
from desktop.ui.parts.scroll import Scroll
from desktop.ui.parts.words import Notice, words

READ_MS = 700
"""So long what is pressed is none of the result: it was meant for the sheet before."""


class TrainingPage(Page):
    """Argument, optional: ``form_id`` of the form to practise. A pile that is left is gone."""

    heading = tr("Practise keying")
    characters = 104
    guide = "training"

    def build(self) -> None:
        self._training: Any = None
        self._sheet = 0
        self._printed = False
        self._hold = KeyHold(self)
        self._moment = QTimer(self)
        self._moment.setSingleShot(True)
        self._moment.setInterval(READ_MS)
        self._moment.timeout.connect(self._hold.drop)
        scroll = self._scroll = Scroll(self, characters=104, margins=5)
        self._view = PracticeView(self, work=self.work, desk=self.desk, background=self.background)
        self.body = WithPage(self, scroll, self._view)
        column = scroll.column
        self._said = Notice("success", "", "", column)
        self._said.hide()
        self._offer_part = QWidget(column)
        offer = QVBoxLayout(self._offer_part)
        roomy(offer, gap=4)
        self._empty = Notice(
            "note",
            tr("There is no form here"),
            tr("Open a programme first; then its forms can be practised."),
            column,
        )
        self._offer = PracticeOffer(self._offer_part)
        self._offer.begin_wanted.connect(self._begin_pile)
        self._offer.save_wanted.connect(self._choose_file)
        self._offer.key_wanted.connect(self._to_keying)
        self._rules = PracticeRules(self._offer_part, sets=self.desk.may(Action.SET_VERIFICATION))
        self._rules.rule_wanted.connect(self._set_rule)
        self._rules.let_in_wanted.connect(self._let_in)
        self._rules.setVisible(self.desk.may(Action.SEE_KEYING))
        self._offer.form_changed.connect(self._rules.show_form)
        for each in (self._empty, self._offer, self._rules):
            offer.addWidget(each)
        # the key is practised too, and leads nowhere: nothing of a made-up sheet goes into a store
        self._sheet_part = SheetPart(
            column,
            background=self.background,
            hold=self._hold,
            contacts=True,
            requests=self.desk.may(Action.NOTE_FOLLOW_UP),
            concerns=self.desk.may(Action.NOTE_CONCERN),
        )
        for wanted in (
            self._sheet_part.contact_wanted,
            self._sheet_part.request_wanted,
            self._sheet_part.concern_wanted,
        ):
            wanted.connect(self._say_nothing_is_sent)
        self._sheet_part.changed.connect(self._sheet_shown)
        self._sheet_part.through.connect(self._show_end)
        self._end_part = self._make_end(column)
        self._result = PracticeResult(column)
        self._result.key_wanted.connect(self._to_keying)
        self._result.again_wanted.connect(self._another)
        self._result.offer_wanted.connect(self._to_offer)
        self._result.picture_wanted.connect(self._fetch_picture)
        scroll.layout_.addWidget(self._said)
        for each in self._parts():
            scroll.layout_.addWidget(each)
        scroll.layout_.addStretch(1)
        self._part(self._offer_part)

    def _make_end(self, parent: QWidget) -> QWidget:
        part = QWidget(parent)
        layout = QVBoxLayout(part)
        roomy(layout, gap=3)
        self._end_title = words("", part, Type.TITLE)
        layout.addWidget(self._end_title)
        layout.addWidget(words(tr("Enter goes on. Esc goes back to the last question."), part, tone="muted"))
        self._on = button("", part, self._hand_in, kind="primary")
        self._on.installEventFilter(self)
        layout.addWidget(self._on, 0, Qt.AlignmentFlag.AlignLeading)
        return part

    def _parts(self) -> tuple[QWidget, ...]:
        return (self._offer_part, self._sheet_part, self._end_part, self._result)

    def _part(self, part: QWidget) -> None:
        self.body.show_pages(part is self._sheet_part and not self._printed)
        if not part.isHidden() and all(each.isHidden() for each in self._parts() if each is not part):
            return
        for each in self._parts():
            each.setVisible(each is part)
        self._said.setVisible(bool(self._said.title.text()) and part is self._offer_part)
        self._scroll.to_top()

    # offering -----------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Fetch the forms and how everybody stands with them."""
        self.load(self._listed, self._found)

    def _listed(self) -> tuple[Any, ...]:
        desk = self.desk
        programme_id = desk.programme.programme_id if desk.programme is not None else ""
        found: tuple[Any, ...] = self.work.train_keyers.trainings(
            desk.place, actor=desk.actor, programme_id=programme_id
        )
        return found

    def _found(self, forms: tuple[Any, ...]) -> None:
        self._empty.setVisible(not forms)
        self._offer.setVisible(bool(forms))
        self._rules.setVisible(bool(forms) and self.desk.may(Action.SEE_KEYING))
        self._offer.offer(forms, self.arguments.pop("form_id", ""))
        self._measure_anew(self._offer, self._rules, self._offer_part)
        if self._offer_part.isVisibleTo(self._scroll.column) and not self._rules.isAncestorOf(self.focusWidget()):
            self._offer.start.setFocus()

    def _measure_anew(self, *parts: QWidget) -> None:
        """Have the column ask its parts how high they are: some were filled in while it was hidden."""
        for part in (*parts, self._scroll.column):
            part.layout().invalidate()
            part.updateGeometry()

    def _to_offer(self) -> None:
        self._training = None
        self._part(self._offer_part)
        self.background.run(self._listed, then=self._found)

    def _say(self, title: str, text: str = "") -> None:
        self._said.say(title, text)
        self._said.show()
        self._scroll.to_top()
        self.succeeded.emit()

    # the coordinator's side ---------------------------------------------------------------------------------

    def _set_rule(self, asked: bool, most_errors: float) -> None:
        work, desk, form_id = self.work, self.desk, self._offer.form.form_id

        def job() -> Any:
            work.train_keyers.set_rule(
                desk.place, actor=desk.actor, form_id=form_id, asked=asked, most_errors=most_errors
            )

        self.background.run(job, then=self._rule_kept)

    def _rule_kept(self, _none: None) -> None:
        self._say(tr("✓ The rule is kept"))
        self.background.run(self._listed, then=self._found)

    def _let_in(self, person_id: str, reason: str) -> None:
        work, desk, form_id = self.work, self.desk, self._offer.form.form_id

        def job() -> Any:
            return work.train_keyers.let_in(
                desk.place, actor=desk.actor, person_id=person_id, form_id=form_id, reason=reason
            )

        self.background.run(job, then=self._was_let_in)

    def _was_let_in(self, attempt: Any) -> None:
        self._rules.reason.input.clear()
        self._say(tr("✓ {name} may key this form", name=attempt.name))
        self.background.run(self._listed, then=self._found)

    # from paper ---------------------------------------------------------------------------------------------

    def _choose_file(self) -> None:
        title, name = tr("Save the practice pile as PDF"), f"{self._offer.form.form_id}-practice.pdf"
        chosen, _kind = QFileDialog.getSaveFileName(self, title, name, tr("PDF (*.pdf)"))
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, out: Path) -> None:
        """Write a pile to ``out``, to be printed."""
        work, desk, form_id = self.work, self.desk, self._offer.form.form_id

        def job(_task: Any) -> Any:
            return work.train_keyers.write_pile(desk.place, actor=desk.actor, form_id=form_id, out=out), out

        self.background.run(job, then=self._saved, words=tr("Drawing the practice pile…"), long=True)

    def _saved(self, found: tuple[Any, Path]) -> None:
        pile, out = found
        self._offer.number.input.setText(str(pile.number))
        self._say(tr("✓ Practice pile {number} is saved", number=pile.number), str(out))

    # keying -------------------------------------------------------------------------------------------------

    def _begin_pile(self, number: int) -> None:
        if self._hold.holding:
            return
        self._said.say("")
        self._printed = bool(number)
        work, desk, form_id = self.work, self.desk, self._offer.form.form_id

        def job() -> Any:
            return work.train_keyers.begin(desk.place, actor=desk.actor, form_id=form_id, number=number)

        self._hold.hold()
        self.background.run(job, then=self._pile_begun, failed=self._refused)

    def _another(self) -> None:
        self._begin_pile(0)

    def _pile_begun(self, training: Any) -> None:
        self._training = self._view.training = training
        self._begin_sheet(1)

    def _refused(self, error: Exception) -> None:
        self._hold.release()
        self.background.refused.emit(error)

    def _begin_sheet(self, number: int) -> None:
        self._sheet = number
        training = self._training

        def job() -> tuple[PracticeCourse, SheetShown]:
            course = PracticeCourse(training.key(number), training)
            return course, course.start()

        self.background.run(job, then=self._sheet_begun, failed=self._refused)

    def _sheet_begun(self, found: tuple[PracticeCourse, SheetShown]) -> None:
        course, shown = found
        if not self._printed:
            self._view.show_sheet(f"{self._training.pile.number}-{self._sheet}")
        about = tr(
            "Practice pile {pile}, sheet {sheet} of {sheets}: made up",
            pile=self._training.pile.number,
            sheet=self._sheet,
            sheets=len(self._training.pile.sheets),
        )
        self._sheet_part.begin(course, shown, about=about)
        self._hold.release()
        if not self._printed and self._sheet < len(self._training.pile.sheets):
            self._view.prepare(f"{self._training.pile.number}-{self._sheet + 1}")

    def _sheet_shown(self, shown: SheetShown) -> None:
        self._part(self._sheet_part)
        if not self._printed:
            self._view.follow(shown)

    def _say_nothing_is_sent(self) -> None:
        self._sheet_part.found.close_panel()
        self._sheet_part.card.say_of_words(
            tr("In practice nothing is noted or sent. On a real sheet this leads to where it is kept, and back.")
        )

    def _show_end(self, _shown: SheetShown) -> None:
        sheets = len(self._training.pile.sheets)
        self._end_title.setText(tr("Sheet {sheet} of {sheets} is through", sheet=self._sheet, sheets=sheets))
        self._on.setText(tr("Next sheet") if self._sheet < sheets else tr("See how it went"))
        self._on.setAccessibleName(self._on.text())
        self._part(self._end_part)
        self._on.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter go on, and Esc go back to the last question."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched is self._on:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._hand_in()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._sheet_part.go_back()
                return True
        return super().eventFilter(watched, event)

    def _hand_in(self) -> None:
        if self._hold.holding or self._sheet_part.course is None:
            return
        self._hold.hold()
        course, training, last = (
            self._sheet_part.course,
            self._training,
            self._sheet == len(self._training.pile.sheets),
        )

        def job() -> Any:
            course.finish("")
            return training.finish() if last else None

        self.background.run(job, then=self._handed_in, failed=self._refused)

    def _handed_in(self, result: Any) -> None:
        self._sheet_part.forget()
        if result is None:
            self._begin_sheet(self._sheet + 1)
            return
        self._view.close_sheet()
        self._part(self._result)
        self._result.show_result(result)
        self._measure_anew(self._result)
        self._moment.start()  # keys are held until then, and forgotten

    # how it went --------------------------------------------------------------------------------------------

    def _fetch_picture(self, wrong: Any) -> None:
        training = self._training

        def job() -> tuple[Any, bytes]:
            crops = training.pictures(wrong.sheet).crop(wrong.path)
            return wrong, crops[0].png if crops else b""

        self.background.run(job, then=self._picture_came)

    def _picture_came(self, found: tuple[Any, bytes]) -> None:
        self._result.show_picture(*found)

    def _to_keying(self) -> None:
        self.go(Where.KEYING)

    # leaving ------------------------------------------------------------------------------------------------

    def would_lose(self) -> str:
        """Say that a pile is not kept."""
        keys = self._sheet_part.course is not None
        return (
            tr("The practice pile is not keyed to its end. It is not kept: practice begins anew.") if keys else ""
        )
