"""All that is seen of an interview: the bars, the list of sections, and the questions or stage between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.engagement.programme import Programme
from desktop.foundation.translation import tr
from desktop.ui.design.spacing import line_length, roomy, space
from desktop.ui.interview.bars import BottomBar, TopBar
from desktop.ui.interview.instance_cards import InstanceCards
from desktop.ui.interview.question_screen import QuestionScreen
from desktop.ui.interview.section_list import SectionList
from desktop.ui.interview.shown import Shown, Stage
from desktop.ui.interview.stages import CheckStage, ConsentStage, EqualityStage, FinishStage, StageView
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.scroll import Scroll


class FormView(QWidget):
    """Shows what a course says.

    Attributes:
        top, bottom: the bars. questions: the screen of questions. sections: the list of them.
        stage_view: what is shown where there are no questions; ``None`` while there are.
        finish_view: makes the last stage, which a preview has in other words.
    Signals:
        change_wanted (str): the answer with that path is to be changed.
        skip_wanted, answer_wanted, finish_wanted: of the stages of the same names.
        open_wanted (str), remove_wanted (str): an instance of a repeat. add_wanted: another one.
        list_wanted: from an instance back to the list of them.
        this_wanted: the instance that is shown is to be removed.
    """

    change_wanted = Signal(str)
    skip_wanted = Signal()
    answer_wanted = Signal()
    finish_wanted = Signal()
    open_wanted = Signal(str)
    remove_wanted = Signal(str)
    add_wanted = Signal()
    list_wanted = Signal()
    this_wanted = Signal()

    def __init__(self, parent: QWidget, *, does: Any) -> None:
        """``does``: who has the methods that the buttons of the bars call."""
        super().__init__(parent)
        self._shown: Shown | None = None
        self._key: tuple[object, ...] = ()
        self.stage_view: StageView | None = None
        self.finish_view: Callable[[QWidget], FinishStage] = FinishStage
        self._sections_asked: bool | None = None
        outer = QVBoxLayout(self)
        roomy(outer, gap=0)
        self.top = TopBar(self, toggle=self._toggle_sections, chosen=does._language_chosen)
        outer.addWidget(self.top)
        middle = QHBoxLayout()
        roomy(middle, gap=0)
        self.sections = SectionList(self)
        middle.addWidget(self.sections)
        self._scroll = Scroll(self, characters=78, margins=6)
        self.questions = QuestionScreen(self._scroll.column)
        self._scroll.layout_.addWidget(self.questions)
        self._scroll.layout_.addWidget(self._make_instance_row())
        self._scroll.layout_.addStretch(1)
        middle.addWidget(self._scroll, 1)
        outer.addLayout(middle, 1)
        self.bottom = BottomBar(self, does=does)
        outer.addWidget(self.bottom)

    def _make_instance_row(self) -> QWidget:
        self._instance_row = QWidget(self._scroll.column)
        row = Flow(gap=3)
        self._instance_row.setLayout(row)
        self._to_list = button(tr("Back to the list"), self._instance_row, self.list_wanted, kind="link")
        self._remove = button(tr("Remove this one"), self._instance_row, self.this_wanted, kind="link")
        row.addWidget(self._to_list)
        row.addWidget(self._remove)
        self._instance_row.hide()
        return self._instance_row

    @property
    def key(self) -> tuple[object, ...]:
        """Tells one screen from another."""
        return self._key

    @staticmethod
    def key_of(shown: Shown) -> tuple[object, ...]:
        """Return what tells the screen of ``shown`` from another."""
        return (shown.stage, shown.language, shown.views[0].path if shown.views else "", shown.listed)

    @property
    def cards(self) -> InstanceCards | None:
        """The cards of a repeat's instances, while they are shown."""
        return self.stage_view if isinstance(self.stage_view, InstanceCards) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by keys from the bars too: a privacy notice is longer than the window, and has no field in it."""
        if not self._scroll.take_key(event.key()):
            super().keyPressEvent(event)

    # showing ----------------------------------------------------------------------------------------------

    def show_shown(self, shown: Shown, programme: Programme) -> None:
        """Show ``shown``; the same screen again keeps what is being typed and where the keyboard is."""
        key = self.key_of(shown)
        same = key == self._key and self._shown is not None
        self._shown, self._key = shown, key
        asking = bool(shown.views)
        first: QWidget | None = None
        self.questions.setVisible(asking)
        if not (same and shown.faults):
            self._drop_stage()
        if asking and same:
            self.questions.refresh(shown.views)
        elif asking:
            self.questions.show_new(shown.views)
            if not self.questions.takes_keys:
                first = self.bottom.on
            self._scroll.to_top()
        elif not same or self.stage_view is None:
            first = self._show_stage(shown, programme)
            self._scroll.to_top()
        self._show_frame(shown)
        if first is not None:  # not before it is where it can take the keyboard
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        if shown.faults:
            self._show_faults(shown)

    def refresh(self, shown: Shown) -> None:
        """Bring the screen that is shown up to date."""
        self._shown = shown
        self.questions.refresh(shown.views)

    def _drop_stage(self) -> None:
        if self.stage_view is not None:
            self.stage_view.hide()
            self.stage_view.deleteLater()
            self.stage_view = None

    def _show_stage(self, shown: Shown, programme: Programme) -> QWidget:
        """Show what stands where there are no questions, and return what takes the keyboard."""
        column = self._scroll.column
        first: QWidget = self.bottom.on
        view: StageView
        if shown.listed is not None:
            view = InstanceCards(shown.listed, column)
            view.open_wanted.connect(self.open_wanted)
            view.remove_wanted.connect(self.remove_wanted)
            view.add_wanted.connect(self.add_wanted)
        elif shown.stage is Stage.CONSENT:
            view = ConsentStage(programme, column)
        elif shown.stage is Stage.CHECK:
            view = CheckStage(shown.rows, column)
            view.change_wanted.connect(self.change_wanted)
        elif shown.stage is Stage.EQUALITY_START:
            view = EqualityStage(column)
            view.skip_wanted.connect(self.skip_wanted)
            view.answer_wanted.connect(self.answer_wanted)
            first = view.answer
        else:
            view = self.finish_view(column)
            view.finish_wanted.connect(self.finish_wanted)
            first = view.finish
        self.stage_view = view
        self._scroll.layout_.insertWidget(0, view)
        view.show()
        return first

    def _show_faults(self, shown: Shown) -> None:
        if isinstance(self.stage_view, CheckStage):
            self.stage_view.show_faults(shown.faults, {row.path: row.label for row in shown.rows})
        else:
            self.questions.show_faults(shown.faults)
        self._scroll.to_top()

    def _show_frame(self, shown: Shown) -> None:
        self.top.show_shown(shown)
        self.bottom.show_shown(shown)
        self.sections.show_sections(shown.sections)
        self._instance_row.setVisible(shown.instance is not None)
        self._place_sections()

    # the section list beside or away ----------------------------------------------------------------------

    def _toggle_sections(self) -> None:
        self._sections_asked = not self.sections.isVisibleTo(self)
        self._place_sections()

    def _place_sections(self) -> None:
        wanted = self._shown is not None and self._shown.stage is Stage.QUESTIONS and len(self._shown.sections) > 1
        fits = self.width() > line_length(100)
        self.sections.setMaximumWidth(max(space(40), min(self.width() // 3, line_length(30))))
        self.sections.setMinimumWidth(self.sections.maximumWidth())
        self.top.sections.setVisible(wanted)
        self.sections.setVisible(wanted and (fits if self._sections_asked is None else self._sections_asked))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the section list away where it would crowd the question."""
        super().resizeEvent(event)
        self._place_sections()
