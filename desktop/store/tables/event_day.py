"""What an event has beside its questionnaires: counts, notes, boards, debriefs, merges, pictures, benchmarks.

``batch_id`` is empty while a row is in no batch.
"""

from __future__ import annotations

from sqlalchemy import Index

from desktop.store.tables.base import Row, blob, flag, integer, key, number_key, real, table_of, text


class AttendanceMarkRow(Row, table=True):
    """One press of the counting key. Only ever added; taken back by a further mark."""

    __tablename__ = "attendance_mark"
    __table_args__ = (Index(None, "event_id", "made_utc", "mark_id"),)
    mark_id: str = key()
    programme_id: str = text()
    event_id: str = text()
    kind: str = text()
    role: str = text()
    detail: str = text()
    amount: int = integer()
    undoes: str = text(index=True)
    device_id: str = text()
    made_by: str = text()
    person_id: str = text()
    made_utc: str = text()
    made_offset: int = integer()
    batch_id: str = text(index=True)


class NoteRow(Row, table=True):
    """One revision of a comment or a conversation note."""

    __tablename__ = "note"
    __table_args__ = (Index(None, "event_id", "note_id", "revision"),)
    note_id: str = key()
    revision: int = number_key()
    kind: str = text()
    programme_id: str = text(index=True)
    event_id: str = text()
    words: str = text()
    reflection: str = text()
    area: str = text()
    sentiment: str = text()
    source: str = text()
    language: str = text()
    respondent_type: str = text()
    neighbourhood: str = text()
    codes: str = text()
    voided: bool = flag()
    reason: str = text()
    device_id: str = text()
    made_by: str = text()
    person_id: str = text()
    made_utc: str = text()
    made_offset: int = integer()
    made_up: bool = flag()
    found_by: str = text()
    batch_id: str = text(index=True)


class NoteDraftRow(Row, table=True):
    """A note that is being written, so that nothing said is lost; goes when the note is saved or given up."""

    __tablename__ = "note_draft"
    draft_id: str = key()
    kind: str = text()
    event_id: str = text()
    person_id: str = text()
    day: str = text()
    body: str = text()


class BoardRow(Row, table=True):
    """One revision of a dot vote or a ranking board, its options as JSON."""

    __tablename__ = "board"
    board_id: str = key()
    revision: int = number_key()
    programme_id: str = text()
    event_id: str = text(index=True)
    kind: str = text()
    question: str = text()
    options: str = text()
    dots_each: int = integer()
    picture_id: str = text()
    voided: bool = flag()
    reason: str = text()
    device_id: str = text()
    made_by: str = text()
    person_id: str = text()
    made_utc: str = text()
    made_offset: int = integer()
    made_up: bool = flag()
    batch_id: str = text(index=True)


class DebriefRow(Row, table=True):
    """One revision of what one laptop says of the end of an event, its costs as JSON."""

    __tablename__ = "debrief"
    event_id: str = key()
    device_id: str = key()
    revision: int = number_key()
    programme_id: str = text()
    closed: bool = flag()
    costs: str = text()
    publicity: str = text()
    weather: str = text()
    reach: str = text()
    went_well: str = text()
    to_change: str = text()
    reason: str = text()
    made_by: str = text()
    person_id: str = text()
    made_utc: str = text()
    made_offset: int = integer()
    batch_id: str = text(index=True)


class EventMergeRow(Row, table=True):
    """That one event is counted under another, or no longer is."""

    __tablename__ = "event_merge"
    event_id: str = key()
    device_id: str = key()
    revision: int = number_key()
    programme_id: str = text()
    into_id: str = text()
    reason: str = text()
    made_by: str = text()
    person_id: str = text()
    made_utc: str = text()
    made_offset: int = integer()
    batch_id: str = text(index=True)


class PictureRow(Row, table=True):
    """One picture, in the store itself: so it is encrypted, backed up, rekeyed and erased with everything else."""

    __tablename__ = "picture"
    picture_id: str = key()
    owner_id: str = text(index=True)
    name: str = text()
    media_type: str = text()
    width: int = integer()
    height: int = integer()
    sha256: str = text()
    batch_id: str = text(index=True)
    content: bytes = blob()


class BenchmarkTableRow(Row, table=True):
    """A published table that a programme, or every programme, is compared with."""

    __tablename__ = "benchmark"
    dimension: str = key()
    programme_id: str = key()
    source: str = text()
    table_name: str = text()
    published: str = text()
    licence: str = text()
    made_up: bool = flag()
    measure: str = text()


class BenchmarkGroupRow(Row, table=True):
    """One group of a benchmark, its answers as JSON."""

    __tablename__ = "benchmark_group"
    dimension: str = key()
    programme_id: str = key()
    position: int = number_key()
    code: str = text()
    label: str = text()
    figure: float = real()
    answers: str = text()


ATTENDANCE_MARK = table_of(AttendanceMarkRow)
NOTE = table_of(NoteRow)
NOTE_DRAFT = table_of(NoteDraftRow)
BOARD = table_of(BoardRow)
DEBRIEF = table_of(DebriefRow)
EVENT_MERGE = table_of(EventMergeRow)
PICTURE = table_of(PictureRow)
BENCHMARK = table_of(BenchmarkTableRow)
BENCHMARK_GROUP = table_of(BenchmarkGroupRow)
