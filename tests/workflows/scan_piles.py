"""Piles of scanned sheets for tests: pages of real layouts, each with its own code, as one file or many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock

from PIL import Image

from desktop.foundation.ids import new_id
from desktop.paper.booklet import LaidOut, draw_form
from desktop.paper.code_cells import cells_of
from desktop.paper.drawing import Volume
from desktop.paper.furniture import qr_place
from desktop.paper.page_reading import PageDesk, PageRead
from desktop.sheets.copies import PrintRun, RunKind
from desktop.sheets.serials import issue_run, issuer_of
from desktop.workflows.workplace import Workplace
from tests.packs.shipped import LEICESTERSHIRE, form_of, shipped
from tests.paper.scanning import jpeg, pdf_of_pictures, rendered

DPI = 150


@cache
def laid_out(name: str = LEICESTERSHIRE, edition: str = "standard") -> LaidOut:
    return draw_form(form_of(name), shipped(name).programme, edition=edition)


@cache
def _bare(form: LaidOut, page: int, dpi: int) -> Image.Image:
    volume = Volume(form)
    volume.add_specimen()
    (picture,) = rendered(volume.finish(), dpi=dpi, pages=[page - 1])
    return picture


def sheet(form: LaidOut, serial: str, page: int, *, dpi: int = DPI) -> Image.Image:
    """Return page ``page`` of the copy ``serial`` as it is printed; without a number where there is none."""
    made = _bare(form, page, dpi).copy()
    cells = cells_of(form.page_code(serial, page).to_text())
    stride = len(cells.rows) // cells.side
    code = Image.frombytes("1", (stride * 8, cells.side), cells.rows).crop((0, 0, cells.side, cells.side))
    place = qr_place(form.page_size, right_to_left=form.right_to_left)
    side = round(place.width * dpi / 25.4)
    large = code.convert("L").point(lambda level: 255 - level).resize((side, side), Image.Resampling.BOX)
    made.paste(large, (round(place.x * dpi / 25.4), round(place.y * dpi / 25.4)))
    return made


def printed_run(place: Workplace, form: LaidOut, copies: int, *, keep: bool = True) -> tuple[str, ...]:
    """Log a print run of ``form`` as printing does, or only draw its serials, and return them by number."""
    with place.unit() as unit:
        stored = unit.forms.get(form.layout.form_id)
        assert stored is not None
        programme = unit.programmes.get(stored.programme_id)
        assert programme is not None
        number = unit.copies.next_run_number() if keep else 900
        device = place.device_id if keep else "another laptop"
        serials = tuple(
            each.canonical
            for each in issue_run(
                device_id=device,
                run=number,
                copies=copies,
                serial_key=programme.serial_key,
                form_id=stored.form_id,
            )
        )
        run = PrintRun(
            run_id=new_id(),
            run_number=number,
            form_id=stored.form_id,
            form_version=stored.version,
            form_sha256=stored.sha256,
            programme_id=stored.programme_id,
            event_id=unit.events.list()[0].event_id,
            edition=form.layout.edition,
            language="default",
            layout_id=form.layout.layout_id,
            copies=copies,
            first_number=1,
            last_number=copies,
            printed_by="Olu",
            printed_at=place.clock.now(),
            kind=RunKind.NUMBERED,
            device_id=device,
            issuer=issuer_of(device),
        )
        if keep:
            unit.copies.put_layout(form.layout)
            unit.copies.add_run(run, serials)
            unit.commit()
    return serials


def pdf_pile(path: Path, pictures: Iterable[Image.Image | bytes]) -> Path:
    """Write a PDF of one JPEG a page, as scanners do."""
    path.write_bytes(pdf_of_pictures([each if isinstance(each, bytes) else jpeg(each, 60) for each in pictures]))
    return path


class _Shared:
    """One desk for several threads: what draws PDF pages may be used by one at a time only."""

    def __init__(self) -> None:
        self._desk = PageDesk()
        self._lock = Lock()

    def pages(self, path: Path) -> int:
        with self._lock:
            return self._desk.pages(path)

    def page(self, path: Path, number: int, sizes: Mapping[str, tuple[float, float]] | None = None) -> PageRead:
        with self._lock:
            return self._desk.page(path, number, sizes or {})

    def thumbnail(self, path: Path, number: int) -> bytes:
        with self._lock:
            return self._desk.thumbnail(path, number)

    def close(self) -> None:
        pass

    def end(self) -> None:
        self._desk.close()


@contextmanager
def read_here() -> Iterator[object]:
    """Give what reads files in this process: a process of its own takes half a second to begin."""
    shared = _Shared()
    try:
        yield lambda: shared
    finally:
        shared.end()
