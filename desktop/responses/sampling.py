"""Sampling by which verification falls with a keyer's errors: Dodge's plan for continuous production, CSP-1.

H. F. Dodge, "A sampling inspection plan for continuous production", Annals of Mathematical Statistics 14(3),
1943, 264-279. Every sheet of a keyer is keyed a second time until ``run`` in a row had no error of theirs; then a
share ``f`` of them by lot, until one has an error: then every sheet again. With a share ``p`` of sheets that have
an error, and ``q = 1 - p``, the share of sheets that go out with one is on average (his equation for the AOQ)::

    AOQ(p) = p (1 - f) q^run / (f + (1 - f) q^run)

Its greatest value over ``p`` is the average outgoing quality limit, AOQL. :func:`share_for` gives the least ``f``
that keeps it.

What the limit does not cover: an error that both keyings share, which no comparison shows; one that the
adjudicator makes; and a keyer whose errors come in spells, just while only a share is looked at. For the last,
whatever the errors do, :func:`limit_whatever_comes` bounds the share (G. J. Lieberman, "A note on Dodge's
continuous inspection plan", Annals of Mathematical Statistics 24(3), 1953, 480-484).
"""

from __future__ import annotations

from functools import lru_cache

_STEPS = 200


def inspected(p: float, *, run: int, share: float) -> float:
    """Return the share of sheets that is keyed a second time in the long run (Dodge's F)."""
    clean = (1 - p) ** run
    return share / (share + (1 - share) * clean)


def outgoing(p: float, *, run: int, share: float) -> float:
    """Return the share of sheets that go out with an error of the first keying in the long run (AOQ).

    Args:
        p: share of sheets that the keyer leaves an error on.
        run: sheets without an error in a row after which a share is enough (i).
        share: of the sheets that is looked at from then on (f), more than 0 and at most 1.
    """
    return p * (1 - inspected(p, run=run, share=share))


def limit(*, run: int, share: float) -> float:
    """Return the greatest share of sheets that go out with an error, whatever ``p`` is (AOQL)."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        p = (low + high) / 2
        # where the slope of AOQ(p) is nought: q (f + (1 - f) q^run) = run p f, whose left falls and right rises
        if (1 - p) * (share + (1 - share) * (1 - p) ** run) > run * p * share:
            low = p
        else:
            high = p
    return outgoing(high, run=run, share=share)


def limit_whatever_comes(*, run: int, share: float) -> float:
    """Return the limit for a keyer whose errors come at the worst moments: none while all is looked at."""
    return (1 - share) / (1 + run * share)


@lru_cache(maxsize=256)
def share_for(*, run: int, aoql: float) -> float:
    """Return the least share to look at that keeps the limit ``aoql``.

    Args:
        run: at least 1.
        aoql: more than 0 and less than 1.

    Raises:
        ValueError: one of them is not.
    """
    if run < 1 or not 0 < aoql < 1:
        raise ValueError("a run is at least 1 and a limit between 0 and 1")
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        share = (low + high) / 2
        if share and limit(run=run, share=share) <= aoql:
            high = share
        else:
            low = share
    return high
