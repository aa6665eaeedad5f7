"""Second keying at two terminals: the plan, what is due, a pile there and back, and the decisions."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.staff.people import Actor
from desktop.workflows.set_up import open_workplace
from tests.commands.conftest import PASSPHRASE, Terminal
from tests.workflows.keyed_twice import AGREE, FIRST, WORDS, key_first, key_second
from tests.workflows.paper_days import printed
from tests.workplaces import FORM, PROGRAMME


@pytest.fixture
def home(terminal) -> Terminal:
    """Give a laptop with the programme."""
    made = terminal("home")
    made("programme", "open", "forms/leicestershire-jhws")
    return made


@pytest.fixture
def other(terminal) -> Terminal:
    """Give another one."""
    made = terminal("other")
    made("programme", "open", "forms/leicestershire-jhws")
    return made


def at(laptop: Terminal):
    return open_workplace(laptop.folder, clock=laptop.clock, passphrase=PASSPHRASE)


def person(name: str) -> Actor:
    return Actor(person_id="", name=name, role=None, signed_in=False)


def keyed_once(laptop: Terminal, copies: int) -> tuple[str, ...]:
    """Key sheets as the keying screen does: no command keys a sheet field by field."""
    place = at(laptop)
    try:
        with place.reading() as unit:
            event_id = unit.events.list()[0].event_id
        serials = printed(place, event_id, copies)
        for serial in serials:
            key_first(place, person("Olu"), serial, FIRST)
    finally:
        place.close()
    return serials


def test_a_pile_goes_and_comes_back_and_its_difference_is_decided(home, other, tmp_path: Path) -> None:
    assert home("keying", "plan", "--form", FORM, "--json").json()["version"] == 0
    set_ = home("keying", "plan", "--form", FORM, "--rule", "all", "--never", WORDS, "--json").json()
    assert (set_["version"], set_["scopes"]) == (1, {WORDS: "never"})
    assert home("keying", "plan", "--form", FORM, "--rule", "sample", "--share", "0", code=1).err
    one, two = keyed_once(home, 2)
    rows = home("keying", "due", "--programme", PROGRAMME, "--as", "Bo", "--json").json()
    assert [(row["part"], row["mine"]) for row in rows] == [(False, False)] * 2
    assert all(
        row["mine"] for row in home("keying", "due", "--programme", PROGRAMME, "--as", "Olu", "--json").json()
    )

    pile, back = tmp_path / "a.sbpile", tmp_path / "a.sbkeyed"
    sent = home("keying", "export-pile", "--programme", PROGRAMME, "--name", "a", "--out", pile, "--json").json()
    assert sent["sheets"] == 2
    taken = other("keying", "import-pile", pile, "--json").json()
    assert (taken["id"], taken["new"], taken["fingerprint"]) == (sent["id"], True, sent["fingerprint"])
    place = at(other)
    try:
        key_second(place, person("Vera"), one, FIRST)
        key_second(place, person("Vera"), two, {**FIRST, AGREE: "disagree"})
    finally:
        place.close()
    written = other("keying", "return-pile", sent["id"], "--out", back, "--json").json()
    assert (written["keyed"], written["left"]) == (2, 0)

    assert written["fingerprint"] in home("keying", "import-pile", back, code=1).err  # whose it is has to be said
    got = home("keying", "import-pile", back, "--from", written["fingerprint"], "--json").json()
    assert (got["new"], got["verified"], got["waiting"], got["left_out"]) == (2, 1, 1, [])
    assert home("keying", "import-pile", back, "--from", written["fingerprint"], "--json").json()["known"] == 2
    (row,) = home("keying", "piles", "--json").json()
    assert (row["way"], row["keyed"], row["ended"]) == ("out", 2, True)
    assert other("keying", "clear-pile", sent["id"]).line == "2"

    (waits,) = home("keying", "differences", "--programme", PROGRAMME, "--json").json()
    (field,) = home("keying", "differences", "--serial", waits["serial"], "--as", "Bo", "--json").json()
    assert (field["path"], field["first"], field["second"]) == (AGREE, "agree", "disagree")
    decide = ("keying", "decide", waits["serial"], "--as", "Bo", "--field")
    assert "named no field" in home(*decide, "nothing=1", code=1).err.replace("names", "named")
    assert "no reason" in home(*decide, f"{AGREE}=!", code=1).err
    assert "not said" in home(*decide, f"{AGREE}=neither", code=1).err
    done = home(*decide, f"{AGREE}=:neither", "--reason", "the tick is between", "--json").json()
    assert done["revised"]
    assert home("keying", "differences", "--programme", PROGRAMME, "--json").json() == []
    (kept,) = home("keying", "decisions", "--serial", waits["serial"], "--json").json()
    assert (kept["first_by"], kept["second_by"], kept["by"], kept["adopted"]) == ("Olu", "Vera", "Bo", "neither")
    assert home("keying", "decisions", "--programme", PROGRAMME, "--json").json() == [kept]
    assert "Nothing of it waits" in home(*decide, f"{AGREE}=1", code=1).err


def test_a_pile_is_given_up_and_who_keyed_it_does_not_decide(home, tmp_path: Path) -> None:
    home("keying", "plan", "--form", FORM, "--rule", "all")
    (serial,) = keyed_once(home, 1)
    out = tmp_path / "a.sbpile"
    pile = home("keying", "export-pile", serial, "--programme", PROGRAMME, "--name", "a", "--out", out).line
    assert home("keying", "due", "--programme", PROGRAMME, "--json").json() == []
    home("keying", "end-pile", pile)
    assert len(home("keying", "due", "--programme", PROGRAMME, "--json").json()) == 1
    assert "keying piles" in home("keying", "end-pile", "none", code=1).err
    place = at(home)
    try:
        key_second(place, person("Vera"), serial, {**FIRST, AGREE: "disagree"})
    finally:
        place.close()
    decide = ("keying", "decide", serial, "--field", f"{AGREE}=1", "--as")
    assert "another person" in home(*decide, "Vera", code=1).err
    home("staff", "add", "--name", "Olu", "--role", "coordinator")
    assert "gave no reason" in home(*decide, "Olu", code=1).err
    assert "stays as it is" in home(*decide, "Olu", "--exception", "nobody else is here").out
