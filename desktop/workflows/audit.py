"""The audit trail: who did what, when and why, on this laptop or at the central store, and whether it is whole.

The trail is a chain (:mod:`desktop.staff.audit_chain`), so a line that was changed or taken out shows. A cut end,
or a trail written anew by somebody who holds the store's key, shows only against a *head* that was noted
elsewhere: every batch carries its device's head to the centre, and :func:`device_heads` lists what came.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.responses.custody import DeviceLedger
from desktop.staff.audit_chain import Anchor, Broken, Checked, walk
from desktop.staff.changes import Change
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.central_store import open_centre
from desktop.workflows.workplace import Workplace, require


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What verifying a trail found.

    Attributes:
        lines: how many lines it has.
        ok: whether it is whole, as far as it can tell of itself and of the head that was given.
        first_broken: number of the first line that can't be believed or is missing; ``None`` when it is whole.
        words: one sentence.
        number, head: of the last line that can be believed: what to note elsewhere.
    """

    lines: int
    ok: bool
    first_broken: int | None
    words: str
    number: int
    head: str


@dataclass(frozen=True, slots=True)
class DeviceHead:
    """How far a device's trail was, as one of its batches told.

    Attributes:
        epoch, batch: of the batch in the device's chain.
        number, head: of the last line of its trail then.
        went_back: whether an earlier batch told of more lines, or of another last line with the same number.
    """

    device_id: str
    epoch: int
    batch: int
    formed_at: datetime
    number: int
    head: str
    went_back: bool


def audit_lines(
    place: Workplace, *, actor: Actor, limit: int | None = None, store_url: str = ""
) -> tuple[Change, ...]:
    """Return lines of the trail of this laptop, or of a central store, newest first.

    Raises:
        Refusal: the role does not allow it, or there is no such central store.
    """
    with _trail(place, actor, store_url) as unit:
        return unit.changes.list(limit=limit)


def verify_audit(
    place: Workplace, *, actor: Actor, store_url: str = "", known_head: Anchor | None = None
) -> AuditResult:
    """Walk along the whole trail and say whether it is whole.

    Args:
        known_head: number and hash of a line that were noted elsewhere; the line must still stand as it was.

    Raises:
        Refusal: the role does not allow it, or there is no such central store.
    """
    with _trail(place, actor, store_url) as unit:
        checked = walk(unit.changes.walk(), unit.changes.anchor())
        broken = checked.broken
        if broken is None and known_head is not None:
            broken = _against(known_head, unit, checked)
    return AuditResult(
        lines=checked.lines,
        ok=broken is None,
        first_broken=None if broken is None else broken.number,
        words=_words(broken),
        number=checked.head.number,
        head=checked.head.hash,
    )


def device_heads(place: Workplace, *, actor: Actor, store_url: str) -> tuple[DeviceHead, ...]:
    """Return the heads that the batches of each device told, newest first: what its own trail is held against.

    Raises:
        Refusal: the role does not allow it, or there is no such central store.
    """
    with _trail(place, actor, store_url) as unit:
        devices = sorted({each.batch.device_id for each in unit.received.batches()})
        return tuple(head for device_id in devices for head in reversed(_heads(unit.devices.ledgers(device_id))))


def parse_head(text: str) -> Anchor:
    """Return the head that a person noted: the number, a colon or a space, and the hash.

    Raises:
        Refusal: it is none.
    """
    number, _, digest = text.strip().replace(":", " ").partition(" ")
    digest = digest.strip().lower()
    if number.isdecimal() and len(digest) == 64 and not set(digest) - set("0123456789abcdef"):
        return Anchor(int(number), digest)
    raise Refusal(
        place=tr("The head of the audit trail"),
        fault=tr("It is no line number with a hash."),
        remedy=tr("Write it as it was shown: the number, a colon and 64 characters."),
    )


@contextmanager
def _trail(place: Workplace, actor: Actor, store_url: str) -> Iterator[UnitOfWork]:
    require(actor, Action.SEE_AUDIT)
    if not store_url:
        with place.reading() as unit:
            yield unit
        return
    with open_centre(place, store_url) as centre, centre.store.reading() as unit:
        yield unit


def _against(known: Anchor, unit: UnitOfWork, checked: Checked) -> Broken | None:
    """Return what is wrong with a trail, whole in itself, when line ``known`` was noted elsewhere."""
    if known.number > checked.head.number:
        return Broken(checked.head.number + 1, missing=True)
    anchor = unit.changes.anchor()
    if known.number < anchor.number:
        return None  # retention let it go; nothing of it can be said any more
    line = unit.changes.before(known.number + 1, limit=1)
    stands = line[0].hash if line and line[0].number == known.number else anchor.hash
    return None if stands == known.hash else Broken(known.number, missing=False)


def _words(broken: Broken | None) -> str:
    if broken is None:
        return tr("The audit trail is whole.")
    if broken.missing:
        return tr("Line {number} of the audit trail is missing.", number=broken.number)
    return tr("Line {number} of the audit trail, or the one before it, was changed.", number=broken.number)


def _heads(ledgers: tuple[DeviceLedger, ...]) -> list[DeviceHead]:
    heads: list[DeviceHead] = []
    furthest = Anchor()
    for ledger in ledgers:
        told = json.loads(ledger.body).get("audit")
        if not isinstance(told, dict):
            continue
        head = Anchor(int(told.get("number", 0)), str(told.get("hash", "")))
        # a restored store starts an epoch with the trail of its backup, so only within one must it never shrink
        same_epoch = bool(heads) and heads[-1].epoch == ledger.epoch
        back = same_epoch and (
            head.number < furthest.number or (head.number == furthest.number and head.hash != furthest.hash)
        )
        heads.append(
            DeviceHead(
                ledger.device_id, ledger.epoch, ledger.number, ledger.formed_at, head.number, head.hash, back
            )
        )
        furthest = head if not same_epoch or head.number > furthest.number else furthest
    return heads
