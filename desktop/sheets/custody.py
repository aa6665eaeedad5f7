"""Custody of paper copies: what is done with a stack of them, and what a copy is after all that was done.

Laptops log what is done without hearing of one another, and what they logged meets at the centre in any order. So
the state of a copy is worked out from the *set* of its moves: a move that nothing took back stands, and of those
that stand the one that leads highest (:class:`desktop.sheets.copies.CopyState` is in that order) decides. A sheet
that was keyed somewhere is keyed, whoever thought that it was lost. :data:`ALLOWED` is stricter: it says what a
person may do with a copy whose state is known on their laptop.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from desktop.sheets.copies import CopyState, RunKind

MOST_SHEETS = 10_000
"""Copies that one act takes at most."""


class SheetMoveKind(StrEnum):
    """What is done with a stack of copies in one act."""

    ISSUE = "issue"
    RETURN = "return"
    BLANK = "blank"
    """Returned with nothing on it."""
    REFUSE = "refuse"
    """Returned with a refusal."""
    SPOIL = "spoil"
    UNACCOUNTED = "unaccounted"
    KEY = "key"
    VERIFY = "verify"
    PUT_BACK = "put back"
    """Takes an earlier move back, for the copies that it names."""


class SheetHow(StrEnum):
    """How copies went out or came in."""

    EVENT = "event"
    POST = "post"
    NOT_SAID = ""


@dataclass(frozen=True, slots=True)
class SheetMove:
    """One act on a stack of copies.

    Attributes:
        move_id: uuid4 text.
        programme_id: of the programme; a stack of several programmes makes several moves.
        serials: the copies, canonical, sorted, none twice; at least one.
        day: civil date on which it happened: issued, received, spoiled.
        how: for what is issued and what comes back.
        edition: format that was sent, for a copy posted on request; else empty.
        event_id: where it happened; empty where none is named.
        reason: in words of the staff, with nothing of a respondent; may be empty, but not of PUT_BACK.
        undoes: move_id of what PUT_BACK takes back; else empty.
        response_id: of the response that KEY made; else empty.
        photocopy_of: for RETURN of one copy: serial of the sheet that it is a photocopy of; else empty.
        form_sha256: of the version that is on the sheets; empty: as their print run says.
        device_id: of the laptop; made_by, person_id: who did it.
    """

    move_id: str
    programme_id: str
    kind: SheetMoveKind
    serials: tuple[str, ...]
    day: date
    how: SheetHow
    edition: str
    event_id: str
    reason: str
    undoes: str
    response_id: str
    photocopy_of: str
    form_sha256: str
    device_id: str
    made_by: str
    person_id: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class CopyStanding:
    """What a copy is, after a set of moves: as on :class:`desktop.sheets.copies.PaperCopy`."""

    state: CopyState
    response_id: str
    event_id: str
    form_sha256: str
    photocopy_of: str
    received_on: str
    received_how: str


LEADS_TO: Mapping[SheetMoveKind, CopyState] = {
    SheetMoveKind.ISSUE: CopyState.ISSUED,
    SheetMoveKind.RETURN: CopyState.RETURNED,
    SheetMoveKind.BLANK: CopyState.BLANK,
    SheetMoveKind.REFUSE: CopyState.REFUSED,
    SheetMoveKind.SPOIL: CopyState.SPOILED,
    SheetMoveKind.UNACCOUNTED: CopyState.UNACCOUNTED,
    SheetMoveKind.KEY: CopyState.KEYED,
    SheetMoveKind.VERIFY: CopyState.VERIFIED,
}
"""State that each move leads to; PUT_BACK leads to whatever the others say."""

COMES_BACK = frozenset({SheetMoveKind.RETURN, SheetMoveKind.BLANK, SheetMoveKind.REFUSE})
"""Moves whose day is the day on which the sheet was received."""
BY_PROGRAM = frozenset({SheetMoveKind.KEY, SheetMoveKind.VERIFY})
"""Moves that come of keying and verifying; nobody makes them, or takes them back, by hand."""

_BACK = frozenset({*COMES_BACK, SheetMoveKind.SPOIL, SheetMoveKind.KEY})
ALLOWED: Mapping[CopyState, frozenset[SheetMoveKind]] = {
    CopyState.PRINTED: _BACK | {SheetMoveKind.ISSUE, SheetMoveKind.UNACCOUNTED},
    CopyState.ISSUED: _BACK | {SheetMoveKind.UNACCOUNTED},
    CopyState.UNACCOUNTED: _BACK,
    CopyState.RETURNED: _BACK - {SheetMoveKind.RETURN},
    CopyState.SPOILED: frozenset({SheetMoveKind.KEY}),
    CopyState.BLANK: frozenset({SheetMoveKind.KEY}),
    CopyState.REFUSED: frozenset({SheetMoveKind.KEY}),
    CopyState.KEYED: frozenset({SheetMoveKind.VERIFY}),
    CopyState.VERIFIED: frozenset(),
}
"""What may be done with a copy in each state, beside putting back what a person did."""

ON_SHEETS = frozenset({RunKind.NUMBERED})
"""Runs whose numbers stand on sheets from the first; of the others a number has no sheet until one came back."""

_ORDER = {state: place for place, state in enumerate(CopyState)}


def may_move(state: CopyState, kind: SheetMoveKind, *, run: RunKind | None = RunKind.NUMBERED) -> bool:
    """Tell whether a person may do ``kind`` with a copy.

    Args:
        run: kind of its print run, ``None`` where the print log is elsewhere. A label that is on no sheet can
            only come back with one.
    """
    if run not in (None, *ON_SHEETS) and state is CopyState.PRINTED:
        return kind in COMES_BACK | {SheetMoveKind.KEY}
    return kind in ALLOWED[state]


def standing(moves: Iterable[SheetMove]) -> tuple[SheetMove, ...]:
    """Return those of one copy's moves that nothing took back, the one that decides last; in any order given."""
    theirs = tuple({each.move_id: each for each in moves}.values())
    undone = {each.undoes for each in theirs if each.kind is SheetMoveKind.PUT_BACK}
    left = [each for each in theirs if each.kind is not SheetMoveKind.PUT_BACK and each.move_id not in undone]
    return tuple(sorted(left, key=_weight))


def stand(moves: Iterable[SheetMove], *, run_event_id: str = "") -> CopyStanding:
    """Return what a copy is after its moves, in whatever order they are given and however often.

    Args:
        moves: all moves of one copy.
        run_event_id: event of its print run; the copy counts there until a standing move names another.
    """
    left = standing(moves)
    keyed = [each for each in left if each.kind is SheetMoveKind.KEY]
    # whoever keys a sheet that nobody logged as returned says on which day it came in
    back = [each for each in left if each.kind in COMES_BACK] or keyed
    return CopyStanding(
        state=LEADS_TO[left[-1].kind] if left else CopyState.PRINTED,
        response_id=keyed[0].response_id if keyed else "",
        event_id=_last(each.event_id for each in left) or run_event_id,
        form_sha256=_last(each.form_sha256 for each in left),
        photocopy_of=_last(each.photocopy_of for each in left),
        received_on=back[-1].day.isoformat() if back else "",
        received_how=_last(each.how.value for each in left if each.kind in COMES_BACK),
    )


def _last(values: Iterable[str]) -> str:
    found = ""
    for value in values:
        found = value or found
    return found


def _weight(move: SheetMove) -> tuple[int, datetime, str]:
    return _ORDER[LEADS_TO[move.kind]], move.made_at, move.move_id
