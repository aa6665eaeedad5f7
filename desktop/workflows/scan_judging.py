"""Whether a scanned page belongs to a copy of a form here, and what is wrong with it where it does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from desktop.engagement.programme import Programme
from desktop.foundation.translation import tr
from desktop.keys.withdrawal_codes import MistypedCode, read_code
from desktop.questionnaires.stored_form import StoredForm
from desktop.sheets.copies import PaperCopy, PrintRun, RunKind
from desktop.sheets.page_codes import PageCode
from desktop.sheets.scans import ScanFault, ScanPage
from desktop.sheets.serials import SerialRefused, read_serial, verify_serial
from desktop.store.unit import UnitOfWork
from desktop.workflows.taking_back import TAKEN_BACK

_PRINTED_WITH_CODE = frozenset({RunKind.NUMBERED, RunKind.MASTER})


@dataclass(frozen=True, slots=True)
class Belongs:
    """The copy that a page is of.

    Attributes:
        serial: canonical.
        layout_id: that its print run says; empty where that is elsewhere, or where its number was given later.
        pages: of that layout; 0 where it is not known.
    """

    serial: str
    programme_id: str
    form_id: str
    layout_id: str = ""
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a page is not attached."""

    fault: ScanFault
    serial: str = ""


def belongs_to(unit: UnitOfWork, serial_text: str, form_id: str = "") -> Belongs | Refused:
    """Return the copy with this serial, as the store of ``unit`` stands.

    Args:
        form_id: that the page's code says; the copy has to be of it. Empty where no code was read.
    """
    try:
        serial = read_serial(serial_text)
    except SerialRefused:
        return Refused(ScanFault.NOT_OURS)
    canonical = serial.canonical
    for each in unit.responses.by_serial(canonical):
        if each.state in TAKEN_BACK:
            return Refused(ScanFault.TAKEN_BACK, canonical)
    copy = unit.copies.copy(canonical)
    if copy is not None and copy.form_id:
        if form_id and copy.form_id != form_id:
            return Refused(ScanFault.NOT_OURS, canonical)
        return _known(unit, copy)
    for form, programme in _forms(unit, form_id):
        if verify_serial(serial, programme.serial_key, form.form_id):
            return Belongs(canonical, form.programme_id, form.form_id)
    return Refused(ScanFault.NOT_OURS, canonical)


def _known(unit: UnitOfWork, copy: PaperCopy) -> Belongs:
    run = unit.copies.run(copy.run_id) if copy.run_id else None
    layout_id = run.layout_id if run is not None and run.kind in _PRINTED_WITH_CODE else ""
    return Belongs(copy.serial, copy.programme_id, copy.form_id, layout_id, _pages(unit, run))


def _pages(unit: UnitOfWork, run: PrintRun | None) -> int:
    layout = unit.copies.layout(run.layout_id) if run is not None and run.layout_id else None
    return 0 if layout is None else layout.pages


def _forms(unit: UnitOfWork, form_id: str) -> Iterable[tuple[StoredForm, Programme]]:
    for form in unit.forms.list():
        programme = unit.programmes.get(form.programme_id)
        if programme is not None and form_id in ("", form.form_id):
            yield form, programme


def judged(unit: UnitOfWork, code: PageCode) -> Belongs | Refused:
    """Return the copy that a page with this code is of, or why it is not attached."""
    if not code.serial:
        return Refused(ScanFault.UNREADABLE)  # a copy of an unnumbered master, and no label with its number
    found = belongs_to(unit, code.serial, code.form_id)
    if isinstance(found, Refused):
        return found
    if not 1 <= code.page <= code.pages <= 999:
        return Refused(ScanFault.NOT_OURS, found.serial)
    if found.layout_id and found.layout_id != code.layout_id:
        return Refused(ScanFault.MIXED, found.serial)
    return found


@dataclass(frozen=True, slots=True)
class Placed:
    """One page as it lay in the pile, for what can be said only of the pile as a whole.

    Attributes:
        at: its place among the pages of its file.
        scan_id: of the attached page; empty where it was not attached.
        duplex: whether its sheets are printed on both sides.
    """

    at: int
    serial: str
    page: int
    layout_id: str
    scan_id: str
    source: str
    number: int
    duplex: bool


@dataclass(slots=True)
class Pile:
    """The pages that were attached, or were already, in the order in which they lay. Not frozen: it grows."""

    _placed: dict[int, list[Placed]] = field(default_factory=lambda: defaultdict(list))
    _layouts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, file: int, placed: Placed) -> None:
        """Keep a page of the file with that number."""
        self._placed[file].append(placed)
        self._layouts[placed.serial].add(placed.layout_id)

    def note(self, serial: str, layout_ids: Iterable[str]) -> None:
        """Keep which layouts further pages of a copy have: that were attached before, or were left out now."""
        self._layouts[serial].update(each for each in layout_ids if each)

    @property
    def serials(self) -> tuple[str, ...]:
        """The copies, sorted."""
        return tuple(sorted({each.serial for pages in self._placed.values() for each in pages}))

    def mixed(self) -> tuple[Placed, ...]:
        """Return the pages that are of a mixed copy: pages of two layouts, or a leaf with another copy's back."""
        torn = {serial for serial, layouts in self._layouts.items() if len(layouts) > 1}
        found: dict[str, Placed] = {}
        for pages in self._placed.values():
            found.update((each.scan_id, each) for each in pages if each.serial in torn)
            found.update((each.scan_id, each) for each in _mixed_leaves(pages))
        return tuple(found.values())


def _mixed_leaves(pages: Sequence[Placed]) -> Iterable[Placed]:
    """Yield front and back of leaves of which one side is of another copy.

    A scanner that takes both sides gives front and back one after the other: the first two pages of the file, the
    next two and so on. Where it leaves out empty sides, or a cover lay on the pile, all are moved on by one: that
    is so where far more leaves are whole when they are counted so. A file in which some leaf would have sides that
    no leaf has (1 and 4), or in which none is whole, was not scanned so: its pages may come in any order.
    """
    at = {each.at: each for each in pages}
    pairs = [(each, at[each.at + 1]) for each in pages if each.at + 1 in at]
    whole = [0, 0]
    for one, other in pairs:
        whole[one.at % 2] += _one_leaf(one, other) and one.serial == other.serial
    begins = 1 if whole[1] > whole[0] + 1 else 0
    leaves = [pair for pair in pairs if pair[0].at % 2 == begins]
    if not whole[begins] or not all(_one_leaf(*leaf) for leaf in leaves):
        return
    for one, other in leaves:
        if one.serial != other.serial:
            yield one
            yield other


def _one_leaf(one: Placed, other: Placed) -> bool:
    """Tell whether two pages would be the two sides of one sheet, if they were of one copy."""
    low, high = sorted((one.page, other.page))
    return one.duplex and one.layout_id == other.layout_id and low % 2 == 1 and high == low + 1


def shows_slip(codes: Iterable[str]) -> bool:
    """Tell whether a picture shows the code of a slip that a respondent takes home: it is joined to nothing."""
    return any(_is_withdrawal_code(each) for each in codes)


def _is_withdrawal_code(text: str) -> bool:
    try:
        read_code(text)
    except MistypedCode:
        return False
    return True


def missing_pages(pages: Iterable[ScanPage]) -> tuple[int, ...]:
    """Return which pages a copy lacks, of those that are attached."""
    have = {each.page for each in pages}
    return tuple(page for page in range(1, max((each.pages for each in pages), default=0) + 1) if page not in have)


def fault_words(fault: ScanFault) -> str:
    """Return what is wrong, in one sentence for a person."""
    return {
        ScanFault.UNREADABLE: tr("No code of a numbered page can be read on it."),
        ScanFault.SLIP: tr("It shows a slip with a withdrawal code, not a page of a form alone: keep it apart."),
        ScanFault.NOT_OURS: tr("Its code is of no form and no copy that is known here."),
        ScanFault.DOUBLED: tr("This page of the copy is attached already, from another picture."),
        ScanFault.MISSING: tr("The copy has other pages here, but not this one."),
        ScanFault.MIXED: tr("Pages of one copy don't belong together, or a sheet has the back of another copy."),
        ScanFault.BROKEN: tr("The file, or the picture in it, can't be opened."),
        ScanFault.TAKEN_BACK: tr("The response on this sheet was withdrawn or erased."),
    }[fault]
