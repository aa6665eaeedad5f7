"""Print runs and what was done with paper, on the way into a batch, out of one given up, and in at the centre.

In whatever order batches come, and however often, the centre ends with the same: a run reaches as far as any
laptop said, an act counts once, and what a copy is follows from the set of its acts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop.engagement.programme import Channel
from desktop.foundation.clock import civil_date, from_utc_text
from desktop.foundation.translation import tr
from desktop.responses.batches import Batch, BatchRecord, RecordKind
from desktop.responses.response import Revision
from desktop.sheets.copies import PrintRun, RunKind
from desktop.sheets.custody import SheetHow, SheetMove, SheetMoveKind
from desktop.sheets.serials import SerialRefused, read_serial, serials_of
from desktop.store.unit import UnitOfWork
from desktop.workflows.paper_records import PaperRecord, as_far_as, paper_identity, paper_record_from
from desktop.workflows.paper_stacks import keep_foreign, printed_elsewhere


def paper_waiting(unit: UnitOfWork) -> tuple[PaperRecord, ...]:
    """Return the print runs and acts that are in no batch of this laptop, or have grown since."""
    runs = (each for each in unit.copies.unsent_runs() if each.copies or each.kind is RunKind.MASTER)
    return (*runs, *unit.sheet_moves.unsent())


def paper_kept(unit: UnitOfWork, kind: RecordKind, identity: str) -> PaperRecord | None:
    """Return what the store holds under the identity of a line, or ``None``."""
    if kind is RecordKind.SHEET_MOVE:
        return unit.sheet_moves.get(identity)
    run_id, _, copies = identity.partition(" ")
    run = unit.copies.run(run_id)
    return None if run is None or not copies.isdigit() else as_far_as(run, int(copies))


def paper_put_in(unit: UnitOfWork, records: Iterable[BatchRecord], batch_id: str) -> None:
    """Keep on every run and act among ``records`` that it is in this batch."""
    runs, moves = _by_kind(records)
    unit.copies.set_batch([each.partition(" ")[0] for each in runs], batch_id)
    unit.sheet_moves.set_batch(moves, batch_id)


def paper_put_back(unit: UnitOfWork, batch_id: str) -> None:
    """Let what is in a batch be in none again: the batch was given up."""
    unit.copies.free_batch(batch_id)
    unit.sheet_moves.free_batch(batch_id)


def paper_take_up(unit: UnitOfWork, records: Iterable[BatchRecord], batch_id: str) -> None:
    """Let what waits for the next batch, and is in this one, wait no more: the centre has this one."""
    runs, moves = _by_kind(records)
    free_runs = {paper_identity(each): each.run_id for each in unit.copies.unsent_runs()}
    free_moves = {each.move_id for each in unit.sheet_moves.unsent()}
    unit.copies.set_batch([free_runs[each] for each in runs if each in free_runs], batch_id)
    unit.sheet_moves.set_batch([each for each in moves if each in free_moves], batch_id)


def _by_kind(records: Iterable[BatchRecord]) -> tuple[list[str], list[str]]:
    runs, moves = [], []
    for record in records:
        if record.kind is RecordKind.PRINT_RUN:
            runs.append(record.identity)
        elif record.kind is RecordKind.SHEET_MOVE:
            moves.append(record.identity)
    return runs, moves


class PaperOfBatch:
    """The print runs and the acts on paper of one batch, being taken into the central store."""

    def __init__(self, unit: UnitOfWork, batch: Batch) -> None:
        self._unit = unit
        self._batch = batch
        self._runs: dict[str, PrintRun] = {}
        self._moves: dict[str, SheetMove] = {}
        self._foreign: dict[str, tuple[str, str]] = {}

    def take(self, record: BatchRecord) -> None:
        """Look at one line, to be written by :meth:`write`.

        Raises:
            ValueError: it is not what it should be, or another with the same id is here; the words quote nothing.
        """
        thing = paper_record_from(record.kind, record.body)
        if paper_identity(thing) != record.identity:
            raise ValueError(tr("its id is not the one it is listed under"))
        if self._unit.programmes.get(thing.programme_id) is None:
            raise ValueError(tr("its programme did not come with it"))
        self._refuse_strange_event(thing)
        if isinstance(thing, PrintRun):
            self._take_run(thing)
        else:
            self._take_move(thing)

    def write(self, papers: Sequence[Revision]) -> None:
        """Write what was taken, when the responses of the batch are written.

        Args:
            papers: responses that came with it. A batch that was formed before acts on paper were kept says of a
                paper response only that it is there: then its sheet was keyed.
        """
        unit, batch_id = self._unit, self._batch.batch_id
        touched: set[str] = set()
        for run in self._runs.values():
            serials = _serials_of(unit, run)
            unit.copies.take_run(run, serials, batch_id=batch_id)
            touched.update(serials)
        unit.copies.add_foreign(self._foreign)
        unit.sheet_moves.add_many(list(self._moves.values()), batch_id=batch_id)
        keyed = self._keyed_without_a_word(papers)
        unit.sheet_moves.add_many(keyed, batch_id=batch_id)
        for move in (*self._moves.values(), *keyed):
            touched.update(move.serials)
        unit.sheet_moves.settle(sorted(touched))

    def _take_run(self, run: PrintRun) -> None:
        known = self._runs.get(run.run_id) or self._unit.copies.run(run.run_id)
        if known is not None:
            least = min(known.copies, run.copies)
            if as_far_as(known, least) != as_far_as(run, least):
                raise ValueError(tr("another with the same id is here already"))
            if known.copies >= run.copies:
                return
        self._runs[run.run_id] = run

    def _take_move(self, move: SheetMove) -> None:
        known = self._moves.get(move.move_id) or self._unit.sheet_moves.get(move.move_id)
        if known is not None:
            if known != move and not move.move_id.startswith(_WITHOUT_A_WORD):
                raise ValueError(tr("another with the same id is here already"))
            return
        here = self._unit.copies.copies(move.serials)
        for text in move.serials:
            if text in here:
                of_programme = here[text].programme_id
            else:
                copy = printed_elsewhere(self._unit, read_serial(text))
                if copy is None:
                    raise ValueError(tr("no form here issued one of its serials"))
                of_programme = copy.programme_id
                self._foreign[text] = (copy.programme_id, copy.form_id)
            if of_programme != move.programme_id:
                raise ValueError(tr("one of its serials is of another programme"))
        self._moves[move.move_id] = move

    def _refuse_strange_event(self, thing: PaperRecord) -> None:
        if thing.event_id:
            event = self._unit.events.get(thing.event_id)
            if event is None:
                raise ValueError(tr("its event did not come with it"))
            if event.programme_id != thing.programme_id:
                raise ValueError(tr("its event is of another programme"))

    def _keyed_without_a_word(self, papers: Sequence[Revision]) -> list[SheetMove]:
        unit = self._unit
        found: dict[str, SheetMove] = {}
        sheets = [each for each in papers if each.envelope.channel == Channel.PAPER and each.envelope.serial]
        done = unit.sheet_moves.by_copy({each.envelope.serial for each in sheets})
        for revision in sheets:
            about = revision.envelope
            if any(each.response_id == revision.response_id for each in done.get(about.serial, ())):
                continue
            try:
                copy = unit.copies.copy(about.serial) or printed_elsewhere(unit, read_serial(about.serial))
            except SerialRefused:
                copy = None
            programme = unit.programmes.get(about.programme_id)
            if copy is None or programme is None:
                continue  # the ledger shows a paper response without a copy
            keep_foreign(unit, [copy])
            at = from_utc_text(about.finalised_at, about.offset_minutes)
            move_id = f"{_WITHOUT_A_WORD}{revision.response_id}"
            found[move_id] = SheetMove(
                move_id=move_id,
                programme_id=about.programme_id,
                kind=SheetMoveKind.KEY,
                serials=(about.serial,),
                day=programme.counted_on(about.received_on, at) if about.received_on else civil_date(at, "UTC"),
                how=SheetHow.NOT_SAID,
                edition="",
                event_id=about.event_id,
                reason="",
                undoes="",
                response_id=revision.response_id,
                photocopy_of="",
                form_sha256="",
                device_id=about.device_id,
                made_by=about.recorder.name,
                person_id="",
                made_at=at,
            )
        return list(found.values())


_WITHOUT_A_WORD = "keyed-"
"""Begins the id of an act that is worked out from its response; on the laptop and at the centre it is the same."""


def _serials_of(unit: UnitOfWork, run: PrintRun) -> Sequence[str]:
    programme = unit.programmes.get(run.programme_id)
    if programme is None or run.kind is RunKind.MASTER:
        return ()
    made = serials_of(
        issuer=run.issuer,
        run=run.run_number,
        copies=run.copies,
        serial_key=programme.serial_key,
        form_id=run.form_id,
    )
    return [each.canonical for each in made]
