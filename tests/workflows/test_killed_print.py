"""The power goes in a print job: no two sheets ever bear one number, and the ledger still balances."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

from desktop.sheets.copies import CopyState
from desktop.sheets.serials import read_serial
from desktop.workflows.paper_ledger import paper_ledger
from desktop.workflows.print_paper import paper_copies, print_copies
from desktop.workflows.set_up import open_workplace
from tests.workflows.print_until_killed import CLOCK
from tests.workplaces import FORM, PASSPHRASE, PROGRAMME

ROOT = Path(__file__).resolve().parents[2]
COPIES = 5
pytestmark = pytest.mark.skipif(os.name == "nt", reason="a process is killed as the power goes")


def numbers_in(files: list[Path]) -> list[str]:
    """Return the serial on the first page of every copy in files."""
    found = []
    for path in files:
        with pypdfium2.PdfDocument(path.read_bytes()) as document:
            for page in document:
                lines = page.get_textpage().get_text_range().splitlines()
                if any(line.startswith("Page 1 of") for line in lines):
                    found += [line for line in lines if line.count("-") == 3 and len(line) == 19]
    return found


@pytest.mark.parametrize("killed_at", [0, 2, COPIES], ids=["before the first", "on the way", "before the file"])
def test_a_killed_job_leaves_numbers_without_sheets_and_never_sheets_without(
    place, officer, event_id, tmp_path, killed_at
) -> None:
    place.close()
    out = tmp_path / "killed.pdf"
    done = subprocess.run(
        [sys.executable, "-m", "tests.workflows.print_until_killed", str(place.folder), str(out), str(COPIES),
         str(killed_at)],
        cwd=ROOT, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    again = open_workplace(place.folder, clock=CLOCK, passphrase=PASSPHRASE)
    try:
        taken = {copy.serial for copy in paper_copies(again)}
        assert len(taken) == COPIES
        assert {copy.state for copy in paper_copies(again)} == {CopyState.PRINTED}
        print_copies(again, actor=officer, form_id=FORM, event_id=event_id, copies=3, out=tmp_path / "again.pdf")
        printed = numbers_in([path for path in (out, tmp_path / "again.pdf") if path.exists()])
        assert len(printed) == len(set(printed)) == 3
        assert not {read_serial(shown).canonical for shown in printed} & taken
        assert paper_ledger(again, actor=officer, programme_id=PROGRAMME).ledger.balances
    finally:
        again.close()
