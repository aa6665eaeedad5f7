"""The panel of who was not heard: words beside every bar, a view at a time, and for staff alone."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

import desktop.ui
from desktop.analysis.benchmarks import Benchmark, BenchmarkRow, Dimension, Measure
from desktop.analysis.representation import Snapshot, who_was_heard
from desktop.ui.design.theme import Theme
from desktop.ui.parts.bars import Bar, Bars
from desktop.ui.parts.not_heard import EVENT, PROGRAMME, NotHeard
from tests.ui.accessible import unnamed

LABELS = {"f": "Female", "m": "Male", "x": "Another made-up group"}
AGAINST = Benchmark(
    Dimension.SEX, "", "Made-up office", "Table", date(2026, 1, 1), "made up", True, Measure.PERCENT,
    (BenchmarkRow("f", "Female", 50, ("f",)), BenchmarkRow("m", "Male", 50, ("m",))),
)  # fmt: skip
SEX = who_was_heard(Dimension.SEX, [Snapshot(40, {"f": 30, "m": 6, "": 4}, LABELS)], AGAINST, other="")
AGE = who_was_heard(Dimension.AGE, [Snapshot(0, {}, {})], None, other="")


def read(panel: QWidget) -> str:
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def panel(qtbot, theme: Theme, holder: QWidget) -> NotHeard:
    made = NotHeard(holder)
    made.show_views((AGE, SEX))
    made.resize(600, 500)
    holder.show()
    return made


def choose(panel: NotHeard, name: str, qtbot) -> None:
    (button,) = [each for each in panel._dimensions.buttons() if each.accessibleName() == name]
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(button, Qt.Key.Key_Space)


def test_the_first_dimension_that_has_bars_is_shown(panel: NotHeard, qtbot) -> None:
    assert [row.accessibleName() for row in panel._bars._rows if row.isVisible()]
    (chosen,) = [each for each in panel._dimensions.buttons() if each.isChecked()]
    assert chosen.accessibleName() == "Sex"
    choose(panel, "Age", qtbot)
    panel.show_views((AGE, SEX))  # what a person chose stays, bars or not
    assert "Shown from 10 responses" in read(panel)
    panel.show_views((SEX, AGE))
    assert "Shown from 10 responses" in read(panel)


def test_too_few_shows_no_figure(panel: NotHeard, qtbot) -> None:
    choose(panel, "Age", qtbot)
    said = read(panel)
    assert "Shown from 10 responses" in said
    assert "No benchmark loaded" in said
    assert "%" not in said


def test_every_bar_has_its_figures_in_words(panel: NotHeard, qtbot) -> None:
    choose(panel, "Sex", qtbot)
    said = read(panel)
    for words in (
        "Fewer than in the area: Male", "about 30, 86% (area 50%)", "fewer: about 5, 14% (area 50%)",
        "Not in the benchmark:", "Another made-up group", "Base: the first 40 responses",
        "about 5; in no percentage",
        "Made-up benchmark", "1 January 2026", "A full bar is 90%."
    ):  # fmt: skip
        assert words in said, words
    names = [row.accessibleName() for row in panel._bars._rows]
    assert names[1] == "Male: about 5, 14% (area 50%), fewer than in the area."


def test_a_bar_is_as_long_as_the_scale_that_is_told(panel: NotHeard, qtbot) -> None:
    choose(panel, "Sex", qtbot)
    female, male = panel._bars._rows
    assert female._line._bar.share == pytest.approx(86 / 90)
    assert male._line._bar.mark == pytest.approx(50 / 90)
    choose(panel, "Age", qtbot)
    assert "A full bar" not in read(panel)


def test_the_dimension_stays_when_views_come_anew(panel: NotHeard, qtbot) -> None:
    choose(panel, "Sex", qtbot)
    panel.show_views((AGE, SEX))
    assert "Base: the first 40" in read(panel)


def test_the_scope_is_asked_for_once(panel: NotHeard, qtbot) -> None:
    asked: list[str] = []
    panel.scope_changed.connect(asked.append)
    event, programme = panel._scopes.buttons()
    qtbot.keyClick(programme, Qt.Key.Key_Space)
    qtbot.keyClick(programme, Qt.Key.Key_Space)
    assert asked == [PROGRAMME]
    assert panel.scope == PROGRAMME
    qtbot.keyClick(event, Qt.Key.Key_Space)
    assert asked == [PROGRAMME, EVENT]


@pytest.mark.parametrize("scale", [100, 300])
@pytest.mark.parametrize("width", [300, 900])
def test_named_and_whole_at_any_size(panel: NotHeard, theme: Theme, qtbot, scale: int, width: int) -> None:
    theme.set_scale(scale)
    choose(panel, "Sex", qtbot)
    panel.resize(width, 900)
    assert unnamed(panel) == []
    assert not panel.grab().isNull()


def test_bars_show_what_is_shown_last_and_nothing_else(qtbot, holder: QWidget) -> None:
    bars = Bars(holder)
    bars.show_bars([Bar("A", 0.5, "5"), Bar("B", 2.0, "20", mark=-1.0)])
    bars.show_bars([Bar("C", 0.1, "1", mark=0.4, sentence="C: one.")])
    assert [row.accessibleName() for row in bars._rows] == ["C: one."]
    holder.show()
    assert not bars.grab().isNull()


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_it_is_on_no_screen_that_an_attendee_sees() -> None:
    """Read from the source: neither the panel nor its figures are known to what is handed over or asked."""
    ui = Path(desktop.ui.__file__).parent
    pages = ("kiosk_page", "hand_over_page", "interview_page", "update_list_page", "done_page", "preview_page")
    seen = [*(ui / "kiosk").glob("*.py"), *(ui / "interview").glob("*.py"), *(ui / "questions").glob("*.py")]
    seen += [path for name in pages if (path := ui / "pages" / f"{name}.py").exists()]
    assert len(seen) > 10
    for path in seen:
        assert not {each for each in imports(path) if "not_heard" in each or each.startswith("desktop.analysis")}
    staff = {path.stem for path in (ui / "pages").glob("*.py") if "desktop.ui.parts.not_heard" in imports(path)}
    assert staff == {"today_page", "debrief_page"}
