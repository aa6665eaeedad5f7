"""Responses and revisions as rows, and back."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Row

from desktop.foundation.clock import from_utc_text
from desktop.responses.response import Envelope, ResponseSummary, Revision
from desktop.responses.states import ItemState
from desktop.store.repositories.base import moment


def response_row(revision: Revision, state: ItemState, batch_id: str) -> dict[str, Any]:
    """Return the row of a response whose newest revision is ``revision``."""
    envelope = revision.envelope
    return {
        "response_id": revision.response_id,
        "instance_id": revision.instance_id,
        "state": state.value,
        "form_id": revision.form_id,
        "form_version": revision.form_version,
        "programme_id": envelope.programme_id,
        "event_id": envelope.event_id,
        "channel": envelope.channel,
        "serial": envelope.serial,
        "print_log_here": envelope.print_log_here,
        "recorded_by": envelope.recorder.name,
        "device_id": envelope.device_id,
        "started_utc": envelope.started_at,
        "started_offset": envelope.offset_minutes,
        "finalised_utc": envelope.finalised_at,
        "finalised_offset": envelope.offset_minutes,
        "received_on": envelope.received_on,
        "batch_id": batch_id,
    }


def revision_row(revision: Revision) -> dict[str, Any]:
    """Return the row of a frozen revision."""
    return {
        "instance_id": revision.instance_id,
        "response_id": revision.response_id,
        "deprecated_id": revision.deprecated_id,
        "form_id": revision.form_id,
        "form_version": revision.form_version,
        "form_sha256": revision.form_sha256,
        "finalised_utc": revision.envelope.finalised_at,
        "reason": revision.reason,
        "content_sha256": revision.content_sha256,
        "xml": revision.xml,
        "envelope": revision.envelope.to_json(),
        "answers": json.dumps(dict(revision.answers), separators=(",", ":"), ensure_ascii=False),
    }


def to_revision(row: Row[Any]) -> Revision:
    """Return the revision of a row that was not erased."""
    return Revision(
        instance_id=row.instance_id,
        response_id=row.response_id,
        deprecated_id=row.deprecated_id,
        form_id=row.form_id,
        form_version=row.form_version,
        form_sha256=row.form_sha256,
        xml=bytes(row.xml),
        envelope=Envelope.from_json(row.envelope),
        answers=json.loads(row.answers),
        reason=row.reason,
    )


def to_summary(row: Row[Any]) -> ResponseSummary:
    """Return what lists show of a row."""
    return ResponseSummary(
        response_id=row.response_id,
        instance_id=row.instance_id,
        form_id=row.form_id,
        form_version=row.form_version,
        programme_id=row.programme_id,
        event_id=row.event_id,
        channel=row.channel,
        serial=row.serial,
        print_log_here=row.print_log_here,
        recorded_by=row.recorded_by,
        state=ItemState(row.state),
        started_at=moment(row.started_utc, row.started_offset),
        finalised_at=from_utc_text(row.finalised_utc, row.finalised_offset) if row.finalised_utc else None,
        received_on=row.received_on,
        batch_id=row.batch_id,
    )
