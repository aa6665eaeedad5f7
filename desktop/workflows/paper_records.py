"""Print runs and what was done with paper, as lines of a batch and back.

A run travels without its serials: the centre makes them anew from its parts and the programme's key. A run whose
numbers are drawn one by one grows, and is sent again as far as it reached by then.

A line comes from another computer: what is read here is held to what a laptop could have written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from desktop.foundation.clock import from_utc_text, offset_minutes, to_utc_text
from desktop.foundation.translation import tr
from desktop.responses.batches import BatchRecord, RecordKind
from desktop.sheets.copies import PrintRun, RunKind
from desktop.sheets.custody import MOST_SHEETS, SheetHow, SheetMove, SheetMoveKind
from desktop.sheets.serials import MAX_NUMBER, MAX_RUN, SerialRefused, read_serial

PaperRecord = PrintRun | SheetMove

MOST_TEXT = 10_000
"""Characters in one part of a line."""

_Kind = TypeVar("_Kind", bound=StrEnum)


def paper_record(thing: PaperRecord) -> BatchRecord:
    """Return the line of a print run or of an act on a stack."""
    if isinstance(thing, PrintRun):
        kind, body = RecordKind.PRINT_RUN, _run_body(thing)
    else:
        kind, body = RecordKind.SHEET_MOVE, _move_body(thing)
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return BatchRecord(kind, paper_identity(thing), hashlib.sha256(text.encode()).hexdigest(), text)


def paper_identity(thing: PaperRecord) -> str:
    """Return what makes repeating a line safe: of a run also how far it reached."""
    return f"{thing.run_id} {thing.copies}" if isinstance(thing, PrintRun) else thing.move_id


def as_far_as(run: PrintRun, copies: int) -> PrintRun | None:
    """Return a run as it was when it reached ``copies``; ``None`` where it never got so far."""
    if copies == run.copies:
        return run
    return replace(run, copies=copies, last_number=copies) if 0 <= copies < run.copies else None


def _run_body(run: PrintRun) -> dict[str, object]:
    return {
        "run_id": run.run_id,
        "run_number": run.run_number,
        "form_id": run.form_id,
        "form_version": run.form_version,
        "form_sha256": run.form_sha256,
        "programme_id": run.programme_id,
        "event_id": run.event_id,
        "edition": run.edition,
        "language": run.language,
        "layout_id": run.layout_id,
        "copies": run.copies,
        "kind": run.kind.value,
        "device_id": run.device_id,
        "issuer": run.issuer,
        "printed_by": run.printed_by,
        "printed_at": to_utc_text(run.printed_at),
        "offset": offset_minutes(run.printed_at),
    }


def _move_body(move: SheetMove) -> dict[str, object]:
    return {
        "move_id": move.move_id,
        "programme_id": move.programme_id,
        "kind": move.kind.value,
        "serials": list(move.serials),
        "day": move.day.isoformat(),
        "how": move.how.value,
        "edition": move.edition,
        "event_id": move.event_id,
        "reason": move.reason,
        "undoes": move.undoes,
        "response_id": move.response_id,
        "photocopy_of": move.photocopy_of,
        "form_sha256": move.form_sha256,
        "device_id": move.device_id,
        "made_by": move.made_by,
        "person_id": move.person_id,
        "made_at": to_utc_text(move.made_at),
        "offset": offset_minutes(move.made_at),
    }


def paper_record_from(kind: RecordKind, body: str) -> PaperRecord:
    """Return what stands on a line of one of :data:`desktop.responses.batches.PAPER_KINDS`.

    Raises:
        ValueError: it is none that a laptop could have written; the words quote nothing of it.
    """
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        raw = None
    if not isinstance(raw, dict):
        raise ValueError(tr("the line can't be read"))
    return _run(raw) if kind is RecordKind.PRINT_RUN else _move(raw)


def _run(raw: Mapping[str, Any]) -> PrintRun:
    kind = _one_of(raw, "kind", RunKind)
    numbered = kind is not RunKind.MASTER
    copies = _number(raw, "copies", 1 if numbered else 0, MAX_NUMBER if numbered else 0)
    return PrintRun(
        run_id=_identity(raw, "run_id"),
        run_number=_number(raw, "run_number", 1 if numbered else 0, MAX_RUN if numbered else 0),
        form_id=_form_id(raw),
        form_version=_text(raw, "form_version"),
        form_sha256=_text(raw, "form_sha256"),
        programme_id=_identity(raw, "programme_id"),
        event_id=_identity(raw, "event_id"),
        edition=_text(raw, "edition"),
        language=_text(raw, "language"),
        layout_id=_text(raw, "layout_id"),
        copies=copies,
        first_number=1 if numbered else 0,
        last_number=copies,
        printed_by=_text(raw, "printed_by"),
        printed_at=_instant(raw, "printed_at"),
        kind=kind,
        device_id=_text(raw, "device_id"),
        issuer=_number(raw, "issuer", 0, 2**30 - 1),
    )


def _move(raw: Mapping[str, Any]) -> SheetMove:
    kind = _one_of(raw, "kind", SheetMoveKind)
    move = SheetMove(
        move_id=_identity(raw, "move_id"),
        programme_id=_identity(raw, "programme_id"),
        kind=kind,
        serials=_serials(raw),
        day=_day(raw),
        how=_one_of(raw, "how", SheetHow),
        edition=_text(raw, "edition"),
        event_id=_text(raw, "event_id"),
        reason=_text(raw, "reason"),
        undoes=_text(raw, "undoes"),
        response_id=_text(raw, "response_id"),
        photocopy_of=_text(raw, "photocopy_of"),
        form_sha256=_text(raw, "form_sha256"),
        device_id=_identity(raw, "device_id"),
        made_by=_text(raw, "made_by"),
        person_id=_text(raw, "person_id"),
        made_at=_instant(raw, "made_at"),
    )
    if bool(move.undoes) != (kind is SheetMoveKind.PUT_BACK):
        raise _wrong("undoes")
    if bool(move.response_id) != (kind is SheetMoveKind.KEY):
        raise _wrong("response_id")
    if move.photocopy_of and (len(move.serials) != 1 or not _is_serial(move.photocopy_of)):
        raise _wrong("photocopy_of")
    return move


def _wrong(name: str) -> ValueError:
    return ValueError(tr("its part {name} is not what it should be", name=name))


def _text(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or len(value) > MOST_TEXT or "\0" in value:
        raise _wrong(name)
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a sign, which no store takes
        raise _wrong(name) from None
    return value


def _identity(raw: Mapping[str, Any], name: str) -> str:
    value = _text(raw, name)
    if not value or len(value) > 200 or " " in value:
        raise _wrong(name)
    return value


def _form_id(raw: Mapping[str, Any]) -> str:
    """Return the id of a form, which may have spaces in it."""
    value = _text(raw, "form_id")
    if not value or len(value) > 200:
        raise _wrong("form_id")
    return value


def _number(raw: Mapping[str, Any], name: str, least: int, most: int) -> int:
    value = raw.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise _wrong(name)
    return value


def _one_of(raw: Mapping[str, Any], name: str, kinds: type[_Kind]) -> _Kind:
    value = _text(raw, name)
    if value not in {each.value for each in kinds}:
        raise _wrong(name)
    return kinds(value)


def _serials(raw: Mapping[str, Any]) -> tuple[str, ...]:
    found = raw.get("serials")
    if not isinstance(found, list) or not 1 <= len(found) <= MOST_SHEETS:
        raise _wrong("serials")
    if not all(_is_serial(each) for each in found) or found != sorted(set(found)):
        raise _wrong("serials")
    return tuple(found)


def _is_serial(value: object) -> bool:
    try:
        return isinstance(value, str) and len(value) < 100 and read_serial(value).canonical == value
    except SerialRefused:
        return False


def _day(raw: Mapping[str, Any]) -> date:
    try:
        return date.fromisoformat(_text(raw, "day"))
    except ValueError:
        raise _wrong("day") from None


def _instant(raw: Mapping[str, Any], name: str) -> datetime:
    try:
        return from_utc_text(_text(raw, name), _number(raw, "offset", -24 * 60, 24 * 60))
    except (ValueError, OverflowError):
        raise _wrong(name) from None
