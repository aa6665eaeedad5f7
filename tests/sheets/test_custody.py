"""Laws of custody: what a copy is follows from the set of its acts, in whatever order they are heard of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.sheets.copies import CopyState, RunKind
from desktop.sheets.custody import (
    ALLOWED,
    BY_PROGRAM,
    COMES_BACK,
    LEADS_TO,
    SheetHow,
    SheetMove,
    SheetMoveKind,
    may_move,
    stand,
    standing,
)
from desktop.sheets.serials import issue_run, issuer_of, serials_of

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
ORDER = list(CopyState)


def a_move(number: int, kind: SheetMoveKind, **changes) -> SheetMove:
    made = SheetMove(
        move_id=f"m{number}", programme_id="p", kind=kind, serials=("A",), day=date(2026, 3, 1 + number % 28),
        how=SheetHow.NOT_SAID, edition="", event_id="", reason="", undoes="", response_id="", photocopy_of="",
        form_sha256="", device_id="d", made_by="Ann", person_id="a", made_at=AT + timedelta(seconds=number),
    )  # fmt: skip
    return replace(made, **changes)


@st.composite
def histories(draw: st.DrawFn) -> list[SheetMove]:
    """Draw what two laptops did with one copy, neither hearing of the other: also what neither would allow."""
    moves: list[SheetMove] = []
    for number in range(draw(st.integers(0, 8))):
        kind = draw(st.sampled_from(SheetMoveKind))
        how = draw(st.sampled_from(SheetHow))
        undoes = f"m{draw(st.integers(0, 9))}" if kind is SheetMoveKind.PUT_BACK else ""
        response = f"r{number}" if kind is SheetMoveKind.KEY else ""
        event_id = draw(st.sampled_from(["", "e1", "e2"]))
        moves.append(a_move(number, kind, how=how, undoes=undoes, response_id=response, event_id=event_id))
    return moves


@given(histories(), st.randoms(use_true_random=False), st.integers(0, 8))
def test_order_and_repetition_do_not_matter(moves, chance, again) -> None:
    turned = [*moves, *moves[:again]]
    chance.shuffle(turned)
    assert stand(turned, run_event_id="e0") == stand(moves, run_event_id="e0")


@given(histories())
def test_what_stands_and_leads_highest_decides(moves) -> None:
    left = standing(moves)
    found = stand(moves, run_event_id="e0")
    highest = max((ORDER.index(LEADS_TO[each.kind]) for each in left), default=0)
    assert found.state is ORDER[highest]
    assert bool(found.response_id) == any(each.kind is SheetMoveKind.KEY for each in left)
    assert bool(found.received_on) == any(each.kind in COMES_BACK | {SheetMoveKind.KEY} for each in left)
    assert found.event_id in {"e0", *(each.event_id for each in left)} - {""}


@given(histories())
def test_a_counter_move_leaves_the_copy_as_it_would_be_without(moves) -> None:
    for each in moves:
        if each.kind is not SheetMoveKind.PUT_BACK:
            back = a_move(50, SheetMoveKind.PUT_BACK, undoes=each.move_id)
            assert stand([*moves, back]) == stand([one for one in moves if one is not each])


@given(histories(), st.sampled_from(SheetMoveKind))
def test_what_is_allowed_changes_the_state_and_what_is_not_is_never_needed(moves, kind) -> None:
    before = stand(moves).state
    if kind in ALLOWED[before]:
        after = stand([*moves, a_move(60, kind)]).state
        assert ORDER.index(after) > ORDER.index(before)
        assert after is LEADS_TO[kind]


def test_every_state_but_the_last_leads_somewhere() -> None:
    assert set(ALLOWED) == set(CopyState)
    assert set(LEADS_TO) == set(SheetMoveKind) - {SheetMoveKind.PUT_BACK}
    assert [state for state, kinds in ALLOWED.items() if not kinds] == [CopyState.VERIFIED]
    # a sheet that bears answers is keyed, whatever anybody thought of it
    not_keyed = set(CopyState) - {CopyState.KEYED, CopyState.VERIFIED}
    assert {state for state, kinds in ALLOWED.items() if SheetMoveKind.KEY in kinds} == not_keyed


@pytest.mark.parametrize("run", [RunKind.LABELS, RunKind.WRITTEN, RunKind.PHOTOCOPY])
def test_a_number_that_no_sheet_bears_can_only_come_back(run) -> None:
    able = {kind for kind in SheetMoveKind if may_move(CopyState.PRINTED, kind, run=run)}
    assert able == COMES_BACK | {SheetMoveKind.KEY}
    assert may_move(CopyState.RETURNED, SheetMoveKind.SPOIL, run=run)
    assert may_move(CopyState.PRINTED, SheetMoveKind.ISSUE, run=None)
    assert SheetMoveKind.VERIFY in BY_PROGRAM


def test_the_serials_of_a_run_are_made_anew_from_its_parts() -> None:
    parts = {"run": 3, "copies": 5, "serial_key": "ab" * 32, "form_id": "survey"}
    assert list(serials_of(issuer=issuer_of("d"), **parts)) == list(issue_run(device_id="d", **parts))
