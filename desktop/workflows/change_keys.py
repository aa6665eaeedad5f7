"""Changing what opens a store: another passphrase, another recovery sheet, and another store key under both.

A copy of the folder that was made before, such as a backup, has its old key file in it, and opens as it did then.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.foundation.durable_files import file_fault
from desktop.foundation.errors import Refusal, WorldError
from desktop.foundation.one_at_a_time import alone
from desktop.foundation.translation import tr
from desktop.keys.attempts import Attempts
from desktop.keys.errors import NoSuchSlot, WrongPassphrase, WrongWords
from desktop.keys.key_change import promote, write_next
from desktop.keys.keyring_port import KeyringPort
from desktop.keys.recovery import RecoveryWords, SheetKind
from desktop.keys.slot_changes import new_slots, replace_slots
from desktop.keys.slot_kinds import Recovery, SlotKind, account_of, forget
from desktop.keys.slots import KeySlots, new_store_key, read_slots, unlock
from desktop.staff.people import Action, Actor
from desktop.store.rekey import opens, rekey_store
from desktop.workflows.opened_store import KEYS_FILE, LOCK_FILE, NEXT_KEYS_FILE, STORE_FILE, log_of_keys, settle
from desktop.workflows.recovery_sheet import RecoverySheet, Unfinished
from desktop.workflows.set_up import ATTEMPTS_FILE, refuse_unguarded, refuse_weak
from desktop.workflows.workplace import Workplace, require

UnfinishedSheet = Unfinished[None]
"""A new recovery sheet that waits to be confirmed; until then the one before it counts."""
UnfinishedRekeying = Unfinished[Workplace]
"""A rekeying that waits for its new recovery sheet to be confirmed; ``confirm`` gives the same workplace."""


@dataclass(frozen=True, slots=True)
class WaysIn:
    """What opens the store of a workplace, for a page to show.

    Attributes:
        keyring, passphrase: whether there is such a slot.
        sheet_made_on: ISO date on the recovery sheet that counts; empty when there is none.
        store: id of the store, as the sheet has it.
    """

    keyring: bool
    passphrase: bool
    sheet_made_on: str
    store: str


def ways_in(place: Workplace) -> WaysIn:
    """Return what opens the store of this workplace."""
    slots = read_slots(place.folder / KEYS_FILE)
    made = [str(slot.get("made", "")) for slot in slots.of_kind(SlotKind.RECOVERY)]
    return WaysIn(
        keyring=SlotKind.KEYRING in slots.kinds,
        passphrase=SlotKind.PASSPHRASE in slots.kinds,
        sheet_made_on=made[0] if made else "",
        store=slots.store,
    )


def sheet_opens(folder: Path, sheet: RecoverySheet) -> bool:
    """Tell whether a store's recovery sheet opens anything in a data folder; yes where it can't be told."""
    secret = RecoveryWords.parse(sheet.kind, sheet.code).secret
    for name in (KEYS_FILE, NEXT_KEYS_FILE):
        path = folder / name
        try:
            if path.exists():
                unlock(path, recovery=secret)
                return True
        except (WrongWords, NoSuchSlot):
            continue
        except WorldError:
            return True
    return False


def change_passphrase(place: Workplace, *, actor: Actor, old: str | None, new: str) -> None:
    """Give the store another passphrase; where the keyring opened it, the passphrase takes its place.

    Args:
        old: the passphrase of now; not asked for where the keyring opened the store.

    Raises:
        Refusal: practice, a role that may not, or ``new`` is too short.
        TooSoon: ``old`` was wrong several times, and some time has to pass first.
        WrongPassphrase: ``old`` does not open this store.
        WorldError: the key file can't be written; the old passphrase stands.
    """
    slots = _slots(place, actor)
    refuse_weak(new)
    if SlotKind.PASSPHRASE in slots.kinds:
        attempts = Attempts(place.folder / ATTEMPTS_FILE, place.clock)
        attempts.check(tr("The passphrase"))
        try:
            unlock(place.folder / KEYS_FILE, passphrase=old or "")
        except WrongPassphrase:
            attempts.failed()
            raise
        attempts.clear()
    with _logged(place, actor, "passphrase changed", slots.store):
        replace_slots(place.folder / KEYS_FILE, _key(place), passphrase=new, drop=(SlotKind.KEYRING,))


def new_sheet(place: Workplace, *, actor: Actor) -> UnfinishedSheet:
    """Begin a new recovery sheet; the one before it opens the store no more once this one is confirmed.

    Raises:
        Refusal: practice, or a role that may not.
    """
    slots = _slots(place, actor)
    words, made_on = RecoveryWords.new(SheetKind.STORE), place.clock.now().date()

    def finish() -> None:
        with _logged(place, actor, "recovery sheet replaced", slots.store):
            replace_slots(place.folder / KEYS_FILE, _key(place), recovery=Recovery(words.secret, made_on))

    return Unfinished(RecoverySheet.of(words, about=slots.store, made_on=made_on), finish)


def rekey(
    place: Workplace, *, actor: Actor, passphrase: str | None = None, keyring: KeyringPort | None = None
) -> UnfinishedRekeying:
    """Begin to give the store another key and another recovery sheet; done once the sheet is confirmed.

    For when somebody may have got hold of the key: a copy of the key file and of the passphrase, or the sheet.
    Every page is written anew, which takes a second for each 40 MB or so, and nobody else may have the store open.
    A program that is killed in the middle leaves a store that opens by the old ways and by the new ones.

    Args:
        passphrase: for the new key; may be another one than before. The keyring is then left alone.
        keyring: where the new key goes when there is no passphrase.

    Raises:
        Refusal: practice, a role that may not, or there is neither a passphrase nor a keyring.
        StoreLocked (when it is confirmed): another program has the store open; nothing was changed.
    """
    slots = _slots(place, actor)
    refuse_weak(passphrase)
    refuse_unguarded(place.folder, passphrase, keyring)
    ring = keyring if passphrase is None else None
    words, made_on = RecoveryWords.new(SheetKind.STORE), place.clock.now().date()

    def finish() -> Workplace:
        try:
            with alone(place.folder / LOCK_FILE) as had:
                if not had:
                    raise Refusal(
                        place=str(place.folder),
                        fault=tr("Another program is changing the keys of this store."),
                        remedy=tr("Wait until that is done, then try again."),
                    )
                _slots(place, actor)  # once more: this may be a second try
                _rekeyed(place, actor, passphrase, ring, Recovery(words.secret, made_on))
        except OSError as fault:
            raise file_fault(place.folder, fault) from fault
        return place

    return Unfinished(RecoverySheet.of(words, about=slots.store, made_on=made_on), finish)


def _rekeyed(
    place: Workplace, actor: Actor, passphrase: str | None, keyring: KeyringPort | None, recovery: Recovery
) -> None:
    keys, following, file = (place.folder / name for name in (KEYS_FILE, NEXT_KEYS_FILE, STORE_FILE))
    before, old, new = read_slots(keys), _key(place), new_store_key()
    log_of_keys(place, "rekeying begun", about_id=before.store, actor=actor)
    account = f"{before.store}.{secrets.token_hex(8)}"
    try:
        slots = new_slots(
            new, before.store, passphrase=passphrase, keyring=keyring, recovery=recovery, account=account
        )
        write_next(following, store=before.store, slots=slots, old=old, new=new)
        place.store.close()
        _written_anew(file, old, new)
    except BaseException:
        # a fault that leaves it open which key the store has leaves the next key file standing, for the next start
        with contextlib.suppress(WorldError):
            if opens(file, old):
                following.unlink(missing_ok=True)
                if keyring is not None:
                    forget(keyring, account)
        raise
    try:
        promote(following, keys)  # before anybody can make a backup, which takes the key file with it
    finally:
        place.store.reopen(new)
    log_of_keys(place, "store rekeyed", about_id=before.store, actor=actor)
    if keyring is not None:
        for slot in before.of_kind(SlotKind.KEYRING):
            forget(keyring, account_of(slot, before.store))


def _written_anew(file: Path, old: bytes, new: bytes) -> None:
    try:
        rekey_store(file, old, new)
    except WorldError:
        if not opens(file, new):  # the commit may have gone through although the answer was a fault
            raise


@contextlib.contextmanager
def _logged(place: Workplace, actor: Actor, what: str, store: str) -> Iterator[None]:
    """Log what the body does if it does it; it may be repeated when the line can't be saved."""
    with place.unit() as unit:
        unit.changes.add(actor=actor, what=what, about_id=store, at=place.clock.now())
        yield
        unit.commit()


def _slots(place: Workplace, actor: Actor) -> KeySlots:
    require(actor, Action.MANAGE_KEYS)
    if place.practice:
        raise Refusal(
            place=str(place.folder),
            fault=tr("This is a practice store, whose key stands open on purpose."),
            remedy=tr("Do this with a real store."),
        )
    keys, following = place.folder / KEYS_FILE, place.folder / NEXT_KEYS_FILE
    if following.exists():  # the last rekeying could not put its key file in place, as on a full disk
        settle(place.folder / STORE_FILE, keys, following, _key(place))
    return read_slots(keys)


def _key(place: Workplace) -> bytes:
    key = place.store.key
    assert key is not None  # a workplace is a file
    return key
