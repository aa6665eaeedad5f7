"""Figures of keying: what counts as an error, who sees whose, and what is too little to say."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pypdfium2
import pytest

from desktop.foundation.errors import Refusal
from desktop.responses.keying_figures import Tally
from desktop.responses.keyings import FieldEffort, FieldKeyed
from desktop.staff.people import Role
from desktop.workflows import keying_figures
from desktop.workflows.adjudicate import Adjudication
from desktop.workflows.keying_figure_files import CSV_HEADINGS, figures_document, figures_rows, write_figures
from desktop.workflows.keying_figure_words import (
    decisions_words,
    errors_words,
    pace_words,
    rate_words,
    single_words,
)
from desktop.workflows.keying_figures import by_form, by_keyer, by_question, count
from tests.workflows.keyed_twice import AGREE, CORA, FIRST, PLACE, TYPE, WORDS, key_first, key_second, plan_all
from tests.workflows.paper_days import printed
from tests.workplaces import FORM, PROGRAMME, signed_in


@pytest.fixture
def vera(place):
    return signed_in(place, "Vera", Role.VOLUNTEER)


@pytest.fixture
def abe(place):
    return signed_in(place, "abe", Role.VOLUNTEER)


@pytest.fixture
def pile(place, event_id, vera, abe):
    """Three sheets that Vera keyed, two of them keyed again by Abe, one decided by the officer's exception."""
    plan_all(place)
    serials = printed(place, event_id, 3)
    for serial in serials:
        key_first(place, vera, serial, FIRST)
    key_second(place, abe, serials[0], {**FIRST, AGREE: "disagree", PLACE: "Wigston"})
    key_second(place, abe, serials[1], FIRST)
    found = Adjudication.begin(place, actor=CORA, serial=serials[0])
    for each in found.fields:
        found.decide(each.path, each.second if each.path == AGREE else FieldKeyed("Oadby"), reason="clear")
    found.finish()
    return serials


def counted(place, actor=CORA):
    return count(place, actor=actor, programme_id=PROGRAMME)


def test_errors_are_those_that_a_decision_showed_and_of_whoever_made_them(place, pile) -> None:
    found = counted(place)
    assert list(found.names.values()) == ["abe", "Vera"]  # in the order of names, whoever has the fewest errors
    abe, vera = by_keyer(found)
    assert (abe.label, abe.tally.fields, abe.tally.errors, abe.tally.agreed) == ("abe", 8, 1, 6)
    assert (vera.label, vera.tally.fields, vera.tally.errors, vera.tally.agreed) == ("Vera", 8, 1, 6)
    (form,) = by_form(found)
    assert (form.key, form.tally.fields, form.tally.errors) == (FORM, 16, 2)
    assert {each.key.split(" ")[1]: each.tally.errors for each in by_question(found, form_id=FORM)} == {
        TYPE: 0, PLACE: 1, AGREE: 1, WORDS: 0,
    }  # fmt: skip
    assert [each.number for each in by_question(found, form_id=FORM)] == sorted(
        (each.number for each in by_question(found, form_id=FORM)), key=int
    )
    (line,) = [each for each in by_question(found, form_id=FORM, keyer="vera") if each.tally.errors]
    assert line.key == f"{FORM} {AGREE}"
    assert (found.twice, found.decisions, found.exceptions) == (2, 2, 0)
    assert (found.first.fields, found.first.errors) == (8, 1)
    waits = {words: many for words, many in found.waits if many}
    assert waits == {"wait for second keying": 1, "keyed twice and verified": 2}


def test_a_keyer_sees_their_own_and_officers_everybodys(place, pile, vera, officer) -> None:
    own = counted(place, vera)
    assert own.own
    assert list(own.names) == ["vera"]
    assert {cell.keyer for cell in own.cells} == {"vera"}
    assert not {key for key in own.kappas if key[0] not in ("", "vera")}
    assert "'abe'" not in str(figures_rows(own)) + str(figures_document(own))
    assert single_words(own) == ""
    assert not counted(place, officer).own
    nobody = replace(CORA, role=None)
    with pytest.raises(Refusal):
        counted(place, nobody)


def test_too_little_is_not_said(place, pile, monkeypatch) -> None:
    found = counted(place)
    for line in by_keyer(found):
        assert line.per_1000 is None
        assert rate_words(line) == "too few to say"
        assert errors_words(line) == "1 in 8"
        assert line.agreement is None
    assert single_words(found) == ""
    monkeypatch.setattr(keying_figures, "LEAST_FIELDS", 8)
    monkeypatch.setattr(keying_figures, "LEAST_COMPARED", 2)
    found = counted(place)
    abe, _vera = by_keyer(found)
    assert abe.per_1000 == 125
    assert abe.low == pytest.approx(22.4, abs=0.1)
    assert abe.high == pytest.approx(470.9, abs=0.1)
    assert abe.agreement == 0.75
    chosen = {each.key.split(" ")[1]: each.kappa for each in by_question(found, form_id=FORM)}
    assert chosen[AGREE] == pytest.approx(0.0)  # they agreed once of twice, as chance would have it
    assert chosen[PLACE] is None  # no question of choice


def test_pace_leaves_out_pauses_and_asks_for_ten_minutes(place, pile) -> None:
    with place.unit() as unit:
        for keying in unit.keyings.of_serial(pile[2]):
            unit.keyings.remove(keying.keying_id)
            unit.keyings.add(replace(keying, efforts={TYPE: FieldEffort(1500, 599.0), AGREE: FieldEffort(2, 2.0)}))
        unit.commit()
    _abe, vera = by_keyer(counted(place))
    assert vera.an_hour == pytest.approx(1502 * 3600 / 601)
    assert pace_words(vera) == "8,997"
    (asked,) = [each for each in by_question(counted(place), form_id=FORM) if each.key.endswith(TYPE)]
    assert pace_words(asked) == "too little to say"


def test_an_exception_is_shown(place, event_id, vera) -> None:
    cora = signed_in(place, "Cora", Role.COORDINATOR)
    plan_all(place)
    (serial,) = printed(place, event_id, 1)
    key_first(place, vera, serial, FIRST)
    key_second(place, cora, serial, {**FIRST, AGREE: "disagree"})
    waiting = counted(place)
    assert [each.tally for each in by_question(waiting, form_id=FORM) if each.key.endswith(AGREE)] == [
        Tally(waiting=2)
    ]
    found = Adjudication.begin(place, actor=cora, serial=serial)
    for each in found.fields:
        found.decide(each.path, each.first, reason="clear")
    found.finish(exception="nobody else is here")
    done = counted(place)
    assert (done.decisions, done.exceptions) == (1, 1)
    assert "1 of them by exception" in decisions_words(done)
    assert {each.label: each.tally.errors for each in by_keyer(done)} == {"Cora": 1, "Vera": 0}


def test_the_files_say_the_same_and_run_no_formula(place, pile, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(keying_figures, "LEAST_FIELDS", 8)
    found = counted(place)
    found = replace(found, names={"abe": "=abe()", "vera": "Vera"})
    out = tmp_path / "figures.csv"
    write_figures(found, out=out)
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == CSV_HEADINGS
    by_level = {level: [each for each in rows if each["level"] == level] for level in ("keyer", "form", "sheets")}
    assert [(each["keyer"], each["errors"], each["errors_per_1000"]) for each in by_level["keyer"]] == [
        ("'=abe()", "1", "125.000"),
        ("Vera", "1", "125.000"),
    ]
    assert sum(int(each["sheets"]) for each in by_level["sheets"]) == 3
    assert len(by_level["form"]) == 1
    pdf = tmp_path / "figures.pdf"
    write_figures(found, out=pdf)
    with pypdfium2.PdfDocument(pdf.read_bytes()) as document:
        said = " ".join("".join(page.get_textpage().get_text_range() for page in document).split())
    for words in ("not to rank anybody", "125.0 (22.4 to 470.9)", "1 in 8", "nothing of how good, or how true"):
        assert words in said
    assert said.index("=abe()") < said.index("Vera")
    with pytest.raises(Refusal, match="PDF or CSV"):
        write_figures(found, out=tmp_path / "figures.doc")


def test_nothing_keyed_yet(place) -> None:
    found = counted(place)
    assert by_keyer(found) == by_form(found) == ()
    assert [row[0] for row in figures_rows(found)] == ["sheets"] * 8
    assert figures_document(found).title == "Figures of keying"
