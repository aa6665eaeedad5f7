"""Printing: what can be chosen, what is taken and logged, and what becomes of numbers that did not come out."""

from __future__ import annotations

from dataclasses import replace

import pytest
import zxingcpp

from desktop.foundation.errors import Refusal, WorldError
from desktop.jobs.executors import Cancelled
from desktop.paper.languages import LanguageNotApproved
from desktop.sheets.copies import CopyState, RunKind
from desktop.sheets.page_codes import PageCode
from desktop.sheets.print_jobs import PaperLook, Sides
from desktop.sheets.serials import read_serial
from desktop.staff.people import Role
from desktop.workflows import print_paper
from desktop.workflows.lay_out_form import lay_out, paper_choices, preview, some_pages
from desktop.workflows.paper_files import print_master
from desktop.workflows.paper_ledger import paper_ledger
from desktop.workflows.print_paper import (
    master_job,
    not_printed,
    paper_copies,
    print_copies,
    print_runs,
    printer_job,
)
from tests.paper.reading import pictures, texts
from tests.workplaces import FORM, PROGRAMME, signed_in

LARGE = PaperLook(edition="large-print", page_size="A3", duplex=False, tint="cream")


def codes_in(pdf: bytes) -> list[PageCode]:
    return [PageCode.from_text(code.text) for page in pictures(pdf) for code in zxingcpp.read_barcodes(page)]


def states(place) -> dict[CopyState, int]:
    found = [copy.state for copy in paper_copies(place)]
    return {state: found.count(state) for state in set(found)}


def balances(place, actor) -> bool:
    return paper_ledger(place, actor=actor, programme_id=PROGRAMME).ledger.balances


# what is chosen -------------------------------------------------------------------------------------------


def test_everything_that_can_be_chosen_is_offered(place) -> None:
    choices = paper_choices(place, programme_id=PROGRAMME)
    assert FORM in {form.form_id for form in choices.forms}
    assert choices.editions[0] == "standard"
    assert {"large-print", "easy-read"} <= set(choices.editions)
    assert choices.page_sizes[0] == "A4"
    assert {"A3", "A5", "Letter"} <= set(choices.page_sizes)
    assert set(choices.tints) == {"yellow", "cream"}
    (only,) = next(form for form in choices.forms if form.form_id == FORM).languages
    assert (only.missing, only.proof_only) == ((), False)


def test_what_was_chosen_is_previewed_and_printed(place, officer, event_id, tmp_path) -> None:
    look = replace(LARGE, page_size="A4")
    shown = preview(place, form_id=FORM, event_id=event_id, look=look)
    out = tmp_path / "copies.pdf"
    done = print_copies(place, actor=officer, form_id=FORM, event_id=event_id, copies=1, out=out, look=look)
    assert done.run.edition == "large-print"
    with place.reading() as unit:
        layout = unit.copies.layout(done.run.layout_id)
    assert (layout.duplex, layout.page_size) == (False, (210.0, 297.0))
    printed, looked_at = texts(out.read_bytes()), texts(shown.pdf)
    assert len(printed) == len(looked_at) == len(shown.sides.numbers) == shown.sides.sheets
    assert layout.pages == shown.sides.pages
    assert "Specimen" in looked_at[0]
    assert "Specimen" not in printed[0]
    assert {"large-print"} == {code.edition for code in codes_in(out.read_bytes())}


@pytest.mark.parametrize(
    "look",
    [
        PaperLook(edition="tiny"),
        PaperLook(page_size="B5"),
        PaperLook(tint="pink"),
        PaperLook(language="Klingon"),
        PaperLook(second_language="Klingon"),
    ],
    ids=["edition", "size", "tint", "language", "second language"],
)
def test_what_there_is_not_is_refused_and_takes_no_number(place, officer, event_id, tmp_path, look) -> None:
    with pytest.raises(Refusal):
        print_copies(
            place, actor=officer, form_id=FORM, event_id=event_id, copies=1, out=tmp_path / "a.pdf", look=look
        )
    assert paper_copies(place) == ()


def test_a_language_that_nobody_approved_is_looked_at_and_not_printed(
    place, officer, event_id, tmp_path, monkeypatch
) -> None:
    with place.reading() as unit:
        one = place.shelf.definition(unit.forms.get(FORM))
    two = replace(one, languages=(*one.languages, "French (fr)"))
    monkeypatch.setattr(place.shelf, "definition", lambda _form: two)
    form = next(each for each in paper_choices(place, programme_id=PROGRAMME).forms if each.form_id == FORM)
    assert [language.proof_only for language in form.languages] == [False, True]
    assert "No person has approved the translation." in form.languages[1].missing
    for look in (PaperLook(language="French (fr)"), PaperLook(second_language="French (fr)")):
        assert preview(place, form_id=FORM, event_id=event_id, look=look).pdf.startswith(b"%PDF")
        about = {"place": place, "actor": officer, "form_id": FORM, "event_id": event_id, "look": look}
        for job in (
            lambda given: print_copies(**given, copies=1, out=tmp_path / "a.pdf"),
            lambda given: printer_job(**given, copies=1),
            lambda given: print_master(**given, out=tmp_path / "a.pdf"),
            lambda given: master_job(**given),
        ):
            with pytest.raises(LanguageNotApproved, match="approved"):
                job(about)
    assert print_runs(place) == ()


# some pages -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("duplex", "first", "last", "places"),
    [
        (False, 2, 3, [1, 2]),
        (True, 2, 3, [0, 1, 2, 3]),
        (True, 3, 4, [2, 3]),
        (True, 5, 5, [4]),
        (False, 1, 5, [0, 1, 2, 3, 4]),
        (True, 0, 99, [0, 1, 2, 3, 4]),
    ],
)
def test_pages_are_widened_to_whole_sheets(duplex, first, last, places) -> None:
    assert list(Sides((1, 2, 3, 4, 0), 4, duplex).within(first, last)) == places


def test_some_pages_are_printed_and_bear_the_number_of_all(place, officer, event_id, tmp_path) -> None:
    out = tmp_path / "copies.pdf"
    print_copies(place, actor=officer, form_id=FORM, event_id=event_id, copies=2, out=out, pages=(3, 3))
    assert [code.page for code in codes_in(out.read_bytes())] == [3, 4, 3, 4]
    whole = lay_out(place, form_id=FORM)[0]
    assert {code.pages for code in codes_in(out.read_bytes())} == {whole.layout.pages}
    assert some_pages(whole, (3, 3)).layout == whole.layout


@pytest.mark.parametrize("pages", [(0, 1), (3, 2), (1, 999)])
def test_pages_that_are_not_there_are_refused(place, officer, event_id, tmp_path, pages) -> None:
    with pytest.raises(Refusal, match="Choose pages"):
        print_copies(
            place, actor=officer, form_id=FORM, event_id=event_id, copies=1, out=tmp_path / "a.pdf", pages=pages
        )
    assert paper_copies(place) == ()


# what did not come out ------------------------------------------------------------------------------------


def test_copies_of_a_stopped_job_are_spoiled_and_the_ledger_balances(place, officer, event_id, tmp_path) -> None:
    asked = iter([False] * 3)
    with pytest.raises(Cancelled):
        print_copies(
            place, actor=officer, form_id=FORM, event_id=event_id, copies=5, out=tmp_path / "a.pdf",
            cancelled=lambda: next(asked, True),
        )  # fmt: skip
    assert states(place) == {CopyState.SPOILED: 5}
    assert list(tmp_path.glob("*.pdf")) == []
    assert balances(place, officer)
    print_copies(place, actor=officer, form_id=FORM, event_id=event_id, copies=2, out=tmp_path / "a.pdf")
    assert states(place) == {CopyState.SPOILED: 5, CopyState.PRINTED: 2}
    assert len({copy.serial for copy in paper_copies(place)}) == 7


@pytest.mark.parametrize("fault", [KeyboardInterrupt, MemoryError, ValueError], ids=lambda each: each.__name__)
def test_copies_of_a_job_that_was_broken_off_are_spoiled_and_no_volume_is_left(
    place, officer, event_id, tmp_path, monkeypatch, fault
) -> None:
    monkeypatch.setattr("desktop.paper.booklet.VOLUME", 2)

    def told(done: int, _total: int) -> None:
        if done == 3:
            raise fault

    with pytest.raises(fault):
        print_copies(place, actor=officer, form_id=FORM, event_id=event_id, copies=5, out=tmp_path / "a.pdf",
                     progress=told)  # fmt: skip
    assert states(place) == {CopyState.SPOILED: 5}
    assert list(tmp_path.glob("*.pdf")) == []
    assert balances(place, officer)


def test_copies_of_a_job_that_failed_are_spoiled(place, officer, event_id, tmp_path, monkeypatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise WorldError(place="The disk", fault="It is full.", remedy="Make room.")

    monkeypatch.setattr("desktop.paper.booklet.write_durably", full)
    with pytest.raises(WorldError, match="full"):
        print_copies(place, actor=officer, form_id=FORM, event_id=event_id, copies=3, out=tmp_path / "a.pdf")
    assert states(place) == {CopyState.SPOILED: 3}
    with place.reading() as unit:
        said = {(line.what, line.why) for line in unit.changes.list()}
    assert ("paper spoiled", "Not printed: printing failed.") in said


def test_of_a_printers_job_those_behind_the_last_printed_are_spoiled(place, officer, event_id) -> None:
    job = printer_job(place, actor=officer, form_id=FORM, event_id=event_id, copies=6)
    assert not_printed(place, actor=officer, run=job.run, after=4, stopped=True) == 2
    spoiled = {read_serial(c.serial).number for c in paper_copies(place) if c.state is CopyState.SPOILED}
    assert spoiled == {5, 6}
    assert balances(place, officer)
    assert not_printed(place, actor=officer, run=job.run, after=6, stopped=True) == 0


# what a printer is given ----------------------------------------------------------------------------------


def test_a_job_holds_one_plain_copy_and_what_each_adds(place, officer, event_id) -> None:
    job = printer_job(place, actor=officer, form_id=FORM, event_id=event_id, copies=3)
    assert len(texts(job.pdf)) == len(job.numbers)
    assert codes_in(job.pdf) == []
    assert len(set(job.serials)) == 3 == len(job.shown)
    assert job.numbers[0] == 1
    assert 0 in job.numbers
    assert [copy.serial for copy in paper_copies(place)] == list(job.serials)
    assert job.cells(job.serials[0], 1) != job.cells(job.serials[1], 1)


def test_a_master_is_one_copy_without_number(place, officer, event_id) -> None:
    job = master_job(place, actor=officer, form_id=FORM, event_id=event_id)
    assert (job.serials, set(job.numbers), job.run.kind) == (("",), {0}, RunKind.MASTER)
    assert {code.serial for code in codes_in(job.pdf)} == {""}
    assert paper_copies(place) == ()
    assert not_printed(place, actor=officer, run=job.run, after=0, stopped=True) == 0


@pytest.mark.parametrize("job", ["printer_job", "master_job"])
def test_a_volunteer_prints_nothing(place, event_id, job) -> None:
    vera = signed_in(place, "Vera", Role.VOLUNTEER)
    more = {"copies": 1} if job == "printer_job" else {}
    with pytest.raises(Refusal, match="role"):
        getattr(print_paper, job)(place, actor=vera, form_id=FORM, event_id=event_id, **more)
    assert paper_copies(place) == ()


def test_printing_is_logged(place, officer, event_id, tmp_path) -> None:
    done = print_copies(
        place, actor=officer, form_id=FORM, event_id=event_id, copies=1, out=tmp_path / "a.pdf", pages=(1, 2)
    )
    with place.reading() as unit:
        (line,) = [each for each in unit.changes.list() if each.what == "paper printed"]
    assert (line.about_id, line.why) == (done.run.run_id, "Pages 1 to 2 only.")
