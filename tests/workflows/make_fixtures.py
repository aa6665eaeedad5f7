"""Makes the kept backup of version 2: ``python -m tests.workflows.make_fixtures``, once, when it was new.

Everything in it is made up, and its passphrase stands below. A later version adds a folder of its own and leaves
this one as it is. In it lies the kept store of schema version 1, byte for byte, so that restoring migrates too.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from desktop.keys.slot_kinds import passphrase_slot
from desktop.keys.slots import KeySlots, write_slots
from desktop.workflows.backup_folder import COPY_FILE, SLOTS_FILE, BackupRecord, write_record
from tests.store.make_fixtures import FIXTURES as STORES
from tests.store.make_fixtures import KEY

FIXTURES = Path(__file__).parent / "fixtures"
PASSPHRASE = "made-up passphrase of the kept backup"
STORE_ID = "6f1c8a3e-2f0b-4a0e-9d0a-0d6f8d9a1b2c"


def make_backup(path: Path) -> None:
    """Write a backup of the kept store into the new folder ``path``."""
    path.mkdir()
    shutil.copyfile(STORES / "store-v1.db", path / COPY_FILE)
    write_slots(path / SLOTS_FILE, KeySlots(STORE_ID, (passphrase_slot(KEY, STORE_ID, PASSPHRASE),)))
    copy = (path / COPY_FILE).read_bytes()
    write_record(
        path,
        BackupRecord(
            backup_id="0a4f3c52-7a3e-4f7e-8f0c-5b1d9f1e2a3b",
            store_id=STORE_ID,
            device_id="device-1",
            epoch=1,
            taken_at=datetime(2026, 3, 2, 14, 30, tzinfo=UTC),
            schema="0001",
            size=len(copy),
            sha256=hashlib.sha256(copy).hexdigest(),
            keys_sha256=hashlib.sha256((path / SLOTS_FILE).read_bytes()).hexdigest(),
            responses=2,
            drafts=1,
        ),
    )


if __name__ == "__main__":
    target = FIXTURES / "backup-v2"
    if target.exists():
        sys.exit("It is there already; a kept backup is never made anew.")
    FIXTURES.mkdir(exist_ok=True)
    make_backup(target)
