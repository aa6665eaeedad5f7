"""The sampling rule: Dodge's formula is what the rule does, counted out exactly and by lot."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from desktop.responses.sampling import inspected, limit, limit_whatever_comes, outgoing, share_for


def stationary_outgoing(p: Fraction, run: int, share: Fraction) -> Fraction:
    """Return the share that goes out with an error, of the Markov chain that the rule is, by exact fractions.

    States 0 to run - 1: all is looked at, so many in a row had no error. State run: only a share is.
    """
    q = 1 - p
    weight = [Fraction(1)]
    for _ in range(run - 1):
        weight.append(weight[-1] * q)
    # into the last state comes what had one more; out of it goes what is chosen and has an error
    weight.append(weight[-1] * q / (share * p))
    into_nought = p * sum(weight[:run]) + share * p * weight[run]
    assert into_nought == weight[0], "the weights stand still"
    return weight[run] / sum(weight) * (1 - share) * p


@pytest.mark.parametrize("run", [1, 2, 5, 50])
@pytest.mark.parametrize("share", [Fraction(1, 10), Fraction(1, 2)])
@pytest.mark.parametrize("p", [Fraction(1, 1000), Fraction(1, 50), Fraction(1, 3)])
def test_dodges_formula_is_what_the_rule_does(run: int, share: Fraction, p: Fraction) -> None:
    exact = stationary_outgoing(p, run, share)
    assert outgoing(float(p), run=run, share=float(share)) == pytest.approx(float(exact), rel=1e-9)


@pytest.mark.parametrize(
    ("run", "aoql"), [(1, 0.1), (10, 0.05), (50, 0.01), (50, 0.001), (100, 0.02), (500, 0.05)]
)
def test_the_share_keeps_the_limit_and_is_the_least_that_does(run: int, aoql: float) -> None:
    share = share_for(run=run, aoql=aoql)
    worst = max(outgoing(p / 5000, run=run, share=share) for p in range(5001))
    assert worst <= aoql * (1 + 1e-9)
    assert limit(run=run, share=share) == pytest.approx(aoql)
    assert worst == pytest.approx(aoql, rel=1e-2)
    assert limit(run=run, share=share * 0.99) > aoql
    assert limit_whatever_comes(run=run, share=share) >= aoql


def test_a_keyer_without_errors_is_looked_at_by_the_share_and_one_of_errors_always() -> None:
    assert inspected(0, run=50, share=0.2) == pytest.approx(0.2)
    assert inspected(1, run=50, share=0.2) == 1
    assert outgoing(0, run=50, share=0.2) == outgoing(1, run=50, share=0.2) == 0


@pytest.mark.parametrize(("run", "aoql"), [(0, 0.1), (5, 0.0), (5, 1.0)])
def test_what_is_no_promise_is_refused(run: int, aoql: float) -> None:
    with pytest.raises(ValueError, match="limit"):
        share_for(run=run, aoql=aoql)


def test_errors_at_the_worst_moments_pass_the_limit_and_not_the_other() -> None:
    """Nothing wrong while all is looked at, everything once a share is: what Lieberman's bound is about."""
    run, share, chance = 10, 0.2, random.Random(1943)
    clean, of_share, out, sheets = 0, False, 0, 0
    while sheets < 40_000 or clean:
        sheets += 1
        if not of_share:
            clean += 1
            of_share = clean == run
        elif chance.random() < share:
            clean, of_share = 0, False
        else:
            out += 1
    assert out / sheets > limit(run=run, share=share)
    assert out / sheets == pytest.approx(limit_whatever_comes(run=run, share=share), rel=0.05)
