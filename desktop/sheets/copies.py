"""Paper copies as plain data: print runs, serials in use, and the place of every box."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LAYOUT_VERSION = 2


class CopyState(StrEnum):
    """What is known of one paper copy, lowest first: see :mod:`desktop.sheets.custody` for what leads where."""

    PRINTED = "printed"
    """Numbered, and nothing more. Of a label or a number drawn at receipt: no sheet bears it yet."""
    ISSUED = "issued"
    UNACCOUNTED = "unaccounted"
    """Somebody said that nobody knows where it is. A legal end."""
    RETURNED = "returned"
    SPOILED = "spoiled"
    BLANK = "blank"
    """Returned with nothing on it."""
    REFUSED = "refused"
    """Returned with a refusal."""
    KEYED = "keyed"
    VERIFIED = "verified"


class RunKind(StrEnum):
    """What a print run put numbers on."""

    NUMBERED = "numbered"
    """Copies printed with their numbers."""
    MASTER = "master"
    """An unnumbered master for the photocopier: no copy of it is counted until it comes back and gets a number."""
    LABELS = "labels"
    """Labels with numbers, for returned sheets that have none."""
    WRITTEN = "written"
    """Numbers given at receipt, written on the sheet by hand. The run grows."""
    PHOTOCOPY = "photocopy"
    """Numbers given to photocopies of numbered sheets. The run grows."""


@dataclass(frozen=True, slots=True)
class PrintRun:
    """N copies of one form for one event, printed as one job; or the numbers drawn for sheets that had none.

    Attributes:
        run_number: 1 and up on the device; part of the serials. 0 for a master, which has none.
        first_number, last_number: the copies' numbers within the run, inclusive; both 0 for a master.
        layout_id: of the layout kept for them.
        kind: what the numbers stand on.
        device_id: of the laptop that printed it.
        issuer: 30 bits of that laptop in its serials (:func:`desktop.sheets.serials.issuer_of`).
    """

    run_id: str
    run_number: int
    form_id: str
    form_version: str
    form_sha256: str
    programme_id: str
    event_id: str
    edition: str
    language: str
    layout_id: str
    copies: int
    first_number: int
    last_number: int
    printed_by: str
    printed_at: datetime
    kind: RunKind = RunKind.NUMBERED
    device_id: str = ""
    issuer: int = 0


@dataclass(frozen=True, slots=True)
class PaperCopy:
    """One numbered copy, as its moves leave it (:func:`desktop.sheets.custody.stand`).

    Attributes:
        serial: canonical, without separators.
        run_id: of its print run; empty while the print log is elsewhere.
        response_id: of the response first keyed from it; empty before.
        event_id: where it counts: as its print run says, or where it was issued, returned or keyed. Empty where a
            sheet of another laptop was only returned, with no event named.
        form_sha256: of the version on the sheet, where a move said so; else empty: as its print run says.
        photocopy_of: serial of the sheet that it is a photocopy of; else empty.
        received_on: ISO civil date on which it came back; else empty.
        received_how: value of :class:`desktop.sheets.custody.SheetHow`.
    """

    serial: str
    run_id: str
    state: CopyState
    response_id: str
    programme_id: str = ""
    form_id: str = ""
    event_id: str = ""
    form_sha256: str = ""
    photocopy_of: str = ""
    received_on: str = ""
    received_how: str = ""


class BoxKind(StrEnum):
    """What is done in a box."""

    TICK = "tick"
    FIGURE = "figure"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class Box:
    """One place to mark or write, in millimetres from the page's top left corner, exact to 0.1 mm.

    The figures of one number or date are boxes of their own, in reading order within ``Layout.boxes``.

    Attributes:
        page: 1 and up.
        question: question path below the root, as in answers.
        value: the choice's value for a tick box, and for the figure of a ranked choice; else empty.
        code: what a keyer types for it; empty where they copy what is written.
        kind: to be ticked, to hold one figure, or to be written in.
    """

    page: int
    question: str
    value: str
    code: str
    x: float
    y: float
    width: float
    height: float
    kind: BoxKind = BoxKind.TICK


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands on the pages of one edition of one form.

    Attributes:
        layout_id: hex digest (first 16 characters) of the canonical layout, so equal layouts share it.
        page_size: width and height in millimetres.
        duplex: whether sheets are printed on both sides; a pile in which both stand would scramble its records.
            ``None`` in layouts of version 1, which didn't say.
    """

    layout_id: str
    form_id: str
    form_version: str
    edition: str
    language: str
    page_size: tuple[float, float]
    pages: int
    boxes: tuple[Box, ...]
    version: int = LAYOUT_VERSION
    duplex: bool | None = None
