"""Responses, their frozen revisions, and the record of those taken out of the counts."""

from __future__ import annotations

from sqlalchemy import Index

from desktop.store.tables.base import Row, blob, flag, integer, key, table_of, text


class ResponseRow(Row, table=True):
    """One response, from the begin of its draft on. Holds its state and what lists show, and no answer."""

    __tablename__ = "response"
    # each index is a list that is shown sorted by time: all, of a programme, of an event, in a state, by a channel
    __table_args__ = (
        Index(None, "started_utc", "response_id"),
        Index(None, "programme_id", "started_utc", "response_id"),
        Index(None, "event_id", "started_utc", "response_id"),
        Index(None, "state", "started_utc", "response_id"),
        Index(None, "channel", "started_utc", "response_id"),
    )
    response_id: str = key()
    instance_id: str = text()
    state: str = text()
    form_id: str = text()
    form_version: str = text()
    programme_id: str = text()
    event_id: str = text()
    channel: str = text()
    serial: str = text(index=True)
    print_log_here: bool | None = flag()
    recorded_by: str = text()
    device_id: str = text()
    started_utc: str = text()
    started_offset: int = integer()
    finalised_utc: str = text()
    finalised_offset: int = integer()
    received_on: str = text()
    batch_id: str = text(index=True)


class RevisionRow(Row, table=True):
    """One frozen revision. Its bytes are never rewritten; erasing empties them and leaves the row."""

    __tablename__ = "revision"
    # the ledger counts along this index alone: the rows are fat with XML
    __table_args__ = (Index(None, "response_id", "instance_id", "deprecated_id"),)
    instance_id: str = key()
    response_id: str = text(refers_to="response.response_id")
    deprecated_id: str = text()
    form_id: str = text()
    form_version: str = text()
    form_sha256: str = text()
    finalised_utc: str = text()
    reason: str = text()
    content_sha256: str = text()
    xml: bytes = blob()
    envelope: str = text()
    answers: str = text()


class ResponseEndingRow(Row, table=True):
    """That a response was voided, withdrawn or erased, when, by whom and why."""

    __tablename__ = "response_ending"
    response_id: str = key("response.response_id")
    move: str = key()
    at_utc: str = text()
    at_offset: int = integer()
    person_id: str = text()
    person_name: str = text()
    reason: str = text()


RESPONSE = table_of(ResponseRow)
REVISION = table_of(RevisionRow)
RESPONSE_ENDING = table_of(ResponseEndingRow)
