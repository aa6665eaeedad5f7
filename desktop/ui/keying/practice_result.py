"""How a practice pile went: the rate, question by question, and each wrong field beside what stood there."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import line_length, roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.keying.practice_words import keyed_words, notes_words, peculiar_words, rate_words, result_words
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import Notice, restyle, words

_CHARACTERS = 72
"""So wide is a picture at the most: what stands on a sheet is about as large as the words around it."""


class Crop(QLabel):
    """A picture of what stands on the sheet, no wider than there is room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._whole = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        self.setMinimumWidth(1)

    def show_png(self, png: bytes, said: str) -> None:
        """Show a picture; ``said`` is what it shows, for whoever hears it."""
        self._whole = QPixmap.fromImage(QImage.fromData(png)) if png else QPixmap()
        self.setAccessibleName(said)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._whole.isNull():
            self.clear()
            self.setFixedHeight(0)
            return
        width = min(self.width(), self._whole.width(), line_length(_CHARACTERS))
        shown = self._whole.scaledToWidth(max(1, width), Qt.TransformationMode.SmoothTransformation)
        self.setPixmap(shown)
        self.setFixedHeight(shown.height())


class PracticeResult(QWidget):
    """The end of a practice pile.

    Signals:
        key_wanted, again_wanted, offer_wanted: to real sheets; another pile; back to the offer.
        picture_wanted (object): of a :class:`~desktop.workflows.train_keyers.WrongField`.
    """

    key_wanted = Signal()
    again_wanted = Signal()
    offer_wanted = Signal()
    picture_wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._wrong: tuple[Any, ...] = ()
        layout = QVBoxLayout(self)
        roomy(layout, gap=3)
        layout.addWidget(words(tr("How the practice pile went"), self, Type.TITLE))
        self.notice = Notice("note", "", "", self)
        layout.addWidget(self.notice)
        row = Flow(gap=3)
        self.key = button(tr("Key real sheets"), self, self.key_wanted)
        self.again = button(tr("Key another practice pile"), self, self.again_wanted)
        self.offer = button(tr("Back to practice"), self, self.offer_wanted, kind="link")
        for each in (self.key, self.again, self.offer):
            row.addWidget(each)
        layout.addLayout(row)
        self._wrong_title = words(tr("What went wrong"), self, Type.SECTION)
        layout.addWidget(self._wrong_title)
        self.wrong = Table(
            tr("Fields that were keyed wrong"),
            (tr("Sheet"), tr("No."), tr("You keyed"), tr("Right is"), tr("On the sheet")),
            self,
            most_rows=7,
        )
        self.wrong.currentCellChanged.connect(self._show_picture)
        layout.addWidget(self.wrong)
        self._asked = words("", self, Type.STRONG)
        layout.addWidget(self._asked)
        self.crop = Crop(self)
        layout.addWidget(self.crop)
        self.notes = words("", self)
        layout.addWidget(self.notes)
        layout.addWidget(words(tr("By question"), self, Type.SECTION))
        self.questions = Table(
            tr("Errors by question"),
            (tr("No."), tr("Keyed"), tr("Wrong"), tr("Of 1,000"), tr("Question")),
            self,
            most_rows=9,
        )
        layout.addWidget(self.questions)

    def show_result(self, result: Any) -> None:
        """Show a :class:`~desktop.workflows.train_keyers.TrainingResult`."""
        title, text, kind = result_words(result)
        self.notice.say(title, text, kind=kind)
        self.key.setVisible(result.may_key)
        self._wrong = result.wrong
        self.notes.setText(notes_words(result.notes_left))
        self.notes.setVisible(bool(result.notes_left))
        there_is = bool(result.wrong)
        for each in (self._wrong_title, self.wrong, self._asked, self.crop):
            each.setVisible(there_is)
        self.questions.show_rows(
            [
                (
                    each.path,
                    (
                        each.number,
                        str(each.score.fields),
                        str(each.score.errors),
                        rate_words(1000 * each.score.errors / each.score.fields),
                        each.label,
                    ),
                )
                for each in result.questions
            ]
        )
        self.wrong.show_rows(
            [
                (
                    f"{each.sheet}|{each.path}",
                    (
                        str(each.sheet),
                        each.number,
                        _cut(keyed_words(each.keyed, each.type, each.choices)),
                        _cut(keyed_words(each.right, each.type, each.choices)),
                        peculiar_words(each.peculiar),
                    ),
                )
                for each in result.wrong
            ]
        )
        self._show_picture()
        usual = self.key if result.may_key and result.attempt.passed else self.again
        for each in (self.key, self.again):
            restyle(each, "kind", "primary" if each is usual else "")
        # one Enter too many at the end of the last sheet must begin nothing, and leave the result on the screen
        (self.wrong if there_is else self.questions).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_picture(self, wrong: Any, png: bytes) -> None:
        """Show what stands at the field that is chosen; a picture of another one comes too late."""
        if wrong is self.chosen:
            said = tr("Sheet {sheet}, question {number}, as it stands", sheet=wrong.sheet, number=wrong.number)
            self.crop.show_png(png, said)

    @property
    def chosen(self) -> Any:
        """The wrong field that is chosen; ``None`` where there is none."""
        at = self.wrong.currentRow()
        return self._wrong[at] if 0 <= at < len(self._wrong) else None

    def _show_picture(self, *_at: int) -> None:
        wrong = self.chosen
        if wrong is None:
            return
        self._asked.setText(
            tr("Sheet {sheet}, {number}. {label}", sheet=wrong.sheet, number=wrong.number, label=wrong.label)
        )
        self.picture_wanted.emit(wrong)


def _cut(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "…"
