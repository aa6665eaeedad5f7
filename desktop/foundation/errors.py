"""The errors of the whole application.

One root, and two kinds below it. What the *world* does (a full disk, a stick pulled out, a bad file, a wrong
passphrase) is a :class:`WorldError`: it is shown to the person, and says the place, the fault and the remedy.
What *we* did wrong is a :class:`Defect`: it is reported as a fault of the program.
"""

from __future__ import annotations


class SoundingBoardError(Exception):
    """Root of every error that the application raises itself."""


class WorldError(SoundingBoardError):
    """Something outside the program is not as it must be; a person can put it right.

    Attributes:
        place: where it happened, in words ("The file survey.xlsx, sheet survey, row 12").
        fault: what is wrong, one sentence.
        remedy: what to do about it, one sentence.
        command: the command by which the remedy is done (``batch list``), where there is one; a terminal says it.
    """

    def __init__(self, *, place: str, fault: str, remedy: str, command: str = "") -> None:
        super().__init__(f"{place}: {fault} {remedy}")
        self.place = place
        self.fault = fault
        self.remedy = remedy
        self.command = command


class Refusal(WorldError):
    """A rule of the programme, of the form or of a role forbids what was asked; nothing was changed."""


class DamagedFile(WorldError):
    """A file is cut, altered or not of the kind that it claims to be; nothing of it was taken in."""


class Defect(SoundingBoardError):
    """The program contradicts itself. Never the person's fault."""
