"""``paper pictures``: every edition on contact sheets, with no store and nothing logged."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from PIL import Image

FORM = """
    | survey |
    | | type | name | label::English (en) | label::Polski (pl) |
    | | select_one yn | pet | A pet? | [zwierzę] |
    | | integer | legs | How many legs? | [nogi] |
    | choices |
    | | list_name | name | label::English (en) | label::Polski (pl) |
    | | yn | y | Yes | [tak] |
    | | yn | n | No | [nie] |
    | settings |
    | | form_id | version |
    | | pets | 1 |
    """


@pytest.fixture
def laptop(terminal):
    """Sit down at a laptop that has no store: a form is looked at before it is used."""
    return terminal("laptop")


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    """Give a form in two languages."""
    path = tmp_path / "pets.md"
    path.write_text(dedent(FORM).strip(), "utf-8")
    return path


def test_every_edition_size_and_language_is_shown(laptop, pets: Path, tmp_path: Path) -> None:
    said = laptop("--practice", "paper", "pictures", str(pets), str(tmp_path / "out"), "--width", "120")
    names = {Path(line).name for line in said.out.splitlines()}
    assert names == {
        f"pets-{way}-1.png"
        for way in (
            "standard",
            "large-print",
            "easy-read",
            "standard-yellow",
            "standard-cream",
            "standard-a3",
            "standard-a5",
            "standard-letter",
            "one-sided",
            "master",
            "standard-polski-pl",
            "standard-english-en-with-polski-pl",
        )
    }
    with Image.open(tmp_path / "out" / "pets-standard-yellow-1.png") as sheet:
        assert sheet.size[0] == 14 + 4 * (120 + 14)
        assert sheet.convert("RGB").getpixel((14 + 3, 60 + 3)) == pytest.approx((255, 245, 158), abs=3)


def test_one_way_alone_and_sheets_of_an_earlier_run_go(laptop, pets: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in ("pets-master-7.png", "pets-master-note.png"):
        (out / name).write_bytes(b"earlier")
    laptop(
        "--practice", "paper", "pictures", str(pets), str(out), "--only", "master", "--columns", "1", "--rows", "1"
    )
    left = {path.name for path in out.iterdir()}
    assert "pets-master-1.png" in left
    assert "pets-master-note.png" in left
    assert "pets-master-7.png" not in left


def test_a_way_that_there_is_not_is_refused(laptop, pets: Path, tmp_path: Path) -> None:
    refused = laptop(
        "--practice", "paper", "pictures", str(pets), str(tmp_path / "out"), "--only", "pocket", code=1
    )
    assert "pocket" in refused.err
    assert not laptop.folder.exists()
    assert "large-print" in refused.err
