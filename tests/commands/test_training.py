"""``training`` at the terminal."""

from __future__ import annotations

import pytest

from tests.paper.reading import texts
from tests.workplaces import FORM


@pytest.fixture
def laptop(terminal):
    made = terminal("laptop")
    made("programme", "open", "forms/leicestershire-jhws")
    made("staff", "add", "--name", "Vera", "--role", "volunteer")
    return made


def test_a_pile_is_written_and_the_same_number_writes_the_same(laptop, tmp_path) -> None:
    one, other = tmp_path / "one.pdf", tmp_path / "other.pdf"
    made = laptop("training", "start-pdf", "--form", FORM, "--out", one, "--sheets", "1", "--json").json()
    assert made["sheets"] == 1
    laptop("training", "start-pdf", "--form", FORM, "--out", other, "--sheets", "1", "--pile", made["pile"])
    assert one.read_bytes() == other.read_bytes()
    assert all("Practice: made up" in page for page in texts(one.read_bytes()))
    assert "no pile" in laptop("training", "start-pdf", "--form", FORM, "--out", one, "--pile", 12345, code=1).err


def test_practice_is_asked_for_and_somebody_is_let_in(laptop) -> None:
    (before,) = laptop("training", "list", "--json").json()
    assert (before["name"], before["asked"], before["may_key"]) == ("Vera", False, True)
    laptop("training", "ask", "--form", FORM, "--yes", "--most-errors", "15")
    (asked,) = laptop("training", "list", "--form", FORM, "--json").json()
    assert (asked["asked"], asked["most_errors"], asked["may_key"]) == (True, 15.0, False)
    assert "nobody" in laptop("training", "let-in", "Olu", "--form", FORM, "--reason", "why", code=1).err.lower()
    laptop("training", "let-in", "vera", "--form", FORM, "--reason", "has keyed for years")
    (after,) = laptop("training", "list", "--json").json()
    assert after["may_key"] is True
    laptop("training", "ask", "--form", FORM, "--no")
    assert laptop("training", "list", "--json").json()[0]["asked"] is False
    laptop("training", "ask", "--form", FORM, "--yes", "--most-errors", "1001", code=1)
