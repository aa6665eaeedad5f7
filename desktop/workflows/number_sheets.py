"""Numbers for sheets that have none, or not their own: copies of an unnumbered master, and photocopies.

A returned sheet gets its number by one key: the next one is drawn here and written on it by hand, or a label that
bears one is stuck on it and scanned. Numbers are drawn and logged before anything is printed or shown, so that
after a crash a number may be without a sheet, and never two sheets with one number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.foundation.clock import civil_date
from desktop.foundation.errors import Defect, Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.questionnaires.stored_form import StoredForm
from desktop.sheets.copies import CopyState, Layout, PaperCopy, PrintRun, RunKind
from desktop.sheets.custody import COMES_BACK, SheetHow, SheetMove, SheetMoveKind, may_move
from desktop.sheets.page_codes import PageCode
from desktop.sheets.serials import MAX_NUMBER, Serial, issue_run, issue_serial, issuer_of, read_serial
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.custody import new_move
from desktop.workflows.freezing import refuse_future
from desktop.workflows.paper_stacks import keep_foreign, printed_elsewhere
from desktop.workflows.workplace import Workplace, require, the_event, the_form, the_programme

MOST_LABELS = 2_400
"""Labels that are drawn at once: a hundred sheets of 24."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Numbers that were drawn to be printed on labels.

    Attributes:
        serials: in the order of their numbers.
    """

    run: PrintRun
    serials: tuple[Serial, ...]


@dataclass(frozen=True, slots=True)
class NumberedSheet:
    """A returned sheet that has just got its number.

    Attributes:
        serial: to be written on it, unless it is on a label.
        move: that it was returned, as logged.
    """

    serial: Serial
    move: SheetMove

    @property
    def shown(self) -> str:
        """The serial in groups of four."""
        return self.serial.shown


def log_master(place: Workplace, *, actor: Actor, form_id: str, event_id: str, layout: Layout) -> PrintRun:
    """Log that an unnumbered master of a form was printed for an event, and keep its layout. No number is drawn.

    Raises:
        Refusal: form or event are not here, or the role does not allow printing.
    """
    require(actor, Action.PRINT_PAPER)
    with place.unit() as unit:
        form = the_form(unit, form_id)
        the_event(unit, event_id, of_programme=form.programme_id)
        run = _new_run(place, unit, actor, form, event_id, RunKind.MASTER, copies=0, edition=layout.edition,
                       language=layout.language, layout_id=layout.layout_id)  # fmt: skip
        unit.copies.put_layout(layout)
        unit.copies.add_run(run, ())
        unit.changes.add(actor=actor, what="unnumbered master printed", about_id=run.run_id, at=run.printed_at)
        unit.commit()
    return run


def draw_labels(place: Workplace, *, actor: Actor, form_id: str, event_id: str, labels: int) -> Labels:
    """Draw the numbers of ``labels`` labels for the returned sheets of a form at an event, and log them.

    Raises:
        Refusal: the number is out of range, form or event are not here, or the role does not allow printing.
    """
    require(actor, Action.PRINT_PAPER)
    if not 1 <= labels <= MOST_LABELS:
        raise Refusal(
            place=tr("Labels"),
            fault=tr("The number of labels must be from 1 to {most}.", most=MOST_LABELS),
            remedy=tr("Print in several jobs."),
        )
    with place.unit() as unit:
        form = the_form(unit, form_id)
        key = the_programme(unit, form.programme_id).serial_key
        the_event(unit, event_id, of_programme=form.programme_id)
        run = _new_run(place, unit, actor, form, event_id, RunKind.LABELS, copies=labels)
        serials = tuple(
            issue_run(
                device_id=place.device_id,
                run=run.run_number,
                copies=labels,
                serial_key=key,
                form_id=form.form_id,
            )
        )
        unit.copies.add_run(run, [each.canonical for each in serials])
        unit.changes.add(actor=actor, what="labels printed", about_id=run.run_id, at=run.printed_at)
        unit.commit()
    return Labels(run, serials)


def number_sheet(
    place: Workplace,
    *,
    actor: Actor,
    form_id: str,
    event_id: str,
    label: str = "",
    page_code: str = "",
    day: date | None = None,
    how: SheetHow = SheetHow.NOT_SAID,
    kind: SheetMoveKind = SheetMoveKind.RETURN,
) -> NumberedSheet:
    """Give a returned sheet without a number its number, and log it as returned.

    Args:
        form_id: of the sheet; where ``page_code`` is given, that decides.
        event_id: at which it was collected.
        label: the serial on the label that was stuck on it; empty: the next number is drawn, to be written on it.
        page_code: what the square code of a page of it says: so the version is known for sure.
        day: on which it came in; ``None``: today.
        kind: RETURN; BLANK or REFUSE where it came back so.

    Raises:
        SerialRefused, PageCodeRefused: label or page code can't be read.
        Refusal: the label is of another form, of another laptop, or on a sheet already; the sheet bears a number;
            form or event are not here; the day has not come yet; or the role does not allow it.
    """
    require(actor, Action.KEY_PAPER)
    with place.unit() as unit:
        form, edition, layout_id = _form_on_sheet(unit, form_id, page_code)
        event = the_event(unit, event_id, of_programme=form.programme_id)
        if label:
            serial = read_serial(label)
            copy = _free_label(unit, serial, form)
            version = "" if version_on(unit, copy) == form.sha256 else form.sha256
        else:
            serial = _next_number(place, unit, actor, form, event.event_id, RunKind.WRITTEN, edition, layout_id)
            version = ""
        move = _returned(place, unit, actor, serial, form, kind=kind, day=day, how=how, event_id=event.event_id,
                         form_sha256=version)  # fmt: skip
        unit.changes.add(actor=actor, what="paper numbered", about_id=move.move_id, at=move.made_at)
        unit.commit()
    return NumberedSheet(serial, move)


def seen_before(place: Workplace, text: str) -> PaperCopy | None:
    """Return the copy whose serial this is where a sheet with it came back or was keyed before: a photocopy?

    Raises:
        SerialRefused: it is mistyped.
    """
    with place.reading() as unit:
        copy = unit.copies.copy(read_serial(text).canonical)
    out = (CopyState.PRINTED, CopyState.ISSUED, CopyState.UNACCOUNTED)
    return None if copy is None or copy.state in out else copy


def accept_photocopy(
    place: Workplace,
    *,
    actor: Actor,
    original: str,
    event_id: str = "",
    day: date | None = None,
    how: SheetHow = SheetHow.NOT_SAID,
) -> NumberedSheet:
    """Accept a second sheet with one serial as a photocopy: it gets a number of its own, to be written on it.

    Args:
        original: the serial that is on both.
        event_id: where it was collected; empty: where the original counts.

    Raises:
        SerialRefused: it is mistyped.
        Refusal: no form here issued it, it is not known where it was collected, the day has not come yet, or the
            role does not allow it.
    """
    require(actor, Action.KEY_PAPER)
    with place.unit() as unit:
        first = read_serial(original)
        copy = unit.copies.copy(first.canonical) or printed_elsewhere(unit, first)
        if copy is None:
            raise Refusal(
                place=tr("Serial {serial}", serial=first.shown),
                fault=tr("No form on this device has issued it."),
                remedy=tr("Compare it with the sheet."),
            )
        keep_foreign(unit, [copy])
        where = event_id or copy.event_id
        if not where:
            raise Refusal(
                place=tr("Serial {serial}", serial=first.shown),
                fault=tr("The print log of this sheet is on another device, so its event is not known here."),
                remedy=tr("Choose the event at which it was collected."),
            )
        run = unit.copies.run(copy.run_id)
        sha256 = version_on(unit, copy)
        form = (unit.forms.by_sha(sha256) if sha256 else None) or the_form(unit, copy.form_id)
        the_event(unit, where, of_programme=form.programme_id)
        serial = _next_number(
            place,
            unit,
            actor,
            form,
            where,
            RunKind.PHOTOCOPY,
            "" if run is None else run.edition,
            "" if run is None else run.layout_id,
            language="" if run is None else run.language,
        )
        move = _returned(place, unit, actor, serial, form, day=day, how=how, event_id=where,
                         photocopy_of=copy.serial)  # fmt: skip
        unit.changes.add(actor=actor, what="photocopy accepted", about_id=move.move_id, at=move.made_at)
        unit.commit()
    return NumberedSheet(serial, move)


def version_on(unit: UnitOfWork, copy: PaperCopy) -> str:
    """Return the digest of the form's version that is on a copy; empty where the print log is elsewhere."""
    run = unit.copies.run(copy.run_id)
    return copy.form_sha256 or ("" if run is None else run.form_sha256)


def _form_on_sheet(unit: UnitOfWork, form_id: str, page_code: str) -> tuple[StoredForm, str, str]:
    """Return the form on a sheet, and edition and layout where its page code says them."""
    if not page_code.strip():
        return the_form(unit, form_id), "", ""
    page = PageCode.from_text(page_code)
    if page.serial:
        raise Refusal(
            place=tr("Serial {serial}", serial=read_serial(page.serial).shown),
            fault=tr("The sheet has a number already."),
            remedy=tr("Log it as returned under that number."),
        )
    versions = [
        each for each in unit.forms.list() if (each.form_id, each.version) == (page.form_id, page.form_version)
    ]
    if not versions:
        raise Refusal(
            place=tr("Form {id}", id=page.form_id),
            fault=tr("Version {version} of this form is not on this device.", version=page.form_version),
            remedy=tr("Open the programme pack that holds it first."),
        )
    return versions[0], page.edition, page.layout_id


def _free_label(unit: UnitOfWork, serial: Serial, form: StoredForm) -> PaperCopy:
    copy = unit.copies.copy(serial.canonical)
    run = None if copy is None else unit.copies.run(copy.run_id)
    fault = ""
    if copy is None or run is None or run.kind is not RunKind.LABELS:
        fault = tr("This is no label that was printed on this laptop.")
    elif run.form_id != form.form_id:
        fault = tr("This label is for another form.")
    elif copy.state is not CopyState.PRINTED or not may_move(copy.state, SheetMoveKind.RETURN, run=run.kind):
        fault = tr("This label is on a sheet already.")
    if copy is None or fault:
        raise Refusal(
            place=tr("Serial {serial}", serial=serial.shown),
            fault=fault,
            remedy=tr("Take another label, or let a number be drawn and write it on the sheet."),
        )
    return copy


def _next_number(
    place: Workplace,
    unit: UnitOfWork,
    actor: Actor,
    form: StoredForm,
    event_id: str,
    kind: RunKind,
    edition: str,
    layout_id: str,
    *,
    language: str = "",
) -> Serial:
    """Draw the next number of the run that grows for such sheets; the first begins it."""
    wanted = (kind, form.sha256, event_id, edition, layout_id, language, issuer_of(place.device_id))
    run = next(
        (
            each
            for each in unit.copies.runs()
            if (
                each.kind,
                each.form_sha256,
                each.event_id,
                each.edition,
                each.layout_id,
                each.language,
                each.issuer,
            )
            == wanted
            and each.last_number < MAX_NUMBER
        ),
        None,
    )
    if run is None:
        run = _new_run(place, unit, actor, form, event_id, kind, copies=0, edition=edition, language=language,
                       layout_id=layout_id)  # fmt: skip
        unit.copies.add_run(run, ())
    serial = issue_serial(
        device_id=place.device_id,
        run=run.run_number,
        number=run.last_number + 1,
        serial_key=the_programme(unit, form.programme_id).serial_key,
        form_id=form.form_id,
    )
    unit.copies.grow_run(run.run_id, serial.canonical)
    return serial


def _new_run(
    place: Workplace,
    unit: UnitOfWork,
    actor: Actor,
    form: StoredForm,
    event_id: str,
    kind: RunKind,
    *,
    copies: int,
    edition: str = "",
    language: str = "",
    layout_id: str = "",
) -> PrintRun:
    return PrintRun(
        run_id=new_id(),
        run_number=0 if kind is RunKind.MASTER else unit.copies.next_run_number(),
        form_id=form.form_id,
        form_version=form.version,
        form_sha256=form.sha256,
        programme_id=form.programme_id,
        event_id=event_id,
        edition=edition,
        language=language,
        layout_id=layout_id,
        copies=copies,
        first_number=0 if kind is RunKind.MASTER else 1,
        last_number=copies,
        printed_by=actor.name,
        printed_at=place.clock.now(),
        kind=kind,
        device_id=place.device_id,
        issuer=issuer_of(place.device_id),
    )


def _returned(
    place: Workplace,
    unit: UnitOfWork,
    actor: Actor,
    serial: Serial,
    form: StoredForm,
    *,
    day: date | None,
    kind: SheetMoveKind = SheetMoveKind.RETURN,
    how: SheetHow,
    event_id: str,
    photocopy_of: str = "",
    form_sha256: str = "",
) -> SheetMove:
    if kind not in COMES_BACK:
        raise Defect("only a sheet that came back is given its number")
    today = civil_date(place.clock.now(), the_programme(unit, form.programme_id).time_zone)
    refuse_future("" if day is None else day.isoformat(), today)
    move = new_move(
        place,
        actor,
        kind,
        [serial.canonical],
        programme_id=form.programme_id,
        day=day or today,
        how=how,
        event_id=event_id,
        photocopy_of=photocopy_of,
        form_sha256=form_sha256,
    )
    unit.sheet_moves.add(move)
    return move
