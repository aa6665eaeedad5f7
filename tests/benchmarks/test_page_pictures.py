"""From a key to the scanned page on the screen, at 300 dots an inch; against decoding the same page and no more.

The aim, "page change under 0.1 s", holds for the part of 95 in 100, for pages that were made ready and for those
that were not. Files are encrypted, as attached ones are.
"""

from __future__ import annotations

import io
import itertools
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from desktop.jobs.executors import Executors
from desktop.keys.file_encryption import open_file, seal_file
from desktop.paper.booklet import draw_form
from desktop.sheets.scans import ScanPage
from desktop.ui.background import Background
from desktop.ui.design.colours import LIGHT
from desktop.ui.design.theme import Theme
from desktop.ui.keying.page_view import PageView
from desktop.ui.main_window import MainWindow
from desktop.workflows.lay_out_form import lay_out
from desktop.workflows.sheet_pictures import SheetPictures
from tests.benchmarks.test_interview_paint import made_window
from tests.benchmarks.test_keying_paint import _begin, _press, _until, serials
from tests.paper.forms import every_type, programme
from tests.scanned_sheets import Scanned, attach_scanned, scanned

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
__all__ = ["made_window", "serials"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

ROUNDS = 60
PAGES = (3, 4)
AIM = 0.1
"""Seconds, of 95 in 100."""
FIELD_AIM = 0.05
"""What a key may take at most with the page beside it; how much less it should be is measured without one."""
GROUP = "a scanned page on the screen"


@pytest.fixture(scope="module")
def made() -> Scanned:
    return scanned(draw_form(every_type(), programme()), "sheet", dpi=300, degrees=1.2, only=PAGES)


class Files:
    """Opens sheets whose pages lie encrypted in a folder."""

    def __init__(self, folder: Path, made: Scanned) -> None:
        self._folder, self._made, self._keys = folder, made, {}
        self._layout = draw_form(every_type(), programme()).layout
        for name, content in made.files.items():
            self._keys[name], sealed = seal_file(content)
            (folder / name).write_bytes(sealed)

    def read(self, scan: ScanPage) -> bytes:
        return open_file((self._folder / scan.scan_id).read_bytes(), self._keys[scan.scan_id])

    def open_pictures(self, _place: Any, *, actor: Any, serial: str) -> SheetPictures:
        return SheetPictures(serial, self._made.scans, {self._layout.layout_id: self._layout}, self.read)


@pytest.fixture
def view(qapp: QApplication, tmp_path: Path, made: Scanned) -> Iterator[PageView]:
    """Give the view at a sheet, as large as it is beside the field on a screen of 1366 by 768."""
    font, palette, sheet = qapp.font(), qapp.palette(), qapp.styleSheet()
    with Executors() as executors:
        theme = Theme(qapp, scheme=LIGHT)
        shown = PageView(
            None,
            work=SimpleNamespace(sheet_pictures=Files(tmp_path, made)),
            desk=SimpleNamespace(place=None, actor=None),
            background=Background(executors),
        )
        shown.resize(745, 640)
        shown.show()
        shown.show_sheet("sheet")
        shown.show_question(fields(made, 3)[0], "1")
        settle(shown)
        yield shown
        settle(shown)
        shown.close()
        shown.deleteLater()
        theme.setParent(None)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.setStyleSheet(sheet)
    qapp.setFont(font)
    qapp.setPalette(palette)


def settle(view: PageView) -> None:
    end = time.monotonic() + 30
    while view._background.busy and time.monotonic() < end:
        QCoreApplication.processEvents()
    QCoreApplication.processEvents()


def fields(made: Scanned, page: int) -> list[str]:
    return [path for path, (box, _colour) in made.marks.items() if box.page == page]


def until_painted(view: PageView, page: int, serial: str) -> None:
    """Wait for the page to be on the screen, as an idle window does; nothing after it is waited for."""
    if (view.serial, view._on_screen) != (serial, page):
        loop = QEventLoop()
        view.shown.connect(loop.quit)
        QTimer.singleShot(5000, loop.quit)
        loop.exec()
        view.shown.disconnect(loop.quit)
    view.canvas.repaint()
    assert (view.serial, view._on_screen) == (serial, page)


def measure(
    benchmark: Any,
    name: str,
    work: Callable[..., None],
    before: Callable[[], Any] | None = None,
    *,
    limit: float | None = AIM,
) -> None:
    """Measure ``work``, each time after ``before``, which is not measured; note the figures."""

    at_work: list[float] = []

    def setup() -> Any:
        given = None if before is None else before()
        return (() if given is None else (given,)), {}

    def timed(*given: Any) -> None:
        begun = time.process_time()
        work(*given)
        at_work.append(time.process_time() - begun)

    benchmark.pedantic(timed, setup=setup, rounds=ROUNDS if benchmark.enabled else 2, warmup_rounds=1)
    if benchmark.stats is not None:
        for kind, seconds in (("", sorted(benchmark.stats.stats.data)), ("_at_work", sorted(at_work[1:]))):
            for part in (50, 95):
                at = int(len(seconds) * part / 100) - 1
                benchmark.extra_info[f"{name}{kind}_p{part}_ms"] = round(seconds[at] * 1000, 1)
        # what other programs on the machine take is left out
        assert limit is None or benchmark.extra_info[f"{name}_at_work_p95_ms"] < limit * 1000


@pytest.mark.benchmark(group=GROUP)
def test_decoding_a_page_and_no_more(benchmark, made: Scanned) -> None:
    """The baseline: a JPEG of A4 at 300 dots an inch, in colour."""
    content = made.files[made.scans[0].scan_id]

    def decode() -> None:
        Image.open(io.BytesIO(content)).load()

    measure(benchmark, "bare_decode", decode, limit=None)


@pytest.mark.benchmark(group=GROUP)
def test_the_next_page_that_was_made_ready(benchmark, view: PageView, made: Scanned) -> None:
    pages = itertools.cycle((4, 3))

    def turn() -> None:
        page = next(pages)
        view.show_question(fields(made, page)[0], "1")
        until_painted(view, page, "sheet")

    measure(benchmark, "page_ready", turn)


@pytest.mark.benchmark(group=GROUP)
def test_a_page_that_nobody_thought_of(benchmark, view: PageView, made: Scanned) -> None:
    """Read, decrypted, decoded and painted."""
    pages = itertools.cycle((4, 3))

    def forget() -> None:
        settle(view)
        view._pictures._kept.clear()

    def turn() -> None:
        page = next(pages)
        view.show_question(fields(made, page)[0], "1")
        until_painted(view, page, "sheet")

    measure(benchmark, "page_not_ready", turn, forget)


@pytest.mark.benchmark(group=GROUP)
def test_the_next_question_on_the_same_page(benchmark, view: PageView, made: Scanned) -> None:
    paths = itertools.cycle(reversed(fields(made, 3)))

    def move() -> None:
        view.show_question(next(paths), "1")
        view.canvas.repaint()

    measure(benchmark, "field_move", move)


@pytest.mark.benchmark(group=GROUP)
def test_the_first_page_of_the_next_sheet(benchmark, view: PageView, made: Scanned) -> None:
    """Opened, read, decrypted, decoded and painted, with nothing made ready."""
    serials = (f"sheet {number}" for number in itertools.count())

    def rest() -> None:
        settle(view)

    def take_up() -> None:
        serial = next(serials)
        view.show_sheet(serial)
        view.show_question(fields(made, PAGES[0])[0], "1")
        until_painted(view, PAGES[0], serial)

    measure(benchmark, "next_sheet", take_up, rest)


@pytest.mark.benchmark(group=GROUP)
def test_the_first_page_of_the_next_sheet_of_a_pile(benchmark, view: PageView, made: Scanned) -> None:
    """The sheet that comes next is known, and was made ready."""
    serials = (f"sheet {number}" for number in itertools.count())

    def prepare() -> str:
        serial = next(serials)
        view.prepare(serial)
        settle(view)
        return serial

    def take_up(serial: str) -> None:
        view.show_sheet(serial)
        view.show_question(fields(made, PAGES[0])[0], "1")
        until_painted(view, PAGES[0], serial)

    measure(benchmark, "next_sheet_ready", take_up, prepare)


@pytest.mark.benchmark(group="keying: a key to the next field painted")
def test_a_code_to_the_next_field_and_its_page_painted(benchmark, made_window: MainWindow, serials, place) -> None:
    """The keying screen as a whole, with the page beside the field: what is typed waits for no picture."""
    laid_out, _form, programme = lay_out(place, form_id="choices-form")
    sheet = scanned(laid_out, serials[0], dpi=300 if benchmark.enabled else 50, degrees=1.0)
    attach_scanned(place, sheet, programme_id=programme.programme_id)
    page = made_window.page
    _begin(made_window, serials[0])
    _until(lambda: page._view._on_screen)

    def at_a_question() -> None:
        if page.at_end:
            _until(lambda: not page._hold.holding)
            page._sheet_part.step(page._course.go, page._shown.rows[0].path)
        _until(lambda: not page._hold.holding and not page.at_end)

    def key() -> None:
        stands = page._course.keying.entry.node(page._here()).value
        before = page._here()
        _press(page, "1" if stands == "c2" else "2")
        _until(lambda: page._here() != before)

    measure(benchmark, "next_field_with_page", key, at_a_question, limit=FIELD_AIM)
