"""One attendee after the other, from the welcome to the welcome, by keyboard and by touch."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from desktop.engagement.hand_over import NO_HAND_OVER_RULES
from desktop.responses.states import ItemState
from desktop.ui.interview.shown import Stage
from desktop.ui.kiosk.screens import AgeQuestion, CodeScreen, NotAlone, Notice, Welcome
from desktop.ui.pages.update_list_page import UpdateListPage
from desktop.workflows.interview import open_drafts
from tests.kiosk_form import URDU, WITH_ASSENT
from tests.ui.kiosk.conftest import ENTER, ESC


def summaries(place):
    with place.reading() as unit:
        return unit.responses.summaries()


def revision(place):
    with place.reading() as unit:
        (summary,) = [each for each in unit.responses.summaries() if each.state is ItemState.FINALISED]
        return unit.responses.get(summary.response_id).revision


def test_a_whole_turn_by_keyboard_alone(stranger, place, printer) -> None:
    assert isinstance(stranger.page.piece, Welcome)
    stranger.key(ENTER)
    assert isinstance(stranger.page.piece, AgeQuestion)
    stranger.key(ENTER)
    assert isinstance(stranger.page.piece, Notice)
    assert summaries(place) == ()  # nothing begins before somebody agreed
    stranger.key(ENTER)
    assert stranger.shown.views[0].path == "resident"
    stranger.key(ENTER)  # required
    assert stranger.shown.faults
    stranger.key("1", ENTER)
    assert stranger.shown.views[0].path == "comment"
    assert isinstance(QApplication.focusWidget(), QPlainTextEdit)
    stranger.key("More buses")
    stranger.key(ESC)
    assert stranger.shown.views[0].path == "resident"
    stranger.key(ENTER)
    assert stranger.shown.views[0].path == "comment"
    stranger.page.piece._continue()
    stranger.settle()
    assert stranger.shown.views[0].path == "adults/work"
    stranger.key(ENTER, "Baker", ENTER, ENTER)
    assert stranger.shown.stage is Stage.CHECK
    assert [row.answer for row in stranger.shown.rows][:2] == ["Yes", "More buses"]
    stranger.key(ENTER)
    assert stranger.shown.stage is Stage.FINISH
    stranger.key(ENTER)
    screen = stranger.page.piece
    assert isinstance(screen, CodeScreen)
    code = screen.code
    assert code
    assert screen.shown.text() == code
    stranger.key(ENTER, ENTER)  # a key too many does not pass the code over
    assert isinstance(stranger.page.piece, CodeScreen)
    stranger.press("Print it on a slip")
    assert printer.printed == [(1, "Withdrawal slip", "Slips")]
    stranger.press("I have my code: go on")
    assert code not in stranger.reads()
    made = revision(place)
    assert made.envelope.channel == "kiosk"
    assert dict(made.answers) == {
        "resident": "y", "comment": "More buses", "adults/work": "y", "adults/job": "Baker",
    }  # fmt: skip


def test_who_declines_leaves_no_trace(stranger, place) -> None:
    stranger.press("English")
    stranger.press("16 years or older")
    stranger.press("I do not agree")
    assert isinstance(stranger.page.piece, Welcome)
    assert summaries(place) == ()


def test_too_young_is_told_kindly_and_nothing_is_kept(stranger, place) -> None:
    stranger.press("English")
    stranger.press("Younger than 12")
    assert isinstance(stranger.page.piece, NotAlone)
    assert "16 or older" in stranger.reads()
    assert "tell the people at the event" in stranger.reads()
    stranger.key(ENTER)
    assert isinstance(stranger.page.piece, Welcome)
    assert summaries(place) == ()


def test_with_an_adult_the_assent_comes_first_and_the_adults_questions_never(stranger, place) -> None:
    stranger.press("English")
    stranger.press("12 to 15 years")
    said = stranger.reads()
    assert said.index("For you, and the adult who is with you") < said.index("Your privacy")
    assert "Your parent or carer has read this with you." in said
    assert "Version 2022-01-01" in said
    stranger.press("We both agree: start")
    seen = []
    stranger.key("1")
    while stranger.shown.stage is Stage.QUESTIONS:
        seen.append(stranger.shown.views[0].path)
        stranger.page.piece._continue()
        stranger.settle()
    assert seen == ["resident", "comment", "last"]
    stranger.press("My answers are right")
    stranger.press("Finish and lock the answers")
    stranger.press("I have my code: go on")
    assert not isinstance(stranger.page.piece, UpdateListPage)  # no child's address is asked for
    made = revision(place)
    assert made.envelope.assent_version == "2022-01-01"
    assert made.envelope.consent_version
    assert set(made.envelope.missing) == {"picture", "adults/work", "adults/job"}


@pytest.mark.parametrize(
    ("rules", "asks"),
    [
        (NO_HAND_OVER_RULES, []),
        (replace(WITH_ASSENT, assent=None), ["16 years or older", "Younger than 16"]),
        (replace(WITH_ASSENT, assent_from=0), ["16 years or older", "Younger than 16"]),
    ],
    ids=["no age was said", "no assent", "any age with an adult"],
)
def test_the_age_is_asked_as_the_programme_says(stranger, rules, asks) -> None:
    stranger.press("English")
    assert isinstance(stranger.page.piece, AgeQuestion if asks else Notice)
    assert [text for text in stranger.buttons() if "16" in text] == asks


def test_the_languages_are_offered_in_their_own_names_and_mirror_the_form(stranger, place) -> None:
    from PySide6.QtCore import Qt

    assert {"English", "اردو"} <= set(stranger.buttons())
    stranger.press("اردو")
    assert stranger.page.piece.layoutDirection() == Qt.LayoutDirection.RightToLeft
    stranger.press("16 years or older")
    stranger.press("I agree: start")
    assert stranger.shown.language == URDU
    assert "کیا آپ یہاں رہتے ہیں؟" in stranger.reads()
    aids = stranger.page._aids
    aids.language.setCurrentIndex(0)
    aids.language.activated.emit(0)
    stranger.settle()
    assert "Do you live here?" in stranger.reads()
    assert stranger.page.piece.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_stopping_deletes_and_asks_first_on_the_same_screen(stranger, place) -> None:
    stranger.to_the_first_question()
    stranger.key("1", ENTER)
    stranger.press("Stop and delete my answers")
    assert QApplication.activeModalWidget() is None
    stranger.key(ESC)
    assert stranger.shown.views[0].path == "comment"
    stranger.press("Stop and delete my answers")
    stranger.press("Yes, delete them")
    assert isinstance(stranger.page.piece, Welcome)
    assert open_drafts(place) == ()
    (summary,) = summaries(place)
    assert summary.state is ItemState.ABANDONED


def test_the_update_list_has_its_own_screen_after_the_code(stranger, window, place, pack) -> None:
    window.desk = replace(window.desk, programme=replace(
        window.desk.programme, contact_questions=pack.programme.contact_questions,
        updates_consent=pack.programme.updates_consent,
    ))  # fmt: skip
    stranger.page.desk = window.desk
    with place.unit() as unit:
        unit.programmes.put(window.desk.programme, pack_sha256="ab" * 32, pack_files={})
        unit.commit()
    stranger.page._ended("ABCDE")
    stranger.settle()
    stranger.press("I have my code: go on")
    listed = stranger.page.piece
    assert isinstance(listed, UpdateListPage)
    email = listed._fields["email"].input
    assert isinstance(email, QLineEdit)
    email.setText("somebody@example.org")
    stranger.press("Add to the list")
    assert "somebody@example.org" not in stranger.reads()
    stranger.press("Finish")
    assert isinstance(stranger.page.piece, Welcome)
    assert sum(_held(place).values()) == 1


def test_who_walks_away_from_the_update_list_leaves_the_trace_of_one_who_says_no(
    stranger, window, place, monkeypatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(UpdateListPage, "_leave_trace", lambda _page: told.append("trace"))
    stranger.page._put(
        UpdateListPage(
            services=window._services, background=window._background, desk=window.desk,
            parent=stranger.page._front,
        )
    )  # fmt: skip
    stranger.page._nobody_there()
    assert isinstance(stranger.page.piece, Welcome)
    assert told == ["trace"]


def _held(place):
    from desktop.workflows.update_list import contacts_held

    return contacts_held(place)


def test_a_printer_that_is_off_is_said_and_the_code_stays(stranger, printer) -> None:
    printer.works = False
    stranger.page._ended("ABCDE")
    stranger.settle()
    stranger.page.piece.code = ""  # no code: the slip can't be drawn
    stranger.press("Print it on a slip")
    assert "Please write the code down." in stranger.reads()


def test_reading_aloud_says_the_question_and_its_choices(stranger, voice) -> None:
    stranger.to_the_first_question()
    stranger.press("Read aloud")
    text, language = voice.said[-1]
    assert "Do you live here?" in text
    assert "Yes" in text
    assert language == "en"
    stranger.page._aids.language_chosen.emit(URDU)
    stranger.settle()
    stranger.press("Read aloud")
    assert "no voice for this language" in stranger.reads()
