"""Dot votes and ranking boards: counted as they hang on the wall, and never added to survey counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class BoardKind(StrEnum):
    """What the figures beside the options mean."""

    DOTS = "dots"
    """Dots stuck to the option. One person may have had several dots: dots are no people."""
    RANKING = "ranking"
    """The place that the group gave the option, 1 for the first; 0 where it was left out."""


@dataclass(frozen=True, slots=True)
class BoardOption:
    """One option of a board and its figure."""

    label: str
    figure: int


@dataclass(frozen=True, slots=True)
class Board:
    """One revision of a board of an event; the highest is in force.

    Attributes:
        board_id: uuid4 text.
        question: what stood above the options.
        dots_each: how many dots each person was given, where that is known; 0 where it is not.
        picture_id: of the photograph of the board; empty where there is none.
        voided: taken out, with ``reason``.
    """

    board_id: str
    revision: int
    programme_id: str
    event_id: str
    kind: BoardKind
    question: str
    options: tuple[BoardOption, ...]
    dots_each: int
    picture_id: str
    voided: bool
    reason: str
    device_id: str
    made_by: str
    person_id: str
    made_at: datetime
    made_up: bool
