"""The fixtures of :mod:`tests.workplaces`."""

from tests.workplaces import clock, empty_place, event_id, made_once, officer, pack, place

__all__ = ["clock", "empty_place", "event_id", "made_once", "officer", "pack", "place"]
