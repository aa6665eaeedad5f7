"""Forms that are filled in on a screen, at the terminal: out, back, looked at, counted."""

from __future__ import annotations

import random

import pytest

from tests.packs.shipped import LEICESTERSHIRE, form_of
from tests.paper.filling import by_chance, filled

FORM = "leicestershire-jhws-survey"


@pytest.fixture
def laptop(terminal):
    made = terminal("laptop")
    made("programme", "open", "forms/leicestershire-jhws")
    return made


def test_out_back_looked_at_and_counted(laptop, tmp_path) -> None:
    event = laptop("event", "list", "--json").json()[0]["event_id"]
    out = tmp_path / "form.pdf"
    made = laptop("paper", "fillable", "--form", FORM, "--event", event, "--out", str(out), "--json").json()
    assert made["path"] == str(out)
    typed, meant = by_chance(out.read_bytes(), form_of(LEICESTERSHIRE), random.Random(5))
    back = tmp_path / "back.pdf"
    back.write_bytes(filled(out.read_bytes(), typed))
    found = laptop("paper", "read-fillable", str(back), "--json").json()
    assert {each["path"]: each["value"] for each in found["answers"]} == meant
    shown = laptop("paper", "read-fillable", str(back)).out
    assert "version" in shown
    draft = laptop("paper", "take-in-fillable", str(back), "--event", event).out.strip()
    assert laptop("paper", "filled-in", "--json").json()[0]["draft_id"] == draft
    assert "taken in before" in laptop("paper", "take-in-fillable", str(back), "--event", event, code=1).err
    assert "taken in before" in laptop("paper", "read-fillable", str(back)).err
    laptop("paper", "finish-fillable", draft)
    assert laptop("response", "list", "--json").json()[0]["state"] == "draft"
    laptop("paper", "finish-fillable", draft, "--reviewed")
    (counted,) = laptop("response", "list", "--json").json()
    assert (counted["state"], counted["channel"]) == ("finalised", "email")
    again = laptop(
        "paper", "take-in-fillable", str(back), "--event", event, "--again", "--reviewed", "--json"
    ).json()
    assert (again["finalised"], again["misfits"], again["answers"]) == (True, 0, len(meant))
    other = laptop("paper", "take-in-fillable", str(back), "--event", event, "--again").out.strip()
    laptop("paper", "drop-fillable", other, "--reason", "made up: by mistake")
    assert laptop("paper", "filled-in", "--json").json() == []


def test_dates_and_files_that_are_none_are_refused(laptop, tmp_path) -> None:
    event = laptop("event", "list", "--json").json()[0]["event_id"]
    wrong = tmp_path / "wrong.pdf"
    wrong.write_bytes(b"hello")
    assert "no PDF" in laptop("paper", "read-fillable", str(wrong), code=1).err
    given = ("paper", "take-in-fillable", str(wrong), "--event", event)
    assert "no date" in laptop(*given, "--received-on", "soon", code=1).err
