"""Sheets that were keyed before first keyings were recorded: by an older version of the program.

Their response says who keyed them and when, so that they can be keyed a second time all the same. What each
question took nobody counted. And no plan asks for them: a sheet goes by the plan in force when it was keyed, and
by a lot drawn then, but that version had neither plans nor lots. To hold today's plan against them, or to draw a
lot now, would have whole piles of old sheets fall due that nobody thought of, and count them into a keyer's run.
So one is due only where somebody who may set plans asks for it. A sheet that was keyed while its form had no
plan stands the same.

Forms that people filled in on their own screen are another matter: nobody keyed them by hand. They have no
serial and no first keying, and are never keyed a second time.
"""

from __future__ import annotations

from datetime import datetime

from desktop.engagement.programme import Channel
from desktop.foundation.clock import from_utc_text
from desktop.foundation.ids import new_id
from desktop.responses.keyings import KeyedSheet, Which
from desktop.staff.people import Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.keying_differences import STANDING


def first_keying_of(unit: UnitOfWork, serial: str) -> KeyedSheet | None:
    """Return the first keying of a sheet as it was recorded, else as its response tells it, if it was keyed."""
    for each in unit.keyings.of_serial(serial):
        if each.which is Which.FIRST:
            return each
    for known in unit.responses.by_serial(serial):
        revision = unit.responses.revision(known.response_id)  # a response has the id of its first revision
        if known.state not in STANDING or revision is None or revision.envelope.channel != Channel.PAPER:
            continue
        about = revision.envelope
        return KeyedSheet(
            keying_id=new_id(),
            which=Which.FIRST,
            serial=serial,
            programme_id=about.programme_id,
            event_id=about.event_id,
            form_id=revision.form_id,
            form_version=revision.form_version,
            form_sha256=revision.form_sha256,
            response_id=revision.response_id,
            instance_id=revision.instance_id,
            keyer=about.recorder,
            device_id=about.device_id,
            started_at=from_utc_text(about.started_at, about.offset_minutes),
            finished_at=from_utc_text(about.finalised_at, about.offset_minutes),
        )
    return None


def record_first_keying(unit: UnitOfWork, *, actor: Actor, serial: str, at: datetime) -> None:
    """Keep the first keying of a sheet of which only the response tells; nothing happens to any other."""
    first = first_keying_of(unit, serial)
    if first is not None:
        keep_first_keying(unit, first, actor=actor, at=at)


def keep_first_keying(unit: UnitOfWork, first: KeyedSheet, *, actor: Actor, at: datetime) -> None:
    """Keep what :func:`first_keying_of` returned, where it is not kept yet."""
    if unit.keyings.get(first.keying_id) is None:
        unit.keyings.add(first)
        unit.changes.add(
            actor=actor, what="first keying recorded from its response", about_id=first.keying_id, at=at
        )
