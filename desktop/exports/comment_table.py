"""Comments and conversation notes as one table: what was said and what the listener thought in two columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.engagement.notes import Note
from desktop.engagement.programme import Coded, Event, Programme
from desktop.foundation.clock import civil_date, to_utc_text

COLUMNS: tuple[tuple[str, str], ...] = (
    ("note_id", "Id of the comment; the same for all its revisions"),
    ("revision", "The revision in force: 1 where nothing was changed"),
    ("kind", "comment: a few words; conversation: noted by a listener"),
    ("programme_id", "Programme"),
    ("event_id", "Id of the event"),
    ("event_name", "Name of the event"),
    ("event_date", "Date of the event"),
    ("counted_under", "Id of the event that this one is counted under, where the two are one"),
    ("words", "What was said, in the speaker's words"),
    ("reflection", "What the listener made of it: the listener's own thoughts, never what was said"),
    ("area", "Code of the area it is about"),
    ("area:label", "The area in words"),
    ("sentiment", "How the speaker put it; empty where they did not say"),
    ("source", "spoken, sticky note, comment card or wall"),
    ("language", "Language of the words"),
    ("respondent_type", "Code of who spoke"),
    ("respondent_type:label", "Who spoke, in words"),
    ("neighbourhood", "As it was told; never a full postcode"),
    ("codes", "Codes of the statements and actions it speaks of, a space between"),
    ("codes:label", "The same in words, a semicolon between"),
    ("taken_down_at", "When it was first taken down, UTC"),
    ("counted_on", "The day of that, in the programme's time zone"),
    ("window", "Against the programme's dates in force at the export: before opening, in time, late"),
    ("recorded_by", "Who wrote the revision in force"),
    ("device_id", "Id of the device"),
    ("made_up", "1 for practice data"),
)
"""Each column's name, and what stands in it."""


@dataclass(frozen=True, slots=True)
class ExportedNote:
    """A note in force, and when it was first taken down."""

    note: Note
    taken_down_at: datetime


def comment_rows(
    notes: Iterable[ExportedNote],
    *,
    programmes: Mapping[str, Programme],
    events: Mapping[str, Event],
    counted_under: Mapping[str, str],
) -> list[Sequence[str]]:
    """Return a row for each note, in the order of :data:`COLUMNS`.

    Args:
        counted_under: event id to the id of the event that it is counted under.
    """
    return [
        _row(each, programmes.get(each.note.programme_id), events.get(each.note.event_id), counted_under)
        for each in notes
    ]


def _row(
    exported: ExportedNote, programme: Programme | None, event: Event | None, counted_under: Mapping[str, str]
) -> Sequence[str]:
    note = exported.note
    day = None if programme is None else civil_date(exported.taken_down_at, programme.time_zone)
    topics = {} if programme is None else {topic.code: topic.label for topic in programme.topics}
    return (
        note.note_id,
        str(note.revision),
        note.kind.value,
        note.programme_id,
        note.event_id,
        "" if event is None else event.name,
        "" if event is None else event.day.isoformat(),
        counted_under.get(note.event_id, ""),
        note.words,
        note.reflection,
        note.area,
        _label(note.area, () if programme is None else programme.areas),
        "" if note.sentiment is None else note.sentiment.value,
        note.source.value,
        note.language,
        note.respondent_type,
        _label(note.respondent_type, () if programme is None else programme.respondent_types),
        note.neighbourhood,
        " ".join(note.codes),
        "; ".join(topics.get(code, code) for code in note.codes),
        to_utc_text(exported.taken_down_at),
        "" if day is None else day.isoformat(),
        "" if programme is None or day is None else programme.window_of_day(day).value,
        note.made_by,
        note.device_id,
        "1" if note.made_up else "0",
    )


def _label(code: str, of: Iterable[Coded]) -> str:
    """Return the words of a code; a code that the programme no longer has stands for itself."""
    return next((each.label for each in of if each.code == code), code)
