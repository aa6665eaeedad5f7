"""Sounds and films of a label, played where the installed Qt has the part for it (QtMultimedia); else it is said
that they are there and can't be played. Nothing begins by itself: a room has others in it.
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy, space
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import words
from desktop.ui.questions.view import Clip, QuestionView

_PLAYER = "PySide6.QtMultimedia"
_SCREEN = "PySide6.QtMultimediaWidgets"


def player_module(name: str = _PLAYER) -> ModuleType | None:
    """Return Qt's module for sounds and films when it is installed; else ``None``."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def clips_of(view: QuestionView, parent: QWidget) -> QWidget:
    """Return buttons that play the clips of ``view``, or the words that they can't be played here."""
    module = player_module()
    if module is None:
        return words(_not_here(view.clips), parent, tone="muted")
    return ClipButtons(module, view, parent)


def _not_here(clips: tuple[Clip, ...]) -> str:
    if {clip.kind for clip in clips} == {"video"}:
        return tr("There is a film with this question. This program cannot play it here.")
    return tr("There is a recording with this question. This program cannot play it here.")


class ClipButtons(QWidget):
    """A button for each clip: it plays, and stops what is played. One at a time; a screen that goes is silent.

    Attributes:
        buttons: in the order of the clips.
        playing: place of the clip that is played; -1 while none is.
    """

    def __init__(self, module: ModuleType, view: QuestionView, parent: QWidget) -> None:
        super().__init__(parent)
        self._module = module
        self._clips = view.clips
        self._label = view.label
        self.playing = -1
        column = QVBoxLayout(self)
        roomy(column, gap=2)
        row = Flow(gap=2)
        column.addLayout(row)
        self.buttons = [
            button(self._text(clip), self, self._pressed, name=f"{view.label}: {self._text(clip)}")
            for clip in view.clips
        ]
        for each in self.buttons:
            row.addWidget(each)
        self._player: Any = None
        self._screen: Any = None
        self._buffer = QBuffer(self)
        self._column = column

    @staticmethod
    def _text(clip: Clip, *, stop: bool = False) -> str:
        film = clip.kind == "video"
        if stop:
            return tr("Stop the film") if film else tr("Stop the sound")
        if clip.of:
            return tr("Play: {label}", label=clip.of)
        return tr("Play the film") if film else tr("Play the sound")

    def _pressed(self) -> None:
        place = next(at for at, each in enumerate(self.buttons) if each is self.sender())
        if place == self.playing:
            self.stop()
        else:
            self._play(place)

    def _play(self, place: int) -> None:
        self.stop()
        player = self._made()
        self._buffer.setData(QByteArray(self._clips[place].content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        player.setSourceDevice(self._buffer)
        if self._screen is not None:
            self._screen.setVisible(self._clips[place].kind == "video")
        self.playing = place
        self._say()
        player.play()

    def _made(self) -> Any:
        if self._player is None:
            self._player = self._module.QMediaPlayer(self)
            self._player.setAudioOutput(self._module.QAudioOutput(self))
            self._player.mediaStatusChanged.connect(self._status)
            screens = player_module(_SCREEN) if any(clip.kind == "video" for clip in self._clips) else None
            if screens is not None:
                self._screen = screens.QVideoWidget(self)
                self._screen.setMinimumSize(space(80), space(50))
                self._screen.setAccessibleName(tr("The film"))
                self._column.addWidget(self._screen)
                self._player.setVideoOutput(self._screen)
        return self._player

    def _status(self, status: Any) -> None:
        states = self._module.QMediaPlayer.MediaStatus
        if status in (states.EndOfMedia, states.InvalidMedia):
            self.stop()

    def stop(self) -> None:
        """Play no more."""
        if self.playing < 0:
            return
        self.playing = -1
        self._player.stop()
        self._buffer.close()
        if self._screen is not None:
            self._screen.hide()
        self._say()

    def _say(self) -> None:
        for at, (each, clip) in enumerate(zip(self.buttons, self._clips, strict=True)):
            text = self._text(clip, stop=at == self.playing)
            each.setText(text.replace("&", "&&"))
            each.setAccessibleName(f"{self._label}: {text}")

    def hideEvent(self, event: QHideEvent) -> None:
        """Be silent as soon as the screen is another one."""
        self.stop()
        super().hideEvent(event)
