"""What an event has beside its questionnaires, as lines of a batch and back: counts, notes, boards, pictures.

Safeguarding concerns, requests with contact details and notes that are still being written are not among them, and
have no kind of record: they never leave the laptop in a batch.

A line comes from another computer. What is read here is held to what a laptop could have written, and the reason
given for what is not quotes nothing of it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from desktop.engagement.attendance import CountKind, CountMark, RefusalReason
from desktop.engagement.boards import Board, BoardKind, BoardOption
from desktop.engagement.debrief import Cost, Debrief, EventMerge
from desktop.engagement.notes import Note, NoteKind, NoteSource, Sentiment
from desktop.engagement.pictures import Picture
from desktop.foundation.clock import from_utc_text, offset_minutes, to_utc_text
from desktop.foundation.translation import tr
from desktop.responses.batches import BatchRecord, RecordKind

DayRecord = CountMark | Note | Board | Debrief | EventMerge | Picture

MOST_TEXT = 200_000
"""Characters in one part of a line: far more than any screen takes."""
MOST_ITEMS = 1_000
"""Options of a board, items of the costs, codes of a note."""
MOST_PEOPLE = 1_000_000
MOST_PENCE = 2_000_000_000
MOST_PICTURE_BYTES = 4 * 1024 * 1024
MOST_DOTS = 100_000
"""Of a picture, in width and in height."""

_PICTURE_NAME = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.(?:jpg|png)")
_FIRST_BYTES = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}
_Kind = TypeVar("_Kind", bound=StrEnum)


# to lines ------------------------------------------------------------------------------------------------


def day_record(thing: DayRecord) -> BatchRecord:
    """Return the line of a mark, of one revision of a note, a board, a debrief or a merge, or of a picture."""
    body: Mapping[str, object]
    match thing:
        case CountMark():
            kind, body = RecordKind.ATTENDANCE, _mark_body(thing)
        case Note():
            kind, body = RecordKind.NOTE, _note_body(thing)
        case Board():
            kind, body = RecordKind.BOARD, _board_body(thing)
        case Debrief():
            kind, body = RecordKind.DEBRIEF, _debrief_body(thing)
        case EventMerge():
            kind, body = RecordKind.EVENT_MERGE, {"into_id": thing.into_id, **_made(thing)}
        case Picture():
            kind, body = RecordKind.PICTURE, _picture_body(thing)
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return BatchRecord(kind, identity_of(thing), hashlib.sha256(text.encode()).hexdigest(), text)


def identity_of(thing: DayRecord) -> str:
    """Return what makes repeating a line safe: the id, with the revision where there are several."""
    match thing:
        case CountMark():
            return thing.mark_id
        case Note():
            return f"{thing.note_id} {thing.revision}"
        case Board():
            return f"{thing.board_id} {thing.revision}"
        case Debrief() | EventMerge():
            return f"{thing.event_id} {thing.device_id} {thing.revision}"
        case Picture():
            return thing.picture_id


def _made(thing: Note | Board | Debrief | EventMerge) -> dict[str, object]:
    return {
        "programme_id": thing.programme_id,
        "event_id": thing.event_id,
        "revision": thing.revision,
        "reason": thing.reason,
        **_by(thing),
    }


def _by(thing: CountMark | Note | Board | Debrief | EventMerge) -> dict[str, object]:
    return {
        "device_id": thing.device_id,
        "made_by": thing.made_by,
        "person_id": thing.person_id,
        "made_at": to_utc_text(thing.made_at),
        "offset": offset_minutes(thing.made_at),
    }


def _mark_body(mark: CountMark) -> dict[str, object]:
    return {
        "mark_id": mark.mark_id,
        "programme_id": mark.programme_id,
        "event_id": mark.event_id,
        "kind": mark.kind.value,
        "role": mark.role,
        "detail": mark.detail,
        "amount": mark.amount,
        "undoes": mark.undoes,
        **_by(mark),
    }


def _note_body(note: Note) -> dict[str, object]:
    return {
        "note_id": note.note_id,
        "kind": note.kind.value,
        "words": note.words,
        "reflection": note.reflection,
        "area": note.area,
        "sentiment": "" if note.sentiment is None else note.sentiment.value,
        "source": note.source.value,
        "language": note.language,
        "respondent_type": note.respondent_type,
        "neighbourhood": note.neighbourhood,
        "codes": list(note.codes),
        "voided": note.voided,
        "made_up": note.made_up,
        **_made(note),
    }


def _board_body(board: Board) -> dict[str, object]:
    return {
        "board_id": board.board_id,
        "kind": board.kind.value,
        "question": board.question,
        "options": [[option.label, option.figure] for option in board.options],
        "dots_each": board.dots_each,
        "picture_id": board.picture_id,
        "voided": board.voided,
        "made_up": board.made_up,
        **_made(board),
    }


def _debrief_body(debrief: Debrief) -> dict[str, object]:
    return {
        "closed": debrief.closed,
        "costs": [[cost.label, cost.pence] for cost in debrief.costs],
        "publicity": debrief.publicity,
        "weather": debrief.weather,
        "reach": debrief.reach,
        "went_well": debrief.went_well,
        "to_change": debrief.to_change,
        **_made(debrief),
    }


def _picture_body(picture: Picture) -> dict[str, object]:
    return {
        "picture_id": picture.picture_id,
        "owner_id": picture.owner_id,
        "name": picture.name,
        "media_type": picture.media_type,
        "width": picture.width,
        "height": picture.height,
        "sha256": picture.sha256,
        "content": base64.b64encode(picture.content).decode(),
    }


# from lines ----------------------------------------------------------------------------------------------


def day_record_from(kind: RecordKind, body: str) -> DayRecord:
    """Return what stands on a line of one of :data:`desktop.responses.batches.DAY_KINDS`.

    Raises:
        ValueError: it is none that a laptop could have written; the words quote nothing of it.
    """
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        raw = None
    if not isinstance(raw, dict):
        raise ValueError(tr("the line can't be read"))
    line = _Line(raw)
    match kind:
        case RecordKind.ATTENDANCE:
            return _mark(line)
        case RecordKind.NOTE:
            return _note(line)
        case RecordKind.BOARD:
            return _board(line)
        case RecordKind.DEBRIEF:
            return _debrief(line)
        case RecordKind.EVENT_MERGE:
            return EventMerge(into_id=line.text("into_id"), **line.made())
        case _:
            return _picture(line)


class _Line:
    """The parts of one line, each looked at before it is believed."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._raw = raw

    def _wrong(self, name: str) -> ValueError:
        return ValueError(tr("its part {name} is not what it should be", name=name))

    def text(self, name: str) -> str:
        return self.as_text(name, self._raw.get(name))

    def as_text(self, name: str, value: object) -> str:
        if not isinstance(value, str) or len(value) > MOST_TEXT or "\0" in value:
            raise self._wrong(name)
        try:
            value.encode()
        except UnicodeEncodeError:  # half of a sign, which no store takes
            raise self._wrong(name) from None
        return value

    def identity(self, name: str) -> str:
        value = self.text(name)
        if not value or len(value) > 200 or " " in value:
            raise self._wrong(name)
        return value

    def number(self, name: str, least: int, most: int) -> int:
        return self.as_number(name, self._raw.get(name), least, most)

    def as_number(self, name: str, value: object, least: int, most: int) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self._wrong(name)
        return value

    def flag(self, name: str) -> bool:
        value = self._raw.get(name)
        if not isinstance(value, bool):
            raise self._wrong(name)
        return value

    def one_of(self, name: str, kinds: type[_Kind]) -> _Kind:
        value = self.text(name)
        if value not in {each.value for each in kinds}:
            raise self._wrong(name)
        return kinds(value)

    def items(self, name: str) -> list[object]:
        value = self._raw.get(name)
        if not isinstance(value, list) or len(value) > MOST_ITEMS:
            raise self._wrong(name)
        return value

    def pairs(self, name: str, most: int) -> list[tuple[str, int]]:
        found = []
        for item in self.items(name):
            if not isinstance(item, list) or len(item) != 2:
                raise self._wrong(name)
            found.append((self.as_text(name, item[0]), self.as_number(name, item[1], 0, most)))
        return found

    def bytes(self, name: str, most: int) -> bytes:
        value = self._raw.get(name)
        if not isinstance(value, str) or len(value) > most * 4 // 3 + 4:
            raise self._wrong(name)
        try:
            return base64.b64decode(value, validate=True)
        except ValueError:
            raise self._wrong(name) from None

    def by(self) -> dict[str, Any]:
        return {
            "device_id": self.identity("device_id"),
            "made_by": self.text("made_by"),
            "person_id": self.text("person_id"),
            "made_at": self._instant(),
        }

    def made(self) -> dict[str, Any]:
        return {
            "programme_id": self.identity("programme_id"),
            "event_id": self.identity("event_id"),
            "revision": self.number("revision", 1, MOST_PEOPLE),
            "reason": self.text("reason"),
            **self.by(),
        }

    def _instant(self) -> datetime:
        try:
            return from_utc_text(self.text("made_at"), self.number("offset", -24 * 60, 24 * 60))
        except (ValueError, OverflowError):
            raise self._wrong("made_at") from None


def _mark(line: _Line) -> CountMark:
    undoes = line.text("undoes")
    taken_back = bool(undoes)
    kind = line.one_of("kind", CountKind)
    detail = line.text("detail")
    if detail and (kind is not CountKind.REFUSAL or detail not in {each.value for each in RefusalReason}):
        raise ValueError(tr("its part {name} is not what it should be", name="detail"))
    return CountMark(
        mark_id=line.identity("mark_id"),
        programme_id=line.identity("programme_id"),
        event_id=line.identity("event_id"),
        kind=kind,
        role=line.text("role"),
        detail=detail,
        amount=line.number("amount", -MOST_PEOPLE, -1) if taken_back else line.number("amount", 1, MOST_PEOPLE),
        undoes=undoes,
        **line.by(),
    )


def _note(line: _Line) -> Note:
    return Note(
        note_id=line.identity("note_id"),
        kind=line.one_of("kind", NoteKind),
        words=line.text("words"),
        reflection=line.text("reflection"),
        area=line.text("area"),
        sentiment=line.one_of("sentiment", Sentiment) if line.text("sentiment") else None,
        source=line.one_of("source", NoteSource),
        language=line.text("language"),
        respondent_type=line.text("respondent_type"),
        neighbourhood=line.text("neighbourhood"),
        codes=tuple(line.as_text("codes", each) for each in line.items("codes")),
        voided=line.flag("voided"),
        made_up=line.flag("made_up"),
        **line.made(),
    )


def _board(line: _Line) -> Board:
    return Board(
        board_id=line.identity("board_id"),
        kind=line.one_of("kind", BoardKind),
        question=line.text("question"),
        options=tuple(BoardOption(label, figure) for label, figure in line.pairs("options", MOST_PEOPLE)),
        dots_each=line.number("dots_each", 0, MOST_PEOPLE),
        picture_id=line.text("picture_id"),
        voided=line.flag("voided"),
        made_up=line.flag("made_up"),
        **line.made(),
    )


def _debrief(line: _Line) -> Debrief:
    return Debrief(
        closed=line.flag("closed"),
        costs=tuple(Cost(label, pence) for label, pence in line.pairs("costs", MOST_PENCE)),
        publicity=line.text("publicity"),
        weather=line.text("weather"),
        reach=line.text("reach"),
        went_well=line.text("went_well"),
        to_change=line.text("to_change"),
        **line.made(),
    )


def _picture(line: _Line) -> Picture:
    name, media_type, content = (
        line.text("name"),
        line.text("media_type"),
        line.bytes("content", MOST_PICTURE_BYTES),
    )
    if not _PICTURE_NAME.fullmatch(name):  # it becomes the name of a file
        raise ValueError(tr("its part {name} is not what it should be", name="name"))
    if not content.startswith(_FIRST_BYTES.get(media_type, b"?")) or len(content) > MOST_PICTURE_BYTES:
        raise ValueError(tr("it is no picture"))
    if hashlib.sha256(content).hexdigest() != line.text("sha256"):
        raise ValueError(tr("the picture is not what its digest says"))
    return Picture(
        picture_id=line.identity("picture_id"),
        owner_id=line.identity("owner_id"),
        name=name,
        media_type=media_type,
        width=line.number("width", 1, MOST_DOTS),
        height=line.number("height", 1, MOST_DOTS),
        sha256=line.text("sha256"),
        content=content,
    )
