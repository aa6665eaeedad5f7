"""The scanned pages of one sheet, to be keyed from: decrypted in memory, and the place of each question in them.

Nothing of a page is written anywhere. A picture stays as it was scanned: how it lies is told beside it
(:class:`~desktop.sheets.scans.PageLie`), and whoever shows it turns it.
"""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from desktop.foundation.errors import DamagedFile, WorldError
from desktop.foundation.translation import tr
from desktop.sheets.copies import Layout
from desktop.sheets.question_places import (
    QuestionPlace,
    Rectangle,
    fineness,
    page_of_block,
    question_places,
    shrunk,
)
from desktop.sheets.scans import PageLie, ScanPage
from desktop.staff.people import Action, Actor
from desktop.workflows.page_layouts import find_layout, keep_layout
from desktop.workflows.scan_keeping import read_scan
from desktop.workflows.workplace import Workplace, require

if TYPE_CHECKING:
    from PIL.Image import Image

FINE = 5.5
"""Pixels a millimetre, 140 dots an inch: so fine is a page at the size of a screen."""
CROP_FINE = 8.0
_LONGER_SIDE = 297.0
_MOST_KEPT = 160_000_000
"""Bytes of decoded pages that are kept for one sheet: 24 pages of A4 in colour at 150 dots an inch."""
_LESS = (1, 2, 4, 8)
"""How a JPEG can be made smaller while it is decoded, which takes a fraction of the time."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page, decoded.

    Attributes:
        width, height: in pixels. grey: one byte a pixel, else three: red, green, blue. No padding between rows.
        lie: where the page is in it; ``None`` where nobody knows: it was attached by hand.
        page_size: in millimetres; of a page without a lie as if it were as long as A4.
        whole: it is as fine as it was scanned.
    """

    page: int
    width: int
    height: int
    grey: bool
    pixels: bytes = field(repr=False)
    lie: PageLie | None
    page_size: tuple[float, float]
    whole: bool


@dataclass(frozen=True, slots=True)
class Crop:
    """What of a page belongs to a question, put straight.

    Attributes:
        page: that it stands on.
        png: the picture.
    """

    page: int
    png: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Found:
    """Where a question stands on the sheet.

    Attributes:
        places: one for each page that it is on; empty where it has no box, or nobody knows where it is.
        near: the page to show where there is no place: of a block beyond those that are printed; else 0.
    """

    places: tuple[QuestionPlace, ...]
    near: int = 0


class SheetPictures:
    """The pages of one sheet. May be used from several threads.

    Args:
        read: gives a page's file, decrypted.
        others: whether any sheet has scans on this laptop, so that one without them is told of.

    Attributes:
        serial: canonical. others: as given. attached: page numbers that have a picture, in order.
        pages: how many the sheet has, as its codes say; 0 where no page is here.
        unknown: layouts that are not kept here, each with the form that it is of: see :func:`make_known`.
    """

    def __init__(
        self,
        serial: str,
        scans: Iterable[ScanPage],
        layouts: Mapping[str, Layout],
        read: Callable[[ScanPage], bytes],
        *,
        others: bool = False,
    ) -> None:
        self.serial = serial
        self.others = others
        newest = sorted(scans, key=lambda scan: (scan.page, scan.attached_at))
        self._scans = {scan.page: scan for scan in newest}
        self.attached = tuple(self._scans)
        self.pages = max((max(scan.pages, scan.page) for scan in newest), default=0)
        self._layouts = dict(layouts)
        self.unknown = tuple(
            dict.fromkeys(
                (scan.layout_id, scan.form_id)
                for scan in newest
                if scan.layout_id and scan.layout_id not in self._layouts
            )
        )
        self._places = {layout_id: question_places(layout) for layout_id, layout in self._layouts.items()}
        self._read = read
        self._lock = Lock()
        self._kept: OrderedDict[tuple[int, int], PagePicture] = OrderedDict()

    def find(self, path: str) -> Found:
        """Return where a question stands; its path is as in answers, with the numbers of blocks."""
        for layout_id in self._by_pages():
            if path in self._places[layout_id]:
                return Found(self._places[layout_id][path])
        near = max((page_of_block(self._layouts[each], path) for each in self._by_pages()), default=0)
        return Found((), near)

    def first_pages(self, many: int) -> tuple[int, ...]:
        """Return the pages of which the first questions are keyed, of those that are here."""
        asked = {place.page for found in self._places.values() for places in found.values() for place in places}
        return tuple(page for page in self.attached if page in asked or not asked)[:many]

    def lies(self, page: int) -> bool:
        """Tell whether it is known how the page lies in its picture."""
        return page in self._scans and self._scans[page].lie is not None

    def picture(self, page: int, *, fine: float = FINE) -> PagePicture | None:
        """Return a page, at least so fine as asked for if it was scanned so; ``None`` where there is none.

        Takes some hundredths of a second, and nothing where it was decoded before.

        Raises:
            WorldError: its file is gone or damaged.
        """
        scan = self._scans.get(page)
        if scan is None:
            return None
        less = _less(scan, fine)
        with self._lock:
            for one in _good_for(less):
                if (page, one) in self._kept:
                    self._kept.move_to_end((page, one))
                    return self._kept[page, one]
        made = self._decoded(scan, less)
        with self._lock:
            self._kept[page, less] = made
            while len(self._kept) > 1 and sum(len(each.pixels) for each in self._kept.values()) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return made

    def has(self, page: int, *, fine: float = FINE) -> bool:
        """Tell whether the page is decoded already, so fine."""
        scan = self._scans.get(page)
        if scan is None:
            return False
        less = _less(scan, fine)
        with self._lock:
            return any((page, one) in self._kept for one in _good_for(less))

    def crop(self, path: str) -> tuple[Crop, ...]:
        """Return what belongs to a question, a picture for each page that it is on and that is here.

        Raises:
            WorldError: as of :meth:`picture`.
        """
        made = []
        for place in self.find(path).places:
            if self.lies(place.page):
                made.append(Crop(place.page, self._cropped(place.page, place.frame)))
        return tuple(made)

    def _by_pages(self) -> tuple[str, ...]:
        """Return the layouts that are known, first those of most pages: pages attached by hand may name none."""
        ids = [scan.layout_id for scan in self._scans.values()]
        return tuple(sorted(self._layouts, key=lambda each: (-ids.count(each), each)))

    def _page_size(self, scan: ScanPage) -> tuple[float, float]:
        layout = self._layouts.get(scan.layout_id)
        if scan.lie is None:
            fine = _fineness(scan)
            return scan.width / fine, scan.height / fine
        return layout.page_size if layout is not None else _size_as_it_lies(scan, scan.lie)

    def _decoded(self, scan: ScanPage, less: int) -> PagePicture:
        image = self._opened(scan, less)
        across, down = image.width / scan.width, image.height / scan.height
        lie = None if scan.lie is None else shrunk(scan.lie, across, down)
        return PagePicture(
            page=scan.page,
            width=image.width,
            height=image.height,
            grey=image.mode == "L",
            pixels=image.tobytes(),
            lie=lie,
            page_size=self._page_size(scan),
            whole=less == 1,
        )

    def _opened(self, scan: ScanPage, less: int) -> Image:
        from PIL import Image, UnidentifiedImageError

        try:
            image = Image.open(io.BytesIO(self._read(scan)), formats=("JPEG", "PNG"))
            mode = "L" if image.mode in ("1", "L", "I", "I;16") else "RGB"
            # both sides are asked for: a draft is at least as large as what is asked for
            image.draft(mode, (image.width // less, image.height // less))
            image.load()
            made: Image.Image = image if image.mode == mode else image.convert(mode)
            if made.width > scan.width // less + less:
                made = made.reduce(less)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
            raise DamagedFile(
                place=tr("The scan of page {page}", page=scan.page),
                fault=tr("It can't be shown: its file is damaged."),
                remedy=tr("Key from the paper, and scan this page again."),
            ) from fault
        return made

    def _cropped(self, page: int, frame: Rectangle) -> bytes:
        from PIL import Image

        picture = self.picture(page, fine=CROP_FINE)
        assert picture is not None and picture.lie is not None  # noqa: PT018
        whole = Image.frombytes("L" if picture.grey else "RGB", (picture.width, picture.height), picture.pixels)
        lie, step = picture.lie, 1 / CROP_FINE
        corner = (
            lie.a * frame.x + lie.b * frame.y + lie.c,
            lie.d * frame.x + lie.e * frame.y + lie.f,
        )
        part = whole.transform(
            (round(frame.width * CROP_FINE), round(frame.height * CROP_FINE)),
            Image.Transform.AFFINE,
            (lie.a * step, lie.b * step, corner[0], lie.d * step, lie.e * step, corner[1]),
            Image.Resampling.BILINEAR,
            fillcolor="white",
        )
        out = io.BytesIO()
        part.save(out, "PNG", compress_level=1)
        return out.getvalue()


def open_pictures(place: Workplace, *, actor: Actor, serial: str) -> SheetPictures:
    """Return the pictures of a sheet, with no page where none was attached. Nothing is decoded yet.

    Raises:
        Refusal: the role does not allow keying.
    """
    require(actor, Action.KEY_PAPER)
    with place.reading() as unit:
        scans = unit.scans.of_serial(serial)
        copy = unit.copies.copy(serial)
        run = unit.copies.run(copy.run_id) if copy is not None and copy.run_id else None
        ids = {scan.layout_id for scan in scans} | ({run.layout_id} if run is not None and scans else set())
        layouts = {each: unit.copies.layout(each) for each in ids if each}
        others = bool(scans or unit.scans.names())

    def read(scan: ScanPage) -> bytes:
        with place.reading() as unit:
            return read_scan(place, unit, scan)

    known = {key: each for key, each in layouts.items() if each is not None}
    return SheetPictures(serial, scans, known, read, others=others)


def find_layouts(
    place: Workplace, pictures: SheetPictures, *, cancelled: Callable[[], bool] = lambda: False
) -> tuple[Layout, ...]:
    """Return the layouts that were unknown, made anew where that can be done. May take seconds."""
    found = (
        find_layout(place, form_id=form_id, layout_id=layout_id, cancelled=cancelled)
        for layout_id, form_id in pictures.unknown
    )
    return tuple(each for each in found if each is not None)


def make_known(place: Workplace, layouts: Iterable[Layout]) -> None:
    """Keep layouts that were made anew."""
    for layout in layouts:
        keep_layout(place, layout)


def crops(place: Workplace, *, actor: Actor, serial: str, path: str) -> tuple[Crop, ...]:
    """Return what was written at one question of a sheet; nothing where no scan shows it.

    Raises:
        Refusal: the role does not allow keying.
    """
    pictures = open_pictures(place, actor=actor, serial=serial)
    try:
        return pictures.crop(path)
    except WorldError:
        return ()  # a page whose file is gone shows nothing; the list of scans says so


def _less(scan: ScanPage, fine: float) -> int:
    """Return by how much a picture can be made smaller and still be so fine."""
    return max((each for each in _LESS if _fineness(scan) / each >= fine), default=1)


def _good_for(less: int) -> tuple[int, int]:
    """Return what serves: so small, or twice as fine. A much finer one takes long to paint, and flickers."""
    return less, max(1, less // 2)


def _fineness(scan: ScanPage) -> float:
    """Return pixels a millimetre: of a page without a lie as if its longer side were that of A4."""
    return fineness(scan.lie) if scan.lie is not None else max(scan.width, scan.height) / _LONGER_SIDE


def _size_as_it_lies(scan: ScanPage, lie: PageLie) -> tuple[float, float]:
    """Return about how large a page is whose layout nobody knows: as large as its picture."""
    fine = fineness(lie)
    upright = abs(lie.a) >= abs(lie.b)
    width, height = (scan.width, scan.height) if upright else (scan.height, scan.width)
    return width / fine, height / fine
