"""``backup`` and ``store check`` at the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def usb(tmp_path) -> Path:
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


def test_from_the_plan_to_the_restore(terminal, tmp_path, usb) -> None:
    laptop = terminal("laptop")
    laptop("store", "init", "--recovery-sheet", tmp_path / "sheet.pdf")
    assert "no folder" in laptop("backup", "plan").line
    assert "--to" in laptop("backup", "list", code=1).err
    assert "Choose one" in laptop("backup", "now", code=1).err
    assert "--to" in laptop("backup", "plan", "--hourly", 3, code=1).err
    laptop("backup", "plan", "--to", usb)
    assert laptop("backup", "plan", "--daily", 3, "--json").json() == {
        "folder": str(usb), "hourly": 24, "daily": 3, "weekly": 8, "last_backup": None,
    }  # fmt: skip
    path = laptop("backup", "now").line
    (listed,) = laptop("backup", "list", "--json").json()
    assert (listed["path"], listed["whole"]) == (path, True)
    assert laptop("backup", "list", "--from", usb, "--json").json() == [listed]
    assert laptop("backup", "verify", path).line.startswith("Whole")
    before = laptop("device", "key").line
    restored = laptop("backup", "restore", path)
    assert restored.line.startswith("sbd1")
    assert restored.line != before
    assert laptop("device", "key").line == restored.line
    assert "new device" in restored.err


def test_on_a_new_laptop_with_the_words(terminal, tmp_path, usb) -> None:
    laptop, new = terminal("laptop"), terminal("new")
    laptop("store", "init", "--recovery-sheet", tmp_path / "sheet.pdf")
    path = laptop("backup", "now", "--to", usb).line
    (tmp_path / "words.txt").write_text("no such words at all", encoding="utf-8")
    new("backup", "restore", path, "--words-file", tmp_path / "words.txt", code=1)
    assert "--words-file" in new("backup", "restore", path, "--words", code=1).err
    new("backup", "restore", path)  # by the passphrase
    new("ledger")


def test_what_is_damaged_ends_in_1(terminal, tmp_path, usb) -> None:
    laptop = terminal("laptop")
    laptop("store", "init", "--recovery-sheet", tmp_path / "sheet.pdf")
    assert laptop("store", "check").line == "The store is whole."
    path = Path(laptop("backup", "now", "--to", usb).line)
    copy = path / "store.db"
    raw = bytearray(copy.read_bytes())
    raw[-100] ^= 1
    copy.write_bytes(raw)
    assert "not as it was written" in laptop("backup", "verify", path, code=1).err
    assert "not as it was written" in laptop("backup", "restore", path, code=1).err
    store = laptop.folder / "store.db"
    raw = bytearray(store.read_bytes())
    raw[-100] ^= 1
    store.write_bytes(raw)
    damaged = laptop("store", "check", code=1)
    assert damaged.out == ""
    assert "damaged" in damaged.err
