"""Fixtures: a workplace with the shipped programme open, and people at it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.foundation.assets import packs_path
from desktop.foundation.clock import SetClock
from desktop.keys import slot_kinds
from desktop.packs.pack import Pack
from desktop.staff.people import Actor, Role
from desktop.workflows.check_forms import read_any_pack
from desktop.workflows.manage_staff import add_person, sign_in
from desktop.workflows.open_programme import put_pack
from desktop.workflows.recovery_sheet import RecoverySheet
from desktop.workflows.set_up import create, open_workplace
from desktop.workflows.workplace import Workplace
from tests.conftest import CHEAP

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


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> dict[str, Path]:
    """Give the folders of two workplaces to copy from, "empty" and "with the programme": making takes longer."""
    folders = {}
    clock = SetClock(datetime(2022, 1, 12, 10, 30, tzinfo=UTC))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slot_kinds, "INTERACTIVE", CHEAP)
        for name in ("empty", "with the programme"):
            folders[name] = tmp_path_factory.mktemp("workplaces") / "data"
            made = create(folders[name], clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet)
            if name != "empty":
                open_pack(made, pack)
            made.close()
    return folders


@pytest.fixture
def empty_place(tmp_path: Path, clock: SetClock, made_once: dict[str, Path]) -> Iterator[Workplace]:
    """Give a workplace with nothing in it."""
    yield from _copied(made_once["empty"], tmp_path, clock)


@pytest.fixture
def place(tmp_path: Path, clock: SetClock, made_once: dict[str, Path]) -> Iterator[Workplace]:
    """Give a workplace with the programme open."""
    yield from _copied(made_once["with the programme"], tmp_path, clock)


def open_pack(place: Workplace, pack: Pack) -> None:
    """Open a programme, as a command does."""
    nobody = Actor(person_id="", name="", role=None, signed_in=False)
    with place.unit() as unit:
        put_pack(place, unit, actor=nobody, pack=pack)
        unit.commit()


def _copied(made: Path, tmp_path: Path, clock: SetClock) -> Iterator[Workplace]:
    folder = tmp_path / "data"
    shutil.copytree(made, folder)
    folder.chmod(0o700)
    place = open_workplace(folder, clock=clock, passphrase=PASSPHRASE)
    yield place
    place.close()


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
