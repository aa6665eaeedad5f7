"""A conversation is noted by keyboard alone; nothing that was written is lost when page or power go."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.engagement.hand_over import TopicCode
from desktop.engagement.notes import NoteKind
from desktop.foundation.errors import WorldError
from desktop.ui.main_window import MainWindow
from desktop.ui.notes.draft_keeper import KEPT_AFTER_MS
from desktop.ui.pages.conversation_page import ConversationPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.today_page import TodayPage
from desktop.workflows.note_comment import notes
from desktop.workflows.note_drafts import keep_draft, waiting_drafts
from desktop.workflows.set_up import open_workplace
from tests.ui.accessible import unnamed
from tests.ui.at_event import at_event
from tests.ui.test_interview import Hands, hands
from tests.workplaces import PASSPHRASE, PROGRAMME

__all__ = ["hands"]

ENTER, ESC, TAB, DOWN, SPACE = (
    Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Space,
)  # fmt: skip
TOPICS = (
    TopicCode("s1", "Healthier lives", "statement"),
    TopicCode("s2", "Care near home", "statement"),
    TopicCode("s1a", "Walks in the park", "action", under="s1"),
)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def page(at_work: MainWindow, hands: Hands, place, event_id: str) -> ConversationPage:
    with place.unit() as unit:
        programme = unit.programmes.get(PROGRAMME)
        assert programme is not None
        unit.programmes.put(replace(programme, topics=TOPICS), "0" * 64, {})
        unit.commit()
    at_event(at_work, event_id)
    return opened(at_work, hands)


def opened(window: MainWindow, hands: Hands) -> Any:
    window.show_page(Where.CONVERSATION)
    hands.settle()
    return window.page


def save(hands: Hands) -> None:
    hands.qtbot.keyClick(QApplication.focusWidget(), ENTER, Qt.KeyboardModifier.ControlModifier)
    hands.settle()


def tab_to(hands: Hands, name: str) -> None:
    for _ in range(12):
        hands.press(TAB)
        if QApplication.focusWidget().accessibleName() == name:
            return
    raise AssertionError(f"Tab does not lead to {name}")


def test_tab_goes_through_all_that_is_said_before_it_comes_to_saving(page: ConversationPage, hands: Hands) -> None:
    names = []
    for _ in range(7):
        names.append(QApplication.focusWidget().accessibleName())
        hands.press(TAB)
    assert [each for each in names if each != "Language of the words"][:6] == [
        "What the person said",
        "What you made of it",
        "Who spoke",
        "Neighbourhood",
        "Statements and actions it speaks of",
        "Statements and actions",
    ]
    after = [*names, QApplication.focusWidget().accessibleName()]
    assert after[after.index("Statements and actions") + 1] == "Save the conversation, Ctrl + Enter"


def kept(place: Any, event_id: str) -> list[Any]:
    return list(notes(place, event_id=event_id, kind=NoteKind.CONVERSATION))


def waiting(place: Any, officer: Any, event_id: str) -> list[dict[str, str]]:
    return [dict(each.fields) for each in waiting_drafts(place, actor=officer, event_id=event_id)]


def test_a_whole_conversation_by_keyboard_alone(page, hands: Hands, place, officer, event_id) -> None:
    assert page._words.hasFocus()
    hands.press("Nobody rang back.", ENTER, "I waited.", TAB, "She was tired.")
    tab_to(hands, "Who spoke")
    hands.press(DOWN)
    tab_to(hands, "Neighbourhood")
    hands.press("LE3 5")
    tab_to(hands, "Statements and actions it speaks of")
    hands.press("walk", ENTER, "care", DOWN, SPACE)
    save(hands)
    (note,) = kept(place, event_id)
    assert (note.words, note.reflection) == ("Nobody rang back.\nI waited.", "She was tired.")
    assert note.respondent_type == page.desk.programme.respondent_types[0].code
    assert (note.neighbourhood, set(note.codes)) == ("LE3 5", {"s1a", "s2"})
    assert page._words.hasFocus()
    assert not any(page._fields().values())
    assert waiting(place, officer, event_id) == []


def test_what_is_refused_is_said_at_its_field(page, hands: Hands, place, officer, event_id) -> None:
    save(hands)
    assert page._summary.hasFocus()
    hands.press(TAB, ENTER)  # the link leads to the field
    assert page._words.hasFocus()
    hands.press("Nobody rang back.")
    page._place.input.setText("LE3 5TP")
    save(hands)
    assert "a full postcode" in page._place.fault
    assert kept(place, event_id) == []
    assert page._words.toPlainText() == "Nobody rang back."
    page.keep_now()
    hands.settle()
    assert waiting(place, officer, event_id)[0]["words"] == "Nobody rang back."
    page._place.input.setText("LE3 5")
    page._words.setFocus()
    save(hands)
    assert len(kept(place, event_id)) == 1
    assert page._place.fault == ""


def test_it_is_on_the_disk_a_few_seconds_after_it_was_typed(page, hands, place, officer, event_id) -> None:
    assert KEPT_AFTER_MS <= 3_000
    timer = page._keeper._timer
    hands.qtbot.keyClicks(page._words, "Nobody")
    assert timer.isActive()
    assert timer.isSingleShot()
    timer.setInterval(40)  # the test need not wait as long as a person would
    started = timer.timerId()
    hands.qtbot.keyClicks(page._words, " rang")
    assert timer.timerId() == started or timer.isActive()
    with hands.qtbot.waitSignal(page._keeper.kept, timeout=10_000):
        hands.qtbot.keyClicks(page._words, " back")
    hands.settle()
    assert waiting(place, officer, event_id)[0]["words"].startswith("Nobody rang")


def test_going_on_to_type_does_not_put_saving_off(page, hands: Hands) -> None:
    page._keeper._timer.setInterval(60_000)
    hands.qtbot.keyClicks(page._words, "N")
    began = page._keeper._timer.timerId()
    hands.qtbot.keyClicks(page._words, "obody")
    assert page._keeper._timer.timerId() == began  # a timer that is started again gets another id


def test_leaving_keeps_it_and_coming_back_offers_it(page, hands, at_work, place, officer, event_id) -> None:
    hands.press("I came here in March")
    hands.press(ESC)
    hands.qtbot.waitUntil(lambda: isinstance(at_work.page, TodayPage), timeout=30_000)
    hands.settle()
    assert waiting(place, officer, event_id) == [{"words": "I came here in March"}]
    again = opened(at_work, hands)
    go_on = next(each for each in again.findChildren(QPushButton) if each.text() == "Go on with it")
    go_on.setFocus()
    hands.press(SPACE)
    assert again._words.toPlainText() == "I came here in March"
    hands.press(" and waited")
    save(hands)
    assert [each.words for each in kept(place, event_id)] == ["I came here in March and waited"]
    assert waiting(place, officer, event_id) == []


def test_leaving_while_it_is_saved_leaves_no_draft_of_it(page, hands, at_work, place, officer, event_id) -> None:
    hands.press("Nobody rang back")
    page._save()
    at_work.show_page(Where.TODAY)  # before the worker answered
    hands.settle()
    assert [each.words for each in kept(place, event_id)] == ["Nobody rang back"]
    assert waiting(place, officer, event_id) == []


def test_a_draft_is_thrown_away_after_asking_once_more(page, hands, at_work, place, officer, event_id) -> None:
    keep_draft(
        place, actor=officer, draft_id="d1", kind=NoteKind.CONVERSATION, event_id=event_id, fields={"words": "old"}
    )
    again = opened(at_work, hands)
    drop = next(each for each in again.findChildren(QPushButton) if each.text() == "Throw it away")
    drop.setFocus()
    hands.press(SPACE)
    assert len(waiting(place, officer, event_id)) == 1
    assert drop.text() == "Really throw it away"
    hands.press(SPACE)
    assert waiting(place, officer, event_id) == []


def test_behind_the_locked_screen_it_is_kept(page, hands, at_work, place, officer, event_id) -> None:
    hands.press("Nobody rang back")
    at_work._blank()
    hands.settle()
    assert waiting(place, officer, event_id) == [{"words": "Nobody rang back"}]
    at_work._lock.open()
    assert "is kept" in page.stays_on_disk()
    assert page.would_lose() == ""


def test_what_the_disk_refuses_to_keep_is_said(page, hands: Hands) -> None:
    class Full:
        note_drafts = property(lambda self: self)

        def keep_draft(self, *_args: Any, **_named: Any) -> None:
            raise WorldError(place="The disk", fault="It is full.", remedy="Make room.")

    real, page._keeper._work = page._keeper._work, Full()
    hands.press("Nobody rang back")
    page.keep_now()
    hands.settle()
    assert "not on the disk yet. It is full. Make room." in page._said.text()
    assert "disk refuses" in page.would_lose()
    page._keeper._work = real
    page.keep_now()
    hands.settle()
    assert page.would_lose() == ""


def test_a_concern_leaves_nothing_behind(page, hands, place, officer, event_id, monkeypatch) -> None:
    gone: list[Any] = []
    page.wanted.connect(lambda where, _arguments: gone.append(where))
    monkeypatch.setattr("desktop.ui.pages.conversation_page.page_named", lambda _value: Where.HELP)
    page._to_concerns()
    assert gone == [Where.HELP]
    hands.settle()


@pytest.mark.parametrize("scale", [100, 200, 300])
def test_every_widget_has_a_name_and_the_page_its_room(
    page, hands, at_work, theme, place, officer, event_id, scale
):
    keep_draft(
        place, actor=officer, draft_id="d1", kind=NoteKind.CONVERSATION, event_id=event_id, fields={"words": "old"}
    )
    theme.set_scale(scale)
    again = opened(at_work, hands)
    assert unnamed(at_work) == []
    assert again.content.horizontalScrollBar().maximum() == 0


WRITER = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from desktop.foundation.clock import SystemClock
from desktop.jobs.executors import Executors
from desktop.ui.background import Background
from desktop.ui.design.colours import LIGHT
from desktop.ui.design.theme import Theme
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.page import Where
from desktop.ui.services import Desk, Services
from desktop.workflows.manage_staff import people, sign_in
from desktop.workflows.set_up import open_workplace

folder, passphrase, event_id = sys.argv[1:]
app = QApplication([])
with Executors() as executors:
    place = open_workplace(Path(folder), clock=SystemClock(), passphrase=passphrase)
    with place.reading() as unit:
        event = unit.events.get(event_id)
        programme = unit.programmes.get(event.programme_id)
    actor = sign_in(place, person_id=people(place)[0].person_id)
    services = Services(
        folder=Path(folder), practice_folder=Path(folder) / "p", clock=SystemClock(), executors=executors,
        find_keyring=lambda: None,
    )
    background = Background(executors)
    window = MainWindow(services=services, theme=Theme(app, scheme=LIGHT), background=background)
    window.desk = Desk(place, actor, programme, event)
    window.show_page(Where.CONVERSATION)
    window.show()
    page = window.page
    page._keeper._timer.setInterval(150)
    page._keeper.kept.connect(lambda fields: print(json.dumps(fields["words"]), flush=True))
    for number in range(100_000):
        QTest.keyClicks(page._words, f"word{number} ")
        app.processEvents()
"""


@pytest.mark.parametrize("lines", [1, 3])
def test_a_kill_loses_only_what_was_typed_since_it_was_kept(place, officer, event_id, lines: int) -> None:
    place.close()
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(place.folder), PASSPHRASE, event_id],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    said: list[str] = []
    assert child.stdout is not None
    with child.stdout:
        for line in child.stdout:
            said.append(json.loads(line))
            if len(said) == lines:
                child.kill()  # SIGKILL: no handler runs, and the page does not hear of it
                break
        child.wait()
    assert len(said) == lines
    reopened = open_workplace(place.folder, clock=place.clock, passphrase=PASSPHRASE)
    try:
        (draft,) = waiting(reopened, officer, event_id)
    finally:
        reopened.close()
    assert draft["words"].startswith(said[-1])
    assert said[-1].split() == [f"word{number}" for number in range(len(said[-1].split()))]
