"""Figures of keying by keyboard: whose are shown, of what, as bars that are read aloud, and written to files."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from desktop.foundation.errors import WorldError
from desktop.staff.people import Role
from desktop.ui.pages.keying_figures_page import KeyingFiguresPage
from desktop.ui.pages.keying_overview_page import KeyingOverviewPage
from desktop.ui.pages.keying_page import KeyingPage
from desktop.ui.pages.page import Where
from desktop.workflows import keying_figures
from desktop.workflows.adjudicate import Adjudication
from tests.ui.accessible import unnamed
from tests.ui.test_interview import hands
from tests.workflows.keyed_twice import AGREE, CORA, FIRST, key_first, key_second, plan_all
from tests.workflows.paper_days import printed
from tests.workplaces import signed_in

__all__ = ["hands"]
ENTER, ESC, DOWN, HOME, TAB = (
    Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_Tab,
)  # fmt: skip


@pytest.fixture
def vera(place):
    return signed_in(place, "Vera", Role.VOLUNTEER)


@pytest.fixture
def pile(place, event_id, vera):
    """Two sheets that Vera keyed, and Abe keyed again; she was wrong once."""
    abe = signed_in(place, "Abe", Role.VOLUNTEER)
    plan_all(place)
    serials = printed(place, event_id, 2)
    for serial in serials:
        key_first(place, vera, serial, FIRST)
    key_second(place, abe, serials[0], {**FIRST, AGREE: "disagree"})
    key_second(place, abe, serials[1], FIRST)
    found = Adjudication.begin(place, actor=CORA, serial=serials[0])
    for each in found.fields:
        found.decide(each.path, each.second, reason="clear")
    found.finish()


def opened(window, hands) -> KeyingFiguresPage:
    window.show_page(Where.KEYING_FIGURES)
    hands.settle()
    assert isinstance(window.page, KeyingFiguresPage)
    return window.page


def cells(table) -> list[list[str]]:
    return [
        [table.item(row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def bars(chart) -> list[str]:
    return [row.accessibleName() for row in chart._rows]


def test_everybodys_in_the_order_of_names_and_one_alone_by_keyboard(at_work, hands, pile, monkeypatch) -> None:
    monkeypatch.setattr(keying_figures, "LEAST_FIELDS", 8)
    page = opened(at_work, hands)
    assert page._keyer.hasFocus()
    assert [row[:4] for row in cells(page._keyers)] == [
        ["Abe", "–", "0 in 8", "0.0"],
        ["Vera", "–", "1 in 8", "125.0"],
    ]
    assert bars(page._rates) == [
        "Abe: 0.0 errors in 1,000 fields, 95 % interval 0.0 to 324.4.",
        "Vera: 125.0 errors in 1,000 fields, 95 % interval 22.4 to 470.9.",
    ]
    assert bars(page._paces)[0] == "Abe: keyed for less than ten minutes, too little to say."
    assert "2 sheets: keyed twice and verified" in bars(page._sheets)
    asked = [row for row in cells(page._questions) if row[3] != "0 in 4"]
    assert [(row[0], row[3], row[4]) for row in asked] == [("4", "1 in 4", "too few to say")]
    assert page._question_rates.isHidden()  # a chart of figures that say nothing is not drawn
    hands.press(DOWN, DOWN)
    assert page._keyer.currentText() == "Vera"
    assert [row[0] for row in cells(page._keyers)] == ["Vera"]
    assert page._question_heading.text() == "By question: Vera"
    assert unnamed(at_work) == []
    hands.press(ESC)
    assert isinstance(at_work.page, KeyingOverviewPage)


def test_a_keyer_sees_their_own(at_work, hands, pile, vera) -> None:
    at_work.desk = replace(at_work.desk, actor=vera)
    page = opened(at_work, hands)
    assert page._title.text() == "Your figures of keying"
    assert page._keyer_field.isHidden()
    assert page._form.hasFocus()
    assert [row[0] for row in cells(page._keyers)] == ["Vera"]
    assert "other keyers see theirs" in page._purpose.text()
    assert not [name for name in bars(page._rates) + bars(page._paces) if "Abe" in name]


def test_they_are_written_to_files(at_work, hands, pile, tmp_path, monkeypatch) -> None:
    page = opened(at_work, hands)
    for made, name, begins in ((page._pdf, "f.pdf", b"%PDF"), (page._csv, "f.csv", b"\xef\xbb\xbflevel,")):
        out = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, out=out, **_k: (str(out), ""))
        made.setFocus()
        hands.press(Qt.Key.Key_Space)
        assert out.read_bytes().startswith(begins)
        assert page._said.title.text() == "✓ The figures of keying were written"


def test_nothing_keyed_leads_to_keying(at_work, hands) -> None:
    page = opened(at_work, hands)
    assert page._empty.isVisible()
    assert page._keyers.isHidden()
    assert page._to_key.hasFocus()
    hands.press(Qt.Key.Key_Space)
    assert isinstance(at_work.page, KeyingPage)


def test_what_can_not_be_counted_is_said_and_tried_again(at_work, hands, pile, monkeypatch) -> None:
    real = keying_figures.count

    def fails(*_given, **_more):
        raise WorldError("The store", "It can't be read.", "Try again.")

    monkeypatch.setattr(keying_figures, "count", fails)
    page = opened(at_work, hands)
    assert page._failed_notice.isVisible()
    monkeypatch.setattr(keying_figures, "count", real)
    page._again.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert page._keyers.isVisible()
