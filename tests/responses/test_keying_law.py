"""The law of keying twice: the errors left are those that coincide and those the adjudicator makes, and no other.

Under stated assumptions (:mod:`tests.responses.keying_law`); it says nothing of how well anybody keys.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import pytest

from desktop.responses.keying_comparison import Comparison, FieldKind
from desktop.responses.sampling import limit, share_for
from tests.responses import keying_law
from tests.responses.keying_law import Found, Law, Stated, sampled, told, told_of_sampling

CARELESS = Stated(slips=10, misread=0.02, adjudicator=0.1)
"""So many errors that each cause is among a few thousand fields."""


def keeps_the_law(found: Found) -> bool:
    alike = found.misread | found.coincided
    assert not found.misread & found.coincided
    assert not alike & found.adjudged
    return found.left == alike | found.adjudged


def test_the_errors_left_are_those_that_coincide_and_those_the_adjudicator_makes() -> None:
    found = Law(CARELESS).key_pile(4_000)
    assert keeps_the_law(found)
    assert min(len(found.misread), len(found.coincided), len(found.adjudged)) > 0
    assert set(found.by_kind) == set(FieldKind)
    assert len(found.first_wrong) > 3 * len(found.left)
    assert found.refused > 0


@pytest.mark.parametrize(
    ("stated", "left"),
    [
        (replace(CARELESS, misread=0, adjudicator=0), {"coincided"}),
        (replace(CARELESS, slips=0, adjudicator=0), {"misread"}),
        (replace(CARELESS, misread=0, adjudicator=1), {"coincided", "adjudged"}),
        (Stated(slips=0, misread=0, adjudicator=1), set()),
    ],
)
def test_without_a_cause_nothing_is_left_by_it(stated: Stated, left: set[str]) -> None:
    found = Law(stated).key_pile(2_400)
    assert keeps_the_law(found)
    causes = {"misread": found.misread, "coincided": found.coincided, "adjudged": found.adjudged}
    assert {name for name, those in causes.items() if those} <= left
    if not stated.slips:
        assert (found.differences, found.refused) == (0, 0)


def test_the_law_sees_a_comparison_that_lets_one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    real: Any = keying_law.compare

    def lets_one_pass(*args: Any, **more: Any) -> Comparison:
        found: Comparison = real(*args, **more)
        return replace(found, differences=found.differences[1:])

    monkeypatch.setattr(keying_law, "compare", lets_one_pass)
    assert not keeps_the_law(Law(CARELESS).key_pile(600))


@pytest.mark.soak
def test_two_million_fields(capsys: pytest.CaptureFixture[str]) -> None:
    found = Law(Stated()).key_pile(2_000_000, keyers=8)
    with capsys.disabled():
        sys.stdout.write(f"\n{told(found)}\n{told_of_sampling(found, run=50, aoql=0.01)}\n")
    assert keeps_the_law(found)
    assert found.fields >= 2_000_000
    assert min(len(found.misread), len(found.coincided), len(found.adjudged)) > 0
    run, aoql = 50, 0.01
    assert limit(run=run, share=share_for(run=run, aoql=aoql)) == pytest.approx(aoql)
    rows = sampled(found, run=run, aoql=aoql)
    out = sum(each.out * each.sheets for each in rows) / sum(each.sheets for each in rows)
    assert out <= aoql
    for each in rows:  # a keyer by themselves is a shorter run of chance
        assert each.interval[0] <= aoql * 1.1, told_of_sampling(found, run=run, aoql=aoql)
        assert each.looked_at == pytest.approx(each.promised, abs=0.05), told(found)


def test_the_sampling_rule_has_its_turn_at_the_same_keyings() -> None:
    found = Law(replace(CARELESS, slips=0.2)).key_pile(3_600, keyers=2)
    rows = sampled(found, run=5, aoql=0.05)
    assert [each.sheets for each in rows] == [150, 150]
    assert all(each.looked_at < 1 for each in rows)
    assert told_of_sampling(found, run=5, aoql=0.05).count("keyer-") == 2
    assert told(found).startswith("3600 fields on 300 sheets")
