"""The paper page by the keyboard, and its jobs on a printer: what comes out of Qt's own PDF is read back."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog

from desktop.foundation.errors import WorldError
from desktop.sheets.copies import CopyState, RunKind
from desktop.sheets.page_codes import PageCode
from desktop.sheets.print_jobs import PaperLook
from desktop.sheets.serials import read_serial
from desktop.ui.design.fonts import add_shipped_fonts
from desktop.ui.pages.page import Where
from desktop.ui.pages.paper_page import PaperPage
from desktop.ui.parts.choice_box import ChoiceBox
from desktop.ui.parts.job_printing import PrinterFailed, page_pictures, paint_job, set_up
from desktop.workflows.paper_ledger import paper_ledger
from desktop.workflows.print_paper import master_job, paper_copies, print_runs, printer_job
from tests.ui.hands import Hands
from tests.workplaces import FORM, PROGRAMME

ONE_PAGE = (1, 1)
ONE_SIDED = PaperLook(duplex=False)


@pytest.fixture
def hands(qtbot, at_work) -> Hands:
    return Hands(qtbot, at_work)


@pytest.fixture
def page(at_work, hands, event_id) -> PaperPage:
    """Give the page, its form and event chosen."""
    at_work.show_page(Where.PAPER, event_id=event_id)
    shown = hands.page(PaperPage)
    hands.until(lambda: shown._choices is not None and shown._print.isEnabled())
    return shown


def a_printer(out: Path, look: PaperLook = ONE_SIDED) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    set_up(printer, look)
    return printer


def read_back(out: Path, dots: int = 200) -> list[tuple[str, str]]:
    """Return of each page its text and what its code says."""
    found = []
    with pypdfium2.PdfDocument(out.read_bytes()) as document:
        for page in document:
            codes = zxingcpp.read_barcodes(page.render(scale=dots / 72).to_pil().convert("L"))
            found.append((page.get_textpage().get_text_range().strip(), codes[0].text if codes else ""))
    return found


def states(place) -> Counter[CopyState]:
    return Counter(copy.state for copy in paper_copies(place))


# a job on a printer ---------------------------------------------------------------------------------------


@pytest.fixture
def fonts(qapp) -> None:
    add_shipped_fonts()


def test_every_copy_bears_its_own_number_in_words_and_in_its_code(
    fonts, place, officer, event_id, tmp_path
) -> None:
    job = printer_job(
        place, actor=officer, form_id=FORM, event_id=event_id, copies=3, look=ONE_SIDED, pages=(1, 2)
    )
    told: list[tuple[int, int]] = []
    done = paint_job(job, a_printer(tmp_path / "out.pdf"), progress=lambda *each: told.append(each))
    assert (done, told) == (3, [(1, 3), (2, 3), (3, 3)])
    pages = read_back(tmp_path / "out.pdf")
    assert [text for text, _code in pages] == [shown for shown in job.shown for _page in range(2)]
    codes = [PageCode.from_text(code) for _text, code in pages]
    assert [(code.serial, code.page) for code in codes] == [
        (serial, number) for serial in job.serials for number in (1, 2)
    ]
    with place.reading() as unit:
        layout = unit.copies.layout(job.run.layout_id)
    assert {(code.layout_id, code.pages) for code in codes} == {(layout.layout_id, layout.pages)}


def test_on_paper_it_stands_where_the_file_has_it(fonts, place, officer, event_id, tmp_path) -> None:
    """Corner marks and code are where they are in a PDF of the program's own: the boxes are found by them."""
    from desktop.workflows.print_paper import print_copies

    job = printer_job(
        place, actor=officer, form_id=FORM, event_id=event_id, copies=1, look=ONE_SIDED, pages=ONE_PAGE
    )
    paint_job(job, a_printer(tmp_path / "printed.pdf"))
    print_copies(
        place, actor=officer, form_id=FORM, event_id=event_id, copies=1, out=tmp_path / "written.pdf",
        look=ONE_SIDED, pages=ONE_PAGE,
    )  # fmt: skip
    places = []
    for name in ("printed", "written"):
        with pypdfium2.PdfDocument((tmp_path / f"{name}.pdf").read_bytes()) as document:
            picture = document[0].render(scale=200 / 72).to_pil().convert("L")
        (code,) = zxingcpp.read_barcodes(picture)
        corner = code.position.top_left
        black = picture.point(lambda value: 255 if value < 128 else 0).getbbox()
        places.append((corner.x, corner.y, *black))
    assert all(abs(one - other) <= 2 for one, other in zip(*places, strict=True)), places  # 0.25 mm


def test_a_thousand_copies_are_one_job_whose_file_holds_each_page_once(
    fonts, place, officer, event_id, tmp_path
) -> None:
    out, one = tmp_path / "out.pdf", tmp_path / "one.pdf"
    about = {"actor": officer, "form_id": FORM, "event_id": event_id, "look": ONE_SIDED, "pages": ONE_PAGE}
    assert paint_job(printer_job(place, copies=1, **about), a_printer(one)) == 1
    job = printer_job(place, copies=1000, **about)
    assert paint_job(job, a_printer(out)) == 1000
    with pypdfium2.PdfDocument(out.read_bytes()) as document:
        assert len(document) == 1000
        last = document[999].get_textpage().get_text_range().strip()
    assert last == job.shown[999]
    assert out.stat().st_size - one.stat().st_size < 1000 * 4_000  # a number and a code; the page itself is 300 kB
    assert len({copy.serial for copy in paper_copies(place)}) == 1001


def test_a_master_comes_out_without_numbers(fonts, place, officer, event_id, tmp_path) -> None:
    job = master_job(place, actor=officer, form_id=FORM, event_id=event_id, look=ONE_SIDED, pages=ONE_PAGE)
    assert paint_job(job, a_printer(tmp_path / "out.pdf")) == 1
    ((text, code),) = read_back(tmp_path / "out.pdf")
    assert (text, PageCode.from_text(code).serial) == ("", "")


def test_a_stopped_job_prints_whole_copies_only(fonts, place, officer, event_id, tmp_path) -> None:
    job = printer_job(
        place, actor=officer, form_id=FORM, event_id=event_id, copies=5, look=ONE_SIDED, pages=(1, 2)
    )
    told: list[int] = []
    done = paint_job(
        job, a_printer(tmp_path / "out.pdf"),
        progress=lambda done, _total: told.append(done), cancelled=lambda: len(told) == 3,
    )  # fmt: skip
    assert done == 3
    assert [text for text, _code in read_back(tmp_path / "out.pdf")] == [
        shown for shown in job.shown[:3] for _page in range(2)
    ]


def test_a_job_stopped_before_its_first_page_prints_nothing(place, officer, event_id, tmp_path) -> None:
    job = printer_job(place, actor=officer, form_id=FORM, event_id=event_id, copies=2, pages=(1, 2))
    assert paint_job(job, a_printer(tmp_path / "out.pdf"), cancelled=lambda: True) == 0
    assert not (tmp_path / "out.pdf").exists()


class SetUp:
    """What a printer is told, for want of one that is there."""

    def __init__(self) -> None:
        self.told: dict[str, object] = {}

    def __getattr__(self, name: str):
        return lambda value: self.told.__setitem__(name, value)


@pytest.mark.parametrize(
    ("look", "duplex", "size"),
    [
        (PaperLook(), QPrinter.DuplexMode.DuplexLongSide, QPageSize.PageSizeId.A4),
        (PaperLook(duplex=False, page_size="A3"), QPrinter.DuplexMode.DuplexNone, QPageSize.PageSizeId.A3),
        (PaperLook(page_size="A5"), QPrinter.DuplexMode.DuplexLongSide, QPageSize.PageSizeId.A5),
        (PaperLook(page_size="Letter"), QPrinter.DuplexMode.DuplexLongSide, QPageSize.PageSizeId.Letter),
    ],
    ids=["both sides", "A3, one side", "A5", "Letter"],
)
def test_the_printer_is_told_size_and_sides_and_its_queue_nothing_of_what_is_in_it(look, duplex, size) -> None:
    printer = SetUp()
    set_up(printer, look)
    assert (printer.told["setDuplex"], printer.told["setPageSize"].id()) == (duplex, size)
    assert (printer.told["setCopyCount"], printer.told["setFullPage"]) == (1, True)
    assert printer.told["setDocName"] == "Forms"


def test_pages_take_no_more_room_than_their_colours_need(place, officer, event_id) -> None:
    about = {"actor": officer, "form_id": FORM, "event_id": event_id, "pages": ONE_PAGE}
    white = page_pictures(printer_job(place, copies=1, look=ONE_SIDED, **about).pdf, dots=72)
    cream = page_pictures(
        printer_job(place, copies=1, look=PaperLook(duplex=False, tint="cream"), **about).pdf, dots=72
    )
    assert (white[0].depth(), cream[0].depth()) == (8, 8)
    assert white[0].isGrayscale()
    assert cream[0].pixelColor(2, 2).blueF() == pytest.approx(0.88, abs=0.01)


# the page -------------------------------------------------------------------------------------------------


def test_what_is_chosen_is_previewed_with_its_paper(hands, page) -> None:
    page._look.edition.choose("large-print")
    page._look.size_.choose("A5")
    page._look.sides.choose(False)
    hands.fill("Pages", "2-3")
    hands.press("Preview")
    hands.until(lambda: page._pictures)
    assert [picture.accessibleName()[:6] for picture in page._pictures] == ["Page 2", "Page 3"]
    assert page._pages.paper_words == "Each copy: 2 pages on 2 sheets of paper. 25 copies take 50 sheets."
    image = page._pages._images[0]
    assert image.width() / image.height() == pytest.approx(148 / 210, abs=0.01)
    seen = page._pictures[0]
    hands.until(lambda: seen.width() / seen.height() == pytest.approx(148 / 210, abs=0.02))
    assert page._show.hasFocus()
    page._look.sides.choose(True)
    assert not page._pictures
    hands.reads("Something else was chosen")
    hands.press("Preview")
    hands.until(lambda: page._pictures)
    assert len(page._pictures) == 4
    page._range.input.clear()
    hands.press("Preview")
    hands.reads("the slip for the update list among them")


@pytest.mark.parametrize("typed", ["x", "0", "4-2", "1-"])
def test_pages_that_are_none_are_said_at_the_field(hands, page, typed) -> None:
    hands.fill("Pages", typed)
    for pressed in ("Preview", "Print…", "Save as PDF…"):
        hands.press(pressed)
        assert page._range.fault
        assert not page._pictures
    hands.fill("Pages", "1")
    hands.press("Preview")
    hands.until(lambda: page._pictures)
    assert not page._range.fault


def test_pages_beyond_the_last_are_said_at_the_field(hands, page) -> None:
    hands.fill("Pages", "900")
    hands.press("Preview")
    hands.until(lambda: page._range.fault)
    assert not page._pictures


def test_copies_go_to_a_printer(hands, page, place, tmp_path) -> None:
    page._look.sides.choose(False)
    hands.fill("Copies", "3")
    hands.fill("Pages", "1")
    page.print_on(a_printer(tmp_path / "out.pdf"))
    hands.reads("✓ 3 copies were sent to the printer")
    assert [text for text, _code in read_back(tmp_path / "out.pdf")] == [
        read_serial(copy.serial).shown for copy in paper_copies(place)
    ]
    assert states(place) == {CopyState.PRINTED: 3}
    hands.until(lambda: page._table.rowCount() == 1)


def test_a_stopped_job_leaves_spoiled_numbers_and_a_ledger_that_balances(
    hands, page, place, officer, tmp_path, monkeypatch
) -> None:
    def stopped_by_hand(job, printer, *, progress, cancelled) -> int:
        def told(done: int, total: int) -> None:
            progress(done, total)
            if done == 2:
                for number in list(page.background._calls):
                    page.background.cancel(number)

        return paint_job(job, printer, progress=told, cancelled=cancelled)

    monkeypatch.setattr("desktop.ui.paper.print_run.paint_job", stopped_by_hand)
    page._look.sides.choose(False)
    hands.fill("Copies", "40")
    hands.fill("Pages", "1")
    page.print_on(a_printer(tmp_path / "out.pdf"))
    hands.reads("Printing was stopped after 2 copies")
    assert states(place) == {CopyState.PRINTED: 2, CopyState.SPOILED: 38}
    assert len(read_back(tmp_path / "out.pdf")) == 2
    assert paper_ledger(place, actor=officer, programme_id=PROGRAMME).ledger.balances


def test_a_printer_that_fails_is_named_and_its_numbers_are_spoiled(
    hands, page, place, tmp_path, monkeypatch
) -> None:
    refused: list[Exception] = []
    page.background.refused.connect(refused.append)
    monkeypatch.setattr(QPrinter, "newPage", lambda _self: False)
    page._look.sides.choose(False)
    hands.fill("Copies", "3")
    hands.fill("Pages", "1")
    page.print_on(a_printer(tmp_path / "out.pdf"))
    hands.until(lambda: refused)
    assert isinstance(refused[0], PrinterFailed)
    assert isinstance(refused[0], WorldError)
    assert states(place) == {CopyState.SPOILED: 3}
    hands.until(page._print.isEnabled)


def test_a_master_is_written_by_the_keyboard(hands, page, place, tmp_path, monkeypatch) -> None:
    out = tmp_path / "master.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(out), ""))
    page._kind.choose(RunKind.MASTER)
    assert page._copies_field.isHidden()
    hands.fill("Pages", "1")
    hands.press("Save as PDF…")
    hands.reads("✓ The master was written and logged")
    assert PageCode.from_text(read_back(out)[0][1]).serial == ""
    assert [run.kind for run in print_runs(place)] == [RunKind.MASTER]
    hands.until(lambda: page._table.item(0, 1).text() == "unnumbered master")


def test_a_pdf_to_fill_in_is_written(hands, page, tmp_path, monkeypatch) -> None:
    out = tmp_path / "fill.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(out), ""))
    hands.press("PDF to fill in…")
    hands.reads("✓ The PDF to fill in was written")
    assert b"/AcroForm" in out.read_bytes()


def test_a_language_that_nobody_approved_is_looked_at_only(hands, page, place, monkeypatch) -> None:
    from dataclasses import replace

    from desktop.sheets.print_jobs import LanguageChoice

    form = page._choices.forms[0]
    french = LanguageChoice("French (fr)", ("No person has approved the translation.",), proof_only=True)
    page._look.show_form(replace(form, languages=(*form.languages, french)))
    assert page._print.isEnabled()
    page._look.second.choose("French (fr)")
    assert not page._print.isEnabled()
    assert not page._save.isEnabled()
    assert page._show.isEnabled()
    assert "No person has approved" in hands.words()
    page._look.second.choose(None)
    assert page._print.isEnabled()
    assert "No person has approved" not in hands.words()


def test_a_long_name_ends_in_an_ellipsis_and_is_read_whole(qtbot) -> None:
    box = ChoiceBox()
    qtbot.addWidget(box)
    name = "Have your say on the draft strategy for health and wellbeing in the whole county until 2032"
    box.add(name, 1)
    box.resize(200, 40)
    box.show()
    assert box.shown.endswith("…")
    assert box.toolTip() == name
    box.resize(2000, 40)
    qtbot.waitUntil(lambda: box.shown == name, timeout=30_000)
    box.grab()
