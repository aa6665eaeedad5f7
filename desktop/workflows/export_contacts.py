"""Exporting the update list: contact details alone, in a file of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from desktop.engagement.programme import Contact
from desktop.engagement.sealed_contact import SealedContact
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import ntr, tr
from desktop.keys.errors import NotForThisKey
from desktop.staff.people import Actor
from desktop.workflows.central_store import open_centre, require_coordinator
from desktop.workflows.export_responses import Exported, write_export
from desktop.workflows.taking_back import CONTACTS_EXPORT
from desktop.workflows.update_list import open_sealed
from desktop.workflows.workplace import Workplace


def export_contacts(
    place: Workplace,
    *,
    actor: Actor,
    store_url: str,
    out: Path,
    programme_id: str | None = None,
    plain: bool = False,
) -> Exported:
    """Write the update list as CSV: programme, day, consent version, and what was given.

    Rows are sorted by what they hold, so that their order says nothing of who came when. No id is written.

    Raises:
        Refusal: the actor is no coordinator, the contacts key is not here, or the list is empty.
        WorldError: the store can't be reached, or the file can't be written.
    """
    from desktop.exports.data_files import csv_bytes

    require_coordinator(place, actor)
    with open_centre(place, store_url) as centre:
        if not centre.keys.contacts_identity:
            raise Refusal(
                place=tr("Update list"),
                fault=tr("The contacts key is not held here."),
                remedy=tr("Export on the laptop on which the central store was made."),
            )
        with centre.store.reading() as unit:
            sealed = unit.contacts.list(programme_id)
        if not sealed:
            raise Refusal(
                place=tr("Update list"),
                fault=tr("There is no entry at the centre yet."),
                remedy=tr("Receive a contacts batch first; devices send them once ten are held."),
            )
        contacts, shut = _opened(sealed, centre.keys.contacts_identity)
        if not contacts:
            raise Refusal(
                place=tr("Update list"),
                fault=tr("All its entries are sealed to another coordinator's key."),
                remedy=tr("Export at the centre whose coordinator the laptops trusted first."),
            )
        names = sorted({name for contact in contacts for name, _ in contact.values})
        rows = sorted(
            (
                contact.programme_id,
                contact.day.isoformat(),
                contact.consent_version,
                *(dict(contact.values).get(name, "") for name in names),
            )
            for contact in contacts
        )
        content = csv_bytes(["programme_id", "day", "consent_version", *names], rows)
        files = write_export(
            place,
            centre,
            actor=actor,
            files={out: content},
            plain=plain,
            kind=CONTACTS_EXPORT,
            in_it=Counter(each.programme_id for each in contacts),
        )
    warnings = [tr("The export holds names and addresses. Use it for the updates that people agreed to, only.")]
    if shut:
        warnings.append(
            ntr("{count} entry is sealed to another coordinator's key, and is not in it.",
                "{count} entries are sealed to another coordinator's key, and are not in it.", shut)
        )  # fmt: skip
    if plain:
        warnings.append(tr("It is not encrypted: whoever gets the file can read it."))
    return Exported(files, len(rows), tuple(warnings))


def _opened(sealed: Sequence[SealedContact], identity: str) -> tuple[list[Contact], int]:
    """Return the entries that ``identity`` opens, and how many it does not."""
    found = []
    for each in sealed:
        try:
            found.append(open_sealed(each, identity))
        except NotForThisKey:
            continue
    return found, len(sealed) - len(found)
