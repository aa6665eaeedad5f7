"""The interview: consent, questions, check your answers, the equality block, the end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QInputDialog, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.questionnaires.definition import QuestionType
from desktop.ui.design.spacing import line_length, roomy, space
from desktop.ui.interview.course import Course, Shown, Stage
from desktop.ui.interview.direction import direction_of
from desktop.ui.interview.question_screen import QuestionScreen
from desktop.ui.interview.section_list import SectionList
from desktop.ui.interview.stages import CheckStage, ConsentStage, EqualityStage, FinishStage, StageView
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button, shortcut
from desktop.ui.parts.key_hold import KeyHold
from desktop.ui.parts.scroll import Scroll
from desktop.ui.parts.words import words

_PAUSE_MS = 3_000
"""After so long without a key, the words that were typed are saved."""


class InterviewPage(Page):
    """One respondent, from consent to finalised. Arguments: ``form_id`` and ``event_id``, or ``draft_id``.

    Every "Continue" saves on the database worker and shows the next screen when it is on disk; keys pressed
    meanwhile wait for it.
    """

    heading = tr("Interview")
    whole_window = True

    def build(self) -> None:
        self._course: Course | None = None
        self._shown: Shown | None = None
        self._shown_key: tuple[object, ...] = ()
        self._stage_view: StageView | None = None
        self._hold = KeyHold(self)
        self._dirty = False
        self._finished = False
        self._gone = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._keep_words)
        self.body = QWidget(self)
        outer = QVBoxLayout(self.body)
        roomy(outer, gap=0)
        outer.addWidget(self._make_top())
        middle = QHBoxLayout()
        roomy(middle, gap=0)
        self._sections = SectionList(self.body)
        self._sections.wanted.connect(self._go_to_section)
        self._sections_asked: bool | None = None
        middle.addWidget(self._sections)
        self._scroll = Scroll(self.body, characters=78, margins=6)
        self._questions = QuestionScreen(self._scroll.column)
        self._questions.edited.connect(self._edited)
        self._questions.settled.connect(self._settled)
        self._scroll.layout_.addWidget(self._questions)
        self._scroll.layout_.addWidget(self._make_repeat_row())
        self._scroll.layout_.addStretch(1)
        middle.addWidget(self._scroll, 1)
        outer.addLayout(middle, 1)
        outer.addWidget(self._make_bottom())
        shortcut("Ctrl+Return", self, self._continue)
        shortcut("Ctrl+Enter", self, self._continue)

    def _make_top(self) -> QWidget:
        top = QFrame(self.body)
        top.setProperty("kind", "header")
        row = QHBoxLayout(top)
        roomy(row, gap=3, margins=(5, 0.8, 5, 0.8))
        self._section_toggle = button(tr("Sections"), top, self._toggle_sections, kind="link")
        row.addWidget(self._section_toggle)
        self._where = words("", top, tone="muted")
        row.addWidget(self._where, 1, Qt.AlignmentFlag.AlignVCenter)
        self._language = QComboBox(top)
        self._language.setAccessibleName(tr("Language of the form"))
        self._language.activated.connect(self._language_chosen)
        row.addWidget(self._language)
        self._saved = words("", top, tone="success")
        self._saved.setWordWrap(False)
        row.addWidget(self._saved, 0, Qt.AlignmentFlag.AlignVCenter)
        return top

    def _make_repeat_row(self) -> QWidget:
        self._repeat_row = QWidget(self._scroll.column)
        row = QHBoxLayout(self._repeat_row)
        roomy(row, gap=3)
        self._add = button(tr("Add another of these"), self._repeat_row, self._add_repeat)
        self._remove = button(tr("Remove this one"), self._repeat_row, self._remove_repeat, kind="danger")
        row.addWidget(self._add)
        row.addWidget(self._remove)
        row.addStretch(1)
        self._repeat_row.hide()
        return self._repeat_row

    def _make_bottom(self) -> QWidget:
        bottom = QFrame(self.body)
        bottom.setProperty("kind", "header")
        row = QHBoxLayout(bottom)
        roomy(row, gap=3, margins=(5, 1.2, 5, 1.2))
        self._back = button(tr("Back"), bottom, self._go_back, name=tr("Back, Esc"))
        self._no = button(tr("The person does not agree"), bottom, self._decline)
        self._on = button(tr("Continue"), bottom, self._continue, kind="primary", name=tr("Continue, Enter"))
        self._skip = button(tr("Skip the rest of this part"), bottom, self._skip_equality)
        self._give_up = button(
            tr("Give up…"), bottom, self._abandon, kind="link", name=tr("Give up this interview")
        )
        row.addWidget(self._back)
        row.addWidget(self._on)
        row.addWidget(self._no)
        row.addWidget(self._skip)
        row.addStretch(1)
        row.addWidget(self._give_up)
        return bottom

    @property
    def shown(self) -> Shown | None:
        """What is shown now; ``None`` before the form is open."""
        return self._shown

    # loading ----------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Start a new interview or take up a draft."""
        draft_id = self.arguments.get("draft_id", "")
        job = self._resume_job(draft_id) if draft_id else self._begin_job()
        self.load(job, self._started, saying=tr("Opening the form…"))

    def _begin_job(self) -> Callable[[], Any]:
        work, desk, arguments = self.work, self.desk, self.arguments

        def job() -> tuple[Course, Shown]:
            course = Course(
                work.interview.Interview.begin(
                    desk.place, actor=desk.actor, form_id=arguments["form_id"], event_id=arguments["event_id"]
                )
            )
            return course, course.show()

        return job

    def _resume_job(self, draft_id: str) -> Callable[[], Any]:
        work, desk = self.work, self.desk

        def job() -> tuple[Course, Shown]:
            course = Course(work.interview.Interview.resume(desk.place, actor=desk.actor, draft_id=draft_id))
            return course, course.resume()

        return job

    def _started(self, found: tuple[Course, Shown]) -> None:
        self._course, shown = found
        self._say_saved()
        self._show(shown)

    # steps ------------------------------------------------------------------------------------------------

    def _step(self, action: Callable[..., Shown], *args: Any, **named: Any) -> None:
        """Run one step of the course on the worker; keys wait for what it shows."""
        if self._hold.holding or self._course is None:
            return
        self._hold.hold()
        self._saved.setText(tr("Saving…"))
        self._dirty = False
        self.background.run(partial(action, *args, **named), then=self._stepped, failed=self._step_failed)

    def _stepped(self, shown: Shown) -> None:
        self._say_saved()
        self._show(shown)
        self._hold.release()

    def _step_failed(self, error: Exception) -> None:
        self._dirty = True
        self._saved.setText(tr("Not saved"))
        self._hold.release()
        self.background.refused.emit(error)

    def _values(self) -> dict[str, str]:
        return self._questions.values() if self._questions.isVisibleTo(self) else {}

    def _continue(self) -> None:
        if self._shown is None or self._course is None:
            return
        match self._shown.stage:
            case Stage.CONSENT:
                self._step(self._course.consent)
            case Stage.QUESTIONS | Stage.EQUALITY:
                self._step(self._course.give, self._values())
            case Stage.CHECK:
                self._step(self._course.accept)
            case Stage.EQUALITY_START:
                self._step(self._course.answer_equality)
            case Stage.FINISH:
                self._finalise()

    def _go_back(self) -> None:
        if self._course is None or self._shown is None:
            return
        if self._shown.stage is Stage.CONSENT:
            self.background.run(self._course.not_begun, then=self._left)
            return
        self._step(self._course.back, self._values())

    def _left(self, given_up: bool) -> None:
        self._finished = given_up
        self.go(Where.TODAY)

    def _decline(self) -> None:
        if self._course is None or self._shown is None:
            return
        if any(row.answered for row in self._shown.sections):
            self._abandon()  # answers would go: that asks first
        else:
            self.background.run(self._course.declined, then=self._declined)

    def _declined(self, _nothing: object) -> None:
        self._finished = True
        self.go(Where.TODAY, said=tr("The person did not agree. Nothing of theirs is kept."))

    def _go_to_section(self, path: str) -> None:
        if self._course is not None:
            self._step(self._course.go_to, self._values(), path, returning=False)

    def _change(self, path: str) -> None:
        if self._course is not None:
            self._step(self._course.go_to, {}, path, returning=True)

    def _skip_equality(self) -> None:
        if self._course is not None:
            self._step(self._course.skip_equality, self._values())

    def _language_chosen(self, place: int) -> None:
        if self._course is not None:
            self._step(self._course.set_language, self._values(), self._language.itemText(place))

    def _add_repeat(self) -> None:
        if self._course is not None and self._shown is not None:
            self._step(self._course.add_repeat, self._values(), self._shown.repeat_path.rsplit("[", 1)[0])

    def _remove_repeat(self) -> None:
        if self._course is not None and self._shown is not None:
            self._step(self._course.remove_repeat, self._shown.repeat_path)

    def _settled(self) -> None:
        """In a field list one answer can bring or take away another question: save it at once."""
        if self._gone or self._course is None or self._shown is None:
            return
        if len(self._shown.views) > 1 and self._dirty:
            self._dirty = False
            self.background.run(
                partial(self._course.keep, self._values()), then=self._kept, failed=self._step_failed
            )

    def _kept(self, shown: Shown) -> None:
        if self._shown is None or self._hold.holding or self._key(shown) != self._shown_key:
            return
        self._say_saved()
        self._shown = shown
        self._questions.refresh(shown.views)

    def _edited(self) -> None:
        self._dirty = True
        self._saved.setText("")
        if not self._gone:  # a field that loses the keyboard as the page goes says "edited" once more
            self._pause.start()

    def _keep_words(self) -> None:
        """Keep a comment at each pause in it: words of some minutes must not hang on one press of a key."""
        if self._course is None or self._finished or self._hold.holding or not self._dirty:
            return
        kinds = {widget.path: widget.view.type for widget in self._questions.widgets}
        typed = {path: value for path, value in self._values().items() if kinds[path] is QuestionType.TEXT}
        if typed:
            self.background.run(partial(self._course.save_only, typed))

    def _say_saved(self) -> None:
        self._saved.setText(tr("✓ Saved"))

    def _finalise(self) -> None:
        if self._hold.holding or self._course is None:
            return
        self._hold.hold()
        self.background.run(self._course.finalise, then=self._ended, failed=self._step_failed)

    def _ended(self, withdrawal_code: str) -> None:
        self._finished = True
        self._hold.release()
        header = self._course.interview.header if self._course is not None else None
        self.go(
            Where.UPDATE_LIST,
            form_id=header.form_id,
            event_id=header.event_id,
            withdrawal_code=withdrawal_code,
        )

    def _abandon(self) -> None:
        reason, agreed = QInputDialog.getText(
            self,
            tr("Give up this interview"),
            tr("The answers are deleted. Why does it end? Give no names."),
        )
        if agreed and self._course is not None:
            self.background.run(partial(self._course.interview.abandon, reason=reason), then=self._abandoned)

    def _abandoned(self, _nothing: object) -> None:
        self._finished = True
        self.go(Where.TODAY)

    # showing ----------------------------------------------------------------------------------------------

    @staticmethod
    def _key(shown: Shown) -> tuple[object, ...]:
        return (shown.stage, shown.language, shown.views[0].path if shown.views else "")

    def _show(self, shown: Shown) -> None:
        key = self._key(shown)
        same = key == self._shown_key and self._shown is not None
        self._shown, self._shown_key = shown, key
        direction = (self.services.direction_of or direction_of)(shown.language)
        if self.services.direction_of or shown.languages != ("default",):
            self.body.setLayoutDirection(direction)
        asking = shown.stage in (Stage.QUESTIONS, Stage.EQUALITY)
        self._questions.setVisible(asking)
        if not (same and shown.faults):
            self._drop_stage()
        if asking and same:
            self._questions.refresh(shown.views)
        elif asking:
            self._questions.show_new(shown.views)
            if not self._questions.takes_keys:
                self._on.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.to_top()
        elif not same or self._stage_view is None:
            self._show_stage(shown)
            self._scroll.to_top()
        if shown.faults:
            self._show_faults(shown)
        self._show_frame(shown)

    def _drop_stage(self) -> None:
        if self._stage_view is not None:
            self._stage_view.hide()
            self._stage_view.deleteLater()
            self._stage_view = None

    def _show_stage(self, shown: Shown) -> None:
        if self._course is None:
            return
        column = self._scroll.column
        view: StageView
        match shown.stage:
            case Stage.CONSENT:
                view = ConsentStage(self._course.programme, column)
            case Stage.CHECK:
                view = CheckStage(shown.rows, column)
                view.change_wanted.connect(self._change)
            case Stage.EQUALITY_START:
                view = EqualityStage(column)
                view.skip_wanted.connect(self._skip_equality)
                view.answer_wanted.connect(self._continue)
            case _:
                view = self._finish_view(column)
                view.finish_wanted.connect(self._finalise)
        self._stage_view = view
        self._scroll.layout_.insertWidget(0, view)
        view.show()
        if isinstance(view, EqualityStage):
            view.answer.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(view, FinishStage):
            view.finish.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._on.setFocus(Qt.FocusReason.OtherFocusReason)

    def _finish_view(self, column: QWidget) -> FinishStage:
        return FinishStage(column)

    def _show_faults(self, shown: Shown) -> None:
        if isinstance(self._stage_view, CheckStage):
            self._stage_view.show_faults(shown.faults, {row.path: row.label for row in shown.rows})
        else:
            self._questions.show_faults(shown.faults)
        self._scroll.to_top()

    def _show_frame(self, shown: Shown) -> None:
        words_of_stage = {
            Stage.CONSENT: tr("Start"),
            Stage.CHECK: tr("Check your answers"),
            Stage.EQUALITY_START: tr("About you"),
            Stage.FINISH: tr("Finish"),
        }
        where = words_of_stage.get(shown.stage, "")
        if shown.total and shown.views:
            section = "".join(f"{label}. " for label in (shown.section, shown.heading) if label)
            # a part of one screen has none to count: its answer brings the others
            where = section + (
                tr("Screen {position} of {total}", position=shown.position, total=shown.total)
                if shown.total > 1
                else ""
            )
        self._where.setText(where)
        self._sections.show_sections(shown.sections)
        self._language.setVisible(len(shown.languages) > 1)
        if self._language.count() != len(shown.languages):
            self._language.clear()
            self._language.addItems(list(shown.languages))
        self._language.setCurrentText(shown.language)
        self._skip.setVisible(shown.stage is Stage.EQUALITY)
        self._no.setVisible(shown.stage is Stage.CONSENT)
        self._give_up.setVisible(shown.stage is not Stage.CONSENT)
        self._on.setVisible(shown.stage not in (Stage.EQUALITY_START, Stage.FINISH))
        on = {
            Stage.CONSENT: tr("The person agrees: start"),
            Stage.CHECK: tr("The answers are right"),
        }.get(shown.stage, tr("Back to the check") if shown.returning else tr("Continue"))
        self._on.setText(on)
        self._on.setAccessibleName(on)
        self._repeat_row.setVisible(bool(shown.repeat_path) and bool(shown.views))
        self._place_sections()

    # the section list beside or away ----------------------------------------------------------------------

    def _toggle_sections(self) -> None:
        self._sections_asked = not self._sections.isVisibleTo(self)
        self._place_sections()

    def _place_sections(self) -> None:
        wanted = self._shown is not None and self._shown.stage is Stage.QUESTIONS and len(self._shown.sections) > 1
        fits = self.width() > line_length(100)
        self._sections.setMaximumWidth(max(space(40), min(self.width() // 3, line_length(30))))
        self._sections.setMinimumWidth(self._sections.maximumWidth())
        self._section_toggle.setVisible(wanted)
        self._sections.setVisible(wanted and (fits if self._sections_asked is None else self._sections_asked))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the section list away where it would crowd the question."""
        super().resizeEvent(event)
        self._place_sections()

    # keys and leaving -------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Esc goes back, a figure or letter picks a choice."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._continue()
        elif event.key() == Qt.Key.Key_Escape:
            self._go_back()
        elif not (self._questions.isVisibleTo(self) and self._questions.pick(event.text())):
            super().keyPressEvent(event)

    def before_leaving(self) -> None:
        """Save what stands on the screen; it goes into the draft. Nothing is handed in after this."""
        self._gone = True
        self._pause.stop()
        self.keep_now()

    def keep_now(self) -> None:
        """Save what stands on the screen, and leave it there."""
        if self._course is None or self._finished or self._hold.holding:
            return
        if self._dirty and self._values():
            self.background.run(partial(self._course.save_only, self._values()))

    def stays_on_disk(self) -> str:
        """Say that the draft waits."""
        if self._course is None or self._finished:
            return ""
        return tr(
            "This interview is not finished. Its answers are saved on this laptop,"
            " and it is offered at the next start."
        )
