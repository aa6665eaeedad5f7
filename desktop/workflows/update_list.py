"""The update list: contact details asked after the end, sealed at entry, never joined to a response.

Somebody with the files, every key and all tables learns from them which day an entry was given, and no more: not
from the order of rows, pages or the log, nor from times or batches (``tests/attack``). What stays, outside of what
a table can hide:

- a pause between two responses that is long enough to have typed an address in: the responses' own times tell it;
- two backups, or two batches of the list, of one day: an entry came between them, so they go by tens;
- what a disk keeps of a log that was emptied, and swap: both are for the encryption of the whole disk.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Mapping
from datetime import date

from desktop.engagement.programme import Contact, Programme
from desktop.engagement.sealed_contact import SealedContact
from desktop.foundation.clock import civil_date
from desktop.foundation.errors import Refusal, WorldError
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.sheets.serials import holds_serial
from desktop.staff.people import Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.workplace import Workplace, the_programme

LOCAL_CONTACTS_KEY = "contacts key of this device"
CONTACTS_HOLDER = "the update list is sealed to"
"""Name of the fact that holds the central id of the coordinator who was trusted first."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_TELEPHONE = re.compile(r"\+?[\d ()-]{6,}")


def add_contact(place: Workplace, *, actor: Actor, programme_id: str, values: Mapping[str, str]) -> None:
    """Put somebody on the programme's update list.

    Nothing is returned and nothing is written beside it: no id, no event, no time finer than the day, no audit
    line, so that an entry cannot be joined to a response. ``actor`` may be anybody, and is not kept either.

    Args:
        values: field name to words given; every field of the programme's contact questions may stand empty
            except that one way to reach the person is needed.

    Raises:
        Refusal: an unknown field, no way to reach the person, an address that can't be one, or the number of a
            sheet.
    """
    from desktop.keys.encryption import CONTACT_BLOCK, seal_contact

    del actor
    with place.unit() as unit:
        programme = the_programme(unit, programme_id)
        cleaned = _checked(programme, values)
        day = civil_date(place.clock.now(), programme.time_zone)
        recipient = contacts_recipient(unit)
        body = {
            "day": day.isoformat(),
            "values": cleaned,
            "consent_version": programme.updates_consent.version,
            "programme_id": programme_id,
        }
        plain = json.dumps(body, sort_keys=True, ensure_ascii=False).encode()
        if len(plain) >= CONTACT_BLOCK:  # one block for all: a longer entry could be told by its length
            raise Refusal(
                place=tr("Update list"),
                fault=tr("This is more than an entry has room for."),
                remedy=tr("Shorten the longest field; a name and one way to reach the person are enough."),
            )
        sealed = seal_contact(plain, recipient)
        unit.contacts.add(contact_id=new_id(), programme_id=programme_id, day=day, sealed=sealed)
        unit.commit()


def nobody_joins(place: Workplace) -> None:
    """Leave the trace that an entry would leave, and no entry, when a person who was asked says no.

    So the files are the same after either answer: when they were last written, which page, how often. A disk that
    refuses is not spoken of: nobody asked for anything to be kept.
    """
    with contextlib.suppress(WorldError), place.unit() as unit:
        unit.contacts.leave_the_same_trace()
        unit.commit()


def contacts_recipient(unit: UnitOfWork) -> str:
    """Return the key that entries are sealed to: the coordinator's, or the device's own until one is trusted.

    Of several it is the one who was trusted first, whatever comes later: a list of which each half is sealed to
    another could be opened whole by nobody.
    """
    from desktop.keys.coordinator import CoordinatorPublicKeys
    from desktop.keys.encryption import SealingKey, recipient_of

    trusted = unit.trust.coordinators()
    if trusted:
        holder = unit.meta.get(CONTACTS_HOLDER)
        first = min(trusted, key=lambda each: (each.central_id != holder, each.added_at, each.central_id))
        return CoordinatorPublicKeys.from_text(first.key_text).contacts_recipient
    local = unit.secrets.get(LOCAL_CONTACTS_KEY)
    if local is None:
        made = SealingKey.generate()
        unit.secrets.put(LOCAL_CONTACTS_KEY, made.identity.encode())
        return made.recipient
    return recipient_of(local.decode())


def contacts_held(place: Workplace) -> Mapping[str, int]:
    """Return, per programme, how many entries of the update list are still on this device."""
    with place.reading() as unit:
        return unit.contacts.held()


def open_sealed(entry: SealedContact, identity: str) -> Contact:
    """Return the contact that was sealed to the key whose private half is ``identity``."""
    from desktop.keys.encryption import open_contact

    raw = json.loads(open_contact(entry.sealed, identity))
    return Contact(
        contact_id=entry.contact_id,
        programme_id=raw["programme_id"],
        day=date.fromisoformat(raw["day"]),
        values=tuple(sorted(raw["values"].items())),
        consent_version=raw["consent_version"],
    )


def _checked(programme: Programme, values: Mapping[str, str]) -> dict[str, str]:
    fields = {question.name: question for question in programme.contact_questions}
    where = tr("Update list")
    cleaned = {name: " ".join(text.split()) for name, text in values.items() if text.strip()}
    for name, text in cleaned.items():
        if name not in fields:
            raise Refusal(
                place=where,
                fault=tr("The update list has no field {name}.", name=name),
                remedy=tr("Use one of: {names}.", names=", ".join(fields)),
            )
        if holds_serial(text):  # keyed from the slip by habit, it would lead from a person to their answers
            raise Refusal(
                place=fields[name].label,
                fault=tr("The number of a paper form stands in it."),
                remedy=tr("Leave it out: nobody may tell from the update list which answers are whose."),
            )
        kind = fields[name].kind
        if (kind == "email" and not _EMAIL.fullmatch(text)) or (
            kind == "telephone" and not _TELEPHONE.fullmatch(text)
        ):
            raise Refusal(
                place=fields[name].label,
                fault=tr("This does not look complete."),
                remedy=tr("Read it back to the person and correct it."),
            )
    reach = [name for name in cleaned if fields[name].kind in ("email", "telephone")]
    if not reach:
        raise Refusal(
            place=where,
            fault=tr("There is no e-mail address or telephone number."),
            remedy=tr("Give one of them, or leave the update list without adding anybody."),
        )
    return cleaned
