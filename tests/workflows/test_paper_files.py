"""Sheets for piles, labels, masters and the ledger on paper: read back as a scanner and a person read them."""

from __future__ import annotations

import csv
import io
from datetime import date
from inspect import signature
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from desktop.foundation.errors import Refusal, WorldError
from desktop.paper.furniture import NUMBER_FRAME
from desktop.paper.label_sheet import LABEL_SHEETS
from desktop.sheets.copies import CopyState, RunKind
from desktop.sheets.custody import SheetHow, SheetMoveKind
from desktop.sheets.page_codes import PageCode
from desktop.sheets.serials import read_serial
from desktop.staff.people import Role
from desktop.workflows.custody import move, pile
from desktop.workflows.number_sheets import accept_photocopy, number_sheet
from desktop.workflows.paper_files import (
    pile_sheet,
    print_labels,
    print_master,
    write_ledger_csv,
    write_ledger_pdf,
    write_pile_sheet,
)
from desktop.workflows.paper_ledger import paper_ledger
from desktop.workflows.print_paper import print_copies
from tests.workflows.paper_days import printed
from tests.workplaces import FORM, PROGRAMME, signed_in


def codes_on(pdf: bytes, page: int = 0) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    picture = document[page].render(scale=200 / 72).to_pil().convert("L")
    document.close()
    return [each.text for each in zxingcpp.read_barcodes(picture)]


def text_of(pdf: bytes, page: int = 0) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(document[page].get_textpage().get_text_range().split())
    document.close()
    return text


def test_a_pile_sheet_names_the_pile_in_words_and_in_its_code(place, officer, event_id) -> None:
    serials = printed(place, event_id, 12)
    given = [*serials[:5], *serials[7:10]]
    move(place, actor=officer, kind=SheetMoveKind.RETURN, given=given, how=SheetHow.POST, day=date(2022, 1, 11))
    made, piles = pile_sheet(place, actor=officer, given=given)
    assert piles == 1
    with place.reading() as unit:
        event_name = unit.events.list()[0].name
    words = text_of(made)
    for said in ("Pile sheet", "8 copies", "11 January 2022: 8", "returned, not keyed: 8", "Olu", event_name):
        assert said in words, said
    first, last = read_serial(serials[0]).shown, read_serial(serials[4]).shown
    assert f"{first} … {last}" in words
    (code,) = codes_on(made)
    again = pile(place, [code])
    assert [each.copy.serial for each in again.copies] == given
    assert again.left_out == ()


def test_sheets_of_two_kinds_get_a_pile_sheet_each_that_says_so(place, officer, event_id, tmp_path) -> None:
    serials = printed(place, event_id, 3)
    run = print_copies(
        place, actor=officer, form_id=FORM, event_id=event_id, copies=2, out=tmp_path / "copies.pdf"
    ).run
    with place.reading() as unit:
        others = [each.serial for each in unit.copies.list(run.run_id)]
    out = tmp_path / "pile.pdf"
    assert write_pile_sheet(place, actor=officer, given=[*serials, *others, "no serial"], out=out) == 2
    made = out.read_bytes()
    assert "Pile 1 of 2. Part the stack" in text_of(made)
    assert "both sides" in text_of(made, 1)
    assert "no serial" in text_of(made, 1)
    assert [len(pile(place, codes_on(made, page)).copies) for page in (0, 1)] == [3, 2]


def test_a_pile_of_nothing_has_no_sheet(place, officer) -> None:
    with pytest.raises(Refusal):
        pile_sheet(place, actor=officer, given=["no serial"])
    with pytest.raises(Refusal):
        pile_sheet(place, actor=signed_in(place, "Ada", Role.AUDITOR), given=[])


def test_a_scattered_pile_says_that_its_code_does_not_name_it(place, officer, event_id) -> None:
    serials = printed(place, event_id, 60)
    made, _ = pile_sheet(place, actor=officer, given=serials[::2])
    assert "too many ranges" in text_of(made)
    (code,) = codes_on(made)
    assert code == "SBP1|30"
    assert "too many ranges" in pile(place, [code]).left_out[0].why


@pytest.mark.parametrize(
    ("sheet", "labels", "skip", "pages"), [("3x8", 30, 0, 2), ("3x8", 5, 22, 2), ("5x13", 65, 0, 1)]
)
def test_every_label_is_read_back(place, officer, event_id, tmp_path, sheet, labels, skip, pages) -> None:
    out = tmp_path / "labels.pdf"
    drawn = print_labels(
        place, actor=officer, form_id=FORM, event_id=event_id, labels=labels, out=out, sheet=sheet, skip=skip
    )
    made = out.read_bytes()
    document = pypdfium2.PdfDocument(made)
    assert len(document) == pages
    document.close()
    read = {code for page in range(pages) for code in codes_on(made, page)}
    assert read == {each.canonical for each in drawn.serials}
    words = " ".join(text_of(made, page) for page in range(pages)).replace("- ", "-")
    assert all(each.shown in words for each in drawn.serials)
    label = drawn.serials[-1].canonical
    numbered = number_sheet(place, actor=officer, form_id=FORM, event_id=event_id, label=label)
    assert numbered.serial.canonical == label


def test_the_usual_label_fits_the_frame_of_a_master() -> None:
    usual = LABEL_SHEETS[signature(print_labels).parameters["sheet"].default]
    assert (usual.width, usual.height) <= NUMBER_FRAME
    assert usual.height <= NUMBER_FRAME[1]


def test_no_number_is_taken_for_labels_that_can_not_be_written(place, officer, event_id, tmp_path) -> None:
    for out, more in ((tmp_path / "gone" / "labels.pdf", {}), (tmp_path / "labels.pdf", {"sheet": "9x9"}),
                      (tmp_path / "labels.pdf", {"skip": 65})):  # fmt: skip
        with pytest.raises(WorldError):
            print_labels(place, actor=officer, form_id=FORM, event_id=event_id, labels=3, out=out, **more)
    with place.reading() as unit:
        assert unit.copies.runs() == ()


def test_a_sheet_of_a_master_gets_its_number_by_its_page_code(place, officer, event_id, tmp_path) -> None:
    out = tmp_path / "master.pdf"
    run = print_master(place, actor=officer, form_id=FORM, event_id=event_id, out=out)
    assert (run.kind, run.copies) == (RunKind.MASTER, 0)
    code = next(text for page in range(4) for text in codes_on(out.read_bytes(), page))
    assert PageCode.from_text(code).serial == ""
    numbered = number_sheet(place, actor=officer, form_id="", event_id=event_id, page_code=code)
    with place.reading() as unit:
        copy = unit.copies.copy(numbered.serial.canonical)
        assert copy is not None
        assert copy.state is CopyState.RETURNED
        grown = unit.copies.run(copy.run_id)
    assert grown is not None
    assert (grown.layout_id, grown.edition) == (run.layout_id, "standard")


def test_the_ledger_is_printed_and_written_for_the_file(place, officer, event_id, tmp_path: Path) -> None:
    serials = printed(place, event_id, 10)
    move(
        place, actor=officer, kind=SheetMoveKind.ISSUE, given=serials[:6], how=SheetHow.POST, edition="large-print"
    )
    move(place, actor=officer, kind=SheetMoveKind.RETURN, given=serials[:2])
    accept_photocopy(place, actor=officer, original=serials[0])
    report = paper_ledger(place, actor=officer, programme_id=PROGRAMME)
    write_ledger_pdf(place, report, actor=officer, out=tmp_path / "ledger.pdf")
    words = text_of((tmp_path / "ledger.pdf").read_bytes())
    for said in ("The paper ledger balances", "Printed with numbers 10", "Photocopies 1", "returned, not keyed 3",
                 "large print 12 January 2022 6"):  # fmt: skip
        assert said.lower() in words.lower(), (said, words)
    write_ledger_csv(report, actor=officer, out=tmp_path / "ledger.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "ledger.csv").read_text("utf-8-sig"))))
    counts = {row["what"]: int(row["count"]) for row in rows}
    assert counts["printed with numbers"] == 10
    assert counts["drawn: photocopy"] == 1
    assert sum(many for what, many in counts.items() if what.startswith("state: ")) == 11
    assert (counts["posted: large-print"], counts["balances"]) == (6, 1)
    for name, write in (("x.pdf", lambda out, who: write_ledger_pdf(place, report, actor=who, out=out)),
                        ("x.csv", lambda out, who: write_ledger_csv(report, actor=who, out=out))):  # fmt: skip
        with pytest.raises(Refusal):
            write(tmp_path / name, signed_in(place, name, Role.VOLUNTEER))
