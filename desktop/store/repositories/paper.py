"""The print log and the layouts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select, update

from desktop.sheets.copies import LAYOUT_VERSION, CopyState, Layout, PaperCopy, PrintRun
from desktop.sheets.layouts import layout_from_json, layout_to_json
from desktop.store.errors import StoreDefect
from desktop.store.repositories.base import Repository, instant, moment
from desktop.store.tables import LAYOUT, PAPER_COPY, PRINT_RUN


class CopyRepository(Repository):
    """Numbered copies: the runs of this device, and foreign copies that were keyed here."""

    def next_run_number(self) -> int:
        """Return the number that the next run of this device gets: 1 and up."""
        row = self._first(select(func.max(PRINT_RUN.c.run_number).label("last")))
        return 1 if row is None or row.last is None else int(row.last) + 1

    def add_run(self, run: PrintRun, serials: Sequence[str]) -> None:
        """Log a print run and its copies; ``serials`` are canonical."""
        names = (
            "run_id", "run_number", "form_id", "form_version", "form_sha256", "programme_id", "event_id",
            "edition", "language", "layout_id", "copies", "first_number", "last_number", "printed_by",
        )  # fmt: skip
        row = {name: getattr(run, name) for name in names}
        self._insert(PRINT_RUN, [{**row, **instant("printed", run.printed_at)}])
        self._insert(
            PAPER_COPY,
            [
                {"serial": serial, "run_id": run.run_id, "state": CopyState.PRINTED.value, "response_id": ""}
                for serial in serials
            ],
        )

    def runs(self) -> tuple[PrintRun, ...]:
        """Return the print runs, newest first."""
        statement = select(PRINT_RUN).order_by(PRINT_RUN.c.printed_utc.desc(), PRINT_RUN.c.run_number.desc())
        return tuple(_run(row) for row in self._all(statement))

    def run(self, run_id: str) -> PrintRun | None:
        """Return one print run."""
        row = self._first(select(PRINT_RUN).where(PRINT_RUN.c.run_id == run_id))
        return None if row is None else _run(row)

    def copy(self, serial: str) -> PaperCopy | None:
        """Return the copy with ``serial``, where this device printed or keyed it."""
        row = self._first(select(PAPER_COPY).where(PAPER_COPY.c.serial == serial))
        return None if row is None else _copy(row)

    def list(self, run_id: str | None = None) -> tuple[PaperCopy, ...]:
        """Return the copies of one run, or all, by serial."""
        statement = select(PAPER_COPY).order_by(PAPER_COPY.c.serial)
        if run_id is not None:
            statement = statement.where(PAPER_COPY.c.run_id == run_id)
        return tuple(_copy(row) for row in self._all(statement))

    def mark_keyed(self, serial: str, response_id: str) -> None:
        """Log that the copy was keyed; one that this device did not print is logged with no run.

        Raises:
            StoreDefect: it was keyed as another response already.
        """
        known = self.copy(serial)
        keyed = {"state": CopyState.KEYED.value, "response_id": response_id}
        if known is None:
            self._insert(PAPER_COPY, [{"serial": serial, "run_id": "", **keyed}])
        elif known.state is CopyState.KEYED and known.response_id != response_id:
            raise StoreDefect("a copy was keyed twice")
        else:
            self._connection.execute(update(PAPER_COPY).where(PAPER_COPY.c.serial == serial), keyed)

    def put_layout(self, layout: Layout) -> None:
        """Keep ``layout``; equal layouts have one id and are kept once."""
        row = {
            "layout_id": layout.layout_id,
            "version": layout.version,
            "layout_json": layout_to_json(layout),
        }
        self._insert_missing(LAYOUT, [row])

    def layout(self, layout_id: str) -> Layout | None:
        """Return the layout with that id.

        Raises:
            StoreDefect: it is of a version that this program does not know.
        """
        row = self._first(select(LAYOUT).where(LAYOUT.c.layout_id == layout_id))
        if row is None:
            return None
        if row.version != LAYOUT_VERSION:
            raise StoreDefect(f"layout version {row.version} is not known")
        return layout_from_json(row.layout_json)


def _run(row: Row[Any]) -> PrintRun:
    return PrintRun(
        run_id=row.run_id,
        run_number=row.run_number,
        form_id=row.form_id,
        form_version=row.form_version,
        form_sha256=row.form_sha256,
        programme_id=row.programme_id,
        event_id=row.event_id,
        edition=row.edition,
        language=row.language,
        layout_id=row.layout_id,
        copies=row.copies,
        first_number=row.first_number,
        last_number=row.last_number,
        printed_by=row.printed_by,
        printed_at=moment(row.printed_utc, row.printed_offset),
    )


def _copy(row: Row[Any]) -> PaperCopy:
    return PaperCopy(row.serial, row.run_id, CopyState(row.state), row.response_id)
