"""How big a form's file may be, looked at before anything opens it."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from desktop.foundation.durable_files import file_fault
from desktop.foundation.translation import tr
from desktop.questionnaires.problems import FormRefused, Problem, Severity

MAX_FILE = 50 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_MEMBERS = 5_000
MAX_RATIO = 200
_RATIO_FROM = 20 * 1024 * 1024
"""Small sheets compress well; from this size on, a high ratio is no sheet of a person."""
_BEGINNING = 64 * 1024
"""Bytes of a part in which a document type would stand: before the first element."""
_DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError)
"""What the zip module raises for damaged, encrypted and unknown content."""
KINDS = (".xlsx", ".xlsm", ".xls", ".csv", ".md", ".xml")


def refused(path: Path, fault: str, remedy: str) -> FormRefused:
    """Return the refusal of the whole file."""
    return FormRefused([Problem(Severity.ERROR, path.name, None, "", fault, remedy)])


def read_within_limits(path: Path) -> bytes:
    """Return the file's bytes once it is seen to be of a size and kind that may be opened.

    Raises:
        FormRefused: it is too big, unpacks to too much, or is of no known kind.
        WorldError: it can't be read.
    """
    if path.suffix.lower() not in KINDS:
        raise refused(
            path,
            tr("This kind of file can't be read as a form."),
            tr("Use a spreadsheet (.xlsx, .xls, .csv, .md) or an XForm (.xml)."),
        )
    try:
        size = path.stat().st_size
        if size > MAX_FILE:
            raise refused(path, _too_large(), tr("Use a smaller form."))
        with path.open("rb") as stream:
            content = stream.read(MAX_FILE + 1)  # a pipe or a device says it has no size
        if len(content) > MAX_FILE:
            raise refused(path, _too_large(), tr("Use a smaller form."))
    except OSError as fault:
        raise file_fault(path, fault) from fault
    if not content.strip():
        raise refused(path, tr("The file is empty."), tr("Save the form again and try once more."))
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        _check_zip(path)
    return content


def _too_large() -> str:
    return tr("The file is larger than {size} MB.", size=MAX_FILE // 1024 // 1024)


def _check_zip(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_members(path, members)
            for member in members:
                if member.filename.lower().endswith((".xml", ".rels")):
                    with archive.open(member) as stream:
                        beginning = stream.read(_BEGINNING)
                    if b"<!DOCTYPE" in beginning or b"<!ENTITY" in beginning:
                        raise refused(
                            path,
                            tr("A part of the spreadsheet has a document type, which can make it harmful."),
                            tr("Open it in the spreadsheet program and save it again as .xlsx."),
                        )
    except _DAMAGED as fault:
        raise refused(
            path,
            tr("The spreadsheet is damaged, or is no .xlsx file."),
            tr("Open it in the spreadsheet program and save it again as .xlsx."),
        ) from fault


def _check_members(path: Path, members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if (
        len(members) > MAX_MEMBERS
        or unpacked > MAX_UNPACKED
        or (unpacked > _RATIO_FROM and unpacked / packed > MAX_RATIO)
    ):
        raise refused(
            path,
            tr("The spreadsheet unpacks to far more than a form needs, which can make it harmful."),
            tr("Make the form anew from its sheets survey, choices and settings."),
        )
