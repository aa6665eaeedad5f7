"""The rule that makes guessing slow: how long to wait after wrong PINs, passphrases and recovery words.

Pure: where the count is kept, and that it outlives a restart, is the caller's part.
"""

from __future__ import annotations

import math
from datetime import datetime

from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr

FREE_FAILURES = 2
"""How many may be wrong without any wait: a finger slips, then Caps Lock is found."""
LONGEST_WAIT = 300
"""Seconds. Longer would lock out the officer at the stall; 300 s leave a guesser under 290 tries a day."""


class TooSoon(Refusal):
    """Too many wrong attempts; the next one is not looked at before some time has passed.

    Attributes:
        seconds: how long there is to wait.
    """

    def __init__(self, *, place: str, seconds: int) -> None:
        super().__init__(
            place=place,
            fault=tr("It was wrong several times, so it can't be tried again at once."),
            remedy=tr("Wait {count} seconds, then try again.", count=seconds),
        )
        self.seconds = seconds


def wait_after(failures: int) -> int:
    """Return the seconds to wait after the ``failures``-th wrong attempt in a row: 0, 0, 0, then 2, 4, 8 … 300.

    ``wait_after(0)`` is for nobody having been wrong yet; the third wrong attempt is the first that costs.
    """
    if failures <= FREE_FAILURES:
        return 0
    return int(min(LONGEST_WAIT, 2 ** min(failures - FREE_FAILURES, 30)))


def still_to_wait(failures: int, last: datetime, now: datetime) -> int:
    """Return the seconds, rounded up, that are left of :func:`wait_after` the last wrong attempt.

    A clock that was set back to before ``last`` wins nothing: the whole wait starts again.
    """
    wait = wait_after(failures)
    gone = (now - last).total_seconds()
    if gone < 0:
        return wait
    return max(0, math.ceil(wait - gone))
