"""The course of looking at one form that came by e-mail: what it says, what does not fit, what is corrected.

Lives on the database worker, like :class:`~desktop.ui.keying.sheet_course.SheetCourse`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from desktop.foundation.translation import tr
from desktop.ui.keying.sheet_course import SheetCourse, SheetRow, SheetShown


@dataclass(frozen=True, slots=True)
class FilledLine:
    """One question of the form, as it is looked at.

    Attributes:
        says: the answer in words, or what stands there and is none; empty where nothing stands.
        fits: whether it is an answer, or nothing stands there.
        remark: what a person should know of it; why it does not fit; empty where there is nothing to say.
    """

    path: str
    number: str
    label: str
    says: str = field(repr=False)
    fits: bool
    remark: str
    answered: bool


@dataclass(frozen=True, slots=True)
class FilledShown:
    """What is to be shown now: the lines, and the question that is being corrected, if one is."""

    lines: tuple[FilledLine, ...]
    sheet: SheetShown

    @property
    def misfits(self) -> int:
        """How many do not fit, and count as illegible."""
        return sum(not each.fits for each in self.lines)

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(each.answered for each in self.lines)


class FilledCourse(SheetCourse):
    """Drives one :class:`~desktop.workflows.filled_in.FilledIn`.

    Args:
        faults: path to why what stands there is no answer, where the file was just read.

    Attributes:
        header, received: of the entry, and the day on which the form came in.
    """

    def __init__(self, keying: Any, faults: Mapping[str, str]) -> None:
        super().__init__(keying)
        self._faults = faults
        self.header = keying.header
        self.received = date.fromisoformat(keying.header.received_on)

    def start(self) -> SheetShown:
        """Show all; nothing is being corrected yet."""
        return self._shown()

    def leave(self) -> SheetShown:
        """Correct nothing: what stood stays."""
        self._path = ""
        return self._shown()

    def look(self, shown: SheetShown) -> FilledShown:
        """Return the lines to be looked at."""
        return FilledShown(tuple(self._line(row) for row in shown.rows), shown)

    def _with_nothing(self) -> list[str]:
        return []  # nobody keyed it: what is empty was left out by who filled it in, as on a screen

    def _after(self, path: str, *, said: str = "") -> SheetShown:
        """One question is corrected at a time: back to the list."""
        return self.leave()

    def _line(self, row: SheetRow) -> FilledLine:
        written = self.keying.misfits.get(row.path, "") if not row.answer else ""
        fits = not (written and row.missing == "illegible")
        if not fits:
            why = self._faults.get(row.path) or tr("It is no answer to this question.")
            remark = tr("Does not fit: {why}", why=why)
        elif row.answer and row.warning:
            remark = tr("Against the form's rules, kept as written: {why}", why=row.warning)
        elif row.answer and not row.on_route:
            remark = tr("The form would not have asked this after the other answers.")
        elif row.missing == "illegible":
            remark = tr("Counts as illegible.")
        else:
            remark = ""
        says = row.answer or (written if not fits else "")
        return FilledLine(row.path, row.number, row.label, says, fits, remark, bool(row.answer))
