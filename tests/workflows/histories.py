"""Every revision of a note or a board, the first one first, as the store of a laptop holds them."""

from __future__ import annotations

from desktop.engagement.boards import Board
from desktop.engagement.notes import Note
from desktop.workflows.workplace import Workplace


def note_history(place: Workplace, note_id: str) -> tuple[Note, ...]:
    with place.reading() as unit:
        return unit.notes.history(note_id)


def board_history(place: Workplace, board_id: str) -> tuple[Board, ...]:
    with place.reading() as unit:
        return unit.boards.history(board_id)
