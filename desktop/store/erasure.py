"""Where the store can hold something of a respondent, and how taking back or erasing clears it.

One list, by table and column. What empties a response is made from it; a test walks all tables and fails on a
column of text or bytes that is neither in it nor said, with the reason, to hold nothing of a respondent.
The index of the words of answers is made by the engine of the table ``response_words`` and deletes with it
(``secure-delete`` of FTS5). A scan is an encrypted file beside the store; its key is here and goes with its row,
after which the file, wherever a copy of it lies, can't be read; the file itself is unlinked, not overwritten.

In a SQLCipher file nothing of what was cleared is left (``secure_delete``, and the write-ahead log is emptied
after the commit). A PostgreSQL server keeps older versions of a row until it has vacuumed, and its own log for as
long as it is told to: there the volume must be encrypted, and its operator says how long logs are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam, delete, select, update

from desktop.responses.drafts import DraftEnd, DraftKind
from desktop.store.tables import (
    BATCH_ITEM,
    DRAFT,
    JOURNAL_STEP,
    KEYED_SHEET,
    KEYING_DECISION,
    KEYING_QUERY,
    PICTURE,
    QUARANTINED_RECORD,
    RESPONSE,
    RESPONSE_WORDS,
    REVISION,
    SCAN,
)


class Of(StrEnum):
    """What a column can hold of a respondent."""

    ANSWERS = "answers"
    HASH = "hash of answers"
    CONTACT = "contact details"
    NOTE = "words that were said without a form"
    CONCERN = "a safeguarding concern"
    SCAN = "the key of a scanned page"


@dataclass(frozen=True, slots=True)
class Held:
    """What a column can hold of a respondent, and how it is cleared.

    Attributes:
        of: what.
        cleared: one sentence.
        empty: what stands there afterwards; ``None`` where the row goes, or where the sentence says why it stays.
    """

    of: Of
    cleared: str
    empty: Any = None


_EMPTIED = "Emptied when the response is withdrawn or erased; the row stays as a tombstone."
_APART = "Emptied with the response that it claims to be; the row and the reason stay."
_STEP = "Deleted when the draft is finalised or given up, and when the response is withdrawn or erased."
_GONE = "The row is deleted when the response is withdrawn or erased."
_WITH_SHEET = "The row is deleted when a response of the sheet is withdrawn or erased."
_WITH_PROGRAMME = "The row is deleted when the programme's time has come, or by hand."
_NAMED = f"Emptied in every revision before one that was made because it named somebody. {_WITH_PROGRAMME}"
_OUTBOX = "Emptied with the response, the picture, the note or the contact that it is the hash of."

REGISTRY: Mapping[tuple[str, str], Held] = {
    ("revision", "xml"): Held(Of.ANSWERS, _EMPTIED, b""),
    ("revision", "answers"): Held(Of.ANSWERS, _EMPTIED, ""),
    ("revision", "envelope"): Held(Of.ANSWERS, _EMPTIED, ""),
    ("revision", "content_sha256"): Held(Of.HASH, _EMPTIED, ""),
    ("revision", "reason"): Held(Of.ANSWERS, _EMPTIED, ""),
    ("journal_step", "path"): Held(Of.ANSWERS, _STEP),
    ("journal_step", "value"): Held(Of.ANSWERS, _STEP),
    ("draft", "place"): Held(Of.ANSWERS, "Emptied when the draft ends, however it ends.", ""),
    ("batch_item", "sha256"): Held(Of.HASH, _OUTBOX, ""),
    ("batch_item", "body"): Held(
        Of.ANSWERS, "Never filled for what a table of its own holds; emptied all the same.", ""
    ),
    ("quarantined_record", "body"): Held(Of.ANSWERS, _APART, b""),
    ("contact", "sealed"): Held(Of.CONTACT, "The row is deleted when the contact is erased."),
    ("response_words", "words"): Held(Of.ANSWERS, _GONE),
    ("picture", "content"): Held(Of.ANSWERS, _GONE),
    ("picture", "sha256"): Held(Of.HASH, _GONE),
    **{("keyed_sheet", column): Held(Of.ANSWERS, _GONE) for column in ("answers", "missing", "scope", "efforts")},
    **{
        ("keying_decision", column): Held(Of.ANSWERS, _GONE)
        for column in (
            "path",
            "first_value",
            "first_missing",
            "second_value",
            "second_missing",
            "adopted_value",
            "adopted_missing",
            "reason",
            "exception",
        )
    },
    **{
        ("keying_query", column): Held(Of.ANSWERS, _WITH_SHEET) for column in ("path", "number", "words", "answer")
    },
    ("scan", "key"): Held(Of.SCAN, _WITH_SHEET),
    ("scan", "sha256"): Held(Of.HASH, _WITH_SHEET),
    **{
        ("note", column): Held(Of.NOTE, _WITH_PROGRAMME)
        for column in ("area", "sentiment", "language", "respondent_type", "codes", "reason")
    },
    **{
        ("note", column): Held(Of.NOTE, _NAMED, "")
        for column in ("words", "reflection", "neighbourhood", "found_by")
    },
    ("board", "question"): Held(Of.NOTE, _NAMED, ""),
    ("board", "options"): Held(Of.NOTE, _NAMED, "[]"),
    ("board", "picture_id"): Held(Of.NOTE, _NAMED, ""),
    ("note_draft", "body"): Held(Of.NOTE, "The row is deleted when the note is saved or given up."),
    ("follow_up_slot", "held"): Held(Of.CONTACT, "Overwritten with noughts when the request is removed."),
    ("concern", "sealed"): Held(Of.CONCERN, "The row is deleted by hand, never because a time has come."),
    ("contact_slot", "held"): Held(Of.CONTACT, "Overwritten with noughts when the contact is erased or released."),
}
"""Every (table, column) that can hold something of a respondent."""


@cache
def emptying() -> tuple[Executable, ...]:
    """Return the statements that empty the responses bound to ``responses`` (a list of ids), in their order."""
    theirs = REVISION.c.response_id.in_(bindparam("responses", expanding=True))
    instances = select(REVISION.c.instance_id).where(theirs)
    drafts = DRAFT.c.response_id.in_(bindparam("responses", expanding=True))
    ended = {"ended": DraftEnd.FINALISED.value, "reason": "", **_emptied("draft")}
    of_theirs = PICTURE.c.owner_id.in_(bindparam("responses", expanding=True))
    pictures = select(PICTURE.c.picture_id).where(of_theirs)
    serials = select(RESPONSE.c.serial).where(
        RESPONSE.c.response_id.in_(bindparam("responses", expanding=True)), RESPONSE.c.serial != ""
    )
    of_sheets = KEYED_SHEET.c.serial.in_(serials) & (KEYED_SHEET.c.response_id == "")
    keyed = KEYED_SHEET.c.response_id.in_(bindparam("responses", expanding=True)) | of_sheets
    decided = KEYING_DECISION.c.response_id.in_(bindparam("responses", expanding=True))
    asked = KEYING_QUERY.c.serial.in_(serials)
    second = DRAFT.c.serial.in_(serials) & (DRAFT.c.kind == DraftKind.SECOND_KEYING.value)
    gone = (
        instances,
        pictures,
        select(KEYED_SHEET.c.keying_id).where(keyed),
        select(KEYING_DECISION.c.decision_id).where(decided),
        select(KEYING_QUERY.c.query_id).where(asked),
    )
    return (
        *(
            update(table).where(table.c.identity.in_(these)).values(**_emptied(table.name))
            for table in (BATCH_ITEM, QUARANTINED_RECORD)
            for these in gone
        ),
        delete(JOURNAL_STEP).where(JOURNAL_STEP.c.draft_id.in_(select(DRAFT.c.draft_id).where(second))),
        # what is being keyed a second time ends here: there is nothing left to compare it with
        update(DRAFT).where(second, DRAFT.c.ended == DraftEnd.OPEN.value).values(**ended),
        delete(KEYED_SHEET).where(keyed),
        delete(KEYING_DECISION).where(decided),
        delete(KEYING_QUERY).where(asked),
        delete(SCAN).where(SCAN.c.serial.in_(serials)),
        delete(JOURNAL_STEP).where(JOURNAL_STEP.c.draft_id.in_(select(DRAFT.c.draft_id).where(drafts))),
        # a frozen response has no open draft; if a fault left one, it must not come back
        update(DRAFT).where(drafts, DRAFT.c.ended == DraftEnd.OPEN.value).values(**ended),
        delete(PICTURE).where(of_theirs),
        delete(RESPONSE_WORDS).where(RESPONSE_WORDS.c.response_id.in_(bindparam("responses", expanding=True))),
        update(REVISION).where(theirs).values(**_emptied("revision")),
    )


@cache
def scans_of() -> Executable:
    """Return the statement that names the scanned pages that go with the responses bound to ``responses``."""
    theirs = RESPONSE.c.response_id.in_(bindparam("responses", expanding=True))
    return select(SCAN.c.scan_id).where(
        SCAN.c.serial.in_(select(RESPONSE.c.serial).where(theirs, RESPONSE.c.serial != ""))
    )


def tombstone(revision_row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of a revision as it stands after it was erased: for one that was erased before it came."""
    return {**revision_row, **_emptied("revision")}


def words_emptied(table: str) -> dict[str, Any]:
    """Return what stands in the revisions of a note or a board before one made because they named somebody."""
    return {column: value for column, value in _emptied(table).items() if value is not None}


def _emptied(table: str) -> dict[str, Any]:
    return {column: held.empty for (name, column), held in REGISTRY.items() if name == table}
