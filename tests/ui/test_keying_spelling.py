"""Spelling help while words are keyed: it marks and offers, and changes nothing by itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.ui.test_interview import ENTER, ESC, Hands, hands, small
from tests.ui.test_keying import begin, serials
from tests.ui.test_keying_desk import control

__all__ = ["hands", "serials", "small"]


@pytest.fixture
def comment(window, hands, serials):
    """Give the keying page at the question that takes words."""
    begin(window, hands, serials[0])
    hands.press("2", "-")
    assert window.page._here() == "comment"
    return window.page


def looked_at(page, hands: Hands) -> None:
    """Wait until what was typed was looked at."""
    page._sheet_part.help._timer.stop()
    page._sheet_part.help._look()
    hands.settle()


def marked(page) -> list[str]:
    return [each.cursor.selectedText() for each in page._field.box.extraSelections()]


def test_words_are_marked_and_replaced_only_by_a_key(comment, hands) -> None:
    hands.press("A wrod at the bus stopp, near LE3 and the NHS ")
    comment._field.box.insertPlainText("😀 and teh colour ")
    looked_at(comment, hands)
    assert marked(comment) == ["wrod", "stopp", "teh"]
    assert "3 words may be misspelt" in comment._sheet_part.card.spelling.text()
    text = comment._field.box.toPlainText()
    control(hands, Qt.Key.Key_E)
    panel = comment._sheet_part.spell
    assert "“wrod”" in panel.title.text()
    assert comment._field.box.toPlainText() == text  # it was only asked
    offered = [each.property("word") for each in panel._ways if each.isVisible()]
    hands.press(str(1 + offered.index("word")))
    assert comment._field.box.hasFocus()
    looked_at(comment, hands)
    assert marked(comment) == ["stopp", "teh"]
    control(hands, Qt.Key.Key_E)
    hands.press(ENTER)  # it is written so
    assert marked(comment) == ["teh"]
    control(hands, Qt.Key.Key_E)
    hands.press(ESC)
    assert comment._field.box.toPlainText() == text.replace("wrod", "word")
    hands.press(ENTER)
    assert comment._course.keying.entry.answers()["comment"] == text.replace("wrod", "word").rstrip()


def test_the_word_that_is_being_typed_is_not_marked_yet(comment, hands) -> None:
    hands.press("More bus")
    looked_at(comment, hands)
    assert marked(comment) == []
    hands.press("s stopp")
    looked_at(comment, hands)
    assert "stopp" not in marked(comment)
    hands.press(" ")
    looked_at(comment, hands)
    assert "stopp" in marked(comment)


def test_a_language_without_a_dictionary_says_so(window, hands, serials, monkeypatch) -> None:
    monkeypatch.setattr("desktop.workflows.spelling._DICTIONARIES", {})
    begin(window, hands, serials[0])
    hands.press("2", "-", "wrod ")
    looked_at(window.page, hands)
    assert marked(window.page) == []
    assert "no spelling help" in window.page._sheet_part.card.spelling.text()
    hands.press(ENTER)
    assert window.page._sheet_part.card.spelling.isHidden()
