"""Printing paper copies: numbered, logged, and laid out once for all of them; to a PDF or to a printer.

The serials are taken and logged before the first page is drawn: a crash leaves copies that were never printed, and
the ledger counts them until somebody says what became of them; never two sheets with one number. Where printing is
stopped or fails, the copies that did not come out are logged as spoiled, with the reason.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.foundation.clock import civil_date
from desktop.foundation.durable_files import file_fault
from desktop.foundation.errors import Defect, Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.jobs.executors import Cancelled
from desktop.sheets.copies import PaperCopy, PrintRun
from desktop.sheets.custody import SheetMoveKind
from desktop.sheets.print_jobs import CodeCells, PaperLook, PrinterJob
from desktop.sheets.serials import Serial, issue_run, issuer_of
from desktop.staff.people import Action, Actor
from desktop.workflows.custody import new_move
from desktop.workflows.lay_out_form import USUAL, lay_out, some_pages
from desktop.workflows.number_sheets import log_master
from desktop.workflows.workplace import Workplace, require, the_event, the_form, the_programme

if TYPE_CHECKING:
    from desktop.paper.booklet import LaidOut

MOST_COPIES = 10_000


@dataclass(frozen=True, slots=True)
class Printed:
    """What a print job made: the run as it is logged, and the files, one or (over 500 copies) several volumes.

    Attributes:
        advice: what whoever hands them out should know, a sentence each.
    """

    run: PrintRun
    files: tuple[Path, ...]
    advice: tuple[str, ...] = ()


def print_copies(
    place: Workplace,
    *,
    actor: Actor,
    form_id: str,
    event_id: str,
    copies: int,
    out: Path,
    look: PaperLook = USUAL,
    pages: tuple[int, int] | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Printed:
    """Write ``copies`` numbered copies as PDF to ``out`` and log them.

    Args:
        pages: as :func:`desktop.workflows.lay_out_form.some_pages` takes them; ``None``: all.

    Raises:
        Refusal: the number of copies is out of range, the language may not be handed out, or the role does not
            allow printing.
        WorldError: the file can't be written; the copies are logged as spoiled.
        Cancelled: ``cancelled`` said so; nothing is left on the disk, and the copies are logged as spoiled.
    """
    from desktop.paper.booklet import write_copies

    require(actor, Action.PRINT_PAPER)
    _refuse_too_many(copies)
    if not out.parent.is_dir():  # said before any number is taken: a slip of the hand must not cost copies
        raise file_fault(out, FileNotFoundError(errno.ENOENT, ""))
    laid_out, _form, _programme = lay_out(place, form_id=form_id, look=look)
    laid_out = some_pages(laid_out, pages)
    run, serials = _take_numbers(place, actor, laid_out, event_id, copies, pages)
    try:
        files = write_copies(laid_out, serials, out, progress=progress, cancelled=cancelled)
    except BaseException as fault:  # Ctrl+C at a terminal and a bug of ours leave no copy on paper either
        stopped = isinstance(fault, Cancelled | KeyboardInterrupt)
        not_printed(place, actor=actor, run=run, after=0, stopped=stopped)
        raise
    return Printed(run, files, laid_out.advice)


def printer_job(
    place: Workplace,
    *,
    actor: Actor,
    form_id: str,
    event_id: str,
    copies: int,
    look: PaperLook = USUAL,
    pages: tuple[int, int] | None = None,
) -> PrinterJob:
    """Take and log the numbers of ``copies`` copies, and return what a printer needs to print them.

    Whoever prints them says by :func:`not_printed` what did not come out.

    Raises:
        Refusal, WorldError: as of :func:`print_copies`.
    """
    from desktop.paper.booklet import plain_copy
    from desktop.paper.code_cells import RunOfCodes

    require(actor, Action.PRINT_PAPER)
    _refuse_too_many(copies)
    laid_out, _form, _programme = lay_out(place, form_id=form_id, look=look)
    laid_out = some_pages(laid_out, pages)
    pdf = plain_copy(laid_out)
    run, serials = _take_numbers(place, actor, laid_out, event_id, copies, pages)
    codes = RunOfCodes(laid_out.page_code)
    return _job(
        run,
        laid_out,
        look,
        pdf,
        numbers=tuple(page.number for page in laid_out.pages),
        serials=tuple(serial.canonical for serial in serials),
        shown=tuple(serial.shown for serial in serials),
        cells=codes.cells,
    )


def master_job(
    place: Workplace,
    *,
    actor: Actor,
    form_id: str,
    event_id: str,
    look: PaperLook = USUAL,
    pages: tuple[int, int] | None = None,
) -> PrinterJob:
    """Log an unnumbered master, and return what a printer needs to print it: one copy, to which nothing is added.

    Raises:
        Refusal, WorldError: as of :func:`print_copies`.
    """
    from desktop.paper.code_cells import RunOfCodes
    from desktop.paper.drawing import draw_master

    require(actor, Action.PRINT_PAPER)
    laid_out, _form, _programme = lay_out(place, form_id=form_id, look=look)
    laid_out = some_pages(laid_out, pages)
    pdf = draw_master(laid_out)
    run = log_master(place, actor=actor, form_id=form_id, event_id=event_id, layout=laid_out.layout)
    return _job(
        run,
        laid_out,
        look,
        pdf,
        numbers=(0,) * len(laid_out.pages),
        serials=("",),
        shown=("",),
        cells=RunOfCodes(laid_out.page_code).cells,
    )


def not_printed(place: Workplace, *, actor: Actor, run: PrintRun, after: int, stopped: bool) -> int:
    """Log the copies of a run behind the first ``after`` as spoiled, since they did not come out; return how many.

    Args:
        stopped: somebody stopped it; else it failed.

    Raises:
        Refusal: the role does not allow printing.
    """
    require(actor, Action.PRINT_PAPER)
    if after >= run.copies:
        return 0
    reason = tr("Not printed: printing was stopped.") if stopped else tr("Not printed: printing failed.")
    with place.unit() as unit:
        programme = the_programme(unit, run.programme_id)
        left = [serial.canonical for serial in _serials(run, programme.serial_key)[after:]]
        today = civil_date(place.clock.now(), programme.time_zone)
        move = new_move(
            place, actor, SheetMoveKind.SPOIL, left, programme_id=run.programme_id, day=today, reason=reason
        )
        unit.sheet_moves.add(move)
        unit.changes.add(actor=actor, what="paper spoiled", about_id=move.move_id, why=reason, at=move.made_at)
        unit.commit()
    return len(left)


def _serials(run: PrintRun, serial_key: str) -> Sequence[Serial]:
    return tuple(
        issue_run(
            device_id=run.device_id,
            run=run.run_number,
            copies=run.copies,
            serial_key=serial_key,
            form_id=run.form_id,
        )
    )


def _take_numbers(
    place: Workplace,
    actor: Actor,
    laid_out: LaidOut,
    event_id: str,
    copies: int,
    pages: tuple[int, int] | None,
) -> tuple[PrintRun, Sequence[Serial]]:
    """Log a print run with its numbers, in one transaction, before any of them is on paper."""
    layout = laid_out.layout
    with place.unit() as unit:
        form = the_form(unit, layout.form_id)
        programme = the_programme(unit, form.programme_id)
        event = the_event(unit, event_id, of_programme=programme.programme_id)
        if form.version != layout.form_version:
            raise Defect("the form moved on between laying it out and numbering its copies")
        run = PrintRun(
            run_id=new_id(),
            run_number=unit.copies.next_run_number(),
            form_id=form.form_id,
            form_version=form.version,
            form_sha256=form.sha256,
            programme_id=programme.programme_id,
            event_id=event.event_id,
            edition=layout.edition,
            language=layout.language,
            layout_id=layout.layout_id,
            copies=copies,
            first_number=1,
            last_number=copies,
            printed_by=actor.name,
            printed_at=place.clock.now(),
            device_id=place.device_id,
            issuer=issuer_of(place.device_id),
        )
        serials = _serials(run, programme.serial_key)
        unit.copies.put_layout(layout)
        unit.copies.add_run(run, [serial.canonical for serial in serials])
        why = "" if pages is None else tr("Pages {first} to {last} only.", first=pages[0], last=pages[1])
        unit.changes.add(actor=actor, what="paper printed", about_id=run.run_id, why=why, at=run.printed_at)
        unit.commit()
    return run, serials


def _job(
    run: PrintRun,
    laid_out: LaidOut,
    look: PaperLook,
    pdf: bytes,
    *,
    numbers: tuple[int, ...],
    serials: tuple[str, ...],
    shown: tuple[str, ...],
    cells: Callable[[str, int], CodeCells],
) -> PrinterJob:
    from desktop.paper.furniture import qr_place, serial_baseline

    size, turned = laid_out.page_size, laid_out.right_to_left
    code = qr_place(size, right_to_left=turned)
    edge = size.width - size.side if turned else size.side
    return PrinterJob(
        run=run,
        serials=serials,
        shown=shown,
        pdf=pdf,
        numbers=numbers,
        page_size=(size.width, size.height),
        page_size_name=look.page_size,
        duplex=laid_out.duplex,
        code=(code.x, code.y, code.width),
        serial=(edge, serial_baseline(size), laid_out.edition.styles.question.size),
        right_to_left=turned,
        cells=cells,
    )


def _refuse_too_many(copies: int) -> None:
    if not 1 <= copies <= MOST_COPIES:
        raise Refusal(
            place=tr("Printing"),
            fault=tr("The number of copies must be from 1 to {most}.", most=MOST_COPIES),
            remedy=tr("Print in several jobs."),
        )


def print_runs(place: Workplace) -> tuple[PrintRun, ...]:
    """Return the print log, newest first."""
    with place.reading() as unit:
        return tuple(sorted(unit.copies.runs(), key=lambda run: run.run_number, reverse=True))


def paper_copies(place: Workplace, *, run_id: str | None = None) -> tuple[PaperCopy, ...]:
    """Return the copies of one run or of all, with what became of them."""
    with place.reading() as unit:
        return unit.copies.list(run_id)
