"""The table of rows: what is chosen, in both directions of writing."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.ui.parts.table import Table


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_the_first_row_is_chosen_and_another_can_be(
    holder: QWidget, theme: Any, direction: Qt.LayoutDirection
) -> None:
    holder.setLayoutDirection(direction)
    table = Table("Batches", ("Number", "Holds"), holder)
    table.show_rows([("a", ("1", "3 responses")), ("b", ("2", "5 responses"))])
    holder.show()
    assert table.chosen == "a"
    table.selectRow(1)
    assert table.chosen == "b"
    assert [(index.row(), index.column()) for index in table.selectedIndexes()] == [(1, 0), (1, 1)]
