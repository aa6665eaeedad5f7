"""Restoring a backup: the laptop goes on from it as a new device, so that the centre can tell the two apart.

A restored store does not know what happened after the backup: batches may have left since, and the laptop that
made them may still be in use. So it gets a new device id, key and chain, and every batch without a receipt is
given up: what was in it goes into the next batch, and the centre, which knows each response by its id and content,
takes none twice.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from desktop.foundation.clock import Clock, to_utc_text
from desktop.foundation.durable_files import file_fault
from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.one_at_a_time import alone
from desktop.foundation.translation import tr
from desktop.jobs.executors import Task
from desktop.keys.attempts import Attempts
from desktop.keys.device import DeviceKey
from desktop.keys.errors import WrongPassphrase, WrongWords
from desktop.keys.keyring_port import KeyringPort
from desktop.keys.recovery import RecoveryWords, SheetKind
from desktop.keys.slot_changes import replace_slots
from desktop.keys.slot_kinds import SlotKind
from desktop.keys.slots import read_slots, unlock
from desktop.responses.custody import BackupMade
from desktop.staff.people import Actor
from desktop.store.backup import sha256_of, verify_copy
from desktop.store.in_use import is_open_elsewhere
from desktop.workflows.back_up import altered, note_folder, planned_folder
from desktop.workflows.backup_folder import BACKUPS_FOLDER, COPY_FILE, SLOTS_FILE, BackupRecord, check_files
from desktop.workflows.backup_scans import absent_words, fetch, listed
from desktop.workflows.giving_up import give_up
from desktop.workflows.instructions import apply_lists
from desktop.workflows.opened_store import DEVICE_SECRET, KEYS_FILE, LOCK_FILE, NOBODY, STORE_FILE, opened
from desktop.workflows.restored_files import begin_staging, finish_restore, free_name, install
from desktop.workflows.set_up import ATTEMPTS_FILE, refuse_unguarded, refuse_weak
from desktop.workflows.unlocking import Ask, FindKeyring, asked_words, new_guard
from desktop.workflows.workplace import Workplace

RESTORED_FROM = "restored from"
_PORTION = 1 << 20


def restore(
    backup: Path,
    folder: Path,
    *,
    clock: Clock,
    passphrase: str | None = None,
    words: str | None = None,
    keyring: KeyringPort | None = None,
    actor: Actor = NOBODY,
    task: Task | None = None,
) -> Workplace:
    """Put a backup in the place of the store in ``folder`` and return it open, as a new device.

    The backup is opened and read through before anything is touched. A store that stands in the folder is moved
    aside into ``damaged-<instant>`` there, and never deleted; it must not be open. Killed at any moment, the
    folder holds the old store or the new one. The centre has to trust the new device's key.

    Args:
        backup: the folder of one backup; it is only read.
        passphrase: opens the backup; with ``words`` it is the new one.
        words: of the recovery sheet, or the text of its QR; for a new laptop, or when the passphrase is lost.
        keyring: opens the backup on the laptop that made it; with ``words`` and no passphrase the new key goes
            there.

    Raises:
        WrongPassphrase, WrongWords, MistypedWords, PassphraseNeeded, KeyringUnavailable: it can't be unlocked so.
        TooSoon: it was wrong several times, and some time has to pass first.
        DamagedFile: the backup is not whole.
        Refusal: the passphrase is too short, or another window is at the same folder.
        WorldError: a folder is gone or full; nothing was changed.
        Cancelled: ``task`` was stopped; nothing was changed.
    """
    task, now = task or Task(), clock.now()
    record = check_files(backup)
    if words is not None:
        refuse_weak(passphrase)
        refuse_unguarded(folder, passphrase, keyring)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        key = _unlocked(backup, folder, clock, passphrase=passphrase, words=words, keyring=keyring)
        with _held(folder):
            finish_restore(folder, held=True)
            _refuse_open(folder)
            staging = begin_staging(folder)
            try:
                _fetch(backup, staging, record, key, task)
                lacking = fetch(backup, staging, listed(backup), task)
                if words is not None:
                    replace_slots(
                        staging / KEYS_FILE,
                        key,
                        passphrase=passphrase,
                        keyring=keyring if passphrase is None else None,
                        drop=(SlotKind.PASSPHRASE, SlotKind.KEYRING),
                        # the store that the backup is of may be in use here, and stays where this one fails
                        forget_old=False,
                    )
                _become_new(
                    staging, folder, key, record, backup, clock=clock, now=now, actor=actor, lacking=lacking
                )
            except BaseException:
                shutil.rmtree(staging, ignore_errors=True)
                raise
            install(folder, at=now)
            _note_plan(folder, backup)
            return opened(folder, key=key, clock=clock, practice=False, must_exist=True)
    except OSError as fault:
        raise file_fault(folder, fault) from fault


def restore_for_work(
    backup: Path,
    folder: Path,
    *,
    clock: Clock,
    keyring: FindKeyring,
    passphrase: str | None,
    ask: Ask,
    words: str | None = None,
    by_words: bool = False,
) -> Workplace:
    """Do the same without a screen: what opens the backup is given, or asked for at the terminal.

    Args:
        passphrase: from the environment.
        words: of the recovery sheet; asked for when there are none and ``by_words`` says so.

    Raises:
        WorldError: as :func:`restore`; or nobody is there to be asked.
    """
    if words is not None or by_words:
        said = words if words is not None else asked_words(ask)
        guard, ring = new_guard(folder, keyring=keyring, passphrase=passphrase, ask=ask)
        return restore(backup, folder, clock=clock, words=said, passphrase=guard, keyring=ring)
    check_files(backup)
    kinds = read_slots(backup / SLOTS_FILE).kinds
    ring = keyring() if SlotKind.KEYRING in kinds and passphrase is None else None
    if passphrase is None and ring is None and SlotKind.PASSPHRASE in kinds and ask is not None:
        passphrase = ask(tr("Passphrase of the backup:"))
    return restore(backup, folder, clock=clock, passphrase=passphrase, keyring=ring)


def _unlocked(
    backup: Path,
    folder: Path,
    clock: Clock,
    *,
    passphrase: str | None,
    words: str | None,
    keyring: KeyringPort | None,
) -> bytes:
    attempts = Attempts(folder / ATTEMPTS_FILE, clock)
    slots = backup / SLOTS_FILE
    try:
        if words is not None:
            secret = RecoveryWords.parse(SheetKind.STORE, words).secret
            attempts.check(tr("The words of the recovery sheet"))
            key = unlock(slots, recovery=secret)
        else:
            if passphrase is not None:
                attempts.check(tr("The passphrase"))
            key = unlock(slots, passphrase=passphrase, keyring=keyring)
    except (WrongPassphrase, WrongWords):
        attempts.failed()
        raise
    attempts.clear()
    return key


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    with alone(folder / LOCK_FILE) as had:
        if not had:
            raise Refusal(
                place=str(folder),
                fault=tr("Another window is setting this folder up, or restoring into it."),
                remedy=tr("Wait until that is done, then try again."),
            )
        yield


def _refuse_open(folder: Path) -> None:
    """Refuse while another window works on the store: it would go on saving into what was moved aside."""
    store = folder / STORE_FILE
    if store.exists() and is_open_elsewhere(store):
        raise Refusal(
            place=str(store),
            fault=tr("Another window or program has this store open."),
            remedy=tr("Close it, then restore the backup."),
        )


def _fetch(backup: Path, staging: Path, record: BackupRecord, key: bytes, task: Task) -> None:
    """Copy a backup into the data folder, and open the copy there: what is installed is what was verified."""
    shutil.copyfile(backup / SLOTS_FILE, staging / KEYS_FILE)
    words, done = tr("Copying the backup"), 0
    with (backup / COPY_FILE).open("rb") as source, (staging / STORE_FILE).open("xb") as target:
        while portion := source.read(_PORTION):
            task.check()
            target.write(portion)
            done += len(portion)
            task.progress(done, record.size, words)
        target.flush()
        os.fsync(target.fileno())
    task.check()
    task.progress(done, record.size, tr("Opening the backup to see that it is good"))
    if sha256_of(staging / STORE_FILE) != record.sha256:
        raise altered(backup)
    verify_copy(staging / STORE_FILE, key=key)


def _become_new(
    staging: Path,
    folder: Path,
    key: bytes,
    record: BackupRecord,
    backup: Path,
    *,
    clock: Clock,
    now: datetime,
    actor: Actor,
    lacking: int,
) -> None:
    """Make the copy a new device that knows what it does not know, before it takes the place of anything."""
    device = DeviceKey.generate(new_id())
    place = opened(staging, key=key, clock=clock, practice=False, must_exist=True)  # migrates an older one
    try:
        with place.unit() as unit:
            unit.meta.set("device_id", device.device_id)
            unit.meta.set("epoch", "1")
            unit.secrets.put(DEVICE_SECRET, device.private_bytes)
            said = {
                "backup_id": record.backup_id,
                "device_id": record.device_id,
                "epoch": record.epoch,
                "taken": to_utc_text(record.taken_at),
            }
            unit.meta.set(RESTORED_FROM, json.dumps(said))
            reason = tr("the laptop was restored from the backup of {day}", day=record.taken_at.date().isoformat())
            if lacking:
                reason = tr("{reason}; {lacking}", reason=reason, lacking=absent_words(lacking))
            give_up(unit, [each.batch_id for each in unit.batches.list()], actor=actor, reason=reason, at=now)
            known = {each.backup_id for each in unit.backups.list()}
            if record.backup_id not in known:  # it was taken before it could know of itself
                unit.backups.add(
                    BackupMade(record.backup_id, str(backup.absolute()), record.size, True, record.taken_at)
                )
            if (folder / STORE_FILE).exists():  # what is moved aside is a copy too, and no rule removes it
                size = (folder / STORE_FILE).stat().st_size
                unit.backups.add(BackupMade(new_id(), str(free_name(folder, now)), size, False, now))
            unit.changes.add(actor=actor, what="backup restored", about_id=record.backup_id, at=now, why=reason)
            unit.commit()
        # beside the backups lies what was taken back since; it is taken back again before anybody sees it
        apply_lists(place, backup.absolute().parent, actor=actor)
    finally:
        place.close()


def _note_plan(folder: Path, backup: Path) -> None:
    """Keep on a new laptop where its backups are, as far as that can be told by where this one lies."""
    chosen = backup.absolute().parent.parent
    if planned_folder(folder) is None and chosen.name == BACKUPS_FOLDER:
        note_folder(folder, chosen.parent)
