"""The coordinator's keys: made with a recovery sheet before the first batch, printed again, and brought back.

All of them are made from one seed of 256 random bits, which is what the sheet's twenty-four words say. The public
key is given out only when the sheet was confirmed: nothing is ever encrypted to keys that one broken laptop would
lose.
"""

from __future__ import annotations

from datetime import date

from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.keys.coordinator import CoordinatorKeys, CoordinatorPublicKeys, central_store_key
from desktop.keys.errors import WrongWords
from desktop.keys.recovery import RecoveryWords, SheetKind
from desktop.staff.people import Action, Actor
from desktop.store.errors import WrongKey
from desktop.store.opening import Store, open_store, refuse_network_share
from desktop.store.target import StoreTarget
from desktop.workflows.central_store import (
    KEYS_SECRET,
    KNOWN,
    STORE_SECRET,
    exists,
    open_centre,
    require_coordinator,
    target_of,
)
from desktop.workflows.recovery_sheet import KeepSheet, RecoverySheet, Unfinished
from desktop.workflows.workplace import Workplace, refuse_practice, require

SEED_SECRET = "coordinator seed"  # names of what is kept in the encrypted store, not secrets themselves
SHEET_MADE = "coordinator sheet made"
UnfinishedCentre = Unfinished[CoordinatorPublicKeys]
"""A central store that waits for its recovery sheet to be confirmed; ``confirm`` gives the public keys."""


def central_key(place: Workplace, *, actor: Actor, store_url: str) -> CoordinatorPublicKeys | None:
    """Return the public keys of a central store of this workplace; ``None`` where there is no central store yet.

    Raises:
        Refusal: practice, a role other than coordinator, or a store that others made.
        WorldError: it can't be reached.
    """
    require(actor, Action.RECEIVE_BATCHES)
    refuse_practice(place)
    if not exists(target_of(store_url)):
        return None
    with open_centre(place, store_url) as centre:
        return centre.keys.public


def begin_central(place: Workplace, *, actor: Actor, store_url: str) -> UnfinishedCentre:
    """Begin a central store: give the recovery sheet of its keys, and make both once that is confirmed.

    Until then nothing is kept. The keys then stay in this workplace's encrypted store.

    Raises:
        Refusal: practice, a role other than coordinator, or a store that is there already (:func:`central_key`
            tells).
        OnNetworkShare: a file on a network share was asked for.
        WorldError: the place can't be reached.
    """
    require(actor, Action.RECEIVE_BATCHES)
    refuse_practice(place)
    target = target_of(store_url)
    refuse_network_share(target)
    _refuse_existing(target)
    words = RecoveryWords.new(SheetKind.COORDINATOR)
    keys = CoordinatorKeys.from_seed(words.secret)
    sheet = RecoverySheet.of(words, about=keys.central_id, made_on=place.clock.now().date())

    def finish() -> CoordinatorPublicKeys:
        _refuse_existing(target)
        _keep(place, actor, words.secret, target, what="central store made", made_on=sheet.made_on)
        _make(target, words.secret).close()
        return keys.public

    return Unfinished(sheet, finish)


def init_central(
    place: Workplace, *, actor: Actor, store_url: str, keep_sheet: KeepSheet
) -> CoordinatorPublicKeys:
    """Make a central store and the coordinator's keys unattended; for a store that is there, give its keys.

    Args:
        keep_sheet: stores the recovery sheet, which counts as its confirmation.

    Raises:
        Refusal, WorldError: as :func:`begin_central`; or the sheet could not be kept, and nothing was made.
    """
    found = central_key(place, actor=actor, store_url=store_url)
    if found is not None:
        return found
    return begin_central(place, actor=actor, store_url=store_url).kept_by(keep_sheet)


def recover_central(
    place: Workplace, *, actor: Actor, store_url: str, words: str, make_anew: bool = False
) -> CoordinatorPublicKeys:
    """Put the coordinator's keys, made again from the words of their sheet, into this workplace.

    Which devices are trusted was kept in the workplace that was lost: trust each of them again.

    Args:
        words: as typed, or the text of the sheet's QR.
        make_anew: whether to make the central store where it is not there, because it was lost too.

    Raises:
        MistypedWords: the message says which words can't be right.
        WrongWords: they are not the words of this central store.
        Refusal: practice, a role other than coordinator, or there is no central store.
        WorldError: it can't be reached.
    """
    require(actor, Action.RECEIVE_BATCHES)
    refuse_practice(place)
    seed = RecoveryWords.parse(SheetKind.COORDINATOR, words).secret
    target = target_of(store_url)
    if exists(target):
        _opened(target, seed, store_url).close()
        _keep(place, actor, seed, target, what="coordinator's keys recovered")
    elif make_anew:
        _keep(place, actor, seed, target, what="coordinator's keys recovered")
        _make(target, seed).close()
    else:
        raise Refusal(
            place=store_url,
            fault=tr("There is no central store here."),
            remedy=tr("Check where it is, or put it back from a copy."),
        )
    return CoordinatorKeys.from_seed(seed).public


def central_sheet(place: Workplace, *, actor: Actor, store_url: str) -> RecoverySheet:
    """Return the recovery sheet of a central store's keys once more; it says the same words as the first.

    Raises:
        Refusal: the actor is no coordinator, or the keys were made before there were recovery sheets.
    """
    require_coordinator(place, actor)
    with open_centre(place, store_url) as centre:
        central_id = centre.keys.central_id
    with place.unit() as unit:
        seed = unit.secrets.get(f"{SEED_SECRET} {central_id}")
        if seed is None:
            raise Refusal(
                place=store_url,
                fault=tr("These keys were made before there were recovery sheets, so no words stand for them."),
                remedy=tr("Back this laptop up, or make a new central store, which gets a sheet."),
            )
        made = unit.meta.get(f"{SHEET_MADE} {central_id}")
        now = place.clock.now()
        unit.changes.add(actor=actor, what="recovery sheet shown again", about_id=central_id, at=now)
        unit.commit()
    words = RecoveryWords(SheetKind.COORDINATOR, seed)
    return RecoverySheet.of(words, about=central_id, made_on=date.fromisoformat(made) if made else now.date())


def _keep(
    place: Workplace, actor: Actor, seed: bytes, target: StoreTarget, *, what: str, made_on: date | None = None
) -> None:
    """Put the keys into the workplace before the central store is made.

    A crash between the two leaves keys that open nothing, never a central store that nothing opens.
    """
    keys = CoordinatorKeys.from_seed(seed)
    with place.unit() as unit:
        unit.secrets.put(f"{SEED_SECRET} {keys.central_id}", seed)
        unit.secrets.put(f"{KEYS_SECRET} {keys.central_id}", keys.to_bytes())
        if target.is_file:
            unit.secrets.put(f"{STORE_SECRET} {keys.central_id}", central_store_key(seed))
        if made_on is not None:
            unit.meta.set(f"{SHEET_MADE} {keys.central_id}", made_on.isoformat())
        known = (unit.meta.get(KNOWN) or "").split()
        if keys.central_id not in known:
            unit.meta.set(KNOWN, " ".join([*known, keys.central_id]))
        unit.changes.add(actor=actor, what=what, about_id=keys.central_id, at=place.clock.now())
        unit.commit()


def _make(target: StoreTarget, seed: bytes) -> Store:
    store = open_store(target, key=central_store_key(seed) if target.is_file else None)
    try:
        with store.unit() as unit:
            unit.meta.set("central_id", CoordinatorKeys.from_seed(seed).central_id)
            unit.commit()
    except BaseException:
        store.close()
        raise
    return store


def _opened(target: StoreTarget, seed: bytes, store_url: str) -> Store:
    try:
        store = open_store(target, key=central_store_key(seed) if target.is_file else None, must_exist=True)
    except WrongKey:
        raise _of_another(store_url) from None
    with store.reading() as unit:
        if unit.meta.get("central_id") == CoordinatorKeys.from_seed(seed).central_id:
            return store
    store.close()
    raise _of_another(store_url)


def _of_another(store_url: str) -> WrongWords:
    return WrongWords(
        place=store_url,
        fault=tr("These are not the words of this central store."),
        remedy=tr("Compare the number of the central store on the sheet, and check where the store is."),
    )


def _refuse_existing(target: StoreTarget) -> None:
    if exists(target):
        raise Refusal(
            place=target.words,
            fault=tr("There is a central store here already."),
            remedy=tr("Use it as it is, or choose another place for a new one."),
        )
