"""Scanned pages of paper copies as plain data: which page of which copy a picture is, and how it lies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ScanFault(StrEnum):
    """Why a page was not attached, or what is wrong with a copy's pages."""

    UNREADABLE = "unreadable"
    """No code of a page was found, or none that can be read."""
    SLIP = "slip"
    """It is a slip with a withdrawal code, or one lies on it: whose answers are whose must stay unknown."""
    NOT_OURS = "not ours"
    """It bears a code of another form, programme or copy that nobody here issued."""
    DOUBLED = "doubled"
    """The page is attached already, or stands twice among the files."""
    MISSING = "missing"
    """The copy has other pages here, but not this one."""
    MIXED = "mixed"
    """Pages of one copy bear codes of different layouts, or front and back of one leaf are of two copies."""
    BROKEN = "broken"
    """The file or the picture in it can't be opened."""
    TAKEN_BACK = "taken back"
    """The response on its sheet was withdrawn or erased: no picture of it may come back."""


@dataclass(frozen=True, slots=True)
class PageLie:
    """How the page lies in its picture: an affine map from millimetres on the page to pixels of the picture.

    ``x_px = a * x_mm + b * y_mm + c`` and ``y_px = d * x_mm + e * y_mm + f``.
    """

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float


@dataclass(frozen=True, slots=True)
class ScanPage:
    """One attached page.

    Attributes:
        scan_id: uuid4 text; also the name of its file, which says nothing.
        page: 1 and up, of ``pages``.
        layout_id: as the page's code says.
        key: 32 bytes that the file is encrypted with.
        sha256: hex digest of the encrypted file.
        media_type: ``image/jpeg`` or ``image/png``.
        width, height: in pixels, as the picture is stored.
        lie: where the page is in it; ``None`` where that could not be found (attached by hand).
    """

    scan_id: str
    serial: str
    programme_id: str
    form_id: str
    page: int
    pages: int
    layout_id: str
    key: bytes
    sha256: str
    size: int
    media_type: str
    width: int
    height: int
    lie: PageLie | None
    attached_by: str
    attached_at: datetime


@dataclass(frozen=True, slots=True)
class ScanProblem:
    """One page that was not attached, or one that a copy lacks.

    Attributes:
        fault: what it is.
        source: name of the file as it was given, without its folder; empty for a missing page.
        number: of the page in that file, from 1; 0 for a missing page.
        serial: canonical, where it is known; else empty.
        page: of the copy, where it is known; else 0.
    """

    fault: ScanFault
    source: str
    number: int
    serial: str = ""
    page: int = 0
