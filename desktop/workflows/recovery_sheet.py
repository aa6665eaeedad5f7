"""The recovery sheet: the words as they are shown and printed, and the questions that show that they were kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

from desktop.foundation.durable_files import write_durably
from desktop.foundation.errors import Defect, Refusal
from desktop.foundation.translation import tr
from desktop.keys.recovery import RecoveryWords, SheetKind, same_word

ASKED_WORDS = 3
KeepSheet = Callable[["RecoverySheet"], None]
"""Keeps a sheet where nobody sits at a screen, such as by writing its PDF; what it returns from counts as kept."""
T = TypeVar("T")


class WordsDiffer(Refusal):
    """The words that were typed are not those of the sheet.

    Attributes:
        numbers: which, counted from 1.
    """

    def __init__(self, numbers: tuple[int, ...]) -> None:
        shown = ", ".join(str(number) for number in numbers)
        super().__init__(
            place=tr("The words of the recovery sheet"),
            fault=tr("Word {numbers} is not what the sheet says.", numbers=shown)
            if len(numbers) == 1
            else tr("Words {numbers} are not what the sheet says.", numbers=shown),
            remedy=tr("Look at the printed or copied sheet and type them again."),
        )
        self.numbers = numbers


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """One recovery sheet. Whoever holds it, and the files, can read everything in them.

    Attributes:
        kind: what it opens.
        words: twelve or twenty-four, in order; never in a ``repr``.
        code: the text of the QR, which holds the same secret.
        about: id of the laptop's store, or of the central store.
        made_on: so that people tell a new sheet from an old one.
    """

    kind: SheetKind
    words: tuple[str, ...] = field(repr=False)
    code: str = field(repr=False)
    about: str
    made_on: date

    @classmethod
    def of(cls, words: RecoveryWords, *, about: str, made_on: date) -> RecoverySheet:
        """Return the sheet of these words."""
        return cls(words.kind, words.words, words.code, about, made_on)


def questions(sheet: RecoverySheet) -> tuple[int, ...]:
    """Return the numbers of three words that are asked for, counted from 1, at random and in order."""
    chosen = secrets.SystemRandom().sample(range(1, len(sheet.words) + 1), ASKED_WORDS)
    return tuple(sorted(chosen))


def check(sheet: RecoverySheet, typed: Mapping[int, str]) -> None:
    """Hold what was typed against the sheet, by the words' numbers. Capitals and spaces make no difference.

    Raises:
        WordsDiffer: it names the numbers that are wrong or missing.
    """
    wrong = tuple(
        number
        for number in sorted(typed)
        if not 1 <= number <= len(sheet.words) or not same_word(typed[number], sheet.words[number - 1])
    )
    if wrong:
        raise WordsDiffer(wrong)


class Unfinished(Generic[T]):
    """A job that ends only when somebody has shown that its recovery sheet was kept; until then nothing changes.

    Attributes:
        sheet: to print, to save or to copy by hand.
        questions: the numbers of the words that are asked for.
    """

    def __init__(self, sheet: RecoverySheet, finish: Callable[[], T]) -> None:
        self.sheet = sheet
        self.questions = questions(sheet)
        self._finish: Callable[[], T] | None = finish

    def confirm(self, typed: Mapping[int, str]) -> T:
        """Finish the job. After a refusal or a fault it can be tried again.

        Args:
            typed: the words asked for, by number.

        Raises:
            WordsDiffer: they are not those of the sheet, or one is missing.
        """
        check(self.sheet, {**dict.fromkeys(self.questions, ""), **typed})
        return self._finished()

    def kept_by(self, keep: KeepSheet) -> T:
        """Finish the job unattended: ``keep`` stores the sheet, and that is the confirmation."""
        keep(self.sheet)
        return self._finished()

    def abandon(self) -> None:
        """Give it up; the words on the sheet open nothing."""
        self._finish = None

    def _finished(self) -> T:
        if self._finish is None:
            raise Defect("this was finished or given up already")
        result = self._finish()
        self._finish = None
        return result


def sheet_pdf(sheet: RecoverySheet) -> bytes:
    """Return the sheet as a PDF of one A4 page. It is a secret: keep it in memory, or where a person says."""
    from desktop.paper.recovery_sheet import draw_recovery_sheet

    return draw_recovery_sheet(
        kind=sheet.kind, words=sheet.words, code=sheet.code, about=sheet.about, made_on=sheet.made_on
    )


def keep_in(path: Path) -> KeepSheet:
    """Return what writes a sheet's PDF to ``path``, readable by its owner alone; nothing is written over.

    Raises (when it is called):
        Refusal: there is a file of that name.
        WorldError: it can't be written.
    """

    def keep(sheet: RecoverySheet) -> None:
        try:
            write_durably(path, sheet_pdf(sheet), replace=False)
        except FileExistsError:
            raise already_there(path) from None

    return keep


def already_there(path: Path) -> Refusal:
    """Return the refusal to write a sheet over another file, which may be the sheet of another store."""
    return Refusal(
        place=str(path),
        fault=tr("There is a file of this name already; it may be another recovery sheet."),
        remedy=tr("Choose another name."),
    )
