"""Backups carry the scanned pages, each once; one without them says so, and a restored laptop has them again."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.foundation.errors import DamagedFile
from desktop.workflows.attach_scans import attach, read_scan
from desktop.workflows.back_up import back_up, backups_in, set_plan, verify
from desktop.workflows.restore import restore
from desktop.workflows.scans import remove_scan, scanned_copies
from tests.workflows.scan_piles import laid_out, pdf_pile, printed_run, read_here, sheet
from tests.workplaces import PASSPHRASE


@pytest.fixture
def usb(place, officer, tmp_path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    set_plan(place, actor=officer, folder=folder)
    return folder


@pytest.fixture
def attached(place, officer, tmp_path) -> str:
    """Attach two pages of one copy, and give its serial."""
    form = laid_out()
    (serial,) = printed_run(place, form, 1)
    pile = pdf_pile(tmp_path / "pile.pdf", [sheet(form, serial, 1), sheet(form, serial, 2)])
    with read_here() as reading:
        attach(place, actor=officer, paths=[pile], reading=reading)
    return serial


def made(place, officer) -> Path:
    return Path(back_up(place, actor=officer).place)


def pictures(place, serial: str) -> list[bytes]:
    with place.reading() as unit:
        return [read_scan(place, unit, scan) for scan in unit.scans.of_serial(serial)]


def pool_of(backup: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in (backup.parent / "scans").iterdir()}


def test_a_restored_laptop_has_the_pages_and_each_is_copied_once(
    place, officer, usb, attached, clock, tmp_path
) -> None:
    first = made(place, officer)
    before = pool_of(first)
    assert len(before) == 2
    assert verify(place, first).scans == 2
    assert "2 scanned pages" in backups_in(usb)[0].words
    clock.move(timedelta(hours=1))
    assert pool_of(made(place, officer)) == before
    wanted = pictures(place, attached)
    restored = restore(first, tmp_path / "other", clock=clock, passphrase=PASSPHRASE)
    try:
        assert pictures(restored, attached) == wanted
        assert scanned_copies(restored, actor=officer)[0].gone == ()
    finally:
        restored.close()


def test_restoring_over_a_store_moves_its_pages_aside_and_brings_back_those_of_the_backup(
    place, officer, usb, attached, clock
) -> None:
    backup = made(place, officer)
    with place.reading() as unit:
        first, second = unit.scans.of_serial(attached)
    wanted = pictures(place, attached)
    remove_scan(place, actor=officer, scan_id=first.scan_id, reason="badly scanned")
    place.close()
    restored = restore(backup, place.folder, clock=clock, passphrase=PASSPHRASE)
    try:
        assert pictures(restored, attached) == wanted
    finally:
        restored.close()
    (aside,) = place.folder.glob("damaged-*")
    assert {path.name for path in (aside / "scans").iterdir() if path.suffix == ""} >= {second.scan_id}


def test_a_backup_without_its_pages_says_so_and_is_restored_all_the_same(
    place, officer, usb, attached, clock, tmp_path
) -> None:
    backup = made(place, officer)
    alone = tmp_path / "alone" / backup.name
    shutil.copytree(backup, alone)
    (found,) = backups_in(alone)
    assert found.whole
    assert "2 scanned pages are not with it" in found.words
    with pytest.raises(DamagedFile, match="2 scanned pages are not with it"):
        verify(place, alone)
    restored = restore(alone, tmp_path / "other", clock=clock, passphrase=PASSPHRASE)
    try:
        assert scanned_copies(restored, actor=officer)[0].gone == (1, 2)
        with restored.reading() as unit:
            (why,) = [line.why for line in unit.changes.list() if line.what == "backup restored"]
        assert "2 scanned pages are not with it" in why
    finally:
        restored.close()


def test_a_page_that_was_altered_on_the_stick_is_found(place, officer, usb, attached) -> None:
    backup = made(place, officer)
    page = next((backup.parent / "scans").iterdir())
    content = page.read_bytes()
    page.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(DamagedFile, match="1 scanned page is not with it, or altered"):
        verify(place, backup)


def test_a_page_that_is_gone_here_is_said_in_the_backup_and_does_not_stop_it(
    place, officer, usb, attached
) -> None:
    next(path for path in (place.folder / "scans").iterdir() if not path.name.startswith(".")).unlink()
    backup = made(place, officer)
    record = json.loads((backup / "backup.json").read_bytes())
    assert (record["version"], record["scans"], record["scans_missing"]) == (2, 1, 1)
    assert "1 scanned page is not with it" in backups_in(usb)[0].words


def test_pages_that_no_backup_lists_any_more_go_from_the_stick(place, officer, usb, attached, clock) -> None:
    backup = made(place, officer)
    with place.reading() as unit:
        scan, _ = unit.scans.of_serial(attached)
    remove_scan(place, actor=officer, scan_id=scan.scan_id, reason="badly scanned")
    clock.move(timedelta(hours=2))
    made(place, officer)
    assert scan.scan_id in pool_of(backup)  # of the older backup still
    clock.move(timedelta(hours=30))
    latest = made(place, officer)
    assert not backup.exists()
    assert scan.scan_id not in pool_of(latest)
    assert len(pool_of(latest)) == 1
