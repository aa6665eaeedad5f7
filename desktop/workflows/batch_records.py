"""What stands on the lines of a batch: programme, form, event, response, contact and so on as JSON, and back.

Bodies are canonical (sorted keys, no spaces), so that making one anew gives the same bytes and the same digest.
The projection of the answers is not carried: the centre makes it from the frozen XML.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import date
from typing import Any

from desktop.engagement.codec import programme_to_json
from desktop.engagement.programme import Event, Programme
from desktop.engagement.sealed_contact import SealedContact
from desktop.foundation.clock import from_utc_text, offset_minutes, to_utc_text
from desktop.questionnaires.stored_form import StoredForm
from desktop.responses.batches import BatchRecord, RecordKind
from desktop.responses.instructions import Instruction, InstructionAction
from desktop.responses.response import Envelope, Revision


def _record(kind: RecordKind, identity: str, body: str) -> BatchRecord:
    return BatchRecord(kind, identity, hashlib.sha256(body.encode()).hexdigest(), body)


def _json(raw: dict[str, Any]) -> str:
    return json.dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def programme_record(programme: Programme) -> BatchRecord:
    """Return the line of a programme; its identity names the pack's version."""
    return _record(
        RecordKind.PROGRAMME, f"{programme.programme_id} {programme.version}", programme_to_json(programme)
    )


def form_record(form: StoredForm) -> BatchRecord:
    """Return the line of a form: the XForm that was answered. The author's spreadsheet stays on the device."""
    body = {
        "form_id": form.form_id,
        "version": form.version,
        "sha256": form.sha256,
        "title": form.title,
        "xml": base64.b64encode(form.xml).decode(),
        "programme_id": form.programme_id,
        "equality_group": form.equality_group,
    }
    return _record(RecordKind.FORM, form.sha256, _json(body))


def form_from(body: str) -> StoredForm:
    """Return the form of a line.

    Raises:
        ValueError: the line is no form, or its XML is not what its digest says.
    """
    raw = json.loads(body)
    xml = base64.b64decode(raw["xml"], validate=True)
    if hashlib.sha256(xml).hexdigest() != raw["sha256"]:
        raise ValueError("the form's XML is not what its digest says")
    return StoredForm(
        form_id=raw["form_id"],
        version=raw["version"],
        sha256=raw["sha256"],
        title=raw["title"],
        xml=xml,
        original=xml,
        original_kind="xml",
        programme_id=raw["programme_id"],
        equality_group=raw["equality_group"],
    )


def event_record(event: Event) -> BatchRecord:
    """Return the line of one revision of an event."""
    body = {
        "event_id": event.event_id,
        "programme_id": event.programme_id,
        "name": event.name,
        "venue": event.venue,
        "day": event.day.isoformat(),
        "area": event.area,
        "partner": event.partner,
        "planned": event.planned,
        "revision": event.revision,
        "made_by": event.made_by,
        "made_at": to_utc_text(event.made_at),
        "offset": offset_minutes(event.made_at),
    }
    return _record(RecordKind.EVENT, f"{event.event_id} {event.revision}", _json(body))


def event_from(body: str) -> Event:
    """Return the event of a line."""
    raw = json.loads(body)
    made_at = from_utc_text(raw.pop("made_at"), raw.pop("offset"))
    return Event(**{**raw, "day": date.fromisoformat(raw["day"]), "made_at": made_at})


def response_record(revision: Revision) -> BatchRecord:
    """Return the line of one revision of a response: the frozen XML as text, and the envelope as it was hashed."""
    body = {
        "instance_id": revision.instance_id,
        "response_id": revision.response_id,
        "deprecated_id": revision.deprecated_id,
        "form_id": revision.form_id,
        "form_version": revision.form_version,
        "form_sha256": revision.form_sha256,
        "xml": revision.xml.decode("utf-8"),
        "envelope": revision.envelope.to_json(),
        "content_sha256": revision.content_sha256,
        "reason": revision.reason,
    }
    return _record(RecordKind.RESPONSE, revision.instance_id, _json(body))


def revision_from(body: str, answers_of: Callable[[str, bytes], dict[str, str]]) -> Revision:
    """Return the revision of a line.

    Args:
        answers_of: gives the projection from the form's digest and the instance XML.

    Raises:
        ValueError: the line is no response, or XML and envelope are not what their digest says.
    """
    raw = json.loads(body)
    if not all(isinstance(value, str) for value in raw.values()):
        raise ValueError("a part of it is no text")
    xml = raw["xml"].encode()
    revision = Revision(
        instance_id=raw["instance_id"],
        response_id=raw["response_id"],
        deprecated_id=raw["deprecated_id"],
        form_id=raw["form_id"],
        form_version=raw["form_version"],
        form_sha256=raw["form_sha256"],
        xml=xml,
        envelope=Envelope.from_json(raw["envelope"]),
        answers=answers_of(raw["form_sha256"], xml),
        reason=raw["reason"],
    )
    if revision.content_sha256 != raw["content_sha256"]:
        raise ValueError("the response is not what its digest says")
    try:
        for instant in (revision.envelope.started_at, revision.envelope.finalised_at):
            from_utc_text(instant, revision.envelope.offset_minutes)
    except (ValueError, OverflowError):
        raise ValueError("an instant of the response is none") from None
    return revision


def content_digest(body: str) -> str:
    """Return the digest of XML and envelope on a response's line, worked out anew: its own claim is not believed.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: the line is no response.
    """
    raw = json.loads(body)
    digest = hashlib.sha256(raw["xml"].encode())
    digest.update(b"\x00" + raw["envelope"].encode())
    return digest.hexdigest()


def contact_record(contact: SealedContact) -> BatchRecord:
    """Return the line of one entry of the update list, still sealed."""
    body = {
        "contact_id": contact.contact_id,
        "programme_id": contact.programme_id,
        "day": contact.day.isoformat(),
        "sealed": base64.b64encode(contact.sealed).decode(),
    }
    return _record(RecordKind.CONTACT, contact.contact_id, _json(body))


def contact_from(body: str) -> SealedContact:
    """Return the sealed entry of a line."""
    raw = json.loads(body)
    return SealedContact(
        contact_id=raw["contact_id"],
        programme_id=raw["programme_id"],
        day=date.fromisoformat(raw["day"]),
        sealed=base64.b64decode(raw["sealed"], validate=True),
    )


def instruction_record(instruction: Instruction) -> BatchRecord:
    """Return the line of one instruction to take something back."""
    body = {
        "instruction_id": instruction.instruction_id,
        "action": instruction.action.value,
        "subject": instruction.subject,
        "reason": instruction.reason,
        "origin": instruction.origin,
        "made_at": to_utc_text(instruction.made_at),
        "offset": offset_minutes(instruction.made_at),
    }
    return _record(RecordKind.INSTRUCTION, instruction.instruction_id, _json(body))


def instruction_from(body: str) -> Instruction:
    """Return the instruction of a line.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: the line is none.
    """
    raw = json.loads(body)
    return Instruction(
        instruction_id=str(raw["instruction_id"]),
        action=InstructionAction(raw["action"]),
        subject=str(raw["subject"]),
        reason=str(raw["reason"]),
        origin=str(raw["origin"]),
        made_at=from_utc_text(raw["made_at"], raw["offset"]),
    )


def ledger_record(device_id: str, body: str) -> BatchRecord:
    """Return the line of what a device says of itself (:mod:`desktop.workflows.device_ledger`)."""
    return _record(RecordKind.LEDGER, device_id, body)
