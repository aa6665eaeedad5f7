"""Contact sheets: as many pages as it takes, every picture on one of them, and nothing left of an earlier run."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from desktop.foundation.errors import WorldError
from desktop.ui.screenshots.__main__ import main
from desktop.ui.screenshots.contact_sheet import SMALL, Sheets, make_sheets
from desktop.ui.screenshots.walk import WAYS

KEPT = Path(__file__).parents[2] / "resources" / "screenshots"
TWO = Sheets(width=60, columns=2, rows=1, kind="png")
COLOURS = ("#ff0000", "#00ff00", "#0000ff")


@pytest.fixture
def pictures(tmp_path: Path, qapp) -> list[Path]:
    made = []
    for number, colour in enumerate(COLOURS, start=1):
        image = QImage(120, 80, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        made.append(tmp_path / f"{number:02d}-screen.png")
        image.save(str(made[-1]))
    return made


def seen(path: Path) -> set[str]:
    image = QImage(str(path))
    return {QColor(image.pixel(x, y)).name() for x in range(image.width()) for y in range(image.height())}


def test_every_picture_is_on_a_page(tmp_path: Path, pictures: list[Path]) -> None:
    stale = tmp_path / "contact-made-up-9.png"
    stale.write_bytes(b"")
    first, second = make_sheets(pictures, tmp_path, "made-up", TWO)
    assert not stale.exists()
    assert {COLOURS[0], COLOURS[1]} <= seen(first)
    assert COLOURS[2] in seen(second)
    assert COLOURS[2] not in seen(first)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, pictures: list[Path]) -> None:
    with pytest.raises(WorldError):
        make_sheets(pictures, tmp_path / "nowhere", "made-up", TWO)


def test_the_ways_are_those_that_are_kept() -> None:
    assert {way.name for way in WAYS} == {"100", "200", "dark", "high-contrast", "mirrored"}
    for way in WAYS:
        assert list(KEPT.glob(f"contact-{way.name}-*.{SMALL.kind}")), way.name
    assert sum(path.stat().st_size for path in KEPT.iterdir()) < 4 * 1024 * 1024


def test_a_way_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path), "--scheme", "pink"])
    assert list(tmp_path.iterdir()) == []
