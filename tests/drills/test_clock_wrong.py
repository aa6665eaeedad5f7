"""Drill 6: the clock stands a year ahead. Nothing is lost or deleted; what it stamped is sent, and is late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.engagement.programme import Window
from desktop.engagement.retention import Retention, RetentionRule
from desktop.foundation.slow_down import TooSoon
from desktop.staff.people import Role
from desktop.workflows.back_up import back_up, due
from desktop.workflows.balance import balance
from desktop.workflows.collect_receipts import collect_receipts
from desktop.workflows.manage_staff import WrongPin, add_person, sign_in
from desktop.workflows.open_programme import put_pack
from desktop.workflows.receive_batches import central_balance
from desktop.workflows.retention import due as to_let_go
from tests.workflows.exchange import everything, respond, send, take_in
from tests.workplaces import PROGRAMME

YEAR = timedelta(days=365)


def test_a_year_ahead_and_back(place, officer, event_id, pack, office, stick, centre, store_url, clock) -> None:
    rules = Retention(responses=RetentionRule(months=6), contacts=RetentionRule(months=3))
    said = replace(pack, programme=replace(pack.programme, version="2022-01-12", retention=rules), sha256="said")
    with place.unit() as unit:
        put_pack(place, unit, actor=officer, pack=said)
        unit.commit()
    vera = add_person(place, actor=officer, name="Vera", role=Role.VOLUNTEER, pin="2580")
    respond(place, officer, event_id, pack, 2, seed=1)
    of_before = []
    clock.move(timedelta(days=-3))
    for _ in range(3):
        of_before.append(Path(back_up(place, actor=officer).place))
        clock.move(timedelta(days=1))

    clock.move(YEAR)  # the battery was flat
    respond(place, officer, event_id, pack, 3, seed=2)
    back_up(place, actor=officer)
    assert all(each.is_dir() for each in of_before)  # as old as they seem, the wrong clock removes none
    assert [each.count for each in to_let_go(place) if each.count] == [5]  # proposed, and nothing more
    for _ in range(3):
        with pytest.raises(WrongPin):
            sign_in(place, person_id=vera.person_id, pin="0000")

    clock.move(-YEAR + timedelta(minutes=20))  # set right
    with pytest.raises(TooSoon):  # setting it back wins nothing
        sign_in(place, person_id=vera.person_id, pin="2580")
    assert to_let_go(place) == ()
    assert due(place)  # though the last backup is dated in the future
    back_up(place, actor=officer)
    respond(place, officer, event_id, pack, 1, seed=3)
    send(place, officer, stick)
    assert [each.accepted for each in take_in(centre, store_url, stick)] == [6]
    collect_receipts(place, actor=officer, source=f"folder:{stick}")

    here = balance(place)
    assert here.ledger.balances
    [counted] = [each for each in here.timeliness if each.programme_id == PROGRAMME]
    assert (counted.by_window[Window.INSIDE], counted.by_window[Window.LATE]) == (3, 3)
    assert central_balance(centre, store_url=store_url).ledger.balances
    assert len(everything(centre, store_url)[0]) == 6
