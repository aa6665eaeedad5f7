"""Queries: what keyers could not read or did not know, and what the coordinator answers."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import ntr, tr
from desktop.staff.people import Action
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_time
from desktop.ui.keying.field_crop import FieldCrop
from desktop.ui.keying.query_card import QueryCard, question_words, told_words
from desktop.ui.notes.two_line_rows import TwoLineRows
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.key_hold import KeyHold
from desktop.ui.parts.two_sides import TwoSides
from desktop.ui.parts.words import Notice, words


class QueriesPage(Page):
    """The queries of sheets that are being keyed. Argument, optional: ``query_id`` of the one to begin with.

    Who may answer sees all of them; who only keys, their own. Enter in the list leads to the answer, Enter in the
    answer sends it and leads to the next query.
    """

    heading = tr("Queries")
    characters = 156
    margins = 4
    guide = "keying"

    def build(self) -> None:
        self._asked: dict[str, Any] = {}
        self._first = str(self.arguments.get("query_id", ""))
        self._answers = self.desk.may(Action.ANSWER_QUERIES)
        self._hold = KeyHold(self)
        column = self.content.column
        self._said = Notice("success", "", "", column)
        self._said.hide()
        self.add(self._said)
        self._count = self.say("", Type.TITLE)
        self._empty = Notice("note", tr("No query waits"), self._empty_words(), column)
        self.add(self._empty)
        self._on = button(tr("See which sheets wait"), column, self._to_overview)
        self.add(self._on, leading=True)
        self._sides = TwoSides(column, first=2, second=3, characters=112)
        self.add(self._sides, stretch=1)
        self._build_list(self._sides.first)
        second = QVBoxLayout(self._sides.second)
        roomy(second, gap=0)
        self._card = QueryCard(self._sides.second, answers=self._answers)
        self._crop = FieldCrop(self._card, work=self.work, desk=self.desk, background=self.background, tallest=44)
        self._card.show_crop(self._crop)
        self._card.answered.connect(self._send)
        self._card.settle_wanted.connect(self._settle)
        self._card.sheet_wanted.connect(self._to_sheet)
        self._card.left.connect(self._to_list)
        second.addWidget(self._card)
        second.addStretch(1)
        self.content.layout_.addStretch(0)

    def _build_list(self, holder: QWidget) -> None:
        first = QVBoxLayout(holder)
        roomy(first, gap=2)
        self._rows = TwoLineRows(tr("Queries"), holder)
        self._rows.usual_wanted.connect(self._to_answer)
        self._rows.other_chosen.connect(self._show_chosen)
        first.addWidget(self._rows, 1)
        first.addWidget(
            words(
                tr("A query goes from this list when its sheet is keyed to the end, or given up."),
                holder,
                tone="muted",
            )
        )

    def _empty_words(self) -> str:
        return (
            tr("Keyers ask from the keying screen. What they ask stands here until its sheet is keyed to the end.")
            if self._answers
            else tr("What you ask from the keying screen stands here until its sheet is keyed to the end.")
        )

    def begin(self) -> None:
        """Fetch the queries."""
        self.load(self._list_job(), self._found)

    def _list_job(self) -> Any:
        return partial(self._listed, self.work, self.desk)

    @staticmethod
    def _listed(work: Any, desk: Any) -> Any:
        programme_id = desk.programme.programme_id if desk.programme is not None else ""
        return work.ask_coordinator.queries(desk.place, actor=desk.actor, programme_id=programme_id)

    def _found(self, found: tuple[Any, ...]) -> None:
        self._asked = {each.query.query_id: each for each in found}
        waiting = [each for each in found if each.query.answered_at is None]
        self._count.setText(
            ntr("{count} query waits for an answer", "{count} queries wait for an answer", len(waiting))
            if waiting
            else tr("All are answered")
        )
        self._count.setVisible(bool(found))
        self._empty.setVisible(not found)
        self._on.setVisible(not found)
        self._sides.setVisible(bool(found))
        chosen = self._first or (waiting[0].query.query_id if waiting and not self._card.query_id else "")
        self._first = ""
        self._rows.show_rows([_row(each) for each in found])
        if chosen:
            self._rows.choose(chosen)
        self._show_chosen()
        if not found:
            self._on.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._answers and waiting:
            self._card.take_focus()
        else:
            self._to_list()
            QTimer.singleShot(0, self, self.content.to_top)  # what was done is said there
        self._hold.release()

    def _show_chosen(self) -> None:
        asked = self._asked.get(self._rows.chosen)
        self._card.show_query(asked)
        if asked is None:
            self._crop.clear()
        else:
            self._crop.show_field(asked.query.serial, asked.query.path, asked.query.number)

    # answering --------------------------------------------------------------------------------------------

    def _send(self, query_id: str, answer: str) -> None:
        self._change("answer", tr("✓ Answered"), query_id=query_id, answer=answer)

    def _settle(self, query_id: str) -> None:
        self._change("settle", tr("✓ Taken back"), query_id=query_id)

    def _change(self, name: str, said: str, **given: Any) -> None:
        if self._hold.holding:
            return
        self._hold.hold()  # what is typed meanwhile is for the next query
        self._card.let_send(False)
        job = partial(self._change_job, self.work, self.desk, name, said, given)
        self.background.run(job, then=self._changed, failed=self._refused)

    @staticmethod
    def _change_job(work: Any, desk: Any, name: str, said: str, given: dict[str, Any]) -> tuple[str, Any, Any]:
        kept = getattr(work.ask_coordinator, name)(desk.place, actor=desk.actor, **given)
        return said, kept, QueriesPage._listed(work, desk)

    def _changed(self, done: tuple[str, Any, tuple[Any, ...]]) -> None:
        said, kept, found = done
        self.succeeded.emit()
        self._card.let_send(True)
        self._card.forget(kept.query_id)
        self._said.say(said, tr("The sheet stands under “Not keyed to the end”, with the answer."))
        self._said.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self._said.title, QAccessible.Event.Alert))
        self._found(found)

    def _refused(self, error: Exception) -> None:
        self._card.let_send(True)
        self._hold.release()
        if isinstance(error, WorldError):
            self._card.answer.show_fault(f"{error.fault} {error.remedy}")
            self._card.take_focus()
        else:
            self.background.refused.emit(error)

    # going ------------------------------------------------------------------------------------------------

    def _to_answer(self) -> None:
        if self._card.query_id:
            self._card.take_focus()

    def _to_list(self) -> None:
        self._rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_overview(self) -> None:
        self.go(Where.KEYING_OVERVIEW)

    def _to_sheet(self, asked: Any) -> None:
        self.go(Where.VERIFY if asked.second else Where.KEYING, serial=asked.shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes home where nothing would be lost."""
        if event.key() == Qt.Key.Key_Escape and not self.would_lose():
            self.go(Where.TODAY)
        else:
            super().keyPressEvent(event)

    def keep_now(self) -> None:
        """Keep what was typed at each query; the screen is locked or empty."""
        self._card.hide_words()

    def saving(self) -> bool:
        """Tell whether an answer is on its way to the disk."""
        return self._hold.holding

    def would_lose(self) -> str:
        """Say that an answer was typed and not sent."""
        return tr("An answer was not sent. What you typed would be lost.") if self._card.unsent else ""


def _row(asked: Any) -> tuple[str, str, str]:
    query = asked.query
    said = question_words(asked) if query.answered_at is None else f"✓ {question_words(asked)}"
    known = [tr("Sheet {serial}", serial=asked.shown)]
    known.append(tr("{name} asked, {time}", name=query.asked_by, time=spoken_time(query.asked_at)))
    if query.answered_at is not None:
        known.append(told_words(query))
    return query.query_id, f"{said}\n{query.words}" if query.words else said, " · ".join(known)
