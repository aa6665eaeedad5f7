"""The sheet being keyed: its question, the field, what the form objects to, and the list of all questions.

First keying, second keying and practice show the same part, each with a course of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.responses.keyings import FieldEffort
from desktop.responses.response import MissingKind
from desktop.ui.background import Background
from desktop.ui.design.spacing import roomy
from desktop.ui.keying.effort import Effort
from desktop.ui.keying.panels import AskPanel, FoundPanel, MarginPanel, Panel, SpellPanel
from desktop.ui.keying.sheet_card import SheetCard
from desktop.ui.keying.sheet_course import SheetCourse, SheetShown
from desktop.ui.keying.sheet_list import SheetList
from desktop.ui.keying.spell_help import SpellHelp
from desktop.ui.keying.typed_words import TypedWords
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.key_hold import KeyHold
from desktop.ui.parts.scroll import Scroll
from desktop.ui.parts.words import words


class SheetPart(QWidget):
    """Drives one :class:`~desktop.ui.keying.sheet_course.SheetCourse`, or one that has its methods.

    Attributes:
        course, shown: of the sheet in hand; ``None`` between sheets.
        card: the question and its field; below it and the list there is room in ``under``. field: takes the keys.
        noted: says that there are notes in the margin, or loose pages, of this sheet.
        typed: saves words while they are typed.
        row: the card and the list on its leading side; what :meth:`put_beside` got on its trailing side.
    Args:
        work: the workflows, where words are to be helped with; no help where it is ``None``.
        contacts, requests, concerns: whether there is a way from here to where each is noted.
        margins: whether notes in the margin and loose pages are taken here; a second keying has none.
        clock: seconds that never jump; counts what questions take.
    Signals:
        changed (object): a :class:`SheetShown` with a question is about to be shown; its ``view.path`` is the
            field that the keyer is in. Whoever holds the part shows it now: the field takes the keyboard after.
        through (object): the sheet is through; a :class:`SheetShown` without a question.
        parked: the whole sheet was parked as a query; it waits for its answer.
        contact_wanted, request_wanted, concern_wanted: something stands on the sheet that belongs elsewhere.
    """

    changed = Signal(object)
    through = Signal(object)
    parked = Signal()
    contact_wanted = Signal()
    request_wanted = Signal()
    concern_wanted = Signal()

    def __init__(
        self,
        parent: QWidget,
        *,
        background: Background,
        hold: KeyHold,
        work: Any = None,
        contacts: bool = False,
        requests: bool = False,
        concerns: bool = False,
        margins: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._margins = margins
        self._effort = Effort()
        self.course: SheetCourse | None = None
        self.shown: SheetShown | None = None
        self._background, self._hold = background, hold
        outer = QVBoxLayout(self)
        roomy(outer, gap=3)
        self.top = words("", self, tone="muted")
        self.noted = words(tr("✓ Margin notes kept"), self, tone="muted")
        self.noted.setWordWrap(False)
        self.noted.hide()
        above = QHBoxLayout()
        above.setSpacing(outer.spacing())
        above.addWidget(self.top, 1)
        above.addWidget(self.noted, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(above)
        self.row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.row.setSpacing(outer.spacing())
        outer.addLayout(self.row)
        column = QWidget(self)
        self.under = QVBoxLayout(column)
        roomy(self.under, gap=3)
        self.row.addWidget(column, 1)
        self.card = SheetCard(column)
        self.card.kept.connect(self._keep_as_written)
        self.field = self.card.field
        self.under.addWidget(self.card)
        self.ask = AskPanel(column)
        self.ask.asked.connect(self._ask)
        self.ask.taken_back.connect(self._take_back)
        self.margin = MarginPanel(column)
        self.margin.noted.connect(self._note_margin)
        self.found = FoundPanel(column, contacts=contacts, requests=requests, concerns=concerns)
        self.found.contact_wanted.connect(self.contact_wanted)
        self.found.request_wanted.connect(self.request_wanted)
        self.found.concern_wanted.connect(self.concern_wanted)
        self.spell = SpellPanel(column)
        self.help = SpellHelp(self.field.box, work=work, background=background) if work is not None else None
        if self.help is not None:
            self.help.said.connect(self.card.say_of_words)
            self.help.suggested.connect(self._suggested)
            self.spell.taken.connect(self._put_word)
            self.spell.left.connect(self._leave_word)
        for panel in self._panels:
            panel.closed.connect(self._panel_closed)
            self.under.addWidget(panel)
        self.under.addLayout(self._make_keys(column))
        self.list = SheetList(column)
        self.list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.list.cellActivated.connect(self._go_to_row)
        self.under.addWidget(self.list)
        self._scrolled_to = 0
        self.typed = TypedWords(self, field=self.field, margin=self.margin, background=background, hold=hold)
        self.field.given.connect(self._given)
        self.field.missing.connect(self._missing)
        self.field.back.connect(self._back)
        self.field.down.connect(self._down)
        self.field.ahead.connect(self._ahead)
        self.field.pressed.connect(self._pressed)
        self.field.command.connect(self._command)

    @property
    def _panels(self) -> tuple[Panel, ...]:
        return (self.ask, self.margin, self.found, self.spell)

    def _make_keys(self, parent: QWidget) -> Flow:
        """Make the line that tells the keys; each is a link too, for who works with a mouse or a screen reader."""
        row = Flow(gap=3)
        self._undo_link = button(tr("Undo (Ctrl+Z)"), parent, self.undo, kind="link")
        self._ask_link = button(tr("Ask the coordinator (Ctrl+U)"), parent, self.open_ask, kind="link")
        self._margin_link = button(tr("Margin notes (Ctrl+M)"), parent, self.open_margin, kind="link")
        self._found_link = button(tr("Name, wish or concern (Ctrl+J)"), parent, self.open_found, kind="link")
        self._found_link.setVisible(self.found.offers)
        self._margin_link.setVisible(self._margins)
        for each in (self._undo_link, self._ask_link, self._margin_link, self._found_link):
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(each)
        return row

    # what whoever holds it does -----------------------------------------------------------------------------

    def begin(self, course: SheetCourse, shown: SheetShown, *, about: str = "") -> None:
        """Key the sheet of ``course`` from now on; ``about`` stands above it."""
        self.course = course
        self.top.setText(about)
        self._effort = Effort()
        if self.help is not None:
            self.help.begin(course.keying)
        self._ask_link.setVisible(course.may_ask)
        self.show_sheet(shown)

    def put_beside(self, widget: QWidget, *, stretch: int = 1) -> None:
        """Show ``widget`` on the trailing side of the question and the list: the scanned page."""
        self.row.addWidget(widget, stretch)

    def forget(self) -> None:
        """The sheet is done with, laid by, or given up."""
        self._effort.stop()
        self.typed.show_field(None, "")
        self.course = self.shown = None

    def step(self, action: Any, *args: Any) -> None:
        """Run a step of the course on the worker, and show what it returns. Keys wait meanwhile."""
        if self._hold.holding or self.course is None:
            return
        self._hold.hold()
        self.typed.pause.stop()  # the step saves what was typed
        job = partial(_counted, self.course, self._effort.take(), partial(action, *args))
        self._background.run(job, then=self._stepped, failed=self._step_failed)

    def go_back(self) -> None:
        """Go to the question before; from the end of the sheet, to its last."""
        if self.course is not None:
            self.step(self.course.back, self.here, self._unsaved())

    def before_leaving(self) -> None:
        """Save what was typed and not yet ended by Enter, and what was counted."""
        if self.course is None:
            return
        self._effort.stop()
        self.typed.pause.stop()
        efforts, notes = self._effort.take(), self.margin.unsaved()
        value = self._unsaved() if not self._hold.holding else None
        if notes is not None:
            self._background.run(partial(self.course.note_margin, *notes))
            self.margin.held(notes)
        if efforts or value is not None or self.typed.saved:
            self._background.run(partial(self.course.lay_by, efforts, self.here, value))

    def undo(self) -> None:
        """Take the last step on the sheet back."""
        if self.course is not None:
            self.step(self.course.undo, *self._typed_and_saved())

    def open_ask(self) -> None:
        """Ask the coordinator about the question."""
        if (
            self.course is not None
            and self.course.may_ask
            and self.shown is not None
            and self.shown.view is not None
        ):
            self._open(self.ask)
            self.ask.open_panel(number=self.shown.view.number, is_asked=bool(self.shown.open_query))

    def open_margin(self) -> None:
        """Take notes in the margin."""
        if self.shown is not None and self._margins:
            self._open(self.margin)
            self.margin.open_panel(self.shown.margin_notes, self.shown.loose_pages)

    def open_found(self) -> None:
        """Offer where names, wishes and concerns go."""
        if self.shown is not None and self.found.offers:
            self._open(self.found)
            self.found.open_panel()

    def look_at_words(self) -> None:
        """Ask whether the next doubtful word is written so."""
        if self.help is not None and self.field.takes_words:
            self.help.ask()

    def _suggested(self, doubt: Any, suggestions: Any) -> None:
        if self.help is not None and self.field.takes_words and not self._hold.holding:
            self.help.show(doubt)
            self._open(self.spell)
            self.spell.open_panel(doubt, suggestions)

    def _put_word(self, doubt: Any, word: str) -> None:
        if self.help is not None:
            self.help.put(doubt, word)
        self.field.take_focus()

    def _leave_word(self, doubt: Any) -> None:
        if self.help is not None:
            self.help.leave(doubt)
        self.field.take_focus()

    def _open(self, panel: Panel) -> None:
        above = self._scrolled()
        if above is not None and not any(each.isVisibleTo(self) for each in self._panels):
            self._scrolled_to = above.verticalScrollBar().value()
        for each in self._panels:
            each.setVisible(each is panel)

    @property
    def here(self) -> str:
        """Path of the question that is keyed; empty where there is none."""
        return self.shown.view.path if self.shown is not None and self.shown.view is not None else ""

    # steps --------------------------------------------------------------------------------------------------

    def _stepped(self, shown: SheetShown) -> None:
        self.show_sheet(shown)
        if shown.warning or shown.refused:
            self._hold.drop()  # typed ahead for the next question; it is none of the reason that is asked now
        else:
            self._hold.release()

    def _step_failed(self, error: Exception) -> None:
        self._hold.release()
        self._background.refused.emit(error)

    def _given(self, value: str) -> None:
        if self.course is not None and self.here:
            self.step(self.course.key, self.here, value)

    def _missing(self, kind: MissingKind) -> None:
        if self.course is not None and self.here:
            self.step(self.course.mark, self.here, kind)

    def _keep_as_written(self, reason: str) -> None:
        if self.course is not None and self.here:
            self.step(self.course.force, self.here, reason)

    def _back(self) -> None:
        self.go_back()

    def _down(self) -> None:
        if self.shown is not None and 0 <= self.shown.at < len(self.shown.rows) - 1:
            self._go_to_row(self.shown.at + 1, 0)

    def _go_to_row(self, row: int, _column: int) -> None:
        if self.course is not None and self.shown is not None:
            self.step(self.course.go, self.shown.rows[row].path, self.here, self._unsaved())

    def _unsaved(self) -> str | None:
        return self.field.unsaved() if self.here else None

    def _typed_and_saved(self) -> tuple[str, str | None]:
        """Return what undo takes back first: words that were saved while they were typed, and stand there yet."""
        return (self.here, self._unsaved()) if self.typed.saved else ("", None)

    def _ahead(self, typed: str) -> None:
        if self._hold.holding:
            self._hold.keep(typed)

    def _pressed(self) -> None:
        self._effort.key(self.here, self._clock())

    def _command(self, key: str) -> None:
        does = {
            "z": self.undo,
            "u": self.open_ask,
            "m": self.open_margin,
            "j": self.open_found,
            "e": self.look_at_words,
        }
        does[key]()

    def _panel_closed(self) -> None:
        self.field.take_focus()
        QTimer.singleShot(0, self, self._scroll_back)  # once the panel has given its room back

    def _scroll_back(self) -> None:
        """Show of the question what was in sight before a panel below it took the screen for itself."""
        above = self._scrolled()
        if above is not None:
            above.verticalScrollBar().setValue(self._scrolled_to)

    def _scrolled(self) -> Scroll | None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, Scroll):
            above = above.parentWidget()
        return above

    def _ask(self, whole: bool, words: str) -> None:
        if self.course is not None and self.here:
            self.step(self.course.park, "" if whole else self.here, words, self.here, self._unsaved())

    def _take_back(self) -> None:
        if self.course is not None and self.shown is not None and self.shown.open_query:
            self.step(self.course.take_back, self.shown.open_query, self.here, self._unsaved())

    def _note_margin(self, notes: str, loose_pages: int) -> None:
        if self.course is not None:
            self.step(self.course.note_margin, notes, loose_pages, self.here, self._unsaved())

    # showing ------------------------------------------------------------------------------------------------

    def show_sheet(self, shown: SheetShown) -> None:
        """Show where the keying of the sheet stands."""
        self.shown = shown
        view = shown.view
        self.typed.show_field(self.course, "")
        for panel in self._panels:
            panel.hide()
        if shown.parked:
            self.parked.emit()
            return
        if view is None:
            self.through.emit(shown)
            return
        self.changed.emit(shown)
        self.noted.setVisible(bool(shown.margin_notes or shown.loose_pages))
        self.list.show_sheet(shown.rows, shown.at)
        self.card.say_of_words("")
        self.card.show_question(shown)
        self.typed.show_field(self.course, view.path)
        if self.help is not None and self.field.takes_words:
            self.help.look_again()


def _counted(
    course: SheetCourse, efforts: Mapping[str, FieldEffort], action: Callable[[], SheetShown]
) -> SheetShown:
    """Run a step with what was counted until then, so that both are saved together."""
    course.count(efforts)
    return action()
