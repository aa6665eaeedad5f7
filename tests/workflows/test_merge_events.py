"""Two events made on the spot that are one: counted together, both ids kept, taken apart again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.foundation.errors import Refusal
from desktop.staff.people import Role
from desktop.workflows.interview import Interview
from desktop.workflows.merge_events import merge, merges, under_one, unmerge
from desktop.workflows.run_event import add_event, event_figures, events
from tests.workplaces import FORM, PROGRAMME, signed_in

WHY = "made on both laptops"


@pytest.fixture
def spots(place, officer, clock) -> Iterator[str]:
    """Give ids of events made on the spot, one after another."""
    return (
        add_event(
            place,
            actor=officer,
            programme_id=PROGRAMME,
            name=f"Drop-in {number}",
            venue="Library",
            day=clock.now().date(),
        ).event_id
        for number in range(99)
    )


def together(place, event_id: str) -> frozenset[str]:
    with place.reading() as unit:
        return under_one(unit, event_id)


def test_both_ids_stay_and_either_gives_the_figures_of_both(place, officer, event_id, spots) -> None:
    spot = next(spots)
    for where in (spot, event_id):
        interview = Interview.begin(place, actor=officer, form_id=FORM, event_id=where)
        for path in [each.path for each in interview.violations()]:
            interview.answer(path, interview.entry.node(path).choices[0][0])
        interview.finalise()
    assert event_figures(place, event_id).by_channel == {"interview": 1}
    made = merge(place, actor=officer, event_id=spot, into_id=event_id, reason=f" {WHY} ")
    assert (made.into_id, made.reason, made.revision) == (event_id, WHY, 1)
    for where in (spot, event_id):
        figures = event_figures(place, where)
        assert figures.event.event_id == where
        assert figures.by_channel == {"interview": 2}
        assert figures.unsynced == 2
    assert {spot, event_id} <= {each.event_id for each in events(place)}
    with place.reading() as unit:
        assert {each.event_id for each in unit.responses.summaries()} == {spot, event_id}


def test_they_are_taken_apart_and_merged_again(place, officer, event_id, spots, clock) -> None:
    spot = next(spots)
    merge(place, actor=officer, event_id=spot, into_id=event_id, reason=WHY)
    assert together(place, event_id) == {spot, event_id}
    assert [(one.event_id, other.event_id) for one, other in merges(place, programme_id=PROGRAMME)] == [
        (spot, event_id)
    ]
    apart = unmerge(place, actor=officer, event_id=spot, reason="two stalls after all")
    assert (apart.into_id, apart.revision) == ("", 2)
    assert together(place, event_id) == {event_id}
    assert merges(place, programme_id=PROGRAMME) == ()
    assert merge(place, actor=officer, event_id=spot, into_id=event_id, reason=WHY).revision == 3
    with place.reading() as unit:
        lines = [each for each in unit.changes.list() if each.about_id == spot and each.what != "event added"]
    assert sorted(line.what for line in lines) == ["events merged", "events merged", "events taken apart"]
    assert {line.why for line in lines} == {WHY, "two stalls after all"}


def test_three_are_one_where_two_are_counted_under_the_third(place, officer, event_id, spots) -> None:
    first, second, third = next(spots), next(spots), next(spots)
    for spot in (first, second):
        merge(place, actor=officer, event_id=spot, into_id=third, reason=WHY)
    assert together(place, first) == together(place, third) == {first, second, third}
    assert together(place, event_id) == {event_id}


def test_what_cannot_be_one_is_refused(place, officer, event_id, spots) -> None:
    first, second, third = next(spots), next(spots), next(spots)
    merge(place, actor=officer, event_id=first, into_id=second, reason=WHY)

    def refused(one: str, other: str, reason: str = WHY) -> str:
        with pytest.raises(Refusal) as caught:
            merge(place, actor=officer, event_id=one, into_id=other, reason=reason)
        return caught.value.fault

    assert "with itself" in refused(third, third)
    assert "from the programme's pack" in refused(event_id, third)
    assert "under another event" in refused(third, first)  # no chains
    assert "already" in refused(first, third)
    assert "under this one" in refused(second, third)
    assert "under another event" in refused(second, first)  # no circles
    assert "No reason" in refused(third, second, "  ")
    assert "telephone number" in refused(third, second, "Made-up Name rang from 0100 000 0000")
    with pytest.raises(Refusal):
        merge(place, actor=officer, event_id=third, into_id="no such event", reason=WHY)
    with pytest.raises(Refusal):
        unmerge(place, actor=officer, event_id=third, reason=WHY)
    for reason in ("", "somebody@example.org said so"):
        with pytest.raises(Refusal):
            unmerge(place, actor=officer, event_id=first, reason=reason)
    volunteer = signed_in(place, "Vera", Role.VOLUNTEER)
    with pytest.raises(Refusal):
        merge(place, actor=volunteer, event_id=third, into_id=second, reason=WHY)
    assert together(place, first) == {first, second}


class _Merges:
    def __init__(self, pairs: dict[str, str]) -> None:
        self._pairs = pairs

    def into(self) -> dict[str, str]:
        return self._pairs


class _Unit:
    def __init__(self, pairs: dict[str, str]) -> None:
        self.merges = _Merges(pairs)


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdef"), max_size=6))
def test_what_is_one_does_not_depend_on_where_one_asks(pairs: dict[str, str]) -> None:
    """Chains and circles may come together at the centre, from laptops that knew nothing of each other."""
    groups = {event: under_one(_Unit(pairs), event) for event in "abcdef"}
    for event, group in groups.items():
        assert event in group
        assert all(groups[other] == group for other in group)
    for one, other in pairs.items():
        assert groups[one] == groups[other]
