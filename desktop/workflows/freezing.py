"""Freezing a response: instance XML and the envelope beside it, and the code with which it can be taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import date, datetime

from desktop.engagement.programme import Channel, Programme
from desktop.foundation.clock import offset_minutes, to_utc_text
from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.questionnaires.entry import FormEntry, FormIncomplete
from desktop.responses.drafts import DraftHeader
from desktop.responses.response import Envelope, Revision
from desktop.staff.people import Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.workplace import Workplace, recorder

PRESENT = frozenset({Channel.INTERVIEW, Channel.KIOSK})
"""Channels whose respondent is there at the end, and is given a withdrawal code."""


def refuse_future(received_on: str, today: date) -> None:
    """Refuse a date received (ISO, or empty) that has not come yet: lateness is told by it.

    Raises:
        Refusal: it lies after ``today``, in the programme's time zone.
    """
    if received_on and date.fromisoformat(received_on) > today:
        raise Refusal(
            place=tr("Received on {day}", day=received_on),
            fault=tr("This day has not come yet: it is {today}.", today=today.isoformat()),
            remedy=tr("Give the day on which it came in."),
        )


def code_for(channel: str) -> str:
    """Return a new withdrawal code where the respondent is there to take it, else an empty text."""
    from desktop.keys.withdrawal_codes import new_code

    return new_code() if channel in PRESENT else ""


def put_code(unit: UnitOfWork, revision: Revision) -> None:
    """Keep which response the code takes back that ``revision`` was given, if it was given one."""
    if revision.envelope.withdrawal_hash:
        unit.codes.put(revision.envelope.withdrawal_hash, revision.response_id)


def hash_of_file(digest: str, salt: str) -> str:
    """Return what is kept of a filled-in form's digest: blind once the salt is erased."""
    return hashlib.sha256(f"{salt}{digest}".encode()).hexdigest()


def freeze(
    place: Workplace,
    *,
    actor: Actor,
    entry: FormEntry,
    programme: Programme,
    header: DraftHeader,
    now: datetime,
    received_on: str,
    missing: Mapping[str, str],
    forced: Mapping[str, str],
    code: str = "",
    excused: Collection[str] = (),
    assent_version: str = "",
    file_digest: str = "",
    margin_notes: str = "",
    loose_pages: int = 0,
) -> Revision:
    """Return the first revision of a response: the entry's XML, frozen, and the envelope beside it.

    Args:
        code: the withdrawal code that the respondent is given, or empty; its hash is kept.
        excused: paths of questions that were not asked, so that no rule of theirs stands in the way.
        assent_version: of the wording for somebody under the least age; empty where none was shown.
        file_digest: of the filled-in form that it was read from; empty for what came another way.
        margin_notes, loose_pages: of a sheet, as in the envelope.

    Raises:
        FormIncomplete: rules are broken, by another question than those.
    """
    from desktop.keys.withdrawal_codes import code_hash

    if excused and not entry.as_written:
        broken = tuple(each for each in entry.validate() if each.path not in excused)
        if broken:
            raise FormIncomplete(broken, form_id=entry.definition.form_id)
        xml = entry.serialise(instance_id=header.response_id)
    else:
        xml = entry.finalise(instance_id=header.response_id)
    salt = new_id()
    envelope = Envelope(
        programme_id=programme.programme_id,
        pack_version=programme.version,
        event_id=header.event_id,
        channel=header.channel,
        language=entry.language,
        recorder=recorder(actor),
        device_id=place.device_id,
        epoch=place.epoch,
        privacy_version=programme.privacy.version,
        consent_version=programme.consent.version,
        serial=header.serial,
        print_log_here=header.print_log_here,
        received_on=received_on,
        started_at=to_utc_text(header.started_at),
        finalised_at=to_utc_text(now),
        offset_minutes=offset_minutes(now),
        missing=dict(missing),
        forced=dict(forced),
        off_route=dict(entry.off_route()),
        made_up=place.practice or programme.made_up,
        withdrawal_hash=code_hash(code) if code else "",
        salt=salt,
        assent_version=assent_version,
        file_hash=hash_of_file(file_digest, salt) if file_digest else "",
        margin_notes=margin_notes,
        loose_pages=loose_pages,
    )
    return Revision(
        instance_id=header.response_id,
        response_id=header.response_id,
        deprecated_id="",
        form_id=header.form_id,
        form_version=header.form_version,
        form_sha256=header.form_sha256,
        xml=xml,
        envelope=envelope,
        answers=dict(entry.answers()),
        reason="",
    )
