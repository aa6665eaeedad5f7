"""One person's answers, from the first question to the end. With the person the widget goes, and all it held."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.questionnaires.definition import QuestionType
from desktop.ui.background import Background
from desktop.ui.design.spacing import roomy
from desktop.ui.interview.course import Course
from desktop.ui.interview.instance_cards import may_remove
from desktop.ui.interview.quick import QUICK
from desktop.ui.interview.shown import Shown, Stage
from desktop.ui.kiosk.form import KioskForm
from desktop.ui.kiosk.targets import give_size
from desktop.ui.parts.buttons import button, shortcut
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.key_hold import KeyHold
from desktop.ui.parts.words import Notice, words

_PAUSE_MS = 3_000
"""After so long without a key, the words that were typed are saved."""


class Respondent(QWidget):
    """Drives one :class:`~desktop.ui.interview.course.Course` for somebody who is alone with it.

    Attributes:
        shown: what is shown now.
    Signals:
        ended (str): the answers are locked; the withdrawal code.
        stopped: the person took their answers back, and they are deleted.
        showed: another screen is shown.
    """

    ended = Signal(str)
    stopped = Signal()
    showed = Signal()

    def __init__(self, course: Course, shown: Shown, background: Background, parent: QWidget) -> None:
        super().__init__(parent)
        self._course = course
        self._background = background
        self._hold = KeyHold(self)
        self._dirty = False
        self._gone = False
        self.shown = shown
        column = QVBoxLayout(self)
        roomy(column, gap=0)
        self._trouble = Notice("error", "", "", self)
        self._trouble.hide()
        column.addWidget(self._trouble)
        self.form = KioskForm(self, does=self)
        column.addWidget(self.form, 1)
        self._make_question(column)
        self._questions = self.form.questions
        self._questions.edited.connect(self._edited)
        self._questions.settled.connect(self._settled)
        self._questions.chosen.connect(self._chosen)
        for signal, slot in (
            (self.form.change_wanted, self._change),
            (self.form.skip_wanted, self._skip_equality),
            (self.form.answer_wanted, self._continue),
            (self.form.finish_wanted, self._finalise),
            (self.form.open_wanted, self._open_instance),
            (self.form.remove_wanted, self._remove_instance),
            (self.form.add_wanted, self._add_repeat),
            (self.form.list_wanted, self._go_to_list),
            (self.form.this_wanted, self._remove_repeat),
        ):
            signal.connect(slot)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._keep_words)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut(keys, self, self._continue)

    def _make_question(self, column: QVBoxLayout) -> None:
        """Make the question whether the answers shall go: on this screen, and not in a window over it."""
        self._sure = QWidget(self)
        inside = QVBoxLayout(self._sure)
        roomy(inside, gap=2, margins=(5, 2, 5, 3))
        inside.addWidget(words(tr("Stop, and delete your answers?"), self._sure))
        row = Flow(gap=3)
        self._stay = button(tr("No, go on"), self._sure, self._stay_here, kind="primary")
        self._delete = button(tr("Yes, delete them"), self._sure, self._give_up, kind="danger")
        row.addWidget(self._stay)
        row.addWidget(self._delete)
        inside.addLayout(row)
        self._sure.hide()
        column.addWidget(self._sure)

    def begin(self) -> None:
        """Show the first screen."""
        self._show(self.shown)

    # steps ------------------------------------------------------------------------------------------------

    def _step(self, action: Callable[..., Shown], *args: Any, **named: Any) -> None:
        if self._hold.holding or self._gone:
            return
        self._hold.hold()
        self._dirty = False
        self._background.run(partial(action, *args, **named), then=self._stepped, failed=self._failed)

    def _stepped(self, shown: Shown) -> None:
        if self._gone:
            return
        self._trouble.hide()
        self._show(shown)
        self._hold.release()

    def _failed(self, error: Exception) -> None:
        if self._gone:
            return
        self._dirty = True
        self._hold.release()
        told = f"{error.fault} {error.remedy}" if isinstance(error, WorldError) else ""
        self._trouble.say(tr("It could not be saved. Please tell the people at the event."), told)
        self._trouble.show()

    def _values(self) -> dict[str, str]:
        return self._questions.values() if self._questions.isVisibleTo(self) else {}

    def _continue(self) -> None:
        match self.shown.stage:
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
        if self.shown.stage is not Stage.CONSENT:
            self._step(self._course.back, self._values())

    def _change(self, path: str) -> None:
        self._step(self._course.go_to, {}, path, returning=True)

    def _skip_equality(self) -> None:
        self._step(self._course.skip_equality, self._values())

    def _open_instance(self, path: str) -> None:
        self._step(self._course.open_instance, self._values(), path)

    def _remove_instance(self, path: str) -> None:
        self._step(self._course.remove_repeat, path)

    def _add_repeat(self) -> None:
        if self.shown.listed is not None:
            self._step(self._course.add_repeat, self._values(), self.shown.listed.path)

    def _go_to_list(self) -> None:
        self._step(self._course.to_list, self._values())

    def _remove_repeat(self) -> None:
        if self.shown.instance is not None and may_remove(self.shown.instance, self):
            self._remove_instance(self.shown.repeat_path)

    def set_language(self, language: str) -> None:
        """Show everything in another language of the form."""
        self._step(self._course.set_language, self._values(), language)

    def _chosen(self, _by_key: bool) -> None:
        """One pick was the whole answer: go on where the form itself wants that, and not else."""
        if not self._gone and any(view.appearances & QUICK for view in self.shown.views):
            self._continue()

    def _settled(self) -> None:
        if not self._gone and len(self.shown.views) > 1 and self._dirty and not self._hold.holding:
            self._dirty = False
            self._background.run(partial(self._course.keep, self._values()), then=self._kept, failed=self._failed)

    def _kept(self, shown: Shown) -> None:
        if not self._gone and not self._hold.holding and KioskForm.key_of(shown) == self.form.key:
            self.shown = shown
            self.form.refresh(shown)
            give_size(self)

    def _edited(self) -> None:
        self._dirty = True
        if not self._gone:
            self._pause.start()

    def _keep_words(self) -> None:
        if self._gone or self._hold.holding or not self._dirty:
            return
        kinds = {widget.path: widget.view.type for widget in self._questions.widgets}
        typed = {path: value for path, value in self._values().items() if kinds[path] is QuestionType.TEXT}
        if typed:
            self._background.run(partial(self._course.save_only, typed), failed=self._failed)

    def _finalise(self) -> None:
        if self._hold.holding or self._gone:
            return
        self._hold.hold()
        self._background.run(self._course.finalise, then=self._ended, failed=self._failed)

    def _ended(self, withdrawal_code: str) -> None:
        if self._gone:
            return  # dropped meanwhile: the code is nobody's
        self._gone = True
        self._hold.release()
        self.ended.emit(withdrawal_code)

    # leaving ----------------------------------------------------------------------------------------------

    def _language_chosen(self, place: int) -> None:
        self.set_language(self.shown.languages[place])

    def _decline(self) -> None:
        self._abandon()

    def _stop(self) -> None:
        self._abandon()

    def _abandon(self) -> None:
        """Ask whether the answers shall go."""
        self._sure.show()
        give_size(self._sure)
        self._stay.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stay_here(self) -> None:
        self._sure.hide()
        self.take_keyboard()

    def _give_up(self) -> None:
        self.drop(keep=False, reason=tr("The person stopped and took the answers back."))
        self.stopped.emit()

    def drop(self, *, keep: bool, reason: str) -> None:
        """Let go of the person; nothing is shown after this.

        Args:
            keep: leave what was answered as a draft for the staff; else it is deleted.
        """
        if self._gone:
            return
        self._gone = True
        self._pause.stop()
        values = self._values()
        self._hold.drop()
        # where that fails the draft stands, for the staff only, who are told when they have the laptop back
        self._background.run(partial(_let_go, self._course, values, keep, reason))

    def keep_now(self) -> None:
        """Save what stands on the screen; it goes into the draft."""
        if not self._gone and self._dirty and self._values():
            self._background.run(partial(self._course.save_only, self._values()), failed=self._failed)

    # showing ----------------------------------------------------------------------------------------------

    def _show(self, shown: Shown) -> None:
        self.shown = shown
        self._sure.hide()
        self.form.show_shown(shown, self._course.programme)
        give_size(self)
        self.showed.emit()

    def take_keyboard(self) -> None:
        """Give the keyboard to the question, or to the way on."""
        if self._questions.isVisibleTo(self) and self._questions.takes_keys:
            self._questions.take_focus()
        else:
            self.form.take_keyboard()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Esc goes back, a figure or letter picks a choice."""
        if self._gone:
            return
        cards = self.form.cards
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._continue()
        elif event.key() == Qt.Key.Key_Escape:
            if self._sure.isVisible():
                self._stay_here()
            else:
                self._go_back()
        elif cards is not None and cards.pick(event.text()):
            return
        elif not (self._questions.isVisibleTo(self) and self._questions.pick(event.text())):
            super().keyPressEvent(event)


def _let_go(course: Course, values: dict[str, str], keep: bool, reason: str) -> None:
    if not keep:
        course.interview.abandon(reason=reason)
        return
    course.save_only(values)
    course.not_begun()
