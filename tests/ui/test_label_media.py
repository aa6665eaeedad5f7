"""Pictures, sounds and films of labels and choices: seen, named for who can't see them, never begun unasked."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.questionnaires.definition import QuestionType as T
from desktop.staff.people import Actor
from desktop.ui.interview.course import Stage
from desktop.ui.interview.question_screen import QuestionScreen
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.page import Where
from desktop.ui.questions import clips
from desktop.ui.questions.choice_button import Shape
from desktop.ui.questions.clips import ClipButtons
from desktop.ui.questions.matrix import Head
from desktop.ui.questions.picture_view import PictureView
from desktop.ui.questions.rank import RankList
from desktop.ui.questions.searched import DropDown, SearchedSelect
from desktop.ui.questions.view import Clip, QuestionView
from desktop.ui.services import Desk
from desktop.workflows.open_programme import open_programme
from desktop.workflows.run_event import add_event
from desktop.workflows.workplace import Workplace
from tests.media_forms import FORM_ID, SOUND, picture, write_media_form
from tests.ui.accessible import unnamed
from tests.ui.test_interview import Hands

ENTER = Qt.Key.Key_Return
FACES = (("good", "Good"), ("bad", "Bad"), ("none", "No view"))


@pytest.fixture
def screen(qtbot, theme) -> QuestionScreen:
    made = QuestionScreen(None)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


def ask(screen: QuestionScreen, kind: T = T.SELECT_ONE, appearances: str = "", **more: Any) -> Any:
    given = {
        "label": "How is the park?",
        "choices": FACES,
        "choice_pictures": {"good": picture("#3b3"), "bad": picture("#b33")},
        **more,
    }
    screen.show_new((QuestionView("q", "1", kind, appearances=frozenset(appearances.split()), **given),))
    return screen.widgets[0]


def colour(pixmap: QPixmap) -> str:
    return pixmap.toImage().pixelColor(2, 2).name()


# widgets ------------------------------------------------------------------------------------------------------


def test_the_picture_of_a_label_stands_below_it_and_says_what_it_is_of(screen) -> None:
    widget = ask(screen, picture=picture("#22aa77"))
    (seen,) = widget.findChildren(PictureView)
    assert seen.isVisible()
    assert colour(seen.pixmap) == "#22aa77"
    assert seen.accessibleName() == "Picture: How is the park?"
    assert seen.geometry().top() >= widget.label.geometry().bottom()
    assert unnamed(screen) == []


@pytest.mark.parametrize("appearances", ["", "likert", "columns", "columns-pack", "compact", "no-buttons"])
def test_each_choice_has_its_picture_and_its_words(screen, appearances: str) -> None:
    widget = ask(screen, appearances=appearances)
    good, bad, none = widget._rows
    assert (colour(good.picture), colour(bad.picture)) == ("#33bb33", "#bb3333")
    assert none.picture.isNull()
    assert good.accessibleName() == "Good"
    assert good.height() > good.picture.height()


def test_faces_stand_side_by_side_while_there_is_room(screen) -> None:
    widget = ask(screen, appearances="likert")
    assert {row.shape for row in widget._rows} == {Shape.BOX}
    assert len({row.y() for row in widget._rows}) == 1


def test_the_head_of_a_table_has_the_pictures(screen) -> None:
    views = [
        QuestionView(
            f"q{at}", str(at), T.SELECT_ONE, f"Line {at}", appearances=frozenset({"list-nolabel"}), choices=FACES,
            choice_pictures={"good": picture("#3b3")},
        )
        for at in range(2)
    ]  # fmt: skip
    screen.show_new(tuple(views))
    (head,) = screen._tables[0].findChildren(Head)
    (seen,) = head.findChildren(PictureView)
    assert seen.accessibleName() == "Picture: Good"


def test_lists_have_the_pictures_beside_the_words(screen) -> None:
    rank = ask(screen, T.RANK)
    assert isinstance(rank, RankList)
    assert not rank._list.item(0).icon().isNull()
    assert rank._list.item(2).icon().isNull()
    searched = ask(screen, appearances="autocomplete")
    assert isinstance(searched, SearchedSelect)
    assert not searched._list.item(1).icon().isNull()
    dropped = ask(screen, appearances="minimal")
    assert isinstance(dropped, DropDown)
    assert not dropped._box.itemIcon(1).isNull()
    plain = ask(screen, T.RANK, choice_pictures={})
    assert plain._list.item(0).icon().isNull()


# sounds and films ---------------------------------------------------------------------------------------------


class Player(QObject):
    """Stands in for Qt's player, which is not on every machine."""

    mediaStatusChanged = Signal(object)
    made: list[Player] = []  # noqa: RUF012 (emptied by the fixture)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.source = b""
        self.plays = False
        Player.made.append(self)

    def setAudioOutput(self, output: object) -> None:
        self.output = output

    def setVideoOutput(self, output: object) -> None:
        self.output = output

    def setSourceDevice(self, device: Any) -> None:
        self.source = bytes(device.data().data())

    def play(self) -> None:
        self.plays = True

    def stop(self) -> None:
        self.plays = False


class Screen(QLabel):
    """Stands in for what shows a film."""


@pytest.fixture
def player(monkeypatch: pytest.MonkeyPatch) -> list[Player]:
    Player.made = []
    Player.MediaStatus = SimpleNamespace(EndOfMedia="end", InvalidMedia="invalid")
    module = SimpleNamespace(QMediaPlayer=Player, QAudioOutput=QObject, QVideoWidget=Screen)
    monkeypatch.setattr(clips, "player_module", lambda name="": module)
    return Player.made


def said(screen: QuestionScreen) -> list[str]:
    return [each.text() for each in screen.findChildren(QLabel) if each.isVisible()]


@pytest.mark.parametrize(("kind", "word"), [("audio", "recording"), ("video", "film")])
def test_without_a_player_it_is_said(screen, monkeypatch, kind: str, word: str) -> None:
    monkeypatch.setattr(clips, "_PLAYER", "no_such_part_of_qt")
    monkeypatch.setattr(clips.player_module, "__defaults__", ("no_such_part_of_qt",))
    ask(screen, clips=(Clip(kind, "", SOUND),))
    assert f"There is a {word} with this question. This program cannot play it here." in said(screen)


def test_a_sound_is_played_when_asked_and_stopped(screen, player, qtbot) -> None:
    widget = ask(screen, clips=(Clip("audio", "", SOUND), Clip("audio", "Good", b"good")))
    (found,) = widget.findChildren(ClipButtons)
    assert player == []  # nothing begins by itself
    first, second = found.buttons
    assert (first.text(), second.text()) == ("Play the sound", "Play: Good")
    assert first.accessibleName() == "How is the park?: Play the sound"
    qtbot.keyClick(first, Qt.Key.Key_Space)
    (made,) = player
    assert (made.plays, made.source) == (True, SOUND)
    assert first.text() == "Stop the sound"
    qtbot.keyClick(second, Qt.Key.Key_Space)
    assert (made.plays, made.source, first.text()) == (True, b"good", "Play the sound")
    qtbot.keyClick(second, Qt.Key.Key_Space)
    assert not made.plays
    assert unnamed(screen) == []


@pytest.mark.parametrize("end", ["end", "invalid", "hidden", "other screen"])
def test_it_ends(screen, player, qtbot, end: str) -> None:
    widget = ask(screen, clips=(Clip("audio", "", SOUND),))
    (found,) = widget.findChildren(ClipButtons)
    qtbot.keyClick(found.buttons[0], Qt.Key.Key_Space)
    if end == "hidden":
        screen.hide()
    elif end == "other screen":
        ask(screen)
    else:
        player[0].mediaStatusChanged.emit(end)
    assert not player[0].plays
    assert found.playing == -1


def test_a_film_is_seen_while_it_is_played(screen, player, qtbot) -> None:
    widget = ask(screen, clips=(Clip("video", "", b"film"),))
    (found,) = widget.findChildren(ClipButtons)
    assert found.findChildren(Screen) == []
    qtbot.keyClick(found.buttons[0], Qt.Key.Key_Space)
    (seen,) = found.findChildren(Screen)
    assert seen.isVisible()
    qtbot.keyClick(found.buttons[0], Qt.Key.Key_Space)
    assert not seen.isVisible()


# from the file to the screen ----------------------------------------------------------------------------------


@pytest.fixture
def hands(qtbot, window: MainWindow) -> Hands:
    window.activateWindow()
    return Hands(qtbot, window)


def seen_in(window: MainWindow) -> list[str]:
    """Return the colours of the pictures of labels that can be seen."""
    return [colour(each.pixmap) for each in window.findChildren(PictureView) if each.isVisible()]


def near(found: list[str], *wanted: str) -> bool:
    """Tell whether the colours are these, but for what JPEG makes of them."""
    pairs = [(bytes.fromhex(one[1:]), bytes.fromhex(two[1:])) for one, two in zip(found, wanted, strict=True)]
    return all(abs(a - b) < 12 for one, two in pairs for a, b in zip(one, two, strict=True))


def test_the_preview_shows_them_in_each_language(window, hands, tmp_path: Path) -> None:
    window.show_page(Where.PREVIEW, path=str(write_media_form(tmp_path)))
    hands.settle()
    hands.press(ENTER)
    assert hands.shown().stage is Stage.QUESTIONS
    assert near(seen_in(window), "#22aa77")
    faces = window.page._questions.widgets[0]._rows
    assert near([colour(row.picture) for row in faces], "#33bb33", "#bb3333")
    window.page._language_chosen(1)
    hands.settle()
    assert hands.shown().language == "Urdu (ur)"
    assert near(seen_in(window), "#2277aa")


def test_the_interview_has_them_from_the_store(
    window, hands, tmp_path: Path, place: Workplace, officer: Actor
) -> None:
    path = write_media_form(tmp_path / "form")
    programme = open_programme(place, actor=officer, path=path)
    for each in (path.parent / "easy-read-media").iterdir():
        each.unlink()
    event = add_event(
        place,
        actor=officer,
        programme_id=programme.programme_id,
        name="Drop-in",
        day=date(2022, 1, 12),
        venue="Park",
    )
    window.desk = Desk(place, officer, programme)
    window.show_page(Where.INTERVIEW, form_id=FORM_ID, event_id=event.event_id)
    hands.settle()
    hands.press(ENTER)
    assert near(seen_in(window), "#22aa77")
    hands.press("1")
    assert hands.shown().views[0].path == "come"
    bus, foot = window.page._questions.widgets[0]._rows
    assert near([colour(bus.picture)], "#3388cc")
    assert foot.picture.isNull()
    hands.press("2")
    assert hands.shown().views[0].clips == (Clip("audio", "", SOUND),)
    assert unnamed(window) == []
    assert not any("Play" in each.text() for each in window.findChildren(QPushButton) if not each.isEnabled())
