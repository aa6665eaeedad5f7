"""Who was heard: nothing below ten, new figures at each ten, multiples of five alone, no one person to be seen."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.analysis.benchmarks import Benchmark, BenchmarkRow, Dimension, Measure
from desktop.analysis.representation import (
    ROUNDING,
    STEP,
    Showing,
    Snapshot,
    Standing,
    View,
    looked_at,
    narrowed,
    rounded,
    who_was_heard,
)
from desktop.analysis.representation_words import base_words, group_sentence, not_said_words, source_words

LABELS = {"a": "Group A", "b": "Group B", "c": "Group C", "prefer_not_to_say": "Prefer not to say"}
ANSWERS = st.sampled_from(["a", "b", "c", "d", "", "prefer_not_to_say"])


def benchmark(*rows: tuple[str, float, tuple[str, ...]], made_up: bool = True) -> Benchmark:
    return Benchmark(
        Dimension.AGE, "", "Made-up office", "Made-up table", date(2026, 1, 2), "made up", made_up, Measure.PEOPLE,
        tuple(BenchmarkRow(code, f"The {code}", figure, answers) for code, figure, answers in rows),
    )  # fmt: skip


TWO = benchmark(("a", 50, ("a",)), ("bc", 50, ("b", "c")))


def snapshot(answers: list[str], labels: dict[str, str] | None = None) -> Snapshot:
    """Return what the store gives: the first whole tens, counted."""
    used = looked_at(len(answers))
    return Snapshot(used, Counter(answers[:used]), LABELS if labels is None else labels)


def view(answers: list[str], against: Benchmark | None = TWO, labels: dict[str, str] | None = None) -> View:
    return who_was_heard(Dimension.AGE, [snapshot(answers, labels)], against, other="Another answer")


def figures(shown: View) -> list[int]:
    return [*(group.heard for group in (*shown.groups, *shown.unmapped)), shown.not_said, shown.base]


@pytest.mark.parametrize("count", range(STEP))
def test_below_ten_nothing_is_shown(count: int) -> None:
    shown = view(["a"] * count)
    assert shown.showing is Showing.TOO_FEW
    assert figures(shown) == [0, 0]
    assert "10" in base_words(shown)


def test_a_form_that_does_not_ask_is_said_to_be_one() -> None:
    assert who_was_heard(Dimension.SEX, [], TWO, other="").showing is Showing.NOT_ASKED


@given(st.lists(ANSWERS, max_size=60), ANSWERS, st.sampled_from([TWO, None]))
def test_one_more_response_changes_nothing_but_at_a_ten(
    answers: list[str], one_more: str, against: Benchmark | None
) -> None:
    if (len(answers) + 1) % STEP:
        assert view([*answers, one_more], against) == view(answers, against)
    else:
        assert view([*answers, one_more], against).base == len(answers) + 1


@given(st.lists(ANSWERS, max_size=200), st.sampled_from([TWO, None]))
def test_every_count_is_a_multiple_of_five_and_percentages_come_from_them(
    answers: list[str], against: Benchmark | None
) -> None:
    shown = view(answers, against)
    assert all(count % ROUNDING == 0 for count in figures(shown))
    groups = (*shown.groups, *shown.unmapped)
    said = max(sum(group.heard for group in groups), shown.base - shown.not_said)
    assert all(abs(group.share - 100 * group.heard / said) <= 0.5 for group in groups)


@given(st.lists(ANSWERS, max_size=60), st.sampled_from([TWO, None]))
def test_no_count_can_be_worked_out(answers: list[str], against: Benchmark | None) -> None:
    shown = view(answers, against)
    if shown.showing is not Showing.SHOWN:
        assert figures(shown)[:-1] == [0] * (len(figures(shown)) - 1)
        return
    *cells, base = figures(shown)
    possible = [range(max(0, cell - 2), cell + 3) for cell in cells]
    ways = [way for way in product(*possible) if sum(way) == base]
    assert all(len({way[at] for way in ways}) > 1 for at in range(len(cells)))


@given(st.lists(st.integers(0, 4).map(lambda fives: 5 * fives), min_size=1, max_size=5), st.integers(1, 8))
def test_what_is_narrowed_is_found_as_by_trying_all(cells: list[int], tens: int) -> None:
    base = 10 * tens
    ways = [way for way in product(*(range(max(0, cell - 2), cell + 3) for cell in cells)) if sum(way) == base]
    if ways:
        assert narrowed(cells, base) == any(len({way[at] for way in ways}) == 1 for at in range(len(cells)))


def test_five_groups_of_two_are_not_shown() -> None:
    labels = {name: name for name in "vwxyz"}
    shown = who_was_heard(
        Dimension.AGE, [Snapshot(10, dict.fromkeys("vwxyz", 2), labels)], None, other="Another answer"
    )
    assert shown.showing is Showing.TOO_SPREAD
    assert not shown.groups
    assert "next ten" in base_words(shown)


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, 0), (2, 0), (3, 5), (7, 5), (8, 10), (57, 55), (58, 60)])
def test_rounding(count: int, shown: int) -> None:
    assert rounded(count) == shown


def test_groups_of_the_form_go_into_those_of_the_benchmark() -> None:
    shown = view(["a"] * 10 + ["b"] * 10 + ["c"] * 20)
    assert [(group.label, group.heard, group.share, group.expected) for group in shown.groups] == [
        ("The a", 10, 25, 50),
        ("The bc", 30, 75, 50),
    ]
    assert [group.standing for group in shown.groups] == [Standing.FEWER, Standing.MORE]
    assert [group.code for group in shown.fewer] == ["a"]
    assert group_sentence(shown.groups[0]) == "The a: about 10, 25% (area 50%), fewer than in the area."


def test_percentages_are_of_all_who_said_though_some_were_rounded_to_nothing() -> None:
    labels = {f"g{number}": f"Group {number}" for number in range(6)}
    counts = {**dict.fromkeys(labels, 2), "g0": 10}
    shown = who_was_heard(Dimension.AGE, [Snapshot(20, counts, labels)], None, other="")
    assert shown.showing is Showing.TOO_SPREAD  # ten of the twenty would be shown as none
    counts = {**counts, "g0": 20}
    shown = who_was_heard(Dimension.AGE, [Snapshot(30, counts, labels)], None, other="")
    assert [(group.heard, group.share) for group in shown.groups][:2] == [(20, 67), (0, 0)]


def test_a_difference_that_rounding_could_have_made_is_none() -> None:
    shown = view(["a"] * 4 + ["b"] * 6)
    assert [group.standing for group in shown.groups] == [Standing.ALIKE, Standing.ALIKE]


def test_what_the_benchmark_does_not_have_is_said_so() -> None:
    shown = view(["a"] * 10 + ["b"] * 10, benchmark(("a", 3, ("a",)), ("z", 1, ("z",))))
    assert [(group.code, group.heard) for group in shown.unmapped] == [("b", 10), ("c", 0)]
    assert all(group.expected is None and group.standing is Standing.UNKNOWN for group in shown.unmapped)
    assert [group.heard for group in shown.groups] == [10, 0]


def test_who_did_not_say_is_apart_and_in_no_percentage() -> None:
    shown = view(["a"] * 10 + [""] * 6 + ["prefer_not_to_say"] * 4)
    assert shown.not_said == 10
    assert [group.share for group in shown.groups] == [100, 0]
    assert "about 10" in not_said_words(shown)
    assert all("refer not" not in group.label for group in (*shown.groups, *shown.unmapped))


def test_a_response_whose_form_never_came_to_the_question_did_not_say() -> None:
    shown = who_was_heard(Dimension.AGE, [Snapshot(20, {"a": 10}, LABELS)], TWO, other="")
    assert shown.not_said == 10


def test_without_a_benchmark_the_form_s_own_groups_stand_alone() -> None:
    shown = view(["a"] * 10 + ["d"] * 10, None)
    assert [(group.label, group.heard) for group in shown.groups] == [
        ("Group A", 10), ("Group B", 0), ("Group C", 0), ("Another answer", 10),
    ]  # fmt: skip
    assert source_words(None).startswith("No benchmark loaded")


def test_an_age_in_years_falls_into_its_span() -> None:
    ages = benchmark(("young", 1, ("0-15", "under_16")), ("middle", 1, ("16-64",)), ("old", 1, ("65+",)))
    shown = view(["15"] * 10 + ["16"] * 5 + ["64"] * 5 + ["65"] * 5 + ["101"] * 5, ages, {})
    assert [group.heard for group in shown.groups] == [10, 10, 10]


def test_single_ages_are_never_groups_of_their_own() -> None:
    shown = view([str(age) for age in range(20, 40)], None, {})
    assert shown.showing is Showing.TOO_SPREAD or [group.label for group in shown.groups] == ["Another answer"]


def test_two_forms_are_added_up_each_by_whole_tens() -> None:
    answers = [snapshot(["a"] * 19), snapshot(["b"] * 25), snapshot(["c"] * 9)]
    shown = who_was_heard(Dimension.AGE, answers, TWO, other="")
    assert shown.base == 30
    assert [group.heard for group in shown.groups] == [10, 20]


def test_a_made_up_benchmark_says_that_it_is_one() -> None:
    assert source_words(TWO).startswith("Made-up benchmark.")
    assert "2026-01-02" in source_words(TWO)
    assert not source_words(benchmark(("a", 1, ("a",)), made_up=False)).startswith("Made-up benchmark")


def test_a_few_who_said_are_too_few_though_the_base_is_large_enough() -> None:
    shown = view(["a"] * 7 + [""] * 13)
    assert (shown.showing, shown.base, shown.groups) == (Showing.TOO_SPREAD, 20, ())
    assert "Too few answers" in base_words(shown)
