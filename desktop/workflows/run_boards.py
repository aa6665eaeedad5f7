"""Dot votes and ranking boards: their figures as they hang on the wall, apart from every count of a survey."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from desktop.engagement.boards import Board, BoardKind, BoardOption
from desktop.engagement.named import NAMED_SOMEBODY, without_words
from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.closed_events import refuse_closed
from desktop.workflows.further_revision import RevisionWords, put_revision
from desktop.workflows.merge_events import under_one
from desktop.workflows.noted_words import MOST_IN_A_LINE, one_line, refuse_too_long
from desktop.workflows.workplace import Workplace, require, the_programme

MOST_OPTIONS = 40
MOST_DOTS = 100_000


def add_board(
    place: Workplace,
    *,
    actor: Actor,
    event_id: str,
    kind: BoardKind,
    question: str,
    options: Sequence[BoardOption],
    dots_each: int = 0,
) -> Board:
    """Keep a board with its figures; on disk when this returns.

    Args:
        question: what stood above the options.
        options: two at least. For dots the figure is how many; for a ranking the place, 0 where it was left out.
        dots_each: how many dots each person was given; 0 where that is not known.

    Raises:
        Refusal: no question, fewer than two options, an option twice, a figure that can't be, places of a ranking
            that leave a gap; or the role does not allow it.
    """
    require(actor, Action.RUN_EVENT)
    with place.unit() as unit:
        event = refuse_closed(unit, event_id)
        programme = the_programme(unit, event.programme_id)
        made = _checked(
            Board(
                board_id=new_id(), revision=1, programme_id=programme.programme_id, event_id=event_id, kind=kind,
                question=question, options=tuple(options), dots_each=dots_each, picture_id="", voided=False,
                reason="", device_id=place.device_id, made_by=actor.name, person_id=actor.person_id,
                made_at=place.clock.now(), made_up=place.practice or programme.made_up,
            )
        )  # fmt: skip
        unit.boards.put(made)
        unit.changes.add(actor=actor, what="board added", about_id=made.board_id, at=made.made_at)
        unit.commit()
    return made


def change_board(
    place: Workplace,
    *,
    actor: Actor,
    board_id: str,
    reason: str,
    question: str | None = None,
    options: Sequence[BoardOption] | None = None,
    dots_each: int | None = None,
    picture_id: str | None = None,
) -> Board:
    """Put a further revision in force; what is not given stays as it is.

    Args:
        picture_id: of the photograph, which was taken in with the board's id as its owner; empty takes it away.

    Raises:
        Refusal: no reason, nothing changed, the board is voided or not here, or what :func:`add_board` refuses.
    """

    def changed(unit: UnitOfWork, board: Board) -> Board:
        if picture_id:
            photograph = unit.pictures.get(picture_id)
            if photograph is None or photograph.owner_id != board_id:
                raise Refusal(
                    place=tr("This board"),
                    fault=tr("The photograph is not one of this board."),
                    remedy=tr("Choose the photograph again."),
                )
        return replace(
            board,
            question=board.question if question is None else question,
            options=board.options if options is None else tuple(options),
            dots_each=board.dots_each if dots_each is None else dots_each,
            picture_id=board.picture_id if picture_id is None else picture_id,
        )

    return _revise(place, actor, board_id, reason, changed, "board changed")


def void_board(place: Workplace, *, actor: Actor, board_id: str, reason: str) -> Board:
    """Take a board out; its figures stay in its history, unless it named somebody.

    Raises:
        Refusal: no reason was given, it is voided already, it is not here, or the role does not allow it.
    """

    def voided(_unit: UnitOfWork, board: Board) -> Board:
        return replace(without_words(board) if reason == NAMED_SOMEBODY else board, voided=True)

    return _revise(place, actor, board_id, reason, voided, "board voided")


def boards(place: Workplace, *, event_id: str, voided: bool = False) -> tuple[Board, ...]:
    """Return the boards of an event and of those that are counted with it, as they stand, oldest first."""
    with place.reading() as unit:
        return unit.boards.list(sorted(under_one(unit, event_id)), voided=voided)


def _revise(
    place: Workplace,
    actor: Actor,
    board_id: str,
    reason: str,
    change: Callable[[UnitOfWork, Board], Board],
    what: str,
) -> Board:
    def standing(unit: UnitOfWork) -> Board:
        board = unit.boards.get(board_id)
        if board is None:
            raise _not_here()
        return board

    def changed(unit: UnitOfWork, board: Board) -> Board:
        after = change(unit, board)
        return after if after.voided else _checked(after)

    words = RevisionWords(
        changing=tr("Changing a board"), this=tr("This board"), instead=tr("Add it as a new one.")
    )
    return put_revision(
        place,
        actor=actor,
        reason=reason,
        words=words,
        get=standing,
        change=changed,
        put=lambda unit, board: unit.boards.put(board),
        what=what,
    )


def _checked(board: Board) -> Board:
    """Return ``board`` with its words cleaned."""
    question = refuse_too_long(one_line(board.question), place=tr("The question of the board"), most=500)
    if not question:
        raise _refused(tr("It has no question."), tr("Write what stood above the options."))
    options = tuple(
        BoardOption(refuse_too_long(one_line(each.label), place=tr("An option"), most=MOST_IN_A_LINE), each.figure)
        for each in board.options
    )
    _check_options(board.kind, options)
    if not 0 <= board.dots_each <= 100:
        raise _refused(
            tr("Nobody was given {count} dots.", count=board.dots_each), tr("Give a number up to 100, or none.")
        )
    dots_each = board.dots_each if board.kind is BoardKind.DOTS else 0
    return replace(board, question=question, options=options, dots_each=dots_each, kind=BoardKind(board.kind))


def _check_options(kind: BoardKind, options: tuple[BoardOption, ...]) -> None:
    labels = [each.label.casefold() for each in options]
    if len(options) < 2 or not all(labels):
        raise _refused(tr("It has fewer than two options, or one without words."), tr("Write each option down."))
    if len(options) > MOST_OPTIONS:
        raise _refused(
            tr("It has {count} options; {most} fit.", count=len(options), most=MOST_OPTIONS),
            tr("Add it as two boards."),
        )
    if len(set(labels)) < len(labels):
        raise _refused(
            tr("One option stands there twice."), tr("Give each its own words, or add their figures up.")
        )
    if kind is BoardKind.DOTS:
        if any(not 0 <= each.figure <= MOST_DOTS for each in options):
            raise _refused(tr("A number of dots can't be."), tr("Count them again."))
        return
    places = sorted(each.figure for each in options if each.figure)
    # two that share a place leave the next one free: 1, 1, 3
    if any(not 0 <= each.figure <= len(options) for each in options) or any(
        place > number for number, place in enumerate(places, start=1)
    ):
        raise _refused(
            tr("The places leave a gap."), tr("Begin with 1, and leave no place out; 0 stands for no place.")
        )


def _refused(fault: str, remedy: str) -> Refusal:
    return Refusal(place=tr("The board"), fault=fault, remedy=remedy)


def _not_here() -> Refusal:
    return Refusal(
        place=tr("This board"),
        fault=tr("It is not on this device."),
        remedy=tr("Look at the list of the event again."),
    )
