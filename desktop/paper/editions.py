"""Editions of a form on paper: sizes and distances from the guidance on clear print. Lengths in millimetres."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.typesetting.styles import CLEAR_PRINT, PrintStyles


@dataclass(frozen=True, slots=True)
class Edition:
    """How one edition is laid out.

    Attributes:
        name: stands in the layout and in the QR.
        box: side of a tick box.
        box_gap: from a box to its words; at least two thirds of the box.
        gap: between question, options and answer space; at least 3.
        question_gap: between two questions.
        number_width: column of question numbers.
        code_width: column of codes, in front of the boxes.
        figure_width, figure_height: box for one figure.
        row: pitch of lines to write on.
    """

    name: str
    styles: PrintStyles
    box: float
    box_gap: float
    gap: float
    question_gap: float
    number_width: float
    code_width: float
    figure_width: float
    figure_height: float
    row: float


STANDARD = Edition(
    name="standard",
    styles=CLEAR_PRINT,
    box=5.0,
    box_gap=3.6,
    gap=3.0,
    question_gap=10.0,
    number_width=12.0,
    code_width=8.0,
    figure_width=8.0,
    figure_height=10.0,
    row=10.0,
)
EDITIONS = {STANDARD.name: STANDARD}
