"""Figures of keying: how fast, how many errors as shown by second keying, how far two keyers agree.

For helping a person, not for ranking. Errors are those that a second keying showed and a decision confirmed: one
that both keyers made is in none of them.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from desktop.responses.adjudication import Decision
from desktop.responses.keying_comparison import Comparison, FieldKind, adopted_of, canonical, same_field
from desktop.responses.keyings import FieldKeyed, KeyedSheet
from desktop.responses.verification_plan import without_blocks

PAUSE_SECONDS = 30.0
"""A gap of more than that between two keys is a pause: the time net of pauses leaves it out."""
_Z = 1.959963984540054  # of a normal distribution, for 95 %

_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Of:
    """Whose figures, and of what.

    Attributes:
        path: of the question, without the numbers of blocks.
    """

    person_id: str
    name: str
    form_id: str
    path: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What is counted; tallies can be added.

    Attributes:
        keystrokes, seconds: of first and second keyings, the seconds net of pauses.
        fields: compared with another keying, and decided where they differed.
        errors: of these, those where what was adopted is not what this keyer keyed.
        waiting: fields that differ and are not decided yet.
        agreed: of ``fields`` and ``waiting``, those that both keyers keyed the same, or within the tolerance.
    """

    keystrokes: int = 0
    seconds: float = 0.0
    fields: int = 0
    errors: int = 0
    waiting: int = 0
    agreed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.keystrokes + other.keystrokes,
            self.seconds + other.seconds,
            self.fields + other.fields,
            self.errors + other.errors,
            self.waiting + other.waiting,
            self.agreed + other.agreed,
        )

    @property
    def keystrokes_an_hour(self) -> float | None:
        """Keys an hour, net of pauses; ``None`` where no time was counted."""
        return self.keystrokes * 3600 / self.seconds if self.seconds > 0 else None

    @property
    def errors_per_1000(self) -> float | None:
        """Errors in 1,000 fields; ``None`` where none was compared."""
        return 1000 * self.errors / self.fields if self.fields else None

    @property
    def interval_per_1000(self) -> tuple[float, float] | None:
        """Wilson's interval for the same, at 95 %."""
        if not self.fields:
            return None
        low, high = wilson(self.errors, self.fields)
        return 1000 * low, 1000 * high

    @property
    def agreement(self) -> float | None:
        """Share of the compared fields that both keyers keyed the same; ``None`` where none was compared."""
        compared = self.fields + self.waiting
        return self.agreed / compared if compared else None


@dataclass(frozen=True, slots=True)
class Pair:
    """One sheet keyed twice.

    Attributes:
        decisions: all on this sheet.
    """

    first: KeyedSheet
    second: KeyedSheet
    comparison: Comparison
    decisions: Sequence[Decision]


def tallies(keyings: Iterable[KeyedSheet], pairs: Iterable[Pair]) -> Mapping[Of, Tally]:
    """Count keys and seconds of all keyings, and fields and errors of those pairs, by keyer, form and question."""
    found: dict[Of, Tally] = defaultdict(Tally)
    for keying in keyings:
        for path, effort in keying.efforts.items():
            found[_of(keying, path)] += Tally(keystrokes=effort.keystrokes, seconds=effort.seconds)
    for pair in pairs:
        adopted = adopted_of(pair.decisions)
        differences = {each.path: each for each in pair.comparison.differences}
        for path in pair.comparison.compared:
            first, second = _of(pair.first, path), _of(pair.second, path)
            difference = differences.get(path)
            if difference is None:
                for of in (first, second):
                    found[of] += Tally(fields=1, agreed=1)
            elif path not in adopted:
                for of in (first, second):
                    found[of] += Tally(waiting=1)
            else:
                for of, keyed in ((first, difference.first), (second, difference.second)):
                    erred = not same_field(keyed, adopted[path], difference.kind)
                    found[of] += Tally(fields=1, errors=int(erred))
    return dict(found)


def summed(found: Mapping[Of, Tally], by: Callable[[Of], _Key]) -> Mapping[_Key, Tally]:
    """Add tallies up by what ``by`` gives, such as the keyer, in the order of their keys' first coming."""
    sums: dict[_Key, Tally] = defaultdict(Tally)
    for of, tally in found.items():
        sums[by(of)] += tally
    return dict(sums)


def of_first_keyings(pairs: Iterable[Pair]) -> Tally:
    """Return fields and errors of the first keyings alone: what single keying would have left."""
    total = Tally()
    for pair in pairs:
        adopted = adopted_of(pair.decisions)
        differences = pair.comparison.differences
        known = [each for each in differences if each.path in adopted]
        compared, waiting = len(pair.comparison.compared), len(differences) - len(known)
        total += Tally(
            fields=compared - waiting,
            errors=sum(not same_field(each.first, adopted[each.path], each.kind) for each in known),
            waiting=waiting,
            agreed=compared - len(differences),
        )
    return total


def exceptions(decisions: Iterable[Decision]) -> int:
    """Return how many decisions were not a third person's."""
    return sum(1 for each in decisions if each.exception)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return Wilson's interval for a share at 95 % (E. B. Wilson, JASA 22, 1927, 209-212).

    Raises:
        ValueError: ``of`` is less than 1, or ``hits`` not between 0 and it.
    """
    if of < 1 or not 0 <= hits <= of:
        raise ValueError("no share of that")
    share = hits / of
    middle = share + _Z**2 / (2 * of)
    reach = _Z * math.sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2))
    scale = 1 + _Z**2 / of
    low = 0.0 if hits == 0 else (middle - reach) / scale
    high = 1.0 if hits == of else (middle + reach) / scale
    return low, high


def kappa(readings: Iterable[tuple[FieldKeyed, FieldKeyed]]) -> float | None:
    """Return Cohen's kappa of two keyers for a question of one choice (Educ. Psychol. Meas. 20, 1960, 37-46).

    What is missing is a category for each way of it. ``None`` where nothing was compared, or where chance alone
    would have them agree always.
    """
    seen = Counter(
        (canonical(first, FieldKind.CHOICE), canonical(second, FieldKind.CHOICE)) for first, second in readings
    )
    many = seen.total()
    if not many:
        return None
    ones, others = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    for (one, other), times in seen.items():
        ones[one] += times
        others[other] += times
    agreed = sum(times for (one, other), times in seen.items() if one == other) / many
    chance = sum(ones[each] * others[each] for each in ones) / many**2
    return None if math.isclose(chance, 1) else (agreed - chance) / (1 - chance)


def _of(keying: KeyedSheet, path: str) -> Of:
    keyer = keying.keyer
    return Of(keyer.person_id, keyer.name, keying.form_id, without_blocks(path))
