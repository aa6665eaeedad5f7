"""Saved conversations stand in a list on their page: each is changed, or taken out, with a reason."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.engagement.notes import NoteKind
from desktop.workflows.note_comment import add_conversation, notes
from desktop.workflows.note_drafts import waiting_drafts
from tests.ui.accessible import unnamed
from tests.ui.at_event import at_event, when_asked
from tests.ui.test_conversation_page import opened, save
from tests.ui.test_interview import Hands, hands
from tests.workflows.histories import note_history

__all__ = ["hands"]

ENTER, DELETE = Qt.Key.Key_Return, Qt.Key.Key_Delete


@pytest.fixture
def page(at_work, hands: Hands, place, officer, event_id: str):
    add_conversation(place, actor=officer, event_id=event_id, words="Buses are late", reflection="", codes=())
    at_event(at_work, event_id)
    return opened(at_work, hands)


def kept(place, event_id: str):
    return notes(place, event_id=event_id, kind=NoteKind.CONVERSATION)


def test_a_saved_one_is_listed_and_the_next_stands_on_top(page, hands: Hands) -> None:
    assert [note.words for note in page._list.list.notes] == ["Buses are late"]
    hands.press("The park floods")
    save(hands)
    assert [note.words for note in page._list.list.notes] == ["The park floods", "Buses are late"]
    assert unnamed(page) == []


def test_one_is_changed_by_keys_and_its_history_says_why(page, hands: Hands, place, officer, event_id) -> None:
    page._list.list.take_focus()
    hands.press(ENTER)
    assert page._words.toPlainText() == "Buses are late"
    page._words.setPlainText("Buses are late in the evening")
    assert "not saved" in page.would_lose()
    page.keep_now()
    hands.settle()
    assert waiting_drafts(place, actor=officer, event_id=event_id) == ()  # it is no second conversation
    titles = when_asked(page, ENTER)
    save(hands)
    assert titles() == ["Why is it changed?"]
    (note,) = kept(place, event_id)
    assert (note.words, note.revision) == ("Buses are late in the evening", 2)
    assert note_history(place, note.note_id)[-1].reason
    assert page._words.toPlainText() == ""
    assert page.would_lose() == ""
    assert page._list.list.notes[0].words == note.words


def test_what_was_not_changed_is_left_as_it_was(page, hands: Hands, place, event_id) -> None:
    page._list.list.take_focus()
    hands.press(ENTER)
    assert page._cancel.isVisible()
    save(hands)
    (note,) = kept(place, event_id)
    assert note.revision == 1
    assert not page._cancel.isVisible()


def test_one_is_taken_out_with_a_reason(page, hands: Hands, place, event_id) -> None:
    page._list.list.take_focus()
    titles = when_asked(page, ENTER)
    hands.press(DELETE)
    assert titles() == ["Why is it taken out?"]
    assert kept(place, event_id) == ()
    assert page._list.list.notes == ()


def test_a_change_that_is_not_saved_is_not_overwritten_by_another(page, hands: Hands) -> None:
    hands.press("The park floods")
    save(hands)
    later, first = page._list.list.notes
    page._begin_changing(first)
    page._words.setPlainText("Buses are never late")
    page._begin_changing(later)
    assert page._changing == first
    assert page._words.toPlainText() == "Buses are never late"


def test_words_that_are_not_saved_yet_are_not_overwritten(page, hands: Hands) -> None:
    hands.press("Something new")
    page._list.list.take_focus()
    hands.press(ENTER)
    assert page._words.toPlainText() == "Something new"
    assert "Save what stands here first" in page._said.text()
