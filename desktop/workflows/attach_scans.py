"""Attaching scanned pages to the copies that they are of: a pile in any order, several forms in it, some missing.

Each page ends attached, or in the list of what a person has to look at. A picture is encrypted under a key of its
own and lies on the disk, with its name, before its row is committed; rows are committed in portions. So whoever is
killed in the middle loses at most a portion, and attaching the same files again goes on where it ended: a page
that is attached from the same picture already is passed over. Nothing of a page that is not attached is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.foundation.errors import Refusal, WorldError
from desktop.foundation.translation import ntr, tr
from desktop.jobs.executors import Task
from desktop.sheets.page_codes import PageCode
from desktop.sheets.scans import ScanFault, ScanPage, ScanProblem
from desktop.staff.people import Action, Actor
from desktop.store.scan_files import ScanFolder
from desktop.store.unit import UnitOfWork
from desktop.workflows import scan_sources
from desktop.workflows.scan_judging import (
    Belongs,
    Pile,
    Placed,
    Refused,
    belongs_to,
    judged,
    missing_pages,
    shows_slip,
)
from desktop.workflows.scan_keeping import (
    attaching_alone,
    numbered,
    other_page,
    read_scan,
    trouble_words,
    written,
)
from desktop.workflows.scan_sources import OpensReading, Pipeline, Source, readers, scan_files_in
from desktop.workflows.workplace import Workplace, require

if TYPE_CHECKING:
    from desktop.paper.page_reading import PageRead

__all__ = ["Attached", "Listed", "attach", "read_scan"]
PORTION = 40
"""Pages whose rows are committed at once."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What a person has to look at.

    Attributes:
        path: of the file; ``None`` for a missing page.
        why: more than the fault says; empty for nothing.
    """

    problem: ScanProblem
    path: Path | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """What became of a pile.

    Attributes:
        pages: looked at.
        attached: pages that are attached now and were not before.
        already: pages that were attached from the same picture before.
        empty: pages with nothing on them, which are left out.
        serials: copies that pages of this pile are attached to.
        listed: what a person has to look at, in the order of the pile; missing pages at the end.
        stopped: whether somebody stopped it on the way.
    """

    pages: int
    attached: int
    already: int
    empty: int
    serials: tuple[str, ...]
    listed: tuple[Listed, ...]
    stopped: bool = False


def attach(
    place: Workplace,
    *,
    actor: Actor,
    paths: Iterable[Path],
    task: Task | None = None,
    reading: OpensReading | None = None,
) -> Attached:
    """Attach the pages of scanned files, or of the files in folders, to their copies.

    Args:
        task: told how far it is; when it is cancelled, what was attached stays.

    Raises:
        Refusal: the role does not allow it, nothing was given, or another window is attaching pages.
        WorldError: the disk is full.
    """
    require(actor, Action.ATTACH_SCANS)
    files = scan_files_in(paths)
    if not files:
        raise Refusal(
            place=tr("Scanned pages"),
            fault=tr("No scanned file was found there."),
            remedy=tr("Choose PDF, TIFF, JPEG or PNG files, or a folder that has some."),
        )
    with attaching_alone(place) as folder:
        count = min(readers(), len(files)) if all(_single(each) for each in files) else readers()
        with Pipeline(reading or scan_sources.page_reader, count) as pipeline:
            return _Attaching(place, actor, folder, task or Task()).work(pipeline, files)


def _single(path: Path) -> bool:
    return path.suffix.lower() in (".jpg", ".jpeg", ".png")


@dataclass(slots=True)
class _Waiting:
    """A page whose file is written and whose row is not committed."""

    scan: ScanPage
    source: Source
    placed: Placed
    file: int


@dataclass(slots=True)
class _Attaching:
    """One pile on its way in. Not frozen: it counts."""

    place: Workplace
    actor: Actor
    folder: ScanFolder
    task: Task
    pile: Pile = field(default_factory=Pile)
    listed: list[Listed] = field(default_factory=list)
    seen: dict[tuple[str, int], str] = field(default_factory=dict)
    duplex: dict[str, bool] = field(default_factory=dict)
    waiting: list[_Waiting] = field(default_factory=list)
    new: set[str] = field(default_factory=set)
    pages: int = 0
    already: int = 0
    empty: int = 0

    def work(self, pipeline: Pipeline, files: tuple[Path, ...]) -> Attached:
        self.task.progress(0, 0, tr("Opening the files"))
        sources = pipeline.sources(files)
        total = sum(1 for each in sources if each.number)
        for each in sources:
            if each.trouble is not None:
                self._list(each, ScanFault.BROKEN, why=trouble_words(each.trouble.value))
        sizes = self._sizes()
        words = tr("Attaching the pages")
        openable = [each for each in sources if each.number]
        placed = zip(_places(openable), openable, strict=True)
        places = {source: place for place, source in placed}
        try:
            for source, read in pipeline.pages(openable, sizes, go_on=self._goes_on):
                self.pages += 1
                self._take(source, read, places[source])
                if len(self.waiting) >= PORTION:
                    self._commit()
                self.task.progress(self.pages, total, words)
        except WorldError:
            with suppress(WorldError):  # the disk may be full for one more file, and not for the rows
                self._commit()
            raise
        self._commit()
        self._take_apart()
        return Attached(
            pages=self.pages,
            attached=len(self.new),
            already=self.already,
            empty=self.empty,
            serials=self.pile.serials,
            listed=(*self.listed, *self._missing()),
            stopped=self.task.cancelled,
        )

    def _goes_on(self) -> bool:
        return not self.task.cancelled

    def _sizes(self) -> Mapping[str, tuple[float, float]]:
        found = {}
        with self.place.reading() as unit:
            for layout_id in {run.layout_id for run in unit.copies.runs() if run.layout_id}:
                layout = unit.copies.layout(layout_id)
                if layout is not None:
                    found[layout_id] = layout.page_size
                    self.duplex[layout_id] = bool(layout.duplex)
        return found

    def _list(self, source: Source, fault: ScanFault, *, serial: str = "", page: int = 0, why: str = "") -> None:
        problem = ScanProblem(fault, source.path.name, source.number, serial, page)
        self.listed.append(Listed(problem, source.path, why))

    # a page --------------------------------------------------------------------------------------------------

    def _take(self, source: Source, read: PageRead, at: tuple[int, int]) -> None:
        if read.trouble is not None:
            self._list(source, ScanFault.BROKEN, why=trouble_words(read.trouble.value))
        elif read.seen.empty:
            self.empty += 1
        elif shows_slip(read.seen.others):
            self._list(source, ScanFault.SLIP)
        elif read.seen.page is None:
            self._list(source, ScanFault.UNREADABLE)
        else:
            self._take_coded(source, read, numbered(read.seen.page, read.seen.others), at)

    def _take_coded(self, source: Source, read: PageRead, code: PageCode, at: tuple[int, int]) -> None:
        with self.place.reading() as unit:
            found = judged(unit, code)
            if isinstance(found, Refused):
                self._refuse(source, code, found)
                return
            if other_page(code, read.seen.others):
                self._list(source, ScanFault.MIXED, serial=found.serial, page=code.page,
                           why=tr("The picture shows another page too."))  # fmt: skip
                return
            key = (found.serial, code.page)
            there = unit.scans.of_serial(found.serial)
            same = next((each for each in there if each.page == code.page), None)
            if key in self.seen:
                self._list(source, ScanFault.DOUBLED, serial=found.serial, page=code.page,
                           why=tr("It is among the files twice."))  # fmt: skip
                return
            if same is not None:
                self._take_again(source, read, code, unit, same, at)
                return
            layouts = {each.layout_id for each in there} - {""}
            layouts |= {each.scan.layout_id for each in self.waiting if each.scan.serial == found.serial}
        if layouts - {code.layout_id}:
            self.pile.note(found.serial, [code.layout_id, *layouts])
            self._list(source, ScanFault.MIXED, serial=found.serial, page=code.page,
                       why=tr("Its other pages are of another edition or version of the form."))  # fmt: skip
            return
        self.seen[key] = source.path.name
        scan = self._written(found, code, read)
        self.waiting.append(_Waiting(scan, source, self._placed(source, code, found, scan.scan_id, at), at[0]))

    def _refuse(self, source: Source, code: PageCode, found: Refused) -> None:
        why = ""
        if found.fault is ScanFault.UNREADABLE:
            why = tr("It is a copy of an unnumbered master: attach it by the number on the sheet.")
        elif found.fault is ScanFault.MIXED:
            why = tr("The copy was printed in another edition or version of the form.")
        known = found.serial if found.fault is not ScanFault.NOT_OURS else ""
        self._list(source, found.fault, serial=known, page=max(0, code.page), why=why)

    def _take_again(
        self, source: Source, read: PageRead, code: PageCode, unit: UnitOfWork, same: ScanPage, at: tuple[int, int]
    ) -> None:
        """Pass over a page that is attached from this very picture; another picture of it is doubled."""
        try:
            equal = read_scan(self.place, unit, same) == read.picture
        except WorldError:
            equal = False
            self._list(source, ScanFault.DOUBLED, serial=same.serial, page=same.page,
                       why=tr("The file of the page that is attached is missing or damaged: remove that one"
                              " first."))  # fmt: skip
            return
        if not equal:
            self._list(source, ScanFault.DOUBLED, serial=same.serial, page=same.page)
            return
        self.seen[(same.serial, same.page)] = source.path.name
        self.already += 1
        belongs = Belongs(same.serial, same.programme_id, same.form_id)
        self.pile.add(at[0], self._placed(source, code, belongs, same.scan_id, at))

    def _placed(self, source: Source, code: PageCode, found: Belongs, scan_id: str, at: tuple[int, int]) -> Placed:
        return Placed(
            at=at[1],
            serial=found.serial,
            page=code.page,
            layout_id=code.layout_id,
            scan_id=scan_id,
            source=str(source.path),
            number=source.number,
            duplex=self._is_duplex(code.layout_id),
        )

    def _is_duplex(self, layout_id: str) -> bool:
        """Tell whether a layout is printed on both sides; one that is not here is taken to be, as most are."""
        return self.duplex.get(layout_id, True)

    def _written(self, found: Belongs, code: PageCode, read: PageRead) -> ScanPage:
        return written(
            self.folder,
            read,
            found,
            page=code.page,
            pages=code.pages,
            layout_id=code.layout_id,
            actor=self.actor,
            place=self.place,
        )

    # portions ------------------------------------------------------------------------------------------------

    def _commit(self) -> None:
        """Commit the rows of a portion; what was withdrawn or attached meanwhile by somebody else is left out."""
        if not self.waiting:
            return
        portion, self.waiting = self.waiting, []
        self.folder.keep_names()
        refused = []
        with self.place.unit() as unit:
            added = 0
            for each in portion:
                scan = each.scan
                still = belongs_to(unit, scan.serial, scan.form_id)
                if isinstance(still, Refused):
                    refused.append((each, still.fault))
                elif unit.scans.at(scan.serial, scan.page) is not None:
                    refused.append((each, ScanFault.DOUBLED))
                else:
                    unit.scans.add(scan)
                    self.pile.add(each.file, each.placed)
                    self.new.add(scan.scan_id)
                    added += 1
            if added:
                why = ntr("{count} page", "{count} pages", added)
                about = portion[0].scan.programme_id
                now = self.place.clock.now()
                unit.changes.add(actor=self.actor, what="scans attached", about_id=about, why=why, at=now)
            unit.commit()
        for each, fault in refused:
            self.folder.remove([each.scan.scan_id])
            self._list(each.source, fault, serial=each.scan.serial, page=each.scan.page)

    def _take_apart(self) -> None:
        """Take out again what the whole pile shows to be mixed: which page is the wrong one, nobody can say."""
        mixed = self.pile.mixed()
        if not mixed:
            return
        with self.place.unit() as unit:
            for each in mixed:
                unit.scans.remove(each.scan_id)
            why = ntr("{count} page of mixed copies", "{count} pages of mixed copies", len(mixed))
            now = self.place.clock.now()
            unit.changes.add(actor=self.actor, what="scans taken out", about_id="", why=why, at=now)
            unit.commit()
        for each in mixed:
            self.already -= each.scan_id not in self.new
            self.new.discard(each.scan_id)
            self._list(Source(Path(each.source), each.number), ScanFault.MIXED, serial=each.serial, page=each.page)

    def _missing(self) -> Iterator[Listed]:
        with self.place.reading() as unit:
            for serial in self.pile.serials:
                for page in missing_pages(unit.scans.of_serial(serial)):
                    yield Listed(ScanProblem(ScanFault.MISSING, "", 0, serial, page))


def _places(sources: list[Source]) -> Iterator[tuple[int, int]]:
    """Yield (number of the file, place of the page in it); pictures of one page each, in a row, are one file."""
    file, at, before = 0, -1, None
    for source in sources:
        apart = source.number == 1 and (source.pages > 1 or before is None or before.pages > 1)
        if apart:
            file, at = file + 1, -1
        at += 1
        before = source
        yield file, at
