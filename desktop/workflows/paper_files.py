"""Files about paper: the sheet on a pile, sheets of labels, an unnumbered master, the ledger for the file."""

from __future__ import annotations

import errno
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.engagement.follow_ups import FollowUpKind
from desktop.foundation.clock import civil_date
from desktop.foundation.durable_files import file_fault, write_durably
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.sheets.copies import CopyState, PrintRun
from desktop.sheets.piles import ranges_of
from desktop.sheets.print_jobs import PaperLook
from desktop.sheets.state_words import edition_words
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.custody import CopySeen, pile
from desktop.workflows.lay_out_form import USUAL, lay_out, some_pages
from desktop.workflows.number_sheets import Labels, draw_labels, log_master
from desktop.workflows.paper_ledger import PaperReport
from desktop.workflows.workplace import Workplace, require, the_event, the_form, the_programme

if TYPE_CHECKING:
    from desktop.paper.pile_sheet import PileAbout

_Kind = tuple[str, str, str, str, str, bool | None]


def write_pile_sheet(place: Workplace, *, actor: Actor, given: Iterable[str], out: Path) -> int:
    """Write the sheet for a stack, and return how many pages of it: one for each pile that must lie by itself.

    Sheets of two forms or versions, or some printed on both sides and some on one, would be scrambled by a
    scanner: each kind gets a sheet of its own, which says so. Nothing is moved.

    Args:
        given: lines as in :func:`desktop.workflows.paper_stacks.read_stack`.

    Raises:
        Refusal: no copy is in the stack, or the role does not allow it.
        WorldError: the file can't be written.
    """
    made, pages = pile_sheet(place, actor=actor, given=given)
    write_durably(out, made)
    return pages


def pile_sheet(place: Workplace, *, actor: Actor, given: Iterable[str]) -> tuple[bytes, int]:
    """Return the sheet for a stack as PDF, and how many piles it is of; as :func:`write_pile_sheet`."""
    from desktop.paper.pile_sheet import draw_pile_sheets

    require(actor, Action.KEY_PAPER)
    found = pile(place, given)
    if not found.copies:
        raise Refusal(
            place=tr("Pile sheet"),
            fault=tr("There is no copy in the pile."),
            remedy=tr("Scan the sheets first, or type their serials."),
        )
    piles: dict[tuple[str, _Kind], list[CopySeen]] = defaultdict(list)
    with place.reading() as unit:
        for seen in found.copies:
            piles[seen.copy.event_id, _kind_of(unit, seen)].append(seen)
        made_up, today = False, place.clock.now().date()
        abouts = []
        for (event_id, kind), copies in sorted(piles.items(), key=lambda each: (-len(each[1]), str(each[0]))):
            programme = the_programme(unit, kind[0])
            made_up = made_up or programme.made_up
            today = civil_date(place.clock.now(), programme.time_zone)
            abouts.append(_about(unit, event_id, kind, copies))
    drawn = draw_pile_sheets(
        abouts,
        made_by=actor.name,
        made_on=today,
        banner=tr("Practice – made up") if made_up else "",
        left_out=[f"{each.given}: {each.why}" for each in found.left_out],
    )
    return drawn, len(abouts)


def _kind_of(unit: UnitOfWork, seen: CopySeen) -> _Kind:
    copy, run = seen.copy, seen.run
    layout = unit.copies.layout(run.layout_id) if run is not None and run.layout_id else None
    return (
        copy.programme_id,
        copy.form_id,
        copy.form_sha256 or ("" if run is None else run.form_sha256),
        "" if run is None else run.edition,
        "" if run is None else run.language,
        None if layout is None else layout.duplex,
    )


def _about(unit: UnitOfWork, event_id: str, kind: _Kind, copies: Sequence[CopySeen]) -> PileAbout:
    from desktop.paper.pile_sheet import PileAbout

    programme_id, form_id, sha256, edition, _language, duplex = kind
    programme = the_programme(unit, programme_id)
    form = (unit.forms.by_sha(sha256) if sha256 else None) or the_form(unit, form_id)
    received = Counter(
        date.fromisoformat(each.copy.received_on) if each.copy.received_on else None for each in copies
    )
    return PileAbout(
        programme=programme.title,
        organisation=programme.organisation,
        form=form.title,
        form_version=form.version if sha256 else tr("not known here"),
        edition=edition,
        duplex=duplex,
        event=_event_words(unit, event_id),
        ranges=ranges_of(each.copy.serial for each in copies),
        states={
            state: many for state in CopyState if (many := sum(1 for each in copies if each.copy.state is state))
        },
        received=received,
        late=sum(1 for each in copies if each.late),
        photocopies=sum(1 for each in copies if each.copy.photocopy_of),
    )


def _event_words(unit: UnitOfWork, event_id: str) -> str:
    from desktop.paper.words import day_in_words

    if not event_id:
        return ""
    event = the_event(unit, event_id)
    return f"{event.name}, {day_in_words(event.day, 'en')}"


def print_labels(
    place: Workplace,
    *,
    actor: Actor,
    form_id: str,
    event_id: str,
    labels: int,
    out: Path,
    sheet: str = "5x13",
    skip: int = 0,
) -> Labels:
    """Draw the numbers of ``labels`` labels, log them, and write them as PDF.

    Args:
        sheet: how the labels stand on A4: ``5x13``, which fit the frame of a master, or ``3x8``.
        skip: labels that are gone from the first sheet.

    Raises:
        Refusal: there is no such sheet, or as of :func:`desktop.workflows.number_sheets.draw_labels`.
        WorldError: the file can't be written.
    """
    from desktop.paper.label_sheet import LABEL_SHEETS
    from desktop.paper.label_sheet import draw_labels as draw

    known = LABEL_SHEETS.get(sheet)
    if known is None or not 0 <= skip < known.labels:
        raise Refusal(
            place=tr("Labels"),
            fault=tr("There is no such sheet of labels, or fewer labels are on it."),
            remedy=tr("Sheets of labels: {names}.", names=", ".join(LABEL_SHEETS)),
        )
    _refuse_no_folder(out)
    drawn = draw_labels(place, actor=actor, form_id=form_id, event_id=event_id, labels=labels)
    with place.reading() as unit:
        about = the_form(unit, form_id).title
    write_durably(out, draw(drawn.serials, about=about, sheet=known, skip=skip))
    return drawn


def print_master(
    place: Workplace,
    *,
    actor: Actor,
    form_id: str,
    event_id: str,
    out: Path,
    look: PaperLook = USUAL,
    pages: tuple[int, int] | None = None,
) -> PrintRun:
    """Write an unnumbered master for the photocopier as PDF, and log it.

    Args:
        pages: as :func:`desktop.workflows.lay_out_form.some_pages` takes them; ``None``: all.

    Raises:
        Refusal: form or event are not here, the language may not be handed out, or the role does not allow it.
        WorldError: the file can't be written.
    """
    from desktop.paper.booklet import write_master

    require(actor, Action.PRINT_PAPER)
    _refuse_no_folder(out)
    laid_out, _form, _programme = lay_out(place, form_id=form_id, look=look)
    laid_out = some_pages(laid_out, pages)
    run = log_master(place, actor=actor, form_id=form_id, event_id=event_id, layout=laid_out.layout)
    write_master(laid_out, out)
    return run


def _refuse_no_folder(out: Path) -> None:
    """Say that there is no such folder before any number is taken."""
    if not out.parent.is_dir():
        raise file_fault(out, FileNotFoundError(errno.ENOENT, ""))


def request_words(kind: FollowUpKind) -> str:
    """Return what was asked for."""
    said = {
        FollowUpKind.PAPER_COPY: tr("a paper copy by post"),
        FollowUpKind.LARGE_PRINT: tr("large print by post"),
        FollowUpKind.EASY_READ: tr("easy read by post"),
        FollowUpKind.OTHER_LANGUAGE: tr("another language"),
    }
    return said.get(kind, kind.value)


def write_ledger_pdf(place: Workplace, report: PaperReport, *, actor: Actor, out: Path) -> None:
    """Write the ledger as PDF, for the file.

    Raises:
        Refusal: the role does not allow it.
        WorldError: the file can't be written.
    """
    from desktop.paper.ledger_sheet import LedgerAbout, draw_ledger
    from desktop.paper.words import day_in_words

    require(actor, Action.SEE_LEDGER)
    with place.reading() as unit:
        programme = the_programme(unit, report.programme_id)
    about = LedgerAbout(
        organisation=programme.organisation,
        programme=report.title,
        balances=report.ledger.balances,
        lines=[
            (
                f"{each.event_name}, {day_in_words(each.event_day, 'en')}"
                if each.event_day is not None
                else tr("Event not known"),
                each.form_title,
                each.line,
            )
            for each in report.lines
        ],
        requests=[(request_words(kind), day, many) for (kind, day), many in report.requests.items()],
        posted=posted_rows(report),
        disagreements=[(each.shown, each.words) for each in report.disagreements],
        elsewhere=[
            (each.label or tr("a laptop that is not known here"), each.sheets) for each in report.elsewhere
        ],
    )
    today = civil_date(place.clock.now(), programme.time_zone)
    banner = tr("Practice – made up") if programme.made_up else ""
    write_durably(out, draw_ledger(about, made_by=actor.name, made_on=today, banner=banner))


def posted_rows(report: PaperReport) -> list[tuple[str, date, int]]:
    """Return what was posted, in words: (format, day, how many)."""
    return [
        (edition_words(edition), date.fromisoformat(day), many)
        for (edition, day), many in report.ledger.posted.items()
    ]


_COLUMNS = ("event", "day", "form", "form_id", "what", "count")


def write_ledger_csv(report: PaperReport, *, actor: Actor, out: Path) -> None:
    """Write the ledger as CSV: a row for each count, so that any program can add them up.

    Raises:
        Refusal: the role does not allow it.
        WorldError: the file can't be written.
    """
    from desktop.exports.data_files import csv_bytes

    require(actor, Action.SEE_LEDGER)
    rows: list[tuple[str, ...]] = []
    for each in report.lines:
        line = each.line
        about = (
            each.event_name,
            "" if each.event_day is None else each.event_day.isoformat(),
            each.form_title,
            line.form_id,
        )
        counts = {
            "printed with numbers": line.printed,
            **{f"drawn: {kind.value}": many for kind, many in line.drawn.items()},
            "of these on no sheet": line.unused,
            "from elsewhere": line.foreign,
            "came from another event": line.came,
            "went to another event": line.went,
            "masters": line.masters,
            **{f"state: {state.value}": many for state, many in line.states.items()},
            "keyed, response not here": line.keyed_unseen,
            "back at event": line.back_at_event,
            "back by post": line.back_by_post,
            "back, not said how": line.back_not_said,
            "late": line.late,
            "out": line.out,
            "balances": int(line.balances),
        }
        rows += [(*about, what, str(many)) for what, many in counts.items()]
    for (kind, day), many in report.requests.items():
        rows.append(("", day.isoformat(), "", "", f"asked for: {kind.value}", str(many)))
    for (edition, posted_on), many in report.ledger.posted.items():
        rows.append(("", posted_on, "", "", f"posted: {edition or 'not logged'}", str(many)))
    write_durably(out, csv_bytes(_COLUMNS, rows))
