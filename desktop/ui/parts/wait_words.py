"""How long no PIN is looked at, in words."""

from __future__ import annotations

from desktop.foundation.translation import ntr


def wait_words(seconds: int) -> str:
    """Return what is said while there are ``seconds`` to wait; empty when there are none."""
    if not seconds:
        return ""
    return ntr(
        "The PIN was wrong several times. It can be tried again in {count} second.",
        "The PIN was wrong several times. It can be tried again in {count} seconds.",
        seconds,
    )
