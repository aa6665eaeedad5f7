"""What the command line refuses, with which exit code, and what it says."""

from __future__ import annotations

import json

import pytest

from desktop.foundation.assets import packs_path
from desktop.startup import main

FORM = "leicestershire-jhws-survey"
PROGRAMME = "leicestershire-jhws"


@pytest.fixture
def laptop(terminal):
    sat = terminal("laptop")
    sat("programme", "open", packs_path() / PROGRAMME)
    return sat


@pytest.mark.parametrize(
    "words",
    [
        ("no-such-command",),
        ("event", "add", "--name", "A"),
        ("paper", "print", "--copies", "many"),
        ("staff", "add"),
    ],
)
def test_wrong_usage_is_two(terminal, words) -> None:
    answer = terminal("laptop")(*words, code=2)
    assert answer.err


@pytest.mark.parametrize(
    "words", [["--data"], ["--data", ""], ["--data="], ["--data", "--practice"], ["event", "list", "--data", " "]]
)
def test_data_without_a_folder_is_two(capsys, words, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    assert "--data" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_only_a_coordinator_adds_a_coordinator(terminal) -> None:
    laptop = terminal("laptop")
    laptop("staff", "add", "--name", "Olu", "--role", "officer")
    answer = laptop("staff", "add", "--name", "Mine", "--role", "coordinator", "--as", "Olu", code=1)
    assert "Only a coordinator" in answer.err
    laptop("staff", "add", "--name", "Vera", "--role", "volunteer", "--as", "Olu")
    laptop("staff", "add", "--name", "Cora", "--role", "coordinator")  # whoever sets the laptop up


def test_a_ledger_that_does_not_balance_is_one(laptop, monkeypatch) -> None:
    from dataclasses import replace

    from desktop.workflows import balance as balances

    real = balances.make_ledger
    monkeypatch.setattr(
        balances, "make_ledger", lambda counts, facts: real(counts, replace(facts, frozen=facts.frozen + 1))
    )
    assert "DOES NOT HOLD" in laptop("ledger", code=1).out
    assert laptop("ledger", "--json", code=1).json()["balances"] is False


def test_answers_on_standard_input_are_utf_8(laptop, monkeypatch) -> None:
    """Whatever the console's own encoding; a byte order mark is taken off."""
    import io
    import sys

    answers = {
        "respondent_type": "resident", "best_start_agree": "agree", "staying_healthy_agree": "neither",
        "living_supported_agree": "disagree", "dying_well_offer": "no", "staying_healthy_comment": "Café ধন্যবাদ",
    }  # fmt: skip
    given = io.BytesIO(b"\xef\xbb\xbf" + json.dumps(answers, ensure_ascii=False).encode())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(given, encoding="cp1252"))
    event = laptop("event", "list", "--json").json()[0]["event_id"]
    added = laptop(
        "response", "add", "--form", FORM, "--event", event, "--channel", "online", "--answers", "-"
    ).line
    assert "Café ধন্যবাদ" in laptop("response", "show", added).out


def test_refused_is_one_and_says_place_fault_remedy(laptop) -> None:
    answer = laptop(
        "event", "add", "--programme", "none", "--name", "A", "--date", "2022-01-12", "--venue", "B", code=1
    )
    assert answer.out == ""
    assert "Programme none" in answer.err
    assert len(answer.err.strip().splitlines()) == 2
    assert laptop(
        "event", "add", "--programme", PROGRAMME, "--name", "A", "--date", "12/1/22", "--venue", "B", code=1
    ).err.startswith("--date")


def test_form_refusals_name_question_and_rule(laptop, tmp_path) -> None:
    event = laptop("event", "list", "--json").json()[0]["event_id"]
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"respondent_type": "resident", "neighbourhood": "LE3 5AB"}))
    add = ("response", "add", "--form", FORM, "--event", event, "--channel", "interview", "--answers", path)
    answer = laptop(*add, code=1)
    assert "about_you/neighbourhood: constraint" in answer.err
    assert "best_start_agree: required" in answer.err
    assert laptop("response", "list", "--json").json() == []
    for broken in ("[1, 2]", "{", '{"a": '):
        path.write_text(broken)
        assert "JSON" in laptop(*add, code=1).err
    assert laptop("response", "show", "none", code=1).err


def test_a_wrong_choice_is_said_once_with_the_choices(laptop, tmp_path) -> None:
    event = laptop("event", "list", "--json").json()[0]["event_id"]
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"respondent_type": "nobody"}))
    answer = laptop(
        "response", "add", "--form", FORM, "--event", event, "--channel", "letter", "--answers", path, code=1
    )
    (said,) = [line for line in answer.err.splitlines() if "respondent_type" in line]
    assert "“nobody” is none of the choices. Choose one of: resident, " in said
    assert "best_start_agree: required" in answer.err


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (("staff", "set-pin", "Nobody", "--none"), "staff list"),
        (("batch", "send", "none", "--to", "folder:here"), "batch list"),
        (("response", "show", "none"), "response list"),
        (("out-of-reach", "done", "none"), "out-of-reach list"),
    ],
)
def test_who_names_what_is_not_there_is_told_the_command_that_lists_it(laptop, words, command) -> None:
    said = laptop(*words, code=1).err
    assert said.splitlines()[-1] == f"The command for it: sounding-board {command}"
    laptop(*command.split())


def test_exports_need_the_coordinator(terminal, tmp_path) -> None:
    office = terminal("office")
    store = tmp_path / "central.db"
    export = ("export", "--store", store, "--format", "csv", "--out", tmp_path / "a.csv")
    assert "coordinator" in office(*export, code=1).err
    office("staff", "add", "--name", "Vera", "--role", "volunteer")
    office("staff", "add", "--name", "Cora", "--role", "coordinator")
    office("central", "init", "--store", store, "--as", "Vera", code=1)
    office("central", "init", "--store", store, "--recovery-sheet", tmp_path / "keys.pdf", "--as", "Cora")
    assert "coordinator" in office(*export, "--as", "Vera", code=1).err
    assert "coordinator" in office(*export, "--as", "Somebody", code=1).err
    assert "no response" in office(*export, "--as", "Cora", code=1).err
    contacts = ("contacts", "export", "--store", store, "--out", tmp_path / "b.csv")
    assert "coordinator" in office(*contacts, "--as", "Vera", code=1).err
    assert "no entry" in office(*contacts, "--as", "Cora", code=1).err
    assert terminal("elsewhere")(*export, "--as", "Cora", code=1).err
    assert not list(tmp_path.glob("*.csv*"))


def test_checks(terminal, tmp_path) -> None:
    laptop = terminal("laptop")
    good = laptop("forms", "check", packs_path() / PROGRAMME)
    assert "to fill in" in good.out
    rows = laptop("forms", "check", packs_path() / PROGRAMME, "--json").json()
    assert {row["severity"] for row in rows} == {"to fill in"}
    assert laptop("forms", "check", tmp_path / "none", code=1).err
    bad = tmp_path / "bad.xml"
    bad.write_text("<html/>")
    assert laptop("forms", "check", bad, code=1).out


def test_contact_details_in_a_form_are_refused(terminal, tmp_path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "survey"
    sheet.append(["type", "name", "label"])
    sheet.append(["text", "email", "What is your e-mail address?"])
    settings = book.create_sheet("settings")
    settings.append(["form_title", "form_id", "version"])
    settings.append(["A form", "a_form", "1"])
    path = tmp_path / "form.xlsx"
    book.save(path)
    answer = terminal("laptop")("forms", "check", path, code=1)
    assert "survey row 2" in answer.out
    assert terminal("laptop")("programme", "open", path, code=1).err


def test_keys_that_are_mistyped(laptop, terminal) -> None:
    assert laptop("device", "trust-coordinator", "sbc1-nonsense", code=1).err
    assert terminal("office")("central", "trust-device", "sbd1-nonsense", code=1).err


def test_batches(laptop, tmp_path) -> None:
    assert laptop("batch", "make", code=1).err
    assert laptop("batch", "send", "none", "--to", f"folder:{tmp_path}", code=1).err
    assert laptop("batch", "send", "none", "--to", "pigeon:north", code=1).err
    assert laptop("batch", "receipts", "--from", f"folder:{tmp_path / 'gone'}", code=1).err
    assert laptop("batch", "list", "--json").json() == []


def test_a_refused_receipt_is_named_on_standard_error(laptop, tmp_path) -> None:
    (tmp_path / "a.sbreceipt").write_text("cut")
    answer = laptop("batch", "receipts", "--from", f"folder:{tmp_path}", "--json", code=1)
    assert answer.json()[0]["outcome"] == "refused"
    assert answer.err.startswith("a.sbreceipt: ")


def test_practice_by_command(terminal, tmp_path) -> None:
    laptop = terminal("laptop")
    assert laptop("--practice", "programme", "list", "--json").json()[0]["programme_id"] == "practice"
    batch = laptop("--practice", "batch", "make").line
    answer = laptop("--practice", "batch", "send", batch, "--to", f"folder:{tmp_path}", code=1)
    assert "made up" in answer.err
    assert laptop("programme", "list", "--json").json() == []


def test_json_on_every_listing(laptop) -> None:
    for words in (
        ("programme", "list"),
        ("event", "list"),
        ("response", "list"),
        ("paper", "list"),
        ("batch", "list"),
        ("staff", "list"),
    ):
        assert isinstance(laptop(*words, "--json").json(), list)
        assert laptop(*words).code == 0
    assert laptop("ledger", "--json").json()["balances"] is True
    assert "holds" in laptop("ledger").out
