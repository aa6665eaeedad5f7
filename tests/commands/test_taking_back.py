"""Withdrawal, erasure, lost laptops and copies out of reach by command line, as the guide has it."""

from __future__ import annotations

import io
import json
import random
import sys

from desktop.foundation.assets import packs_path
from desktop.workflows.check_forms import read_any_pack
from tests.respondents import made_up_answers

FORM = "leicestershire-jhws-survey"
PROGRAMME = "leicestershire-jhws"


def test_withdraw_erase_revoke(terminal, tmp_path, clock, monkeypatch) -> None:
    laptop, centre = terminal("laptop"), terminal("centre")
    store, stick = tmp_path / "central.db", tmp_path / "stick"
    stick.mkdir()
    laptop("programme", "open", packs_path() / PROGRAMME)
    event = laptop("event", "list", "--json").json()[0]["event_id"]
    sheet = tmp_path / "sheet.pdf"
    key = centre("central", "init", "--store", store, "--recovery-sheet", sheet).line
    laptop("device", "trust-coordinator", key)
    centre("central", "trust-device", laptop("device", "key").line, "--label", "north")
    definition = read_any_pack(packs_path() / PROGRAMME).forms[0].definition

    def respond(seed: int, channel: str = "interview") -> dict[str, str]:
        path = tmp_path / "answers.json"
        path.write_text(json.dumps(made_up_answers(definition, random.Random(seed), clock)), encoding="utf-8")
        how = ("--event", event, "--answers", path, "--channel", channel, "--json")
        return laptop("response", "add", "--form", FORM, *how).json()

    def carry() -> None:
        laptop("batch", "send", laptop("batch", "make").line, "--to", f"folder:{stick}")
        centre("central", "receive", "--store", store, "--from", f"folder:{stick}")
        laptop("batch", "receipts", "--from", f"folder:{stick}")

    first, second, letter = respond(1), respond(2), respond(3, "letter")
    assert "withdrawal_code" not in letter
    shown = laptop("response", "show", first["instance_id"], "--json").json()
    assert not {"withdrawal_hash", "salt"} & set(shown["envelope"])
    carry()

    # by the code: from standard input on the laptop, so that no shell keeps it; as an argument at the centre
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(first["withdrawal_code"].encode() + b"\n")))
    done = laptop("withdraw", "-", "--json").json()
    assert (done["found"], done["state"]) == (True, "withdrawn")
    assert [each["kind"] for each in done["out_of_reach"]] == ["batch file"]
    refused = laptop("withdraw", "ABCD-EFGH", code=1)
    assert "slip" in refused.err
    assert "ABCD" not in refused.err
    told = centre("withdraw", second["withdrawal_code"], "--store", store)
    assert "Taken back here." in told.out
    told = centre("withdraw", second["withdrawal_code"], "--store", store)
    assert "It was taken back here before." in told.out
    assert "Taken back here." not in told.out

    # by the id, where there never was a code
    assert "coordinator" in laptop("response", "erase", letter["instance_id"], "--reason", "asked", code=1).err
    erased = centre("response", "erase", letter["instance_id"], "--reason", "asked", "--store", store, "--json")
    assert erased.json()["state"] == "erased"
    carry()
    states = {each["instance_id"]: each["state"] for each in laptop("response", "list", "--json").json()}
    assert states == {
        first["instance_id"]: "withdrawn",
        second["instance_id"]: "withdrawn",
        letter["instance_id"]: "erased",
    }
    counts = centre("ledger", "--store", store, "--json").json()["counts"]
    assert (counts["withdrawn"], counts["erased"], counts["synced"]) == (2, 1, 0)

    # what is left to a person
    (*_, copy) = laptop("out-of-reach", "list", "--json").json()
    laptop("out-of-reach", "done", copy["copy_id"])
    assert copy["copy_id"] not in laptop("out-of-reach", "list").out

    # the update list
    laptop("contact", "add", "--programme", PROGRAMME, "--field", "email=ann@example.org")
    made = laptop("batch", "make", "--contacts-now").line
    laptop("batch", "send", made, "--to", f"folder:{stick}")
    centre("central", "receive", "--store", store, "--from", f"folder:{stick}")
    (found,) = centre("contacts", "find", "ANN@example", "--store", store, "--json").json()
    assert "Taken back here." in centre("contacts", "erase", found["contact_id"], "--store", store).out
    assert centre("contacts", "find", "ann@example", "--store", store, "--json").json() == []

    # a lost laptop, and a number that stays empty
    late = respond(5)
    device = laptop("batch", "list", "--json").json()
    assert device
    laptop("batch", "make")
    laptop("withdraw", late["withdrawal_code"])
    carry()
    gaps = centre("central", "gaps", "--store", store, "--json").json()
    assert ["given up" in each["words"] for each in gaps] == [True]
    lost = centre("central", "lost", gaps[0]["device_id"], "--store", store, "--json").json()
    assert (lost["drafts"], lost["unsynced"], lost["contacts"]) == (0, [], 0)
    assert "Last heard of" in centre("central", "lost", gaps[0]["device_id"], "--store", store).out
    since = ("--since", clock.now().date().isoformat(), "--reason", "left on the bus")
    revoked = centre("central", "revoke-device", gaps[0]["device_id"], "--store", store, *since)
    assert "taken in before" in revoked.err
    assert (
        "no date"
        in centre(
            "central",
            "revoke-device",
            gaps[0]["device_id"],
            "--store",
            store,
            "--since",
            "x",
            "--reason",
            "y",
            code=1,
        ).err
    )
