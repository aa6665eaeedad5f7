"""Custody of paper at the terminal: numbers at receipt, stacks, counter moves and the ledger."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pypdfium2
import pytest

FORM = "leicestershire-jhws-survey"
PROGRAMME = ("--programme", "leicestershire-jhws")


@pytest.fixture
def laptop(terminal):
    made = terminal("laptop")
    made("programme", "open", "forms/leicestershire-jhws")
    return made


def test_from_a_number_at_receipt_to_the_ledger(laptop, monkeypatch) -> None:
    event = laptop("event", "list", "--json").json()[0]["event_id"]
    at = ("--form", FORM, "--event", event)
    serials = [laptop("paper", "number", *at, "--json").json()["serial"] for _ in range(3)]
    assert laptop("paper", "pile", *serials, "--json").json()[0]["state"] == "returned"
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{serials[0]}\n{serials[1]}\nnonsense\n"))
    moved = laptop("paper", "spoil", "-", "--reason", "made up: coffee")
    assert "2 copies moved." in moved.out
    assert "nonsense: A serial has 16" in moved.err
    assert laptop("paper", "issue", serials[0], code=1).out.strip() == "0 copies moved."
    act = next(each for each in laptop("paper", "acts", "--json").json() if each["done"] == "spoil")
    assert (act["copies"], act["reason"]) == (2, "made up: coffee")
    laptop("paper", "put-back", serials[0], "--reason", "made up: dried")
    laptop("paper", "undo", act["id"], "--reason", "made up: dried too")
    assert "taken back before" in laptop("paper", "undo", act["id"], "--reason", "x", code=1).err
    laptop("paper", "blank", serials[0])
    laptop("paper", "refuse", serials[1])
    own = laptop("paper", "photocopy", serials[2], "--how", "post", "--json").json()
    assert own["serial"] not in serials
    found = laptop("paper", "ledger", *PROGRAMME, "--json").json()
    line = found["lines"][0]
    assert found["balances"] is True
    assert (line["sheets"], line["drawn"]["written"], line["drawn"]["photocopy"]) == (4, 3, 1)
    assert {state: many for state, many in line["states"].items() if many} == {
        "returned": 2, "blank": 1, "refused": 1,
    }  # fmt: skip
    shown = laptop("paper", "ledger", *PROGRAMME).out
    assert "DOES NOT HOLD" not in shown
    assert shown.count("holds:") == 3
    laptop("paper", "unaccounted", own["serial"], code=1)


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path.read_bytes()) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.fixture
def at(laptop) -> tuple[str, ...]:
    return ("--form", FORM, "--event", laptop("event", "list", "--json").json()[0]["event_id"])


def test_the_sheet_on_a_pile_is_written_and_nothing_is_moved(laptop, at, tmp_path) -> None:
    serials = [laptop("paper", "number", *at, "--json").json()["serial"] for _ in range(2)]
    before = laptop("paper", "acts", "--json").json()
    out = tmp_path / "pile.pdf"
    made = laptop("paper", "pile-sheet", *serials, "nonsense", "--out", str(out), "--json")
    assert made.json() == {"file": str(out), "piles": 1}
    said = text_of(out)
    assert serials[0][:4] in said
    assert "nonsense" in said
    assert "Made on" in said  # nobody was named: no gap where a name would stand
    assert laptop("paper", "acts", "--json").json() == before
    none = tmp_path / "none.pdf"
    assert "no copy in the pile" in laptop("paper", "pile-sheet", "nonsense", "--out", str(none), code=1).err
    assert not none.exists()


def test_the_ledger_is_written_for_the_file(laptop, at, tmp_path) -> None:
    laptop("paper", "print", *at, "--copies", "3", "--out", str(tmp_path / "copies.pdf"))
    pdf, table = tmp_path / "ledger.pdf", tmp_path / "ledger.csv"
    shown = laptop("paper", "ledger", *PROGRAMME, "--pdf", str(pdf), "--csv", str(table))
    assert "3  numbered copies\n" in shown.out
    assert "3    printed, not handed out\n" in shown.out  # the copies and their state are not one word
    assert "Paper ledger" in text_of(pdf)
    with table.open(encoding="utf-8-sig", newline="") as lines:
        counts = {row["what"]: int(row["count"]) for row in csv.DictReader(lines)}
    assert (counts["printed with numbers"], counts["out"], counts["balances"]) == (3, 3, 1)
    laptop("paper", "ledger", *PROGRAMME, "--pdf", str(tmp_path / "no" / "ledger.pdf"), code=1)
