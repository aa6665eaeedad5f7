"""Words are saved while they are typed: a laptop that is switched off before Enter loses none."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.responses.drafts import DraftKind
from desktop.responses.verification_plan import SheetRule
from desktop.staff.people import Role
from desktop.ui.keying.asking import Asking
from desktop.ui.keying.sheet_course import SheetCourse
from desktop.ui.pages.page import Where
from desktop.ui.services import Workflows
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.set_up import open_workplace
from desktop.workflows.set_verification import set_plan
from tests.ui.test_interview import ENTER, ESC, Hands, hands, small
from tests.ui.test_keying import begin, serials
from tests.workflows.keyed_twice import CORA
from tests.workplaces import PASSPHRASE, signed_in

__all__ = ["hands", "serials", "small"]

ROOT = Path(__file__).resolve().parents[2]

TYPIST = """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from desktop.foundation.clock import SystemClock
from desktop.jobs.executors import Executors
from desktop.ui.background import Background
from desktop.ui.keying.sheet_course import SheetCourse
from desktop.ui.keying.sheet_part import SheetPart
from desktop.ui.parts.key_hold import KeyHold
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.manage_staff import named
from desktop.workflows.set_up import open_workplace

folder, passphrase, serial = sys.argv[1:]
app = QApplication([])
place = open_workplace(Path(folder), clock=SystemClock(), passphrase=passphrase)
keying = Keying.begin(place, actor=named(place, "Olu"), sheet=look_up_serial(place, serial))
course = SheetCourse(keying)
with Executors() as executors:
    background = Background(executors)
    part = SheetPart(None, background=background, hold=None, margins=True)
    part._hold = part.typed._hold = KeyHold(part)
    part.show()
    part.begin(course, course.start("comment"))
    said = []
    background.busy_changed.connect(lambda busy: busy or print("saved", flush=True))
    QTest.keyClicks(part.field.box, "More bu")
    app.exec()  # until it is killed
"""


def stands(place, officer, serial: str) -> tuple[SheetCourse, Keying]:
    keying = Keying.begin(place, actor=officer, sheet=look_up_serial(place, serial))
    return SheetCourse(keying, Asking(Workflows(), place, officer)), keying


def pause(window, hands: Hands) -> None:
    """Let the second after the last key be over."""
    timer = sheet(window).typed.pause
    assert timer.isActive()
    timer.stop()
    timer.timeout.emit()
    hands.settle()


def sheet(window):
    return window.page._sheet_part


def to_comment(window, hands, serial: str) -> None:
    begin(window, hands, serial)
    hands.press("2", "1", ENTER)
    assert sheet(window).here == "comment"


def on_disk(place, actor, serial: str) -> str:
    return stands(place, actor, serial)[1].entry.node("comment").value


def control(hands: Hands, key: Qt.Key) -> None:
    hands.qtbot.keyClick(QApplication.focusWidget(), key, Qt.KeyboardModifier.ControlModifier)
    hands.settle()


def test_half_a_word_is_there_after_a_kill(place, officer, serials) -> None:
    place.close()
    child = subprocess.Popen(
        [sys.executable, "-c", TYPIST, str(place.folder), PASSPHRASE, serials[0]],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == "saved\n"
        child.kill()  # no Enter was pressed, and no handler runs
        child.wait()
    reopened = open_workplace(place.folder, clock=place.clock, passphrase=PASSPHRASE)
    try:
        course, keying = stands(reopened, officer, serials[0])
        shown = course.start()
        assert shown.view is not None
        assert (shown.view.path, shown.view.value, shown.goes_on) == ("comment", "More bu", True)
        assert keying.undo() == "comment"
        assert keying.entry.node("comment").value == ""
    finally:
        reopened.close()


def test_words_are_saved_at_a_pause_and_not_at_each_key(window, hands, serials, place, officer) -> None:
    to_comment(window, hands, serials[0])
    hands.press("More bu")
    assert on_disk(place, officer, serials[0]) == ""
    pause(window, hands)
    assert on_disk(place, officer, serials[0]) == "More bu"
    assert not sheet(window)._hold.holding
    assert window.page._field.box.toPlainText() == "More bu"
    hands.press("ses")
    pause(window, hands)
    assert on_disk(place, officer, serials[0]) == "More buses"
    hands.press(" please", ENTER)
    assert not sheet(window).typed.pause.isActive()
    assert on_disk(place, officer, serials[0]) == "More buses please"
    assert window.page._here() == "equality/carer"
    assert stands(place, officer, serials[0])[1].typing == ""


def test_who_goes_on_stands_behind_the_words(window, hands, serials) -> None:
    to_comment(window, hands, serials[0])
    hands.press("More bu")
    window.show_page(Where.KEYING)
    hands.settle()
    begin(window, hands, serials[0])
    assert window.page._here() == "comment"
    hands.press("ses", ENTER)
    assert window.page._course.keying.entry.node("comment").value == "More buses"


@pytest.mark.parametrize("ended", [True, False])
def test_undo_takes_back_the_field_as_one_step(window, hands, serials, place, officer, ended: bool) -> None:
    to_comment(window, hands, serials[0])
    for words in ("More ", "and more ", "buses"):
        hands.press(words)
        pause(window, hands)
    if ended:
        hands.press(ENTER)
    read_again = stands(place, officer, serials[0])[1]
    assert len(read_again._notes.acts) == len(window.page._course.keying._notes.acts) == 3
    sheet(window).undo()
    hands.settle()
    assert window.page._here() == "comment"
    assert window.page._field.box.toPlainText() == ""
    assert on_disk(place, officer, serials[0]) == ""
    sheet(window).undo()
    hands.settle()
    assert window.page._here() == "uses"


@pytest.mark.parametrize("code", ["?", "-", "!"])
def test_a_code_is_saved_as_no_words(window, hands, serials, place, officer, code: str) -> None:
    to_comment(window, hands, serials[0])
    hands.press(code)
    pause(window, hands)
    assert on_disk(place, officer, serials[0]) == ""
    window.page._field.box.clear()
    hands.press("Words")
    pause(window, hands)
    window.page._field.box.setPlainText(code)
    pause(window, hands)
    assert on_disk(place, officer, serials[0]) == ""
    assert stands(place, officer, serials[0])[1].typing == ""


def test_words_taken_out_again_leave_what_stood(window, hands, serials, place, officer) -> None:
    to_comment(window, hands, serials[0])
    hands.press("Old", ENTER, ESC)
    window.page._field.box.moveCursor(window.page._field.box.textCursor().MoveOperation.End)
    hands.press(" and new")
    pause(window, hands)
    assert on_disk(place, officer, serials[0]) == "Old and new"
    window.page._field.box.setPlainText("Old")
    hands.press(ESC)
    assert on_disk(place, officer, serials[0]) == "Old"
    assert len(window.page._course.keying._notes.acts) == 3


def test_notes_in_the_margin_are_saved_while_typed_and_the_field_keeps_its_words(
    window, hands, serials, place, officer
) -> None:
    to_comment(window, hands, serials[0])
    hands.press("More bu")
    control(hands, Qt.Key.Key_M)
    hands.press("see the ba")
    pause(window, hands)
    assert sheet(window).margin.isVisible()
    assert stands(place, officer, serials[0])[1].margin_notes == "see the ba"
    hands.press("ck", ENTER, ENTER)
    assert stands(place, officer, serials[0])[1].margin_notes == "see the back"
    assert window.page._field.box.toPlainText() == "More bu"
    hands.press("ses", ENTER)
    assert on_disk(place, officer, serials[0]) == "More buses"


def test_a_second_keying_saves_its_words_too(window, hands, serials, small, place, officer) -> None:
    set_plan(place, actor=CORA, form_id=small["form_id"], rule=SheetRule.ALL)
    Keying.begin(place, actor=officer, sheet=look_up_serial(place, serials[0])).finalise(received_on="2022-01-10")
    window.desk = replace(window.desk, actor=signed_in(place, "Vera", Role.VOLUNTEER))
    window.show_page(Where.VERIFY)
    hands.settle()
    hands.press(serials[0], ENTER, "2", "1", ENTER)
    hands.press("More bu")
    pause(window, hands)
    with place.reading() as unit:
        (draft,) = unit.drafts.list_open(kind=DraftKind.SECOND_KEYING)
        assert ("answer", "comment", "More bu") in unit.drafts.steps(draft.draft_id)
    window.show_page(Where.VERIFY)
    hands.settle()
    hands.press(serials[0], ENTER)
    assert window.page.here == "comment"


def test_no_timer_outlives_the_sheet(window, hands, serials) -> None:
    to_comment(window, hands, serials[0])
    hands.press("More bu")
    typed = sheet(window).typed
    assert typed.pause.isActive()
    sheet(window).before_leaving()
    assert not typed.pause.isActive()
    hands.settle()


def test_notes_that_are_kept_leave_a_trace(window, hands, serials) -> None:
    begin(window, hands, serials[0])
    assert not sheet(window).noted.isVisible()
    control(hands, Qt.Key.Key_M)
    hands.press("see the back", ENTER, ENTER)
    assert sheet(window).noted.isVisible()
    assert sheet(window).noted.text() == "✓ Margin notes kept"
    hands.press("1")
    assert sheet(window).noted.isVisible()
    control(hands, Qt.Key.Key_M)
    sheet(window).margin._words.clear()
    hands.press(ENTER, ENTER)
    assert not sheet(window).noted.isVisible()
    window.page._lay_by()
    hands.settle()
    begin(window, hands, serials[1])
    assert not sheet(window).noted.isVisible()


def test_esc_from_a_panel_shows_of_the_question_what_was_in_sight(window, hands, serials, theme) -> None:
    theme.set_scale(200)
    begin(window, hands, serials[0])
    bar = window.page._scroll.verticalScrollBar()
    bar.setValue(10)
    control(hands, Qt.Key.Key_M)
    bar.setValue(bar.maximum())
    assert sheet(window).card.question.visibleRegion().isEmpty()
    hands.press(ESC)
    hands.qtbot.waitUntil(lambda: bar.value() == 10)
    assert not sheet(window).card.question.visibleRegion().isEmpty()
