"""Keyings of paper sheets, first and second."""

from __future__ import annotations

import builtins
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, select, update

from desktop.foundation.clock import to_utc_text
from desktop.responses.keyings import FieldEffort, KeyedSheet, Which
from desktop.responses.response import Recorder
from desktop.responses.states import ItemState
from desktop.responses.verification import SecondSeen, SheetInTurn
from desktop.sheets.copies import CopyState
from desktop.store.repositories.base import Repository, chunks, instant, moment
from desktop.store.tables import KEYED_SHEET, KEYING_DECISION, PAPER_COPY, RESPONSE

_NAMES = (
    "keying_id", "serial", "programme_id", "event_id", "form_id", "form_version", "form_sha256", "response_id",
    "instance_id", "device_id", "plan_version", "lot", "pile_id",
)  # fmt: skip
_CONTENTS = frozenset({"answers", "missing", "efforts"})
_OUTLINE = tuple(column for column in KEYED_SHEET.c if column.name not in _CONTENTS)
_THESE = KEYED_SHEET.c.keying_id.in_(bindparam("keyings", expanding=True))
_ORDER = (KEYED_SHEET.c.finished_utc, KEYED_SHEET.c.keying_id)


class KeyingRepository(Repository):
    """Keyings. Those of a response go when it is withdrawn or erased (:mod:`desktop.store.erasure`)."""

    def add(self, keying: KeyedSheet) -> None:
        """Keep a keying.

        Raises:
            StoreDefect: one with that id is there already.
        """
        self._insert(KEYED_SHEET, [_row(keying)])

    def add_many(self, keyings: Iterable[KeyedSheet], *, batch_id: str = "") -> None:
        """Keep keyings that came in a batch or with a pile; one that is there already stays as it is."""
        self._insert_missing(KEYED_SHEET, [_row(each, batch_id) for each in keyings])

    def get(self, keying_id: str) -> KeyedSheet | None:
        """Return one."""
        row = self._first(select(KEYED_SHEET).where(KEYED_SHEET.c.keying_id == keying_id))
        return None if row is None else _keying(row)

    def of_serial(self, serial: str) -> tuple[KeyedSheet, ...]:
        """Return the keyings of a sheet, in the order in which they were finished."""
        statement = select(KEYED_SHEET).where(KEYED_SHEET.c.serial == serial).order_by(*_ORDER)
        return tuple(_keying(row) for row in self._all(statement))

    def of_serials(
        self, serials: Iterable[str], *, outlines: bool = False, which: Which | None = None
    ) -> Mapping[str, tuple[KeyedSheet, ...]]:
        """Return the keyings of sheets by serial; a sheet without one is not in it.

        Args:
            outlines: without what was keyed and what it took, which is most of the time for thousands.
            which: only these.
        """
        found: dict[str, list[KeyedSheet]] = defaultdict(builtins.list)
        theirs = KEYED_SHEET.c.serial.in_(bindparam("serials", expanding=True))
        statement = select(*(_OUTLINE if outlines else KEYED_SHEET.c)).where(theirs).order_by(*_ORDER)
        if which is not None:
            statement = statement.where(KEYED_SHEET.c.which == which.value)
        for chunk in chunks(serials):
            for row in self._all(statement, {"serials": chunk}):
                found[row.serial].append(_outline(row) if outlines else _keying(row))
        return {serial: tuple(keyings) for serial, keyings in found.items()}

    def of_responses(self, response_ids: Iterable[str]) -> Mapping[str, tuple[KeyedSheet, ...]]:
        """Return the keyings of responses by response id; a response without one is not in it."""
        found: dict[str, builtins.list[KeyedSheet]] = defaultdict(builtins.list)
        theirs = KEYED_SHEET.c.response_id.in_(bindparam("responses", expanding=True))
        for chunk in chunks(response_ids):
            for row in self._all(select(KEYED_SHEET).where(theirs).order_by(*_ORDER), {"responses": chunk}):
                found[row.response_id].append(_keying(row))
        return {response_id: tuple(keyings) for response_id, keyings in found.items()}

    def list(
        self,
        *,
        programme_id: str = "",
        form_id: str = "",
        which: Which | None = None,
        person_id: str = "",
        outlines: bool = False,
    ) -> tuple[KeyedSheet, ...]:
        """Return keyings in the order in which they were finished; ``outlines`` as in :meth:`of_serials`."""
        wanted = {
            KEYED_SHEET.c.programme_id: programme_id,
            KEYED_SHEET.c.form_id: form_id,
            KEYED_SHEET.c.which: "" if which is None else which.value,
            KEYED_SHEET.c.person_id: person_id,
        }
        statement: Select[Any] = select(*(_OUTLINE if outlines else KEYED_SHEET.c)).order_by(*_ORDER)
        for column, value in wanted.items():
            if value:
                statement = statement.where(column == value)
        return tuple((_outline if outlines else _keying)(row) for row in self._all(statement))

    def up_to(
        self, first: KeyedSheet, states: Iterable[ItemState], *, most: int
    ) -> tuple[tuple[SheetInTurn, ...], bool]:
        """Return first keyings of its keyer and form up to ``first``, in the order of finishing them.

        Args:
            states: of the responses that count.
            most: so many rows are read, the newest of them.

        Returns:
            the first keyings, and whether these are all.
        """
        second = KEYED_SHEET.alias("second")
        argued = select(KEYING_DECISION.c.decision_id).where(KEYING_DECISION.c.serial == second.c.serial)
        named = ("serial", "form_id", "plan_version", "lot", "person_name")
        statement = (
            select(
                *(KEYED_SHEET.c[name] for name in named),
                second.c.form_version,
                second.c.form_sha256,
                second.c.scope,
                PAPER_COPY.c.state,
                argued.exists().label("argued"),
            )
            .join(RESPONSE, RESPONSE.c.response_id == KEYED_SHEET.c.response_id)
            .outerjoin(second, (second.c.serial == KEYED_SHEET.c.serial) & (second.c.which == Which.SECOND.value))
            # by the second keying's serial: the copy of a sheet without one need not be looked for
            .outerjoin(PAPER_COPY, PAPER_COPY.c.serial == second.c.serial)
            .where(
                KEYED_SHEET.c.which == Which.FIRST.value,
                KEYED_SHEET.c.programme_id == first.programme_id,
                KEYED_SHEET.c.form_id == first.form_id,
                KEYED_SHEET.c.device_id == first.device_id,
                KEYED_SHEET.c.person_id == first.keyer.person_id,
                KEYED_SHEET.c.finished_utc <= to_utc_text(first.finished_at),
                RESPONSE.c.state.in_([each.value for each in states]),
            )
            .order_by(KEYED_SHEET.c.finished_utc.desc(), KEYED_SHEET.c.keying_id.desc())
            # of two second keyings the one that was finished first counts
            .order_by(second.c.finished_utc, second.c.keying_id)
            .limit(most)
        )
        by_name = "" if first.keyer.person_id else first.keyer.name.strip().casefold()
        found: dict[str, SheetInTurn] = {}
        rows = self._all(statement)
        for row in rows:
            if row.serial not in found and (not by_name or row.person_name.strip().casefold() == by_name):
                seen = _second_seen(row)
                found[row.serial] = SheetInTurn(row.serial, row.form_id, row.plan_version, row.lot, seen)
        return tuple(reversed(found.values())), len(rows) < most

    def remove(self, keying_id: str) -> None:
        """Delete one; nothing happens where it is not there."""
        self._connection.execute(delete(KEYED_SHEET).where(KEYED_SHEET.c.keying_id == keying_id))
        self._shorten_log_after_commit()

    def erase_programme(self, programme_id: str) -> int:
        """Delete every keying of a programme; return how many there were."""
        self._shorten_log_after_commit()
        theirs = KEYED_SHEET.c.programme_id == programme_id
        return self._connection.execute(delete(KEYED_SHEET).where(theirs)).rowcount

    def unsent(self) -> tuple[KeyedSheet, ...]:
        """Return the keyings that are in no batch, by id.

        One whose response is not here goes back with its pile instead: whoever holds the response sends both, and
        the centre can erase the one with the other.
        """
        statement = select(KEYED_SHEET).where(KEYED_SHEET.c.batch_id == "", KEYED_SHEET.c.response_id != "")
        return tuple(_keying(row) for row in self._all(statement.order_by(KEYED_SHEET.c.keying_id)))

    def set_batch(self, keying_ids: Iterable[str], batch_id: str) -> None:
        """Keep on each keying which batch it is in; empty: in none again."""
        for chunk in chunks(keying_ids):
            statement = update(KEYED_SHEET).where(_THESE).values(batch_id=batch_id)
            self._connection.execute(statement, {"keyings": chunk})

    def free_batch(self, batch_id: str) -> None:
        """Let whatever is in that batch be in none again: it was given up."""
        theirs = KEYED_SHEET.c.batch_id == batch_id
        self._connection.execute(update(KEYED_SHEET).where(theirs).values(batch_id=""))


def recorder_columns(recorder: Recorder) -> dict[str, Any]:
    """Return the four columns of who did something."""
    return {
        "person_id": recorder.person_id,
        "person_name": recorder.name,
        "person_role": recorder.role,
        "signed_in": recorder.signed_in,
    }


def recorder_of(row: Row[Any]) -> Recorder:
    """Return who did something, of those four columns."""
    return Recorder(row.person_id, row.person_name, row.person_role, row.signed_in)


def canonical(value: object) -> str:
    """Return JSON text with sorted keys and no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _row(keying: KeyedSheet, batch_id: str = "") -> dict[str, Any]:
    return {
        **{name: getattr(keying, name) for name in _NAMES},
        "which": keying.which.value,
        **recorder_columns(keying.keyer),
        **instant("started", keying.started_at),
        **instant("finished", keying.finished_at),
        "answers": canonical(dict(keying.answers)),
        "missing": canonical(dict(keying.missing)),
        "scope": canonical(keying.scope),
        "efforts": canonical({path: [each.keystrokes, each.seconds] for path, each in keying.efforts.items()}),
        "batch_id": batch_id,
    }


def _keying(row: Row[Any]) -> KeyedSheet:
    efforts = {
        path: FieldEffort(keys, float(seconds)) for path, (keys, seconds) in json.loads(row.efforts).items()
    }
    answers, missing = json.loads(row.answers), json.loads(row.missing)
    return replace(_outline(row), answers=answers, missing=missing, efforts=efforts)


def _second_seen(row: Row[Any]) -> SecondSeen | None:
    if row.form_sha256 is None:
        return None
    asked = () if row.scope == "[]" else tuple(json.loads(row.scope))
    verified = row.state == CopyState.VERIFIED.value
    return SecondSeen(row.form_version, row.form_sha256, asked, verified, bool(row.argued))


def _outline(row: Row[Any]) -> KeyedSheet:
    return KeyedSheet(
        **{name: getattr(row, name) for name in _NAMES},
        which=Which(row.which),
        keyer=recorder_of(row),
        started_at=moment(row.started_utc, row.started_offset),
        finished_at=moment(row.finished_utc, row.finished_offset),
        scope=() if row.scope == "[]" else tuple(json.loads(row.scope)),
    )
