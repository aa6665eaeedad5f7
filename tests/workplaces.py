"""Fixtures: a workplace with the shipped programme open, and people at it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.foundation.assets import packs_path
from desktop.foundation.clock import SetClock
from desktop.packs.pack import Pack
from desktop.staff.people import Actor, Role
from desktop.workflows.check_forms import read_any_pack
from desktop.workflows.manage_staff import add_person, sign_in
from desktop.workflows.open_programme import put_pack
from desktop.workflows.recovery_sheet import RecoverySheet
from desktop.workflows.set_up import create
from desktop.workflows.workplace import Workplace

PASSPHRASE = "made-up passphrase of the tests"
PROGRAMME = "leicestershire-jhws"
PROGRAMME_TITLE = "Leicestershire Joint Health and Wellbeing Strategy 2022 to 2032: have your say on the draft"
FORM = "leicestershire-jhws-survey"


def keep_sheet(sheet: RecoverySheet) -> None:
    """Stand for somebody who put the recovery sheet away."""
    assert sheet.words


@pytest.fixture(scope="session")
def pack() -> Pack:
    """Give the shipped pack, read once: its spreadsheet goes through a child process."""
    return read_any_pack(packs_path() / PROGRAMME)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2022, 1, 12, 10, 30, tzinfo=UTC))


@pytest.fixture
def empty_place(tmp_path: Path, clock: SetClock) -> Iterator[Workplace]:
    """Give a workplace with nothing in it."""
    place = create(tmp_path / "data", clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet)
    yield place
    place.close()


@pytest.fixture
def place(empty_place: Workplace, pack: Pack) -> Workplace:
    """Give a workplace with the programme open."""
    nobody = Actor(person_id="", name="", role=None, signed_in=False)
    with empty_place.unit() as unit:
        put_pack(empty_place, unit, actor=nobody, pack=pack)
        unit.commit()
    return empty_place


def signed_in(place: Workplace, name: str, role: Role) -> Actor:
    """Return somebody who signed in at the screen."""
    nobody = Actor(person_id="", name="", role=None, signed_in=False)
    person = add_person(place, actor=nobody, name=name, role=role)
    return sign_in(place, person_id=person.person_id)


@pytest.fixture
def officer(place: Workplace) -> Actor:
    return signed_in(place, "Olu", Role.OFFICER)


@pytest.fixture
def event_id(place: Workplace) -> str:
    """Give the id of the first planned event."""
    with place.reading() as unit:
        return unit.events.list()[0].event_id
