"""The main job from pack to CSV by command line, with two laptops, a coordinator, and 30 made-up respondents."""

from __future__ import annotations

import csv
import io
import json
import random
from datetime import timedelta

import openpyxl

from desktop.foundation.assets import packs_path
from desktop.workflows.check_forms import read_any_pack
from tests.respondents import made_up_answers

FORM = "leicestershire-jhws-survey"
PROGRAMME = "leicestershire-jhws"


def test_from_pack_to_csv(terminal, tmp_path, clock) -> None:
    north, south, centre = terminal("north"), terminal("south"), terminal("centre")
    store = tmp_path / "central.db"
    stick = tmp_path / "stick"
    stick.mkdir()

    # setting up: programmes, people, keys both ways
    for laptop in (north, south):
        assert laptop("programme", "open", packs_path() / PROGRAMME).line == PROGRAMME
        laptop("staff", "add", "--name", "Olu", "--role", "officer")
    centre("staff", "add", "--name", "Cora", "--role", "coordinator")
    sheet = ("--recovery-sheet", tmp_path / "keys.pdf")
    coordinator_key = centre("central", "init", "--store", store, *sheet, "--as", "Cora").line
    assert centre("central", "init", "--store", store, "--as", "Cora").line == coordinator_key
    for laptop in (north, south):
        laptop("device", "trust-coordinator", coordinator_key, "--as", "Olu")
        centre("central", "trust-device", laptop("device", "key").line, "--as", "Cora")

    # an event on each laptop, thirty respondents, a third of them on paper that the other laptop printed
    definition = read_any_pack(packs_path() / PROGRAMME).forms[0].definition
    events = {
        laptop: laptop(
            "event", "add", "--programme", PROGRAMME, "--name", "Drop-in", "--date", "2022-01-12",
            "--venue", "Library", "--partner", "Carers group", "--as", "Olu",
        ).line
        for laptop in (north, south)
    }  # fmt: skip
    pdf = tmp_path / "copies.pdf"
    serials = north(
        "paper", "print", "--form", FORM, "--event", events[north], "--copies", 10, "--out", pdf, "--json"
    ).json()["serials"]
    assert len(serials) == 10
    assert pdf.read_bytes().startswith(b"%PDF")
    chance = random.Random(1)
    answered: dict[str, dict[str, str]] = {}
    expected: dict[str, dict[str, str]] = {}
    day_of_event = clock.now()
    for number in range(30):
        laptop = (north, south)[number % 2]
        clock.instant = day_of_event + timedelta(days=0 if number % 3 else 14)  # paper is keyed after the closing
        answers = made_up_answers(definition, chance, clock)
        path = tmp_path / "answers.json"
        path.write_text(json.dumps(answers), encoding="utf-8")
        paper = ["--channel", "paper", "--serial", serials[number // 3], "--received", "2022-01-25"]
        how = paper if number % 3 == 0 else ["--channel", "interview"]
        instance_id = laptop(
            "response", "add", "--form", FORM, "--event", events[laptop], "--answers", path, "--as", "Olu", *how
        ).line
        answered[instance_id] = answers
        expected[instance_id] = {
            "channel": how[1],
            "event_id": events[laptop],
            "serial": serials[number // 3] if number % 3 == 0 else "",
            "print_log": ("here" if laptop is north else "not here") if number % 3 == 0 else "",
            "window": "late" if number % 3 == 0 else "in time",
            "recorded_by": "Olu",
            "recorder_signed_in": "0",
            "event_partner": "Carers group",
        }
    assert len(answered) == 30
    clock.instant = day_of_event + timedelta(days=15)

    # batch, carry, receive, receipts
    for laptop in (north, south):
        batch = laptop("batch", "make", "--as", "Olu").line
        laptop("batch", "send", batch, "--to", f"folder:{stick}", "--as", "Olu")
    first = centre("central", "receive", "--store", store, "--from", f"folder:{stick}", "--as", "Cora", "--json")
    assert sorted(each["accepted"] for each in first.json()) == [15, 15]
    again = centre("central", "receive", "--store", store, "--from", f"folder:{stick}", "--as", "Cora", "--json")
    assert {each["outcome"] for each in again.json()} == {"already received"}
    for laptop in (north, south):
        laptop("batch", "receipts", "--from", f"folder:{stick}", "--as", "Olu")
        assert {each["state"] for each in laptop("response", "list", "--json").json()} == {"synced"}
        ledger = laptop("ledger", "--json").json()
        assert ledger["balances"]
        assert ledger["counts"]["synced"] == 15
        assert ledger["timeliness"][PROGRAMME] == {"before opening": 0, "in time": 10, "late": 5}
    assert centre("ledger", "--store", store, "--json").json()["counts"]["synced"] == 30

    # the CSV, cell by cell
    out = tmp_path / "responses.csv"
    centre("export", "--store", store, "--format", "csv", "--out", out, "--plain", "--as", "Cora")
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"), newline="")))
    assert {row["instance_id"] for row in rows} == set(answered)
    assert len(rows) == 30
    questions = {question.name: question for question in definition.questions() if question.asked}
    for row in rows:
        answers = answered[row["instance_id"]]
        for name, value in expected[row["instance_id"]].items():
            assert row[name] == value, name
        for name, question in questions.items():
            given = answers.get(name, "")
            shown = "'" + given if given.startswith(("=", "-")) else given
            assert row[name] == shown, (name, row["instance_id"])
            labels = [question.choice(code).label("English (en)") for code in given.split() if question.choices]
            if question.choices:
                assert row[f"{name}:label"] == "; ".join(labels)
            if question.type.value == "select_multiple":
                for choice in question.choices:
                    chosen = "" if not given else str(int(choice.value in given.split()))
                    assert row[f"{name}/{choice.value}"] == chosen
    codebook = (tmp_path / "responses-codebook.csv").read_text(encoding="utf-8-sig")
    assert all(name in codebook for name in questions)

    # the workbook: encrypted unless asked otherwise, opened again, the same rows
    warned = centre("export", "--store", store, "--format", "xlsx", "--out", tmp_path / "all.xlsx", "--as", "Cora")
    assert "Warning" in warned.err
    sealed = tmp_path / "all.xlsx.age"
    assert warned.line == str(sealed)
    assert not (tmp_path / "all.xlsx").exists()
    centre("decrypt", sealed, "--out", tmp_path / "all.xlsx", "--as", "Cora")
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    assert book.sheetnames == ["Responses", "Labels", "Codebook", "About"]
    sheet = list(book["Responses"].values)
    position = sheet[0].index("respondent_type")
    identity = sheet[0].index("instance_id")
    assert {row[identity]: row[position] for row in sheet[1:]} == {
        each: answers["respondent_type"] for each, answers in answered.items()
    }
    assert all(cell.data_type != "f" for row in book["Responses"].iter_rows() for cell in row)


def test_one_batch_only(terminal, tmp_path, clock) -> None:
    laptop, centre = terminal("laptop"), terminal("centre")
    store, stick = tmp_path / "central.db", tmp_path / "stick"
    stick.mkdir()
    laptop("programme", "open", packs_path() / PROGRAMME)
    event = laptop("event", "list", "--json").json()[0]["event_id"]
    key = centre("central", "init", "--store", store, "--recovery-sheet", tmp_path / "keys.pdf").line
    laptop("device", "trust-coordinator", key)
    centre("central", "trust-device", laptop("device", "key").line)
    definition = read_any_pack(packs_path() / PROGRAMME).forms[0].definition
    batches = []
    for seed in (1, 2):
        path = tmp_path / "answers.json"
        path.write_text(json.dumps(made_up_answers(definition, random.Random(seed), clock)), encoding="utf-8")
        laptop("response", "add", "--form", FORM, "--event", event, "--answers", path, "--channel", "letter")
        batches.append(laptop("batch", "make").line)
        laptop("batch", "send", batches[-1], "--to", f"folder:{stick}")
    centre("central", "receive", "--store", store, "--from", f"folder:{stick}")
    out = tmp_path / "one.csv"
    centre("export", "--store", store, "--format", "csv", "--out", out, "--batch", batches[1], "--plain")
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"), newline="")))
    assert [row["batch_id"] for row in rows] == [batches[1]]
    nothing = centre(
        "export", "--store", store, "--format", "csv", "--out", out, "--batch", "none", "--plain", code=1
    )
    assert "no response" in nothing.err
