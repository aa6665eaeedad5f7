"""Dot votes and ranking boards of an event: options, figures, a photograph; apart from the counts of a survey."""

from __future__ import annotations

import contextlib
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop.engagement.boards import Board, BoardKind
from desktop.foundation.errors import Refusal, WorldError
from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.notes.board_card import BoardCard
from desktop.ui.notes.nowhere import EventNeeded
from desktop.ui.notes.option_rows import OptionRows
from desktop.ui.notes.pick_list import PickList
from desktop.ui.notes.reasons import ask_why_changed, ask_why_out
from desktop.ui.parts.buttons import button
from desktop.ui.parts.count_edit import CountEdit
from desktop.ui.parts.error_summary import ErrorSummary, Fault
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.key_hold import KeyHold
from desktop.ui.parts.two_sides import TwoSides
from desktop.ui.parts.words import words


class BoardsPage(EventNeeded):
    """Writes boards down at the event that is worked at. No arguments. Ctrl+Enter saves from every field."""

    heading = tr("Dot votes and ranking boards")
    characters = 156

    def build_at_event(self) -> None:
        """Make the fields of a board, and beside them the boards that are there."""
        self._changing: Board | None = None
        self._hold = KeyHold(self)
        self._cards: dict[str, BoardCard] = {}
        sides = TwoSides(self.content.column, first=1, second=1, characters=112)
        self.add(sides, stretch=1)
        holder = sides.first
        column = QVBoxLayout(holder)
        roomy(column, gap=3)
        column.addWidget(words(self.desk.event.name, holder, Type.TITLE))
        self._summary = ErrorSummary(holder)
        self._summary.wanted.connect(self._focus)
        column.addWidget(self._summary)
        self._at = words("", holder, Type.STRONG)
        self._at.hide()
        column.addWidget(self._at)
        self._kind = PickList(
            [(BoardKind.DOTS.value, tr("Dot vote")), (BoardKind.RANKING.value, tr("Ranking of a group"))]
        )
        self._kind.currentIndexChanged.connect(self._kind_picked)
        self._kind.left.connect(self._to_question)
        column.addWidget(Field(tr("What hangs there"), self._kind, holder))
        self._question = text_field(tr("What stands above the options"), holder)
        self._question.input.returnPressed.connect(self._to_options)
        column.addWidget(self._question)
        self._each = Field(
            tr("Dots for each person"),
            CountEdit(0, 100, 0),
            holder,
            hint=tr("0 where that is not known."),
            characters=6,
        )
        column.addWidget(self._each)
        self._hint = words("", holder, Type.STRONG)
        column.addWidget(self._hint)
        self._rows = OptionRows(holder)
        self._rows.submitted.connect(self._save)
        column.addWidget(self._rows)
        row = Flow(gap=2)
        self._save_button = button(tr("Save the board"), holder, self._save, kind="primary")
        self._cancel = button(tr("Leave it as it was"), holder, self._stop_changing)
        row.addWidget(self._save_button)
        row.addWidget(button(tr("One more option"), holder, self._rows.add_row))
        row.addWidget(self._cancel)
        column.addLayout(row)
        self._said = words("", holder, Type.STRONG)
        column.addWidget(self._said)
        column.addStretch(1)
        self._build_beside(sides.second)
        self._show_state()
        self._kind_picked()

    def _build_beside(self, holder: QWidget) -> None:
        column = QVBoxLayout(holder)
        roomy(column, gap=3)
        column.addWidget(words(tr("Boards of this event"), holder, Type.SECTION))
        column.addWidget(
            words(tr("Counted as they hang, and never added to the answers of a survey."), holder, tone="muted")
        )
        self._none = words(tr("No board was written down yet."), holder)
        column.addWidget(self._none)
        self._there = QVBoxLayout()
        roomy(self._there, gap=3)
        column.addLayout(self._there)
        column.addStretch(1)
        self._beside = holder

    def begin_at_event(self) -> None:
        """Be ready for the first board; those that are there come when they were fetched."""
        self._kind.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fetch()

    def _fetch(self) -> None:
        self.background.run(partial(self._list_job, self.work, self.desk), then=self._found)

    @staticmethod
    def _list_job(work: Any, desk: Any) -> list[tuple[Board, bytes]]:
        found = work.run_boards.boards(desk.place, event_id=desk.event.event_id)
        shown = []
        for board in found:
            photograph = b""
            if board.picture_id:
                with contextlib.suppress(Refusal):  # it is not here: the figures of the board are
                    photograph = work.pictures.picture(desk.place, board.picture_id).content
            shown.append((board, photograph))
        return shown

    def _found(self, found: list[tuple[Board, bytes]]) -> None:
        for card in self._cards.values():
            self._there.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = {}
        for board, picture in reversed(found):
            card = BoardCard(
                board,
                picture,
                self._beside,
                change=self._change,
                photograph=self._ask_photo,
                take_out=self._take_out,
            )
            self._cards[board.board_id] = card
            self._there.addWidget(card)
        self._none.setVisible(not found)

    # writing ----------------------------------------------------------------------------------------------

    def _kind_picked(self) -> None:
        dots = self._kind.code == BoardKind.DOTS.value
        self._each.setVisible(dots)
        self._rows.say_unit(tr("dots") if dots else tr("place"))
        self._hint.setText(
            tr("Options and their dots: + counts one more, - one less")
            if dots
            else tr("Options and their places: 1 for the first, 0 for none")
        )

    def _to_question(self) -> None:
        self._question.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_options(self) -> None:
        self._rows.take_focus()

    def _focus(self, key: str) -> None:
        self._to_question() if key == "question" else self._to_options()

    def _values(self) -> dict[str, Any]:
        return {
            "question": self._question.input.text().strip(),
            "options": self._rows.options(),
            "dots_each": self._each.input.value() if self._kind.code == BoardKind.DOTS.value else 0,
        }

    def _show_values(self, board: Board | None) -> None:
        self._question.input.setText(board.question if board is not None else "")
        self._rows.show_options(board.options if board is not None else ())
        if board is not None:
            self._kind.pick(board.kind.value)
            self._each.input.setValue(board.dots_each)

    def _save(self) -> None:
        if not self._save_button.isEnabled():
            return  # Ctrl+Enter in an empty last row says so twice
        values = self._values()
        self._summary.clear()
        faults = []
        if not values["question"]:
            faults.append(Fault("question", tr("Write what stood above the options.")))
        if len(values["options"]) < 2:
            faults.append(Fault("options", tr("Write two options at least.")))
        if faults:
            self._summary.show_faults(faults)
            return
        changing = self._changing
        if changing is None:
            job = partial(self._add_job, self.work, self.desk, BoardKind(self._kind.code), values)
        else:
            if all(getattr(changing, name) == value for name, value in values.items()):
                self._stop_changing()
                return
            reason = ask_why_changed(self)
            if not reason:
                return
            job = partial(self._change_job, self.work, self.desk, changing.board_id, reason, values)
        self._hold.hold()  # what is typed meanwhile is for the next one
        self._save_button.setEnabled(False)
        self.background.run(job, then=self._saved, failed=self._refused)

    @staticmethod
    def _add_job(work: Any, desk: Any, kind: BoardKind, values: dict[str, Any]) -> Any:
        return work.run_boards.add_board(
            desk.place, actor=desk.actor, event_id=desk.event.event_id, kind=kind, **values
        )

    @staticmethod
    def _change_job(work: Any, desk: Any, board_id: str, reason: str, values: dict[str, Any]) -> Any:
        return work.run_boards.change_board(
            desk.place, actor=desk.actor, board_id=board_id, reason=reason, **values
        )

    def _saved(self, board: Board) -> None:
        self.succeeded.emit()
        self._save_button.setEnabled(True)
        self._stop_changing()
        self._tell(tr("✓ Saved: {board}", board=board.question))
        self._hold.release()
        self._fetch()

    def _refused(self, error: Exception) -> None:
        self._save_button.setEnabled(True)
        self._hold.release()
        if isinstance(error, WorldError):
            self._summary.show_faults([Fault("options", f"{error.fault} {error.remedy}")])
        else:
            self.background.refused.emit(error)

    def _tell(self, said: str) -> None:
        self._said.setText(said)
        QAccessible.updateAccessibility(QAccessibleEvent(self._said, QAccessible.Event.Alert))

    # changing ---------------------------------------------------------------------------------------------

    def _asked_of(self) -> Board:
        return self._cards[self.sender().property("board_id")].board

    def _change(self) -> None:
        if self.would_lose():
            self._tell(tr("Save what stands here first."))
            self._to_question()
            return
        self._changing = self._asked_of()
        self._show_values(self._changing)
        self._show_state()
        self._to_options()

    def _stop_changing(self) -> None:
        self._changing = None
        self._show_values(None)
        self._show_state()
        self._to_question()

    def _show_state(self) -> None:
        changing = self._changing is not None
        self._at.setText(tr("Changing: {board}", board=self._changing.question) if changing else "")
        self._at.setVisible(changing)
        self._cancel.setVisible(changing)
        self._kind.setEnabled(not changing)

    def _take_out(self) -> None:
        board = self._asked_of()
        reason = ask_why_out(self)
        if reason:
            job = partial(self._void_job, self.work, self.desk, board.board_id, reason)
            self.background.run(job, then=self._taken_out)

    @staticmethod
    def _void_job(work: Any, desk: Any, board_id: str, reason: str) -> Any:
        return work.run_boards.void_board(desk.place, actor=desk.actor, board_id=board_id, reason=reason)

    def _taken_out(self, board: Board) -> None:
        self.succeeded.emit()
        if self._changing is not None and self._changing.board_id == board.board_id:
            self._stop_changing()
        self._tell(tr("Taken out: {board}", board=board.question))
        self._to_question()
        self._fetch()

    # photographs ------------------------------------------------------------------------------------------

    def _ask_photo(self) -> None:
        board = self._asked_of()
        kinds = tr("Photographs") + " (*.jpg *.jpeg *.png *.webp)"
        path, _kind = QFileDialog.getOpenFileName(self, tr("A photograph of the board"), "", kinds)
        if path:
            self.take_photo(board.board_id, Path(path))

    def take_photo(self, board_id: str, path: Path) -> None:
        """Keep a chosen file as the photograph of a board."""
        job = partial(self._photo_job, self.work, self.desk, board_id, path)
        self.background.run(job, then=self._photo_taken, words=tr("Reading the photograph…"))

    @staticmethod
    def _photo_job(work: Any, desk: Any, board_id: str, path: Path) -> Any:
        taken = work.pictures.take_picture(desk.place, actor=desk.actor, owner_id=board_id, path=path)
        try:
            return work.run_boards.change_board(
                desk.place,
                actor=desk.actor,
                board_id=board_id,
                reason=tr("photograph added"),
                picture_id=taken.picture_id,
            )
        except WorldError:  # the board was taken out meanwhile: nothing would ever show the photograph
            work.pictures.drop_picture(desk.place, actor=desk.actor, owner_id=board_id, name=taken.name)
            raise

    def _photo_taken(self, board: Board) -> None:
        self.succeeded.emit()
        self._tell(tr("✓ The photograph is kept: {board}", board=board.question))
        self._fetch()

    # going ------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves; Esc leaves a change, then the page."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self.desk.event is None:
            super().keyPressEvent(event)
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._save()
        elif event.key() == Qt.Key.Key_Escape:
            self._stop_changing() if self._changing is not None else self.to_today()
        else:
            super().keyPressEvent(event)

    def saving(self) -> bool:
        """Tell whether what was entered is on its way to the disk."""
        return self.desk.event is not None and self._hold.holding

    def would_lose(self) -> str:
        """Say that what was written is not saved."""
        if self.desk.event is None:
            return ""
        values = self._values()
        if self._changing is not None:
            lost = any(getattr(self._changing, name) != value for name, value in values.items())
        else:
            lost = bool(values["question"] or values["options"])
        return tr("The board was not saved. What you wrote would be lost.") if lost else ""
