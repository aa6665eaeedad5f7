"""Piles that travel to be keyed a second time, and scanned pages."""

from __future__ import annotations

import builtins
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, func, select, update

from desktop.sheets.scans import PageLie, ScanPage
from desktop.sheets.second_piles import PileSheet, PileWay, SecondPile
from desktop.store.errors import StoreDefect
from desktop.store.repositories.base import Repository, chunks, instant, moment, moment_or_none, no_instant
from desktop.store.repositories.keyings import canonical
from desktop.store.tables import PILE_SHEET, SCAN, SECOND_PILE

_PILE = (
    "pile_id", "name", "programme_id", "recipient", "identity", "device_id", "device_key", "made_by",
)  # fmt: skip
_SHEET = ("serial", "form_id", "form_version", "form_sha256", "event_id", "received_on", "keyer_mark")
_SCAN = (
    "scan_id", "serial", "programme_id", "form_id", "page", "pages", "layout_id", "sha256", "size", "media_type",
    "width", "height", "attached_by",
)  # fmt: skip


class SecondPileRepository(Repository):
    """Piles, those that went out from here and those that came."""

    def add(self, pile: SecondPile) -> None:
        """Keep a pile with its sheets.

        Raises:
            StoreDefect: one with that id is there already.
        """
        ended = no_instant("ended") if pile.ended_at is None else instant("ended", pile.ended_at)
        row = {name: getattr(pile, name) for name in _PILE}
        self._insert(SECOND_PILE, [{**row, "way": pile.way.value, **instant("made", pile.made_at), **ended}])
        rows = [
            {
                "pile_id": pile.pile_id,
                "position": position,
                **{name: getattr(each, name) for name in _SHEET},
                "scope": canonical(each.scope),
            }
            for position, each in enumerate(pile.sheets)
        ]
        self._insert(PILE_SHEET, rows)

    def get(self, pile_id: str) -> SecondPile | None:
        """Return one with its sheets."""
        found = self._with_sheets(select(SECOND_PILE).where(SECOND_PILE.c.pile_id == pile_id))
        return found[0] if found else None

    def list(self, way: PileWay | None = None) -> tuple[SecondPile, ...]:
        """Return piles with their sheets, newest first."""
        statement = select(SECOND_PILE).order_by(SECOND_PILE.c.made_utc.desc(), SECOND_PILE.c.pile_id)
        return self._with_sheets(statement if way is None else statement.where(SECOND_PILE.c.way == way.value))

    def end(self, pile_id: str, at: datetime) -> None:
        """Keep that its second keyings came back, or were written; the same file can be taken in again.

        Raises:
            StoreDefect: there is no such pile.
        """
        of_one = SECOND_PILE.c.pile_id == pile_id
        statement = update(SECOND_PILE).where(of_one).values(**instant("ended", at))
        if self._connection.execute(statement).rowcount != 1:
            raise StoreDefect("there is no such pile")

    def erase_programme(self, programme_id: str) -> int:
        """Delete the piles of a programme with their keys; return how many there were."""
        self._shorten_log_after_commit()
        theirs = SECOND_PILE.c.programme_id == programme_id
        piles = select(SECOND_PILE.c.pile_id).where(theirs)
        self._connection.execute(delete(PILE_SHEET).where(PILE_SHEET.c.pile_id.in_(piles)))
        return self._connection.execute(delete(SECOND_PILE).where(theirs)).rowcount

    def of_serial(self, serial: str) -> tuple[SecondPile, ...]:
        """Return the piles that have not ended and have that sheet in them, newest first."""
        theirs = select(PILE_SHEET.c.pile_id).where(PILE_SHEET.c.serial == serial)
        statement = select(SECOND_PILE).where(SECOND_PILE.c.pile_id.in_(theirs), SECOND_PILE.c.ended_utc == "")
        return self._with_sheets(statement.order_by(SECOND_PILE.c.made_utc.desc(), SECOND_PILE.c.pile_id))

    def _with_sheets(self, statement: Select[Any]) -> tuple[SecondPile, ...]:
        rows = self._all(statement)
        sheets: dict[str, builtins.list[PileSheet]] = defaultdict(builtins.list)
        theirs = PILE_SHEET.c.pile_id.in_(bindparam("piles", expanding=True))
        of_piles = select(PILE_SHEET).where(theirs).order_by(PILE_SHEET.c.pile_id, PILE_SHEET.c.position)
        for chunk in chunks(row.pile_id for row in rows):
            for row in self._all(of_piles, {"piles": chunk}):
                known = {name: getattr(row, name) for name in _SHEET}
                sheets[row.pile_id].append(PileSheet(**known, scope=tuple(json.loads(row.scope))))
        return tuple(
            SecondPile(
                **{name: getattr(row, name) for name in _PILE},
                way=PileWay(row.way),
                sheets=tuple(sheets[row.pile_id]),
                made_at=moment(row.made_utc, row.made_offset),
                ended_at=moment_or_none(row.ended_utc, row.ended_offset),
            )
            for row in rows
        )


class ScanRepository(Repository):
    """Scanned pages. The row has the key of the page's file: without the row the file is noise."""

    def add(self, scan: ScanPage) -> None:
        """Keep a page; its file is on the disk already.

        Raises:
            StoreDefect: one with that id is there already.
        """
        self._insert(SCAN, [_scan_row(scan)])

    def get(self, scan_id: str) -> ScanPage | None:
        """Return one."""
        row = self._first(select(SCAN).where(SCAN.c.scan_id == scan_id))
        return None if row is None else _scan(row)

    def of_serial(self, serial: str) -> tuple[ScanPage, ...]:
        """Return the pages of a copy, by page."""
        return self._found(select(SCAN).where(SCAN.c.serial == serial))

    def at(self, serial: str, page: int) -> ScanPage | None:
        """Return one page of a copy."""
        return next(iter(self._found(select(SCAN).where(SCAN.c.serial == serial, SCAN.c.page == page))), None)

    def list(self, programme_id: str = "") -> tuple[ScanPage, ...]:
        """Return pages by serial and page."""
        statement = select(SCAN)
        return self._found(statement.where(SCAN.c.programme_id == programme_id) if programme_id else statement)

    def counts(self, programme_id: str = "") -> Mapping[str, int]:
        """Return how many pages each copy has, by serial."""
        statement = select(SCAN.c.serial, func.count(SCAN.c.page.distinct()).label("many")).group_by(SCAN.c.serial)
        if programme_id:
            statement = statement.where(SCAN.c.programme_id == programme_id)
        return Counter({row.serial: int(row.many) for row in self._all(statement)})

    def names(self) -> frozenset[str]:
        """Return the names of all files that have a row: what else lies in the folder is left over."""
        return frozenset(row.scan_id for row in self._all(select(SCAN.c.scan_id)))

    def remove(self, scan_id: str) -> None:
        """Delete one, and so the key of its file; nothing happens where it is not there."""
        self._connection.execute(delete(SCAN).where(SCAN.c.scan_id == scan_id))
        self._remove_scans_after_commit([scan_id])
        self._shorten_log_after_commit()

    def remove_of(self, serials: Iterable[str]) -> tuple[str, ...]:
        """Delete the pages of copies; return the names of their files."""
        names: builtins.list[str] = []
        theirs = SCAN.c.serial.in_(bindparam("serials", expanding=True))
        for chunk in chunks(serials):
            names += [row.scan_id for row in self._all(select(SCAN.c.scan_id).where(theirs), {"serials": chunk})]
            self._connection.execute(delete(SCAN).where(theirs), {"serials": chunk})
        self._remove_scans_after_commit(names)
        self._shorten_log_after_commit()
        return tuple(names)

    def erase_programme(self, programme_id: str) -> tuple[str, ...]:
        """Delete the pages of a programme; return the names of their files."""
        theirs = SCAN.c.programme_id == programme_id
        names = tuple(row.scan_id for row in self._all(select(SCAN.c.scan_id).where(theirs)))
        self._connection.execute(delete(SCAN).where(theirs))
        self._remove_scans_after_commit(names)
        self._shorten_log_after_commit()
        return names

    def _found(self, statement: Select[Any]) -> tuple[ScanPage, ...]:
        ordered = statement.order_by(SCAN.c.serial, SCAN.c.page, SCAN.c.scan_id)
        return tuple(_scan(row) for row in self._all(ordered))


def _scan_row(scan: ScanPage) -> dict[str, Any]:
    return {
        **{name: getattr(scan, name) for name in _SCAN},
        "key": scan.key,
        "lie": "" if scan.lie is None else canonical(astuple(scan.lie)),
        **instant("attached", scan.attached_at),
    }


def _scan(row: Row[Any]) -> ScanPage:
    return ScanPage(
        **{name: getattr(row, name) for name in _SCAN},
        key=bytes(row.key),
        lie=PageLie(*(float(each) for each in json.loads(row.lie))) if row.lie else None,
        attached_at=moment(row.attached_utc, row.attached_offset),
    )
