"""Batches, receipts and deliveries as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class BatchKind(StrEnum):
    """Responses and contacts never travel in one file."""

    RESPONSES = "responses"
    CONTACTS = "contacts"


class RecordKind(StrEnum):
    """What a line of a batch is. New kinds may come; a reader sets apart what it does not know."""

    PROGRAMME = "programme"
    FORM = "form"
    EVENT = "event"
    RESPONSE = "response"
    CONTACT = "contact"
    INSTRUCTION = "instruction"
    """To take something back; see :mod:`desktop.responses.instructions`."""
    LEDGER = "ledger"
    """What the device holds, in counts and ids, so that the centre can say what a lost laptop had on it."""
    ATTENDANCE = "attendance"
    """One press of the counting key."""
    NOTE = "note"
    """One revision of a comment or a conversation note."""
    BOARD = "board"
    """One revision of a dot vote or a ranking board."""
    DEBRIEF = "debrief"
    """One revision of what a laptop says of the end of an event."""
    EVENT_MERGE = "event merge"
    """That one event is counted under another, or no longer is."""
    PICTURE = "picture"
    """A picture of a response or of a board."""
    PRINT_RUN = "print run"
    """Numbers that a laptop printed or drew for paper copies, as far as they reached."""
    SHEET_MOVE = "sheet move"
    """One act on a stack of paper copies."""
    KEYED_SHEET = "keyed sheet"
    """One keying of a sheet; of a second one with what was read."""
    VERIFICATION_PLAN = "verification plan"
    """One version of what is keyed a second time."""
    KEYING_DECISION = "keying decision"
    """What was decided on a field that two keyers read differently."""
    KEYING_QUERY = "keying query"
    """What a keyer asked the coordinator, with the answer."""


DAY_KINDS = frozenset(
    {
        RecordKind.ATTENDANCE,
        RecordKind.NOTE,
        RecordKind.BOARD,
        RecordKind.DEBRIEF,
        RecordKind.EVENT_MERGE,
        RecordKind.PICTURE,
    }
)
"""What an event has beside its questionnaires."""

PAPER_KINDS = frozenset({RecordKind.PRINT_RUN, RecordKind.SHEET_MOVE})
"""Paper copies, and what was done with them."""

KEYING_KINDS = frozenset(
    {
        RecordKind.KEYED_SHEET,
        RecordKind.VERIFICATION_PLAN,
        RecordKind.KEYING_DECISION,
        RecordKind.KEYING_QUERY,
    }
)
"""Keying twice."""
OF_RESPONSES = (KEYING_KINDS - {RecordKind.VERIFICATION_PLAN}) | {RecordKind.RESPONSE, RecordKind.PICTURE}
"""What goes when its response is taken back: each line says which."""


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """One line of a batch.

    Attributes:
        kind: what it is.
        identity: id that makes repeating it safe: instance id, event id and revision, form hash, contact id.
        sha256: hex digest of ``body``.
        body: JSON text.
    """

    kind: RecordKind
    identity: str
    sha256: str
    body: str


@dataclass(frozen=True, slots=True)
class Batch:
    """A closed set of finalised things, formed with its outbox rows in one transaction.

    Attributes:
        number: 1 and up within ``(device_id, epoch)``; no number is left out.
        previous_digest: hex digest of the batch before it in the chain; empty for the first of an epoch.
        digest: hex SHA-256 of the canonical manifest; says what the batch holds.
        items: how many records it holds.
        responses: how many of them are responses.
    """

    batch_id: str
    kind: BatchKind
    device_id: str
    epoch: int
    number: int
    previous_digest: str
    digest: str
    formed_at: datetime
    formed_by: str
    items: int
    responses: int
    made_up: bool


class DeliveryStatus(StrEnum):
    """How far one batch got at one target."""

    WAITING = "waiting"
    WRITTEN = "written"
    RECEIPTED = "receipted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One batch at one target. Targets other than the central store never change an item's state.

    Attributes:
        target: such as ``folder:/media/stick``.
        file_name: the name it was written under.
        detail: words of the target, such as why it refused.
    """

    batch_id: str
    target: str
    status: DeliveryStatus
    file_name: str
    detail: str
    at: datetime
    version: int = 1


class ItemResult(StrEnum):
    """What the centre did with one record."""

    ACCEPTED = "accepted"
    ALREADY_THERE = "already there"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The centre's signed word on one batch, given only after commit.

    Attributes:
        receipt_id: uuid4 text.
        batch_id: of the batch.
        batch_digest: its manifest's digest: the receipt speaks of these very bytes.
        results: (identity, result) of every response record in it. Holds no answer and no hash of one.
        central_id: of the central store.
        received_at: instant of the commit.
    """

    receipt_id: str
    batch_id: str
    batch_digest: str
    device_id: str
    central_id: str
    received_at: datetime
    results: tuple[tuple[str, ItemResult], ...]
