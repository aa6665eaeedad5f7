"""Hundreds of pages, turned, blurred, mixed, doubled and dropped: each ends attached rightly, or in the list."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from PIL import Image

from desktop.paper.booklet import LaidOut
from desktop.sheets.scans import PageLie, ScanFault
from desktop.workflows.attach_scans import attach
from tests.packs.shipped import LEEDS, shipped
from tests.paper.scanning import SCAN_DPI, SPOILT, farthest_off, jpeg, lying
from tests.workflows.scan_piles import laid_out, pdf_pile, printed_run, read_here, sheet
from tests.workplaces import open_pack

DPI = 200
FILE = 25


def check(place, officer, tmp_path: Path, seed: int, *, copies: int, pages: int, two: bool) -> None:
    random = Random(seed)
    forms = [laid_out()]
    if two:
        open_pack(place, shipped(LEEDS))
        forms.append(laid_out(LEEDS))
    runs = [(form, serial) for form in forms for serial in printed_run(place, form, copies)]
    runs += [(form, serial) for form in forms for serial in printed_run(place, form, copies, keep=False)]
    lay = [(form, serial, page) for form, serial in runs for page in range(1, min(pages, form.layout.pages) + 1)]
    random.shuffle(lay)
    dropped, lay = lay[: len(lay) // 12], lay[len(lay) // 12 :]
    doubled = lay[: len(lay) // 12]
    pile: list[tuple[bytes, str, str, int]] = []
    truths: dict[tuple[str, int], tuple[PageLie, LaidOut]] = {}
    for number, (form, serial, page) in enumerate([*lay, *doubled]):
        picture = sheet(form, serial, page, dpi=DPI)
        spoilt = random.random() < 0.08 and number < len(lay)
        if spoilt:
            picture.paste(128, (picture.width // 2, picture.height * 3 // 4, picture.width, picture.height))
        how = random.choice(list(SPOILT)) if random.random() < 0.3 else "clean"
        lain, truth = lying(
            SPOILT[how](picture),
            degrees=random.uniform(-3, 3),
            scale=random.uniform(0.95, 1.02),
            quarter=random.randrange(4),
        )
        # at 200 dots an inch a blurred or dusty code may be lost: then its page has to be in the list
        hard = spoilt or how in ("blurred", "noisy")
        kind = "doubled" if number >= len(lay) else "hard" if hard else "fine"
        pile.append((jpeg(lain, 60), kind, serial, page))
        truths.setdefault((serial, page), (truth, form))
    for number in range(len(pile) // 10):
        blank = jpeg(Image.new("L", (1654, 2339), 240 + number % 9))
        pile.insert(random.randrange(len(lay) // 2), (blank, "blank", "", 0))
    files = [
        pdf_pile(tmp_path / f"{start}.pdf", [each[0] for each in pile[start : start + FILE]])
        for start in range(0, len(pile), FILE)
    ]
    with read_here() as reading:
        done = attach(place, actor=officer, paths=files, reading=reading)
    with place.reading() as unit:
        scans = unit.scans.list()
    found = {(scan.serial, scan.page) for scan in scans}
    kinds: dict[str, set[tuple[str, int]]] = {kind: set() for kind in ("fine", "hard", "doubled", "blank")}
    for _, kind, serial, page in pile:
        kinds[kind].add((serial, page))
    assert kinds["fine"] <= found <= kinds["fine"] | kinds["hard"] | kinds["doubled"]
    assert not found & {(serial, page) for _, serial, page in dropped}
    listed = [each for each in done.listed if each.path is not None]
    assert done.attached == len(found)
    assert done.attached + done.empty + len(listed) == done.pages == len(pile)
    assert done.empty == sum(kind == "blank" for _, kind, _, _ in pile)
    for each in listed:
        _, kind, serial, page = pile[int(each.path.stem) + each.problem.number - 1]
        if each.problem.fault is ScanFault.DOUBLED:
            assert (serial, page) in found & kinds["doubled"]
        else:
            assert (each.problem.fault, kind in ("hard", "doubled")) == (ScanFault.UNREADABLE, True)
    missing = {(each.problem.serial, each.problem.page) for each in done.listed if each.path is None}
    assert not missing & found
    told = [scan for scan in scans if (scan.serial, scan.page) not in kinds["doubled"]]
    assert sum(scan.lie is None for scan in told) <= len(told) // 50
    for scan in told:
        truth, form = truths[(scan.serial, scan.page)]
        boxes = [box for box in form.layout.boxes if box.page == scan.page]
        if scan.lie is not None:
            assert farthest_off(scan.lie, at_dpi(truth), boxes) < 1.0


def at_dpi(truth: PageLie) -> PageLie:
    """Return the map of a page that was rendered at :data:`DPI`."""
    per = DPI / SCAN_DPI
    return PageLie(truth.a * per, truth.b * per, truth.c, truth.d * per, truth.e * per, truth.f)


def test_a_pile_of_sheets_from_two_laptops(place, officer, tmp_path) -> None:
    check(place, officer, tmp_path, 1, copies=2, pages=2, two=False)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(4))
def test_hundreds_of_pages(place, officer, tmp_path, seed) -> None:
    check(place, officer, tmp_path, seed, copies=5, pages=8, two=True)
