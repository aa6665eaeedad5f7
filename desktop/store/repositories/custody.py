"""Lost devices, copies out of reach, exports, backups, PIN attempts and retention."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update

from desktop.responses.custody import (
    BackupMade,
    CertificateRow,
    DeviceLedger,
    ExportMade,
    OutOfReach,
    RevokedDevice,
)
from desktop.store.repositories.base import Repository, instant, moment, moment_or_none, no_instant
from desktop.store.tables import (
    BACKUP_MADE,
    DEVICE_LEDGER,
    EXPORT_MADE,
    OUT_OF_REACH,
    PIN_ATTEMPT,
    RETENTION_DONE,
    REVOKED_DEVICE,
)


class DeviceRepository(Repository):
    """The centre's devices: which are revoked, and what each said last of what it holds."""

    def revoke(self, device: RevokedDevice) -> None:
        """Keep that a device is revoked; a second decision replaces the first."""
        row = {
            "device_id": device.device_id,
            **instant("from", device.since),
            "reason": device.reason,
            "revoked_by": device.revoked_by,
            **instant("at", device.at),
        }
        self._upsert(REVOKED_DEVICE, row)

    def revoked(self, device_id: str | None = None) -> tuple[RevokedDevice, ...]:
        """Return the revoked devices, or the one with ``device_id`` if it is revoked."""
        statement = select(REVOKED_DEVICE).order_by(REVOKED_DEVICE.c.device_id)
        if device_id is not None:
            statement = statement.where(REVOKED_DEVICE.c.device_id == device_id)
        return tuple(
            RevokedDevice(
                device_id=row.device_id,
                since=moment(row.from_utc, row.from_offset),
                reason=row.reason,
                revoked_by=row.revoked_by,
                at=moment(row.at_utc, row.at_offset),
            )
            for row in self._all(statement)
        )

    def put_ledger(self, ledger: DeviceLedger) -> None:
        """Keep what a device said with one batch; what was said with that batch already stays."""
        row = {
            "device_id": ledger.device_id,
            "epoch": ledger.epoch,
            "number": ledger.number,
            **instant("formed", ledger.formed_at),
            "body": ledger.body,
        }
        self._insert_missing(DEVICE_LEDGER, [row])

    def last_ledger(self, device_id: str) -> DeviceLedger | None:
        """Return what the device said last."""
        statement = select(DEVICE_LEDGER).where(DEVICE_LEDGER.c.device_id == device_id)
        newest = statement.order_by(DEVICE_LEDGER.c.epoch.desc(), DEVICE_LEDGER.c.number.desc())
        row = self._first(newest.limit(1))
        return None if row is None else _ledger(row)

    def ledgers(self, device_id: str) -> tuple[DeviceLedger, ...]:
        """Return all that the device said, oldest first."""
        statement = select(DEVICE_LEDGER).where(DEVICE_LEDGER.c.device_id == device_id)
        ordered = statement.order_by(DEVICE_LEDGER.c.epoch, DEVICE_LEDGER.c.number)
        return tuple(_ledger(row) for row in self._all(ordered))


class CopiesOutRepository(Repository):
    """Copies that no instruction reaches, and who dealt with each."""

    def add_many(self, copies: Iterable[OutOfReach]) -> None:
        """Keep copies for a person to act on."""
        rows = [
            {
                "copy_id": copy.copy_id,
                "instruction_id": copy.instruction_id,
                "kind": copy.kind,
                "place": copy.place,
                **instant("made", copy.made_at),
                "expires": copy.expires,
                "words": copy.words,
                "done_by": copy.done_by,
                **(no_instant("done") if copy.done_at is None else instant("done", copy.done_at)),
            }
            for copy in copies
        ]
        self._insert_missing(OUT_OF_REACH, rows)

    def list(self, open_only: bool = False) -> tuple[OutOfReach, ...]:
        """Return the copies, or those that nobody has dealt with, oldest first."""
        statement = select(OUT_OF_REACH).order_by(OUT_OF_REACH.c.made_utc, OUT_OF_REACH.c.copy_id)
        if open_only:
            statement = statement.where(OUT_OF_REACH.c.done_utc == "")
        return tuple(_copy(row) for row in self._all(statement))

    def mark_done(self, copy_id: str, by: str, at: datetime) -> None:
        """Keep that somebody dealt with a copy."""
        statement = update(OUT_OF_REACH).where(OUT_OF_REACH.c.copy_id == copy_id)
        self._connection.execute(statement.values(done_by=by, **instant("done", at)))


class ExportRepository(Repository):
    """Exports that left."""

    def add(self, export: ExportMade) -> None:
        """Keep that an export was made."""
        row = {
            "export_id": export.export_id,
            "programme_id": export.programme_id,
            "kind": export.kind,
            "place": export.place,
            "responses": export.responses,
            "made_by": export.made_by,
            **instant("made", export.made_at),
        }
        self._insert(EXPORT_MADE, [row])

    def list(self, programme_id: str | None = None) -> tuple[ExportMade, ...]:
        """Return the exports, of one programme or of all, oldest first."""
        statement = select(EXPORT_MADE).order_by(EXPORT_MADE.c.made_utc, EXPORT_MADE.c.export_id)
        if programme_id is not None:
            statement = statement.where(EXPORT_MADE.c.programme_id == programme_id)
        return tuple(
            ExportMade(
                export_id=row.export_id,
                programme_id=row.programme_id,
                kind=row.kind,
                place=row.place,
                responses=row.responses,
                made_by=row.made_by,
                made_at=moment(row.made_utc, row.made_offset),
            )
            for row in self._all(statement)
        )


class BackupRepository(Repository):
    """Backups of this store."""

    def add(self, backup: BackupMade) -> None:
        """Keep that a backup was taken."""
        row = {
            "backup_id": backup.backup_id,
            "place": backup.place,
            "size": backup.size,
            "verified": backup.verified,
            **instant("taken", backup.taken_at),
            **(no_instant("removed") if backup.removed_at is None else instant("removed", backup.removed_at)),
        }
        self._upsert(BACKUP_MADE, row)

    def list(self) -> tuple[BackupMade, ...]:
        """Return the backups, also those that were removed, oldest first."""
        statement = select(BACKUP_MADE).order_by(BACKUP_MADE.c.taken_utc, BACKUP_MADE.c.backup_id)
        return tuple(
            BackupMade(
                backup_id=row.backup_id,
                place=row.place,
                size=row.size,
                verified=row.verified,
                taken_at=moment(row.taken_utc, row.taken_offset),
                removed_at=moment_or_none(row.removed_utc, row.removed_offset),
            )
            for row in self._all(statement)
        )

    def mark_removed(self, backup_id: str, at: datetime) -> None:
        """Keep that a backup was removed."""
        statement = update(BACKUP_MADE).where(BACKUP_MADE.c.backup_id == backup_id)
        self._connection.execute(statement.values(**instant("removed", at)))


class AttemptRepository(Repository):
    """Wrong PINs; the count outlives a restart."""

    def get(self, person_id: str) -> tuple[int, datetime] | None:
        """Return how often the person's PIN was wrong since it was last right, and when last."""
        row = self._first(select(PIN_ATTEMPT).where(PIN_ATTEMPT.c.person_id == person_id))
        return None if row is None else (row.failures, moment(row.last_utc, row.last_offset))

    def failed(self, person_id: str, at: datetime) -> int:
        """Count one more; return how many there are now."""
        known = self.get(person_id)
        failures = 1 if known is None else known[0] + 1
        self._upsert(PIN_ATTEMPT, {"person_id": person_id, "failures": failures, **instant("last", at)})
        return failures

    def put_off(self, person_id: str, at: datetime) -> None:
        """Let the wait begin at ``at`` again, where the clock was set back."""
        statement = update(PIN_ATTEMPT).where(PIN_ATTEMPT.c.person_id == person_id)
        self._connection.execute(statement.values(**instant("last", at)))

    def clear(self, person_id: str) -> None:
        """Forget them: the PIN was right, or is another now."""
        self._connection.execute(delete(PIN_ATTEMPT).where(PIN_ATTEMPT.c.person_id == person_id))


class RetentionRepository(Repository):
    """What was let go when its time had come."""

    def add(self, certificate: CertificateRow) -> None:
        """Keep a certificate."""
        row = {
            "certificate_id": certificate.certificate_id,
            "programme_id": certificate.programme_id,
            "subject": certificate.subject,
            "due": certificate.due,
            "done_by": certificate.done_by,
            **instant("done", certificate.done_at),
            "counts": certificate.counts,
            "body": certificate.body,
        }
        self._insert(RETENTION_DONE, [row])

    def list(self, programme_id: str | None = None) -> tuple[CertificateRow, ...]:
        """Return the certificates, of one programme or of all, oldest first."""
        statement = select(RETENTION_DONE).order_by(RETENTION_DONE.c.done_utc, RETENTION_DONE.c.certificate_id)
        if programme_id is not None:
            statement = statement.where(RETENTION_DONE.c.programme_id == programme_id)
        return tuple(
            CertificateRow(
                certificate_id=row.certificate_id,
                programme_id=row.programme_id,
                subject=row.subject,
                due=row.due,
                done_by=row.done_by,
                done_at=moment(row.done_utc, row.done_offset),
                counts=row.counts,
                body=row.body,
            )
            for row in self._all(statement)
        )


def _ledger(row: Row[Any]) -> DeviceLedger:
    formed = moment(row.formed_utc, row.formed_offset)
    return DeviceLedger(row.device_id, row.epoch, row.number, formed, row.body)


def _copy(row: Row[Any]) -> OutOfReach:
    return OutOfReach(
        copy_id=row.copy_id,
        instruction_id=row.instruction_id,
        kind=row.kind,
        place=row.place,
        made_at=moment(row.made_utc, row.made_offset),
        expires=row.expires,
        words=row.words,
        done_by=row.done_by,
        done_at=moment_or_none(row.done_utc, row.done_offset),
    )
