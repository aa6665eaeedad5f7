"""The fixtures of :mod:`tests.workplaces` and :mod:`tests.workflows.exchange`."""

from __future__ import annotations

import pytest

from desktop.workflows import practice
from tests.workflows.exchange import centre, stick, store_url
from tests.workplaces import clock, empty_place, event_id, made_once, officer, pack, place

__all__ = [
    "centre", "clock", "empty_place", "event_id", "made_once", "officer", "pack", "place", "stick", "store_url",
]  # fmt: skip


@pytest.fixture
def few_responses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fill practice with a few responses only: for tests that look at something else."""
    monkeypatch.setattr(practice, "RESPONSES", 3)
