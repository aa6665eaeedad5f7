"""A laptop that is set up as the guide says: programme open, people at it, recovery sheet in the safe, backups."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.workflows.back_up import set_plan
from desktop.workflows.recovery_sheet import RecoverySheet
from desktop.workflows.set_up import begin
from tests.workflows.exchange import centre, stick, store_url
from tests.workplaces import PASSPHRASE, clock, event_id, officer, open_pack, pack

__all__ = ["centre", "clock", "event_id", "officer", "pack", "stick", "store_url"]


@pytest.fixture
def safe() -> list[RecoverySheet]:
    """Give the office's safe: the recovery sheet of the laptop lies in it."""
    return []


@pytest.fixture
def empty_place(tmp_path, clock, safe):
    """Give a laptop set up as at the screen: three words typed from the sheet, then it went into the safe."""
    unfinished = begin(tmp_path / "laptop", clock=clock, passphrase=PASSPHRASE)
    safe.append(unfinished.sheet)
    place = unfinished.confirm({number: unfinished.sheet.words[number - 1] for number in unfinished.questions})
    yield place
    place.close()


@pytest.fixture
def place(empty_place, pack):
    """Give the laptop with its programme open."""
    open_pack(empty_place, pack)
    return empty_place


@pytest.fixture
def office(tmp_path, place, officer) -> Path:
    """Give the office's stick, chosen for the laptop's backups."""
    folder = tmp_path / "office stick"
    folder.mkdir()
    set_plan(place, actor=officer, folder=folder)
    return folder


@pytest.fixture
def closing():
    """Close at the end what a drill opened."""
    opened: list = []
    yield lambda place: opened.append(place) or place
    for each in opened:
        each.close()
