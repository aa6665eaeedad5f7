"""What a serial, typed or scanned, says about the sheet in hand: its form and version, its event, whether it was
keyed already.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.responses.states import FROZEN
from desktop.sheets.page_codes import PageCode
from desktop.sheets.serials import Serial, read_serial, verify_serial
from desktop.store.unit import UnitOfWork
from desktop.workflows.keyed_sheets import KEYED
from desktop.workflows.workplace import Workplace


class AlreadyKeyed(Refusal):
    """The sheet's serial was keyed on this device before.

    Attributes:
        serial: of the sheet; a second one that bears it is a photocopy.
    """

    def __init__(self, serial: Serial) -> None:
        super().__init__(
            place=tr("Serial {serial}", serial=serial.shown),
            fault=tr("This sheet was already keyed on this device."),
            remedy=tr("Put it with the keyed sheets. If it is a different sheet, it is a photocopy."),
        )
        self.serial = serial


class SerialForged(Refusal):
    """The serial is well formed, but no form on this device issued it."""


@dataclass(frozen=True, slots=True)
class SheetToKey:
    """What a serial says about the sheet in hand.

    Attributes:
        serial: canonical, without separators.
        shown: in groups of four.
        form_sha256: the version that the sheet was printed from; the newest here when the print log is elsewhere.
        event_id: empty when the print log is elsewhere: the keyer chooses.
        print_log_here: whether this device printed it.
        draft_id: of a keying that was begun and not finished, else empty.
        received_on: ISO civil date on which it came back, where that was logged; else empty.
        copy_state: value of :class:`desktop.sheets.copies.CopyState`, empty where nothing is known of the copy:
            a sheet that was logged as spoiled, blank or refused is keyed all the same, and the keyer is told.
        versions: of the form, newest first, where this device has several and nothing tells which one the sheet
            has: it stands at its foot, and is given to :func:`look_up_serial`.
        last_day: the programme's closing date: what came in after it is late; ``None`` where it has stated none.
    """

    serial: str
    shown: str
    form_id: str
    form_version: str
    form_sha256: str
    programme_id: str
    event_id: str
    print_log_here: bool
    draft_id: str
    received_on: str = ""
    copy_state: str = ""
    last_day: date | None = None
    versions: tuple[str, ...] = ()


def look_up_serial(place: Workplace, text: str, *, version: str = "") -> SheetToKey:
    """Return what is known of the sheet with this serial, or with the square code that was scanned from it.

    Args:
        version: of the form as the keyer reads it on a sheet of another laptop; a scanned code has it.

    Raises:
        SerialRefused: a mistyped serial: its length, a symbol, or the check character is wrong.
        PageCodeRefused: it is a bar code, and none of a page.
        Refusal: the sheet has no number yet, or the version that is on it is not here.
        SerialForged: no form on this device issued it.
        AlreadyKeyed: it was keyed here before.
    """
    serial, scanned = read_sheet_code(text)
    with place.reading() as unit:
        return look_up(unit, serial, version=scanned or version)


def read_sheet_code(text: str) -> tuple[Serial, str]:
    """Return the serial, and the form's version where the whole code of a page was scanned."""
    if "|" not in text:
        return read_serial(text), ""
    page = PageCode.from_text(text)
    if not page.serial:
        raise Refusal(
            place=tr("The square code on the sheet"),
            fault=tr("The sheet has no number yet: it is a copy of an unnumbered master."),
            remedy=tr("Give it its number first, under “Number returned sheets”."),
        )
    return read_serial(page.serial), page.form_version


def look_up(unit: UnitOfWork, serial: Serial, *, version: str = "") -> SheetToKey:
    """Return what is known of the sheet, as the store of ``unit`` stands; raises as :func:`look_up_serial`.

    Args:
        version: of the form, as the sheet says; a sheet whose print log is elsewhere is keyed by that.
    """
    copy = unit.copies.copy(serial.canonical)
    recorded = unit.responses.by_serial(serial.canonical)
    keyed = any(each.state in FROZEN for each in recorded)
    if keyed or (copy is not None and copy.state in KEYED):
        raise AlreadyKeyed(serial)
    draft = unit.drafts.open_for_serial(serial.canonical)
    run = unit.copies.run(copy.run_id) if copy is not None and copy.run_id else None
    about = {"serial": serial.canonical, "shown": serial.shown, "draft_id": draft.draft_id if draft else ""}
    if copy is not None:
        about |= {"received_on": copy.received_on, "copy_state": copy.state.value}
    if run is not None and copy is not None:
        form = unit.forms.by_sha(copy.form_sha256) if copy.form_sha256 else None
        programme = unit.programmes.get(run.programme_id)
        return SheetToKey(
            last_day=None if programme is None else programme.last_day,
            form_id=run.form_id,
            form_version=run.form_version if form is None else form.version,
            form_sha256=run.form_sha256 if form is None else form.sha256,
            programme_id=run.programme_id,
            event_id=copy.event_id or run.event_id,
            print_log_here=True,
            versions=(),
            **about,
        )
    other = None
    newest_first = tuple(reversed(unit.forms.list()))
    for form in newest_first:
        programme = unit.programmes.get(form.programme_id)
        if programme is not None and verify_serial(serial, programme.serial_key, form.form_id):
            if version and form.version != version:
                other = form
                continue
            there = draft.event_id if draft else ""
            here = tuple(dict.fromkeys(each.version for each in newest_first if each.form_id == form.form_id))
            return SheetToKey(
                versions=here if len(here) > 1 and not version and draft is None else (),
                last_day=programme.last_day,
                form_id=form.form_id,
                form_version=form.version,
                form_sha256=form.sha256,
                programme_id=form.programme_id,
                event_id=there or (copy.event_id if copy is not None else ""),
                print_log_here=False,
                **about,
            )
    if other is not None:
        raise Refusal(
            place=tr("Serial {serial}", serial=serial.shown),
            fault=tr("Version {version} of its form is not on this device.", version=version),
            remedy=tr("Open the programme pack that holds it first."),
        )
    raise SerialForged(
        place=tr("Serial {serial}", serial=serial.shown),
        fault=tr("No form on this device has issued it."),
        remedy=tr("Compare it with the sheet. If it is right, open the programme pack that the sheet belongs to."),
    )
