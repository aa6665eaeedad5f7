"""Questions for a picture: from a file, from a camera, drawn by hand or keys; what can't be kept is said."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from desktop.foundation.errors import Refusal
from desktop.questionnaires.definition import QuestionType as T
from desktop.ui.interview.question_screen import QuestionScreen
from desktop.ui.questions import camera
from desktop.ui.questions.drawing_pad import DrawingPad
from desktop.ui.questions.picture_keeper import PictureKeeper
from desktop.ui.questions.view import QuestionView
from tests.ui.accessible import unnamed


def picture(colour: str = "#335577", size: tuple[int, int] = (300, 200)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, "PNG")
    return made.getvalue()


class Drawer(PictureKeeper):
    """Keeps pictures in a mapping; answers when it is told to."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.kept: dict[str, bytes] = {"before.jpg": picture()}
        self.fault: Exception | None = None
        self.waiting: list[tuple[bytes, object]] = []
        self.slow = False

    def keep(self, source, *, then, failed) -> None:
        if self.fault is not None:
            failed(self.fault)
            return
        content = source if isinstance(source, bytes) else source.read_bytes()
        if self.slow:
            self.waiting.append((content, then))
        else:
            self._answer(content, then)

    def _answer(self, content: bytes, then) -> None:
        name = f"p{len(self.kept)}.jpg"
        self.kept[name] = content
        then(name)

    def go_on(self) -> None:
        waiting, self.waiting = self.waiting, []
        for content, then in waiting:
            self._answer(content, then)

    def fetch(self, name, *, then, failed) -> None:
        then(self.kept[name])

    def drop(self, name) -> None:
        del self.kept[name]


@pytest.fixture
def screen(qtbot, theme) -> QuestionScreen:
    made = QuestionScreen(None)
    qtbot.addWidget(made)
    made.keeper = Drawer(made)
    made.resize(800, 700)
    made.show()
    made.activateWindow()
    return made


def ask(screen: QuestionScreen, appearances: str = "", value: str = "") -> object:
    view = QuestionView(
        "q", "1", T.IMAGE, "A picture of the place", value=value, appearances=frozenset(appearances.split())
    )
    screen.show_new((view,))
    return screen.widgets[0]


def choose(monkeypatch, path: Path | None) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: (str(path or ""), ""))


def test_a_picture_from_a_file_is_kept_shown_and_removed(screen, qtbot, monkeypatch, tmp_path: Path) -> None:
    path = tmp_path / "holiday.png"
    path.write_bytes(picture())
    widget = ask(screen)
    assert unnamed(screen) == []
    choose(monkeypatch, path)
    with qtbot.waitSignals([widget.changed, widget.settled]):
        qtbot.keyClick(widget._choose, Qt.Key.Key_Space)
    assert widget.value() == "p1.jpg"
    assert widget._view.isVisible()
    assert screen.values() == {"q": "p1.jpg"}
    qtbot.keyClick(widget._remove, Qt.Key.Key_Space)
    assert widget.value() == ""
    assert not widget._view.isVisible()
    assert "p1.jpg" not in screen.keeper.kept


def test_another_picture_takes_the_place_of_the_first(screen, qtbot, monkeypatch, tmp_path: Path) -> None:
    path = tmp_path / "second.png"
    path.write_bytes(picture("#993322"))
    widget = ask(screen, value="before.jpg")
    assert widget._view.isVisible()
    choose(monkeypatch, path)
    qtbot.keyClick(widget._choose, Qt.Key.Key_Space)
    assert list(screen.keeper.kept) == [widget.value()]


def test_nothing_chosen_changes_nothing(screen, qtbot, monkeypatch) -> None:
    widget = ask(screen, value="before.jpg")
    choose(monkeypatch, None)
    qtbot.keyClick(widget._choose, Qt.Key.Key_Space)
    assert widget.value() == "before.jpg"


def test_why_a_file_is_no_picture_is_said_at_the_question(screen, qtbot, monkeypatch, tmp_path: Path) -> None:
    widget = ask(screen)
    screen.keeper.fault = Refusal(place="The picture", fault="It is no picture.", remedy="Choose another file.")
    choose(monkeypatch, tmp_path / "x.png")
    qtbot.keyClick(widget._choose, Qt.Key.Key_Space)
    assert "It is no picture. Choose another file." in widget._state.text()
    assert widget.value() == ""
    assert not screen.keeping


def test_where_none_can_be_kept_the_question_says_so(screen) -> None:
    screen.keeper = None
    widget = ask(screen)
    assert widget._notice.isVisible()
    assert widget.controls() == []
    assert screen.values() == {}


# drawing ------------------------------------------------------------------------------------------------------


def test_a_signature_is_drawn_with_keys(screen, qtbot) -> None:
    widget = ask(screen, "signature")
    pad = widget.controls()[0]
    assert isinstance(pad, DrawingPad)
    empty = pad.content()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Space):
        qtbot.keyClick(pad, key)
    assert widget.value() != ""
    drawn = screen.keeper.kept[widget.value()]
    assert drawn != empty
    assert Image.open(io.BytesIO(drawn)).size == (1200, 420)
    qtbot.keyClick(pad, Qt.Key.Key_Backspace)
    assert widget.value() == ""


def test_a_drawing_is_kept_at_the_end_of_each_line(screen, qtbot) -> None:
    widget = ask(screen, "draw")
    pad = widget.controls()[0]
    screen.keeper.slow = True
    qtbot.mouseClick(pad, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    assert screen.keeping
    qtbot.mouseClick(pad, Qt.MouseButton.LeftButton, pos=QPoint(90, 60))  # while the first is being kept
    screen.keeper.go_on()
    screen.keeper.go_on()
    assert not screen.keeping
    assert screen.keeper.kept[widget.value()] == pad.content()
    assert len(screen.keeper.kept) == 2  # the one of before the test, and the last


def test_a_picture_is_drawn_upon(screen, qtbot) -> None:
    widget = ask(screen, "annotate", value="before.jpg")
    pad = widget._pad
    qtbot.waitUntil(pad.isVisible, timeout=30_000)
    before = pad.content()
    qtbot.mouseClick(pad, Qt.MouseButton.LeftButton, pos=QPoint(80, 80))
    assert screen.keeper.kept[widget.value()] not in (before, picture())


def test_enter_on_the_sheet_is_left_to_the_page(screen, qtbot) -> None:
    pad = ask(screen, "draw").controls()[0]
    qtbot.keyClick(pad, Qt.Key.Key_Return)
    assert pad.empty


def test_lines_stay_where_they_are_when_the_sheet_grows(screen, qtbot) -> None:
    pad = ask(screen, "draw").controls()[0]
    qtbot.mouseClick(pad, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    before = pad.content()
    screen.resize(500, 700)
    qtbot.waitUntil(lambda: pad.width() <= 500, timeout=30_000)
    assert pad.content() == before


# the camera ---------------------------------------------------------------------------------------------------


class _Frame:
    def toImage(self) -> QImage:
        image = QImage(40, 30, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.darkGreen)
        return image


class _Camera(QObject):
    running = False

    def start(self) -> None:
        self.running = True

    def stop(self) -> None:
        self.running = False


class _Sink(QObject):
    videoFrameChanged = Signal(object)


class _Session(QObject):
    def setCamera(self, made: _Camera) -> None:
        self.camera = made

    def setVideoSink(self, sink: _Sink) -> None:
        self.sink = sink


def _multimedia(inputs: list[str]) -> ModuleType:
    """Stand in for QtMultimedia, which the installed Qt has not got."""
    made = ModuleType("PySide6.QtMultimedia")
    made.QMediaDevices = type("QMediaDevices", (), {"videoInputs": staticmethod(lambda: inputs)})
    made.QCamera, made.QVideoSink, made.QMediaCaptureSession = _Camera, _Sink, _Session
    return made


@pytest.mark.parametrize(("inputs", "offered"), [([], False), (["front"], True)])
def test_a_photograph_is_offered_where_there_is_a_camera(screen, monkeypatch, inputs, offered: bool) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", _multimedia(inputs))
    assert ask(screen)._photograph.isVisible() is offered


def test_without_the_part_for_cameras_no_photograph_is_offered(screen, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    assert camera.camera_module() is None
    assert not ask(screen)._photograph.isVisible()


def test_a_photograph_is_taken_and_the_camera_stopped(qtbot, theme) -> None:
    dialog = camera.CameraDialog(_multimedia(["front"]), None)
    qtbot.addWidget(dialog)
    assert not dialog.take.isEnabled()
    dialog._sink.videoFrameChanged.emit(_Frame())
    qtbot.keyClick(dialog.take, Qt.Key.Key_Space)
    assert Image.open(io.BytesIO(dialog.content)).size == (40, 30)
    assert not dialog._camera.running
