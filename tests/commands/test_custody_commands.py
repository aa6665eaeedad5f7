"""The audit trail and the people from the command line."""

from __future__ import annotations

import io
import sys

import pytest


@pytest.fixture
def laptop(terminal):
    sat = terminal("laptop")
    sat("staff", "add", "--name", "Cora", "--role", "coordinator")
    sat("staff", "add", "--name", "Olu", "--role", "officer")
    return sat


def types(monkeypatch, line):
    monkeypatch.setattr(sys, "stdin", io.StringIO(line))


def test_the_trail_is_listed_and_verified(laptop) -> None:
    lines = laptop("audit", "list", "--json").json()
    assert [line["what"] for line in lines[:2]] == ["person added", "person added"]
    verified = laptop("audit", "verify", "--json").json()
    assert (verified["ok"], verified["lines"]) == (True, len(lines))
    head = verified["head"]
    laptop("staff", "set-role", "Olu", "--role", "volunteer")
    assert laptop("audit", "verify", "--expect", head).line.startswith("The audit trail is whole.")
    refused = laptop("audit", "verify", "--expect", head.replace(head[-4:], "0000"), code=1)
    assert "was changed" in refused.out
    assert len(laptop("audit", "list", "--limit", "1", "--json").json()) == 1
    assert "no line number" in laptop("audit", "verify", "--expect", "nonsense", code=1).err


def test_an_officer_does_not_read_it(laptop) -> None:
    assert "role" in laptop("audit", "list", "--as", "Olu", code=1).err


def test_people_change(laptop, monkeypatch) -> None:
    types(monkeypatch, "4711\n")
    laptop("staff", "set-pin", "olu")
    assert [each["has_pin"] for each in laptop("staff", "list", "--json").json()] == [False, True]
    laptop("staff", "set-pin", "Olu", "--none", "--as", "Cora")
    laptop("staff", "set-role", "Olu", "--role", "auditor", "--as", "Cora")
    assert [each["role"] for each in laptop("staff", "list", "--json").json()] == ["coordinator", "auditor"]
    types(monkeypatch, "12\n")
    assert "digits" in laptop("staff", "set-pin", "Olu", code=1).err
    assert "manage people" in laptop("staff", "remove", "Cora", code=1).err
    laptop("staff", "remove", "Olu", "--as", "Cora")
    assert [each["name"] for each in laptop("staff", "list", "--json").json()] == ["Cora"]
    assert "Nobody" in laptop("staff", "remove", "Olu", code=1).err
    whats = {line["what"] for line in laptop("audit", "list", "--json").json()}
    assert {"PIN changed", "PIN taken away", "role changed", "person removed"} <= whats
