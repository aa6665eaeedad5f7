"""The fixtures of :mod:`tests.workplaces` and :mod:`tests.workflows.exchange`."""

from tests.workflows.exchange import centre, stick, store_url
from tests.workplaces import clock, empty_place, event_id, made_once, officer, pack, place

__all__ = [
    "centre", "clock", "empty_place", "event_id", "made_once", "officer", "pack", "place", "stick", "store_url",
]  # fmt: skip
