"""Who has what of the data: instructions to take back, lost devices, copies out of reach, backups, retention."""

from __future__ import annotations

from desktop.store.tables.base import Row, big_integer, flag, integer, key, number_key, table_of, text


class WithdrawalCodeRow(Row, table=True):
    """Which response a withdrawal code takes back. The code itself is kept nowhere."""

    __tablename__ = "withdrawal_code"
    code_hash: str = key()
    response_id: str = text(index=True)


class InstructionRow(Row, table=True):
    """An instruction to take something back; it waits where what it speaks of has not come yet."""

    __tablename__ = "instruction"
    instruction_id: str = key()
    action: str = text()
    subject: str = text(index=True)
    reason: str = text()
    origin: str = text()
    made_utc: str = text()
    made_offset: int = integer()
    applied_utc: str = text()
    applied_offset: int = integer()
    batch_id: str = text(index=True)


class BatchEndingRow(Row, table=True):
    """A batch that was given up: what is in it counts as in no batch."""

    __tablename__ = "batch_ending"
    batch_id: str = key()
    reason: str = text()
    at_utc: str = text()
    at_offset: int = integer()


class RevokedDeviceRow(Row, table=True):
    """A device of which nothing that it formed from an instant on is believed."""

    __tablename__ = "revoked_device"
    device_id: str = key()
    from_utc: str = text()
    from_offset: int = integer()
    reason: str = text()
    revoked_by: str = text()
    at_utc: str = text()
    at_offset: int = integer()


class DeviceLedgerRow(Row, table=True):
    """What a device said with one batch of what it holds: counts and ids, no answers."""

    __tablename__ = "device_ledger"
    device_id: str = key()
    epoch: int = number_key()
    number: int = number_key()
    formed_utc: str = text()
    formed_offset: int = integer()
    body: str = text()


class OutOfReachRow(Row, table=True):
    """A copy that no instruction reaches, for a person to act on."""

    __tablename__ = "out_of_reach"
    copy_id: str = key()
    instruction_id: str = text(index=True)
    kind: str = text()
    place: str = text()
    made_utc: str = text()
    made_offset: int = integer()
    expires: str = text()
    words: str = text()
    done_by: str = text()
    done_utc: str = text()
    done_offset: int = integer()


class ExportMadeRow(Row, table=True):
    """An export that left, and where it went."""

    __tablename__ = "export_made"
    export_id: str = key()
    programme_id: str = text()
    kind: str = text()
    place: str = text()
    responses: int = integer()
    made_by: str = text()
    made_utc: str = text()
    made_offset: int = integer()


class BackupMadeRow(Row, table=True):
    """A backup of this store, and when it was removed."""

    __tablename__ = "backup_made"
    backup_id: str = key()
    place: str = text()
    size: int = big_integer()
    verified: bool = flag()
    taken_utc: str = text()
    taken_offset: int = integer()
    removed_utc: str = text()
    removed_offset: int = integer()


class PinAttemptRow(Row, table=True):
    """How often a PIN was wrong since it was last right."""

    __tablename__ = "pin_attempt"
    person_id: str = key()
    failures: int = integer()
    last_utc: str = text()
    last_offset: int = integer()


class RetentionDoneRow(Row, table=True):
    """What was let go when its time had come, with the certificate that says so."""

    __tablename__ = "retention_done"
    certificate_id: str = key()
    programme_id: str = text()
    subject: str = text()
    due: str = text()
    done_by: str = text()
    done_utc: str = text()
    done_offset: int = integer()
    counts: str = text()
    body: str = text()


WITHDRAWAL_CODE = table_of(WithdrawalCodeRow)
INSTRUCTION = table_of(InstructionRow)
BATCH_ENDING = table_of(BatchEndingRow)
REVOKED_DEVICE = table_of(RevokedDeviceRow)
DEVICE_LEDGER = table_of(DeviceLedgerRow)
OUT_OF_REACH = table_of(OutOfReachRow)
EXPORT_MADE = table_of(ExportMadeRow)
BACKUP_MADE = table_of(BackupMadeRow)
PIN_ATTEMPT = table_of(PinAttemptRow)
RETENTION_DONE = table_of(RetentionDoneRow)
