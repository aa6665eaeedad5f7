"""Keeping one scanned page: its number where it stands on a label, its encrypted file, and the picture again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.foundation.errors import Defect, Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.keys.file_encryption import open_file, seal_file
from desktop.sheets.page_codes import PageCode, PageCodeRefused
from desktop.sheets.scans import ScanPage
from desktop.sheets.serials import SerialRefused, read_serial
from desktop.staff.people import Actor
from desktop.store.scan_files import ScanFolder
from desktop.store.unit import UnitOfWork
from desktop.workflows.scan_judging import Belongs
from desktop.workflows.workplace import Workplace

if TYPE_CHECKING:
    from desktop.paper.page_reading import PageRead


def scan_folder(place: Workplace) -> ScanFolder:
    """Return the folder of encrypted files beside the store."""
    if place.store.scan_files is None:
        raise Defect("the centre has no scanned pages")
    return place.store.scan_files


@contextmanager
def attaching_alone(place: Workplace) -> Iterator[ScanFolder]:
    """Give the folder to the one who attaches pages, so that no file of theirs counts as left over.

    Raises:
        Refusal: somebody else is attaching pages.
    """
    folder = scan_folder(place)
    with folder.alone() as had:
        if not had:
            raise Refusal(
                place=tr("Scanned pages"),
                fault=tr("Another window is attaching pages."),
                remedy=tr("Wait until that is done, then try again."),
            )
        yield folder


def numbered(code: PageCode, others: Iterable[str]) -> PageCode:
    """Return the code of a page, with the serial of the label on it where the sheet itself has none."""
    if code.serial:
        return code
    for text in others:
        try:
            return replace(code, serial=read_serial(text).canonical)
        except SerialRefused:
            continue
    return code


def other_page(code: PageCode, others: Iterable[str]) -> bool:
    """Tell whether further codes in a picture are of another page, or labels with another number."""
    return any(_is_other(code, text) for text in others)


def _is_other(code: PageCode, text: str) -> bool:
    try:
        other = PageCode.from_text(text)
    except PageCodeRefused:
        try:
            return read_serial(text).canonical != code.serial
        except SerialRefused:
            return False
    return (other.serial, other.page) != (code.serial, code.page)


def written(
    folder: ScanFolder,
    read: PageRead,
    found: Belongs,
    *,
    page: int,
    pages: int,
    layout_id: str,
    actor: Actor,
    place: Workplace,
) -> ScanPage:
    """Write the encrypted file of a page and return its row; the file's name is not durable yet.

    Raises:
        WorldError: the disk is full.
    """
    key, sealed = seal_file(read.picture)
    scan_id = new_id()
    folder.write(scan_id, sealed)
    return ScanPage(
        scan_id=scan_id,
        serial=found.serial,
        programme_id=found.programme_id,
        form_id=found.form_id,
        page=page,
        pages=pages,
        layout_id=layout_id,
        key=key,
        sha256=hashlib.sha256(sealed).hexdigest(),
        size=len(sealed),
        media_type=read.media_type,
        width=read.width,
        height=read.height,
        lie=read.seen.lie,
        attached_by=actor.name,
        attached_at=place.clock.now(),
    )


def read_scan(place: Workplace, unit: UnitOfWork, scan: ScanPage) -> bytes:
    """Return the picture of an attached page, decrypted in memory.

    Raises:
        DamagedFile: its file is not there, or is not as it was written.
        WorldError: the disk does not give it.
    """
    return open_file(scan_folder(place).read(scan.scan_id), scan.key)


def trouble_words(trouble: str) -> str:
    """Return why a file or a page gives no picture, in one sentence."""
    return {
        "kind": tr("It is no PDF, TIFF, JPEG or PNG."),
        "protected": tr("It is protected by a password: save it without one."),
        "large": tr("It is larger than any scanned sheet."),
        "damaged": tr("It is damaged, or cut short."),
        "gone": tr("It is not there, or can't be read."),
        "late": tr("It takes longer to open than any scanned sheet."),
    }.get(trouble, "")
