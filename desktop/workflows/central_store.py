"""The central store as the coordinator's laptop reaches it: where it is, and which keys open it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.keys.coordinator import CoordinatorKeys, CoordinatorPublicKeys
from desktop.staff.people import Actor, Role
from desktop.store.opening import Store, has_store, open_store
from desktop.store.target import StoreTarget
from desktop.workflows.workplace import Workplace

KEYS_SECRET = "coordinator keys"  # names of what is kept in the encrypted store, not secrets themselves
STORE_SECRET = "central store key"
KNOWN = "central stores"


@dataclass(frozen=True, slots=True)
class Centre:
    """An open central store.

    Attributes:
        store: the store.
        keys: the coordinator's, with which batches are opened and receipts signed.
    """

    store: Store = field(repr=False)
    keys: CoordinatorKeys = field(repr=False)


def known_centres(place: Workplace) -> tuple[str, ...]:
    """Return the ids of the central stores whose keys this workplace holds."""
    with place.reading() as unit:
        return tuple((unit.meta.get(KNOWN) or "").split())


def held_keys(place: Workplace) -> tuple[CoordinatorPublicKeys, ...]:
    """Return the public halves of the coordinator's keys that this workplace holds, oldest first."""
    with place.reading() as unit:
        raws = [unit.secrets.get(f"{KEYS_SECRET} {each}") for each in (unit.meta.get(KNOWN) or "").split()]
    return tuple(CoordinatorKeys.from_bytes(raw).public for raw in raws if raw is not None)


def require_coordinator(place: Workplace, actor: Actor) -> None:
    """Refuse anybody but a coordinator.

    A command that names nobody is let through where this data folder holds a coordinator's keys: whoever can
    unlock it is their holder. A name on the list with another role is refused everywhere.

    Raises:
        Refusal: the actor is no coordinator.
    """
    if actor.role is Role.COORDINATOR:
        return
    if not actor.signed_in and not actor.name and known_centres(place):
        return
    raise Refusal(
        place=actor.name or tr("This command"),
        fault=tr("This needs a coordinator."),
        remedy=tr("Sign in as a coordinator; in a command, name one after --as."),
    )


def target_of(store_url: str) -> StoreTarget:
    """Return what ``store_url`` names: a file, ``sqlite:///file``, or ``postgresql://...``."""
    return StoreTarget.parse(store_url, central=True)


def exists(target: StoreTarget) -> bool:
    """Tell whether there is a central store: a file, or a database in which one was made. Makes nothing there."""
    if target.is_file or not has_store(target):
        return has_store(target)
    store = open_store(target, key=None)
    try:
        with store.reading() as unit:
            return unit.meta.get("central_id") is not None
    finally:
        store.close()


@contextmanager
def open_centre(place: Workplace, store_url: str) -> Iterator[Centre]:
    """Open a central store with the keys that this workplace holds.

    Raises:
        Refusal: none of its keys opens it, or there is no central store there.
        WorldError: the file or the server can't be reached.
    """
    target = target_of(store_url)
    with place.reading() as unit:
        centres = (unit.meta.get(KNOWN) or "").split()
        secrets = {
            central_id: (
                unit.secrets.get(f"{STORE_SECRET} {central_id}"),
                unit.secrets.get(f"{KEYS_SECRET} {central_id}"),
            )
            for central_id in centres
        }
    if not exists(target):
        raise Refusal(
            place=store_url,
            fault=tr("There is no central store here."),
            remedy=tr("Make the central store first, or check where it is."),
        )
    store, central_id = _opened(target, {each: pair[0] for each, pair in secrets.items()}, store_url)
    try:
        raw = secrets[central_id][1]
        if raw is None:
            raise _no_keys(store_url)
        yield Centre(store, CoordinatorKeys.from_bytes(raw))
    finally:
        store.close()


def _opened(target: StoreTarget, keys: dict[str, bytes | None], store_url: str) -> tuple[Store, str]:
    from desktop.store.errors import WrongKey

    if target.is_file:
        for central_id, key in keys.items():
            if key is None:
                continue
            try:
                return open_store(target, key=key, must_exist=True), central_id
            except WrongKey:
                continue
        raise _no_keys(store_url)
    store = open_store(target, key=None)
    with store.unit() as unit:
        central_id = unit.meta.get("central_id") or ""
    if central_id not in keys:
        store.close()
        raise _no_keys(store_url)
    return store, central_id


def _no_keys(store_url: str) -> Refusal:
    return Refusal(
        place=store_url,
        fault=tr("This data folder holds no key of this central store."),
        remedy=tr("Use the laptop, or the data folder, on which the central store was made."),
    )
