"""A store of each schema version is kept, and every later program opens it and finds everything in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop.responses.batches import DeliveryStatus
from desktop.responses.ledger import make_ledger
from desktop.responses.states import ItemState
from desktop.store.opening import open_store
from desktop.store.target import StoreTarget
from tests.store.make_fixtures import FIXTURES, KEY, make_store


@pytest.mark.parametrize("kept", sorted(FIXTURES.glob("store-v*.db")), ids=lambda path: path.stem)
def test_a_kept_store_opens(kept: Path, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    shutil.copyfile(kept, path)
    store = open_store(StoreTarget.file(path), key=KEY, must_exist=True)
    try:
        with store.reading() as unit:
            assert unit.drafts.steps("draft-1") == (("answer", "q", "yes"),)
            stored = unit.responses.by_instance("uuid:kept-1")
            assert stored is not None
            assert stored.state is ItemState.SYNCED
            assert stored.revision is not None
            assert dict(stored.revision.answers) == {"q": "yes"}
            deliveries = unit.batches.deliveries("batch-1")
            assert [(each.version, each.status, each.target) for each in deliveries] == [
                (1, DeliveryStatus.WRITTEN, "folder:/made-up")
            ]
            assert len(unit.receipts.by_batch("batch-1")) == 1
            assert make_ledger(unit.responses.counts_by_state(), unit.ledger_facts()).balances
    finally:
        store.close()


def test_there_is_one_for_version_one() -> None:
    assert (FIXTURES / "store-v1.db").exists()


def test_the_maker_still_works(tmp_path: Path) -> None:
    make_store(tmp_path / "made.db")
    assert (tmp_path / "made.db").stat().st_size > 0
