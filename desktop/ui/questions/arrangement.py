"""How the choices of one question stand: under each other, in columns, packed like words, or side by side.

Which of them fits is worked out anew for each width, so that large text or a narrow window never breaks a word:
what doesn't fit side by side stands in rows.
"""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget

from desktop.ui.design.spacing import space
from desktop.ui.questions.choice_button import ChoiceButton, Shape


class Way(Enum):
    """The appearances of a select that say where its choices stand."""

    ROWS = "rows"
    COLUMNS = "columns"
    PACK = "columns-pack"
    SIDE_BY_SIDE = "likert"
    TABLE = "table"


def way_of(appearances: frozenset[str]) -> tuple[Way, int]:
    """Return how the choices stand, and in how many columns where the form says so (else 0)."""
    if "likert" in appearances:
        return Way.SIDE_BY_SIDE, 0
    if appearances & {"columns-pack", "horizontal-compact", "columns-flex"}:
        return Way.PACK, 0
    for each in sorted(appearances):
        figures = each.removeprefix("columns-")
        if each.startswith("columns-") and figures.isdecimal() and 0 < int(figures) <= 12:
            return Way.COLUMNS, int(figures)
    if appearances & {"columns", "horizontal", "compact", "quickcompact"}:
        return Way.COLUMNS, 0
    return Way.ROWS, 0


class Arrangement(QLayout):
    """Lays choice buttons out for the width there is.

    Attributes:
        way: how they stand; columns: how many columns the form asks for, or 0.
        across: of a line of a table, whether the choices stand side by side; the table says it for all its lines.
    """

    def __init__(self, parent: QWidget, way: Way, columns: int = 0) -> None:
        super().__init__(parent)
        self.way = way
        self.columns = columns
        self.across = True
        self._heights: dict[int, int] = {}
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def invalidate(self) -> None:
        """Forget what was measured: a choice, its font or the way is another one."""
        self._heights = {}
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        # Qt asks many times for the same width while one screen is laid out
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return QSize(space(60), self.heightForWidth(space(90)))

    def minimumSize(self) -> QSize:
        return QSize(space(20), 0)

    def _buttons(self) -> list[ChoiceButton]:
        return [item.widget() for item in self._items]  # type: ignore[misc]

    def fits_across(self, width: int) -> bool:
        """Tell whether all choices stand in one line of that width with no word broken."""
        buttons = self._buttons()
        least = max((each.least_width(Shape.BOX) for each in buttons), default=0)
        return bool(buttons) and least <= self._share(width, len(buttons))

    def _share(self, width: int, count: int) -> int:
        return (width - space(self._gap) * (count - 1)) // count

    @property
    def _gap(self) -> float:
        return 0.75 if self.way is Way.TABLE else 1.5

    def _grid(self, width: int) -> tuple[int, Shape]:
        """Return the number of columns, and how a choice is drawn in them."""
        buttons = self._buttons()
        if self.way is Way.TABLE:
            return (len(buttons), Shape.BARE) if self.across else (1, Shape.ROW)
        if self.way is Way.SIDE_BY_SIDE:
            return (len(buttons), Shape.BOX) if self.fits_across(width) else (1, Shape.ROW)
        if self.way is not Way.COLUMNS:
            return 1, Shape.ROW
        pictures = any(not each.picture.isNull() for each in buttons)
        shape = Shape.BOX if pictures else Shape.ROW
        least = max(each.least_width(shape) for each in buttons)
        comfortable = max(least, min(max(each.whole_width() for each in buttons), space(44)))
        most = self.columns or min(len(buttons), max(1, width // comfortable))
        while most > 1 and self._share(width, most) < least:
            most -= 1
        return most, shape

    def _place(self, rect: QRect, *, move: bool) -> int:
        if not self._items:
            return 0
        if self.way is Way.PACK:
            return self._pack(rect, move=move)
        columns, shape = self._grid(rect.width())
        gap = space(self._gap)
        width = self._share(rect.width(), columns)
        y = 0
        buttons = self._buttons()
        for start in range(0, len(buttons), columns):
            line = buttons[start : start + columns]
            height = max(each.height_in(width, shape) for each in line)
            if move:
                for column, each in enumerate(line):
                    each.shape = shape
                    self._put(rect, QRect(rect.x() + column * (width + gap), rect.y() + y, width, height), each)
            y += height + gap
        return y - gap

    def _pack(self, rect: QRect, *, move: bool) -> int:
        gap = space(self._gap)
        pictures = any(not each.picture.isNull() for each in self._buttons())
        shape = Shape.BOX if pictures else Shape.ROW
        x = y = line = 0
        for each in self._buttons():
            width = min(space(40) if pictures else each.whole_width(), rect.width())
            height = each.height_in(width, shape)
            if x and x + width > rect.width():
                x, y, line = 0, y + line + gap, 0
            if move:
                each.shape = shape
                self._put(rect, QRect(rect.x() + x, rect.y() + y, width, height), each)
            x += width + gap
            line = max(line, height)
        return y + line

    def _put(self, rect: QRect, box: QRect, button: ChoiceButton) -> None:
        parent = self.parentWidget()
        direction = parent.layoutDirection() if parent is not None else Qt.LayoutDirection.LeftToRight
        button.setGeometry(QStyle.visualRect(direction, rect, box))
