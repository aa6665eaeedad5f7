"""Printing paper copies: numbered, logged, and laid out once for all of them."""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.foundation.durable_files import file_fault
from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.sheets.copies import PaperCopy, PrintRun
from desktop.sheets.serials import issue_run, issuer_of
from desktop.staff.people import Action, Actor
from desktop.workflows.workplace import Workplace, require, the_event, the_form, the_programme

MOST_COPIES = 10_000


@dataclass(frozen=True, slots=True)
class Printed:
    """What a print job made: the run as it is logged, and the files, one or (over 500 copies) several volumes."""

    run: PrintRun
    files: tuple[Path, ...]


def preview(place: Workplace, *, form_id: str, event_id: str, language: str | None = None) -> bytes:
    """Return a specimen as PDF bytes: every page, no serial, marked as not for use. Nothing is logged."""
    from desktop.paper.booklet import draw_form, specimen

    with place.reading() as unit:
        form = the_form(unit, form_id)
        the_event(unit, event_id)
        programme = the_programme(unit, form.programme_id)
    definition = place.shelf.definition(form)
    media = place.media(form).pictures(definition)
    return specimen(draw_form(definition, programme, language=language, media=media, proof=True))


def print_copies(
    place: Workplace,
    *,
    actor: Actor,
    form_id: str,
    event_id: str,
    copies: int,
    out: Path,
    language: str | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Printed:
    """Write ``copies`` numbered copies as PDF to ``out`` and log them.

    The serials are taken and logged before the first page is drawn: a crash leaves copies that were never
    printed (they stay unaccounted for), never two sheets with one number.

    Raises:
        Refusal: the number of copies is out of range, or the role does not allow printing.
        WorldError: the file can't be written.
    """
    from desktop.paper.booklet import draw_form, write_copies

    require(actor, Action.PRINT_PAPER)
    if not 1 <= copies <= MOST_COPIES:
        raise Refusal(
            place=tr("Printing"),
            fault=tr("The number of copies must be from 1 to {most}.", most=MOST_COPIES),
            remedy=tr("Print in several jobs."),
        )
    if not out.parent.is_dir():  # said before any number is taken: a slip of the hand must not cost copies
        raise file_fault(out, FileNotFoundError(errno.ENOENT, ""))
    media = _pictures(place, form_id)
    with place.unit() as unit:
        form = the_form(unit, form_id)
        programme = the_programme(unit, form.programme_id)
        event = the_event(unit, event_id, of_programme=programme.programme_id)
        laid_out = draw_form(place.shelf.definition(form), programme, language=language, media=media)
        run_number = unit.copies.next_run_number()
        serials = tuple(
            issue_run(
                device_id=place.device_id,
                run=run_number,
                copies=copies,
                serial_key=programme.serial_key,
                form_id=form.form_id,
            )
        )
        layout = laid_out.layout
        run = PrintRun(
            run_id=new_id(),
            run_number=run_number,
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
        unit.copies.put_layout(layout)
        unit.copies.add_run(run, [serial.canonical for serial in serials])
        unit.commit()
    files = write_copies(laid_out, serials, out, progress=progress, cancelled=cancelled)
    return Printed(run, files)


def _pictures(place: Workplace, form_id: str) -> Mapping[str, bytes]:
    with place.reading() as unit:
        form = the_form(unit, form_id)
    return place.media(form).pictures(place.shelf.definition(form))


def print_runs(place: Workplace) -> tuple[PrintRun, ...]:
    """Return the print log, newest first."""
    with place.reading() as unit:
        return tuple(sorted(unit.copies.runs(), key=lambda run: run.run_number, reverse=True))


def paper_copies(place: Workplace, *, run_id: str | None = None) -> tuple[PaperCopy, ...]:
    """Return the copies of one run or of all, with what became of them."""
    with place.reading() as unit:
        return unit.copies.list(run_id)
