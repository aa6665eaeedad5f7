"""One print job on a printer, and what to do with the paper afterwards in words."""

from __future__ import annotations

from typing import Any

from desktop.foundation.translation import ntr, tr
from desktop.sheets.copies import PrintRun, RunKind
from desktop.sheets.print_jobs import PaperLook, PrinterJob
from desktop.ui.parts.job_printing import paint_job


def print_run(
    work: Any, desk: Any, printer: Any, numbered: bool, chosen: dict[str, Any], task: Any
) -> tuple[PrintRun, int]:
    """Number, log and print; on the worker. Return the run and how many copies the printer has.

    Numbers that did not come out are logged as spoiled, whether somebody stopped it or it failed.
    """
    made = work.print_paper.printer_job if numbered else work.print_paper.master_job
    job: PrinterJob = made(desk.place, actor=desk.actor, **chosen)
    done = 0
    try:
        done = paint_job(job, printer, progress=task.progress, cancelled=lambda: task.cancelled)
    finally:
        work.print_paper.not_printed(
            desk.place, actor=desk.actor, run=job.run, after=done, stopped=bool(task.cancelled)
        )
    return job.run, done


def came_out_words(run: PrintRun, copies: int, look: PaperLook) -> tuple[str, str, str]:
    """Return title, text and kind of the notice after a job of which ``copies`` came out."""
    if run.kind is RunKind.MASTER and copies:
        return tr("✓ The master was sent to the printer and logged"), after_a_master(), "success"
    if copies and copies == run.copies:
        title = ntr("✓ {count} copy was sent to the printer", "✓ {count} copies were sent to the printer", copies)
        return title, after_copies(look), "success"
    return (
        ntr("Printing was stopped after {count} copy", "Printing was stopped after {count} copies", copies),
        tr("Numbers that were not printed are logged as spoiled, so that the paper ledger balances."),
        "warning",
    )


def after_copies(look: PaperLook) -> str:
    """Return how copies are printed from a file, or should have come out."""
    if look.duplex:
        return tr(
            "They are for both sides of the paper, turned on the long edge. The slip for the update list is then"
            " on a sheet of its own."
        )
    return tr("They are for one side of the paper.")


def after_a_master() -> str:
    """Return what is done with a master."""
    return tr("Copy it at 100 %. Each sheet that comes back gets its number under “Number returned sheets”.")
