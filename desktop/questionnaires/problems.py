"""What is wrong with a form, told by sheet, row and column, with the remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import ntr, tr


class Severity(StrEnum):
    """How bad it is. Only errors keep a form from being used."""

    ERROR = "error"
    WARNING = "warning"
    TO_FILL_IN = "to fill in"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or still missing.

    Attributes:
        severity: errors refuse the form; the others are told.
        sheet: such as ``survey``, ``choices``, ``settings``; ``XForm`` for a form that came as XML; or a file
            name.
        row: 1-based row in the sheet as the spreadsheet program shows it, ``None`` when no row is at fault.
        column: header of the column, or empty.
        fault: what is wrong, one sentence.
        remedy: what to do about it, one sentence.
        path: path of the node at fault, or empty; with it a row is looked up.
    """

    severity: Severity
    sheet: str
    row: int | None
    column: str
    fault: str
    remedy: str
    path: str = ""

    def place(self) -> str:
        """Return where it is: ``survey row 12, column relevant``."""
        place = self.sheet
        if self.row is not None:
            place = tr("{sheet} row {row}", sheet=self.sheet, row=self.row)
        if self.column:
            place = tr("{place}, column {column}", place=place, column=self.column)
        return place

    def line(self) -> str:
        """Return it as one line: place, fault, remedy."""
        return " ".join(f"{self.place()}: {self.fault} {self.remedy}".split())


class FormRefused(WorldError):
    """A form has errors and can't be used; ``problems`` holds all that were found, warnings too."""

    def __init__(self, problems: Iterable[Problem], *, place: str = "") -> None:
        self.problems = tuple(problems)
        errors = [problem for problem in self.problems if problem.severity is Severity.ERROR]
        first = errors[0] if errors else None
        fault = tr("The form can't be used.")
        if first is not None:
            fault = first.fault if first.fault.endswith((".", "!", "?")) else f"{first.fault}."
        more = len(errors) - 1
        if more > 0:
            fault += " " + ntr("There is {count} more error.", "There are {count} more errors.", more)
        super().__init__(
            place=", ".join(part for part in (place, first.place() if first else "") if part) or tr("The form"),
            fault=fault,
            remedy=first.remedy if first else tr("Put the form right and try again."),
        )
