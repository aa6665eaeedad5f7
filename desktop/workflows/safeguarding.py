"""Safeguarding concerns: whom to call, the least in writing, one named owner, and proof that it was referred.

They are never part of the data: no batch, no export and no report has them, and who may not see one is told that
there is one, and who owns it, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from desktop.engagement.concerns import Concern, SealedConcern
from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.noted_words import MOST_IN_A_LINE, cleaned, one_line, refuse_too_long
from desktop.workflows.reasons import checked_reason
from desktop.workflows.workplace import Workplace, require, the_event

CONCERNS_KEY = "concerns key of this device"
MOST_WORDS = 2_000
"""Characters: the least that must be written is less than a page."""


@dataclass(frozen=True, slots=True)
class ListedConcern:
    """A concern as somebody may see it.

    Attributes:
        what: its words; ``None`` for who is neither its owner nor allowed to see them all.
    """

    concern_id: str
    event_id: str
    what: str | None
    owner: str
    noted_by: str
    noted_at: datetime
    referred_to: str
    referred_at: datetime | None

    @property
    def referred(self) -> bool:
        """Whether it was handed on."""
        return self.referred_at is not None


def note_concern(place: Workplace, *, actor: Actor, event_id: str, what: str, owner: str) -> ListedConcern:
    """Write a concern down.

    Args:
        what: the least that must be written.
        owner: name of the one person who sees to it.

    Raises:
        Refusal: nothing was written, nobody owns it, it is too long, or the role does not allow it.
    """
    require(actor, Action.NOTE_CONCERN)
    words, named = cleaned(what), one_line(owner)
    where = tr("Safeguarding concern")
    if not words:
        raise Refusal(
            place=where, fault=tr("Nothing was written."), remedy=tr("Write what was seen or said, and no more.")
        )
    if not named:
        raise Refusal(
            place=where,
            fault=tr("Nobody is to see to it."),
            remedy=tr("Name one person who takes it to the duty team."),
        )
    if len(words) > MOST_WORDS:
        raise Refusal(
            place=where,
            fault=tr("This is more than {most} characters.", most=MOST_WORDS),
            remedy=tr("Write the least that must be written; the duty team asks for the rest."),
        )
    with place.unit() as unit:
        event = the_event(unit, event_id)
        concern = Concern(
            concern_id=new_id(),
            programme_id=event.programme_id,
            event_id=event_id,
            what=words,
            owner=named,
            noted_by=actor.name,
            noted_at=place.clock.now(),
            referred_to="",
            referred_at=None,
        )
        unit.concerns.put(_sealed(unit, concern))
        unit.changes.add(
            actor=actor, what="safeguarding concern noted", about_id=concern.concern_id, at=concern.noted_at
        )
        unit.commit()
    return _listed(concern, actor)


def concerns(
    place: Workplace, *, actor: Actor, programme_id: str, event_id: str | None = None, open_only: bool = False
) -> tuple[ListedConcern, ...]:
    """Return the concerns, oldest first; words only for their owner and for who may see them all.

    Raises:
        Refusal: the role has nothing to do with concerns.
    """
    require(actor, Action.NOTE_CONCERN)
    with place.reading() as unit:
        kept = unit.concerns.list(event_id, programme_id=programme_id, open_only=open_only)
        return tuple(_listed(_opened(unit, each), actor) for each in kept)


def refer(place: Workplace, *, actor: Actor, concern_id: str, referred_to: str) -> ListedConcern:
    """Say that a concern was handed to the duty team or the emergency services. Anybody who noted one may.

    Raises:
        Refusal: there is none, it was referred before, nobody is named, or it is too long.
    """
    require(actor, Action.NOTE_CONCERN)
    team = refuse_too_long(one_line(referred_to), place=tr("To whom it went"), most=MOST_IN_A_LINE)
    if not team:
        raise Refusal(
            place=tr("Safeguarding concern"),
            fault=tr("Nobody is named."),
            remedy=tr("Say whom it was handed to: the team, and the name of who took it."),
        )
    with place.unit() as unit:
        kept = unit.concerns.get(concern_id)
        if kept is None or kept.referred_at is not None:
            raise Refusal(
                place=tr("Safeguarding concern"),
                fault=tr("It was referred before, or is no longer there."),
                remedy=tr("Look at the list again."),
            )
        concern = replace(_opened(unit, kept), referred_to=team, referred_at=place.clock.now())
        unit.concerns.put(_sealed(unit, concern))
        unit.changes.add(
            actor=actor, what="safeguarding concern referred", about_id=concern_id, at=place.clock.now()
        )
        unit.commit()
    return _listed(concern, actor)


def delete_concern(place: Workplace, *, actor: Actor, concern_id: str, reason: str) -> None:
    """Delete a concern by hand, when it lies with those it was referred to: no rule of retention does it.

    Raises:
        Refusal: it was not referred, it is not there, no reason was given, or the role does not allow it.
    """
    require(actor, Action.SEE_CONCERNS)
    if not reason.strip():
        raise Refusal(
            place=tr("Safeguarding concern"),
            fault=tr("No reason was given."),
            remedy=tr("Say why it can go, with no names."),
        )
    why = checked_reason(reason, place=tr("Safeguarding concern"))
    with place.unit() as unit:
        kept = unit.concerns.get(concern_id)
        if kept is None or kept.referred_at is None:
            raise Refusal(
                place=tr("Safeguarding concern"),
                fault=tr("It was not referred yet, or is no longer there."),
                remedy=tr("Refer it first. One that nobody has taken on is never deleted."),
            )
        unit.concerns.remove(concern_id)
        unit.changes.add(
            actor=actor,
            what="safeguarding concern deleted",
            about_id=concern_id,
            why=why,
            at=place.clock.now(),
        )
        unit.commit()


# inside --------------------------------------------------------------------------------------------------


def _listed(concern: Concern, actor: Actor) -> ListedConcern:
    # by name, since the owner may be known to this laptop by nothing else; case is no difference between people
    owns = bool(actor.name) and actor.signed_in and concern.owner.casefold() == actor.name.casefold()
    return ListedConcern(
        concern_id=concern.concern_id,
        event_id=concern.event_id,
        what=concern.what if owns or _sees_all(actor) else None,
        owner=concern.owner,
        noted_by=concern.noted_by,
        noted_at=concern.noted_at,
        referred_to=concern.referred_to,
        referred_at=concern.referred_at,
    )


def _sees_all(actor: Actor) -> bool:
    from desktop.staff.people import may

    return actor.signed_in and actor.role is not None and may(actor.role, Action.SEE_CONCERNS)


def _identity(unit: UnitOfWork) -> str:
    from desktop.keys.encryption import SealingKey

    kept = unit.secrets.get(CONCERNS_KEY)
    if kept is not None:
        return kept.decode()
    made = SealingKey.generate()
    unit.secrets.put(CONCERNS_KEY, made.identity.encode())
    return made.identity


def _sealed(unit: UnitOfWork, concern: Concern) -> SealedConcern:
    from desktop.keys.encryption import encrypt, recipient_of

    return SealedConcern(
        concern_id=concern.concern_id,
        programme_id=concern.programme_id,
        event_id=concern.event_id,
        sealed=encrypt(concern.what.encode(), [recipient_of(_identity(unit))]),
        owner=concern.owner,
        noted_by=concern.noted_by,
        noted_at=concern.noted_at,
        referred_to=concern.referred_to,
        referred_at=concern.referred_at,
    )


def _opened(unit: UnitOfWork, kept: SealedConcern) -> Concern:
    from desktop.keys.encryption import decrypt

    identity = unit.secrets.get(CONCERNS_KEY)
    return Concern(
        concern_id=kept.concern_id,
        programme_id=kept.programme_id,
        event_id=kept.event_id,
        what=decrypt(kept.sealed, identity.decode()).decode() if identity is not None else "",
        owner=kept.owner,
        noted_by=kept.noted_by,
        noted_at=kept.noted_at,
        referred_to=kept.referred_to,
        referred_at=kept.referred_at,
    )
