"""Keying a sheet: as it is written, with codes for what is missing, by a serial that can be verified offline."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.foundation.errors import Refusal, WorldError
from desktop.questionnaires.xform import read_xform
from desktop.responses.drafts import DraftKind
from desktop.responses.response import MissingKind
from desktop.sheets.copies import CopyState
from desktop.sheets.serials import SerialRefused
from desktop.workflows.balance import balance
from desktop.workflows.interview import open_drafts
from desktop.workflows.key_paper import AlreadyKeyed, Keying, look_up_serial
from desktop.workflows.open_programme import put_pack
from desktop.workflows.paper_ledger import paper_ledger
from desktop.workflows.print_paper import paper_copies, print_copies, print_runs
from desktop.workflows.run_event import events
from desktop.workflows.set_up import create
from tests.workplaces import FORM, PASSPHRASE, PROGRAMME, keep_sheet

TYPE = "about_you/respondent_type"
PLACE = "about_you/neighbourhood"
AGREE = "best_start/best_start_outcome/best_start_agree"


@pytest.fixture
def serial(place, officer, event_id, tmp_path) -> str:
    print_copies(place, actor=officer, form_id=FORM, event_id=event_id, copies=1, out=tmp_path / "a.pdf")
    return paper_copies(place)[0].serial


def test_a_sheet_of_this_laptop(place, officer, event_id, serial) -> None:
    sheet = look_up_serial(place, f" {sheet_text(serial)} ")
    assert (sheet.form_id, sheet.event_id, sheet.print_log_here, sheet.draft_id) == (FORM, event_id, True, "")
    keying = Keying.begin(place, actor=officer, sheet=sheet)
    assert open_drafts(place, kind=DraftKind.KEYING)[0].serial == serial
    keying.answer(TYPE, "resident")
    keying.mark_missing(AGREE, MissingKind.ILLEGIBLE)
    keying.answer(PLACE, "LE3 5AB")
    assert not keying.entry.node(PLACE).valid
    keying.force(PLACE, "as written on the sheet")

    # stopped in the middle: the serial leads back to the same draft, with its notes
    again = Keying.begin(place, actor=officer, sheet=look_up_serial(place, serial))
    assert again.draft_id == keying.draft_id
    assert again.missing_kind(AGREE) == "illegible"
    revision = again.finalise(received_on="2022-01-10")
    assert dict(revision.envelope.missing) == {AGREE: "illegible"}
    assert dict(revision.envelope.forced) == {PLACE: "as written on the sheet"}
    assert revision.envelope.print_log_here is True
    assert revision.answers == {TYPE: "resident", PLACE: "LE3 5AB"}
    assert paper_copies(place)[0].state is CopyState.KEYED
    with pytest.raises(AlreadyKeyed):
        look_up_serial(place, serial)
    assert balance(place).ledger.balances


def sheet_text(serial: str) -> str:
    """Return the serial as somebody would type it."""
    return "-".join(serial[start : start + 4] for start in range(0, 16, 4)).lower()


def test_a_missing_code_and_an_answer_exclude_each_other(place, officer, serial) -> None:
    keying = Keying.begin(place, actor=officer, sheet=look_up_serial(place, serial))
    keying.answer(TYPE, "resident")
    keying.mark_missing(TYPE, MissingKind.MULTIPLE)
    assert keying.entry.node(TYPE).value == ""
    keying.answer(TYPE, "community")
    assert keying.missing_kind(TYPE) == ""
    with pytest.raises(Refusal):
        keying.force(TYPE, " ")


def test_a_mistyped_serial(place, serial) -> None:
    with pytest.raises(SerialRefused):
        look_up_serial(place, serial[:-1])
    with pytest.raises(SerialRefused):
        look_up_serial(place, serial[1] + serial[0] + serial[2:] if serial[0] != serial[1] else serial[::-1])


def test_a_sheet_that_another_laptop_printed(place, officer, event_id, serial, tmp_path, clock, pack) -> None:
    other = create(tmp_path / "other", clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet)
    try:
        with other.unit() as unit:
            put_pack(other, unit, actor=officer, pack=pack)
            unit.commit()
        sheet = look_up_serial(other, serial)
        assert (sheet.print_log_here, sheet.event_id, sheet.form_id) == (False, "", FORM)
        with pytest.raises(Refusal, match="another device"):
            Keying.begin(other, actor=officer, sheet=sheet)
        keying = Keying.begin(other, actor=officer, sheet=sheet, event_id=event_id)
        keying.answer(TYPE, "resident")
        clock.move(timedelta(days=20))
        revision = keying.finalise(received_on="2022-01-25")
        assert revision.envelope.print_log_here is False
        with pytest.raises(AlreadyKeyed):
            look_up_serial(other, serial)
        ledger = balance(other)
        assert ledger.ledger.balances
        assert [window.value for window, count in ledger.timeliness[0].by_window.items() if count] == ["late"]
    finally:
        other.close()


def test_a_sheet_of_another_laptop_is_keyed_by_the_version_that_stands_on_it(
    place, officer, serial, tmp_path, clock, pack
) -> None:
    read = pack.forms[0]
    older = replace(
        read,
        definition=read_xform(read.definition.xml.replace(b'version="2021112901"', b'version="2021112900"')),
    )
    assert older.definition.sha256 != read.definition.sha256
    other = create(tmp_path / "other", clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet)
    try:
        for forms in ((older,), (read,)):
            with other.unit() as unit:
                put_pack(other, unit, actor=officer, pack=replace(pack, forms=forms))
                unit.commit()
        nothing_told = look_up_serial(other, serial)
        assert nothing_told.versions == ("2021112901", "2021112900")
        event_id = events(other)[0].event_id
        with pytest.raises(Refusal, match="several versions"):
            Keying.begin(other, actor=officer, sheet=nothing_told, event_id=event_id)
        told = look_up_serial(other, serial, version="2021112900")
        assert (told.form_sha256, told.versions) == (older.definition.sha256, ())
        assert look_up_serial(other, serial, version="2021112901").form_sha256 == read.definition.sha256
        with pytest.raises(Refusal, match="not on this device"):
            look_up_serial(other, serial, version="1999")
        begun = Keying.begin(other, actor=officer, sheet=told, event_id=event_id)
        assert begun.header.form_version == "2021112900"
        # a sheet that was begun goes on in its version, and nobody is asked again
        assert look_up_serial(other, serial).versions == ()
    finally:
        other.close()


def test_two_windows_that_begin_one_sheet(place, officer, serial) -> None:
    """Both looked the serial up before either began: one draft, not two of which one can never be finished."""
    sheet = look_up_serial(place, serial)
    first = Keying.begin(place, actor=officer, sheet=sheet)
    second = Keying.begin(place, actor=officer, sheet=sheet)
    assert second.draft_id == first.draft_id
    assert len(open_drafts(place, kind=DraftKind.KEYING)) == 1
    second.answer(TYPE, "resident")
    second.finalise(received_on="2022-01-12")
    with pytest.raises(AlreadyKeyed):
        Keying.begin(place, actor=officer, sheet=sheet)


def test_no_number_is_taken_for_a_folder_that_is_not_there(place, officer, event_id, tmp_path) -> None:
    with pytest.raises(WorldError, match="not there"):
        print_copies(
            place, actor=officer, form_id=FORM, event_id=event_id, copies=2, out=tmp_path / "none" / "a.pdf"
        )
    assert paper_copies(place) == ()


def test_the_print_log(place, officer, event_id, tmp_path) -> None:
    for copies in (2, 3):
        printed = print_copies(
            place, actor=officer, form_id=FORM, event_id=event_id, copies=copies, out=tmp_path / "a.pdf"
        )
        assert printed.files == (tmp_path / "a.pdf",)
    assert [(run.run_number, run.copies) for run in print_runs(place)] == [(2, 3), (1, 2)]
    serials = [copy.serial for copy in paper_copies(place)]
    assert len(set(serials)) == 5
    with place.reading() as unit:
        layout = unit.copies.layout(print_runs(place)[0].layout_id)
    assert {box.question for box in layout.boxes} >= {TYPE, AGREE}


def test_a_print_job_that_is_cancelled(place, officer, event_id, tmp_path) -> None:
    from desktop.jobs.executors import Cancelled

    with pytest.raises(Cancelled):
        print_copies(
            place,
            actor=officer,
            form_id=FORM,
            event_id=event_id,
            copies=5,
            out=tmp_path / "a.pdf",
            cancelled=lambda: True,
        )
    assert not (tmp_path / "a.pdf").exists()
    # numbers were drawn for copies that never came out: none of them is out, and none is missing either
    copies = paper_copies(place)
    assert [copy.state for copy in copies] == [CopyState.SPOILED] * 5
    assert balance(place).ledger.balances
    (line,) = paper_ledger(place, actor=officer, programme_id=PROGRAMME).ledger.lines
    assert (line.printed, line.out, line.states[CopyState.SPOILED]) == (5, 0, 5)
    assert line.balances


@pytest.mark.parametrize("copies", [0, 10_001])
def test_too_few_and_too_many_copies(place, officer, event_id, tmp_path, copies) -> None:
    with pytest.raises(Refusal):
        print_copies(place, actor=officer, form_id=FORM, event_id=event_id, copies=copies, out=tmp_path / "a.pdf")
