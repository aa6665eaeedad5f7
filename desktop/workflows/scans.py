"""Attached pages: which ones there are, one attached by hand, one removed; and what a page in a file shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.foundation.errors import DamagedFile, Refusal
from desktop.foundation.translation import tr
from desktop.sheets.page_codes import PageCode, PageCodeRefused
from desktop.sheets.scans import ScanFault, ScanPage
from desktop.sheets.serials import Serial, read_serial
from desktop.staff.people import Action, Actor
from desktop.store.scan_files import ScanFolder
from desktop.store.unit import UnitOfWork
from desktop.workflows import scan_sources
from desktop.workflows.reasons import checked_reason
from desktop.workflows.scan_judging import Refused, belongs_to, fault_words, missing_pages, shows_slip
from desktop.workflows.scan_keeping import attaching_alone, read_scan, trouble_words, written
from desktop.workflows.scan_sources import OpensReading
from desktop.workflows.workplace import Workplace, require

if TYPE_CHECKING:
    from desktop.paper.page_reading import PageRead


@dataclass(frozen=True, slots=True)
class CopyScans:
    """The attached pages of one copy.

    Attributes:
        shown: the serial in groups of four.
        form_title: of its form; its id where the form is not here.
        scans: by page.
        missing: pages that it lacks.
        gone: pages whose file is not there, or is cut.
    """

    serial: str
    shown: str
    form_id: str
    form_title: str
    scans: tuple[ScanPage, ...]
    missing: tuple[int, ...]
    gone: tuple[int, ...]

    @property
    def pages(self) -> int:
        """How many pages the copy has."""
        return max((each.pages for each in self.scans), default=0)


def scanned_copies(place: Workplace, *, actor: Actor, programme_id: str = "") -> tuple[CopyScans, ...]:
    """Return the copies that have attached pages, by serial.

    Raises:
        Refusal: the role does not allow it.
    """
    require(actor, Action.ATTACH_SCANS)
    folder = place.store.scan_files
    with place.reading() as unit:
        titles = {form.form_id: form.title for form in unit.forms.list()}
        found: dict[str, list[ScanPage]] = defaultdict(list)
        for scan in unit.scans.list(programme_id):
            found[scan.serial].append(scan)
    return tuple(
        CopyScans(
            serial=serial,
            shown=read_serial(serial).shown,
            form_id=scans[0].form_id,
            form_title=titles.get(scans[0].form_id, scans[0].form_id),
            scans=tuple(scans),
            missing=missing_pages(scans),
            gone=tuple(each.page for each in scans if folder is None or folder.size(each.scan_id) != each.size),
        )
        for serial, scans in sorted(found.items())
    )


def check_scans(place: Workplace) -> tuple[ScanPage, ...]:
    """Return the attached pages whose picture can't be opened any more; every file is read."""
    with place.reading() as unit:
        return tuple(each for each in unit.scans.list() if not _opens(place, each))


def _opens(place: Workplace, scan: ScanPage) -> bool:
    with place.reading() as unit:
        try:
            read_scan(place, unit, scan)
        except DamagedFile:
            return False
    return True


def remove_scan(place: Workplace, *, actor: Actor, scan_id: str, reason: str) -> None:
    """Delete an attached page: its key, and then its file.

    Raises:
        Refusal: no reason was given, it is not there, or the role does not allow it.
    """
    require(actor, Action.ATTACH_SCANS)
    where = tr("The scanned page")
    why = checked_reason(reason, place=where)
    if not why:
        raise Refusal(
            place=where,
            fault=tr("No reason was given."),
            remedy=tr("Say why it goes, for example: attached to the wrong copy."),
        )
    with place.unit() as unit:
        if unit.scans.get(scan_id) is None:
            raise Refusal(
                place=where, fault=tr("It is not attached any more."), remedy=tr("Look at the list again.")
            )
        unit.scans.remove(scan_id)
        unit.changes.add(actor=actor, what="scan removed", about_id=scan_id, why=why, at=place.clock.now())
        unit.commit()


def attach_by_hand(
    place: Workplace,
    *,
    actor: Actor,
    path: Path,
    number: int,
    serial: str,
    page: int,
    reading: OpensReading | None = None,
) -> ScanPage:
    """Attach one page of a scanned file to the copy and page that a person read on the sheet.

    A code on it still says how the page lies, and which page it is; its serial may be that of the sheet that this
    one is a photocopy of.

    Args:
        path: the file; it is read once more.
        number: of the page in it, 1 and up.
        serial: as it was typed.
        page: of the copy, 1 and up.

    Raises:
        SerialRefused: the serial is mistyped.
        Refusal: the copy is of no form here, its response was taken back, the page is attached already, or the
            code on it says that it is another page.
        WorldError: the file can't be read any more, or the disk is full.
    """
    require(actor, Action.ATTACH_SCANS)
    wanted = read_serial(serial)
    reader = (reading or scan_sources.page_reader)()
    try:
        read = reader.page(path.absolute(), number)
    finally:
        reader.close()
    if read.trouble is not None or not read.picture:
        raise Refusal(
            place=path.name,
            fault=trouble_words(read.trouble.value) if read.trouble else tr("The page is empty."),
            remedy=tr("Scan the sheet again."),
        )
    if shows_slip(read.seen.others):
        raise Refusal(
            place=path.name,
            fault=fault_words(ScanFault.SLIP),
            remedy=tr("Take the slip off a sheet that it lies on, and scan the sheet again."),
        )
    with attaching_alone(place) as folder, place.unit() as unit:
        scan = _placed(place, unit, actor, folder, read, wanted, page)
        unit.scans.add(scan)
        unit.changes.add(actor=actor, what="scan attached by hand", about_id=scan.scan_id, at=place.clock.now())
        unit.commit()
    return scan


def _placed(
    place: Workplace, unit: UnitOfWork, actor: Actor, folder: ScanFolder, read: PageRead, wanted: Serial, page: int
) -> ScanPage:
    """Return the row of a page that a person placed, its file written; refuses as :func:`attach_by_hand`."""

    def refused(fault: str, remedy: str) -> Refusal:
        return Refusal(place=tr("Serial {serial}", serial=wanted.shown), fault=fault, remedy=remedy)

    found = belongs_to(unit, wanted.canonical)
    if isinstance(found, Refused):
        raise refused(fault_words(found.fault), _remedy(found.fault))
    there = unit.scans.of_serial(found.serial)
    if any(each.page == page for each in there):
        raise refused(
            tr("Page {page} is attached already.", page=page),
            tr("Remove that one first, if this is the better one."),
        )
    layout_id = found.layout_id or next((each.layout_id for each in there if each.layout_id), "")
    pages = found.pages or max((each.pages for each in there), default=0)
    code = read.seen.page
    if code is not None:
        if code.form_id != found.form_id or layout_id not in ("", code.layout_id):
            raise refused(
                tr("The code on it is of another form, or of another edition or version."),
                tr("Look whether it is the right sheet."),
            )
        if code.page != page:
            raise refused(
                tr("The code on it says that it is page {page}.", page=code.page),
                tr("Give that page, or look whether it is the right sheet."),
            )
        layout_id, pages = code.layout_id, code.pages
    if page < 1 or (pages and page > pages):
        raise refused(
            tr("The form has {pages} pages.", pages=pages),
            tr("Give a page from 1 to {pages}.", pages=pages),
        )
    made = written(
        folder, read, found, page=page, pages=pages or page, layout_id=layout_id, actor=actor, place=place
    )
    folder.keep_names()
    return made


def typed_place(serial: str, page: str) -> tuple[str, int]:
    """Return the serial and the page that a person typed, or that the code of a page says that was scanned.

    A page that is no number is 0, which no copy has.
    """
    if "|" in serial:
        try:
            code = PageCode.from_text(serial)
            return code.serial, int(page) if page.isdecimal() else code.page
        except PageCodeRefused:
            return serial, 0
    return serial, int(page) if page.isdecimal() else 0


def _remedy(fault: ScanFault) -> str:
    if fault is ScanFault.TAKEN_BACK:
        return tr("Destroy the sheet and the file that it was scanned to.")
    return tr("Compare the serial with the sheet, or open the programme pack that the sheet belongs to.")


class PageLooker:
    """Shows pages of scanned files small, as long as somebody looks at the list; used by one thread."""

    def __init__(self, reading: OpensReading | None = None) -> None:
        self._reader = (reading or scan_sources.page_reader)()

    def look(self, path: Path, number: int) -> bytes:
        """Return a page as a small JPEG; empty where there is no picture of it."""
        from desktop.paper.scan_pictures import Troubled

        try:
            return self._reader.thumbnail(path, number)
        except Troubled:
            return b""

    def close(self) -> None:
        """Let go of the file and the process."""
        self._reader.close()


def incomplete(copies: Iterable[CopyScans]) -> tuple[CopyScans, ...]:
    """Return the copies that lack a page, or the file of one."""
    return tuple(each for each in copies if each.missing or each.gone)
