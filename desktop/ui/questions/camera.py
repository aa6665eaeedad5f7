"""The camera of the laptop, where the installed Qt has the part for it (QtMultimedia); else nothing is offered."""

from __future__ import annotations

import importlib
from types import ModuleType

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy, space
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import words

_MODULE = "PySide6.QtMultimedia"


def camera_module() -> ModuleType | None:
    """Return Qt's module for cameras when it is installed and there is a camera; else ``None``."""
    try:
        module = importlib.import_module(_MODULE)
    except ImportError:
        return None
    return module if module.QMediaDevices.videoInputs() else None


class CameraDialog(QDialog):
    """Shows what the camera sees, and keeps one picture of it in memory until it is handed on.

    Attributes:
        content: the picture as PNG; empty until one was taken.
    """

    def __init__(self, module: ModuleType, parent: QWidget) -> None:
        super().__init__(parent)
        self.content = b""
        self._seen = QImage()
        self.setWindowTitle(tr("Take a photograph"))
        column = QVBoxLayout(self)
        roomy(column, gap=3, margins=4)
        self._view = QLabel(self)
        self._view.setMinimumSize(space(90), space(60))
        self._view.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._view.setAccessibleName(tr("What the camera sees"))
        column.addWidget(self._view, 1)
        self._state = words(tr("Waiting for the camera…"), self)
        column.addWidget(self._state)
        row = Flow(gap=3)
        self.take = button(tr("Take the picture"), self, self._take, kind="primary")
        self.take.setEnabled(False)
        row.addWidget(self.take)
        row.addWidget(button(tr("Cancel"), self, self.reject))
        column.addLayout(row)
        self._camera = module.QCamera(self)
        self._sink = module.QVideoSink(self)
        self._session = module.QMediaCaptureSession(self)
        self._session.setCamera(self._camera)
        self._session.setVideoSink(self._sink)
        self._sink.videoFrameChanged.connect(self._frame)
        self.finished.connect(self._stop)
        self._camera.start()

    def _frame(self, frame: object) -> None:
        image = frame.toImage()
        if image.isNull():
            return
        self._seen = image
        if not self.take.isEnabled():
            self.take.setEnabled(True)
            self.take.setFocus(Qt.FocusReason.OtherFocusReason)
            self._state.setText(tr("Only what is asked for belongs on the picture: no faces without a yes."))
        self._draw()

    def _draw(self) -> None:
        if not self._seen.isNull():
            self._view.setPixmap(
                QPixmap.fromImage(self._seen).scaled(
                    self._view.size(),
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the picture as large as there is room."""
        super().resizeEvent(event)
        self._draw()

    def _take(self) -> None:
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._seen.save(buffer, "PNG")
        self.content = bytes(data.data())
        self.accept()

    def _stop(self) -> None:
        self._camera.stop()
        self._seen = QImage()
