"""Figures of keying: keys an hour, errors with their interval, agreement, and what waits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.responses.keying_comparison import FieldKind, as_keyed, compare
from desktop.responses.keying_figures import (
    Of,
    Pair,
    Tally,
    exceptions,
    kappa,
    of_first_keyings,
    summed,
    tallies,
    wilson,
)
from desktop.responses.keyings import FieldEffort, FieldKeyed, Which
from tests.store.builders import ANN, BEN, decision, keying

KINDS = dict.fromkeys(("a", "b", "c", "home/age"), FieldKind.CHOICE)


def pair(*decisions) -> Pair:
    answers = {"a": "1", "b": "2", "c": "3", "home[1]/age": "7"}
    first = keying(which=Which.FIRST, efforts={"a": FieldEffort(3, 2.0), "home[1]/age": FieldEffort(1, 1.0)})
    second = keying(answers={**answers, "b": "5", "c": "6"}, missing={}, efforts={"a": FieldEffort(1, 0.5)})
    found = compare(as_keyed(answers, {}), as_keyed(second.answers, {}), kinds=KINDS, plan=None)
    return Pair(first, second, found, decisions)


def test_an_error_is_whose_value_was_not_adopted_and_one_that_is_not_decided_waits() -> None:
    theirs = pair(decision(path="b", adopted=FieldKeyed("2")))
    neither = pair(decision(path="b", adopted=FieldKeyed("9")))
    found = tallies([], [theirs, neither])
    ann, ben = (Of(who.person_id, who.name, "survey", "b") for who in (ANN, BEN))
    assert (found[ann].fields, found[ann].errors) == (2, 1)
    assert (found[ben].fields, found[ben].errors) == (2, 2)
    total = summed(found, by=lambda of: of.name)["Ann"]
    assert (total.fields, total.errors, total.waiting, total.agreed) == (6, 1, 2, 4)
    assert total.agreement == 0.5
    assert of_first_keyings([theirs, neither]) == total


def test_keys_an_hour_are_of_both_keyings_and_by_question_without_its_block() -> None:
    one = pair()
    found = tallies([one.first, one.second], [])
    assert found[Of("person-1", "Ann", "survey", "home/age")].keystrokes_an_hour == 3600
    by_form = summed(found, by=lambda of: of.form_id)["survey"]
    assert (by_form.keystrokes, by_form.seconds) == (5, 3.5)
    assert by_form.errors_per_1000 is by_form.interval_per_1000 is by_form.agreement is None
    assert Tally(keystrokes=3).keystrokes_an_hour is None


def test_a_value_beside_another_that_is_the_same_is_no_error() -> None:
    blank = pair(decision(path="b", adopted=FieldKeyed("", "blank")), decision(path="c", adopted=FieldKeyed("3 ")))
    found = summed(tallies([], [blank]), by=lambda of: of.person_id)
    assert {who: tally.errors for who, tally in found.items()} == {"person-1": 1, "person-2": 2}


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    # but the first from R. G. Newcombe, Statistics in Medicine 17, 1998, 857-872, table I, method 3
    [
        (0, 100, 0.0, 0.0370),
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_as_published(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_wilsons_interval_holds_the_share(case: tuple[int, int]) -> None:
    hits, of = case
    low, high = wilson(hits, of)
    assert 0 <= low <= hits / of <= high <= 1
    assert low < high


@pytest.mark.parametrize(("hits", "of"), [(0, 0), (-1, 5), (6, 5)])
def test_no_interval_of_no_share(hits: int, of: int) -> None:
    with pytest.raises(ValueError, match="share"):
        wilson(hits, of)


def test_kappa_as_worked_out_by_hand() -> None:
    # 20 and 15 agreed of 50, chance 0.5: (0.7 - 0.5) / (1 - 0.5)
    cells = {("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}
    readings = [(FieldKeyed(a), FieldKeyed(b)) for (a, b), many in cells.items() for _ in range(many)]
    assert kappa(readings) == pytest.approx(0.4)
    assert kappa([(FieldKeyed("y"), FieldKeyed("y")), (FieldKeyed("n"), FieldKeyed("n"))]) == 1
    assert kappa([(FieldKeyed(""), FieldKeyed("", "blank")), (FieldKeyed("n"), FieldKeyed("n"))]) == 1
    assert kappa([]) is None
    assert kappa([(FieldKeyed("y"), FieldKeyed("y"))]) is None


def test_exceptions() -> None:
    assert exceptions([decision(), decision(exception="")]) == 1
