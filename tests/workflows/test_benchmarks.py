"""Loading benchmarks: a source, a table, a date and a licence or nothing; and what is said of the answers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from desktop.analysis.benchmarks import Dimension
from desktop.analysis.representation import Showing
from desktop.foundation.assets import resource_path
from desktop.foundation.clock import SetClock
from desktop.foundation.errors import Refusal, WorldError
from desktop.staff.people import Role
from desktop.workflows.benchmarks import benchmarks, import_benchmark, remove_benchmark
from desktop.workflows.practice import PROGRAMME_ID, open_practice
from desktop.workflows.representation import not_heard
from tests.workplaces import PROGRAMME, signed_in

AGES = "code,label,people,answers\nyoung,Young,10,16_24 25_34\nold,Old,30,65_74 75_over\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "ages.csv"
    path.write_text(AGES, encoding="utf-8")
    return path


def load(place, officer, path: Path, **more):
    given = {
        "dimension": "age",
        "source": "Made-up office",
        "table": "Made-up table 1",
        "published": date(2021, 6, 1),
        "licence": "made up",
        "made_up": True,
    }
    return import_benchmark(place, actor=officer, path=path, **{**given, **more})


def test_loaded_listed_replaced_and_let_go(place, officer, table: Path) -> None:
    first = load(place, officer, table).benchmark
    own = load(place, officer, table, programme_id=PROGRAMME, source="  Another made-up office ").benchmark
    assert own.source == "Another made-up office"
    assert benchmarks(place) == (first, own)
    again = load(place, officer, table, table="Made-up table 2").benchmark
    assert benchmarks(place) == (again, own)
    remove_benchmark(place, actor=officer, dimension="age")
    assert benchmarks(place) == (own,)
    with pytest.raises(Refusal):
        remove_benchmark(place, actor=officer, dimension="age")
    with place.reading() as unit:
        assert [each.what for each in unit.changes.list("age")] == [
            "benchmark removed", "benchmark loaded", "benchmark loaded",
        ]  # fmt: skip
        assert [each.actor_name for each in unit.changes.list(f"{PROGRAMME}/age")] == [officer.name]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"source": " "}, "source"),
        ({"table": ""}, "table"),
        ({"licence": ""}, "licence"),
        ({"published": None}, "date"),
        ({"published": date(2022, 1, 13)}, "future"),
        ({"dimension": "height"}, "dimension"),
        ({"source": "x" * 301}, "longer"),
        ({"programme_id": "none"}, "not open"),
    ],
    ids=["source", "table", "licence", "no date", "future", "dimension", "long", "programme"],
)
def test_without_its_source_nothing_is_loaded(place, officer, table: Path, more: dict, said: str) -> None:
    with pytest.raises(Refusal, match=said) as refused:
        load(place, officer, table, **more)
    assert refused.value.remedy
    assert benchmarks(place) == ()


def test_a_wrong_file_is_refused_by_its_line_and_one_that_is_not_there(place, officer, table: Path) -> None:
    table.write_text(AGES.replace("30", "=30"), encoding="utf-8")
    with pytest.raises(Refusal, match=r"ages\.csv, line 3"):
        load(place, officer, table)
    with pytest.raises(WorldError):
        load(place, officer, table.with_name("none.csv"))
    assert benchmarks(place) == ()


def test_answers_that_no_form_has_and_that_no_group_has_are_said(place, officer, table: Path) -> None:
    table.write_text(AGES.replace("75_over", "over_75"), encoding="utf-8")
    unknown, left = load(place, officer, table, programme_id=PROGRAMME).warnings
    assert "over_75" in unknown
    assert "75_over" in left
    assert "prefer_not_to_say" not in left


def test_a_volunteer_loads_none(place, table: Path) -> None:
    with pytest.raises(Refusal):
        load(place, signed_in(place, "Vera", Role.VOLUNTEER), table)


@pytest.mark.parametrize("dimension", [each.value for each in Dimension])
def test_the_made_up_ones_fit_the_shipped_forms(place, officer, dimension: str) -> None:
    path = resource_path("benchmarks") / f"made-up-{dimension}.csv"
    loaded = load(place, officer, path, dimension=dimension, programme_id=PROGRAMME)
    assert not any("no form has" in sentence for sentence in loaded.warnings)


def test_practice_has_made_up_ones_and_somebody_to_compare(tmp_path: Path) -> None:
    place = open_practice(tmp_path / "practice", clock=SetClock(datetime(2022, 1, 12, 10, 30, tzinfo=UTC)))
    try:
        loaded = benchmarks(place)
        assert [each.dimension for each in loaded] == list(Dimension)
        assert all(each.made_up and each.programme_id == PROGRAMME_ID for each in loaded)
        views = not_heard(place, PROGRAMME_ID, "practice-today-morning")
        assert {view.base for view in views} == {20}
        assert any(view.showing is Showing.SHOWN for view in views)
    finally:
        place.close()
