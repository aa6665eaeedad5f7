"""The print log and the layouts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from desktop.sheets.copies import LAYOUT_VERSION, CopyState, Layout, PaperCopy, PrintRun, RunKind
from desktop.sheets.layouts import layout_from_json, layout_to_json
from desktop.store.errors import StoreDefect
from desktop.store.repositories.base import Repository, chunks, instant, moment
from desktop.store.tables import LAYOUT, PAPER_COPY, PRINT_RUN

_NAMES = (
    "run_id", "run_number", "form_id", "form_version", "form_sha256", "programme_id", "event_id", "edition",
    "language", "layout_id", "copies", "first_number", "last_number", "printed_by", "device_id", "issuer",
)  # fmt: skip
_THESE = PAPER_COPY.c.serial.in_(bindparam("serials", expanding=True))


class CopyRepository(Repository):
    """Numbered copies: the runs of this device (at the centre: of all), and copies that were printed elsewhere."""

    def next_run_number(self) -> int:
        """Return the number that the next run of this device gets: 1 and up."""
        row = self._first(select(func.max(PRINT_RUN.c.run_number).label("last")))
        return 1 if row is None or row.last is None else int(row.last) + 1

    def add_run(self, run: PrintRun, serials: Sequence[str]) -> None:
        """Log a print run and its copies; ``serials`` are canonical, and none is known yet."""
        self._insert(PRINT_RUN, [_run_row(run)])
        self._insert(PAPER_COPY, [_printed(serial, run) for serial in serials])

    def grow_run(self, run_id: str, serial: str) -> PrintRun:
        """Add the next number to a run whose numbers are drawn one by one, and return the run; it is sent again.

        Raises:
            StoreDefect: there is no such run.
        """
        one_more = {"copies": PRINT_RUN.c.copies + 1, "last_number": PRINT_RUN.c.last_number + 1, "batch_id": ""}
        self._connection.execute(update(PRINT_RUN).where(PRINT_RUN.c.run_id == run_id).values(**one_more))
        grown = self.run(run_id)
        if grown is None:
            raise StoreDefect("a print run that is not there can't grow")
        self._insert(PAPER_COPY, [_printed(serial, grown)])
        return grown

    def take_run(self, run: PrintRun, serials: Sequence[str], *, batch_id: str) -> None:
        """Keep a run that came in a batch, as far as it reaches; copies of it that are here already join it."""
        row = _run_row(run, batch_id)
        known = self.run(run.run_id)
        if known is None or known.copies < run.copies:
            self._upsert(PRINT_RUN, row, update=["copies", "last_number", "batch_id"])
        self._insert_missing(PAPER_COPY, [_printed(serial, run) for serial in serials])
        theirs = update(PAPER_COPY).where(_THESE, PAPER_COPY.c.run_id == "")
        belongs = {"run_id": run.run_id, "programme_id": run.programme_id, "form_id": run.form_id}
        for chunk in chunks(serials):
            self._connection.execute(theirs.values(**belongs), {"serials": chunk})

    def add_foreign(self, copies: Mapping[str, tuple[str, str]]) -> None:
        """Keep copies that were printed elsewhere; one that is known stays as it is.

        Args:
            copies: serial to the ids of its programme and form.
        """
        rows = [
            _row(PaperCopy(serial, "", CopyState.PRINTED, "", programme_id=programme_id, form_id=form_id))
            for serial, (programme_id, form_id) in copies.items()
        ]
        self._insert_missing(PAPER_COPY, rows)

    def runs(self) -> tuple[PrintRun, ...]:
        """Return the print runs, newest first."""
        statement = select(PRINT_RUN).order_by(PRINT_RUN.c.printed_utc.desc(), PRINT_RUN.c.run_number.desc())
        return tuple(_run(row) for row in self._all(statement))

    def run(self, run_id: str) -> PrintRun | None:
        """Return one print run."""
        row = self._first(select(PRINT_RUN).where(PRINT_RUN.c.run_id == run_id))
        return None if row is None else _run(row)

    def copy(self, serial: str) -> PaperCopy | None:
        """Return the copy with ``serial``, where this device printed it or anything was done with it here."""
        row = self._first(select(PAPER_COPY).where(PAPER_COPY.c.serial == serial))
        return None if row is None else copy_of(row)

    def copies(self, serials: Iterable[str]) -> Mapping[str, PaperCopy]:
        """Return those of the copies that are known, by serial."""
        found: dict[str, PaperCopy] = {}
        for chunk in chunks(serials):
            rows = self._all(select(PAPER_COPY).where(_THESE), {"serials": chunk})
            found.update((row.serial, copy_of(row)) for row in rows)
        return found

    def photocopies(self, serial: str) -> tuple[PaperCopy, ...]:
        """Return the photocopies of a sheet, by serial."""
        statement = select(PAPER_COPY).where(PAPER_COPY.c.photocopy_of == serial).order_by(PAPER_COPY.c.serial)
        return tuple(copy_of(row) for row in self._all(statement)) if serial else ()

    def list(
        self,
        run_id: str | None = None,
        *,
        event_ids: Iterable[str] | None = None,
        states: Iterable[CopyState] | None = None,
    ) -> tuple[PaperCopy, ...]:
        """Return the copies of one run, or all, by serial; only those of the events and in the states given."""
        statement = select(PAPER_COPY).order_by(PAPER_COPY.c.serial)
        if run_id is not None:
            statement = statement.where(PAPER_COPY.c.run_id == run_id)
        if event_ids is not None:
            statement = statement.where(PAPER_COPY.c.event_id.in_(list(event_ids)))
        if states is not None:
            statement = statement.where(PAPER_COPY.c.state.in_([each.value for each in states]))
        return tuple(copy_of(row) for row in self._all(statement))

    def unsent_runs(self) -> tuple[PrintRun, ...]:
        """Return the runs that are in no batch, or have grown since, by id."""
        statement = select(PRINT_RUN).where(PRINT_RUN.c.batch_id == "").order_by(PRINT_RUN.c.run_id)
        return tuple(_run(row) for row in self._all(statement))

    def set_batch(self, run_ids: Iterable[str], batch_id: str) -> None:
        """Keep on each run which batch it is in; empty: in none again."""
        theirs = PRINT_RUN.c.run_id.in_(bindparam("runs", expanding=True))
        for chunk in chunks(run_ids):
            self._connection.execute(update(PRINT_RUN).where(theirs).values(batch_id=batch_id), {"runs": chunk})

    def free_batch(self, batch_id: str) -> None:
        """Let whatever is in that batch be in none again: it was given up."""
        self._connection.execute(update(PRINT_RUN).where(PRINT_RUN.c.batch_id == batch_id).values(batch_id=""))

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
        if not 1 <= row.version <= LAYOUT_VERSION:
            raise StoreDefect(f"layout version {row.version} is not known")
        return layout_from_json(row.layout_json)


def _run_row(run: PrintRun, batch_id: str = "") -> dict[str, Any]:
    row = {name: getattr(run, name) for name in _NAMES}
    return {**row, "kind": run.kind.value, "batch_id": batch_id, **instant("printed", run.printed_at)}


def _run(row: Row[Any]) -> PrintRun:
    return PrintRun(
        **{name: getattr(row, name) for name in _NAMES},
        kind=RunKind(row.kind),
        printed_at=moment(row.printed_utc, row.printed_offset),
    )


def _printed(serial: str, run: PrintRun) -> dict[str, Any]:
    return _row(
        PaperCopy(
            serial,
            run.run_id,
            CopyState.PRINTED,
            "",
            programme_id=run.programme_id,
            form_id=run.form_id,
            event_id=run.event_id,
        )
    )


def _row(copy: PaperCopy) -> dict[str, Any]:
    return {**{name: getattr(copy, name) for name in PaperCopy.__dataclass_fields__}, "state": copy.state.value}


def copy_of(row: Row[Any]) -> PaperCopy:
    """Return the copy that a row of ``paper_copy`` is."""
    fields = {name: getattr(row, name) for name in PaperCopy.__dataclass_fields__}
    return PaperCopy(**{**fields, "state": CopyState(row.state)})
