"""Requests lie in slots and leave nothing; concerns are kept until a person deletes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.store.errors import StoreDefect
from desktop.store.opening import open_store
from desktop.store.tables import FOLLOW_UP_SLOT
from desktop.store.target import StoreTarget
from tests.conftest import STORE_KEY
from tests.store.builders import NOW, concern, follow_up
from tests.store.raw_pages import find


def test_a_request_is_overwritten_where_it_lies(store) -> None:
    """Asking, changing and removing take no row more, and each row is as long as before."""

    def slots(unit) -> dict[int, bytes]:
        return {row.number: bytes(row.held) for row in unit._connection.execute(select(FOLLOW_UP_SLOT)).all()}

    with store.unit() as unit:
        assert unit.follow_ups.make_room()
        assert not unit.follow_ups.make_room()
        before = slots(unit)
        asked = [follow_up(due=date(2026, 3, 20 - each)) for each in range(12)]
        for each in asked:
            unit.follow_ups.put(each)
        held = {number for number, content in slots(unit).items() if content[0]}
        done = replace(asked[3], done_on=date(2026, 3, 5), outcome="rang back")
        unit.follow_ups.put(done)
        assert {number for number, content in slots(unit).items() if content[0]} == held
        assert unit.follow_ups.get(done.request_id) == done
        standing = sorted([*asked[:3], done, *asked[4:]], key=lambda each: each.due)
        assert unit.follow_ups.list("made-up") == tuple(standing)
        assert unit.follow_ups.list(open_only=True) == tuple(each for each in standing if each is not done)
        assert unit.follow_ups.list("other") == ()
        assert {len(content) for content in slots(unit).values()} == {3900}
        assert set(slots(unit)) == set(before)
        assert unit.follow_ups.remove(done.request_id)
        assert not unit.follow_ups.remove(done.request_id)
        assert unit.follow_ups.erase_programme("made-up") == 11
        assert slots(unit) == before
        unit.follow_ups.leave_the_same_trace()
        assert unit.follow_ups.list() == ()


def test_a_request_that_fits_no_slot_is_refused(store) -> None:
    with store.unit() as unit, pytest.raises(StoreDefect):
        unit.follow_ups.put(follow_up(what="x" * 3000))


def test_more_requests_than_there_was_room_for(store) -> None:
    with store.unit() as unit:
        for number in range(70):
            unit.follow_ups.put(follow_up(f"request-{number}"))
        assert len(unit.follow_ups.list()) == 70


def test_nothing_of_a_request_or_a_concern_lies_in_the_file_once_it_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_store(StoreTarget.file(path), key=STORE_KEY)
    asked = follow_up(what="ask-for-the-needle", sealed=b"sealed-needle-of-a-telephone" * 20)
    noted = concern(sealed=b"sealed-needle-of-a-concern")
    needles = ["ask-for-the-needle", "sealed-needle-of-a-telephone", "sealed-needle-of-a-concern"]
    with store.unit() as unit:
        unit.follow_ups.put(asked)
        unit.concerns.put(noted)
        unit.commit()
    assert all(find(path, STORE_KEY, [needle]) for needle in needles)
    with store.unit() as unit:
        assert unit.follow_ups.remove(asked.request_id)
        assert unit.concerns.remove(noted.concern_id)
        assert not unit.concerns.remove(noted.concern_id)
        unit.commit()
    assert find(path, STORE_KEY, needles) == []
    store.close()


def test_a_concern_stands_open_until_it_was_referred(store) -> None:
    with store.unit() as unit:
        one, elsewhere = concern(), concern(event_id="event-2", programme_id="other")
        unit.concerns.put(one)
        unit.concerns.put(elsewhere)
        assert unit.concerns.list("event-1", open_only=True) == (one,)
        referred = replace(one, referred_to="Duty team", referred_at=NOW)
        unit.concerns.put(referred)
        assert unit.concerns.get(one.concern_id) == referred
        assert unit.concerns.list("event-1", open_only=True) == ()
        assert unit.concerns.list("event-1") == (referred,)
        assert unit.concerns.list(programme_id="other") == (elsewhere,)
        assert len(unit.concerns.list()) == 2
