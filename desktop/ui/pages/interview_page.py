"""The interview: consent, questions, check your answers, the equality block, the end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent

from desktop.foundation.translation import tr
from desktop.questionnaires.definition import QuestionType
from desktop.ui.interview.course import Course, Shown, Stage
from desktop.ui.interview.direction import direction_of
from desktop.ui.interview.ending import Ending
from desktop.ui.interview.form_view import FormView
from desktop.ui.interview.instance_cards import may_remove
from desktop.ui.interview.pictures import InterviewPictures
from desktop.ui.interview.quick import QUICK, figure_goes_on
from desktop.ui.interview.stages import StageView
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import shortcut
from desktop.ui.parts.key_hold import KeyHold
from desktop.ui.questions.picture_keeper import PictureKeeper

_PAUSE_MS = 3_000
"""After so long without a key, the words that were typed are saved."""
_LATE_ENTER_MS = 500
"""So long after a figure went on by itself, Enter is still meant for that figure, not for leaving out the next."""


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
        self._hold = KeyHold(self)
        self._dirty = False
        self._not_saved = False
        self._on_its_way: dict[str, str] | None = None
        self._finished = False
        self._gone = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._keep_words)
        self._late_enter = QTimer(self)
        self._late_enter.setSingleShot(True)
        self._late_enter.setInterval(_LATE_ENTER_MS)
        self._form = FormView(self, does=self)
        self.body = self._form
        self._questions, self._sections = self._form.questions, self._form.sections
        top, bottom = self._form.top, self._form.bottom
        self._language, self._saved = top.language, top.saved
        self._back, self._on, self._no = bottom.back, bottom.on, bottom.no
        self._skip, self._give_up = bottom.skip, bottom.give_up
        self._sections.wanted.connect(self._go_to_section)
        self._questions.edited.connect(self._edited)
        self._questions.settled.connect(self._settled)
        self._questions.chosen.connect(self._chosen)
        self._form.change_wanted.connect(self._change)
        self._form.skip_wanted.connect(self._skip_equality)
        self._form.answer_wanted.connect(self._continue)
        self._form.finish_wanted.connect(self._finalise)
        self._form.open_wanted.connect(self._open_instance)
        self._form.remove_wanted.connect(self._remove_instance)
        self._form.add_wanted.connect(self._add_repeat)
        self._form.list_wanted.connect(self._go_to_list)
        self._form.this_wanted.connect(self._remove_repeat)
        for keys, action in (
            ("Ctrl+Return", self._continue),
            ("Ctrl+Enter", self._continue),
            ("Ctrl+S", self._stop),
            ("Ctrl+G", self._give_up_by_key),
            ("Alt+L", self._to_language),
        ):
            shortcut(keys, self, action)
        self._ending = Ending(self.background, self.work, self.desk, self)
        self._ending.given_up.connect(self._abandoned)
        self._ending.declined.connect(self._declined)

    @property
    def shown(self) -> Shown | None:
        """What is shown now; ``None`` before the form is open."""
        return self._shown

    @property
    def _stage_view(self) -> StageView | None:
        return self._form.stage_view

    @property
    def _shown_key(self) -> tuple[object, ...]:
        return self._form.key

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
                    desk.place,
                    actor=desk.actor,
                    form_id=arguments["form_id"],
                    event_id=arguments["event_id"],
                    language=arguments.get("language"),
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
        self._questions.keeper = self._pictures()
        self._say_saved()
        self._show(shown)

    # steps ------------------------------------------------------------------------------------------------

    def _step(self, action: Callable[..., Shown], *args: Any, **named: Any) -> None:
        """Run one step of the course on the worker; keys wait for what it shows."""
        if self._waits() or self._course is None:
            return
        self._hold.hold()
        self._saved.setText(tr("Saving…"))
        self._dirty = False
        self.background.run(partial(action, *args, **named), then=self._stepped, failed=self._step_failed)

    def _waits(self) -> bool:  # for a step, or for a picture that is an answer and would be left behind
        return self._hold.holding or self._questions.keeping

    def _stepped(self, shown: Shown) -> None:
        self._say_saved()
        self._show(shown)
        self._hold.release()

    def _step_failed(self, error: Exception) -> None:
        self._dirty = self._not_saved = True
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
        if self._course is not None and self._shown is not None and not self._hold.holding:
            answered = any(row.answered for row in self._shown.sections)
            self._ending.decline(self._course, answered=answered)

    def _declined(self, said: str) -> None:
        self._finished = True
        self.go(Where.TODAY, said=said)

    def _stop(self) -> None:
        """Keep what there is as a draft and leave."""
        if self._course is None or self._shown is None or self._waits():
            return
        if self._shown.stage is Stage.CONSENT:
            self._go_back()
            return
        self._hold.hold()
        self._saved.setText(tr("Saving…"))
        self._dirty = False
        job = partial(self._course.stop, self._values())
        self.background.run(job, then=self._stopped, failed=self._step_failed)

    def _stopped(self, faulty: Shown | None) -> None:
        if faulty is not None:
            self._stepped(faulty)
            return
        self._finished = True
        self._hold.release()
        self.go(
            Where.TODAY, said=tr("The interview is kept as a draft. It is among today's drafts to go on with.")
        )

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

    def _to_language(self) -> None:
        if self._language.isVisible():
            self._language.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open_instance(self, path: str) -> None:
        if self._course is not None:
            self._step(self._course.open_instance, self._values(), path)

    def _add_repeat(self) -> None:
        if self._course is not None and self._shown is not None and self._shown.listed is not None:
            self._step(self._course.add_repeat, self._values(), self._shown.listed.path)

    def _remove_instance(self, path: str) -> None:
        if self._course is not None:
            self._step(self._course.remove_repeat, path)

    def _go_to_list(self) -> None:
        if self._course is not None and self._shown is not None:
            self._step(self._course.to_list, self._values())

    def _remove_repeat(self) -> None:
        if self._course is None or self._shown is None or self._shown.instance is None:
            return
        if may_remove(self._shown.instance, self):
            self._remove_instance(self._shown.repeat_path)

    def _chosen(self, by_key: bool) -> None:
        """One pick was the whole answer: go on, where the form or the person at the laptop wants that."""
        if self._shown is None or self._gone:
            return
        quick = any(view.appearances & QUICK for view in self._shown.views)
        if quick or (by_key and figure_goes_on(self.services)):
            if by_key:
                self._late_enter.start()
            self._continue()

    def _settled(self) -> None:
        """In a field list one answer can bring or take away another question: save it at once."""
        if self._gone or self._course is None or self._shown is None:
            return
        if len(self._shown.views) > 1 and self._dirty and not self._hold.holding:
            self._dirty = False
            job = partial(self._course.keep, self._values())
            self.background.run(job, then=self._kept, failed=self._step_failed)

    def _kept(self, shown: Shown) -> None:
        if self._shown is None or self._hold.holding or FormView.key_of(shown) != self._form.key:
            return
        self._say_saved()
        self._shown = shown
        self._form.refresh(shown)

    def _edited(self) -> None:
        self._dirty = True
        self._late_enter.stop()
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

    def _pictures(self) -> PictureKeeper | None:
        assert self._course is not None
        response_id = self._course.interview.header.response_id
        return InterviewPictures(self.background, self.work, self.desk, response_id, self)

    def _say_saved(self) -> None:
        self._not_saved = False
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
            language=self._shown.language if self._shown is not None else None,
            withdrawal_code=withdrawal_code,
        )

    def _abandon(self) -> None:
        if self._course is not None and not self._hold.holding:
            self._ending.give_up(self._course)

    def _give_up_by_key(self) -> None:
        if self._give_up.isVisible():
            self._abandon()

    def _abandoned(self) -> None:
        self._finished = True
        self.go(Where.TODAY)

    # showing ----------------------------------------------------------------------------------------------

    def _show(self, shown: Shown) -> None:
        if self._course is None:
            return
        self._shown = shown
        direction = (self.services.direction_of or direction_of)(shown.language)
        if self.services.direction_of or shown.languages != ("default",):
            self.body.setLayoutDirection(direction)
        self._form.show_shown(shown, self._course.programme)
        self.settings_changed()

    def settings_changed(self) -> None:
        """Say in the foot whether a figure goes on by itself."""
        asking = self._shown is not None and bool(self._shown.views)
        self._form.bottom.quick.setVisible(asking and figure_goes_on(self.services))

    # keys and leaving -------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Esc goes back, a figure or letter picks a choice."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self._is_late_enter():
                self._continue()
        elif event.key() == Qt.Key.Key_Escape:
            self._go_back()
        elif self._form.cards is not None:
            deletes = event.key() == Qt.Key.Key_Delete and self._form.cards.remove_focused()
            if not deletes and not self._form.cards.pick(event.text()):
                super().keyPressEvent(event)
        elif not (self._questions.isVisibleTo(self) and self._questions.pick(event.text())):
            super().keyPressEvent(event)

    def _is_late_enter(self) -> bool:
        """Tell whether Enter came right after a figure that had gone on by itself; only once for each figure."""
        late = self._late_enter.isActive()
        self._late_enter.stop()
        return late and self._shown is not None and self._shown.stage in (Stage.QUESTIONS, Stage.EQUALITY)

    def saving(self) -> bool:
        """Hand in what is on the screen, and tell whether that, or a step, is on its way to the disk."""
        if self._course is None or self._finished or self._gone:
            return False
        if (
            self._dirty
            and not self._not_saved
            and not self._waits()
            and self._on_its_way is None
            and self._values()
        ):
            self._on_its_way = self._values()
            job = partial(self._course.save_only, self._on_its_way)
            self.background.run(job, then=self._screen_kept, failed=self._screen_not_kept)
        return self._waits() or self._on_its_way is not None

    def _screen_kept(self, _nothing: object) -> None:
        self._dirty = self._dirty and self._values() != self._on_its_way
        self._on_its_way = None

    def _screen_not_kept(self, error: Exception) -> None:
        self._on_its_way = None
        self._step_failed(error)

    def would_lose(self) -> str:
        """Say that the disk has not taken what is on the screen."""
        if self._course is None or self._finished or not (self._waits() or (self._not_saved and self._dirty)):
            return ""
        return tr("The answers on this screen are not saved, and the disk may refuse them again.")

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
