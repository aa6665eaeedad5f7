"""A large button never cuts its words off."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from desktop.ui.design.theme import Theme
from desktop.ui.parts.tile import Tile


@pytest.mark.parametrize("key", ["", "F4"])
@pytest.mark.parametrize("scale", [100, 200])
def test_the_longest_word_has_room_beside_the_key(qtbot, theme: Theme, scale: int, key: str) -> None:
    theme.set_scale(scale)
    holder = QWidget()
    qtbot.addWidget(holder)
    tile = Tile("A long Conversationalist", key, holder)
    word = QFontMetrics(tile._label_font()).horizontalAdvance("Conversationalist")
    least = tile.minimumSizeHint().width()
    assert tile._words_width(least) >= word
    assert least < 2 * word + tile._key_size().width() + 100  # and asks for no more than it needs
