"""Dot votes and ranking boards: figures as they hang on the wall, a photograph beside them, apart from surveys."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.engagement.boards import BoardKind, BoardOption
from desktop.engagement.named import NAMED_SOMEBODY
from desktop.foundation.errors import Refusal
from desktop.staff.people import Actor, Role
from desktop.workflows.pictures import take_picture
from desktop.workflows.run_boards import add_board, boards, change_board, void_board
from desktop.workflows.run_event import event_figures
from desktop.workflows.workplace import Workplace
from tests.workflows.histories import board_history
from tests.workflows.test_pictures import photograph
from tests.workplaces import signed_in

BENCHES = (BoardOption("Benches", 12), BoardOption("Buses", 30), BoardOption("Walks", 0))


def dots(place: Workplace, actor: Actor, event_id: str, **other: Any) -> Any:
    given = {"question": "What first?", "options": BENCHES, "kind": BoardKind.DOTS, "dots_each": 3, **other}
    return add_board(place, actor=actor, event_id=event_id, **given)


def test_dots_are_kept_and_are_no_responses(place: Workplace, officer: Actor, event_id: str) -> None:
    made = dots(place, officer, event_id, question="  What\n first? ")
    assert boards(place, event_id=event_id) == (made,)
    assert (made.question, made.options, made.dots_each) == ("What first?", BENCHES, 3)
    assert (made.revision, made.made_by, made.picture_id, made.made_up) == (1, "Olu", "", False)
    figures = event_figures(place, event_id)
    assert sum(figures.by_channel.values()) == 0


def test_a_ranking_may_share_places_and_leave_some_out(place: Workplace, officer: Actor, event_id: str) -> None:
    options = (BoardOption("A", 1), BoardOption("B", 1), BoardOption("C", 3), BoardOption("D", 0))
    made = dots(place, officer, event_id, kind=BoardKind.RANKING, options=options)
    assert made.options == options
    assert made.dots_each == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"question": " \n"}, "no question"),
        ({"options": BENCHES[:1]}, "fewer than two"),
        ({"options": (BoardOption("A", 1), BoardOption("  ", 2))}, "fewer than two"),
        ({"options": (BoardOption("Benches", 1), BoardOption(" benches ", 2))}, "stands there twice"),
        ({"options": (BoardOption("A", -1), BoardOption("B", 2))}, "can't be"),
        ({"options": (BoardOption("A", 100_001), BoardOption("B", 2))}, "can't be"),
        ({"options": tuple(BoardOption(str(each), 0) for each in range(41))}, "41 options"),
        ({"dots_each": 101}, "Nobody was given"),
        ({"dots_each": -1}, "Nobody was given"),
        ({"kind": BoardKind.RANKING, "options": (BoardOption("A", 1), BoardOption("B", 3))}, "leave a gap"),
        ({"kind": BoardKind.RANKING, "options": (BoardOption("A", 2), BoardOption("B", 0))}, "leave a gap"),
        ({"kind": BoardKind.RANKING, "options": (BoardOption("A", -1), BoardOption("B", 1))}, "leave a gap"),
        ({"options": (BoardOption("x" * 201, 1), BoardOption("B", 1))}, "201 characters"),
    ],
    ids=range(13),
)
def test_what_can_be_no_board_is_refused(
    place: Workplace, officer: Actor, event_id: str, wrong: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        dots(place, officer, event_id, **wrong)
    assert boards(place, event_id=event_id) == ()


def test_figures_are_corrected_with_a_reason(place: Workplace, officer: Actor, event_id: str) -> None:
    first = dots(place, officer, event_id)
    ada = signed_in(place, "Ada", Role.COORDINATOR)
    counted = (BoardOption("Benches", 13), *BENCHES[1:])
    second = change_board(place, actor=ada, board_id=first.board_id, reason="counted again", options=counted)
    assert (second.revision, second.options[0].figure, second.made_by) == (2, 13, "Ada")
    assert second.question == first.question
    assert board_history(place, first.board_id) == (first, second)
    assert boards(place, event_id=event_id) == (second,)
    for reason, said in ((" ", "No reason"), ("0116 496 0123", "telephone")):
        with pytest.raises(Refusal, match=said):
            change_board(place, actor=ada, board_id=first.board_id, reason=reason, options=BENCHES)
    with pytest.raises(Refusal, match="Nothing was changed"):
        change_board(place, actor=ada, board_id=first.board_id, reason="again", options=counted)
    with pytest.raises(Refusal, match="not on this device"):
        change_board(place, actor=ada, board_id="gone", reason="again", options=counted)
    with place.reading() as unit:
        lines = unit.changes.list(about_id=first.board_id)
    assert [(line.what, line.why) for line in reversed(lines)] == [
        ("board added", ""), ("board changed", "counted again"),
    ]  # fmt: skip


def test_a_voided_board_is_out_and_stays_in_its_history(place: Workplace, officer: Actor, event_id: str) -> None:
    made = dots(place, officer, event_id)
    voided = void_board(place, actor=officer, board_id=made.board_id, reason="entered twice")
    assert boards(place, event_id=event_id) == ()
    assert boards(place, event_id=event_id, voided=True) == (voided,)
    with pytest.raises(Refusal, match="voided"):
        void_board(place, actor=officer, board_id=made.board_id, reason="once more")
    assert board_history(place, made.board_id) == (made, voided)


def test_its_photograph_stands_with_it(place: Workplace, officer: Actor, event_id: str) -> None:
    made = dots(place, officer, event_id)
    taken = take_picture(place, actor=officer, owner_id=made.board_id, content=photograph())
    shown = change_board(
        place, actor=officer, board_id=made.board_id, reason="photograph", picture_id=taken.picture_id
    )
    assert shown.picture_id == taken.picture_id
    assert shown.options == made.options
    other = take_picture(place, actor=officer, owner_id="another board", content=photograph())
    with pytest.raises(Refusal, match="not one of this board"):
        change_board(place, actor=officer, board_id=made.board_id, reason="x y", picture_id=other.picture_id)
    gone = change_board(place, actor=officer, board_id=made.board_id, reason="blurred", picture_id="")
    assert gone.picture_id == ""


def test_nobody_without_the_right_adds_one(place: Workplace, officer: Actor, event_id: str) -> None:
    made = dots(place, officer, event_id)
    auditor = signed_in(place, "Ada", Role.AUDITOR)
    for call in (
        lambda: dots(place, auditor, event_id),
        lambda: change_board(place, actor=auditor, board_id=made.board_id, reason="y", question="x"),
        lambda: void_board(place, actor=auditor, board_id=made.board_id, reason="y"),
    ):
        with pytest.raises(Refusal, match="role"):
            call()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(5)), left_out=st.integers(0, 3))
def test_every_true_ranking_is_taken(place, officer, event_id, order: list[int], left_out: int) -> None:
    options = tuple(
        BoardOption(f"Option {number}", position + 1 if position < 5 - left_out else 0)
        for number, position in enumerate(order)
    )
    assert dots(place, officer, event_id, kind=BoardKind.RANKING, options=options).options == options


def test_no_words_and_no_photograph_stay_of_a_board_that_named_somebody(
    place: Workplace, officer: Actor, event_id: str
) -> None:
    made = dots(place, officer, event_id, question="Is Jane Doe right?")
    taken = take_picture(place, actor=officer, owner_id=made.board_id, content=photograph())
    change_board(place, actor=officer, board_id=made.board_id, reason="photograph", picture_id=taken.picture_id)
    void_board(place, actor=officer, board_id=made.board_id, reason=NAMED_SOMEBODY)
    found = board_history(place, made.board_id)
    assert [(each.question, each.options, each.picture_id) for each in found] == [("", (), "")] * 3
    with place.reading() as unit:
        assert unit.pictures.of_owner(made.board_id) == ()
