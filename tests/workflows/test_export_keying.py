"""What the centre's export and figures say of how sheets were keyed, as far as batches have told it."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from desktop.foundation.errors import Refusal
from desktop.staff.people import Role
from desktop.workflows.adjudicate import Adjudication
from desktop.workflows.export_responses import export_responses
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.keying_figures import by_keyer, count
from tests.workflows.exchange import respond, send, take_in
from tests.workflows.keyed_twice import AGREE, CORA, FIRST, PLACE, fill, key_first, key_second, plan_all
from tests.workflows.paper_days import printed
from tests.workplaces import PROGRAMME, signed_in

NOTE = "=1+1 ask me on 01632 960123"


@pytest.fixture
def there(place, officer, event_id, pack, centre, store_url, stick) -> str:
    """Four sheets at the centre: decided, the same twice, waiting, and keyed once; and an interview."""
    vera = signed_in(place, "Vera", Role.VOLUNTEER)
    abe = signed_in(place, "Abe", Role.VOLUNTEER)
    plan_all(place)
    serials = printed(place, event_id, 4)
    noted = Keying.begin(place, actor=vera, sheet=look_up_serial(place, serials[0]))
    fill(noted, {**FIRST, PLACE: "illegible"})
    noted.set_margin_notes(NOTE, loose_pages=2)
    noted.finalise(received_on="2022-01-12")
    for serial in serials[1:]:
        key_first(place, vera, serial, FIRST)
    key_second(place, abe, serials[0], {**FIRST, PLACE: "illegible", AGREE: "disagree"})
    key_second(place, abe, serials[1], FIRST)
    key_second(place, officer, serials[2], {**FIRST, AGREE: "disagree"})
    found = Adjudication.begin(place, actor=CORA, serial=serials[0])
    for each in found.fields:
        found.decide(each.path, each.second, reason="clear")
    found.finish()
    respond(place, officer, event_id, pack, 1)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    return store_url


def test_the_export_says_how_each_sheet_was_keyed(there, centre, tmp_path) -> None:
    out = tmp_path / "out.csv"
    made = export_responses(centre, actor=CORA, store_url=there, kind="csv", out=out, plain=True)
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"), newline="")))
    paper = [row for row in rows if row["channel"] == "paper"]
    told = sorted(
        (row["verification"], row["first_keyer"].split()[1], row["second_keyer"][2:], row["adjudicated_fields"])
        for row in paper
    )
    assert told == [
        ("verified", "volunteer", "volunteer", "0"),
        ("verified", "volunteer", "volunteer", "1"),
        ("waits for decision", "volunteer", "officer", "0"),
        ("waits for second keying", "volunteer", "", "0"),
    ]
    assert len({row["first_keyer"] for row in paper}) == 1  # one number for one person
    (noted,) = [row for row in paper if row["margin_notes"]]
    assert (noted["margin_notes"], noted["loose_pages"]) == ("'" + NOTE, "2")
    assert noted["respondent_type"] == "resident"
    assert (noted["neighbourhood"], noted["neighbourhood:missing"], noted["best_start_agree"]) == (
        "", ".i", "disagree",
    )  # fmt: skip
    (interview,) = [row for row in rows if row["channel"] == "interview"]
    assert {interview[name] for name in ("verification", "first_keyer", "adjudicated_fields", "loose_pages")} == {
        ""
    }
    assert [each for each in made.warnings if "margin" in each] == [
        "1 note from a margin looks like a contact detail: read it before you share the file."
    ]
    export_responses(centre, actor=CORA, store_url=there, kind="xlsx", out=tmp_path / "out.xlsx", plain=True)
    about = {row[0].value: row[1].value for row in openpyxl.load_workbook(tmp_path / "out.xlsx")["About"]}
    assert about["No answer: .m"] == "more than one marked: on paper, where one answer was asked for"
    codebook = (tmp_path / "out-codebook.csv").read_text("utf-8-sig")
    assert ".i = illegible: on paper something was written that the keyer could not read" in codebook


def test_the_centre_counts_the_figures_of_all_laptops(there, centre, place, officer) -> None:
    found = count(centre, actor=CORA, programme_id=PROGRAMME, store_url=there)
    assert [(each.label, each.tally.fields, each.tally.errors) for each in by_keyer(found)] == [
        ("Abe", 8, 0), ("Olu", 3, 0), ("Vera", 11, 1),
    ]  # fmt: skip
    assert (found.twice, found.decisions, found.exceptions) == (3, 1, 0)
    assert {words: many for words, many in found.waits if many} == {
        "wait for second keying": 1, "wait for a decision": 1, "keyed twice and verified": 2,
    }  # fmt: skip
    with pytest.raises(Refusal):
        count(place, actor=officer, programme_id=PROGRAMME, store_url=there)
