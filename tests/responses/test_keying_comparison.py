"""Two readings of a field: what is the same, what a tolerance lets pass, and what has to be decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.responses.keying_comparison import (
    Comparison,
    FieldKind,
    as_keyed,
    compare,
    same_field,
    settled,
    within,
)
from desktop.responses.keyings import FieldKeyed
from desktop.responses.verification_plan import QuestionScope, Tolerance
from tests.store.builders import NOW, decision, plan

BLANK, ILLEGIBLE, MANY = (FieldKeyed("", kind) for kind in ("blank", "illegible", "more than one marked"))
KINDS = {"one": FieldKind.CHOICE, "words": FieldKind.TEXT, "home/age": FieldKind.FIGURE}
EXACT = Tolerance(case=False, spaces=False, punctuation=False)


@pytest.mark.parametrize(
    ("kind", "one", "other", "same"),
    [
        (FieldKind.CHOICE, "yes", "yes", True),
        (FieldKind.CHOICE, "yes", "Yes", False),
        (FieldKind.SEVERAL, "a b c", "c  a b", True),
        (FieldKind.SEVERAL, "a b", "a b c", False),
        (FieldKind.ORDER, "a b c", "a c b", False),
        (FieldKind.ORDER, "a b", "a  b", True),
        (FieldKind.FIGURE, "07", "7", True),
        (FieldKind.FIGURE, "7", "7.0", True),
        (FieldKind.FIGURE, "0.1", "0.10", True),
        (FieldKind.FIGURE, "70", "7", False),
        (FieldKind.FIGURE, "-7", "7", False),
        (FieldKind.FIGURE, "-0", "0", True),
        (FieldKind.FIGURE, "1e2", "100", True),
        (FieldKind.FIGURE, "1e999999999999", "1e999999999999", True),
        (FieldKind.FIGURE, "0.1234567890123456789012345678901", "0.1234567890123456789012345678902", False),
        (FieldKind.FIGURE, "about 7", "7", False),
        (FieldKind.FIGURE, "nan", "nan", True),
        (FieldKind.DATE, "1985-03-27", "1985-03-27", True),
        (FieldKind.DATE, "1985-03-27", "1985-03-28", False),
        (FieldKind.TEXT, "caf\u00e9", "cafe\u0301", True),
        (FieldKind.TEXT, "Cafe", "cafe", False),
    ],
)  # fmt: skip
def test_two_readings(kind: FieldKind, one: str, other: str, same: bool) -> None:
    assert same_field(FieldKeyed(one), FieldKeyed(other), kind) is same
    assert same_field(FieldKeyed(other), FieldKeyed(one), kind) is same


@pytest.mark.parametrize("kind", list(FieldKind))
def test_nothing_keyed_is_blank_and_no_other_way_of_missing(kind: FieldKind) -> None:
    assert same_field(FieldKeyed(), BLANK, kind)
    assert same_field(FieldKeyed("  "), BLANK, kind)
    for one, other in (
        (BLANK, ILLEGIBLE),
        (ILLEGIBLE, MANY),
        (ILLEGIBLE, FieldKeyed("7")),
        (BLANK, FieldKeyed("0")),
    ):
        assert not same_field(one, other, kind)


@pytest.mark.parametrize(
    ("one", "other", "of"),
    [
        ("More buses", "more BUSES", Tolerance(case=True, spaces=False)),
        ("Stra\u00dfe", "STRASSE", Tolerance(case=True, spaces=False)),
        ("more  buses\n", " more buses", Tolerance(case=False, spaces=True)),
        ("more buses!", "more, buses", Tolerance(case=False, spaces=False, punctuation=True)),
        ("Don't  stop.", "dont stop", Tolerance(punctuation=True)),
    ],
)
def test_each_tolerance_lets_its_own_pass_and_needs_it(one: str, other: str, of: Tolerance) -> None:
    assert within(one, other, of)
    assert not within(one, other, EXACT)
    assert not within(one, f"{other}x", of)


@given(st.text(), st.booleans(), st.booleans(), st.booleans())
def test_words_are_within_any_tolerance_of_themselves(words, case, spaces, punctuation) -> None:
    assert within(words, words, Tolerance(case, spaces, punctuation))


@given(st.text(alphabet="aAb.\u00e9 ", max_size=6), st.text(alphabet="aAb.\u00e9 ", max_size=6))
def test_a_wider_tolerance_lets_more_pass_and_never_less(one: str, other: str) -> None:
    if within(one, other, EXACT):
        assert within(one, other, Tolerance(case=False, spaces=True))
    if within(one, other, Tolerance(case=False, spaces=True)):
        assert within(one, other, Tolerance(case=True, spaces=True))


def test_a_sheet_is_compared_field_by_field() -> None:
    first = as_keyed({"one": "a", "words": "More buses", "home[2]/age": "07", "hidden": "x"}, {"more": "blank"})
    second = as_keyed({"one": "b", "words": "more  buses", "home[2]/age": "7"}, {})
    kinds = {**KINDS, "more": FieldKind.TEXT}
    found = compare(first, second, kinds=kinds, plan=plan(tolerance=Tolerance(), tolerances={}))
    assert found == Comparison(
        compared=("one", "words", "home[2]/age", "more"),
        same=("home[2]/age", "more"),
        within_tolerance=("words",),
        left_out=(),
        differences=found.differences,
    )
    assert [(each.path, each.first.value, each.second.value) for each in found.differences] == [("one", "a", "b")]


def test_without_a_plan_no_difference_passes() -> None:
    found = compare(as_keyed({"words": "A"}, {}), as_keyed({"words": "a"}, {}), kinds=KINDS, plan=None)
    assert [each.path for each in found.differences] == ["words"]


def test_what_the_plan_or_the_scope_leaves_out_is_said_and_not_compared() -> None:
    first, second = as_keyed({"one": "a", "words": "A", "home[1]/age": "1"}, {}), as_keyed({}, {})
    never = plan(scopes={"words": QuestionScope.NEVER, "home/age": QuestionScope.NEVER})
    found = compare(first, second, kinds=KINDS, plan=never)
    assert (found.compared, found.left_out) == (("one",), ("words", "home[1]/age"))
    found = compare(first, second, kinds=KINDS, plan=plan(scopes={}), scope=("home/age",))
    assert (found.compared, found.left_out) == (("home[1]/age",), ("one", "words"))


def test_that_nothing_was_written_is_within_no_tolerance_of_that_something_was() -> None:
    loose = plan(tolerance=Tolerance(punctuation=True), tolerances={})
    for other in (FieldKeyed(), ILLEGIBLE):
        found = compare({"words": FieldKeyed("!")}, {"words": other}, kinds=KINDS, plan=loose)
        assert [each.path for each in found.differences] == ["words"]


def test_the_first_keyer_erred_where_another_value_was_adopted() -> None:
    found = compare({"one": FieldKeyed("a")}, {"one": FieldKeyed("b")}, kinds=KINDS, plan=None)
    made = decision(path="one", adopted=FieldKeyed("a"))
    assert settled(found, []) == (False, False)
    assert settled(found, [replace(made, path="words")]) == (False, False)
    assert settled(found, [made]) == (True, False)
    assert settled(found, [replace(made, adopted=FieldKeyed("c"))]) == (True, True)
    later = replace(made, adopted=FieldKeyed("b"), decided_at=NOW + timedelta(days=1))
    assert settled(found, [later, made]) == (True, True)


def _fields():
    field = st.builds(
        FieldKeyed, st.sampled_from(["", "a", "A", "07", "7"]), st.sampled_from(["", "blank", "illegible"])
    )
    return st.dictionaries(st.sampled_from(["one", "words", "home[1]/age", "home[2]/age"]), field)


@given(_fields(), _fields())
def test_who_keyed_first_makes_no_difference_and_every_field_is_in_one_place(first, second) -> None:
    there = compare(first, second, kinds=KINDS, plan=plan(scopes={}))
    back = compare(second, first, kinds=KINDS, plan=plan(scopes={}))
    assert {each.path for each in there.differences} == {each.path for each in back.differences}
    assert set(there.same) == set(back.same)
    parts = [*there.same, *there.within_tolerance, *(each.path for each in there.differences)]
    assert sorted(parts) == sorted(there.compared) == sorted({*first, *second})
    assert compare(first, first, kinds=KINDS, plan=None).differences == ()
