"""Pages a second of a form of two pages with serial and QR, and what a long job takes in memory.

The baseline in the same run is reportlab's bare page: a line of words, and nothing drawn before. With
``--benchmark-enable`` the soak prints 10,000 copies in volumes of 500; in the ordinary run, a few small ones.
"""

from __future__ import annotations

import gc
import os
import tracemalloc
from io import BytesIO
from pathlib import Path

import pytest

from desktop.paper import booklet
from desktop.paper.booklet import draw_form, write_copies
from desktop.paper.drawing import Volume
from tests.paper.forms import AGREE, T, form, programme, question, serials

COPIES = 500
SOAK = 10_000
FEW = 60
AIM = 250
"""Pages a second."""


def two_pages():
    """A made-up form of which two pages are printed: questions, boxes, a serial and a QR on each."""
    made = draw_form(
        form(
            question("agree", T.SELECT_ONE, "Do you agree with this aim?", choices=AGREE),
            question("comment", T.TEXT, "What would you like to say?"),
            question("age", T.INTEGER, "How old are you?"),
        ),
        programme(),
        duplex=False,
    )
    return booklet.replace(made, pages=made.pages[:2])


@pytest.mark.benchmark(group="1,000 pages with serial and QR")
def test_pages_with_serial_and_code(benchmark) -> None:
    laid_out, numbers = two_pages(), serials(COPIES)
    assert [page.number for page in laid_out.pages] == [1, 2]

    def print_them() -> bytes:
        volume = Volume(laid_out)
        for serial in numbers:
            volume.add_copy(serial)
        return volume.finish()

    made = benchmark.pedantic(print_them, rounds=5 if benchmark.enabled else 1)
    assert made.count(b"/Type /Page\n") == 2 * COPIES
    if benchmark.enabled:
        benchmark.extra_info["pages_a_second"] = round(2 * COPIES / benchmark.stats.stats.median)
        assert 2 * COPIES / benchmark.stats.stats.min >= AIM  # the best of five: the machine has other work


@pytest.mark.benchmark(group="1,000 pages with serial and QR")
def test_baseline_bare_pages(benchmark) -> None:
    from reportlab.pdfgen.canvas import Canvas

    def bare() -> bytes:
        out = BytesIO()
        canvas = Canvas(out, pageCompression=1, invariant=1)
        for number in range(2 * COPIES):
            canvas.drawString(72, 72, str(number))
            canvas.showPage()
        canvas.save()
        return out.getvalue()

    made = benchmark.pedantic(bare, rounds=5 if benchmark.enabled else 1)
    assert made.count(b"/Type /Page\n") == 2 * COPIES


def resident() -> int:
    """Return the bytes of memory that this process has now."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="there is no /proc to ask")
def test_memory_is_flat_however_many_volumes_are_written(benchmark, tmp_path: Path, monkeypatch) -> None:
    """What is held at the end of each volume is what was held at the end of the second, give or take a tenth.

    The soak asks the system: watching each allocation would take ten times as long.
    """
    copies = SOAK if benchmark.enabled else FEW
    if not benchmark.enabled:
        monkeypatch.setattr(booklet, "VOLUME", 10)
    volume = booklet.VOLUME
    held: list[int] = []
    laid_out, numbers = two_pages(), serials(copies)

    def told(done: int, _total: int) -> None:
        if done % volume == 0:
            gc.collect()
            held.append(resident() if benchmark.enabled else tracemalloc.get_traced_memory()[0])

    def print_them() -> tuple[Path, ...]:
        return write_copies(laid_out, numbers, tmp_path / "run.pdf", progress=told)

    if not benchmark.enabled:
        tracemalloc.start()
    try:
        files = benchmark.pedantic(print_them, rounds=1)
    finally:
        tracemalloc.stop()
    assert len(files) == len(held) == copies // volume
    benchmark.extra_info["megabytes"] = [round(each / 1e6, 1) for each in held]
    assert max(held[1:]) <= held[1] * 1.1 + 200_000
