"""The paper ledger: where every sheet is, for each event and form, and equations that show that none is lost.

The *states* come from the copies as they stand. The other side is counted from elsewhere: the print runs, the acts
that stand, and the paper responses. One equation that does not hold is shown, never repaired in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from desktop.foundation.translation import tr
from desktop.sheets.copies import CopyState, RunKind
from desktop.sheets.custody import ON_SHEETS

Where = tuple[str, str]
"""Id of an event (empty: not known), id of a form."""

KEYED = frozenset({CopyState.KEYED, CopyState.VERIFIED})
OUT = frozenset({CopyState.PRINTED, CopyState.ISSUED, CopyState.UNACCOUNTED})
"""States of a sheet that has not come back; all of them are legal ends."""


@dataclass(frozen=True, slots=True)
class PaperCounts:
    """What the store counts, by event and form; each kind of count by a statement of its own.

    Attributes:
        runs: numbers of the print runs, summed by the event of the run and its kind.
        masters: unnumbered masters that were printed.
        copies: copies where they count, by the kind of their run (``None``: the print log is elsewhere) and state.
        moved: (event of the run, event where they count, form) of copies that count elsewhere than they were
            printed for.
        untouched: copies with which nothing was done that stands, by where they count.
        keyed_seen: copies that were keyed as a response which is here.
        papers: different serials on paper responses, by where their copies count.
        received: copies that came back, with (how, ISO day).
        posted: copies that were posted, with (format, ISO day).
    """

    runs: Mapping[tuple[str, str, RunKind], int]
    masters: Mapping[Where, int]
    copies: Mapping[tuple[str, str, RunKind | None, CopyState], int]
    moved: Mapping[tuple[str, str, str], int]
    untouched: Mapping[Where, int]
    keyed_seen: Mapping[Where, int]
    papers: Mapping[Where, int]
    received: Mapping[tuple[str, str, str, str], int]
    posted: Mapping[tuple[str, str, str, str], int]


@dataclass(frozen=True, slots=True)
class PaperEquation:
    """Two numbers that must be equal, and what they are."""

    words: str
    left: int
    right: int

    @property
    def holds(self) -> bool:
        """Whether both sides are equal."""
        return self.left == self.right


@dataclass(frozen=True, slots=True)
class PaperLine:
    """Every sheet of one form at one event.

    Attributes:
        event_id: empty for sheets of another laptop of which nobody said at which event they were collected.
        printed: numbered copies that were printed for it.
        drawn: numbers drawn for sheets that had none: labels, written at receipt, photocopies.
        unused: of these, those that no sheet bears.
        foreign: sheets whose print log is elsewhere.
        came, went: sheets printed for another event that count here, and printed for this one that count there.
        masters: unnumbered masters; copies of them are counted when they come back.
        states: sheets and unused numbers by state, nought for those that are missing.
        keyed_unseen: keyed copies of which no response is here.
        back_at_event, back_by_post, back_not_said: sheets that came back, by how.
        late: of these, those that came in after the closing date.
    """

    event_id: str
    form_id: str
    printed: int
    drawn: Mapping[RunKind, int]
    unused: int
    foreign: int
    came: int
    went: int
    masters: int
    states: Mapping[CopyState, int]
    keyed_unseen: int
    back_at_event: int
    back_by_post: int
    back_not_said: int
    late: int
    equations: tuple[PaperEquation, ...]

    @property
    def sheets(self) -> int:
        """How many sheets there are."""
        return sum(self.states.values()) - self.unused

    @property
    def out(self) -> int:
        """How many sheets have not come back."""
        return sum(self.states[state] for state in OUT) - self.unused

    @property
    def balances(self) -> bool:
        """Whether every equation holds."""
        return all(each.holds for each in self.equations)


@dataclass(frozen=True, slots=True)
class PaperLedger:
    """The lines, and what was posted: (format, ISO day) to how many."""

    lines: tuple[PaperLine, ...]
    posted: Mapping[tuple[str, str], int]

    @property
    def balances(self) -> bool:
        """Whether every line balances."""
        return all(line.balances for line in self.lines)


def make_paper_ledger(
    counts: PaperCounts,
    *,
    stands_for: Callable[[str], str] = lambda event_id: event_id,
    is_late: Callable[[date], bool] = lambda day: False,
) -> PaperLedger:
    """Return the ledger of ``counts``, its lines by event and form.

    Args:
        stands_for: id of the event under which an event is shown: several can be counted as one.
        is_late: whether a civil date lies after the closing date.
    """
    runs: Counter[tuple[str, str, RunKind]] = Counter()
    for (event_id, form_id, kind), many in counts.runs.items():
        runs[stands_for(event_id), form_id, kind] += many
    copies: Counter[tuple[str, str, RunKind | None, CopyState]] = Counter()
    for (event_id, form_id, of_run, state), many in counts.copies.items():
        copies[stands_for(event_id), form_id, of_run, state] += many
    came: Counter[Where] = Counter()
    went: Counter[Where] = Counter()
    for (start, end, form_id), many in counts.moved.items():
        if stands_for(start) != stands_for(end):
            went[stands_for(start), form_id] += many
            came[stands_for(end), form_id] += many
    masters, untouched, seen, papers = (
        _merged(each, stands_for) for each in (counts.masters, counts.untouched, counts.keyed_seen, counts.papers)
    )
    back: Counter[tuple[Where, str]] = Counter()
    late: Counter[Where] = Counter()
    for (event_id, form_id, how, day), many in counts.received.items():
        where = (stands_for(event_id), form_id)
        back[where, how] += many
        late[where] += many if is_late(date.fromisoformat(day)) else 0
    places = {key[:2] for key in runs} | {key[:2] for key in copies} | {*masters, *papers, *went}
    lines = []
    for where in sorted(places):
        states = dict.fromkeys(CopyState, 0)
        for key, many in copies.items():
            states[key[3]] += many if key[:2] == where else 0
        printed = runs[(*where, RunKind.NUMBERED)]
        drawn = {kind: runs[(*where, kind)] for kind in RunKind if kind not in (*ON_SHEETS, RunKind.MASTER)}
        foreign = _sum(copies, where, lambda key: key[2] is None)
        unused = _sum(copies, where, lambda key: key[2] not in (None, *ON_SHEETS) and key[3] is CopyState.PRINTED)
        keyed = sum(states[state] for state in KEYED)
        lines.append(
            PaperLine(
                event_id=where[0],
                form_id=where[1],
                printed=printed,
                drawn=drawn,
                unused=unused,
                foreign=foreign,
                came=came[where],
                went=went[where],
                masters=masters[where],
                states=states,
                keyed_unseen=keyed - seen[where],
                back_at_event=back[where, "event"],
                back_by_post=back[where, "post"],
                back_not_said=back[where, ""],
                late=late[where],
                equations=(
                    PaperEquation(
                        tr("Every number printed or drawn, and every sheet from elsewhere, is in one state."),
                        printed + sum(drawn.values()) + foreign + came[where] - went[where],
                        sum(states.values()),
                    ),
                    PaperEquation(
                        tr("Every copy with which nothing was done is as it was printed."),
                        untouched[where],
                        states[CopyState.PRINTED],
                    ),
                    PaperEquation(
                        tr("Every paper response has its copy, and that was keyed."), papers[where], seen[where]
                    ),
                ),
            )
        )
    posted: Counter[tuple[str, str]] = Counter()
    for (_, _, edition, day), many in counts.posted.items():
        posted[edition, day] += many
    return PaperLedger(tuple(lines), dict(sorted(posted.items())))


def _merged(counts: Mapping[Where, int], stands_for: Callable[[str], str]) -> Counter[Where]:
    found: Counter[Where] = Counter()
    for (event_id, form_id), many in counts.items():
        found[stands_for(event_id), form_id] += many
    return found


def _sum(
    copies: Mapping[tuple[str, str, RunKind | None, CopyState], int],
    where: Where,
    counts: Callable[[tuple[str, str, RunKind | None, CopyState]], bool],
) -> int:
    return sum(many for key, many in copies.items() if key[:2] == where and counts(key))
