"""Places as typed coordinates: a point, a line of points, an area. Offline there is no map to point at.

What a map or a phone gives can be pasted as it is: commas, degree signs and letters for the four directions are
understood. What was understood is said below the field in words, before the form is asked.
"""

from __future__ import annotations

import re

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from desktop.foundation.translation import ntr, tr
from desktop.questionnaires.definition import QuestionType
from desktop.ui.design.spacing import line_length, space
from desktop.ui.parts.words import restyle, words
from desktop.ui.questions.view import QuestionView
from desktop.ui.questions.widget import QuestionWidget
from desktop.ui.questions.written import WritingBox

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?\Z", re.ASCII)
_HALF = r"([NSEW])?\s*([+-]?\d+(?:[.,]\d+)?)\s*°?\s*([NSEW])?"
_PAIR = re.compile(rf"{_HALF}(?:\s*[,;]\s*|\s+){_HALF}\Z", re.ASCII | re.IGNORECASE)
_LEAST = {QuestionType.GEOTRACE: 2, QuestionType.GEOSHAPE: 4}


def point_of(text: str) -> str:
    """Return what was typed as ODK's ``latitude longitude [altitude [accuracy]]``; as typed where it is none."""
    plain = text.strip()
    parts = plain.split()
    if all(_NUMBER.match(part) for part in parts):
        return " ".join(parts)
    match = _PAIR.match(plain)
    if match is None:
        return plain
    sides, numbers = [], []
    for before, number, after in (match.groups()[:3], match.groups()[3:]):
        side = (before or after or "").upper()
        sides.append(side)
        number = number.replace(",", ".")
        numbers.append(f"-{number}" if side in ("S", "W") and not number.startswith("-") else number)
    return " ".join(reversed(numbers) if sides[0] in ("E", "W") else numbers)


def fault_of(point: str) -> str:
    """Return what is wrong with a point; empty where nothing is."""
    parts = point.split()
    if not 2 <= len(parts) <= 4 or not all(_NUMBER.match(part) for part in parts):
        return tr("“{text}” is not two numbers, latitude and longitude.", text=point)
    if abs(float(parts[0])) > 90:
        return tr("A latitude is from -90 to 90. Is “{text}” the longitude?", text=parts[0])
    if abs(float(parts[1])) > 180:
        return tr("A longitude is from -180 to 180.")
    return ""


def said_of(point: str) -> str:
    """Return a right point in words."""
    latitude, longitude = point.split()[:2]
    return tr(
        "{latitude}° {north}, {longitude}° {east}",
        latitude=latitude.lstrip("+-"),
        north=tr("south") if latitude.startswith("-") else tr("north"),
        longitude=longitude.lstrip("+-"),
        east=tr("west") if longitude.startswith("-") else tr("east"),
    )


class _Place(QuestionWidget):
    """What the kinds share: the line below that says what was understood."""

    def _put_reading(self) -> None:
        self._reading = words("", self, tone="muted")
        self.put(self._reading)
        self._read()

    def say_reading(self, text: str, fault: str) -> None:
        """Say what was understood, or what is wrong."""
        restyle(self._reading, "tone", "warning" if fault else "muted")
        self._reading.setText(fault or text)
        self._reading.setVisible(bool(fault or text))

    def _read(self) -> None:
        """Read what stands in the field, and say it."""


class PointLine(_Place):
    """One point."""

    def build(self, view: QuestionView) -> None:
        self.explain(
            tr(
                "Type latitude and longitude in degrees, such as 52.63 -1.13. In a map on a phone or on the web,"
                " pressing long on the place shows them; they can be pasted here."
            )
        )
        self._edit = QLineEdit(self)
        self._edit.setMaximumWidth(line_length(48))
        self.name_control(self._edit)
        self._edit.textEdited.connect(self._typed)
        self._edit.editingFinished.connect(self._left)
        self._last = ""
        self.put(self._edit)
        self._put_reading()

    def controls(self) -> list[QWidget]:
        return [self._edit]

    def value(self) -> str:
        return point_of(self._edit.text())

    def set_value(self, value: str) -> None:
        self._edit.setText(value)
        self._last = value
        self._read()

    def _typed(self) -> None:
        self._read()
        self.changed.emit()

    def _left(self) -> None:
        if self._edit.text() != self._last:
            self._last = self._edit.text()
            self.settled.emit()

    def _read(self) -> None:
        point = self.value()
        fault = fault_of(point) if point else ""
        self.say_reading(said_of(point) if point and not fault else "", fault)


class PointLines(_Place):
    """Several points, one a line: the corners of an area, or a way."""

    def build(self, view: QuestionView) -> None:
        self._closed = view.type is QuestionType.GEOSHAPE
        self.explain(
            tr(
                "Type each corner in a line of its own, latitude and longitude, in the order of a walk round the"
                " area. The first need not be typed again at the end. Ctrl + Enter goes on."
            )
            if self._closed
            else tr(
                "Type each point in a line of its own, latitude and longitude, in the order of the way."
                " Ctrl + Enter goes on."
            )
        )
        self._edit = WritingBox(self)
        self._edit.setMinimumHeight(self._edit.fontMetrics().lineSpacing() * 5 + space(5))
        self._edit.setMaximumHeight(self._edit.fontMetrics().lineSpacing() * 9 + space(5))
        self._edit.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.name_control(self._edit)
        self.put(self._edit)
        self._edit.textChanged.connect(self._read)
        self._edit.textChanged.connect(self.changed)
        self._put_reading()

    def controls(self) -> list[QWidget]:
        return [self._edit]

    def _points(self) -> list[str]:
        lines = re.split(r"[\n;]", self._edit.toPlainText())
        found = [point_of(line) for line in lines if line.strip()]
        if self._closed and len(found) > 2 and found[0] != found[-1]:
            found.append(found[0])
        return found

    def value(self) -> str:
        return "; ".join(self._points())

    def set_value(self, value: str) -> None:
        points = [point.strip() for point in value.split(";") if point.strip()]
        if self._closed and len(points) > 3 and points[0] == points[-1]:
            points.pop()
        self._edit.setPlainText("\n".join(points))
        self._edit.moveCursor(QTextCursor.MoveOperation.End)

    def _read(self) -> None:
        points = self._points()
        for place, point in enumerate(points, start=1):
            fault = fault_of(point)
            if fault:
                self.say_reading("", tr("Line {line}: {fault}", line=place, fault=fault))
                return
        count = len(points) - (1 if self._closed and len(points) > 3 else 0)
        if points and len(points) < _LEAST[self.view.type]:
            least = 3 if self._closed else 2
            self.say_reading(
                "", ntr("One more point is needed.", "{count} more points are needed.", least - count)
            )
            return
        self.say_reading(ntr("{count} point", "{count} points", count) if points else "", "")
