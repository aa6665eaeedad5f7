"""What a programme says about answering on one's own, about safeguarding, and about what is counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

USUAL_IDLE_SECONDS = 90


@dataclass(frozen=True, slots=True)
class TopicCode:
    """A statement or an action of the programme that comments can be tied to.

    Attributes:
        kind: ``statement`` or ``action``.
        under: code of the statement that an action stands under; empty otherwise.
        due: the day an action is due, where the programme said.
    """

    code: str
    label: str
    kind: str
    under: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Safeguarding:
    """Whom to call. Each may be "to be filled in".

    Attributes:
        emergency: the number in an emergency.
        duty_team: name and number of the duty team.
        lead: who at the programme must know.
    """

    emergency: str
    duty_team: str
    lead: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """What holds while an attendee answers alone.

    Attributes:
        least_age: in years; ``None`` where the programme has not said.
        assent: wording for somebody under the age of consent, with its version; ``None`` where there is none.
        assent_from: from this age on somebody can take part with ``assent`` and an adult beside them; ``None``:
            nobody under ``least_age`` can.
        adult_only: paths of the questions or groups that are left out for somebody under ``least_age``.
        keeps_unfinished: whether the privacy notice says that answers are kept when somebody walks away.
        idle_seconds: so long without a touch, then the warning comes.
    """

    least_age: int | None
    assent: tuple[str, str] | None
    assent_from: int | None
    adult_only: tuple[str, ...]
    keeps_unfinished: bool
    idle_seconds: int = USUAL_IDLE_SECONDS


TO_BE_SAID = "to be filled in by the programme"
NOBODY_NAMED = Safeguarding(TO_BE_SAID, TO_BE_SAID, TO_BE_SAID)
NO_HAND_OVER_RULES = HandOver(None, None, None, (), False)


@dataclass(frozen=True, slots=True)
class RepresentationQuestion:
    """Which question of a form tells a dimension that is compared with a benchmark.

    Attributes:
        dimension: ``age``, ``sex``, ``ethnic_group`` or ``disability``.
        question: its path in the form.
        form_id: of which form.
    """

    dimension: str
    form_id: str
    question: str
