"""Which sheets are keyed a second time: by lot, by errors found, and while results are not known yet."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.responses.keyings import KeyedSheet, Which
from desktop.responses.sampling import limit, share_for
from desktop.responses.verification import SheetResult, SheetStanding, in_turn, standing, standings
from desktop.responses.verification_plan import QuestionScope, SheetRule
from tests.store.builders import ANN, NOW, keying, plan

NOT_CHOSEN, UNDECIDED, SECOND, DECISION, VERIFIED = SheetStanding
CLEAN, WRONG = SheetResult(decided=True, erred=False), SheetResult(decided=True, erred=True)
OPEN = SheetResult(decided=False, erred=False)
RUN, AOQL = 3, 0.1
RISK = plan(rule=SheetRule.RISK, run=RUN, aoql=AOQL, scopes={})
SHARE = share_for(run=RUN, aoql=AOQL)
IN, OUT = SHARE / 2, (1 + SHARE) / 2
"""Lots: of a sheet that is chosen where a share is, and of one that is not."""


def sheets(lots: Iterable[float], **changes) -> list[KeyedSheet]:
    return [
        keying(f"S{place}", keying_id=f"{place:09}", which=Which.FIRST, lot=lot,
               finished_at=NOW + timedelta(seconds=place), **changes)
        for place, lot in enumerate(lots)
    ]  # fmt: skip


def told(lots: Iterable[float], results: dict[str, SheetResult], by=RISK) -> list[SheetStanding]:
    found = standing({(by.form_id, by.version): by}, sheets(lots), results)
    return [found[f"S{place}"] for place in range(len(found))]


def clean(*places: int) -> dict[str, SheetResult]:
    return {f"S{place}": CLEAN for place in places}


def test_all_none_and_a_sample_by_lot() -> None:
    lots = [0.0, 0.24, 0.25, 0.99]
    assert told(lots, {}, replace(RISK, rule=SheetRule.ALL)) == [SECOND] * 4
    assert told(lots, {}, replace(RISK, rule=SheetRule.NONE)) == [NOT_CHOSEN] * 4
    sample = replace(RISK, rule=SheetRule.SAMPLE, share=0.25)
    assert told(lots, {"S0": CLEAN, "S1": OPEN}, sample) == [VERIFIED, DECISION, NOT_CHOSEN, NOT_CHOSEN]
    assert standing({}, sheets(lots), {}) == {f"S{place}": NOT_CHOSEN for place in range(4)}


def test_by_risk_all_come_first_and_then_a_share() -> None:
    assert told([OUT] * 3, {}) == [SECOND] * 3
    assert told([OUT] * 5, clean(0, 1, 2)) == [VERIFIED] * 3 + [NOT_CHOSEN] * 2
    assert told([OUT, OUT, OUT, IN, OUT], clean(0, 1, 2)) == [VERIFIED] * 3 + [SECOND, UNDECIDED]
    assert told([OUT, OUT, OUT, IN, OUT], clean(0, 1, 2, 3)) == [VERIFIED] * 4 + [NOT_CHOSEN]


def test_an_error_has_all_looked_at_again() -> None:
    results = clean(0, 1, 2) | {"S3": WRONG}
    assert told([OUT, OUT, OUT, IN, OUT, OUT], results) == [VERIFIED] * 4 + [SECOND] * 2
    results = clean(0, 2) | {"S1": WRONG}
    assert told([OUT] * 5, results) == [VERIFIED] * 3 + [SECOND, SECOND]
    # one that nobody had to look at, and somebody did: it counts when it shows an error, and not else
    results = clean(0, 1, 2)
    assert told([OUT] * 5, results | {"S3": WRONG})[4] is SECOND
    assert told([OUT] * 5, results | {"S3": CLEAN})[4] is NOT_CHOSEN


def test_what_hangs_on_an_unknown_result_waits_only_where_its_turn_hangs_on_it() -> None:
    # the third's result is open: the fourth is due if it was an error, free if not
    assert told([OUT] * 4, clean(0, 1)) == [VERIFIED, VERIFIED, SECOND, UNDECIDED]
    assert told([OUT, OUT, OUT, IN], clean(0, 1)) == [VERIFIED, VERIFIED, SECOND, SECOND]
    assert told([OUT] * 4, clean(0, 1) | {"S2": OPEN}) == [VERIFIED, VERIFIED, DECISION, UNDECIDED]
    # an error found so far counts, though something else on the sheet is still to be decided
    assert told([OUT] * 4, clean(0, 1) | {"S2": SheetResult(decided=False, erred=True)})[3] is SECOND


def test_questions_that_always_are_come_on_sheets_that_are_not_chosen_too() -> None:
    always = replace(RISK, rule=SheetRule.NONE, scopes={"b": QuestionScope.ALWAYS, "a": QuestionScope.ALWAYS,
                                                        "c": QuestionScope.NEVER})  # fmt: skip
    found = standings({("survey", 1): always}, sheets([0.5]), {})["S0"]
    assert (found.standing, found.scope) == (SECOND, ("a", "b"))
    by_risk = replace(always, rule=SheetRule.RISK)
    found_all = standings({("survey", 1): by_risk}, sheets([OUT] * 5), clean(0, 1))
    assert [each.standing for each in found_all.values()] == [VERIFIED, VERIFIED, SECOND, UNDECIDED, UNDECIDED]
    assert not any(each.scope for each in found_all.values())
    parts = {"S3": SheetResult(decided=True, erred=False, whole=False)}
    found_all = standings({("survey", 1): by_risk}, sheets([OUT] * 5), clean(0, 1, 2) | parts)
    assert (found_all["S3"].standing, found_all["S4"].scope) == (VERIFIED, ("a", "b"))


def test_some_questions_without_an_error_are_not_a_sheet_without_one() -> None:
    parts = {"S2": SheetResult(decided=True, erred=False, whole=False)}
    assert told([OUT] * 5, clean(0, 1) | parts) == [VERIFIED] * 3 + [SECOND, UNDECIDED]


def test_every_keyer_and_form_goes_by_itself() -> None:
    ann = sheets([OUT] * 4)
    ben = [replace(each, serial=f"B{each.serial}", keyer=replace(ANN, person_id="person-9")) for each in ann]
    other = [replace(each, serial=f"F{each.serial}", form_id="other") for each in ann]
    plans = {(form_id, 1): replace(RISK, form_id=form_id) for form_id in ("survey", "other")}
    found = standing(plans, [*ben, *other, *ann], clean(0, 1, 2))
    assert found["S3"] is NOT_CHOSEN
    assert {found["BS3"], found["FS3"]} == {UNDECIDED}


def test_another_promise_is_earned_anew_and_another_tolerance_is_not() -> None:
    first, second = sheets([OUT] * 3), sheets([OUT] * 5)[3:]
    for changes, stands in (({"aoql": 0.05}, SECOND), ({"share": 0.5}, NOT_CHOSEN)):
        later = [replace(each, plan_version=2, lot=0.999) for each in second]
        plans = {("survey", 1): RISK, ("survey", 2): replace(RISK, version=2, **changes)}
        assert standing(plans, [*first, *later], clean(0, 1, 2))["S3"] is stands


@given(
    st.lists(st.tuples(st.floats(0, 0.999), st.sampled_from([None, CLEAN, WRONG, OPEN])), min_size=1, max_size=30),
    st.integers(0, 30),
)
def test_what_the_last_sheets_alone_decide_is_what_all_of_them_decide(history, left_out) -> None:
    plans = {("survey", 1): RISK}
    row = sheets(lot for lot, _result in history)
    results = {f"S{place}": each for place, (_lot, each) in enumerate(history) if each is not None}
    told_of_all = in_turn(plans, row, results)
    for serial, each in in_turn(plans, row[left_out:], results, from_the_first=False).items():
        assert each.standing in (told_of_all[serial].standing, UNDECIDED)
    last = row[-1].serial
    # an error that lies less than a run back, or its own lot, has a sheet due whatever was before
    near = [results.get(each.serial) for each in row[-RUN:-1]]
    if len(row) > RUN and last not in results and (WRONG in near or row[-1].lot < SHARE):
        assert in_turn(plans, row[-RUN:], results, from_the_first=False)[last].standing is SECOND


@given(st.lists(st.tuples(st.floats(0, 0.999), st.booleans()), max_size=14), st.randoms(use_true_random=False))
def test_what_is_said_before_all_results_are_known_stays_said(history, chance) -> None:
    """Whatever comes later: who was due stays due, who was free stays free, in whatever order results come."""
    lots = [lot for lot, _wrong in history]
    wrong = {f"S{place}": WRONG if each else CLEAN for place, (_lot, each) in enumerate(history)}
    results: dict[str, SheetResult] = {}
    said: dict[str, SheetStanding] = {}
    for _ in range(len(lots) + 1):
        now = standing({("survey", 1): RISK}, sheets(lots), results)
        for serial, stands in said.items():
            if stands is not UNDECIDED:
                assert now[serial] in (stands, VERIFIED)
        said = dict(now)
        due = [serial for serial, each in now.items() if each is SECOND]
        if not due:
            break
        serial = chance.choice(due)
        results[serial] = wrong[serial]
    assert UNDECIDED not in said.values()
    assert said == {f"S{place}": (VERIFIED if due else NOT_CHOSEN) for place, due in enumerate(_plainly(history))}


def _plainly(history) -> list[bool]:
    """Tell for each sheet whether the rule has it looked at, as Dodge words it, every result known at once."""
    clean_in_a_row, of_share, found = 0, False, []
    for lot, wrong in history:
        due = not of_share or lot < SHARE
        found.append(due)
        if due and wrong:
            clean_in_a_row, of_share = 0, False
        elif not of_share:
            clean_in_a_row += 1
            of_share = clean_in_a_row == RUN
    return found


@pytest.mark.parametrize(("p", "many"), [(0.1, 3_000), pytest.param(0.02, 200_000, marks=pytest.mark.soak)])
def test_the_rule_keeps_its_limit(p: float, many: int) -> None:
    run, aoql = 20, 0.02
    by = replace(RISK, run=run, aoql=aoql)
    share, chance = share_for(run=run, aoql=aoql), random.Random(1943)
    keyed = sheets(chance.random() for _ in range(many))
    results = {each.serial: WRONG if chance.random() < p else CLEAN for each in keyed}
    looked_at = list(_by(keyed, results, run, share))
    found = standing({("survey", 1): by}, keyed, {
        each.serial: results[each.serial] for each, due in zip(keyed, looked_at, strict=True) if due
    })  # fmt: skip
    assert [found[each.serial] is VERIFIED for each in keyed] == looked_at
    assert [found[each.serial] is NOT_CHOSEN for each in keyed] == [not due for due in looked_at]
    out = sum(results[each.serial] is WRONG for each, due in zip(keyed, looked_at, strict=True) if not due)
    assert out / many < aoql * 1.25
    assert limit(run=run, share=share) == pytest.approx(aoql)


def _by(keyed, results, run: int, share: float) -> Iterable[bool]:
    clean_in_a_row, of_share = 0, False
    for each in keyed:
        due = not of_share or each.lot < share
        yield due
        if due and results[each.serial] is WRONG:
            clean_in_a_row, of_share = 0, False
        elif not of_share:
            clean_in_a_row += 1
            of_share = clean_in_a_row == run
