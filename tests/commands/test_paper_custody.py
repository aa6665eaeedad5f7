"""Custody of paper at the terminal: numbers at receipt, stacks, counter moves and the ledger."""

from __future__ import annotations

import io

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
