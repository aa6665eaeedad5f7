"""A pile of scanned sheets: each page ends attached to its copy, or in the list with what is wrong."""

from __future__ import annotations

import errno
import hashlib
from collections import Counter
from io import BytesIO
from random import Random

import pytest
from PIL import Image

from desktop.foundation.durable_files import file_fault
from desktop.foundation.errors import DamagedFile, Refusal, WorldError
from desktop.jobs.executors import Task
from desktop.keys.withdrawal_codes import new_code
from desktop.paper.code_cells import cells_of
from desktop.sheets.scans import ScanFault
from desktop.staff.people import Role
from desktop.store.scan_files import ScanFolder
from desktop.workflows import attach_scans
from desktop.workflows.attach_scans import attach, read_scan
from desktop.workflows.scans import attach_by_hand, check_scans, remove_scan, scanned_copies
from tests.paper.scanning import farthest_off, jpeg, lying
from tests.workflows.scan_piles import laid_out, pdf_pile, printed_run, read_here, sheet
from tests.workplaces import FORM, PROGRAMME, signed_in


@pytest.fixture
def reading():
    with read_here() as made:
        yield made


def faults_of(done) -> Counter[tuple[ScanFault, str, int]]:
    return Counter((each.problem.fault, each.problem.source, each.problem.number) for each in done.listed)


def attached(place) -> set[tuple[str, int]]:
    with place.reading() as unit:
        return {(scan.serial, scan.page) for scan in unit.scans.list()}


def test_a_pile_in_any_order_turned_and_upside_down(place, officer, reading, tmp_path) -> None:
    form = laid_out()
    one, two = printed_run(place, form, 2)
    lay = [(two, 2, 90), (one, 1, 0), (one, 3, 180), (two, 1, 270), (one, 2, 2)]
    pages = [sheet(form, serial, page).rotate(by, expand=by > 2, fillcolor=255) for serial, page, by in lay]
    pile = pdf_pile(tmp_path / "pile.pdf", pages)
    done = attach(place, actor=officer, paths=[pile], reading=reading)
    assert attached(place) == {(serial, page) for serial, page, _ in lay}
    assert (done.pages, done.attached, done.already, done.empty) == (5, 5, 0, 0)
    assert done.serials == tuple(sorted((one, two)))
    assert {each.problem.fault for each in done.listed} == {ScanFault.MISSING}
    lacking = {(each.problem.serial, each.problem.page) for each in done.listed}
    every = {(serial, page) for serial in (one, two) for page in range(1, form.layout.pages + 1)}
    assert lacking == every - attached(place)


def test_what_is_kept_is_the_picture_itself_encrypted_and_where_each_box_is(
    place, officer, reading, tmp_path
) -> None:
    form = laid_out()
    (serial,) = printed_run(place, form, 1)
    lain, truth = lying(sheet(form, serial, 4, dpi=300), degrees=-1.4, scale=0.97)
    picture = jpeg(lain)
    attach(place, actor=officer, paths=[pdf_pile(tmp_path / "one.pdf", [picture])], reading=reading)
    with place.reading() as unit:
        (scan,) = unit.scans.of_serial(serial)
        kept = read_scan(place, unit, scan)
    assert Image.open(BytesIO(kept)).tobytes() == Image.open(BytesIO(picture)).tobytes()
    assert (scan.width, scan.height) == lain.size
    assert (scan.programme_id, scan.form_id, scan.attached_by) == (PROGRAMME, FORM, "Olu")
    boxes = [each for each in form.layout.boxes if each.page == 4]
    assert boxes
    assert farthest_off(scan.lie, truth, boxes) < 1.0
    (file,) = [each for each in (place.folder / "scans").iterdir() if not each.name.startswith(".")]
    assert file.name == scan.scan_id
    sealed = file.read_bytes()
    assert (len(sealed), hashlib.sha256(sealed).hexdigest()) == (scan.size, scan.sha256)
    assert kept[:400] not in sealed
    assert b"JFIF" not in sealed


def test_the_same_files_again_change_nothing_and_another_picture_is_doubled(
    place, officer, reading, tmp_path
) -> None:
    form = laid_out()
    (serial,) = printed_run(place, form, 1)
    pile = pdf_pile(tmp_path / "pile.pdf", [sheet(form, serial, 1), sheet(form, serial, 2)])
    attach(place, actor=officer, paths=[pile], reading=reading)
    before = attached(place)
    again = attach(place, actor=officer, paths=[pile], reading=reading)
    assert (again.attached, again.already) == (0, 2)
    assert attached(place) == before
    other = tmp_path / "other.jpg"
    other.write_bytes(jpeg(sheet(form, serial, 1).rotate(1, fillcolor=255)))
    twice = attach(place, actor=officer, paths=[other, pile, pile.rename(tmp_path / "b.pdf")], reading=reading)
    assert faults_of(twice)[(ScanFault.DOUBLED, "other.jpg", 1)] == 1
    assert attached(place) == before


def test_a_page_that_stands_twice_in_the_pile_is_attached_once(place, officer, reading, tmp_path) -> None:
    form = laid_out()
    (serial,) = printed_run(place, form, 1)
    page = jpeg(sheet(form, serial, 1))
    done = attach(place, actor=officer, paths=[pdf_pile(tmp_path / "p.pdf", [page, page])], reading=reading)
    assert done.attached == 1
    assert faults_of(done)[(ScanFault.DOUBLED, "p.pdf", 2)] == 1


def test_what_can_not_be_read_or_is_not_ours_is_listed(place, officer, reading, tmp_path) -> None:
    form = laid_out()
    (serial,) = printed_run(place, form, 1)
    forged = serial[:-5] + ("0" if serial[-5] != "0" else "1") + serial[-4:]
    written = sheet(form, serial, 2)
    written.paste(120, (700, 1400, 1240, 1700))
    blank = Image.new("L", (1240, 1754), 245)
    pages = [sheet(form, forged, 1), written, blank, sheet(form, "", 1), sheet(form, serial, 1)]
    pile = pdf_pile(tmp_path / "pile.pdf", pages)
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n<<")
    (tmp_path / "words.jpg").write_text("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")
    (tmp_path / "cut.jpg").write_bytes(jpeg(sheet(form, serial, 3))[:20_000])
    done = attach(
        place,
        actor=officer,
        paths=[pile, *(tmp_path / name for name in ("broken.pdf", "words.jpg", "cut.jpg", "gone.pdf"))],
        reading=reading,
    )
    found = {key: count for key, count in faults_of(done).items() if key[0] is not ScanFault.MISSING}
    assert found == {
        (ScanFault.BROKEN, "broken.pdf", 0): 1,
        (ScanFault.BROKEN, "words.jpg", 0): 1,
        (ScanFault.BROKEN, "gone.pdf", 0): 1,
        (ScanFault.BROKEN, "cut.jpg", 1): 1,
        (ScanFault.NOT_OURS, "pile.pdf", 1): 1,
        (ScanFault.UNREADABLE, "pile.pdf", 2): 1,
        (ScanFault.UNREADABLE, "pile.pdf", 4): 1,
    }
    assert done.empty == 1
    assert attached(place) == {(serial, 1)}


def test_two_labelled_masters_in_one_picture_are_listed_and_one_is_attached_by_its_label(
    place, officer, reading, tmp_path
) -> None:
    form = laid_out()
    one, two, three = printed_run(place, form, 3)
    pages = [labelled(sheet(form, "", 1), serial) for serial in (one, two, three)]
    both = Image.new("L", (pages[0].width * 2, pages[0].height), 255)
    both.paste(pages[0], (0, 0))
    both.paste(pages[1], (pages[0].width, 0))
    done = attach(place, actor=officer, paths=[pdf_pile(tmp_path / "p.pdf", [pages[2], both])], reading=reading)
    assert attached(place) == {(three, 1)}
    assert faults_of(done)[(ScanFault.MIXED, "p.pdf", 2)] == 1


def test_a_slip_with_a_withdrawal_code_is_listed_as_one_and_put_on_no_sheet(
    place, officer, reading, tmp_path
) -> None:
    """A picture of the code beside a sheet's would tell whose answers are whose."""
    form = laid_out()
    one, two = printed_run(place, form, 2)
    code = new_code()
    slip = labelled(Image.new("L", (1240, 1754), 255), code)
    lies_on_it = labelled(labelled(sheet(form, "", 2), two), code, at=(200, 60))
    pile = pdf_pile(tmp_path / "p.pdf", [sheet(form, one, 1), slip, lies_on_it])
    done = attach(place, actor=officer, paths=[pile], reading=reading)
    found = faults_of(done)
    assert found[(ScanFault.SLIP, "p.pdf", 2)] == found[(ScanFault.SLIP, "p.pdf", 3)] == 1
    assert attached(place) == {(one, 1)}
    assert code not in repr(done)
    for number in (2, 3):
        with pytest.raises(Refusal, match="slip") as refused:
            attach_by_hand(place, actor=officer, path=pile, number=number, serial=two, page=2, reading=reading)
        assert code not in str(refused.value)
    assert attached(place) == {(one, 1)}


def labelled(page: Image.Image, text: str, *, at: tuple[int, int] = (900, 60)) -> Image.Image:
    cells = cells_of(text)
    stride = len(cells.rows) // cells.side
    code = Image.frombytes("1", (stride * 8, cells.side), cells.rows).crop((0, 0, cells.side, cells.side))
    made = page.copy()
    made.paste(code.convert("L").point(lambda level: 255 - level).resize((96, 96), Image.Resampling.BOX), at)
    return made


def test_a_sheet_of_another_laptop_is_known_by_its_serial(place, officer, reading, tmp_path) -> None:
    form = laid_out()
    (serial,) = printed_run(place, form, 1, keep=False)
    attach(place, actor=officer, paths=[pdf_pile(tmp_path / "p.pdf", [sheet(form, serial, 1)])], reading=reading)
    assert attached(place) == {(serial, 1)}


@pytest.mark.parametrize("first", ["standard", "large-print"])
def test_pages_of_two_layouts_in_one_copy_are_mixed_in_whatever_order(
    place, officer, reading, tmp_path, first
) -> None:
    here, there = (laid_out(edition=each) for each in ("standard", "large-print"))
    (serial,) = printed_run(place, here, 1, keep=False)
    pages = [sheet(here, serial, 1), sheet(there, serial, 2)]
    pile = pdf_pile(tmp_path / "p.pdf", pages if first == "standard" else pages[::-1])
    done = attach(place, actor=officer, paths=[pile], reading=reading)
    assert attached(place) == set()
    assert faults_of(done) == {(ScanFault.MIXED, "p.pdf", 1): 1, (ScanFault.MIXED, "p.pdf", 2): 1}
    assert [each for each in (place.folder / "scans").iterdir() if not each.name.startswith(".")] == []


def test_a_page_of_another_edition_than_was_printed_is_mixed_and_the_others_stay(
    place, officer, reading, tmp_path
) -> None:
    here, there = (laid_out(edition=each) for each in ("standard", "large-print"))
    (serial,) = printed_run(place, here, 1)
    pile = pdf_pile(tmp_path / "p.pdf", [sheet(there, serial, 2), sheet(here, serial, 1)])
    done = attach(place, actor=officer, paths=[pile], reading=reading)
    assert attached(place) == {(serial, 1)}
    assert faults_of(done)[(ScanFault.MIXED, "p.pdf", 1)] == 1


def test_a_leaf_with_the_back_of_another_copy_is_mixed(place, officer, reading, tmp_path) -> None:
    form = laid_out()
    assert form.duplex
    one, two = printed_run(place, form, 2)
    lay = [(one, 1), (two, 2), (two, 1), (one, 2), (one, 3), (one, 4)]
    pile = pdf_pile(tmp_path / "p.pdf", [sheet(form, *each) for each in lay])
    done = attach(place, actor=officer, paths=[pile], reading=reading)
    assert attached(place) == {(one, 3), (one, 4)}
    assert {key for key in faults_of(done) if key[0] is ScanFault.MIXED} == {
        (ScanFault.MIXED, "p.pdf", number) for number in (1, 2, 3, 4)
    }


def test_pages_that_were_dropped_and_picked_up_in_any_order_are_no_mixed_leaves(
    place, officer, reading, tmp_path
) -> None:
    form = laid_out()
    serials = printed_run(place, form, 3)
    lay = [(serial, page) for serial in serials for page in (1, 2, 3, 4)]
    for seed in range(3):
        Random(seed).shuffle(lay)
        pile = pdf_pile(tmp_path / f"{seed}.pdf", [sheet(form, *each) for each in lay])
        attach(place, actor=officer, paths=[pile], reading=reading)
        assert attached(place) == set(lay)


def test_a_cover_and_left_out_empty_sides_make_no_mixed_leaves(place, officer, reading, tmp_path) -> None:
    form = laid_out()
    one, two = printed_run(place, form, 2)
    lay = [(one, 1), (one, 2), (two, 1), (two, 2)]
    cover = Image.new("L", (1240, 1754), 255)
    cover.paste(0, (300, 300, 900, 500))
    pile = pdf_pile(tmp_path / "p.pdf", [cover, *(sheet(form, *each) for each in lay)])
    attach(place, actor=officer, paths=[pile], reading=reading)
    assert attached(place) == set(lay)


def test_what_was_attached_before_somebody_stopped_stays(place, officer, reading, tmp_path, monkeypatch) -> None:
    form = laid_out()
    serials = printed_run(place, form, 3)
    monkeypatch.setattr(attach_scans, "PORTION", 2)
    pile = pdf_pile(tmp_path / "p.pdf", [sheet(form, each, page) for each in serials for page in (1, 2)])
    told: list[int] = []

    def stop(progress) -> None:
        told.append(progress.done)
        if progress.done == 3:
            task.cancel()

    task = Task(stop)
    done = attach(place, actor=officer, paths=[pile], task=task, reading=reading)
    assert done.stopped
    assert done.attached == len(attached(place)) == 3
    assert told == sorted(told)
    again = attach(place, actor=officer, paths=[pile], reading=reading)
    assert (again.attached, again.already) == (3, 3)


def test_by_hand_a_page_gets_the_copy_that_a_person_reads_on_it(place, officer, reading, tmp_path) -> None:
    form = laid_out()
    one, two = printed_run(place, form, 2)
    unreadable = sheet(form, one, 2)
    unreadable.paste(120, (700, 1400, 1240, 1700))
    pile = pdf_pile(tmp_path / "p.pdf", [unreadable, sheet(form, one, 1)])
    by_hand = {"actor": officer, "path": pile, "reading": reading}
    made = attach_by_hand(place, number=1, serial=one, page=2, **by_hand)
    assert (made.lie, made.pages, made.layout_id) == (None, form.layout.pages, form.layout.layout_id)
    with pytest.raises(Refusal, match="attached already"):
        attach_by_hand(place, number=1, serial=one, page=2, **by_hand)
    with pytest.raises(Refusal, match="page 1"):
        attach_by_hand(place, number=2, serial=two, page=3, **by_hand)
    with pytest.raises(Refusal, match="pages"):
        attach_by_hand(place, number=1, serial=two, page=99, **by_hand)
    with pytest.raises(Refusal, match="check letter"):
        attach_by_hand(place, number=1, serial=one[:-1] + ("0" if one[-1] != "0" else "1"), page=1, **by_hand)
    photocopy = attach_by_hand(place, number=2, serial=two, page=1, **by_hand)
    assert photocopy.lie is not None
    assert attached(place) == {(one, 2), (two, 1)}


def test_a_page_is_removed_with_a_reason_and_its_file_goes(place, officer, reading, tmp_path) -> None:
    form = laid_out()
    (serial,) = printed_run(place, form, 1)
    attach(place, actor=officer, paths=[pdf_pile(tmp_path / "p.pdf", [sheet(form, serial, 1)])], reading=reading)
    (copy,) = scanned_copies(place, actor=officer)
    (scan,) = copy.scans
    with pytest.raises(Refusal, match="No reason"):
        remove_scan(place, actor=officer, scan_id=scan.scan_id, reason=" ")
    remove_scan(place, actor=officer, scan_id=scan.scan_id, reason="of the wrong copy")
    assert attached(place) == set()
    assert not (place.folder / "scans" / scan.scan_id).exists()
    with place.reading() as unit:
        whats = [(line.what, line.why) for line in unit.changes.list(scan.scan_id)]
    assert whats == [("scan removed", "of the wrong copy")]


def test_a_file_that_is_gone_or_altered_is_said(place, officer, reading, tmp_path) -> None:
    form = laid_out()
    (serial,) = printed_run(place, form, 1)
    pile = pdf_pile(tmp_path / "p.pdf", [sheet(form, serial, page) for page in (1, 2, 3)])
    attach(place, actor=officer, paths=[pile], reading=reading)
    with place.reading() as unit:
        first, second, _ = unit.scans.of_serial(serial)
        (place.folder / "scans" / first.scan_id).unlink()
        file = place.folder / "scans" / second.scan_id
        sealed = bytearray(file.read_bytes())
        sealed[len(sealed) // 2] ^= 1
        file.write_bytes(sealed)
        for scan in (first, second):
            with pytest.raises(DamagedFile):
                read_scan(place, unit, scan)
    (copy,) = scanned_copies(place, actor=officer)
    assert copy.gone == (1,)
    assert [scan.page for scan in check_scans(place)] == [1, 2]


def test_a_full_disk_is_said_and_what_was_written_before_is_attached(
    place, officer, reading, tmp_path, monkeypatch
) -> None:
    form = laid_out()
    (serial,) = printed_run(place, form, 1)
    pile = pdf_pile(tmp_path / "p.pdf", [sheet(form, serial, page) for page in (1, 2, 3)])
    usual, left = ScanFolder.write, [2]

    def full(self, name, content) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise file_fault(self.path, OSError(errno.ENOSPC, "full"))
        usual(self, name, content)

    monkeypatch.setattr(ScanFolder, "write", full)
    with pytest.raises(WorldError, match="disk is full"):
        attach(place, actor=officer, paths=[pile], reading=reading)
    assert attached(place) == {(serial, 1), (serial, 2)}
    monkeypatch.undo()
    assert attach(place, actor=officer, paths=[pile], reading=reading).attached == 1


def test_who_may_not_attach_is_refused(place, reading, tmp_path) -> None:
    volunteer = signed_in(place, "Vera", Role.VOLUNTEER)
    with pytest.raises(Refusal, match="role"):
        attach(place, actor=volunteer, paths=[tmp_path], reading=reading)


def test_an_empty_folder_is_said(place, officer, reading, tmp_path) -> None:
    with pytest.raises(Refusal, match="No scanned file"):
        attach(place, actor=officer, paths=[tmp_path], reading=reading)
