"""A board as it stands: its question, its figures, its photograph, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from desktop.engagement.boards import Board, BoardKind
from desktop.foundation.translation import ntr, tr
from desktop.ui.design.spacing import roomy, space
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import words


def board_lines(board: Board) -> list[str]:
    """Return the options of a board with their figures, as people read them."""
    if board.kind is BoardKind.DOTS:
        return [
            tr("{figure}: {option}", figure=ntr("{count} dot", "{count} dots", each.figure), option=each.label)
            for each in board.options
        ]
    placed = sorted((each for each in board.options if each.figure), key=lambda each: each.figure)
    left = [each for each in board.options if not each.figure]
    return [
        *(tr("{place}. {option}", place=each.figure, option=each.label) for each in placed),
        *(tr("No place: {option}", option=each.label) for each in left),
    ]


class BoardCard(QFrame):
    """One board.

    Attributes:
        board: what it shows.
        photograph: the button that asks for one.
    """

    def __init__(
        self,
        board: Board,
        picture: bytes,
        parent: QWidget,
        *,
        change: Callable[[], Any],
        photograph: Callable[[], Any],
        take_out: Callable[[], Any],
    ) -> None:
        """Show ``board``; the sender of each action bears its ``board_id``."""
        super().__init__(parent)
        self.board = board
        self.setProperty("kind", "card")
        column = QVBoxLayout(self)
        roomy(column, gap=1.5, margins=(4, 3, 4, 3))
        column.addWidget(words(board.question, self, Type.STRONG))
        column.addWidget(words(self._what(), self, tone="muted"))
        for line in board_lines(board):
            column.addWidget(words(line, self))
        if picture:
            column.addWidget(self._photo(picture))
        row = Flow(gap=2)
        label = tr("Another photograph…") if board.picture_id else tr("Photograph…")
        made = [
            button(tr("Change…"), self, change, name=tr("Change: {board}", board=board.question)),
            button(label, self, photograph, name=f"{label}: {board.question}"),
            button(tr("Take out…"), self, take_out, name=tr("Take out: {board}", board=board.question)),
        ]
        for each in made:
            each.setProperty("board_id", board.board_id)
            row.addWidget(each)
        self.photograph = made[1]
        column.addLayout(row)

    def _what(self) -> str:
        if self.board.kind is BoardKind.RANKING:
            return tr("Ranking of the group")
        dots = ntr("{count} dot", "{count} dots", sum(each.figure for each in self.board.options))
        if not self.board.dots_each:
            return tr("Dot vote, {dots}. Dots are no people.", dots=dots)
        each = ntr("{count} for each person", "{count} for each person", self.board.dots_each)
        return tr("Dot vote, {dots}, {each}. Dots are no people.", dots=dots, each=each)

    def _photo(self, content: bytes) -> QLabel:
        label = QLabel(self)
        picture = QPixmap()
        picture.loadFromData(QByteArray(content))
        size = picture.size()
        size.scale(space(70), space(42), Qt.AspectRatioMode.KeepAspectRatio)
        label.setPixmap(
            picture.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        )
        label.setAccessibleName(tr("Photograph of the board: {board}", board=self.board.question))
        return label
