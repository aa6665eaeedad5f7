"""Where entries of the update list wait: in slots that were there before anybody joined, on both engines."""

from __future__ import annotations

from datetime import date

from sqlalchemy import insert, select

from desktop.store.tables import CONTACT, CONTACT_SLOT


def test_entries_that_wait_lie_in_slots_of_one_length(store) -> None:
    """Adding takes no row more; releasing, waiting again and erasing leave nothing in a slot."""

    def slots(unit) -> list[bytes]:
        return [bytes(row.held) for row in unit._connection.execute(select(CONTACT_SLOT)).all()]

    with store.unit() as unit:
        assert unit.contacts.make_room()
        assert not unit.contacts.make_room()
        rows = len(slots(unit))
        for number in range(12):
            unit.contacts.add(f"c{number:02}", "programme", date(2022, 1, 12), bytes([number]) * 1_200)
        unit.contacts.add("c03", "programme", date(2022, 1, 12), b"another with an id that is there")
        unit.contacts.leave_the_same_trace()
        assert {len(each) for each in slots(unit)} == {1984}
        assert len(slots(unit)) == rows
        assert unit.contacts.held() == {"programme": 12}
        assert unit.contacts.get("c03").sealed == bytes([3]) * 1_200
        unit.contacts.mark_released("batch", ["c05", "c01"])
        assert [each.contact_id for each in unit.contacts.list(batch_id="batch")] == ["c01", "c05"]
        assert unit.contacts.held() == {"programme": 10}
        unit.contacts.mark_released("", ["c05"])
        assert unit.contacts.held() == {"programme": 11}
        assert unit.contacts.erase(["c05", "c01", "never there"]) == 2
        assert unit.contacts.erase_programme("programme") == 10
        assert not any(each[0] for each in slots(unit))
        assert not any(bytes([number]) * 100 in each for each in slots(unit) for number in range(1, 12))
        assert len(slots(unit)) == rows
        unit.commit()


def test_more_join_than_there_is_room_for(store) -> None:
    with store.unit() as unit:
        for number in range(200):
            unit.contacts.add(f"c{number:03}", "programme", date(2022, 1, 12), b"sealed")
        assert unit.contacts.held() == {"programme": 200}
        unit.commit()


def test_entries_of_an_older_version_go_into_slots(store) -> None:
    row = {"contact_id": "old", "programme_id": "p", "day": "2022-01-12", "sealed": b"sealed", "batch_id": ""}
    with store.unit() as unit:
        unit._connection.execute(insert(CONTACT), row)
        assert unit.contacts.take_unsent()[0].contact_id == "old"
        assert unit.contacts.make_room()
        assert not unit._connection.execute(select(CONTACT)).all()
        assert [each.contact_id for each in unit.contacts.take_unsent()] == ["old"]
        unit.commit()
