"""Custody of paper: a whole stack is handed out, posted, returned, spoiled or given up in one act.

Each act is one transaction: all of the stack that can be moved is moved, and what was left out is said with the
reason. Nothing is overwritten: an act is taken back by a counter move, with the reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.engagement.contact_words import contact_words
from desktop.engagement.programme import Window
from desktop.foundation.clock import civil_date
from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.sheets.copies import CopyState, PaperCopy, PrintRun, RunKind
from desktop.sheets.custody import BY_PROGRAM, COMES_BACK, SheetHow, SheetMove, SheetMoveKind, may_move, standing
from desktop.sheets.serials import read_serial
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.freezing import refuse_future
from desktop.workflows.noted_words import one_line, refuse_too_long
from desktop.workflows.paper_stacks import LeftOut, Stack, keep_foreign, read_stack
from desktop.workflows.reasons import checked_reason
from desktop.workflows.workplace import Workplace, require, the_event, the_programme

_LONGEST_FORMAT = 40


@dataclass(frozen=True, slots=True)
class Moved:
    """What one act did.

    Attributes:
        moves: as they are logged: more than one where the stack is of several programmes or formats, or where
            several moves were taken back; none where everything was left out.
        serials: the copies that were moved, in the order in which they were given.
        left_out: what was not, and why.
        twice: serials of which the same page was given more than once: scanned twice, or a photocopy.
        late: how many of the copies came in after the closing date.
    """

    moves: tuple[SheetMove, ...]
    serials: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    twice: tuple[str, ...] = ()
    late: int = 0


@dataclass(frozen=True, slots=True)
class CopySeen:
    """One copy with what its print run says of it.

    Attributes:
        shown: the serial in groups of four.
        number: of the copy within its run; of one that was printed elsewhere, within that run.
        run: its print run; ``None`` while the print log is elsewhere.
        late: whether it came in after the closing date.
    """

    copy: PaperCopy
    shown: str
    number: int
    run: PrintRun | None
    late: bool


@dataclass(frozen=True, slots=True)
class Pile:
    """What is in a stack, with nothing moved: for the screen and for a pile sheet."""

    copies: tuple[CopySeen, ...]
    twice: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


_DONE: Mapping[SheetMoveKind, str] = {
    SheetMoveKind.ISSUE: "paper issued",
    SheetMoveKind.RETURN: "paper returned",
    SheetMoveKind.BLANK: "paper returned blank",
    SheetMoveKind.REFUSE: "paper refused",
    SheetMoveKind.SPOIL: "paper spoiled",
    SheetMoveKind.UNACCOUNTED: "paper unaccounted for",
}


def move(
    place: Workplace,
    *,
    actor: Actor,
    kind: SheetMoveKind,
    given: Iterable[str],
    day: date | None = None,
    how: SheetHow = SheetHow.NOT_SAID,
    edition: str = "",
    event_id: str = "",
    reason: str = "",
) -> Moved:
    """Do one thing with a whole stack, in one transaction.

    Args:
        kind: any but KEY and VERIFY, which come of keying, and PUT_BACK (:func:`put_back`, :func:`undo`).
        given: lines as in :func:`desktop.workflows.paper_stacks.read_stack`.
        day: civil date on which it happened; ``None``: today in the programme's time zone.
        how: whether they went out or came in at an event or by post.
        edition: format that was posted; empty: that of the print run. Kept for posted copies only.
        event_id: event at which it happened, and where the copies count from now on; empty: as they do.

    Raises:
        Refusal: the day has not come yet, the event is not here, the stack is too large, reason or format hold a
            contact detail, or the role does not allow it. What single copies do not allow is no error: see
            ``left_out``.
    """
    require(actor, Action.PRINT_PAPER if kind is SheetMoveKind.UNACCOUNTED else Action.KEY_PAPER)
    reason, edition = checked_reason(reason, place=tr("Paper")), _format(edition)
    with place.unit() as unit:
        stack = read_stack(unit, given)
        runs = {run.run_id: run for run in unit.copies.runs()}
        left_out = list(stack.left_out)
        fit: list[PaperCopy] = []
        event_of = "" if not event_id else the_event(unit, event_id).programme_id
        for copy in stack.copies:
            run = runs.get(copy.run_id)
            if event_of and copy.programme_id != event_of:
                left_out.append(_left_out(copy, tr("It belongs to another programme than the event.")))
            elif kind in BY_PROGRAM or not may_move(copy.state, kind, run=None if run is None else run.kind):
                left_out.append(_left_out(copy, _why_not(copy, run)))
            else:
                fit.append(copy)
        groups: dict[tuple[str, str], list[str]] = defaultdict(list)
        posted = kind is SheetMoveKind.ISSUE and how is SheetHow.POST
        for copy in fit:
            run = runs.get(copy.run_id)
            sent = (edition or ("" if run is None else run.edition)) if posted else ""
            groups[copy.programme_id, sent].append(copy.serial)
        late = 0
        moves = []
        keep_foreign(unit, fit)
        for (programme_id, sent), serials in sorted(groups.items()):
            programme = the_programme(unit, programme_id)
            today = civil_date(place.clock.now(), programme.time_zone)
            refuse_future("" if day is None else day.isoformat(), today)
            if kind in COMES_BACK and programme.window_of_day(day or today) is Window.LATE:
                late += len(serials)
            moves.append(
                new_move(place, actor, kind, serials, programme_id=programme_id, day=day or today, how=how,
                         edition=sent, event_id=event_id, reason=reason)
            )  # fmt: skip
        _log(unit, actor, moves, _DONE.get(kind, ""))
        unit.commit()
    return Moved(tuple(moves), tuple(each.serial for each in fit), tuple(left_out), stack.twice, late)


def put_back(
    place: Workplace, *, actor: Actor, given: Iterable[str], reason: str, all_moves: bool = False
) -> Moved:
    """Take back, for each copy of a stack, what a person did with it last: by a counter move, with the reason.

    What keying and verifying did is never taken back here.

    Args:
        all_moves: everything that a person did with it, so that it is as it was printed.

    Raises:
        Refusal: no reason was given or it holds a contact detail, or the role does not allow it.
    """
    require(actor, Action.KEY_PAPER)
    reason = _why(reason)
    with place.unit() as unit:
        stack = read_stack(unit, given)
        done = unit.sheet_moves.by_copy(each.serial for each in stack.copies)
        left_out, back, undone = list(stack.left_out), [], defaultdict(list)
        for copy in stack.copies:
            theirs = [each for each in standing(done.get(copy.serial, ())) if each.kind not in BY_PROGRAM]
            for last in theirs if all_moves else theirs[-1:]:
                undone[last.move_id].append(copy.serial)
            if theirs:
                back.append(copy.serial)
            else:
                left_out.append(_left_out(copy, tr("There is nothing to put back.")))
        heads = {each.move_id: each for moves in done.values() for each in moves}
        moves = [
            _counter(place, unit, actor, heads[move_id], serials, reason) for move_id, serials in undone.items()
        ]
        _log(unit, actor, moves, "paper put back")
        unit.commit()
    return Moved(tuple(moves), tuple(back), tuple(left_out), stack.twice)


def undo(place: Workplace, *, actor: Actor, move_id: str, reason: str) -> Moved:
    """Take a whole act back, for those of its copies of which it still stands: by a counter move.

    Raises:
        Refusal: there is no such act here, it came of keying, nothing of it stands, no reason was given, or the
            role does not allow it.
    """
    require(actor, Action.KEY_PAPER)
    reason = _why(reason)
    with place.unit() as unit:
        act = unit.sheet_moves.get(move_id)
        if act is None or act.kind in BY_PROGRAM or act.kind is SheetMoveKind.PUT_BACK:
            raise Refusal(
                place=tr("Paper"),
                fault=tr("There is nothing here that could be taken back under this id."),
                remedy=tr("Look it up in the list of what was done with paper."),
            )
        done = unit.sheet_moves.by_copy(act.serials)
        stands = [each for each in act.serials if act.move_id in {one.move_id for one in standing(done[each])}]
        if not stands:
            raise Refusal(
                place=tr("Paper"),
                fault=tr("It was taken back before."),
                remedy=tr("Nothing has to be done."),
            )
        moves = [_counter(place, unit, actor, act, stands, reason)]
        _log(unit, actor, moves, "paper put back")
        unit.commit()
    return Moved(tuple(moves), tuple(stands), ())


def pile(place: Workplace, given: Iterable[str]) -> Pile:
    """Return what is in a stack, with nothing moved and nothing kept."""
    with place.reading() as unit:
        stack = read_stack(unit, given)
        return _pile(unit, stack)


def acts(place: Workplace, *, programme_id: str = "", most: int = 100) -> tuple[SheetMove, ...]:
    """Return what people did with paper on this laptop, newest first, what keying did left out."""
    kinds = [each for each in SheetMoveKind if each not in BY_PROGRAM]
    with place.reading() as unit:
        return unit.sheet_moves.list(programme_id=programme_id, kinds=kinds)[:most]


def history(place: Workplace, serial: str) -> tuple[SheetMove, ...]:
    """Return all that was done with one copy, oldest first.

    Raises:
        SerialRefused: it is mistyped.
    """
    canonical = read_serial(serial).canonical
    with place.reading() as unit:
        return unit.sheet_moves.history(canonical)


def _pile(unit: UnitOfWork, stack: Stack) -> Pile:
    runs = {run.run_id: run for run in unit.copies.runs()}
    programmes = {each.programme_id: each for each in unit.programmes.list()}
    seen = []
    for copy in stack.copies:
        serial = read_serial(copy.serial)
        programme = programmes.get(copy.programme_id)
        came = date.fromisoformat(copy.received_on) if copy.received_on else None
        late = programme is not None and came is not None and programme.window_of_day(came) is Window.LATE
        seen.append(CopySeen(copy, serial.shown, serial.number, runs.get(copy.run_id), late))
    return Pile(tuple(seen), stack.twice, stack.left_out)


def new_move(
    place: Workplace,
    actor: Actor,
    kind: SheetMoveKind,
    serials: Iterable[str],
    *,
    programme_id: str,
    day: date,
    how: SheetHow = SheetHow.NOT_SAID,
    edition: str = "",
    event_id: str = "",
    reason: str = "",
    undoes: str = "",
    photocopy_of: str = "",
    form_sha256: str = "",
) -> SheetMove:
    """Return an act of this person on this laptop, made now; it is kept by ``unit.sheet_moves.add``."""
    return SheetMove(
        move_id=new_id(),
        programme_id=programme_id,
        kind=kind,
        serials=tuple(sorted(serials)),
        day=day,
        how=how,
        edition=edition,
        event_id=event_id,
        reason=reason.strip(),
        undoes=undoes,
        response_id="",
        photocopy_of=photocopy_of,
        form_sha256=form_sha256,
        device_id=place.device_id,
        made_by=actor.name,
        person_id=actor.person_id,
        made_at=place.clock.now(),
    )


def _counter(
    place: Workplace, unit: UnitOfWork, actor: Actor, act: SheetMove, serials: Sequence[str], reason: str
) -> SheetMove:
    today = civil_date(place.clock.now(), the_programme(unit, act.programme_id).time_zone)
    return new_move(place, actor, SheetMoveKind.PUT_BACK, serials, programme_id=act.programme_id, day=today,
                    reason=reason, undoes=act.move_id)  # fmt: skip


def _log(unit: UnitOfWork, actor: Actor, moves: Iterable[SheetMove], what: str) -> None:
    for each in moves:
        unit.sheet_moves.add(each)
        unit.changes.add(actor=actor, what=what, about_id=each.move_id, why=each.reason, at=each.made_at)


def _left_out(copy: PaperCopy, why: str) -> LeftOut:
    return LeftOut(read_serial(copy.serial).shown, why)


def _why_not(copy: PaperCopy, run: PrintRun | None) -> str:
    if run is not None and run.kind is not RunKind.NUMBERED and copy.state is CopyState.PRINTED:
        return tr("It is on a label that no sheet bears yet.")
    said: Mapping[CopyState, Callable[[], str]] = {
        CopyState.PRINTED: lambda: tr("It was printed, and nothing more."),
        CopyState.ISSUED: lambda: tr("It was handed out or posted before."),
        CopyState.UNACCOUNTED: lambda: tr("It is down as unaccounted for."),
        CopyState.RETURNED: lambda: tr("It came back before."),
        CopyState.SPOILED: lambda: tr("It is down as spoiled."),
        CopyState.BLANK: lambda: tr("It came back blank before."),
        CopyState.REFUSED: lambda: tr("It came back refused before."),
        CopyState.KEYED: lambda: tr("It was keyed before."),
        CopyState.VERIFIED: lambda: tr("It was keyed and verified before."),
    }
    return said[copy.state]()


def _why(reason: str) -> str:
    why = checked_reason(reason, place=tr("Paper"))
    if not why:
        raise Refusal(
            place=tr("Paper"),
            fault=tr("No reason was given."),
            remedy=tr("Say in a few words why, with no names."),
        )
    return why


def _format(edition: str) -> str:
    """Return a format in one line; an address beside a serial would lead from a person to their answers."""
    words = refuse_too_long(one_line(edition), place=tr("Format"), most=_LONGEST_FORMAT)
    if contact_words(words):
        raise Refusal(
            place=tr("Format"),
            fault=tr("This looks like a contact detail."),
            remedy=tr("Say what was posted, such as large print: never to whom."),
        )
    return words
