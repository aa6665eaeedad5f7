"""Scanned pages go with their response, and by the rule for scans; what is left over is swept at opening."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest

from desktop.engagement.retention import Retention, RetentionRule, Subject
from desktop.foundation.ids import new_id
from desktop.sheets.scans import ScanFault
from desktop.store.errors import StoreDefect
from desktop.workflows.attach_scans import attach
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.retention import carry_out, planned
from desktop.workflows.set_up import open_workplace
from desktop.workflows.withdraw import erase_response
from tests.workflows.exchange import CORA
from tests.workflows.scan_piles import laid_out, pdf_pile, printed_run, read_here, sheet
from tests.workflows.test_retention import open_with
from tests.workplaces import PASSPHRASE, PROGRAMME


@pytest.fixture
def reading():
    with read_here() as made:
        yield made


@pytest.fixture
def pile(place, officer, tmp_path, reading):
    """Attach two pages of each of two copies; give the serials and the file."""
    form = laid_out()
    serials = printed_run(place, form, 2)
    pages = [sheet(form, serial, page) for serial in serials for page in (1, 2)]
    file = pdf_pile(tmp_path / "pile.pdf", pages)
    attach(place, actor=officer, paths=[file], reading=reading)
    return serials, file


def files(place) -> set[str]:
    return {each.name for each in (place.folder / "scans").iterdir() if not each.name.startswith(".")}


def keyed(place, officer, serial: str) -> str:
    keying = Keying.begin(place, actor=officer, sheet=look_up_serial(place, serial))
    return keying.finalise().response_id


def test_an_erased_response_takes_its_pages_along_and_they_never_come_back(place, officer, pile, reading) -> None:
    (one, two), file = pile
    response_id = keyed(place, officer, one)
    with place.reading() as unit:
        kept = {scan.scan_id for scan in unit.scans.of_serial(two)}
    erase_response(place, actor=CORA, response_id=response_id, reason="asked for it")
    assert files(place) == kept
    with place.reading() as unit:
        assert unit.scans.of_serial(one) == ()
        out = [each for each in unit.copies_out.list() if each.kind == "scan"]
    assert len(out) == 1
    again = attach(place, actor=officer, paths=[file], reading=reading)
    assert [each.problem.fault for each in again.listed if each.path] == [ScanFault.TAKEN_BACK] * 2
    assert files(place) == kept


def test_the_rule_for_scans_deletes_those_of_the_programme(place, pile, pack, clock) -> None:
    open_with(place, pack, Retention(scans=RetentionRule(months=3)))
    clock.move(timedelta(days=500))
    (line,) = [each for each in planned(place) if each.subject is Subject.SCANS]
    assert (line.count, line.overdue) == (4, True)
    certificate = carry_out(place, actor=CORA, programme_id=PROGRAMME, subject="scans", confirm=PROGRAMME)
    assert dict(certificate.counts) == {"scans": 4}
    assert any("scanned to" in left for left in certificate.left)
    assert files(place) == set()


def test_what_is_left_over_is_swept_at_opening_and_what_has_a_row_stays(place, pile, clock) -> None:
    before = files(place)
    left = place.folder / "scans" / new_id()
    shutil.copyfile(place.folder / "scans" / next(iter(before)), left)
    (place.folder / "scans" / "notes.txt").write_text("not ours")
    place.close()
    again = open_workplace(place.folder, clock=clock, passphrase=PASSPHRASE)
    try:
        assert files(again) == {*before, "notes.txt"}
    finally:
        again.close()


def test_nothing_is_swept_while_somebody_attaches_pages(place, pile) -> None:
    left = place.folder / "scans" / new_id()
    left.write_bytes(b"being attached")
    with place.store.scan_files.alone() as had:
        assert had
        assert place.store.sweep_scans() == 0
    assert left.exists()
    assert place.store.sweep_scans() == 1
    assert not left.exists()


def test_a_file_stays_when_the_row_does(place, pile) -> None:
    before = files(place)
    with place.unit() as unit:
        for scan in unit.scans.list():
            unit.scans.remove(scan.scan_id)
        unit.rollback()
        unit.commit()
    with place.unit() as unit:
        for scan in unit.scans.list():
            unit.scans.remove(scan.scan_id)
    assert files(place) == before
    with place.reading() as unit, pytest.raises(StoreDefect):
        unit.commit()
