"""What the coordinator sets for one form: which sheets are keyed a second time, which questions of them, and how
much two readings of words may differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class SheetRule(StrEnum):
    """Which sheets are keyed a second time."""

    NONE = "none"
    ALL = "all"
    SAMPLE = "sample"
    """A share of every keyer's sheets, by lot."""
    RISK = "risk"
    """All of a keyer's at first, then a share while no error shows (:mod:`desktop.responses.sampling`)."""


class QuestionScope(StrEnum):
    """Whether a question is keyed a second time."""

    AS_SHEET = "as the sheet"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Differences between two readings of words that are let pass.

    Attributes:
        case: capitals.
        spaces: how many there are, and line ends.
        punctuation: every sign that is neither letter, figure nor space.
    """

    case: bool = True
    spaces: bool = True
    punctuation: bool = False


@dataclass(frozen=True, slots=True)
class VerificationPlan:
    """The plan of one form, all its versions; append-only, the newest version is in force.

    Attributes:
        version: 1 and up within the form.
        share: of each keyer's sheets for SAMPLE, more than 0 and at most 1.
        aoql: for RISK: the most that the share of sheets with an error of the first keying may be in the long run
            after verification, whatever the keyer's error rate (average outgoing quality limit).
        run: for RISK: sheets without an error in a row after which a share is enough (Dodge's i).
        scopes: question path to scope; a question that is not in it goes AS_SHEET.
        tolerance: for words; tolerances: path to another one.
        set_by: name of who set it.
    """

    form_id: str
    programme_id: str
    version: int
    rule: SheetRule
    set_by: str
    set_at: datetime
    share: float = 1.0
    aoql: float = 0.01
    run: int = 50
    scopes: Mapping[str, QuestionScope] = field(default_factory=dict)
    tolerance: Tolerance = Tolerance()
    tolerances: Mapping[str, Tolerance] = field(default_factory=dict)

    def scope(self, path: str) -> QuestionScope:
        """Return the scope of a question; of one in a repeat by its path without the numbers of its blocks."""
        return self.scopes.get(path) or self.scopes.get(without_blocks(path)) or QuestionScope.AS_SHEET

    def tolerance_of(self, path: str) -> Tolerance:
        """Return how much two readings of the question may differ."""
        return self.tolerances.get(path) or self.tolerances.get(without_blocks(path)) or self.tolerance


def without_blocks(path: str) -> str:
    """Return a path without the numbers of a repeat's blocks: ``household[2]/age`` is ``household/age``."""
    return "/".join(part.split("[", 1)[0] for part in path.split("/"))
