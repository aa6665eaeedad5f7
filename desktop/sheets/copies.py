"""Paper copies as plain data: print runs, serials in use, and the place of every box."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LAYOUT_VERSION = 2


class CopyState(StrEnum):
    """What is known of one paper copy. "Printed" and nothing more is a legal end: unaccounted for."""

    PRINTED = "printed"
    KEYED = "keyed"


@dataclass(frozen=True, slots=True)
class PrintRun:
    """N copies of one form for one event, printed as one job.

    Attributes:
        run_number: 1 and up on this device; part of the serials.
        first_number, last_number: the copies' numbers within the run, inclusive.
        layout_id: of the layout kept for them.
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


@dataclass(frozen=True, slots=True)
class PaperCopy:
    """One numbered copy.

    Attributes:
        serial: canonical, without separators.
        run_id: of its print run; empty when another device printed it.
    """

    serial: str
    run_id: str
    state: CopyState
    response_id: str


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
