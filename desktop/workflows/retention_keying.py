"""What was keyed a second time, asked and sent away, when its programme's time has come.

Keyings, decisions and queries go with the response that they are of. What has none here goes with them: second
keyings made for another laptop, queries about sheets that became no response, and piles with their keys. Plans and
practice name no respondent and stay.
"""

from __future__ import annotations

from desktop.store.unit import UnitOfWork
from desktop.workflows.keying_records import KeyingThing, identity_of


def unwritten_with_keyings(unit: UnitOfWork, programme_id: str) -> tuple[str, ...]:
    """Return the batches that hold something of a programme's keyings and never left: they will have a hole.

    Asked before anything is deleted.
    """
    going: tuple[KeyingThing, ...] = (
        *unit.keyings.list(programme_id=programme_id),
        *unit.decisions.list(programme_id=programme_id),
        *unit.queries.list(programme_id=programme_id),
    )
    batches = unit.batches.holding(identity_of(each) for each in going)
    return tuple(each for each in batches if not unit.batches.deliveries(each))


def keyed_beside(unit: UnitOfWork, programme_id: str) -> int:
    """Return how many second keyings, queries and piles there are that go by no response of this store."""
    responses = set(unit.responses.ids(programme_id=programme_id))
    keyings = unit.keyings.list(programme_id=programme_id)
    apart = sum(1 for each in keyings if each.response_id not in responses)
    piles = sum(1 for each in unit.second_piles.list() if each.programme_id == programme_id)
    return apart + len(unit.queries.list(programme_id=programme_id)) + piles


def delete_keyed(unit: UnitOfWork, programme_id: str) -> tuple[tuple[str, int], ...]:
    """Delete what is left of a programme's keyings when its responses are emptied; return what and how many."""
    told = (
        ("second keyings", unit.keyings.erase_programme(programme_id)),
        ("queries", unit.queries.erase_programme(programme_id)),
        ("piles", unit.second_piles.erase_programme(programme_id)),
    )
    return tuple((what, many) for what, many in told if many)
