"""Retention and the privacy report by command line."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import pytest

from desktop.foundation.assets import packs_path

PACK = "leicestershire-jhws"
RULE = "[retention]\ncontacts = 6\nresponses = 2023-01-31\nscans = 6\naudit = 24\n"


@pytest.fixture
def laptop(terminal, tmp_path):
    """Give a laptop with a pack whose rules are filled in."""
    pack = shutil.copytree(packs_path() / PACK, tmp_path / "pack")
    text = (pack / "programme.toml").read_text("utf-8")
    start = text.index("[retention]")
    end = text.index("# --- Code lists")
    (pack / "programme.toml").write_text(text[:start] + RULE + "\n" + text[end:], "utf-8", newline="\n")
    laptop = terminal("laptop")
    laptop("programme", "open", pack)
    return laptop


def test_what_is_due_is_listed_carried_out_and_certified(laptop, clock, tmp_path) -> None:
    assert laptop("retention", "due", "--json").json() == []
    every = {each["subject"]: each for each in laptop("retention", "due", "--all", "--json").json()}
    assert {name: each["due"] for name, each in every.items()} == {
        "contacts": "2022-07-23", "responses": "2023-01-31", "scans": "2022-07-23", "audit": "2024-01-23",
    }  # fmt: skip
    out = tmp_path / "contacts.pdf"
    carry_out = ("retention", "carry-out", "contacts", "--programme", PACK, "--certificate", out)
    assert "2022-07-23" in laptop(*carry_out, "--confirm", PACK, code=1).err
    clock.instant = datetime(2022, 7, 23, 12, tzinfo=UTC)
    assert [each["subject"] for each in laptop("retention", "due", "--json").json()] == ["contacts", "scans"]
    assert "was not typed" in laptop(*carry_out, "--confirm", "yes", code=1).err
    assert not out.exists()
    done = laptop(*carry_out, "--confirm", PACK)
    assert out.read_bytes().startswith(b"%PDF-")
    assert "Paper sheets and slips" in done.err
    assert "already" in laptop(*carry_out, "--confirm", PACK, code=1).err
    [listed] = laptop("retention", "certificate", "--json").json()
    assert listed["certificate_id"] == done.line
    again = tmp_path / "again.pdf"
    laptop("retention", "certificate", done.line, "--out", again)
    assert again.read_bytes() == out.read_bytes()
    assert "no such certificate" in laptop("retention", "certificate", "nobody", "--out", again, code=1).err
    assert [each["subject"] for each in laptop("retention", "due", "--json").json()] == ["scans"]


def test_only_a_coordinator_carries_it_out(laptop, clock) -> None:
    laptop("staff", "add", "--name", "Olu", "--role", "officer")
    clock.instant = datetime(2030, 1, 1, tzinfo=UTC)
    words = ("retention", "carry-out", "contacts", "--programme", PACK, "--confirm", PACK)
    assert "role" in laptop(*words, "--as", "Olu", code=1).err


def test_the_privacy_report_is_written_in_three_ways_and_in_no_other(laptop, tmp_path) -> None:
    for ending in ("md", "pdf", "json"):
        out = tmp_path / f"privacy.{ending}"
        assert laptop("privacy", "report", "--out", out).line == str(out)
        assert out.stat().st_size > 10_000
    assert "6 months after the last day, 2022-01-23." in (tmp_path / "privacy.md").read_text("utf-8")
    assert ".md, .pdf or .json" in laptop("privacy", "report", "--out", tmp_path / "privacy.txt", code=1).err
