"""``benchmark`` at the terminal."""

from __future__ import annotations

import pytest

AGES = "code,label,percent,answers\nyoung,Young,40,16_24\nold,Old,60,75_over\n"


@pytest.fixture
def laptop(terminal):
    made = terminal("laptop")
    made("programme", "open", "forms/leicestershire-jhws")
    return made


def test_loaded_shown_and_let_go(laptop, tmp_path) -> None:
    table = tmp_path / "ages.csv"
    table.write_text(AGES, encoding="utf-8")
    given = ("--dimension", "age", "--source", "Made-up office", "--table", "T1", "--licence", "made up")
    loaded = laptop("benchmark", "import", table, *given, "--published", "2021-01-31", "--made-up")
    assert "Made-up benchmark" in loaded.line
    assert "shown apart" in loaded.err
    (listed,) = laptop("benchmark", "list", "--json").json()
    assert (listed["source"], listed["published"], listed["groups"]) == ("Made-up office", "2021-01-31", 2)
    said = laptop("benchmark", "heard", "leicestershire-jhws").out
    assert "Age: Shown from 10 responses on" in said
    assert "No benchmark loaded" in said
    laptop("benchmark", "remove", "age")
    assert "No such benchmark" in laptop("benchmark", "remove", "age", code=1).err
    assert laptop("benchmark", "list", "--json").json() == []


def test_no_source_no_date_no_file(laptop, tmp_path) -> None:
    table = tmp_path / "ages.csv"
    table.write_text(AGES.replace("60", "50"), encoding="utf-8")
    given = ("--dimension", "age", "--table", "T1", "--licence", "made up")
    laptop("benchmark", "import", table, *given, "--published", "2021-01-31", code=2)
    laptop("benchmark", "import", table, *given, "--source", "S", code=2)
    assert (
        "no date" in laptop("benchmark", "import", table, *given, "--source", "S", "--published", "x", code=1).err
    )
    wrong = laptop("benchmark", "import", table, *given, "--source", "S", "--published", "2021-01-31", code=1)
    assert "ages.csv, line 3" in wrong.err
