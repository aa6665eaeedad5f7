"""Who we have not heard from, out of the store: by event, with what was merged with it, and by programme."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desktop.analysis.benchmarks import Dimension
from desktop.analysis.representation import Showing, Standing
from desktop.foundation.assets import resource_path
from desktop.foundation.errors import Refusal
from desktop.workflows.benchmarks import import_benchmark
from desktop.workflows.merge_events import merge
from desktop.workflows.record_response import add_response
from desktop.workflows.representation import not_heard
from desktop.workflows.run_event import add_event
from tests.workflows.test_record_response import LEAST
from tests.workplaces import FORM, PROGRAMME


class Recorder:
    """Records responses one after another, a minute apart."""

    def __init__(self, place, officer, clock) -> None:
        self.place, self.officer, self.clock = place, officer, clock

    def __call__(self, event_id: str, *ages: str, sex: str = "female") -> None:
        for age in ages:
            self.clock.move(timedelta(minutes=1))
            said = {"equality_offer": "yes", "age_band": age, "sex": sex} if age else {"equality_offer": "no"}
            add_response(
                self.place,
                actor=self.officer,
                form_id=FORM,
                event_id=event_id,
                channel="online",
                answers={**LEAST, **said},
            )


@pytest.fixture
def record(place, officer, clock) -> Recorder:
    return Recorder(place, officer, clock)


def by_dimension(place, event_id: str = ""):
    return {view.dimension: view for view in not_heard(place, PROGRAMME, event_id)}


def ages(place, event_id: str = "") -> dict[str, int]:
    view = by_dimension(place, event_id)[Dimension.AGE]
    return {group.code: group.heard for group in view.groups if group.heard}


def test_nothing_below_ten_and_then_by_tens(place, record, event_id) -> None:
    record(event_id, *["16_24"] * 9)
    assert {view.showing for view in not_heard(place, PROGRAMME)} == {Showing.TOO_FEW}
    record(event_id, "16_24")
    before = not_heard(place, PROGRAMME)
    assert ages(place) == {"16_24": 10}
    record(event_id, *["75_over"] * 9)
    assert not_heard(place, PROGRAMME) == before
    record(event_id, "75_over")
    assert ages(place) == {"16_24": 10, "75_over": 10}


def test_all_four_dimensions_of_the_shipped_form_are_there(place, record, event_id) -> None:
    record(event_id, *["25_34"] * 10)
    views = not_heard(place, PROGRAMME)
    assert [view.dimension for view in views] == list(Dimension)
    assert by_dimension(place)[Dimension.SEX].groups[0].label == "Female"
    assert by_dimension(place)[Dimension.DISABILITY].showing is Showing.TOO_SPREAD  # nobody answered it
    assert all(view.benchmark is None for view in views)


def test_who_skipped_the_block_did_not_say(place, record, event_id) -> None:
    record(event_id, *["25_34"] * 10, *[""] * 10)
    view = by_dimension(place)[Dimension.AGE]
    assert (view.base, view.not_said, ages(place)) == (20, 10, {"25_34": 10})


def test_an_event_and_what_is_counted_with_it(place, officer, record, event_id) -> None:
    made = [
        add_event(
            place, actor=officer, programme_id=PROGRAMME, name=name, day=date(2022, 1, 12), venue="Made-up hall"
        ).event_id
        for name in ("Made-up one", "Made-up two")
    ]
    record(event_id, *["16_24"] * 10)
    record(made[0], *["35_44"] * 5)
    record(made[1], *["45_54"] * 5)
    assert ages(place, event_id) == {"16_24": 10}
    assert by_dimension(place, made[0])[Dimension.AGE].showing is Showing.TOO_FEW
    merge(place, actor=officer, event_id=made[0], into_id=made[1], reason="made on two laptops")
    for each in made:
        assert ages(place, each) == {"35_44": 5, "45_54": 5}
    assert by_dimension(place)[Dimension.AGE].base == 20


def test_against_a_benchmark_of_the_programme_before_that_for_all(place, officer, record, event_id) -> None:
    def load(path, **more) -> None:
        import_benchmark(
            place,
            actor=officer,
            path=path,
            source="Made-up office",
            table="Made-up",
            published=date(2021, 1, 1),
            licence="made up",
            made_up=True,
            **more,
        )

    record(event_id, *["16_24"] * 20)
    load(resource_path("benchmarks") / "made-up-age.csv", dimension="age")
    view = by_dimension(place)[Dimension.AGE]
    assert view.groups[0].standing is Standing.MORE
    assert [group.code for group in view.fewer][:2] == ["25_34", "45_54"]  # the farthest behind first
    load(resource_path("benchmarks") / "made-up-sex.csv", dimension="sex", programme_id=PROGRAMME)
    load(resource_path("benchmarks") / "made-up-sex.csv", dimension="sex")
    assert by_dimension(place)[Dimension.SEX].benchmark.programme_id == PROGRAMME


def test_of_a_programme_that_is_not_here(place) -> None:
    with pytest.raises(Refusal):
        not_heard(place, "none")
