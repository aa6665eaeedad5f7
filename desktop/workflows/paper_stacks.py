"""Which copies are meant: a stack as it was scanned or typed, a range between two serials, numbers of a print run.

A bar-code scanner that types is enough: each line is what it typed, a serial or the whole code of a page, or that
of the sheet on a pile.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.foundation.errors import Refusal, WorldError
from desktop.foundation.translation import tr
from desktop.sheets.copies import PaperCopy, PrintRun
from desktop.sheets.custody import MOST_SHEETS
from desktop.sheets.page_codes import PageCode
from desktop.sheets.piles import is_pile_code, read_pile_code
from desktop.sheets.serials import Serial, read_serial, verify_serial
from desktop.store.unit import UnitOfWork

_RUN = re.compile(r"run\s*(\d{1,4})(?:\s*[,:]?\s*(\d{1,5})(?:\s*(?:-|–|to)\s*(\d{1,5}))?)?", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:\.\.\.?|…|\bto\b|–|→)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something given that nothing was done with.

    Attributes:
        given: the serial in groups of four, or the words as they were given.
        why: one sentence.
    """

    given: str
    why: str


@dataclass(frozen=True, slots=True)
class Stack:
    """The copies that are meant.

    Attributes:
        copies: known copies, in the order in which they were given, none twice. One that was printed elsewhere is
            among them once its serial is verified; it is in the store only after :func:`keep_foreign`.
        twice: serials of which the same page was given more than once: scanned twice, or a photocopy.
        left_out: what can't be read, is of no form here, or is in no print run.
    """

    copies: tuple[PaperCopy, ...]
    twice: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


@dataclass
class _Reading:
    serials: dict[str, Serial] = field(default_factory=dict)
    pages: set[tuple[str, int]] = field(default_factory=set)
    twice: dict[str, None] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)

    def add(self, serial: Serial, page: int) -> None:
        key = (serial.canonical, page)
        if key in self.pages:
            self.twice[serial.canonical] = None
        self.pages.add(key)
        self.serials.setdefault(serial.canonical, serial)


def read_stack(unit: UnitOfWork, given: Iterable[str]) -> Stack:
    """Return the copies that are meant by ``given``, one line each.

    Args:
        given: a serial; the code of a page; two serials with ``…``, ``..`` or ``to`` between them, for all copies
            of that print run from the one to the other; or ``run 3``, ``run 3 10-25``. Empty lines are skipped.

    Raises:
        Refusal: there are more copies than one act takes.
    """
    runs = {run.run_number: run for run in unit.copies.runs() if run.run_number}
    reading = _Reading()
    for line in given:
        if text := line.strip():
            try:
                _read(unit, runs, text, reading)
            except WorldError as refused:
                reading.left_out.append(LeftOut(text, refused.fault))
        if len(reading.serials) > MOST_SHEETS:
            raise Refusal(
                place=tr("Paper"),
                fault=tr("These are more copies than can be logged at once."),
                remedy=tr("Log at most {most} at once.", most=MOST_SHEETS),
            )
    known = dict(unit.copies.copies(reading.serials))
    for canonical, serial in reading.serials.items():
        if canonical not in known:
            foreign = printed_elsewhere(unit, serial)
            if foreign is None:
                reading.left_out.append(LeftOut(serial.shown, tr("No form on this device has issued it.")))
            else:
                known[canonical] = foreign
    return Stack(
        copies=tuple(known[each] for each in reading.serials if each in known),
        twice=tuple(reading.twice),
        left_out=tuple(reading.left_out),
    )


def printed_elsewhere(unit: UnitOfWork, serial: Serial) -> PaperCopy | None:
    """Return the copy with a serial that another laptop of a programme here made; ``None``: it is forged."""
    from desktop.sheets.copies import CopyState

    for form in unit.forms.list():
        programme = unit.programmes.get(form.programme_id)
        if programme is not None and verify_serial(serial, programme.serial_key, form.form_id):
            return PaperCopy(
                serial.canonical,
                "",
                CopyState.PRINTED,
                "",
                programme_id=form.programme_id,
                form_id=form.form_id,
            )
    return None


def keep_foreign(unit: UnitOfWork, copies: Iterable[PaperCopy]) -> None:
    """Keep those of the copies that were printed elsewhere; they are known here from now on."""
    unit.copies.add_foreign({each.serial: (each.programme_id, each.form_id) for each in copies if not each.run_id})


def _read(unit: UnitOfWork, runs: Mapping[int, PrintRun], text: str, reading: _Reading) -> None:
    if is_pile_code(text):
        for line in read_pile_code(text):
            _read(unit, runs, line, reading)
    elif text.startswith("SB") and "|" in text:
        page = PageCode.from_text(text)
        if not page.serial:
            fault = tr("The sheet has no number yet: give it one.")
            raise Refusal(place=text, fault=fault, remedy=tr("Number it as it is received."))
        reading.add(read_serial(page.serial), page.page)
    elif named := _RUN.fullmatch(text):
        for serial in _of_run(unit, runs, *(int(each) if each else 0 for each in named.groups())):
            reading.add(serial, 0)
    else:
        ends = _BETWEEN.split(text)
        if len(ends) != 2:
            reading.add(read_serial(text), 0)
            return
        first, last = (read_serial(each) for each in ends)
        if (first.issuer, first.run) != (last.issuer, last.run):
            fault = tr("The two serials are not of one print run.")
            raise Refusal(place=text, fault=fault, remedy=tr("Give the range of each print run by itself."))
        low, high = sorted((first.number, last.number))
        run = next(
            (each for each in runs.values() if (each.issuer, each.run_number) == (first.issuer, first.run)), None
        )
        if run is None:
            fault = tr("Another laptop printed them, so the copies in between are not known here.")
            raise Refusal(place=text, fault=fault, remedy=tr("Scan each of them."))
        for serial in _of_run(unit, runs, run.run_number, low, high):
            reading.add(serial, 0)


def _of_run(
    unit: UnitOfWork, runs: Mapping[int, PrintRun], run_number: int, low: int, high: int
) -> Sequence[Serial]:
    """Return the serials of a run from number ``low`` to ``high``; nought: the whole run, or the one copy."""
    run = runs.get(run_number)
    fault = ""
    if run is None:
        fault = tr("This laptop has no print run {number}.", number=run_number)
    elif low and not 1 <= low <= (high or low) <= run.last_number:
        fault = tr("The print run has the numbers 1 to {last}.", last=run.last_number)
    if run is None or fault:
        raise Refusal(
            place=tr("Print run {number}", number=run_number), fault=fault, remedy=tr("See the print log.")
        )
    serials = sorted(
        (read_serial(each.serial) for each in unit.copies.list(run.run_id)), key=lambda one: one.number
    )
    return [each for each in serials if not low or low <= each.number <= (high or low)]
