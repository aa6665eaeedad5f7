"""Pictures of the pages of a form, one below another, with what stands on each and how much paper they take."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from desktop.foundation.translation import ntr, tr
from desktop.sheets.print_jobs import Sides
from desktop.ui.design.spacing import line_length, space
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.scroll import Scroll
from desktop.ui.parts.words import Notice, words


class PagePictures(Scroll):
    """The preview.

    Attributes:
        pictures: the labels that show pages.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, characters=0, margins=3)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Preview of the pages"))
        self._words = words("", self.column, tone="muted")
        self._paper = words("", self.column, Type.STRONG)
        self._paper.hide()
        self._advice = Notice("note", tr("Good to know"), "", self.column)
        self._advice.hide()
        for part in (self._words, self._paper, self._advice):
            self.layout_.addWidget(part)
        self.layout_.addStretch(1)
        self.pictures: list[QLabel] = []
        self._captions: list[QLabel] = []
        self._images: list[QImage] = []

    @property
    def paper_words(self) -> str:
        """How much paper a copy takes, as it is shown."""
        return self._paper.text()

    def say(self, text: str) -> None:
        """Say something above the pages; empty takes it away."""
        self._words.setText(text)
        self._words.setVisible(bool(text))

    def show_pages(
        self,
        pages: list[tuple[int, int, bytes]],
        places: range,
        sides: Sides,
        copies: int,
        advice: tuple[str, ...],
    ) -> None:
        """Show pages.

        Args:
            pages: (width, height, RGB bytes) of each.
            places: which of the copy's sides they are.
            copies: how many will be printed.
        """
        self.clear()
        self.say("")
        self._paper.setText(_paper_words(places, sides, copies))
        self._paper.show()
        self._advice.text.setText("\n".join(advice))
        self._advice.text.setVisible(bool(advice))
        self._advice.setVisible(bool(advice))
        for (width, height, raw), place in zip(pages, places, strict=True):
            image = QImage(raw, width, height, width * 3, QImage.Format.Format_RGB888).copy()
            said = _side_words(place, sides)
            label = QLabel(self.column)
            label.setFrameShape(QLabel.Shape.Box)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setAccessibleName(said)
            caption = words(said, self.column, tone="muted")
            caption.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            at = self.layout_.count() - 1
            self.layout_.insertWidget(at, caption)
            self.layout_.insertWidget(at + 1, label, 0, Qt.AlignmentFlag.AlignHCenter)
            self.pictures.append(label)
            self._captions.append(caption)
            self._images.append(image)
        self.fit()
        self.to_top()

    def clear(self) -> None:
        """Take the pages away."""
        for label in (*self.pictures, *self._captions):
            label.hide()
            label.deleteLater()
        self.pictures, self._captions, self._images = [], [], []
        self._paper.hide()
        self._advice.hide()

    def fit(self) -> None:
        """Make the pages as wide as there is room."""
        width = max(240, min(self.viewport().width() - space(9), line_length(90)))
        for label, image in zip(self.pictures, self._images, strict=True):
            picture = QPixmap.fromImage(image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation))
            label.setPixmap(picture)
            # beside captions, whose height follows from their width, a picture alone would be squeezed
            label.setFixedSize(picture.width() + 2 * label.frameWidth(), picture.height() + 2 * label.frameWidth())


def _side_words(place: int, sides: Sides) -> str:
    number = sides.numbers[place]
    if number:
        return tr("Page {number} of {pages}", number=number, pages=sides.pages)
    return tr("Page {number}, without a number on it: the slip or its back", number=place + 1)


def _paper_words(places: range, sides: Sides, copies: int) -> str:
    shown = Sides(tuple(sides.numbers[at] for at in places), sides.pages, sides.duplex)
    pages = ntr("{count} page", "{count} pages", len(shown.numbers))
    sheets = ntr("{count} sheet", "{count} sheets", shown.sheets)
    each = tr("Each copy: {pages} on {sheets} of paper, the slip for the update list among them.",
              pages=pages, sheets=sheets)  # fmt: skip
    if 0 not in shown.numbers:
        each = tr("Each copy: {pages} on {sheets} of paper.", pages=pages, sheets=sheets)
    if copies == 1:
        return each
    many = ntr("{count} sheet", "{count} sheets", shown.sheets * copies)
    return tr("{each} {copies} copies take {sheets}.", each=each, copies=copies, sheets=many)
