"""Quick comments by keyboard alone: one key there, the words, Enter; fifty sticky notes in a row."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.engagement.notes import NoteKind, NoteSource, Sentiment
from desktop.foundation.errors import WorldError
from desktop.ui.main_window import MainWindow
from desktop.ui.notes.note_words import source_words
from desktop.ui.pages.comment_page import CommentPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.today_page import TodayPage
from desktop.workflows.note_comment import add_comment, notes
from tests.ui.accessible import unnamed
from tests.ui.at_event import at_event, when_asked
from tests.ui.test_interview import Hands, hands
from tests.workflows.histories import note_history

__all__ = ["hands"]

ENTER, ESC, TAB, BACKTAB, DOWN = (
    Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Down,
)  # fmt: skip


class KeyCount(QObject):
    """Counts the key presses that reach the focus."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and watched is QApplication.focusWidget():
            self.count += 1
        return False


@pytest.fixture
def page(at_work: MainWindow, hands: Hands, event_id: str) -> CommentPage:
    at_event(at_work, event_id)
    at_work.show_page(Where.COMMENT)
    hands.settle()
    return at_work.page


def kept(place: Any, event_id: str) -> list[Any]:
    return list(notes(place, event_id=event_id, kind=NoteKind.COMMENT))


def say(page: CommentPage, hands: Hands, text: str) -> None:
    """Type at once what need not be pressed key by key."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(QApplication.focusWidget(), event)
    hands.press(ENTER)


def test_a_comment_takes_two_keys_beyond_its_words(at_work, hands: Hands, place, event_id) -> None:
    at_event(at_work, event_id)
    at_work.show_page(Where.TODAY)
    hands.settle()
    counter = KeyCount(at_work)
    QApplication.instance().installEventFilter(counter)
    words = "More buses in the evening"
    hands.press(Qt.Key.Key_F3)
    hands.qtbot.waitUntil(
        lambda: isinstance(at_work.page, CommentPage) and at_work.page._box.hasFocus(), timeout=30_000
    )
    hands.settle()
    hands.press(words, ENTER)
    QApplication.instance().removeEventFilter(counter)
    assert [note.words for note in kept(place, event_id)] == [words]
    assert counter.count - len(words) <= 2
    assert at_work.page._box.hasFocus()
    assert at_work.page._box.toPlainText() == ""


def test_the_area_starts_at_that_of_the_event(at_work, hands: Hands, place, event_id) -> None:
    at_event(at_work, event_id)
    area = at_work.desk.programme.areas[-1].code
    at_work.desk = replace(at_work.desk, event=replace(at_work.desk.event, area=area))
    at_work.show_page(Where.COMMENT)
    hands.settle()
    hands.press("The bus is late", ENTER)
    assert [note.area for note in kept(place, event_id)] == [area]


def test_fifty_sticky_notes_in_a_row(page: CommentPage, hands: Hands, place, event_id, clock) -> None:
    for _ in range(3):
        hands.press(TAB)
        if QApplication.focusWidget().accessibleName() == "Source":
            break
    assert QApplication.focusWidget().accessibleName() == "Source"
    hands.press("Sticky", ENTER)  # a list is picked from by its first letters; Enter goes back to the words
    assert page._box.hasFocus()
    said = [f"Note number {number}" for number in range(1, 51)]
    for words in said:
        clock.move(timedelta(seconds=1))
        say(page, hands, words)
    assert [note.words for note in reversed(kept(place, event_id))] == said
    assert {note.source for note in kept(place, event_id)} == {NoteSource.STICKY_NOTE}
    assert [note.words for note in page._list.notes] == said[::-1]
    assert page._list._count.text() == "50 so far"


def test_typing_does_not_wait_for_the_disk(page: CommentPage, hands: Hands, place, event_id, clock) -> None:
    """The next one can be typed, and saved, while the one before is on its way."""
    for words in ("first", "second", "third"):
        clock.move(timedelta(seconds=1))
        hands.qtbot.keyClicks(page._box, words)
        hands.qtbot.keyClick(page._box, ENTER)
    hands.settle()
    assert sorted(note.words for note in kept(place, event_id)) == ["first", "second", "third"]
    assert [note.words for note in page._list.notes] == ["third", "second", "first"]


def test_what_was_said_in_another_script_and_in_lines(page: CommentPage, hands: Hands, place, event_id) -> None:
    hands.press("First line")
    hands.qtbot.keyClick(page._box, ENTER, Qt.KeyboardModifier.ShiftModifier)
    say(page, hands, "المزيد من الحافلات")
    assert kept(place, event_id)[0].words == "First line\nالمزيد من الحافلات"


def test_nothing_is_not_saved(page: CommentPage, hands: Hands, place, event_id) -> None:
    hands.press(ENTER, "   ", ENTER)
    assert kept(place, event_id) == []
    assert page._said.text() == "Nothing is written yet."


def test_how_it_was_put_stays_on_a_wall_and_not_for_the_next_speaker(
    page: CommentPage, hands: Hands, place, event_id, clock
) -> None:
    page._settings.show_values(
        {"source": NoteSource.SPOKEN, "sentiment": Sentiment.NEGATIVE, "area": "", "language": ""}
    )
    for words in ("one", "two"):
        clock.move(timedelta(seconds=1))
        say(page, hands, words)
    page._settings.show_values(
        {"source": NoteSource.WALL, "sentiment": Sentiment.POSITIVE, "area": "", "language": ""}
    )
    for words in ("three", "four"):
        clock.move(timedelta(seconds=1))
        say(page, hands, words)
    assert [(note.source, note.sentiment) for note in reversed(kept(place, event_id))] == [
        (NoteSource.SPOKEN, Sentiment.NEGATIVE),
        (NoteSource.SPOKEN, None),
        (NoteSource.WALL, Sentiment.POSITIVE),
        (NoteSource.WALL, Sentiment.POSITIVE),
    ]


def test_the_last_is_taken_back_and_its_words_stand_again(page: CommentPage, hands, place, event_id) -> None:
    hands.press("More busses", ENTER)
    (note,) = kept(place, event_id)
    hands.qtbot.keyClick(page._box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    assert kept(place, event_id) == []
    assert page._list.notes == ()
    assert page._box.toPlainText() == "More busses"
    assert [each.voided for each in note_history(place, note.note_id)] == [False, True]
    # undo of what is being written stays what it is everywhere else
    hands.press("x")
    hands.qtbot.keyClick(page._box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    assert page._box.toPlainText() == "More busses"
    hands.press(ENTER)
    assert [each.words for each in kept(place, event_id)] == ["More busses"]


def test_a_chosen_one_is_changed_with_a_reason(page: CommentPage, hands, place, event_id, clock) -> None:
    for words in ("older", "newer"):
        clock.move(timedelta(seconds=1))
        say(page, hands, words)
    page._list.take_focus()
    hands.press(DOWN, ENTER)
    assert page._at.text().startswith("Changing the comment of ")
    assert page._box.toPlainText() == "older"
    assert page.would_lose() == ""
    hands.press(" and better")
    assert "not saved" in page.would_lose()
    asked = when_asked(page, "2", ENTER)
    hands.press(ENTER)
    assert asked() == ["Why is it changed?"]
    changed = next(each for each in kept(place, event_id) if each.revision == 2)
    assert (changed.words, changed.reason) == ("older and better", "Words were missing")
    assert [each.words for each in page._list.notes] == ["newer", "older and better"]
    assert page._box.toPlainText() == ""
    assert not page._cancel.isVisible()


def test_a_change_that_changes_nothing_asks_nothing(page: CommentPage, hands, place, event_id) -> None:
    say(page, hands, "as it is")
    page._list.take_focus()
    hands.press(ENTER, ENTER)
    assert [each.revision for each in kept(place, event_id)] == [1]
    page._list.take_focus()
    hands.press(ENTER, " more", ESC)  # Esc leaves it as it was
    assert page._box.toPlainText() == ""
    assert [each.words for each in kept(place, event_id)] == ["as it is"]


@pytest.mark.parametrize(
    ("keys", "reason"), [((ESC,), None), ((ENTER,), "Entered twice"), (("3", ENTER), "named")]
)
def test_a_chosen_one_is_taken_out_with_a_reason(page: CommentPage, hands, place, event_id, keys, reason) -> None:
    say(page, hands, "said twice")
    page._list.take_focus()
    asked = when_asked(page, *keys)
    hands.press(Qt.Key.Key_Delete)
    assert asked() == ["Why is it taken out?"]
    assert len(kept(place, event_id)) == (1 if reason is None else 0)
    assert len(page._list.notes) == (1 if reason is None else 0)
    with place.reading() as unit:
        (note,) = unit.notes.list(event_ids=[event_id], voided=True)
    assert note.voided == (reason is not None)
    assert (reason or "") in note.reason


def test_a_contact_detail_is_warned_of(page: CommentPage, hands, place, event_id) -> None:
    say(page, hands, "ring 0116 496 0123")
    assert page._warning.isVisible()
    assert "a telephone number" in page._warning.text.text()
    say(page, hands, "a bench")
    assert not page._warning.isVisible()
    assert len(kept(place, event_id)) == 2


class Refusing:
    """Stands for the workflows while the disk is full."""

    def __init__(self, real: Any) -> None:
        self._real = real
        self.full = True
        self.note_comment = self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def notes(self, *args: Any, **kwargs: Any) -> Any:
        return self._real.note_comment.notes(*args, **kwargs)

    def count_notes(self, *args: Any, **kwargs: Any) -> Any:
        return self._real.note_comment.count_notes(*args, **kwargs)

    def add_comment(self, *args: Any, **kwargs: Any) -> Any:
        if self.full:
            raise WorldError(place="The disk", fault="It is full.", remedy="Make room.")
        return self._real.note_comment.add_comment(*args, **kwargs)


def test_what_the_disk_refuses_is_held(page: CommentPage, hands, place, event_id, clock) -> None:
    page.work = work = Refusing(page.work)
    for words in ("first", "second"):
        say(page, hands, words)
    assert kept(place, event_id) == []
    assert page._unsaved.isVisible()
    assert "2 comments are not saved" in page._unsaved._notice.title.text()
    assert "It is full. Make room." in page._unsaved._notice.text.text()
    assert "2 comments could not be saved" in page.would_lose()
    page._unsaved.back_wanted.emit()
    assert page._box.toPlainText() == "first"
    work.full = False
    clock.move(timedelta(seconds=1))
    hands.press(ENTER)
    page._unsaved.again.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert sorted(each.words for each in kept(place, event_id)) == ["first", "second"]
    assert not page._unsaved.isVisible()
    assert page.would_lose() == ""


def test_what_the_disk_refuses_after_the_page_went_is_said_by_the_window(page, hands, at_work) -> None:
    gate = threading.Event()

    class Slow(Refusing):
        def add_comment(self, *args: Any, **kwargs: Any) -> Any:
            gate.wait(30)
            return super().add_comment(*args, **kwargs)

    page.work = Slow(page.work)
    page._box.show_words("More buses")
    page._save()
    at_work.show_page(Where.TODAY)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not shiboken6.isValid(page)
    gate.set()
    hands.settle()
    assert at_work._errors.isVisible()
    assert "It is full." in at_work._errors.said


def test_leaving_waits_for_what_is_under_way_and_holds_what_is_refused(page, hands, at_work, monkeypatch) -> None:
    """Enter, and Esc at once: the disk says no only after that."""
    asked: list[str] = []

    def question(_parent: Any, _title: str, text: str, *_rest: Any) -> Any:
        asked.append(text)
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "question", question)
    page.work = Refusing(page.work)
    page._box.show_words("More buses")
    page._save()
    page._to_box()
    page.to_today()
    hands.settle()
    assert asked == ["1 comment could not be saved and would be lost."]
    assert at_work.page is page
    assert [each["words"] for each in page._unsaved.held] == ["More buses"]
    page.work.full = False
    page._save_again()
    page.to_today()  # no question: it is waited for until the disk has it
    assert len(asked) == 1
    hands.qtbot.waitUntil(lambda: isinstance(at_work.page, TodayPage), timeout=30_000)


def test_a_change_that_is_not_saved_is_not_overwritten_by_another(page, hands, place, event_id, clock) -> None:
    for words in ("first", "second"):
        say(page, hands, words)
        clock.move(timedelta(seconds=1))
    second, first = page._list.notes
    page._begin_changing(first)
    page._box.setPlainText("first, and more")
    page._begin_changing(second)
    assert page._changing == first
    assert page._box.toPlainText() == "first, and more"
    assert "Save what stands in the field first" in page._said.text()
    page._unsaved.hold({"words": "held", **page._settings.values()}, ValueError())
    page._unsaved.back_wanted.emit()
    assert page._box.toPlainText() == "first, and more"
    assert [each["words"] for each in page._unsaved.held] == ["held"]


def test_what_is_written_while_the_last_is_taken_back_stays(page, hands, place, event_id) -> None:
    say(page, hands, "wrong")
    page._take_last_back()
    page._box.show_words("the next one")
    hands.settle()
    assert page._box.toPlainText() == "the next one"
    assert page._said.text() == "Taken out: wrong"
    assert kept(place, event_id) == []


def test_leaving_asks_while_something_is_not_saved(page, hands, at_work, monkeypatch) -> None:
    asked: list[str] = []

    def question(_parent: Any, _title: str, text: str, *_rest: Any) -> Any:
        asked.append(text)
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "question", question)
    hands.press("half a", ESC)
    assert isinstance(at_work.page, CommentPage)
    assert asked == ["What stands in the field was not saved."]
    page._box.show_words("")
    hands.press(ESC)
    hands.qtbot.waitUntil(lambda: isinstance(at_work.page, TodayPage), timeout=30_000)
    hands.settle()


def test_without_an_event_it_leads_to_where_one_is_chosen(at_work: MainWindow, hands: Hands) -> None:
    at_work.show_page(Where.COMMENT)
    hands.settle()
    assert QApplication.focusWidget().text() == "Choose an event"
    assert at_work.page.would_lose() == ""
    hands.press(ENTER)
    hands.qtbot.waitUntil(lambda: isinstance(at_work.page, TodayPage), timeout=30_000)
    hands.settle()


@pytest.mark.parametrize("scale", [100, 200, 300])
def test_every_widget_has_a_name_and_the_page_its_room(
    at_work, hands, theme, place, officer, event_id, scale
) -> None:
    theme.set_scale(scale)
    add_comment(place, actor=officer, event_id=event_id, words="One")
    at_event(at_work, event_id)
    at_work.show_page(Where.COMMENT)
    hands.settle()
    assert unnamed(at_work) == []
    assert at_work.page.content.horizontalScrollBar().maximum() == 0
    for source in NoteSource:
        assert source_words(source)


def test_markup_in_words_is_never_read_as_markup(page: CommentPage, hands, place, event_id) -> None:
    say(page, hands, "<b>loud</b> & <img src='file:///etc/passwd'>")
    assert kept(place, event_id)[0].words == "<b>loud</b> & <img src='file:///etc/passwd'>"
    assert page._said.textFormat() == Qt.TextFormat.PlainText
    assert page._list._rows.item(0).toolTip() == ""
