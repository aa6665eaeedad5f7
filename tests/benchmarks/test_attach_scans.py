"""Scanned pages a second, from the file to the committed row, against bare decoding of the same pictures.

With ``--benchmark-enable`` it is 500 pages of 300 dots an inch, as a scanner writes them: one JPEG a page in five
PDFs, a little aslant, every seventh upside down, some of them dusty. In the ordinary run, a few.
"""

from __future__ import annotations

import io
import os
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from desktop.jobs.executors import Task
from desktop.sheets.scans import ScanFault
from desktop.workflows.attach_scans import attach
from tests.paper.scanning import jpeg, lying, noisy
from tests.workflows.scan_piles import laid_out, pdf_pile, printed_run, read_here, sheet

PAGES = 500
FEW = 6
FILES = 5
AIM = 10
"""Pages a second on two cores."""


@cache
def pictures_of(serials: tuple[str, ...], many: int) -> tuple[bytes, ...]:
    """Return the first ``many`` pages of copies as scanned; made once, for making takes longer than attaching."""
    form = laid_out()
    wanted = [(serial, page) for serial in serials for page in range(1, form.layout.pages + 1)][:many]
    pictures = []
    for number, (serial, page) in enumerate(wanted):
        made = sheet(form, serial, page, dpi=300)
        made, _ = lying(made, degrees=(number % 9 - 4) / 3, quarter=2 if number % 7 == 0 else 0)
        pictures.append(jpeg(noisy(made) if number % 25 == 0 else made, 70))
    return tuple(pictures)


@pytest.fixture
def pile(request, place, tmp_path: Path):
    """Give the files, and the pictures that are in them."""
    many = PAGES if request.config.getoption("benchmark_enable", default=False) else FEW
    pictures = pictures_of(printed_run(place, laid_out(), -(-many // laid_out().layout.pages)), many)
    share = -(-many // FILES)
    files = [
        pdf_pile(tmp_path / f"{start}.pdf", pictures[start : start + share]) for start in range(0, many, share)
    ]
    return files, pictures


def resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.benchmark(group="500 scanned pages")
def test_pages_are_attached(benchmark, place, officer, pile) -> None:
    files, pictures = pile
    held: list[int] = []

    def told(progress) -> None:
        if progress.done and progress.done % 100 == 0 and Path("/proc/self/statm").exists():
            held.append(resident())

    def attach_them():
        if benchmark.enabled:
            return attach(place, actor=officer, paths=files, task=Task(told))
        with read_here() as reading:
            return attach(place, actor=officer, paths=files, reading=reading)

    done = benchmark.pedantic(attach_them, rounds=1)
    refused = [each for each in done.listed if each.problem.fault is not ScanFault.MISSING]
    assert done.attached + len(refused) == len(pictures)
    assert done.attached >= 0.97 * len(pictures)
    with place.reading() as unit:
        assert sum(scan.lie is not None for scan in unit.scans.list()) == done.attached
    if benchmark.enabled:
        a_second = len(pictures) / benchmark.stats.stats.median
        benchmark.extra_info["pages_a_second"] = round(a_second, 1)
        benchmark.extra_info["megabytes"] = [round(each / 1e6) for each in held]
        assert a_second >= AIM
        assert not held or max(held) < held[0] + 60e6


@pytest.mark.benchmark(group="500 scanned pages")
def test_baseline_bare_decoding(benchmark, pile) -> None:
    """One process takes the JPEGs out of the memory it has them in, and makes dots of them."""
    _, pictures = pile

    def decode() -> int:
        dots = 0
        for each in pictures:
            with Image.open(io.BytesIO(each)) as opened:
                dots += len(opened.convert("L").tobytes())
        return dots

    assert benchmark.pedantic(decode, rounds=1) > len(pictures)
    if benchmark.enabled:
        benchmark.extra_info["pages_a_second"] = round(len(pictures) / benchmark.stats.stats.median, 1)
