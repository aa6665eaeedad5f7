"""Editions of a form on paper: sizes and distances from the guidance on clear print. Lengths in millimetres."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.typesetting.styles import CLEAR_PRINT, EASY_READ, LARGE_PRINT, PrintStyles


@dataclass(frozen=True, slots=True)
class Edition:
    """How one edition is laid out.

    Attributes:
        name: stands in the layout and in the QR.
        box: side of a tick box.
        box_gap: from a box to its words; at least two thirds of the box.
        gap: between question, options and answer space; at least 3.
        option_gap: from the lines of one option to those of the next. A line is higher than its letters and its
            box: with both, at least 3 are clear between what is printed of two options.
        question_gap: between two questions.
        number_width: column of question numbers.
        code_width: column of codes, in front of the boxes.
        figure_width, figure_height: box for one figure.
        row: pitch of lines to write on.
        grids: whether questions with the same choices stand in one table. Large print and easy read keep one
            column: each question has its own list.
        easy_words: whether the easy read words are taken where the author gives them, and their pictures stand
            in a column of their own at the beginning of the lines.
        picture: side of such a picture; 0 where pictures stand below their question.
        most_pages: more pages than this are said to be too many; 0 where nothing is said.
    """

    name: str
    styles: PrintStyles
    box: float
    box_gap: float
    gap: float
    option_gap: float
    question_gap: float
    number_width: float
    code_width: float
    figure_width: float
    figure_height: float
    row: float
    grids: bool = True
    easy_words: bool = False
    picture: float = 0.0
    most_pages: int = 0


STANDARD = Edition(
    name="standard",
    styles=CLEAR_PRINT,
    box=5.0,
    box_gap=3.6,
    gap=3.0,
    option_gap=1.6,
    question_gap=6.0,
    number_width=12.0,
    code_width=8.0,
    figure_width=8.0,
    figure_height=10.0,
    row=8.0,
)
LARGE = Edition(
    name="large-print",
    styles=LARGE_PRINT,
    box=6.5,
    box_gap=4.6,
    gap=4.0,
    option_gap=2.4,
    question_gap=13.0,
    number_width=16.0,
    code_width=10.0,
    figure_width=10.0,
    figure_height=12.0,
    row=13.0,
    grids=False,
)
EASY = Edition(
    name="easy-read",
    styles=EASY_READ,
    box=6.5,
    box_gap=4.6,
    gap=4.0,
    option_gap=3.0,
    question_gap=13.0,
    number_width=14.0,
    code_width=9.0,
    figure_width=9.0,
    figure_height=11.0,
    row=12.0,
    grids=False,
    easy_words=True,
    picture=38.0,
    most_pages=24,
)


@dataclass(frozen=True, slots=True)
class Tint:
    """A ground that glares less than white, which many dyslexic readers ask for; each share from 0 to 1."""

    name: str
    red: float
    green: float
    blue: float


TINTS = {tint.name: tint for tint in (Tint("yellow", 1.0, 0.96, 0.62), Tint("cream", 1.0, 0.975, 0.88))}
EDITIONS = {edition.name: edition for edition in (STANDARD, LARGE, EASY)}
