"""Setting a data folder up, and opening it: the key slots, the encrypted store, and who this device is.

Set-up ends only when its recovery sheet was confirmed. Nothing is written before that: a program that ends in the
middle leaves a new folder behind, and never a store without a way back in.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from desktop.foundation.clock import Clock
from desktop.foundation.durable_files import file_fault, sync_folder
from desktop.foundation.errors import DamagedFile, Defect, Refusal, WorldError
from desktop.foundation.ids import new_id
from desktop.foundation.one_at_a_time import alone
from desktop.foundation.translation import tr
from desktop.keys.attempts import Attempts
from desktop.keys.errors import WrongPassphrase, WrongWords
from desktop.keys.keyring_port import KeyringPort
from desktop.keys.recovery import RecoveryWords, SheetKind
from desktop.keys.slot_changes import replace_slots
from desktop.keys.slot_kinds import Recovery, SlotKind, forget, keyring_slot
from desktop.keys.slots import create_slots, new_store_key, read_slots, unlock
from desktop.workflows.opened_store import KEYS_FILE as KEYS_FILE  # said again, since it is asked for here
from desktop.workflows.opened_store import LOCK_FILE, Unlocked, log_of_keys, opened, unlocked
from desktop.workflows.opened_store import STORE_FILE as STORE_FILE
from desktop.workflows.recovery_sheet import KeepSheet, RecoverySheet, Unfinished
from desktop.workflows.restored_files import finish_restore
from desktop.workflows.workplace import Workplace

UNFINISHED_KEYS_FILE = "keys.unfinished.json"
"""Name of the key file until the store is made. One that stands means that set-up was interrupted."""
ATTEMPTS_FILE = "attempts.json"
PRACTICE_FOLDER = "practice"
PASSPHRASE_VARIABLE = "SOUNDING_BOARD_PASSPHRASE"
SHORTEST_PASSPHRASE = 8


class Found(StrEnum):
    """What stands in a data folder."""

    NEW = "new"
    KEYRING = "keyring"
    PASSPHRASE = "passphrase"
    PRACTICE = "practice"
    DAMAGED = "damaged"


def practice_folder(folder: Path) -> Path:
    """Return where the practice store of a data folder stands: apart, so that it can never be mistaken."""
    return folder / PRACTICE_FOLDER


def look(folder: Path) -> Found:
    """Return what stands in a data folder, opening nothing; a restore that was broken off is ended first."""
    try:
        finish_restore(folder)
    except WorldError:
        return Found.DAMAGED
    keys, store = folder / KEYS_FILE, folder / STORE_FILE
    if not keys.exists():
        interrupted = (folder / UNFINISHED_KEYS_FILE).exists()
        return Found.DAMAGED if store.exists() and not interrupted else Found.NEW
    if not store.exists():
        return Found.DAMAGED
    try:
        slots = read_slots(keys)
    except DamagedFile:
        return Found.DAMAGED
    for kind, found in (
        (SlotKind.OPEN, Found.PRACTICE),
        (SlotKind.KEYRING, Found.KEYRING),
        (SlotKind.PASSPHRASE, Found.PASSPHRASE),
    ):
        if slots.of_kind(kind):
            return found
    return Found.DAMAGED


UnfinishedSetUp = Unfinished[Workplace]
"""A set-up that waits for its recovery sheet to be confirmed; ``confirm`` gives the open workplace."""


def begin(
    folder: Path, *, clock: Clock, passphrase: str | None = None, keyring: KeyringPort | None = None
) -> UnfinishedSetUp:
    """Begin to set ``folder`` up: give its recovery sheet, and make the store once that is confirmed.

    With a passphrase the keyring is left alone. Until it is confirmed nothing is kept anywhere.

    Raises:
        Refusal: something stands there already, the passphrase is too short, or there is neither it nor a keyring.
        KeyringUnavailable: the keyring does not keep what it is given.
        WorldError: the folder can't be written.
    """
    _refuse_unless_new(folder)
    refuse_weak(passphrase)
    refuse_unguarded(folder, passphrase, keyring)
    ring = keyring if passphrase is None else None
    store, words = new_id(), RecoveryWords.new(SheetKind.STORE)
    if ring is not None:  # tried now: not after somebody has copied twelve words
        try:
            keyring_slot(new_store_key(), store, ring, account=f"{store}.trial")
        finally:
            forget(ring, f"{store}.trial")
    _made_folder(folder)
    made_on = clock.now().date()

    def finish() -> Workplace:
        return _made_alone(
            folder,
            clock=clock,
            passphrase=passphrase,
            keyring=ring,
            recovery=Recovery(words.secret, made_on),
            store=store,
        )

    return Unfinished(RecoverySheet.of(words, about=store, made_on=made_on), finish)


def create(
    folder: Path,
    *,
    clock: Clock,
    passphrase: str | None = None,
    keyring: KeyringPort | None = None,
    practice: bool = False,
    keep_sheet: KeepSheet | None = None,
) -> Workplace:
    """Make the key slots and the encrypted store in ``folder`` unattended, and return the open workplace.

    Args:
        keep_sheet: stores the recovery sheet, which counts as its confirmation; practice has none.

    Raises:
        Refusal: as :func:`begin`.
        WorldError: the folder can't be written, or the sheet could not be kept; no store was made.
    """
    if practice:
        _refuse_unless_new(folder)
        _made_folder(folder)
        return _made_alone(folder, clock=clock, passphrase=None, keyring=None, recovery=None, store=new_id())
    if keep_sheet is None:
        raise Defect("a store is never made without its recovery sheet being kept")
    return begin(folder, clock=clock, passphrase=passphrase, keyring=keyring).kept_by(keep_sheet)


def refuse_weak(passphrase: str | None) -> None:
    """Refuse a passphrase that is too short.

    Raises:
        Refusal: it is.
    """
    if passphrase is not None and len(passphrase) < SHORTEST_PASSPHRASE:
        raise Refusal(
            place=tr("The passphrase"),
            fault=tr("It is too short."),
            remedy=tr("Use {count} characters or more; four words that you can remember are good.",
                      count=SHORTEST_PASSPHRASE),
        )  # fmt: skip


def refuse_unguarded(folder: Path, passphrase: str | None, keyring: KeyringPort | None) -> None:
    """Refuse a key that nothing would guard day by day.

    Raises:
        Refusal: there is neither a passphrase nor a keyring.
    """
    if passphrase is None and keyring is None:
        raise Refusal(
            place=str(folder),
            fault=tr("This computer has no keyring, so the store needs a passphrase."),
            remedy=tr("Choose one at the start screen, or set {variable}.", variable=PASSPHRASE_VARIABLE),
        )


def _refuse_unless_new(folder: Path) -> None:
    if look(folder) is not Found.NEW:
        raise _there_already(folder)


def _made_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # its names and times are nobody else's
    except OSError as fault:
        raise file_fault(folder, fault) from fault


def _made_alone(
    folder: Path,
    *,
    clock: Clock,
    passphrase: str | None,
    keyring: KeyringPort | None,
    recovery: Recovery | None,
    store: str,
) -> Workplace:
    """Make it while no other process does; without ``recovery`` it is a practice store."""
    try:
        with alone(folder / LOCK_FILE) as had:
            # looked at once more: another window, or a command, may be making it or have made it meanwhile
            if not had or look(folder) is not Found.NEW:
                raise _there_already(folder)
            return _made(
                folder, clock=clock, passphrase=passphrase, keyring=keyring, recovery=recovery, store=store
            )
    except OSError as fault:
        raise file_fault(folder, fault) from fault


def _made(
    folder: Path,
    *,
    clock: Clock,
    passphrase: str | None,
    keyring: KeyringPort | None,
    recovery: Recovery | None,
    store: str,
) -> Workplace:
    practice = recovery is None
    unfinished = folder / UNFINISHED_KEYS_FILE
    for name in (STORE_FILE, f"{STORE_FILE}-wal", f"{STORE_FILE}-shm", unfinished.name):
        (folder / name).unlink(missing_ok=True)  # of a set-up that was interrupted: nobody ever recorded into it
    key = create_slots(
        unfinished,
        passphrase=passphrase,
        keyring=keyring,
        recovery=recovery,
        practice=practice,
        store=store,
    )
    place = opened(folder, key=key, clock=clock, practice=practice, must_exist=False)
    try:
        if recovery is not None:
            log_of_keys(place, "recovery sheet confirmed", about_id=store)
        # the last step: from here on both files are there, and a store that is missing has been lost
        unfinished.replace(folder / KEYS_FILE)
        sync_folder(folder)
    except BaseException:
        place.close()
        raise
    return place


def _there_already(folder: Path) -> Refusal:
    return Refusal(
        place=str(folder),
        fault=tr("There is a store in this folder already, or one is being made."),
        remedy=tr("Open it, or choose another folder."),
    )


def open_workplace(
    folder: Path, *, clock: Clock, passphrase: str | None = None, keyring: KeyringPort | None = None
) -> Workplace:
    """Open what :func:`create` made.

    Raises:
        TooSoon: the passphrase was wrong several times, and some time has to pass first.
        WrongPassphrase, PassphraseNeeded, KeyringUnavailable: the store can't be unlocked that way.
        DamagedFile: the key slots or the store are damaged.
    """
    found = _found(folder)
    attempts = Attempts(folder / ATTEMPTS_FILE, clock)
    if passphrase is not None and found is Found.PASSPHRASE:
        attempts.check(tr("The passphrase"))
    try:
        way = unlocked(folder, lambda path: unlock(path, passphrase=passphrase, keyring=keyring))
    except WrongPassphrase:
        attempts.failed()
        raise
    place = _opened(folder, way, clock=clock, practice=found is Found.PRACTICE)
    attempts.clear()
    return place


def recover(
    folder: Path,
    *,
    clock: Clock,
    words: str,
    passphrase: str | None = None,
    keyring: KeyringPort | None = None,
) -> Workplace:
    """Open a store with the words of its recovery sheet, and give it a new passphrase or a new key in the keyring.

    What opened it before, and was lost, opens it no more. The sheet goes on to open it.

    Args:
        words: as typed, or the text of the sheet's QR.
        passphrase: the new one; the keyring is then left alone.
        keyring: where the new key goes.

    Raises:
        MistypedWords: the message says which words can't be right.
        WrongWords: they are the words of another store, or of a sheet that was replaced.
        TooSoon: they were wrong several times, and some time has to pass first.
        Refusal: as :func:`begin`; or there is no store, or a practice store, in the folder.
    """
    found = _found(folder)
    if found is Found.PRACTICE:
        raise Refusal(
            place=str(folder),
            fault=tr("This is a practice store, which needs no key."),
            remedy=tr("Open it as it is."),
        )
    refuse_weak(passphrase)
    refuse_unguarded(folder, passphrase, keyring)
    secret = RecoveryWords.parse(SheetKind.STORE, words).secret
    attempts = Attempts(folder / ATTEMPTS_FILE, clock)
    attempts.check(tr("The words of the recovery sheet"))
    try:
        way = unlocked(folder, lambda path: unlock(path, recovery=secret))
    except WrongWords:
        attempts.failed()
        raise
    place = _opened(folder, way, clock=clock, practice=False)
    try:
        log_of_keys(place, "store opened with the recovery sheet", about_id=read_slots(folder / KEYS_FILE).store)
        replace_slots(
            folder / KEYS_FILE,
            way.key,
            passphrase=passphrase,
            keyring=keyring if passphrase is None else None,
            drop=(SlotKind.PASSPHRASE, SlotKind.KEYRING),
        )
    except BaseException:
        place.close()
        raise
    attempts.clear()
    return place


def _found(folder: Path) -> Found:
    """Return what can be opened in a folder.

    Raises:
        Refusal: there is nothing.
        DamagedFile: the key file or the store is not there.
    """
    found = look(folder)
    if found is Found.NEW:
        raise Refusal(
            place=str(folder), fault=tr("There is no store in this folder."), remedy=tr("Set it up first.")
        )
    if found is Found.DAMAGED:
        from desktop.workflows.integrity import remedy

        raise DamagedFile(
            place=str(folder / KEYS_FILE),
            fault=tr("The key file or the store beside it is missing or can't be read."),
            remedy=remedy(folder),
        )
    return found


def _opened(folder: Path, way: Unlocked, *, clock: Clock, practice: bool) -> Workplace:
    place = opened(folder, key=way.key, clock=clock, practice=practice, must_exist=True)
    if way.settled:
        try:
            store = read_slots(folder / KEYS_FILE).store
            log_of_keys(place, way.settled, about_id=store, why="it had been interrupted")
        except BaseException:
            place.close()
            raise
    return place
