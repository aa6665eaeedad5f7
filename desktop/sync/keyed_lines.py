"""One second keying as a line of JSON, for the file in which a pile comes back."""

from __future__ import annotations

import math
from datetime import datetime

from desktop.foundation.clock import from_utc_text, offset_minutes, to_utc_text
from desktop.foundation.errors import Defect
from desktop.foundation.translation import tr
from desktop.responses.keyings import FieldEffort, KeyedSheet, Which
from desktop.responses.response import MissingKind, Recorder
from desktop.sync.signed_lines import Unreadable, canonical, parsed_exactly

_TEXTS = (
    "keying_id", "serial", "programme_id", "event_id", "form_id", "form_version", "form_sha256", "device_id",
    "pile_id",
)  # fmt: skip


def keyed_line(sheet: KeyedSheet) -> bytes:
    """Return the line of a second keying; equal keyings have equal bytes.

    Raises:
        Defect: it is a first one, whose answers are a response.
    """
    if sheet.which is not Which.SECOND:
        raise Defect("only second keyings travel in a pile")
    value = {name: getattr(sheet, name) for name in _TEXTS} | {
        "keyer": [sheet.keyer.person_id, sheet.keyer.name, sheet.keyer.role],
        "signed_in": sheet.keyer.signed_in,
        "times": [_time(sheet.started_at), _time(sheet.finished_at)],
        "answers": [list(pair) for pair in sorted(sheet.answers.items())],
        "missing": [list(pair) for pair in sorted(sheet.missing.items())],
        "scope": list(sheet.scope),
        "efforts": [
            [path, str(effort.keystrokes), f"{effort.seconds:.3f}"]
            for path, effort in sorted(sheet.efforts.items())
        ],
    }
    try:
        return canonical(value)
    except ValueError:
        raise Defect("a keyed sheet is no valid Unicode") from None


def read_keyed_line(line: bytes) -> KeyedSheet:
    """Return the second keying on ``line``. It has no ``response_id``: that is known where the pile came from.

    Raises:
        Unreadable: it is none; the message holds nothing of it.
    """
    fields = parsed_exactly(line)
    keyer, times = fields.texts("keyer"), fields.rows("times", 2)
    missing = fields.pairs("missing")
    if len(keyer) != 3 or len(times) != 2 or not set(missing.values()) <= {each.value for each in MissingKind}:
        raise Unreadable(tr("A sheet in it is damaged."))
    started, finished = (_instant(*each) for each in times)
    texts = {name: fields.text(name) for name in _TEXTS}
    return KeyedSheet(
        keying_id=texts["keying_id"],
        which=Which.SECOND,
        serial=texts["serial"],
        programme_id=texts["programme_id"],
        event_id=texts["event_id"],
        form_id=texts["form_id"],
        form_version=texts["form_version"],
        form_sha256=texts["form_sha256"],
        response_id="",
        instance_id="",
        keyer=Recorder(keyer[0], keyer[1], keyer[2], fields.flag("signed_in")),
        device_id=texts["device_id"],
        started_at=started,
        finished_at=finished,
        answers=fields.pairs("answers"),
        missing=missing,
        scope=fields.texts("scope"),
        efforts={path: _effort(keys, seconds) for path, keys, seconds in fields.rows("efforts", 3)},
        pile_id=texts["pile_id"],
    )


def _time(instant: datetime) -> list[str]:
    return [to_utc_text(instant), str(offset_minutes(instant))]


def _instant(text: str, offset: str) -> datetime:
    try:
        return from_utc_text(text, int(offset))
    except (ValueError, OverflowError):
        pass
    raise Unreadable(tr("A date in it is none."))


def _effort(keystrokes: str, seconds: str) -> FieldEffort:
    try:
        found = FieldEffort(int(keystrokes), float(seconds))
    except (ValueError, OverflowError):
        found = FieldEffort(-1, 0.0)
    if not (0 <= found.keystrokes <= 1_000_000 and math.isfinite(found.seconds) and 0 <= found.seconds < 1e6):
        raise Unreadable(tr("A sheet in it is damaged."))
    return found
