"""Figures of events and the export of comments at the terminal."""

from __future__ import annotations

import csv
import io

import pytest

from desktop.engagement.attendance import CountKind
from desktop.staff.people import Actor, Role
from desktop.workflows.count_people import count
from desktop.workflows.note_comment import add_comment
from desktop.workflows.set_up import open_workplace

OLU = Actor(person_id="", name="Olu", role=Role.OFFICER, signed_in=True)


@pytest.fixture
def exchanged(terminal, tmp_path, clock):
    """Give a laptop, a centre that has its counts and comments, the store and the event."""
    laptop, centre = terminal("laptop"), terminal("centre")
    laptop("staff", "add", "--name", "Olu", "--role", "officer")
    centre("staff", "add", "--name", "Cora", "--role", "coordinator")
    store, stick = tmp_path / "central.db", tmp_path / "stick"
    stick.mkdir()
    sheet = tmp_path / "sheet.pdf"
    key = centre("central", "init", "--store", store, "--recovery-sheet", sheet, "--as", "Cora").line
    laptop("device", "trust-coordinator", key, "--as", "Olu")
    centre("central", "trust-device", laptop("device", "key").line, "--as", "Cora")
    laptop("programme", "open", "forms/leicestershire-jhws", "--as", "Olu")
    event = laptop("event", "list", "--json").json()[0]["event_id"]
    place = open_workplace(laptop.folder, clock=clock, passphrase="made-up passphrase of the tests")
    count(place, actor=OLU, event_id=event, kind=CountKind.ATTENDANCE, role="resident", amount=3)
    count(place, actor=OLU, event_id=event, kind=CountKind.FOOTFALL, amount=40)
    add_comment(place, actor=OLU, event_id=event, words="=The bus comes twice a day", area="best_start")
    place.close()
    batch = laptop("batch", "make", "--as", "Olu").line
    laptop("batch", "send", batch, "--to", f"folder:{stick}", "--as", "Olu")
    centre("central", "receive", "--store", store, "--from", f"folder:{stick}", "--as", "Cora")
    return laptop, centre, store, event


def test_figures_on_the_laptop_and_at_the_centre(exchanged) -> None:
    laptop, centre, store, event = exchanged
    here = laptop("event", "figures", event, "--json").json()
    assert [(row["device_id"] == "all", row["attendance"], row["footfall"], row["comments"]) for row in here] == [
        (True, 3, 40, 1),
        (False, 3, 40, 1),
    ]
    assert here[0]["by_role"] == {"resident": 3}
    there = centre("central", "figures", event, "--store", store, "--as", "Cora", "--json").json()
    assert there == here
    plain = centre("central", "figures", "--store", store, "--as", "Cora").out
    assert "resident 3" in plain
    assert "{" not in plain
    assert laptop("event", "figures", "none", code=1).err


def test_comments_are_exported_by_their_own_word(exchanged, tmp_path) -> None:
    _laptop, centre, store, _event = exchanged
    out = tmp_path / "comments.csv"
    asked = ("--store", store, "--format", "csv", "--as", "Cora")
    made = centre("export", "comments", *asked, "--out", out, "--plain")
    assert made.out.split() == [str(out), str(tmp_path / "comments-codebook.csv")]
    assert "people's own words" in made.err
    (row,) = csv.DictReader(io.StringIO(out.read_text("utf-8-sig"), newline=""))
    assert (row["words"], row["area:label"]) == ("'=The bus comes twice a day", "Best Start for Life")
    assert "There is no export of pictures" in centre("export", "pictures", *asked, "--out", out, code=1).err
    assert "no labels" in centre("export", "comments", *asked, "--out", out, "--language", "en", code=1).err
    assert "no response to export" in centre("export", *asked, "--out", out, code=1).err
