"""``keying figures``: by keyer, form, question and sheets; one keyer's own; as files."""

from __future__ import annotations

import pytest

from desktop.staff.people import Role
from desktop.workflows.set_up import open_workplace
from tests.commands.conftest import PASSPHRASE
from tests.workflows.keyed_twice import AGREE, FIRST, key_first, key_second, plan_all
from tests.workflows.paper_days import printed
from tests.workplaces import FORM, PROGRAMME, signed_in


@pytest.fixture
def laptop(terminal):
    made = terminal("laptop")
    made("programme", "open", "forms/leicestershire-jhws")
    place = open_workplace(made.folder, clock=made.clock, passphrase=PASSPHRASE)
    try:
        vera, abe = (signed_in(place, name, Role.VOLUNTEER) for name in ("Vera", "Abe"))
        plan_all(place)
        with place.reading() as unit:
            event_id = unit.events.list()[0].event_id
        (serial,) = printed(place, event_id, 1)
        key_first(place, vera, serial, FIRST)
        key_second(place, abe, serial, {**FIRST, AGREE: "disagree"})
    finally:
        place.close()
    return made


def test_figures_by_everything(laptop, tmp_path) -> None:
    told = laptop("keying", "figures", PROGRAMME)
    assert "not to rank anybody" in told.err
    assert [line.split()[0] for line in told.out.splitlines()] == ["keyer", "Abe", "Vera"]
    rows = laptop("keying", "figures", PROGRAMME, "--json").json()
    assert [(row["keyer"], row["fields"], row["errors"], row["not_decided"]) for row in rows] == [
        ("Abe", 3, 0, 1), ("Vera", 3, 0, 1),
    ]  # fmt: skip
    assert {row["errors_per_1000"] for row in rows} == {None}  # too few to say
    (form,) = laptop("keying", "figures", PROGRAMME, "--by", "form", "--json").json()
    assert (form["form"], form["fields"]) == (FORM, 6)
    asked = laptop("keying", "figures", PROGRAMME, "--by", "question", "--keyer", "vera", "--json").json()
    assert [(row["number"], row["fields"], row["not_decided"]) for row in asked if row["not_decided"]] == [
        ("4", 0, 1)
    ]  # fmt: skip
    sheets = laptop("keying", "figures", PROGRAMME, "--by", "sheets", "--json").json()
    assert {row["what"]: row["sheets"] for row in sheets if row["sheets"]} == {"wait for a decision": 1}
    (own,) = laptop("keying", "figures", PROGRAMME, "--as", "Vera", "--json").json()
    assert own["keyer"] == "Vera"
    out = tmp_path / "figures.pdf"
    laptop("keying", "figures", PROGRAMME, "--out", out)
    assert out.read_bytes().startswith(b"%PDF")


def test_what_there_is_not_is_refused(laptop, tmp_path) -> None:
    assert "keyer, form" in laptop("keying", "figures", PROGRAMME, "--by", "rank", code=1).err
    assert "Nobody of the name" in laptop("keying", "figures", PROGRAMME, "--keyer", "Zoe", code=1).err
    assert ".pdf or .csv" in laptop("keying", "figures", PROGRAMME, "--out", tmp_path / "f.doc", code=1).err
    laptop("keying", "figures", "none", code=1)
