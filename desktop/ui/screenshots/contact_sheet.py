"""Contact sheets: the pictures of one way side by side, numbered and named, a few pages for all screens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr

_GAP, _CAPTION, _TITLE = 14, 26, 44
_INK, _GROUND, _EDGE = "#14212b", "#e6e8e5", "#5f6d78"


@dataclass(frozen=True, slots=True)
class Sheets:
    """The measures of a set of sheets.

    Attributes:
        width: of one picture on it, in pixels. columns, rows: of pictures on one page.
        kind: ``png`` or ``jpg``; quality: of a JPEG, in per cent.
    """

    width: int
    columns: int
    rows: int
    kind: str
    quality: int = -1


LARGE = Sheets(width=683, columns=3, rows=4, kind="png")
"""For looking: half the size of the screen, so that every word can be read."""
SMALL = Sheets(width=384, columns=4, rows=6, kind="jpg", quality=22)
"""For keeping."""


def make_sheets(pictures: Sequence[Path], out: Path, name: str, sheets: Sheets) -> list[Path]:
    """Write the pages and return their paths; those of an earlier, longer run go.

    Raises:
        WorldError: a page can't be written.
    """
    for old in out.glob(f"contact-{name}-*.{sheets.kind}"):
        old.unlink()
    written = []
    for number, part in enumerate(_pages(pictures, sheets.columns * sheets.rows), start=1):
        path = out / f"contact-{name}-{number}.{sheets.kind}"
        if not _page(part, f"{name}, {number}", sheets).save(str(path), sheets.kind.upper(), sheets.quality):
            raise WorldError(
                place=str(path), fault=tr("It can't be written."), remedy=tr("Choose another folder.")
            )
        written.append(path)
    return written


def _pages(pictures: Sequence[Path], most: int) -> Iterator[Sequence[Path]]:
    for start in range(0, len(pictures), most):
        yield pictures[start : start + most]


def _page(pictures: Sequence[Path], title: str, sheets: Sheets) -> QImage:
    images = [QImage(str(path)) for path in pictures]
    high = max(round(image.height() * sheets.width / max(1, image.width())) for image in images)
    rows = -(-len(images) // sheets.columns)
    page = QImage(
        _GAP + sheets.columns * (sheets.width + _GAP),
        _TITLE + rows * (high + _CAPTION + _GAP),
        QImage.Format.Format_RGB32,
    )
    page.fill(QColor(_GROUND))
    painter = QPainter(page)
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    painter.setPen(QColor(_INK))
    painter.setFont(_font(22))
    painter.drawText(QRect(_GAP, 0, page.width(), _TITLE), Qt.AlignmentFlag.AlignVCenter, title)
    painter.setFont(_font(17))
    for at, (path, image) in enumerate(zip(pictures, images, strict=True)):
        left = _GAP + at % sheets.columns * (sheets.width + _GAP)
        top = _TITLE + at // sheets.columns * (high + _CAPTION + _GAP)
        painter.setPen(QColor(_INK))
        caption = path.stem.replace("-", " ")
        painter.drawText(QRect(left, top, sheets.width, _CAPTION), Qt.AlignmentFlag.AlignVCenter, caption)
        small = image.scaledToWidth(sheets.width, Qt.TransformationMode.SmoothTransformation)
        painter.drawImage(left, top + _CAPTION, small)
        painter.setPen(QColor(_EDGE))
        painter.drawRect(left - 1, top + _CAPTION - 1, sheets.width + 1, small.height() + 1)
    painter.end()
    return page


def _font(pixels: int) -> QFont:
    font = QFont("Noto Sans")
    font.setPixelSize(pixels)
    font.setBold(True)
    return font
