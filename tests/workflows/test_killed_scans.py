"""The power goes while a pile is attached: no row without its file, nothing twice, and the same files go on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.workflows.attach_scans import attach, read_scan
from desktop.workflows.set_up import open_workplace
from tests.workflows.attach_until_killed import CLOCK, PORTION
from tests.workflows.scan_piles import laid_out, pdf_pile, printed_run, read_here, sheet
from tests.workplaces import PASSPHRASE

ROOT = Path(__file__).resolve().parents[2]
PAGES = 7
pytestmark = pytest.mark.skipif(os.name == "nt", reason="a process is killed as the power goes")


def check(place, officer, tmp_path: Path, killed_at: int, where: str) -> None:
    form = laid_out()
    (serial,) = printed_run(place, form, 1)
    pile = pdf_pile(tmp_path / "pile.pdf", [sheet(form, serial, page) for page in range(1, PAGES + 1)])
    place.close()
    done = subprocess.run(
        [sys.executable, "-m", "tests.workflows.attach_until_killed", str(place.folder), str(pile),
         str(killed_at), where],
        cwd=ROOT, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    again = open_workplace(place.folder, clock=CLOCK, passphrase=PASSPHRASE)
    try:
        with again.reading() as unit:
            kept = unit.scans.list()
            for scan in kept:
                assert read_scan(again, unit, scan)  # no row without its file
        committed = (killed_at - 1) // PORTION * PORTION if where == "file" else (killed_at - 1) * PORTION
        assert len(kept) == committed
        assert again.store.scan_files.names() == {scan.scan_id for scan in kept}  # what was left over is swept
        with read_here() as reading:
            after = attach(again, actor=officer, paths=[pile], reading=reading)
        assert (after.attached, after.already) == (PAGES - committed, committed)
        with again.reading() as unit:
            assert [scan.page for scan in unit.scans.of_serial(serial)] == list(range(1, PAGES + 1))
    finally:
        again.close()


@pytest.mark.parametrize(("killed_at", "where"), [(5, "file")])
def test_a_killed_attaching_loses_a_portion_at_most_and_is_gone_on_with(
    place, officer, tmp_path, killed_at, where
) -> None:
    check(place, officer, tmp_path, killed_at, where)


@pytest.mark.soak
@pytest.mark.parametrize(
    ("killed_at", "where"),
    [
        *((at, "file") for at in range(1, PAGES + 1)),
        *((at, "commit") for at in range(1, -(-PAGES // PORTION) + 1)),
    ],
)
def test_killed_at_every_moment(place, officer, tmp_path, killed_at, where) -> None:
    check(place, officer, tmp_path, killed_at, where)
