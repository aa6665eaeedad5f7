"""A backup of each version is kept, and every later program restores it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from desktop.keys.errors import WrongPassphrase
from desktop.responses.states import ItemState
from desktop.workflows.back_up import backups_in
from desktop.workflows.balance import balance
from desktop.workflows.integrity import check
from desktop.workflows.restore import restore
from desktop.workflows.set_up import open_workplace
from tests.workflows.make_fixtures import FIXTURES, PASSPHRASE, make_backup


@pytest.mark.parametrize("kept", sorted(FIXTURES.glob("backup-v*")), ids=lambda path: path.name)
def test_a_kept_backup_is_restored(kept: Path, tmp_path: Path, clock) -> None:
    (found,) = backups_in(kept)
    assert (found.whole, found.device_id) == (True, "device-1")
    before = {path.name: path.read_bytes() for path in kept.iterdir()}
    with pytest.raises(WrongPassphrase):
        restore(kept, tmp_path / "data", clock=clock, passphrase="another passphrase")
    restored = restore(kept, tmp_path / "data", clock=clock, passphrase=PASSPHRASE)
    restored.close()
    place = open_workplace(tmp_path / "data", clock=clock, passphrase=PASSPHRASE)
    try:
        assert place.device_id != found.device_id
        with place.reading() as unit:
            stored = unit.responses.by_instance("uuid:kept-1")
            assert unit.drafts.steps("draft-1") == (("answer", "q", "yes"),)
        assert stored is not None
        assert stored.state is ItemState.SYNCED
        assert check(place).ok
        assert balance(place).ledger.balances
    finally:
        place.close()
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == before  # a backup is only read


def test_there_is_one_for_each_version() -> None:
    for version in (1, 2):
        record = json.loads((FIXTURES / f"backup-v{version}" / "backup.json").read_bytes())
        assert record["version"] == version


def test_the_maker_still_works(tmp_path: Path) -> None:
    make_backup(tmp_path / "made")
    assert backups_in(tmp_path / "made")[0].whole
    shutil.rmtree(tmp_path / "made")
