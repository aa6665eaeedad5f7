"""Queries at a terminal: listed and answered."""

from __future__ import annotations

import pytest

from desktop.staff.people import Actor
from desktop.workflows.ask_coordinator import park
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.set_up import open_workplace
from tests.commands.conftest import PASSPHRASE
from tests.workflows.paper_days import printed

WORDS = "Made up: is this\na 1 or a 7?"


@pytest.fixture
def laptop(terminal):
    made = terminal("laptop")
    made("programme", "open", "forms/leicestershire-jhws")
    return made


def parked(laptop) -> str:
    """Park a field as the keying screen does: no command keys a sheet field by field."""
    nobody = Actor(person_id="", name="Vera", role=None, signed_in=False)
    place = open_workplace(laptop.folder, clock=laptop.clock, passphrase=PASSPHRASE)
    try:
        with place.reading() as unit:
            event_id = unit.events.list()[0].event_id
        (serial,) = printed(place, event_id, 1)
        keying = Keying.begin(place, actor=nobody, sheet=look_up_serial(place, serial))
        return park(place, actor=nobody, keying=keying, path=next(iter(keying.numbers)), words=WORDS).query_id
    finally:
        place.close()


def test_queries_are_listed_and_answered(laptop) -> None:
    assert laptop("queries", "list", "--json").json() == []
    query_id = parked(laptop)
    (row,) = laptop("queries", "list", "--open", "--json").json()
    assert (row["id"], row["words"], row["state"], row["number"]) == (query_id, WORDS, "open", "1")
    assert "Made up: is this a 1 or a 7?" in laptop("queries", "list").out
    laptop("queries", "answer", query_id, "--words", "Made up: a 7")
    (told,) = laptop("queries", "list", "--json").json()
    assert (told["state"], told["answer"]) == ("answered", "Made up: a 7")
    assert laptop("queries", "list", "--open", "--json").json() == []
    refused = laptop("queries", "answer", "none", "--words", "x", code=1)
    assert "queries list" in refused.err
