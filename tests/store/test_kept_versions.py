"""A store of each schema version is kept, and every later program opens it and finds everything in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop.responses.batches import DeliveryStatus
from desktop.responses.ledger import make_ledger
from desktop.responses.states import ItemState
from desktop.staff.audit_chain import verify
from desktop.store.opening import open_store
from desktop.store.schema import HEAD
from desktop.store.target import StoreTarget
from tests.store.builders import NOW
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


def the_custody_of_version_two(path: Path) -> None:
    """Find everything that came with version 2 in a store that was made by it."""
    store = open_store(StoreTarget.file(path), key=KEY, must_exist=True)
    try:
        with store.reading() as unit:
            lines = list(unit.changes.walk())
            assert [line.what for line in lines] == ["batch formed", "response withdrawn", "batch given up"]
            assert verify(lines, unit.changes.anchor()) is None
            gone = unit.responses.get("uuid:gone-1")
            assert gone is not None
            assert (gone.state, gone.revision) == (ItemState.WITHDRAWN, None)
            assert unit.codes.response_of("ab" * 32) == "uuid:gone-1"
            assert [each.instruction_id for each in unit.instructions.list()] == ["instruction-1"]
            assert unit.instructions.applied("instruction-1")
            assert unit.batches.ended() == {"batch-2": "made up"}
            assert [each.device_id for each in unit.devices.revoked()] == ["device-2"]
            assert unit.devices.last_ledger("device-2") is not None
            assert [each.copy_id for each in unit.copies_out.list(open_only=True)] == ["copy-1"]
            assert [each.export_id for each in unit.exports.list()] == ["export-1"]
            assert [each.backup_id for each in unit.backups.list()] == ["backup-1"]
            assert [each.contact_id for each in unit.contacts.list()] == ["contact-1", "contact-2"]
            assert [each.sealed for each in unit.contacts.take_unsent()] == [b"made up, not sealed"]
            assert unit.attempts.get("person-1") == (1, NOW)
            assert [each.certificate_id for each in unit.retention.list()] == ["certificate-1"]
    finally:
        store.close()


@pytest.mark.parametrize("kept", sorted(set(FIXTURES.glob("store-v*.db")) - {FIXTURES / "store-v1.db"}))
def test_a_kept_store_keeps_what_came_with_version_two(kept: Path, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    shutil.copyfile(kept, path)
    the_custody_of_version_two(path)


def test_there_is_one_for_each_version() -> None:
    assert {path.name for path in FIXTURES.glob("store-v*.db")} == {
        f"store-v{number}.db" for number in range(1, int(HEAD) + 1)
    }


def test_the_maker_still_works(tmp_path: Path) -> None:
    make_store(tmp_path / "made.db")
    the_custody_of_version_two(tmp_path / "made.db")
