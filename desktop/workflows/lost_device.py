"""A laptop that is lost or stolen: what was on it, and that nothing it forms from then on is believed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.responses.batches import Batch
from desktop.responses.custody import RevokedDevice
from desktop.responses.received import ChainGap
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.central_store import open_centre, require_coordinator
from desktop.workflows.device_ledger import DeviceLedgerBody, read_ledger_body
from desktop.workflows.reasons import checked_reason
from desktop.workflows.workplace import Workplace, require


@dataclass(frozen=True, slots=True)
class Unsynced:
    """A response that was on the laptop by its last word, and is not at the centre now. Holds no answer.

    Attributes:
        event: its name where the centre knows it, else empty.
        day: on which it was begun.
        state: where it stood on the laptop.
    """

    response_id: str
    day: date
    channel: str
    event_id: str
    event: str
    state: str


@dataclass(frozen=True, slots=True)
class LostReport:
    """What a laptop held by the last ledger that it sent, less what the centre has by now.

    Attributes:
        last_heard: when the batch was formed that brought the ledger, by the laptop's own clock; ``None`` when it
            never sent one, and then nothing else is known.
        drafts: entries that were begun and not finished; they stand in ``unsynced`` too.
        contacts: entries of the update list that it held on the evening before, in all programmes.
        copies_out: paper copies printed and not keyed.
        second_keyings: sheets keyed a second time there for another laptop, which has their first keying.
        revoked: since when it is not believed; ``None`` while it is.
    """

    device_id: str
    label: str
    last_heard: datetime | None
    drafts: int
    unsynced: tuple[Unsynced, ...]
    contacts: int
    copies_out: int
    revoked: datetime | None
    second_keyings: int = 0


@dataclass(frozen=True, slots=True)
class Revocation:
    """A device that was revoked.

    Attributes:
        taken_in: batches formed since then that had been taken in before anybody knew: for a person to look at.
    """

    device: RevokedDevice
    taken_in: tuple[Batch, ...]


@dataclass(frozen=True, slots=True)
class NumberGap:
    """Batch numbers of one device that are not at the centre.

    Attributes:
        first, last: missing numbers, inclusive; one alone where it is explained.
        words: what is known of them: given up, when and why; else that they may be lost or on the way.
        explained: whether the device itself said that it gave them up.
    """

    device_id: str
    epoch: int
    first: int
    last: int
    words: str
    explained: bool

    @property
    def numbers(self) -> str:
        """The numbers as they are shown: ``3``, or ``3-7``."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


def revoke_device(
    place: Workplace, *, actor: Actor, store_url: str, device_id: str, since: datetime, reason: str
) -> Revocation:
    """Believe nothing that the device forms from ``since`` on; what it formed before stands, whenever it comes.

    Args:
        since: the last instant at which the laptop is known to have been in good hands.
        reason: in a person's words, with no names.

    Raises:
        Refusal: the actor is no coordinator, no reason was given or it holds a contact detail, the instant lies
            ahead, or nobody here ever trusted such a device.
    """
    _require(place, actor)
    now = place.clock.now()
    if not reason.strip():
        raise Refusal(
            place=tr("Revoking a laptop"),
            fault=tr("No reason was given."),
            remedy=tr("Say in a few words what happened, with no names."),
        )
    reason = checked_reason(reason, place=tr("Revoking a laptop"))
    if since > now:
        raise Refusal(
            place=tr("Revoking a laptop"),
            fault=tr("The time from which on it is not believed lies ahead."),
            remedy=tr("Give the last time at which you know that it was in good hands."),
        )
    _label(place, device_id)
    revoked = RevokedDevice(device_id, since, reason, actor.name, now)
    with open_centre(place, store_url) as centre, centre.store.unit() as unit:
        unit.received.hold()
        unit.devices.revoke(revoked)
        unit.changes.add(actor=actor, what="device revoked", about_id=device_id, why=reason, at=now)
        taken_in = tuple(
            each.batch for each in unit.received.batches(device_id) if not_believed(unit, each.batch) is not None
        )
        unit.commit()
    with place.unit() as unit:  # here too: a central store that is restored from an older copy knows nothing of it
        unit.devices.revoke(revoked)
        unit.commit()
    return Revocation(revoked, taken_in)


def revoke_again(place: Workplace, unit: UnitOfWork) -> None:
    """Keep in a central store that was restored what was revoked from this workplace after the copy was made."""
    with place.reading() as here:
        decided = here.devices.revoked()
    for each in decided:
        known = unit.devices.revoked(each.device_id)
        if not known or known[0].at < each.at:
            unit.devices.revoke(each)


def revoked_devices(place: Workplace, *, actor: Actor, store_url: str) -> tuple[RevokedDevice, ...]:
    """Return the devices that are not believed any more."""
    require(actor, Action.RECEIVE_BATCHES)
    with open_centre(place, store_url) as centre, centre.store.reading() as unit:
        return unit.devices.revoked()


def lost_report(place: Workplace, *, actor: Actor, store_url: str, device_id: str) -> LostReport:
    """Return what was on a device and has not come, by the last ledger that it sent.

    Raises:
        Refusal: the actor is no coordinator, or nobody here ever trusted such a device.
    """
    _require(place, actor)
    label = _label(place, device_id)
    # a unit that may write, though it does not: states are read with a lock, which PostgreSQL refuses a reader
    with open_centre(place, store_url) as centre, centre.store.unit() as unit:
        last = unit.devices.last_ledger(device_id)
        revoked = next((each.since for each in unit.devices.revoked(device_id)), None)
        if last is None:
            return LostReport(device_id, label, None, 0, (), 0, 0, revoked)
        body = read_ledger_body(last.body)
        here = unit.responses.states(each.response_id for each in body.open)
        events = {each.event_id: each.name for each in unit.events.list()}
    missing = tuple(
        Unsynced(
            response_id=each.response_id,
            day=each.day,
            channel=each.channel,
            event_id=each.event_id,
            event=events.get(each.event_id, ""),
            state=each.state.value,
        )
        for each in sorted(body.open, key=lambda each: (each.day, each.response_id))
        if each.response_id not in here
    )
    return LostReport(
        device_id=device_id,
        label=label,
        last_heard=last.formed_at,
        drafts=sum(1 for each in missing if each.state == "draft"),
        unsynced=missing,
        contacts=sum(body.contacts.values()),
        copies_out=body.copies_out,
        second_keyings=body.second_keyings,
        revoked=revoked,
    )


def number_gaps(place: Workplace, *, actor: Actor, store_url: str) -> tuple[NumberGap, ...]:
    """Return the batch numbers that are missing at the centre, each with what its device said of it."""
    require(actor, Action.SEE_LEDGER)
    with open_centre(place, store_url) as centre, centre.store.reading() as unit:
        said = {
            (ended.device_id, ended.epoch, ended.number): ended
            for ledger in _last_ledgers(unit)
            for ended in ledger.ended
        }
        gaps = unit.received.gaps()
    found = []
    for gap in gaps:
        first = gap.first
        ended = sorted(
            (each for each in said.values() if (each.device_id, each.epoch) == (gap.device_id, gap.epoch)),
            key=lambda each: each.number,
        )
        for each in ended:
            if not first <= each.number <= gap.last:
                continue
            if first < each.number:
                found.append(_unexplained(gap, first, each.number - 1))
            words = tr("given up on {day}: {reason}", day=each.at.date().isoformat(), reason=each.reason)
            found.append(NumberGap(gap.device_id, gap.epoch, each.number, each.number, words, explained=True))
            first = each.number + 1
        if first <= gap.last:
            found.append(_unexplained(gap, first, gap.last))
    return tuple(found)


def _unexplained(gap: ChainGap, first: int, last: int) -> NumberGap:
    # a run is one line, however long: a batch may claim any number, and a stolen laptop's is set apart but counted
    words = tr("on the way, or lost: ask whoever has the laptop to send it again")
    return NumberGap(gap.device_id, gap.epoch, first, last, words, explained=False)


def not_believed(unit: UnitOfWork, batch: Batch) -> RevokedDevice | None:
    """Return the revocation on account of which a batch is not believed; ``None`` when it stands.

    A batch falls when it was formed at that instant or later by its own account, or comes in its chain after one
    that was: a clock that was set back does not help.
    """
    revoked = next(iter(unit.devices.revoked(batch.device_id)), None)
    if revoked is None:
        return None
    earlier = [
        each.batch.formed_at
        for each in unit.received.batches(batch.device_id)
        if (each.batch.epoch, each.batch.number) < (batch.epoch, batch.number)
    ]
    return revoked if max([batch.formed_at, *earlier]) >= revoked.since else None


def _last_ledgers(unit: UnitOfWork) -> list[DeviceLedgerBody]:
    devices = {each.batch.device_id for each in unit.received.batches()}
    found = (unit.devices.last_ledger(each) for each in sorted(devices))
    return [read_ledger_body(each.body) for each in found if each is not None]


def _require(place: Workplace, actor: Actor) -> None:
    require(actor, Action.REVOKE_DEVICE)
    require_coordinator(place, actor)


def _label(place: Workplace, device_id: str) -> str:
    with place.reading() as unit:
        trusted = unit.trust.device(device_id)
    if trusted is None:
        raise Refusal(
            place=tr("Laptop {id}", id=device_id),
            fault=tr("No laptop with this id was ever trusted here."),
            remedy=tr("Look its id up in the list of laptops."),
        )
    return trusted.label
